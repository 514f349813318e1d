"""A follow stands once between two users, and what is counted moves with it."""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    NOW,
    SECOND,
    Plan,
    a_block,
    a_follow,
    a_mute,
    a_request,
    a_user,
    announced,
    kept,
    plans,
    shared_store,
    some_users,
)
from twite.application.paging import Cursor, Page
from twite.application.ports.follows import RelationView
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.follows import (
    Follow,
    FollowId,
    FollowRejected,
    FollowRequest,
    FollowRequested,
    FollowRequestId,
    UserFollowed,
    UserUnfollowed,
)
from twite.domain.users import UserId, UserState
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
        assert len(announced(twite)) == 1

    def test_ends_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            follow = a_follow(work, alice, bob)

        with twite.microposts.unit_of_work() as work:
            assert work.follows.remove(follow.end(by=alice, now=NOW)) is True
            assert work.follows.remove(follow.end(by=alice, now=NOW)) is False
            assert work.follows.find(follower_id=alice, followee_id=bob) is None

        assert counts(twite, alice) == counts(twite, bob) == (0, 0)
        assert len(announced(twite)) == 1

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

        events = announced(twite)[2:]

        assert events == [
            UserFollowed(at=events[0].at, follower_id=alice, followee_id=bob),
            UserUnfollowed(at=events[1].at, by=alice, follower_id=alice, followee_id=bob),
        ]


