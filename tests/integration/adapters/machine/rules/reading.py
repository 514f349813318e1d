"""What people come to read: timelines, threads, what is found."""

from collections.abc import Sequence

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


class ReadingRules(Lockstep):
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

    @rule(
        place=posts,
        viewer=viewers,
        is_author=st.booleans(),
        after=mostly((None, None, -1), posts, wrong_in=8),
        limit=mostly((1, 2, 4096, 5000), (0, -1), wrong_in=10),
    )
    def thread(
        self, place: int, viewer: int | None, is_author: bool, after: int | None, limit: int
    ) -> None:
        """Most of the time of something that was answered; and after one of its answers."""
        answered = [post.above[0] for post in self.model.posts.values() if post.above]
        id = answered[-1] if answered and place < 6 else self.post(place)
        below = [post.id for post in self.model.posts.values() if id in post.above]
        if after == -1:
            following = below[place % len(below)] if below else None
        else:
            following = None if after is None else self.post(after)
        author = self.model.posts[id].author if id in self.model.posts else None
        self.do(
            "timelines.thread",
            id=id,
            viewer_id=author if is_author else self.person(viewer),
            after=following,
            limit=limit,
        )

    @rule(query=st.sampled_from(QUERIES), viewer=viewers)
    def search_people(self, query: str, viewer: int | None) -> None:
        self.do("search.people", query=query, viewer_id=self.person(viewer))

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
