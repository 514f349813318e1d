"""How fast twite is, beside the same by hand, in one world on three storages and over HTTP.

    make bench                    # some minutes: 1,000 users, 50,000 follows, 100,000 posts
    make bench ARGS=--small       # half a minute, to see that it works
    make bench ARGS="--storages sqlite --turns 100"

Prints a table and what came of each goal, and leaves figures.json and charts in build/bench/.
"""

import gc
import json
import os
import platform
import shutil
import sqlite3
import sys
import time
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from attrs import asdict, frozen

from bench import pages, posting, programs, searching, world
from bench.charts import Bar, chart
from bench.floors import SqlFloor
from bench.reading import Figure, Floor, Readers, measure
from tests.integration.servers import fresh_database, postgres_server
from twite.entrypoints.library import Embedded, connect, in_memory
from twite.entrypoints.seed.building import SceneClock
from twite.entrypoints.settings import Dispatch, Settings

RESULTS = Path("build/bench")
STORAGES = ("memory", "sqlite", "postgres")
SETTINGS = Settings(dispatch=Dispatch.WORKER)
CLIENTS = 8
MEGABYTE = 1_000_000


def main() -> None:
    asked = _asked()
    with TemporaryDirectory(prefix="twite-bench-") as folder:
        results = run(asked, Path(folder))
    click.echo(f"\n{results}")
    _keep(results, asked.into)
    click.echo(f"\nfigures.json and charts are in {asked.into}/")


def _asked() -> Namespace:
    parser = ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="a small world, and a few turns")
    parser.add_argument("--turns", type=int, help="of a post and nine pages each (40; small: 3)")
    parser.add_argument("--seconds", type=float, help="for each rate of posting (5; small: 0.5)")
    parser.add_argument("--storages", type=_storages, default=STORAGES, help="sqlite,postgres,...")
    parser.add_argument("--into", type=Path, default=RESULTS, help="where the results go")
    asked = parser.parse_args()
    asked.size, turns, seconds, asked.logins, asked.reactions = (
        (world.SMALL, 3, 0.5, 4, 30) if asked.small else (world.SIZE, 40, 5.0, 32, 300)
    )
    asked.turns, asked.seconds = asked.turns or turns, asked.seconds or seconds
    return asked


def _storages(named: str) -> tuple[str, ...]:
    wanted = tuple(named.split(","))
    if not set(wanted) <= set(STORAGES):
        raise ValueError(named)
    return wanted


# -- what was measured ----------------------------------------------------------------


@frozen
class Goal:
    """What a figure is to be, and was."""

    name: str
    wanted: str
    got: float
    is_met: bool

    @classmethod
    def at_most(cls, name: str, most: float, got: float) -> "Goal":
        return cls(name, f"<= {most:g}", got, got <= most)

    @classmethod
    def at_least(cls, name: str, least: float, got: float) -> "Goal":
        return cls(name, f">= {least:g}", got, got >= least)

    def __str__(self) -> str:
        verdict = "met" if self.is_met else "MISSED"
        got = f"{self.got:.0f}" if self.got >= 100 else f"{self.got:.2f}"  # noqa: PLR2004
        return f"{verdict:<8}{self.name:<58}{self.wanted:>8}{got:>9}"


@frozen(kw_only=True)
class Results:
    """All of it."""

    facade: list[Figure]
    served: pages.Served
    asked: list[programs.Asked]
    rates: posting.Rates
    searches: dict[str, tuple[float, float]]
    reactions: float  # milliseconds of the processor that a post which mentions somebody causes

    @property
    def figures(self) -> list[Figure]:
        return [*self.facade, *self.served.figures]

    @property
    def goals(self) -> list[Goal]:
        served = self.served
        homes = [each for each in self.figures if (each.storage, each.what) == ("sqlite", "home")]
        ours = [each for each in homes if each.way == "facade"]
        (page,) = (each for each in homes if each.way == "page")
        return [
            *(
                Goal.at_most("home through the facade, in floors of CPU", 4, each.ratio)
                for each in ours
            ),
            Goal.at_most("home as a page over HTTP, ms of CPU", 3, page.cpu),
            *self._goals_of_apps,
            Goal.at_least(f"posts/s from {CLIENTS} threads, each synced", 300, self.rates.together),
            Goal.at_least(
                f"posts/s from {CLIENTS} clients over HTTP, each synced", 300, served.posts_a_second
            ),
            Goal.at_most("resident while reading, MB", 90, served.reading / MEGABYTE),
            Goal.at_most("resident at the peak of log-ins, MB", 130, served.logins / MEGABYTE),
        ]

    @property
    def _goals_of_apps(self) -> Iterator[Goal]:
        for each in self.asked:
            if each.what in programs.GOALS:
                before, remembered = programs.GOALS[each.what]
                name = f"{each.what} for an app, ms of CPU"
                if before is not None:
                    yield Goal.at_most(f"{name}, nothing remembered", before, each.before)
                yield Goal.at_most(name, remembered, each.remembered)

    def __str__(self) -> str:
        started = self.served.started / MEGABYTE
        return "\n".join(
            (
                f"microposts a second on SQLite, synced\n{posting.HEADING}\n{self.rates}",
                f"\nreactions to a post that mentions somebody: {self.reactions:.2f} ms of CPU",
                f"resident before the first page: {started:.0f} MB\n",
                *map(str, self.goals),
            )
        )


