"""Invitations in a dictionary."""

from datetime import datetime

from attrs import frozen

from ...application.ports.registrations import InvitationRepository
from ...domain.registrations import Invitation
from .store import Draft


@frozen
class MemoryInvitationRepository(InvitationRepository):
    _draft: Draft

    def add(self, invitation: Invitation) -> None:
        for id, kept in list(self._draft.invitations.items()):
            if kept.expires_at <= invitation.made_at:
                self._draft.invitations.delete(id)
        self._draft.invitations.put(invitation.id, invitation)

    def holds(self, token_hash: str, *, now: datetime) -> bool:
        found = self._draft.invitations.find("token_hash", token_hash)
        return any(now < invitation.expires_at for invitation in found)

    def redeem(self, token_hash: str, *, now: datetime) -> bool:
        for invitation in list(self._draft.invitations.find("token_hash", token_hash)):
            if now < invitation.expires_at:
                self._draft.invitations.delete(invitation.id)
                return True
        return False
