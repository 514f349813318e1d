"""Requests to follow, hidden reposts, and what lists of people are read by."""

from alembic import op
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    UniqueConstraint,
    true,
)

from twite.adapters.sql.types import Id, Utc

revision = "0009"
down_revision = "0008"
TOUCHES = {"twite_follows": "scan", "twite_blocks": "scan", "twite_follow_requests": "new"}


def upgrade() -> None:
    op.add_column(
        "twite_follows", Column("shows_reposts", Boolean(), nullable=False, server_default=true())
    )
    op.create_index("ix_twite_follows_follower_id_id", "twite_follows", ["follower_id", "id"])
    op.create_index("ix_twite_blocks_blocker_id_id", "twite_blocks", ["blocker_id", "id"])
    op.create_table(
        "twite_follow_requests",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("requester_id", Id, nullable=False),
        Column("requested_id", Id, nullable=False),
        Column("shows_reposts", Boolean(), nullable=False),
        Column("requested_at", Utc(), nullable=False),
        CheckConstraint(
            "requester_id <> requested_id", name=op.f("ck_twite_follow_requests_not_self")
        ),
        ForeignKeyConstraint(
            ["requested_id"], ["twite_users.id"], name=op.f("fk_twite_follow_requests_requested_id")
        ),
        ForeignKeyConstraint(
            ["requester_id"], ["twite_users.id"], name=op.f("fk_twite_follow_requests_requester_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_follow_requests")),
        UniqueConstraint(
            "requester_id",
            "requested_id",
            name=op.f("uq_twite_follow_requests_requester_id_requested_id"),
        ),
    )
    op.create_index(
        "ix_twite_follow_requests_requested_id_id",
        "twite_follow_requests",
        ["requested_id", "id"],
    )


def downgrade() -> None:
    op.drop_table("twite_follow_requests")
    op.drop_index("ix_twite_blocks_blocker_id_id", "twite_blocks")
    op.drop_index("ix_twite_follows_follower_id_id", "twite_follows")
    op.drop_column("twite_follows", "shows_reposts")
