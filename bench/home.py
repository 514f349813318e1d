"""How long a page of home takes where it is hardest: among a million microposts on SQLite, for who
follows 50, 500 and 5,000, who say much, or have said nothing for long, or are all muted.

Prints milliseconds of CPU of a page of 20 read from the entries, as twite does, at the newest end
and halfway down; beside them, what a copy of the timeline kept for that viewer (fan-out) would
take to read by one statement, and how many rows it would be.

    .venv/bin/python -m bench.home [--posts 1000000]
"""

import sqlite3
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import click
from attrs import frozen

from twite.adapters.sql.engines import PRAGMAS
from twite.adapters.sql.schema import migrate
from twite.application.paging import Cursor
from twite.domain.users import UserId
from twite.entrypoints.library import connect
from twite.entrypoints.settings import Dispatch, Settings

POSTS, TIMES = 1_000_000, 11
MANY = (50, 500, 5_000)
MOST_MS = 10
AT = "2026-01-01 00:00:00.000000"
# Authors by how much they say: fifty say half of all; five thousand the rest; and five thousand
# said two things each before any of those began.
BUSY, USUAL, DORMANT = range(1, 51), range(51, 5_051), range(5_051, 10_051)
COPY = """SELECT m.id FROM copies c JOIN twite_microposts m ON m.id = c.entry_id
    WHERE c.viewer_id = ? AND c.entry_id < ? ORDER BY c.entry_id DESC LIMIT 20"""


@frozen
class Case:
    """A viewer, and whom they follow."""

    name: str
    viewer: int
    followees: Sequence[int]
    is_muting: bool = False


def cases() -> Iterator[Case]:
    number = 20_000
    for name, authors in (("busy", BUSY), ("usual", USUAL), ("dormant", DORMANT)):
        for many in MANY:
            if many <= len(authors):
                yield Case(f"{many:,} {name}", number := number + 1, authors[:many])
    yield Case("2,500 usual and 2,500 dormant", number + 1, [*USUAL[:2_500], *DORMANT[:2_500]])
    for place, many in enumerate(MANY):
        yield Case(f"{many:,} usual, all muted", number + 2 + place, USUAL[:many], is_muting=True)


def authors(posts: int) -> Iterator[int]:
    chance = Random(42)
    yield from (author for author in DORMANT for _ in range(2))
    for _ in range(posts - 2 * len(DORMANT)):
        yield chance.choice(BUSY if chance.getrandbits(1) else USUAL)


def fill(connection: sqlite3.Connection, posts: int, told: Callable[[int], None]) -> None:
    people = [*BUSY, *USUAL, *DORMANT, *(case.viewer for case in cases())]
    connection.executemany(
        "INSERT INTO twite_users (id, version, handle, display_name, state, registered_at,"
        " posts_count, followers_count, following_count, newest_entry_id)"
        f" VALUES (?, 1, ?, 'A Name', 'active', '{AT}', 0, 0, 0, 0)",
        [(id, f"u{id}") for id in people],
    )
    rows = [((place + 1) << 16, author) for place, author in enumerate(authors(posts))]
    for first in range(0, posts, 50_000):
        part = rows[first : first + 50_000]
        connection.executemany(
            "INSERT INTO twite_microposts (id, version, author_id, text, visibility, posted_at)"
            f" VALUES (?, 1, ?, 'what one says, more or less', 'public', '{AT}')",
            part,
        )
        connection.executemany(
            "INSERT INTO twite_timeline_entries (id, author_id, micropost_id, kind, visibility)"
            " VALUES (?1, ?2, ?1, 'post', 'public')",
            part,
        )
        told(len(part))
    for case in cases():
        _follow(connection, case)


def _follow(connection: sqlite3.Connection, case: Case) -> None:
    pairs = [
        (case.viewer * 10_000 + place, case.viewer, followee)
        for place, followee in enumerate(case.followees)
    ]
    connection.executemany(
        "INSERT INTO twite_follows (id, follower_id, followee_id, followed_at)"
        f" VALUES (?, ?, ?, '{AT}')",
        pairs,
    )
    if case.is_muting:
        connection.executemany(
            "INSERT INTO twite_mutes (id, muter_id, muted_id, hides_notifications, muted_at)"
            f" VALUES (?, ?, ?, 1, '{AT}')",
            pairs,
        )


def copied(connection: sqlite3.Connection, case: Case) -> int:
    """The timeline of that viewer, as a fan-out would have kept it; how many rows it is."""
    connection.execute("DELETE FROM copies")
    found = connection.execute(
        "INSERT INTO copies SELECT ?1, e.id FROM twite_timeline_entries e"
        " WHERE e.author_id IN (SELECT followee_id FROM twite_follows WHERE follower_id = ?1)"
        " AND e.author_id NOT IN (SELECT muted_id FROM twite_mutes WHERE muter_id = ?1)",
        (case.viewer,),
    )
    return found.rowcount


def milliseconds(read: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        began = time.process_time()
        read()
        times.append(1000 * (time.process_time() - began))
    return median(times)


def measured(path: Path, posts: int) -> Iterator[tuple[str, Mapping[str, float], int]]:
    migrate(f"sqlite:///{path}")
    by_hand = sqlite3.connect(path, isolation_level=None)
    for name, value in PRAGMAS.items():
        by_hand.execute(f"PRAGMA {name}={value}")
    by_hand.execute(
        "CREATE TEMP TABLE copies (viewer_id, entry_id, PRIMARY KEY (viewer_id, entry_id))"
    )
    by_hand.execute("BEGIN")
    with click.progressbar(length=posts, label="Filling SQLite") as bar:
        fill(by_hand, posts, bar.update)
    by_hand.execute("COMMIT")
    with connect(f"sqlite:///{path}", Settings(dispatch=Dispatch.WORKER)) as twite:
        for case in cases():
            kept = copied(by_hand, case)
            taken: dict[str, float] = {}
            for place, below in (("newest", posts + 1), ("halfway", posts // 2)):
                asked = Cursor(max_id=below << 16, limit=20)
                viewer = UserId(case.viewer)

                def ours() -> Sequence[int]:
                    page = twite.timelines.home(viewer_id=viewer, cursor=asked)  # noqa: B023
                    return [one.micropost.id for one in page.items]

                def copy() -> Sequence[int]:
                    given = (viewer, below << 16)  # noqa: B023
                    return [id for (id,) in by_hand.execute(COPY, given)]

                assert list(ours()) == list(copy()), case.name
                taken |= {place: milliseconds(ours), f"{place} copy": milliseconds(copy)}
            yield case.name, taken, kept
    by_hand.close()


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS)
    posts = parser.parse_args().posts
    print(
        f"{'followees':<32}{'newest':>9}{'halfway':>9}{'copied':>9}{'halfway':>9}{'rows kept':>12}"
    )
    worst = 0.0
    with TemporaryDirectory(prefix="twite-bench-") as folder:
        for name, taken, kept in measured(Path(folder) / "twite.db", posts):
            print(
                f"{name:<32}{taken['newest']:9.2f}{taken['halfway']:9.2f}"
                f"{taken['newest copy']:9.2f}{taken['halfway copy']:9.2f}{kept:12,}",
                flush=True,
            )
            worst = max(worst, taken["newest"], taken["halfway"])
    print(f"{'met' if worst <= MOST_MS else 'MISSED'}: no page above {MOST_MS} ms ({worst:.1f})")


if __name__ == "__main__":
    main()
