"""When users last posted, and shorter ways to parts of profiles and of what people are told."""

from alembic import op
from sqlalchemy import Column, text

from twite.adapters.sql.types import Utc

revision = "0018"
down_revision = "0017"

TOUCHES = {
    "twite_users": "rewrite",
    "twite_timeline_entries": "scan",
    "twite_notifications": "scan",
}
ENTRIES, NOTIFICATIONS = "twite_timeline_entries", "twite_notifications"
STANDING = "ix_twite_notifications_standing"
PARTS = {
    "ix_twite_timeline_entries_said": "kind = 'post'",
    "ix_twite_timeline_entries_no_reply": "answered_id IS NULL OR answered_id = author_id",
}
LAST_POSTED_AT = """
    SELECT posted.posted_at
    FROM twite_timeline_entries AS entered
    JOIN twite_microposts AS posted ON posted.id = entered.id
    WHERE entered.author_id = twite_users.id
        AND entered.kind = 'post'
        AND entered.visibility IN ('public', 'unlisted')
    ORDER BY entered.id DESC
    LIMIT 1
"""


def upgrade() -> None:
    for name, where in PARTS.items():
        op.create_index(
            name,
            ENTRIES,
            ["author_id", "id"],
            unique=False,
            postgresql_where=text(where),
            sqlite_where=text(where),
        )
    _stand("recipient_id", "id", "kind", "actor_id")
    op.add_column("twite_users", Column("last_posted_at", Utc(), nullable=True))
    op.execute(f"UPDATE twite_users SET last_posted_at = ({LAST_POSTED_AT})")


def downgrade() -> None:
    op.drop_column("twite_users", "last_posted_at")
    _stand("recipient_id", "id")
    for name in PARTS:
        op.drop_index(name, ENTRIES)


def _stand(*columns: str) -> None:
    op.drop_index(STANDING, NOTIFICATIONS)
    op.create_index(
        STANDING,
        NOTIFICATIONS,
        list(columns),
        unique=False,
        postgresql_where=text("dismissed_at IS NULL"),
        sqlite_where=text("dismissed_at IS NULL"),
    )
