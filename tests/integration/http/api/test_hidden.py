"""What one may not see, no operation shows: the expectations come from the one rule."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from attrs import evolve
from httpx import Response
from litestar.testing import TestClient

from tests.integration.http.api.programs import ROUTES, App, Program
from tests.integration.http.conftest import SETTINGS
from tests.integration.http.test_matrix import RELATIONS, TAG, Aviary, an_aviary, canary
from tests.unit.application.worlds import become, kept
from twite.adapters.http.api.entities.notifications import Notifications
from twite.adapters.http.api.entities.statuses import Statuses
from twite.adapters.http.api.reception import Route
from twite.application.follows import Follows
from twite.domain.microposts import Visibility
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.web import application

NEVER = 1_000_000_000  # an id nothing has
READING = [route for route in ROUTES if route.method == "GET"]
OF_ONE = [r for r in ROUTES if "/statuses/{id}" in r.path or "/collection/{id}" in r.path]
READING_ONE = [route for route in OF_ONE if route.method == "GET"]
CHANGING_ONE = [route for route in OF_ONE if route.method != "GET"]
# What goes with a path that finds something only when asked for it.
QUERIES: Mapping[str, str] = {
    "/api/v2/search": f"q=%23{TAG}",
    "/api/v1/accounts/search": "q=author",
    "/api/v1/accounts/lookup": "acct=author",
    "/api/search": f"text=%23{TAG}",
    "/.well-known/webfinger": "resource=acct:author@testserver.local",
}


def path_of(route: Route, aviary: Aviary, *, id: int) -> str:
    about = aviary.author if "/accounts/" in route.path else id
    path = route.path.replace("{id}", str(about)).replace("{hashtag}", TAG)
    path = path.replace("{name}", "author").replace("{other}", "other")
    assert "{" not in path, f"{route.name}: say here what its parameter stands for"
    several = {
        "/api/v1/statuses": "&".join(f"id[]={one}" for one in aviary.microposts.values()),
        "/api/v1/accounts": f"id[]={aviary.author}",
        "/api/v1/accounts/relationships": f"id[]={aviary.author}",
    }
    query = {**QUERIES, **several}.get(path, "") if route.method == "GET" else ""
    return f"{path}?{query}" if query else path


def all_of(answer: Response, id: int) -> tuple[int, Any, dict[str, str]]:
    """Everything that reaches a program, but for the id it asked for."""
    headers = {name: value.replace(str(id), "ID") for name, value in answer.headers.items()}
    return answer.status_code, json.loads(answer.text.replace(str(id), "ID")), headers


@contextmanager
def program_of(twite: Embedded, aviary: Aviary, settings: Settings, who: str) -> Iterator[Program]:
    app = App.registered(twite)
    user_id = aviary.people[who]
    token = app.token_of(user_id) if user_id is not None else None
    site = application(twite, settings, inline_reads=True)
    with TestClient(site, base_url=settings.base_url) as client:
        yield Program(client, token)


def gone(twite: Embedded, aviary: Aviary) -> None:
    """What everybody did about the author's microposts before something came between them."""
    for name in RELATIONS:
        user_id = aviary.people[name]
        assert user_id is not None
        twite.microposts.post(author_id=user_id, text="@author something else")


@pytest.mark.parametrize("private", [False, True], ids=["open", "private"])
@pytest.mark.parametrize("state", [UserState.ACTIVE, UserState.SUSPENDED])
@pytest.mark.parametrize("who", [*RELATIONS, "stranger", "author"])
def test_operations_show_what_the_rule_allows_and_nothing_else(
    who: str, state: UserState, private: bool
) -> None:
    """H041, H043, H049, H050, H052: every operation, every audience, everybody who may ask."""
    settings = evolve(SETTINGS, private=private)
    if who == "author" and state is UserState.SUSPENDED:
        return  # nobody is known by their tokens: see test_operations
    with in_memory(settings) as twite, ExitStack() as stack:
        aviary = an_aviary(twite)
        gone(twite, aviary)
        program = stack.enter_context(program_of(twite, aviary, settings, who))
        become(twite, aviary.author, state)

        lists = {route.name: program.get(path_of(route, aviary, id=NEVER)) for route in READING}
        never = {route.name: lists[route.name] for route in READING_ONE}
        for visibility, id in aviary.microposts.items():
            may = aviary.may_read(visibility, who, state=state, private=private)
            about = {
                route.name: program.get(path_of(route, aviary, id=id)) for route in READING_ONE
            }

            shown = [
                name
                for name, answer in (lists | about).items()
                if canary(visibility) in answer.text
            ]
            for name in ("GET /api/v1/statuses/{id}", "GET /api/users/{name}/collection/{id}"):
                assert (name in shown) == may
            assert may or not shown
            for name, answer in () if may else about.items():
                assert all_of(answer, id) == all_of(never[name], NEVER), name


