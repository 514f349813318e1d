"""What people do with sessions."""

from datetime import timedelta

import pytest
from attrs import asdict

from tests.unit.application.worlds import become, kept, refusing
from twite.domain.sessions import LASTS, NotLoggedIn, Session
from twite.domain.text import fingerprint
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import StoppedClock

GONE = [UserState.SUSPENDED, UserState.CLOSED]


class TestStarting:
    def test_gives_a_token_that_tells_who_it_is(self, twite: Embedded, alice: UserId) -> None:
        token = twite.sessions.start(alice)

        assert twite.sessions.who(token) == alice

    def test_gives_another_token_each_time(self, twite: Embedded, alice: UserId) -> None:
        assert len({twite.sessions.start(alice) for _ in range(20)}) == 20

    def test_keeps_the_tokens_hash_alone(self, twite: Embedded, alice: UserId) -> None:
        token = twite.sessions.start(alice)

        (session,) = kept(twite)["sessions"].values()
        assert isinstance(session, Session)
        assert session.token_hash == fingerprint(token)
        assert token not in str(asdict(session))

    def test_is_for_users(self, twite: Embedded) -> None:
        with refusing(twite, UserNotFound):
            twite.sessions.start(UserId(1))

    @pytest.mark.parametrize("state", GONE)
    def test_is_for_the_active(self, twite: Embedded, alice: UserId, state: UserState) -> None:
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.sessions.start(alice)


class TestBeingKnown:
    @pytest.mark.parametrize("token", ["", "guess", "\0", "é", "\ud800", "a" * 10_000])
    def test_takes_a_token_that_was_given(self, twite: Embedded, alice: UserId, token: str) -> None:
        twite.sessions.start(alice)

        with refusing(twite, NotLoggedIn):
            twite.sessions.who(token)

    def test_lasts_a_month(self, twite: Embedded, alice: UserId, clock: StoppedClock) -> None:
        token = twite.sessions.start(alice)

        clock.forward(LASTS - timedelta(microseconds=1))
        assert twite.sessions.who(token) == alice

        clock.forward(timedelta(microseconds=1))
        with refusing(twite, NotLoggedIn):
            twite.sessions.who(token)

    @pytest.mark.parametrize("state", GONE)
    def test_ends_with_the_account(self, twite: Embedded, alice: UserId, state: UserState) -> None:
        token = twite.sessions.start(alice)
        become(twite, alice, state)

        with refusing(twite, NotLoggedIn):
            twite.sessions.who(token)


class TestEnding:
    def test_ends_that_one_alone(self, twite: Embedded, alice: UserId) -> None:
        here, there = twite.sessions.start(alice), twite.sessions.start(alice)

        twite.sessions.end(here)

        assert twite.sessions.who(there) == alice
        with refusing(twite, NotLoggedIn):
            twite.sessions.who(here)

    @pytest.mark.parametrize("token", ["", "guess", "é"])
    def test_of_what_never_was_changes_nothing(
        self, twite: Embedded, alice: UserId, token: str
    ) -> None:
        twite.sessions.start(alice)
        before = kept(twite)

        twite.sessions.end(token)

        assert kept(twite) == before

    def test_twice_is_once(self, twite: Embedded, alice: UserId) -> None:
        token = twite.sessions.start(alice)

        twite.sessions.end(token)
        twite.sessions.end(token)

        assert kept(twite)["sessions"] == {}
