"""The one rule, asked of tables in memory."""

from datetime import datetime

from attrs import evolve, frozen

from ...domain.audience import (
    Relation,
    may_find,
    may_hear,
    may_list,
    may_meet,
    may_read,
    may_recall,
    may_show,
)
from ...domain.microposts import Micropost
from ...domain.timelines import Entry, may_pass
from ...domain.users import User, UserId, UserState
from .store import Tables


@frozen
class MemoryAudience:
    """What a viewer may read and is shown, and whom they may meet; ``private`` is a
    house in which one has to be logged in."""

    private: bool = False

    def may_list(self, tables: Tables, user_id: UserId, viewer_id: UserId | None) -> bool:
        relation = self.relation(tables, user_id, viewer_id)
        return may_list(viewer_id, relation, private=self.private)

    def may_read(self, tables: Tables, micropost: Micropost, viewer_id: UserId | None) -> bool:
        relation = self._to_author(tables, micropost, viewer_id)
        return may_read(micropost, viewer_id, relation, private=self.private)

    def may_recall(self, tables: Tables, micropost: Micropost, viewer_id: UserId | None) -> bool:
        relation = self._to_author(tables, micropost, viewer_id)
        return may_recall(micropost, viewer_id, relation, private=self.private)

    def may_hear(self, tables: Tables, other_id: UserId, viewer_id: UserId | None) -> bool:
        return may_hear(self.relation(tables, other_id, viewer_id))

    def may_pass(
        self, tables: Tables, entry: Entry, viewer_id: UserId | None, now: datetime | None = None
    ) -> bool:
        """Without ``now``, whom the viewer muted or whose reposts they hid is not asked."""
        return may_pass(entry, viewer_id, self.relation(tables, entry.author_id, viewer_id, now))

    def may_meet(self, tables: Tables, user: User, viewer_id: UserId | None) -> bool:
        return may_meet(
            viewer_id,
            is_active=user.state is UserState.ACTIVE,
            shut_out=any(True for _ in tables.blocks.keys("pair", (user.id, viewer_id))),
            private=self.private,
        )

    def may_show(
        self, tables: Tables, micropost: Micropost, viewer_id: UserId | None, now: datetime
    ) -> bool:
        relation = self._to_author(tables, micropost, viewer_id, now)
        return may_show(micropost, viewer_id, relation, private=self.private)

    def may_find(
        self, tables: Tables, micropost: Micropost, viewer_id: UserId | None, now: datetime
    ) -> bool:
        relation = self._to_author(tables, micropost, viewer_id, now)
        return may_find(micropost, viewer_id, relation, private=self.private)

    def relation(
        self,
        tables: Tables,
        other_id: UserId,
        viewer_id: UserId | None,
        now: datetime | None = None,
    ) -> Relation:
        """How a viewer stands to somebody else, whatever that one says.  Without ``now``, whom the
        viewer muted or whose reposts they hid is not asked."""
        other = tables.users.get(other_id)
        active = other is not None and other.state is UserState.ACTIVE
        silenced = other is not None and other.is_silenced
        if viewer_id is None:
            return Relation(author_is_active=active, author_is_silenced=silenced)
        there, back = (viewer_id, other_id), (other_id, viewer_id)
        found = tables.mutes.find("pair", there) if now is not None else ()
        mutes = [mute for mute in found if now is not None and mute.holds(now=now)]
        follows = list(tables.follows.find("pair", there))
        return Relation(
            author_is_active=active,
            author_is_silenced=silenced,
            blocked=any(True for pair in (there, back) for _ in tables.blocks.keys("pair", pair)),
            follows=bool(follows),
            hides_reposts=now is not None and not all(f.shows_reposts for f in follows),
            muted=bool(mutes),
            notifications_muted=any(mute.hides_notifications for mute in mutes),
        )

    def _to_author(
        self,
        tables: Tables,
        micropost: Micropost,
        viewer_id: UserId | None,
        now: datetime | None = None,
    ) -> Relation:
        relation = self.relation(tables, micropost.author_id, viewer_id, now)
        mentioned = any(viewer_id == id for id in micropost.mentioned_ids)
        return evolve(relation, mentioned=mentioned)
