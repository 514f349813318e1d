"""What is kept of a user beside the user, so that it can be erased."""

from collections.abc import Sequence
from typing import Protocol

from ...domain.microposts import MicropostId
from ...domain.users import UserId


class Erasure(Protocol):
    """Everything that names a user: their rows, and those of others about them."""

    def micropost_ids(self, author_id: UserId, *, limit: int) -> Sequence[MicropostId]:
        """What they said and still stands, the oldest first."""
        ...

    def forget(self, user_id: UserId, *, limit: int) -> int:
        """Forget so many of the other rows, of one kind, and uncount them; how many there were.

        Nothing is announced.  Whoever is counted otherwise afterwards is held, in one order.
        """
        ...
