"""What people do with sessions."""

from datetime import timedelta

import pytest
from attrs import asdict

from tests.unit.application.worlds import become, downwards, kept, refusing, upwards
from twite.application.paging import Cursor, Page
from twite.application.ports.sessions import SessionView
from twite.domain.sessions import LASTS, NotLoggedIn, Session, SessionNotFound
from twite.domain.text import fingerprint
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON, StoppedClock

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


class TestBeingSeen:
    def test_is_to_be_noted_once_an_hour(
        self, twite: Embedded, alice: UserId, clock: StoppedClock
    ) -> None:
        token = twite.sessions.start(alice)
        noted = []
        for _ in range(12):
            clock.forward(timedelta(minutes=25))
            noted.append(twite.sessions.known(token).is_unseen)
            if noted[-1]:
                twite.sessions.see(token)
                assert not twite.sessions.known(token).is_unseen

        assert sum(noted) == 5  # in five hours
        assert twite.sessions.known(token).user_id == alice

    def test_tells_the_hour_alone(
        self, twite: Embedded, alice: UserId, clock: StoppedClock
    ) -> None:
        clock.forward(timedelta(minutes=34, seconds=56))
        token = twite.sessions.start(alice)
        clock.forward(timedelta(hours=3))

        twite.sessions.see(token)

        (session,) = twite.sessions.page(alice).items
        assert session.started_at == NOON + timedelta(minutes=34, seconds=56)
        assert session.seen_at == NOON + timedelta(hours=3)

    def test_never_goes_back(self, twite: Embedded, alice: UserId, clock: StoppedClock) -> None:
        token = twite.sessions.start(alice)
        clock.forward(-timedelta(hours=3))

        assert not twite.sessions.known(token).is_unseen
        before = kept(twite)
        twite.sessions.see(token)
        assert kept(twite) == before

    @pytest.mark.parametrize("token", ["", "guess", "é", "\ud800"])
    def test_takes_a_token_that_was_given(self, twite: Embedded, alice: UserId, token: str) -> None:
        twite.sessions.start(alice)

        for look in (twite.sessions.known, twite.sessions.see, twite.sessions.end_others):
            with refusing(twite, NotLoggedIn):
                look(token)


class TestTheList:
    def test_is_of_who_looks(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        first = twite.sessions.start(alice, browser="Firefox on Linux")
        twite.sessions.start(bob)
        twite.sessions.start(alice, browser="Safari on iPhone")

        listed = twite.sessions.page(alice, token=first).items

        assert [(one.browser, one.is_this) for one in listed] == [
            ("Safari on iPhone", False),
            ("Firefox on Linux", True),
        ]

    @pytest.mark.parametrize("token", [None, "", "guess", "é", "\ud800"])
    def test_may_know_none_of_them(self, twite: Embedded, alice: UserId, token: str | None) -> None:
        twite.sessions.start(alice)

        (listed,) = twite.sessions.page(alice, token=token).items

        assert not listed.is_this

    def test_leaves_out_what_ran_out(
        self, twite: Embedded, alice: UserId, clock: StoppedClock
    ) -> None:
        twite.sessions.start(alice)
        clock.forward(LASTS)

        assert twite.sessions.page(alice).items == ()

    def test_is_walked_both_ways(self, twite: Embedded, alice: UserId) -> None:
        for number in range(5):
            twite.sessions.start(alice, browser=f"number {number}")

        def read(cursor: Cursor) -> Page[SessionView]:
            return twite.sessions.page(alice, cursor=cursor)

        for walk in (downwards, upwards):
            walked = walk(read, limit=2)
            assert [one.browser for one in walked] == [f"number {n}" for n in (4, 3, 2, 1, 0)]

    @pytest.mark.parametrize("browser", ["\ud800", "\0", "x" * 10_000, "\u202etxt.exe", "a\r\nb"])
    def test_shows_any_browser_on_a_line(
        self, twite: Embedded, alice: UserId, browser: str
    ) -> None:
        """H071, H081."""
        twite.sessions.start(alice, browser=browser)

        (listed,) = twite.sessions.page(alice).items
        assert len(listed.browser) <= 64
        assert listed.browser.isprintable()


class TestEndingElsewhere:
    def test_ends_that_one_alone(self, twite: Embedded, alice: UserId) -> None:
        here, there = twite.sessions.start(alice), twite.sessions.start(alice)
        (other,) = (one for one in twite.sessions.page(alice, token=here).items if not one.is_this)

        twite.sessions.end_one(other.id, by=alice)

        assert twite.sessions.who(here) == alice
        with refusing(twite, NotLoggedIn):
            twite.sessions.who(there)
        with refusing(twite, SessionNotFound):
            twite.sessions.end_one(other.id, by=alice)

    def test_is_for_its_owner(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        """H043."""
        twite.sessions.start(alice)
        (hers,) = twite.sessions.page(alice).items

        with refusing(twite, SessionNotFound):
            twite.sessions.end_one(hers.id, by=bob)

    def test_of_all_leaves_this_one(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        others = [twite.sessions.start(alice) for _ in range(3)]
        here, his = twite.sessions.start(alice), twite.sessions.start(bob)

        twite.sessions.end_others(here)

        assert (twite.sessions.who(here), twite.sessions.who(his)) == (alice, bob)
        for token in others:
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
