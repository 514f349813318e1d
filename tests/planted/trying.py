"""Running tests on a source in which one module is changed; the files stay as they are."""

import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from importlib.machinery import SourceFileLoader
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from resource import RLIMIT_CPU, setrlimit
from signal import SIGXCPU
from time import monotonic
from types import CodeType
from typing import Generic, Protocol, TypeVar

import pytest
from attrs import define, frozen

ROOT = Path(__file__).parents[2]
SECONDS = 100  # of CPU in which all of a change's tests are done, or one has noticed
KILLED_AFTER = 5  # seconds more: the signal before says that it was the time
WAITING = 300  # seconds after which a test that only waits has noticed
OURS = ("twite", "tests")


class Change(Protocol):
    """A module of twite, as it is and as it might be."""

    @property
    def module(self) -> str:
        """Its file, in ``src``."""
        ...

    @property
    def source(self) -> str: ...

    @property
    def tests(self) -> Sequence[str]:
        """What pytest is asked to run."""
        ...


C = TypeVar("C", bound=Change)


@frozen
class Tried(Generic[C]):
    """What came of a change: the first test that failed, if one did."""

    change: C
    noticed_by: str | None
    is_possible: bool  # whether the module could be imported
    is_answered: bool  # whether the tests were there, and ran
    seconds: float


@define(eq=False)
class Noticed:
    """A plugin of pytest: remembers the first test that fails, or file that does not load."""

    by: str | None = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def _note(self, report: pytest.CollectReport | pytest.TestReport) -> None:
        if report.failed and self.by is None:
            self.by = report.nodeid


def tried(changes: Sequence[C]) -> Iterator[Tried[C]]:
    """Each in a process of its own, as many at a time as there are processors, in any order."""
    waiting, running = list(reversed(changes)), dict[Connection, tuple[C, BaseProcess, float]]()
    context = get_context("fork")
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            change = waiting.pop()
            ours, theirs = context.Pipe(duplex=False)
            process: BaseProcess = context.Process(target=_try, args=(change, theirs))
            process.start()
            theirs.close()
            running[ours] = (change, process, monotonic())
        for ready in wait(list(running)):
            assert isinstance(ready, Connection)
            change, process, begun = running.pop(ready)
            noticed_by, is_possible, is_answered = _told(ready, process)
            yield Tried(change, noticed_by, is_possible, is_answered, monotonic() - begun)


def _told(ready: Connection, process: BaseProcess) -> tuple[str | None, bool, bool]:
    """What came of it.  Raises :exc:`RuntimeError` where the process died of something else than
    of taking too long."""
    with ready:
        try:
            told: tuple[str | None, bool, bool] = ready.recv()
        except EOFError:
            process.join()
            if process.exitcode != -SIGXCPU:
                raise RuntimeError(f"a process of tests ended with {process.exitcode}") from None
            return f"no end in {SECONDS} s", True, True
        process.join()
        return told


def import_what_tests_need(tests: Collection[str]) -> None:
    """Once for all; but none of what is ours, which every process imports anew."""
    code = _quietly(lambda: pytest.main([*_options(), "--collect-only", *tests]))
    assert code == pytest.ExitCode.OK, "there are no such tests"
    for name in list(sys.modules):
        if name.partition(".")[0] in OURS:
            del sys.modules[name]


def _try(change: Change, told: Connection) -> None:
    name = f"twite.{change.module.removesuffix('.py').replace('/', '.')}"
    name = name.removesuffix(".__init__")
    setrlimit(RLIMIT_CPU, (SECONDS, SECONDS + KILLED_AFTER))
    _have_imported(name, change.source)
    try:
        _quietly(lambda: import_module(name))
    except BaseException:
        told.send((None, False, True))
        return
    noticed = Noticed()
    code = _quietly(lambda: pytest.main(["-x", *_options(), *change.tests], plugins=[noticed]))
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        noticed.by = noticed.by or "what the tests import"  # before there was one to fail
    is_answered = code == pytest.ExitCode.OK or noticed.by is not None
    told.send((noticed.by, True, is_answered))


def _have_imported(module: str, source: str) -> None:
    """Whoever imports that module gets this source."""
    ordinary = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        if fullname == module:
            return compile(source, self.get_filename(fullname), "exec")
        return ordinary(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment,method-assign]


T = TypeVar("T")


def _quietly(act: Callable[[], T]) -> T:
    with Path(os.devnull).open("w") as sink, redirect_stdout(sink), redirect_stderr(sink):
        return act()


def _options() -> Sequence[str]:
    return (
        "-q",
        "--no-header",
        "--no-summary",
        "--hypothesis-profile=planted",
        "-p",
        "no:cacheprovider",
        "-o",
        f"timeout={WAITING}",
    )