@pytest.mark.parametrize("who", [*RELATIONS, "stranger"])
def test_nobody_changes_what_they_may_not_see(who: str) -> None:
    """H043, H044: not a word of it comes back, and nothing is kept."""
    with in_memory(SETTINGS) as twite, ExitStack() as stack:
        aviary = an_aviary(twite)
        program = stack.enter_context(program_of(twite, aviary, SETTINGS, who))
        before = kept(twite)
        for visibility, id in aviary.microposts.items():
            if aviary.may_read(visibility, who, state=UserState.ACTIVE, private=False):
                continue
            for route in CHANGING_ONE:
                sent = {"status": "x", "text": "x"}
                told = program.ask(route.method, path_of(route, aviary, id=id), json=sent)
                never = program.ask(route.method, path_of(route, aviary, id=NEVER), json=sent)

                assert all_of(told, id) == all_of(never, NEVER), route.name
                assert told.status_code in (401, 404)
            answer = {"status": "x", "in_reply_to_id": str(id)}
            replied = program.post("/api/v1/statuses", json=answer)
            assert replied.status_code in (401, 404)
            ours = {"text": "x", "in_reply_to_id": str(id)}
            replied = program.post(f"/api/users/{who}/collection", json=ours)
            assert replied.status_code in (401, 404)
        assert kept(twite) == before


@pytest.mark.parametrize("who", [*RELATIONS, "stranger"])
@pytest.mark.parametrize(
    "route",
    [route for route in CHANGING_ONE if route.declares["owner"] is not None],
    ids=lambda route: route.name,
)
def test_what_is_somebodys_is_changed_by_nobody_else(route: Route, who: str) -> None:
    """H044."""
    with in_memory(SETTINGS) as twite, ExitStack() as stack:
        aviary = an_aviary(twite)
        program = stack.enter_context(program_of(twite, aviary, SETTINGS, who))
        before = kept(twite)

        answer = program.ask(
            route.method,
            path_of(route, aviary, id=aviary.microposts[Visibility.PUBLIC]),
            json={"status": "mine now", "text": "mine now"},
        )

        assert answer.status_code == (401 if who == "stranger" else 404)
        assert not re.search("canary", answer.text)
        assert kept(twite) == before


@pytest.mark.parametrize(
    ("kind", "reading", "method", "path"),
    [
        (Statuses, "of", "GET", "statuses/{said}"),
        (Statuses, "entries", "POST", "statuses/{said}/reblog"),
        (Notifications, "of", "GET", "notifications/{told}"),
        (Follows, "relations", "POST", "accounts/{bob}/note"),
        (Follows, "relations", "POST", "accounts/{bob}/follow"),
    ],
)
def test_who_goes_while_they_are_looked_up_is_not_found(
    *,
    alices: Program,
    twite: Embedded,
    alice: UserId,
    bob: UserId,
    monkeypatch: pytest.MonkeyPatch,
    kind: type,
    reading: str,
    method: str,
    path: str,
) -> None:
    said = twite.microposts.post(author_id=bob, text="@alice tea")
    (told,) = twite.notifications.page(recipient_id=alice).items
    monkeypatch.setattr(kind, reading, lambda *_, **__: {})

    address = path.format(said=said, told=told.id, bob=bob)
    answer = alices.ask(method, f"/api/v1/{address}", **({"json": {}} if method == "POST" else {}))

    assert answer.status_code == 404


def test_what_is_told_of_is_left_out_where_its_author_goes_meanwhile(
    alices: Program, twite: Embedded, bob: UserId, monkeypatch: pytest.MonkeyPatch
) -> None:
    twite.microposts.post(author_id=bob, text="@alice tea")
    assert len(alices.get("/api/v1/notifications").json()) == 1

    monkeypatch.setattr(Statuses, "of", lambda *_, **__: [])

    assert alices.get("/api/v1/notifications").json() == []
