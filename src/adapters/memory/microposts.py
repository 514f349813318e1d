"""Microposts in a dictionary."""

from collections.abc import Sequence
from datetime import datetime

from attrs import evolve, frozen

from ...application.ports.microposts import (
    MicropostRepository,
    MicropostStamp,
    MicropostView,
    MicropostViews,
    Repeatable,
    VersionView,
)
from ...domain.microposts import (
    EditedMeanwhile,
    IdempotencyKey,
    Micropost,
    MicropostId,
    MicropostNotFound,
)
from ...domain.users import UserId
from .audience import MemoryAudience
from .outbox import MemoryOutbox
from .rows import Pin, Standing, VersionRow
from .store import Draft, Store, Tables, standing
from .users import author_view


@frozen
class MemoryMicropostRepository(MicropostRepository):
    _draft: Draft
    _outbox: MemoryOutbox
    _audience: MemoryAudience

    def add(self, micropost: Micropost) -> None:
        self._answer(micropost)
        self._draft.microposts.put(micropost.id, micropost.at_rest())
        self._draft.terms.put(micropost.id, micropost.terms)
        self._outbox.put(micropost.events)

    def save(self, micropost: Micropost) -> None:
        before = self._expect(micropost)
        self._draft.edits.put((before.id, before.version), _to_version(before))
        self._draft.microposts.put(micropost.id, micropost.succeeded())
        self._draft.terms.put(micropost.id, micropost.terms)
        self._outbox.put(micropost.events)

    def remove(self, micropost: Micropost) -> None:
        self._expect(micropost)
        self._draft.microposts.delete(micropost.id)
        self._draft.terms.delete(micropost.id)
        self._draft.standings.delete(micropost.id)
        self._draft.pins.delete(micropost.id)
        self._count(micropost, -1)
        for id in list(self._draft.favourites.keys("micropost", micropost.id)):
            self._draft.favourites.delete(id)
        for id in list(self._draft.bookmarks.keys("micropost", micropost.id)):
            self._draft.bookmarks.delete(id)
        for id in list(self._draft.notifications.keys("micropost", micropost.id)):
            self._draft.notifications.delete(id)
        for id in list(self._draft.mail.keys("micropost", micropost.id)):
            self._draft.mail.delete(id)
        for edit in list(self._draft.edits.keys("micropost", micropost.id)):
            self._draft.edits.delete(edit)
        for draft in list(self._draft.drafts.find("answered", micropost.id)):
            self._draft.drafts.put(draft.id, evolve(draft, in_reply_to_id=None))
        for repeatable in list(self._draft.repeatables.find("micropost", micropost.id)):
            self.remember(evolve(repeatable, fingerprint=None))
        self._outbox.put(micropost.events)

    def find(self, id: MicropostId) -> Micropost | None:
        return self._draft.microposts.get(id)

    def get_owned(self, id: MicropostId, *, owner_id: UserId) -> Micropost:
        micropost = self._draft.microposts.get(id)
        if micropost is None or micropost.author_id != owner_id:
            raise MicropostNotFound(id)
        return micropost

    def get_readable(self, id: MicropostId, *, viewer_id: UserId | None) -> Micropost:
        micropost = self._draft.microposts.get(id)
        if micropost is None or not self._audience.may_read(self._draft, micropost, viewer_id):
            raise MicropostNotFound(id)
        return micropost

    def hold_readable(self, id: MicropostId, *, viewer_id: UserId | None) -> Micropost:
        return self.get_readable(id, viewer_id=viewer_id)  # there is one transaction at a time

    def pin(self, id: MicropostId, *, at: datetime | None) -> None:
        micropost = self._draft.microposts.get(id)
        if at is None or micropost is None:
            self._draft.pins.delete(id)
            return
        pin = Pin(author_id=micropost.author_id, micropost_id=id, pinned_at=at)
        self._draft.pins.put(id, pin)

    def pinned(self, author_id: UserId) -> Sequence[MicropostId]:
        return _pinned(self._draft, author_id)

    def remember(self, repeatable: Repeatable) -> None:
        key = (repeatable.author_id, repeatable.key.value)
        self._draft.repeatables.put(key, repeatable)

    def find_repeated(
        self, author_id: UserId, key: IdempotencyKey, *, since: datetime
    ) -> Repeatable | None:
        kept = self._draft.repeatables.get((author_id, key.value))
        return kept if kept is not None and kept.at >= since else None

    def _answer(self, micropost: Micropost) -> None:
        answered_id = micropost.in_reply_to_id
        if answered_id is not None and not self._count(micropost, 1):
            raise MicropostNotFound(answered_id)

    def _count(self, micropost: Micropost, by: int) -> bool:
        """Where it is an answer to what still stands."""
        answered_id = micropost.in_reply_to_id
        if answered_id is None or self._draft.microposts.get(answered_id) is None:
            return False
        counted = by * micropost.visibility.is_counted
        standing(self._draft, answered_id, lambda s: evolve(s, replies=s.replies + counted))
        return True

    def _expect(self, micropost: Micropost) -> Micropost:
        kept = self._draft.microposts.get(micropost.id)
        if kept is None or kept.version != micropost.version:
            raise EditedMeanwhile(micropost.id)
        return kept


