"""What people are told of, and what they do with it."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import LAST, mostly, people, stretches, turns
from tests.integration.adapters.machine.lockstep import UNKNOWN, Lockstep, Stretch
from tests.integration.adapters.machine.model.world import Notice
from twite.domain.notifications import NotificationKind

somebody = mostly(people, (LAST,), wrong_in=5)
places = st.integers(0, 9)
some_kinds = st.lists(st.sampled_from(NotificationKind), max_size=4)


class NotificationRules(Lockstep):
    @rule(recipient=people, stretch=stretches, turns=turns)
    def notifications(self, recipient: int, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("notifications.page", stretch, turns, recipient_id=self.person(recipient))

    @rule(
        recipient=people,
        kinds=mostly(st.none() | some_kinds, (["status"], [""]), wrong_in=12),
        but=mostly(some_kinds, (["status"],), wrong_in=12),
        actor=mostly((None,), people, wrong_in=2),
        stretch=stretches,
        turns=turns,
    )
    def notifications_of(
        self,
        recipient: int,
        kinds: Sequence[str] | None,
        but: Sequence[str],
        *,
        actor: int | None,
        stretch: Stretch,
        turns: Sequence[str],
    ) -> None:
        """Some of them alone."""
        self.page(
            "notifications.page",
            stretch,
            turns,
            recipient_id=self.person(recipient),
            kinds=kinds,
            but=but,
            actor_id=self.person(actor),
        )

    @rule(by=somebody, place=places)
    def show_notification(self, by: int, place: int) -> None:
        id = self._told(self.actor(by), place)
        self.do("notifications.show", id=id, recipient_id=self.actor(by))

    @rule(recipient=people)
    def unread(self, recipient: int) -> None:
        self.do("notifications.unread_count", recipient_id=self.person(recipient))

    @rule(by=somebody, place=places)
    def read_up_to(self, by: int, place: int) -> None:
        self.do("notifications.read_up_to", id=self._told(self.actor(by), place), by=self.actor(by))

    @rule(
        by=somebody,
        home=mostly(st.none() | st.integers(0, 3), (-1, 2**63), wrong_in=12),
        place=st.none() | places,
    )
    def move_markers(self, by: int, home: int | None, place: int | None) -> None:
        owner = self.actor(by)
        told = None if place is None else self._told(owner, place)
        self.do("markers.move", by=owner, home=home, notifications=told)

    @rule(of=people)
    def show_markers(self, of: int) -> None:
        self.do("markers.show", of=self.person(of))

    @rule(by=somebody, place=places)
    def dismiss(self, by: int, place: int) -> None:
        """Most of the time by somebody who was told of something."""
        told = sorted({notice.recipient for notice in self._shown()})
        id = told[by % len(told)] if told and by < LAST else self.person(by)
        self.do("notifications.dismiss", id=self._told(id, place), by=id)

    @rule(by=somebody, place=places)
    def clear(self, by: int, place: int) -> None:
        up_to = self._told(self.actor(by), place) if place else 2**63 - 1
        self.do("notifications.clear", by=self.actor(by), up_to=up_to)

    def _told(self, id: int, place: int) -> Any:
        """One of what they were told, most of the time."""
        if any(notice.recipient == id and not notice.id for notice in self._shown()):
            self.do("notifications.page", recipient_id=id, cursor={"limit": 20})
        known = [notice for notice in self.model.notices if notice.id]
        mine = [notice.id for notice in self._shown() if notice.recipient == id and notice.id]
        ids = mine if mine and place < 7 else [notice.id for notice in known]
        return ids[-1 - place % len(ids)] if ids else UNKNOWN

    def _shown(self) -> Sequence[Notice]:
        """What those who are there can be told."""
        there = (told for told in self.model.notices if self.model.is_active(told.recipient))
        return [notice for notice in there if self.model.may_tell(notice)]
