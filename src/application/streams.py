"""What people who listen are told, as it happens."""

from collections.abc import Collection, Container, Mapping, Sequence, Set

from attrs import evolve, frozen

from ..domain.aggregate import Event
from ..domain.audience import Addressed, Relation, may_read
from ..domain.microposts import (
    Micropost,
    MicropostDeleted,
    MicropostEdited,
    MicropostId,
    MicropostPosted,
)
from ..domain.notifications import NotificationId, UserNotified
from ..domain.reposts import MicropostReposted, MicropostUnreposted
from ..domain.streams import Change, Listener, News, StreamKind, expect_listeners, stands_in
from ..domain.timelines import Entry, EntryId, EntryKind
from ..domain.users import UserId
from .paging import Cursor
from .ports.notifications import NotificationViews
from .ports.streams import StreamViews
from .ports.system import Clock

# All that is news to anybody who listens.
NEWS = (
    MicropostPosted,
    MicropostEdited,
    MicropostDeleted,
    MicropostReposted,
    MicropostUnreposted,
    UserNotified,
)
TELLING = (StreamKind.HOME, StreamKind.NOTIFICATIONS)  # streams that tell of notifications


@frozen
class Telling:
    """Some news, and those of the listeners who are to hear it; ``alike`` are their viewers, in
    groups to whom it looks the same."""

    news: News
    listeners: Sequence[Listener]
    alike: Sequence[Sequence[UserId | None]]


