"""The command line: ``twite serve``, ``twite migrate``, and what else whoever runs it needs."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def main() -> None:
    """Run the command, or say in a sentence what it takes to have commands."""
    try:
        with for_good():
            from .commands import twite  # noqa: PLC0415 (click comes with the extra `server`)
    except ModuleNotFoundError as missing:
        if missing.name != "click":
            raise
        sys.exit("The command line comes with the server: pip install 'twite[server]'")
    twite()


@contextmanager
def for_good() -> Iterator[None]:
    """Around imports: what they make stays, and is not searched for garbage, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
