"""Every operation and every stream, with every token there can be: who is let in is what the
declarations say, and what covers what is what Mastodon's documentation says."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from attrs import frozen

from tests.integration.http.api import oracle
from tests.integration.http.api.matrix.cells import Cells, counted
from tests.integration.http.api.matrix.inside import Answer, Inside, inside
from tests.integration.http.api.programs import App
from tests.integration.http.api.test_edge import path_of
from tests.integration.http.api.test_entities import shape
from tests.integration.http.conftest import SETTINGS
from tests.unit.application.worlds import become, kept
from twite.adapters.http.api.routes import ROUTES
from twite.adapters.http.api.streaming import PATHS
from twite.domain.oauth import Scope
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.web import application

INVALID = "The access token is invalid"
NO_USER = "This method requires an authenticated user"
OUTSIDE = "This action is outside the authorized scopes"
OLD = ("blocks", "follows", "mutes")  # what `follow` was before it was divided
EVERYTHING = " ".join(Scope)
OPENED = 101  # a WebSocket


def covers(held: str, wanted: str) -> bool:
    """https://docs.joinmastodon.org/api/oauth-scopes/"""
    kind, _, part = wanted.partition(":")
    return (
        held in (wanted, kind)
        or (held == "follow" and part in OLD)
        or (wanted == "profile" and held in ("read", "read:accounts"))
    )


@frozen
class Door:
    """A way in: the scope it takes, and whose token."""

    name: str
    path: str
    scope: str
    needs: str
    stream: str = ""

    @property
    def is_stream(self) -> bool:
        return bool(self.stream)

    def refusal(self, *, known: bool, of_user: bool, scopes: str | None) -> str | None:
        """What is said to who comes with such a token, or (None for ``scopes``) with none."""
        if self.scope == "anyone":
            return None
        if scopes is None:
            return INVALID if self.needs != "nobody" else None
        if not known:
            return INVALID
        covered = self.scope == "app" or any(covers(one, self.scope) for one in scopes.split())
        no_user = NO_USER if self.needs == "user" and not of_user else None
        outside = None if covered else OUTSIDE
        return (outside or no_user) if self.is_stream else (no_user or outside)


def doors() -> Iterator[Door]:
    for route in ROUTES:
        declares = route.declares
        yield Door(route.name, path_of(route), str(declares["scope"]), str(declares["needs"]))
    for path, name in PATHS.items():
        scope = "read:notifications" if name == "user:notification" else "read:statuses"
        own = name in ("user", "user:notification", "direct", "list")
        yield Door(f"GET {path}", f"{path}?tag=tea", scope, "user" if own else "app", name)


DOORS = tuple(doors())


@frozen
class Gate:
    """A house, and everybody's tokens."""

    twite: Embedded
    program: Inside
    app: App
    alice: UserId


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    with in_memory(SETTINGS) as twite, ExitStack() as stack:
        program = stack.enter_context(inside(application(twite, SETTINGS, inline_reads=True)))
        yield Gate(twite, program, App.registered(twite), twite.users.register(handle="alice"))


def judge(
    cells: Cells, gate: Gate, token: str | None, *, known: bool, of_user: bool, scopes: str | None
) -> None:
    """Every door with one token."""
    before = kept(gate.twite)
    for door in DOORS:
        wanted = door.refusal(known=known, of_user=of_user, scopes=scopes)
        if door.is_stream:
            _judge_socket(cells, gate, door, token, wanted is None and door.stream != "list")
        if door.is_stream and wanted is None:
            listening = gate.program.listen(door.path, token=token)
            is_let_in = listening.status == (404 if door.stream == "list" else 200)
            gate.program.loop.run_until_complete(listening.close())
            cells.expect(f"{door.name} with {scopes}", True, is_let_in)
            continue
        answer = gate.program.ask(door.name.partition(" ")[0], door.path, token=token)
        cells.expect(f"{door.name} with {scopes}", wanted, _refused(answer))
        if wanted is not None:
            status = 403 if wanted == OUTSIDE else 401
            cells.expect(f"{door.name} with {scopes}, status", status, answer.status)
    if not known or scopes is None:
        cells.expect("nothing is changed", True, before == kept(gate.twite))


