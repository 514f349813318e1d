"""The log of what was done with whom, by whom, and why."""

from typing import Protocol

from ...domain.users import AuditEntry


class AuditLog(Protocol):
    """Entries are added, in the transaction of the act itself; none is ever changed."""

    def add(self, entry: AuditEntry) -> None: ...
