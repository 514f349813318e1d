"""What apps and people do with OAuth 2: register, consent, be known by a token, end it."""

from collections.abc import Iterable, Set
from datetime import datetime
from functools import partial

from attrs import field, frozen

from ..domain.givens import some_ids, yes_or_no
from ..domain.oauth import (
    MOST_REDIRECT_URIS,
    AccessToken,
    AccessTokenId,
    App,
    AppId,
    AppName,
    AppNotFound,
    Asked,
    AuthorizationCode,
    AuthorizationNotFound,
    Challenge,
    CodeId,
    ForeignToken,
    GrantType,
    InvalidClient,
    InvalidGrant,
    InvalidRedirectUri,
    RedirectUri,
    Scopes,
    TokenInvalid,
    UnauthorizedClient,
    UnsupportedGrantType,
    Website,
)
from ..domain.text import fingerprint, is_ascii
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.oauth import AuthorizedApp, KnownToken, OAuthViews
from .ports.system import Clock, Secrets
from .ports.unit_of_work import UnitOfWork, UnitOfWorkFactory

NEWEST = Cursor()


@frozen
class Registered:
    """An app, and its secret, which is told this once; None where it can keep none."""

    app: App
    secret: str | None = field(repr=False)


@frozen(kw_only=True)
class Issued:
    """A token, which is told this once, and what it is good for."""

    token: str = field(repr=False)
    scopes: Scopes
    issued_at: datetime


@frozen(kw_only=True)
class Access:
    """Which app is known by a token, for whom, and what it may do; without a user, for itself.
    ``is_unseen``: whether it is yet to be noted that it was used this hour."""

    token_id: AccessTokenId
    app_id: AppId
    client_id: str
    app_name: str
    app_website: str | None
    user_id: UserId | None
    handle: str
    scopes: Scopes
    is_unseen: bool