@frozen
class MemoryMicropostViews(MicropostViews):
    _store: Store
    _audience: MemoryAudience

    def show(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Sequence[MicropostView]:
        with self._store.reading() as tables:
            found = [tables.microposts.get(id) for id in ids]
            return [
                self._view(tables, micropost, viewer_id)
                for micropost in found
                if micropost and self._audience.may_read(tables, micropost, viewer_id)
            ]

    def stamps(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Sequence[MicropostStamp]:
        return [MicropostStamp.of(view) for view in self.show(ids, viewer_id=viewer_id)]

    def history(self, id: MicropostId, *, viewer_id: UserId | None) -> Sequence[VersionView]:
        with self._store.reading() as tables:
            micropost = tables.microposts.get(id)
            if micropost is None or not self._audience.may_recall(tables, micropost, viewer_id):
                return []
            return [_version(row) for row in tables.edits.find("micropost", id)]

    def pinned(self, author_id: UserId) -> Sequence[MicropostId]:
        with self._store.reading() as tables:
            return _pinned(tables, author_id)

    def _view(
        self, tables: Tables, micropost: Micropost, viewer_id: UserId | None
    ) -> MicropostView:
        mentioned = [tables.users.get(id) for id in sorted(micropost.mentioned_ids)]
        answered = self._answered(tables, micropost, viewer_id)
        counted = tables.standings.get(micropost.id) or Standing()
        pair = (viewer_id, micropost.id)
        return MicropostView(
            id=micropost.id,
            author=author_view(tables, micropost.author_id),
            version=micropost.version,
            text=micropost.text.value,
            content_warning=micropost.content_warning.value if micropost.content_warning else None,
            language=micropost.language.value if micropost.language else None,
            sensitive=micropost.sensitive,
            visibility=micropost.visibility,
            mentions={user.handle.value: user.id for user in mentioned if user is not None},
            posted_at=micropost.posted_at,
            edited_at=micropost.edited_at,
            in_reply_to_id=answered.id if answered else None,
            in_reply_to_author=author_view(tables, answered.author_id) if answered else None,
            replies_count=counted.replies,
            favourites_count=counted.favourites,
            reposts_count=counted.reposts,
            favourited=any(True for _ in tables.favourites.keys("pair", pair)),
            reposted=any(True for _ in tables.entries.keys("repost", pair)),
            bookmarked=any(True for _ in tables.bookmarks.keys("pair", pair)),
            pinned=tables.pins.get(micropost.id) is not None,
            muted=_is_muted(tables, micropost, viewer_id),
        )

    def _answered(
        self, tables: Tables, micropost: Micropost, viewer_id: UserId | None
    ) -> Micropost | None:
        if micropost.in_reply_to_id is None:
            return None
        answered = tables.microposts.get(micropost.in_reply_to_id)
        if answered is None or not self._audience.may_read(tables, answered, viewer_id):
            return None
        return answered


def _is_muted(tables: Tables, micropost: Micropost, viewer_id: UserId | None) -> bool:
    if viewer_id is None:
        return False
    return tables.thread_mutes.get((viewer_id, micropost.thread_id)) is not None


def _pinned(tables: Tables, author_id: UserId) -> Sequence[MicropostId]:
    pins = sorted(
        tables.pins.find("author", author_id),
        key=lambda pin: (pin.pinned_at, pin.micropost_id),
        reverse=True,
    )
    return [MicropostId(pin.micropost_id) for pin in pins]


def _to_version(micropost: Micropost) -> VersionRow:
    return VersionRow(
        micropost_id=micropost.id,
        version=micropost.version,
        text=micropost.text.value,
        content_warning=micropost.content_warning.value if micropost.content_warning else None,
        language=micropost.language.value if micropost.language else None,
        said_at=micropost.edited_at or micropost.posted_at,
        sensitive=micropost.sensitive,
    )


def _version(row: VersionRow) -> VersionView:
    return VersionView(
        version=row.version,
        text=row.text,
        content_warning=row.content_warning,
        language=row.language,
        said_at=row.said_at,
        sensitive=row.sensitive,
    )
