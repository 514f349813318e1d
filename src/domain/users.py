"""A user: someone who posts, follows, and is followed."""

import re
from datetime import datetime
from enum import StrEnum
from typing import NewType, Self

from attrs import define, field, frozen

from .aggregate import Aggregate, Event
from .errors import Conflict, Forbidden, Invalid, NotFound
from .text import is_blank, tidy, without_bidi_controls, without_stacks

UserId = NewType("UserId", int)

LONGEST_DISPLAY_NAME = 50  # characters
LONGEST_EXTERNAL_ID = 200  # characters


# -- what identifies ------------------------------------------------------------


_HANDLE = re.compile(r"[A-Za-z0-9_]{1,30}", re.ASCII)


def _fold(handle: str) -> str:
    if not _HANDLE.fullmatch(handle):  # before folding: the Kelvin sign folds to k
        raise InvalidHandle(handle)
    return handle.lower()


@frozen
class Handle:
    """The name others write after the @: ASCII letters, digits and _, at most 30, in lower case."""

    value: str = field(converter=_fold)

    def __str__(self) -> str:
        return self.value


def _tidy_name(name: str) -> str:
    return without_stacks(" ".join(tidy(without_bidi_controls(name)).split()))


@frozen
class DisplayName:
    """The name people see beside the handle: one line, which reorders nothing around it."""

    value: str = field(converter=_tidy_name)

    def __attrs_post_init__(self) -> None:
        if len(self.value) > LONGEST_DISPLAY_NAME:
            raise DisplayNameTooLong(len(self.value))

    def __bool__(self) -> bool:
        """Whether anything of it can be seen."""
        return not is_blank(self.value)

    def __str__(self) -> str:
        return self.value


@frozen
class ExternalId:
    """What a host program calls this user.  Opaque to us."""

    value: str

    def __attrs_post_init__(self) -> None:
        if not self.value or len(self.value) > LONGEST_EXTERNAL_ID or not self.value.isprintable():
            raise InvalidExternalId

    def __str__(self) -> str:
        return self.value


# -- the aggregate --------------------------------------------------------------


class UserState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@frozen(kw_only=True)
class User(Aggregate):
    id: UserId
    handle: Handle
    display_name: DisplayName
    external_id: ExternalId | None = None
    state: UserState = UserState.ACTIVE
    registered_at: datetime

    @classmethod
    def register(
        cls,
        *,
        id: UserId,
        handle: Handle,
        display_name: DisplayName | None,
        external_id: ExternalId | None,
        now: datetime,
    ) -> Self:
        """Become known.  Without a display name, or with a blank one, the handle is shown."""
        return cls(
            id=id,
            handle=handle,
            display_name=display_name or DisplayName(handle.value),
            external_id=external_id,
            registered_at=now,
        ).announcing(UserRegistered(at=now, user_id=id))

    def acting(self) -> Self:
        """Itself, or :exc:`AccountNotActive`: the suspended and the closed do nothing."""
        if self.state is not UserState.ACTIVE:
            raise AccountNotActive
        return self


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class UserRegistered(Event):
    user_id: UserId

    @property
    def lane(self) -> int:
        return self.user_id


# -- refusals -------------------------------------------------------------------


@define
class InvalidHandle(Invalid):
    handle: str

    def __str__(self) -> str:
        return "a handle is 1 to 30 of the letters a-z, digits and _"


@define
class DisplayNameTooLong(Invalid):
    length: int

    def __str__(self) -> str:
        return f"a display name holds {LONGEST_DISPLAY_NAME} characters, and this has {self.length}"


class InvalidExternalId(Invalid):
    def __str__(self) -> str:
        return f"an external id is 1 to {LONGEST_EXTERNAL_ID} printable characters"


@define
class HandleTaken(Conflict):
    handle: Handle

    def __str__(self) -> str:
        return f"the handle {self.handle} is taken"


@define
class ExternalIdTaken(Conflict):
    external_id: ExternalId

    def __str__(self) -> str:
        return f"there is a user with the external id {self.external_id}"


class AccountNotActive(Forbidden):
    def __str__(self) -> str:
        return "this account is suspended or closed"


@define
class UserNotFound(NotFound):
    """``who`` is the id, handle or external id that was asked for."""

    who: object

    def __str__(self) -> str:
        return f"there is no user {self.who}"


@define
class UserChangedMeanwhile(Conflict):
    id: UserId

    def __str__(self) -> str:
        return f"user {self.id} was changed meanwhile; read it again"
