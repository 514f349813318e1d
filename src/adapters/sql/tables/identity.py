"""Who is who: users, how they prove it, and what was done about them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    false,
    text,
)

from ..types import Id, Name, Utc
from .base import id_column, metadata

# The counts, newest_entry_id and last_posted_at are not of the aggregate: repositories move them in
# the transaction that changes what they count.  last_posted_at is of what is counted.
users = Table(
    "twite_users",
    metadata,
    id_column(),
    Column("version", Integer, nullable=False),
    Column("handle", Name, nullable=False, unique=True),
    Column("display_name", Text, nullable=False),
    Column("external_id", Name, unique=True),
    Column("state", Text, nullable=False),
    Column("registered_at", Utc, nullable=False),
    Column("posts_count", Integer, nullable=False),
    Column("followers_count", Integer, nullable=False),
    Column("following_count", Integer, nullable=False),
    Column("newest_entry_id", Id, nullable=False),
    Column("bio", Text, nullable=False, server_default=text("''")),
    Column("links", Text, nullable=False, server_default="[]"),  # JSON: names and values
    Column("is_locked", Boolean, nullable=False, server_default=false()),
    Column("role", Text, nullable=False, server_default="user"),
    Column("is_silenced", Boolean, nullable=False, server_default=false()),
    Column("state_since", Utc),
    Column("erased_at", Utc),
    Column("last_posted_at", Utc),
    CheckConstraint("posts_count >= 0", name="posts_count"),
    CheckConstraint("followers_count >= 0", name="followers_count"),
    CheckConstraint("following_count >= 0", name="following_count"),
    Index("ix_twite_users_state_id", "state", "id"),
    Index("ix_twite_users_role_id", "role", "id"),
)

# Where one may begin to look for a handle or a display name: at each of its words.
names = Table(
    "twite_names",
    metadata,
    Column("beginning", Name, primary_key=True),
    Column("user_id", ForeignKey(users.c.id), primary_key=True, index=True),
)

credentials = Table(
    "twite_credentials",
    metadata,
    Column("user_id", ForeignKey(users.c.id), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("email", Name, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("set_at", Utc, nullable=False),
    Column("wrong", Integer, nullable=False, server_default="0"),
    Column("wrong_since", Utc),
)

resets = Table(
    "twite_resets",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("user_id", ForeignKey(users.c.id), nullable=False, index=True),
    Column("offered_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
)

sessions = Table(
    "twite_sessions",
    metadata,
    id_column(),
    Column("user_id", ForeignKey(users.c.id), nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("started_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("browser", Text, nullable=False, server_default=text("''")),
    Column("seen_at", Utc),
    Index("ix_twite_sessions_user_id_id", "user_id", "id"),
)

preferences = Table(
    "twite_preferences",
    metadata,
    Column("user_id", ForeignKey(users.c.id), primary_key=True),
    Column("visibility", Text, nullable=False),
    Column("sensitive", Boolean, nullable=False),
    Column("language", Text),
    Column("shows_media", Text, nullable=False),
    Column("opens_warnings", Boolean, nullable=False),
)

invitations = Table(
    "twite_invitations",
    metadata,
    id_column(),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("by_id", ForeignKey(users.c.id)),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
)

audit = Table(
    "twite_audit",
    metadata,
    id_column(),
    Column("at", Utc, nullable=False),
    Column("by_id", ForeignKey(users.c.id)),
    Column("act", Text, nullable=False),
    Column("subject_id", ForeignKey(users.c.id), nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_twite_audit_subject_id_id", "subject_id", "id"),
)
