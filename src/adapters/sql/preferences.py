"""Preferences in a table."""

from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.dialects import postgresql

from ...application.ports.preferences import PreferencesRepository, PreferencesViews
from ...domain.content import Language
from ...domain.preferences import AS_THEY_COME, Preferred
from ...domain.users import UserId
from .tables import preferences
from .transactions import Transactions

_PUT = postgresql.insert(preferences)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["user_id"],
    set_={
        column.name: _PUT.excluded[column.name]
        for column in preferences.c
        if column.name != "user_id"
    },
)
_GET = select(preferences).where(preferences.c.user_id == bindparam("user_id"))


@frozen
class SqlPreferencesRepository(PreferencesRepository):
    _connection: Connection

    def put(self, owner_id: UserId, preferences: Preferred) -> None:
        self._connection.execute(_PUT, _to_row(owner_id, preferences))

    def get(self, owner_id: UserId) -> Preferred:
        return _of(self._connection, owner_id)


@frozen
class SqlPreferencesViews(PreferencesViews):
    _transactions: Transactions

    def of(self, owner_id: UserId) -> Preferred:
        with self._transactions.reading() as connection:
            return _of(connection, owner_id)


def _of(connection: Connection, owner_id: UserId) -> Preferred:
    row = connection.execute(_GET, {"user_id": owner_id}).one_or_none()
    return _from_row(row) if row is not None else AS_THEY_COME


def _to_row(owner_id: UserId, preferences: Preferred) -> dict[str, object]:
    return {
        "user_id": owner_id,
        "visibility": preferences.visibility.value,
        "sensitive": preferences.sensitive,
        "language": preferences.language.value if preferences.language else None,
        "shows_media": preferences.shows_media.value,
        "opens_warnings": preferences.opens_warnings,
    }


def _from_row(row: Row[Any]) -> Preferred:
    return Preferred(
        visibility=row.visibility,
        sensitive=row.sensitive,
        language=Language(row.language) if row.language is not None else None,
        shows_media=row.shows_media,
        opens_warnings=row.opens_warnings,
    )
