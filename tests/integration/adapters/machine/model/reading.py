"""What people come to read: timelines, threads, what is found."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.integration.adapters.machine.words import ASKED_TERMS
from twite.application.paging import InvalidCursor
from twite.domain.microposts import MicropostId, MicropostNotFound

from .world import LARGEST_ID, Bounds, Post, Repost, Said, World, page


class Reading(World):
    def timelines_home(self, *, viewer_id: int, cursor: Bounds) -> Said:
        read = {viewer_id} | {followee for who, followee in self.follows if who == viewer_id}
        found = (
            post
            for post in self.posts.values()
            if post.author == viewer_id
            or (post.author in read and post.parent_author in {None, post.author, *read})
        )
        passed = (
            repost
            for repost in self.reposts.values()
            if repost.user in read
            and self.may_show(viewer_id, self.posts[repost.post])
            and self.may_pass(viewer_id, repost, listed=True)
        )
        return self._timeline(cursor, viewer_id, [*self._shown(viewer_id, found), *passed])

    def timelines_local(self, *, viewer_id: int | None, cursor: Bounds) -> Said:
        return self._timeline(cursor, viewer_id, self._shown(viewer_id, self._public()))

    def timelines_tagged(self, *, tag: str, viewer_id: int | None, cursor: Bounds) -> Said:
        found = (post for post in self._public() if _is_under(tag, post))
        return self._timeline(cursor, viewer_id, self._shown(viewer_id, found))

    def timelines_profile(self, *, viewer_id: int | None, cursor: Bounds, **asked: Any) -> Said:
        rows = self.timelines_profile_rows(viewer_id=viewer_id, **asked)
        return self._timeline(cursor, viewer_id, rows)

    def timelines_profile_rows(
        self,
        *,
        author_id: int,
        viewer_id: int | None,
        replies: bool,
        reposts: bool,
        tag: str | None,
    ) -> Sequence[Post | Repost]:
        """What is entered last stands first, so that ids can be learnt here."""
        said = [
            post
            for post in self.posts.values()
            if post.author == author_id
            and (replies or post.parent_author in (None, author_id))
            and (tag is None or (post.visibility == "public" and _is_under(tag, post)))
        ]
        passed = [
            repost
            for repost in self.reposts.values()
            if repost.user == author_id
            and self.may_pass(viewer_id, repost, listed=False)
            and reposts
            and tag is None
        ]
        found: list[Post | Repost] = [
            *(post for post in said if self.may_read(viewer_id, post)),
            *(one for one in passed if self.may_show(viewer_id, self.posts[one.post])),
        ]
        return sorted(found, key=lambda row: row.id or LARGEST_ID, reverse=True)

    def timelines_thread(
        self, *, id: int, viewer_id: int | None, after: int | None, limit: int
    ) -> Said:
        if limit < 1:
            raise InvalidCursor
        about = self.readable(id, viewer_id)
        read = {p.id: p for p in self.posts.values() if self.may_read(viewer_id, p)}
        shown = {p.id: p for p in self._shown(viewer_id, read.values())}
        below = [p for p in shown.values() if id in p.above]
        below.sort(key=lambda post: (*post.above, post.id))  # each before its own, by age
        if after is not None:
            places = [place for place, post in enumerate(below) if post.id == after]
            if not places:
                raise MicropostNotFound(MicropostId(after))
            below = below[places[0] + 1 :]
        return {
            "ancestors": [
                self.micropost_view(read[one], viewer_id) for one in about.above if one in read
            ],
            "micropost": self.micropost_view(about, viewer_id),
            "replies": [self._reply(id, post, viewer_id, shown) for post in below[:limit]],
            "more": len(below) > limit,
        }

    # -- what is found ------------------------------------------------------------------

    def search_people(
        self, *, query: str, viewer_id: int | None, following: bool, limit: int, offset: int
    ) -> Sequence[Said]:
        if limit < 1 or offset < 0:
            raise InvalidCursor
        sought = unicodedata.normalize("NFC", query.strip().removeprefix("@").lower()).split()
        found = [
            person
            for person in self.people.values()
            if sought
            and person.state == "active"
            and (person.id, viewer_id) not in self.blocks
            and (not following or (viewer_id, person.id) in self.follows)
            and all(any(name.startswith(word) for name in person.names) for word in sought)
        ]
        found.sort(key=lambda person: person.handle.encode())
        return [self.user_view(person) for person in found[offset : offset + min(limit, 80)]]

    def search_microposts(
        self, *, query: str, viewer_id: int | None, author_id: int | None, cursor: Bounds
    ) -> Said:
        asked = set(ASKED_TERMS[query])
        found = [
            post
            for post in self.posts.values()
            if asked and asked <= post.written.terms and self.may_find(viewer_id, post)
            if author_id in (None, post.author)
        ]
        return page(
            sorted(found, key=lambda post: post.id, reverse=True),
            cursor,
            lambda post: self.micropost_view(post, viewer_id),
        )

    def hashtags_starting_with(self, *, prefix: str, viewer_id: int | None) -> Sequence[Said]:
        sought = prefix.removeprefix("#").casefold()
        count = Counter(
            tag
            for post in self._shown(viewer_id, self._public())
            for tag in post.written.tags
            if sought and tag.startswith(sought)
        )
        found = sorted(count.items(), key=lambda pair: pair[0].encode())
        return [{"tag": tag, "posts_count": min(number, 100)} for tag, number in found][:10]

    # -- in other words -----------------------------------------------------------------

    def _public(self) -> Iterable[Post]:
        return (post for post in self.posts.values() if post.visibility == "public")

    def _shown(self, viewer: int | None, posts: Iterable[Post]) -> Iterable[Post]:
        return (post for post in posts if self.may_show(viewer, post))

    def _timeline(
        self, cursor: Bounds, viewer: int | None, entries: Iterable[Post | Repost]
    ) -> Said:
        return page(
            sorted(entries, key=lambda entry: entry.id, reverse=True),
            cursor,
            lambda entry: self._entry(entry, viewer),
        )

    def _entry(self, entry: Post | Repost, viewer: int | None) -> Said:
        repost = entry if isinstance(entry, Repost) else None
        return {
            "id": entry.id,
            "kind": "repost" if repost else "post",
            "micropost": self.micropost_view(
                self.posts[repost.post if repost else entry.id], viewer
            ),
            "reposted_by": self.author_view(repost.user) if repost else None,
        }

    def _reply(self, about: int, post: Post, viewer: int | None, shown: Mapping[int, Post]) -> Said:
        between = post.above[post.above.index(about) + 1 :]
        depth = 1 + sum(one in shown for one in between)
        return {"depth": depth, "micropost": self.micropost_view(post, viewer)}


def _is_under(tag: str, post: Post) -> bool:
    return tag.casefold() in post.written.tags
