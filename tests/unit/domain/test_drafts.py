"""Drafts."""

from datetime import timedelta

import pytest
from hypothesis import given

from twite.domain.drafts import (
    LARGEST_DRAFT,
    BlankDraft,
    Draft,
    DraftId,
    DraftNotFound,
    DraftText,
    DraftTooLarge,
    LanguageTooLong,
    TooManyDrafts,
)
from twite.domain.errors import TwiteError
from twite.domain.text import UnreadableText
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import anything


def a_draft(text: str = "tea", warning: str = "", language: str = "") -> Draft:
    return Draft(
        id=DraftId(1),
        owner_id=UserId(1),
        text=DraftText(text),
        content_warning=DraftText(warning),
        language=language,
        kept_at=NOON,
    )


class TestADraft:
    @pytest.mark.parametrize(("text", "warning"), [("", ""), (" \n", "\u200b")])
    def test_has_something_in_it(self, text: str, warning: str) -> None:
        with pytest.raises(BlankDraft):
            a_draft(text, warning)

    @pytest.mark.parametrize(("text", "warning"), [("tea", ""), ("", "hot"), ("tea", "hot")])
    def test_may_be_a_warning_alone(self, text: str, warning: str) -> None:
        assert a_draft(text, warning)

    def test_may_be_longer_than_what_can_be_said(self) -> None:
        assert a_draft("x" * LARGEST_DRAFT)
        with pytest.raises(DraftTooLarge):
            a_draft("x" * LARGEST_DRAFT + "x")

    @pytest.mark.parametrize("language", ["german", "", "x" * 35])
    def test_has_a_language_as_it_was_typed(self, language: str) -> None:
        assert a_draft(language=language).language == language

    @pytest.mark.parametrize("language", ["x" * 36, "de\n", "\0"])
    def test_has_no_language_that_none_could_be(self, language: str) -> None:
        with pytest.raises(LanguageTooLong):
            a_draft(language=language)

    def test_takes_the_place_of_another(self) -> None:
        older = a_draft()
        newer = Draft(
            id=DraftId(2),
            owner_id=older.owner_id,
            text=DraftText("coffee"),
            kept_at=NOON + timedelta(minutes=1),
        )

        kept = newer.in_place_of(older)

        assert (kept.id, kept.text, kept.kept_at) == (older.id, newer.text, newer.kept_at)

    @given(text=anything)
    def test_stays_as_it_is_once_made(self, text: str) -> None:
        try:
            made = DraftText(text)
        except UnreadableText:
            return

        assert DraftText(str(made)) == made


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (BlankDraft(), "there is nothing in it to keep"),
        (DraftTooLarge(65_537), "a draft takes up to 65536 bytes, and this takes 65537"),
        (LanguageTooLong(), "a language is a short code, like de"),
        (TooManyDrafts(), "there are 50 drafts already; post or discard one first"),
        (DraftNotFound(DraftId(7)), "there is no draft 7"),
    ],
)
def test_refusals_speak_to_people(refusal: TwiteError, words: str) -> None:
    assert str(refusal) == words
