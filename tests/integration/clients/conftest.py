"""A server, the people on it, and the way in that an app's user takes."""

from collections.abc import Iterator, Mapping

import pytest
from attrs import frozen

from tests.integration.cli.conftest import TWITE
from tests.integration.servers import serving
from twite.domain.oauth import OUT_OF_BAND
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, connect

PEOPLE = ("alice", "bob", "carol")
SCOPES = "read write follow"


@frozen
class House:
    """Where it is, and the same database in our own hands."""

    url: str
    twite: Embedded
    people: Mapping[str, UserId]

    def code(self, handle: str, client_id: str) -> str:
        """What the page of consent shows, for somebody to copy: tests/integration/stories go
        through that page."""
        return self.twite.oauth.authorize(
            by=self.people[handle], client_id=client_id, redirect_uri=OUT_OF_BAND, scopes=SCOPES
        )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("clients")
    with (
        serving([str(TWITE)], folder=folder, environment={"TWITE_RATE_LIMITS": "off"}) as site,
        connect(f"sqlite:///{folder / 'twite.db'}") as twite,
    ):
        people = {name: twite.users.register(handle=name) for name in PEOPLE}
        yield House(site.url, twite, people)
