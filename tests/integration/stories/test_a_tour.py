"""Every page there is, in a world where people talk in many scripts and go as far as they can."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest

from twite.adapters.http.site.routes import ROUTES
from twite.entrypoints.seed.building import PASSWORD

from .conftest import Meet
from .world import LONGEST_HANDLE, World

ELSEWHERE = {"/health", "/static/{digest}/{name}"}  # nobody looks at these

STRANGERS = (
    "/",
    "/public?max_id=1",
    "/tags/tea",
    "/tags/nothing",
    "/search",
    "/search?q=tea",
    f"/@{LONGEST_HANDLE}",
    "/@noa",
    "/@alice",
    "/about",
    "/auth/sign_up",
    "/auth/sign_in",
    "/auth/password",
    "/settings",
)
MEMBERS = (
    "/",
    "/public",
    "/notifications",
    "/search?q=a",
    "/search?q=%23t",
    "/search?q=tea",
    "/@alice",
    "/@alice/followers",
    "/@alice/following",
    "/@noa",
    "/favourites",
    "/bookmarks",
    "/drafts",
    "/follow_requests",
    "/settings",
    "/settings/profile",
    "/settings/posting",
    "/settings/blocks",
    "/settings/mutes",
    "/settings/password",
    "/settings/sessions",
    "/settings/apps",
    "/settings/account",
    "/oauth/authorize/native?code=0123456789abcdefghijkl",
)
NEWCOMERS = (
    "/",
    "/notifications",
    "/search?q=@zzz",
    "/search?q=%23zzz",
    "/search?q=zzz",
    "/@newcomer",
    "/@newcomer/followers",
    "/@newcomer/following",
    "/favourites",
    "/bookmarks",
    "/drafts",
    "/follow_requests",
    "/settings/blocks",
    "/settings/mutes",
    "/settings/sessions",
    "/settings/apps",
)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.make(tmp_path_factory.mktemp("world") / "twite.db")


@pytest.fixture
def beginning(world: World) -> Path:
    return world.file


def for_strangers(world: World) -> tuple[str, ...]:
    """Threads wide and deep, too, and whom they move."""
    loved = (f"{world.loved}/{many}" for many in ("reposts", "favourites", "history"))
    return (*STRANGERS, world.talk, world.deep, *loved, f"{world.edited}/history")


def for_members(world: World) -> tuple[str, ...]:
    return (*MEMBERS, world.deep, world.mine, f"{world.edited}/edit", world.draft, world.asked)


@pytest.mark.timeout(900)  # so many pages take minutes on a busy machine
class TestATour:
    def test_of_a_stranger(self, meet: Meet, world: World) -> None:
        stranger = meet("stranger")

        for path in for_strangers(world):
            stranger.goes(path)

        stranger.goes(world.talk)
        stranger.clicks("More replies")
        stranger.goes("/public")
        stranger.clicks("Older")
        stranger.clicks("Newer")

    def test_of_a_member(self, meet: Meet, world: World) -> None:
        alice = meet("alice")
        alice.goes("/auth/sign_in")
        alice.logs_in(PASSWORD)

        for path in for_members(world):
            alice.goes(path)

        alice.goes("/@bob")
        alice.opens("More")
        alice.goes("/@alice")
        alice.opens("Delete")
        alice.goes("/@" + LONGEST_HANDLE)
        alice.opens("A warning that goes on")

    def test_of_a_newcomer(self, meet: Meet) -> None:
        newcomer = meet("newcomer")
        newcomer.signs_up("")

        for path in NEWCOMERS:
            assert "." in newcomer.reads(path)  # it says something where there is nothing yet

    def test_of_one_who_makes_mistakes(self, meet: Meet) -> None:
        clumsy = meet("clumsy")
        clumsy.goes("/@nobody/1", expects=HTTPStatus.NOT_FOUND)
        clumsy.goes("/public?max_id=x", expects=HTTPStatus.UNPROCESSABLE_ENTITY)
        clumsy.goes("/auth/reset?token=none", expects=HTTPStatus.NOT_FOUND)
        clumsy.goes("/oauth/authorize?client_id=x", expects=HTTPStatus.BAD_REQUEST)
        clumsy.goes("/auth/sign_in")
        clumsy.fills(**{"E-mail address or handle": "clumsy"}, Password="wrong")
        clumsy.presses("Log in", of="Forgot", expects=HTTPStatus.UNAUTHORIZED)
        clumsy.goes("/auth/sign_up")
        clumsy.fills(Handle="not a handle", Password="password")
        clumsy.fills(**{"E-mail address": "clumsy@example.org"})
        clumsy.presses("Sign up", expects=HTTPStatus.UNPROCESSABLE_ENTITY)
        clumsy.signs_up("Clumsy")
        clumsy.goes("/")
        clumsy.fills(What_do_you_want_to_say="as long as this " * 40)
        clumsy.presses("Post", expects=HTTPStatus.UNPROCESSABLE_ENTITY)
        clumsy.goes("/settings/profile")
        clumsy.fills(Display_name="W" * 60)
        clumsy.presses("Save", expects=HTTPStatus.UNPROCESSABLE_ENTITY)
        clumsy.goes("/")
        clumsy.browser.delete_all_cookies()
        clumsy.presses("Log out", expects=HTTPStatus.UNAUTHORIZED)


def test_a_tour_leaves_out_no_page(world: World) -> None:
    seen = [*for_strangers(world), *for_members(world), *NEWCOMERS, "/auth/reset"]
    pages = [path.partition("?")[0] for path in seen]

    left_out = {
        route.path
        for route in ROUTES
        if route.method == "GET" and not any(pattern(route.path).fullmatch(page) for page in pages)
    }

    assert left_out == ELSEWHERE


def pattern(address: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+\}", r"\\w+", address))
