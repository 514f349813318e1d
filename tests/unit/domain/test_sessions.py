"""Sessions."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from twite.domain.sessions import LASTS, NotLoggedIn, Session, SessionId, WrongCredentials
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON

SESSION = Session.start(id=SessionId(1), user_id=UserId(2), token_hash="secret", now=NOON)


class TestLasting:
    @given(st.timedeltas(min_value=timedelta(), max_value=2 * LASTS))
    def test_is_for_a_month_after_it_started(self, passed: timedelta) -> None:
        assert SESSION.is_live(now=NOON + passed) == (passed < LASTS)

    def test_ends_on_the_moment(self) -> None:
        assert SESSION.is_live(now=SESSION.expires_at - timedelta(microseconds=1))
        assert not SESSION.is_live(now=SESSION.expires_at)


def test_it_does_not_show_its_token() -> None:
    assert "secret" not in repr(SESSION)


def test_refusals_speak_to_people() -> None:
    assert str(NotLoggedIn()) == "log in first"
    assert str(WrongCredentials()) == ("the e-mail address or handle and the password do not fit")
