"""Reposts: once for a user and a micropost, counted at the micropost."""

from alembic import op
from sqlalchemy import Column, Integer, text

revision = "0016"
down_revision = "0015"

TOUCHES = {"twite_microposts": "short", "twite_timeline_entries": "scan"}
ENTRIES = "twite_timeline_entries"


def upgrade() -> None:
    op.add_column(
        "twite_microposts", Column("reposts_count", Integer(), nullable=False, server_default="0")
    )
    op.create_index(
        "uq_twite_timeline_entries_repost",
        ENTRIES,
        ["author_id", "micropost_id"],
        unique=True,
        postgresql_where=text("kind = 'repost'"),
        sqlite_where=text("kind = 'repost'"),
    )
    op.create_index(
        "ix_twite_timeline_entries_reposts",
        ENTRIES,
        ["micropost_id", "id"],
        unique=False,
        postgresql_where=text("kind = 'repost'"),
        sqlite_where=text("kind = 'repost'"),
    )


def downgrade() -> None:
    """The schema below has no way to count reposts, and they go."""
    op.execute(f"DELETE FROM {ENTRIES} WHERE kind = 'repost'")
    op.drop_index("ix_twite_timeline_entries_reposts", ENTRIES)
    op.drop_index("uq_twite_timeline_entries_repost", ENTRIES)
    op.drop_column("twite_microposts", "reposts_count")
