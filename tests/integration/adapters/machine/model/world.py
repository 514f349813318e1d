"""What there is, who may see what of it, and how it looks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias, cast

from attrs import Factory, define

from tests.integration.adapters.machine.words import Written
from twite.application.paging import InvalidCursor
from twite.domain.givens import NotSomeIds
from twite.domain.microposts import MicropostId, MicropostNotFound
from twite.domain.users import AccountNotActive, UserNotFound, UserState

LARGEST_PAGE = 40
MOST_AT_ONCE = 80
LARGEST_ID = 2**63 - 1
COUNTED = ("public", "unlisted")  # what public numbers know of
Said: TypeAlias = Mapping[str, Any]  # a view, by its fields
Bounds: TypeAlias = Mapping[str, int]  # of a page: what of max_id, min_id, since_id, limit is said


# -- what there is --------------------------------------------------------------------


@define(eq=False)
class Row:
    """What stands in a list.  An id of 0 is yet to be learnt from the first who tells it."""

    id: int


@define(eq=False)
class Person(Row):
    handle: str
    display_name: str
    external_id: str | None
    registered_at: datetime
    state: str = "active"
    role: str = "user"
    is_silenced: bool = False
    state_since: datetime | None = None
    bio: str = ""
    links: Sequence[tuple[str, str]] = ()
    is_locked: bool = False

    @property
    def names(self) -> Sequence[str]:
        """What they are called, from each word on."""
        parts = self.handle.split("_")
        from_each = ["_".join(parts[place:]) for place in range(len(parts))]
        return [*from_each, *self.display_name.lower().split()]


@define(eq=False)
class Post(Row):
    author: int
    written: Written
    visibility: str
    mentioned: frozenset[int]
    at: datetime
    warning: str | None = None
    language: str | None = None
    edited_at: datetime | None = None
    earlier: Sequence["Said"] = ()  # what it said before each edit
    pinned_at: datetime | None = None
    sensitive: bool = False
    parent: int | None = None
    parent_author: int | None = None
    above: Sequence[int] = ()  # what it answers, and what stands above that; it may be gone

    @property
    def is_counted(self) -> bool:
        return self.visibility in COUNTED

    @property
    def thread(self) -> int:
        return self.above[0] if self.above else self.id


@define(eq=False)
class Notice(Row):
    recipient: int
    kind: str
    actor: int
    post: int | None
    at: datetime
    is_read: bool = False
    is_dismissed: bool = False


@define(eq=False)
class Follow(Row):
    at: datetime
    shows_reposts: bool
    notifies: bool = False


@define(eq=False)
class Request(Row):
    at: datetime
    shows_reposts: bool
    notifies: bool = False


@define(eq=False)
class Block(Row):
    at: datetime


@define(eq=False)
class Mute(Row):
    muter: int
    muted: int
    hides_notifications: bool
    at: datetime
    expires_at: datetime | None


@define(eq=False)
class Favourite(Row):
    user: int
    post: int
    at: datetime


@define(eq=False)
class Repost(Row):
    user: int
    post: int


@define(eq=False)
class Bookmark(Row):
    user: int
    post: int
    at: datetime


@define(eq=False)
class Draft(Row):
    owner: int
    text: str
    warning: str
    language: str
    visibility: str
    parent: int | None
    at: datetime


@define(eq=False)
class Session(Row):
    user: int
    token: str
    browser: str
    at: datetime
    seen_at: datetime


@define(eq=False)
class App:
    """Of somebody else's."""

    secret: str | None
    name: str
    website: str | None
    uris: Sequence[str]
    scopes: frozenset[str]


@define(eq=False)
class Code:
    user: int
    client_id: str
    uri: str
    scopes: frozenset[str]
    challenge: str | None
    at: datetime


@define(eq=False)
class Token(Row):
    """What an app is known by, for a user or itself."""

    user: int | None
    client_id: str
    scopes: frozenset[str]
    token: str
    code: str | None
    at: datetime
    used_at: datetime


@define(eq=False)
class Credential:
    email: str
    password: str
    wrong: int = 0  # tries since then
    wrong_since: datetime | None = None


@define(eq=False)
class Link:
    """By which a password is set."""

    user: int
    expires_at: datetime


@define(eq=False)
class Act(Row):
    subject: int
    by: int | None
    act: str
    reason: str
    at: datetime


