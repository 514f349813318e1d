"""What every route declares of itself, and the refusal to serve one that does not."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, Self

from attrs import fields, frozen

from ...domain import oauth


class Scope(StrEnum):
    """Who may come in to the site."""

    ANYONE = "anyone"
    READER = "reader"  # anyone; in a private house, whoever is logged in
    MEMBER = "member"  # whoever is logged in


class AnyScope(StrEnum):
    """Which tokens an operation of the API takes that needs no scope of its own."""

    ANYONE = "anyone"  # none is looked at
    APP = "app"  # any that is known


class Needs(StrEnum):
    """Whose token has to come."""

    NOBODY = "nobody"  # none has to; one that comes has to do
    APP = "app"  # an app's, or that of a user of one
    USER = "user"


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
    """What all routes declare, checked."""

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
                owner=None if owner is None else str(owner),
                limiter=str(given["limiter"]),
                visibility=Sight(str(given["visibility"])),
                kind=Kind(str(given["kind"])),
                **cls._entry(given),
            )
        except ValueError as why:
            raise UndeclaredRoute(f"{route}: {why}") from why

    @classmethod
    def _entry(cls, given: Mapping[str, object]) -> dict[str, Any]:
        """Who may come in; raises ValueError."""
        raise NotImplementedError


@frozen(kw_only=True)
class SiteDeclaration(Declaration):
    """A page, or a form."""

    scope: Scope

    @classmethod
    def _entry(cls, given: Mapping[str, object]) -> dict[str, Any]:
        return {"scope": Scope(str(given["scope"]))}


@frozen(kw_only=True)
class ApiDeclaration(Declaration):
    """An operation for apps: the scope a token has to cover, and whose it has to be."""

    scope: oauth.Scope | AnyScope
    needs: Needs

    @classmethod
    def _entry(cls, given: Mapping[str, object]) -> dict[str, Any]:
        scope, needs = str(given["scope"]), Needs(str(given["needs"]))
        known = AnyScope(scope) if scope in list(AnyScope) else oauth.Scope(scope)
        if (known is AnyScope.ANYONE) != (needs is Needs.NOBODY and scope == AnyScope.ANYONE):
            raise ValueError("what is for anyone needs nobody's token")
        return {"scope": known, "needs": needs}


class UndeclaredRoute(Exception):
    """A route that does not say who may use it, how often, or what it does: it is not served."""
