"""Sessions in a dictionary."""

from datetime import datetime
from itertools import islice

from attrs import frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.sessions import OwnedSession, SessionRepository, SessionViews
from ...domain.sessions import Session, SessionId
from ...domain.users import UserId, UserState
from .store import Draft, Store


@frozen
class MemorySessionRepository(SessionRepository):
    _draft: Draft

    def add(self, session: Session) -> None:
        self._draft.sessions.put(session.id, session)

    def see(self, session: Session) -> None:
        kept = self._draft.sessions.get(session.id)
        if kept is not None and kept.seen_at < session.seen_at:
            self._draft.sessions.put(session.id, session)

    def remove(self, token_hash: str) -> None:
        for id in list(self._draft.sessions.keys("token_hash", token_hash)):
            self._draft.sessions.delete(id)

    def remove_owned(self, id: SessionId, *, owner_id: UserId) -> bool:
        session = self._draft.sessions.get(id)
        if session is None or session.user_id != owner_id:
            return False
        self._draft.sessions.delete(id)
        return True

    def remove_all(self, user_id: UserId, *, but: str | None = None) -> None:
        for session in list(self._draft.sessions.find("user", user_id)):
            if session.token_hash != but:
                self._draft.sessions.delete(session.id)


@frozen
class MemorySessionViews(SessionViews):
    _store: Store

    def find(self, token_hash: str) -> OwnedSession | None:
        with self._store.reading() as tables:
            for session in tables.sessions.find("token_hash", token_hash):
                user = tables.users.get(session.user_id)
                if user is not None and user.state is UserState.ACTIVE:
                    return OwnedSession(session, user.handle.value)
        return None

    def page(self, user_id: UserId, *, now: datetime, cursor: Cursor) -> Page[Session]:
        with self._store.reading() as tables:
            keys = tables.sessions.keys(
                "user", user_id, above=cursor.above, below=cursor.below, upwards=cursor.upwards
            )
            live = (
                session
                for key in keys
                if (session := tables.sessions.get(key)) is not None and session.is_live(now=now)
            )
            found = list(islice(live, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda session: session.id)
