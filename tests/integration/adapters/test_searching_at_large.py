"""Among many thousands, a search goes by an index, in as many statements as among few."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, text

from tests.integration.adapters.worlds import NOW
from twite.adapters.sql import microposts as sql_microposts
from twite.adapters.sql import tables
from twite.adapters.sql import users as sql_users
from twite.application.paging import Cursor
from twite.domain.microposts import Micropost, MicropostId, PostText
from twite.domain.users import DisplayName, Handle, User, UserId
from twite.entrypoints.library import Embedded

MANY = 10_500  # users, microposts and tags: more than any plan may read through
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VIEWER = UserId(7)
LARGE = {"twite_users", "twite_names", "twite_microposts", "twite_taggings", "twite_search"}
MIDDLE = (MANY // 2) << 16

Search = Callable[[Embedded], Sequence[object]]
Statement = tuple[str, Any]
Rows = Sequence[Mapping[str, object]]


# -- a world of many thousands ------------------------------------------------------


def users() -> Rows:
    handle, name = Handle("a"), DisplayName("A")
    user = User(id=UserId(1), handle=handle, display_name=name, registered_at=NOW)
    like = sql_users._to_row(user)
    return [{**like, "id": n, "handle": names(n)[0]} for n in range(1, MANY + 1)]


def names(number: int) -> tuple[str, str, str]:
    letter = LETTERS[number % len(LETTERS)]
    return f"{letter}{number}", f"{letter}name", str(number)


def microposts() -> Rows:
    text = PostText("what it says is never read here")
    post = Micropost(id=MicropostId(1), author_id=UserId(1), text=text, posted_at=NOW)
    like = sql_microposts._to_row(post)
    audiences = ["followers", *["public"] * 9]
    return [
        {**like, "id": n << 16, "author_id": n, "visibility": audiences[n % 10]}
        for n in range(1, MANY + 1)
    ]


def terms(number: int) -> list[str]:
    """Each says common, every other even, every 600th rare."""
    words = ["common", f"w{number % 500}"]
    return [*words, *["even"] * (number % 2 == 0), *["rare"] * (number % 600 == 1)]


def fill(connection: Connection) -> None:
    """Past the repositories: by the thousand."""
    every = range(1, MANY + 1)
    rows = {
        tables.users: users(),
        tables.names: [{"beginning": name, "user_id": n} for n in every for name in names(n)],
        tables.microposts: microposts(),
        tables.taggings: [{"tag": f"tag{n}", "micropost_id": n << 16} for n in every if n % 10],
        tables.search: [{"micropost_id": n << 16, "terms": terms(n)} for n in every],
    }
    for table, those in rows.items():
        connection.execute(insert(table), those)


@pytest.fixture(params=["sqlite", "postgres"])
def large(request: pytest.FixtureRequest) -> Embedded:
    twite: Embedded = request.getfixturevalue(request.param)
    transactions: Any = twite.search.views
    with transactions._transactions.unit() as connection:
        fill(connection)
    with reader(twite).connect() as connection:
        connection.execute(text("ANALYZE"))
    return twite


def reader(twite: Embedded) -> Engine:
    views: Any = twite.search.views
    engine: Engine = views._transactions._reader
    return engine


# -- what is asked of it --------------------------------------------------------------


def microposts_search(query: str, viewer_id: UserId | None, cursor: Cursor) -> Search:
    return lambda twite: twite.search.microposts(query, viewer_id=viewer_id, cursor=cursor).items


def people_search(query: str, viewer_id: UserId | None) -> Search:
    return lambda twite: twite.search.people(query, viewer_id=viewer_id)


def hashtag_search(prefix: str, viewer_id: UserId | None) -> Search:
    return lambda twite: twite.hashtags.starting_with(prefix, viewer_id=viewer_id)


def searches() -> Iterator[tuple[str, Search, int]]:
    """Each with its name, and how many it finds at least."""
    said = {"common": 20, "rare": 10, "common even": 20, "w7": 10, "common rare": 10, "nothing": 0}
    for viewer_id in (None, VIEWER):
        for query, least in said.items():
            for cursor in (Cursor(), Cursor(max_id=MIDDLE), Cursor(min_id=MIDDLE)):
                found = least if cursor == Cursor() else least // 2
                yield f"{query} {cursor}", microposts_search(query, viewer_id, cursor), found
        for query, least in {"a": 20, "an 1040": 1, "nobody": 0}.items():
            yield f"@{query}", people_search(query, viewer_id), least
        for prefix, least in {"tag": 10, "tag104": 10, "nothing": 0}.items():
            yield f"#{prefix}", hashtag_search(prefix, viewer_id), least


def test_every_search_goes_by_an_index_in_a_few_statements(large: Embedded) -> None:
    read_through = {}
    for name, search, least in searches():
        with listening(large) as said:
            assert len(search(large)) >= least, name
        with reader(large).connect() as connection:
            scans = [scan for statement in said for scan in _scans(connection, statement)]
        if scans:
            read_through[name] = scans
    counts = []
    for limit in (1, 40):
        with listening(large) as said:
            assert len(microposts_search("common", VIEWER, Cursor(limit=limit))(large)) == limit
        counts.append(len(said))

    assert read_through == {}
    assert counts[0] == counts[1] <= 5


@contextmanager
def listening(twite: Embedded) -> Iterator[list[Statement]]:
    """What is said to the database meanwhile."""
    said: list[Statement] = []

    def hear(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        said.append((statement, parameters))

    event.listen(reader(twite), "before_cursor_execute", hear)
    yield said
    event.remove(reader(twite), "before_cursor_execute", hear)


# -- plans ------------------------------------------------------------------------------


def _scans(connection: Connection, statement: Statement) -> Iterator[str]:
    """The tables of many rows that are read through."""
    said, parameters = statement
    if connection.dialect.name == "sqlite":
        for *_, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", parameters):
            if step.startswith("SCAN twite_") and ":M" not in step:  # M: of a MATCH
                yield step
        return
    ((plan,),) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {said}", parameters)
    yield from _scans_in(plan[0]["Plan"])


def _scans_in(node: Mapping[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE:
        yield f"{node['Node Type']} on {node['Relation Name']}"
    for inner in node.get("Plans", ()):
        yield from _scans_in(inner)
