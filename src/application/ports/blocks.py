"""Where blocks are kept, and how they are looked at."""

from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.blocks import Block, BlockId
from ...domain.users import UserId
from ..paging import Cursor, Page
from .users import UserView


class BlockRepository(Protocol):
    """Every block that still stands: at most one for a blocker and a blocked.

    Whoever adds or removes one holds both (:meth:`UserRepository.hold_pair`).
    """

    def add(self, block: Block) -> bool:
        """Keep it and announce its events; False, and nothing, where it stands already."""
        ...

    def find(self, *, blocker_id: UserId, blocked_id: UserId) -> Block | None: ...

    def remove(self, block: Block) -> bool:
        """Forget it and announce its events; False, and nothing, where it is gone."""
        ...


@define(kw_only=True)
class BlockView:
    """A block ready to show."""

    id: BlockId
    user: UserView
    blocked_at: datetime


class BlockViews(Protocol):
    """The read side."""

    def page(self, *, blocker_id: UserId, cursor: Cursor) -> Page[Block]:
        """Those of active users, whether they blocked the blocker or not, newest first."""
        ...
