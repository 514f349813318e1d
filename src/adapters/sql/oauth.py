"""Apps, codes and tokens in tables."""

from collections.abc import Collection, Iterator, Set
from functools import lru_cache
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from ...application.paging import Cursor, Page, page
from ...application.ports.checks import SLACK
from ...application.ports.oauth import (
    AppRepository,
    AuthorizedApp,
    KnownToken,
    OAuthViews,
    TokenRepository,
)
from ...domain.oauth import (
    CODE_LASTS,
    AccessToken,
    AccessTokenId,
    App,
    AppId,
    AppName,
    AuthorizationCode,
    Challenge,
    CodeId,
    RedirectUri,
    Scopes,
    Website,
)
from ...domain.users import UserId, UserState
from .functions import among
from .paging import stretch
from .tables import access_tokens, apps, codes, users
from .transactions import Transactions
from .types import Utc

_INSERT_APP = insert(apps)
_INSERT_CODE = insert(codes)
_INSERT = insert(access_tokens)
_FORGET = delete(codes).where(
    codes.c.user_id == bindparam("b_user_id"), codes.c.given_at <= bindparam("b_ran_out")
)
_CODE = select(codes).where(codes.c.code_hash == bindparam("code_hash"))
_TAKE = delete(codes).where(codes.c.code_hash == bindparam("b_code_hash"))
_FIND = select(access_tokens).where(access_tokens.c.token_hash == bindparam("token_hash"))
_used_at = bindparam("b_used_at", type_=Utc)
_USE = (
    update(access_tokens)
    .where(access_tokens.c.id == bindparam("b_id"), access_tokens.c.used_at < _used_at)
    .values(used_at=_used_at)
)
_DELETE = delete(access_tokens).where(access_tokens.c.id == bindparam("b_id"))
_DELETE_GIVEN_FOR = delete(access_tokens).where(
    access_tokens.c.code_hash == bindparam("b_code_hash")
)
_DELETE_OWNED = _DELETE.where(access_tokens.c.user_id == bindparam("b_owner_id"))
_DELETE_ALL = (
    delete(codes).where(codes.c.user_id == bindparam("b_user_id")),
    delete(access_tokens).where(access_tokens.c.user_id == bindparam("b_user_id")),
)
_APP = select(apps).where(apps.c.client_id == bindparam("client_id"))
_with_app: Select[Any] = select(
    access_tokens, apps.c.client_id, apps.c.name, apps.c.website
).join_from(access_tokens, apps)
_is_good = or_(access_tokens.c.user_id.is_(None), users.c.state == UserState.ACTIVE)
_KNOWN = (
    _with_app.add_columns(users.c.handle)
    .outerjoin(users, users.c.id == access_tokens.c.user_id)
    .where(
        access_tokens.c.token_hash == bindparam("token_hash"),
        _is_good,
    )
)
_LIVE = (
    select(access_tokens.c.id)
    .outerjoin(users, users.c.id == access_tokens.c.user_id)
    .where(
        among(access_tokens.c.id, "ids"),
        _is_good,
    )
)
_page = stretch(
    _with_app.where(access_tokens.c.user_id == bindparam("user_id")), access_tokens.c.id
)
_scopes = lru_cache(maxsize=256)(Scopes.of)  # few are ever asked for


@frozen
class SqlAppRepository(AppRepository):
    _connection: Connection

    def add(self, app: App) -> None:
        self._connection.execute(_INSERT_APP, _to_app(app))


@frozen
class SqlTokenRepository(TokenRepository):
    _connection: Connection

    def give(self, code: AuthorizationCode) -> None:
        ran_out = {"b_user_id": code.user_id, "b_ran_out": code.given_at - CODE_LASTS}
        self._connection.execute(_FORGET, ran_out)
        self._connection.execute(_INSERT_CODE, _to_code(code))

    def find_code(self, code_hash: str) -> AuthorizationCode | None:
        row = self._connection.execute(_CODE, {"code_hash": code_hash}).one_or_none()
        return _from_code(row) if row is not None else None

    def take_code(self, code_hash: str) -> bool:
        return self._connection.execute(_TAKE, {"b_code_hash": code_hash}).rowcount > 0

    def add(self, token: AccessToken) -> None:
        self._connection.execute(_INSERT, _to_row(token))

    def find(self, token_hash: str) -> AccessToken | None:
        row = self._connection.execute(_FIND, {"token_hash": token_hash}).one_or_none()
        return _from_row(row) if row is not None else None

    def use(self, token: AccessToken) -> None:
        self._connection.execute(_USE, {"b_id": token.id, "b_used_at": token.used_at})

    def remove(self, id: AccessTokenId) -> None:
        self._connection.execute(_DELETE, {"b_id": id})

    def remove_given_for(self, code_hash: str) -> None:
        self._connection.execute(_DELETE_GIVEN_FOR, {"b_code_hash": code_hash})

    def remove_owned(self, id: AccessTokenId, *, owner_id: UserId) -> bool:
        asked = {"b_id": id, "b_owner_id": owner_id}
        return self._connection.execute(_DELETE_OWNED, asked).rowcount > 0

    def remove_all(self, user_id: UserId) -> None:
        for statement in _DELETE_ALL:
            self._connection.execute(statement, {"b_user_id": user_id})


