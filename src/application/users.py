"""What people do with users: register them, look them up, say who they are, moderate them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial

from attrs import frozen

from ..domain.givens import at_once
from ..domain.registrations import Invitation, InvitationId
from ..domain.text import fingerprint
from ..domain.users import (
    APPOINTMENTS,
    Act,
    AuditEntry,
    AuditEntryId,
    Bio,
    DisplayName,
    ExternalId,
    Handle,
    InvalidExternalId,
    InvalidHandle,
    InvalidProfileLink,
    ProfileLink,
    Reason,
    Role,
    User,
    UserClosed,
    UserId,
    UserNotFound,
    UserPartlyErased,
    UserState,
)
from .paging import Cursor, Page, paged
from .ports.system import Clock, Secrets
from .ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from .ports.users import ActView, CensusView, UserView, UserViews
from .revocation import revoke_everything

NEWEST = Cursor()
LATELY = timedelta(days=30)
BATCH = 500  # rows that are erased in one go, so that nobody waits for long


@frozen
class Users:
    """Public methods are use cases, one transaction each, or a reaction: ``erase``."""

    unit_of_work: UnitOfWorkFactory
    views: UserViews
    secrets: Secrets
    clock: Clock

    def register(
        self, *, handle: str, display_name: str | None = None, external_id: str | None = None
    ) -> UserId:
        """Make a user without credentials: one a host program vouches for, by its own id.

        Raises :exc:`InvalidHandle`, :exc:`HandleReserved`, :exc:`DisplayNameTooLong`,
        :exc:`UnreadableText`, :exc:`InvalidExternalId`, :exc:`HandleTaken` or
        :exc:`ExternalIdTaken`.
        """
        now = self.clock.now()
        with self.unit_of_work() as work:
            user = User.register(
                id=UserId(work.next_id(at=now)),
                handle=Handle(handle),
                display_name=DisplayName(display_name) if display_name is not None else None,
                external_id=ExternalId(external_id) if external_id is not None else None,
                now=now,
            )
            work.users.add(user)
        return user.id

    def edit_profile(
        self,
        *,
        by: UserId,
        display_name: str | None = None,
        bio: str | None = None,
        links: Iterable[tuple[str, str]] | None = None,
        locked: bool | None = None,
    ) -> None:
        """Say who one is; what is None stays as it was.

        Raises :exc:`DisplayNameTooLong`, :exc:`BioTooLong`, :exc:`BioTooLarge`,
        :exc:`InvalidProfileLink`, :exc:`TooManyLinks`, :exc:`NotAText`, :exc:`UnreadableText`,
        :exc:`NotYesOrNo`, :exc:`UserNotFound` or :exc:`AccountNotActive`.
        """
        name = None if display_name is None else DisplayName(display_name)
        said = None if bio is None else Bio(bio)
        given = None if links is None else _links(links)
        with self.unit_of_work() as work:
            user = work.users.hold(by).acting()
            edited = user.edit_profile(
                display_name=name, bio=said, links=given, is_locked=locked, now=self.clock.now()
            )
            if edited != user:
                work.users.save(edited)

    def show(self, id: UserId) -> UserView:
        """The user of that id, whatever their state; raises :exc:`UserNotFound`."""
        for view in self.views.show([id]):
            return view
        raise UserNotFound(id)

    def shown(self, ids: Sequence[UserId], *, viewer_id: UserId | None) -> Sequence[UserView]:
        """Those users, each once, in the order asked, without whom :meth:`named` does not show.

        Raises :exc:`NotSomeIds`.
        """
        return self.views.shown(at_once(ids), viewer_id=viewer_id)

    def named(self, handle: str, *, viewer_id: UserId | None = None) -> UserView:
        """The user of that handle, in any case, as the viewer sees them.

        Raises :exc:`UserNotFound`, also where they are not active or blocked the viewer, and for
        nobody in a private house.
        """
        try:
            view = self.views.by_handle(Handle(handle), viewer_id=viewer_id)
        except InvalidHandle:
            view = None
        if view is None:
            raise UserNotFound(handle)
        return view

    def known_as(self, external_id: str) -> UserView:
        """The active user a host program calls so; raises :exc:`UserNotFound`."""
        try:
            view = self.views.by_external_id(ExternalId(external_id))
        except InvalidExternalId:
            view = None
        if view is None:
            raise UserNotFound(external_id)
        return view

    def census(self) -> CensusView:
        """The house in numbers; lately is within a month."""
        return self.views.census(since=self.clock.now() - LATELY)

    # -- for those who run the house ----------------------------------------------

    def bearing(self, handle: str) -> UserView:
        """The user of that handle, whatever their state; raises :exc:`UserNotFound`."""
        try:
            view = self.views.bearing(Handle(handle))
        except InvalidHandle:
            view = None
        if view is None:
            raise UserNotFound(handle)
        return view

    def page(
        self, *, state: UserState | None = None, role: Role | None = None, cursor: Cursor = NEWEST
    ) -> Page[UserView]:
        """All users, or those of that state and role; who registered last comes first.

        Raises :exc:`NoSuchState` or :exc:`NoSuchRole`.
        """
        read = partial(
            self.views.page,
            state=None if state is None else UserState.of(state),
            role=None if role is None else Role.of(role),
        )
        return paged(read, cursor)

    def acts(self, subject_id: UserId, *, cursor: Cursor = NEWEST) -> Page[ActView]:
        """What the house did with that user, and why; the newest first."""
        return paged(partial(self.views.acts, subject_id), cursor)

    def invite(self, *, by: UserId | None = None) -> str:
        """Let one more person sign up.  The token is told once and kept nowhere.

        ``by`` is None for whoever runs the machine, here and below.  Raises
        :exc:`MayNotModerate`, :exc:`UserNotFound` or :exc:`AccountNotActive`.
        """
        token = self.secrets.token()
        now = self.clock.now()
        with self.unit_of_work() as work:
            if by is not None:
                work.users.get(by).acting().inviting()
            work.invitations.add(
                Invitation.make(
                    id=InvitationId(work.next_id(at=now)),
                    token_hash=fingerprint(token),
                    by=by,
                    now=now,
                )
            )
        return token

    def approve(self, id: UserId, *, by: UserId | None = None, reason: str = "") -> None:
        """Let somebody in who waits.

        Raises :exc:`CannotBe`, :exc:`MayNotModerate`, :exc:`UserNotFound`,
        :exc:`AccountNotActive`, :exc:`ReasonTooLong` or :exc:`UnreadableText`, as do those below.
        """
        self._moderate(id, Act.APPROVED, by=by, reason=reason)

    def suspend(self, id: UserId, *, by: UserId | None = None, reason: str = "") -> None:
        """Shut somebody out, and what they said with them, until they are restored."""
        self._moderate(id, Act.SUSPENDED, by=by, reason=reason)

    def silence(self, id: UserId, *, by: UserId | None = None, reason: str = "") -> None:
        """Let none but their followers come across what somebody says."""
        self._moderate(id, Act.SILENCED, by=by, reason=reason)

    def restore(self, id: UserId, *, by: UserId | None = None, reason: str = "") -> None:
        """Take back that they are suspended, or silenced: everything of theirs is there again."""
        self._moderate(id, Act.RESTORED, by=by, reason=reason)

    def appoint(
        self, id: UserId, role: Role, *, by: UserId | None = None, reason: str = ""
    ) -> None:
        """Make somebody a moderator, an admin, or a user as all are.

        Raises what :meth:`approve` raises, or :exc:`NoSuchRole`.
        """
        (act,) = (act for act, given in APPOINTMENTS.items() if given is Role.of(role))
        self._moderate(id, act, by=by, reason=reason)

    def close(self, id: UserId, *, by: UserId | None = None, reason: str = "") -> None:
        """End an account for good, one's own or somebody's: it is gone at once for everybody, and
        what it left is erased from now on.

        Raises :exc:`CannotBe`, :exc:`MayNotModerate`, :exc:`UserNotFound`,
        :exc:`AccountNotActive`, :exc:`ReasonTooLong` or :exc:`UnreadableText`.
        """
        why = Reason(reason)
        now = self.clock.now()
        with self.unit_of_work() as work:
            is_own = by == id
            user = (
                work.users.hold(id).acting() if is_own else _to_moderate(work, id, Act.CLOSED, by)
            )
            work.users.save(user.close(by=by, now=now))
            revoke_everything(work, id)
            work.credentials.remove(id)
            if not is_own:
                self._log(work, Act.CLOSED, id, by=by, why=why)

    def erase(self, event: UserClosed | UserPartlyErased, work: UnitOfWork) -> None:
        """One batch of what they left; then the next, until two in a row find nothing.

        One is not enough: whoever began before, and adds something late, has committed before the
        second begins, as an event is delivered when nothing older is open.
        """
        user = work.users.get(event.user_id)
        if not user.is_closed or user.erased_at is not None:
            return
        now = self.clock.now()
        found = self._erase_microposts(work, user.id) or work.erasure.forget(user.id, limit=BATCH)
        if found == 0 and isinstance(event, UserPartlyErased) and event.rows == 0:
            work.users.save(user.erased(now=now))
        else:
            work.outbox.put([UserPartlyErased(at=now, user_id=user.id, rows=found)])

    def _erase_microposts(self, work: UnitOfWork, author_id: UserId) -> int:
        ids = work.erasure.micropost_ids(author_id, limit=BATCH)
        if ids:
            work.users.hold(author_id)
        for id in ids:
            micropost = work.microposts.get_owned(id, owner_id=author_id)
            work.entries.leave(id)
            work.microposts.remove(micropost.delete(now=self.clock.now()))
        return len(ids)

    def _moderate(self, id: UserId, act: Act, *, by: UserId | None, reason: str) -> None:
        why = Reason(reason)
        now = self.clock.now()
        with self.unit_of_work() as work:
            user = _to_moderate(work, id, act, by)
            work.users.save(user.moderate(act, by=by, now=now))
            if act is Act.SUSPENDED:
                revoke_everything(work, id)
            self._log(work, act, id, by=by, why=why)

    def _log(
        self, work: UnitOfWork, act: Act, subject_id: UserId, *, by: UserId | None, why: Reason
    ) -> None:
        now = self.clock.now()
        work.audit.add(
            AuditEntry(
                id=AuditEntryId(work.next_id(at=now)),
                at=now,
                by=by,
                act=act,
                subject_id=subject_id,
                reason=why,
            )
        )


def _links(given: Iterable[tuple[str, str]]) -> tuple[ProfileLink, ...]:
    if isinstance(given, str | bytes):  # their parts look like parts of links
        raise InvalidProfileLink
    try:
        pairs = [(name, value) for name, value in given]
    except (TypeError, ValueError):
        raise InvalidProfileLink from None
    return tuple(ProfileLink(*pair) for pair in pairs)


def _to_moderate(work: UnitOfWork, id: UserId, act: Act, by: UserId | None) -> User:
    """Held, as is who moderates."""
    if by is None:
        return work.users.hold(id)
    moderator, user = work.users.hold_pair(by, id)
    moderator.acting().moderating(user, act)
    return user
