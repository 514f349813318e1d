"""What the two databases say in different words."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from .types import Ids


class this_transaction(FunctionElement[int]):  # noqa: N801 (an SQL function)
    """The number PostgreSQL gave this transaction; 0 on SQLite, whose writers follow each other."""

    type = BigInteger()
    inherit_cache = True


@compiles(this_transaction, "postgresql")
def _this_on_postgresql(*_: Any, **__: Any) -> str:
    return "(pg_current_xact_id()::text::bigint)"


@compiles(this_transaction, "sqlite")
def _this_on_sqlite(*_: Any, **__: Any) -> str:
    return "0"


class oldest_transaction(FunctionElement[int]):  # noqa: N801 (an SQL function)
    """The oldest transaction that may still commit: nothing can be added below it any more."""

    type = BigInteger()
    inherit_cache = True


@compiles(oldest_transaction, "postgresql")
def _oldest_on_postgresql(*_: Any, **__: Any) -> str:
    return "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"


@compiles(oldest_transaction, "sqlite")
def _oldest_on_sqlite(*_: Any, **__: Any) -> str:
    return "1"


class next_transaction(FunctionElement[int]):  # noqa: N801 (an SQL function)
    """The number PostgreSQL gives next: nothing that is committed has it, or one above it."""

    type = BigInteger()
    inherit_cache = True


@compiles(next_transaction, "postgresql")
def _next_on_postgresql(*_: Any, **__: Any) -> str:
    return "(pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"


class micropost_told_of(FunctionElement[int]):  # noqa: N801 (an SQL function)
    """The micropost an event's payload is about."""

    type = BigInteger()
    inherit_cache = True


@compiles(micropost_told_of, "postgresql")
def _told_of_on_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    payload = compiler.process(element.clauses, **given)
    return f"(({payload})::json ->> 'micropost_id')::bigint"


@compiles(micropost_told_of, "sqlite")
def _told_of_on_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    payload = compiler.process(element.clauses, **given)
    return f"json_extract({payload}, '$.micropost_id')"


class hexadecimal(FunctionElement[str]):  # noqa: N801 (an SQL function)
    """An id in 16 hexadecimal digits."""

    type = Text()
    inherit_cache = True


@compiles(hexadecimal, "postgresql")
def _hexadecimal_on_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    return f"lpad(to_hex({compiler.process(element.clauses, **given)}), 16, '0')"


@compiles(hexadecimal, "sqlite")
def _hexadecimal_on_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    return f"printf('%016x', {compiler.process(element.clauses, **given)})"


class has_terms(FunctionElement[bool]):  # noqa: N801 (an SQL condition)
    """Whether a row of the table of search terms has all of those asked for.

    Of no type: a boolean would be compared with 1 on SQLite, which MATCH does not bear.
    """

    inherit_cache = True


@compiles(has_terms, "postgresql")
def _has_on_postgresql(element: has_terms, compiler: Any, **options: Any) -> str:
    terms, asked = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({terms} @@ CAST({asked} AS TSQUERY))"


@compiles(has_terms, "sqlite")
def _has_on_sqlite(element: has_terms, compiler: Any, **options: Any) -> str:
    terms, asked = element.clauses
    return f"({terms.table.name} MATCH {compiler.process(asked, **options)})"


class among(FunctionElement[bool]):  # noqa: N801 (an SQL condition)
    """Whether an id is among those of a parameter.

    SQLAlchemy's own IN writes as many parameters as there are ids, anew each time it is said.  Of
    no type, as above.
    """

    inherit_cache = True

    def __init__(self, id: ColumnElement[int], name: str) -> None:
        super().__init__(id, bindparam(name, type_=Ids()))


@compiles(among, "postgresql")
def _among_on_postgresql(element: among, compiler: Any, **options: Any) -> str:
    id, ids = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({id} = ANY({ids}))"


@compiles(among, "sqlite")
def _among_on_sqlite(element: among, compiler: Any, **options: Any) -> str:
    id, ids = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({id} IN (SELECT value FROM json_each({ids})))"
