"""Mutes in a dictionary."""

from datetime import datetime
from itertools import islice

from attrs import frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.mutes import MuteRepository, MuteViews
from ...domain.mutes import Mute, ThreadMute
from ...domain.users import UserId, UserState
from .outbox import MemoryOutbox
from .store import Draft, Store


@frozen
class MemoryMuteRepository(MuteRepository):
    _draft: Draft
    _outbox: MemoryOutbox

    def add(self, mute: Mute) -> bool:
        if self.find(muter_id=mute.muter_id, muted_id=mute.muted_id):
            return False
        self._draft.mutes.put(mute.id, mute.at_rest())
        self._outbox.put(mute.events)
        return True

    def find(self, *, muter_id: UserId, muted_id: UserId) -> Mute | None:
        for mute in self._draft.mutes.find("pair", (muter_id, muted_id)):
            return mute
        return None

    def remove(self, mute: Mute) -> bool:
        if self._draft.mutes.get(mute.id) is None:
            return False
        self._draft.mutes.delete(mute.id)
        self._outbox.put(mute.events)
        return True

    def add_thread(self, mute: ThreadMute) -> None:
        self._draft.thread_mutes.put((mute.user_id, mute.thread_id), mute)

    def remove_thread(self, mute: ThreadMute) -> None:
        self._draft.thread_mutes.delete((mute.user_id, mute.thread_id))


@frozen
class MemoryMuteViews(MuteViews):
    _store: Store

    def page(self, *, muter_id: UserId, now: datetime, cursor: Cursor) -> Page[Mute]:
        with self._store.reading() as tables:
            keys = tables.mutes.keys(
                "muter",
                muter_id,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            shown = (
                mute
                for key in keys
                if (mute := tables.mutes.get(key)) is not None
                and mute.holds(now=now)
                and (user := tables.users.get(mute.muted_id)) is not None
                and user.state is UserState.ACTIVE
            )
            found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda mute: mute.id)
