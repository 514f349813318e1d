"""Mails: waiting, sent, dropped, dead."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from twite.domain.credentials import EmailAddress
from twite.domain.mail import (
    LEASE,
    LONGEST_WAIT,
    MOST_TRIES,
    MOVES,
    Mail,
    MailAlreadyDecided,
    MailId,
    MailKind,
    MailState,
)
from twite.domain.microposts import MicropostId
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON

WAITING = Mail(
    id=MailId(1),
    kind=MailKind.MENTION,
    recipient_id=UserId(2),
    micropost_id=MicropostId(3),
    due_at=NOON,
    queued_at=NOON,
)


def _given_up(mail: Mail) -> Mail:
    return evolve(mail, tries=MOST_TRIES).failed(now=NOON)


DECISIONS: dict[MailState, Callable[[Mail], Mail]] = {
    MailState.SENT: Mail.sent,
    MailState.DROPPED: Mail.dropped,
    MailState.DEAD: _given_up,
}


class TestMoves:
    def test_name_every_state(self) -> None:
        assert set(MOVES) == set(MailState)

    @pytest.mark.parametrize("to", DECISIONS)
    @pytest.mark.parametrize("state", MailState)
    def test_are_the_only_ones(self, state: MailState, to: MailState) -> None:
        mail = evolve(WAITING, state=state)

        if to in MOVES[state]:
            assert DECISIONS[to](mail).state is to
        else:
            with pytest.raises(MailAlreadyDecided, match="sent, dropped or given up"):
                DECISIONS[to](mail)


class TestAnAddressOfItsOwn:
    MAIL = evolve(WAITING, to=EmailAddress("old@example.org"))

    def test_shows_nowhere(self) -> None:
        assert "example.org" not in repr(self.MAIL)

    def test_is_kept_while_it_may_be_sent(self) -> None:
        for mail in (self.MAIL.lease(now=NOON), self.MAIL.failed(now=NOON), _given_up(self.MAIL)):
            assert mail.to == self.MAIL.to

    def test_is_forgotten_with_the_decision(self) -> None:
        assert self.MAIL.sent().to is None
        assert self.MAIL.dropped().to is None


class TestLeasing:
    def test_hides_it_for_a_while(self) -> None:
        leased = WAITING.lease(now=NOON)

        assert leased == evolve(WAITING, tries=1, due_at=NOON + LEASE)


class TestFailing:
    @given(tries=st.integers(min_value=1, max_value=MOST_TRIES - 2))
    def test_waits_twice_as_long_each_time(self, tries: int) -> None:
        first, second = (
            evolve(WAITING, tries=n).failed(now=NOON).due_at - NOON for n in (tries, tries + 1)
        )

        assert second == min(2 * first, LONGEST_WAIT)

    def test_waits_longer_than_a_lease_soon(self) -> None:
        assert evolve(WAITING, tries=3).failed(now=NOON).due_at == NOON + timedelta(minutes=2)

    def test_stays_waiting_until_the_last_try(self) -> None:
        assert evolve(WAITING, tries=MOST_TRIES - 1).failed(now=NOON).state is MailState.WAITING
        assert evolve(WAITING, tries=MOST_TRIES).failed(now=NOON).state is MailState.DEAD

    def test_is_given_up_after_a_day_at_the_earliest(self) -> None:
        now, mail = NOON, WAITING
        while mail.state is MailState.WAITING:
            mail = mail.lease(now=now).failed(now=now)
            now = max(now, mail.due_at)

        assert mail.tries == MOST_TRIES
        assert timedelta(hours=12) < now - NOON < timedelta(days=3)
