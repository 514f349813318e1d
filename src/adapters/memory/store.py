"""One world in memory: its tables, and the one transaction at a time that changes them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import count
from threading import Lock, RLock

from attrs import Factory, asdict, define, field

from ...application.ports.microposts import Repeatable
from ...domain.blocks import Block
from ...domain.bookmarks import Bookmark
from ...domain.credentials import Credential, Reset
from ...domain.drafts import Draft as KeptDraft
from ...domain.favourites import Favourite
from ...domain.follows import Follow, FollowRequest
from ...domain.mail import Mail
from ...domain.markers import Marked, Marker
from ...domain.microposts import Micropost, Visibility
from ...domain.mutes import Mute, ThreadMute
from ...domain.notes import Note
from ...domain.notifications import Notification
from ...domain.oauth import AccessToken, App, AuthorizationCode
from ...domain.preferences import Preferred
from ...domain.registrations import Invitation
from ...domain.schedule import Run
from ...domain.sessions import Session
from ...domain.timelines import Entry, EntryKind
from ...domain.users import AuditEntry, User
from .rows import DeliveryRow, EventRow, Pin, Standing, Tally, VersionRow
from .tables import Overlay, Rows, Table

# -- tables ---------------------------------------------------------------------


def _users() -> Rows[int, User]:
    return Table(
        {
            "handle": lambda user: [user.handle.value],
            "external_id": lambda user: [user.external_id] if user.external_id else [],
            "beginning": lambda user: user.beginnings,
            "all": lambda _: [None],
        }
    )


def _credentials() -> Rows[int, Credential]:
    return Table({"email": lambda credential: [credential.email.value]})


def _resets() -> Rows[str, Reset]:
    return Table({"user": lambda reset: [reset.user_id]})


def _sessions() -> Rows[int, Session]:
    return Table(
        {
            "token_hash": lambda session: [session.token_hash],
            "user": lambda session: [session.user_id],
        }
    )


def _apps() -> Rows[int, App]:
    return Table({"client_id": lambda app: [app.client_id]})


def _codes() -> Rows[int, AuthorizationCode]:
    return Table(
        {
            "app": lambda code: [code.app_id],
            "code_hash": lambda code: [code.code_hash],
            "user": lambda code: [code.user_id],
        }
    )


def _access_tokens() -> Rows[int, AccessToken]:
    return Table(
        {
            "app": lambda token: [token.app_id],
            "token_hash": lambda token: [token.token_hash],
            "code_hash": lambda token: [token.code_hash] if token.code_hash else [],
            "user": lambda token: [token.user_id] if token.user_id is not None else [],
        }
    )


def _invitations() -> Rows[int, Invitation]:
    return Table({"token_hash": lambda invitation: [invitation.token_hash]})


def _audit() -> Rows[int, AuditEntry]:
    return Table({"subject": lambda entry: [entry.subject_id]})


def _microposts() -> Rows[int, Micropost]:
    return Table(
        {
            "hashtag": lambda micropost: micropost.tags,
            "ancestor": lambda micropost: micropost.ancestor_ids,
        }
    )


def _terms() -> Rows[int, frozenset[str]]:
    return Table({"term": lambda terms: terms})


def _edits() -> Rows[tuple[int, int], VersionRow]:
    return Table({"micropost": lambda edit: [edit.micropost_id]})


def _pins() -> Rows[int, Pin]:
    return Table({"author": lambda pin: [pin.author_id]})


def _drafts() -> Rows[int, KeptDraft]:
    return Table(
        {
            "owner": lambda draft: [draft.owner_id],
            "answered": lambda draft: [draft.in_reply_to_id],
        }
    )


def _repeatables() -> Rows[tuple[int, str], Repeatable]:
    return Table({"micropost": lambda repeatable: [repeatable.micropost_id]})


def _entries() -> Rows[int, Entry]:
    return Table(
        {
            "author": lambda entry: [entry.author_id],
            "micropost": lambda entry: [entry.micropost_id],
            "repost": lambda e: [(e.author_id, e.micropost_id)] if e.is_repost else [],
            "reposts": lambda entry: [entry.micropost_id] if entry.is_repost else [],
            "local": lambda entry: [
                entry.kind is EntryKind.POST and entry.visibility is Visibility.PUBLIC
            ],
        }
    )


def _follows() -> Rows[int, Follow]:
    return Table(
        {
            "pair": lambda follow: [(follow.follower_id, follow.followee_id)],
            "follower": lambda follow: [follow.follower_id],
            "followee": lambda follow: [follow.followee_id],
            "notified": lambda follow: [follow.followee_id] if follow.notifies else [],
        }
    )


def _follow_requests() -> Rows[int, FollowRequest]:
    return Table(
        {
            "pair": lambda request: [(request.requester_id, request.requested_id)],
            "requested": lambda request: [request.requested_id],
        }
    )


def _blocks() -> Rows[int, Block]:
    return Table(
        {
            "pair": lambda block: [(block.blocker_id, block.blocked_id)],
            "blocker": lambda block: [block.blocker_id],
        }
    )


def _mutes() -> Rows[int, Mute]:
    return Table(
        {
            "pair": lambda mute: [(mute.muter_id, mute.muted_id)],
            "muter": lambda mute: [mute.muter_id],
        }
    )


def _favourites() -> Rows[int, Favourite]:
    return Table(
        {
            "pair": lambda favourite: [(favourite.user_id, favourite.micropost_id)],
            "user": lambda favourite: [favourite.user_id],
            "micropost": lambda favourite: [favourite.micropost_id],
        }
    )


def _bookmarks() -> Rows[int, Bookmark]:
    return Table(
        {
            "pair": lambda bookmark: [(bookmark.user_id, bookmark.micropost_id)],
            "user": lambda bookmark: [bookmark.user_id],
            "micropost": lambda bookmark: [bookmark.micropost_id],
        }
    )


def _notifications() -> Rows[int, Notification]:
    return Table(
        {
            "recipient": lambda told: [told.recipient_id],
            "micropost": lambda told: [told.micropost_id],
            "same": lambda told: [(told.recipient_id, told.kind, told.actor_id, told.micropost_id)],
        }
    )


def _mail() -> Rows[int, Mail]:
    return Table(
        {
            "micropost": lambda mail: [mail.micropost_id] if mail.micropost_id else [],
            "same": lambda mail: [(mail.recipient_id, mail.kind, mail.micropost_id)],
            "state": lambda mail: [mail.state],
        }
    )


def _events() -> Rows[int, EventRow]:
    return Table({"all": lambda _: [None]})


def _deliveries() -> Rows[tuple[int, str], DeliveryRow]:
    return Table(
        {
            "state": lambda delivery: [delivery.state],
            "event": lambda delivery: [delivery.number],
        }
    )


@define(kw_only=True)
class Tables:
    """All there is, by its own id unless said otherwise."""

    users: Rows[int, User] = Factory(_users)
    tallies: Rows[int, Tally] = Factory(Table)  # by user
    credentials: Rows[int, Credential] = Factory(_credentials)  # by user
    resets: Rows[str, Reset] = Factory(_resets)  # by the hash of the token
    sessions: Rows[int, Session] = Factory(_sessions)
    apps: Rows[int, App] = Factory(_apps)
    codes: Rows[int, AuthorizationCode] = Factory(_codes)
    access_tokens: Rows[int, AccessToken] = Factory(_access_tokens)
    invitations: Rows[int, Invitation] = Factory(_invitations)
    audit: Rows[int, AuditEntry] = Factory(_audit)
    microposts: Rows[int, Micropost] = Factory(_microposts)
    standings: Rows[int, Standing] = Factory(Table)  # by micropost
    terms: Rows[int, frozenset[str]] = Factory(_terms)  # by micropost
    edits: Rows[tuple[int, int], VersionRow] = Factory(_edits)  # by micropost, version
    pins: Rows[int, Pin] = Factory(_pins)  # by micropost
    drafts: Rows[int, KeptDraft] = Factory(_drafts)
    repeatables: Rows[tuple[int, str], Repeatable] = Factory(_repeatables)  # by author, key
    entries: Rows[int, Entry] = Factory(_entries)
    follows: Rows[int, Follow] = Factory(_follows)
    follow_requests: Rows[int, FollowRequest] = Factory(_follow_requests)
    blocks: Rows[int, Block] = Factory(_blocks)
    mutes: Rows[int, Mute] = Factory(_mutes)
    favourites: Rows[int, Favourite] = Factory(_favourites)
    bookmarks: Rows[int, Bookmark] = Factory(_bookmarks)
    notifications: Rows[int, Notification] = Factory(_notifications)
    read_marks: Rows[int, int] = Factory(Table)  # the last notification read, by recipient
    markers: Rows[tuple[int, Marked], Marker] = Factory(Table)  # by owner, list
    preferences: Rows[int, Preferred] = Factory(Table)  # by user
    notes: Rows[tuple[int, int], Note] = Factory(Table)  # by writer, about whom
    thread_mutes: Rows[tuple[int, int], ThreadMute] = Factory(Table)  # by user, thread
    mail: Rows[int, Mail] = Factory(_mail)
    events: Rows[int, EventRow] = Factory(_events)  # by number
    deliveries: Rows[tuple[int, str], DeliveryRow] = Factory(_deliveries)  # by event, reaction
    runs: Rows[tuple[str, datetime], Run] = Factory(Table)  # by job, tick

    def draft(self) -> "Draft":
        """The same tables, with everything that is changed from now on laid over them."""
        laid = {name: Overlay(rows) for name, rows in asdict(self, recurse=False).items()}
        return Draft(**laid)


@define(kw_only=True)
class Draft(Tables):
    """Tables in which nothing is yet decided."""

    def pour(self) -> None:
        """Make what this draft changed part of what lies below it."""
        for rows in asdict(self, recurse=False).values():
            rows.pour()


# -- the store ------------------------------------------------------------------


@define(eq=False)
class Store:
    """One world.  Two of them share nothing."""

    tables: Tables = Factory(Tables)
    numbers: Iterator[int] = Factory(lambda: count(1))  # of events, in the order of their commits
    _writing: Lock = Factory(Lock)  # whoever has a transaction open
    _pouring: RLock = Factory(RLock)  # whoever looks at what is committed, or changes it
    _current: ContextVar[Draft | None] = field(
        factory=lambda: ContextVar("twite_draft", default=None)
    )

    @contextmanager
    def unit(self) -> Iterator[Draft]:
        """A draft that is committed on leaving, or forgotten when the block raises."""
        outer = self._current.get()
        if outer is not None:
            with self._drafted(outer) as draft:
                yield draft
            draft.pour()
            return
        with self._writing:
            with self._drafted(self.tables) as draft:
                yield draft
            with self._pouring:
                draft.pour()

    @contextmanager
    def reading(self) -> Iterator[Tables]:
        """What is committed; within a transaction, what it sees."""
        draft = self._current.get()
        if draft is not None:
            yield draft
            return
        with self._pouring:
            yield self.tables

    @property
    def is_open(self) -> bool:
        """Whether the caller has a transaction open."""
        return self._current.get() is not None

    @contextmanager
    def _drafted(self, tables: Tables) -> Iterator[Draft]:
        draft = tables.draft()
        token = self._current.set(draft)
        try:
            yield draft
        finally:
            self._current.reset(token)


def tallied(tables: Tables, user_id: int, change: Callable[[Tally], Tally]) -> None:
    """Change what is counted of a user."""
    tables.tallies.put(user_id, change(tables.tallies.get(user_id) or Tally()))


def standing(tables: Tables, micropost_id: int, change: Callable[[Standing], Standing]) -> None:
    """Change what is counted of a micropost."""
    tables.standings.put(micropost_id, change(tables.standings.get(micropost_id) or Standing()))
