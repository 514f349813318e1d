"""What a page costs the database: as many statements for forty items as for one, and no table of
over ten thousand rows read from end to end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

import pytest
from sqlalchemy import Connection, insert, text

from tests.integration.adapters.conftest import DATABASES
from tests.integration.adapters.listening import Saying, listening, scans, steps
from tests.integration.adapters.worlds import NOW, SECOND
from twite.adapters.sql import tables
from twite.adapters.sql.transactions import Transactions
from twite.application.paging import Cursor, Page
from twite.domain.microposts import MicropostId
from twite.domain.notifications import NotificationId, NotificationKind
from twite.domain.text import fingerprint
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Dispatch, Settings

ROWS = 11_000
READER, STAR = 1, 2  # who reads: they follow many; whom they look at: followed by many
SHARE = 60  # of the rows concern the reader and the star: more than a page
MOST_STATEMENTS = 8
MOST_STEPS = 3 * ROWS  # of SQLite's machine, for a page: a look at each row takes some more


@pytest.fixture
def house() -> Settings:
    return Settings(dispatch=Dispatch.WORKER)


# -- the world ------------------------------------------------------------------


def _id(number: int) -> int:
    return (1 << 40) + number


def _near(number: int) -> int:
    """Of every so many rows one concerns the star; the others, one each."""
    return STAR if number % (ROWS // SHARE) == 0 else number


def _rows() -> Mapping[Any, Sequence[dict[str, object]]]:
    numbers = range(1, ROWS + 1)
    return {
        tables.users: [
            {
                "id": n,
                "version": 1,
                "handle": f"user{n}",
                "display_name": f"User {n}",
                "state": "active",
                "registered_at": NOW,
                "posts_count": 1,
                "followers_count": 0,
                "following_count": 0,
                "newest_entry_id": _id(2 * ROWS),
            }
            for n in numbers
        ],
        tables.credentials: [
            {
                "user_id": n,
                "version": 1,
                "email": f"user{n}@example.org",
                "password_hash": "none",
                "set_at": NOW,
            }
            for n in numbers
        ],
        tables.sessions: [
            {
                "id": _id(n),
                "user_id": _near(n),
                "token_hash": fingerprint(f"token {n}"),
                "started_at": NOW,
                "expires_at": NOW + SECOND * 10**9,
            }
            for n in numbers
        ],
        tables.microposts: [
            {
                "id": _id(n),
                "version": 1,
                "author_id": _near(n),
                "text": f"hello #tag{_near(n)}",
                "visibility": "public",
                "posted_at": NOW,
                "pinned_at": NOW if n % (ROWS // 5) == 0 else None,
            }
            for n in numbers
        ],
        tables.entries: [
            {
                "id": _id(n),
                "author_id": _near(n),
                "micropost_id": _id(n),
                "kind": "post",
                "visibility": "public",
            }
            for n in numbers
        ]
        + [  # those the reader follows repost what the star said, and the star what all said
            {
                "id": _id(ROWS + n),
                "author_id": _near(n),
                "micropost_id": _id(STAR) if n % (ROWS // SHARE) == 1 else _id(n),
                "kind": "repost",
                "visibility": "public",
            }
            for n in numbers
        ],
        tables.mentions: [
            {"micropost_id": _id(n), "user_id": READER if _near(n) == STAR else n} for n in numbers
        ],
        tables.taggings: [{"micropost_id": _id(n), "tag": f"tag{_near(n)}"} for n in numbers],
        tables.follows: [
            {
                "id": _id(n),
                "follower_id": READER if n % (ROWS // SHARE) == 0 else n,
                "followee_id": n + 1 if n % (ROWS // SHARE) == 0 else STAR,
                "followed_at": NOW,
            }
            for n in numbers
            if n > STAR
        ],
        tables.blocks: [
            {"id": _id(n), "blocker_id": n, "blocked_id": n + 1, "blocked_at": NOW}
            for n in range(STAR + 1, ROWS)
        ],
        tables.mutes: [
            {
                "id": _id(n),
                "muter_id": READER if n % (ROWS // SHARE) == 1 else n,
                "muted_id": n + 1,
                "hides_notifications": True,
                "muted_at": NOW,
            }
            for n in range(STAR + 1, ROWS)
        ],
        tables.apps: [
            {
                "id": _id(n),
                "client_id": f"app{n}",
                "name": "Tea",
                "redirect_uris": "https://app.example/cb",
                "scopes": "read",
                "registered_at": NOW,
            }
            for n in numbers
        ],
        tables.access_tokens: [
            {
                "id": _id(n),
                "app_id": _id(n),
                "user_id": _near(n),
                "scopes": "read",
                "token_hash": fingerprint(f"token {n}"),
                "code_hash": fingerprint(f"code {n}"),
                "issued_at": NOW,
                "used_at": NOW,
            }
            for n in numbers
        ],
        tables.drafts: [
            {
                "id": _id(n),
                "owner_id": _near(n),
                "text": "tea",
                "content_warning": "",
                "language": "",
                "visibility": "public",
                "in_reply_to_id": None,
                "kept_at": NOW,
            }
            for n in numbers
        ],
        tables.favourites: [
            {
                "id": _id(n),
                "user_id": READER if n % (ROWS // SHARE) == 0 else n,
                "micropost_id": _id(STAR) if n % (ROWS // SHARE) == 1 else _id(n),
                "favourited_at": NOW,
            }
            for n in numbers
        ],
        tables.bookmarks: [
            {
                "id": _id(n),
                "user_id": READER if n % (ROWS // SHARE) == 0 else n,
                "micropost_id": _id(n),
                "bookmarked_at": NOW,
            }
            for n in numbers
        ],
        tables.notifications: [
            {
                "id": _id(n),
                "recipient_id": READER if _near(n) == STAR else n,
                "kind": "mention",
                "actor_id": n - 1,
                "micropost_id": _id(n),
                "notified_at": NOW,
            }
            for n in numbers
            if n > STAR
        ],
    }


@pytest.fixture(params=DATABASES)
def world(request: pytest.FixtureRequest) -> Embedded:
    """Tables too long to be read from end to end, and known to be."""
    twite: Embedded = request.getfixturevalue(request.param)
    with connected(twite) as connection:
        for table, rows in _rows().items():
            connection.execute(insert(table), rows)
        if request.param == "postgres":  # what its autovacuum does before long
            connection.execute(text("ANALYZE"))
    return twite


def connected(twite: Embedded) -> AbstractContextManager[Connection]:
    transactions: Transactions = getattr(twite.feed, "_transactions")  # noqa: B009 (private)
    return transactions.unit()


# -- what is read ---------------------------------------------------------------

Reading: TypeAlias = Callable[[Embedded, Cursor], object]
reader, star = UserId(READER), UserId(STAR)

# Every list of the facade, by its name.
PAGES: Mapping[str, Reading] = {
    "timelines.home": lambda twite, cursor: twite.timelines.home(viewer_id=reader, cursor=cursor),
    "timelines.local": lambda twite, cursor: twite.timelines.local(viewer_id=reader, cursor=cursor),
    "timelines.profile": lambda twite, cursor: twite.timelines.profile(
        author_id=star, viewer_id=reader, cursor=cursor
    ),
    "timelines.profile without replies": lambda twite, cursor: twite.timelines.profile(
        author_id=star, viewer_id=reader, replies=False, cursor=cursor
    ),
    "timelines.profile without reposts": lambda twite, cursor: twite.timelines.profile(
        author_id=star, viewer_id=reader, reposts=False, cursor=cursor
    ),
    "timelines.profile under a tag": lambda twite, cursor: twite.timelines.profile(
        author_id=star, viewer_id=reader, tag=f"tag{STAR}", cursor=cursor
    ),
    "timelines.pinned": lambda twite, _: twite.timelines.pinned(author_id=star, viewer_id=reader),
    "timelines.tagged": lambda twite, cursor: twite.timelines.tagged(
        tag=f"tag{STAR}", viewer_id=reader, cursor=cursor
    ),
    "notifications.page": lambda twite, cursor: twite.notifications.page(
        recipient_id=reader, cursor=cursor
    ),
    "notifications.page of one kind": lambda twite, cursor: twite.notifications.page(
        recipient_id=reader, kinds=[NotificationKind.MENTION], cursor=cursor
    ),
    "notifications.show": lambda twite, _: twite.notifications.show(
        NotificationId(_id(ROWS // SHARE)), recipient_id=reader
    ),
    "users.shown": lambda twite, cursor: twite.users.shown(
        [UserId(n) for n in range(1, cursor.limit + 1)], viewer_id=reader
    ),
    "microposts.shown": lambda twite, cursor: twite.microposts.shown(
        [MicropostId(_id(n)) for n in range(1, cursor.limit + 1)], viewer_id=reader
    ),
    "stamps of microposts": lambda twite, cursor: list(
        twite.timelines.entries.stamps(
            [MicropostId(_id(n)) for n in range(1, cursor.limit + 1)], viewer_id=reader
        )
    ),
    "stamps of users": lambda twite, cursor: list(
        twite.timelines.entries.user_stamps(
            [UserId(n) for n in range(1, cursor.limit + 1)], viewer_id=reader
        )
    ),
    "follows.relations": lambda twite, cursor: twite.follows.relations(
        viewer_id=reader, other_ids=[UserId(n) for n in range(1, cursor.limit + 1)]
    ),
    "follows.requests_count": lambda twite, _: twite.follows.requests_count(of=reader),
    "search.people whom one follows": lambda twite, cursor: twite.search.people(
        "user1", viewer_id=reader, following=True, limit=cursor.limit
    ),
    "sessions.page": lambda twite, cursor: twite.sessions.page(star, cursor=cursor),
    "oauth.page": lambda twite, cursor: twite.oauth.page(star, cursor=cursor),
    "drafts.page": lambda twite, cursor: twite.drafts.page(owner_id=star, cursor=cursor),
    "notifications.unread_count": lambda twite, _: twite.notifications.unread_count(
        recipient_id=reader
    ),
    "favourites.page": lambda twite, cursor: twite.favourites.page(by=reader, cursor=cursor),
    "favourites.users": lambda twite, cursor: twite.favourites.users(
        MicropostId(_id(STAR)), viewer_id=reader, cursor=cursor
    ),
    "reposts.users": lambda twite, cursor: twite.reposts.users(
        MicropostId(_id(STAR)), viewer_id=reader, cursor=cursor
    ),
    "bookmarks.page": lambda twite, cursor: twite.bookmarks.page(by=reader, cursor=cursor),
    "mutes.page": lambda twite, cursor: twite.mutes.page(of=reader, cursor=cursor),
}


def said(twite: Embedded, reading: Reading, *, limit: int) -> Sequence[Saying]:
    with listening() as heard:
        found = reading(twite, Cursor(limit=limit))
    assert not isinstance(found, Page) or len(found.items) == limit
    return heard


def test_a_page_costs_as_many_statements_for_forty_items_as_for_one(world: Embedded) -> None:
    """H098."""
    for name, reading in PAGES.items():
        one, forty = (len(said(world, reading, limit=limit)) for limit in (1, 40))

        assert one == forty <= MOST_STATEMENTS, name


def test_no_page_reads_a_long_table_from_end_to_end(world: Embedded) -> None:
    """H097."""
    heard = {name: said(world, reading, limit=40) for name, reading in PAGES.items()}

    with connected(world) as connection:
        read = {name: read_whole(connection, statements) for name, statements in heard.items()}

    assert {name: steps for name, steps in read.items() if steps} == {}


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_no_page_goes_through_a_long_index_from_end_to_end(world: Embedded) -> None:
    """A plan does not say where the reading of an index stops; SQLite counts its steps."""
    heard = {name: said(world, reading, limit=40) for name, reading in PAGES.items()}

    with connected(world) as connection:
        taken = {name: steps(connection, statements) for name, statements in heard.items()}

    assert {name: many for name, many in taken.items() if many > MOST_STEPS} == {}


def read_whole(connection: Connection, heard: Sequence[Saying]) -> Sequence[str]:
    if connection.dialect.name == "sqlite":
        return scans(connection, heard)
    plans = (
        connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {one.statement}", one.parameters)
        for one in heard
    )
    long = {table.name for table in _rows()}
    read = [table for plan in plans for table in _sequential(plan.scalar_one()[0]["Plan"])]
    return [table for table in read if table in long]


def _sequential(plan: Mapping[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from _sequential(part)
