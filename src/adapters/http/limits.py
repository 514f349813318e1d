"""How often anyone may do what: one table, by the limiter a route declares."""

from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

from attrs import define, frozen
from litestar.types import Scope

from ...application.ports.rate_limits import Rate, RateLimits
from ...domain.errors import LimitExceeded
from ...domain.text import fingerprint
from ...domain.users import UserId

MINUTE = 60  # seconds
HOUR = 60 * MINUTE
LEFT = "left"  # of a request's state
IPV6_PREFIX = 64  # bits; whoever has one address of a /64 has them all


class By(StrEnum):
    """Whose requests are counted together."""

    ADDRESS = "address"
    CALLER = "caller"  # the user; a stranger's by address
    LOGIN = "login"  # whoever a form says it is, from wherever it comes
    EMAIL = "email"  # the address a form says to write to


@frozen
class Limit:
    by: By
    rate: Rate


LIMITERS: Mapping[str, tuple[Limit, ...]] = {
    "trifles": (Limit(By.ADDRESS, Rate(1000, 5 * MINUTE)),),  # costs next to nothing
    "reading": (Limit(By.CALLER, Rate(300, 5 * MINUTE)),),
    "signing_in": (
        Limit(By.ADDRESS, Rate(10, 5 * MINUTE)),
        Limit(By.LOGIN, Rate(10, 5 * MINUTE)),
    ),
    "signing_up": (Limit(By.ADDRESS, Rate(5, 30 * MINUTE)),),
    "asking_reset": (
        Limit(By.ADDRESS, Rate(10, 30 * MINUTE)),
        Limit(By.EMAIL, Rate(3, 30 * MINUTE)),
    ),
    "registering": (Limit(By.ADDRESS, Rate(5, 10 * MINUTE)),),  # of apps
    "exchanging": (Limit(By.ADDRESS, Rate(300, 5 * MINUTE)),),
    "resetting": (Limit(By.ADDRESS, Rate(20, 30 * MINUTE)),),
    "changing": (Limit(By.CALLER, Rate(30, 10 * MINUTE)),),  # wrong passwords have their own
    "posting": (Limit(By.CALLER, Rate(300, 3 * HOUR)),),
    "deleting": (Limit(By.CALLER, Rate(30, 30 * MINUTE)),),
    "settling": (Limit(By.CALLER, Rate(60, HOUR)),),  # what one decides for oneself
    "reacting": (Limit(By.CALLER, Rate(300, 5 * MINUTE)),),
    "following": (Limit(By.CALLER, Rate(300, 3 * HOUR)),),
    "avoiding": (Limit(By.CALLER, Rate(300, 3 * HOUR)),),  # blocks and mutes: of many, at worst
}


@frozen(kw_only=True)
class Subject:
    """Who does it."""

    address: str
    user_id: UserId | None = None
    login: str = ""
    email: str = ""

    def key(self, by: By) -> str:
        """Under which key it is counted: never longer for a longer login."""
        match by:
            case By.ADDRESS:
                return f"address {_network(self.address)}"
            case By.CALLER if self.user_id is not None:
                return f"user {self.user_id}"
            case By.CALLER:
                return self.key(By.ADDRESS)
            case By.LOGIN:
                return f"login {_folded(self.login)}"
            case By.EMAIL:
                return f"email {_folded(self.email)}"


@frozen(kw_only=True)
class Left:
    """What somebody may still do of what is limited most narrowly."""

    most: int
    left: int
    renewed_after_seconds: int


def count(limits: RateLimits | None, limiter: str, subject: Subject) -> Left | None:
    """One more; raises :exc:`TooOften`.  Without limits (None), anyone may do anything."""
    if limits is None:
        return None
    standing = []
    for limit in LIMITERS[limiter]:
        allowance = limits.take(f"{limiter} {subject.key(limit.by)}", limit.rate)
        seconds = allowance.renewed_after_seconds
        if not allowance.granted:
            raise TooOften(seconds, limit.rate)
        standing.append(
            Left(most=limit.rate.most, left=allowance.left, renewed_after_seconds=seconds)
        )
    return min(standing, key=lambda one: one.left)


def counted(scope: Scope, limits: RateLimits | None, limiter: str, subject: Subject) -> None:
    """The same for a request, whose answer will say what is left."""
    try:
        scope["state"][LEFT] = count(limits, limiter, subject)
    except TooOften as why:
        scope["state"][LEFT] = Left(
            most=why.rate.most, left=0, renewed_after_seconds=why.retry_after_seconds
        )
        raise


def left(scope: Scope) -> Left | None:
    """What was counted of that request, if anything."""
    found: Left | None = scope.get("state", {}).get(LEFT)
    return found


def _folded(text: str) -> str:
    return fingerprint(text.strip().lower())


def _network(address: str) -> str:
    """What one customer of a provider has: an address, or a /64 of IPv6."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address  # a socket of the same machine has no address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, IPV6_PREFIX), strict=False))


@define
class TooOften(LimitExceeded):
    rate: Rate

    def __str__(self) -> str:
        return f"too many of these; try again in {_spoken(self.retry_after_seconds)}"


def _spoken(seconds: int) -> str:
    if seconds < 2 * MINUTE:
        return f"{seconds} seconds"
    return f"{-(-seconds // MINUTE)} minutes"
