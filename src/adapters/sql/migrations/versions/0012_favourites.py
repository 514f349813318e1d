"""Favourites, counted at the micropost, and bookmarks, which are not."""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, UniqueConstraint

from twite.adapters.sql.types import Id, Utc

revision = "0012"
down_revision = "0011"
TOUCHES = {
    "twite_microposts": "short",
    "twite_favourites": "new",
    "twite_bookmarks": "new",
}


def upgrade() -> None:
    op.add_column(
        "twite_microposts",
        Column("favourites_count", Integer(), nullable=False, server_default="0"),
    )
    _create("twite_favourites", "favourited_at")
    op.create_index(
        "ix_twite_favourites_micropost_id_id",
        "twite_favourites",
        ["micropost_id", "id"],
        unique=False,
    )
    _create("twite_bookmarks", "bookmarked_at")
    op.create_index(
        op.f("ix_twite_bookmarks_micropost_id"), "twite_bookmarks", ["micropost_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("twite_bookmarks")
    op.drop_table("twite_favourites")
    op.drop_column("twite_microposts", "favourites_count")


def _create(name: str, when: str) -> None:
    """Somebody's, of a micropost, once."""
    op.create_table(
        name,
        Column("id", Id, autoincrement=False, nullable=False),
        Column("user_id", Id, nullable=False),
        Column("micropost_id", Id, nullable=False),
        Column(when, Utc(), nullable=False),
        ForeignKeyConstraint(
            ["micropost_id"], ["twite_microposts.id"], name=op.f(f"fk_{name}_micropost_id")
        ),
        ForeignKeyConstraint(["user_id"], ["twite_users.id"], name=op.f(f"fk_{name}_user_id")),
        PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        UniqueConstraint("user_id", "micropost_id", name=op.f(f"uq_{name}_user_id_micropost_id")),
    )
    op.create_index(f"ix_{name}_user_id_id", name, ["user_id", "id"], unique=False)
