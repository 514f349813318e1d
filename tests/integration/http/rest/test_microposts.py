"""What users say: posted, read, edited and deleted at their addresses; timelines and search."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from tests.integration.http.api.programs import Program
from tests.integration.http.conftest import SETTINGS
from tests.integration.http.rest.conftest import Start
from tests.integration.http.rest.test_users import both_ways
from tests.unit.application.worlds import kept
from twite.domain.microposts import MicropostId, Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import StoppedClock

ALICES = "/api/users/alice/collection"


def texts(program: Program, path: str) -> list[str]:
    answer = program.get(path)
    assert answer.status_code == 200, answer.text
    return [one["text"] for one in answer.json()["items"]]


@pytest.fixture
def said(twite: Embedded, alice: UserId) -> MicropostId:
    return twite.microposts.post(author_id=alice, text="tea", language="en")


class TestPosting:
    def test_says_all_that_can_be_said(self, alices: Program, said: MicropostId) -> None:
        answer = alices.post(
            ALICES,
            json={
                "text": "Tee",
                "content_warning": "hot",
                "language": "de",
                "sensitive": True,
                "visibility": "followers",
                "in_reply_to_id": str(said),
            },
        )

        assert answer.status_code == 201
        told = answer.json()
        site = "http://testserver.local/api/users/alice"
        assert told == {
            "href": answer.headers["location"],
            "id": told["id"],
            "author": {
                "name": "alice",
                "display_name": "alice",
                "collection": f"{site}/collection",
                "following": f"{site}/following",
                "followers": f"{site}/followers",
            },
            "text": "Tee",
            "content_warning": "hot",
            "language": "de",
            "sensitive": True,
            "visibility": "followers",
            "in_reply_to": f"{site}/collection/{said}",
            "posted_at": "2026-03-01T12:00:00Z",
            "edited_at": None,
            "reposted_by": None,
        }
        assert alices.get(told["href"]).json() == told

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ({}, 422),
            ({"text": ""}, 422),
            ({"text": " \n"}, 422),
            ({"text": "x" * 501}, 422),
            ({"text": None}, 422),
            ({"text": 5}, 422),
            ({"text": ["x"]}, 422),
            ({"text": "x", "content_warning": 5}, 422),
            ({"text": "x", "language": "klingon"}, 422),
            ({"text": "x", "language": ""}, 422),
            ({"text": "x", "sensitive": "perhaps"}, 422),
            ({"text": "x", "visibility": "private"}, 422),
            ({"text": "x", "visibility": ""}, 422),
            ({"text": "x", "in_reply_to_id": "x"}, 422),
            ({"text": "x", "in_reply_to_id": 1.5}, 422),
            ({"text": "x", "in_reply_to_id": "１２"}, 422),
            ({"text": "x", "in_reply_to_id": 1}, 404),
            ({"text": "x", "in_reply_to_id": -1}, 404),
            ({"text": "x", "in_reply_to_id": 2**63}, 404),
            ({"text": "x", "in_reply_to_id": 10**40}, 404),
            ([], 422),
            ("x", 422),
        ],
        ids=lambda sent: str(sent)[:40],
    )
    def test_what_cannot_be_changes_nothing(
        self, alices: Program, twite: Embedded, sent: Any, status: int
    ) -> None:
        """H059, H061, H067, H069."""
        before = kept(twite)

        answer = alices.post(ALICES, json=sent)

        assert answer.status_code == status, answer.text
        assert set(answer.json()) == {"error"}
        assert kept(twite) == before

    @pytest.mark.parametrize(
        ("body", "kind", "status"),
        [
            (b'{"text": "\\ud800"}', "application/json", 422),
            (b"[" * 50_000, "application/json", 422),
            (b'{"text": "x"', "application/json", 422),
            (b"text=%ff", "application/x-www-form-urlencoded", 400),
            (b"text=%00", "application/x-www-form-urlencoded", 400),
            (b"x", "text/plain", 415),
            (b"x" * 10**6, "application/json", 413),
        ],
        ids=lambda body: str(body)[:24],
    )
    def test_what_cannot_be_read_is_refused(
        self, alices: Program, body: bytes, kind: str, status: int
    ) -> None:
        """H059, H065, H068."""
        answer = alices.post(ALICES, content=body, headers={"content-type": kind})

        assert answer.status_code == status
        assert texts(alices, ALICES) == []

    def test_with_one_key_is_once(self, alices: Program) -> None:
        key = {"idempotency-key": "k"}

        one, same = (alices.post(ALICES, json={"text": "tea"}, headers=key) for _ in range(2))
        other = alices.post(ALICES, json={"text": "coffee"}, headers=key)

        assert one.json() == same.json()
        assert other.status_code == 422
        assert texts(alices, ALICES) == ["tea"]

    @pytest.mark.parametrize("name", ["bob", "nobody", "%D0%B0lice", "alice%0A", "..."])
    def test_in_the_name_of_another_is_not(
        self, alices: Program, twite: Embedded, bob: UserId, name: str
    ) -> None:
        """H044, H062."""
        before = kept(twite)

        answer = alices.post(f"/api/users/{name}/collection", json={"text": "x"})

        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
        assert kept(twite) == before

    def test_in_ones_own_name_however_it_is_written(self, alices: Program) -> None:
        answer = alices.post("/api/users/ALICE/collection", json={"text": "x"})

        assert answer.json()["href"].startswith("http://testserver.local/api/users/alice/")


class TestOne:
    @pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
    def test_that_is_hidden_is_like_one_that_never_was(
        self,
        anybody: Program,
        bobs: Program,
        twite: Embedded,
        alice: UserId,
        visibility: Visibility,
    ) -> None:
        """H041, H043."""
        id = twite.microposts.post(author_id=alice, text="tea", visibility=visibility)

        for program in (anybody, bobs):
            hidden, never = program.get(f"{ALICES}/{id}"), program.get(f"{ALICES}/1")
            assert hidden.status_code == 404
            assert (hidden.content, hidden.headers) == (never.content, never.headers)
            for path in (ALICES, "/api/search?text=tea", "/api/search?user=alice"):
                assert texts(program, path) == []

    def test_of_who_blocked_one_is_not_there(
        self, bobs: Program, twite: Embedded, alice: UserId, bob: UserId, said: MicropostId
    ) -> None:
        """H049."""
        twite.blocks.block(by=alice, whom=bob)

        hidden, never = bobs.get(f"{ALICES}/{said}"), bobs.get(f"{ALICES}/1")

        assert (hidden.status_code, hidden.content) == (404, never.content)
        assert texts(bobs, "/api/search?text=tea") == []
        assert bobs.get("/api/search?user=alice&text=tea").status_code == 404

    def test_stands_under_its_authors_name_alone(
        self, alices: Program, bob: UserId, said: MicropostId
    ) -> None:
        for name, status in (("alice", 200), ("ALICE", 200), ("bob", 404), ("nobody", 404)):
            assert alices.get(f"/api/users/{name}/collection/{said}").status_code == status

    def test_is_edited_whole(self, alices: Program, twite: Embedded, said: MicropostId) -> None:
        answer = alices.put(f"{ALICES}/{said}", json={"text": "coffee", "content_warning": "hot"})

        told = answer.json()
        assert (told["text"], told["content_warning"], told["language"]) == ("coffee", "hot", None)
        assert told["edited_at"] is not None
        assert len(twite.microposts.history(said, viewer_id=None)) == 2

    @pytest.mark.parametrize(
        "sent",
        [{}, {"text": ""}, {"text": 5}, {"text": "x" * 501}, {"text": "x", "language": "?"}, []],
        ids=lambda sent: str(sent)[:24],
    )
    def test_says_nothing_that_cannot_be(
        self, alices: Program, twite: Embedded, said: MicropostId, sent: Any
    ) -> None:
        before = kept(twite)

        answer = alices.put(f"{ALICES}/{said}", json=sent)

        assert answer.status_code == 422
        assert kept(twite) == before

    def test_is_edited_and_deleted_by_its_author_alone(
        self, bobs: Program, anybody: Program, twite: Embedded, said: MicropostId
    ) -> None:
        """H044: in whoever's name."""
        before = kept(twite)

        for name in ("alice", "bob"):
            path = f"/api/users/{name}/collection/{said}"
            for program, status in ((bobs, 404), (anybody, 401)):
                assert program.put(path, json={"text": "x"}).status_code == status
                assert program.delete(path).status_code == status
        assert kept(twite) == before

    def test_deleted_is_like_one_that_never_was(self, alices: Program, said: MicropostId) -> None:
        path = f"{ALICES}/{said}"
        deleted = alices.delete(path)

        assert (deleted.status_code, deleted.content) == (204, b"")
        for again in (alices.get(path), alices.delete(path), alices.put(path, json={"text": "x"})):
            assert (again.status_code, again.json()) == (404, {"error": "Record not found"})


