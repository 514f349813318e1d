"""twite as it is meant, in sets and lists: what every storage has to answer.

Written from the docstrings of the features, slow on purpose.  It shares the words (refusals) with
what it judges, and none of the rules.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias, cast

from attrs import define

from tests.integration.adapters.machine.words import (
    ASKED_TERMS,
    INVALID_HANDLES,
    LIMIT,
    NAMES,
    WRONG_EXTERNAL_IDS,
    WRONG_KEYS,
    WRONG_NAMES,
    Written,
)
from twite.application.paging import InvalidCursor
from twite.domain.blocks import BlocksSelf
from twite.domain.follows import BlockedByYou, FollowsSelf
from twite.domain.microposts import (
    DeletedMeanwhile,
    InvalidIdempotencyKey,
    KeyReused,
    MicropostId,
    MicropostNotFound,
    TextTooLong,
)
from twite.domain.users import (
    AccountNotActive,
    ExternalIdTaken,
    HandleTaken,
    InvalidExternalId,
    InvalidHandle,
    UserNotFound,
)

KEY_LASTS = timedelta(hours=24)
LARGEST_PAGE = 40
Said: TypeAlias = Mapping[str, Any]  # a view, by its fields
Bounds: TypeAlias = Mapping[str, int]  # of a page: what of max_id, min_id, since_id, limit is said


@define
class Person:
    id: int
    handle: str
    display_name: str
    external_id: str | None
    registered_at: datetime
    state: str = "active"

    @property
    def names(self) -> Sequence[str]:
        """What they are called, from each word on."""
        parts = self.handle.split("_")
        from_each = ["_".join(parts[place:]) for place in range(len(parts))]
        return [*from_each, *self.display_name.lower().split()]


@define
class Post:
    id: int
    author: int
    written: Written
    visibility: str
    mentioned: frozenset[int]
    at: datetime


@define
class Notice:
    """Word to somebody.  Its id is not of this model: it is learnt from the first who tells."""

    recipient: int
    kind: str
    actor: int
    post: int | None
    at: datetime
    id: int = 0


class Model:
    """One method a command, named ``feature_command``; ``made`` is the id the storages gave."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.people: dict[int, Person] = {}
        self.posts: dict[int, Post] = {}
        self.follows: set[tuple[int, int]] = set()
        self.blocks: set[tuple[int, int]] = set()
        self.notices: list[Notice] = []  # oldest first
        self.keys: dict[tuple[int, str], tuple[int, tuple[str, str], datetime]] = {}

    # -- users ----------------------------------------------------------------------

    def users_register(
        self, *, handle: str, display_name: str | None, external_id: str | None, made: int
    ) -> int:
        if handle in INVALID_HANDLES:
            raise InvalidHandle(handle)
        if display_name in WRONG_NAMES:
            raise WRONG_NAMES[display_name]
        if external_id in WRONG_EXTERNAL_IDS:
            raise InvalidExternalId
        folded = handle.lower()
        if any(person.handle == folded for person in self.people.values()):
            raise HandleTaken(_said(folded))
        if external_id and self._known_as(external_id):
            raise ExternalIdTaken(_said(external_id))
        assert made not in self.people
        name = NAMES[display_name] or folded
        self.people[made] = Person(made, folded, name, external_id or None, self.now)
        return made

    def users_show(self, *, id: int) -> Said:
        return self._user(self._person(id))

    def users_named(self, *, handle: str) -> Said:
        for person in self.people.values():
            if person.handle == handle.lower() and person.state == "active" and handle.isascii():
                return self._user(person)
        raise UserNotFound(handle)

    def users_known_as(self, *, external_id: str) -> Said:
        person = self._known_as(external_id)
        if person is None or person.state != "active":
            raise UserNotFound(external_id)
        return self._user(person)

    # -- microposts -------------------------------------------------------------------

    def microposts_post(
        self,
        *,
        author_id: int,
        text: Written,
        visibility: str,
        idempotency_key: str | None,
        made: int,
    ) -> int:
        if text.refusal:
            raise text.refusal
        if text.length > LIMIT:
            raise TextTooLong(text.length, LIMIT)
        if idempotency_key in WRONG_KEYS:
            raise InvalidIdempotencyKey
        self._acting(author_id)
        if idempotency_key is None:
            return self._post(author_id, text, visibility, made)
        key, said = (author_id, idempotency_key), (visibility, text.kept)
        if key in self.keys and self.keys[key][2] >= self.now - KEY_LASTS:
            id, earlier, _ = self.keys[key]
            if id not in self.posts:
                raise DeletedMeanwhile
            if earlier != said:
                raise KeyReused
            return id
        self.keys[key] = (made, said, self.now)
        return self._post(author_id, text, visibility, made)

    def microposts_delete(self, *, id: int, by: int) -> None:
        self._person(by)
        if id not in self.posts or self.posts[id].author != by:
            raise MicropostNotFound(MicropostId(id))
        del self.posts[id]
        self.notices = [notice for notice in self.notices if notice.post != id]

    def microposts_show(self, *, id: int, viewer_id: int | None) -> Said:
        if id not in self.posts or not self.may_read(viewer_id, self.posts[id]):
            raise MicropostNotFound(MicropostId(id))
        return self._micropost(self.posts[id])

    # -- follows and blocks -----------------------------------------------------------

    def follows_follow(self, *, by: int, whom: int) -> None:
        self._pair(by, whom)
        self._acting(by)
        if self.people[whom].state != "active" or (whom, by) in self.blocks:
            raise UserNotFound(whom)
        if (by, whom) in self.blocks:
            raise BlockedByYou
        if by == whom:
            raise FollowsSelf
        self.follows.add((by, whom))
        self._tell(whom, "follow", by, None)

    def follows_unfollow(self, *, by: int, whom: int) -> None:
        self._pair(by, whom)
        self.follows.discard((by, whom))

    def follows_relation(self, *, viewer_id: int, other_id: int) -> Said:
        return {
            "following": (viewer_id, other_id) in self.follows,
            "followed_by": (other_id, viewer_id) in self.follows,
            "blocking": (viewer_id, other_id) in self.blocks,
        }

    def blocks_block(self, *, by: int, whom: int) -> None:
        self._pair(by, whom)
        self._acting(by)
        if by == whom:
            raise BlocksSelf
        self.blocks.add((by, whom))
        self.follows -= {(by, whom), (whom, by)}

    def blocks_unblock(self, *, by: int, whom: int) -> None:
        self.blocks.discard((by, whom))

    # -- lists, newest first ------------------------------------------------------------

    def timelines_home(self, *, viewer_id: int, cursor: Bounds) -> Said:
        read = {viewer_id} | {followee for who, followee in self.follows if who == viewer_id}
        return self._timeline(cursor, viewer_id, (p for p in self._all if p.author in read))

    def timelines_local(self, *, viewer_id: int | None, cursor: Bounds) -> Said:
        return self._timeline(cursor, viewer_id, (p for p in self._all if p.visibility == "public"))

    def timelines_profile(self, *, author_id: int, viewer_id: int | None, cursor: Bounds) -> Said:
        return self._timeline(cursor, viewer_id, (p for p in self._all if p.author == author_id))

    def timelines_tagged(self, *, tag: str, viewer_id: int | None, cursor: Bounds) -> Said:
        name = tag.casefold()
        found = (p for p in self._all if p.visibility == "public" and name in p.written.tags)
        return self._timeline(cursor, viewer_id, found)

    def notifications_page(self, *, recipient_id: int, cursor: Bounds) -> Said:
        told = [
            {
                "id": notice.id,
                "kind": notice.kind,
                "notified_at": notice.at,
                "actor": self._author(notice.actor),
                "micropost": (
                    self._micropost(self.posts[notice.post]) if notice.post is not None else None
                ),
            }
            for notice in self.told(recipient_id)
        ]
        return page(told, cursor)

    def search_people(self, *, query: str, viewer_id: int | None) -> Sequence[Said]:
        sought = unicodedata.normalize("NFC", query.strip().removeprefix("@").lower()).split()
        found = [
            (person.handle, self._user(person))
            for person in self.people.values()
            if sought
            and person.state == "active"
            and (person.id, viewer_id) not in self.blocks
            and all(any(name.startswith(word) for name in person.names) for word in sought)
        ]
        return [user for _, user in sorted(found, key=lambda pair: pair[0].encode())][:20]

    def search_microposts(self, *, query: str, viewer_id: int | None, cursor: Bounds) -> Said:
        asked = set(ASKED_TERMS[query])
        found = [
            self._micropost(post)
            for post in sorted(self._all, key=lambda post: post.id, reverse=True)
            if asked and asked <= post.written.terms and self._may_find(viewer_id, post)
        ]
        return page(found, cursor)

    def hashtags_starting_with(self, *, prefix: str, viewer_id: int | None) -> Sequence[Said]:
        sought = prefix.removeprefix("#").casefold()
        count = Counter(
            tag
            for post in self._all
            if post.visibility == "public" and self.may_read(viewer_id, post)
            for tag in post.written.tags
            if sought and tag.startswith(sought)
        )
        found = sorted(count.items(), key=lambda pair: pair[0].encode())
        return [{"tag": tag, "posts_count": min(number, 100)} for tag, number in found][:10]

    # -- what is true -----------------------------------------------------------------

    def may_read(self, viewer: int | None, post: Post) -> bool:
        author = post.author
        if viewer == author:
            return True
        if {(viewer, author), (author, viewer)} & self.blocks:
            return False
        if self.people[author].state != "active":
            return False
        if viewer in post.mentioned or post.visibility in ("public", "unlisted"):
            return True
        return post.visibility == "followers" and (viewer, author) in self.follows

    def _may_find(self, viewer: int | None, post: Post) -> bool:
        is_theirs = viewer == post.author or viewer in post.mentioned
        for_everybody = post.visibility in ("public", "unlisted")
        return self.may_read(viewer, post) and (is_theirs or for_everybody)

    def told(self, recipient: int) -> Sequence[Notice]:
        """What a recipient is shown, newest first."""
        return [
            notice
            for notice in reversed(self.notices)
            if notice.recipient == recipient and self._is_shown(notice)
        ]

    def _is_shown(self, notice: Notice) -> bool:
        pair = (notice.actor, notice.recipient)
        if {pair, pair[::-1]} & self.blocks or self.people[notice.actor].state != "active":
            return False
        if notice.kind == "follow":
            return pair in self.follows
        return notice.post is not None and self.may_read(notice.recipient, self.posts[notice.post])

    def counts(self) -> Mapping[int, tuple[int, int, int]]:
        """Public posts, followers and followees of everybody."""
        return {
            id: (
                sum(p.author == id and p.visibility in ("public", "unlisted") for p in self._all),
                sum(followee == id for _, followee in self.follows),
                sum(follower == id for follower, _ in self.follows),
            )
            for id in self.people
        }

    # -- in other words ---------------------------------------------------------------

    @property
    def _all(self) -> Iterable[Post]:
        return self.posts.values()

    def _person(self, id: int) -> Person:
        if id not in self.people:
            raise UserNotFound(id)
        return self.people[id]

    def _pair(self, one: int, other: int) -> None:
        for id in sorted((one, other)):
            self._person(id)

    def _acting(self, id: int) -> None:
        if self._person(id).state != "active":
            raise AccountNotActive

    def _known_as(self, external_id: str) -> Person | None:
        found = (p for p in self.people.values() if p.external_id == external_id)
        return next(found, None)

    def _post(self, author: int, text: Written, visibility: str, made: int) -> int:
        assert made > max((p.id for p in self._all if p.author == author), default=0)
        mentioned = {
            person.id
            for person in self.people.values()
            if person.handle in text.mentions and person.state == "active"
        }
        post = Post(made, author, text, visibility, frozenset(mentioned), self.now)
        self.posts[made] = post
        for recipient in sorted(mentioned - {author}):
            self._tell(recipient, "mention", author, made)
        return made

    def _tell(self, recipient: int, kind: str, actor: int, post: int | None) -> None:
        """Once, ever."""
        notice = Notice(recipient, kind, actor, post, self.now)
        same = (recipient, kind, actor, post)
        if same not in [(n.recipient, n.kind, n.actor, n.post) for n in self.notices]:
            self.notices.append(notice)

    def _timeline(self, cursor: Bounds, viewer: int | None, posts: Iterable[Post]) -> Said:
        shown = [post for post in posts if self.may_read(viewer, post)]
        entries = [
            {"id": post.id, "kind": "post", "micropost": self._micropost(post)}
            for post in sorted(shown, key=lambda post: post.id, reverse=True)
        ]
        return page(entries, cursor)

    def _user(self, person: Person) -> Said:
        posts, followers, following = self.counts()[person.id]
        return {
            "id": person.id,
            "handle": person.handle,
            "display_name": person.display_name,
            "external_id": person.external_id,
            "registered_at": person.registered_at,
            "posts_count": posts,
            "followers_count": followers,
            "following_count": following,
            "state": person.state,
        }

    def _micropost(self, post: Post) -> Said:
        return {
            "id": post.id,
            "author": self._author(post.author),
            "text": post.written.kept,
            "visibility": post.visibility,
            "mentions": {self.people[id].handle: id for id in post.mentioned},
            "posted_at": post.at,
            "edited_at": None,
        }

    def _author(self, id: int) -> Said:
        person = self.people[id]
        return {"id": id, "handle": person.handle, "display_name": person.display_name}


