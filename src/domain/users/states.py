"""The states a user can be in, the moves between them, and the roles."""

from enum import StrEnum
from typing import NewType, Self

from ..errors import Invalid

UserId = NewType("UserId", int)


class UserState(StrEnum):
    WAITING = "waiting"  # signed up, to be approved: does nothing, and nobody sees them
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"  # for good

    @classmethod
    def of(cls, given: str) -> Self:
        """The state of that name; raises :exc:`NoSuchState`."""
        try:
            return cls(given)
        except ValueError:
            raise NoSuchState from None


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

    @classmethod
    def of(cls, given: str) -> Self:
        """The role of that name; raises :exc:`NoSuchRole`."""
        try:
            return cls(given)
        except ValueError:
            raise NoSuchRole from None

    def is_above(self, other: "Role") -> bool:
        ranks = list(Role)
        return ranks.index(self) > ranks.index(other)


# -- refusals -------------------------------------------------------------------


class NoSuchState(Invalid):
    def __str__(self) -> str:
        return f"a user is one of these: {', '.join(UserState)}"


class NoSuchRole(Invalid):
    def __str__(self) -> str:
        return f"a role is one of these: {', '.join(Role)}"
