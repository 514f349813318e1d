"""What people do about what is said: favourites, reposts and bookmarks."""

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import (
    mostly,
    people,
    posts,
    stretches,
    turns,
)
from tests.integration.adapters.machine.lockstep import Lockstep, Stretch

places = st.integers(0, 7)
readers = mostly((None,), people, wrong_in=4)  # of a micropost: its author, mostly


class ReactionRules(Lockstep):
    @rule(place=posts, by=people)
    def favourite(self, place: int, by: int) -> None:
        self.do("favourites.favourite", id=self.post(place), by=self.person(by))

    @rule(post=posts, by=people, place=places)
    def unfavourite(self, post: int, by: int, place: int) -> None:
        user, id = self._reaction(self.model.favourites, by, post, place)
        self.do("favourites.unfavourite", id=id, by=user)

    @rule(by=people, stretch=stretches, turns=turns)
    def favourites(self, by: int, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("favourites.page", stretch, turns, by=self.person(by))

    @rule(place=posts, viewer=readers, stretch=stretches, turns=turns)
    def favourited_by(
        self, place: int, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        id, author = self.a_post_of(place)
        reader = author if viewer is None else self.person(viewer)
        self.page("favourites.users", stretch, turns, id=id, viewer_id=reader)

    @rule(place=posts, by=people)
    def repost(self, place: int, by: int) -> None:
        id, user = self.post(place), self.person(by)
        self.do("reposts.repost", id=id, by=user)
        row = self.model.reposts.get((user, id))
        if row is not None and not row.id:  # its entry may stand where the reposter looks, or not
            with self.worlds["memory"].reposts.unit_of_work() as work:
                kept = work.reposts.find(user_id=user, micropost_id=id)
                assert kept is not None
                row.id = kept.id

    @rule(post=posts, by=people, place=places)
    def unrepost(self, post: int, by: int, place: int) -> None:
        user, id = self._reaction(self.model.reposts, by, post, place)
        self.do("reposts.undo", id=id, by=user)

    @rule(place=posts, viewer=readers, stretch=stretches, turns=turns)
    def reposted_by(
        self, place: int, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        id, author = self.a_post_of(place)
        reader = author if viewer is None else self.person(viewer)
        self.page("reposts.users", stretch, turns, id=id, viewer_id=reader)

    @rule(place=posts, by=people)
    def bookmark(self, place: int, by: int) -> None:
        self.do("bookmarks.bookmark", id=self.post(place), by=self.person(by))

    @rule(post=posts, by=people, place=places)
    def unbookmark(self, post: int, by: int, place: int) -> None:
        user, id = self._reaction(self.model.bookmarks, by, post, place)
        self.do("bookmarks.unbookmark", id=id, by=user)

    @rule(by=people, stretch=stretches, turns=turns)
    def bookmarks(self, by: int, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("bookmarks.page", stretch, turns, by=self.person(by))

    def _reaction(
        self, standing: Iterable[tuple[int, int]], by: int, post: int, place: int
    ) -> tuple[int, int]:
        """One that stands, if there is any; else, and now and then, anybody's to anything."""
        found = sorted(standing)
        if found and place:
            return found[place % len(found)]
        return self.person(by), self.post(post)
