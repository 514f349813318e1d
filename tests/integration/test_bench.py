"""The benchmark measures what is equal: its floors answer as the facade does, in a small world."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import programs, streams, world
from bench.charts import Bar, chart
from bench.floors import STATEMENTS, SqlFloor, length
from bench.reading import Floor, compare, compare_posts
from twite.entrypoints.library import Embedded, connect, in_memory
from twite.entrypoints.seed.building import SceneClock
from twite.entrypoints.settings import Dispatch, Settings

SETTINGS = Settings(dispatch=Dispatch.WORKER)
ROOT = Path(__file__).parents[2]
MOST_LINES = 40


def unheard(_done: int, _of: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def written() -> world.Written:
    return world.Written.of(world.SMALL, unheard)


@pytest.fixture
def sqlite_floor(tmp_path: Path, written: world.Written) -> Iterator[tuple[Embedded, Floor]]:
    path = tmp_path / "twite.db"
    world.fill(f"sqlite:///{path}", written, unheard)
    with (
        connect(f"sqlite:///{path}", SETTINGS) as twite,
        closing(SqlFloor.sqlite(str(path))) as floor,
    ):
        yield twite, floor


@pytest.fixture
def postgres_floor(
    postgres_database: str, written: world.Written
) -> Iterator[tuple[Embedded, Floor]]:
    url = postgres_database
    world.fill(url, written, unheard)
    with connect(url, SETTINGS) as twite, closing(SqlFloor.postgres(url)) as floor:
        yield twite, floor


class TestAFloor:
    @pytest.mark.parametrize("storage", ["sqlite", "postgres"])
    def test_answers_as_the_facade_does(
        self, storage: str, written: world.Written, request: pytest.FixtureRequest
    ) -> None:
        twite, floor = request.getfixturevalue(f"{storage}_floor")

        assert not list(twite.check())
        compare(twite, floor, written.readers)
        compare_posts(twite, floor, written.users[7])

    def test_answers_as_the_facade_does_in_memory(self) -> None:
        clock = SceneClock()
        with in_memory(SETTINGS, clock=clock) as twite:
            floor, readers = world.remembered(twite, clock, world.SMALL, unheard)

            compare(twite, floor, readers)

    @pytest.mark.parametrize("what", [*STATEMENTS, "post"])
    def test_is_short(self, what: str) -> None:
        assert length(what) <= MOST_LINES

    def test_that_answers_something_else_is_found_out(
        self, sqlite_floor: tuple[Embedded, SqlFloor], written: world.Written
    ) -> None:
        twite, floor = sqlite_floor
        floor.statements["profile"] = STATEMENTS["profile"].replace("{readable}", "1")

        with pytest.raises(AssertionError):
            compare(twite, floor, written.readers)


def test_the_benchmark_leaves_its_figures_and_charts(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench", "--small", "--storages=sqlite", "--turns=1"]
    arguments = ["--seconds=0.1", f"--into={tmp_path}"]

    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
    )

    figures = json.loads((tmp_path / "figures.json").read_text())
    assert all(goal["name"] in done.stdout for goal in figures["goals"])
    assert {each["what"] for each in figures["asked_by_apps"]} == set(programs.WHAT)
    for drawn in ("sqlite-facade", "sqlite-page", "searches"):
        ElementTree.parse(tmp_path / f"{drawn}.svg")


def test_a_chart_bears_any_name() -> None:
    drawn = chart("<a> & b", "ms", [Bar("</text>", 1.0, 2.0, goal=1.5)])

    assert "</text>" in "".join(ElementTree.fromstring(drawn).itertext())


def test_streams_are_measured_by_those_who_listen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, small in (("FIRST", 2), ("SETTLE_SECONDS", 0.1), ("TURNS", 1), ("REVOKED", 1)):
        monkeypatch.setattr(streams, name, small)

    figures = streams.measured(5, tmp_path)

    assert figures.streams == 5
    assert all(seconds > 0 for took in figures.heard.values() for seconds in took)
    assert 0 < figures.closed[0] < streams.GOALS["closed"]
    assert "heard of an edit" in str(figures)
