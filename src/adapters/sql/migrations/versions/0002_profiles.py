"""Profiles: a bio, links, whether one has to ask to follow, and what a user is in the house."""

from collections.abc import Iterator
from typing import Any

from alembic import op
from sqlalchemy import Boolean, Column, Text, false, text

revision = "0002"
down_revision = "0001"
TOUCHES = {"twite_users": "short"}


def _columns() -> Iterator[Column[Any]]:
    yield Column("bio", Text(), nullable=False, server_default=text("''"))
    yield Column("links", Text(), nullable=False, server_default="[]")
    yield Column("is_locked", Boolean(), nullable=False, server_default=false())
    yield Column("role", Text(), nullable=False, server_default="user")


def upgrade() -> None:
    for column in _columns():
        op.add_column("twite_users", column)


def downgrade() -> None:
    for column in _columns():
        op.drop_column("twite_users", column.name)
