"""What the API can do: an entity of our own."""

from typing import Literal

from msgspec import Struct


class Operation(Struct, kw_only=True):
    """An operation: ``real``, a ``stub`` (which tells what is true where there is nothing of the
    kind: nothing), or ``absent`` (404)."""

    method: str
    path: str
    level: Literal["real", "stub", "absent"]
    scope: str | None = None
    needs: str | None = None
