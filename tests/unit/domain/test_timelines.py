"""Timelines: which entries stand in whose."""

from collections.abc import Sequence, Set
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from twite.domain import timelines
from twite.domain.givens import NotYesOrNo
from twite.domain.microposts import DEEPEST, Micropost, MicropostId, PostText, Visibility
from twite.domain.timelines import EVERYTHING, Entry, EntryId, EntryKind, Selection, Thread
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
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
        answered_id=st.none() | people,
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
            if is_even(entry)
            and (
                entry.author_id == ALICE
                or (
                    entry.author_id in followee_ids
                    and (
                        entry.answered_id in (None, ALICE, entry.author_id)
                        or entry.answered_id in followee_ids
                    )
                )
            )
        }

    @pytest.mark.parametrize(
        ("author", "answered", "shown"),
        [
            (BOB, None, True),
            (BOB, BOB, True),  # goes on with what he said
            (BOB, ALICE, True),  # answers the viewer
            (BOB, CAROL, False),  # half of a conversation
            (ALICE, CAROL, True),  # is one's own
            (CAROL, ALICE, False),  # is not read, but told of
        ],
    )
    def test_holds_replies_that_make_sense_there(
        self, author: UserId, answered: UserId | None, shown: bool
    ) -> None:
        entry = Entry(
            id=EntryId(2),
            author_id=author,
            micropost_id=MicropostId(2),
            kind=EntryKind.POST,
            visibility=Visibility.PUBLIC,
            answered_id=answered,
        )

        found = timelines.home([entry], viewer_id=ALICE, followee_ids=[BOB], may_show=is_even)

        assert list(found) == [entry] * shown


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
        found = timelines.profile(
            entries, author_id=BOB, may_read=is_even, may_show=lambda e: e.id % 4 == 0
        )

        assert is_newest_first(found)
        assert set(found) == {
            e
            for e in entries
            if e.author_id == BOB and (e.id % 4 == 0 if e.is_repost else is_even(e))
        }

    @given(entries=entries)
    def test_holds_of_that_what_is_asked_for(self, entries: list[Entry]) -> None:
        found = timelines.profile(
            entries, author_id=BOB, may_read=is_even, may_show=is_even, takes=lambda e: e.id > 50
        )

        assert set(found) == {e for e in entries if e.author_id == BOB and is_even(e) and e.id > 50}


class TestASelection:
    SAID = Micropost.post(
        id=MicropostId(1),
        author_id=BOB,
        text=PostText("#Tea"),
        visibility=Visibility.PUBLIC,
        mentioned_ids=frozenset(),
        now=NOON,
    )
    POST = Entry(
        id=EntryId(1),
        author_id=BOB,
        micropost_id=MicropostId(1),
        kind=EntryKind.POST,
        visibility=Visibility.PUBLIC,
    )
    TO_OTHERS = evolve(POST, answered_id=ALICE)
    TO_SELF = evolve(POST, answered_id=BOB)
    REPOST = evolve(POST, kind=EntryKind.REPOST)
    ALL = (POST, TO_OTHERS, TO_SELF, REPOST)

    @pytest.mark.parametrize(
        ("selection", "taken"),
        [
            (EVERYTHING, ALL),
            (Selection(replies=False), (POST, TO_SELF, REPOST)),
            (Selection(reposts=False), (POST, TO_OTHERS, TO_SELF)),
            (Selection(replies=False, reposts=False), (POST, TO_SELF)),
            (Selection(tag="tea"), (POST, TO_OTHERS, TO_SELF)),
            (Selection(tag="tea", replies=False), (POST, TO_SELF)),
            (Selection(tag="coffee"), ()),
        ],
    )
    def test_takes_what_is_asked_for(self, selection: Selection, taken: Sequence[Entry]) -> None:
        assert tuple(e for e in self.ALL if selection.takes(e, self.SAID)) == taken

    def test_refuses_what_is_neither_yes_nor_no(self) -> None:
        for wrong in (None, 1, "yes"):
            for name in ("replies", "reposts"):
                given: dict[str, Any] = {name: wrong}
                with pytest.raises(NotYesOrNo):
                    Selection(**given)


def conversation(answers: Sequence[int | None]) -> list[Micropost]:
    """A micropost for each: in answer to one of those before it, or to nothing."""
    said: list[Micropost] = []
    for place, answer in enumerate(answers):
        answered = said[answer % place] if place and answer is not None else None
        said.append(
            Micropost.post(
                id=MicropostId(place + 1),
                author_id=ALICE,
                text=PostText("tea"),
                visibility=Visibility.PUBLIC,
                mentioned_ids=frozenset(),
                in_reply_to=answered,
                now=NOON,
            ).at_rest()
        )
    return said


