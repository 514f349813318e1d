"""Search: what microposts and people are found by; tags are those of public microposts alone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from alembic import op
from sqlalchemy import (
    Column,
    Connection,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Row,
    TableClause,
    bindparam,
    column,
    delete,
    insert,
    select,
    table,
)

from twite.adapters.sql.types import Id, Name, Terms
from twite.domain.text import beginnings, hashtags, terms

revision = "0008"
down_revision = "0007"

TOUCHES = {
    "twite_search": "new",
    "twite_names": "new",
    "twite_taggings": "scan",
    "twite_microposts": "parse",
    "twite_users": "parse",
}
BATCH = 500  # rows read at a time

_users = table("twite_users", column("id", Id), column("handle"), column("display_name"))
_names = table("twite_names", column("beginning", Name), column("user_id", Id))
_microposts = table("twite_microposts", column("id", Id), column("text"), column("visibility"))
_search = table("twite_search", column("rowid", Id), column("terms", Terms))
_taggings = table("twite_taggings", column("tag", Name), column("micropost_id", Id))
_HIDDEN = select(_microposts.c.id).where(_microposts.c.visibility != "public")


def upgrade() -> None:
    connection = op.get_bind()
    op.create_table(
        "twite_names",
        Column("beginning", Name, nullable=False),
        Column("user_id", Id, nullable=False),
        ForeignKeyConstraint(["user_id"], ["twite_users.id"], name=op.f("fk_twite_names_user_id")),
        PrimaryKeyConstraint("beginning", "user_id", name=op.f("pk_twite_names")),
    )
    _fill(connection, _names, _users, _names_of)
    op.create_index(op.f("ix_twite_names_user_id"), "twite_names", ["user_id"])
    if connection.dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE twite_search"
            " USING fts5(terms, tokenize='ascii', detail='none', columnsize=0)"
        )
        _fill(connection, _search, _microposts, _terms_of)
    else:
        op.create_table(
            "twite_search",
            Column("rowid", Id, autoincrement=False, nullable=False),
            Column("terms", Terms(), nullable=False),
            ForeignKeyConstraint(
                ["rowid"], ["twite_microposts.id"], name=op.f("fk_twite_search_rowid")
            ),
            PrimaryKeyConstraint("rowid", name=op.f("pk_twite_search")),
        )
        _fill(connection, _search, _microposts, _terms_of)
        op.create_index(
            "ix_twite_search_terms",
            "twite_search",
            ["terms"],
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )
    connection.execute(delete(_taggings).where(_taggings.c.micropost_id.in_(_HIDDEN)))


def downgrade() -> None:
    _fill(op.get_bind(), _taggings, _microposts, _hidden_tags_of)
    op.drop_table("twite_search")
    op.drop_table("twite_names")


def _fill(
    connection: Connection,
    kept: TableClause,
    read: TableClause,
    rows_of: Callable[[Row[Any]], Sequence[Mapping[str, object]]],
) -> None:
    """With what there was before."""
    following = (
        select(read)
        .where(read.c.id > bindparam("after", type_=Id))
        .order_by(read.c.id)
        .limit(BATCH)
    )
    after = 0
    while found := connection.execute(following, {"after": after}).all():
        if rows := [row for one in found for row in rows_of(one)]:
            connection.execute(insert(kept), rows)
        after = found[-1].id


def _names_of(user: Row[Any]) -> Sequence[Mapping[str, object]]:
    found = beginnings(user.handle) | beginnings(user.display_name)
    return [{"beginning": beginning, "user_id": user.id} for beginning in found]


def _terms_of(micropost: Row[Any]) -> Sequence[Mapping[str, object]]:
    return [{"rowid": micropost.id, "terms": terms(micropost.text)}]


def _hidden_tags_of(micropost: Row[Any]) -> Sequence[Mapping[str, object]]:
    tags = hashtags(micropost.text) if micropost.visibility != "public" else ()
    return [{"tag": tag, "micropost_id": micropost.id} for tag in tags]
