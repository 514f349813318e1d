"""The command line: ``twite serve``, ``twite migrate``, and what else whoever runs it needs."""

import sys


def main() -> None:
    """Run the command, or say in a sentence what it takes to have commands."""
    try:
        from .commands import twite  # noqa: PLC0415 (click comes with the extra `server`)
    except ModuleNotFoundError as missing:
        if missing.name != "click":
            raise
        sys.exit("The command line comes with the server: pip install 'twite[server]'")
    twite()
