"""What people keep for themselves: markers, preferences, notes, and threads they are done with."""

from typing import Any

import pytest

from tests.integration.http.api.programs import Program
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded

MARKERS = "/api/v1/markers"


class TestMarkers:
    def test_stand_where_they_were_moved(self, alices: Program, bobs: Program) -> None:
        form = {"home[last_read_id]": "5", "notifications[last_read_id]": "7"}

        moved = alices.post(MARKERS, data=form).json()
        again = alices.post(MARKERS, json={"home": {"last_read_id": "6"}}).json()

        at = "2026-03-01T12:00:00.000Z"
        assert moved["home"] == {"last_read_id": "5", "version": 1, "updated_at": at}
        assert again == {"home": {"last_read_id": "6", "version": 2, "updated_at": at}}
        both = alices.get(f"{MARKERS}?timeline[]=home&timeline[]=notifications").json()
        assert [one["last_read_id"] for one in (both["home"], both["notifications"])] == ["6", "7"]
        assert alices.get(f"{MARKERS}?timeline[]=home").json().keys() == {"home"}
        assert alices.get(MARKERS).json() == {}
        assert bobs.get(f"{MARKERS}?timeline[]=home").json() == {}

    def test_read_notifications(
        self, alices: Program, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        (told,) = alices.get("/api/v1/notifications").json()

        alices.post(MARKERS, json={"notifications": {"last_read_id": told["id"]}})

        assert alices.get("/api/v1/notifications/unread_count").json() == {"count": 0}

    @pytest.mark.parametrize(
        "said",
        [
            {"home": {"last_read_id": "x"}},
            {"home": {"last_read_id": str(2**63)}},
            {"home": {"last_read_id": 2**63}},
            {"home": {}},
            {"home": "5"},
        ],
        ids=str,
    )
    def test_stand_at_ids_alone(self, alices: Program, said: dict[str, Any]) -> None:
        assert alices.post(MARKERS, json=said).status_code == 422

    def test_are_of_two_lists_alone(self, alices: Program) -> None:
        assert alices.get(f"{MARKERS}?timeline[]=direct").status_code == 422


class TestPreferences:
    def test_come_by_themselves_until_somebody_says(self, alices: Program) -> None:
        before = alices.get("/api/v1/preferences").json()
        said = {"source[privacy]": "private", "source[sensitive]": "on", "source[language]": "de"}

        source = alices.patch("/api/v1/accounts/update_credentials", data=said).json()["source"]

        assert before == {
            "posting:default:visibility": "public",
            "posting:default:sensitive": False,
            "posting:default:language": None,
            "reading:expand:media": "default",
            "reading:expand:spoilers": False,
        }
        assert (source["privacy"], source["sensitive"], source["language"]) == (
            "private",
            True,
            "de",
        )
        after = alices.get("/api/v1/preferences").json()
        assert after["posting:default:visibility"] == "private"

    def test_say_what_is_not_said_of_a_status(self, alices: Program) -> None:
        said = {"source": {"privacy": "unlisted", "sensitive": True, "language": "de"}}
        alices.patch("/api/v1/accounts/update_credentials", json=said)

        mine = alices.post("/api/v1/statuses", json={"status": "Tee"}).json()
        other = alices.post(
            "/api/v1/statuses",
            json={"status": "tea", "visibility": "public", "sensitive": False, "language": "en"},
        ).json()

        facts = [(one["visibility"], one["sensitive"], one["language"]) for one in (mine, other)]
        assert facts == [("unlisted", True, "de"), ("public", False, "en")]


class TestNotes:
    def test_are_read_by_who_wrote_them(
        self, alices: Program, bobs: Program, alice: UserId, bob: UserId
    ) -> None:
        path = f"/api/v1/accounts/{bob}/note"

        told = [
            alices.post(path, data=said).json()["note"]
            for said in ({"comment": "likes tea"}, {"comment": ""}, {"comment": "coffee"}, {})
        ]

        assert told == ["likes tea", "", "coffee", ""]
        assert bobs.get(f"/api/v1/accounts/relationships?id[]={alice}").json()[0]["note"] == ""

    def test_are_about_somebody_who_is_there(
        self, alices: Program, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.blocks.block(by=bob, whom=alice)

        for id in (bob, 1):
            answer = alices.post(f"/api/v1/accounts/{id}/note", json={"comment": "x"})
            assert answer.status_code == 404


class TestThreads:
    def test_that_are_muted_tell_nothing(
        self, alices: Program, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.microposts.post(author_id=bob, text="@alice more", in_reply_to_id=id)

        muted = alices.post(f"/api/v1/statuses/{id}/mute").json()["muted"]
        quiet = alices.get("/api/v1/notifications").json()
        unmuted = alices.post(f"/api/v1/statuses/{id}/unmute").json()["muted"]

        assert (muted, quiet, unmuted) == (True, [], False)
        assert len(alices.get("/api/v1/notifications").json()) == 1


def test_those_who_want_to_are_told_when_somebody_posts(
    alices: Program, twite: Embedded, bob: UserId
) -> None:
    alices.post(f"/api/v1/accounts/{bob}/follow", json={"notify": True})

    twite.microposts.post(author_id=bob, text="tea")

    (told,) = alices.get("/api/v1/notifications?types[]=status").json()
    assert (told["type"], told["status"]["content"]) == ("status", "<p>tea</p>")
