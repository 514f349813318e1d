"""Sessions in a dictionary."""

from attrs import frozen

from ...application.ports.sessions import SessionRepository, SessionViews
from ...domain.sessions import Session
from ...domain.users import UserId, UserState
from .store import Draft, Store


@frozen
class MemorySessionRepository(SessionRepository):
    _draft: Draft

    def add(self, session: Session) -> None:
        self._draft.sessions.put(session.id, session)

    def remove(self, token_hash: str) -> None:
        for id in list(self._draft.sessions.keys("token_hash", token_hash)):
            self._draft.sessions.delete(id)

    def remove_all(self, user_id: UserId) -> None:
        for id in list(self._draft.sessions.keys("user", user_id)):
            self._draft.sessions.delete(id)


@frozen
class MemorySessionViews(SessionViews):
    _store: Store

    def find(self, token_hash: str) -> Session | None:
        with self._store.reading() as tables:
            for session in tables.sessions.find("token_hash", token_hash):
                user = tables.users.get(session.user_id)
                return session if user and user.state is UserState.ACTIVE else None
        return None
