"""From where a request comes: what a proxy of the house says of it, and nobody else."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from litestar.types import HTTPScope, WebSocketScope

Network: TypeAlias = IPv4Network | IPv6Network

HEADER = b"x-forwarded-for"


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks, with commas between; raises ValueError."""
    return tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())


def address(scope: HTTPScope | WebSocketScope, trusted: Sequence[Network]) -> str:
    """That of the connection or, where that is a proxy we trust, the last in the header that is
    not: whatever stands before it, anybody may have written."""
    client = scope["client"]
    nearest = client[0] if client else ""
    if not trusted or not _is_trusted(nearest, trusted):
        return nearest
    for hop in reversed(_hops(scope["headers"])):
        if _parsed(hop) is None:
            return nearest
        nearest = hop
        if not _is_trusted(hop, trusted):
            return hop
    return nearest


def _hops(headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
    lines = b",".join(line for name, line in headers if name == HEADER)
    return [hop.strip() for hop in lines.decode("latin-1").split(",") if hop.strip()]


def _is_trusted(text: str, trusted: Sequence[Network]) -> bool:
    found = _parsed(text)
    return found is not None and any(found in network for network in trusted)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
