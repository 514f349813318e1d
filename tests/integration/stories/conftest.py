"""A site of its own for every story, and browsers that begin it knowing nothing."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest
from selenium.webdriver import Chrome

from tests.integration.cli.conftest import TWITE
from tests.integration.servers import chromium, serving
from twite.adapters.sql import schema

from .people import Person
from .pictures import Pictures
from .screens import SCREENS, Screen
from .scrutiny import console

Meet: TypeAlias = Callable[[str], Person]
Seat: TypeAlias = Callable[[int], Chrome]


@pytest.fixture(scope="session")
def seat() -> Iterator[Seat]:
    """The browsers of all stories: to start one takes longer than to forget."""
    with ExitStack() as stack:
        browsers: list[Chrome] = []

        def seat(number: int) -> Chrome:
            while len(browsers) <= number:
                browsers.append(stack.enter_context(chromium()))
            return browsers[number]

        yield seat


@pytest.fixture(scope="session")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a site where nobody is yet: to copy it is quicker than to make it."""
    path = tmp_path_factory.mktemp("beginning") / "twite.db"
    schema.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def pictures() -> Pictures | None:
    """Where they are wanted."""
    folder = os.environ.get("STORIES_FOLDER")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Pictures(Path(folder))


@pytest.fixture(params=SCREENS, ids=lambda screen: str(screen.width))
def meet(
    request: pytest.FixtureRequest,
    seat: Seat,
    beginning: Path,
    pictures: Pictures | None,
    tmp_path: Path,
) -> Iterator[Meet]:
    """Somebody by their handle, at a browser of their own, on a site as it is in the beginning."""
    database = f"sqlite:///{shutil.copy(beginning, tmp_path)}"
    screen: Screen = request.param
    story = str(request.node.originalname).removeprefix("test_")
    seats, steps = count(), count(1)
    with serving(
        [str(TWITE)], folder=tmp_path, environment={"TWITE_DATABASE_URL": database}
    ) as site:

        def meet(handle: str) -> Person:
            browser = seat(next(seats))
            _begin_anew(browser, screen)
            return Person(handle, browser, site.url, screen, story, lambda: next(steps), pictures)

        yield meet
    if pictures is not None:
        pictures.bind()


def _begin_anew(browser: Chrome, screen: Screen) -> None:
    """Without cookies, on a page of nothing, on that screen."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    console(browser)  # what a story before had to say
    screen.put_before(browser)
