"""Who follows somebody may be told when they post."""

from alembic import op
from sqlalchemy import Boolean, Column, false, text

revision = "0020"
down_revision = "0019"

TOUCHES = {"twite_follows": "scan", "twite_follow_requests": "short"}


def upgrade() -> None:
    for table in TOUCHES:
        op.add_column(table, Column("notifies", Boolean(), nullable=False, server_default=false()))
    op.create_index(
        "ix_twite_follows_notified",
        "twite_follows",
        ["followee_id", "id"],
        unique=False,
        postgresql_where=text("notifies"),
        sqlite_where=text("notifies = 1"),
    )


def downgrade() -> None:
    op.drop_index("ix_twite_follows_notified", "twite_follows")
    for table in TOUCHES:
        op.drop_column(table, "notifies")
