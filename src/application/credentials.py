"""What people do with credentials: sign up, and prove who they are."""

from collections.abc import Container
from contextlib import suppress

from attrs import frozen

from ..domain.credentials import Credential, EmailAddress, InvalidPassword, Password, own
from ..domain.errors import Conflict, LimitExceeded
from ..domain.registrations import AwaitsApproval
from ..domain.sessions import WrongCredentials
from ..domain.users import DisplayName, Handle, User, UserId, UserState
from .ports.credentials import CredentialView, CredentialViews
from .ports.system import Clock, PasswordHasher
from .ports.unit_of_work import UnitOfWorkFactory


@frozen
class Credentials:
    """Each public method is one use case.  Passwords are hashed outside of any transaction."""

    unit_of_work: UnitOfWorkFactory
    views: CredentialViews
    passwords: PasswordHasher
    common_passwords: Container[str]  # in folded case
    clock: Clock

    def sign_up(
        self, *, handle: str, email: str, password: str, display_name: str | None = None
    ) -> UserId:
        """Become a user who logs in with a password.

        Raises :exc:`InvalidHandle`, :exc:`InvalidEmailAddress`, :exc:`InvalidPassword` (also
        where it is one that would be guessed), :exc:`DisplayNameTooLong`,
        :exc:`UnreadableText`, :exc:`HandleTaken`, :exc:`EmailTaken`, or :exc:`LimitExceeded`
        when too many passwords wait to be hashed.
        """
        name = Handle(handle)
        address = EmailAddress(email)
        shown = DisplayName(display_name) if display_name else None
        chosen = Password.of(password).chosen(common=self.common_passwords, own=own(name, address))
        password_hash = self.passwords.hash(chosen)
        now = self.clock.now()
        with self.unit_of_work() as work:
            user = User.register(
                id=UserId(work.next_id(at=now)),
                handle=name,
                display_name=shown,
                external_id=None,
                now=now,
            )
            work.users.add(user)
            work.credentials.add(
                Credential(user_id=user.id, email=address, password_hash=password_hash, set_at=now)
            )
        return user.id

    def prove(self, *, login: str, password: str) -> UserId:
        """Who has this e-mail address or handle, and this password.

        One that was hashed as passwords were hashed earlier is hashed anew, now that it is known.
        Raises :exc:`WrongCredentials`, after the same time whatever is wrong,
        :exc:`AwaitsApproval` where nothing is but that, or :exc:`LimitExceeded` when too many
        passwords wait to be checked.
        """
        try:
            given = Password.of(password)
        except InvalidPassword:
            raise WrongCredentials from None
        known = self.views.by_login(login.strip().lower()) if _may_be_login(login) else None
        right = self.passwords.verify(given, known.password_hash if known else None)
        if known is None or not right:
            raise WrongCredentials
        if known.state is UserState.WAITING:
            raise AwaitsApproval
        if known.state is not UserState.ACTIVE:
            raise WrongCredentials
        if self.passwords.is_outdated(known.password_hash):
            self._hash_anew(known, given)
        return known.user_id

    def _hash_anew(self, known: CredentialView, password: Password) -> None:
        """Nobody is kept out where it has to wait, or something else was changed meanwhile."""
        with suppress(LimitExceeded, Conflict):
            password_hash = self.passwords.hash(password)
            with self.unit_of_work() as work:
                work.users.hold(known.user_id)
                credential = work.credentials.get(known.user_id)
                if credential.password_hash == known.password_hash:
                    work.credentials.save(credential.hashed_anew(password_hash))


def _may_be_login(login: str) -> bool:
    """Not every database can be asked for NUL; no handle or address holds what is unprintable."""
    return login.isascii() and login.strip().isprintable()
