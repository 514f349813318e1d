"""Programs at a site in memory, with the tokens of people or none."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from litestar.testing import TestClient

from tests.integration.http.api.programs import EVERYTHING, App, Program
from tests.integration.http.conftest import SETTINGS
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.web import application

Start: TypeAlias = Callable[..., Program]


@pytest.fixture
def app(twite: Embedded) -> App:
    """A program that people log in with."""
    return App.registered(twite)


@pytest.fixture
def start(twite: Embedded, clock: StoppedClock, app: App) -> Iterator[Start]:
    """One more program, for somebody or for nobody, under other settings where they are given."""
    with ExitStack() as stack:

        def start(
            user_id: UserId | None = None,
            *,
            scopes: str = EVERYTHING,
            settings: Settings = SETTINGS,
            inline_reads: bool = True,
        ) -> Program:
            made = application(twite, settings, inline_reads=inline_reads, clock=clock)
            client = stack.enter_context(TestClient(made, base_url=settings.base_url))
            return Program(client, app.token_of(user_id, scopes) if user_id is not None else None)

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
