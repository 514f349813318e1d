"""Edits: what a micropost said before; what it warns of, and the language it is in."""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, Text

from twite.adapters.sql.types import Id, Utc

revision = "0013"
down_revision = "0012"
TOUCHES = {"twite_microposts": "short", "twite_edits": "new"}


def upgrade() -> None:
    op.add_column("twite_microposts", Column("content_warning", Text(), nullable=True))
    op.add_column("twite_microposts", Column("language", Text(), nullable=True))
    op.create_table(
        "twite_edits",
        Column("micropost_id", Id, nullable=False),
        Column("version", Integer(), autoincrement=False, nullable=False),
        Column("text", Text(), nullable=False),
        Column("content_warning", Text(), nullable=True),
        Column("language", Text(), nullable=True),
        Column("said_at", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["micropost_id"], ["twite_microposts.id"], name=op.f("fk_twite_edits_micropost_id")
        ),
        PrimaryKeyConstraint("micropost_id", "version", name=op.f("pk_twite_edits")),
    )


def downgrade() -> None:
    """Microposts stay, as they say it now and as if they had never said anything else; nothing
    warns of them."""
    op.execute("UPDATE twite_microposts SET version = 1 WHERE version > 1")
    op.drop_table("twite_edits")
    op.drop_column("twite_microposts", "language")
    op.drop_column("twite_microposts", "content_warning")
