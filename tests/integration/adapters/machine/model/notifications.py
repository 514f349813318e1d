"""What people are told of, and what they do with it."""

from collections.abc import Sequence
from typing import Any

from twite.domain.markers import InvalidMarker
from twite.domain.notifications import NoSuchKind, NotificationId, NotificationNotFound

from .world import LARGEST_ID, Bounds, Notice, Said, World, page

MOST_UNREAD = 100
KINDS = {"mention", "reply", "follow", "follow_request", "favourite", "repost", "edit", "post"}


class Notifications(World):
    def notifications_page(self, *, cursor: Bounds, **asked: Any) -> Said:
        page((), cursor, self._notice)  # a cursor that cannot be is refused before anything else
        return page(self.notifications_page_rows(**asked), cursor, self._notice)

    def notifications_page_rows(
        self,
        *,
        recipient_id: int,
        kinds: Sequence[str] | None = None,
        but: Sequence[str] = (),
        actor_id: int | None = None,
    ) -> Sequence[Notice]:
        if not {*(kinds or ()), *but} <= KINDS:
            raise NoSuchKind
        return [
            notice
            for notice in reversed(self._shown_to(recipient_id))
            if (kinds is None or notice.kind in kinds)
            and notice.kind not in but
            and actor_id in (None, notice.actor)
        ]

    def notifications_show(self, *, id: int, recipient_id: int) -> Said:
        for notice in self._shown_to(recipient_id):
            if notice.id == id:
                return self._notice(notice)
        raise NotificationNotFound(NotificationId(id))

    def notifications_unread_count(self, *, recipient_id: int) -> int:
        unread = [notice for notice in self._shown_to(recipient_id) if not notice.is_read]
        return min(len(unread), MOST_UNREAD)

    def notifications_read_up_to(self, *, id: int, by: int) -> None:
        self.acting(by)
        for notice in self._up_to(id, by):
            notice.is_read = True

    def markers_move(self, *, by: int, home: int | None, notifications: int | None) -> Said:
        said = {"home": home, "notifications": notifications}
        if any(id is not None and not 0 <= id <= LARGEST_ID for id in said.values()):
            raise InvalidMarker
        self.acting(by)
        for of, id in said.items():
            if id is not None:
                self._move(by, of, id)
        for notice in self._up_to(notifications, by) if notifications is not None else ():
            notice.is_read = True
        return {of: self.markers[by, of] for of, id in said.items() if id is not None}

    def markers_show(self, *, of: int) -> Said:
        return {name: mark for (owner, name), mark in self.markers.items() if owner == of}

    def notifications_dismiss(self, *, id: int, by: int) -> None:
        self.acting(by)
        mine = [notice for notice in self.notices if notice.recipient == by]
        found = [notice for notice in mine if notice.id == id and self.may_tell(notice)]
        if not found:
            raise NotificationNotFound(NotificationId(id))
        found[0].is_dismissed = True

    def notifications_clear(self, *, by: int, up_to: int) -> None:
        self.acting(by)
        for notice in self._up_to(up_to, by):
            notice.is_dismissed = True

    # -- in other words -----------------------------------------------------------------

    def _shown_to(self, recipient: int) -> Sequence[Notice]:
        return [
            notice
            for notice in self.notices
            if notice.recipient == recipient and not notice.is_dismissed and self.may_tell(notice)
        ]

    def _move(self, by: int, of: str, id: int) -> None:
        stood = self.markers.get((by, of))
        if stood is None or stood["last_read_id"] != id:
            self.markers[by, of] = {
                "owner_id": by,
                "of": of,
                "last_read_id": id,
                "version": stood["version"] + 1 if stood else 1,
                "updated_at": self.now,
            }

    def _up_to(self, id: int, recipient: int) -> Sequence[Notice]:
        """Those of the recipient.  Who stands before one whose id is known has a lesser one."""
        known = [place for place, notice in enumerate(self.notices) if 0 < notice.id <= id]
        last = known[-1] + 1 if known else 0
        standing = self.notices if id == LARGEST_ID else self.notices[:last]
        return [notice for notice in standing if notice.recipient == recipient]

    def _notice(self, notice: Notice) -> Said:
        post = self.posts[notice.post] if notice.post is not None else None
        return {
            "id": notice.id,
            "kind": notice.kind,
            "notified_at": notice.at,
            "actor": self.author_view(notice.actor),
            "micropost": self.micropost_view(post, notice.recipient) if post else None,
            "unread": not notice.is_read,
        }
