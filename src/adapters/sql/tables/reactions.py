"""What people do about what is said."""

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from ..types import Utc
from .base import id_column, metadata
from .identity import users
from .publishing import microposts

favourites = Table(
    "twite_favourites",
    metadata,
    id_column(),
    Column("user_id", ForeignKey(users.c.id), nullable=False),
    Column("micropost_id", ForeignKey(microposts.c.id), nullable=False),
    Column("favourited_at", Utc, nullable=False),
    UniqueConstraint("user_id", "micropost_id"),
    Index("ix_twite_favourites_user_id_id", "user_id", "id"),
    Index("ix_twite_favourites_micropost_id_id", "micropost_id", "id"),
)

bookmarks = Table(
    "twite_bookmarks",
    metadata,
    id_column(),
    Column("user_id", ForeignKey(users.c.id), nullable=False),
    Column("micropost_id", ForeignKey(microposts.c.id), nullable=False, index=True),
    Column("bookmarked_at", Utc, nullable=False),
    UniqueConstraint("user_id", "micropost_id"),
    Index("ix_twite_bookmarks_user_id_id", "user_id", "id"),
)
