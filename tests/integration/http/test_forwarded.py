"""From where a request comes: the house's own proxies are believed, and nobody else."""

from typing import Any

import pytest

from twite.adapters.http.forwarded import address, networks

TRUSTED = networks("10.0.0.1, 192.0.2.0/24,2001:db8::/32")


def scope(client: str, *headers: str) -> Any:
    return {
        "client": (client, 1),
        "headers": [(b"x-forwarded-for", header.encode()) for header in headers],
    }


@pytest.mark.parametrize(
    ("client", "headers", "found"),
    [
        ("198.51.100.7", ["203.0.113.9"], "198.51.100.7"),
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1", "203.0.113.9, 192.0.2.4"], "203.0.113.9"),
        ("10.0.0.1", ["2001:db8::5, 192.0.2.4"], "2001:db8::5"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["somebody"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9, unknown, 192.0.2.4"], "192.0.2.4"),
    ],
)
def test_is_the_last_that_is_no_proxy_of_ours(client: str, headers: list[str], found: str) -> None:
    """H008."""
    assert address(scope(client, *headers), TRUSTED) == found


def test_is_that_of_the_connection_where_nobody_is_trusted() -> None:
    """H008."""
    assert address(scope("10.0.0.1", "203.0.113.9"), ()) == "10.0.0.1"


def test_is_none_of_a_socket() -> None:
    of_a_socket = scope("x") | {"client": None}

    assert address(of_a_socket, TRUSTED) == ""


@pytest.mark.parametrize("text", ["10.0.0.1/8", "somebody", "300.1.1.1"])
def test_is_taken_from_networks_alone(text: str) -> None:
    with pytest.raises(ValueError, match=text.split("/", maxsplit=1)[0]):
        networks(text)
