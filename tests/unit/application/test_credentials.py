"""What people do with credentials."""

import pytest
from attrs import asdict, define, evolve, frozen

from tests.unit.application.worlds import become, kept, refusing
from twite.application.ports.credentials import CredentialView, CredentialViews
from twite.application.ports.system import PasswordHasher
from twite.domain.credentials import (
    CommonPassword,
    Credential,
    EmailTaken,
    InvalidEmailAddress,
    InvalidPassword,
    Password,
    Reset,
    TellingPassword,
)
from twite.domain.errors import LimitExceeded
from twite.domain.sessions import WrongCredentials
from twite.domain.users import (
    DisplayNameTooLong,
    HandleTaken,
    InvalidHandle,
    UserId,
    UserState,
)
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.plugin import PASSWORD


@define
class CountingPasswords(PasswordHasher):
    """Counts how often one was checked, and against what; none is right."""

    checked: list[str | None]

    def hash(self, password: Password) -> str:
        return "hashed"

    def verify(self, password: Password, hash: str | None) -> bool:
        self.checked.append(hash)
        return False

    def is_outdated(self, hash: str) -> bool:
        return False


@frozen
class Renewed(PasswordHasher):
    """Other parameters than yesterday's; perhaps with too long a queue for them."""

    before: PasswordHasher
    is_full: bool = False

    def hash(self, password: Password) -> str:
        if self.is_full:
            raise LimitExceeded(2)
        return f"renewed {self.before.hash(password)}"

    def verify(self, password: Password, hash: str | None) -> bool:
        return self.before.verify(password, hash and hash.removeprefix("renewed "))

    def is_outdated(self, hash: str) -> bool:
        return not hash.startswith("renewed ")


class FullQueue(PasswordHasher):
    """Too many wait already."""

    def hash(self, password: Password) -> str:
        raise LimitExceeded(2)

    def verify(self, password: Password, hash: str | None) -> bool:
        raise LimitExceeded(2)

    def is_outdated(self, hash: str) -> bool:
        return False


class NotToBeAsked(CredentialViews):
    def by_login(self, login: str) -> CredentialView | None:
        raise AssertionError(login)

    def by_user(self, id: UserId) -> CredentialView | None:
        raise AssertionError(id)

    def offered(self, token_hash: str) -> Reset | None:
        raise AssertionError(token_hash)


class TestSigningUp:
    def test_makes_a_user_who_can_log_in(self, twite: Embedded) -> None:
        id = twite.credentials.sign_up(
            handle="Alice", email="Alice@Example.org", password=PASSWORD, display_name="Alice A."
        )

        assert twite.users.show(id).display_name == "Alice A."
        assert twite.credentials.prove(login="alice", password=PASSWORD) == id

    def test_keeps_no_password(self, twite: Embedded, alice: UserId) -> None:
        credential = credential_of(twite, alice)

        assert credential.password_hash.startswith("$argon2id$")
        assert PASSWORD not in str(asdict(credential))

    def test_refuses_what_is_no_handle(self, twite: Embedded) -> None:
        with refusing(twite, InvalidHandle):
            twite.credentials.sign_up(handle="", email="a@example.org", password=PASSWORD)

    def test_refuses_what_is_no_address(self, twite: Embedded) -> None:
        with refusing(twite, InvalidEmailAddress):
            twite.credentials.sign_up(handle="a", email="a@b@c", password=PASSWORD)

    @pytest.mark.parametrize("password", ["", "1234567", "a" * 1025, "a" * 8 + "\ud800"])
    def test_refuses_a_password_too_short_or_too_long(self, twite: Embedded, password: str) -> None:
        with refusing(twite, InvalidPassword):
            twite.credentials.sign_up(handle="a", email="a@example.org", password=password)

    @pytest.mark.parametrize("password", ["password", "12345678", "QWERTYuiop", "January2026"])
    def test_refuses_a_password_that_many_take(self, twite: Embedded, password: str) -> None:
        """H021."""
        with refusing(twite, CommonPassword):
            twite.credentials.sign_up(handle="a", email="a@example.org", password=password)

    def test_refuses_what_the_house_is_called(self) -> None:
        """H021."""
        with in_memory(Settings(name="Teahouse")) as house, refusing(house, CommonPassword):
            house.credentials.sign_up(handle="a", email="a@example.org", password="teaHOUSE")

    @pytest.mark.parametrize("password", ["alice_ann", "ALICE_ANN", "a.ann.lee", "a.Ann.Lee@b.org"])
    def test_refuses_what_the_user_is_called(self, twite: Embedded, password: str) -> None:
        """H021."""
        with refusing(twite, TellingPassword):
            twite.credentials.sign_up(
                handle="alice_ann", email="A.Ann.Lee@b.org", password=password
            )

    def test_refuses_a_name_that_is_too_long(self, twite: Embedded) -> None:
        with refusing(twite, DisplayNameTooLong):
            twite.credentials.sign_up(
                handle="a", email="a@example.org", password=PASSWORD, display_name="a" * 51
            )

    def test_refuses_a_handle_that_is_taken(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, HandleTaken):
            twite.credentials.sign_up(handle="Alice", email="b@example.org", password=PASSWORD)

    def test_refuses_an_address_that_is_taken(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, EmailTaken):
            twite.credentials.sign_up(handle="bob", email="ALICE@example.org", password=PASSWORD)

    def test_refuses_more_than_can_be_hashed(self, twite: Embedded) -> None:
        credentials = evolve(twite.credentials, passwords=FullQueue())

        with refusing(twite, LimitExceeded):
            credentials.sign_up(handle="a", email="a@example.org", password=PASSWORD)


