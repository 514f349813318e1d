"""A day of three people at a server of its own, from log-in to log-out, by addresses alone."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from attrs import define

from tests.integration.cli.conftest import TWITE
from tests.integration.servers import serving
from twite.entrypoints.library import connect
from twite.entrypoints.testing.plugin import PASSWORD, signed_up


@define
class Caller:
    """Somebody at that house; what an address is, they were told there."""

    http: httpx.Client
    user: Any = None

    def log_in(self, name: str) -> httpx.Response:
        answer = self.http.post("/api/login", json={"login": name, "password": PASSWORD})
        self.user = answer.json()["user"]
        self.http.headers["authorization"] = f"Bearer {answer.json()['token']}"
        return answer

    def texts(self, address: str) -> list[str]:
        answer = self.http.get(address)
        assert answer.status_code == 200, answer.text
        return [one["text"] for one in answer.json()["items"]]

    def names(self, address: str) -> list[str]:
        return [one["name"] for one in self.http.get(address).json()["items"]]


@pytest.fixture
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Caller]]:
    folder = tmp_path_factory.mktemp("rest")
    with serving([str(TWITE)], folder=folder) as site, ExitStack() as stack:
        with connect(f"sqlite:///{folder / 'twite.db'}") as twite:
            for name in ("alice", "bob"):
                signed_up(twite, name)
        clients = [httpx.Client(base_url=site.url) for _ in range(3)]
        yield [Caller(stack.enter_context(client)) for client in clients]


def test_from_log_in_to_log_out(callers: list[Caller]) -> None:
    alice, bob, stranger = callers

    alice.log_in("alice")
    bob.log_in("bob@example.org")
    assert (alice.user["name"], bob.user["name"]) == ("alice", "bob")

    posted = alice.http.post(alice.user["collection"], json={"text": "tea at five"})
    assert posted.status_code == 201
    href = posted.json()["href"]
    assert posted.headers["location"] == href
    assert stranger.http.get(href).json() == posted.json()

    edited = alice.http.put(href, json={"text": "tea at six", "language": "en"})
    assert edited.status_code == 200
    assert edited.json()["edited_at"] is not None
    assert stranger.texts(alice.user["collection"]) == ["tea at six"]

    answer = {"text": "I'll come", "in_reply_to_id": posted.json()["id"]}
    replied = bob.http.post(bob.user["collection"], json=answer).json()
    assert replied["in_reply_to"] == href

    timeline = "/api/users/bob/timeline"
    assert bob.texts(timeline) == ["I'll come"]
    followed = bob.http.post(bob.user["following"], json={"name": "alice"})
    assert (followed.status_code, followed.json()["state"]) == (201, "following")
    assert bob.texts(timeline) == ["I'll come", "tea at six"]
    assert stranger.names(bob.user["following"]) == ["alice"]
    assert stranger.names(alice.user["followers"]) == ["bob"]
    assert set(stranger.names("/api/users")) == {"alice", "bob"}

    assert stranger.texts("/api/search?text=tea") == ["tea at six"]
    assert stranger.texts("/api/search?user=bob&text=tea") == []
    assert stranger.texts("/api/search?user=bob") == ["I'll come"]

    assert bob.http.delete(followed.json()["href"]).status_code == 204
    assert bob.names(bob.user["following"]) == []
    assert bob.texts(timeline) == ["I'll come"]

    assert alice.http.delete(href).status_code == 204
    gone, never = stranger.http.get(href), stranger.http.get(f"{alice.user['collection']}/1")
    assert (gone.status_code, gone.content) == (never.status_code, never.content)
    assert stranger.texts("/api/search?text=tea") == []
    assert stranger.http.get(replied["href"]).json()["in_reply_to"] is None

    assert alice.http.post("/api/logout").status_code == 204
    for asked in ("/api/users", "/api/users/alice/timeline"):
        refused = alice.http.get(asked)
        assert refused.status_code == 401
        assert refused.json() == {"error": "The access token is invalid"}
    assert bob.http.get(timeline).status_code == 200
