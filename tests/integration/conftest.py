"""The servers that integration tests share."""

from collections.abc import Iterator

import pytest

from tests.integration.servers import fresh_database, postgres_server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A maintenance database of a real server; tests make their own with ``fresh_database``."""
    with postgres_server() as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """An empty database of one's own."""
    with fresh_database(postgres_url) as url:
        yield url
