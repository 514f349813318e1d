"""Notes in a table."""

from attrs import frozen
from sqlalchemy import Connection, bindparam, delete
from sqlalchemy.dialects import postgresql

from ...application.ports.notes import NoteRepository
from ...domain.notes import Note
from ...domain.users import UserId
from .tables import notes

_PUT = postgresql.insert(notes)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["writer_id", "about_id"], set_={"text": _PUT.excluded["text"]}
)
_DELETE = delete(notes).where(
    notes.c.writer_id == bindparam("b_writer_id"), notes.c.about_id == bindparam("b_about_id")
)


@frozen
class SqlNoteRepository(NoteRepository):
    _connection: Connection

    def put(self, note: Note) -> None:
        row = {"writer_id": note.writer_id, "about_id": note.about_id, "text": note.text.value}
        self._connection.execute(_PUT, row)

    def remove(self, *, writer_id: UserId, about_id: UserId) -> None:
        asked = {"b_writer_id": writer_id, "b_about_id": about_id}
        self._connection.execute(_DELETE, asked)
