"""Columns both databases understand alike."""

from datetime import UTC, datetime

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
        if value is None or (isinstance(value, int) and LEAST <= value <= MOST):
            return value
        return NOBODYS


Id = BigId()


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
