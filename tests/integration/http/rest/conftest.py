"""Programs at a site in memory that people are logged in with themselves, or nobody."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from litestar.testing import TestClient

from tests.integration.http.api.programs import Program
from tests.integration.http.conftest import SETTINGS
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.web import application

Start: TypeAlias = Callable[..., Program]


@pytest.fixture
def start(twite: Embedded, clock: StoppedClock) -> Iterator[Start]:
    """One more program, for somebody or for nobody, under other settings where they are given."""
    with ExitStack() as stack:

        def start(user_id: UserId | None = None, *, settings: Settings = SETTINGS) -> Program:
            made = application(twite, settings, inline_reads=True, clock=clock)
            client = stack.enter_context(TestClient(made, base_url=settings.base_url))
            return Program(client, twite.sessions.start(user_id) if user_id is not None else None)

        yield start


@pytest.fixture
def anybody(start: Start) -> Program:
    """One without a token."""
    return start()


@pytest.fixture
def alices(start: Start, alice: UserId) -> Program:
    """The one alice is logged in with."""
    return start(alice)


@pytest.fixture
def bobs(start: Start, bob: UserId) -> Program:
    """The one bob is logged in with."""
    return start(bob)
