"""What is said to a database, as it is said."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Engine, event


@frozen
class Saying:
    """A statement, with its parameters, as the driver gets them."""

    statement: str
    parameters: Any


@contextmanager
def listening() -> Iterator[list[Saying]]:
    """Every statement to any database, in order."""
    heard: list[Saying] = []

    def hear(
        _: Connection, __: object, statement: str, parameters: Any, ___: object, ____: bool
    ) -> None:
        heard.append(Saying(statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def scans(connection: Connection, heard: Sequence[Saying]) -> list[str]:
    """The tables of ours that SQLite would read from end to end."""
    plans = (
        connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one.statement}", one.parameters)
        for one in heard
    )
    steps = [str(step) for plan in plans for *_, step in plan]
    return [step for step in steps if step.startswith("SCAN twite_") and "USING" not in step]
