"""The site on a world in memory, and browsers to look at it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from litestar.testing import TestClient

from tests.integration.http.browsers import Browser
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.web import application

OpenBrowser: TypeAlias = Callable[..., Browser]
SETTINGS = Settings(base_url="http://testserver.local", rate_limits=False)


@pytest.fixture
def open_browser(twite: Embedded, clock: StoppedClock) -> Iterator[OpenBrowser]:
    """One more browser at the site, under other settings where they are given."""
    with ExitStack() as stack:

        def open(settings: Settings = SETTINGS, *, inline_reads: bool = True) -> Browser:
            app = application(twite, settings, inline_reads=inline_reads, clock=clock)
            client = TestClient(app, base_url=settings.base_url)
            return Browser(stack.enter_context(client))

        yield open


@pytest.fixture
def stranger(open_browser: OpenBrowser) -> Browser:
    """Somebody who is not logged in."""
    return open_browser()


@pytest.fixture
def alices(open_browser: OpenBrowser, twite: Embedded, alice: UserId) -> Browser:
    """The browser alice is logged in with."""
    return open_browser().logged_in(twite.users.show(alice).handle)


@pytest.fixture
def bobs(open_browser: OpenBrowser, twite: Embedded, bob: UserId) -> Browser:
    """The browser bob is logged in with."""
    return open_browser().logged_in(twite.users.show(bob).handle)
