"""Credentials in a dictionary."""

from attrs import frozen

from ...application.ports.credentials import (
    CredentialRepository,
    CredentialView,
    CredentialViews,
)
from ...domain.credentials import (
    Credential,
    CredentialChangedMeanwhile,
    EmailTaken,
    HasCredential,
    HasNoCredential,
    Reset,
)
from ...domain.users import UserId, UserState
from .outbox import MemoryOutbox
from .store import Draft, Store, Tables


@frozen
class MemoryCredentialRepository(CredentialRepository):
    _draft: Draft
    _outbox: MemoryOutbox

    def add(self, credential: Credential) -> None:
        if self.has(credential.user_id):
            raise HasCredential
        for _ in self._draft.credentials.keys("email", credential.email.value):
            raise EmailTaken
        self._draft.credentials.put(credential.user_id, credential.at_rest())

    def save(self, credential: Credential) -> None:
        kept = self._draft.credentials.get(credential.user_id)
        if kept is None or kept.version != credential.version:
            raise CredentialChangedMeanwhile
        for user_id in self._draft.credentials.keys("email", credential.email.value):
            if user_id != credential.user_id:
                raise EmailTaken
        self._draft.credentials.put(credential.user_id, credential.succeeded())
        self._outbox.put(credential.events)

    def get(self, user_id: UserId) -> Credential:
        credential = self._draft.credentials.get(user_id)
        if credential is None:
            raise HasNoCredential
        return credential

    def remove(self, user_id: UserId) -> None:
        self._draft.credentials.delete(user_id)

    def has(self, user_id: UserId) -> bool:
        return self._draft.credentials.get(user_id) is not None

    def offer(self, reset: Reset) -> None:
        for other in list(self._draft.resets.find("user", reset.user_id)):
            if not other.is_live(now=reset.offered_at):
                self._draft.resets.delete(other.token_hash)
        self._draft.resets.put(reset.token_hash, reset)

    def find_offered(self, token_hash: str) -> Reset | None:
        return self._draft.resets.get(token_hash)

    def withdraw_offers(self, user_id: UserId) -> None:
        for token_hash in list(self._draft.resets.keys("user", user_id)):
            self._draft.resets.delete(token_hash)


@frozen
class MemoryCredentialViews(CredentialViews):
    _store: Store

    def by_login(self, login: str) -> CredentialView | None:
        with self._store.reading() as tables:
            for credential in tables.credentials.find("email", login):
                return _view(tables, credential)
            for user in tables.users.find("handle", login):
                return _view(tables, tables.credentials.get(user.id))
        return None

    def by_user(self, id: UserId) -> CredentialView | None:
        with self._store.reading() as tables:
            return _view(tables, tables.credentials.get(id))

    def offered(self, token_hash: str) -> Reset | None:
        with self._store.reading() as tables:
            reset = tables.resets.get(token_hash)
            user = tables.users.get(reset.user_id) if reset is not None else None
            return reset if user and user.state is UserState.ACTIVE else None


def _view(tables: Tables, credential: Credential | None) -> CredentialView | None:
    if credential is None:
        return None
    user = tables.users.get(credential.user_id)
    if user is None:
        return None
    return CredentialView(
        user_id=user.id,
        handle=user.handle.value,
        display_name=user.display_name.value,
        state=user.state,
        email=credential.email.value,
        password_hash=credential.password_hash,
    )
