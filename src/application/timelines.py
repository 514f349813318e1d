"""What people do with timelines: read them."""

from collections.abc import Mapping, Sequence
from functools import partial

from attrs import frozen

from ..domain.microposts import MicropostId, MicropostNotFound
from ..domain.text import fold_tag, written
from ..domain.timelines import MOST_REPLIES, Entry, Selection, Thread
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.microposts import MicropostStamp, MicropostView, MicropostViews
from .ports.system import Clock
from .ports.timelines import EntryView, ReplyView, ThreadView, TimelineViews, dressed
from .ports.users import UserStamp, UserViews

NEWEST = Cursor()


@frozen
class Entries:
    """What stands in timelines, and when it changed: for whoever remembers what it looks like."""

    views: TimelineViews
    microposts: MicropostViews
    users: UserViews
    clock: Clock

    def home(self, *, viewer_id: UserId, cursor: Cursor = NEWEST) -> Page[Entry]:
        """:meth:`Timelines.home`."""
        return paged(partial(self.views.home, viewer_id=viewer_id, now=self.clock.now()), cursor)

    def local(self, *, viewer_id: UserId | None, cursor: Cursor = NEWEST) -> Page[Entry]:
        """:meth:`Timelines.local`."""
        return paged(partial(self.views.local, viewer_id=viewer_id, now=self.clock.now()), cursor)

    def profile(
        self,
        *,
        author_id: UserId,
        viewer_id: UserId | None,
        replies: bool = True,
        reposts: bool = True,
        tag: str | None = None,
        cursor: Cursor = NEWEST,
    ) -> Page[Entry]:
        """:meth:`Timelines.profile`."""
        if tag is not None and not _can_be_a_tag(tag):
            return Page(items=())
        folded = None if tag is None else fold_tag(tag)
        read = partial(
            self.views.profile,
            author_id=author_id,
            viewer_id=viewer_id,
            now=self.clock.now(),
            selection=Selection(replies=replies, reposts=reposts, tag=folded),
        )
        return paged(read, cursor)

    def tagged(self, *, tag: str, viewer_id: UserId | None, cursor: Cursor = NEWEST) -> Page[Entry]:
        """:meth:`Timelines.tagged`."""
        if not _can_be_a_tag(tag):
            return Page(items=())
        read = partial(
            self.views.tagged, tag=fold_tag(tag), viewer_id=viewer_id, now=self.clock.now()
        )
        return paged(read, cursor)

    def thread(
        self,
        id: MicropostId,
        *,
        viewer_id: UserId | None,
        after: MicropostId | None = None,
        limit: int = MOST_REPLIES,
    ) -> Thread:
        """:meth:`Timelines.thread`."""
        stretch = Cursor(limit=limit).within(MOST_REPLIES)
        return self.views.thread(
            id, viewer_id=viewer_id, now=self.clock.now(), after=after, limit=stretch.limit
        )

    def stamps(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Mapping[MicropostId, MicropostStamp]:
        """Of those microposts that the viewer may read."""
        return {one.id: one for one in self.microposts.stamps(ids, viewer_id=viewer_id)}

    def user_stamps(
        self, ids: Sequence[UserId], *, viewer_id: UserId | None
    ) -> Mapping[UserId, UserStamp]:
        """Of those users whom the viewer may know of."""
        return {one.id: one for one in self.users.stamps(ids, viewer_id=viewer_id)}


@frozen
class Timelines:
    """Each public method is one page of a list, newest first; ``cursor`` says which."""

    views: TimelineViews
    microposts: MicropostViews
    users: UserViews
    clock: Clock

    @property
    def entries(self) -> Entries:
        """The same, with nothing but what stands there."""
        return Entries(self.views, self.microposts, self.users, self.clock)

    def home(self, *, viewer_id: UserId, cursor: Cursor = NEWEST) -> Page[EntryView]:
        """What the viewer and those they follow posted and reposted, back to the first."""
        found = self.entries.home(viewer_id=viewer_id, cursor=cursor)
        return self._dressed(found, viewer_id)

    def local(self, *, viewer_id: UserId | None, cursor: Cursor = NEWEST) -> Page[EntryView]:
        """What everybody said in public."""
        found = self.entries.local(viewer_id=viewer_id, cursor=cursor)
        return self._dressed(found, viewer_id)

    def profile(
        self,
        *,
        author_id: UserId,
        viewer_id: UserId | None,
        replies: bool = True,
        reposts: bool = True,
        tag: str | None = None,
        cursor: Cursor = NEWEST,
    ) -> Page[EntryView]:
        """What one user posted, as far as the viewer may read it, and reposted, as far as they may
        be shown it.

        Without ``replies``, nothing they say in answer to others; without ``reposts``, nothing they
        passed on; with a ``tag``, in whatever case, only what they said under it.  Raises
        :exc:`NotYesOrNo` or :exc:`NotAText`.
        """
        found = self.entries.profile(
            author_id=author_id,
            viewer_id=viewer_id,
            replies=replies,
            reposts=reposts,
            tag=tag,
            cursor=cursor,
        )
        return self._dressed(found, viewer_id)

    def pinned(self, *, author_id: UserId, viewer_id: UserId | None) -> Sequence[MicropostView]:
        """What a profile begins with, as far as the viewer may see: what was pinned last, first."""
        return self.microposts.show(self.microposts.pinned(author_id), viewer_id=viewer_id)

    def tagged(
        self, *, tag: str, viewer_id: UserId | None, cursor: Cursor = NEWEST
    ) -> Page[EntryView]:
        """What everybody said in public under a hashtag, in whatever case it is written; raises
        :exc:`NotAText`."""
        found = self.entries.tagged(tag=tag, viewer_id=viewer_id, cursor=cursor)
        return self._dressed(found, viewer_id)

    def thread(
        self,
        id: MicropostId,
        *,
        viewer_id: UserId | None,
        after: MicropostId | None = None,
        limit: int = MOST_REPLIES,
    ) -> ThreadView:
        """What a micropost answers, as far as the viewer may read it, and what answers it, but of
        those they muted, and of the silenced they do not follow.

        Of its replies, so many after that one; a limit above the maximum is cut to it.  Raises
        :exc:`MicropostNotFound` or :exc:`InvalidCursor`.
        """
        found = self.entries.thread(id, viewer_id=viewer_id, after=after, limit=limit)
        ids = [*found.ancestor_ids, id, *(reply.micropost_id for reply in found.replies)]
        shown = {view.id: view for view in self.microposts.show(ids, viewer_id=viewer_id)}
        if id not in shown:
            raise MicropostNotFound(id)
        return ThreadView(
            ancestors=[shown[one] for one in found.ancestor_ids if one in shown],
            micropost=shown[id],
            replies=[
                ReplyView(depth=reply.depth, micropost=shown[reply.micropost_id])
                for reply in found.replies
                if reply.micropost_id in shown
            ],
            more=found.more,
        )

    def _dressed(self, found: Page[Entry], viewer_id: UserId | None) -> Page[EntryView]:
        def dress(entries: Sequence[Entry]) -> Sequence[EntryView]:
            about = list(dict.fromkeys(entry.micropost_id for entry in entries))
            reposters = sorted({entry.author_id for entry in entries if entry.is_repost})
            return dressed(
                entries,
                self.microposts.show(about, viewer_id=viewer_id),
                self.users.show(reposters) if reposters else [],
            )

        return found.dressed(dress)


def _can_be_a_tag(given: str) -> bool:
    """What cannot, no database need be asked for; nor could every one be."""
    return written(given).isprintable()
