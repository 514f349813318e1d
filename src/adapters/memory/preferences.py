"""Preferences in a dictionary."""

from attrs import frozen

from ...application.ports.preferences import PreferencesRepository, PreferencesViews
from ...domain.preferences import AS_THEY_COME, Preferred
from ...domain.users import UserId
from .store import Draft, Store


@frozen
class MemoryPreferencesRepository(PreferencesRepository):
    _draft: Draft

    def put(self, owner_id: UserId, preferences: Preferred) -> None:
        self._draft.preferences.put(owner_id, preferences)

    def get(self, owner_id: UserId) -> Preferred:
        return self._draft.preferences.get(owner_id) or AS_THEY_COME


@frozen
class MemoryPreferencesViews(PreferencesViews):
    _store: Store

    def of(self, owner_id: UserId) -> Preferred:
        with self._store.reading() as tables:
            return tables.preferences.get(owner_id) or AS_THEY_COME
