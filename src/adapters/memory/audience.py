"""The one rule, asked of tables in memory."""

from datetime import datetime

from attrs import frozen

from ...domain.audience import Relation, may_meet, may_read, may_show, may_tell
from ...domain.microposts import Micropost
from ...domain.users import User, UserId, UserState
from .store import Tables


@frozen
class MemoryAudience:
    """What a viewer may read, is shown, and is told of, and whom they may meet; ``private`` is a
    house in which one has to be logged in."""

    private: bool = False

    def may_read(self, tables: Tables, micropost: Micropost, viewer_id: UserId | None) -> bool:
        relation = _relation(tables, micropost, viewer_id)
        return may_read(micropost, viewer_id, relation, private=self.private)

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
        relation = _relation(tables, micropost, viewer_id, now)
        return may_show(micropost, viewer_id, relation, private=self.private)

    def may_tell(
        self, tables: Tables, micropost: Micropost, viewer_id: UserId | None, now: datetime
    ) -> bool:
        relation = _relation(tables, micropost, viewer_id, now)
        return may_tell(micropost, viewer_id, relation, private=self.private)


def _relation(
    tables: Tables, micropost: Micropost, viewer_id: UserId | None, now: datetime | None = None
) -> Relation:
    """Without ``now``, whom the viewer muted is not asked."""
    author = tables.users.get(micropost.author_id)
    active = author is not None and author.state is UserState.ACTIVE
    if viewer_id is None:
        return Relation(author_is_active=active)
    there, back = (viewer_id, micropost.author_id), (micropost.author_id, viewer_id)
    mutes = [] if now is None else [m for m in tables.mutes.find("pair", there) if m.holds(now=now)]
    return Relation(
        author_is_active=active,
        blocked=any(True for pair in (there, back) for _ in tables.blocks.keys("pair", pair)),
        follows=any(True for _ in tables.follows.keys("pair", there)),
        mentioned=viewer_id in micropost.mentioned_ids,
        muted=bool(mutes),
        notifications_muted=any(mute.hides_notifications for mute in mutes),
    )
