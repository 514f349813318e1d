"""What people do with credentials: sign up, prove who they are, and change what proves it."""

import logging
from collections.abc import Container
from contextlib import suppress

from attrs import frozen

from ..domain.credentials import (
    Credential,
    EmailAddress,
    InvalidPassword,
    Password,
    Reset,
    ResetAsked,
    ResetNotFound,
    TooManyWrongPasswords,
    WrongPassword,
    own,
)
from ..domain.errors import Conflict, LimitExceeded
from ..domain.mail import Mail, MailId, MailKind
from ..domain.registrations import AwaitsApproval
from ..domain.sessions import WrongCredentials
from ..domain.text import fingerprint, is_ascii
from ..domain.users import DisplayName, Handle, User, UserId, UserState
from .ports.credentials import CredentialView, CredentialViews
from .ports.system import Clock, PasswordHasher, Secrets
from .ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from .revocation import revoke_everything

logger = logging.getLogger(__name__)


@frozen
class Credentials:
    """Each public method is one use case.  Passwords are hashed outside of any transaction."""

    unit_of_work: UnitOfWorkFactory
    views: CredentialViews
    passwords: PasswordHasher
    common_passwords: Container[str]  # in folded case
    secrets: Secrets
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
        shown = DisplayName(display_name) if display_name is not None else None
        password_hash = self.passwords.hash(self._chosen(password, name, address))
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
        known = self._known(login)
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

    def address(self, user_id: UserId) -> str | None:
        """The user's own address; None for one who has no credentials."""
        known = self.views.by_user(user_id)
        return known.email if known is not None else None

    def is_taken(self, *, email: str) -> bool:
        """Whether somebody logs in with that address, for whoever runs the house: others are told
        where they want to log in with it themselves.  Raises :exc:`InvalidEmailAddress`."""
        return self.views.by_login(EmailAddress(email).value) is not None

    # -- changing -----------------------------------------------------------------

    def change_password(self, *, by: UserId, current: str, new: str) -> None:
        """Log in with another password from now on: everybody who is logged in as this user is
        logged out, the caller too, and whoever reads their mail is told.

        Raises :exc:`WrongPassword` where the current one is another,
        :exc:`TooManyWrongPasswords` after ten of them, :exc:`InvalidPassword` for a new one that
        cannot be chosen, :exc:`HasNoCredential`, :exc:`UserNotFound`,
        :exc:`AccountNotActive`, :exc:`CredentialChangedMeanwhile`, or :exc:`LimitExceeded` when
        too many passwords wait to be hashed.
        """
        with self.unit_of_work() as work:
            user, trying = self._trying(work, by)
            chosen = self._chosen(new, user.handle, trying.email)
            work.credentials.save(trying)
        self._prove(trying, current)
        password_hash = self.passwords.hash(chosen)
        with self.unit_of_work() as work:
            before = _proved(work, by, trying)
            self._keep(work, before, before.with_password(password_hash, now=self.clock.now()))

    def change_email(self, *, by: UserId, current: str, email: str) -> None:
        """Log in with another address, and get mails there: everybody who is logged in as this
        user is logged out, the caller too, and both addresses are told.  The same address again
        changes nothing.

        Raises what :meth:`change_password` raises, :exc:`InvalidEmailAddress` or
        :exc:`EmailTaken`.
        """
        address = EmailAddress(email)
        with self.unit_of_work() as work:
            _, trying = self._trying(work, by)
            work.credentials.save(trying)
        self._prove(trying, current)
        with self.unit_of_work() as work:
            before = _proved(work, by, trying)
            if address == before.email:
                work.credentials.save(before)
                return
            self._keep(work, before, before.with_email(address, now=self.clock.now()))

    def confirm(self, *, by: UserId, current: str) -> None:
        """Say once more who one is, before something that cannot be taken back.

        Raises :exc:`WrongPassword`, :exc:`TooManyWrongPasswords` after ten of them,
        :exc:`HasNoCredential`, :exc:`UserNotFound`, :exc:`AccountNotActive`,
        :exc:`CredentialChangedMeanwhile`, or :exc:`LimitExceeded` when too many passwords wait to
        be hashed.
        """
        with self.unit_of_work() as work:
            _, trying = self._trying(work, by)
            work.credentials.save(trying)
        self._prove(trying, current)
        with self.unit_of_work() as work:
            work.credentials.save(_proved(work, by, trying))

    # -- resetting ----------------------------------------------------------------

    def request_reset(self, *, email: str) -> None:
        """Ask for a letter with a link to set a new password.

        Nothing tells whether anybody has that address: the same is done and written in either
        case, and the letter is a matter of later.  Raises :exc:`InvalidEmailAddress`.
        """
        known = self.views.by_login(EmailAddress(email).value)
        asked = ResetAsked(at=self.clock.now(), user_id=known.user_id if known else None)
        with self.unit_of_work() as work:
            work.outbox.put([asked])

    def offer_reset(self, user_id: UserId) -> str:
        """The token of such a link, for whoever runs the house to pass on by other means.

        Raises :exc:`UserNotFound`, :exc:`AccountNotActive` or :exc:`HasNoCredential`.
        """
        token = self.secrets.token()
        with self.unit_of_work() as work:
            user = work.users.hold(user_id).acting()
            work.credentials.get(user.id)
            work.credentials.offer(
                Reset.offer(user_id=user.id, token_hash=fingerprint(token), now=self.clock.now())
            )
        return token

    def expect_reset(self, token: str) -> None:
        """Look whether the link is still worth something; raises :exc:`ResetNotFound`."""
        self._offered(token)

    def reset(self, *, token: str, new: str) -> UserId:
        """Set a new password by such a link, which is used up by it, as are all others of that
        user; everybody who is logged in as this user is logged out.

        Raises :exc:`ResetNotFound`, :exc:`InvalidPassword`, :exc:`CredentialChangedMeanwhile`,
        or :exc:`LimitExceeded` when too many passwords wait to be hashed.
        """
        known = self._offered(token)
        chosen = self._chosen(new, Handle(known.handle), EmailAddress(known.email))
        password_hash = self.passwords.hash(chosen)
        now = self.clock.now()
        with self.unit_of_work() as work:
            user = work.users.hold(known.user_id).acting()
            offered = work.credentials.find_offered(fingerprint(token))
            if offered is None or not offered.is_live(now=now):
                raise ResetNotFound
            before = work.credentials.get(user.id)
            self._keep(work, before, before.with_password(password_hash, now=now))
        return user.id

    # -- of several ---------------------------------------------------------------

    def _known(self, login: str) -> CredentialView | None:
        return self.views.by_login(login.strip().lower()) if _may_be_login(login) else None

    def _hash_anew(self, known: CredentialView, password: Password) -> None:
        """Nobody is kept out where it has to wait, or something else was changed meanwhile."""
        with suppress(LimitExceeded, Conflict):
            password_hash = self.passwords.hash(password)
            with self.unit_of_work() as work:
                work.users.hold(known.user_id)
                credential = work.credentials.get(known.user_id)
                if credential.password_hash == known.password_hash:
                    work.credentials.save(credential.hashed_anew(password_hash))

    def _chosen(self, password: str, handle: Handle, email: EmailAddress) -> Password:
        return Password.of(password).chosen(common=self.common_passwords, own=own(handle, email))

    def _trying(self, work: UnitOfWork, by: UserId) -> tuple[User, Credential]:
        """Who wants to prove it once more, and the credential with that try counted."""
        user = work.users.hold(by).acting()
        try:
            return user, work.credentials.get(by).tried(now=self.clock.now())
        except TooManyWrongPasswords:
            logger.warning("too many wrong passwords", extra={"user": by})
            raise

    def _prove(self, trying: Credential, password: str) -> None:
        try:
            given = Password.of(password)
        except InvalidPassword:
            raise WrongPassword from None
        if not self.passwords.verify(given, trying.password_hash):
            raise WrongPassword

    def _offered(self, token: str) -> CredentialView:
        """Whose link it is."""
        known = None
        offered = self.views.offered(fingerprint(token)) if is_ascii(token) else None
        if offered is not None and offered.is_live(now=self.clock.now()):
            known = self.views.by_user(offered.user_id)
        if known is None:
            raise ResetNotFound
        return known

    def _keep(self, work: UnitOfWork, before: Credential, after: Credential) -> None:
        """Every change comes through here: all that was handed out before it ends, and each
        address it was about is told."""
        work.credentials.save(after)
        revoke_everything(work, after.user_id)
        if after.email == before.email:
            self._tell(work, after, MailKind.PASSWORD_CHANGED)
            return
        self._tell(work, after, MailKind.EMAIL_CHANGED)
        self._tell(work, after, MailKind.EMAIL_CHANGED, to=before.email)

    def _tell(
        self,
        work: UnitOfWork,
        credential: Credential,
        kind: MailKind,
        *,
        to: EmailAddress | None = None,
    ) -> None:
        now = self.clock.now()
        work.mail.add(
            Mail(
                id=MailId(work.next_id(at=now)),
                kind=kind,
                recipient_id=credential.user_id,
                to=to,
                due_at=now,
                queued_at=now,
            )
        )


def _proved(work: UnitOfWork, by: UserId, proved: Credential) -> Credential:
    """The credential as it stands, where it is still the one that was proved."""
    work.users.hold(by).acting()
    return work.credentials.get(by).expect(proved)


def _may_be_login(login: str) -> bool:
    """Not every database can be asked for NUL; no handle or address holds what is unprintable."""
    return is_ascii(login) and login.strip().isprintable()
