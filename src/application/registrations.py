"""What people do to become users, as far as the house lets them in."""

from collections.abc import Container

from attrs import frozen

from ..domain.credentials import Credential, EmailAddress, Password, own
from ..domain.registrations import Admission, InvitationNeeded, RegistrationsClosed
from ..domain.text import fingerprint, is_ascii
from ..domain.users import DisplayName, Handle, User, UserId, UserState
from .ports.system import Clock, PasswordHasher
from .ports.unit_of_work import UnitOfWorkFactory


@frozen
class Registrations:
    """The public way in; :class:`Credentials` has the one for whoever runs the house."""

    unit_of_work: UnitOfWorkFactory
    passwords: PasswordHasher
    common_passwords: Container[str]  # in folded case
    clock: Clock
    admission: Admission

    def sign_up(
        self,
        *,
        handle: str,
        email: str,
        password: str,
        display_name: str | None = None,
        invitation: str = "",
    ) -> UserId:
        """Become a user who logs in with a password: at once, or when approved.

        Raises :exc:`RegistrationsClosed`, :exc:`InvitationNeeded`, and what
        :meth:`Credentials.sign_up` raises.
        """
        if self.admission is Admission.CLOSED:
            raise RegistrationsClosed
        if self.admission is Admission.INVITE and not (invitation and is_ascii(invitation)):
            raise InvitationNeeded
        name = Handle(handle)
        address = EmailAddress(email)
        shown = DisplayName(display_name) if display_name is not None else None
        chosen = Password.of(password).chosen(common=self.common_passwords, own=own(name, address))
        self._expect(invitation)
        password_hash = self.passwords.hash(chosen)
        waits = self.admission is Admission.APPROVAL
        now = self.clock.now()
        with self.unit_of_work() as work:
            if self.admission is Admission.INVITE and not work.invitations.redeem(
                fingerprint(invitation), now=now
            ):
                raise InvitationNeeded
            user = User.register(
                id=UserId(work.next_id(at=now)),
                handle=name,
                display_name=shown,
                external_id=None,
                state=UserState.WAITING if waits else UserState.ACTIVE,
                now=now,
            )
            work.users.add(user)
            work.credentials.add(
                Credential(user_id=user.id, email=address, password_hash=password_hash, set_at=now)
            )
        return user.id

    def _expect(self, invitation: str) -> None:
        """Before a password is hashed, which is much to do for whoever is not invited."""
        if self.admission is not Admission.INVITE:
            return
        with self.unit_of_work() as work:
            if not work.invitations.holds(fingerprint(invitation), now=self.clock.now()):
                raise InvitationNeeded