def page(rows: Sequence[Said], cursor: Bounds) -> Said:
    """The stretch a cursor asks for of rows that stand newest first, and where it goes on."""
    limit = cursor.get("limit", 20)
    bounds = [cursor[name] for name in ("max_id", "min_id", "since_id") if name in cursor]
    if limit < 1 or not all(0 <= bound < 2**63 for bound in bounds):
        raise InvalidCursor
    limit = min(limit, LARGEST_PAGE)
    inside = [
        row
        for row in rows
        if cursor.get("min_id", 0) < row["id"] < cursor.get("max_id", 2**63 - 1)
        and row["id"] > cursor.get("since_id", 0)
    ]
    upwards = "min_id" in cursor
    kept = inside[-limit:] if upwards else inside[:limit]
    goes_on = upwards or len(inside) > limit
    return {
        "items": kept,
        "older": _cursor(max_id=kept[-1]["id"], limit=limit) if kept and goes_on else None,
        "newer": _cursor(min_id=kept[0]["id"], limit=limit) if kept else None,
    }


def _cursor(*, limit: int, max_id: int | None = None, min_id: int | None = None) -> Said:
    return {"max_id": max_id, "min_id": min_id, "since_id": None, "limit": limit}


def _said(value: str) -> Any:
    """A fact of a refusal, as it is told."""
    return cast(Any, value)
