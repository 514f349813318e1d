"""Users in dictionaries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

from attrs import frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.microposts import AuthorView
from ...application.ports.unit_of_work import IdTaken
from ...application.ports.users import (
    ActView,
    CensusView,
    UserRepository,
    UserStamp,
    UserView,
    UserViews,
)
from ...domain.givens import is_id
from ...domain.users import (
    AuditEntry,
    ExternalId,
    ExternalIdTaken,
    Handle,
    HandleTaken,
    Role,
    User,
    UserChangedMeanwhile,
    UserId,
    UserNotFound,
    UserState,
)
from .audience import MemoryAudience
from .outbox import MemoryOutbox
from .rows import Tally
from .store import Draft, Store, Tables
from .tables import Rows


@frozen
class MemoryUserRepository(UserRepository):
    _draft: Draft
    _outbox: MemoryOutbox

    def add(self, user: User) -> None:
        for _ in self._draft.users.keys("handle", user.handle.value):
            raise HandleTaken(user.handle)
        if user.external_id is not None:
            for _ in self._draft.users.keys("external_id", user.external_id):
                raise ExternalIdTaken(user.external_id)
        if self._draft.users.get(user.id) is not None:
            raise IdTaken(user.id)
        self._draft.users.put(user.id, user.at_rest())
        self._draft.tallies.put(user.id, Tally())
        self._outbox.put(user.events)

    def save(self, user: User) -> None:
        kept = self._draft.users.get(user.id)
        if kept is None or kept.version != user.version:
            raise UserChangedMeanwhile(user.id)
        self._draft.users.put(user.id, user.succeeded())
        self._outbox.put(user.events)

    def get(self, id: UserId) -> User:
        user = self._draft.users.get(id)
        if user is None:
            raise UserNotFound(id)
        return user

    def hold(self, id: UserId) -> User:
        return self.get(id)  # there is one transaction at a time

    def hold_pair(self, one: UserId, other: UserId) -> tuple[User, User]:
        for id in (one, other):
            if not is_id(id):
                raise UserNotFound(id)
        held = {id: self.hold(id) for id in sorted({one, other})}
        return held[one], held[other]

    def ids_of(
        self, handles: Collection[str], *, known: Collection[UserId] = ()
    ) -> Mapping[str, UserId]:
        found = chain.from_iterable(self._draft.users.find("handle", name) for name in handles)
        return {
            user.handle.value: user.id
            for user in found
            if user.state is UserState.ACTIVE or (user.id in known and not user.is_closed)
        }


@frozen
class MemoryUserViews(UserViews):
    _store: Store
    _audience: MemoryAudience

    def show(self, ids: Sequence[UserId]) -> Sequence[UserView]:
        with self._store.reading() as tables:
            users = [tables.users.get(id) for id in ids]
            return [_view(tables, user) for user in users if user is not None]

    def shown(self, ids: Sequence[UserId], *, viewer_id: UserId | None) -> Sequence[UserView]:
        with self._store.reading() as tables:
            users = [tables.users.get(id) for id in ids]
            return [
                _view(tables, user)
                for user in users
                if user is not None and self._audience.may_meet(tables, user, viewer_id)
            ]

    def stamps(self, ids: Sequence[UserId], *, viewer_id: UserId | None) -> Sequence[UserStamp]:
        with self._store.reading() as tables:
            users = [tables.users.get(id) for id in ids]
            return [
                _stamp(tables, user)
                for user in users
                if user is not None and self._audience.may_meet(tables, user, viewer_id)
            ]

    def by_handle(self, handle: Handle, *, viewer_id: UserId | None) -> UserView | None:
        with self._store.reading() as tables:
            for user in tables.users.find("handle", handle.value):
                met = self._audience.may_meet(tables, user, viewer_id)
                return _view(tables, user) if met else None
        return None

    def by_external_id(self, external_id: ExternalId) -> UserView | None:
        with self._store.reading() as tables:
            for user in tables.users.find("external_id", external_id):
                return _view(tables, user) if user.state is UserState.ACTIVE else None
        return None

    def bearing(self, handle: Handle) -> UserView | None:
        with self._store.reading() as tables:
            for user in tables.users.find("handle", handle.value):
                return _view(tables, user)
        return None

    def page(self, *, state: UserState | None, role: Role | None, cursor: Cursor) -> Page[UserView]:
        with self._store.reading() as tables:
            users = (tables.users.get(key) for key in _keys(tables.users, "all", None, cursor))
            shown = (
                _view(tables, user)
                for user in users
                if user is not None and state in (None, user.state) and role in (None, user.role)
            )
            found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda view: view.id)

    def acts(self, subject_id: UserId, *, cursor: Cursor) -> Page[ActView]:
        with self._store.reading() as tables:
            entries = (
                tables.audit.get(key) for key in _keys(tables.audit, "subject", subject_id, cursor)
            )
            shown = (_act(tables, entry) for entry in entries if entry is not None)
            found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda act: act.id)

    def census(self, *, since: datetime) -> CensusView:
        with self._store.reading() as tables:
            tallies = [
                tables.tallies.get(user.id) or Tally()
                for _, user in tables.users.items()
                if user.state is UserState.ACTIVE
            ]
        last = [tally.last_posted_at for tally in tallies]
        return CensusView(
            users_count=len(tallies),
            posts_count=sum(tally.posts for tally in tallies),
            posting_count=sum(at is not None and at >= since for at in last),
        )


def _keys(rows: Rows[int, Any], index: str, value: object, cursor: Cursor) -> Iterator[int]:
    return rows.keys(index, value, above=cursor.above, below=cursor.below, upwards=cursor.upwards)


def _act(tables: Tables, entry: AuditEntry) -> ActView:
    by = tables.users.get(entry.by) if entry.by is not None else None
    return ActView(
        id=entry.id,
        at=entry.at,
        by=by.handle.value if by is not None else None,
        act=entry.act,
        reason=entry.reason.value,
    )


def _view(tables: Tables, user: User) -> UserView:
    tally = tables.tallies.get(user.id) or Tally()
    return UserView(
        id=user.id,
        handle=user.handle.value,
        display_name=user.display_name.value,
        bio=user.bio.value,
        links=[(link.name, link.value) for link in user.links],
        is_locked=user.is_locked,
        external_id=user.external_id.value if user.external_id else None,
        role=user.role,
        registered_at=user.registered_at,
        posts_count=tally.posts,
        followers_count=tally.followers,
        following_count=tally.following,
        state=user.state,
        is_silenced=user.is_silenced,
        state_since=user.state_since,
        last_posted_on=tally.last_posted_at.date() if tally.last_posted_at else None,
    )


def _stamp(tables: Tables, user: User) -> UserStamp:
    tally = tables.tallies.get(user.id) or Tally()
    return UserStamp(
        id=user.id,
        version=user.version,
        posts_count=tally.posts,
        followers_count=tally.followers,
        following_count=tally.following,
        last_posted_on=tally.last_posted_at.date() if tally.last_posted_at else None,
    )


def author_view(tables: Tables, id: UserId) -> AuthorView:
    """As they stand beside what they did; no row outlives whoever made it."""
    user = tables.users.get(id)
    assert user is not None
    return AuthorView(id=id, handle=user.handle.value, display_name=user.display_name.value)
