"""What people do about what is said: favourites, reposts and bookmarks."""

from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import (
    LAST,
    SEVERAL,
    mostly,
    people,
    posts,
    spreads,
    stretches,
    turns,
)
from tests.integration.adapters.machine.lockstep import Lockstep, Stretch

places = mostly((0,), st.integers(0, 7), wrong_in=2)  # more stands than is undone
readers = mostly((None,), people, wrong_in=4)  # of a micropost: its author, mostly


class ReactionRules(Lockstep):
    @rule(place=posts, by=people, spread=spreads)
    def favourite(self, place: int, by: int, spread: str | None) -> None:
        for id, user in self._reactions(place, by, spread):
            self.do("favourites.favourite", id=id, by=user)

    @rule(post=posts, by=people, place=places)
    def unfavourite(self, post: int, by: int, place: int) -> None:
        user, id = self._reaction(self.model.favourites, by, post, place)
        self.do("favourites.unfavourite", id=id, by=user)

    @rule(by=people, stretch=stretches, turns=turns)
    def favourites(self, by: int, stretch: Stretch, turns: Sequence[str]) -> None:
        if self.grows(by):
            self.favourite(0, by, "about")
        user = self.fullest((user for user, _ in self.model.favourites), by)
        self.page("favourites.page", stretch, turns, by=user or self.person(by))

    @rule(place=posts, viewer=readers, stretch=stretches, turns=turns)
    def favourited_by(
        self, place: int, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        if self.grows(place):
            self.favourite(place, 0, "by")
        id = self.fullest((id for _, id in self.model.favourites), place) or self.post(place)
        reader = self._author(id) if viewer is None else self.person(viewer)
        self.page("favourites.users", stretch, turns, id=id, viewer_id=reader)

    @rule(place=posts, by=people, spread=spreads)
    def repost(self, place: int, by: int, spread: str | None) -> None:
        for id, user in self._reactions(place, by, spread):
            self.do("reposts.repost", id=id, by=user)

    @rule(post=posts, by=people, place=places)
    def unrepost(self, post: int, by: int, place: int) -> None:
        user, id = self._reaction(self.model.reposts, by, post, place)
        self.do("reposts.undo", id=id, by=user)

    @rule(place=posts, viewer=readers, stretch=stretches, turns=turns)
    def reposted_by(
        self, place: int, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        if self.grows(place):
            self.repost(place, 0, "by")
        id = self.fullest((id for _, id in self.model.reposts), place) or self.post(place)
        reader = self._author(id) if viewer is None else self.person(viewer)
        self.page("reposts.users", stretch, turns, id=id, viewer_id=reader)

    @rule(place=posts, by=people, spread=spreads)
    def bookmark(self, place: int, by: int, spread: str | None) -> None:
        for id, user in self._reactions(place, by, spread):
            self.do("bookmarks.bookmark", id=id, by=user)

    @rule(post=posts, by=people, place=places)
    def unbookmark(self, post: int, by: int, place: int) -> None:
        user, id = self._reaction(self.model.bookmarks, by, post, place)
        self.do("bookmarks.unbookmark", id=id, by=user)

    @rule(by=people, stretch=stretches, turns=turns)
    def bookmarks(self, by: int, stretch: Stretch, turns: Sequence[str]) -> None:
        if self.grows(by):
            self.bookmark(0, by, "about")
        user = self.fullest((user for user, _ in self.model.bookmarks), by)
        self.page("bookmarks.page", stretch, turns, by=user or self.person(by))

    def _reactions(self, post: int, by: int, spread: str | None) -> Iterable[tuple[Any, Any]]:
        """To what, and whose; or to several, or of several."""
        id = self.post(post)
        user = self.a_reader_of(id, by)
        if spread is None:
            return [(id, user)]
        if spread == "by":
            return [
                (id, self.a_reader_of(id, (by + place) % (LAST - 2))) for place in range(SEVERAL)
            ]
        return [(self.post((post + place) % 10), user) for place in range(SEVERAL)]

    def _author(self, id: int) -> int | None:
        return self.model.posts[id].author if id in self.model.posts else None

    def _reaction(
        self, standing: Iterable[tuple[int, int]], by: int, post: int, place: int
    ) -> tuple[int, int]:
        """One that stands, if there is any; else, and now and then, anybody's to anything."""
        found = sorted(standing)
        if found and place:
            return found[place % len(found)]
        return self.person(by), self.post(post)
