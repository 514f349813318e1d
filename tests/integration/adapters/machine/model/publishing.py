"""Microposts: said, edited, taken back, looked at; and what happens because of it."""

from collections.abc import Sequence
from datetime import timedelta

from attrs import evolve

from tests.integration.adapters.machine.words import (
    KEPT_LANGUAGES,
    KEPT_WARNINGS,
    LIMIT,
    WRONG_KEYS,
    WRONG_LANGUAGES,
    WRONG_WARNINGS,
    Written,
)
from twite.domain.givens import NotSomeIds
from twite.domain.microposts import (
    DeletedMeanwhile,
    EditedMeanwhile,
    InvalidIdempotencyKey,
    KeyReused,
    MicropostId,
    MicropostNotFound,
    NoSuchAudience,
    OnlyForSome,
    TextTooLong,
    TooManyPins,
)

from .world import MOST_AT_ONCE, Post, Said, World

KEY_LASTS = timedelta(hours=24)
MOST_PINS = 5
AUDIENCES = ("public", "unlisted", "followers", "mentioned")


class Publishing(World):
    def microposts_post(
        self,
        *,
        author_id: int,
        text: Written,
        content_warning: str | None,
        language: str | None,
        visibility: str | None,
        in_reply_to_id: int | None,
        idempotency_key: str | None,
        sensitive: bool | None = None,
        made: int,
    ) -> int:
        warning, spoken = self._beside(text, content_warning, language)
        if visibility not in (None, *AUDIENCES):
            raise NoSuchAudience
        if idempotency_key in WRONG_KEYS:
            raise InvalidIdempotencyKey
        self.acting(author_id)
        preferred = self.preferred.get(author_id, {})
        audience = visibility or preferred.get("visibility", "public")
        post = Post(made, author_id, text, audience, frozenset(), self.now, warning)
        post.language = spoken or KEPT_LANGUAGES[preferred.get("language") or None]
        post.sensitive = preferred.get("sensitive", False) if sensitive is None else sensitive
        if idempotency_key is None:
            return self._post(post, in_reply_to_id)
        key = (author_id, idempotency_key)
        said = (visibility, text.kept, warning, spoken, sensitive, in_reply_to_id)
        if key in self.keys and self.keys[key][2] >= self.now - KEY_LASTS:
            id, earlier, _ = self.keys[key]
            if id not in self.posts:
                raise DeletedMeanwhile
            if earlier != said:
                raise KeyReused
            return id
        id = self._post(post, in_reply_to_id)
        self.keys[key] = (id, said, self.now)
        return id

    def microposts_edit(
        self,
        *,
        id: int,
        by: int,
        text: Written,
        content_warning: str | None,
        language: str | None,
        version: int | None,
        sensitive: bool | None,
    ) -> None:
        warning, spoken = self._beside(text, content_warning, language)
        self.acting(by)
        post = self._own(id, by)
        if version not in (None, len(post.earlier) + 1):
            raise EditedMeanwhile(MicropostId(id))
        flagged = post.sensitive if sensitive is None else sensitive
        said = (text.kept, warning, spoken, flagged)
        if said == (post.written.kept, post.warning, post.language, post.sensitive):
            return
        self.posts[id] = evolve(
            post,
            written=text,
            warning=warning,
            language=spoken,
            sensitive=flagged,
            mentioned=self._mentioned(text, known=post.mentioned),
            edited_at=self.now,
            earlier=[*post.earlier, self._version(post)],
        )
        # Reactions to one event come by their names; reposters in the order of their reposts.
        passed = [repost for repost in self.reposts.values() if repost.post == id]
        for repost in sorted(passed, key=lambda repost: repost.id):
            if repost.user != by:
                self.tell(repost.user, "edit", by, id)
        self._tell_mentioned(self.posts[id])

    def microposts_history(self, *, id: int, viewer_id: int | None) -> Sequence[Said]:
        post = self.readable(id, viewer_id)
        is_named_alone = not self.may_read(viewer_id, evolve(post, mentioned=frozenset()))
        return [*([] if is_named_alone else post.earlier), self._version(post)]

    def microposts_pin(self, *, id: int, by: int) -> None:
        self.acting(by)
        post = self._own(id, by)
        if post.visibility == "mentioned":
            raise OnlyForSome
        if post.pinned_at is None and len(self._pinned(by)) == MOST_PINS:
            raise TooManyPins
        post.pinned_at = post.pinned_at or self.now

    def microposts_unpin(self, *, id: int, by: int) -> None:
        self.acting(by)
        self._own(id, by).pinned_at = None

    def timelines_pinned(self, *, author_id: int, viewer_id: int | None) -> Sequence[Said]:
        found = sorted(self._pinned(author_id), key=_since_when, reverse=True)
        shown = (post for post in found if self.may_read(viewer_id, post))
        return [self.micropost_view(post, viewer_id) for post in shown]

    def microposts_delete(self, *, id: int, by: int) -> None:
        self.acting(by)
        self._own(id, by)
        self.take_away(id)

    def microposts_show(self, *, id: int, viewer_id: int | None) -> Said:
        return self.micropost_view(self.readable(id, viewer_id), viewer_id)

    def microposts_shown(self, *, ids: Sequence[int], viewer_id: int | None) -> Sequence[Said]:
        if len(ids) > MOST_AT_ONCE:
            raise NotSomeIds
        found = [self.posts[id] for id in dict.fromkeys(ids) if id in self.posts]
        return [self.micropost_view(p, viewer_id) for p in found if self.may_read(viewer_id, p)]

    # -- in other words -----------------------------------------------------------------

    def _beside(
        self, text: Written, warning: str | None, language: str | None
    ) -> tuple[str | None, str | None]:
        """What is kept of a warning and a language, if all of it can be said."""
        if warning in WRONG_WARNINGS:
            raise WRONG_WARNINGS[warning]
        if text.refusal:
            raise text.refusal
        kept = KEPT_WARNINGS[warning]
        length = text.length + len(kept or "")
        if length > LIMIT:
            raise TextTooLong(length, LIMIT)
        if language in WRONG_LANGUAGES:
            raise WRONG_LANGUAGES[language]
        return kept, KEPT_LANGUAGES[language]

    def _post(self, post: Post, parent_id: int | None) -> int:
        parent = None if parent_id is None else self.readable(parent_id, post.author)
        earlier = (p.id for p in self.posts.values() if p.author == post.author)
        assert post.id > max(earlier, default=0)
        self.posts[post.id] = evolve(
            post,
            mentioned=self._mentioned(post.written),
            parent=parent.id if parent else None,
            parent_author=parent.author if parent else None,
            above=(*parent.above, parent.id) if parent else (),
        )
        self._tell_followers(self.posts[post.id])
        self._tell_mentioned(self.posts[post.id])
        return post.id

    def _own(self, id: int, by: int) -> Post:
        if id not in self.posts or self.posts[id].author != by:
            raise MicropostNotFound(MicropostId(id))
        return self.posts[id]

    def _pinned(self, author: int) -> Sequence[Post]:
        standing = self.posts.values()
        return [post for post in standing if post.author == author and post.pinned_at]

    def _mentioned(self, text: Written, *, known: frozenset[int] = frozenset()) -> frozenset[int]:
        """The active ones it names, and of those it named before who are suspended."""
        return frozenset(
            person.id
            for person in self.people.values()
            if person.handle in text.mentions
            and (person.state == "active" or (person.state == "suspended" and person.id in known))
        )

    def _tell_followers(self, post: Post) -> None:
        """Those who want to be told, and are not named."""
        if post.visibility == "mentioned" or post.parent_author not in (None, post.author):
            return
        for (follower, followee), follow in self.follows.items():
            if followee == post.author and follow.notifies and follower not in post.mentioned:
                self.tell(follower, "post", post.author, post.id)

    def _tell_mentioned(self, post: Post) -> None:
        """And whom it answers, named or not."""
        answered = set() if post.parent_author is None else {post.parent_author}
        for recipient in sorted((post.mentioned | answered) - {post.author}):
            kind = "reply" if recipient == post.parent_author else "mention"
            self.tell(recipient, kind, post.author, post.id)

    def _version(self, post: Post) -> Said:
        return {
            "version": len(post.earlier) + 1,
            "text": post.written.kept,
            "content_warning": post.warning,
            "language": post.language,
            "said_at": post.edited_at or post.at,
            "sensitive": post.sensitive,
        }


def _since_when(post: Post) -> tuple[object, int]:
    return (post.pinned_at, post.id)