class TestProving:
    @pytest.mark.parametrize(
        "login", ["alice", "ALICE", " alice\n", "alice@example.org", "Alice@EXAMPLE.org"]
    )
    def test_takes_the_handle_or_the_address(
        self, twite: Embedded, alice: UserId, login: str
    ) -> None:
        assert twite.credentials.prove(login=login, password=PASSWORD) == alice

    @pytest.mark.parametrize(
        "login", ["", "bob", "bob@example.org", "@alice", "alice\0", "álice", "\ud800", "a\nb"]
    )
    def test_refuses_who_is_unknown(self, twite: Embedded, alice: UserId, login: str) -> None:
        with refusing(twite, WrongCredentials):
            twite.credentials.prove(login=login, password=PASSWORD)

    @pytest.mark.parametrize("login", ["alice\0", "a\nb", "\ud800", "álice"])
    def test_asks_no_database_for_what_it_could_choke_on(self, twite: Embedded, login: str) -> None:
        credentials = evolve(twite.credentials, views=NotToBeAsked())

        with refusing(twite, WrongCredentials):
            credentials.prove(login=login, password=PASSWORD)

    @pytest.mark.parametrize(
        "password",
        [
            "",
            PASSWORD.upper(),
            f"{PASSWORD} ",
            f" {PASSWORD}",
            f"{PASSWORD}\0",
            "\ud800",
            "a" * 1025,
        ],
    )
    def test_refuses_another_password(self, twite: Embedded, alice: UserId, password: str) -> None:
        with refusing(twite, WrongCredentials):
            twite.credentials.prove(login="alice", password=password)

    @pytest.mark.parametrize("length", [64, 73, 128, 1024])
    def test_takes_every_byte_into_account(self, twite: Embedded, length: int) -> None:
        password = "a" * (length - 1)
        id = twite.credentials.sign_up(
            handle="alice", email="alice@example.org", password=f"{password}b"
        )

        assert twite.credentials.prove(login="alice", password=f"{password}b") == id
        with refusing(twite, WrongCredentials):
            twite.credentials.prove(login="alice", password=f"{password}c")

    def test_refuses_who_has_no_credentials(self, twite: Embedded) -> None:
        twite.users.register(handle="alice")

        with refusing(twite, WrongCredentials):
            twite.credentials.prove(login="alice", password=PASSWORD)

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_refuses_who_is_gone(self, twite: Embedded, alice: UserId, state: UserState) -> None:
        become(twite, alice, state)

        with refusing(twite, WrongCredentials):
            twite.credentials.prove(login="alice", password=PASSWORD)

    def test_refuses_more_than_can_be_checked(self, twite: Embedded, alice: UserId) -> None:
        credentials = evolve(twite.credentials, passwords=FullQueue())

        with refusing(twite, LimitExceeded):
            credentials.prove(login="alice", password=PASSWORD)

    def test_checks_one_password_whoever_asks(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        """H004: counted rather than timed; a known user costs what an unknown one does."""
        passwords = CountingPasswords([])
        credentials = evolve(twite.credentials, passwords=passwords)
        twite.users.register(handle="dana")  # has no password
        become(twite, bob, UserState.SUSPENDED)

        for login in ("nobody", "álice", "nobody@example.org", "alice", "bob", "dana"):
            with refusing(twite, WrongCredentials):
                credentials.prove(login=login, password="any")

        somebodys = [hash is not None for hash in passwords.checked]
        assert somebodys == [False, False, False, True, True, False]

    def test_checks_none_that_could_be_nobodys(self, twite: Embedded, alice: UserId) -> None:
        """H003: whoever's it is said to be."""
        passwords = CountingPasswords([])
        credentials = evolve(twite.credentials, passwords=passwords)

        for login in ("nobody", "alice"):
            with refusing(twite, WrongCredentials):
                credentials.prove(login=login, password="a" * 1025)

        assert passwords.checked == []


class TestAnAddress:
    def test_is_taken_by_who_logs_in_with_it(self, twite: Embedded, alice: UserId) -> None:
        assert twite.credentials.is_taken(email="Alice@example.org")
        assert not twite.credentials.is_taken(email="bob@example.org")
        with refusing(twite, InvalidEmailAddress):
            twite.credentials.is_taken(email="alice")


class TestProvingAfterAChangeOfParameters:
    """H001."""

    def test_hashes_the_password_anew(self, twite: Embedded, alice: UserId) -> None:
        renewed = evolve(twite.credentials, passwords=Renewed(twite.credentials.passwords))
        before = credential_of(twite, alice)

        assert renewed.prove(login="alice", password=PASSWORD) == alice

        after = credential_of(twite, alice)
        assert after.password_hash.startswith("renewed $argon2id$")
        assert (after.email, after.set_at) == (before.email, before.set_at)
        assert renewed.prove(login="alice", password=PASSWORD) == alice
        assert credential_of(twite, alice) == after

    def test_leaves_sessions_alone(self, twite: Embedded, alice: UserId) -> None:
        token = twite.sessions.start(alice)
        renewed = evolve(twite.credentials, passwords=Renewed(twite.credentials.passwords))

        renewed.prove(login="alice", password=PASSWORD)

        assert twite.sessions.who(token) == alice

    def test_keeps_nobody_out_where_it_has_to_wait(self, twite: Embedded, alice: UserId) -> None:
        busy = Renewed(twite.credentials.passwords, is_full=True)
        before = credential_of(twite, alice)

        assert (
            evolve(twite.credentials, passwords=busy).prove(login="alice", password=PASSWORD)
            == alice
        )

        assert credential_of(twite, alice) == before

    def test_changes_nothing_for_who_cannot_prove_it(self, twite: Embedded, alice: UserId) -> None:
        renewed = evolve(twite.credentials, passwords=Renewed(twite.credentials.passwords))

        with refusing(twite, WrongCredentials):
            renewed.prove(login="alice", password="another")

    def test_gives_way_to_a_password_set_meanwhile(self, twite: Embedded, alice: UserId) -> None:
        @frozen
        class Overtaken(Renewed):
            def hash(self, password: Password) -> str:
                with twite.users.unit_of_work() as work:
                    credential = work.credentials.get(alice)
                    work.credentials.save(credential.hashed_anew("set meanwhile"))
                return "too late"

        overtaken = Overtaken(twite.credentials.passwords)

        assert (
            evolve(twite.credentials, passwords=overtaken).prove(login="alice", password=PASSWORD)
            == alice
        )

        assert credential_of(twite, alice).password_hash == "set meanwhile"


def credential_of(twite: Embedded, id: UserId) -> Credential:
    credential = kept(twite)["credentials"][id]
    assert isinstance(credential, Credential)
    return credential
