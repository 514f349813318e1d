"""Mutes: whom a user is no longer shown."""

from alembic import op
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from twite.adapters.sql.types import Id, Utc

revision = "0005"
down_revision = "0004"
TOUCHES = {"twite_mutes": "new"}


def upgrade() -> None:
    op.create_table(
        "twite_mutes",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("muter_id", Id, nullable=False),
        Column("muted_id", Id, nullable=False),
        Column("hides_notifications", Boolean(), nullable=False),
        Column("muted_at", Utc(), nullable=False),
        Column("expires_at", Utc(), nullable=True),
        CheckConstraint("muter_id <> muted_id", name=op.f("ck_twite_mutes_not_self")),
        ForeignKeyConstraint(
            ["muted_id"], ["twite_users.id"], name=op.f("fk_twite_mutes_muted_id")
        ),
        ForeignKeyConstraint(
            ["muter_id"], ["twite_users.id"], name=op.f("fk_twite_mutes_muter_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_mutes")),
        UniqueConstraint("muter_id", "muted_id", name=op.f("uq_twite_mutes_muter_id_muted_id")),
    )
    op.create_index(op.f("ix_twite_mutes_muted_id"), "twite_mutes", ["muted_id"], unique=False)
    op.create_index("ix_twite_mutes_muter_id_id", "twite_mutes", ["muter_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("twite_mutes")
