"""What people do with blocks."""

import pytest

from tests.unit.application.worlds import become, downwards, kept, lock, refusing, upwards
from twite.application.ports.follows import RelationView
from twite.application.ports.outbox import Position
from twite.domain.blocks import BlocksSelf
from twite.domain.follows import FollowRejected, FollowWithdrawn, UserUnfollowed
from twite.domain.microposts import MicropostNotFound, Visibility
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON

NOBODY = UserId(1)


class TestBlocking:
    def test_puts_both_out_of_each_others_sight(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        hers = twite.microposts.post(author_id=alice, text="@bob")
        his = twite.microposts.post(author_id=bob, text="@alice")

        twite.blocks.block(by=alice, whom=bob)

        with refusing(twite, MicropostNotFound):
            twite.microposts.show(hers, viewer_id=bob)
        with refusing(twite, MicropostNotFound):
            twite.microposts.show(his, viewer_id=alice)

    def test_is_known_to_the_blocker_alone(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.blocks.block(by=alice, whom=bob)

        assert twite.follows.relation(viewer_id=alice, other_id=bob).blocking
        assert not twite.follows.relation(viewer_id=bob, other_id=alice).blocking

    def test_ends_follows_both_ways(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.follows.follow(by=alice, whom=bob)
        twite.follows.follow(by=bob, whom=alice)

        twite.blocks.block(by=alice, whom=bob)

        relation = twite.follows.relation(viewer_id=alice, other_id=bob)
        assert not relation.following
        assert not relation.followed_by
        assert twite.users.show(alice).followers_count == 0
        assert twite.check() == []

    def test_ends_follows_as_the_act_of_the_blocker(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)

        twite.blocks.block(by=alice, whom=bob)

        last = twite.feed.after(Position(), limit=100)[-1].event
        assert isinstance(last, UserUnfollowed)
        assert last.by == last.lane == alice

    def test_ends_requests_both_ways(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        for id in (alice, bob):
            lock(twite, id)
        twite.follows.follow(by=alice, whom=bob)
        twite.follows.follow(by=bob, whom=alice)

        twite.blocks.block(by=alice, whom=bob)

        assert twite.follows.relation(viewer_id=alice, other_id=bob) == RelationView(blocking=True)
        assert twite.follows.relation(viewer_id=bob, other_id=alice) == RelationView()
        *_, own, theirs = [recorded.event for recorded in twite.feed.after(Position(), limit=99)]
        assert own == FollowWithdrawn(at=NOON, requester_id=alice, requested_id=bob)
        assert theirs == FollowRejected(at=NOON, requester_id=bob, requested_id=alice)
        assert twite.check() == []

    def test_leaves_mutes(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.mutes.mute(by=alice, whom=bob)

        twite.blocks.block(by=alice, whom=bob)

        relation = twite.follows.relation(viewer_id=alice, other_id=bob)
        assert relation == RelationView(blocking=True, muting=True, muting_notifications=True)

    def test_twice_is_once(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.blocks.block(by=alice, whom=bob)
        before = kept(twite)

        twite.blocks.block(by=alice, whom=bob)

        assert kept(twite) == before

    def test_is_not_for_oneself(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, BlocksSelf):
            twite.blocks.block(by=alice, whom=alice)

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_for_the_active(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.blocks.block(by=alice, whom=bob)

    def test_finds_nobody_who_is_unknown(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, UserNotFound):
            twite.blocks.block(by=alice, whom=NOBODY)
        with refusing(twite, UserNotFound):
            twite.blocks.block(by=NOBODY, whom=alice)


class TestTheList:
    @pytest.mark.parametrize("limit", [1, 2, 3, 40])
    def test_page_by_page_is_the_whole_both_ways(
        self, twite: Embedded, alice: UserId, limit: int
    ) -> None:
        for number in range(5):
            other = twite.users.register(handle=f"u{number}")
            twite.blocks.block(by=alice, whom=other)
            twite.blocks.block(by=other, whom=alice)

        for walk in (downwards, upwards):
            found = walk(lambda cursor: twite.blocks.page(of=alice, cursor=cursor), limit=limit)
            assert [block.user.handle for block in found] == ["u4", "u3", "u2", "u1", "u0"]

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_leaves_out_who_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, state: UserState
    ) -> None:
        twite.blocks.block(by=alice, whom=bob)
        twite.blocks.block(by=alice, whom=carol)

        become(twite, carol, state)

        assert [block.user.handle for block in twite.blocks.page(of=alice).items] == ["bob"]


class TestUnblocking:
    def test_brings_microposts_back_but_no_follows(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        said = twite.microposts.post(author_id=alice, text="tea")
        followers_only = twite.microposts.post(
            author_id=alice, text="tea", visibility=Visibility.FOLLOWERS
        )
        twite.follows.follow(by=bob, whom=alice)
        twite.blocks.block(by=alice, whom=bob)

        twite.blocks.unblock(by=alice, whom=bob)

        assert twite.microposts.show(said, viewer_id=bob).id == said
        with refusing(twite, MicropostNotFound):
            twite.microposts.show(followers_only, viewer_id=bob)

    def test_leaves_the_others_block(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        said = twite.microposts.post(author_id=alice, text="tea")
        twite.blocks.block(by=alice, whom=bob)
        twite.blocks.block(by=bob, whom=alice)

        twite.blocks.unblock(by=alice, whom=bob)

        with refusing(twite, MicropostNotFound):
            twite.microposts.show(said, viewer_id=bob)

    def test_what_was_not_blocked_changes_nothing(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.blocks.block(by=bob, whom=alice)
        before = kept(twite)

        twite.blocks.unblock(by=alice, whom=bob)

        assert kept(twite) == before

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_for_the_active(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        twite.blocks.block(by=alice, whom=bob)
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.blocks.unblock(by=alice, whom=bob)

    def test_finds_nobody_who_is_unknown(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, UserNotFound):
            twite.blocks.unblock(by=alice, whom=NOBODY)
