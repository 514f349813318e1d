"""Two thousand who listen: what each costs in memory, how soon all of them hear, and how soon one
is let go whose token was revoked.

    .venv/bin/python -m bench.streams [STREAMS]

Each is another user with a token of their own, who follows one and the same author and listens to
their own home by Server-Sent Events, on one process of `twite serve` on SQLite.
"""

import asyncio
import re
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx
from attrs import define, field, frozen

from bench.pages import resident
from tests.integration.servers import serving
from twite.entrypoints.library import Embedded, connect

STREAMS = 2_000
FIRST = 50  # open before memory is read: what is needed once, and not for each
TURNS = 10  # of each
REVOKED = 10
TOGETHER = 50  # connections opened at a time
SETTLE_SECONDS = 3.0
SPARE_FILES = 200  # besides one for each stream
KILOBYTE = 1_000
LAST = b"0\r\n"  # the chunk that ends an answer (RFC 9112, 7.1)
CALLBACK = "https://bench.example/callback"
TWITE = str(Path(sys.executable).with_name("twite"))
KINDS = {"a post": "post", "a reply": "reply", "an edit": "edit"}
GOALS = {"memory": 40.0, "heard": 1.0, "closed": 2.0}  # kB, s, s


@frozen
class Town:
    """Who listens, by their tokens, and what lets the author post."""

    client: dict[str, str]
    author: str
    listeners: Sequence[str]


@define
class Ear:
    """One connection, and when what came on it came."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    heard: dict[str, float] = field(factory=dict)
    closed: float | None = None

    async def listen(self) -> None:
        while (line := await self.reader.readline()) not in (b"", LAST):
            if found := re.search(rb"word (\d+)<", line):
                self.heard.setdefault(found[1].decode(), time.perf_counter())
        self.closed = time.perf_counter()


@frozen(kw_only=True)
class Figures:
    """What it came to: kilobytes, and seconds."""

    streams: int
    memory: float
    heard: Mapping[str, Sequence[float]]  # by what happened
    closed: Sequence[float]

    def __str__(self) -> str:
        rows = [("resident memory for each idle stream, kB", "memory", self.memory)]
        for what, took in self.heard.items():
            rows.append((f"until all {self.streams} heard of {what}, s", "", median(took)))
            rows.append((f"  the slowest of {len(took)}", "heard", max(took)))
        slowest = f"until a revoked one was let go, s (slowest of {len(self.closed)})"
        rows.append((slowest, "closed", max(self.closed)))
        return "\n".join(f"{name:<66}{got:8.2f}{_verdict(goal, got)}" for name, goal, got in rows)


def _verdict(goal: str, got: float) -> str:
    if not goal:
        return ""
    return f"  (<= {GOALS[goal]:g}) {'met' if got <= GOALS[goal] else 'MISSED'}"


def main() -> None:
    streams = int(sys.argv[1]) if len(sys.argv) > 1 else STREAMS
    with files_for(streams), TemporaryDirectory(prefix="twite-streams-") as folder:
        print(measured(streams, Path(folder)))


def measured(streams: int, folder: Path) -> Figures:
    database = f"sqlite:///{folder / 'twite.db'}"
    with connect(database, migrate=True) as twite:
        town = _settled(twite, streams)
    with serving([TWITE], folder=folder, environment={"TWITE_RATE_LIMITS": "off"}) as site:
        return asyncio.run(_listen(town, site.url, site.process.pid))


@contextmanager
def files_for(streams: int) -> Iterator[None]:
    """As many open files as that takes, here and in the processes that begin here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = streams + SPARE_FILES
    if hard not in (resource.RLIM_INFINITY,) and needed > hard:
        raise SystemExit(f"{needed} open files are needed, and {hard} are allowed here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _settled(twite: Embedded, streams: int) -> Town:
    """All of it in one transaction: it is not what is measured."""
    with twite.users.unit_of_work():
        made = twite.oauth.register(name="Bench", redirect_uris=[CALLBACK], scopes="read write")
        assert made.secret is not None
        client = {"client_id": made.app.client_id, "client_secret": made.secret}
        author, *listeners = (
            twite.users.register(handle=f"user{number}") for number in range(streams + 1)
        )
        for id in listeners:
            twite.follows.follow(by=id, whom=author)
        tokens = []
        for id in (author, *listeners):
            asked = {"client_id": made.app.client_id, "redirect_uri": CALLBACK}
            code = twite.oauth.authorize(by=id, scopes="read write", **asked)
            tokens.append(twite.oauth.exchange(code=code, client_secret=made.secret, **asked).token)
    return Town(client, tokens[0], tokens[1:])


async def _listen(town: Town, url: str, process: int) -> Figures:
    ears = await _opened(url, town.listeners[:FIRST])
    await asyncio.sleep(SETTLE_SECONDS)
    before = resident(process)
    ears += await _opened(url, town.listeners[FIRST:])
    await asyncio.sleep(SETTLE_SECONDS)
    memory = (resident(process) - before) / (len(ears) - FIRST) / KILOBYTE
    tasks = [asyncio.create_task(ear.listen()) for ear in ears]
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        author = Author(client, town.author, ears)
        heard = {
            what: [await author.told(kind) for _ in range(TURNS)] for what, kind in KINDS.items()
        }
        closed = [
            await _let_go(client, town, ears[number], town.listeners[number])
            for number in range(REVOKED)
        ]
    for ear in ears:
        ear.writer.close()
    await asyncio.gather(*tasks, return_exceptions=True)
    return Figures(streams=len(ears), memory=memory, heard=heard, closed=closed)


async def _opened(url: str, tokens: Sequence[str]) -> list[Ear]:
    ears: list[Ear] = []
    for first in range(0, len(tokens), TOGETHER):
        some = tokens[first : first + TOGETHER]
        ears += await asyncio.gather(*(_open(url, token) for token in some))
    return ears


async def _open(url: str, token: str) -> Ear:
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(
        f"GET /api/v1/streaming/user HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Authorization: Bearer {token}\r\n\r\n".encode()
    )
    while (line := await reader.readline()).strip() != b":)":
        assert line, "it was not let in"
    return Ear(reader, writer)


@define
class Author:
    """Who posts, replies to it, and edits it: each time another word, that all listen for."""

    client: httpx.AsyncClient
    token: str
    ears: Sequence[Ear]
    words: int = 0
    said: str | None = None

    async def told(self, kind: str) -> float:
        """From before it is sent until the last of them has heard."""
        self.words += 1
        method, path = ("PUT", f"/{self.said}") if kind == "edit" else ("POST", "")
        sent = {"status": f"word {self.words}"}
        if kind == "reply" and self.said is not None:
            sent["in_reply_to_id"] = self.said
        began = time.perf_counter()
        answer = await self.client.request(
            method,
            f"/api/v1/statuses{path}",
            json=sent,
            headers={"authorization": f"Bearer {self.token}"},
        )
        answer.raise_for_status()
        self.said = answer.json()["id"]
        word = str(self.words)
        while not all(word in ear.heard for ear in self.ears):
            await asyncio.sleep(0.005)
        return max(ear.heard[word] for ear in self.ears) - began


async def _let_go(client: httpx.AsyncClient, town: Town, ear: Ear, token: str) -> float:
    began = time.perf_counter()
    answer = await client.post("/oauth/revoke", json={"token": token, **town.client})
    answer.raise_for_status()
    while ear.closed is None:
        await asyncio.sleep(0.005)
    return ear.closed - began


if __name__ == "__main__":
    main()
