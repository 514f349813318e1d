"""Credentials belong to one user each, and let them in."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve

from tests.integration.adapters.worlds import NOW, a_number, a_user
from twite.application.ports.credentials import CredentialView
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.credentials import (
    RESET_LASTS,
    Credential,
    CredentialChangedMeanwhile,
    EmailAddress,
    EmailTaken,
    HasCredential,
    HasNoCredential,
    Reset,
)
from twite.domain.text import fingerprint
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded

NOBODY = UserId(1)
LATER = NOW + timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


def a_credential(work: UnitOfWork, user_id: UserId, email: str) -> Credential:
    credential = Credential(
        user_id=user_id, email=EmailAddress(email), password_hash="$hash$", set_at=NOW
    )
    work.credentials.add(credential)
    return credential


class TestAnAddress:
    def test_belongs_to_one_user(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            a_credential(work, a_user(work).id, "alice@example.org")

        with pytest.raises(EmailTaken), unit_of_work() as work:
            a_credential(work, a_user(work).id, "ALICE@example.org")

    def test_that_is_taken_leaves_the_transaction_usable(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            alice, bob = a_user(work).id, a_user(work).id
            a_credential(work, alice, "alice@example.org")
            with pytest.raises(EmailTaken):
                a_credential(work, bob, "alice@example.org")

        with unit_of_work() as work:
            assert work.credentials.has(alice)
            assert not work.credentials.has(bob)
            assert not work.credentials.has(NOBODY)


def test_a_user_has_one_at_most(unit_of_work: UnitOfWorkFactory) -> None:
    with unit_of_work() as work:
        alice = a_user(work).id
        a_credential(work, alice, "alice@example.org")

        with pytest.raises(HasCredential):
            a_credential(work, alice, "other@example.org")

        assert work.credentials.has(alice)


class TestChanging:
    def test_keeps_the_next_version(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            before = a_credential(work, a_user(work).id, "alice@example.org")
        after = evolve(
            before,
            email=EmailAddress("new@example.org"),
            password_hash="$new$",
            set_at=LATER,
            wrong=3,
            wrong_since=LATER,
        )

        with unit_of_work() as work:
            work.credentials.save(after)

        with unit_of_work() as work:
            assert work.credentials.get(before.user_id) == evolve(after, version=2)

    def test_what_was_changed_meanwhile_is_refused(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            before = a_credential(work, a_user(work).id, "alice@example.org")
            work.credentials.save(before.hashed_anew("$one$"))

        with pytest.raises(CredentialChangedMeanwhile), unit_of_work() as work:
            work.credentials.save(before.hashed_anew("$other$"))

    def test_what_is_not_there_is_refused(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            nobodys = Credential(
                user_id=a_user(work).id,
                email=EmailAddress("alice@example.org"),
                password_hash="$hash$",
                set_at=NOW,
            )
            with pytest.raises(HasNoCredential):
                work.credentials.get(nobodys.user_id)

            with pytest.raises(CredentialChangedMeanwhile):
                work.credentials.save(nobodys)

    def test_to_an_address_that_is_taken_leaves_the_transaction_usable(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            alice, bob = a_user(work).id, a_user(work).id
            hers = a_credential(work, alice, "alice@example.org")
            his = a_credential(work, bob, "bob@example.org")
            with pytest.raises(EmailTaken):
                work.credentials.save(evolve(his, email=EmailAddress("ALICE@example.org")))
            work.credentials.save(his.hashed_anew("$new$"))

        with unit_of_work() as work:
            assert work.credentials.get(alice) == hers
            assert work.credentials.get(bob) == evolve(his, password_hash="$new$", version=2)


def an_offer(work: UnitOfWork, user_id: UserId, *, at: datetime = NOW) -> Reset:
    reset = Reset.offer(user_id=user_id, token_hash=fingerprint(str(a_number())), now=at)
    work.credentials.offer(reset)
    return reset


class TestAnOffer:
    def test_is_found_by_its_token(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work).id, a_user(work).id
            offers = [an_offer(work, id) for id in (alice, alice, bob)]

            for offer in offers:
                assert work.credentials.find_offered(offer.token_hash) == offer
            assert work.credentials.find_offered(fingerprint("never told")) is None

        for offer in offers:
            assert twite.credentials.views.offered(offer.token_hash) == offer
        assert twite.credentials.views.offered(fingerprint("never told")) is None

    def test_is_found_also_when_it_ran_out(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            offer = an_offer(work, a_user(work).id)

            found = work.credentials.find_offered(offer.token_hash)

        assert found is not None
        assert not found.is_live(now=NOW + RESET_LASTS)

    def test_is_forgotten_with_the_next_once_it_ran_out(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            alice, bob = a_user(work).id, a_user(work).id
            hers, his = an_offer(work, alice), an_offer(work, bob)
            late = an_offer(work, alice, at=NOW + RESET_LASTS - MICROSECOND)
            assert work.credentials.find_offered(hers.token_hash) == hers

            next = an_offer(work, alice, at=NOW + RESET_LASTS)

            assert work.credentials.find_offered(hers.token_hash) is None
            for kept in (his, late, next):
                assert work.credentials.find_offered(kept.token_hash) == kept

    def test_is_withdrawn_with_all_of_that_user(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = a_user(work).id, a_user(work).id
            hers, his = [an_offer(work, alice) for _ in range(3)], an_offer(work, bob)

        with unit_of_work() as work:
            for _ in range(2):
                work.credentials.withdraw_offers(alice)

        with unit_of_work() as work:
            assert [work.credentials.find_offered(offer.token_hash) for offer in hers] == [None] * 3
            assert work.credentials.find_offered(his.token_hash) == his

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_of_who_is_no_longer_active_is_not_shown(
        self, twite: Embedded, state: UserState
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            user = a_user(work)
            offer = an_offer(work, user.id)
            work.users.save(evolve(user, state=state))

        assert twite.credentials.views.offered(offer.token_hash) is None


class TestLoggingIn:
    @pytest.mark.parametrize("state", UserState)
    def test_finds_the_user_whatever_their_state(self, twite: Embedded, state: UserState) -> None:
        with twite.microposts.unit_of_work() as work:
            user = a_user(work, handle="alice", state=state)
            a_credential(work, user.id, "post@example.org")

        expected = CredentialView(
            user_id=user.id,
            handle="alice",
            display_name="Some One",
            state=state,
            email="post@example.org",
            password_hash="$hash$",
        )
        assert twite.credentials.views.by_login("alice") == expected
        assert twite.credentials.views.by_login("post@example.org") == expected
        assert twite.credentials.views.by_user(user.id) == expected

    def test_finds_nobody_without_credentials(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            user = a_user(work, handle="alice")

        assert twite.credentials.views.by_login("alice") is None
        assert twite.credentials.views.by_user(user.id) is None

    @pytest.mark.parametrize("login", ["", "nobody", "nobody@example.org", "' OR 1=1 --", "a%"])
    def test_finds_nobody_who_is_not_there(self, twite: Embedded, login: str) -> None:
        twite.credentials.sign_up(handle="alice", email="a@example.org", password="correct horse")

        assert twite.credentials.views.by_login(login) is None
        assert twite.credentials.views.by_user(NOBODY) is None

    def test_shows_neither_address_nor_hash_in_a_log(self, twite: Embedded) -> None:
        id = twite.credentials.sign_up(
            handle="alice", email="post@example.org", password="correct horse"
        )

        shown = repr(twite.credentials.views.by_user(id))

        assert "post@example.org" not in shown
        assert "argon2" not in shown
