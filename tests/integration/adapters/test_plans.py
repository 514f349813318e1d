"""What a step says it touches is what it touches; the plan tells it, and changes nothing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine, create_engine, event, text

from tests.integration.servers import fresh_database
from twite.adapters.sql import plans, schema
from twite.adapters.sql.engines import engine
from twite.adapters.sql.plans import ROWS_PER_SECOND, Touch, plan, steps
from twite.adapters.sql.schema import SCHEMA, SchemaMismatch, migrate
from twite.entrypoints.library import connect

STEPS = {step.revision: step for step in steps()}
every_step = pytest.mark.parametrize("step", STEPS.values(), ids=list(STEPS))

# What a statement does, at the least; `new` excuses the rest.
DOES = [
    (re.compile(r'CREATE TABLE "?_alembic_tmp_(twite_\w+)'), Touch.REWRITE),
    (re.compile(r'CREATE TABLE "?(twite_\w+)'), Touch.NEW),
    (re.compile(r'CREATE (?:UNIQUE )?INDEX \S+ ON "?(twite_\w+)'), Touch.SCAN),
    (re.compile(r'ALTER TABLE "?(twite_\w+)"? (?:ADD CONSTRAINT|.*SET NOT NULL)'), Touch.SCAN),
    (re.compile(r'ALTER TABLE "?(twite_\w+)'), Touch.SHORT),
    (re.compile(r'DROP TABLE "?(twite_\w+)'), Touch.SHORT),
    (re.compile(r'UPDATE "?(twite_\w+)'), Touch.REWRITE),
    (re.compile(r'DELETE FROM "?(twite_\w+)'), Touch.SCAN),
    (re.compile(r'INSERT INTO "?(twite_\w+)"?.*\bSELECT\b', re.DOTALL), Touch.REWRITE),
    (re.compile(r'INSERT INTO "?(twite_\w+)'), Touch.SHORT),
]
ORDER = [Touch.SHORT, Touch.SCAN, Touch.REWRITE, Touch.PARSE, Touch.NEW]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'twite.db'}"
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield url


def done(statements: list[str]) -> Mapping[str, Touch]:
    """What they do to each table, as far as the words tell."""
    found: dict[str, list[Touch]] = defaultdict(list)
    for statement in statements:
        for words, touch in DOES:
            if (match := words.match(statement.strip())) and match[1] != schema.VERSION_TABLE:
                found[match[1]].append(touch)
                break
    return {table: max(touches, key=ORDER.index) for table, touches in found.items()}


# -- the convention -----------------------------------------------------------------


@every_step
def test_every_step_says_in_touches_what_it_does_to_which_table(step: ModuleType) -> None:
    """``TOUCHES = {"twite_users": "short"}``: see CONTRIBUTING.md."""
    for touch in step.TOUCHES.values():
        words = [touch] if isinstance(touch, str) else [touch["sqlite"], touch["postgresql"]]
        assert set(words) <= set(Touch)


@every_step
def test_every_step_says_in_a_line_what_it_brings(step: ModuleType) -> None:
    assert step.__doc__
    assert len(step.__doc__.partition("\n")[0]) <= 100


def test_steps_are_numbered_in_their_order() -> None:
    assert list(STEPS) == sorted(STEPS)
    assert [step.down_revision for step in STEPS.values()] == [None, *list(STEPS)[:-1]]
    assert list(STEPS)[-1] == SCHEMA


def test_what_a_step_says_is_what_it_does(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def listening(database: str) -> Engine:
        made = engine(database)
        event.listen(made, "before_cursor_execute", lambda *told: said.append(told[2]))
        return made

    monkeypatch.setattr(schema, "engine", listening)
    for version, step in STEPS.items():
        said.clear()
        migrate(url, version)

        did = done(said)
        claimed = {name: _claimed(touch, url) for name, touch in step.TOUCHES.items()}
        assert did.keys() <= claimed.keys(), f"{version} touches what it does not say"
        for table, touch in did.items():
            assert ORDER.index(claimed[table]) >= ORDER.index(touch), (version, table)


def _claimed(touch: str | Mapping[str, str], url: str) -> Touch:
    return Touch(touch if isinstance(touch, str) else touch[url.partition(":")[0].split("+")[0]])


# -- the plan -------------------------------------------------------------------------


def test_of_nothing_is_every_step(url: str) -> None:
    made = plan(url)

    assert made.found is None
    assert [step.version for step in made.steps] == list(STEPS)
    assert made.seconds == 0


def test_of_what_is_up_to_date_is_no_step(url: str) -> None:
    migrate(url)

    assert plan(url).steps == ()


def test_changes_nothing(url: str) -> None:
    plan(url)

    with pytest.raises(SchemaMismatch):
        connect(url)


def test_makes_no_file(tmp_path: Path) -> None:
    plan(f"sqlite:///{tmp_path / 'none.db'}")

    assert list(tmp_path.iterdir()) == []


def test_counts_the_rows_and_tells_what_they_cost(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(url, migrate=True) as twite:
        for number in range(3):
            twite.users.register(handle=f"user{number}")
    next_step = ModuleType("next", "What comes next.")
    next_step.revision = "9999"  # type: ignore[attr-defined]
    next_step.TOUCHES = {  # type: ignore[attr-defined]
        "twite_users": {"sqlite": "rewrite", "postgresql": "scan"},
        "twite_coming": "new",
    }
    monkeypatch.setattr(plans, "steps", lambda: iter([*STEPS.values(), next_step]))

    [step] = plan(url, "9999").steps

    users, coming = step.touched
    assert (users.rows, coming.rows, step.says) == (3, 0, "What comes next.")
    assert users.touch is (Touch.REWRITE if url.startswith("sqlite") else Touch.SCAN)
    assert step.seconds == 3 / ROWS_PER_SECOND[users.touch]


def test_back_is_told_apart(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate(url)
    earlier = ModuleType("earlier")
    earlier.revision = "0000"  # type: ignore[attr-defined]
    monkeypatch.setattr(plans, "steps", lambda: iter([earlier, *STEPS.values()]))

    made = plan(url, "0000")

    assert made.is_back
    assert [step.version for step in made.steps] == list(STEPS)[::-1]


def test_a_newer_schema_is_refused(url: str) -> None:
    migrate(url)
    made = create_engine(url)
    with made.begin() as connection:
        connection.execute(text(f"UPDATE {schema.VERSION_TABLE} SET version_num = '9999'"))
    made.dispose()

    with pytest.raises(SchemaMismatch, match="newer"):
        plan(url)


def test_a_schema_nobody_knows_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="there is no schema 7777"):
        plan(url, "7777")
