"""The audit log in a dictionary."""

from attrs import frozen

from ...application.ports.audit import AuditLog
from ...domain.users import AuditEntry
from .store import Draft


@frozen
class MemoryAuditLog(AuditLog):
    _draft: Draft

    def add(self, entry: AuditEntry) -> None:
        self._draft.audit.put(entry.id, entry)
