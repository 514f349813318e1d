"""The audit log in a table."""

from attrs import frozen
from sqlalchemy import Connection, insert

from ...application.ports.audit import AuditLog
from ...domain.users import AuditEntry
from .tables import audit

_INSERT = insert(audit)


@frozen
class SqlAuditLog(AuditLog):
    _connection: Connection

    def add(self, entry: AuditEntry) -> None:
        self._connection.execute(_INSERT, _to_row(entry))


def _to_row(entry: AuditEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "at": entry.at,
        "by_id": entry.by,
        "act": entry.act.value,
        "subject_id": entry.subject_id,
        "reason": entry.reason.value,
    }
