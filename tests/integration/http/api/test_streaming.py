"""Programs that listen are told what happens while it does, and nothing that is not for them."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import define, frozen
from websocket import WebSocket, WebSocketBadStatusException

from tests.integration.cli.conftest import TWITE
from tests.integration.http.api.programs import App
from tests.integration.servers import serving
from twite.adapters.http.hub import MOST_EARS, MOST_WAITING, Ear, Told
from twite.application.oauth import Access
from twite.application.ports.outbox import Position
from twite.domain.microposts import MicropostId, Visibility
from twite.domain.oauth import AccessTokenId, AppId, Scopes
from twite.domain.streams import Change, News, Stream, StreamKind
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, connect

WAIT_SECONDS = 10.0
CLOSED_SECONDS = 2.0  # so long, at most, one goes on listening whose token has ended
QUIET_SECONDS = 0.5  # so long nothing comes where nothing is to come


@frozen
class House:
    """A server, and the same database in our own hands."""

    url: str
    twite: Embedded
    app: App
    alice: UserId
    bob: UserId

    def address(self, path: str) -> str:
        return f"{self.url}/api/v1/streaming{path}"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("streaming")
    with (
        serving([str(TWITE)], folder=folder, environment={"TWITE_RATE_LIMITS": "off"}) as site,
        connect(f"sqlite:///{folder / 'twite.db'}") as twite,
    ):
        alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
        twite.follows.follow(by=bob, whom=alice)
        yield House(site.url, twite, App.registered(twite), alice, bob)


@define
class Listening:
    """A stream of Server-Sent Events that is open."""

    lines: Iterator[str]

    def next(self) -> tuple[str, str, str]:
        """The next event: its id, name and data."""
        found: dict[str, str] = {}
        for line in self.lines:
            name, _, value = line.partition(": ")
            if line.startswith(":"):
                continue
            if not line and found:
                return found["id"], found["event"], found["data"]
            if line:
                found[name] = value
        raise EOFError

    def names(self, number: int) -> list[str]:
        return [self.next()[1] for _ in range(number)]


@contextmanager
def listening(house: House, path: str, token: str, *, since: str = "") -> Iterator[Listening]:
    headers = {"authorization": f"Bearer {token}"}
    if since:
        headers["last-event-id"] = since
    with httpx.stream("GET", house.address(path), headers=headers, timeout=WAIT_SECONDS) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        assert next(lines) == ":)"
        yield Listening(lines)


class TestServerSentEvents:
    def test_tell_of_what_enters_home_changes_in_it_and_leaves_it(self, house: House) -> None:
        token = house.app.token_of(house.bob)
        with listening(house, "/user", token) as bobs:
            id = house.twite.microposts.post(author_id=house.alice, text="tea")
            _, name, data = bobs.next()
            status = json.loads(data)
            assert (name, status["id"], status["content"]) == ("update", str(id), "<p>tea</p>")
            assert status["favourited"] is False
            house.twite.favourites.favourite(id, by=house.bob)
            house.twite.microposts.edit(id, by=house.alice, text="black tea")
            _, name, data = bobs.next()
            assert (name, json.loads(data)["favourited"]) == ("status.update", True)
            house.twite.microposts.delete(id, by=house.alice)
            assert bobs.next()[1:] == ("delete", str(id))

    def test_tell_of_a_repost_and_of_its_end(self, house: House) -> None:
        carol = house.twite.users.register(handle="carol")
        id = house.twite.microposts.post(author_id=carol, text="coffee")
        with listening(house, "/user", house.app.token_of(house.bob)) as bobs:
            house.twite.reposts.repost(id, by=house.alice)
            _, name, data = bobs.next()
            status = json.loads(data)
            assert (name, status["reblog"]["id"]) == ("update", str(id))
            assert status["account"]["acct"] == "alice"
            house.twite.reposts.undo(id, by=house.alice)
            assert bobs.next()[1:] == ("delete", status["id"])

    def test_tell_whom_it_is_about_and_what_notifies_them(self, house: House) -> None:
        with listening(house, "/user/notification", house.app.token_of(house.alice)) as alices:
            house.twite.microposts.post(author_id=house.bob, text="@alice hello")
            _, name, data = alices.next()
        told = json.loads(data)
        assert (name, told["type"], told["account"]["acct"]) == ("notification", "mention", "bob")

    def test_go_on_where_a_connection_dropped(self, house: House) -> None:
        token = house.app.token_of(house.bob)
        with listening(house, "/user", token) as bobs:
            house.twite.microposts.post(author_id=house.alice, text="heard")
            last, *_ = bobs.next()
        missed = [
            house.twite.microposts.post(author_id=house.alice, text=f"missed {n}") for n in range(3)
        ]
        with listening(house, "/user", token, since=last) as bobs:
            later = house.twite.microposts.post(author_id=house.alice, text="later")
            heard = [json.loads(bobs.next()[2])["id"] for _ in range(4)]
        assert heard == [str(id) for id in (*missed, later)]

    @pytest.mark.parametrize(
        "since", ["x", "1", "1.x", "-1.5", "1_0.0", f"{2**63}.0", f"-{10**25}.0", f"0.{10**25}"]
    )
    def test_take_no_notice_of_ids_that_are_not_theirs(self, house: House, since: str) -> None:
        token = house.app.token_of(house.bob, "read:notifications")
        with listening(house, "/user/notification", token, since=since):
            pass

    def test_tell_a_tag_and_what_is_public_to_all_and_nothing_else(self, house: House) -> None:
        token = house.app.token()
        post = house.twite.microposts.post
        with (
            listening(house, "/public/local", token) as local,
            listening(house, "/hashtag?tag=Tea", token) as tagged,
        ):
            for visibility in (Visibility.FOLLOWERS, Visibility.UNLISTED, Visibility.MENTIONED):
                post(author_id=house.alice, text="@bob #tea", visibility=visibility)
            id = post(author_id=house.alice, text="#tea for all")
            for stream in (local, tagged):
                status = json.loads(stream.next()[2])
                assert status["id"] == str(id)
                assert "favourited" not in status

    def test_tell_nothing_to_whom_a_block_hides_it(self, house: House) -> None:
        erin = house.twite.users.register(handle="erin")
        house.twite.blocks.block(by=house.alice, whom=erin)
        with listening(house, "/public", house.app.token_of(erin)) as erins:
            house.twite.microposts.post(author_id=house.alice, text="not for erin")
            id = house.twite.microposts.post(author_id=house.bob, text="for all")
            assert json.loads(erins.next()[2])["id"] == str(id)

    def test_tell_of_notifications_whom_may_read_them(self, house: House) -> None:
        token = house.app.token_of(house.alice, "read:statuses")
        with listening(house, "/user", token) as alices:
            house.twite.microposts.post(author_id=house.bob, text="@alice are you there?")
            own = house.twite.microposts.post(author_id=house.alice, text="I am")
            _, name, data = alices.next()
        assert (name, json.loads(data)["id"]) == ("update", str(own))

    @pytest.mark.parametrize(
        ("path", "scopes", "status"),
        [
            ("/user", None, 401),
            ("/user", "read:notifications", 403),
            ("/user/notification", "read:statuses", 403),
            ("/public", "write", 403),
            ("/hashtag", "read", 422),
            ("/hashtag?tag=", "read", 422),
            ("/list?list=1", "read", 404),
            ("/public/remote", "read", 404),
            ("?stream=nowhere", "read", 422),
            ("", "read", 422),
        ],
    )
    def test_refuse_others(self, house: House, path: str, scopes: str | None, status: int) -> None:
        headers = {}
        if scopes is not None:
            token = house.app.token_of(house.bob, scopes)
            headers = {"authorization": f"Bearer {token}"}

        answer = httpx.get(house.address(path), headers=headers)

        assert answer.status_code == status
        assert "error" in answer.json()

    def test_refuse_an_app_what_is_a_users(self, house: House) -> None:
        answer = httpx.get(house.address("/user"), params={"access_token": house.app.token()})

        assert answer.status_code == 401

    def test_are_in_good_health(self, house: House) -> None:
        assert httpx.get(house.address("/health")).text == "OK"


class TestAStreamEnds:
    def ended(self, stream: Listening) -> float:
        """After how many seconds."""
        began = time.monotonic()
        with pytest.raises(EOFError):
            stream.next()
        return time.monotonic() - began

    def test_when_its_token_is_revoked(self, house: House) -> None:
        token = house.app.token_of(house.bob)
        with listening(house, "/user", token) as bobs:
            house.twite.oauth.revoke(
                token, client_id=house.app.client_id, client_secret=house.app.client_secret
            )
            assert self.ended(bobs) < CLOSED_SECONDS

    def test_when_its_user_is_suspended(self, house: House) -> None:
        dora = house.twite.users.register(handle="dora")
        with listening(house, "/public", house.app.token_of(dora)) as doras:
            house.twite.users.suspend(dora)
            assert self.ended(doras) < CLOSED_SECONDS

    def test_when_the_server_stops_which_waits_for_none(self, tmp_path: Path) -> None:
        with (
            serving([str(TWITE)], folder=tmp_path) as site,
            connect(f"sqlite:///{tmp_path / 'twite.db'}") as twite,
        ):
            alice = twite.users.register(handle="alice")
            app = App.registered(twite)
            here = House(site.url, twite, app, alice, alice)
            with listening(here, "/user", app.token_of(alice)) as hers:
                site.process.terminate()
                assert self.ended(hers) < CLOSED_SECONDS
                assert site.process.wait(CLOSED_SECONDS) == 0


class TestAWebSocket:
    @contextmanager
    def opened(self, house: House, query: str = "", **asked: Any) -> Iterator[WebSocket]:
        address = f"{house.url.replace('http', 'ws')}/api/v1/streaming{query}"
        socket: Any = WebSocket()
        try:
            socket.connect(address, timeout=WAIT_SECONDS, **asked)
            yield socket
        finally:
            socket.shutdown()

    def test_carries_the_streams_it_is_asked_for_by_the_names_it_was_asked_by(
        self, house: House
    ) -> None:
        token = house.app.token_of(house.bob)
        with self.opened(house, f"?access_token={token}&stream=public:local") as socket:
            socket.send(json.dumps({"type": "subscribe", "stream": "public"}))
            socket.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": "Tea"}))
            socket.send("no JSON")
            assert "error" in json.loads(socket.recv())
            id = house.twite.microposts.post(author_id=house.alice, text="#tea")
            heard = [json.loads(socket.recv()) for _ in range(3)]
            assert sorted(told["stream"] for told in heard) == [
                ["hashtag", "tea"],
                ["public"],
                ["public:local"],
            ]
            assert {json.loads(told["payload"])["id"] for told in heard} == {str(id)}
            for name in ("public", "public:local"):
                socket.send(json.dumps({"type": "unsubscribe", "stream": name}))
            socket.send(json.dumps({"type": "subscribe", "stream": "nowhere"}))
            assert "error" in json.loads(socket.recv())
            house.twite.microposts.delete(id, by=house.alice)
            told = json.loads(socket.recv())
            assert told == {"stream": ["hashtag", "tea"], "event": "delete", "payload": str(id)}
            socket.settimeout(QUIET_SECONDS)
            with pytest.raises(TimeoutError):
                raise TimeoutError if not _heard(socket) else AssertionError

    def test_takes_a_token_as_its_protocol(self, house: House) -> None:
        token = house.app.token_of(house.bob)
        with self.opened(house, "?stream=user", subprotocols=[token]) as socket:
            id = house.twite.microposts.post(author_id=house.alice, text="tea")
            assert json.loads(json.loads(socket.recv())["payload"])["id"] == str(id)

    @pytest.mark.parametrize(
        "query", ["", "?access_token=no", "?stream=user", "?stream=%ff", "?a=1" + 9 * "&a=1"]
    )
    def test_does_not_open_without_one(self, house: House, query: str) -> None:
        with pytest.raises(WebSocketBadStatusException), self.opened(house, query):
            pass

    def test_closes_when_its_token_is_revoked(self, house: House) -> None:
        token = house.app.token_of(house.bob)
        with self.opened(house, f"?stream=user&access_token={token}") as socket:
            house.twite.oauth.end(house.twite.oauth.known(token).token_id, by=house.bob)
            began = time.monotonic()
            assert not socket.recv()
        assert time.monotonic() - began < CLOSED_SECONDS


def _heard(socket: WebSocket) -> bool:
    try:
        return bool(socket.recv())
    except Exception:  # whatever it calls that nothing came
        return False


class TestAnEar:
    def ear(self, user_id: int | None = 1) -> Ear:
        return Ear(
            Access(
                token_id=AccessTokenId(1),
                app_id=AppId(1),
                client_id="x",
                app_name="Birdsong",
                app_website=None,
                user_id=UserId(user_id) if user_id is not None else None,
                handle="",
                scopes=Scopes.of("read"),
                is_unseen=False,
            )
        )

    def told(self, number: int) -> Told:
        news = News(change=Change.LEFT, micropost_id=MicropostId(number))
        return Told(Position(0, number), news, Stream(StreamKind.LOCAL), str(number))

    def test_that_takes_nothing_away_is_let_go(self) -> None:
        ear = self.ear()
        for number in range(1, MOST_WAITING + 2):
            ear.tell(self.told(number))

        assert not ear.is_open
        assert ear.heard.get_nowait() is None
        ear.tell(self.told(9_999))
        assert ear.heard.empty()

    def test_hears_nothing_twice(self) -> None:
        ear = self.ear()
        ear.after = Position(0, 5)
        for number in (4, 5, 6):
            ear.tell(self.told(number))

        assert ear.heard.qsize() == 1

    def test_of_one_user_are_so_many(self, house: House) -> None:
        token = house.app.token_of(house.twite.users.register(handle="frank"))
        with (
            httpx.Client(limits=httpx.Limits(max_connections=None), timeout=WAIT_SECONDS) as client,
        ):
            headers = {"authorization": f"Bearer {token}"}
            address = house.address("/user")
            open_ones = [
                client.send(client.build_request("GET", address, headers=headers), stream=True)
                for _ in range(MOST_EARS + 1)
            ]
            statuses = [answer.status_code for answer in open_ones]
            for answer in open_ones:
                answer.close()
        assert statuses == [200] * MOST_EARS + [429]


@pytest.mark.parametrize("options", [(), ("--verbose", "--access-log")])
def test_nothing_of_a_token_stands_in_the_log(tmp_path: Path, options: tuple[str, ...]) -> None:
    """H113: an address with a token in it is one of a stream's.  Whatever else was asked for."""
    before, after = options[:1], options[1:]
    path = tmp_path / "log"
    with (
        path.open("w") as log,
        serving([str(TWITE), *before], folder=tmp_path, arguments=after, log=log) as site,
    ):
        assert httpx.get(f"{site.url}/api/openapi.json").status_code == 200
        asked = f"{site.url}/api/v1/streaming"
        httpx.get(f"{asked}/user", params={"access_token": "canary"})
        socket: Any = WebSocket()
        with pytest.raises(WebSocketBadStatusException):
            socket.connect(f"{asked.replace('http', 'ws')}?access_token=canary")

    said = path.read_text()
    assert ("request answered" in said) == bool(options)
    assert "canary" not in said
    assert "127.0.0.1:" not in said
