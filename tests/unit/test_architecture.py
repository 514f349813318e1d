"""Promises about the whole house."""

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import twite
from twite.adapters.events import NAMES, Encoded, decode, encode
from twite.adapters.http.errors import STATUS
from twite.application.subscriptions import QUIET, subscriptions
from twite.application.twite import Twite
from twite.domain import errors
from twite.domain.aggregate import Event
from twite.entrypoints import library
from twite.entrypoints.testing.strategies import anything, events, events_by_kind

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
SOURCES = sorted(path for path in SRC.rglob("*.py") if "__pycache__" not in path.parts)
LONGEST_FILE = 400  # lines; a module that no longer reads in one sitting becomes a package

# What a storage is made of besides the columns it keeps.
PLUMBING = {
    "memory": {"__init__", "rate_limits", "rows", "store", "tables"},
    "sql": {
        "__init__",
        "backups",
        "engines",
        "functions",
        "home",
        "paging",
        "paths",
        "pins",
        "plans",
        "renumbering",
        "schema",
        "shown",
        "statements",
        "tables",
        "transactions",
        "types",
        "versions",
    },
}
# Files of the application, its ports and the domain that are no column.
FRAME = {"__init__", "dispatcher", "jobs", "paging", "revocation", "subscriptions", "twite"}
MACHINERY = {
    "__init__",
    "audit",
    "checks",
    "erasure",
    "outbox",
    "rate_limits",
    "system",
    "unit_of_work",
}
COMMON = {"__init__", "aggregate", "audience", "content", "errors", "givens", "graphemes", "text"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


every_source = pytest.mark.parametrize("path", SOURCES, ids=name_of)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def stems(folder: str) -> set[str]:
    return {path.stem for path in (SRC / folder).glob("*.py")}


def family(kind: type) -> set[type]:
    """The class and all that come from it."""
    return {kind}.union(*map(family, kind.__subclasses__()))


@pytest.fixture(scope="module", autouse=True)
def the_whole_house() -> None:
    """Every module, so that every class is there."""
    for module in pkgutil.walk_packages(twite.__path__, "twite."):
        if "migrations" not in module.name:  # alembic loads them
            importlib.import_module(module.name)


# -- every file ---------------------------------------------------------------------


@every_source
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path))


@every_source
def test_no_file_is_too_long_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@every_source
def test_nothing_within_imports_from_without(path: Path) -> None:
    """With absolute imports, type checkers see nothing: the folder is not called twite."""
    if "migrations" in path.parts:
        return  # alembic loads them by path

    assert [name for name in _absolute_imports(tree(path)) if name.split(".")[0] == "twite"] == []


@every_source
def test_nothing_prints_but_the_command_line(path: Path) -> None:
    if path.is_relative_to(SRC / "entrypoints" / "cli"):
        return

    assert [call.lineno for call in _calls(tree(path), "print")] == []


@pytest.mark.parametrize("path", sorted((SRC / "domain").glob("*.py")), ids=name_of)
def test_the_domain_imports_attrs_and_the_standard_library_alone(path: Path) -> None:
    imported = {name.split(".")[0] for name in _absolute_imports(tree(path))}

    assert imported <= {"attrs"} | sys.stdlib_module_names


@pytest.mark.parametrize("path", sorted((SRC / "domain").glob("*.py")), ids=name_of)
def test_the_domain_reads_no_clock_and_draws_no_lots(path: Path) -> None:
    impure = {"os", "random", "secrets", "socket", "time", "uuid", "logging", "threading"}

    assert not impure & set(_absolute_imports(tree(path)))
    assert [call.lineno for call in _calls(tree(path), "now", "today", "utcnow")] == []


def test_nothing_names_a_package_registry() -> None:
    hosts = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"))]
    hosts += [".".join(parts) for parts in (("npmjs", "org"), ("npmjs", "com"), ("unpkg", "com"))]
    hosts += [".".join(parts) for parts in (("jsdelivr", "net"), ("cdnjs", "cloudflare"))]
    files = [
        path
        for folder in (SRC, ROOT / "docs")
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]

    named = {
        (name_of(path), host) for path in files for host in hosts if host.encode() in _read(path)
    }

    assert named == set()


# -- the grid -------------------------------------------------------------------------


def test_a_column_has_the_same_name_in_every_storage() -> None:
    memory = stems("adapters/memory") - PLUMBING["memory"]
    sql = stems("adapters/sql") - PLUMBING["sql"]

    assert memory == sql


