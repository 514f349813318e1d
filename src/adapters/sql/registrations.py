"""Invitations in a table."""

from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection, bindparam, delete, insert, select

from ...application.ports.registrations import InvitationRepository
from ...domain.registrations import Invitation
from .tables import invitations

_INSERT = insert(invitations)
_FORGET = delete(invitations).where(invitations.c.expires_at <= bindparam("now"))
_HOLDS = select(invitations.c.id).where(
    invitations.c.token_hash == bindparam("token_hash"),
    invitations.c.expires_at > bindparam("now"),
)
_REDEEM = delete(invitations).where(
    invitations.c.token_hash == bindparam("b_token_hash"),
    invitations.c.expires_at > bindparam("now"),
)


@frozen
class SqlInvitationRepository(InvitationRepository):
    _connection: Connection

    def add(self, invitation: Invitation) -> None:
        self._connection.execute(_FORGET, {"now": invitation.made_at})
        self._connection.execute(_INSERT, _to_row(invitation))

    def holds(self, token_hash: str, *, now: datetime) -> bool:
        asked = {"token_hash": token_hash, "now": now}
        return self._connection.execute(_HOLDS, asked).first() is not None

    def redeem(self, token_hash: str, *, now: datetime) -> bool:
        asked = {"b_token_hash": token_hash, "now": now}
        return self._connection.execute(_REDEEM, asked).rowcount == 1


def _to_row(invitation: Invitation) -> dict[str, object]:
    return {
        "id": invitation.id,
        "token_hash": invitation.token_hash,
        "by_id": invitation.by,
        "made_at": invitation.made_at,
        "expires_at": invitation.expires_at,
    }
