"""What every table shares: where it is registered, and how its parts are named."""

from typing import Any

from sqlalchemy import Column, MetaData
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateTable

from ..types import Id

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def id_column() -> Column[int]:
    """An id we draw ourselves."""
    return Column("id", Id, primary_key=True, autoincrement=False)


@compiles(CreateTable, "sqlite")
def _create(creating: CreateTable, compiler: Any, **options: Any) -> str:
    """One that says so is made by a module of SQLite's, not of columns."""
    table = creating.element
    if using := table.info.get("sqlite_using"):
        return f"CREATE VIRTUAL TABLE {table.name} USING {using}"
    return str(compiler.visit_create_table(creating, **options))
