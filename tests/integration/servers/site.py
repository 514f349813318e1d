"""twite itself, as a process of its own."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.request import urlopen

from attrs import frozen

START_SECONDS = 30
STOP_SECONDS = 15
_ADDRESS = re.compile(r"twite is at (http://\S+?),")


@frozen
class Site:
    """Where it is, and which process it is."""

    url: str
    process: "subprocess.Popen[str]"

    def get(self, path: str) -> str:
        with urlopen(f"{self.url}{path}", timeout=START_SECONDS) as answer:
            body: bytes = answer.read()
        return body.decode()


@contextmanager
def serving(
    command: Sequence[str],
    *,
    folder: Path,
    arguments: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    log: IO[str] | None = None,
) -> Iterator[Site]:
    """``twite serve`` on a free port, in a folder; it is asked to stop at the end, and must.

    What it logs goes to ``log``, or among what the tests say.
    """
    process = subprocess.Popen(
        [*command, "serve", "--port", "0", *arguments],
        cwd=folder,
        env={**_without_settings(), "PYTHONUNBUFFERED": "1", **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    try:
        yield Site(_address(process), process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := _ADDRESS.search(line):
            return found[1]
    raise AssertionError(f"twite serve ended with {process.wait()} before it said where it is")


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("TWITE_")}
