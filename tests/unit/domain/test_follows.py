"""Follows."""

import pytest
from hypothesis import given

from twite.domain.follows import (
    BlockedByYou,
    Follow,
    FollowId,
    FollowsSelf,
    UserFollowed,
    UserUnfollowed,
)
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import follows, user_ids

ALICE, BOB = UserId(1), UserId(2)
FIRST = FollowId(7)


class TestBeginning:
    def test_is_announced(self) -> None:
        follow = Follow.begin(id=FIRST, follower_id=ALICE, followee_id=BOB, now=NOON)

        assert follow == Follow(id=FIRST, follower_id=ALICE, followee_id=BOB, followed_at=NOON)
        assert follow.events == (UserFollowed(at=NOON, follower_id=ALICE, followee_id=BOB),)
        assert follow.events[0].lane == ALICE

    @given(id=user_ids)
    def test_is_not_for_oneself(self, id: UserId) -> None:
        with pytest.raises(FollowsSelf, match="nobody follows themselves"):
            Follow.begin(id=FIRST, follower_id=id, followee_id=id, now=NOON)


class TestEnding:
    @given(follow=follows)
    def test_is_the_act_of_whoever_ended_it(self, follow: Follow) -> None:
        for who in (follow.follower_id, follow.followee_id):
            (event,) = follow.end(by=who, now=NOON).events

            assert event == UserUnfollowed(
                at=NOON, by=who, follower_id=follow.follower_id, followee_id=follow.followee_id
            )
            assert event.lane == who


def test_refusals_speak_to_people() -> None:
    assert str(BlockedByYou()) == "you blocked them; unblock them first"
