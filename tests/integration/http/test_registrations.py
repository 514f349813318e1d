"""Signing up, as far as the house lets people in."""

import pytest

from tests.integration.http.browsers import Browser
from twite.domain.registrations import Admission
from twite.domain.users import UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.testing.plugin import PASSWORD

WHO = {"handle": "dana", "email": "d@example.org", "password": PASSWORD}


@pytest.fixture
def admission() -> Admission:
    return Admission.OPEN


@pytest.fixture
def twite(clock: StoppedClock, admission: Admission) -> Embedded:
    return in_memory(Settings(registrations=admission), clock=clock)


@pytest.mark.parametrize("admission", [Admission.APPROVAL])
class TestAHouseThatApproves:
    """H053."""

    def test_says_that_one_waits(self, twite: Embedded, stranger: Browser) -> None:
        form = stranger.get("/auth/sign_up")
        answer = stranger.send("/auth/sign_up", **WHO)

        assert "Somebody looks at every new account" in form.text
        assert answer.status_code == 200
        assert "waits to be approved" in answer.text
        assert "twite_session" not in stranger.client.cookies
        assert twite.users.bearing("dana").state is UserState.WAITING

    def test_says_so_again_to_who_tries_to_log_in(self, twite: Embedded, stranger: Browser) -> None:
        stranger.send("/auth/sign_up", **WHO)

        right = stranger.send("/auth/sign_in", login="dana", password=PASSWORD)
        wrong = stranger.send("/auth/sign_in", login="dana", password="wrong password")

        assert right.status_code == 403
        assert "Your account waits to be approved" in right.text
        assert wrong.status_code == 401
        assert "do not fit" in wrong.text

    def test_shows_nothing_of_who_waits(self, stranger: Browser) -> None:
        stranger.send("/auth/sign_up", **WHO)

        assert stranger.get("/@dana").content == stranger.get("/@nobody").content
        assert "/@dana" not in stranger.get("/search?q=dana").text

    def test_lets_them_in_when_they_are_approved(self, twite: Embedded, stranger: Browser) -> None:
        stranger.send("/auth/sign_up", **WHO)
        twite.users.approve(twite.users.bearing("dana").id)

        assert stranger.logged_in("dana").get("/").status_code == 200


@pytest.mark.parametrize("admission", [Admission.INVITE])
class TestAHouseThatInvites:
    def test_takes_the_invitation_from_the_link(self, twite: Embedded, stranger: Browser) -> None:
        token = twite.users.invite()
        form = stranger.get(f"/auth/sign_up?invitation={token}")

        answer = stranger.send("/auth/sign_up", **WHO, invitation=token)

        assert f'name="invitation" type="text" value="{token}"' in form.text
        assert answer.status_code == 303
        assert twite.users.named("dana")

    @pytest.mark.parametrize("token", ["", "guessed", "\u00e9", "x" * 5000])
    def test_refuses_beside_the_field(self, twite: Embedded, stranger: Browser, token: str) -> None:
        answer = stranger.send("/auth/sign_up", **WHO, invitation=token)

        assert answer.status_code == 403
        assert "Signing up takes an invitation" in answer.text
        assert 'id="invitation-said" class="wrong"' in answer.text
        assert PASSWORD not in answer.text


@pytest.mark.parametrize("admission", [Admission.CLOSED])
class TestAClosedHouse:
    def test_has_no_form(self, stranger: Browser) -> None:
        page = stranger.get("/auth/sign_up").text

        assert "Nobody can sign up here for now." in page
        assert 'name="password"' not in page

    def test_refuses_one_that_is_sent(self, twite: Embedded, stranger: Browser) -> None:
        answer = stranger.send("/auth/sign_up", **WHO)

        assert answer.status_code == 403
        assert not twite.users.page().items


def test_an_open_house_asks_for_no_invitation(stranger: Browser) -> None:
    assert "nvitation" not in stranger.get("/auth/sign_up?invitation=x").text
