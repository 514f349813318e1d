"""The table of our own API: where it stands, and beside what."""

from pathlib import Path

import pytest

from tests.integration.http.api.table import PAGE
from twite.adapters.http import rest
from twite.adapters.http.api.levels import conformance
from twite.adapters.http.api.reception import Route
from twite.adapters.http.api.routes import ROUTES as OPERATIONS
from twite.adapters.http.rest.routes import ROUTES

MOST_LINES = 300  # HTTP is an adapter: what is said in more of them is no longer HTTP


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_route_stands_on_its_page(route: Route) -> None:
    lines = PAGE.with_name("rest.md").read_text().splitlines()

    (row,) = [line for line in lines if line.startswith((f"| `{route.name}`", f"| `{route.name}?"))]

    scope = str(route.declares["scope"])
    assert f"`{scope}`" in row or scope in ("anyone", "app")
    assert ("one's own" in row) == (route.declares["owner"] == "name")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_no_route_stands_where_apps_look(route: Route) -> None:
    assert route.path not in {one.path for one in conformance(OPERATIONS)}
    assert not route.path.startswith(("/api/v", "/api/twite", "/api/oembed"))


def test_it_is_small() -> None:
    files = Path(str(rest.__file__)).parent.glob("*.py")

    assert sum(len(file.read_text().splitlines()) for file in files) <= MOST_LINES
