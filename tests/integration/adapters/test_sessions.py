"""Sessions are found by the hash of their token, and end."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve

from tests.integration.adapters.worlds import NOW, a_number, a_user
from tests.unit.application.worlds import downwards, upwards
from twite.application.paging import Cursor, Page
from twite.application.ports.sessions import OwnedSession
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.sessions import LASTS, Session, SessionId
from twite.domain.text import fingerprint
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded

HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


def a_session(
    work: UnitOfWork, user_id: UserId, *, at: datetime = NOW, browser: str = "Firefox on Linux"
) -> Session:
    session = Session.start(
        id=SessionId(work.next_id(at=NOW)),
        user_id=user_id,
        token_hash=fingerprint(str(a_number())),
        browser=browser,
        now=at,
    )
    work.sessions.add(session)
    return session


def found(twite: Embedded, token_hash: str) -> Session | None:
    owned = twite.sessions.views.find(token_hash)
    return owned.session if owned is not None else None


class TestASession:
    def test_is_found_by_its_token(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            one, other = (a_session(work, a_user(work).id) for _ in range(2))

        assert found(twite, one.token_hash) == one
        assert found(twite, other.token_hash) == other
        assert found(twite, fingerprint("never told")) is None

    def test_is_found_with_the_handle_of_whose_it_is(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            users = [a_user(work) for _ in range(2)]
            hers, his = (a_session(work, user.id) for user in users)

        for session, user in zip((hers, his), users, strict=True):
            owned = twite.sessions.views.find(session.token_hash)
            assert owned == OwnedSession(session, user.handle.value)

    def test_is_found_also_when_it_ran_out(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            session = a_session(work, a_user(work).id)

        assert found(twite, session.token_hash) == session
        assert not session.is_live(now=NOW + LASTS + timedelta(days=1))

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_of_who_is_no_longer_active_is_not_found(
        self, twite: Embedded, state: UserState
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            user = a_user(work)
            session = a_session(work, user.id)
            work.users.save(evolve(user, state=state))

        assert found(twite, session.token_hash) is None


class TestSeeing:
    def test_keeps_the_latest_hour(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            session = a_session(work, a_user(work).id)
        later, sooner = (session.seen(now=NOW + hours * HOUR) for hours in (5, 3))

        for seen in (later, sooner, later):
            with twite.microposts.unit_of_work() as work:
                work.sessions.see(seen)

        assert found(twite, session.token_hash) == later != session

    def test_what_has_ended_changes_nothing(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            session = a_session(work, a_user(work).id)
            work.sessions.remove(session.token_hash)
            work.sessions.see(session.seen(now=NOW + HOUR))

        assert found(twite, session.token_hash) is None


class TestTheList:
    @pytest.mark.parametrize("limit", [1, 2, 3, 40])
    def test_is_of_all_that_are_live_the_newest_first(self, twite: Embedded, limit: int) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work).id, a_user(work).id
            hers = [a_session(work, alice) for _ in range(4)]
            a_session(work, alice, at=NOW - LASTS)  # ran out
            a_session(work, bob)
            hers.append(a_session(work, alice, at=NOW - LASTS + MICROSECOND))

        def read(cursor: Cursor) -> Page[Session]:
            return twite.sessions.views.page(alice, now=NOW, cursor=cursor)

        assert downwards(read, limit=limit) == hers[::-1]
        assert upwards(read, limit=limit) == hers[::-1]

    def test_is_empty_where_nobody_is_logged_in(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id

        assert twite.sessions.views.page(alice, now=NOW, cursor=Cursor()) == Page(items=())


class TestEnding:
    def test_ends_that_one_alone(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            user_id = a_user(work).id
            one, other = a_session(work, user_id), a_session(work, user_id)

        with twite.microposts.unit_of_work() as work:
            work.sessions.remove(one.token_hash)

        assert found(twite, one.token_hash) is None
        assert found(twite, other.token_hash) == other

    def test_all_ends_those_of_the_user_alone(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work).id, a_user(work).id
            hers = [a_session(work, alice) for _ in range(3)]
            his = a_session(work, bob)

        with twite.microposts.unit_of_work() as work:
            work.sessions.remove_all(alice)

        assert [found(twite, session.token_hash) for session in hers] == [None] * 3
        assert found(twite, his.token_hash) == his

    def test_all_but_one_leaves_that_one(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            first, this, last = (a_session(work, alice) for _ in range(3))

        with twite.microposts.unit_of_work() as work:
            work.sessions.remove_all(alice, but=this.token_hash)

        left = [found(twite, one.token_hash) for one in (first, this, last)]
        assert left == [None, this, None]

    def test_by_its_id_is_for_its_owner_alone(self, twite: Embedded) -> None:
        """H043: the owner is part of the question."""
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work).id, a_user(work).id
            hers = a_session(work, alice)

            assert not work.sessions.remove_owned(hers.id, owner_id=bob)
            assert not work.sessions.remove_owned(SessionId(1), owner_id=alice)
        assert found(twite, hers.token_hash) == hers

        with twite.microposts.unit_of_work() as work:
            assert work.sessions.remove_owned(hers.id, owner_id=alice)
            assert not work.sessions.remove_owned(hers.id, owner_id=alice)
        assert found(twite, hers.token_hash) is None

    @pytest.mark.parametrize("id", [0, -1, 2**63, 2**80])
    def test_by_an_id_that_cannot_be_ends_nothing(
        self, unit_of_work: UnitOfWorkFactory, id: int
    ) -> None:
        """H061."""
        with unit_of_work() as work:
            assert not work.sessions.remove_owned(SessionId(id), owner_id=a_user(work).id)

    def test_what_has_ended_changes_nothing(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            user_id = a_user(work).id
            session = a_session(work, user_id)
            for _ in range(2):
                work.sessions.remove(session.token_hash)
                work.sessions.remove_all(user_id)
