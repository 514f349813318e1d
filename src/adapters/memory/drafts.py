"""Drafts in a dictionary."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from attrs import frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.drafts import DraftRepository, DraftViews
from ...domain.drafts import MOST_DRAFTS, Draft, DraftId, DraftNotFound
from ...domain.users import UserId
from .store import Draft as Changes
from .store import Store, Tables


@frozen
class MemoryDraftRepository(DraftRepository):
    _draft: Changes

    def put(self, draft: Draft) -> None:
        self._draft.drafts.put(draft.id, draft)

    def get_owned(self, id: DraftId, *, owner_id: UserId) -> Draft:
        draft = _owned(self._draft, id, owner_id)
        if draft is None:
            raise DraftNotFound(id)
        return draft

    def count(self, owner_id: UserId) -> int:
        return sum(1 for _ in self._draft.drafts.keys("owner", owner_id))

    def remove(self, id: DraftId, *, owner_id: UserId) -> bool:
        if _owned(self._draft, id, owner_id) is None:
            return False
        self._draft.drafts.delete(id)
        return True


@frozen
class MemoryDraftViews(DraftViews):
    _store: Store

    def page(self, *, owner_id: UserId, cursor: Cursor) -> Page[Draft]:
        with self._store.reading() as tables:
            keys = tables.drafts.keys(
                "owner",
                owner_id,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            drafts = (draft for key in keys if (draft := tables.drafts.get(key)) is not None)
            found = list(islice(drafts, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda draft: draft.id)

    def find(self, id: DraftId, *, owner_id: UserId) -> Draft | None:
        with self._store.reading() as tables:
            return _owned(tables, id, owner_id)


def _owned(tables: Tables, id: DraftId, owner_id: UserId) -> Draft | None:
    draft = tables.drafts.get(id)
    return draft if draft is not None and draft.owner_id == owner_id else None


# -- what must not be there -----------------------------------------------------


def draft_faults(tables: Tables) -> Iterator[str]:
    owners = Counter(draft.owner_id for _, draft in tables.drafts.items())
    for owner_id, number in owners.items():
        if number > MOST_DRAFTS:
            yield f"user {owner_id} keeps too many drafts"
    for id, draft in tables.drafts.items():
        answered_id = draft.in_reply_to_id
        if answered_id is not None and tables.microposts.get(answered_id) is None:
            yield f"draft {id} answers nothing"