def test_a_column_has_the_same_name_in_every_row() -> None:
    columns = stems("application") - FRAME
    ports = stems("application/ports") - MACHINERY
    domain = stems("domain") - COMMON

    assert ports <= columns
    assert domain <= columns
    assert ports <= stems("adapters/memory")


@pytest.mark.parametrize("column", sorted(stems("adapters/sql") & stems("application/ports")))
def test_storages_can_be_laid_side_by_side(column: str) -> None:
    """The same classes with the same public methods, in the same order."""
    if column == "__init__":
        return
    memory, sql = (
        list(_shape(SRC / "adapters" / folder / f"{column}.py", technology))
        for folder, technology in (("memory", "Memory"), ("sql", "Sql"))
    )

    assert memory == sql
    assert memory != []


@pytest.mark.parametrize("column", sorted(stems("application") - FRAME))
def test_features_import_no_siblings(column: str) -> None:
    """They meet through events, or through repositories in the unit of work."""
    siblings = stems("application") - FRAME

    imported = {
        node.module
        for node in ast.walk(tree(SRC / "application" / f"{column}.py"))
        if isinstance(node, ast.ImportFrom) and node.level == 1
    }

    assert not imported & siblings


# -- refusals ---------------------------------------------------------------------------


def test_every_refusal_has_an_http_status() -> None:
    homeless = {
        refusal
        for refusal in family(errors.TwiteError) - {errors.TwiteError}
        if not issubclass(refusal, tuple(STATUS))
    }

    assert not homeless


def test_every_refusal_says_why() -> None:
    kinds = set(errors.TwiteError.__subclasses__())
    silent = {
        refusal
        for refusal in family(errors.TwiteError) - kinds - {errors.TwiteError}
        if "__str__" not in {name for base in refusal.__mro__[:-3] for name in vars(base)}
    }

    assert not silent


# -- events -------------------------------------------------------------------------------


def kinds_of_event() -> set[type]:
    return family(Event) - {Event}


def test_every_event_has_a_name_of_its_own() -> None:
    assert set(NAMES) == kinds_of_event()
    assert len({name for name, _ in NAMES.values()}) == len(NAMES)


def test_every_event_is_heard_by_somebody_or_known_to_be_quiet(twite: library.Embedded) -> None:
    told = subscriptions(users=twite.users, notifications=twite.notifications, mail=twite.mail)
    heard = {kind for kind in kinds_of_event() if told.names(kind)}

    assert heard | QUIET == kinds_of_event()
    assert not heard & QUIET


def test_every_event_is_tried() -> None:
    assert set(events_by_kind) == kinds_of_event()


@given(event=events)
def test_every_event_comes_back_from_json(event: Event) -> None:
    assert decode(encode(event)) == event


@given(event=events, version=st.integers(min_value=2))
def test_an_event_of_a_version_nobody_knows_is_none(event: Event, version: int) -> None:
    assert decode(evolve(encode(event), version=version)) is None


@given(event=events, name=anything)
def test_an_event_of_a_name_nobody_knows_is_none(event: Event, name: str) -> None:
    assert decode(evolve(encode(event), name=f"{name}?")) is None


@given(event=events, payload=st.sampled_from(["", "{", "{}", "[]", "null", "1", '{"at": "noon"}']))
def test_an_event_that_cannot_be_read_is_none(event: Event, payload: str) -> None:
    encoded = encode(event)

    assert decode(Encoded(name=encoded.name, version=encoded.version, payload=payload)) is None


@given(event=events)
def test_an_event_tells_its_moment_apart(event: Event) -> None:
    later = evolve(event, at=event.at + timedelta(microseconds=1))

    assert decode(encode(later)) == later != event


# -- the facade ---------------------------------------------------------------------------


def test_the_facade_has_every_feature() -> None:
    columns = stems("application") - FRAME

    assert set(Twite.__annotations__) == columns


# -- how files are read -------------------------------------------------------------------


def _read(path: Path) -> bytes:
    return path.read_bytes().lower()


def _absolute_imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def _calls(module: ast.Module, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", None)
            if name in names:
                yield node


def _shape(path: Path, technology: str) -> Iterator[tuple[str, list[str]]]:
    """The classes named after the technology, and their public methods."""
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef) and node.name.startswith(technology):
            methods = [
                part.name
                for part in node.body
                if isinstance(part, ast.FunctionDef) and not part.name.startswith("_")
            ]
            yield node.name.removeprefix(technology), methods
