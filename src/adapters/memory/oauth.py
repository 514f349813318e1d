"""Apps, codes and tokens in dictionaries."""

from collections.abc import Collection, Iterator, Set
from itertools import islice

from attrs import evolve, frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.checks import SLACK
from ...application.ports.oauth import (
    AppRepository,
    AuthorizedApp,
    KnownToken,
    OAuthViews,
    TokenRepository,
)
from ...domain.oauth import CODE_LASTS, AccessToken, AccessTokenId, App, AuthorizationCode
from ...domain.users import UserId, UserState
from .store import Draft, Store, Tables


@frozen
class MemoryAppRepository(AppRepository):
    _draft: Draft

    def add(self, app: App) -> None:
        self._draft.apps.put(app.id, app)


@frozen
class MemoryTokenRepository(TokenRepository):
    _draft: Draft

    def give(self, code: AuthorizationCode) -> None:
        for other in list(self._draft.codes.find("user", code.user_id)):
            if not other.is_live(now=code.given_at):
                self._draft.codes.delete(other.id)
        self._draft.codes.put(code.id, code)

    def find_code(self, code_hash: str) -> AuthorizationCode | None:
        return next(self._draft.codes.find("code_hash", code_hash), None)

    def take_code(self, code_hash: str) -> bool:
        found = self.find_code(code_hash)
        if found is None:
            return False
        self._draft.codes.delete(found.id)
        return True

    def add(self, token: AccessToken) -> None:
        self._draft.access_tokens.put(token.id, token)

    def find(self, token_hash: str) -> AccessToken | None:
        return next(self._draft.access_tokens.find("token_hash", token_hash), None)

    def use(self, token: AccessToken) -> None:
        kept = self._draft.access_tokens.get(token.id)
        if kept is not None and kept.used_at < token.used_at:
            self._draft.access_tokens.put(kept.id, evolve(kept, used_at=token.used_at))

    def remove(self, id: AccessTokenId) -> None:
        self._draft.access_tokens.delete(id)

    def remove_given_for(self, code_hash: str) -> None:
        for id in list(self._draft.access_tokens.keys("code_hash", code_hash)):
            self._draft.access_tokens.delete(id)

    def remove_owned(self, id: AccessTokenId, *, owner_id: UserId) -> bool:
        token = self._draft.access_tokens.get(id)
        if token is None or token.user_id is None or token.user_id != owner_id:
            return False
        self._draft.access_tokens.delete(id)
        return True

    def remove_all(self, user_id: UserId) -> None:
        for rows in (self._draft.codes, self._draft.access_tokens):
            for id in list(rows.keys("user", user_id)):
                rows.delete(id)


@frozen
class MemoryOAuthViews(OAuthViews):
    _store: Store

    def app(self, client_id: str) -> App | None:
        with self._store.reading() as tables:
            return next(tables.apps.find("client_id", client_id), None)

    def token(self, token_hash: str) -> KnownToken | None:
        with self._store.reading() as tables:
            for token in tables.access_tokens.find("token_hash", token_hash):
                return _known(tables, token)
        return None

    def live(self, ids: Collection[AccessTokenId]) -> Set[AccessTokenId]:
        with self._store.reading() as tables:
            found = (tables.access_tokens.get(id) for id in ids)
            return {one.id for one in found if one is not None and _known(tables, one) is not None}

    def page(self, user_id: UserId, *, cursor: Cursor) -> Page[AuthorizedApp]:
        with self._store.reading() as tables:
            keys = tables.access_tokens.keys(
                "user", user_id, above=cursor.above, below=cursor.below, upwards=cursor.upwards
            )
            apps = (
                _authorized(app, token)
                for key in keys
                if (token := tables.access_tokens.get(key)) is not None
                and (app := tables.apps.get(token.app_id)) is not None
            )
            found = list(islice(apps, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda authorized: authorized.id)


def _known(tables: Tables, token: AccessToken) -> KnownToken | None:
    app = tables.apps.get(token.app_id)
    user = tables.users.get(token.user_id) if token.user_id is not None else None
    is_active = user is not None and user.state is UserState.ACTIVE
    if app is None or not (is_active or token.user_id is None):
        return None
    return KnownToken(
        token=token,
        client_id=app.client_id,
        app_name=app.name.value,
        app_website=app.website.value if app.website is not None else None,
        handle=user.handle.value if user is not None else "",
    )


def _authorized(app: App, token: AccessToken) -> AuthorizedApp:
    return AuthorizedApp(
        id=token.id,
        app_id=app.id,
        name=app.name.value,
        website=app.website.value if app.website is not None else None,
        scopes=token.scopes,
        authorized_at=token.issued_at,
        used_at=token.used_at,
    )


# -- what must not be there -----------------------------------------------------


def oauth_faults(tables: Tables) -> Iterator[str]:
    codes = [code for _, code in tables.codes.items()]
    tokens = [token for _, token in tables.access_tokens.items()]
    for code in codes:
        later = max(other.given_at for other in codes if other.user_id == code.user_id)
        if later - code.given_at >= CODE_LASTS + SLACK:
            yield f"code {code.id} ran out, and a later one of its user stands"
        if any(token.code_hash == code.code_hash for token in tokens):
            yield f"code {code.id} was redeemed, and can be again"
    for token in tokens:
        app = tables.apps.get(token.app_id)
        if app is None or not all(map(app.scopes.covers, token.scopes)):
            yield f"access token {token.id} is good for more than its app may do"
        if token.user_id is not None and _known(tables, token) is None:
            yield f"access token {token.id} is of nobody who is there"
