"""Where notes are kept: those who wrote them see them beside how they stand to somebody
(:class:`.follows.RelationView`)."""

from typing import Protocol

from ...domain.notes import Note
from ...domain.users import UserId


class NoteRepository(Protocol):
    """At most one note of a writer about somebody.  Whoever writes one holds both
    (:meth:`UserRepository.hold_pair`)."""

    def put(self, note: Note) -> None:
        """Keep it, over the one there was."""

    def remove(self, *, writer_id: UserId, about_id: UserId) -> None:
        """Forget it; nothing happens where there is none."""
