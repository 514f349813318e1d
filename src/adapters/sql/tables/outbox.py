"""What happened, and who has yet to react to it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, text

from ..types import Id, Name, Utc
from .base import metadata

# (transaction_id, id) is the position.  transaction_id is PostgreSQL's; on SQLite, where writers
# follow each other, it is 0 and the id alone says the order.
events = Table(
    "twite_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("transaction_id", Id, nullable=False),
    Column("lane", Id, nullable=False),
    Column("at", Utc, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_twite_events_transaction_id_id", "transaction_id", "id"),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "twite_deliveries",
    metadata,
    Column("event_id", ForeignKey(events.c.id), primary_key=True),
    Column("reaction", Name, primary_key=True),
    Column("transaction_id", Id, nullable=False),
    Column("lane", Id, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", Utc),
    Column("done_at", Utc),
    Column("error", Text),
    Index(
        "ix_twite_deliveries_open",
        "transaction_id",
        "event_id",
        postgresql_where=text("state = 'open'"),
        sqlite_where=text("state = 'open'"),
    ),
    Index(
        "ix_twite_deliveries_open_lane",
        "lane",
        "reaction",
        "transaction_id",
        "event_id",
        postgresql_where=text("state = 'open'"),
        sqlite_where=text("state = 'open'"),
    ),
)
