"""Every route of the table, tried by everybody: what it shows, whom it lets in, whose things it
changes.  The expectations come from the declarations and from the one rule, never from a page."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TypeAlias

import pytest
from attrs import evolve, frozen
from httpx import Response
from litestar.testing import TestClient

from tests.integration.http.browsers import Browser
from tests.integration.http.conftest import SETTINGS
from tests.unit.application.worlds import become, kept
from twite.adapters.http.site.reception import Route
from twite.adapters.http.site.routes import ROUTES
from twite.domain.audience import Relation, may_read
from twite.domain.microposts import Micropost, MicropostId, PostText, Visibility
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock
from twite.entrypoints.testing.plugin import signed_up
from twite.entrypoints.web import application

NEVER = "1000000000"  # an id nothing has
TAG = "canaries"
READING = [route for route in ROUTES if route.method == "GET"]
OF_ONE = [route for route in READING if "{id}" in route.path]
OWNED = [route for route in ROUTES if route.declares["owner"] is not None]

# How everybody but strangers stands to the author.
RELATIONS: Mapping[str, Relation] = {
    "other": Relation(),
    "follower": Relation(follows=True),
    "named": Relation(mentioned=True),
    "blocked": Relation(blocked=True),
    "blocker": Relation(blocked=True),
}
# What goes with a path that finds something only when asked for it.
QUERIES: Mapping[str, str] = {"/search": f"q=%23{TAG}"}


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


# -- what is shown --------------------------------------------------------------


@frozen(kw_only=True)
class Aviary:
    """One author, a micropost for every audience, and everybody who looks."""

    author: UserId
    people: Mapping[str, UserId | None]
    microposts: Mapping[Visibility, MicropostId]

    def may_read(
        self, visibility: Visibility, who: str, *, state: UserState, private: bool
    ) -> bool:
        micropost = Micropost(
            id=self.microposts[visibility],
            author_id=self.author,
            text=PostText("canary"),
            visibility=visibility,
            posted_at=NOON,
        )
        told = RELATIONS.get(who, Relation())
        relation = evolve(told, author_is_active=state is UserState.ACTIVE)
        return may_read(micropost, self.people[who], relation, private=private)


def canary(visibility: Visibility) -> str:
    return f"canary{visibility.value}"


def an_aviary(twite: Embedded) -> Aviary:
    author = signed_up(twite, "author")
    people = {name: signed_up(twite, name) for name in RELATIONS}
    twite.follows.follow(by=people["follower"], whom=author)
    twite.blocks.block(by=author, whom=people["blocked"])
    twite.blocks.block(by=people["blocker"], whom=author)
    microposts = {
        visibility: twite.microposts.post(
            author_id=author,
            text=f"{canary(visibility)} #{TAG} @named",
            visibility=visibility,
        )
        for visibility in Visibility
    }
    everybody = {**people, "author": author, "stranger": None}
    return Aviary(author=author, people=everybody, microposts=microposts)


def path_of(route: Route, *, id: str) -> str:
    filled = (
        route.path.replace("{handle}", "author")
        .replace("{tag}", TAG)
        .replace("{id}", id)
        .replace("{digest}", "none")
        .replace("{name}", "none")
    )
    assert "{" not in filled, f"{named(route)}: say here what its parameter stands for"
    query = QUERIES.get(route.path)
    return f"{filled}?{query}" if query else filled


def all_of(answer: Response, id: str) -> tuple[int, str, dict[str, str]]:
    """Everything that reaches a browser, but for the id it asked for, and what is drawn anew for
    every form."""
    text = re.sub(r'name="key" value="[^"]*"', "KEY", answer.text).replace(id, "ID")
    headers = {name: value.replace(id, "ID") for name, value in answer.headers.items()}
    return answer.status_code, text, headers


@contextmanager
def browser_at(twite: Embedded, settings: Settings, who: str) -> Iterator[Browser]:
    app = application(twite, settings, inline_reads=True, clock=StoppedClock())
    with TestClient(app, base_url=settings.base_url) as client:
        browser = Browser(client)
        browser.token()  # the first visit sets a cookie, the next ones do not
        yield browser if who == "stranger" else browser.logged_in(who)


@pytest.mark.parametrize("private", [False, True], ids=["open", "private"])
@pytest.mark.parametrize("state", [UserState.ACTIVE, UserState.SUSPENDED])
@pytest.mark.parametrize("who", [*RELATIONS, "stranger"])
def test_pages_show_what_the_rule_allows_and_nothing_else(
    who: str, state: UserState, private: bool
) -> None:
    """H041, H049, H050, H052: every page, every audience, everybody who may come."""
    settings = evolve(SETTINGS, private=private)
    with in_memory(settings) as twite, ExitStack() as stack:
        aviary = an_aviary(twite)
        browser = stack.enter_context(browser_at(twite, settings, who))
        become(twite, aviary.author, state)
        pages = {named(route): browser.get(path_of(route, id=NEVER)) for route in READING}
        for visibility, id in aviary.microposts.items():
            may = aviary.may_read(visibility, who, state=state, private=private)
            about = {named(route): browser.get(path_of(route, id=str(id))) for route in OF_ONE}

            shown = [
                name
                for name, answer in (pages | about).items()
                if canary(visibility) in answer.text
            ]
            assert ("GET /@{handle}/{id}" in shown) == may
            assert may or not shown
            for name, answer in () if may else about.items():
                assert all_of(answer, str(id)) == all_of(pages[name], NEVER)


# -- who is let in --------------------------------------------------------------


@pytest.mark.parametrize("route", [r for r in ROUTES if r.declares["scope"] == "member"], ids=named)
def test_what_is_for_members_is_for_no_stranger(route: Route) -> None:
    """H053."""
    with in_memory(SETTINGS) as twite, browser_at(twite, SETTINGS, "stranger") as browser:
        id = str(an_aviary(twite).microposts[Visibility.PUBLIC])
        before = kept(twite)

        if route.method == "GET":
            answer = browser.get(path_of(route, id=id))
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/auth/sign_in?next=")
        else:
            answer = browser.send(path_of(route, id=id), text="canary", handle="author")
            assert answer.status_code in (303, 401)
        assert kept(twite) == before


# -- whose things ---------------------------------------------------------------

Making: TypeAlias = Callable[[Embedded, UserId], int]


def a_micropost(twite: Embedded, owner: UserId) -> int:
    return twite.microposts.post(author_id=owner, text="mine")


def a_notification(twite: Embedded, owner: UserId) -> int:
    twite.follows.follow(by=twite.users.register(handle="admirer"), whom=owner)
    (told,) = twite.notifications.page(recipient_id=owner).items
    return told.id


def a_session(twite: Embedded, owner: UserId) -> int:
    twite.sessions.start(owner)
    return twite.sessions.page(owner).items[0].id


def a_draft(twite: Embedded, owner: UserId) -> int:
    return twite.drafts.keep(by=owner, text="mine")


def an_app(twite: Embedded, owner: UserId) -> int:
    home = "https://app.example/cb"
    made = twite.oauth.register(name="Tea", redirect_uris=[home])
    proof = {"client_id": made.app.client_id, "redirect_uri": home}
    code = twite.oauth.authorize(by=owner, **proof)
    twite.oauth.exchange(code=code, client_secret=made.secret, **proof)
    return twite.oauth.page(owner).items[0].id


# What an owner has, by the beginning of the path whose {id} names it.
THINGS: Mapping[str, Making] = {
    "/microposts/{id}": a_micropost,
    "/notifications/{id}": a_notification,
    "/settings/sessions/{id}": a_session,
    "/settings/apps/{id}": an_app,
    "/@{handle}/{id}/edit": a_micropost,
    "/drafts/{id}": a_draft,
}


@pytest.mark.parametrize("route", OWNED, ids=named)
def test_what_is_anothers_is_as_if_it_were_not(route: Route) -> None:
    """H044."""
    (make,) = [make for path, make in THINGS.items() if route.path.startswith(path)]
    with in_memory(SETTINGS) as twite:
        owner = signed_up(twite, "author")
        signed_up(twite, "other")
        with browser_at(twite, SETTINGS, "other") as browser:
            id = str(make(twite, owner))
            before = kept(twite)

            theirs, nobodys = (
                browser.get(path) if route.method == "GET" else browser.send(path, text="ours")
                for path in (path_of(route, id=id), path_of(route, id=NEVER))
            )

            assert theirs.status_code == 404
            assert all_of(theirs, id) == all_of(nobodys, NEVER)
            assert kept(twite) == before


@pytest.mark.parametrize("route", [r for r in ROUTES if "{id}" in r.path], ids=named)
def test_what_is_named_by_an_id_declares_an_owner_or_is_for_readers(route: Route) -> None:
    assert route.declares["owner"] is not None or route.declares["visibility"] == "viewer"
