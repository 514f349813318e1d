"""The machine that tests run on: what it has, and which port is free."""

import os
import socket

import pytest


def require(available: bool, what: str) -> None:
    """Skip the test where something is missing; under CI nothing may be missing."""
    if available:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{what} is needed here, and missing")
    pytest.skip(f"{what} is missing")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
