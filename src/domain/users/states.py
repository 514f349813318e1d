"""The states a user can be in, the moves between them, and the roles."""

from enum import StrEnum
from typing import NewType

UserId = NewType("UserId", int)


class UserState(StrEnum):
    WAITING = "waiting"  # signed up, to be approved: does nothing, and nobody sees them
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"  # for good


MOVES: dict[UserState, frozenset[UserState]] = {
    UserState.WAITING: frozenset({UserState.ACTIVE, UserState.CLOSED}),
    UserState.ACTIVE: frozenset({UserState.SUSPENDED, UserState.CLOSED}),
    UserState.SUSPENDED: frozenset({UserState.ACTIVE, UserState.CLOSED}),
    UserState.CLOSED: frozenset(),
}


class Role(StrEnum):
    """What a user is in the house; later ones may do all that earlier ones may."""

    USER = "user"
    MODERATOR = "moderator"
    ADMIN = "admin"

    def is_above(self, other: "Role") -> bool:
        ranks = list(Role)
        return ranks.index(self) > ranks.index(other)
