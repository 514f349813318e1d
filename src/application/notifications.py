"""What people do with notifications: get them, read them."""

from collections.abc import Sequence

from attrs import frozen

from ..domain.microposts import MicropostPosted
from ..domain.notifications import Notification, NotificationId, NotificationKind
from ..domain.users import UserId
from .paging import Cursor, Page
from .ports.microposts import MicropostViews
from .ports.notifications import NotificationView, NotificationViews
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWork

NEWEST = Cursor()


@frozen
class Notifications:
    """Public methods are use cases, or reactions: what happens because of an event."""

    views: NotificationViews
    microposts: MicropostViews
    clock: Clock

    def page(self, *, recipient_id: UserId, cursor: Cursor = NEWEST) -> Page[NotificationView]:
        """What others did about the recipient, newest first, as far as they may see it now."""
        now = self.clock.now()
        found = self.views.page(recipient_id=recipient_id, now=now, cursor=cursor.within())
        return found.dressed(lambda items: self._dressed(items, recipient_id))

    def tell_mentioned(self, event: MicropostPosted, work: UnitOfWork) -> None:
        """Everybody a micropost names is told once; whether they may read it is asked when they
        look, so that a block taken down leaves nothing missing.
        """
        micropost = work.microposts.find(event.micropost_id)
        if micropost is None:
            return
        now = self.clock.now()
        for user_id in sorted(micropost.mentioned_ids - {micropost.author_id}):
            work.notifications.add(
                Notification(
                    id=NotificationId(work.next_id(at=now)),
                    recipient_id=user_id,
                    kind=NotificationKind.MENTION,
                    actor_id=micropost.author_id,
                    micropost_id=micropost.id,
                    notified_at=now,
                )
            )

    def _dressed(
        self, items: Sequence[Notification], viewer_id: UserId
    ) -> Sequence[NotificationView]:
        shown = {
            micropost.id: micropost
            for micropost in self.microposts.show(
                [item.micropost_id for item in items], viewer_id=viewer_id
            )
        }
        return [
            NotificationView(
                id=item.id,
                kind=item.kind,
                notified_at=item.notified_at,
                micropost=shown[item.micropost_id],
            )
            for item in items
            if item.micropost_id in shown
        ]
