"""How many microposts a second are kept on SQLite, with a sync to disk before each is acknowledged.

A line for 1, 8 and 32 threads posting through the facade: what one sync costs on this disk, a loop
of the same statements written by hand with nothing but sqlite3, commits one by one and in groups.
What groups gain is the syncs they save: with a sync of s and u for all else of a post, at most
(u + s) / u.

    .venv/bin/python -m bench.posting [--seconds 5]
"""

import os
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from attrs import evolve, frozen

from bench.floors import TEXT, SqlFloor
from twite.adapters.sql import transactions
from twite.application.twite import Twite
from twite.domain.users import UserId
from twite.entrypoints.library import connect
from twite.entrypoints.settings import Dispatch, Settings

THREADS = (1, 8, 32)
TURN = 0.5  # seconds
HEADING = "threads     one sync      by hand   one by one    in groups    gained  of hand"


def sync(path: Path, seconds: float) -> int:
    """How many a disk does in that time, each after a page's worth of writing."""
    with path.open("r+b" if path.exists() else "w+b") as file:
        synced, until = 0, time.perf_counter() + seconds
        while time.perf_counter() < until:
            file.seek(0)
            file.write(bytes(4096))
            file.flush()
            os.fdatasync(file.fileno())
            synced += 1
    return synced


def floor(path: Path, author: int, seconds: float) -> int:
    """The same statements, by hand: one thread, one transaction a post."""
    by_hand = SqlFloor.sqlite(str(path))
    posted, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        by_hand.post(author)
        posted += 1
    by_hand.close()
    return posted


def posting(twite: Twite, authors: Sequence[UserId], seconds: float) -> int:
    """So many threads as there are authors."""
    counts = [0] * len(authors)
    until = time.perf_counter() + seconds

    def post(number: int) -> None:
        while time.perf_counter() < until:
            twite.microposts.post(author_id=authors[number], text=TEXT)
            counts[number] += 1

    running = [Thread(target=post, args=(number,)) for number in range(len(authors))]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return sum(counts)


def grouped(most: int, run: Callable[[], int]) -> int:
    """With at most so many microposts in one commit."""
    before, transactions.MOST_IN_GROUP = transactions.MOST_IN_GROUP, most
    try:
        return run()
    finally:
        transactions.MOST_IN_GROUP = before


def rounds(seconds: float, *ways: Callable[[float], int]) -> list[float]:
    """How many a second in each way.  They take turns of half a second, so that a disk that
    changes its pace meanwhile, as shared ones do, changes it for all."""
    turns = max(1, round(seconds / TURN))
    counts = [[way(TURN) for way in ways] for _ in range(turns)]
    return [sum(column) / (turns * TURN) for column in zip(*counts, strict=True)]


@frozen
class Rates:
    """How many a second, of syncs, by hand, one by one and in groups."""

    threads: int
    synced: float
    by_hand: float
    alone: float
    together: float

    def __str__(self) -> str:
        return (
            f"{self.threads:7} {1000 / self.synced:9.2f} ms {self.by_hand:12.0f} {self.alone:12.0f}"
            f" {self.together:12.0f} {self.together / self.alone:8.2f}"
            f" {self.together / self.by_hand:8.2f}"
        )


def compare(threads: int, folder: Path, seconds: float) -> Rates:
    """A line of the table."""
    path = folder / f"{threads}.db"
    settings = evolve(Settings(), dispatch=Dispatch.WORKER)
    with connect(f"sqlite:///{path}", settings, migrate=True) as twite:
        authors = [twite.users.register(handle=f"t{number}") for number in range(threads)]

        def post(seconds: float) -> int:
            return posting(twite, authors, seconds)

        measured = rounds(
            seconds,
            lambda seconds: sync(folder / "sync", seconds),
            lambda seconds: floor(path, authors[0], seconds),
            lambda seconds: grouped(1, lambda: post(seconds)),
            post,
        )
    return Rates(threads, *measured)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each figure")
    seconds = parser.parse_args().seconds
    print(HEADING)
    for threads in THREADS:
        with TemporaryDirectory() as folder:
            print(compare(threads, Path(folder), seconds), flush=True)


if __name__ == "__main__":
    main()
