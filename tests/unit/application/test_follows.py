"""What people do with follows."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.unit.application.worlds import become, downwards, kept, lock, refusing, upwards
from twite.application.paging import Cursor, Page
from twite.application.ports.follows import FollowView, RelationView
from twite.application.ports.outbox import Position
from twite.domain.follows import (
    BlockedByYou,
    FollowAccepted,
    FollowRejected,
    FollowRequestNotFound,
    FollowsSelf,
    FollowWithdrawn,
    UserUnfollowed,
)
from twite.domain.givens import MOST_AT_ONCE, NotSomeIds
from twite.domain.microposts import MicropostNotFound, Visibility
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import NOON

GONE = [UserState.SUSPENDED, UserState.CLOSED]
NOBODY = UserId(1)
VERBS = ["unfollow", "remove_follower", "accept", "reject", "withdraw"]


class TestFollowing:
    def test_is_seen_from_both_sides(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.follows.follow(by=alice, whom=bob)

        assert twite.follows.relation(viewer_id=alice, other_id=bob) == RelationView(
            following=True, shows_reposts=True
        )
        assert twite.follows.relation(viewer_id=bob, other_id=alice) == RelationView(
            followed_by=True
        )

    def test_is_counted_on_both_sides(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.follows.follow(by=alice, whom=bob)

        assert twite.users.show(alice).following_count == 1
        assert twite.users.show(bob).followers_count == 1
        assert twite.check() == []

    def test_twice_is_once(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.follows.follow(by=alice, whom=bob)
        before = kept(twite)

        twite.follows.follow(by=alice, whom=bob)

        assert kept(twite) == before

    def test_is_not_for_oneself(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, FollowsSelf):
            twite.follows.follow(by=alice, whom=alice)

    @pytest.mark.parametrize("state", GONE)
    def test_is_for_the_active(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.follows.follow(by=alice, whom=bob)

    @pytest.mark.parametrize("state", GONE)
    def test_finds_nobody_who_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        become(twite, bob, state)

        with refusing(twite, UserNotFound):
            twite.follows.follow(by=alice, whom=bob)

    def test_finds_nobody_who_is_unknown(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, UserNotFound):
            twite.follows.follow(by=alice, whom=NOBODY)
        with refusing(twite, UserNotFound):
            twite.follows.follow(by=NOBODY, whom=alice)

    def test_finds_nobody_who_blocked_whoever_asks(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.blocks.block(by=bob, whom=alice)

        with refusing(twite, UserNotFound):
            twite.follows.follow(by=alice, whom=bob)

    def test_is_refused_to_who_blocked_them(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.blocks.block(by=alice, whom=bob)

        with refusing(twite, BlockedByYou):
            twite.follows.follow(by=alice, whom=bob)


class TestUnfollowing:
    def test_ends_it_and_uncounts_it(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.follows.follow(by=alice, whom=bob)

        twite.follows.unfollow(by=alice, whom=bob)

        assert not twite.follows.relation(viewer_id=alice, other_id=bob).following
        assert twite.users.show(alice).following_count == 0
        assert twite.users.show(bob).followers_count == 0
        assert twite.check() == []

    def test_what_was_not_followed_changes_nothing(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        before = kept(twite)

        twite.follows.unfollow(by=alice, whom=bob)

        assert kept(twite) == before

    @pytest.mark.parametrize("verb", VERBS)
    def test_finds_nobody_who_is_unknown(self, twite: Embedded, alice: UserId, verb: str) -> None:
        with refusing(twite, UserNotFound):
            getattr(twite.follows, verb)(by=alice, whom=NOBODY)
        with refusing(twite, UserNotFound):
            getattr(twite.follows, verb)(by=NOBODY, whom=alice)

    @pytest.mark.parametrize("state", GONE)
    @pytest.mark.parametrize("verb", VERBS)
    def test_is_for_the_active(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState, verb: str
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        lock(twite, alice)
        twite.follows.follow(by=bob, whom=alice)
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            getattr(twite.follows, verb)(by=alice, whom=bob)


class TestShowingReposts:
    def test_is_changed_by_following_once_more(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob, reposts=False)
        assert not relation(twite, alice, bob).shows_reposts

        twite.follows.follow(by=alice, whom=bob)
        assert relation(twite, alice, bob).shows_reposts
        assert not relation(twite, bob, alice).shows_reposts
        assert twite.users.show(bob).followers_count == 1

    def test_is_what_was_asked_for_last(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)
        twite.follows.follow(by=alice, whom=bob, reposts=False)

        twite.follows.accept(by=bob, whom=alice)

        assert relation(twite, alice, bob) == RelationView(following=True, shows_reposts=False)


class TestRemovingAFollower:
    def test_ends_their_follow_and_not_ones_own(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        twite.follows.follow(by=bob, whom=alice)

        twite.follows.remove_follower(by=bob, whom=alice)

        assert relation(twite, alice, bob) == RelationView(followed_by=True)
        assert twite.users.show(bob).followers_count == 0
        last = twite.feed.after(Position(), limit=100)[-1].event
        assert isinstance(last, UserUnfollowed)
        assert (last.by, last.follower_id, last.followee_id) == (bob, alice, bob)

    def test_who_did_not_follow_changes_nothing(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        before = kept(twite)

        twite.follows.remove_follower(by=bob, whom=alice)

        assert kept(twite) == before


class TestAskingALockedUser:
    def test_is_seen_from_both_sides_and_counted_nowhere(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        lock(twite, bob)

        twite.follows.follow(by=alice, whom=bob)

        assert relation(twite, alice, bob) == RelationView(requested=True)
        assert relation(twite, bob, alice) == RelationView(requested_by=True)
        assert asking(twite, bob) == ["alice"]
        assert asking(twite, alice) == []
        assert twite.users.show(bob).followers_count == 0
        assert twite.users.show(alice).following_count == 0

    def test_grants_nothing(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        lock(twite, bob)
        id = twite.microposts.post(author_id=bob, text="tea", visibility=Visibility.FOLLOWERS)
        twite.microposts.post(author_id=bob, text="tea")

        twite.follows.follow(by=alice, whom=bob)

        with refusing(twite, MicropostNotFound):
            twite.microposts.show(id, viewer_id=alice)
        assert twite.timelines.home(viewer_id=alice).items == ()
        assert len(twite.timelines.profile(author_id=bob, viewer_id=alice).items) == 1

    def test_twice_is_once(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)
        before = kept(twite)

        twite.follows.follow(by=alice, whom=bob)

        assert kept(twite) == before

    def test_is_not_for_who_follows_already(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        lock(twite, bob)
        before = kept(twite)

        twite.follows.follow(by=alice, whom=bob)

        assert kept(twite) == before

    def test_is_not_for_oneself(self, twite: Embedded, alice: UserId) -> None:
        lock(twite, alice)

        with refusing(twite, FollowsSelf):
            twite.follows.follow(by=alice, whom=alice)

    def test_finds_nobody_who_blocked_whoever_asks(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        lock(twite, bob)
        twite.blocks.block(by=bob, whom=alice)

        with refusing(twite, UserNotFound):
            twite.follows.follow(by=alice, whom=bob)

    def test_is_no_longer_needed_once_they_are_unlocked_but_accepts_nobody(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)
        twite.follows.follow(by=carol, whom=bob)

        lock(twite, bob, locked=False)
        assert asking(twite, bob) == ["carol", "alice"]

        twite.follows.follow(by=alice, whom=bob)
        assert relation(twite, alice, bob) == RelationView(following=True, shows_reposts=True)
        assert asking(twite, bob) == ["carol"]


class TestAccepting:
    def test_begins_the_follow_and_counts_it(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        lock(twite, bob)
        id = twite.microposts.post(author_id=bob, text="tea", visibility=Visibility.FOLLOWERS)
        twite.follows.follow(by=alice, whom=bob)

        twite.follows.accept(by=bob, whom=alice)

        assert relation(twite, alice, bob) == RelationView(following=True, shows_reposts=True)
        assert (asking(twite, bob), followers(twite, bob)) == ([], ["alice"])
        assert twite.users.show(bob).followers_count == 1
        assert twite.microposts.show(id, viewer_id=alice).id == id
        last = twite.feed.after(Position(), limit=100)[-1].event
        assert last == FollowAccepted(at=NOON, requester_id=alice, requested_id=bob)
        assert twite.check() == []

    def test_twice_is_once(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)
        twite.follows.accept(by=bob, whom=alice)
        before = kept(twite)

        twite.follows.accept(by=bob, whom=alice)

        assert kept(twite) == before

    def test_is_for_the_one_who_is_asked(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)

        with refusing(twite, FollowRequestNotFound):
            twite.follows.accept(by=alice, whom=bob)
        with refusing(twite, FollowRequestNotFound):
            twite.follows.accept(by=carol, whom=alice)
        with refusing(twite, FollowRequestNotFound):
            twite.follows.accept(by=bob, whom=carol)

    @pytest.mark.parametrize("state", GONE)
    def test_finds_no_request_of_who_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)
        become(twite, alice, state)

        with refusing(twite, FollowRequestNotFound):
            twite.follows.accept(by=bob, whom=alice)
        assert asking(twite, bob) == []


class TestRejecting:
    def test_leaves_nothing_and_lets_them_ask_again(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)

        twite.follows.reject(by=bob, whom=alice)

        assert relation(twite, alice, bob) == RelationView()
        last = twite.feed.after(Position(), limit=100)[-1].event
        assert last == FollowRejected(at=NOON, requester_id=alice, requested_id=bob)
        twite.follows.follow(by=alice, whom=bob)
        assert asking(twite, bob) == ["alice"]

    def test_who_did_not_ask_changes_nothing(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)
        before = kept(twite)

        twite.follows.reject(by=alice, whom=bob)

        assert kept(twite) == before


class TestWithdrawing:
    def test_leaves_nothing(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)

        twite.follows.withdraw(by=alice, whom=bob)

        assert (relation(twite, alice, bob), asking(twite, bob)) == (RelationView(), [])
        last = twite.feed.after(Position(), limit=100)[-1].event
        assert last == FollowWithdrawn(at=NOON, requester_id=alice, requested_id=bob)

    def test_what_was_not_asked_changes_nothing(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)
        before = kept(twite)

        twite.follows.withdraw(by=bob, whom=alice)

        assert kept(twite) == before


class TestLists:
    @pytest.mark.parametrize("limit", [1, 2, 3, 40])
    def test_page_by_page_are_the_whole_both_ways(
        self, twite: Embedded, alice: UserId, bob: UserId, limit: int
    ) -> None:
        names = [f"u{number}" for number in range(5)]
        lock(twite, bob)
        for name in names:
            other = twite.users.register(handle=name)
            twite.follows.follow(by=other, whom=alice)
            twite.follows.follow(by=alice, whom=other)
            twite.follows.follow(by=other, whom=bob)

        lists = twite.follows
        followers = partial(lists.followers, of=alice, viewer_id=bob)
        following = partial(lists.following, of=alice, viewer_id=None)
        for read in (followers, following):
            for walk in (downwards, upwards):
                found = walk(_paged(read), limit=limit)
                assert [view.user.handle for view in found] == names[::-1]
        for walk in (downwards, upwards):
            asked = walk(lambda cursor: lists.requests(of=bob, cursor=cursor), limit=limit)
            assert [view.user.handle for view in asked] == names[::-1]

    def test_leave_out_who_is_out_of_the_viewers_sight(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        for id in (bob, carol):
            twite.follows.follow(by=id, whom=alice)
            twite.follows.follow(by=alice, whom=id)
        dave = twite.users.register(handle="dave")
        twite.blocks.block(by=bob, whom=dave)

        assert followers(twite, alice, viewer_id=dave) == ["carol"]
        assert following(twite, alice, viewer_id=dave) == ["carol"]
        assert following(twite, alice, viewer_id=None) == ["carol", "bob"]
        become(twite, carol, UserState.SUSPENDED)
        assert following(twite, alice, viewer_id=dave) == []
        assert followers(twite, alice, viewer_id=alice) == ["bob"]

    @pytest.mark.parametrize("back", [False, True])
    def test_are_not_shown_across_a_block(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, back: bool
    ) -> None:
        twite.follows.follow(by=carol, whom=alice)
        twite.follows.follow(by=alice, whom=carol)
        twite.blocks.block(by=bob if back else alice, whom=alice if back else bob)

        assert followers(twite, alice, viewer_id=bob) == []
        assert following(twite, alice, viewer_id=bob) == []

    @pytest.mark.parametrize("state", GONE)
    def test_are_not_shown_of_who_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        twite.follows.follow(by=alice, whom=bob)
        become(twite, alice, state)

        assert (
            followers(twite, alice, viewer_id=bob) == following(twite, alice, viewer_id=bob) == []
        )
        assert followers(twite, NOBODY) == following(twite, NOBODY) == []

    def test_are_for_members_in_a_private_house(self) -> None:
        with in_memory(Settings(private=True)) as twite:
            alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
            twite.follows.follow(by=alice, whom=bob)

            assert followers(twite, bob, viewer_id=None) == []
            assert followers(twite, bob, viewer_id=alice) == ["alice"]


class TestSeveral:
    def test_stand_to_the_viewer_as_each_does(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        twite.mutes.mute(by=alice, whom=bob)
        twite.blocks.block(by=carol, whom=alice)
        asked = [bob, alice, carol, NOBODY, bob]

        found = twite.follows.relations(viewer_id=alice, other_ids=asked)

        assert list(found) == [bob, alice]
        assert found[alice] == RelationView()
        assert found[bob] == RelationView(
            following=True, shows_reposts=True, muting=True, muting_notifications=True
        )

    def test_are_so_many_at_most(self, twite: Embedded, alice: UserId) -> None:
        with pytest.raises(NotSomeIds):
            twite.follows.relations(viewer_id=alice, other_ids=[alice] * (MOST_AT_ONCE + 1))


def test_requests_are_counted_while_they_wait(
    twite: Embedded, alice: UserId, bob: UserId, carol: UserId
) -> None:
    lock(twite, alice)
    for other in (bob, carol):
        twite.follows.follow(by=other, whom=alice)
    assert twite.follows.requests_count(of=alice) == 2

    twite.follows.accept(by=alice, whom=bob)

    assert twite.follows.requests_count(of=alice) == 1


def _paged(read: Callable[..., Page[FollowView]]) -> Callable[[Cursor], Page[FollowView]]:
    return lambda cursor: read(cursor=cursor)


def relation(twite: Embedded, viewer_id: UserId, other_id: UserId) -> RelationView:
    return twite.follows.relation(viewer_id=viewer_id, other_id=other_id)


def asking(twite: Embedded, id: UserId) -> list[str]:
    return [request.user.handle for request in twite.follows.requests(of=id).items]


def followers(twite: Embedded, of: UserId, *, viewer_id: UserId | None = None) -> list[str]:
    page = twite.follows.followers(of=of, viewer_id=viewer_id)
    return [follow.user.handle for follow in page.items]


def following(twite: Embedded, of: UserId, *, viewer_id: UserId | None = None) -> list[str]:
    page = twite.follows.following(of=of, viewer_id=viewer_id)
    return [follow.user.handle for follow in page.items]
