"""What people are told of, and what they do with it."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import LAST, mostly, people, stretches, turns
from tests.integration.adapters.machine.lockstep import UNKNOWN, Lockstep, Stretch

somebody = mostly(people, (LAST,), wrong_in=5)
places = st.integers(0, 9)


class NotificationRules(Lockstep):
    @rule(recipient=people, stretch=stretches, turns=turns)
    def notifications(self, recipient: int, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("notifications.page", stretch, turns, recipient_id=self.person(recipient))

    @rule(recipient=people)
    def unread(self, recipient: int) -> None:
        self.do("notifications.unread_count", recipient_id=self.person(recipient))

    @rule(by=somebody, place=places)
    def read_up_to(self, by: int, place: int) -> None:
        self.do(
            "notifications.read_up_to", id=self._told(self.person(by), place), by=self.person(by)
        )

    @rule(by=somebody, place=places)
    def dismiss(self, by: int, place: int) -> None:
        """Most of the time by somebody who was told of something."""
        told = list({notice.recipient for notice in self.model.notices})
        id = told[by % len(told)] if told and by < LAST else self.person(by)
        self.do("notifications.dismiss", id=self._told(id, place), by=id)

    @rule(by=somebody, place=places)
    def clear(self, by: int, place: int) -> None:
        up_to = self._told(self.person(by), place) if place else 2**63 - 1
        self.do("notifications.clear", by=self.person(by), up_to=up_to)

    def _told(self, id: int, place: int) -> Any:
        """One of what they were told, most of the time."""
        self.do("notifications.page", recipient_id=id, cursor={"limit": 20})
        known = [notice for notice in self.model.notices if notice.id]
        mine = [notice.id for notice in known if notice.recipient == id]
        ids = mine if mine and place < 7 else [notice.id for notice in known]
        return ids[-1 - place % len(ids)] if ids else UNKNOWN
