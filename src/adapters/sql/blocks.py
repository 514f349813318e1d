"""Blocks in a table."""

from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, delete, select

from ...application.paging import Cursor, Page, page
from ...application.ports.blocks import BlockRepository, BlockViews
from ...domain.blocks import Block, BlockId
from ...domain.users import UserId, UserState
from .outbox import SqlOutbox
from .paging import stretch
from .statements import insert_new
from .tables import blocks, users
from .transactions import Transactions

_INSERT = insert_new(blocks, "blocker_id", "blocked_id")
_DELETE = delete(blocks).where(blocks.c.id == bindparam("b_id"))
_FIND = select(blocks).where(
    blocks.c.blocker_id == bindparam("blocker_id"), blocks.c.blocked_id == bindparam("blocked_id")
)
_page = stretch(
    select(blocks)
    .join_from(blocks, users, users.c.id == blocks.c.blocked_id)
    .where(
        blocks.c.blocker_id == bindparam("blocker_id"),
        users.c.state == UserState.ACTIVE,
    ),
    blocks.c.id,
)


@frozen
class SqlBlockRepository(BlockRepository):
    _connection: Connection
    _outbox: SqlOutbox

    def add(self, block: Block) -> bool:
        if self._connection.execute(_INSERT, _to_row(block)).rowcount == 0:
            return False
        self._outbox.put(block.events)
        return True

    def find(self, *, blocker_id: UserId, blocked_id: UserId) -> Block | None:
        asked = {"blocker_id": blocker_id, "blocked_id": blocked_id}
        row = self._connection.execute(_FIND, asked).one_or_none()
        return _from_row(row) if row is not None else None

    def remove(self, block: Block) -> bool:
        if self._connection.execute(_DELETE, {"b_id": block.id}).rowcount == 0:
            return False
        self._outbox.put(block.events)
        return True


@frozen
class SqlBlockViews(BlockViews):
    _transactions: Transactions

    def page(self, *, blocker_id: UserId, cursor: Cursor) -> Page[Block]:
        with self._transactions.reading() as connection:
            rows = _page.rows(connection, cursor, {"blocker_id": blocker_id})
        found = [_from_row(row) for row in rows]
        return page(found, cursor=cursor, id_of=lambda block: block.id)


def _to_row(block: Block) -> dict[str, object]:
    return {
        "id": block.id,
        "blocker_id": block.blocker_id,
        "blocked_id": block.blocked_id,
        "blocked_at": block.blocked_at,
    }


def _from_row(row: Row[Any]) -> Block:
    return Block(
        id=BlockId(row.id),
        blocker_id=UserId(row.blocker_id),
        blocked_id=UserId(row.blocked_id),
        blocked_at=row.blocked_at,
    )
