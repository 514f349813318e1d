"""Notes in a dictionary."""

from attrs import frozen

from ...application.ports.notes import NoteRepository
from ...domain.notes import Note
from ...domain.users import UserId
from .store import Draft


@frozen
class MemoryNoteRepository(NoteRepository):
    _draft: Draft

    def put(self, note: Note) -> None:
        self._draft.notes.put((note.writer_id, note.about_id), note)

    def remove(self, *, writer_id: UserId, about_id: UserId) -> None:
        self._draft.notes.delete((writer_id, about_id))
