"""Microposts: said, taken back, looked at; and what happens because of it."""

from datetime import timedelta

from tests.integration.adapters.machine.words import LIMIT, WRONG_KEYS, Written
from twite.domain.microposts import (
    DeletedMeanwhile,
    InvalidIdempotencyKey,
    KeyReused,
    MicropostId,
    MicropostNotFound,
    NoSuchAudience,
    TextTooLong,
)

from .world import Post, Said, World

KEY_LASTS = timedelta(hours=24)
AUDIENCES = ("public", "unlisted", "followers", "mentioned")


class Publishing(World):
    def microposts_post(
        self,
        *,
        author_id: int,
        text: Written,
        visibility: str,
        in_reply_to_id: int | None,
        idempotency_key: str | None,
        made: int,
    ) -> int:
        if text.refusal:
            raise text.refusal
        if text.length > LIMIT:
            raise TextTooLong(text.length, LIMIT)
        if visibility not in AUDIENCES:
            raise NoSuchAudience
        if idempotency_key in WRONG_KEYS:
            raise InvalidIdempotencyKey
        self.acting(author_id)
        if idempotency_key is None:
            return self._post(author_id, text, visibility, in_reply_to_id, made)
        key, said = (author_id, idempotency_key), (visibility, text.kept, in_reply_to_id)
        if key in self.keys and self.keys[key][2] >= self.now - KEY_LASTS:
            id, earlier, _ = self.keys[key]
            if id not in self.posts:
                raise DeletedMeanwhile
            if earlier != said:
                raise KeyReused
            return id
        id = self._post(author_id, text, visibility, in_reply_to_id, made)
        self.keys[key] = (id, said, self.now)
        return id

    def microposts_delete(self, *, id: int, by: int) -> None:
        self.person(by)
        if id not in self.posts or self.posts[id].author != by:
            raise MicropostNotFound(MicropostId(id))
        del self.posts[id]
        self.notices = [notice for notice in self.notices if notice.post != id]
        self.favourites = {key: row for key, row in self.favourites.items() if row.post != id}
        self.bookmarks = {key: row for key, row in self.bookmarks.items() if row.post != id}

    def microposts_show(self, *, id: int, viewer_id: int | None) -> Said:
        return self.micropost_view(self.readable(id, viewer_id), viewer_id)

    # -- in other words -----------------------------------------------------------------

    def _post(
        self, author: int, text: Written, visibility: str, parent_id: int | None, made: int
    ) -> int:
        parent = None if parent_id is None else self.readable(parent_id, author)
        assert made > max((p.id for p in self.posts.values() if p.author == author), default=0)
        mentioned = {
            person.id
            for person in self.people.values()
            if person.handle in text.mentions and person.state == "active"
        }
        self.posts[made] = Post(
            made,
            author,
            text,
            visibility,
            frozenset(mentioned),
            self.now,
            parent=parent.id if parent else None,
            parent_author=parent.author if parent else None,
            above=(*parent.above, parent.id) if parent else (),
        )
        for recipient in sorted(mentioned - {author}):
            self.tell(recipient, "mention", author, made)
        return made
