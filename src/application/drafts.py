"""What people do with drafts: keep what they typed, go on with it, throw it away."""

from functools import partial

from attrs import frozen

from ..domain.drafts import (
    MOST_DRAFTS,
    Draft,
    DraftId,
    DraftNotFound,
    DraftText,
    TooManyDrafts,
)
from ..domain.microposts import MicropostId, Visibility
from ..domain.text import written
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.drafts import DraftViews
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWorkFactory

NEWEST = Cursor()


@frozen
class Drafts:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: DraftViews
    clock: Clock

    def keep(
        self,
        *,
        by: UserId,
        text: str,
        content_warning: str = "",
        language: str = "",
        visibility: Visibility = Visibility.PUBLIC,
        in_reply_to_id: MicropostId | None = None,
        id: DraftId | None = None,
    ) -> DraftId:
        """Keep what was typed, as a new draft, or in place of one of theirs.

        Raises :exc:`BlankDraft`, :exc:`DraftTooLarge`, :exc:`LanguageTooLong`,
        :exc:`UnreadableText`, :exc:`NotAText`, :exc:`NoSuchAudience`, :exc:`UserNotFound`,
        :exc:`AccountNotActive`, :exc:`MicropostNotFound` where they may not read what they answer,
        :exc:`TooManyDrafts`, or :exc:`DraftNotFound` where there is none to replace.
        """
        typed, warning = DraftText(text), DraftText(content_warning)
        spoken, audience = written(language), Visibility.of(visibility)
        now = self.clock.now()
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            if in_reply_to_id is not None:
                work.microposts.get_readable(in_reply_to_id, viewer_id=by)
            draft = Draft(
                id=DraftId(work.next_id(at=now)),
                owner_id=by,
                text=typed,
                content_warning=warning,
                language=spoken,
                visibility=audience,
                in_reply_to_id=in_reply_to_id,
                kept_at=now,
            )
            if id is not None:
                draft = draft.in_place_of(work.drafts.get_owned(id, owner_id=by))
            elif work.drafts.count(by) >= MOST_DRAFTS:
                raise TooManyDrafts
            work.drafts.put(draft)
        return draft.id

    def page(self, *, owner_id: UserId, cursor: Cursor = NEWEST) -> Page[Draft]:
        """Theirs, the newest first."""
        return paged(partial(self.views.page, owner_id=owner_id), cursor)

    def show(self, id: DraftId, *, owner_id: UserId) -> Draft:
        """One of theirs; raises :exc:`DraftNotFound`."""
        found = self.views.find(id, owner_id=owner_id)
        if found is None:
            raise DraftNotFound(id)
        return found

    def discard(self, id: DraftId, *, by: UserId) -> None:
        """Throw it away; raises :exc:`DraftNotFound`, :exc:`UserNotFound` or
        :exc:`AccountNotActive`."""
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            if not work.drafts.remove(id, owner_id=by):
                raise DraftNotFound(id)
