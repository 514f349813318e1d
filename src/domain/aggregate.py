"""The shape aggregates share: a frozen snapshot, and the events it has yet to announce."""

from abc import abstractmethod
from datetime import datetime
from typing import Self

from attrs import evolve, field, frozen


@frozen(kw_only=True)
class Event:
    """A fact, named in the past tense.  It holds ids, never text."""

    at: datetime

    @property
    @abstractmethod
    def lane(self) -> int:
        """The id of whoever acted: what one user does is reacted to in the order they did it."""


@frozen(kw_only=True)
class Aggregate:
    """A snapshot.  To change it is to make the next; its events ride along until it is saved.

    ``save`` keeps version n + 1 only over version n: a lost race is a Conflict.
    """

    version: int = 1
    events: tuple[Event, ...] = field(default=(), eq=False, repr=False)

    def announcing(self, *events: Event) -> Self:
        """The same snapshot, with more to announce."""
        return evolve(self, events=(*self.events, *events))

    def succeeded(self) -> Self:
        """The snapshot as it is kept once saved: the next version, with nothing to announce."""
        return evolve(self, version=self.version + 1, events=())

    def at_rest(self) -> Self:
        """The same snapshot, with nothing left to announce."""
        return evolve(self, events=())
