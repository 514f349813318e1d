"""The machine: everything the facade can do, in any order, on all storages in lock step."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.integration.adapters.machine.lockstep import LAST, Lockstep, Stretch
from tests.integration.adapters.machine.words import (
    ASKED_EXTERNAL_IDS,
    ASKED_TAGS,
    ASKED_TERMS,
    BEGINNINGS,
    EXTERNAL_IDS,
    HANDLES,
    INVALID_HANDLES,
    JUMPS,
    KEYS,
    NAMES,
    QUERIES,
    WRITTEN_HANDLES,
    WRONG_EXTERNAL_IDS,
    WRONG_KEYS,
    WRONG_NAMES,
    Written,
    right_texts,
    wrong_texts,
)
from twite.domain.microposts import Visibility

FIRST_PEOPLE = 5


def mostly(right: Any, wrong: Any, *, wrong_in: int = 4) -> Any:
    """One of the right ones; one time in so many, one of the wrong ones."""
    right, wrong = (
        part if isinstance(part, st.SearchStrategy) else st.sampled_from(tuple(part))
        for part in (right, wrong)
    )
    return st.integers(1, wrong_in).flatmap(lambda n: wrong if n == wrong_in else right)


# Whom and what a rule is about is drawn as a place: of the people and microposts there are by then,
# or of nobody and nothing.
people = st.integers(0, LAST)
viewers = people | st.none()
posts = st.integers(0, 11)
visibilities = st.sampled_from(Visibility)
limits = mostly((1, 2, 2, 3, 3, 5, 20, 40, 41), (0, -1), wrong_in=5)
stretches = st.tuples(limits, st.integers(0, 9), st.integers(0, 40))
turns = st.sampled_from(
    ((), (), ("older",), ("newer",), ("older", "older"), ("older", "older", "newer"))
)


class Machine(Lockstep):
    """Each rule is one command, or some of one kind, asked of the model and of every storage."""

    # -- users --------------------------------------------------------------------------

    @initialize(names=st.permutations(HANDLES))
    def move_in(self, names: Sequence[str]) -> None:
        for place, handle in enumerate(names[:FIRST_PEOPLE]):
            self.register(handle, None, f"host:{place}" if place < 3 else None)

    @rule(
        handle=mostly(WRITTEN_HANDLES, INVALID_HANDLES),
        display_name=mostly(NAMES, WRONG_NAMES, wrong_in=8),
        external_id=mostly(EXTERNAL_IDS, WRONG_EXTERNAL_IDS, wrong_in=8),
    )
    def register(self, handle: str, display_name: str | None, external_id: str | None) -> None:
        self.do("users.register", handle=handle, display_name=display_name, external_id=external_id)

    @rule(who=mostly(people, (LAST,), wrong_in=5))
    def show_user(self, who: int) -> None:
        self.do("users.show", id=self.person(who))

    @rule(who=people, handle=mostly((None,), (*WRITTEN_HANDLES, *INVALID_HANDLES), wrong_in=3))
    def named(self, who: int, handle: str | None) -> None:
        known = [person.handle for person in self.model.people.values()]
        self.do("users.named", handle=known[who % len(known)] if handle is None else handle)

    @rule(who=people, external_id=mostly((None,), (*ASKED_EXTERNAL_IDS, *WRONG_EXTERNAL_IDS)))
    def known_as(self, who: int, external_id: str | None) -> None:
        known = [p.external_id for p in self.model.people.values() if p.external_id]
        self.do(
            "users.known_as",
            external_id=known[who % len(known)] if external_id is None else external_id,
        )

    @rule(query=st.sampled_from(QUERIES), viewer=viewers)
    def search_people(self, query: str, viewer: int | None) -> None:
        self.do("search.people", query=query, viewer_id=self.person(viewer))

    # -- microposts -----------------------------------------------------------------------

    @rule(
        author=people,
        text=mostly(right_texts, wrong_texts, wrong_in=7),
        visibility=visibilities,
        key=mostly(KEYS, WRONG_KEYS, wrong_in=10),
    )
    def say(self, author: int, text: Written, visibility: str, key: str | None) -> None:
        self.do(
            "microposts.post",
            author_id=self.person(author),
            text=text,
            visibility=visibility,
            idempotency_key=key,
        )

    @rule(author=st.integers(0, 4), texts=st.lists(right_texts, min_size=2, max_size=4))
    def chatter(self, author: int, texts: Sequence[Written]) -> None:
        """People talk more than they do anything else; within one millisecond, too."""
        for place, text in enumerate(texts):
            visibility = tuple(Visibility)[(author + place) % 3]
            self.say(author + place, text, visibility, None)

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

    @rule(by=st.sampled_from(JUMPS))
    def time_passes(self, by: timedelta) -> None:
        self.storages.clock.forward(by)
        self.model.now += by

    # -- follows and blocks ---------------------------------------------------------------

    @rule(by=people, whom=people)
    def follow(self, by: int, whom: int) -> None:
        self.do("follows.follow", by=self.person(by), whom=self.another(by, whom))

    @rule(by=people, whom=mostly(people, (LAST,), wrong_in=5))
    def unfollow(self, by: int, whom: int) -> None:
        self.do("follows.unfollow", by=self.person(by), whom=self.another(by, whom))

    @rule(by=people, whom=people)
    def relation(self, by: int, whom: int) -> None:
        self.do("follows.relation", viewer_id=self.person(by), other_id=self.another(by, whom))

    @rule(by=people, whom=people)
    def block(self, by: int, whom: int) -> None:
        self.do("blocks.block", by=self.person(by), whom=self.another(by, whom))

    @rule(by=people, whom=people, place=st.integers(0, 3))
    def unblock(self, by: int, whom: int, place: int) -> None:
        blocker, blocked = self.person(by), self.person(whom)
        if self.model.blocks and place:
            blocker, blocked = sorted(self.model.blocks)[place % len(self.model.blocks)]
        self.do("blocks.unblock", by=blocker, whom=blocked)

    # -- lists --------------------------------------------------------------------------

    @rule(viewer=people, stretch=stretches, turns=turns)
    def home(self, viewer: int, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("timelines.home", stretch, turns, viewer_id=self.person(viewer))

    @rule(viewer=viewers, stretch=stretches, turns=turns)
    def local(self, viewer: int | None, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("timelines.local", stretch, turns, viewer_id=self.person(viewer))

    @rule(author=people, viewer=viewers, stretch=stretches, turns=turns)
    def profile(
        self, author: int, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        of = {"author_id": self.person(author), "viewer_id": self.person(viewer)}
        self.page("timelines.profile", stretch, turns, **of)

    @rule(tag=st.sampled_from(ASKED_TAGS), viewer=viewers, stretch=stretches, turns=turns)
    def tagged(self, tag: str, viewer: int | None, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("timelines.tagged", stretch, turns, tag=tag, viewer_id=self.person(viewer))

    @rule(prefix=st.sampled_from(BEGINNINGS), viewer=viewers)
    def hashtags(self, prefix: str, viewer: int | None) -> None:
        self.do("hashtags.starting_with", prefix=prefix, viewer_id=self.person(viewer))

    @rule(
        query=st.sampled_from(sorted(ASKED_TERMS)), viewer=viewers, stretch=stretches, turns=turns
    )
    def search_microposts(
        self, query: str, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        self.page("search.microposts", stretch, turns, query=query, viewer_id=self.person(viewer))

    @rule(recipient=people, stretch=stretches, turns=turns)
    def notifications(self, recipient: int, stretch: Stretch, turns: Sequence[str]) -> None:
        id = self.person(recipient)
        self._learn_notices(id)
        self.page("notifications.page", stretch, turns, recipient_id=id)
