"""The one rule, asked of tables in memory."""

from attrs import frozen

from ...domain.audience import Relation, may_meet, may_read
from ...domain.microposts import Micropost
from ...domain.users import User, UserId, UserState
from .store import Tables


@frozen
class MemoryAudience:
    """Whether a viewer may read; ``private`` is a house in which one has to be logged in."""

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


def _relation(tables: Tables, micropost: Micropost, viewer_id: UserId | None) -> Relation:
    author = tables.users.get(micropost.author_id)
    active = author is not None and author.state is UserState.ACTIVE
    if viewer_id is None:
        return Relation(author_is_active=active)
    there, back = (viewer_id, micropost.author_id), (micropost.author_id, viewer_id)
    return Relation(
        author_is_active=active,
        blocked=any(True for pair in (there, back) for _ in tables.blocks.keys("pair", pair)),
        follows=any(True for _ in tables.follows.keys("pair", there)),
        mentioned=viewer_id in micropost.mentioned_ids,
    )
