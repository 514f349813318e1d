"""What people do with follows: begin them, end them."""

from attrs import frozen

from ..domain.follows import BlockedByYou, Follow, FollowId
from ..domain.users import UserId, UserNotFound, UserState
from .ports.follows import FollowViews, RelationView
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWorkFactory


@frozen
class Follows:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: FollowViews
    clock: Clock

    def follow(self, *, by: UserId, whom: UserId) -> None:
        """Read what someone posts from now on; twice is once.

        Raises :exc:`FollowsSelf`, :exc:`AccountNotActive`, :exc:`BlockedByYou`, or
        :exc:`UserNotFound` where there is no such user, or none for the one who asks.
        """
        now = self.clock.now()
        with self.unit_of_work() as work:
            follower, other = work.users.hold_pair(by, whom)
            follower.acting()
            if other.state is not UserState.ACTIVE or work.blocks.find(
                blocker_id=whom, blocked_id=by
            ):
                raise UserNotFound(whom)
            if work.blocks.find(blocker_id=by, blocked_id=whom):
                raise BlockedByYou
            id = FollowId(work.next_id(at=now))
            work.follows.add(Follow.begin(id=id, follower_id=by, followee_id=whom, now=now))

    def unfollow(self, *, by: UserId, whom: UserId) -> None:
        """Read it no more; what was not followed stays so.  Raises :exc:`UserNotFound`."""
        with self.unit_of_work() as work:
            work.users.hold_pair(by, whom)
            follow = work.follows.find(follower_id=by, followee_id=whom)
            if follow is not None:
                work.follows.remove(follow.end(by=by, now=self.clock.now()))

    def relation(self, *, viewer_id: UserId, other_id: UserId) -> RelationView:
        """How the viewer stands to another user."""
        now = self.clock.now()
        return self.views.relation(viewer_id=viewer_id, other_id=other_id, now=now)
