"""Jobs run by the clock, each at most once at a tick."""

from alembic import op
from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Text

from twite.adapters.sql.types import Name, Utc

revision = "0021"
down_revision = "0020"

TOUCHES = {"twite_runs": "new"}


def upgrade() -> None:
    op.create_table(
        "twite_runs",
        Column("job", Name, nullable=False),
        Column("tick", Utc, nullable=False),
        Column("state", Text(), nullable=False),
        Column("tries", Integer(), nullable=False),
        Column("began_at", Utc, nullable=False),
        Column("ended_at", Utc),
        Column("result", Text(), nullable=False),
        PrimaryKeyConstraint("job", "tick", name="pk_twite_runs"),
    )


def downgrade() -> None:
    op.drop_table("twite_runs")
