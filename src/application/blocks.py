"""What people do with blocks: put them up, take them down."""

from attrs import frozen

from ..domain.blocks import Block, BlockId
from ..domain.users import UserId
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWorkFactory


@frozen
class Blocks:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock

    def block(self, *, by: UserId, whom: UserId) -> None:
        """Out of each other's sight: follows between the two end; twice is once.

        Raises :exc:`BlocksSelf`, :exc:`AccountNotActive` or :exc:`UserNotFound`.
        """
        now = self.clock.now()
        with self.unit_of_work() as work:
            blocker, _ = work.users.hold_pair(by, whom)  # no follow slips in between
            blocker.acting()
            id = BlockId(work.next_id(at=now))
            work.blocks.add(Block.begin(id=id, blocker_id=by, blocked_id=whom, now=now))
            for follower_id, followee_id in ((by, whom), (whom, by)):
                follow = work.follows.find(follower_id=follower_id, followee_id=followee_id)
                if follow is not None:
                    work.follows.remove(follow.end(by=by, now=now))

    def unblock(self, *, by: UserId, whom: UserId) -> None:
        """Within sight again; follows do not come back.  What was not blocked stays so."""
        with self.unit_of_work() as work:
            block = work.blocks.find(blocker_id=by, blocked_id=whom)
            if block is not None:
                work.blocks.remove(block.end(now=self.clock.now()))
