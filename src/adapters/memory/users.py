"""Users in dictionaries."""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from attrs import frozen

from ...application.ports.unit_of_work import IdTaken
from ...application.ports.users import UserRepository, UserView, UserViews
from ...domain.users import (
    ExternalId,
    ExternalIdTaken,
    Handle,
    HandleTaken,
    User,
    UserChangedMeanwhile,
    UserId,
    UserNotFound,
    UserState,
)
from .audience import MemoryAudience
from .outbox import MemoryOutbox
from .store import Draft, Store, Tables, Tally


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
        return self.get(one), self.get(other)

    def ids_of(self, handles: Collection[str]) -> Mapping[str, UserId]:
        found = chain.from_iterable(self._draft.users.find("handle", name) for name in handles)
        return {user.handle.value: user.id for user in found if user.state is UserState.ACTIVE}


@frozen
class MemoryUserViews(UserViews):
    _store: Store
    _audience: MemoryAudience

    def show(self, ids: Sequence[UserId]) -> Sequence[UserView]:
        with self._store.reading() as tables:
            users = [tables.users.get(id) for id in ids]
            return [_view(tables, user) for user in users if user is not None]

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

    def starting_with(self, prefix: str, *, limit: int) -> Sequence[UserView]:
        with self._store.reading() as tables:
            found = sorted(
                (user.handle.value, user)
                for _, user in tables.users.items()
                if user.state is UserState.ACTIVE and user.handle.value.startswith(prefix)
            )
            return [_view(tables, user) for _, user in found[:limit]]


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
    )