@frozen
class Streams:
    """For whoever keeps listeners: events come from the feed, in its order."""

    views: StreamViews
    notifications: NotificationViews
    clock: Clock
    is_private: bool

    def telling(  # noqa: PLR0911 (one kind of event a line)
        self, event: Event, *, listeners: Collection[Listener]
    ) -> Telling | None:
        """What the event is to those who listen, and to whom of them: to those in whose timeline
        the entry stands now, or stood.  None where it is no news to any.

        Raises :exc:`NotListeners`.
        """
        expect_listeners(listeners)
        match event:
            case MicropostPosted(micropost_id=id):
                return self._entered(EntryId(id), Change.ENTERED, listeners)
            case MicropostEdited(micropost_id=id):
                return self._entered(EntryId(id), Change.EDITED, listeners)
            case MicropostReposted(entry_id=id):
                return self._entered(id, Change.ENTERED, listeners)
            case MicropostDeleted():
                return self._deleted(event, listeners)
            case MicropostUnreposted():
                return self._unreposted(event, listeners)
            case UserNotified(recipient_id=recipient_id, notification_id=id):
                return self._notified(recipient_id, id, listeners)
            case _:
                return None

    def _entered(
        self, id: EntryId, change: Change, listeners: Collection[Listener]
    ) -> Telling | None:
        found = self.views.entry(id)
        if found is None:
            return None
        entry, micropost = found
        return self._told(
            News(
                change=change,
                entry_id=id,
                micropost_id=micropost.id,
                entered_by=entry.author_id,
            ),
            _Subject(entry, micropost, micropost.tags, micropost.mentioned_ids),
            listeners,
        )

    def _deleted(self, event: MicropostDeleted, listeners: Collection[Listener]) -> Telling | None:
        """Whom it answered is not known any more: of replies, all hear who could have read them."""
        id, author_id, visibility = event.micropost_id, event.author_id, event.visibility
        entry = Entry(
            id=EntryId(id),
            author_id=author_id,
            micropost_id=id,
            kind=EntryKind.POST,
            visibility=visibility,
        )
        return self._told(
            News(change=Change.LEFT, entry_id=entry.id, micropost_id=id, entered_by=author_id),
            _Subject(entry, event, event.hashtags, event.mentioned_ids),
            listeners,
        )

    def _unreposted(
        self, event: MicropostUnreposted, listeners: Collection[Listener]
    ) -> Telling | None:
        micropost = self.views.micropost(event.micropost_id)
        if micropost is None:
            return None
        entry = Entry(
            id=event.entry_id,
            author_id=event.user_id,
            micropost_id=micropost.id,
            kind=EntryKind.REPOST,
            visibility=micropost.visibility,
        )
        return self._told(
            News(
                change=Change.LEFT,
                entry_id=entry.id,
                micropost_id=micropost.id,
                entered_by=entry.author_id,
            ),
            _Subject(entry, micropost, micropost.tags, micropost.mentioned_ids),
            listeners,
        )

    def _notified(
        self, recipient_id: UserId, id: NotificationId, listeners: Collection[Listener]
    ) -> Telling | None:
        theirs = [
            one for one in listeners if one.viewer_id == recipient_id and one.stream.kind in TELLING
        ]
        if not theirs:
            return None
        alone = Cursor(max_id=id + 1, since_id=id - 1, limit=1)
        now = self.clock.now()
        if not self.notifications.page(recipient_id=recipient_id, now=now, cursor=alone).items:
            return None
        return Telling(News(change=Change.NOTIFIED, notification_id=id), theirs, [[recipient_id]])

    def _told(
        self, news: News, subject: "_Subject", listeners: Collection[Listener]
    ) -> Telling | None:
        entry, micropost = subject.entry, subject.micropost
        viewer_ids = {one.viewer_id for one in listeners if one.viewer_id is not None}
        authors = self._relations(micropost.author_id, viewer_ids)
        enterers = self._relations(entry.author_id, viewer_ids) if entry.is_repost else authors
        answered = self._relations(entry.answered_id, viewer_ids)

        def hears(one: Listener) -> bool:
            viewer_id = one.viewer_id
            return viewer_id in authors and stands_in(
                one.stream,
                entry,
                micropost,
                subject.tags,
                viewer_id,
                author=evolve(authors[viewer_id], mentioned=viewer_id in subject.mentioned_ids),
                enterer=enterers[viewer_id],
                follows_answered=viewer_id in answered and answered[viewer_id].follows,
                private=self.is_private,
            )

        told = [one for one in listeners if hears(one)]
        if not told:
            return None
        viewers = list(dict.fromkeys(one.viewer_id for one in told))
        if news.change is Change.LEFT or not isinstance(micropost, Micropost):
            return Telling(news, told, [viewers])  # an id looks the same to all
        return Telling(news, told, self._alike(micropost, entry.author_id, viewers))

    def _alike(
        self, micropost: Micropost, entered_by: UserId, viewers: Sequence[UserId | None]
    ) -> Sequence[Sequence[UserId | None]]:
        """Who did something about it, and whose it is, see it as nobody else does; of the others,
        those who may read what it answers see that besides."""
        ids = {id for id in viewers if id is not None}
        involved = self.views.involved(micropost.id, viewer_ids=ids)
        apart = {None, micropost.author_id, entered_by, *involved}
        readers = self._readers(micropost.in_reply_to_id, ids)
        groups: dict[object, list[UserId | None]] = {}
        for viewer_id in viewers:
            look = (viewer_id,) if viewer_id in apart else viewer_id in readers
            groups.setdefault(look, []).append(viewer_id)
        return list(groups.values())

    def _readers(self, id: MicropostId | None, viewer_ids: Set[UserId]) -> Set[UserId]:
        micropost = self.views.micropost(id) if id is not None else None
        if micropost is None:
            return set()
        mentioned = micropost.mentioned_ids
        return {
            viewer_id
            for viewer_id, relation in self._relations(micropost.author_id, viewer_ids).items()
            if viewer_id is not None
            and may_read(
                micropost,
                viewer_id,
                evolve(relation, mentioned=viewer_id in mentioned),
                private=self.is_private,
            )
        }

    def _relations(
        self, other_id: UserId | None, viewer_ids: Set[UserId]
    ) -> Mapping[UserId | None, Relation]:
        if other_id is None:
            return {}
        return self.views.relations(other_id, viewer_ids=viewer_ids, now=self.clock.now())


@frozen
class _Subject:
    """What an event is about."""

    entry: Entry
    micropost: Addressed
    tags: Container[str]
    mentioned_ids: Container[UserId | None]