def outline(thread: Thread) -> list[tuple[int, int]]:
    return [(reply.micropost_id, reply.depth) for reply in thread.replies]


def threaded(
    said: Sequence[Micropost],
    *,
    about: Micropost,
    hidden: Set[int] = frozenset(),
    unmet: Set[int] = frozenset(),
) -> Thread:
    """Of those hidden nothing may be read; those unmet may be, if one looks for them."""
    return timelines.thread(
        said,
        about=about,
        may_read=lambda one: one.id not in hidden,
        may_show=lambda one: one.id not in hidden | unmet,
    )


class TestThread:
    #   1
    #   +- 2
    #   |  +- 4
    #   |  |  +- 6
    #   |  +- 5
    #   +- 3
    SAID = conversation([None, 0, 0, 1, 1, 3])

    def test_holds_each_reply_before_its_own_and_siblings_by_age(self) -> None:
        thread = threaded(self.SAID[::-1], about=self.SAID[0])

        assert thread.ancestor_ids == []
        assert outline(thread) == [(2, 1), (4, 2), (6, 3), (5, 2), (3, 1)]

    def test_begins_where_the_conversation_did(self) -> None:
        thread = threaded(self.SAID, about=self.SAID[3])

        assert thread.ancestor_ids == [1, 2]
        assert outline(thread) == [(6, 1)]

    @pytest.mark.parametrize("is_gone", [False, True])
    def test_leads_through_what_is_hidden_or_gone(self, is_gone: bool) -> None:
        """H057."""
        said = [one for one in self.SAID if not is_gone or one.id not in (2, 4)]

        thread, last = (
            threaded(said, about=about, hidden={2, 4}) for about in (self.SAID[0], self.SAID[5])
        )

        assert outline(thread) == [(6, 1), (5, 1), (3, 1)]
        assert last.ancestor_ids == [1]

    def test_shows_what_is_answered_though_one_would_not_meet_it(self) -> None:
        """And what answers that which is not shown."""
        unmet = {2, 4}

        thread, last = (
            threaded(self.SAID, about=about, unmet=unmet) for about in (self.SAID[0], self.SAID[5])
        )

        assert outline(thread) == [(6, 1), (5, 1), (3, 1)]
        assert last.ancestor_ids == [1, 2, 4]

    @given(
        answers=st.lists(st.none() | st.integers(0, 30), max_size=30),
        hidden=st.sets(st.integers(1, 30)),
        about=st.integers(0, 29),
    )
    def test_shows_every_reply_there_is_once(
        self, answers: list[int | None], hidden: set[int], about: int
    ) -> None:
        said = conversation([None, *answers])
        start = said[about % len(said)]

        def is_below(one: Micropost) -> bool:
            """As the walk from parent to parent tells."""
            while one.in_reply_to_id is not None:
                if one.in_reply_to_id == start.id:
                    return True
                one = said[one.in_reply_to_id - 1]
            return False

        thread = threaded(said, about=start, hidden=hidden)

        assert sorted(reply.micropost_id for reply in thread.replies) == [
            one.id for one in said if is_below(one) and one.id not in hidden
        ]
        assert thread.ancestor_ids == [id for id in start.ancestor_ids if id not in hidden]
        for above, below in pairwise([0, *(reply.depth for reply in thread.replies)]):
            assert 1 <= below <= above + 1

    @given(answers=st.lists(st.integers(0, 9), max_size=12), limit=st.integers(1, 5))
    def test_is_the_whole_stretch_by_stretch(self, answers: list[int], limit: int) -> None:
        said = conversation([None, *answers])
        whole = threaded(said, about=said[0])

        found = [whole.after(None, limit=limit)]
        while found[-1].more:
            found.append(whole.after(found[-1].replies[-1].micropost_id, limit=limit))

        assert [reply for part in found for reply in part.replies] == whole.replies
        assert all(len(part.replies) == limit for part in found[:-1])

    def test_stays_flat_where_it_is_too_deep(self) -> None:
        said = conversation([None, *range(DEEPEST + 9)])

        thread = threaded(said, about=said[0])

        assert [reply.depth for reply in thread.replies] == [*range(1, DEEPEST), *[DEEPEST] * 10]
        assert [reply.micropost_id for reply in thread.replies] == [one.id for one in said[1:]]
        assert said[-1].above == {*range(1, DEEPEST + 1), said[-2].id}
