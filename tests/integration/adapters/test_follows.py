"""A follow stands once between two users, and what is counted moves with it."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    NOW,
    SECOND,
    a_block,
    a_follow,
    a_mute,
    a_user,
    shared_store,
    some_users,
)
from twite.application.ports.follows import RelationView
from twite.application.ports.outbox import Position
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.follows import Follow, FollowId, UserFollowed, UserUnfollowed
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


def begun(work: UnitOfWork, follower_id: UserId, followee_id: UserId) -> Follow:
    return Follow.begin(
        id=FollowId(work.next_id(at=NOW)),
        follower_id=follower_id,
        followee_id=followee_id,
        now=NOW,
    )


def counts(twite: Embedded, id: UserId) -> tuple[int, int]:
    view = twite.users.show(id)
    return view.followers_count, view.following_count


class TestAFollow:
    def test_comes_back_as_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            follow = a_follow(work, alice, bob)

        with unit_of_work() as work:
            assert work.follows.find(follower_id=alice, followee_id=bob) == follow
            assert work.follows.find(follower_id=bob, followee_id=alice) is None

    def test_twice_is_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            first = begun(work, alice, bob)

            assert work.follows.add(first) is True
            assert work.follows.add(begun(work, alice, bob)) is False
            assert work.follows.find(follower_id=alice, followee_id=bob) == first

        assert counts(twite, alice) == (0, 1)
        assert counts(twite, bob) == (1, 0)
        assert len(twite.feed.after(Position(), limit=9)) == 1

    def test_ends_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            follow = a_follow(work, alice, bob)

        with twite.microposts.unit_of_work() as work:
            assert work.follows.remove(follow.end(by=alice, now=NOW)) is True
            assert work.follows.remove(follow.end(by=alice, now=NOW)) is False
            assert work.follows.find(follower_id=alice, followee_id=bob) is None

        assert counts(twite, alice) == counts(twite, bob) == (0, 0)
        assert len(twite.feed.after(Position(), limit=9)) == 1

    def test_that_began_anew_is_not_ended_by_the_last_word_on_the_old(
        self, twite: Embedded
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            old = a_follow(work, alice, bob)
            work.follows.remove(old)
            a_follow(work, alice, bob)

            assert work.follows.remove(old) is False

        assert counts(twite, bob) == (1, 0)

    def test_is_announced_and_so_is_its_end(self, twite: Embedded) -> None:
        alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
        twite.follows.follow(by=alice, whom=bob)
        twite.follows.unfollow(by=alice, whom=bob)

        events = [recorded.event for recorded in twite.feed.after(Position(), limit=9)][2:]

        assert events == [
            UserFollowed(at=events[0].at, follower_id=alice, followee_id=bob),
            UserUnfollowed(at=events[1].at, by=alice, follower_id=alice, followee_id=bob),
        ]


class TestTheCounts:
    def test_move_in_the_transaction_and_with_it(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)

        with pytest.raises(ZeroDivisionError), twite.microposts.unit_of_work() as work:
            a_follow(work, alice, bob)
            within = (counts(twite, alice), counts(twite, bob))
            raise ZeroDivisionError

        assert within == ((0, 1), (1, 0))
        assert counts(twite, alice) == counts(twite, bob) == (0, 0)

    @shared_store
    @given(
        st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(0, 2)), max_size=15).map(
            lambda steps: [step for step in steps if step[1] != step[2]]
        )
    )
    def test_are_those_of_the_rows_whatever_happened(
        self, twite: Embedded, steps: list[tuple[bool, int, int]]
    ) -> None:
        standing: set[tuple[int, int]] = set()
        with twite.microposts.unit_of_work() as work:
            people = some_users(work, 3)
            for begins, one, other in steps:
                found = work.follows.find(follower_id=people[one], followee_id=people[other])
                if begins:
                    a_follow(work, people[one], people[other])
                    standing.add((one, other))
                elif found is not None:
                    work.follows.remove(found)
                    standing.discard((one, other))

        for place, id in enumerate(people):
            followers = sum(1 for _, other in standing if other == place)
            following = sum(1 for one, _ in standing if one == place)
            assert counts(twite, id) == (followers, following)


class TestARelation:
    def test_is_what_the_viewer_may_know(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol, dave, erin, frank = some_users(work, 6)
            a_follow(work, alice, bob)
            a_follow(work, carol, alice)
            a_block(work, alice, dave)
            a_mute(work, alice, erin, expires_at=NOW + SECOND)
            a_mute(work, alice, frank, expires_at=NOW)

        none = RelationView()
        seen = {
            (alice, bob): evolve(none, following=True),
            (bob, alice): evolve(none, followed_by=True),
            (alice, carol): evolve(none, followed_by=True),
            (carol, alice): evolve(none, following=True),
            (alice, dave): evolve(none, blocking=True),
            (dave, alice): none,  # who is blocked is not told
            (bob, carol): none,
            (alice, erin): evolve(none, muting=True),
            (erin, alice): none,  # nor is who is muted
            (alice, frank): none,  # it is over
        }
        for (viewer, other), expected in seen.items():
            view = twite.follows.views.relation(viewer_id=viewer, other_id=other, now=NOW)
            assert view == expected

    def test_to_nobody_is_none(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id

        view = twite.follows.views.relation(viewer_id=alice, other_id=UserId(1), now=NOW)

        assert view == RelationView()