@define(eq=False)
class World:
    """Lists are oldest first; pairs are of who does it and to whom."""

    now: datetime
    people: dict[int, Person] = Factory(dict)
    posts: dict[int, Post] = Factory(dict)
    keys: dict[tuple[int, str], tuple[int, object, datetime]] = Factory(dict)
    follows: dict[tuple[int, int], Follow] = Factory(dict)
    requests: dict[tuple[int, int], Request] = Factory(dict)
    blocks: dict[tuple[int, int], Block] = Factory(dict)
    mutes: list[Mute] = Factory(list)
    favourites: dict[tuple[int, int], Favourite] = Factory(dict)  # by user and micropost
    reposts: dict[tuple[int, int], Repost] = Factory(dict)
    bookmarks: dict[tuple[int, int], Bookmark] = Factory(dict)
    drafts: dict[int, Draft] = Factory(dict)
    markers: dict[tuple[int, str], Said] = Factory(dict)  # by owner and list
    preferred: dict[int, dict[str, Any]] = Factory(dict)  # by user: what they said of it
    notes: dict[tuple[int, int], str] = Factory(dict)  # by writer and about whom
    thread_mutes: set[tuple[int, int]] = Factory(set)  # of users and what threads begin with
    notices: list[Notice] = Factory(list)
    credentials: dict[int, Credential] = Factory(dict)  # by user
    links: dict[str, Link] = Factory(dict)  # by token
    sessions: list[Session] = Factory(list)
    apps: dict[str, App] = Factory(dict)  # by client id
    codes: dict[str, Code] = Factory(dict)
    allowed: list[Token] = Factory(list)
    acts: list[Act] = Factory(list)
    tokens: int = 0  # drawn so far
    invitations: dict[str, tuple[int | None, datetime]] = Factory(dict)  # by whom, till when
    admission: str = "open"

    # -- who may see what -------------------------------------------------------------

    def is_active(self, id: int) -> bool:
        return self.people[id].state == "active"

    def is_blocked(self, one: int | None, other: int | None) -> bool:
        """Whether either blocked the other."""
        return (one, other) in self.blocks or (other, one) in self.blocks

    def may_list(self, viewer: int | None, id: int) -> bool:
        """Whether they stand before them in lists of people."""
        return self.is_active(id) and not self.is_blocked(viewer, id)

    def met(self, viewer: int | None, ids: Sequence[int]) -> Sequence[int]:
        """Of those, each once, whom they may know of."""
        if len(ids) > MOST_AT_ONCE:
            raise NotSomeIds
        return [
            id
            for id in dict.fromkeys(ids)
            if id in self.people and self.is_active(id) and (id, viewer) not in self.blocks
        ]

    def may_read(self, viewer: int | None, post: Post) -> bool:
        """Whether they may open it."""
        author = post.author
        if viewer == author:
            return True
        if self.is_blocked(viewer, author) or not self.is_active(author):
            return False
        if viewer in post.mentioned or post.is_counted:
            return True
        return post.visibility == "followers" and (viewer, author) in self.follows

    def is_muted(self, viewer: int | None, author: int, *, notifications: bool = False) -> bool:
        """Whether the viewer mutes them now, or only what they do about the viewer, too."""
        return any(
            (mute.muter, mute.muted) == (viewer, author)
            and (mute.hides_notifications or not notifications)
            for mute in self.standing_mutes()
        )

    def standing_mutes(self) -> Sequence[Mute]:
        return [m for m in self.mutes if m.expires_at is None or m.expires_at > self.now]

    def may_show(self, viewer: int | None, post: Post) -> bool:
        """Whether it stands before them where many speak."""
        met = viewer == post.author or self.comes_across(viewer, post.author)
        return met and self.may_read(viewer, post) and not self.is_muted(viewer, post.author)

    def comes_across(self, viewer: int | None, other: int) -> bool:
        """Whether they may meet what the other says or does; of the silenced, followers alone."""
        return not self.people[other].is_silenced or (viewer, other) in self.follows

    def may_pass(self, viewer: int | None, repost: Repost, *, listed: bool) -> bool:
        """Whether it passes before them: on the profile of who reposted, or where many speak."""
        user = repost.user
        if viewer == user:
            return True
        follow = self.follows.get((viewer or 0, user))
        hidden = self.is_muted(viewer, user) or (follow is not None and not follow.shows_reposts)
        return self.may_list(viewer, user) and not (listed and hidden)

    def may_find(self, viewer: int | None, post: Post) -> bool:
        """Whether it is found by what it says."""
        is_theirs = viewer == post.author or viewer in post.mentioned
        return self.may_show(viewer, post) and (is_theirs or post.is_counted)

    def may_tell(self, notice: Notice) -> bool:
        """Whether the recipient is told of it, if they did not put it away."""
        pair = (notice.actor, notice.recipient)
        told, actor = notice.recipient, notice.actor
        if not self.may_list(told, actor) or not self.comes_across(told, actor):
            return False
        post = self.posts.get(notice.post or 0)
        ends = post is not None and (told, post.thread) in self.thread_mutes
        if ends or self.is_muted(told, actor, notifications=True):
            return False
        if notice.kind in ("follow", "follow_request"):
            return pair in (self.follows if notice.kind == "follow" else self.requests)
        did = (actor, notice.post)
        undone = {
            "favourite": did not in self.favourites,
            "repost": did not in self.reposts,
            "edit": (told, notice.post) not in self.reposts,
            "post": (told, actor) not in self.follows,
        }
        if undone.get(notice.kind):
            return False
        if notice.kind == "mention" and not (post and notice.recipient in post.mentioned):
            return False
        return post is None or self.may_read(notice.recipient, post)

    def tell(self, recipient: int, kind: str, actor: int, post: int | None) -> None:
        """Once, ever; and nobody who is gone."""
        same = (recipient, kind, actor, post)
        earlier = [(n.recipient, n.kind, n.actor, n.post) for n in self.notices]
        if self.people[recipient].state != "closed" and same not in earlier:
            self.notices.append(Notice(0, recipient, kind, actor, post, self.now))

    def last_posted_on(self, id: int) -> date | None:
        """The day of the last that is counted."""
        posts = [post for post in self.posts.values() if post.author == id and post.is_counted]
        return max(posts, key=lambda post: post.id).at.date() if posts else None

    def counts(self) -> Mapping[int, tuple[int, int, int]]:
        """Public posts, followers and followees of everybody."""
        return {id: self.counts_of(id) for id in self.people}

    def counts_of(self, id: int) -> tuple[int, int, int]:
        return (
            sum(post.author == id and post.is_counted for post in self.posts.values()),
            sum(followee == id for _, followee in self.follows),
            sum(follower == id for follower, _ in self.follows),
        )

    # -- what ends --------------------------------------------------------------------

    def revoke(self, id: int) -> None:
        """Whatever they are known by: they prove anew who they are."""
        self.sessions = [session for session in self.sessions if session.user != id]
        self.codes = {code: given for code, given in self.codes.items() if given.user != id}
        self.allowed = [token for token in self.allowed if token.user != id]
        self.links = {token: link for token, link in self.links.items() if link.user != id}

    def take_away(self, id: int) -> None:
        """A micropost, and all that hangs on it; what answers it stays."""
        del self.posts[id]
        self.notices = [notice for notice in self.notices if notice.post != id]
        self.favourites = {key: row for key, row in self.favourites.items() if row.post != id}
        self.reposts = {key: row for key, row in self.reposts.items() if row.post != id}
        self.bookmarks = {key: row for key, row in self.bookmarks.items() if row.post != id}
        for draft in self.drafts.values():
            draft.parent = None if draft.parent == id else draft.parent

    def erase(self, id: int) -> None:
        """Whatever names them, but the log of what the house did; and that forgets why."""
        for post in [post for post in self.posts.values() if post.author == id]:
            self.take_away(post.id)
        for post in self.posts.values():
            post.mentioned -= {id}
        self.revoke(id)
        self.credentials.pop(id, None)
        self.invitations = {t: kept for t, kept in self.invitations.items() if kept[0] != id}
        self.follows = {pair: row for pair, row in self.follows.items() if id not in pair}
        self.requests = {pair: row for pair, row in self.requests.items() if id not in pair}
        self.blocks = {pair: row for pair, row in self.blocks.items() if id not in pair}
        self.mutes = [mute for mute in self.mutes if id not in (mute.muter, mute.muted)]
        self.favourites = {key: row for key, row in self.favourites.items() if row.user != id}
        self.reposts = {key: row for key, row in self.reposts.items() if row.user != id}
        self.bookmarks = {key: row for key, row in self.bookmarks.items() if row.user != id}
        self.drafts = {key: row for key, row in self.drafts.items() if row.owner != id}
        self.markers = {key: row for key, row in self.markers.items() if key[0] != id}
        self.preferred.pop(id, None)
        self.notes = {pair: text for pair, text in self.notes.items() if id not in pair}
        self.thread_mutes = {pair for pair in self.thread_mutes if pair[0] != id}
        self.notices = [told for told in self.notices if id not in (told.recipient, told.actor)]
        for act in self.acts:
            act.reason = "" if act.subject == id else act.reason

    # -- what is refused --------------------------------------------------------------

    def person(self, id: int) -> Person:
        if id not in self.people:
            raise UserNotFound(id)
        return self.people[id]

    def pair(self, one: int, other: int) -> tuple[Person, Person]:
        """Both; where neither is known, the lesser id is refused."""
        for id in sorted((one, other)):
            self.person(id)
        return self.person(one), self.person(other)

    def there(self, id: int) -> None:
        if self.person(id).state == "closed":
            raise UserNotFound(id)

    def acting(self, id: int) -> Person:
        person = self.person(id)
        if person.state != "active":
            raise AccountNotActive(UserState(person.state))
        return person

    def readable(self, id: int, viewer: int | None) -> Post:
        if id not in self.posts or not self.may_read(viewer, self.posts[id]):
            raise MicropostNotFound(MicropostId(id))
        return self.posts[id]

    # -- how it looks -----------------------------------------------------------------

    def user_view(self, person: Person) -> Said:
        posts, followers, following = self.counts_of(person.id)
        return {
            "id": person.id,
            "handle": person.handle,
            "display_name": person.display_name,
            "bio": person.bio,
            "links": [list(link) for link in person.links],
            "is_locked": person.is_locked,
            "external_id": person.external_id,
            "role": person.role,
            "registered_at": person.registered_at,
            "posts_count": posts,
            "followers_count": followers,
            "following_count": following,
            "state": person.state,
            "is_silenced": person.is_silenced,
            "state_since": person.state_since,
            "last_posted_on": self.last_posted_on(person.id),
        }

    def author_view(self, id: int) -> Said:
        person = self.people[id]
        return {"id": id, "handle": person.handle, "display_name": person.display_name}

    def micropost_view(self, post: Post, viewer: int | None) -> Said:
        parent = self.posts.get(post.parent or 0)
        parent = parent if parent and self.may_read(viewer, parent) else None
        return {
            "id": post.id,
            "author": self.author_view(post.author),
            "text": post.written.kept,
            "visibility": post.visibility,
            "mentions": {self.people[id].handle: id for id in post.mentioned},
            "posted_at": post.at,
            "edited_at": post.edited_at,
            "version": len(post.earlier) + 1,
            "content_warning": post.warning,
            "language": post.language,
            "sensitive": post.sensitive,
            "in_reply_to_id": parent.id if parent else None,
            "in_reply_to_author": self.author_view(parent.author) if parent else None,
            "pinned": post.pinned_at is not None,
            "replies_count": sum(p.parent == post.id and p.is_counted for p in self.posts.values()),
            "favourites_count": sum(about == post.id for _, about in self.favourites),
            "reposts_count": sum(about == post.id for _, about in self.reposts),
            "reposted": (viewer, post.id) in self.reposts,
            "favourited": (viewer, post.id) in self.favourites,
            "bookmarked": (viewer, post.id) in self.bookmarks,
            "muted": (viewer, post.thread) in self.thread_mutes,
        }


