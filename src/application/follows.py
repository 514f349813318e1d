"""What people do with follows: begin them, ask for them, let others in, end them, look at them."""

from collections.abc import Mapping, Sequence
from functools import partial

from attrs import frozen

from ..domain.follows import (
    BlockedByYou,
    Follow,
    FollowId,
    FollowRequest,
    FollowRequestId,
    FollowRequestNotFound,
)
from ..domain.givens import at_once
from ..domain.users import User, UserId, UserNotFound, UserState
from .paging import Cursor, Page, paged
from .ports.follows import FollowRequestView, FollowView, FollowViews, RelationView
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from .ports.users import UserView, UserViews

NEWEST = Cursor()


@frozen
class Follows:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: FollowViews
    users: UserViews
    clock: Clock

    def follow(
        self, *, by: UserId, whom: UserId, reposts: bool = True, notifies: bool | None = None
    ) -> None:
        """Read what someone posts from now on or, where they are locked, ask to; twice is once.

        Without ``reposts``, what they pass on does not stand in the follower's home; with
        ``notifies``, the follower is told when they post, and without a word on it, as before: at
        first, not.  Following once more is how that is changed.  Whoever unlocks their account
        accepts nobody by it: requests wait until they are accepted or rejected, or until their
        requester, who need not ask any more, follows. Raises :exc:`FollowsSelf`,
        :exc:`AccountNotActive`, :exc:`BlockedByYou`, :exc:`NotYesOrNo`, or :exc:`UserNotFound`
        where there is no such user, or none for the one who asks.
        """
        with self.unit_of_work() as work:
            follower, other = work.users.hold_pair(by, whom)
            follower.acting()
            if other.state is not UserState.ACTIVE or work.blocks.find(
                blocker_id=whom, blocked_id=by
            ):
                raise UserNotFound(whom)
            if work.blocks.find(blocker_id=by, blocked_id=whom):
                raise BlockedByYou
            standing = work.follows.find(follower_id=by, followee_id=whom)
            if standing is not None:
                told = standing.notifies if notifies is None else notifies
                work.follows.save(standing.showing_reposts(reposts).notifying(told))
            elif other.is_locked:
                self._ask(work, by, whom, reposts=reposts, notifies=notifies)
            else:
                self._begin(work, by, whom, reposts=reposts, notifies=notifies)

    def unfollow(self, *, by: UserId, whom: UserId) -> None:
        """Read it no more; what was not followed stays so.

        Raises :exc:`AccountNotActive` or :exc:`UserNotFound`.
        """
        with self.unit_of_work() as work:
            _acting(work, by, whom)
            follow = work.follows.find(follower_id=by, followee_id=whom)
            if follow is not None:
                work.follows.remove(follow.end(by=by, now=self.clock.now()))

    def remove_follower(self, *, by: UserId, whom: UserId) -> None:
        """Be read by someone no more, who may follow or ask again; who did not follow stays so.

        Raises :exc:`AccountNotActive` or :exc:`UserNotFound`.
        """
        with self.unit_of_work() as work:
            _acting(work, by, whom)
            follow = work.follows.find(follower_id=whom, followee_id=by)
            if follow is not None:
                work.follows.remove(follow.end(by=by, now=self.clock.now()))

    # -- requests -----------------------------------------------------------------

    def accept(self, *, by: UserId, whom: UserId) -> None:
        """Let someone follow who asked to; who follows already stays so.

        Raises :exc:`AccountNotActive`, :exc:`UserNotFound`, or :exc:`FollowRequestNotFound` where
        nobody asks, or nobody who is there.
        """
        now = self.clock.now()
        with self.unit_of_work() as work:
            requester = _acting(work, by, whom)
            if work.follows.find(follower_id=whom, followee_id=by) is not None:
                return
            request = work.follow_requests.find(requester_id=whom, requested_id=by)
            if request is None or requester.state is not UserState.ACTIVE:
                raise FollowRequestNotFound(whom)
            work.follow_requests.remove(request)
            work.follows.add(request.accept(id=FollowId(work.next_id(at=now)), now=now))

    def reject(self, *, by: UserId, whom: UserId) -> None:
        """Do not let someone follow who asked to; who did not ask stays so.

        Raises :exc:`AccountNotActive` or :exc:`UserNotFound`.
        """
        with self.unit_of_work() as work:
            _acting(work, by, whom)
            request = work.follow_requests.find(requester_id=whom, requested_id=by)
            if request is not None:
                work.follow_requests.remove(request.reject(now=self.clock.now()))

    def withdraw(self, *, by: UserId, whom: UserId) -> None:
        """Ask no more; what was not asked stays so.

        Raises :exc:`AccountNotActive` or :exc:`UserNotFound`.
        """
        with self.unit_of_work() as work:
            _acting(work, by, whom)
            request = work.follow_requests.find(requester_id=by, requested_id=whom)
            if request is not None:
                work.follow_requests.remove(request.withdraw(now=self.clock.now()))

    # -- looking at them ----------------------------------------------------------

    def relation(self, *, viewer_id: UserId, other_id: UserId) -> RelationView:
        """How the viewer stands to another user."""
        now = self.clock.now()
        return self.views.relation(viewer_id=viewer_id, other_id=other_id, now=now)

    def relations(
        self, *, viewer_id: UserId, other_ids: Sequence[UserId]
    ) -> Mapping[UserId, RelationView]:
        """The same of several, in the order asked; who is not there for the viewer is left out.

        Raises :exc:`NotSomeIds`.
        """
        return self.views.relations(
            viewer_id=viewer_id, other_ids=at_once(other_ids), now=self.clock.now()
        )

    def followers(
        self, *, of: UserId, viewer_id: UserId | None, cursor: Cursor = NEWEST
    ) -> Page[FollowView]:
        """Who follows someone, as far as the viewer may know, whoever followed last first."""
        read = partial(self.views.followers, of=of, viewer_id=viewer_id)
        return paged(read, cursor).dressed(
            lambda follows: self._dressed(follows, [follow.follower_id for follow in follows])
        )

    def following(
        self, *, of: UserId, viewer_id: UserId | None, cursor: Cursor = NEWEST
    ) -> Page[FollowView]:
        """Whom someone follows, as far as the viewer may know, whoever was followed last first."""
        read = partial(self.views.following, of=of, viewer_id=viewer_id)
        return paged(read, cursor).dressed(
            lambda follows: self._dressed(follows, [follow.followee_id for follow in follows])
        )

    def requests(self, *, of: UserId, cursor: Cursor = NEWEST) -> Page[FollowRequestView]:
        """Who asks to follow someone, whoever asked last first."""
        return paged(partial(self.views.requests, of=of), cursor).dressed(self._asking)

    def requests_count(self, *, of: UserId) -> int:
        """How many they are."""
        return self.views.requests_count(of=of)

    # -- parts --------------------------------------------------------------------

    def _begin(
        self, work: UnitOfWork, by: UserId, whom: UserId, *, reposts: bool, notifies: bool | None
    ) -> None:
        now = self.clock.now()
        request = work.follow_requests.find(requester_id=by, requested_id=whom)
        if request is not None:  # from before the account was unlocked
            work.follow_requests.remove(request)
        work.follows.add(
            Follow.begin(
                id=FollowId(work.next_id(at=now)),
                follower_id=by,
                followee_id=whom,
                shows_reposts=reposts,
                notifies=False if notifies is None else notifies,
                now=now,
            )
        )

    def _ask(
        self, work: UnitOfWork, by: UserId, whom: UserId, *, reposts: bool, notifies: bool | None
    ) -> None:
        now = self.clock.now()
        waiting = work.follow_requests.find(requester_id=by, requested_id=whom)
        if waiting is not None:
            told = waiting.notifies if notifies is None else notifies
            work.follow_requests.save(waiting.showing_reposts(reposts).notifying(told))
            return
        work.follow_requests.add(
            FollowRequest.begin(
                id=FollowRequestId(work.next_id(at=now)),
                requester_id=by,
                requested_id=whom,
                shows_reposts=reposts,
                notifies=False if notifies is None else notifies,
                now=now,
            )
        )

    def _dressed(self, follows: Sequence[Follow], ids: Sequence[UserId]) -> Sequence[FollowView]:
        """Each with the user of that id; without one, it is left out."""
        users = self._users(ids)
        return [
            FollowView(id=follow.id, user=users[id], followed_at=follow.followed_at)
            for follow, id in zip(follows, ids, strict=True)
            if id in users
        ]

    def _asking(self, requests: Sequence[FollowRequest]) -> Sequence[FollowRequestView]:
        users = self._users([request.requester_id for request in requests])
        return [
            FollowRequestView(
                id=request.id, user=users[request.requester_id], requested_at=request.requested_at
            )
            for request in requests
            if request.requester_id in users
        ]

    def _users(self, ids: Sequence[UserId]) -> dict[UserId, UserView]:
        return {user.id: user for user in self.users.show(ids)}


def _acting(work: UnitOfWork, by: UserId, whom: UserId) -> User:
    """Both are held, and the one who acts is active; the other."""
    actor, other = work.users.hold_pair(by, whom)
    actor.acting()
    return other
