"""Who may sign up: anybody, whoever is approved, whoever is invited, or nobody."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Self

from attrs import field, frozen

from .errors import Forbidden
from .users import UserId

InvitationId = NewType("InvitationId", int)

INVITATION_LASTS = timedelta(days=7)


class Admission(StrEnum):
    """What the house decides about people who want to sign up."""

    OPEN = "open"
    APPROVAL = "approval"  # they wait until somebody lets them in
    INVITE = "invite"  # each with an invitation of their own
    CLOSED = "closed"


@frozen(kw_only=True)
class Invitation:
    """Lets one person sign up, once.  Known by the hash of its token; whoever was handed the
    token has it alone."""

    id: InvitationId
    token_hash: str = field(repr=False)
    by: UserId | None  # None: whoever runs the machine
    made_at: datetime
    expires_at: datetime

    @classmethod
    def make(cls, *, id: InvitationId, token_hash: str, by: UserId | None, now: datetime) -> Self:
        return cls(
            id=id, token_hash=token_hash, by=by, made_at=now, expires_at=now + INVITATION_LASTS
        )


# -- refusals -------------------------------------------------------------------


class RegistrationsClosed(Forbidden):
    def __str__(self) -> str:
        return "nobody can sign up here for now"


class InvitationNeeded(Forbidden):
    """The same for one that was used, has run out, and never was."""

    def __str__(self) -> str:
        return "signing up takes an invitation that nobody has used, and this is none"


class AwaitsApproval(Forbidden):
    def __str__(self) -> str:
        return "your account waits to be approved; you can log in as soon as it is"
