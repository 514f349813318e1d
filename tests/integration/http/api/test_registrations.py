"""Signing up by way of an app."""

from typing import Any

import pytest
from attrs import evolve
from litestar.testing import TestClient

from tests.integration.http.api.conftest import Start
from tests.integration.http.api.programs import App, Program
from tests.integration.http.conftest import SETTINGS
from twite.domain.registrations import Admission
from twite.domain.users import UserId, UserNotFound
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.testing.plugin import PASSWORD
from twite.entrypoints.web import application

PATH = "/api/v1/accounts"
ERIN: dict[str, Any] = {
    "username": "erin",
    "email": "erin@example.org",
    "password": PASSWORD,
    "agreement": "true",
    "locale": "en",
}


@pytest.fixture
def program(start: Start, app: App) -> Program:
    made = start()
    made.token = app.token()
    return made


class TestSigningUp:
    def test_makes_a_user_who_is_logged_in(self, program: Program, start: Start) -> None:
        answer = program.post(PATH, data=ERIN).json()

        assert answer["token_type"] == "Bearer"
        assert isinstance(answer["created_at"], int)
        program.token = answer["access_token"]
        assert program.get(f"{PATH}/verify_credentials").json()["username"] == "erin"

    def test_is_for_apps_by_themselves(
        self, alices: Program, anybody: Program, twite: Embedded
    ) -> None:
        assert alices.post(PATH, json=ERIN).status_code == 403
        assert anybody.post(PATH, data=ERIN).status_code == 401
        with pytest.raises(UserNotFound):
            twite.users.named("erin")

    def test_takes_a_reason_that_nobody_asks_for(self, program: Program) -> None:
        assert program.post(PATH, data=ERIN | {"reason": "I like tea"}).status_code == 200

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"agreement": "false"}, "ERR_ACCEPTED"),
            ({"username": "e r i n"}, "ERR_INVALID"),
            ({"username": "admin"}, "ERR_RESERVED"),
            ({"username": "Alice"}, "ERR_TAKEN"),
            ({"email": "nowhere"}, "ERR_INVALID"),
            ({"email": "alice@example.org"}, "ERR_TAKEN"),
            ({"password": "short"}, "ERR_INVALID"),
        ],
        ids=str,
    )
    def test_says_what_is_wrong(
        self, program: Program, twite: Embedded, alice: UserId, wrong: dict[str, str], code: str
    ) -> None:
        """By the field, as Mastodon's apps read it."""
        (field,) = wrong

        answer = program.post(PATH, data=ERIN | wrong)

        assert answer.status_code == 422, answer.text
        ((told, [detail]),) = answer.json()["details"].items()
        assert (told, detail["error"]) == (field, code)
        assert answer.json()["error"] == f"Validation failed: {detail['description']}"
        assert len(twite.users.page().items) == 1

    @pytest.mark.parametrize("missing", ["username", "email", "password"])
    def test_needs_all_of_it(self, program: Program, missing: str) -> None:
        said = {name: value for name, value in ERIN.items() if name != missing}

        assert program.post(PATH, data=said).status_code == 422

    @pytest.mark.parametrize(
        ("admission", "invited", "status", "users"),
        [
            (Admission.APPROVAL, False, 403, 1),
            (Admission.INVITE, False, 403, 0),
            (Admission.INVITE, True, 200, 1),
            (Admission.CLOSED, False, 403, 0),
        ],
    )
    def test_is_as_the_house_lets_people_in(
        self, admission: Admission, invited: bool, status: int, users: int
    ) -> None:
        settings = evolve(SETTINGS, registrations=admission)
        with in_memory(settings) as twite:
            site = application(twite, settings, inline_reads=True)
            said = ERIN | ({"invite_code": twite.users.invite()} if invited else {})
            with TestClient(site, base_url=settings.base_url) as client:
                answer = Program(client, App.registered(twite).token()).post(PATH, data=said)

            assert answer.status_code == status, answer.text
            assert len(twite.users.page().items) == users
