"""Timelines: which entries stand in whose."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from twite.domain import timelines
from twite.domain.microposts import MicropostId, Visibility
from twite.domain.timelines import Entry, EntryId, EntryKind
from twite.domain.users import UserId
from twite.entrypoints.testing.strategies import visibilities

ALICE, BOB, CAROL = UserId(1), UserId(2), UserId(3)

people = st.sampled_from((ALICE, BOB, CAROL))
entries = st.lists(
    st.builds(
        Entry,
        id=st.integers(min_value=1, max_value=10_000).map(EntryId),
        author_id=people,
        micropost_id=st.integers(min_value=1).map(MicropostId),
        kind=st.sampled_from(EntryKind),
        visibility=visibilities,
    ),
    unique_by=lambda entry: entry.id,
)


def is_even(entry: Entry) -> bool:
    """Stands for any rule of who may see what."""
    return entry.id % 2 == 0


def is_newest_first(found: Sequence[Entry]) -> bool:
    return all(newer.id > older.id for newer, older in pairwise(found))


class TestHome:
    @given(entries=entries, followee_ids=st.sets(people))
    def test_holds_the_viewer_and_whom_they_follow(
        self, entries: list[Entry], followee_ids: set[UserId]
    ) -> None:
        found = timelines.home(
            entries, viewer_id=ALICE, followee_ids=followee_ids, may_show=is_even
        )

        assert is_newest_first(found)
        assert set(found) == {
            entry
            for entry in entries
            if is_even(entry) and (entry.author_id == ALICE or entry.author_id in followee_ids)
        }


class TestLocal:
    @given(entries=entries)
    def test_holds_what_was_posted_in_public(self, entries: list[Entry]) -> None:
        found = timelines.local(entries, may_show=is_even)

        assert is_newest_first(found)
        assert set(found) == {
            entry
            for entry in entries
            if is_even(entry)
            and (entry.kind, entry.visibility) == (EntryKind.POST, Visibility.PUBLIC)
        }


class TestProfile:
    @given(entries=entries)
    def test_holds_what_one_user_entered(self, entries: list[Entry]) -> None:
        found = timelines.profile(entries, author_id=BOB, may_show=is_even)

        assert is_newest_first(found)
        assert set(found) == {e for e in entries if is_even(e) and e.author_id == BOB}
