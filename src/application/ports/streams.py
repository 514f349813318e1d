"""How it is found out who is to be told what just happened."""

from collections.abc import Collection, Mapping, Set
from datetime import datetime
from typing import Protocol

from ...domain.audience import Relation
from ...domain.microposts import Micropost, MicropostId
from ...domain.timelines import Entry, EntryId
from ...domain.users import UserId


class StreamViews(Protocol):
    """The read side, for many listeners at once; what it finds is for the rule to judge."""

    def entry(self, id: EntryId) -> tuple[Entry, Micropost] | None:
        """That entry and its micropost, whoever may read it; None where either is gone."""
        ...

    def micropost(self, id: MicropostId) -> Micropost | None: ...

    def involved(self, id: MicropostId, *, viewer_ids: Collection[UserId]) -> Set[UserId]:
        """Who of these favourited, bookmarked or reposted that micropost, or muted its thread: to
        each of them it looks as to nobody else."""
        ...

    def relations(
        self, other_id: UserId, *, viewer_ids: Collection[UserId], now: datetime
    ) -> Mapping[UserId | None, Relation]:
        """How each of these stands to another, and None (a stranger); to no micropost of theirs.

        Who is not there any more is left out.  A mute that is over ``now`` is none.
        """
        ...
