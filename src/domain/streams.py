"""A stream: what somebody who listens is told of a timeline while it goes on."""

from collections.abc import Collection, Container
from enum import StrEnum

from attrs import frozen

from .audience import Addressed, Relation, may_show
from .errors import Invalid
from .microposts import MicropostId, Visibility
from .notifications import NotificationId
from .timelines import Entry, EntryId, EntryKind, may_pass
from .users import UserId


class StreamKind(StrEnum):
    """Which timeline it goes on with."""

    HOME = "home"  # and what the listener is notified of
    NOTIFICATIONS = "notifications"  # these alone
    LOCAL = "local"
    TAGGED = "tagged"
    DIRECT = "direct"  # what is for those it mentions alone


@frozen
class Stream:
    """``tag`` is a (folded) hashtag, where the kind asks for one."""

    kind: StreamKind
    tag: str = ""


@frozen
class Listener:
    """Who listens to what; strangers listen as None."""

    viewer_id: UserId | None
    stream: Stream


def expect_listeners(given: object) -> None:
    """Raises :exc:`NotListeners`."""
    if not isinstance(given, Collection) or not all(isinstance(one, Listener) for one in given):
        raise NotListeners


class Change(StrEnum):
    """What happened to the timeline."""

    ENTERED = "entered"
    EDITED = "edited"
    LEFT = "left"
    NOTIFIED = "notified"


@frozen(kw_only=True)
class News:
    """What one event is to all who listen: the entry, who entered it, and the micropost it is
    about, whose own id that of a post is; or the notification."""

    change: Change
    entry_id: EntryId | None = None
    micropost_id: MicropostId | None = None
    entered_by: UserId | None = None
    notification_id: NotificationId | None = None

    @property
    def is_of_repost(self) -> bool:
        """Whether it is about an entry that passes another's micropost on."""
        return self.entry_id is not None and int(self.entry_id) != self.micropost_id


def stands_in(
    stream: Stream,
    entry: Entry,
    micropost: Addressed,
    tags: Container[str],
    viewer_id: UserId | None,
    *,
    author: Relation,
    enterer: Relation,
    follows_answered: bool,
    private: bool = False,
) -> bool:
    """Whether an entry of that micropost stands in the timeline that the stream goes on with.

    ``author`` is how the viewer stands to who said it, ``enterer`` to who entered it: the same, or
    who reposted it.  The definitions of the timelines are those of :mod:`domain.timelines`.
    """
    shown = may_show(micropost, viewer_id, author, private=private)
    if not shown or not may_pass(entry, viewer_id, enterer):
        return False
    is_public = entry.kind is EntryKind.POST and entry.visibility is Visibility.PUBLIC
    match stream.kind:
        case StreamKind.HOME:
            heard = entry.answered_id in (None, entry.author_id, viewer_id) or follows_answered
            return entry.author_id == viewer_id or (enterer.follows and heard)
        case StreamKind.LOCAL:
            return is_public
        case StreamKind.TAGGED:
            return is_public and stream.tag in tags
        case StreamKind.DIRECT:
            return entry.visibility is Visibility.MENTIONED
        case StreamKind.NOTIFICATIONS:  # pragma: no branch (there is no other)
            return False


# -- refusals -------------------------------------------------------------------


class NotListeners(Invalid):
    def __str__(self) -> str:
        return "those who listen have to be listeners"
