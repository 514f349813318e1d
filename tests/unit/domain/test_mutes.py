"""Mutes."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given

from twite.domain.mutes import (
    LONGEST_MUTE,
    Mute,
    MuteId,
    MuteOutOfRange,
    MutesSelf,
    UserMuted,
    UserUnmuted,
)
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import moments, mutes, user_ids

ALICE, BOB = UserId(1), UserId(2)
FIRST = MuteId(7)
MOMENT = timedelta(microseconds=1)


def begun(lasts: timedelta | None, *, whom: UserId = BOB) -> Mute:
    return Mute.begin(
        id=FIRST, muter_id=ALICE, muted_id=whom, lasts=lasts, hides_notifications=True, now=NOON
    )


class TestBeginning:
    def test_is_announced(self) -> None:
        mute = begun(None)

        assert mute == Mute(
            id=FIRST, muter_id=ALICE, muted_id=BOB, hides_notifications=True, muted_at=NOON
        )
        assert mute.events == (UserMuted(at=NOON, muter_id=ALICE, muted_id=BOB),)
        assert mute.events[0].lane == ALICE

    def test_is_not_for_oneself(self) -> None:
        with pytest.raises(MutesSelf, match="nobody mutes themselves"):
            begun(None, whom=ALICE)

    @pytest.mark.parametrize("lasts", [MOMENT, timedelta(hours=1), LONGEST_MUTE])
    def test_is_for_a_while(self, lasts: timedelta) -> None:
        assert begun(lasts).expires_at == NOON + lasts

    @pytest.mark.parametrize("lasts", [timedelta(0), -MOMENT, LONGEST_MUTE + MOMENT, timedelta.max])
    def test_is_for_no_time_that_is_none(self, lasts: timedelta) -> None:
        with pytest.raises(MuteOutOfRange, match="up to ten years"):
            begun(lasts)


class TestAMute:
    def test_without_an_end_always_holds(self) -> None:
        assert begun(None).holds(now=NOON)
        assert begun(None).holds(now=NOON + 100 * LONGEST_MUTE)

    def test_holds_until_its_end_and_no_longer(self) -> None:
        mute = begun(timedelta(hours=1))

        assert mute.holds(now=NOON + timedelta(hours=1) - MOMENT)
        assert not mute.holds(now=NOON + timedelta(hours=1))

    @given(mute=mutes, at=moments)
    def test_says_the_same_as_one_on_its_terms(self, mute: Mute, at: datetime) -> None:
        assert mute.says_the_same_as(evolve(mute, id=MuteId(0), muted_at=at))
        hides = not mute.hides_notifications
        assert not mute.says_the_same_as(evolve(mute, hides_notifications=hides))
        other_end = at if mute.expires_at != at else None
        assert not mute.says_the_same_as(evolve(mute, expires_at=other_end))


class TestEnding:
    @given(mute=mutes)
    def test_is_the_act_of_the_muter(self, mute: Mute) -> None:
        (event,) = mute.end(now=NOON).events

        assert event == UserUnmuted(at=NOON, muter_id=mute.muter_id, muted_id=mute.muted_id)
        assert event.lane == mute.muter_id


@given(id=user_ids)
def test_nobody_mutes_themselves(id: UserId) -> None:
    with pytest.raises(MutesSelf):
        Mute(id=FIRST, muter_id=id, muted_id=id, hides_notifications=False, muted_at=NOON)
