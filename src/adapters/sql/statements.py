"""Statements that several features write alike."""

import sys
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, TextClause, literal_column
from sqlalchemy.dialects.postgresql import Insert, insert


def insert_new(
    table: Table, *unique: str, where: TextClause | None = None, of: Select[Any] | None = None
) -> Insert:
    """Insert a row, or nothing where one stands with the same values in these columns (without
    any named: in any that are unique); ``rowcount`` tells which.  ``where`` an index is partial,
    its condition; ``of`` a query, its rows.

    Unlike a constraint that is violated, this leaves PostgreSQL's transaction usable.  SQLite
    understands the same words.
    """
    new = insert(table)
    if of is not None:
        new = new.from_select([column.name for column in of.selected_columns], of)
    ignoring = new.on_conflict_do_nothing(index_elements=unique or None, index_where=where)
    return ignoring.execution_options(preserve_rowcount=True)


def constant(value: str | int) -> ColumnElement[Any]:
    """One of our own words or numbers as a part of the statement, as partial indexes hold it.

    SQLAlchemy's ``literal_execute`` says the same, and writes it anew each time it is executed.
    """
    return literal_column(f"'{value}'" if isinstance(value, str) else str(value))


LONGEST = 100  # characters of what is looked for by how it begins
LAST = chr(sys.maxunicode)


def beyond(prefix: str) -> str:
    """What comes after every text that begins so, and before every other that comes after it."""
    return prefix + LAST * (LONGEST + 1)
