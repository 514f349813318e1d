"""Who reads whom, and who wants nothing of whom: follows, blocks, mutes."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import LAST, mostly, people, stretches, turns
from tests.integration.adapters.machine.lockstep import Lockstep, Stretch

others = mostly(people, (LAST,), wrong_in=5)
DURATIONS = (None, timedelta(microseconds=1), timedelta(hours=1), timedelta(days=3660))
WRONG_DURATIONS = (timedelta(0), timedelta(-1), timedelta(days=3660, microseconds=1), timedelta.max)


class GraphRules(Lockstep):
    @rule(by=people, whom=people)
    def follow(self, by: int, whom: int) -> None:
        self.do("follows.follow", by=self.person(by), whom=self.another(by, whom))

    @rule(by=people, whom=others)
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
        blocker, blocked = self.person(by), self.another(by, whom)
        if self.model.blocks and place:
            blocker, blocked = sorted(self.model.blocks)[place % len(self.model.blocks)]
        self.do("blocks.unblock", by=blocker, whom=blocked)

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
