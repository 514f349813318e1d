"""Every operation that apps cannot do without answers what Mastodon's schema asks of it, whoever
asks."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest
from attrs import frozen
from litestar.testing import TestClient

from tests.integration.http.api import oracle
from tests.integration.http.api.programs import App, Program
from tests.integration.http.conftest import SETTINGS
from twite.adapters.http.api.reception import Route
from twite.adapters.http.api.routes import ROUTES
from twite.domain.microposts import Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import in_memory
from twite.entrypoints.web import application


def shape(name: str) -> str:
    return re.sub(r"\{\w+\}", "{}", name)


SERVED: Mapping[str, Route] = {shape(route.name): route for route in ROUTES}
# The schema has one filter here, where the documentation has a list, and there are none.
NOT_ASKED = {"GET /api/v1/filters"}
ASKED = [
    name for name in oracle.tiers("C0", "C1") if shape(name) in SERVED and name not in NOT_ASKED
]
BY_NAME = [
    "POST /api/v1/follow_requests/{account_id}/authorize",
    "POST /api/v1/follow_requests/{account_id}/reject",
    "GET /api/v1/statuses/{id}/history",
    "POST /api/v1/statuses/{id}/pin",
    "POST /api/v1/statuses/{id}/unpin",
    "POST /api/v1/accounts/{id}/remove_from_followers",
    "GET /api/v1/accounts",
    "GET /api/v1/statuses",
    "POST /api/v1/accounts/{id}/note",
    "POST /api/v1/statuses/{id}/mute",
    "POST /api/v1/statuses/{id}/unmute",
]
# What answers nothing, whoever asks; elsewhere, a list with nothing in it shows nothing.
NOTHING = {
    "GET /api/v1/announcements",
    "GET /api/v1/custom_emojis",
    "GET /api/v1/lists",
    "GET /api/v2/filters",
    "POST /api/v1/notifications/clear",
    "POST /api/v1/notifications/{id}/dismiss",
    "POST /oauth/revoke",
}
OF_THE_SITE = {"GET /oauth/authorize"}  # a page for people
VIEWERS = ("anonymous", "stranger", "follower", "author")


@frozen(kw_only=True)
class Town:
    """An author with all there can be about one, and people who look."""

    author: UserId
    other: UserId
    status: int
    answer: int
    notification: Mapping[str, int]
    programs: Mapping[str, Program]
    app: App


@pytest.fixture
def town() -> Iterator[Town]:
    with in_memory(SETTINGS) as twite, ExitStack() as stack:
        author, follower, stranger, other, rogue, asker = (
            twite.users.register(handle=name)
            for name in ("author", "follower", "stranger", "other", "rogue", "asker")
        )
        people = {"author": author, "follower": follower, "stranger": stranger}
        twite.users.edit_profile(
            by=author, bio="I am\n\n#tea", links=[("Web", "https://a.example")]
        )
        twite.follows.follow(by=follower, whom=author)
        for id in people.values():
            twite.follows.follow(by=other, whom=id)
        status = twite.microposts.post(
            author_id=author,
            text="hello @follower and @stranger #tea https://example.org/x",
            content_warning="warm",
            language="en",
        )
        twite.microposts.edit(status, by=author, text="hello @follower and @stranger #tea")
        answer = twite.microposts.post(
            author_id=other,
            text="@author @follower @stranger me too",
            in_reply_to_id=status,
            visibility=Visibility.UNLISTED,
        )
        for id in people.values():
            for about in (status, answer):
                twite.favourites.favourite(about, by=id)
                twite.bookmarks.bookmark(about, by=id)
                twite.reposts.repost(about, by=id)
            twite.users.edit_profile(by=id, locked=True)
            twite.follows.follow(by=asker, whom=id)
            twite.blocks.block(by=id, whom=rogue)
            twite.mutes.mute(by=id, whom=asker)
            twite.markers.move(by=id, home=status, notifications=1)
        twite.follows.follow(by=author, whom=other)
        twite.microposts.pin(status, by=author)
        app = App.registered(twite)
        site = application(twite, SETTINGS, inline_reads=True)
        client = stack.enter_context(TestClient(site, base_url=SETTINGS.base_url))
        told = {
            name: twite.notifications.page(recipient_id=id).items[0].id
            for name, id in people.items()
        }
        yield Town(
            author=author,
            other=other,
            status=status,
            answer=answer,
            notification=told,
            app=app,
            programs={
                "anonymous": Program(client),
                **{name: Program(client, app.token_of(id)) for name, id in people.items()},
            },
        )


def path_of(route: Route, town: Town, viewer: str) -> str:
    about = {
        "/accounts/": town.other if route.method == "POST" else town.author,
        "/follow_requests/": town.other,
        "/statuses/": town.status,
        "/notifications/": town.notification.get(viewer, 1),
    }
    id = next((id for part, id in about.items() if part in route.path), 0)
    path = route.path.replace("{id}", str(id)).replace("{hashtag}", "tea")
    queries = {
        "/api/v1/accounts": f"?id[]={town.author}&id[]={town.other}",
        "/api/v1/statuses": f"?id[]={town.status}&id[]={town.answer}",
        "/api/v1/accounts/relationships": f"?id[]={town.author}&id[]={town.other}",
        "/api/v1/accounts/lookup": "?acct=author",
        "/api/v1/accounts/search": "?q=author",
        "/api/v1/markers": "?timeline[]=home&timeline[]=notifications",
        "/api/v2/search": "?q=hello",
    }
    return path + (queries.get(path, "") if route.method == "GET" else "")


def sent_to(route: Route, town: Town) -> Mapping[str, Any]:
    """What goes with it."""
    if route.method not in ("POST", "PUT", "PATCH"):
        return {}
    proof = {"client_id": town.app.client_id, "client_secret": town.app.client_secret}
    by_app = {
        "/oauth/token": {"grant_type": "client_credentials", **proof},
        "/oauth/revoke": {"token": "nobody's", **proof},
        "/api/v1/apps": {"client_name": "Tea", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"},
    }
    return {"json": by_app.get(route.path) or SENT.get(route.name, {})}


SENT: Mapping[str, Mapping[str, Any]] = {
    "POST /api/v1/statuses": {"status": "tea", "visibility": "private"},
    "PUT /api/v1/statuses/{id}": {"status": "better tea"},
    "PATCH /api/v1/accounts/update_credentials": {"note": "more"},
    "POST /api/v1/markers": {"home": {"last_read_id": "5"}},
    "POST /api/v1/accounts/{id}/note": {"comment": "likes tea"},
}


@oracle.HERE
@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("operation", [*ASKED, *BY_NAME])
def test_has_all_that_apps_ask_of_it(town: Town, operation: str, viewer: str) -> None:
    """Of the issue, 2."""
    route = SERVED[shape(operation)]

    answer = town.programs[viewer].ask(
        route.method, path_of(route, town, viewer), **sent_to(route, town)
    )

    if viewer == "anonymous" and route.declares["needs"] != "nobody":
        assert answer.status_code == 401
        assert set(answer.json()) == {"error"}
        return
    if route.declares["owner"] is not None and viewer != "author" and "/statuses/" in route.path:
        assert answer.status_code == 404
        assert answer.json() == {"error": "Record not found"}
        return
    assert answer.status_code == 200, answer.text
    assert oracle.faults(operation, answer.json()) == []
    assert answer.json() or viewer == "anonymous" or operation in NOTHING


@oracle.HERE
def test_leaves_out_no_operation_that_apps_cannot_do_without() -> None:
    served = {*SERVED, *map(shape, OF_THE_SITE)}

    assert {name for name in oracle.tiers("C0", "C1") if shape(name) not in served} == set()
    assert {*ASKED} | NOT_ASKED | OF_THE_SITE == {*oracle.tiers("C0", "C1")}


@oracle.HERE
def test_finds_what_is_missing() -> None:
    """The oracle itself."""
    told = oracle.faults("GET /api/v1/statuses/{id}", {"id": 5, "visibility": "some"})

    assert "answer.content is missing" in told
    assert "answer.id is 5, and should be ['string']" in told
    assert any("'some'" in one for one in told)
