"""Fixtures for pytest: a world in memory, a clock that stands, and people who live there.

A test suite asks for them in its conftest.py; nothing happens before a test does::

    pytest_plugins = ["twite.entrypoints.testing.plugin"]
"""

from collections.abc import Iterator

import pytest

from ...adapters.memory.mail import Mailbox
from ...domain.users import UserId
from ..library import Embedded, in_memory
from .clock import StoppedClock

PASSWORD = "correct horse battery"  # everybody's


@pytest.fixture
def clock() -> StoppedClock:
    """The world's clock: noon, until the test moves it."""
    return StoppedClock()


@pytest.fixture
def mailbox() -> Mailbox:
    """Everything the world mails, in order."""
    return Mailbox()


@pytest.fixture
def twite(clock: StoppedClock, mailbox: Mailbox) -> Iterator[Embedded]:
    """An empty world, which delivers at once what happens in it."""
    with in_memory(clock=clock, mailer=mailbox) as world:
        yield world


@pytest.fixture
def alice(twite: Embedded) -> UserId:
    """Somebody who logs in as alice, or alice@example.org."""
    return signed_up(twite, "alice")


@pytest.fixture
def bob(twite: Embedded) -> UserId:
    """Somebody who logs in as bob, or bob@example.org."""
    return signed_up(twite, "bob")


@pytest.fixture
def carol(twite: Embedded) -> UserId:
    """Somebody who logs in as carol, or carol@example.org."""
    return signed_up(twite, "carol")


def signed_up(world: Embedded, handle: str) -> UserId:
    """One more who lives there, with an address of their own and :data:`PASSWORD`."""
    return world.credentials.sign_up(
        handle=handle, email=f"{handle}@example.org", password=PASSWORD
    )