class TestReposts:
    def test_are_shown_until_it_is_said_otherwise(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            follow = a_follow(work, alice, bob)
            work.follows.save(follow.showing_reposts(False))

        with twite.microposts.unit_of_work() as work:
            found = work.follows.find(follower_id=alice, followee_id=bob)
            assert found == evolve(follow, shows_reposts=False)
            work.follows.remove(follow)
            work.follows.save(follow)  # it is gone
            assert work.follows.find(follower_id=alice, followee_id=bob) is None

        assert counts(twite, bob) == (0, 0)


class TestTelling:
    def test_is_asked_for_and_read_in_batches_the_oldest_first(self, twite: Embedded) -> None:
        with twite.follows.unit_of_work() as work:
            alice, *others = some_users(work, 6)
            told = []
            for place, other in enumerate(others):
                follow = a_follow(work, other, alice)
                if place != 2:
                    told.append(follow.notifying(True))
                    work.follows.save(told[-1])
            a_follow(work, alice, others[0])

        with twite.follows.unit_of_work() as work:
            found = work.follows.find(follower_id=others[0], followee_id=alice)
            assert found == told[0]
            first = work.follows.notified(alice, after=FollowId(0), limit=3)
            assert list(first) == told[:3]
            assert list(work.follows.notified(alice, after=first[-1].id, limit=3)) == told[3:]
            assert list(work.follows.notified(others[0], after=FollowId(0), limit=3)) == []
        relation = twite.follows.views.relation(viewer_id=others[0], other_id=alice, now=NOW)
        assert (relation.following, relation.notifies) == (True, True)

    def test_is_asked_for_with_a_request_too(self, twite: Embedded) -> None:
        with twite.follows.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            asked = a_request(work, bob, alice).notifying(True)
            work.follow_requests.save(asked)

        with twite.follows.unit_of_work() as work:
            assert work.follow_requests.find(requester_id=bob, requested_id=alice) == asked


class TestARequest:
    def test_comes_back_as_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            request = a_request(work, alice, bob)

        with unit_of_work() as work:
            assert work.follow_requests.find(requester_id=alice, requested_id=bob) == request
            assert work.follow_requests.find(requester_id=bob, requested_id=alice) is None

    def test_twice_is_once_and_counted_nowhere(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            first, second = (
                FollowRequest.begin(
                    id=FollowRequestId(work.next_id(at=NOW)),
                    requester_id=alice,
                    requested_id=bob,
                    shows_reposts=False,
                    now=NOW,
                )
                for _ in range(2)
            )

            assert work.follow_requests.add(first) is True
            assert work.follow_requests.add(second) is False
            found = work.follow_requests.find(requester_id=alice, requested_id=bob)
            assert found == first.at_rest()

        assert counts(twite, alice) == counts(twite, bob) == (0, 0)
        events = announced(twite)
        assert events == [FollowRequested(at=NOW, requester_id=alice, requested_id=bob)]

    def test_is_answered_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            request = a_request(work, alice, bob)

            assert work.follow_requests.remove(request.reject(now=NOW)) is True
            assert work.follow_requests.remove(request.reject(now=NOW)) is False
            assert work.follow_requests.find(requester_id=alice, requested_id=bob) is None
            work.follow_requests.save(request)  # it is gone
            assert work.follow_requests.find(requester_id=alice, requested_id=bob) is None

        events = announced(twite)
        assert events == [FollowRejected(at=NOW, requester_id=alice, requested_id=bob)]

    def test_may_be_for_less(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            request = a_request(work, alice, bob)
            work.follow_requests.save(request.showing_reposts(False))

        with unit_of_work() as work:
            found = work.follow_requests.find(requester_id=alice, requested_id=bob)
            assert found == evolve(request, shows_reposts=False)


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
            a_mute(work, alice, erin, expires_at=NOW + SECOND, hides_notifications=False)
            a_mute(work, bob, erin)
            a_mute(work, alice, frank, expires_at=NOW)
            a_request(work, frank, bob)

        none = RelationView()
        seen = {
            (alice, bob): evolve(none, following=True, shows_reposts=True),
            (bob, alice): evolve(none, followed_by=True),
            (alice, carol): evolve(none, followed_by=True),
            (carol, alice): evolve(none, following=True, shows_reposts=True),
            (alice, dave): evolve(none, blocking=True),
            (dave, alice): none,  # who is blocked is not told
            (bob, carol): none,
            (alice, erin): evolve(none, muting=True),
            (bob, erin): evolve(none, muting=True, muting_notifications=True),
            (erin, alice): none,  # nor is who is muted
            (alice, frank): none,  # it is over
            (frank, bob): evolve(none, requested=True),
            (bob, frank): evolve(none, requested_by=True),
        }
        for (viewer, other), expected in seen.items():
            view = twite.follows.views.relation(viewer_id=viewer, other_id=other, now=NOW)
            assert view == expected

    def test_to_nobody_is_none(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id

        view = twite.follows.views.relation(viewer_id=alice, other_id=UserId(1), now=NOW)

        assert view == RelationView()

    @shared_store
    @given(plan=plans)
    def test_to_several_is_that_to_each_whom_the_viewer_may_meet(
        self, twite: Embedded, plan: Plan
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        views = twite.follows.views

        for viewer in world.people:
            asked = [*reversed(world.people), UserId(1)]
            found = views.relations(viewer_id=viewer, other_ids=asked, now=NOW)

            met = [id for id in asked[:-1] if world.may_meet(id, viewer)]
            assert list(found) == met
            for id in met:
                assert found[id] == views.relation(viewer_id=viewer, other_id=id, now=NOW)


class TestRequests:
    def test_are_counted_as_they_are_listed(self, twite: Embedded) -> None:
        views = twite.follows.views
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol, dave = some_users(work, 4)
            gone = a_user(work, state=UserState.SUSPENDED).id
            for requester in (bob, carol, dave, gone):
                a_request(work, requester, alice)
            a_block(work, alice, dave)

        assert views.requests_count(of=alice) == 2
        assert len(views.requests(of=alice, cursor=Cursor()).items) == 2
        assert views.requests_count(of=bob) == 0


class TestLists:
    @settings(shared_store, max_examples=40)
    @given(plan=plans, limit=st.integers(1, 5))
    def test_hold_whom_the_viewer_may_meet_page_by_page_both_ways(
        self, twite: Embedded, plan: Plan, limit: int
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        house: Any = twite.follows.views
        private_house = evolve(house, audience=evolve(house._audience, private=True))

        for viewer, of in product(world.viewers, world.people):
            for private, views in ((False, house), (True, private_house)):
                listed = partial(world.may_list, viewer_id=viewer, private=private)
                shown = listed(of)
                followers = {a for a, b in world.follows if b == of and shown and listed(a)}
                following = {b for a, b in world.follows if a == of and shown and listed(b)}
                read = partial(views.followers, of=of, viewer_id=viewer)
                assert {follow.follower_id for follow in whole(read, limit)} == followers
                read = partial(views.following, of=of, viewer_id=viewer)
                assert {follow.followee_id for follow in whole(read, limit)} == following

    @settings(shared_store, max_examples=20)
    @given(
        states=st.lists(st.sampled_from(UserState), max_size=7),
        limit=st.integers(1, 4),
    )
    def test_of_requests_hold_who_is_there(
        self, twite: Embedded, states: list[UserState], limit: int
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            requesters = [a_user(work, state=state) for state in states]
            requests = [a_request(work, requester.id, alice) for requester in requesters]
            for requester in requesters[::2]:
                a_request(work, alice, requester.id)

        expected = [
            request
            for request, state in zip(requests, states, strict=True)
            if state is UserState.ACTIVE
        ][::-1]
        read = partial(twite.follows.views.requests, of=alice)
        assert whole(read, limit) == expected

    def test_of_requests_hold_nobody_across_a_block(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol, dave = some_users(work, 4)
            a_request(work, bob, alice)
            a_request(work, carol, alice)
            shown = a_request(work, dave, alice)
            a_block(work, bob, alice)
            a_block(work, alice, carol)

        found = twite.follows.views.requests(of=alice, cursor=Cursor())
        assert list(found.items) == [shown]


def whole(read: Callable[..., Page[Any]], limit: int) -> list[Any]:
    """The list from its newest on, and the same from its oldest on, page by page."""
    down: list[Any] = []
    cursor: Cursor | None = Cursor(limit=limit)
    while cursor is not None:
        older = read(cursor=cursor)
        down = [*down, *older.items]
        cursor = older.older
    up: list[Any] = []
    cursor = Cursor(min_id=0, limit=limit)
    while cursor is not None:
        newer = read(cursor=cursor)
        up = [*newer.items, *up]
        cursor = newer.newer
    assert down == up == sorted(up, key=lambda row: row.id, reverse=True)
    assert len({row.id for row in down}) == len(down)
    return down
