"""What programs ask of the house: what it is, who may come, and how many are there."""

import pytest
from attrs import evolve

from tests.integration.http.api.conftest import Start
from tests.integration.http.api.programs import Program
from tests.integration.http.conftest import SETTINGS
from twite.adapters.http.api.census import LASTS_SECONDS, Census
from twite.application.ports.users import CensusView
from twite.domain.registrations import Admission
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


class TestTheInstance:
    def test_says_what_apps_go_by(self, anybody: Program) -> None:
        """Protocol, rules 12 and 14."""
        one, two = (anybody.get(f"/api/v{version}/instance").json() for version in (1, 2))

        assert one["version"] == two["version"]
        assert two["version"].startswith("4.2.0 (compatible; twite ")
        assert two["api_versions"] == {"mastodon": 1}
        assert two["domain"] == one["uri"] == "testserver.local"
        assert two["configuration"]["urls"]["streaming"] == "ws://testserver.local"
        assert two["configuration"]["statuses"]["max_characters"] == 500
        for picture in (one["thumbnail"], two["thumbnail"]["url"]):
            answer = anybody.client.get(picture)
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "image/png"
            assert answer.headers["cross-origin-resource-policy"] == "cross-origin"

    @pytest.mark.parametrize(
        ("admission", "enabled", "approved", "invited"),
        [
            (Admission.OPEN, True, False, False),
            (Admission.APPROVAL, True, True, False),
            (Admission.INVITE, False, False, True),
            (Admission.CLOSED, False, False, False),
        ],
    )
    def test_says_who_may_come(
        self, start: Start, admission: Admission, enabled: bool, approved: bool, invited: bool
    ) -> None:
        program = start(settings=evolve(SETTINGS, registrations=admission))

        one, two = (program.get(f"/api/v{version}/instance").json() for version in (1, 2))

        assert two["registrations"]["enabled"] == one["registrations"] == enabled
        assert two["registrations"]["approval_required"] == one["approval_required"] == approved
        assert one["invites_enabled"] == invited
        assert program.get("/nodeinfo/2.0").json()["openRegistrations"] == enabled

    def test_says_how_many_there_are(
        self, anybody: Program, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="tea")

        told = anybody.get("/api/v1/instance").json()["stats"]
        usage = anybody.get("/nodeinfo/2.0").json()["usage"]

        assert told == {"user_count": 2, "status_count": 1, "domain_count": 1}
        assert usage == {"users": {"total": 2, "activeMonth": 1}, "localPosts": 1}
        active = anybody.get("/api/v2/instance").json()["usage"]["users"]["active_month"]
        assert active == 1


class TestTheCensus:
    def test_is_taken_now_and_then(self) -> None:
        time, taken = [0.0], list[int]()

        def count() -> CensusView:
            taken.append(len(taken))
            return CensusView(users_count=len(taken), posts_count=0, posting_count=0)

        census = Census(count, lambda: time[0])
        first = [census.now().users_count for _ in range(3)]
        time[0] = LASTS_SECONDS

        assert (first, census.now().users_count) == ([1, 1, 1], 2)


class TestWhoIsHere:
    @pytest.mark.parametrize(
        "resource",
        [
            "acct:alice@testserver.local",
            "acct:ALICE@TestServer.local",
            "http://testserver.local/@alice",
        ],
    )
    def test_is_found_by_name_and_address(
        self, anybody: Program, alice: UserId, resource: str
    ) -> None:
        answer = anybody.get(f"/.well-known/webfinger?resource={resource}")

        assert answer.headers["content-type"] == "application/jrd+json"
        assert answer.json()["subject"] == "acct:alice@testserver.local"
        assert answer.json()["links"][0]["href"] == "http://testserver.local/@alice"

    @pytest.mark.parametrize(
        "resource",
        [
            "acct:alice@elsewhere.example",
            "acct:nobody@testserver.local",
            "acct:alice",
            "alice",
            "http://elsewhere.example/@alice",
            "http://testserver.local/@",
            "http://testserver.local/@alice/1",
        ],
    )
    def test_is_nobody_else(self, anybody: Program, alice: UserId, resource: str) -> None:
        answer = anybody.get(f"/.well-known/webfinger?resource={resource}")

        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})

    def test_is_not_told_without_a_question(self, anybody: Program) -> None:
        assert anybody.get("/.well-known/webfinger").status_code == 422

    def test_is_found_by_older_programs(self, anybody: Program) -> None:
        answer = anybody.get("/.well-known/host-meta")

        assert answer.headers["content-type"].startswith("application/xrd+xml")
        assert "http://testserver.local/.well-known/webfinger?resource={uri}" in answer.text

    def test_is_found_from_the_nodeinfo(self, anybody: Program) -> None:
        (link,) = anybody.get("/.well-known/nodeinfo").json()["links"]

        assert anybody.client.get(link["href"]).json()["software"]["name"] == "twite"