@frozen
class OAuth:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: OAuthViews
    secrets: Secrets
    clock: Clock
    grant_types: Set[GrantType]  # what the house gives tokens for

    # -- apps -----------------------------------------------------------------------

    def register(
        self,
        *,
        name: str,
        redirect_uris: Iterable[str],
        scopes: str = "",
        website: str | None = None,
        confidential: bool = True,
    ) -> Registered:
        """Make an app known, by which people may log in from now on.

        Raises :exc:`InvalidAppName`, :exc:`NotAText`, :exc:`UnreadableText`,
        :exc:`InvalidRedirectUri`, :exc:`InvalidScope`, :exc:`InvalidWebsite` or
        :exc:`NotYesOrNo`.
        """
        called, uris = AppName(name), _redirect_uris(redirect_uris)
        asked, site = Scopes.of(scopes), Website(website) if website is not None else None
        secret = self.secrets.token() if yes_or_no(confidential) else None
        client_id, now = self.secrets.token(), self.clock.now()
        with self.unit_of_work() as work:
            app = App(
                id=AppId(work.next_id(at=now)),
                client_id=client_id,
                secret_hash=fingerprint(secret) if secret is not None else None,
                name=called,
                website=site,
                redirect_uris=uris,
                scopes=asked,
                registered_at=now,
            )
            work.apps.add(app)
        return Registered(app, secret)

    def app(self, client_id: str) -> App:
        """What an app said of itself; raises :exc:`AppNotFound`."""
        found = self._find(client_id)
        if found is None:
            raise AppNotFound
        return found

    def client(self, *, client_id: str, client_secret: str | None) -> App:
        """The same, where it proves who it is; raises :exc:`InvalidClient`."""
        found = self._find(client_id)
        if found is None:
            raise InvalidClient
        return found.proved(client_secret)

    # -- consenting -----------------------------------------------------------------

    def ask(
        self,
        *,
        client_id: str,
        redirect_uri: str,
        scopes: str = "",
        challenge: str | None = None,
        challenge_method: str | None = None,
    ) -> Asked:
        """What somebody is to consent to.

        Raises :exc:`AppNotFound` or :exc:`RedirectUriMismatch`: of these, nobody is to be told
        but who asked; and :exc:`InvalidScope`, :exc:`InvalidChallenge` or
        :exc:`ChallengeNeeded`.
        """
        app = self.app(client_id)
        uri = app.redirecting(redirect_uri)
        return Asked(
            app=app,
            redirect_uri=uri,
            scopes=Scopes.of(scopes),
            challenge=Challenge.of(challenge, challenge_method),
        )

    def authorize(
        self,
        *,
        by: UserId,
        client_id: str,
        redirect_uri: str,
        scopes: str = "",
        challenge: str | None = None,
        challenge_method: str | None = None,
    ) -> str:
        """Consent to it.  The code is told once, and is good for a minute.

        Raises what :meth:`ask` raises, :exc:`UserNotFound` or :exc:`AccountNotActive`.
        """
        asked = self.ask(
            client_id=client_id,
            redirect_uri=redirect_uri,
            scopes=scopes,
            challenge=challenge,
            challenge_method=challenge_method,
        )
        code, now = self.secrets.token(), self.clock.now()
        with self.unit_of_work() as work:
            user = work.users.hold(by).acting()
            given = AuthorizationCode.give(
                asked,
                id=CodeId(work.next_id(at=now)),
                by=user.id,
                code_hash=fingerprint(code),
                now=now,
            )
            work.tokens.give(given)
        return code

    # -- tokens ---------------------------------------------------------------------

    def exchange(
        self,
        *,
        code: str,
        client_id: str,
        client_secret: str | None,
        redirect_uri: str,
        verifier: str | None = None,
    ) -> Issued:
        """A token for a code.  One that comes twice, whoever brings it, is known to others: what
        was given for it ends (RFC 6749, 4.1.2).

        Raises :exc:`InvalidClient` or :exc:`InvalidGrant`.
        """
        app = self.client(client_id=client_id, client_secret=client_secret)
        if not is_ascii(code):
            raise InvalidGrant
        code_hash, token, now = fingerprint(code), self.secrets.token(), self.clock.now()
        with self.unit_of_work() as work:
            given = _taken(work, code_hash)
            if given is None:
                work.tokens.remove_given_for(code_hash)
            else:
                given.redeemed(app_id=app.id, redirect_uri=redirect_uri, verifier=verifier, now=now)
                issued = self._issue(
                    work, app, given.scopes, token=token, user_id=given.user_id, code_hash=code_hash
                )
        if given is None:  # once what it gave is revoked for good
            raise InvalidGrant
        return issued

    def issue_to_app(
        self, *, client_id: str, client_secret: str | None, scopes: str = ""
    ) -> Issued:
        """A token for the app itself (RFC 6749, 4.4).

        Raises :exc:`InvalidClient`, :exc:`InvalidScope`, or :exc:`UnauthorizedClient` for one
        that cannot keep a secret.
        """
        app = self.client(client_id=client_id, client_secret=client_secret)
        if not app.is_confidential:
            raise UnauthorizedClient
        allowed = Scopes.of(scopes).within(app.scopes)
        token = self.secrets.token()
        with self.unit_of_work() as work:
            return self._issue(work, app, allowed, token=token)

    def issue_to_user(
        self, user_id: UserId, *, client_id: str, client_secret: str | None, scopes: str = ""
    ) -> Issued:
        """A token for somebody who proved by their password, to the app, who they are
        (RFC 6749, 4.3).

        Raises :exc:`UnsupportedGrantType` where the house does not want that,
        :exc:`InvalidClient`, :exc:`InvalidScope`, :exc:`UserNotFound` or
        :exc:`AccountNotActive`.
        """
        if GrantType.PASSWORD not in self.grant_types:
            raise UnsupportedGrantType
        app = self.client(client_id=client_id, client_secret=client_secret)
        allowed = Scopes.of(scopes).within(app.scopes)
        token = self.secrets.token()
        with self.unit_of_work() as work:
            user = work.users.hold(user_id).acting()
            return self._issue(work, app, allowed, token=token, user_id=user.id)

    def issue_to_newcomer(self, user_id: UserId, *, token: str) -> Issued:
        """A token for somebody whom an app has just signed up, for what its own is good for.

        Raises :exc:`TokenInvalid`, also for a token of somebody's, :exc:`UserNotFound` or
        :exc:`AccountNotActive`.
        """
        known = self._known(token)
        if known.token.user_id is not None:
            raise TokenInvalid
        app, drawn = self.app(known.client_id), self.secrets.token()
        with self.unit_of_work() as work:
            user = work.users.hold(user_id).acting()
            return self._issue(work, app, known.token.scopes, token=drawn, user_id=user.id)

    def known(self, token: str) -> Access:
        """Which app it is, and for whom; raises :exc:`TokenInvalid`."""
        known = self._known(token)
        found = known.token
        return Access(
            token_id=found.id,
            app_id=found.app_id,
            client_id=known.client_id,
            app_name=known.app_name,
            app_website=known.app_website,
            user_id=found.user_id,
            handle=known.handle,
            scopes=found.scopes,
            is_unseen=found.used(now=self.clock.now()) is not found,
        )

    def live(self, ids: Iterable[AccessTokenId]) -> Set[AccessTokenId]:
        """Those tokens of these that are still known: for whoever was let in by one, and stays.

        Raises :exc:`NotSomeIds` for what are no ids.
        """
        return self.views.live(some_ids(ids))

    def see(self, token: str) -> None:
        """Note in which hour it was used last.  For when whoever used it has been answered.

        Raises :exc:`TokenInvalid`.
        """
        found = self._known(token).token
        with self.unit_of_work() as work:
            work.tokens.use(found.used(now=self.clock.now()))

    # -- ending ---------------------------------------------------------------------

    def revoke(self, token: str, *, client_id: str, client_secret: str | None) -> None:
        """What the app was given ends.  Revoking what is revoked, or never was, changes nothing
        (RFC 7009, 2.2).

        Raises :exc:`InvalidClient`, or :exc:`ForeignToken` for a token of another app.
        """
        app = self.client(client_id=client_id, client_secret=client_secret)
        if not is_ascii(token):
            return
        with self.unit_of_work() as work:
            found = work.tokens.find(fingerprint(token))
            if found is None:
                return
            if found.app_id != app.id:
                raise ForeignToken
            work.tokens.remove(found.id)

    def page(self, owner_id: UserId, *, cursor: Cursor = NEWEST) -> Page[AuthorizedApp]:
        """In which apps somebody is logged in, the newest first."""
        return paged(partial(self.views.page, owner_id), cursor)

    def end(self, id: AccessTokenId, *, by: UserId) -> None:
        """Log out of one of them; raises :exc:`AuthorizationNotFound`, also for another's."""
        with self.unit_of_work() as work:
            if not work.tokens.remove_owned(id, owner_id=by):
                raise AuthorizationNotFound(id)

    # -- of several -----------------------------------------------------------------

    def _find(self, client_id: str) -> App | None:
        """Not every database can be asked for NUL; no client_id holds what is unprintable."""
        may_be = is_ascii(client_id) and client_id.isprintable()
        return self.views.app(client_id) if may_be else None

    def _known(self, token: str) -> KnownToken:
        found = self.views.token(fingerprint(token)) if is_ascii(token) else None
        if found is None:
            raise TokenInvalid
        return found

    def _issue(
        self,
        work: UnitOfWork,
        app: App,
        scopes: Scopes,
        *,
        token: str,
        user_id: UserId | None = None,
        code_hash: str | None = None,
    ) -> Issued:
        now = self.clock.now()
        work.tokens.add(
            AccessToken(
                id=AccessTokenId(work.next_id(at=now)),
                app_id=app.id,
                user_id=user_id,
                scopes=scopes,
                token_hash=fingerprint(token),
                code_hash=code_hash,
                issued_at=now,
                used_at=now,
            )
        )
        return Issued(token=token, scopes=scopes, issued_at=now)


def _taken(work: UnitOfWork, code_hash: str) -> AuthorizationCode | None:
    """The code, whose user is held; None where it was taken meanwhile, or never was."""
    found = work.tokens.find_code(code_hash)
    if found is None:
        return None
    work.users.hold(found.user_id)
    return found if work.tokens.take_code(code_hash) else None


def _redirect_uris(given: Iterable[str]) -> tuple[RedirectUri, ...]:
    """Each once; of too many, one more than may be."""
    if isinstance(given, str | bytes):  # whose parts look like parts of a list
        raise InvalidRedirectUri
    try:
        uris = list(dict.fromkeys(given))
    except TypeError:
        raise InvalidRedirectUri from None
    return tuple(map(RedirectUri, uris[: MOST_REDIRECT_URIS + 1]))
