"""Drafts in a table."""

from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, func, select
from sqlalchemy.dialects import postgresql

from ...application.paging import Cursor, Page, page
from ...application.ports.drafts import DraftRepository, DraftViews
from ...domain.drafts import MOST_DRAFTS, Draft, DraftId, DraftNotFound, DraftText
from ...domain.microposts import Visibility
from ...domain.users import UserId
from .paging import stretch
from .tables import drafts, microposts
from .transactions import Transactions

_PUT = postgresql.insert(drafts)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["id"],
    set_={
        column.name: _PUT.excluded[column.name]
        for column in drafts.c
        if column.name not in ("id", "owner_id")
    },
)
_OWNED = select(drafts).where(
    drafts.c.id == bindparam("id"), drafts.c.owner_id == bindparam("owner_id")
)
_COUNT = select(func.count()).select_from(drafts).where(drafts.c.owner_id == bindparam("owner_id"))
_DELETE = delete(drafts).where(
    drafts.c.id == bindparam("b_id"), drafts.c.owner_id == bindparam("b_owner_id")
)
_page = stretch(select(drafts).where(drafts.c.owner_id == bindparam("owner_id")), drafts.c.id)


@frozen
class SqlDraftRepository(DraftRepository):
    _connection: Connection

    def put(self, draft: Draft) -> None:
        self._connection.execute(_PUT, _to_row(draft))

    def get_owned(self, id: DraftId, *, owner_id: UserId) -> Draft:
        draft = _owned(self._connection, id, owner_id)
        if draft is None:
            raise DraftNotFound(id)
        return draft

    def count(self, owner_id: UserId) -> int:
        found: int = self._connection.execute(_COUNT, {"owner_id": owner_id}).scalar_one()
        return found

    def remove(self, id: DraftId, *, owner_id: UserId) -> bool:
        asked = {"b_id": id, "b_owner_id": owner_id}
        return self._connection.execute(_DELETE, asked).rowcount == 1


@frozen
class SqlDraftViews(DraftViews):
    _transactions: Transactions

    def page(self, *, owner_id: UserId, cursor: Cursor) -> Page[Draft]:
        with self._transactions.reading() as connection:
            rows = _page.rows(connection, cursor, {"owner_id": owner_id})
        found = [_from_row(row) for row in rows]
        return page(found, cursor=cursor, id_of=lambda draft: draft.id)

    def find(self, id: DraftId, *, owner_id: UserId) -> Draft | None:
        with self._transactions.reading() as connection:
            return _owned(connection, id, owner_id)


def _owned(connection: Connection, id: DraftId, owner_id: UserId) -> Draft | None:
    row = connection.execute(_OWNED, {"id": id, "owner_id": owner_id}).one_or_none()
    return _from_row(row) if row is not None else None


def _to_row(draft: Draft) -> dict[str, object]:
    return {
        "id": draft.id,
        "owner_id": draft.owner_id,
        "text": draft.text.value,
        "content_warning": draft.content_warning.value,
        "language": draft.language,
        "visibility": draft.visibility.value,
        "in_reply_to_id": draft.in_reply_to_id,
        "kept_at": draft.kept_at,
    }


def _from_row(row: Row[Any]) -> Draft:
    return Draft(
        id=DraftId(row.id),
        owner_id=UserId(row.owner_id),
        text=DraftText(row.text),
        content_warning=DraftText(row.content_warning),
        language=row.language,
        visibility=Visibility(row.visibility),
        in_reply_to_id=row.in_reply_to_id,
        kept_at=row.kept_at,
    )


# -- what must not be there -----------------------------------------------------

DRAFT_FAULTS: tuple[tuple[str, Select[Any]], ...] = (
    (
        "user {} keeps too many drafts",
        select(drafts.c.owner_id).group_by(drafts.c.owner_id).having(func.count() > MOST_DRAFTS),
    ),
    (
        "draft {} answers nothing",
        select(drafts.c.id).where(
            drafts.c.in_reply_to_id.is_not(None),
            ~exists().where(microposts.c.id == drafts.c.in_reply_to_id),
        ),
    ),
)
