"""Where markers are kept, and how they are looked at: by their owner alone."""

from collections.abc import Mapping
from typing import Protocol

from ...domain.markers import Marked, Marker
from ...domain.users import UserId


class MarkerRepository(Protocol):
    """At most one marker of a user and a list.  Whoever puts one holds its owner
    (:meth:`UserRepository.hold`)."""

    def put(self, marker: Marker) -> None:
        """Keep it, over one of the same owner and list."""

    def of(self, owner_id: UserId) -> Mapping[Marked, Marker]:
        """Those that were ever put, by list."""
        ...


class MarkerViews(Protocol):
    """The read side."""

    def of(self, owner_id: UserId) -> Mapping[Marked, Marker]:
        """Those that were ever put, by list."""
        ...
