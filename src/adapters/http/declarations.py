"""What every route declares of itself, and the refusal to serve one that does not."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Self

from attrs import fields, frozen


class Scope(StrEnum):
    """Who may come in."""

    ANYONE = "anyone"
    READER = "reader"  # anyone; in a private house, whoever is logged in
    MEMBER = "member"  # whoever is logged in


class Sight(StrEnum):
    """What may be seen."""

    EVERYONE = "everyone"  # what is the same for all: who asks is not even looked up
    VIEWER = "viewer"  # what the one rule of domain/audience.py lets the viewer see
    OWN = "own"  # what is the caller's own


class Kind(StrEnum):
    """What it asks of the storage and of the machine."""

    READ = "read"
    WRITE = "write"
    HASH = "hash"  # writes, and hashes a password


@frozen(kw_only=True)
class Declaration:
    """The five, checked."""

    scope: Scope
    owner: str | None  # the path parameter that names what has to be the caller's own
    limiter: str
    visibility: Sight
    kind: Kind

    @classmethod
    def of(cls, route: str, given: Mapping[str, object], *, limiters: Collection[str]) -> Self:
        """Raises :exc:`UndeclaredRoute` for what is missing, and for what does not exist."""
        for field in fields(cls):
            if field.name not in given:
                raise UndeclaredRoute(f"{route} declares no {field.name}")
        owner = given["owner"]
        if owner is not None and f"{{{owner}}}" not in route:
            raise UndeclaredRoute(f"{route} has no parameter {owner!r} that an owner could have")
        if given["limiter"] not in limiters:
            raise UndeclaredRoute(f"{route}: there is no limiter {given['limiter']!r}")
        try:
            return cls(
                scope=Scope(str(given["scope"])),
                owner=None if owner is None else str(owner),
                limiter=str(given["limiter"]),
                visibility=Sight(str(given["visibility"])),
                kind=Kind(str(given["kind"])),
            )
        except ValueError as why:
            raise UndeclaredRoute(f"{route}: {why}") from why


class UndeclaredRoute(Exception):
    """A route that does not say who may use it, how often, or what it does: it is not served."""
