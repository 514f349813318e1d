"""Drafts: what somebody typed and has not said yet."""

from tests.integration.adapters.machine.words import (
    DRAFT_LANGUAGES,
    DRAFT_WARNINGS,
    Written,
)
from twite.domain.drafts import BlankDraft, DraftId, DraftNotFound, LanguageTooLong, TooManyDrafts
from twite.domain.microposts import BlankText, NoSuchAudience

from .publishing import AUDIENCES
from .world import Bounds, Draft, Said, World, page

MOST_DRAFTS = 50


class Drafts(World):
    def drafts_keep(
        self,
        *,
        by: int,
        text: Written,
        content_warning: str,
        language: str,
        visibility: str,
        in_reply_to_id: int | None,
        id: int | None,
        made: int,
    ) -> int:
        if text.refusal and not isinstance(text.refusal, BlankText):
            raise text.refusal
        if visibility not in AUDIENCES:
            raise NoSuchAudience
        self.acting(by)
        if in_reply_to_id is not None:
            self.readable(in_reply_to_id, by)
        warning = DRAFT_WARNINGS[content_warning]
        if text.refusal and not warning:
            raise BlankDraft
        if language not in DRAFT_LANGUAGES:
            raise LanguageTooLong
        if id is None and sum(draft.owner == by for draft in self.drafts.values()) == MOST_DRAFTS:
            raise TooManyDrafts
        kept = self._draft(id, by).id if id is not None else made
        self.drafts[kept] = Draft(
            kept, by, text.kept, warning, language, visibility, in_reply_to_id, self.now
        )
        return kept

    def drafts_page(self, *, owner_id: int, cursor: Bounds) -> Said:
        found = [draft for draft in self.drafts.values() if draft.owner == owner_id]
        return page(sorted(found, key=lambda draft: draft.id, reverse=True), cursor, _view)

    def drafts_show(self, *, id: int, owner_id: int) -> Said:
        return _view(self._draft(id, owner_id))

    def drafts_discard(self, *, id: int, by: int) -> None:
        self.acting(by)
        del self.drafts[self._draft(id, by).id]

    # -- in other words -----------------------------------------------------------------

    def _draft(self, id: int, owner: int) -> Draft:
        if id not in self.drafts or self.drafts[id].owner != owner:
            raise DraftNotFound(DraftId(id))
        return self.drafts[id]


def _view(draft: Draft) -> Said:
    return {
        "id": draft.id,
        "owner_id": draft.owner,
        "text": {"value": draft.text},
        "content_warning": {"value": draft.warning},
        "language": draft.language,
        "visibility": draft.visibility,
        "in_reply_to_id": draft.parent,
        "kept_at": draft.at,
    }
