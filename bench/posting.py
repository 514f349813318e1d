"""How many microposts a second are kept on SQLite, with a sync to disk before each is acknowledged.

Prints what one sync costs on this disk, and the rate of 1, 8 and 32 threads posting through the
facade, with commits in groups and one by one, beside a loop of the same statements written by hand
with nothing but sqlite3.  What groups gain is the syncs they save: with a sync of s and u for all
else of a post, at most (u + s) / u.

    .venv/bin/python -m bench.posting [--seconds 3]
"""

import os
import sqlite3
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from threading import Thread

from attrs import evolve

from twite.adapters.sql import engines, transactions
from twite.entrypoints.library import connect
from twite.entrypoints.settings import Dispatch, Settings

THREADS = (1, 8, 32)
TEXT = "hello #tea"


def sync(seconds: float) -> float:
    """How long one takes, after a page's worth of writing, in seconds."""
    with NamedTemporaryFile() as file:
        synced, until = 0, time.perf_counter() + seconds
        while time.perf_counter() < until:
            file.seek(0)
            file.write(bytes(4096))
            file.flush()
            os.fdatasync(file.fileno())
            synced += 1
    return seconds / synced


def floor(path: Path, seconds: float) -> float:
    """The same statements, by hand: one thread, one transaction a post."""
    connection = sqlite3.connect(path, isolation_level=None)
    for name, value in engines.PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    (author,) = connection.execute("SELECT id FROM twite_users").fetchone()
    at, posted, until = "2026-01-01 00:00:00.000000", 0, time.perf_counter() + seconds
    execute = connection.execute
    while time.perf_counter() < until:
        execute("BEGIN IMMEDIATE")
        execute("SELECT * FROM twite_users WHERE id = ?", (author,)).fetchone()
        sql = "SELECT newest_entry_id FROM twite_users WHERE id = ?"
        id = execute(sql, (author,)).fetchone()[0] + 1
        row: tuple[object, ...] = (id, author, id, "post", "public")
        execute("INSERT INTO twite_timeline_entries VALUES (?, ?, ?, ?, ?)", row)
        sql = "UPDATE twite_users SET posts_count = posts_count + 1, newest_entry_id = ?"
        execute(sql + " WHERE id = ?", (id, author))
        row = (id, 1, author, TEXT, "public", at, None)
        execute("INSERT INTO twite_microposts VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        execute("INSERT INTO twite_taggings VALUES ('tea', ?)", (id,))
        sql = "INSERT INTO twite_events (transaction_id, lane, at, name, version, payload)"
        payload = f'{{"at":"{at}","micropost_id":{id},"author_id":{author}}}'
        row = (0, author, at, "micropost.posted", 1, payload)
        event = execute(sql + " VALUES (?, ?, ?, ?, ?, ?) RETURNING id", row).fetchone()[0]
        sql = "INSERT INTO twite_deliveries VALUES (?, ?, 0, ?, 'open', 0, NULL, NULL, NULL)"
        reactions = ("notify_mentioned", "mail_mentioned")
        connection.executemany(sql, [(event, name, author) for name in reactions])
        execute("COMMIT")
        posted += 1
    connection.close()
    return posted / seconds


def facade(path: Path, seconds: float, threads: int) -> float:
    """So many threads, each with an author of its own."""
    settings = evolve(Settings(), dispatch=Dispatch.WORKER)
    with connect(f"sqlite:///{path}", settings) as twite:
        authors = [twite.users.register(handle=f"t{threads}_{n}") for n in range(threads)]
        counts = [0] * threads
        until = time.perf_counter() + seconds

        def post(number: int) -> None:
            while time.perf_counter() < until:
                twite.microposts.post(author_id=authors[number], text=TEXT)
                counts[number] += 1

        running = [Thread(target=post, args=(number,)) for number in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
    return sum(counts) / seconds


def measured(run: Callable[[Path], float]) -> float:
    """On a fresh, migrated file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "twite.db"
        with connect(f"sqlite:///{path}", migrate=True) as twite:
            twite.users.register(handle="floor")
        return run(path)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    seconds = parser.parse_args().seconds
    print(f"one sync to this disk              {sync(seconds) * 1000:8.2f} ms")
    by_hand = measured(lambda path: floor(path, seconds))
    print(f"sqlite3 by hand, 1 thread          {by_hand:8.0f} posts/s")
    grouped = transactions.MOST_IN_GROUP
    for threads in THREADS:
        rates = {}
        for most in (1, grouped):
            transactions.MOST_IN_GROUP = most
            rates[most] = measured(lambda path: facade(path, seconds, threads))  # noqa: B023
        print(
            f"twite, {threads:2} threads: one by one    {rates[1]:8.0f} posts/s"
            f"   in groups {rates[grouped]:8.0f} posts/s"
            f"   ratio {rates[grouped] / rates[1]:.2f}"
            f"   of by hand {rates[grouped] / by_hand:.2f}"
        )


if __name__ == "__main__":
    main()
