"""Apps of others, and by what they are known."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from ..types import Name, Utc
from .base import id_column, metadata
from .identity import users

apps = Table(
    "twite_apps",
    metadata,
    id_column(),
    Column("client_id", Name, nullable=False, unique=True),
    Column("secret_hash", Text),
    Column("name", Text, nullable=False),
    Column("website", Text),
    Column("redirect_uris", Text, nullable=False),  # a line each
    Column("scopes", Text, nullable=False),
    Column("registered_at", Utc, nullable=False),
)

codes = Table(
    "twite_authorization_codes",
    metadata,
    id_column(),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("app_id", ForeignKey(apps.c.id), nullable=False),
    Column("user_id", ForeignKey(users.c.id), nullable=False, index=True),
    Column("redirect_uri", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("challenge", Text),
    Column("given_at", Utc, nullable=False),
)

# Unique by the code it was given for: a code is worth one token, whatever else goes wrong.
access_tokens = Table(
    "twite_access_tokens",
    metadata,
    id_column(),
    Column("app_id", ForeignKey(apps.c.id), nullable=False),
    Column("user_id", ForeignKey(users.c.id)),
    Column("scopes", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("code_hash", Text, unique=True),
    Column("issued_at", Utc, nullable=False),
    Column("used_at", Utc, nullable=False),
    Index("ix_twite_access_tokens_user_id_id", "user_id", "id"),
)
