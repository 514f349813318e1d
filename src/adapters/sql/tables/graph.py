"""How users stand to each other."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from ..types import Name, Utc
from .base import id_column, metadata
from .identity import users

follows = Table(
    "twite_follows",
    metadata,
    id_column(),
    Column("follower_id", ForeignKey(users.c.id), nullable=False),
    Column("followee_id", ForeignKey(users.c.id), nullable=False),
    Column("followed_at", Utc, nullable=False),
    Column("shows_reposts", Boolean, nullable=False, server_default=true()),
    Column("notifies", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("follower_id", "followee_id"),
    Index("ix_twite_follows_follower_id_id", "follower_id", "id"),
    Index("ix_twite_follows_followee_id_id", "followee_id", "id"),
    Index(
        "ix_twite_follows_notified",
        "followee_id",
        "id",
        postgresql_where=text("notifies"),
        sqlite_where=text("notifies = 1"),
    ),
    CheckConstraint("follower_id <> followee_id", name="not_self"),
)

follow_requests = Table(
    "twite_follow_requests",
    metadata,
    id_column(),
    Column("requester_id", ForeignKey(users.c.id), nullable=False),
    Column("requested_id", ForeignKey(users.c.id), nullable=False),
    Column("shows_reposts", Boolean, nullable=False),
    Column("requested_at", Utc, nullable=False),
    Column("notifies", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("requester_id", "requested_id"),
    Index("ix_twite_follow_requests_requested_id_id", "requested_id", "id"),
    CheckConstraint("requester_id <> requested_id", name="not_self"),
)

blocks = Table(
    "twite_blocks",
    metadata,
    id_column(),
    Column("blocker_id", ForeignKey(users.c.id), nullable=False),
    Column("blocked_id", ForeignKey(users.c.id), nullable=False, index=True),
    Column("blocked_at", Utc, nullable=False),
    UniqueConstraint("blocker_id", "blocked_id"),
    Index("ix_twite_blocks_blocker_id_id", "blocker_id", "id"),
    CheckConstraint("blocker_id <> blocked_id", name="not_self"),
)

# One that is over stays until somebody mutes or unmutes again.
mutes = Table(
    "twite_mutes",
    metadata,
    id_column(),
    Column("muter_id", ForeignKey(users.c.id), nullable=False),
    Column("muted_id", ForeignKey(users.c.id), nullable=False, index=True),
    Column("hides_notifications", Boolean, nullable=False),
    Column("muted_at", Utc, nullable=False),
    Column("expires_at", Utc),
    UniqueConstraint("muter_id", "muted_id"),
    Index("ix_twite_mutes_muter_id_id", "muter_id", "id"),
    CheckConstraint("muter_id <> muted_id", name="not_self"),
)

# A thread is known by the id it begins with, as paths hold it, whether that still stands or not.
thread_mutes = Table(
    "twite_thread_mutes",
    metadata,
    Column("user_id", ForeignKey(users.c.id), primary_key=True),
    Column("thread", Name, primary_key=True),
)

notes = Table(
    "twite_notes",
    metadata,
    Column("writer_id", ForeignKey(users.c.id), primary_key=True),
    Column("about_id", ForeignKey(users.c.id), primary_key=True, index=True),
    Column("text", Text, nullable=False),
)
