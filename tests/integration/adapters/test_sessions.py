"""Sessions are found by the hash of their token, and end."""

from datetime import timedelta

import pytest
from attrs import evolve

from tests.integration.adapters.worlds import NOW, a_number, a_user
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.sessions import LASTS, Session, SessionId
from twite.domain.text import fingerprint
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded


def a_session(work: UnitOfWork, user_id: UserId) -> Session:
    session = Session.start(
        id=SessionId(work.next_id(at=NOW)),
        user_id=user_id,
        token_hash=fingerprint(str(a_number())),
        now=NOW,
    )
    work.sessions.add(session)
    return session


class TestASession:
    def test_is_found_by_its_token(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            one, other = (a_session(work, a_user(work).id) for _ in range(2))

        assert twite.sessions.views.find(one.token_hash) == one
        assert twite.sessions.views.find(other.token_hash) == other
        assert twite.sessions.views.find(fingerprint("never told")) is None

    def test_is_found_also_when_it_ran_out(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            session = a_session(work, a_user(work).id)

        found = twite.sessions.views.find(session.token_hash)

        assert found is not None
        assert not found.is_live(now=NOW + LASTS + timedelta(days=1))

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_of_who_is_no_longer_active_is_not_found(
        self, twite: Embedded, state: UserState
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            user = a_user(work)
            session = a_session(work, user.id)
            work.users.save(evolve(user, state=state))

        assert twite.sessions.views.find(session.token_hash) is None


class TestEnding:
    def test_ends_that_one_alone(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            user_id = a_user(work).id
            one, other = a_session(work, user_id), a_session(work, user_id)

        with twite.microposts.unit_of_work() as work:
            work.sessions.remove(one.token_hash)

        assert twite.sessions.views.find(one.token_hash) is None
        assert twite.sessions.views.find(other.token_hash) == other

    def test_all_ends_those_of_the_user_alone(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work).id, a_user(work).id
            hers = [a_session(work, alice) for _ in range(3)]
            his = a_session(work, bob)

        with twite.microposts.unit_of_work() as work:
            work.sessions.remove_all(alice)

        assert [twite.sessions.views.find(session.token_hash) for session in hers] == [None] * 3
        assert twite.sessions.views.find(his.token_hash) == his

    def test_what_has_ended_changes_nothing(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            user_id = a_user(work).id
            session = a_session(work, user_id)
            for _ in range(2):
                work.sessions.remove(session.token_hash)
                work.sessions.remove_all(user_id)
