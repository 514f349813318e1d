"""Replies: what a micropost answers, where it stands in its thread, and how many answer it."""

from alembic import op
from sqlalchemy import Column, Integer, text

from twite.adapters.sql.types import Id, Name

revision = "0004"
down_revision = "0003"
TOUCHES = {
    "twite_microposts": "scan",
    "twite_timeline_entries": "short",
    "twite_repeatables": "scan",
}


def upgrade() -> None:
    op.add_column("twite_microposts", Column("in_reply_to_id", Id, nullable=True))
    op.add_column("twite_microposts", Column("path", Name, nullable=True))
    op.add_column(
        "twite_microposts", Column("replies_count", Integer(), nullable=False, server_default="0")
    )
    op.create_index(
        "ix_twite_microposts_path",
        "twite_microposts",
        ["path"],
        unique=False,
        postgresql_where=text("path IS NOT NULL"),
        sqlite_where=text("path IS NOT NULL"),
    )
    op.add_column("twite_timeline_entries", Column("answered_id", Id, nullable=True))
    op.create_index(
        op.f("ix_twite_repeatables_micropost_id"),
        "twite_repeatables",
        ["micropost_id"],
        unique=False,
    )


def downgrade() -> None:
    """Replies stay, as microposts that answer nothing."""
    op.drop_index(op.f("ix_twite_repeatables_micropost_id"), "twite_repeatables")
    op.drop_column("twite_timeline_entries", "answered_id")
    op.drop_index("ix_twite_microposts_path", "twite_microposts")
    for name in ("replies_count", "path", "in_reply_to_id"):
        op.drop_column("twite_microposts", name)
