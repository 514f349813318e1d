"""Apps that ask the API, eight at once with tokens of theirs: with what statuses look like
remembered, without, and by hand.

    .venv/bin/python -m bench.programs [--small]

Processor time is that of the serving process: all of it, threads and all.
"""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http import HTTPStatus
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import click
from attrs import Factory, define, frozen

from bench import world
from bench.floors import LIMIT, TEXT
from bench.pages import START_SECONDS, Client, bare, clock
from bench.reading import COMPARED, Readers
from bench.served import REMEMBERED
from tests.integration.servers import free_port
from twite.domain.microposts import MicropostId
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, connect
from twite.entrypoints.settings import Dispatch, Settings

CLIENTS = 8
MEGABYTES = 16  # as by default
EACH = 10  # requests of each client in a turn
WARMING = 10 * CLIENTS
THREADS, REPLIES = 4, 60
SCOPES = "read write"
CALLBACK = "https://app.example/callback"
# Milliseconds of CPU: before anything is remembered, and then.
GOALS: Mapping[str, tuple[float | None, float]] = {
    "home": (0.8, 0.40),
    "public": (None, 0.35),
    "account": (None, 0.35),
    "thread": (None, 1.5),
    "post": (None, 1.5),
}
# What it costs to be asked at all: no token and no storage; and a token that is looked up.
NOTHING = {"nothing": "/api/v1/instance/rules", "token": "/api/v1/announcements"}
WHAT = (*NOTHING, *GOALS)
BY_HAND = {"home": "home", "public": "local", "account": "profile", "thread": "thread"}
_ID = re.compile(r'class="when" href="/@\w+/(\d+)"')


@frozen(kw_only=True)
class Asked:
    """What one request of a kind costs, in milliseconds of the processor."""

    what: str
    before: float
    remembered: float
    by_hand: float | None
    hit_rate: float | None  # of what was looked for in what is remembered

    def __str__(self) -> str:
        by_hand = "" if self.by_hand is None else f"{self.by_hand:.2f}"
        rate = "" if self.hit_rate is None else f"{100 * self.hit_rate:.1f} %"
        return f"{self.what:<14}{self.before:10.2f}{self.remembered:12.2f}{rate:>10}{by_hand:>10}"


FEWER = 2  # turns than of pages: each has as many requests as eight clients make
HEADING = f"{'for apps, CPU':<14}{'before':>10}{'remembered':>12}{'found':>10}{'by hand':>10}"


def tell(asked: Sequence[Asked]) -> None:
    click.echo(f"\n{HEADING}")
    for one in asked:
        click.echo(str(one))


@define
class Site:
    """A serving process, those who ask it, and what it took."""

    url: str
    clock: Callable[[], float]
    clients: Sequence[Client]
    pool: ThreadPoolExecutor
    spent: list[float] = Factory(list)

    def on(self, asking: Sequence[Callable[[Client], object]]) -> None:
        """All clients at once; each takes every eighth of them."""

        def ask(place: int) -> None:
            for one in asking[place :: len(self.clients)]:
                one(self.clients[place])

        began = self.clock()
        list(self.pool.map(ask, range(len(self.clients))))
        self.spent.append(1000 * (self.clock() - began) / len(asking))

    def remembered(self) -> tuple[int, int]:
        told = json.loads(self.clients[0].get(REMEMBERED))
        return told["asked"], told["found"]

    def cost(self) -> float:
        cost = median(self.spent)
        self.spent.clear()
        return cost


def measure(database: Path, readers: Readers, *, turns: int) -> list[Asked]:
    """Turn by turn, the same is asked of three: each posts once, and answers what all ask."""
    database = _copied(database, "asked")
    threads, tokens = _prepared(database, readers)
    apps = Apps(Readers(readers.users, threads, readers.words), tokens, _blocks(database))
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(CLIENTS))
        without, remembering, floor = (
            stack.enter_context(opened(database, pool)) for opened in (_plain, _remembering, _floor)
        )
        apps.compare(without, remembering, floor)
        return [apps.measured(what, without, remembering, floor, turns=turns) for what in WHAT]


