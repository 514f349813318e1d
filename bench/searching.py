"""How long a search takes among 100,000 microposts on SQLite: for a word that stands in half of
them, for one that stands in a few, and for two frequent ones together.

Prints milliseconds of CPU for a page of 20 through the facade, beside forty lines of sqlite3 and
FTS5 over the same texts, whose rows have to equal ours.

    .venv/bin/python -m bench.searching [--posts 100000]
"""

import sqlite3
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeAlias

from sqlalchemy import insert

from twite.adapters.sql import microposts as sql_microposts
from twite.adapters.sql import tables
from twite.adapters.sql.engines import engine
from twite.application.paging import Cursor
from twite.domain.microposts import Micropost, MicropostId, PostText
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, connect

POSTS, POSTS_EACH, TIMES = 100_000, 100, 50
VOCABULARY, LENGTH = 20_000, 12  # words; a text holds so many besides these:
FREQUENT, OTHER, RARE = "garden", "evening", "heliotrope"  # in half, half and a thousandth
QUERIES = {
    "a frequent word": FREQUENT,
    "a rare word": RARE,
    "two frequent words": f"{FREQUENT} {OTHER}",
    "a frequent and a rare word": f"{FREQUENT} {RARE}",
    "two words that never meet": f"{OTHER} morning",
}
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
Row: TypeAlias = tuple[int, str, str]  # id, handle, text


# -- the floor: at most forty lines -------------------------------------------------


class Floor:
    def __init__(self, rows: Sequence[Row]) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.executescript(
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, handle TEXT, text TEXT);"
            "CREATE VIRTUAL TABLE words USING fts5(text, content='', detail='none')"
        )
        self.connection.executemany("INSERT INTO posts VALUES (?, ?, ?)", rows)
        words = [(id, text) for id, _, text in rows]
        self.connection.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", words)

    def search(self, query: str) -> Sequence[Row]:
        return self.connection.execute(
            "SELECT posts.id, handle, posts.text FROM words JOIN posts ON posts.id = words.rowid"
            " WHERE words MATCH ? ORDER BY words.rowid DESC LIMIT 20",
            (query,),
        ).fetchall()


# -- the same through the facade ------------------------------------------------------


def texts(posts: int) -> Sequence[str]:
    """The same each time; words as frequent as in a language."""
    chance = Random(42)
    words = [f"w{number}" for number in range(VOCABULARY)]
    weights = [1 / (place + 1) for place in range(VOCABULARY)]
    drawn = chance.choices(words, weights, k=posts * LENGTH)
    return [
        " ".join((*drawn[place * LENGTH : (place + 1) * LENGTH], *_special(place, chance)))
        for place in range(posts)
    ]


def fill(twite: Embedded, url: str, said: Sequence[str]) -> Sequence[Row]:
    """By the thousand, past the repositories."""
    many = len(said) // POSTS_EACH
    authors = {twite.users.register(handle=f"u{n}"): f"u{n}" for n in range(many)}
    ids = list(authors)
    posts = [
        Micropost(
            id=MicropostId((place + 1) << 16),
            author_id=UserId(ids[place % many]),
            text=PostText(text),
            posted_at=BEGAN + timedelta(seconds=place),
        )
        for place, text in enumerate(said)
    ]
    made = engine(url)
    with made.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        connection.execute(
            insert(tables.microposts), [sql_microposts._to_row(post) for post in posts]
        )
        terms = [{"micropost_id": post.id, "terms": post.terms} for post in posts]
        connection.execute(insert(tables.search), terms)
        connection.exec_driver_sql("COMMIT")
    made.dispose()
    return [(post.id, authors[post.author_id], post.text.value) for post in posts]


def measured(posts: int = POSTS) -> Mapping[str, tuple[float, float]]:
    """By query: milliseconds through the facade, and of the floor."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'twite.db'}"
        with connect(url, migrate=True) as twite:
            floor = Floor(fill(twite, url, texts(posts)))
            return {name: _compared(twite, floor, query) for name, query in QUERIES.items()}


def _compared(twite: Embedded, floor: Floor, query: str) -> tuple[float, float]:
    def ours() -> Sequence[Row]:
        found = twite.search.microposts(query, viewer_id=None, cursor=Cursor(limit=20)).items
        return [(view.id, view.author.handle, view.text) for view in found]

    assert ours() == floor.search(query), query
    taken: dict[Callable[[], object], list[float]] = {ours: [], lambda: floor.search(query): []}
    for _ in range(TIMES):  # in turns, so that both meet the same weather
        for search, times in taken.items():
            began = time.process_time()
            search()
            times.append((time.process_time() - began) * 1000)
    mine, theirs = map(median, taken.values())
    return mine, theirs


def _special(place: int, chance: Random) -> Sequence[str]:
    words = [FREQUENT] * chance.getrandbits(1) + [RARE] * (place % 1000 == 0)
    return [*words, OTHER if place % 2 else "morning"]


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS)
    posts = parser.parse_args().posts
    tell(measured(posts), posts)


def tell(searches: Mapping[str, tuple[float, float]], posts: int) -> None:
    print(f"\nsearches among {posts:<15,} CPU ms  by hand   ratio")
    for name, (ours, floor) in searches.items():
        print(f"{name:<30}{ours:7.2f}{floor:9.2f}{ours / floor:8.1f}")


if __name__ == "__main__":
    main()
