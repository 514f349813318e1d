"""Microposts: said, answered, edited, taken back, looked at."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import (
    mostly,
    now_and_then_too_many,
    people,
    posts,
    viewers,
)
from tests.integration.adapters.machine.lockstep import Lockstep
from tests.integration.adapters.machine.words import (
    JUMPS,
    KEPT_LANGUAGES,
    KEPT_WARNINGS,
    KEYS,
    WRONG_KEYS,
    WRONG_LANGUAGES,
    WRONG_WARNINGS,
    Written,
    right_texts,
    wrong_texts,
)
from twite.domain.microposts import Visibility

Beside: TypeAlias = tuple[str | None, str | None]  # a warning, a language
NOTHING: Beside = (None, None)

visibilities: Any = st.sampled_from(Visibility)
flags = mostly((None,), (True, False), wrong_in=3)
warnings = mostly(KEPT_WARNINGS, WRONG_WARNINGS, wrong_in=20)
languages = mostly(KEPT_LANGUAGES, WRONG_LANGUAGES, wrong_in=20)
beside = st.just(NOTHING) | st.tuples(warnings, languages)


class PublishingRules(Lockstep):
    @rule(
        author=people,
        text=mostly(right_texts, wrong_texts, wrong_in=9),
        visibility=mostly(visibilities | st.none(), ("everybody", ""), wrong_in=12),
        parent=posts | st.none(),
        key=mostly(KEYS, WRONG_KEYS, wrong_in=10),
        beside=beside,
        sensitive=flags,
    )
    def say(
        self,
        author: int,
        text: Written,
        visibility: str | None,
        parent: int | None,
        *,
        key: str | None = None,
        beside: Beside = NOTHING,
        sensitive: bool | None = None,
    ) -> None:
        self.do(
            "microposts.post",
            author_id=self.actor(author),
            text=text,
            content_warning=beside[0],
            language=beside[1],
            visibility=visibility,
            in_reply_to_id=None if parent is None else self.post(parent),
            idempotency_key=key,
            sensitive=sensitive,
        )

    @rule(author=st.integers(0, 4), texts=st.lists(right_texts, min_size=2, max_size=4))
    def chatter(self, author: int, texts: Sequence[Written]) -> None:
        """People talk more than they do anything else; within one millisecond, too."""
        for place, text in enumerate(texts):
            visibility = tuple(Visibility)[(author + place) % 3]
            self.say(author + place, text, visibility, None)

    @rule(author=st.integers(0, 4), texts=st.lists(right_texts, min_size=2, max_size=4))
    def talk(self, author: int, texts: Sequence[Written]) -> None:
        """Each answers the one before."""
        for place, text in enumerate(texts):
            visibility = tuple(Visibility)[place % 3]
            self.say(author + 2 * place, text, visibility, 0 if place else 3)

    @rule(
        place=posts,
        by=mostly((None,), people, wrong_in=6),
        text=mostly(right_texts, wrong_texts, wrong_in=9),
        beside=beside,
        version=mostly((None,), (1, 2, 3), wrong_in=4),
        sensitive=flags,
    )
    def edit(
        self,
        place: int,
        by: int | None,
        text: Written,
        beside: Beside,
        *,
        version: int | None,
        sensitive: bool | None,
    ) -> None:
        id, author = self.a_post_of(place)
        self.do(
            "microposts.edit",
            id=id,
            by=author if by is None else self.person(by),
            text=text,
            content_warning=beside[0],
            language=beside[1],
            version=version,
            sensitive=sensitive,
        )

    @rule(place=posts, by=mostly((None,), people, wrong_in=3), viewer=viewers)
    def pin(self, place: int, by: int | None, viewer: int | None) -> None:
        id, author = self.a_post_of(place)
        self.do("microposts.pin", id=id, by=author if by is None else self.person(by))
        self.do("timelines.pinned", author_id=author, viewer_id=self.person(viewer))

    @rule(place=posts, by=mostly((None,), people, wrong_in=3))
    def unpin(self, place: int, by: int | None) -> None:
        id, author = self.a_post_of(place)
        self.do("microposts.unpin", id=id, by=author if by is None else self.person(by))

    @rule(place=posts, viewer=viewers, is_author=st.booleans())
    def read_history(self, place: int, viewer: int | None, is_author: bool) -> None:
        id, author = self.a_post_of(place)
        viewer_id = author if is_author else self.person(viewer)
        self.do("microposts.history", id=id, viewer_id=viewer_id)

    @rule(place=posts, by=mostly((None,), people, wrong_in=6))
    def delete(self, place: int, by: int | None) -> None:
        id, author = self.a_post_of(place)
        stood = id in self.model.posts
        self.do("microposts.delete", id=id, by=author if by is None else self.person(by))
        if stood and id not in self.model.posts:
            self.gone.append(id)

    @rule(place=posts, viewer=viewers, is_author=st.booleans())
    def show_post(self, place: int, viewer: int | None, is_author: bool) -> None:
        id, author = self.a_post_of(place)
        self.do("microposts.show", id=id, viewer_id=author if is_author else self.person(viewer))

    @rule(
        places=st.lists(posts, min_size=1, max_size=6), viewer=viewers, times=now_and_then_too_many
    )
    def show_posts(self, places: Sequence[int], viewer: int | None, times: int) -> None:
        ids = [self.post(place) for place in places] * times
        self.do("microposts.shown", ids=ids, viewer_id=self.person(viewer))

    @rule(by=st.sampled_from(JUMPS))
    def time_passes(self, by: timedelta) -> None:
        self.storages.clock.forward(by)
        self.model.now += by