@frozen
class Apps:
    """What programs ask for: whoever holds them is drawn as those are who read pages."""

    readers: Readers
    tokens: Mapping[UserId, str]
    blocks: Set[tuple[int, int]]  # who is there for whom no more

    def measured(
        self, what: str, without: Site, remembering: Site, floor: Site, *, turns: int
    ) -> Asked:
        self._warm(what, without, remembering)
        sites = [without, remembering, *([floor] if what in BY_HAND or what == "post" else [])]
        before = remembering.remembered()
        for _ in range(turns):
            author = self.readers.one()
            drawn = [self._drawn(what) for _ in range(CLIENTS * EACH)]
            for site in sites:
                self._post(site, site.clients[0], author, is_floor=site is floor)
                ask = self._bare if site is floor else self._ask
                site.on([_about(ask, site, what, *one) for one in drawn])
        asked, found = (
            after - then for after, then in zip(remembering.remembered(), before, strict=True)
        )
        return Asked(
            what=what,
            before=without.cost(),
            remembered=remembering.cost(),
            by_hand=floor.cost() if floor in sites else None,
            hit_rate=found / asked if asked and what in BY_HAND else None,
        )

    def compare(self, without: Site, remembering: Site, floor: Site) -> None:
        """All three show the same, or nothing is measured.  Where it is remembered, a few more look
        first."""
        for what in BY_HAND:
            for viewer, about in (self._drawn(what) for _ in range(COMPARED)):
                self._ask(remembering, what, self.readers.one(), about, remembering.clients[0])
                plain, kept = (
                    self._ask(site, what, viewer, about, site.clients[0])
                    for site in (without, remembering)
                )
                assert plain == kept, (what, viewer, about)
                read = json.loads(plain)
                shown = [one["id"] for one in (read["descendants"] if what == "thread" else read)]
                page = self._bare(floor, what, viewer, about, floor.clients[0])
                assert shown == _ID.findall(page), (what, viewer, about)

    def _warm(self, what: str, *sites: Site) -> None:
        """Whoever is new asks once."""
        for viewer, about in (self._drawn(what) for _ in range(WARMING)):
            for site in sites:
                self._ask(site, what, viewer, about, site.clients[0])

    def _drawn(self, what: str) -> tuple[UserId, Any]:
        if what != "account":
            return self.readers.asking(what)
        viewer, author = self.readers.one(), self.readers.one()
        return self._drawn(what) if (author, viewer) in self.blocks else (viewer, author)

    def _ask(self, _: Site, what: str, viewer: UserId, about: Any, client: Client) -> str:
        if what == "post":
            return self._say(client, viewer)
        path = {
            **NOTHING,
            "home": f"/api/v1/timelines/home?limit={LIMIT}",
            "public": f"/api/v1/timelines/public?limit={LIMIT}",
            "account": f"/api/v1/accounts/{about}/statuses?limit={LIMIT}",
            "thread": f"/api/v1/statuses/{about}/context",
        }[what]
        return client.call("GET", path, token=self.tokens[viewer])

    def _bare(self, site: Site, what: str, viewer: UserId, about: Any, client: Client) -> str:
        if what == "post":
            return self._post(site, client, viewer, is_floor=True)
        asked = urlencode({"viewer": viewer, "about": about})
        return client.get(f"/{BY_HAND[what]}?{asked}")

    def _post(self, site: Site, client: Client, author: UserId, *, is_floor: bool) -> str:
        if not is_floor:
            return self._say(client, author)
        status = client.post(f"/post?viewer={author}&about=0", "", text=TEXT)
        assert status == HTTPStatus.SEE_OTHER, (site.url, status)
        return ""

    def _say(self, client: Client, author: UserId) -> str:
        return client.call(
            "POST", "/api/v1/statuses", token=self.tokens[author], said={"status": TEXT}
        )


