"""All that is kept, in one picture.  Every table is named twite_*."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateTable

from .types import Id, Name, Terms, Utc

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def _id() -> Column[int]:
    """An id we draw ourselves."""
    return Column("id", Id, primary_key=True, autoincrement=False)


# -- identity -------------------------------------------------------------------

# The counts and newest_entry_id are not of the aggregate: repositories move them in the
# transaction that changes what they count.
users = Table(
    "twite_users",
    metadata,
    _id(),
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
    _id(),
    Column("user_id", ForeignKey(users.c.id), nullable=False, index=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("started_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
)

invitations = Table(
    "twite_invitations",
    metadata,
    _id(),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("by_id", ForeignKey(users.c.id)),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
)

audit = Table(
    "twite_audit",
    metadata,
    _id(),
    Column("at", Utc, nullable=False),
    Column("by_id", ForeignKey(users.c.id)),
    Column("act", Text, nullable=False),
    Column("subject_id", ForeignKey(users.c.id), nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_twite_audit_subject_id_id", "subject_id", "id"),
)


# -- publishing -----------------------------------------------------------------

# What a reply answers may be gone: in_reply_to_id refers to what stood once.  The path of a reply
# is the ids of what stands above it and its own, each as 16 hexadecimal digits, so that its order
# is that of the thread, in which the replies to a micropost are a stretch.
microposts = Table(
    "twite_microposts",
    metadata,
    _id(),
    Column("version", Integer, nullable=False),
    Column("author_id", ForeignKey(users.c.id), nullable=False),
    Column("text", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("posted_at", Utc, nullable=False),
    Column("edited_at", Utc),
    Column("in_reply_to_id", Id),
    Column("path", Name),
    Column("replies_count", Integer, nullable=False, server_default="0"),
    Index(
        "ix_twite_microposts_path",
        "path",
        postgresql_where=text("path IS NOT NULL"),
        sqlite_where=text("path IS NOT NULL"),
    ),
)

mentions = Table(
    "twite_mentions",
    metadata,
    Column("micropost_id", ForeignKey(microposts.c.id), primary_key=True),
    Column("user_id", ForeignKey(users.c.id), primary_key=True),
    Index("ix_twite_mentions_user_id_micropost_id", "user_id", "micropost_id"),
)

taggings = Table(
    "twite_taggings",
    metadata,
    Column("tag", Name, primary_key=True),
    Column("micropost_id", ForeignKey(microposts.c.id), primary_key=True, index=True),
)

# What microposts are found by.  On SQLite it is a full-text table, whose key is always its rowid.
# Its tokenizer knows ASCII alone, and leaves our terms as they are; where in a text a term stands,
# nobody asks.
search = Table(
    "twite_search",
    metadata,
    Column("rowid", ForeignKey(microposts.c.id), key="micropost_id", primary_key=True),
    Column("terms", Terms, nullable=False),
    Index(
        "ix_twite_search_terms",
        "terms",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},  # a search would read through what is pending
    ).ddl_if(dialect="postgresql"),
    info={"sqlite_using": "fts5(terms, tokenize='ascii', detail='none', columnsize=0)"},
)

repeatables = Table(
    "twite_repeatables",
    metadata,
    Column("author_id", ForeignKey(users.c.id), primary_key=True),
    Column("key", Name, primary_key=True),
    Column("micropost_id", Id, nullable=False, index=True),
    Column("fingerprint", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

# An entry is made before its micropost (its id is drawn by inserting it), so the reference is
# checked at the end of the transaction.
entries = Table(
    "twite_timeline_entries",
    metadata,
    _id(),
    Column("author_id", ForeignKey(users.c.id), nullable=False),
    Column(
        "micropost_id",
        ForeignKey(microposts.c.id, deferrable=True, initially="DEFERRED"),
        nullable=False,
        index=True,
    ),
    Column("kind", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("answered_id", Id),
    Index("ix_twite_timeline_entries_author_id_id", "author_id", "id"),
    Index(
        "ix_twite_timeline_entries_local",
        "id",
        postgresql_where=text("kind = 'post' AND visibility = 'public'"),
        sqlite_where=text("kind = 'post' AND visibility = 'public'"),
    ),
)


# -- graph ----------------------------------------------------------------------

follows = Table(
    "twite_follows",
    metadata,
    _id(),
    Column("follower_id", ForeignKey(users.c.id), nullable=False),
    Column("followee_id", ForeignKey(users.c.id), nullable=False),
    Column("followed_at", Utc, nullable=False),
    UniqueConstraint("follower_id", "followee_id"),
    Index("ix_twite_follows_followee_id_id", "followee_id", "id"),
    CheckConstraint("follower_id <> followee_id", name="not_self"),
)

blocks = Table(
    "twite_blocks",
    metadata,
    _id(),
    Column("blocker_id", ForeignKey(users.c.id), nullable=False),
    Column("blocked_id", ForeignKey(users.c.id), nullable=False, index=True),
    Column("blocked_at", Utc, nullable=False),
    UniqueConstraint("blocker_id", "blocked_id"),
    CheckConstraint("blocker_id <> blocked_id", name="not_self"),
)

# One that is over stays until somebody mutes or unmutes again.
mutes = Table(
    "twite_mutes",
    metadata,
    _id(),
    Column("muter_id", ForeignKey(users.c.id), nullable=False),
    Column("muted_id", ForeignKey(users.c.id), nullable=False, index=True),
    Column("hides_notifications", Boolean, nullable=False),
    Column("muted_at", Utc, nullable=False),
    Column("expires_at", Utc),
    UniqueConstraint("muter_id", "muted_id"),
    Index("ix_twite_mutes_muter_id_id", "muter_id", "id"),
    CheckConstraint("muter_id <> muted_id", name="not_self"),
)


# -- notification ---------------------------------------------------------------

notifications = Table(
    "twite_notifications",
    metadata,
    _id(),
    Column("recipient_id", ForeignKey(users.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor_id", ForeignKey(users.c.id), nullable=False),
    Column("micropost_id", ForeignKey(microposts.c.id), index=True),
    Column("notified_at", Utc, nullable=False),
    Column("dismissed_at", Utc),
    UniqueConstraint("recipient_id", "kind", "actor_id", "micropost_id"),
    Index(  # to the constraint, no micropost is never the same as no micropost
        "uq_twite_notifications_of_no_micropost",
        "recipient_id",
        "kind",
        "actor_id",
        unique=True,
        postgresql_where=text("micropost_id IS NULL"),
        sqlite_where=text("micropost_id IS NULL"),
    ),
    Index(
        "ix_twite_notifications_standing",
        "recipient_id",
        "id",
        postgresql_where=text("dismissed_at IS NULL"),
        sqlite_where=text("dismissed_at IS NULL"),
    ),
)

markers = Table(
    "twite_notification_markers",
    metadata,
    Column("user_id", ForeignKey(users.c.id), primary_key=True),
    Column("last_read_id", Id, nullable=False),
)

mail = Table(
    "twite_mail",
    metadata,
    _id(),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("recipient_id", ForeignKey(users.c.id), nullable=False),
    Column("micropost_id", ForeignKey(microposts.c.id), index=True),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("queued_at", Utc, nullable=False),
    UniqueConstraint("recipient_id", "kind", "micropost_id"),
    Index(
        "ix_twite_mail_waiting",
        "due_at",
        "id",
        postgresql_where=text("state = 'waiting'"),
        sqlite_where=text("state = 'waiting'"),
    ),
)

# Where a mail goes that does not go to the recipient's address as it is now: until it is sent.
mail_addresses = Table(
    "twite_mail_addresses",
    metadata,
    Column("mail_id", ForeignKey(mail.c.id, ondelete="CASCADE"), primary_key=True),
    Column("email", Text, nullable=False),
)


# -- outbox ---------------------------------------------------------------------

# (transaction_id, id) is the position.  transaction_id is PostgreSQL's; on SQLite, where writers
# follow each other, it is 0 and the id alone says the order.
events = Table(
    "twite_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("transaction_id", Id, nullable=False),
    Column("lane", Id, nullable=False),
    Column("at", Utc, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_twite_events_transaction_id_id", "transaction_id", "id"),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "twite_deliveries",
    metadata,
    Column("event_id", ForeignKey(events.c.id), primary_key=True),
    Column("reaction", Name, primary_key=True),
    Column("transaction_id", Id, nullable=False),
    Column("lane", Id, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", Utc),
    Column("done_at", Utc),
    Column("error", Text),
    Index(
        "ix_twite_deliveries_open",
        "transaction_id",
        "event_id",
        postgresql_where=text("state = 'open'"),
        sqlite_where=text("state = 'open'"),
    ),
    Index(
        "ix_twite_deliveries_open_lane",
        "lane",
        "reaction",
        "transaction_id",
        "event_id",
        postgresql_where=text("state = 'open'"),
        sqlite_where=text("state = 'open'"),
    ),
)


# -- virtual tables --------------------------------------------------------------


@compiles(CreateTable, "sqlite")
def _create(creating: CreateTable, compiler: Any, **options: Any) -> str:
    """One that says so is made by a module of SQLite's, not of columns."""
    table = creating.element
    if using := table.info.get("sqlite_using"):
        return f"CREATE VIRTUAL TABLE {table.name} USING {using}"
    return str(compiler.visit_create_table(creating, **options))
