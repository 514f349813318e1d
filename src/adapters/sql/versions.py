"""What microposts said before they were edited, in a table."""

from typing import Any

from sqlalchemy import Row, Select, bindparam, func, insert, select

from ...application.ports.microposts import VersionView
from .audience import RECALLABLE
from .tables import edits, microposts

KEEP_VERSION = (
    insert(edits)
    .from_select(
        [column.name for column in edits.c],
        select(
            microposts.c.id,
            microposts.c.version,
            microposts.c.text,
            microposts.c.content_warning,
            microposts.c.language,
            func.coalesce(microposts.c.edited_at, microposts.c.posted_at),
            microposts.c.sensitive,
        ).where(
            microposts.c.id == bindparam("b_id"), microposts.c.version == bindparam("b_version")
        ),
    )
    .execution_options(preserve_rowcount=True)
)
HISTORY: Select[Any] = (
    select(edits)
    .join_from(edits, microposts)
    .where(edits.c.micropost_id == bindparam("id"), RECALLABLE)
    .order_by(edits.c.version)
)


def version(row: Row[Any]) -> VersionView:
    return VersionView(
        version=row.version,
        text=row.text,
        content_warning=row.content_warning,
        language=row.language,
        said_at=row.said_at,
        sensitive=row.sensitive,
    )
