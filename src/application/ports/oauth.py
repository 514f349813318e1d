"""Where apps are kept, and what they were given; how both are looked at."""

from collections.abc import Collection, Set
from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.oauth import (
    AccessToken,
    AccessTokenId,
    App,
    AppId,
    AuthorizationCode,
    Scopes,
)
from ...domain.users import UserId
from ..paging import Cursor, Page


class AppRepository(Protocol):
    """Every app that ever registered."""

    def add(self, app: App) -> None: ...


class TokenRepository(Protocol):
    """Every code that was not redeemed, and every token that was not revoked."""

    def give(self, code: AuthorizationCode) -> None:
        """Keep a code; those of its user that ran out by then are forgotten.

        Whoever gives or takes one holds its user."""

    def find_code(self, code_hash: str) -> AuthorizationCode | None: ...

    def take_code(self, code_hash: str) -> bool:
        """The code of that hash is gone; False where somebody else had taken it."""
        ...

    def add(self, token: AccessToken) -> None: ...

    def find(self, token_hash: str) -> AccessToken | None: ...

    def use(self, token: AccessToken) -> None:
        """Keep when it was used last, unless that is later already; nothing happens where it was
        revoked."""

    def remove(self, id: AccessTokenId) -> None:
        """Revoke it; nothing happens where there is none of that id."""

    def remove_given_for(self, code_hash: str) -> None:
        """Revoke what was given for that code; nothing happens where nothing was."""

    def remove_owned(self, id: AccessTokenId, *, owner_id: UserId) -> bool:
        """Revoke that one of that user; False, and nothing, where they have none of that id."""
        ...

    def remove_all(self, user_id: UserId) -> None:
        """Every code and every token of that user is gone."""


@define(kw_only=True)
class KnownToken:
    """A token, its app, and the handle of its user; "" where it has none."""

    token: AccessToken
    client_id: str
    app_name: str
    app_website: str | None
    handle: str


@define(kw_only=True)
class AuthorizedApp:
    """An app somebody logged in to once, as they see it: one for each time."""

    id: AccessTokenId
    app_id: AppId
    name: str
    website: str | None
    scopes: Scopes
    authorized_at: datetime
    used_at: datetime


class OAuthViews(Protocol):
    """The read side."""

    def app(self, client_id: str) -> App | None: ...

    def token(self, token_hash: str) -> KnownToken | None:
        """The token of that hash; None where it has a user, and they are not active."""
        ...

    def live(self, ids: Collection[AccessTokenId]) -> Set[AccessTokenId]:
        """Those of them that :meth:`token` would still find."""
        ...

    def page(self, user_id: UserId, *, cursor: Cursor) -> Page[AuthorizedApp]:
        """Those of that user's tokens, the one that was issued last first."""
        ...
