"""What bringing the schema up to date would do, and what it would cost."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeAlias

from attrs import frozen
from sqlalchemy import Connection, Engine, func, inspect, select, table

from .engines import engine
from .schema import SCHEMA, SchemaMismatch, expect_file, version
from .transactions import failing


class Touch(StrEnum):
    """What a step does to a table, by what that costs."""

    NEW = "new"  # the table is made: nobody uses it yet
    SHORT = "short"  # as quick with many rows as with none
    SCAN = "scan"  # every row is read: an index, a constraint
    REWRITE = "rewrite"  # every row is written
    PARSE = "parse"  # the text of every row is read by twite, and what it found written


# A step says in TOUCHES what it does to which table: one word, or one for each database.
Touches: TypeAlias = Mapping[str, str | Mapping[str, str]]

# On two cores and a local disk: `python -m bench.migrating` measures it where it is run.
ROWS_PER_SECOND = {Touch.SCAN: 500_000, Touch.REWRITE: 100_000, Touch.PARSE: 5_000}


@frozen
class Touched:
    """A table that a step changes, as it stands now; without rows where it does not yet."""

    table: str
    touch: Touch
    rows: int

    @property
    def seconds(self) -> float:
        """About how long that takes."""
        rate = ROWS_PER_SECOND.get(self.touch)
        return self.rows / rate if rate else 0.0


@frozen
class Step:
    """From one schema to the next."""

    version: str
    says: str
    touched: Sequence[Touched] = ()

    @property
    def seconds(self) -> float:
        return sum(each.seconds for each in self.touched)


@frozen
class Plan:
    """The steps from the schema that is found to another, in their order."""

    found: str | None
    steps: Sequence[Step]
    dialect: str

    @property
    def seconds(self) -> float:
        return sum(step.seconds for step in self.steps)

    @property
    def is_back(self) -> bool:
        """Whether it takes steps back: what they made goes, with all that is in it."""
        return any(step.version == self.found for step in self.steps)


def plan(database: str | Engine, to: str = SCHEMA) -> Plan:
    """Looks, and changes nothing.  Raises :exc:`SchemaMismatch` where the schema is newer than
    this version's, and ValueError for one it does not know.  Needs alembic, as migrating does."""
    try:
        expect_file(database)
    except SchemaMismatch:
        return Plan(None, [_step(module, {}, "sqlite") for module in _way(None, to)], "sqlite")
    made = engine(database)
    try:
        with failing(), made.connect() as connection:
            return _plan(connection, to)
    finally:
        made.dispose()


def _plan(connection: Connection, to: str) -> Plan:
    found, dialect = version(connection), connection.dialect.name
    if (found or "") > SCHEMA:
        raise SchemaMismatch(found)
    if found == to:
        return Plan(found, (), dialect)  # without alembic, which takes a second to come
    way = _way(found, to)
    there = set(inspect(connection).get_table_names())
    named = {name for module in way for name in module.TOUCHES}
    rows = {name: _rows(connection, name) for name in named & there}
    return Plan(found, [_step(module, rows, dialect) for module in way], dialect)


def _way(found: str | None, to: str) -> Sequence[ModuleType]:
    """The steps from one schema to another, up or down."""
    every = list(steps())
    if to not in [module.revision for module in every]:
        raise ValueError(f"there is no schema {to}: they are numbered 0001 to {SCHEMA}")
    here = found or ""
    up = [module for module in every if here < module.revision <= to]
    return up or [module for module in reversed(every) if to < module.revision <= here]


def steps() -> Iterator[ModuleType]:
    """Every step there is, as the module that takes it, the oldest first."""
    versions = import_module(".migrations.versions", __package__)
    for found in sorted(iter_modules(versions.__path__), key=lambda found: found.name):
        yield import_module(f"{versions.__name__}.{found.name}")


def _step(module: ModuleType, rows: Mapping[str, int], dialect: str) -> Step:
    says, _, _ = (module.__doc__ or "").partition("\n")
    touches: Touches = module.TOUCHES
    touched = [
        Touched(name, Touch(touch if isinstance(touch, str) else touch[dialect]), rows.get(name, 0))
        for name, touch in touches.items()
    ]
    return Step(module.revision, says, touched)


def _rows(connection: Connection, name: str) -> int:
    return connection.execute(select(func.count()).select_from(table(name))).scalar_one()
