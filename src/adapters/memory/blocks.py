"""Blocks in a dictionary."""

from attrs import frozen

from ...application.ports.blocks import BlockRepository
from ...domain.blocks import Block
from ...domain.users import UserId
from .outbox import MemoryOutbox
from .store import Draft


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
