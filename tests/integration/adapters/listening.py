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


def steps(connection: Connection, heard: Sequence[Saying]) -> int:
    """How many steps SQLite's machine takes to answer them, to the nearest hundred."""
    hundreds = 0

    def count() -> int:
        nonlocal hundreds
        hundreds += 1
        return 0

    driver: Any = connection.connection.dbapi_connection
    driver.set_progress_handler(count, 100)
    try:
        for one in heard:
            connection.exec_driver_sql(one.statement, one.parameters).all()
    finally:
        driver.set_progress_handler(None, 0)
    return hundreds * 100
