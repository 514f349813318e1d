"""The command line, run in an empty folder."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from twite.entrypoints.cli import commands

TWITE = Path(sys.executable).parent / "twite"  # the script, for what takes a process of its own

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs ``twite`` with no settings but those given, in this process: that saves its start."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("TWITE_"):
            monkeypatch.delenv(name)
    mask = os.umask(0)

    def run(
        *arguments: str, input: str | bytes | None = None, **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        runner = CliRunner(catch_exceptions=False)
        ended = runner.invoke(commands.twite, arguments, input=input, env=settings)
        return subprocess.CompletedProcess(arguments, ended.exit_code, ended.stdout, ended.stderr)

    yield run
    os.umask(mask)
