"""What is said, and where it stands."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false, text

from ..types import Id, Name, Terms, Utc
from .base import id_column, metadata
from .identity import users

# What a reply answers may be gone: in_reply_to_id refers to what stood once.  The path of a reply
# is the ids of what stands above it and its own, each as 16 hexadecimal digits, so that its order
# is that of the thread, in which the replies to a micropost are a stretch.  The counts are not of
# the aggregate, like those of users.
microposts = Table(
    "twite_microposts",
    metadata,
    id_column(),
    Column("version", Integer, nullable=False),
    Column("author_id", ForeignKey(users.c.id), nullable=False),
    Column("text", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("posted_at", Utc, nullable=False),
    Column("edited_at", Utc),
    Column("in_reply_to_id", Id),
    Column("path", Name),
    Column("replies_count", Integer, nullable=False, server_default="0"),
    Column("favourites_count", Integer, nullable=False, server_default="0"),
    Column("reposts_count", Integer, nullable=False, server_default="0"),
    Column("content_warning", Text),
    Column("language", Text),
    Column("pinned_at", Utc),
    Column("sensitive", Boolean, nullable=False, server_default=false()),
    Index(
        "ix_twite_microposts_pinned",
        "author_id",
        "pinned_at",
        postgresql_where=text("pinned_at IS NOT NULL"),
        sqlite_where=text("pinned_at IS NOT NULL"),
    ),
    Index(
        "ix_twite_microposts_path",
        "path",
        postgresql_where=text("path IS NOT NULL"),
        sqlite_where=text("path IS NOT NULL"),
    ),
)

edits = Table(  # what was said before each
    "twite_edits",
    metadata,
    Column("micropost_id", ForeignKey(microposts.c.id), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("content_warning", Text),
    Column("language", Text),
    Column("said_at", Utc, nullable=False),
    Column("sensitive", Boolean, nullable=False, server_default=false()),
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

drafts = Table(
    "twite_drafts",
    metadata,
    id_column(),
    Column("owner_id", ForeignKey(users.c.id), nullable=False),
    Column("text", Text, nullable=False),
    Column("content_warning", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("in_reply_to_id", Id),
    Column("kept_at", Utc, nullable=False),
    Index("ix_twite_drafts_owner_id_id", "owner_id", "id"),
    Index(
        "ix_twite_drafts_in_reply_to_id",
        "in_reply_to_id",
        postgresql_where=text("in_reply_to_id IS NOT NULL"),
        sqlite_where=text("in_reply_to_id IS NOT NULL"),
    ),
)

# An entry is made before its micropost (its id is drawn by inserting it), so the reference is
# checked at the end of the transaction.
entries = Table(
    "twite_timeline_entries",
    metadata,
    id_column(),
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
    Index(  # what an author says, and does not pass on
        "ix_twite_timeline_entries_said",
        "author_id",
        "id",
        postgresql_where=text("kind = 'post'"),
        sqlite_where=text("kind = 'post'"),
    ),
    Index(  # what an author does not say in answer to others
        "ix_twite_timeline_entries_no_reply",
        "author_id",
        "id",
        postgresql_where=text("answered_id IS NULL OR answered_id = author_id"),
        sqlite_where=text("answered_id IS NULL OR answered_id = author_id"),
    ),
    Index(
        "uq_twite_timeline_entries_repost",
        "author_id",
        "micropost_id",
        unique=True,
        postgresql_where=text("kind = 'repost'"),
        sqlite_where=text("kind = 'repost'"),
    ),
    Index(
        "ix_twite_timeline_entries_reposts",
        "micropost_id",
        "id",
        postgresql_where=text("kind = 'repost'"),
        sqlite_where=text("kind = 'repost'"),
    ),
    Index(
        "ix_twite_timeline_entries_local",
        "id",
        postgresql_where=text("kind = 'post' AND visibility = 'public'"),
        sqlite_where=text("kind = 'post' AND visibility = 'public'"),
    ),
)
