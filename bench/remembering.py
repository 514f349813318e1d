"""The same answers by hand where nothing is kept on a disk: a few loops over lists and sets."""

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from attrs import Factory, define, evolve

from bench.floors import LIMIT, Row
from twite.domain.microposts import Micropost, MicropostId
from twite.domain.users import UserId

Pairs = set[tuple[int, int]]


@define
class MemoryFloor:
    """Microposts newest first, and who stands how to whom."""

    _microposts: list[Micropost]
    _users: Mapping[int, tuple[str, str]]  # handle and display name
    _follows: Pairs
    _blocks: Pairs
    _mutes: Pairs
    _by_id: dict[int, Micropost] = Factory(dict)
    _by_author: dict[int, list[Micropost]] = Factory(lambda: defaultdict(list))
    _by_term: dict[str, list[Micropost]] = Factory(lambda: defaultdict(list))
    _below: dict[int, list[Micropost]] = Factory(lambda: defaultdict(list))  # in a thread's order

    def __attrs_post_init__(self) -> None:
        for post in self._microposts:
            self._by_id[post.id] = post
            self._by_author[post.author_id].append(post)
            for term in post.terms:
                self._by_term[term].append(post)
            for id in post.ancestor_ids:
                insort(self._below[id], post, key=lambda reply: reply.place)

    def close(self) -> None: ...

    def post(self, author: int) -> int:
        id = MicropostId(self._microposts[0].id + 1)
        post = evolve(self._microposts[0], id=id, author_id=UserId(author))
        self._by_id[post.id] = post
        terms = (self._by_term[term] for term in ("hello", "tea"))
        for newest_first in (self._microposts, self._by_author[author], *terms):
            newest_first.insert(0, post)
        return post.id

    def page(self, what: str, viewer: int, about: int | str) -> list[Row]:
        match what:
            case "home":
                return self._read(self._microposts, viewer, self._stands_in_home)
            case "profile":
                return self._read(self._by_author[int(about)], viewer)
            case "thread":
                replies = self._below[int(about)]
                return self._read(replies, viewer, limit=len(replies))
            case _:
                return self._read(self._by_term[str(about)], viewer, self._is_found)

    def _read(
        self,
        posts: Iterable[Micropost],
        viewer: int,
        wanted: Callable[[Micropost, int], bool] = lambda *_: True,
        *,
        limit: int = LIMIT,
    ) -> list[Row]:
        shown = (post for post in posts if wanted(post, viewer) and self._may_read(post, viewer))
        return [self._row(post, viewer) for post in islice(shown, limit)]

    def _stands_in_home(self, post: Micropost, viewer: int) -> bool:
        author, answered = post.author_id, self._by_id.get(post.in_reply_to_id or 0)
        if author == viewer:
            return True
        if (viewer, author) not in self._follows or (viewer, author) in self._mutes:
            return False
        heard = answered is None or answered.author_id in (author, viewer)
        return heard or (viewer, answered and answered.author_id) in self._follows

    def _is_found(self, post: Micropost, viewer: int) -> bool:
        own = viewer in (post.author_id, *post.mentioned_ids)
        return (own or post.visibility.is_counted) and (viewer, post.author_id) not in self._mutes

    def _may_read(self, post: Micropost, viewer: int) -> bool:
        author = post.author_id
        if author == viewer:
            return True
        if (viewer, author) in self._blocks or (author, viewer) in self._blocks:
            return False
        if post.visibility.is_counted or viewer in post.mentioned_ids:
            return True
        return post.visibility == "followers" and (viewer, author) in self._follows

    def _row(self, post: Micropost, viewer: int) -> Row:
        answered = self._by_id.get(post.in_reply_to_id or 0)
        shown = answered is not None and self._may_read(answered, viewer)
        replies = [each for each in self._below.get(post.id, ()) if each.in_reply_to_id == post.id]
        return (
            post.id,
            *(post.author_id, *self._users[post.author_id]),
            *(post.version, post.text.value, None, None),  # without a warning or a language
            post.visibility.value,
            post.edited_at,
            sum(reply.visibility.is_counted for reply in replies),
            *(0, 0, False, False, False, False),  # nobody favours, reposts, bookmarks or pins here
            *(
                (answered.id, answered.author_id, *self._users[answered.author_id])
                if answered and shown
                else (None,) * 4
            ),
            post.posted_at,
            {self._users[id][0]: id for id in post.mentioned_ids},
        )