def _about(
    ask: Callable[..., str], site: Site, what: str, viewer: UserId, about: Any
) -> Callable[[Client], object]:
    return lambda client: ask(site, what, viewer, about, client)


# -- before and around ----------------------------------------------------------------


def _prepared(database: Path, readers: Readers) -> tuple[list[MicropostId], dict[UserId, str]]:
    """Threads of so many replies, and a token for everybody."""
    with connect(f"sqlite:///{database}", Settings(dispatch=Dispatch.WORKER)) as twite:
        threads = [_thread(twite, readers) for _ in range(THREADS)]
        app = twite.oauth.register(name="Bench", redirect_uris=[CALLBACK], scopes=SCOPES)
        return threads, {
            id: _token(twite, app.app.client_id, app.secret, id) for id in readers.users
        }


def _blocks(database: Path) -> Set[tuple[int, int]]:
    with closing(sqlite3.connect(database)) as connection:
        return set(connection.execute("SELECT blocker_id, blocked_id FROM twite_blocks"))


def _thread(twite: Embedded, readers: Readers) -> MicropostId:
    """Of one author, so that everybody sees all of it who sees any."""
    author = readers.one()
    said = [twite.microposts.post(author_id=author, text="a long story, in 60 parts")]
    for number in range(REPLIES):
        above = said[number // 3]
        text = f"part {number}"
        said.append(twite.microposts.post(author_id=author, text=text, in_reply_to_id=above))
    return said[0]


def _token(twite: Embedded, client_id: str, secret: str | None, id: UserId) -> str:
    code = twite.oauth.authorize(by=id, client_id=client_id, redirect_uri=CALLBACK, scopes=SCOPES)
    return twite.oauth.exchange(
        code=code, client_id=client_id, client_secret=secret, redirect_uri=CALLBACK
    ).token


@contextmanager
def _plain(database: Path, pool: ThreadPoolExecutor) -> Iterator[Site]:
    with _api(_copied(database, "plain"), pool, megabytes=0) as site:
        yield site


@contextmanager
def _remembering(database: Path, pool: ThreadPoolExecutor) -> Iterator[Site]:
    with _api(_copied(database, "remembering"), pool, megabytes=MEGABYTES) as site:
        yield site


@contextmanager
def _floor(database: Path, pool: ThreadPoolExecutor) -> Iterator[Site]:
    with bare(_copied(database, "floor")) as (url, process), _site(url, process, pool) as site:
        yield site


def _copied(database: Path, name: str) -> Path:
    """Each writes into its own."""
    return Path(shutil.copy(database, database.with_name(f"{name}.db")))


@contextmanager
def _api(database: Path, pool: ThreadPoolExecutor, *, megabytes: int) -> Iterator[Site]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "bench.served", str(database), str(port), str(megabytes)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1])
    try:
        _wait_for(url)
        with _site(url, process.pid, pool) as site:
            yield site
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _site(url: str, process: int, pool: ThreadPoolExecutor) -> Iterator[Site]:
    clients = [Client(url) for _ in range(CLIENTS)]
    try:
        yield Site(url, clock(process), clients, pool)
    finally:
        for client in clients:
            client.close()


def _wait_for(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        client = Client(url)
        try:
            client.get(REMEMBERED)
        except OSError:
            assert time.monotonic() < until, "it does not start"
            time.sleep(0.1)
        else:
            return
        finally:
            client.close()


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.programs", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a small world, and a few turns")
    parser.add_argument("--turns", type=int, help="of 80 requests each (20; small: 3)")
    asked = parser.parse_args()
    size, turns = (world.SMALL, 3) if asked.small else (world.SIZE, 20)
    with TemporaryDirectory(prefix="twite-bench-") as folder:
        database = Path(folder) / "twite.db"
        written = world.Written.of(size, lambda *_: None)
        world.fill(f"sqlite:///{database}", written, lambda *_: None)
        tell(measure(database, written.readers, turns=asked.turns or turns))


if __name__ == "__main__":
    main()