@frozen
class SqlOAuthViews(OAuthViews):
    _transactions: Transactions

    def app(self, client_id: str) -> App | None:
        with self._transactions.reading() as connection:
            row = connection.execute(_APP, {"client_id": client_id}).one_or_none()
        return _from_app(row) if row is not None else None

    def token(self, token_hash: str) -> KnownToken | None:
        with self._transactions.reading() as connection:
            row = connection.execute(_KNOWN, {"token_hash": token_hash}).one_or_none()
        return _known(row) if row is not None else None

    def live(self, ids: Collection[AccessTokenId]) -> Set[AccessTokenId]:
        with self._transactions.reading() as connection:
            return set(connection.execute(_LIVE, {"ids": sorted(ids)}).scalars())

    def page(self, user_id: UserId, *, cursor: Cursor) -> Page[AuthorizedApp]:
        with self._transactions.reading() as connection:
            rows = _page.rows(connection, cursor, {"user_id": user_id})
        found = [_authorized(row) for row in rows]
        return page(found, cursor=cursor, id_of=lambda authorized: authorized.id)


# -- apps -----------------------------------------------------------------------


def _to_app(app: App) -> dict[str, object]:
    return {
        "id": app.id,
        "client_id": app.client_id,
        "secret_hash": app.secret_hash,
        "name": app.name.value,
        "website": app.website.value if app.website is not None else None,
        "redirect_uris": "\n".join(map(str, app.redirect_uris)),
        "scopes": str(app.scopes),
        "registered_at": app.registered_at,
    }


def _from_app(row: Row[Any]) -> App:
    return App(
        id=AppId(row.id),
        client_id=row.client_id,
        secret_hash=row.secret_hash,
        name=AppName(row.name),
        website=Website(row.website) if row.website is not None else None,
        redirect_uris=tuple(map(RedirectUri, row.redirect_uris.split("\n"))),
        scopes=_scopes(row.scopes),
        registered_at=row.registered_at,
    )


# -- codes ----------------------------------------------------------------------


def _to_code(code: AuthorizationCode) -> dict[str, object]:
    return {
        "id": code.id,
        "code_hash": code.code_hash,
        "app_id": code.app_id,
        "user_id": code.user_id,
        "redirect_uri": code.redirect_uri,
        "scopes": str(code.scopes),
        "challenge": code.challenge.value if code.challenge is not None else None,
        "given_at": code.given_at,
    }


def _from_code(row: Row[Any]) -> AuthorizationCode:
    return AuthorizationCode(
        id=CodeId(row.id),
        code_hash=row.code_hash,
        app_id=AppId(row.app_id),
        user_id=UserId(row.user_id),
        redirect_uri=row.redirect_uri,
        scopes=_scopes(row.scopes),
        challenge=Challenge(row.challenge) if row.challenge is not None else None,
        given_at=row.given_at,
    )


# -- tokens ---------------------------------------------------------------------


def _to_row(token: AccessToken) -> dict[str, object]:
    return {
        "id": token.id,
        "app_id": token.app_id,
        "user_id": token.user_id,
        "scopes": str(token.scopes),
        "token_hash": token.token_hash,
        "code_hash": token.code_hash,
        "issued_at": token.issued_at,
        "used_at": token.used_at,
    }


def _from_row(row: Row[Any]) -> AccessToken:
    return AccessToken(
        id=AccessTokenId(row.id),
        app_id=AppId(row.app_id),
        user_id=UserId(row.user_id) if row.user_id is not None else None,
        scopes=_scopes(row.scopes),
        token_hash=row.token_hash,
        code_hash=row.code_hash,
        issued_at=row.issued_at,
        used_at=row.used_at,
    )


def _known(row: Row[Any]) -> KnownToken:
    return KnownToken(
        token=_from_row(row),
        client_id=row.client_id,
        app_name=row.name,
        app_website=row.website,
        handle=row.handle or "",
    )


def _authorized(row: Row[Any]) -> AuthorizedApp:
    return AuthorizedApp(
        id=AccessTokenId(row.id),
        app_id=AppId(row.app_id),
        name=row.name,
        website=row.website,
        scopes=_scopes(row.scopes),
        authorized_at=row.issued_at,
        used_at=row.used_at,
    )


# -- what must not be there -----------------------------------------------------

_FAULTS: tuple[tuple[str, Select[Any]], ...] = (
    (
        "code {} was redeemed, and can be again",
        select(codes.c.id).where(exists().where(access_tokens.c.code_hash == codes.c.code_hash)),
    ),
    (
        "access token {} is of nobody who is there",
        select(access_tokens.c.id)
        .join_from(access_tokens, users)
        .where(users.c.state != UserState.ACTIVE),
    ),
)
_CODES = select(
    codes.c.id, codes.c.given_at, func.max(codes.c.given_at).over(partition_by=codes.c.user_id)
)
_GOOD_FOR = select(
    access_tokens.c.id, access_tokens.c.scopes, apps.c.scopes.label("allowed")
).join_from(access_tokens, apps)


def oauth_faults(connection: Connection) -> Iterator[str]:
    for sentence, statement in _FAULTS:
        for id in connection.execute(statement).scalars():
            yield sentence.format(id)
    for id, given_at, later in connection.execute(_CODES):
        if later - given_at >= CODE_LASTS + SLACK:
            yield f"code {id} ran out, and a later one of its user stands"
    for row in connection.execute(_GOOD_FOR):
        if not all(map(_scopes(row.allowed).covers, _scopes(row.scopes))):
            yield f"access token {row.id} is good for more than its app may do"
