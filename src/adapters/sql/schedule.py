"""Runs of jobs in a table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, func, select, tuple_, update

from ...application.ports.schedule import RunRepository
from ...domain.schedule import Run, RunState, RunTaken
from .statements import insert_new
from .tables import runs
from .types import Utc

_NEWEST = select(runs).where(
    tuple_(runs.c.job, runs.c.tick).in_(
        select(runs.c.job, func.max(runs.c.tick)).group_by(runs.c.job)
    )
)
_BEGIN = insert_new(runs, "job", "tick")
_SAVE = (
    update(runs)
    .where(
        runs.c.job == bindparam("b_job"),
        runs.c.tick == bindparam("b_tick", type_=Utc),
        runs.c.began_at == bindparam("b_began_at", type_=Utc),
    )
    .values(
        {
            name: bindparam(name, type_=runs.c[name].type)
            for name in ("state", "tries", "began_at", "ended_at", "result")
        }
    )
)


@frozen
class SqlRunRepository(RunRepository):
    _connection: Connection

    def newest(self) -> Mapping[str, Run]:
        return {row.job: _from_row(row) for row in self._connection.execute(_NEWEST)}

    def begin(self, run: Run) -> bool:
        asked = {**_to_row(run), "job": run.job, "tick": run.tick}
        return self._connection.execute(_BEGIN, asked).rowcount > 0

    def save(self, run: Run, *, began_at: datetime) -> None:
        asked = {"b_job": run.job, "b_tick": run.tick, "b_began_at": began_at, **_to_row(run)}
        if self._connection.execute(_SAVE, asked).rowcount == 0:
            raise RunTaken


def _to_row(run: Run) -> dict[str, object]:
    return {
        "state": run.state.value,
        "tries": run.tries,
        "began_at": run.began_at,
        "ended_at": run.ended_at,
        "result": run.result,
    }


def _from_row(row: Row[Any]) -> Run:
    return Run(
        job=row.job,
        tick=row.tick,
        state=RunState(row.state),
        tries=row.tries,
        began_at=row.began_at,
        ended_at=row.ended_at,
        result=row.result,
    )