class TestLists:
    def test_are_read_both_ways(
        self, alices: Program, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        made = [twite.microposts.post(author_id=bob, text=f"{n} tea") for n in range(7)][::-1]

        for path in (
            "/api/users/bob/collection?limit=3",
            "/api/users/alice/timeline?limit=3",
            "/api/search?text=tea&limit=3",
            "/api/search?user=bob&limit=3",
            "/api/search?user=bob&text=tea&limit=3",
        ):
            told, back = both_ways(alices, path, "id")

            assert told == [str(id) for id in made], path
            assert back == told[:6], path

    def test_of_what_somebody_said_hold_nothing_of_others(
        self, anybody: Program, twite: Embedded, alice: UserId, bob: UserId, said: MicropostId
    ) -> None:
        others = twite.microposts.post(author_id=bob, text="coffee")
        twite.reposts.repost(others, by=alice)

        assert texts(anybody, ALICES) == ["tea"]


class TestATimeline:
    def test_says_who_passed_it_on(
        self, alices: Program, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        id = twite.microposts.post(author_id=carol, text="coffee")
        twite.reposts.repost(id, by=bob)

        (entry,) = alices.get("/api/users/alice/timeline").json()["items"]

        assert entry["href"].endswith(f"/carol/collection/{id}")
        assert entry["reposted_by"]["name"] == "bob"

    def test_is_read_by_nobody_else(
        self, alices: Program, anybody: Program, twite: Embedded, bob: UserId
    ) -> None:
        """H044: that of another is like that of nobody."""
        theirs, nobodys = (alices.get(f"/api/users/{name}/timeline") for name in ("bob", "nobody"))

        assert (theirs.status_code, theirs.content) == (404, nobodys.content)
        assert anybody.get("/api/users/bob/timeline").status_code == 401


class TestTheSearch:
    def test_narrows_by_either(
        self,
        anybody: Program,
        twite: Embedded,
        bob: UserId,
        said: MicropostId,
        clock: StoppedClock,
    ) -> None:
        clock.forward(timedelta(seconds=1))
        twite.microposts.post(author_id=bob, text="Tea, black")

        assert texts(anybody, "/api/search?text=TEA") == ["Tea, black", "tea"]
        assert texts(anybody, "/api/search?text=tea&user=bob") == ["Tea, black"]
        assert texts(anybody, "/api/search?user=Bob") == ["Tea, black"]
        assert texts(anybody, "/api/search?text=milk&user=bob") == []

    @pytest.mark.parametrize("query", ["", "?text=", "?text=&user=", "?text=%3F%21"])
    def test_of_nothing_finds_nothing(
        self, anybody: Program, said: MicropostId, query: str
    ) -> None:
        assert texts(anybody, f"/api/search{query}") == []

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("user=nobody", 404),
            ("user=nobody&text=tea", 404),
            ("user=%20", 404),
            ("text=%ff", 400),
            ("text=%00", 400),
            ("text=tea&limit=0", 400),
            ("text=tea&max_id=x", 422),
        ],
    )
    def test_refuses_what_it_cannot(self, anybody: Program, query: str, status: int) -> None:
        """H061, H068."""
        assert anybody.get(f"/api/search?{query}").status_code == status


def test_a_private_house_shows_nothing_to_strangers(
    start: Start, alice: UserId, said: MicropostId
) -> None:
    private = evolve(SETTINGS, private=True)
    stranger, member = start(settings=private), start(alice, settings=private)

    for path in ("/api/users", ALICES, f"{ALICES}/{said}", "/api/search?text=tea"):
        assert stranger.get(path).status_code == 401
        assert member.get(path).status_code == 200
