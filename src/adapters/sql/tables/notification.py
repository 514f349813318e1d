"""Who is told what."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from ..types import Id, Utc
from .base import id_column, metadata
from .identity import users
from .publishing import microposts

notifications = Table(
    "twite_notifications",
    metadata,
    id_column(),
    Column("recipient_id", ForeignKey(users.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor_id", ForeignKey(users.c.id), nullable=False, index=True),
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
    Index(  # with what they are filtered by, so that what is left out is not looked up
        "ix_twite_notifications_standing",
        "recipient_id",
        "id",
        "kind",
        "actor_id",
        postgresql_where=text("dismissed_at IS NULL"),
        sqlite_where=text("dismissed_at IS NULL"),
    ),
)

read_marks = Table(
    "twite_notification_markers",
    metadata,
    Column("user_id", ForeignKey(users.c.id), primary_key=True),
    Column("last_read_id", Id, nullable=False),
)

markers = Table(
    "twite_markers",
    metadata,
    Column("owner_id", ForeignKey(users.c.id), primary_key=True),
    Column("of", Text, primary_key=True),
    Column("last_read_id", Id, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", Utc, nullable=False),
)

mail = Table(
    "twite_mail",
    metadata,
    id_column(),
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
