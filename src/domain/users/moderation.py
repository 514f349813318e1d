"""What the house decides about a user, and the log that remembers it."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from attrs import define, field, frozen

from ..aggregate import Event
from ..errors import Conflict, Forbidden, Invalid
from ..text import tidy, without_bidi_controls
from .names import Handle
from .states import Role, UserId

AuditEntryId = NewType("AuditEntryId", int)

LONGEST_REASON = 500  # characters


class Act(StrEnum):
    """What was done with a user: they were ..."""

    APPROVED = "approved"
    SUSPENDED = "suspended"
    SILENCED = "silenced"
    RESTORED = "restored"
    CLOSED = "closed"
    MADE_USER = "made user"
    MADE_MODERATOR = "made moderator"
    MADE_ADMIN = "made admin"


APPOINTMENTS = {
    Act.MADE_USER: Role.USER,
    Act.MADE_MODERATOR: Role.MODERATOR,
    Act.MADE_ADMIN: Role.ADMIN,
}


def _tidy_reason(reason: str) -> str:
    return " ".join(tidy(without_bidi_controls(reason)).split())


@frozen
class Reason:
    """Why, in one line for those who moderate; it may be empty."""

    value: str = field(converter=_tidy_reason)

    def __attrs_post_init__(self) -> None:
        if len(self.value) > LONGEST_REASON:
            raise ReasonTooLong(len(self.value))

    def __str__(self) -> str:
        return self.value


@frozen(kw_only=True)
class AuditEntry:
    """That somebody moderated somebody.  ``by`` is None for whoever runs the machine."""

    id: AuditEntryId
    at: datetime
    by: UserId | None
    act: Act
    subject_id: UserId
    reason: Reason


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class UserModerated(Event):
    by: UserId | None
    act: Act
    user_id: UserId

    @property
    def lane(self) -> int:
        return self.user_id if self.by is None else self.by


# -- refusals -------------------------------------------------------------------


class MayNotModerate(Forbidden):
    def __str__(self) -> str:
        return "only moderators and admins may do that, and only to those below them"


@define
class CannotBe(Conflict):
    """An act that does not fit what they are."""

    handle: Handle
    act: Act
    standing: str

    def __str__(self) -> str:
        return f"@{self.handle} cannot be {self.act}: they are {self.standing}"


@define
class ReasonTooLong(Invalid):
    length: int

    def __str__(self) -> str:
        return f"a reason holds {LONGEST_REASON} characters, and this has {self.length}"
