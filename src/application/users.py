"""What people do with users: register them, look them up, say who they are."""

from collections.abc import Iterable

from attrs import frozen

from ..domain.users import (
    Bio,
    DisplayName,
    ExternalId,
    Handle,
    InvalidExternalId,
    InvalidHandle,
    ProfileLink,
    User,
    UserId,
    UserNotFound,
)
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWorkFactory
from .ports.users import UserView, UserViews


@frozen
class Users:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: UserViews
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
                display_name=DisplayName(display_name) if display_name else None,
                external_id=ExternalId(external_id) if external_id else None,
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
        :exc:`UserNotFound` or :exc:`AccountNotActive`.
        """
        name = None if display_name is None else DisplayName(display_name)
        said = None if bio is None else Bio(bio)
        given = None if links is None else tuple(ProfileLink(*link) for link in links)
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
