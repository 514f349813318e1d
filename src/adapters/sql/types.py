"""Columns both databases understand alike."""

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

LEAST, MOST = -(2**63), 2**63 - 1  # what 64 bits hold
NOBODYS = -1  # an id no row has
Name = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")  # ordered by its bytes


class BigId(TypeDecorator[int]):
    """An id.  One that no database could hold, or no number, is nobody's: it finds nothing."""

    impl = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER can be SQLite's row id
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else _held(value)


Id = BigId()


def _held(id: int) -> int:
    is_number = isinstance(id, int) and not isinstance(id, bool)
    return id if is_number and LEAST <= id <= MOST else NOBODYS


class Ids(TypeDecorator[Collection[int]]):
    """Many ids as one parameter, however many they are: see :class:`.functions.among`."""

    impl = Text().with_variant(postgresql.ARRAY(BigInteger), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        ids = [_held(id) for id in value or ()]
        return json.dumps(ids) if dialect.name == "sqlite" else ids


class Utc(TypeDecorator[datetime]):
    """A moment, aware, in UTC, to the microsecond.  SQLite forgets the zone; we do not."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Terms(TypeDecorator[Collection[str]]):
    """Search terms, which hold neither a space nor a quote: a text of them, or PostgreSQL's
    tsvector."""

    impl = Text().with_variant(postgresql.TSVECTOR(), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        form = "{}" if dialect.name == "sqlite" else "'{}'"
        return " ".join(map(form.format, sorted(value)))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Collection[str] | None:
        return None if value is None else frozenset(value.replace("'", "").split(" ")) - {""}


class TermsQuery(TypeDecorator[Collection[str]]):
    """The search terms that all have to be there, as the database wants to be asked for them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        form, both = ('"{}"', " AND ") if dialect.name == "sqlite" else ("'{}'", " & ")
        return both.join(map(form.format, value))
