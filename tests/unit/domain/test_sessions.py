"""Sessions."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from twite.domain.sessions import (
    LASTS,
    NotLoggedIn,
    Session,
    SessionId,
    SessionNotFound,
    WrongCredentials,
)
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import anything, moments

SESSION = Session.start(
    id=SessionId(1), user_id=UserId(2), token_hash="secret", browser="Firefox on Linux", now=NOON
)


class TestLasting:
    @given(st.timedeltas(min_value=timedelta(), max_value=2 * LASTS))
    def test_is_for_a_month_after_it_started(self, passed: timedelta) -> None:
        assert SESSION.is_live(now=NOON + passed) == (passed < LASTS)

    def test_ends_on_the_moment(self) -> None:
        assert SESSION.is_live(now=SESSION.expires_at - timedelta(microseconds=1))
        assert not SESSION.is_live(now=SESSION.expires_at)


class TestBeingSeen:
    @given(moments, moments)
    def test_is_known_to_the_hour(self, first: datetime, second: datetime) -> None:
        seen = SESSION.seen(now=first).seen(now=second)

        assert seen.seen_at == max(NOON, hour_of(first), hour_of(second))
        assert evolve(seen, seen_at=NOON) == SESSION

    def test_within_the_hour_changes_nothing(self) -> None:
        assert SESSION.seen(now=NOON + timedelta(minutes=59, seconds=59)) == SESSION


class TestWhatABrowserIsCalled:
    @pytest.mark.parametrize(
        ("given_", "kept"),
        [
            ("Firefox on Linux", "Firefox on Linux"),
            ("  two\n lines\t", "two lines"),
            ("\u202eesrever\u2069", "esrever"),
            ("nul\0 \ud800 bell\7", "nul bell"),
            ("x" * 65, "x" * 64),
            ("x" * 63 + " y", "x" * 63),
            ("", ""),
        ],
    )
    def test_is_a_short_line(self, given_: str, kept: str) -> None:
        assert evolve(SESSION, browser=given_).browser == kept

    @given(anything)
    def test_is_never_refused(self, text: str) -> None:
        kept = evolve(SESSION, browser=text).browser

        assert len(kept) <= 64
        assert kept.isprintable()
        assert evolve(SESSION, browser=kept).browser == kept


def hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def test_it_does_not_show_its_token() -> None:
    assert "secret" not in repr(SESSION)


def test_refusals_speak_to_people() -> None:
    assert str(SessionNotFound(SessionId(1))) == "this session has ended already"
    assert str(NotLoggedIn()) == "log in first"
    assert str(WrongCredentials()) == ("the e-mail address or handle and the password do not fit")
