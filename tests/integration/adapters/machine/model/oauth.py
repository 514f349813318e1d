"""OAuth 2: what apps register, what people consent to, what tokens are good for."""

from collections.abc import Sequence, Set
from datetime import datetime, timedelta

from tests.integration.adapters.machine.words import (
    CHALLENGES,
    KEPT_APP_NAMES,
    REDIRECT_URIS,
    SCOPES,
    WEBSITES,
)
from twite.domain.oauth import (
    AccessTokenId,
    AppNotFound,
    AuthorizationNotFound,
    ChallengeNeeded,
    ForeignToken,
    InvalidAppName,
    InvalidChallenge,
    InvalidClient,
    InvalidGrant,
    InvalidRedirectUri,
    InvalidScope,
    InvalidWebsite,
    RedirectUriMismatch,
    TokenInvalid,
    UnauthorizedClient,
    WrongNumberOfRedirectUris,
)

from .world import App, Bounds, Code, Said, Token, World, page

CODE_LASTS = timedelta(minutes=1)


class OAuth(World):
    # -- apps ---------------------------------------------------------------------------

    def oauth_register(
        self,
        *,
        name: str,
        redirect_uris: Sequence[str],
        scopes: str,
        website: str | None,
        confidential: bool,
    ) -> Said:
        if name not in KEPT_APP_NAMES:
            raise InvalidAppName(60)
        if not set(redirect_uris) <= set(REDIRECT_URIS):
            raise InvalidRedirectUri
        asked = _scopes(scopes)
        if website not in WEBSITES:
            raise InvalidWebsite
        secret = self._drawn() if confidential else None
        client_id = self._drawn()
        if not redirect_uris:
            raise WrongNumberOfRedirectUris(10)
        app = App(secret, KEPT_APP_NAMES[name], website, list(redirect_uris), asked)
        self.apps[client_id] = app
        return {"app": _view(client_id, app), "secret": secret}

    def oauth_app(self, *, client_id: str) -> Said:
        if client_id not in self.apps:
            raise AppNotFound
        return _view(client_id, self.apps[client_id])

    def oauth_client(self, *, client_id: str, client_secret: str | None) -> Said:
        return _view(client_id, self._client(client_id, client_secret))

    # -- consenting ---------------------------------------------------------------------

    def oauth_ask(
        self,
        *,
        client_id: str,
        redirect_uri: str,
        scopes: str,
        challenge: str | None,
        challenge_method: str | None,
    ) -> Said:
        app = self.apps.get(client_id)
        if app is None:
            raise AppNotFound
        if redirect_uri not in app.uris:
            raise RedirectUriMismatch
        asked = _scopes(scopes)
        if (challenge, challenge_method) != (None, None) and (
            challenge not in CHALLENGES or challenge_method != "S256"
        ):
            raise InvalidChallenge
        if not all(covers(app.scopes, scope) for scope in asked):
            raise InvalidScope
        if challenge is None and app.secret is None:
            raise ChallengeNeeded
        return {
            "app": _view(client_id, app),
            "redirect_uri": {"value": redirect_uri},
            "scopes": {"held": asked},
            "challenge": challenge and {"value": challenge},
        }

    def oauth_authorize(
        self,
        *,
        by: int,
        client_id: str,
        redirect_uri: str,
        scopes: str,
        challenge: str | None,
        challenge_method: str | None,
    ) -> str:
        self.oauth_ask(
            client_id=client_id,
            redirect_uri=redirect_uri,
            scopes=scopes,
            challenge=challenge,
            challenge_method=challenge_method,
        )
        code = self._drawn()
        self.acting(by)
        asked = _scopes(scopes)
        self.codes[code] = Code(by, client_id, redirect_uri, asked, challenge, self.now)
        return code

    # -- tokens -------------------------------------------------------------------------

    def oauth_exchange(
        self,
        *,
        code: str,
        client_id: str,
        client_secret: str | None,
        redirect_uri: str,
        verifier: str | None,
    ) -> Said:
        self._client(client_id, client_secret)
        if not code.isascii():
            raise InvalidGrant
        token = self._drawn()
        given = self.codes.get(code)
        if given is None:
            self.allowed = [token for token in self.allowed if token.code != code]
            raise InvalidGrant
        is_theirs = (given.client_id, given.uri) == (client_id, redirect_uri)
        is_met = verifier == (CHALLENGES[given.challenge] if given.challenge else None)
        if not is_theirs or not is_met or self.now >= given.at + CODE_LASTS:
            raise InvalidGrant
        del self.codes[code]
        return self._issue(token, client_id, given.scopes, user=given.user, code=code)

    def oauth_issue_to_app(self, *, client_id: str, client_secret: str | None, scopes: str) -> Said:
        app = self._client(client_id, client_secret)
        if app.secret is None:
            raise UnauthorizedClient
        asked = _within(app, scopes)
        return self._issue(self._drawn(), client_id, asked)

    def oauth_issue_to_user(
        self, *, user_id: int, client_id: str, client_secret: str | None, scopes: str
    ) -> Said:
        asked = _within(self._client(client_id, client_secret), scopes)
        token = self._drawn()
        self.acting(user_id)
        return self._issue(token, client_id, asked, user=user_id)

    def oauth_issue_to_newcomer(self, *, user_id: int, token: str) -> Said:
        known = self._known(token)
        if known.user is not None:
            raise TokenInvalid
        drawn = self._drawn()
        self.acting(user_id)
        return self._issue(drawn, known.client_id, known.scopes, user=user_id)

    def oauth_known(self, *, token: str) -> Said:
        known = self._known(token)
        app = self.apps[known.client_id]
        return {
            "client_id": known.client_id,
            "app_name": app.name,
            "app_website": app.website,
            "user_id": known.user,
            "handle": self.people[known.user].handle if known.user is not None else "",
            "scopes": {"held": known.scopes},
            "is_unseen": known.used_at < _hour(self.now),
        }

    def oauth_see(self, *, token: str) -> None:
        known = self._known(token)
        known.used_at = max(known.used_at, _hour(self.now))

    # -- ending -------------------------------------------------------------------------

    def oauth_revoke(self, *, token: str, client_id: str, client_secret: str | None) -> None:
        self._client(client_id, client_secret)
        for known in [known for known in self.allowed if known.token == token]:
            if known.client_id != client_id:
                raise ForeignToken
            self.allowed.remove(known)

    def oauth_page(self, *, owner_id: int, cursor: Bounds) -> Said:
        return page(self.oauth_page_rows(owner_id=owner_id), cursor, self._authorized)

    def oauth_page_rows(self, *, owner_id: int) -> Sequence[Token]:
        return [token for token in reversed(self.allowed) if token.user == owner_id]

    def oauth_end(self, *, id: int, by: int) -> None:
        for token in self.allowed:
            if (token.id, token.user) == (id, by):
                self.allowed.remove(token)
                return
        raise AuthorizationNotFound(AccessTokenId(id))

    # -- in other words -----------------------------------------------------------------

    def _drawn(self) -> str:
        self.tokens += 1
        return f"token-{self.tokens}"

    def _client(self, client_id: str, secret: str | None) -> App:
        app = self.apps.get(client_id)
        if app is None or app.secret != secret:
            raise InvalidClient
        return app

    def _known(self, token: str) -> Token:
        for known in self.allowed:
            if known.token == token:
                return known
        raise TokenInvalid

    def _issue(
        self,
        token: str,
        client_id: str,
        scopes: frozenset[str],
        *,
        user: int | None = None,
        code: str | None = None,
    ) -> Said:
        hour = _hour(self.now)
        self.allowed.append(Token(0, user, client_id, scopes, token, code, self.now, hour))
        return {"token": token, "scopes": {"held": scopes}, "issued_at": self.now}

    def _authorized(self, token: Token) -> Said:
        app = self.apps[token.client_id]
        return {
            "id": token.id,
            "name": app.name,
            "website": app.website,
            "scopes": {"held": token.scopes},
            "authorized_at": token.at,
            "used_at": token.used_at,
        }


def covers(held: Set[str], scope: str) -> bool:
    top, _, part = scope.partition(":")
    if scope == "profile" and held & {"read", "read:accounts"}:
        return True
    of_old = "follow" in held and part in ("follows", "blocks", "mutes")
    return scope in held or top in held or of_old


def _within(app: App, scopes: str) -> frozenset[str]:
    asked = _scopes(scopes)
    if not all(covers(app.scopes, scope) for scope in asked):
        raise InvalidScope
    return asked


def _scopes(given: str) -> frozenset[str]:
    if given not in SCOPES:
        raise InvalidScope
    return SCOPES[given]


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _view(client_id: str, app: App) -> Said:
    return {
        "client_id": client_id,
        "name": {"value": app.name},
        "website": app.website and {"value": app.website},
        "redirect_uris": [{"value": uri} for uri in app.uris],
        "scopes": {"held": app.scopes},
    }
