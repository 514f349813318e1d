"""Pins: what a profile begins with."""

from alembic import op
from sqlalchemy import Column, text

from twite.adapters.sql.types import Utc

revision = "0015"
down_revision = "0014"
TOUCHES = {"twite_microposts": "scan"}


def upgrade() -> None:
    op.add_column("twite_microposts", Column("pinned_at", Utc(), nullable=True))
    op.create_index(
        "ix_twite_microposts_pinned",
        "twite_microposts",
        ["author_id", "pinned_at"],
        unique=False,
        postgresql_where=text("pinned_at IS NOT NULL"),
        sqlite_where=text("pinned_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_twite_microposts_pinned", "twite_microposts")
    op.drop_column("twite_microposts", "pinned_at")
