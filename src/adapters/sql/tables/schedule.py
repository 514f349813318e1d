"""What ran by the clock."""

from sqlalchemy import Column, Integer, Table, Text

from ..types import Name, Utc
from .base import metadata

runs = Table(
    "twite_runs",
    metadata,
    Column("job", Name, primary_key=True),
    Column("tick", Utc, primary_key=True),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("began_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Column("result", Text, nullable=False),
)
