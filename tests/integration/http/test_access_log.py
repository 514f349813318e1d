"""The access log: what it tells, and what it keeps to itself."""

import logging
from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from tests.integration.http.conftest import SETTINGS
from twite.adapters.http.access_log import AccessLog
from twite.entrypoints.cli.logs import Lines
from twite.entrypoints.library import Embedded
from twite.entrypoints.web import application

NAME = "twite.adapters.http.access_log"


@pytest.fixture
def client(twite: Embedded, caplog: pytest.LogCaptureFixture) -> Iterator[TestClient[AccessLog]]:
    caplog.set_level(logging.INFO, NAME)
    site = AccessLog(application(twite, SETTINGS, inline_reads=True))
    with TestClient(site, base_url=SETTINGS.base_url) as client:
        yield client


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """As they are written, but for how long it took."""
    written = [Lines().format(each) for each in caplog.records if each.name == NAME]
    return [line.partition(", ms=")[0] for line in written]


@pytest.mark.usefixtures("alice")
def test_tells_the_route_and_how_it_went(
    client: TestClient[AccessLog], caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/@alice")
    client.get("/@nobody")
    client.post("/auth/sign_in")

    assert lines(caplog) == [
        f"INFO {NAME}: request answered (method=GET, route=/{{at_handle}}, status=200",
        f"INFO {NAME}: request answered (method=GET, route=/{{at_handle}}, status=404",
        f"INFO {NAME}: request answered (method=POST, route=/auth/sign_in, status=415",
    ]


def test_tells_nothing_of_what_was_asked_for(
    client: TestClient[AccessLog], caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/search?q=canary")
    client.get("/@canary/1?canary=1", headers={"user-agent": "canary"})
    client.get("/canary/canary/canary")
    client.get("/canary%0Acanary")

    assert len(lines(caplog)) == 4
    assert "canary" not in caplog.text
    assert "127.0.0.1" not in caplog.text
    assert "testclient" not in caplog.text
