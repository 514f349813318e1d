"""What people keep for themselves: markers, preferences, notes, threads they muted; and what is
sensitive."""

from alembic import op
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    false,
)

from twite.adapters.sql.types import Id, Name, Utc

revision = "0019"
down_revision = "0018"

TABLES = ("twite_markers", "twite_preferences", "twite_notes", "twite_thread_mutes")
FLAGGED = ("twite_microposts", "twite_edits")
TOUCHES = {**dict.fromkeys(TABLES, "new"), **dict.fromkeys(FLAGGED, "short")}


def upgrade() -> None:
    op.create_table(
        "twite_markers",
        Column("owner_id", Id, nullable=False),
        Column("of", Text(), nullable=False),
        Column("last_read_id", Id, nullable=False),
        Column("version", Integer(), nullable=False),
        Column("updated_at", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["owner_id"], ["twite_users.id"], name=op.f("fk_twite_markers_owner_id")
        ),
        PrimaryKeyConstraint("owner_id", "of", name=op.f("pk_twite_markers")),
    )
    op.create_table(
        "twite_preferences",
        Column("user_id", Id, nullable=False),
        Column("visibility", Text(), nullable=False),
        Column("sensitive", Boolean(), nullable=False),
        Column("language", Text(), nullable=True),
        Column("shows_media", Text(), nullable=False),
        Column("opens_warnings", Boolean(), nullable=False),
        ForeignKeyConstraint(
            ["user_id"], ["twite_users.id"], name=op.f("fk_twite_preferences_user_id")
        ),
        PrimaryKeyConstraint("user_id", name=op.f("pk_twite_preferences")),
    )
    op.create_table(
        "twite_notes",
        Column("writer_id", Id, nullable=False),
        Column("about_id", Id, nullable=False),
        Column("text", Text(), nullable=False),
        ForeignKeyConstraint(
            ["writer_id"], ["twite_users.id"], name=op.f("fk_twite_notes_writer_id")
        ),
        ForeignKeyConstraint(
            ["about_id"], ["twite_users.id"], name=op.f("fk_twite_notes_about_id")
        ),
        PrimaryKeyConstraint("writer_id", "about_id", name=op.f("pk_twite_notes")),
    )
    op.create_index("ix_twite_notes_about_id", "twite_notes", ["about_id"], unique=False)
    op.create_table(
        "twite_thread_mutes",
        Column("user_id", Id, nullable=False),
        Column("thread", Name, nullable=False),
        ForeignKeyConstraint(
            ["user_id"], ["twite_users.id"], name=op.f("fk_twite_thread_mutes_user_id")
        ),
        PrimaryKeyConstraint("user_id", "thread", name=op.f("pk_twite_thread_mutes")),
    )
    for table in FLAGGED:
        op.add_column(table, Column("sensitive", Boolean(), nullable=False, server_default=false()))


def downgrade() -> None:
    for table in FLAGGED:
        op.drop_column(table, "sensitive")
    for table in reversed(TABLES):
        op.drop_table(table)
