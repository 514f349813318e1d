"""Erasure: when the last of what a closed account left was gone."""

from alembic import op
from sqlalchemy import Column

from twite.adapters.sql.types import Utc

revision = "0010"
down_revision = "0009"
TOUCHES = {"twite_users": "short", "twite_notifications": "scan"}


def upgrade() -> None:
    op.add_column("twite_users", Column("erased_at", Utc(), nullable=True))
    op.create_index(
        op.f("ix_twite_notifications_actor_id"), "twite_notifications", ["actor_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_twite_notifications_actor_id"), "twite_notifications")
    op.drop_column("twite_users", "erased_at")
