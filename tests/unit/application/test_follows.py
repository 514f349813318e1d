"""What people do with follows."""

import pytest

from tests.unit.application.worlds import become, kept, refusing
from twite.application.ports.follows import RelationView
from twite.domain.follows import BlockedByYou, FollowsSelf
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded

GONE = [UserState.SUSPENDED, UserState.CLOSED]
NOBODY = UserId(1)


class TestFollowing:
    def test_is_seen_from_both_sides(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.follows.follow(by=alice, whom=bob)

        assert twite.follows.relation(viewer_id=alice, other_id=bob) == RelationView(
            following=True, followed_by=False, blocking=False
        )
        assert twite.follows.relation(viewer_id=bob, other_id=alice) == RelationView(
            following=False, followed_by=True, blocking=False
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

    def test_finds_nobody_who_is_unknown(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, UserNotFound):
            twite.follows.unfollow(by=alice, whom=NOBODY)
