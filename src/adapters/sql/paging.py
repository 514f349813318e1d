"""A stretch of a list, in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam

from ...application.paging import Cursor
from .types import Id


@frozen
class Stretch:
    """One statement in both reading directions: the rows between the cursor's bounds, and one
    beyond its limit."""

    _downwards: Select[Any]
    _upwards: Select[Any]

    def rows(
        self, connection: Connection, cursor: Cursor, asked: Mapping[str, object]
    ) -> Sequence[Row[Any]]:
        statement = self._upwards if cursor.upwards else self._downwards
        bounds = {"above": cursor.above, "below": cursor.below, "most": cursor.limit + 1}
        return connection.execute(statement, {**asked, **bounds}).all()


def stretch(statement: Select[Any], id: ColumnElement[int]) -> Stretch:
    """The statement, paged by that id."""
    between = statement.where(id > bindparam("above", type_=Id), id < bindparam("below", type_=Id))
    most = bindparam("most", type_=Id)
    return Stretch(between.order_by(id.desc()).limit(most), between.order_by(id).limit(most))
