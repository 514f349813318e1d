"""Where mutes are kept, and how they are looked at."""

from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.mutes import Mute, MuteId, ThreadMute
from ...domain.users import UserId
from ..paging import Cursor, Page
from .users import UserView


class MuteRepository(Protocol):
    """Every mute nobody ended, whether it is over or not: at most one for a muter and a muted.

    Whoever adds or removes one holds both (:meth:`UserRepository.hold_pair`).
    """

    def add(self, mute: Mute) -> bool:
        """Keep it and announce its events; False, and nothing, where one stands already."""
        ...

    def find(self, *, muter_id: UserId, muted_id: UserId) -> Mute | None: ...

    def remove(self, mute: Mute) -> bool:
        """Forget it and announce its events; False, and nothing, where it is gone."""
        ...

    def add_thread(self, mute: ThreadMute) -> None:
        """Keep it; twice is once.  Whoever mutes a thread is held."""

    def remove_thread(self, mute: ThreadMute) -> None:
        """Forget it; nothing happens where it is gone."""


@define(kw_only=True)
class MuteView:
    """A mute ready to show."""

    id: MuteId
    user: UserView
    hides_notifications: bool
    muted_at: datetime
    expires_at: datetime | None


class MuteViews(Protocol):
    """The read side."""

    def page(self, *, muter_id: UserId, now: datetime, cursor: Cursor) -> Page[Mute]:
        """Those that hold now, of active users, newest first."""
        ...
