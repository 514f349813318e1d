"""A note stands once for who wrote it and whom it is about, and is read by the first alone."""

from tests.integration.adapters.worlds import NOW, some_users
from twite.domain.notes import LONGEST_NOTE, Note, NoteText
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


def read(twite: Embedded, writer_id: UserId, about_id: UserId) -> str:
    views = twite.follows.views
    found = views.relations(viewer_id=writer_id, other_ids=[about_id], now=NOW)[about_id]
    assert views.relation(viewer_id=writer_id, other_id=about_id, now=NOW) == found
    return found.note


def test_is_read_by_who_wrote_it_alone(twite: Embedded) -> None:
    longest = "\U0001f375" * LONGEST_NOTE
    with twite.notes.unit_of_work() as work:
        alice, bob, carol = some_users(work, 3)
        for text in ("coffee", longest):
            work.notes.put(Note(writer_id=alice, about_id=bob, text=NoteText(text)))
        work.notes.put(Note(writer_id=carol, about_id=bob, text=NoteText("tea")))

    assert read(twite, alice, bob) == longest
    assert read(twite, carol, bob) == "tea"
    assert read(twite, bob, alice) == read(twite, bob, bob) == ""


def test_that_is_gone_is_gone(twite: Embedded) -> None:
    with twite.notes.unit_of_work() as work:
        alice, bob = some_users(work, 2)
        work.notes.put(Note(writer_id=alice, about_id=bob, text=NoteText("tea")))
    with twite.notes.unit_of_work() as work:
        for _ in range(2):
            work.notes.remove(writer_id=alice, about_id=bob)

    assert read(twite, alice, bob) == ""