def run(asked: Namespace, folder: Path) -> Results:
    with progress("Thinking up a world") as told:
        written = world.Written.of(asked.size, told)
    readers, handles = written.readers, written.handles()
    database = folder / "twite.db"
    _fill(f"sqlite:///{database}", written, "SQLite")
    facade: list[Figure] = []
    for storage in asked.storages:
        with _opened(storage, written, asked, database) as (twite, floor, those), closing(floor):
            gc.freeze()  # what the world was made of is no part of twite
            facade += measure(storage, twite, floor, those, turns=asked.turns)
    del written
    _table("through the facade", facade)
    served = pages.measure(
        database,
        readers,
        handles,
        turns=asked.turns,
        seconds=asked.seconds,
        logins=asked.logins,
    )
    _table("as pages over HTTP, on SQLite", served.figures)
    apps = programs.measure(database, readers, turns=asked.turns // programs.FEWER + 1)
    programs.tell(apps)
    searches = searching.measured(asked.size.posts)
    searching.tell(searches, asked.size.posts)
    return Results(
        facade=facade,
        served=served,
        asked=apps,
        rates=posting.compare(CLIENTS, folder, asked.seconds),
        searches=dict(searches),
        reactions=_reactions(folder, asked.reactions),
    )


@contextmanager
def _opened(
    storage: str, written: world.Written, asked: Namespace, database: Path
) -> Iterator[tuple[Embedded, Floor, Readers]]:
    """twite on a storage, its floor, and who reads."""
    match storage:
        case "sqlite":
            copy = database.with_name("measured.db")
            shutil.copy(database, copy)
            with connect(f"sqlite:///{copy}", SETTINGS) as twite:
                yield twite, SqlFloor.sqlite(str(copy)), written.readers
        case "postgres":
            with postgres_server() as server, fresh_database(server) as url:
                _fill(url, written, "PostgreSQL")
                with connect(url, SETTINGS) as twite:
                    yield twite, SqlFloor.postgres(url), written.readers
        case _:
            clock = SceneClock()
            with in_memory(SETTINGS, clock=clock) as twite:
                with progress("Filling memory") as told:
                    floor, readers = world.remembered(twite, clock, asked.size, told)
                yield twite, floor, readers


def _fill(url: str, written: world.Written, name: str) -> None:
    with progress(f"Filling {name}") as told:
        world.fill(url, written, told)
    with connect(url, SETTINGS) as twite:
        findings = list(twite.check())
        assert not findings, findings[:5]


def _reactions(folder: Path, many: int) -> float:
    """Processor time in milliseconds that a post causes once it is kept."""
    with connect(f"sqlite:///{folder / 'reactions.db'}", SETTINGS, migrate=True) as twite:
        author = twite.users.register(handle="author")
        twite.credentials.sign_up(
            handle="reader", email="r@example.org", password="tea at half past five"
        )
        for number in range(many):
            twite.microposts.post(author_id=author, text=f"hello @reader {number}")
        began = time.process_time()
        while twite.worker.dispatcher.run():
            pass
        return 1000 * (time.process_time() - began) / many


# -- telling --------------------------------------------------------------------------


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told how far it is; and in the end, how long it took."""
    began = time.perf_counter()
    with click.progressbar(length=1, label=f"{label:<20}", file=sys.stderr) as bar:

        def told(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield told
        bar.update(int(bar.length or 1) - bar.pos)
    click.echo(f"{label}: {time.perf_counter() - began:.0f} s", err=True)


def _table(title: str, figures: list[Figure]) -> None:
    click.echo(
        f"\n{title:<30}{'CPU ms':>10}{'by hand':>10}{'ratio':>8}{'elapsed ms':>13}{'by hand':>10}"
    )
    for each in figures:
        click.echo(
            f"{each.storage:<14}{each.what:<16}{each.cpu:10.2f}{each.floor_cpu:10.2f}"
            f"{each.ratio:8.1f}{each.elapsed:13.2f}{each.floor_elapsed:10.2f}"
        )


def _keep(results: Results, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    said = {
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "load": os.getloadavg(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
        },
        "figures": [{**asdict(each), "ratio": each.ratio} for each in results.figures],
        "served": {
            name: value
            for name, value in asdict(results.served, recurse=False).items()
            if name != "figures"
        },
        "asked_by_apps": [asdict(each) for each in results.asked],
        "posting": asdict(results.rates),
        "searches": results.searches,
        "reactions_cpu_ms": results.reactions,
        "goals": [asdict(goal) for goal in results.goals],
    }
    (folder / "figures.json").write_text(json.dumps(said, indent=2) + "\n")
    for name, (title, bars) in _charts(results).items():
        (folder / f"{name}.svg").write_text(chart(title, "milliseconds of CPU", bars))


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if "model name" in line), "")


def _charts(results: Results) -> dict[str, tuple[str, list[Bar]]]:
    drawn: dict[str, tuple[str, list[Bar]]] = {}
    for each in results.figures:
        goal = None
        if (each.storage, each.what) == ("sqlite", "home"):
            goal = 3 if each.way == "page" else 4 * each.floor_cpu
        way = "through the facade" if each.way == "facade" else "as a page over HTTP"
        _, bars = drawn.setdefault(f"{each.storage}-{each.way}", (f"{each.storage}, {way}", []))
        bars.append(Bar(each.what, each.cpu, each.floor_cpu, goal))
    searches = [Bar(name, ours, floor) for name, (ours, floor) in results.searches.items()]
    return {**drawn, "searches": ("Searches on SQLite, by what is looked for", searches)}


if __name__ == "__main__":
    main()
