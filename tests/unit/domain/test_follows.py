"""Follows."""

import pytest
from attrs import evolve
from hypothesis import given

from twite.domain.follows import (
    BlockedByYou,
    Follow,
    FollowAccepted,
    FollowersPartlyTold,
    FollowId,
    FollowRejected,
    FollowRequest,
    FollowRequested,
    FollowRequestId,
    FollowRequestNotFound,
    FollowsSelf,
    FollowWithdrawn,
    UserFollowed,
    UserUnfollowed,
)
from twite.domain.givens import NotYesOrNo
from twite.domain.microposts import MicropostId
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import follow_requests, follows, user_ids

ALICE, BOB = UserId(1), UserId(2)
FIRST, ASKED = FollowId(7), FollowRequestId(8)


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


class TestReposts:
    @given(follow=follows)
    def test_are_shown_or_not_and_nobody_is_told(self, follow: Follow) -> None:
        for shown in (True, False):
            assert follow.showing_reposts(shown) == evolve(follow, shows_reposts=shown)
            assert follow.showing_reposts(shown).events == ()


class TestEnding:
    @given(follow=follows)
    def test_is_the_act_of_whoever_ended_it(self, follow: Follow) -> None:
        for who in (follow.follower_id, follow.followee_id):
            (event,) = follow.end(by=who, now=NOON).events

            assert event == UserUnfollowed(
                at=NOON, by=who, follower_id=follow.follower_id, followee_id=follow.followee_id
            )
            assert event.lane == who


class TestAsking:
    def test_is_announced(self) -> None:
        request = FollowRequest.begin(
            id=ASKED, requester_id=ALICE, requested_id=BOB, shows_reposts=False, now=NOON
        )

        assert request == FollowRequest(
            id=ASKED, requester_id=ALICE, requested_id=BOB, shows_reposts=False, requested_at=NOON
        )
        assert request.events == (FollowRequested(at=NOON, requester_id=ALICE, requested_id=BOB),)
        assert request.events[0].lane == ALICE

    @given(id=user_ids)
    def test_is_not_for_oneself(self, id: UserId) -> None:
        with pytest.raises(FollowsSelf, match="nobody follows themselves"):
            FollowRequest.begin(id=ASKED, requester_id=id, requested_id=id, now=NOON)

    @given(request=follow_requests)
    def test_may_be_for_more_or_less(self, request: FollowRequest) -> None:
        for shown in (True, False):
            assert request.showing_reposts(shown) == evolve(request, shows_reposts=shown)
            assert request.showing_reposts(shown).events == ()


class TestAnswering:
    @given(request=follow_requests)
    def test_with_yes_is_the_follow_that_was_asked_for(self, request: FollowRequest) -> None:
        follow = request.accept(id=FIRST, now=NOON)

        assert follow == Follow(
            id=FIRST,
            follower_id=request.requester_id,
            followee_id=request.requested_id,
            shows_reposts=request.shows_reposts,
            notifies=request.notifies,
            followed_at=NOON,
        )
        assert follow.events == (FollowAccepted(at=NOON, **who(request)),)
        assert follow.events[0].lane == request.requested_id

    @given(request=follow_requests)
    def test_with_no_is_the_act_of_the_one_who_is_asked(self, request: FollowRequest) -> None:
        (event,) = request.reject(now=NOON).events

        assert event == FollowRejected(at=NOON, **who(request))
        assert event.lane == request.requested_id

    @given(request=follow_requests)
    def test_is_not_needed_where_it_is_withdrawn_by_who_asked(self, request: FollowRequest) -> None:
        (event,) = request.withdraw(now=NOON).events

        assert event == FollowWithdrawn(at=NOON, **who(request))
        assert event.lane == request.requester_id


def who(request: FollowRequest) -> dict[str, UserId]:
    return {"requester_id": request.requester_id, "requested_id": request.requested_id}


def test_refusals_speak_to_people() -> None:
    assert str(BlockedByYou()) == "you blocked them; unblock them first"
    assert str(FollowRequestNotFound(BOB)) == "user 2 does not ask to follow you"


class TestTelling:
    def test_is_what_the_follower_wants(self) -> None:
        follow = Follow.begin(
            id=FollowId(1), follower_id=UserId(1), followee_id=UserId(2), notifies=True, now=NOON
        )

        assert follow.notifies
        assert not follow.notifying(False).notifies
        with pytest.raises(NotYesOrNo):
            follow.notifying(1)  # type: ignore[arg-type]

    def test_goes_from_the_request_to_the_follow(self) -> None:
        request = FollowRequest.begin(
            id=FollowRequestId(1), requester_id=UserId(1), requested_id=UserId(2), now=NOON
        )

        assert not request.accept(id=FollowId(1), now=NOON).notifies
        assert request.notifying(True).accept(id=FollowId(1), now=NOON).notifies

    def test_goes_on_behind_its_author(self) -> None:
        told = FollowersPartlyTold(
            at=NOON, micropost_id=MicropostId(3), author_id=UserId(7), follow_id=FollowId(5)
        )

        assert told.lane == 7
