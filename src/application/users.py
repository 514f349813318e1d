"""What people do with users: register them, look them up."""

from attrs import frozen

from ..domain.users import (
    DisplayName,
    ExternalId,
    Handle,
    InvalidExternalId,
    InvalidHandle,
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

        Raises :exc:`InvalidHandle`, :exc:`DisplayNameTooLong`, :exc:`UnreadableText`,
        :exc:`InvalidExternalId`, :exc:`HandleTaken` or :exc:`ExternalIdTaken`.
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

    def show(self, id: UserId) -> UserView:
        """The user of that id, whatever their state; raises :exc:`UserNotFound`."""
        for view in self.views.show([id]):
            return view
        raise UserNotFound(id)

    def named(self, handle: str) -> UserView:
        """The active user of that handle, in any case; raises :exc:`UserNotFound`."""
        try:
            view = self.views.by_handle(Handle(handle))
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
