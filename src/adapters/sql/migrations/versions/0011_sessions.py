"""Sessions that their owner can tell apart: by their browser, and when they were seen last."""

from alembic import op
from sqlalchemy import Column, Text, text

from twite.adapters.sql.types import Utc

revision = "0011"
down_revision = "0010"

TOUCHES = {"twite_sessions": "scan"}
NAME = "twite_sessions"


def upgrade() -> None:
    op.add_column(NAME, Column("browser", Text(), nullable=False, server_default=text("''")))
    op.add_column(NAME, Column("seen_at", Utc(), nullable=True))
    op.drop_index(op.f("ix_twite_sessions_user_id"), NAME)
    op.create_index("ix_twite_sessions_user_id_id", NAME, ["user_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_twite_sessions_user_id_id", NAME)
    op.create_index(op.f("ix_twite_sessions_user_id"), NAME, ["user_id"], unique=False)
    op.drop_column(NAME, "seen_at")
    op.drop_column(NAME, "browser")
