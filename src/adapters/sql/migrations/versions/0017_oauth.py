"""Apps that people log in to: their codes and access tokens."""

from typing import Any

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, Text, UniqueConstraint

from twite.adapters.sql.types import Id, Name, Utc

revision = "0017"
down_revision = "0016"
TOUCHES = {
    "twite_apps": "new",
    "twite_authorization_codes": "new",
    "twite_access_tokens": "new",
}


def upgrade() -> None:
    op.create_table(
        "twite_apps",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("client_id", Name, nullable=False),
        Column("secret_hash", Text(), nullable=True),
        Column("name", Text(), nullable=False),
        Column("website", Text(), nullable=True),
        Column("redirect_uris", Text(), nullable=False),
        Column("scopes", Text(), nullable=False),
        Column("registered_at", Utc(), nullable=False),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_apps")),
        UniqueConstraint("client_id", name=op.f("uq_twite_apps_client_id")),
    )
    op.create_table(
        "twite_authorization_codes",
        Column("id", Id, autoincrement=False, nullable=False),
        Column("code_hash", Text(), nullable=False),
        *_of("twite_authorization_codes", user_nullable=False),
        Column("redirect_uri", Text(), nullable=False),
        Column("scopes", Text(), nullable=False),
        Column("challenge", Text(), nullable=True),
        Column("given_at", Utc(), nullable=False),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_authorization_codes")),
        UniqueConstraint("code_hash", name=op.f("uq_twite_authorization_codes_code_hash")),
    )
    op.create_index(
        op.f("ix_twite_authorization_codes_user_id"),
        "twite_authorization_codes",
        ["user_id"],
        unique=False,
    )
    op.create_table(
        "twite_access_tokens",
        Column("id", Id, autoincrement=False, nullable=False),
        *_of("twite_access_tokens", user_nullable=True),
        Column("scopes", Text(), nullable=False),
        Column("token_hash", Text(), nullable=False),
        Column("code_hash", Text(), nullable=True),
        Column("issued_at", Utc(), nullable=False),
        Column("used_at", Utc(), nullable=False),
        PrimaryKeyConstraint("id", name=op.f("pk_twite_access_tokens")),
        UniqueConstraint("token_hash", name=op.f("uq_twite_access_tokens_token_hash")),
        UniqueConstraint("code_hash", name=op.f("uq_twite_access_tokens_code_hash")),
    )
    op.create_index(
        "ix_twite_access_tokens_user_id_id",
        "twite_access_tokens",
        ["user_id", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("twite_access_tokens")
    op.drop_table("twite_authorization_codes")
    op.drop_table("twite_apps")


def _of(table: str, *, user_nullable: bool) -> tuple[Column[Any] | ForeignKeyConstraint, ...]:
    """Of which app, and of which user."""
    return (
        Column("app_id", Id, nullable=False),
        Column("user_id", Id, nullable=user_nullable),
        ForeignKeyConstraint(["app_id"], ["twite_apps.id"], name=op.f(f"fk_{table}_app_id")),
        ForeignKeyConstraint(["user_id"], ["twite_users.id"], name=op.f(f"fk_{table}_user_id")),
    )
