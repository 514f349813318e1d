"""What people do with notes: write one about somebody, for themselves."""

from attrs import frozen

from ..domain.notes import Note, NoteText
from ..domain.users import UserId
from .ports.unit_of_work import UnitOfWorkFactory


@frozen
class Notes:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory

    def write(self, *, by: UserId, about: UserId, text: str) -> None:
        """Keep it in place of the one there was; an empty one takes that away.

        It is read as :attr:`RelationView.note`.  Raises :exc:`NoteTooLong`, :exc:`NotAText`,
        :exc:`UnreadableText`, :exc:`AccountNotActive` or :exc:`UserNotFound`.
        """
        said = NoteText(text)
        with self.unit_of_work() as work:
            writer, other = work.users.hold_pair(by, about)
            writer.acting()
            other.there()
            if said:
                work.notes.put(Note(writer_id=by, about_id=about, text=said))
            else:
                work.notes.remove(writer_id=by, about_id=about)
