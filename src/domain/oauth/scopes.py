"""Scopes: what an app may do for somebody (RFC 6749, 3.3), as Mastodon's apps know them."""

from collections.abc import Iterator, Mapping, Set
from enum import StrEnum
from typing import Self

from attrs import frozen

from ..text import is_ascii
from .refusals import InvalidScope

LONGEST_SCOPES = 1_000  # characters: all there are, twice


class Scope(StrEnum):
    """``read`` and ``write`` cover all that begin with them; ``follow`` is from before those."""

    PROFILE = "profile"
    READ = "read"
    READ_ACCOUNTS = "read:accounts"
    READ_BLOCKS = "read:blocks"
    READ_BOOKMARKS = "read:bookmarks"
    READ_FAVOURITES = "read:favourites"
    READ_FILTERS = "read:filters"
    READ_FOLLOWS = "read:follows"
    READ_LISTS = "read:lists"
    READ_MUTES = "read:mutes"
    READ_NOTIFICATIONS = "read:notifications"
    READ_SEARCH = "read:search"
    READ_STATUSES = "read:statuses"
    WRITE = "write"
    WRITE_ACCOUNTS = "write:accounts"
    WRITE_BLOCKS = "write:blocks"
    WRITE_BOOKMARKS = "write:bookmarks"
    WRITE_CONVERSATIONS = "write:conversations"
    WRITE_FAVOURITES = "write:favourites"
    WRITE_FILTERS = "write:filters"
    WRITE_FOLLOWS = "write:follows"
    WRITE_LISTS = "write:lists"
    WRITE_MEDIA = "write:media"
    WRITE_MUTES = "write:mutes"
    WRITE_NOTIFICATIONS = "write:notifications"
    WRITE_REPORTS = "write:reports"
    WRITE_STATUSES = "write:statuses"
    FOLLOW = "follow"
    PUSH = "push"


_FOLLOWING = ("blocks", "follows", "mutes")


def _covered(scope: Scope) -> Set[Scope]:
    below = {other for other in Scope if other.startswith(f"{scope}:")}
    if scope is Scope.FOLLOW:
        below = {other for other in Scope if other.endswith(_FOLLOWING)}
    if scope in (Scope.READ, Scope.READ_ACCOUNTS):
        below.add(Scope.PROFILE)  # which is to read one's own account, and nothing else
    return {scope, *below}


_COVERED: Mapping[Scope, Set[Scope]] = {scope: _covered(scope) for scope in Scope}


@frozen
class Scopes:
    """Some of them, each once; as text in one order."""

    held: frozenset[Scope]

    @classmethod
    def of(cls, text: str) -> Self:
        """Those that are named, with spaces or + between; where none is, ``read``.

        Raises :exc:`InvalidScope`.
        """
        if not is_ascii(text) or len(text) > LONGEST_SCOPES:
            raise InvalidScope
        named = set(text.replace("+", " ").split(" ")) - {""}
        if not named <= set(Scope):
            raise InvalidScope
        return cls(frozenset(map(Scope, named or {Scope.READ})))

    def covers(self, scope: Scope) -> bool:
        """Whether one of them allows that."""
        return any(scope in _COVERED[held] for held in self.held)

    def within(self, others: Self) -> Self:
        """Itself, or :exc:`InvalidScope` where the others do not cover all of it."""
        if not all(others.covers(scope) for scope in self.held):
            raise InvalidScope
        return self

    def __iter__(self) -> Iterator[Scope]:
        return (scope for scope in Scope if scope in self.held)

    def __str__(self) -> str:
        return " ".join(self)
