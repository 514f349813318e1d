"""What people do with notifications: get them, read them, put them away."""

from collections.abc import Iterable, Sequence
from functools import partial

from attrs import frozen

from ..domain.favourites import MicropostFavourited
from ..domain.follows import FollowersPartlyTold, FollowId, FollowRequested, UserFollowed
from ..domain.givens import LARGEST_ID, is_id
from ..domain.microposts import MicropostEdited, MicropostId, MicropostPosted, Visibility
from ..domain.notifications import (
    Notification,
    NotificationId,
    NotificationKind,
    NotificationNotFound,
    UserNotified,
)
from ..domain.reposts import MicropostReposted, RepostersPartlyTold
from ..domain.timelines import EntryId
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.microposts import MicropostViews
from .ports.notifications import NotificationView, NotificationViews, Told
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWork, UnitOfWorkFactory

NEWEST = Cursor()
ALL = NotificationId(LARGEST_ID)
BATCH = 500  # who are told in one go, so that nobody waits for long
MOST_UNREAD = 100  # so many are counted; who has more has that many, shown as 99+


@frozen
class Notifications:
    """Public methods are use cases, or reactions: what happens because of an event."""

    unit_of_work: UnitOfWorkFactory
    views: NotificationViews
    microposts: MicropostViews
    clock: Clock

    # -- reading ------------------------------------------------------------------

    def page(
        self,
        *,
        recipient_id: UserId,
        kinds: Iterable[NotificationKind] | None = None,
        but: Iterable[NotificationKind] = (),
        actor_id: UserId | None = None,
        cursor: Cursor = NEWEST,
    ) -> Page[NotificationView]:
        """What others did about the recipient, newest first, as far as they may see it now.

        Of these ``kinds``, or all, ``but`` for some; and of what one actor did, or anybody.  Raises
        :exc:`NoSuchKind`.
        """
        read = partial(
            self.views.page,
            recipient_id=recipient_id,
            now=self.clock.now(),
            kinds=NotificationKind.those(kinds, but=but),
            actor_id=actor_id,
        )
        return paged(read, cursor).dressed(lambda items: self._dressed(items, recipient_id))

    def show(self, id: NotificationId, *, recipient_id: UserId) -> NotificationView:
        """One of them; raises :exc:`NotificationNotFound` where the page does not hold it."""
        found = self.views.find(id, recipient_id=recipient_id, now=self.clock.now())
        for view in self._dressed([found] if found else [], recipient_id):
            return view
        raise NotificationNotFound(id)

    def unread_count(self, *, recipient_id: UserId) -> int:
        """How many of them are unread: exactly, up to 99; 100 stands for all above."""
        now = self.clock.now()
        return self.views.unread(recipient_id=recipient_id, now=now, most=MOST_UNREAD)

    def read_up_to(self, id: NotificationId, *, by: UserId) -> None:
        """Those up to that one are read; what was read stays so.

        What comes later is unread, whatever id is given.  Raises :exc:`UserNotFound`,
        :exc:`AccountNotActive`, or :exc:`NotificationNotFound` where it is no id.
        """
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            _expect_id(id)
            work.notifications.read(by, up_to=id)

    def dismiss(self, id: NotificationId, *, by: UserId) -> None:
        """Put one away for good; twice is once.

        Raises :exc:`NotificationNotFound` where they are shown none of that id, or
        :exc:`AccountNotActive`.
        """
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            if not work.notifications.dismiss(id, recipient_id=by, now=self.clock.now()):
                raise NotificationNotFound(id)

    def clear(self, *, by: UserId, up_to: NotificationId = ALL) -> None:
        """Put all away for good, or all up to one.  Raises like :meth:`read_up_to`."""
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            _expect_id(up_to)
            work.notifications.clear(by, up_to=up_to, now=self.clock.now())

    # -- reactions ----------------------------------------------------------------

    def tell_mentioned(self, event: MicropostPosted | MicropostEdited, work: UnitOfWork) -> None:
        """Everybody a micropost names is told once, and whom it answers, named or not; whether
        they may read it is asked when they look, so that a block taken down leaves nothing missing.
        """
        micropost = work.microposts.find(event.micropost_id)
        if micropost is None:
            return
        answered = work.entries.answered(micropost.id)
        answered_ids = frozenset() if answered is None else frozenset({answered})
        for user_id in sorted(micropost.mentioned_ids | answered_ids):
            self._tell(
                work,
                NotificationKind.REPLY if user_id == answered else NotificationKind.MENTION,
                user_id,
                actor_id=micropost.author_id,
                about=micropost.id,
            )

    def tell_following(
        self, event: MicropostPosted | FollowersPartlyTold, work: UnitOfWork
    ) -> None:
        """Who follows the author and wants to be told is told once: of nothing that is only for
        those it names, or said in answer to others, and not whom it names: they are told that.

        A batch of them; then the next, while there are more.
        """
        micropost = work.microposts.find(event.micropost_id)
        if micropost is None or micropost.visibility is Visibility.MENTIONED:
            return
        about, author_id = micropost.id, micropost.author_id
        if work.entries.answered(about) not in (None, author_id):
            return
        after = event.follow_id if isinstance(event, FollowersPartlyTold) else FollowId(0)
        follows = work.follows.notified(author_id, after=after, limit=BATCH)
        for who in (follow.follower_id for follow in follows):
            if who not in micropost.mentioned_ids:
                self._tell(work, NotificationKind.POST, who, actor_id=author_id, about=about)
        if len(follows) == BATCH:
            told = FollowersPartlyTold(
                at=self.clock.now(),
                micropost_id=about,
                author_id=author_id,
                follow_id=follows[-1].id,
            )
            work.outbox.put([told])

    def tell_followed(self, event: UserFollowed, work: UnitOfWork) -> None:
        """Whoever is followed is told once, however often the same one begins again."""
        follower_id, followee_id = event.follower_id, event.followee_id
        if work.follows.find(follower_id=follower_id, followee_id=followee_id) is None:
            return
        self._tell(work, NotificationKind.FOLLOW, followee_id, actor_id=follower_id)

    def tell_requested(self, event: FollowRequested, work: UnitOfWork) -> None:
        """Whoever is asked is told once, however often the same one asks again."""
        requester_id, requested_id = event.requester_id, event.requested_id
        if work.follow_requests.find(requester_id=requester_id, requested_id=requested_id):
            kind = NotificationKind.FOLLOW_REQUEST
            self._tell(work, kind, requested_id, actor_id=requester_id)

    def tell_favourited(self, event: MicropostFavourited, work: UnitOfWork) -> None:
        """The author is told once, however often the same one thinks again."""
        about, user_id = event.micropost_id, event.user_id
        if work.favourites.find(user_id=user_id, micropost_id=about) is None:
            return
        self._tell(work, NotificationKind.FAVOURITE, event.author_id, actor_id=user_id, about=about)

    def tell_reposted(self, event: MicropostReposted, work: UnitOfWork) -> None:
        """The author is told once, however often the same one takes it back."""
        about, user_id = event.micropost_id, event.user_id
        if work.reposts.find(user_id=user_id, micropost_id=about) is None:
            return
        self._tell(work, NotificationKind.REPOST, event.author_id, actor_id=user_id, about=about)

    def tell_edited(self, event: MicropostEdited | RepostersPartlyTold, work: UnitOfWork) -> None:
        """Whoever passed it on is told that it says something else now: once, however often.

        A batch of them; then the next, while there are more.
        """
        about, author_id = event.micropost_id, event.author_id
        after = event.entry_id if isinstance(event, RepostersPartlyTold) else EntryId(0)
        reposts = work.reposts.of(about, after=after, limit=BATCH)
        for repost in reposts:
            who = repost.user_id
            self._tell(work, NotificationKind.EDIT, who, actor_id=author_id, about=about)
        if len(reposts) == BATCH:
            told = RepostersPartlyTold(
                at=self.clock.now(),
                micropost_id=about,
                author_id=author_id,
                entry_id=reposts[-1].id,
            )
            work.outbox.put([told])

    def _tell(
        self,
        work: UnitOfWork,
        kind: NotificationKind,
        recipient_id: UserId,
        *,
        actor_id: UserId,
        about: MicropostId | None = None,
    ) -> None:
        """Once, and nobody of what they did themselves."""
        if recipient_id == actor_id:
            return
        now = self.clock.now()
        notification = Notification(
            id=NotificationId(work.next_id(at=now)),
            recipient_id=recipient_id,
            kind=kind,
            actor_id=actor_id,
            micropost_id=about,
            notified_at=now,
        )
        if work.notifications.add(notification):
            work.outbox.put(
                [UserNotified(at=now, notification_id=notification.id, recipient_id=recipient_id)]
            )

    def _dressed(self, items: Sequence[Told], viewer_id: UserId) -> Sequence[NotificationView]:
        about = [id for item in items if (id := item.notification.micropost_id) is not None]
        shown = {view.id: view for view in self.microposts.show(about, viewer_id=viewer_id)}
        return [
            NotificationView(
                id=item.notification.id,
                kind=item.notification.kind,
                notified_at=item.notification.notified_at,
                actor=item.actor,
                micropost=shown.get(id) if id is not None else None,
                unread=item.unread,
            )
            for item in items
            if (id := item.notification.micropost_id) is None or id in shown
        ]


def _expect_id(id: NotificationId) -> None:
    if not is_id(id):
        raise NotificationNotFound(id)
