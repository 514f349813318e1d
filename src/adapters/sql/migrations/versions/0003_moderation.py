"""Moderation: who is silenced, since when a state holds, the audit log, and invitations."""

from alembic import op
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    false,
)

from twite.adapters.sql.types import Id, Utc

revision = "0003"
down_revision = "0002"
TOUCHES = {"twite_users": "scan", "twite_invitations": "new", "twite_audit": "new"}


def upgrade() -> None:
    op.add_column(
        "twite_users", Column("is_silenced", Boolean(), nullable=False, server_default=false())
    )
    op.add_column("twite_users", Column("state_since", Utc(), nullable=True))
    op.create_index("ix_twite_users_state_id", "twite_users", ["state", "id"], unique=False)
    op.create_index("ix_twite_users_role_id", "twite_users", ["role", "id"], unique=False)
    op.create_table(
        "twite_invitations",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("token_hash", Text(), nullable=False),
        Column("by_id", Id, nullable=True),
        Column("made_at", Utc(), nullable=False),
        Column("expires_at", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["by_id"], ["twite_users.id"], name=op.f("fk_twite_invitations_by_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_invitations")),
        UniqueConstraint("token_hash", name=op.f("uq_twite_invitations_token_hash")),
    )
    op.create_table(
        "twite_audit",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("at", Utc(), nullable=False),
        Column("by_id", Id, nullable=True),
        Column("act", Text(), nullable=False),
        Column("subject_id", Id, nullable=False),
        Column("reason", Text(), nullable=False),
        ForeignKeyConstraint(["by_id"], ["twite_users.id"], name=op.f("fk_twite_audit_by_id")),
        ForeignKeyConstraint(
            ["subject_id"], ["twite_users.id"], name=op.f("fk_twite_audit_subject_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_audit")),
    )
    op.create_index(
        "ix_twite_audit_subject_id_id", "twite_audit", ["subject_id", "id"], unique=False
    )


def downgrade() -> None:
    """Who waits to be approved has no state below: they are suspended, so as to stay out."""
    op.drop_table("twite_audit")
    op.drop_table("twite_invitations")
    op.drop_index("ix_twite_users_role_id", "twite_users")
    op.drop_index("ix_twite_users_state_id", "twite_users")
    op.drop_column("twite_users", "state_since")
    op.drop_column("twite_users", "is_silenced")
    op.execute("UPDATE twite_users SET state = 'suspended' WHERE state = 'waiting'")
