"""Where blocks are kept."""

from typing import Protocol

from ...domain.blocks import Block
from ...domain.users import UserId


class BlockRepository(Protocol):
    """Every block that still stands: at most one for a blocker and a blocked."""

    def add(self, block: Block) -> bool:
        """Keep it and announce its events; False, and nothing, where it stands already."""
        ...

    def find(self, *, blocker_id: UserId, blocked_id: UserId) -> Block | None: ...

    def remove(self, block: Block) -> bool:
        """Forget it and announce its events; False, and nothing, where it is gone."""
        ...
