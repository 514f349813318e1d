"""Pages of `twite serve`, a process of its own reached through a real socket, beside bare ones.

Processor time is that of the serving process: all of it, threads and all.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from attrs import define, field, frozen

from bench.floors import TEXT
from bench.reading import COMPARED, READINGS, READS, Figure, Readers, Spent, figure
from tests.integration.servers import free_port, serving
from twite.domain.users import UserId
from twite.entrypoints.library import connect
from twite.entrypoints.settings import Dispatch, Settings

# As it is installed to serve: dependency-injector takes werkzeug in where it is found, and only
# developers have it.
TWITE = (
    sys.executable,
    "-c",
    "import sys; sys.modules['werkzeug'] = None; from twite.entrypoints.cli import main; main()",
)
CLIENTS = 8
LOGINS = 32
START_SECONDS = 30
IDLE_SECONDS = 2
PASSWORD = "tea at half past five"
# What a post causes is measured apart; who reads here reads more than one may.
ENVIRONMENT = {"TWITE_DISPATCH": "worker", "TWITE_RATE_LIMITS": "off"}
_SHOWN = re.compile(r'class="when" href="/@\w+/(\d+)"')
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@frozen(kw_only=True)
class Served:
    """What was measured of a server."""

    figures: list[Figure]
    posts_a_second: float  # acknowledged to so many clients
    started: int  # bytes of memory: before the first page,
    reading: int  # after all those pages,
    logins: int  # and at the most, with many log-ins at once


@define
class Client:
    """One connection that is kept, but not for so long that the server hangs up first."""

    _url: str
    _asked_at: float = field(init=False, default=0.0)
    _connection: HTTPConnection = field(init=False)

    def __attrs_post_init__(self) -> None:
        parts = urlsplit(self._url)
        self._connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)

    def get(self, path: str, cookie: str = "") -> str:
        status, body, _ = self._ask("GET", path, None, {"Cookie": cookie} if cookie else {})
        assert status == HTTPStatus.OK, (path, status)
        return body

    def post(self, path: str, cookie: str, **fields: str) -> int:
        kind = "application/x-www-form-urlencoded"
        headers = {"Cookie": cookie, "Content-Type": kind}
        return self._ask("POST", path, urlencode(fields), headers)[0]

    def call(
        self, method: str, path: str, *, token: str, said: Mapping[str, str] | None = None
    ) -> str:
        """As a program does."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = json.dumps(said) if said is not None else None
        status, answer, _ = self._ask(method, path, body, headers)
        assert status == HTTPStatus.OK, (path, status, answer)
        return answer

    def form(self, path: str, cookie: str = "") -> tuple[str, str]:
        """The form's secret, and the cookies that belong to it."""
        headers = {"Cookie": cookie} if cookie else {}
        _, body, set_cookies = self._ask("GET", path, None, headers)
        token = _CSRF.search(body)
        assert token is not None, path
        return token[1], "; ".join((cookie, *(each.partition(";")[0] for each in set_cookies)))

    def close(self) -> None:
        self._connection.close()

    def _ask(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> tuple[int, str, list[str]]:
        if time.monotonic() - self._asked_at > IDLE_SECONDS:
            self._connection.close()  # the next request opens another
        self._connection.request(method, path, body, dict(headers))
        answer = self._connection.getresponse()
        said = answer.read().decode()
        self._asked_at = time.monotonic()
        return answer.status, said, answer.headers.get_all("set-cookie", [])


def measure(
    database: Path,
    readers: Readers,
    handles: Mapping[int, str],
    *,
    turns: int,
    seconds: float,
    logins: int = LOGINS,
) -> Served:
    """Pages in turns with bare ones, a post before each turn; then posts of many, then log-ins."""
    cookies = _cookies(database, readers, logins)
    environment = {**ENVIRONMENT, "TWITE_DATABASE_URL": f"sqlite:///{database}"}
    with (
        serving(TWITE, folder=database.parent, environment=environment) as site,
        bare(database) as (bare_url, bare_process),
    ):
        process = site.process.pid
        twite, floor = Client(site.url), Client(bare_url)
        twite.get("/health")
        started = resident(process)
        visits = Visits(twite, floor, readers, cookies, handles)
        figures = list(visits.measured(clock(process), clock(bare_process), turns))
        reading = resident(process)
        posts = _posts_a_second(site.url, list(cookies.values())[:CLIENTS], seconds)
        _log_in(site.url, logins)
        twite.close()
        floor.close()
        return Served(
            figures=figures,
            posts_a_second=posts,
            started=started,
            reading=reading,
            logins=resident(process, "VmHWM"),
        )


@frozen
class Visits:
    """Readers who look at pages, and write now and then."""

    twite: Client
    floor: Client
    readers: Readers
    cookies: Mapping[UserId, str]
    handles: Mapping[int, str]

    def measured(self, clock: Any, floor_clock: Any, turns: int) -> Iterator[Figure]:
        posted = Spent(clock), Spent(floor_clock)
        for what in READINGS:
            self._compare(what)
            spent = Spent(clock), Spent(floor_clock)
            for _ in range(turns):
                author = self.readers.one()
                cookie = self.cookies[author]
                csrf, _ = self.twite.form("/", cookie)
                asked = [self.readers.asking(what) for _ in range(READS)]
                posted[0].on([partial(_post, self.twite, cookie, csrf)])
                spent[0].on([partial(self._ours, what, *one) for one in asked])
                posted[1].on([partial(self._bare_post, author)])
                spent[1].on([partial(self._bare, what, *one) for one in asked])
            yield figure("sqlite", "page", what, *spent)
        yield figure("sqlite", "page", "post", *posted)

    def _compare(self, what: str) -> None:
        for viewer, about in (self.readers.asking(what) for _ in range(COMPARED)):
            shown = _SHOWN.findall(self._ours(what, viewer, about))
            by_hand = _SHOWN.findall(self._bare(what, viewer, about))
            if what == "thread":  # its page shows what it is about, too, and begins with it
                shown = [id for id in shown if id in by_hand]
                by_hand = by_hand[: len(shown)]
            assert shown == by_hand, (what, viewer, about)

    def _ours(self, what: str, viewer: UserId, about: Any) -> str:
        path = {
            "home": "/",
            "profile": f"/@{self.handles.get(about)}",
            "thread": f"/@{self.handles.get(about)}/{about}",
            "search": f"/search?q={quote(str(about))}",
        }[what]
        return self.twite.get(path, self.cookies[viewer])

    def _bare(self, what: str, viewer: UserId, about: Any) -> str:
        return self.floor.get(f"/{what}?{urlencode({'viewer': viewer, 'about': about})}")

    def _bare_post(self, author: UserId) -> None:
        status = self.floor.post(f"/post?viewer={author}&about=0", "", text=TEXT)
        assert status == HTTPStatus.SEE_OTHER, status


# -- processes ------------------------------------------------------------------------


@contextmanager
def bare(database: Path) -> Iterator[tuple[str, int]]:
    """The floors behind a server of their own: where it is, and its process."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "bench.bare", str(database), str(port)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1])
    try:
        _wait_for(url)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        client = Client(url)
        try:
            client.get("/home?viewer=1&about=0")
        except OSError:
            assert time.monotonic() < until, "it does not start"
            time.sleep(0.1)
        else:
            return
        finally:
            client.close()


def clock(process: int) -> Any:
    """Seconds of the processor that a process has had, to the nanosecond (the number of such a
    clock is made by Linux's MAKE_PROCESS_CPUCLOCK)."""
    return partial(time.clock_gettime, (~process << 3) | 2)


def resident(process: int, what: str = "VmRSS") -> int:
    """Bytes of memory: now, or at the most (VmHWM)."""
    status = Path(f"/proc/{process}/status").read_text()
    (kilobytes,) = re.findall(rf"{what}:\s+(\d+) kB", status)
    return int(kilobytes) * 1024


# -- many at once ---------------------------------------------------------------------


def _cookies(database: Path, readers: Readers, logins: int) -> dict[UserId, str]:
    """A session for every reader; and people who can log in."""
    with connect(f"sqlite:///{database}", Settings(dispatch=Dispatch.WORKER)) as twite:
        for number in range(logins):
            twite.credentials.sign_up(
                handle=f"login{number}", email=f"l{number}@example.org", password=PASSWORD
            )
        return {
            id: f"twite_session={twite.sessions.start(id)}; twite_csrf=of-{id}"
            for id in readers.users
        }


def _post(client: Client, cookie: str, csrf: str) -> None:
    status = client.post("/microposts", cookie, csrf=csrf, text=TEXT, visibility="public")
    assert status == HTTPStatus.SEE_OTHER, status


def _posts_a_second(url: str, cookies: list[str], seconds: float) -> float:
    """Each client waits for the answer before it posts again."""

    def posting(cookie: str) -> int:
        client, posted = Client(url), 0
        csrf, _ = client.form("/", cookie)
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            _post(client, cookie, csrf)
            posted += 1
        client.close()
        return posted

    with ThreadPoolExecutor(len(cookies)) as pool:
        return sum(pool.map(posting, cookies)) / seconds


def _log_in(url: str, many: int) -> None:
    """All of them at once; most get in, the others are asked to come again."""

    def one(number: int) -> int:
        client = Client(url)
        csrf, cookie = client.form("/auth/sign_in")
        fields = {"csrf": csrf, "login": f"login{number}", "password": PASSWORD}
        status = client.post("/auth/sign_in", cookie, **fields)
        client.close()
        return status

    with ThreadPoolExecutor(many) as pool:
        statuses = list(pool.map(one, range(many)))
    assert statuses.count(HTTPStatus.SEE_OTHER) > many // 2, statuses
