"""What people do with blocks: put them up, take them down, look at them."""

from collections.abc import Sequence
from functools import partial

from attrs import frozen

from ..domain.blocks import Block, BlockId
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.blocks import BlockView, BlockViews
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWorkFactory
from .ports.users import UserViews

NEWEST = Cursor()


@frozen
class Blocks:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: BlockViews
    users: UserViews
    clock: Clock

    def block(self, *, by: UserId, whom: UserId) -> None:
        """Out of each other's sight: follows between the two end, and requests; twice is once.

        Mutes stay: they hold again once the block is taken down.  Raises :exc:`BlocksSelf`,
        :exc:`AccountNotActive` or :exc:`UserNotFound`.
        """
        now = self.clock.now()
        with self.unit_of_work() as work:
            blocker, other = work.users.hold_pair(by, whom)  # no follow slips in between
            blocker.acting()
            other.there()
            id = BlockId(work.next_id(at=now))
            work.blocks.add(Block.begin(id=id, blocker_id=by, blocked_id=whom, now=now))
            for follower_id, followee_id in ((by, whom), (whom, by)):
                follow = work.follows.find(follower_id=follower_id, followee_id=followee_id)
                if follow is not None:
                    work.follows.remove(follow.end(by=by, now=now))
            own = work.follow_requests.find(requester_id=by, requested_id=whom)
            if own is not None:
                work.follow_requests.remove(own.withdraw(now=now))
            theirs = work.follow_requests.find(requester_id=whom, requested_id=by)
            if theirs is not None:
                work.follow_requests.remove(theirs.reject(now=now))

    def unblock(self, *, by: UserId, whom: UserId) -> None:
        """Within sight again; follows do not come back.  Who was not blocked stays so.

        Raises :exc:`AccountNotActive` or :exc:`UserNotFound`.
        """
        with self.unit_of_work() as work:
            blocker, _ = work.users.hold_pair(by, whom)
            blocker.acting()
            block = work.blocks.find(blocker_id=by, blocked_id=whom)
            if block is not None:
                work.blocks.remove(block.end(now=self.clock.now()))

    def page(self, *, of: UserId, cursor: Cursor = NEWEST) -> Page[BlockView]:
        """Whom they blocked, the newest block first."""
        read = partial(self.views.page, blocker_id=of)
        return paged(read, cursor).dressed(self._dressed)

    def _dressed(self, blocks: Sequence[Block]) -> Sequence[BlockView]:
        users = {user.id: user for user in self.users.show([block.blocked_id for block in blocks])}
        return [
            BlockView(id=block.id, user=users[block.blocked_id], blocked_at=block.blocked_at)
            for block in blocks
            if block.blocked_id in users
        ]