def _judge_socket(cells: Cells, gate: Gate, door: Door, token: str | None, wanted: bool) -> None:
    """H031: the same stream on a WebSocket, which opens or does not; nobody has a list."""
    query = f"stream={door.stream}&tag=tea" + (f"&access_token={token}" if token else "")
    socket = gate.program.listen(f"/api/v1/streaming?{query}", socket=True)
    cells.expect(f"{door.name} on a socket", wanted, socket.status == OPENED)
    gate.program.loop.run_until_complete(socket.close())


def _refused(answer: Answer) -> str | None:
    if answer.status not in (401, 403) or "json" not in answer.headers["content-type"]:
        return None
    error = answer.json().get("error")
    return error if error in (INVALID, NO_USER, OUTSIDE) else None


@pytest.mark.parametrize("scope", Scope)
def test_a_scope_opens_what_it_covers(
    request: pytest.FixtureRequest, gate: Gate, scope: Scope
) -> None:
    """H028, H031: each alone, of a user and of an app."""
    with counted(request, "scopes", gate.program) as cells:
        token = gate.app.token_of(gate.alice, scope)
        judge(cells, gate, token, known=True, of_user=True, scopes=scope)
        token = gate.app.token(scope)
        judge(cells, gate, token, known=True, of_user=False, scopes=scope)


@pytest.mark.parametrize("left_out", Scope)
def test_all_but_what_covers_it_does_not_open_it(
    request: pytest.FixtureRequest, gate: Gate, left_out: Scope
) -> None:
    """H028, H029: one is left out, and whatever would stand for it."""
    scopes = " ".join(one for one in Scope if not covers(one, left_out))
    with counted(request, "scopes", gate.program) as cells:
        token = gate.app.token_of(gate.alice, scopes)
        judge(cells, gate, token, known=True, of_user=True, scopes=scopes)


def test_what_is_no_token_opens_nothing(request: pytest.FixtureRequest, gate: Gate) -> None:
    """H028, H037, H053: none, one that nobody knows, and those that have ended."""
    twite, app = gate.twite, gate.app
    ended = {name: twite.users.register(handle=name) for name in ("suspended", "closed", "ended")}
    tokens = {name: app.token_of(id, EVERYTHING) for name, id in ended.items()}
    twite.users.suspend(ended["suspended"])
    become(twite, ended["closed"], UserState.CLOSED)
    twite.oauth.end(twite.oauth.known(tokens["ended"]).token_id, by=ended["ended"])
    with counted(request, "scopes", gate.program) as cells:
        judge(cells, gate, None, known=False, of_user=False, scopes=None)
        for token in ("nobodys", app.client_secret, app.client_id, *tokens.values()):
            judge(cells, gate, token, known=False, of_user=False, scopes=EVERYTHING)


def test_all_there_are_open_everything(request: pytest.FixtureRequest, gate: Gate) -> None:
    with counted(request, "scopes", gate.program) as cells:
        token = gate.app.token_of(gate.alice, EVERYTHING)
        judge(cells, gate, token, known=True, of_user=True, scopes=EVERYTHING)
        judge(cells, gate, gate.app.token(EVERYTHING), known=True, of_user=False, scopes=EVERYTHING)


# Where we are not as is written: whom everybody may see, everybody may look up; and what somebody
# typed is their own.
OTHERWISE = {
    "GET /api/v1/accounts/lookup": "nobody",
    "GET /api/v1/statuses/{id}/source": "user",
}


@oracle.HERE
def test_operations_declare_what_is_documented(request: pytest.FixtureRequest) -> None:
    """H028: of what is for everybody, a token that comes has to cover reading, all the same."""
    documented = {shape(name): said for name, said in oracle.entries().items()}
    with counted(request, "declarations") as cells:
        for route in ROUTES:
            said = documented.get(shape(route.name))
            if said is None:
                continue
            scopes = set(re.findall(r"`([a-z:]+)`", said)) & set(Scope)
            wanted = OTHERWISE.get(route.name) or _whose(said)
            cells.expect(f"{route.name}, needs", wanted, route.declares["needs"])
            of_reading = {"anyone", "app", *(("read:accounts",) if wanted == "nobody" else ())}
            is_so = route.declares["scope"] in (scopes or of_reading)
            cells.expect(f"{route.name}, {route.declares['scope']}: {said}", True, is_so)


def _whose(said: str) -> str:
    if said.startswith("App"):
        return "app"
    return "user" if said.startswith(("User token", "User +")) else "nobody"
