"""Asking an application in this process, as a server would: no socket, no thread of its own."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import unquote

from attrs import Factory, define, field, frozen
from litestar import Litestar

HOST = b"testserver.local"
Scope = dict[str, Any]


@frozen
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


def scope_of(method: str, path: str, token: str | None, *, body: bytes = b"") -> Scope:
    """One request, as ASGI tells of it."""
    bare, _, query = path.partition("?")
    headers = [(b"host", HOST)]
    if token is not None:
        headers.append((b"authorization", f"Bearer {token}".encode()))
    if body:
        headers.append((b"content-type", b"application/json"))
        headers.append((b"content-length", str(len(body)).encode()))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(bare),
        "raw_path": bare.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("192.0.2.1", 50_000),
        "server": ("testserver.local", 80),
        "state": {},
    }


@define
class Inside:
    """An application, and the loop it runs on."""

    app: Litestar
    loop: asyncio.AbstractEventLoop
    asked: int = field(default=0)

    def ask(self, method: str, path: str, *, token: str | None = None, sent: Any = None) -> Answer:
        body = b"" if sent is None else json.dumps(sent).encode()
        return self.loop.run_until_complete(self._answer(method, path, token, body))

    def listen(self, path: str, *, token: str | None = None, socket: bool = False) -> "Listening":
        """Begin to, by Server-Sent Events or on a WebSocket; it is let in or refused by now."""
        self.asked += 1
        scope = scope_of("GET", path, token)
        if socket:
            del scope["method"]
            scope |= {"type": "websocket", "scheme": "ws", "subprotocols": []}
        listening = Listening(is_socket=socket)
        listening.task = self.loop.create_task(listening.run(self.app, scope))
        self.loop.run_until_complete(listening.begun.wait())
        return listening

    def wait(self, seconds: float) -> None:
        """Let those who listen hear."""
        self.loop.run_until_complete(asyncio.sleep(seconds))

    async def _answer(self, method: str, path: str, token: str | None, body: bytes) -> Answer:
        self.asked += 1
        told: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            told.append(message)

        await self.app(scope_of(method, path, token, body=body), receive, send)  # type: ignore[arg-type]
        begun, *parts = told
        return Answer(
            begun["status"],
            {name.decode().lower(): value.decode() for name, value in begun["headers"]},
            b"".join(part.get("body", b"") for part in parts),
        )


@define(eq=False)
class Listening:
    """A connection that stays open: what came, and when it ended."""

    is_socket: bool
    status: int = 0
    body: bytes = b""
    begun: asyncio.Event = Factory(asyncio.Event)
    over: asyncio.Event = Factory(asyncio.Event)
    task: asyncio.Task[None] | None = None
    _opened: bool = False

    async def run(self, app: Litestar, scope: Scope) -> None:
        try:
            await app(scope, self._receive, self._send)  # type: ignore[arg-type]
        finally:
            self.begun.set()
            self.over.set()

    @property
    def is_open(self) -> bool:
        return not self.over.is_set()

    def events(self) -> Iterator[tuple[str, str]]:
        """Name and data of each that came by Server-Sent Events."""
        for block in self.body.decode().split("\n\n"):
            told = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if "event" in told:
                yield told["event"], told["data"]

    async def close(self) -> None:
        assert self.task is not None
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task

    async def _receive(self) -> Any:
        if self.is_socket and not self._opened:
            self._opened = True
            return {"type": "websocket.connect"}
        await self.over.wait()
        return {"type": "websocket.disconnect" if self.is_socket else "http.disconnect"}

    async def _send(self, message: Any) -> None:
        match message["type"]:
            case "http.response.start":
                self.status = message["status"]
            case "http.response.body":
                self.body += message.get("body", b"")
                self.begun.set()
                if not message.get("more_body", False):
                    self.over.set()
            case "websocket.accept":
                self.status = 101
                self.begun.set()
            case "websocket.send":
                self.body += message["text"].encode()
            case "websocket.close" | "websocket.http.response.start":
                self.begun.set()
                self.over.set()


@contextmanager
def inside(app: Litestar) -> Iterator[Inside]:
    """Started, and stopped in the end."""
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        started, ended = asyncio.Event(), asyncio.Event()
        living = loop.create_task(_live(app, started, ended))
        loop.run_until_complete(started.wait())
        try:
            yield Inside(app, loop)
        finally:
            ended.set()
            loop.run_until_complete(living)


async def _live(app: Litestar, started: asyncio.Event, ended: asyncio.Event) -> None:
    """In one task, as what it starts demands."""
    async with app.lifespan():
        started.set()
        await ended.wait()
