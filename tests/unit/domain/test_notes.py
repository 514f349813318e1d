"""Notes: what one keeps about another."""

import pytest

from twite.domain.notes import LONGEST_NOTE, NoteText, NoteTooLong
from twite.domain.text import NotAText, UnreadableText


def test_a_text_is_kept_tidy() -> None:
    assert str(NoteText(" likes\r\ntea ")) == "likes\ntea"


def test_nothing_that_can_be_seen_is_no_note() -> None:
    assert not NoteText("")
    assert not NoteText("\u200b")
    assert NoteText("x")


def test_is_so_long_at_most() -> None:
    assert NoteText("x" * LONGEST_NOTE)
    with pytest.raises(NoteTooLong, match="holds 2000 characters, and this has 2001"):
        NoteText("x" * (LONGEST_NOTE + 1))


def test_is_a_text() -> None:
    with pytest.raises(UnreadableText):
        NoteText("\0")
    with pytest.raises(NotAText):
        NoteText(None)  # type: ignore[arg-type]
