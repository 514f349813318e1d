"""Who reads whom, and who wants nothing of whom: follows, blocks, mutes."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import (
    LAST,
    SEVERAL,
    mostly,
    now_and_then_too_many,
    people,
    posts,
    several,
    spreads,
    stretches,
    turns,
    viewers,
)
from tests.integration.adapters.machine.lockstep import Lockstep, Stretch
from tests.integration.adapters.machine.words import KEPT_NOTES, WRONG_NOTES

places = st.integers(0, 7)
any_place = mostly((0,), places, wrong_in=2)  # more stands than is undone
others = mostly(people, (LAST,), wrong_in=5)
DURATIONS = (None, timedelta(microseconds=1), timedelta(hours=1), timedelta(days=3660))
WRONG_DURATIONS = (timedelta(0), timedelta(-1), timedelta(days=3660, microseconds=1), timedelta.max)


class GraphRules(Lockstep):
    @rule(
        by=people,
        whom=people,
        reposts=st.booleans(),
        spread=spreads,
        notifies=st.sampled_from((None, True, True, False)),
    )
    def follow(
        self,
        by: int,
        whom: int,
        reposts: bool,
        spread: str | None,
        *,
        notifies: bool | None = None,
    ) -> None:
        how = {"reposts": reposts, "notifies": notifies}
        for follower, followee in self._pairs(by, whom, spread):
            self.do("follows.follow", by=follower, whom=followee, **how)

    @rule(by=people, whom=others, place=any_place)
    def unfollow(self, by: int, whom: int, place: int) -> None:
        follower, followee = self._pair(self.model.follows, by, whom, place)
        self.do("follows.unfollow", by=follower, whom=followee)

    @rule(by=people, whom=others, place=any_place)
    def remove_follower(self, by: int, whom: int, place: int) -> None:
        follower, followee = self._pair(self.model.follows, whom, by, place)
        self.do("follows.remove_follower", by=followee, whom=follower)

    @rule(by=people, whom=people, times=st.sampled_from((1, 1, SEVERAL)))
    def ask(self, by: int, whom: int, times: int) -> None:
        """To follow somebody locked; where nobody is, somebody locks their door."""
        everybody = self.model.people.values()
        if not any(person.is_locked for person in everybody):
            profile = {"display_name": None, "bio": None, "links": None, "locked": True}
            self.do("users.edit_profile", by=self.actor(whom), **profile)
        locked = [person.id for person in everybody if person.is_locked]
        asked = locked[whom % len(locked)] if locked else self.person(whom)
        for place in range(times):
            self.do("follows.follow", by=self.actor(by + place), whom=asked, reposts=True)

    @rule(by=people, whom=people, place=places)
    def accept(self, by: int, whom: int, place: int) -> None:
        """Whoever asks; where nobody does, somebody knocks."""
        if place and not self.model.requests:
            self.ask(whom, by, 1)
        requester, requested = self._pair(self.model.requests, whom, by, place)
        self.do("follows.accept", by=requested, whom=requester)

    @rule(by=people, whom=others, place=any_place)
    def reject(self, by: int, whom: int, place: int) -> None:
        requester, requested = self._pair(self.model.requests, whom, by, place)
        self.do("follows.reject", by=requested, whom=requester)

    @rule(by=people, whom=others, place=any_place)
    def withdraw(self, by: int, whom: int, place: int) -> None:
        requester, requested = self._pair(self.model.requests, by, whom, place)
        self.do("follows.withdraw", by=requester, whom=requested)

    @rule(by=people, whom=people)
    def relation(self, by: int, whom: int) -> None:
        viewer = self.person(by)
        self.do("follows.relation", viewer_id=viewer, other_id=self.another(viewer, whom))

    @rule(by=people, whom=several, times=now_and_then_too_many)
    def relations(self, by: int, whom: Sequence[int], times: int) -> None:
        others = [self.person(place) for place in whom] * times
        self.do("follows.relations", viewer_id=self.person(by), other_ids=others)

    @rule(of=people)
    def requests_count(self, of: int) -> None:
        self.do("follows.requests_count", of=self.person(of))

    @rule(of=people, viewer=viewers, stretch=stretches, turns=turns)
    def followers(
        self, of: int, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        if self.grows(of):
            self.follow(0, of, True, "by")
        followee = self.fullest((followee for _, followee in self.model.follows), of)
        about = {"of": followee or self.person(of), "viewer_id": self.person(viewer)}
        self.page("follows.followers", stretch, turns, **about)

    @rule(of=people, viewer=viewers, stretch=stretches, turns=turns)
    def following(
        self, of: int, viewer: int | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        if self.grows(of):
            self.follow(of, 0, True, "about")
        follower = self.fullest((follower for follower, _ in self.model.follows), of)
        about = {"of": follower or self.person(of), "viewer_id": self.person(viewer)}
        self.page("follows.following", stretch, turns, **about)

    @rule(of=people, stretch=stretches, turns=turns)
    def requests(self, of: int, stretch: Stretch, turns: Sequence[str]) -> None:
        if self.grows(of):
            self.ask(of, of, SEVERAL)
        requested = self.fullest((requested for _, requested in self.model.requests), of)
        self.page("follows.requests", stretch, turns, of=requested or self.person(of))

    @rule(by=people, whom=people, spread=mostly((None,), ("about",), wrong_in=6))
    def block(self, by: int, whom: int, spread: str | None) -> None:
        for blocker, blocked in self._pairs(by, whom, spread):
            self.do("blocks.block", by=blocker, whom=blocked)

    @rule(by=people, whom=others, place=places)
    def unblock(self, by: int, whom: int, place: int) -> None:
        blocker, blocked = self._pair(self.model.blocks, by, whom, place)
        self.do("blocks.unblock", by=blocker, whom=blocked)

    @rule(of=people, stretch=stretches, turns=turns)
    def blocks(self, of: int, stretch: Stretch, turns: Sequence[str]) -> None:
        blocker = self.fullest((blocker for blocker, _ in self.model.blocks), of)
        self.page("blocks.page", stretch, turns, of=blocker or self.person(of))

    @rule(
        by=people,
        whom=people,
        lasts=mostly(DURATIONS, WRONG_DURATIONS, wrong_in=10),
        notifications=st.booleans(),
        spread=mostly((None,), ("about",), wrong_in=6),
    )
    def mute(
        self,
        by: int,
        whom: int,
        lasts: timedelta | None,
        notifications: bool,
        spread: str | None,
    ) -> None:
        how = {"lasts": lasts, "notifications": notifications}
        for muter, muted in self._pairs(by, whom, spread):
            self.do("mutes.mute", by=muter, whom=muted, **how)

    @rule(by=people, whom=others, place=st.integers(0, 3))
    def unmute(self, by: int, whom: int, place: int) -> None:
        muter = self.actor(by)
        muted = self.another(muter, whom)
        if self.model.mutes and place == 0:
            muter, muted = self.model.mutes[0].muter, self.model.mutes[0].muted
        self.do("mutes.unmute", by=muter, whom=muted)

    @rule(place=posts, by=people)
    def mute_thread(self, place: int, by: int) -> None:
        id = self.post(place)
        self.do("mutes.mute_thread", id=id, by=self.a_reader_of(id, by))

    @rule(place=posts, by=people, muted=st.integers(0, 3))
    def unmute_thread(self, place: int, by: int, muted: int) -> None:
        id = self.post(place)
        who = self.a_reader_of(id, by)
        if self.model.thread_mutes and muted:
            who, thread = sorted(self.model.thread_mutes)[0]
            standing = [p.id for p in self.model.posts.values() if p.thread == thread]
            id = standing[-1] if standing else thread
        self.do("mutes.unmute_thread", id=id, by=who)

    @rule(by=people, about=people, text=mostly(KEPT_NOTES, WRONG_NOTES, wrong_in=8))
    def note(self, by: int, about: int, text: str) -> None:
        writer = self.actor(by)
        self.do("notes.write", by=writer, about=self.another(writer, about), text=text)

    @rule(of=people, stretch=stretches, turns=turns)
    def mutes(self, of: int, stretch: Stretch, turns: Sequence[str]) -> None:
        if self.grows(of):
            self.mute(of, 0, None, False, "about")
        muter = self.fullest((mute.muter for mute in self.model.standing_mutes()), of)
        self.page("mutes.page", stretch, turns, of=muter or self.person(of))

    def _pairs(self, by: int, whom: int, spread: str | None) -> Iterable[tuple[int, int]]:
        """Who does it, and to whom; or several who do, or to whom it is done."""
        one = self.actor(by)
        other = self.another(one, whom)
        if spread is None:
            return [(one, other)]
        if spread == "by":
            return [(self.actor(by + place), other) for place in range(SEVERAL)]
        return [(one, self.another(one, whom + place)) for place in range(SEVERAL)]

    def _pair(
        self, standing: Iterable[tuple[int, int]], one: int, other: int, place: int
    ) -> tuple[int, int]:
        """Two who stand so to each other, and are there; else, and now and then, any two."""
        pairs = sorted(standing)
        active = [pair for pair in pairs if all(self.model.is_active(id) for id in pair)]
        if pairs and place:
            found = active or pairs
            return found[place % len(found)]
        return self.person(one), self.another(self.person(one), other)
