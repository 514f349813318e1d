"""What people come to read: timelines, threads, what is found."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import (
    mostly,
    people,
    posts,
    stretches,
    turns,
    viewers,
)
from tests.integration.adapters.machine.lockstep import Lockstep, Stretch
from tests.integration.adapters.machine.words import ASKED_TAGS, ASKED_TERMS, BEGINNINGS, QUERIES

selections = mostly(
    st.just({"replies": True, "reposts": True, "tag": None}),
    st.fixed_dictionaries(
        {
            "replies": st.booleans(),
            "reposts": st.booleans(),
            "tag": mostly((None,), ASKED_TAGS, wrong_in=3),
        }
    ),
    wrong_in=3,
)


class ReadingRules(Lockstep):
    @rule(viewer=people, stretch=stretches, turns=turns)
    def home(self, viewer: int, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("timelines.home", stretch, turns, viewer_id=self.person(viewer))

    @rule(viewer=viewers, stretch=stretches, turns=turns)
    def local(self, viewer: int | None, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("timelines.local", stretch, turns, viewer_id=self.person(viewer))

    @rule(author=people, viewer=viewers, stretch=stretches, turns=turns, selection=selections)
    def profile(
        self,
        author: int,
        viewer: int | None,
        stretch: Stretch,
        turns: Sequence[str],
        selection: Mapping[str, Any],
    ) -> None:
        of = {"author_id": self.person(author), "viewer_id": self.person(viewer)}
        self.page("timelines.profile", stretch, turns, **of, **selection)

    @rule(
        tag=mostly(ASKED_TAGS, (None,), wrong_in=2),
        viewer=viewers,
        stretch=stretches,
        turns=turns,
    )
    def tagged(
        self, tag: str | None, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        """None: the tag that stands most often."""
        public = [post for post in self.model.posts.values() if post.visibility == "public"]
        said = Counter(tag for post in public for tag in sorted(post.written.tags))
        asked = tag or next((most for most, _ in said.most_common(1)), "tea")
        self.page("timelines.tagged", stretch, turns, tag=asked, viewer_id=self.person(viewer))

    @rule(
        place=posts,
        viewer=viewers,
        after=mostly((None, None, -1), posts, wrong_in=8),
        limit=mostly((1, 2, 4096, 5000), (0, -1), wrong_in=10),
    )
    def thread(self, place: int, viewer: int | None, after: int | None, limit: int) -> None:
        """Most of the time of something that was answered; and after one of its answers."""
        answered = [post.above[0] for post in self.model.posts.values() if post.above]
        id = answered[-1] if answered and place < 6 else self.post(place)
        below = [post.id for post in self.model.posts.values() if id in post.above]
        if after == -1:
            following = below[place % len(below)] if below else None
        else:
            following = None if after is None else self.post(after)
        self.do(
            "timelines.thread",
            id=id,
            viewer_id=None if viewer is None else self.a_reader_of(id, viewer),
            after=following,
            limit=limit,
        )

    @rule(
        query=st.sampled_from(QUERIES),
        viewer=viewers,
        following=mostly((False,), (True,), wrong_in=3),
        limit=mostly((20, 20, 1, 2, 81), (0,), wrong_in=12),
        offset=mostly((0, 0, 1, 2, 2**63 - 1), (-1,), wrong_in=12),
    )
    def search_people(
        self, query: str, viewer: int | None, following: bool, limit: int, offset: int
    ) -> None:
        self.do(
            "search.people",
            query=query,
            viewer_id=self.person(viewer),
            following=following,
            limit=limit,
            offset=offset,
        )

    @rule(prefix=st.sampled_from(BEGINNINGS), viewer=viewers)
    def hashtags(self, prefix: str, viewer: int | None) -> None:
        self.do("hashtags.starting_with", prefix=prefix, viewer_id=self.person(viewer))

    @rule(
        query=mostly(ASKED_TERMS, (None,), wrong_in=2),
        viewer=viewers,
        author=mostly((None,), people, wrong_in=4),
        stretch=stretches,
        turns=turns,
    )
    def search_microposts(
        self,
        query: str | None,
        viewer: int | None,
        author: int | None,
        stretch: Stretch,
        turns: Sequence[str],
    ) -> None:
        """None: what finds most, and of anybody."""
        asked = self._most_said() if query is None else query
        who = {"viewer_id": self.person(viewer), "author_id": self.person(author)}
        self.page("search.microposts", stretch, turns, query=asked, **who)

    def _most_said(self) -> str:
        said = [post.written.terms for post in self.model.posts.values()]
        return max(ASKED_TERMS, key=lambda asked: sum(_finds(asked, terms) for terms in said))


def _finds(asked: str, terms: Set[str]) -> bool:
    return bool(ASKED_TERMS[asked]) and terms >= set(ASKED_TERMS[asked])
