"""Who reads whom, and who wants nothing of whom: follows, blocks, mutes."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import (
    LAST,
    mostly,
    people,
    stretches,
    turns,
    viewers,
)
from tests.integration.adapters.machine.lockstep import Lockstep, Stretch

places = st.integers(0, 7)
others = mostly(people, (LAST,), wrong_in=5)
DURATIONS = (None, timedelta(microseconds=1), timedelta(hours=1), timedelta(days=3660))
WRONG_DURATIONS = (timedelta(0), timedelta(-1), timedelta(days=3660, microseconds=1), timedelta.max)


class GraphRules(Lockstep):
    @rule(by=people, whom=people, reposts=st.booleans())
    def follow(self, by: int, whom: int, reposts: bool) -> None:
        self.do("follows.follow", by=self.person(by), whom=self.another(by, whom), reposts=reposts)

    @rule(by=people, whom=others, place=places)
    def unfollow(self, by: int, whom: int, place: int) -> None:
        follower, followee = self._pair(self.model.follows, by, whom, place)
        self.do("follows.unfollow", by=follower, whom=followee)

    @rule(by=people, whom=others, place=places)
    def remove_follower(self, by: int, whom: int, place: int) -> None:
        follower, followee = self._pair(self.model.follows, whom, by, place)
        self.do("follows.remove_follower", by=followee, whom=follower)

    @rule(by=people, whom=people)
    def ask(self, by: int, whom: int) -> None:
        """To follow somebody locked, if there is one."""
        locked = [person.id for person in self.model.people.values() if person.is_locked]
        asked = locked[whom % len(locked)] if locked else self.another(by, whom)
        self.do("follows.follow", by=self.person(by), whom=asked, reposts=True)

    @rule(by=people, whom=people, place=places)
    def accept(self, by: int, whom: int, place: int) -> None:
        """Whoever asks; where nobody does, somebody locks their door, and another knocks."""
        if place and not self.model.requests:
            profile = {"display_name": None, "bio": None, "links": None, "locked": True}
            self.do("users.edit_profile", by=self.person(by), **profile)
            self.ask(whom, by)
        requester, requested = self._pair(self.model.requests, whom, by, place)
        self.do("follows.accept", by=requested, whom=requester)

    @rule(by=people, whom=others, place=places)
    def reject(self, by: int, whom: int, place: int) -> None:
        requester, requested = self._pair(self.model.requests, whom, by, place)
        self.do("follows.reject", by=requested, whom=requester)

    @rule(by=people, whom=others, place=places)
    def withdraw(self, by: int, whom: int, place: int) -> None:
        requester, requested = self._pair(self.model.requests, by, whom, place)
        self.do("follows.withdraw", by=requester, whom=requested)

    @rule(by=people, whom=people)
    def relation(self, by: int, whom: int) -> None:
        self.do("follows.relation", viewer_id=self.person(by), other_id=self.another(by, whom))

    @rule(of=people, viewer=viewers, stretch=stretches, turns=turns)
    def followers(
        self, of: int, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        about = {"of": self.person(of), "viewer_id": self.person(viewer)}
        self.page("follows.followers", stretch, turns, **about)

    @rule(of=people, viewer=viewers, stretch=stretches, turns=turns)
    def following(
        self, of: int, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        about = {"of": self.person(of), "viewer_id": self.person(viewer)}
        self.page("follows.following", stretch, turns, **about)

    @rule(of=people, stretch=stretches, turns=turns)
    def requests(self, of: int, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("follows.requests", stretch, turns, of=self.person(of))

    @rule(by=people, whom=people)
    def block(self, by: int, whom: int) -> None:
        self.do("blocks.block", by=self.person(by), whom=self.another(by, whom))

    @rule(by=people, whom=others, place=places)
    def unblock(self, by: int, whom: int, place: int) -> None:
        blocker, blocked = self._pair(self.model.blocks, by, whom, place)
        self.do("blocks.unblock", by=blocker, whom=blocked)

    @rule(of=people, stretch=stretches, turns=turns)
    def blocks(self, of: int, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("blocks.page", stretch, turns, of=self.person(of))

    @rule(
        by=people,
        whom=people,
        lasts=mostly(DURATIONS, WRONG_DURATIONS, wrong_in=10),
        notifications=st.booleans(),
    )
    def mute(self, by: int, whom: int, lasts: timedelta | None, notifications: bool) -> None:
        self.do(
            "mutes.mute",
            by=self.person(by),
            whom=self.another(by, whom),
            lasts=lasts,
            notifications=notifications,
        )

    @rule(by=people, whom=others, place=st.integers(0, 3))
    def unmute(self, by: int, whom: int, place: int) -> None:
        muter, muted = self.person(by), self.another(by, whom)
        if self.model.mutes and place == 0:
            muter, muted = self.model.mutes[0].muter, self.model.mutes[0].muted
        self.do("mutes.unmute", by=muter, whom=muted)

    @rule(of=people, stretch=stretches, turns=turns)
    def mutes(self, of: int, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("mutes.page", stretch, turns, of=self.person(of))

    def _pair(
        self, standing: Iterable[tuple[int, int]], one: int, other: int, place: int
    ) -> tuple[int, int]:
        """Two who stand so to each other, if there are any; else, and now and then, any two."""
        pairs = sorted(standing)
        if pairs and place:
            return pairs[place % len(pairs)]
        return self.person(one), self.another(one, other)
