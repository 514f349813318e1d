"""A timeline: entries, newest first, and which of them stand in whose."""

from collections.abc import Callable, Collection, Container, Iterable, Sequence
from enum import StrEnum
from typing import NewType, Self

from attrs import evolve, field, frozen

from .audience import Relation, may_hear
from .givens import yes_or_no
from .microposts import Micropost, MicropostId, Visibility
from .users import UserId

EntryId = NewType("EntryId", int)

MOST_REPLIES = 4_096  # on one page of a thread


class EntryKind(StrEnum):
    POST = "post"
    REPOST = "repost"


@frozen(kw_only=True)
class Entry:
    """That someone posted (or passed on) a micropost.  Its id is the cursor of every timeline;
    of a post, it is the micropost's own.  ``answered_id`` is whom a reply answers."""

    id: EntryId
    author_id: UserId
    micropost_id: MicropostId
    kind: EntryKind
    visibility: Visibility
    answered_id: UserId | None = None

    @property
    def is_repost(self) -> bool:
        return self.kind is EntryKind.REPOST


@frozen(kw_only=True)
class Selection:
    """Which entries of an author's are asked for: with what they say in answer to others or
    without, with what they passed on or without; or what they said under a (folded) tag."""

    replies: bool = field(default=True, converter=yes_or_no)
    reposts: bool = field(default=True, converter=yes_or_no)
    tag: str | None = None

    def takes(self, entry: Entry, micropost: Micropost) -> bool:
        """Whether that entry is among them.  What somebody replies to themself is no reply here:
        they go on with what they said."""
        if entry.is_repost:
            return self.reposts and self.tag is None
        is_tagged = self.tag is None or self.tag in micropost.tags
        return is_tagged and (self.replies or entry.answered_id in (None, entry.author_id))


EVERYTHING = Selection()


def may_pass(entry: Entry, viewer_id: UserId | None, reposter: Relation) -> bool:
    """Whether a viewer who may be shown the micropost is shown that it was reposted: by themself,
    or by somebody they hear of, whom they did not mute and whose reposts they did not hide, where
    that is asked.

    A repost never widens the audience: whoever may not read the micropost does not see it pass.
    """
    if not entry.is_repost or entry.author_id == viewer_id:
        return True
    return may_hear(reposter) and not reposter.muted and not reposter.hides_reposts


def home(
    entries: Iterable[Entry],
    *,
    viewer_id: UserId,
    followee_ids: Collection[UserId],
    may_show: Callable[[Entry], bool],
) -> Sequence[Entry]:
    """What the viewer and those they follow entered, and the viewer may be shown.  Newest first.

    What followees say to people the viewer does not follow is left out: half of a conversation
    makes no sense.  Replies to the viewer, to the author themself and to followees stand, and so
    does whatever a followee passes on.  Every entry stands for itself: what several passed on
    stands there as often.

    This is the definition: every adapter answers with exactly these, whatever way it takes.
    """
    authors = {viewer_id, *followee_ids}

    def belongs(entry: Entry) -> bool:
        heard = {None, entry.author_id, *authors}
        own = entry.author_id == viewer_id
        return entry.author_id in authors and (own or entry.answered_id in heard)

    return _newest_first(e for e in entries if belongs(e) and may_show(e))


def local(entries: Iterable[Entry], *, may_show: Callable[[Entry], bool]) -> Sequence[Entry]:
    """What everybody said in public.  Newest first."""
    return _newest_first(
        e
        for e in entries
        if e.kind is EntryKind.POST and e.visibility is Visibility.PUBLIC and may_show(e)
    )


def profile(
    entries: Iterable[Entry],
    *,
    author_id: UserId,
    may_read: Callable[[Entry], bool],
    may_show: Callable[[Entry], bool],
    takes: Callable[[Entry], bool] = lambda _: True,
) -> Sequence[Entry]:
    """What one user said, as far as the viewer may read it, whom they muted or not; and what that
    one passed on, as far as the viewer may be shown it.  Of that, what is asked for
    (:meth:`Selection.takes`).  Newest first."""

    def belongs(entry: Entry) -> bool:
        return may_show(entry) if entry.is_repost else may_read(entry)

    own = (entry for entry in entries if entry.author_id == author_id)
    return _newest_first(entry for entry in own if takes(entry) and belongs(entry))


# -- threads --------------------------------------------------------------------


@frozen(kw_only=True)
class Reply:
    """A reply in its thread.  ``depth`` is how many of those shown stand above it, below what the
    thread is about, itself counted: 1 is what answers that directly."""

    micropost_id: MicropostId
    depth: int


@frozen(kw_only=True)
class Thread:
    """What a micropost answers, from the beginning on, and what answers it: each reply before its
    own replies, siblings oldest first.  ``more`` says that others follow the last."""

    ancestor_ids: Sequence[MicropostId]
    replies: Sequence[Reply]
    more: bool = False

    def after(self, last: MicropostId | None, *, limit: int) -> Self:
        """The stretch of it that follows that reply, or begins it."""
        ids = [reply.micropost_id for reply in self.replies]
        first = 0 if last is None else ids.index(last) + 1
        return evolve(
            self,
            replies=self.replies[first : first + limit],
            more=len(ids) > first + limit,
        )


def thread(
    microposts: Iterable[Micropost],
    *,
    about: Micropost,
    may_read: Callable[[Micropost], bool],
    may_show: Callable[[Micropost], bool],
) -> Thread:
    """The whole thread: what it answers, as far as it may be read, and what anybody answers, as far
    as the viewer may be shown it.  It leads through what is hidden or gone, and shows nothing of
    it.

    This is the definition: every adapter answers with exactly these, whatever way it takes.
    """
    standing = list(microposts)
    below = {one.id: one for one in standing if about.id in one.ancestor_ids and may_show(one)}
    return Thread(
        ancestor_ids=sorted(one.id for one in standing if one.id in about.above and may_read(one)),
        replies=replies(
            sorted(one.place for one in below.values()), about_id=about.id, shown_ids=below.keys()
        ),
    )


def replies(
    places: Iterable[Sequence[MicropostId]],
    *,
    about_id: MicropostId,
    shown_ids: Container[MicropostId],
) -> Sequence[Reply]:
    """The replies at those places (see :attr:`Micropost.place`), in their order."""
    found = []
    for place in places:
        between = place[place.index(about_id) + 1 : -1]
        found.append(
            Reply(
                micropost_id=place[-1],
                depth=1 + sum(id in shown_ids for id in between),
            )
        )
    return found


def _newest_first(entries: Iterable[Entry]) -> Sequence[Entry]:
    return sorted(entries, key=lambda entry: entry.id, reverse=True)