def page(rows: Sequence[Row], cursor: Bounds, look: Any) -> Said:
    """The stretch a cursor asks for of rows that stand newest first, and where it goes on."""
    limit = cursor.get("limit", 20)
    bounds = [cursor[name] for name in ("max_id", "min_id", "since_id") if name in cursor]
    if limit < 1 or not all(0 <= bound <= LARGEST_ID for bound in bounds):
        raise InvalidCursor
    limit = min(limit, LARGEST_PAGE)
    inside = [
        row
        for row in rows
        if cursor.get("min_id", 0) < row.id < cursor.get("max_id", LARGEST_ID)
        and row.id > cursor.get("since_id", 0)
    ]
    upwards = "min_id" in cursor
    kept = inside[-limit:] if upwards else inside[:limit]
    last, floor = kept[-1].id if kept else 0, cursor.get("since_id", 0)
    goes_on = any(floor < row.id < last for row in rows)
    return {
        "items": [look(row) for row in kept],
        "older": _cursor(max_id=last, since_id=cursor.get("since_id"), limit=limit)
        if goes_on
        else None,
        "newer": _cursor(min_id=kept[0].id, limit=limit) if kept else None,
    }


def _cursor(
    *,
    limit: int,
    max_id: int | None = None,
    min_id: int | None = None,
    since_id: int | None = None,
) -> Said:
    return {"max_id": max_id, "min_id": min_id, "since_id": since_id, "limit": limit}


def told(value: object) -> Any:
    """A fact of a refusal, as it is told."""
    return cast(Any, value)
