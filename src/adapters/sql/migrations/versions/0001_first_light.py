"""First light: users, microposts, follows, blocks, timelines, notifications, mail, outbox."""

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)

from twite.adapters.sql.types import Id, Name, Utc

revision = "0001"
down_revision = None

TABLES = (
    "twite_events",
    "twite_users",
    "twite_blocks",
    "twite_credentials",
    "twite_deliveries",
    "twite_follows",
    "twite_microposts",
    "twite_repeatables",
    "twite_sessions",
    "twite_mail",
    "twite_mentions",
    "twite_notifications",
    "twite_taggings",
    "twite_timeline_entries",
)
TOUCHES = dict.fromkeys(TABLES, "new")


def upgrade() -> None:
    op.create_table(
        "twite_events",
        Column("id", Id, nullable=False),
        Column("transaction_id", Id, nullable=False),
        Column("lane", Id, nullable=False),
        Column("at", Utc(), nullable=False),
        Column("name", Text(), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("payload", Text(), nullable=False),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_events")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_twite_events_transaction_id_id", "twite_events", ["transaction_id", "id"], unique=False
    )
    op.create_table(
        "twite_users",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("version", Integer(), nullable=False),
        Column("handle", Name, nullable=False),
        Column("display_name", Text(), nullable=False),
        Column("external_id", Name, nullable=True),
        Column("state", Text(), nullable=False),
        Column("registered_at", Utc(), nullable=False),
        Column("posts_count", Integer(), nullable=False),
        Column("followers_count", Integer(), nullable=False),
        Column("following_count", Integer(), nullable=False),
        Column("newest_entry_id", Id, nullable=False),
        CheckConstraint("followers_count >= 0", name=op.f("ck_twite_users_followers_count")),
        CheckConstraint("following_count >= 0", name=op.f("ck_twite_users_following_count")),
        CheckConstraint("posts_count >= 0", name=op.f("ck_twite_users_posts_count")),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_users")),
        UniqueConstraint("external_id", name=op.f("uq_twite_users_external_id")),
        UniqueConstraint("handle", name=op.f("uq_twite_users_handle")),
    )
    op.create_table(
        "twite_blocks",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("blocker_id", Id, nullable=False),
        Column("blocked_id", Id, nullable=False),
        Column("blocked_at", Utc(), nullable=False),
        CheckConstraint("blocker_id <> blocked_id", name=op.f("ck_twite_blocks_not_self")),
        ForeignKeyConstraint(
            ["blocked_id"], ["twite_users.id"], name=op.f("fk_twite_blocks_blocked_id")
        ),
        ForeignKeyConstraint(
            ["blocker_id"], ["twite_users.id"], name=op.f("fk_twite_blocks_blocker_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_blocks")),
        UniqueConstraint(
            "blocker_id", "blocked_id", name=op.f("uq_twite_blocks_blocker_id_blocked_id")
        ),
    )
    op.create_index(
        op.f("ix_twite_blocks_blocked_id"), "twite_blocks", ["blocked_id"], unique=False
    )
    op.create_table(
        "twite_credentials",
        Column("user_id", Id, nullable=False),
        Column("version", Integer(), nullable=False),
        Column("email", Name, nullable=False),
        Column("password_hash", Text(), nullable=False),
        Column("set_at", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["user_id"], ["twite_users.id"], name=op.f("fk_twite_credentials_user_id")
        ),
        PrimaryKeyConstraint("user_id", name=op.f("pk_twite_credentials")),
        UniqueConstraint("email", name=op.f("uq_twite_credentials_email")),
    )
    op.create_table(
        "twite_deliveries",
        Column("event_id", Id, nullable=False),
        Column("reaction", Name, nullable=False),
        Column("transaction_id", Id, nullable=False),
        Column("lane", Id, nullable=False),
        Column("state", Text(), nullable=False),
        Column("tries", Integer(), nullable=False),
        Column("due_at", Utc(), nullable=True),
        Column("done_at", Utc(), nullable=True),
        Column("error", Text(), nullable=True),
        ForeignKeyConstraint(
            ["event_id"], ["twite_events.id"], name=op.f("fk_twite_deliveries_event_id")
        ),
        PrimaryKeyConstraint("event_id", "reaction", name=op.f("pk_twite_deliveries")),
    )
    op.create_index(
        "ix_twite_deliveries_open",
        "twite_deliveries",
        ["transaction_id", "event_id"],
        unique=False,
        postgresql_where=text("state = 'open'"),
        sqlite_where=text("state = 'open'"),
    )
    op.create_index(
        "ix_twite_deliveries_open_lane",
        "twite_deliveries",
        ["lane", "reaction", "transaction_id", "event_id"],
        unique=False,
        postgresql_where=text("state = 'open'"),
        sqlite_where=text("state = 'open'"),
    )
    op.create_table(
        "twite_follows",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("follower_id", Id, nullable=False),
        Column("followee_id", Id, nullable=False),
        Column("followed_at", Utc(), nullable=False),
        CheckConstraint("follower_id <> followee_id", name=op.f("ck_twite_follows_not_self")),
        ForeignKeyConstraint(
            ["followee_id"], ["twite_users.id"], name=op.f("fk_twite_follows_followee_id")
        ),
        ForeignKeyConstraint(
            ["follower_id"], ["twite_users.id"], name=op.f("fk_twite_follows_follower_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_follows")),
        UniqueConstraint(
            "follower_id", "followee_id", name=op.f("uq_twite_follows_follower_id_followee_id")
        ),
    )
    op.create_index(
        "ix_twite_follows_followee_id_id", "twite_follows", ["followee_id", "id"], unique=False
    )
    op.create_table(
        "twite_microposts",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("version", Integer(), nullable=False),
        Column("author_id", Id, nullable=False),
        Column("text", Text(), nullable=False),
        Column("visibility", Text(), nullable=False),
        Column("posted_at", Utc(), nullable=False),
        Column("edited_at", Utc(), nullable=True),
        ForeignKeyConstraint(
            ["author_id"], ["twite_users.id"], name=op.f("fk_twite_microposts_author_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_microposts")),
    )
    op.create_table(
        "twite_repeatables",
        Column("author_id", Id, nullable=False),
        Column("key", Name, nullable=False),
        Column("micropost_id", Id, nullable=False),
        Column("fingerprint", Text(), nullable=False),
        Column("at", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["author_id"], ["twite_users.id"], name=op.f("fk_twite_repeatables_author_id")
        ),
        PrimaryKeyConstraint("author_id", "key", name=op.f("pk_twite_repeatables")),
    )
    op.create_table(
        "twite_sessions",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("user_id", Id, nullable=False),
        Column("token_hash", Text(), nullable=False),
        Column("started_at", Utc(), nullable=False),
        Column("expires_at", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["user_id"], ["twite_users.id"], name=op.f("fk_twite_sessions_user_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_sessions")),
        UniqueConstraint("token_hash", name=op.f("uq_twite_sessions_token_hash")),
    )
    op.create_index(op.f("ix_twite_sessions_user_id"), "twite_sessions", ["user_id"], unique=False)
    op.create_table(
        "twite_mail",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("version", Integer(), nullable=False),
        Column("kind", Text(), nullable=False),
        Column("recipient_id", Id, nullable=False),
        Column("micropost_id", Id, nullable=False),
        Column("state", Text(), nullable=False),
        Column("tries", Integer(), nullable=False),
        Column("due_at", Utc(), nullable=False),
        Column("queued_at", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["micropost_id"], ["twite_microposts.id"], name=op.f("fk_twite_mail_micropost_id")
        ),
        ForeignKeyConstraint(
            ["recipient_id"], ["twite_users.id"], name=op.f("fk_twite_mail_recipient_id")
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_mail")),
        UniqueConstraint(
            "recipient_id",
            "kind",
            "micropost_id",
            name=op.f("uq_twite_mail_recipient_id_kind_micropost_id"),
        ),
    )
    op.create_index(
        op.f("ix_twite_mail_micropost_id"), "twite_mail", ["micropost_id"], unique=False
    )
    op.create_index(
        "ix_twite_mail_waiting",
        "twite_mail",
        ["due_at", "id"],
        unique=False,
        postgresql_where=text("state = 'waiting'"),
        sqlite_where=text("state = 'waiting'"),
    )
    op.create_table(
        "twite_mentions",
        Column("micropost_id", Id, nullable=False),
        Column("user_id", Id, nullable=False),
        ForeignKeyConstraint(
            ["micropost_id"], ["twite_microposts.id"], name=op.f("fk_twite_mentions_micropost_id")
        ),
        ForeignKeyConstraint(
            ["user_id"], ["twite_users.id"], name=op.f("fk_twite_mentions_user_id")
        ),
        PrimaryKeyConstraint("micropost_id", "user_id", name=op.f("pk_twite_mentions")),
    )
    op.create_index(
        "ix_twite_mentions_user_id_micropost_id",
        "twite_mentions",
        ["user_id", "micropost_id"],
        unique=False,
    )
    op.create_table(
        "twite_notifications",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("recipient_id", Id, nullable=False),
        Column("kind", Text(), nullable=False),
        Column("actor_id", Id, nullable=False),
        Column("micropost_id", Id, nullable=False),
        Column("notified_at", Utc(), nullable=False),
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
    op.create_index(
        op.f("ix_twite_notifications_micropost_id"),
        "twite_notifications",
        ["micropost_id"],
        unique=False,
    )
    op.create_index(
        "ix_twite_notifications_recipient_id_id",
        "twite_notifications",
        ["recipient_id", "id"],
        unique=False,
    )
    op.create_table(
        "twite_taggings",
        Column("tag", Name, nullable=False),
        Column("micropost_id", Id, nullable=False),
        ForeignKeyConstraint(
            ["micropost_id"], ["twite_microposts.id"], name=op.f("fk_twite_taggings_micropost_id")
        ),
        PrimaryKeyConstraint("tag", "micropost_id", name=op.f("pk_twite_taggings")),
    )
    op.create_index(
        op.f("ix_twite_taggings_micropost_id"), "twite_taggings", ["micropost_id"], unique=False
    )
    op.create_table(
        "twite_timeline_entries",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("author_id", Id, nullable=False),
        Column("micropost_id", Id, nullable=False),
        Column("kind", Text(), nullable=False),
        Column("visibility", Text(), nullable=False),
        ForeignKeyConstraint(
            ["author_id"], ["twite_users.id"], name=op.f("fk_twite_timeline_entries_author_id")
        ),
        ForeignKeyConstraint(
            ["micropost_id"],
            ["twite_microposts.id"],
            name=op.f("fk_twite_timeline_entries_micropost_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_timeline_entries")),
    )
    op.create_index(
        "ix_twite_timeline_entries_author_id_id",
        "twite_timeline_entries",
        ["author_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_twite_timeline_entries_local",
        "twite_timeline_entries",
        ["id"],
        unique=False,
        postgresql_where=text("kind = 'post' AND visibility = 'public'"),
        sqlite_where=text("kind = 'post' AND visibility = 'public'"),
    )
    op.create_index(
        op.f("ix_twite_timeline_entries_micropost_id"),
        "twite_timeline_entries",
        ["micropost_id"],
        unique=False,
    )


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
