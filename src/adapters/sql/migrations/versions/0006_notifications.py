"""Notifications of every kind: without a micropost, put away, and read up to one of them."""

from typing import Any

from alembic import op
from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)

from twite.adapters.sql.types import Id, Utc

revision = "0006"
down_revision = "0005"

TOUCHES = {
    "twite_notifications": {"sqlite": "rewrite", "postgresql": "scan"},
    "twite_notification_markers": "new",
}
NAME = "twite_notifications"
NEW = f"_alembic_tmp_{NAME}"
KEPT = "id, recipient_id, kind, actor_id, micropost_id, notified_at"


def upgrade() -> None:
    op.drop_index("ix_twite_notifications_recipient_id_id", NAME)
    if _is_sqlite():
        _rebuild(Column("dismissed_at", Utc(), nullable=True), about_none=True)
    else:
        op.alter_column(NAME, "micropost_id", nullable=True)
        op.add_column(NAME, Column("dismissed_at", Utc(), nullable=True))
    op.create_index(
        "uq_twite_notifications_of_no_micropost",
        NAME,
        ["recipient_id", "kind", "actor_id"],
        unique=True,
        postgresql_where=text("micropost_id IS NULL"),
        sqlite_where=text("micropost_id IS NULL"),
    )
    op.create_index(
        "ix_twite_notifications_standing",
        NAME,
        ["recipient_id", "id"],
        unique=False,
        postgresql_where=text("dismissed_at IS NULL"),
        sqlite_where=text("dismissed_at IS NULL"),
    )
    op.create_table(
        "twite_notification_markers",
        Column("user_id", Id, nullable=False),
        Column("last_read_id", Id, nullable=False),
        ForeignKeyConstraint(
            ["user_id"], ["twite_users.id"], name=op.f("fk_twite_notification_markers_user_id")
        ),
        PrimaryKeyConstraint("user_id", name=op.f("pk_twite_notification_markers")),
    )


def downgrade() -> None:
    """What is about no micropost is dropped; what was put away comes back."""
    op.drop_table("twite_notification_markers")
    op.drop_index("ix_twite_notifications_standing", NAME)
    op.drop_index("uq_twite_notifications_of_no_micropost", NAME)
    op.execute(f"DELETE FROM {NAME} WHERE micropost_id IS NULL")
    if _is_sqlite():
        _rebuild(about_none=False)
    else:
        op.drop_column(NAME, "dismissed_at")
        op.alter_column(NAME, "micropost_id", nullable=False)
    op.create_index(
        "ix_twite_notifications_recipient_id_id", NAME, ["recipient_id", "id"], unique=False
    )


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _rebuild(*more: Column[Any], about_none: bool) -> None:
    """SQLite changes no column.  By hand, because a table that alembic makes anew is not always
    written in the same words."""
    op.drop_index("ix_twite_notifications_micropost_id", NAME)
    op.create_table(
        NEW,
        Column("id", Id, autoincrement=False, nullable=False),
        Column("recipient_id", Id, nullable=False),
        Column("kind", Text(), nullable=False),
        Column("actor_id", Id, nullable=False),
        Column("micropost_id", Id, nullable=about_none),
        Column("notified_at", Utc(), nullable=False),
        *more,
        ForeignKeyConstraint(
            ["actor_id"], ["twite_users.id"], name=op.f("fk_twite_notifications_actor_id")
        ),
        ForeignKeyConstraint(
            ["micropost_id"],
            ["twite_microposts.id"],
            name=op.f("fk_twite_notifications_micropost_id"),
        ),
        ForeignKeyConstraint(
            ["recipient_id"], ["twite_users.id"], name=op.f("fk_twite_notifications_recipient_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_notifications")),
        UniqueConstraint(
            "recipient_id",
            "kind",
            "actor_id",
            "micropost_id",
            name=op.f("uq_twite_notifications_recipient_id_kind_actor_id_micropost_id"),
        ),
    )
    op.execute(f"INSERT INTO {NEW} ({KEPT}) SELECT {KEPT} FROM {NAME}")
    op.drop_table(NAME)
    op.rename_table(NEW, NAME)
    op.create_index(
        op.f("ix_twite_notifications_micropost_id"), NAME, ["micropost_id"], unique=False
    )
