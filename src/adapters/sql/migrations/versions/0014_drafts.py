"""Drafts: what was typed and not said yet."""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, Text, text

from twite.adapters.sql.types import Id, Utc

revision = "0014"
down_revision = "0013"
TOUCHES = {"twite_drafts": "new"}


def upgrade() -> None:
    op.create_table(
        "twite_drafts",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("owner_id", Id, nullable=False),
        Column("text", Text(), nullable=False),
        Column("content_warning", Text(), nullable=False),
        Column("language", Text(), nullable=False),
        Column("visibility", Text(), nullable=False),
        Column("in_reply_to_id", Id, nullable=True),
        Column("kept_at", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["owner_id"], ["twite_users.id"], name=op.f("fk_twite_drafts_owner_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_drafts")),
    )
    op.create_index("ix_twite_drafts_owner_id_id", "twite_drafts", ["owner_id", "id"], unique=False)
    op.create_index(
        "ix_twite_drafts_in_reply_to_id",
        "twite_drafts",
        ["in_reply_to_id"],
        unique=False,
        postgresql_where=text("in_reply_to_id IS NOT NULL"),
        sqlite_where=text("in_reply_to_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("twite_drafts")
