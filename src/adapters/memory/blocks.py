"""Blocks in a dictionary."""

from itertools import islice

from attrs import frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.blocks import BlockRepository, BlockViews
from ...domain.blocks import Block
from ...domain.users import UserId, UserState
from .outbox import MemoryOutbox
from .store import Draft, Store


@frozen
class MemoryBlockRepository(BlockRepository):
    _draft: Draft
    _outbox: MemoryOutbox

    def add(self, block: Block) -> bool:
        if self.find(blocker_id=block.blocker_id, blocked_id=block.blocked_id):
            return False
        self._draft.blocks.put(block.id, block.at_rest())
        self._outbox.put(block.events)
        return True

    def find(self, *, blocker_id: UserId, blocked_id: UserId) -> Block | None:
        for block in self._draft.blocks.find("pair", (blocker_id, blocked_id)):
            return block
        return None

    def remove(self, block: Block) -> bool:
        if self._draft.blocks.get(block.id) is None:
            return False
        self._draft.blocks.delete(block.id)
        self._outbox.put(block.events)
        return True


@frozen
class MemoryBlockViews(BlockViews):
    _store: Store

    def page(self, *, blocker_id: UserId, cursor: Cursor) -> Page[Block]:
        with self._store.reading() as tables:
            keys = tables.blocks.keys(
                "blocker",
                blocker_id,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            shown = (
                block
                for key in keys
                if (block := tables.blocks.get(key)) is not None
                and (user := tables.users.get(block.blocked_id)) is not None
                and user.state is UserState.ACTIVE
            )
            found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda block: block.id)
