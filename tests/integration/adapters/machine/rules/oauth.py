"""OAuth 2: apps register, people consent, tokens are used and end."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import mostly, people, stretches, turns
from tests.integration.adapters.machine.lockstep import UNKNOWN, Stretch
from tests.integration.adapters.machine.model.oauth import covers
from tests.integration.adapters.machine.rules.accounts import AccountRules, places, tokens
from tests.integration.adapters.machine.words import (
    CHALLENGES,
    KEPT_APP_NAMES,
    REDIRECT_URIS,
    SCOPES,
    WEBSITES,
    WRONG_APP_NAMES,
    WRONG_CHALLENGES,
    WRONG_REDIRECT_URIS,
    WRONG_SCOPES,
    WRONG_WEBSITES,
)

names = mostly(KEPT_APP_NAMES, WRONG_APP_NAMES, wrong_in=10)
uris = mostly(REDIRECT_URIS, WRONG_REDIRECT_URIS, wrong_in=12)
scopes = mostly(SCOPES, WRONG_SCOPES, wrong_in=8)
fitting = mostly((None,), scopes, wrong_in=4)  # None: one that the app registered for
challenges = mostly((None, *CHALLENGES), WRONG_CHALLENGES, wrong_in=8)
methods = mostly((None,), ("plain", "S256", ""), wrong_in=10)  # None: the one that fits
wrongs = mostly((None,), ("secret", "app", "uri", "verifier", "code"), wrong_in=3)
askings = st.tuples(fitting, challenges, methods, wrongs)
Asking: TypeAlias = tuple[str | None, str | None, str | None, str | None]
ALL_RIGHT: Asking = (None, None, None, None)


class OAuthRules(AccountRules):
    @rule(
        name=names,
        redirect_uris=st.lists(uris, max_size=3, unique=True),
        scopes=scopes,
        website=mostly(WEBSITES, WRONG_WEBSITES, wrong_in=10),
        confidential=st.sampled_from((True, True, False)),
    )
    def register_app(
        self,
        name: str,
        redirect_uris: Sequence[str],
        scopes: str,
        website: str | None,
        confidential: bool,
    ) -> None:
        self.do(
            "oauth.register",
            name=name,
            redirect_uris=redirect_uris,
            scopes=scopes,
            website=website,
            confidential=confidential,
        )

    @rule(app=tokens)
    def look_at_app(self, app: int | str) -> None:
        self.do("oauth.app", client_id=self._app(app))

    @rule(app=tokens, wrong=wrongs)
    def prove_app(self, app: int | str, wrong: str | None) -> None:
        self.do("oauth.client", **self._proof(self._app(app), wrong))

    # -- consenting ---------------------------------------------------------------------

    @rule(app=tokens, place=places, asking=askings)
    def ask_for_consent(self, app: int | str, place: int, asking: Asking) -> None:
        self.do("oauth.ask", **self._asking(self._app(app), place, asking))

    @rule(by=people, app=tokens, place=places, asking=askings)
    def consent(self, by: int, app: int | str, place: int, asking: Asking) -> None:
        asked = self._asking(self._app(app), place, asking)
        self.do("oauth.authorize", by=self.actor(by), **asked)

    # -- tokens -------------------------------------------------------------------------

    @rule(by=people, app=tokens, place=places, wrong=wrongs, times=st.sampled_from((1, 1, 1, 2)))
    def exchange(self, by: int, app: int | str, place: int, wrong: str | None, times: int) -> None:
        """A code somebody gave, or gives now; now and then twice, or with something wrong."""
        if not self.model.codes or place:
            self.consent(by, app, place, ALL_RIGHT)
        known = list(self.model.codes)
        code = known[-1 - place // 3 % len(known)] if known else str(place)
        given = self.model.codes.get(code)
        challenge = given.challenge if given else None
        asked = {
            "code": "tökén" if wrong == "code" else code,
            "redirect_uri": given.uri if given and wrong != "uri" else REDIRECT_URIS[place % 5],
            "verifier": "y" * 43 if wrong == "verifier" else CHALLENGES.get(challenge or ""),
            **self._proof(given.client_id if given else self._app(app), wrong),
        }
        for _ in range(times):
            self.do("oauth.exchange", **asked)

    @rule(app=tokens, scopes=fitting, wrong=wrongs)
    def issue_to_app(self, app: int | str, scopes: str | None, wrong: str | None) -> None:
        id = self._app(app)
        asked = self._fitting(id, scopes)
        self.do("oauth.issue_to_app", scopes=asked, **self._proof(id, wrong))

    @rule(who=people, app=tokens, scopes=fitting, wrong=wrongs)
    def issue_to_user(
        self, who: int, app: int | str, scopes: str | None, wrong: str | None
    ) -> None:
        id = self._app(app)
        asked, user_id = self._fitting(id, scopes), self.actor(who)
        self.do("oauth.issue_to_user", user_id=user_id, scopes=asked, **self._proof(id, wrong))

    @rule(who=people, token=tokens)
    def issue_to_newcomer(self, who: int, token: int | str) -> None:
        """By way of an app that acts for nobody, most of the time."""
        if isinstance(token, int):
            self.issue_to_app(token, None, None)
        of_apps = [allowed.token for allowed in self.model.allowed if allowed.user is None]
        given = of_apps[-1] if of_apps and isinstance(token, int) else self._allowed(token)
        self.do("oauth.issue_to_newcomer", user_id=self.actor(who), token=given)

    @rule(token=tokens)
    def known_app(self, token: int | str) -> None:
        self.do("oauth.known", token=self._allowed(token))

    @rule(token=tokens)
    def use_token(self, token: int | str) -> None:
        self.do("oauth.see", token=self._allowed(token))

    # -- ending -------------------------------------------------------------------------

    @rule(token=tokens, wrong=wrongs)
    def revoke_token(self, token: int | str, wrong: str | None) -> None:
        """By the app it was given to, most of the time."""
        given = self._allowed(token)
        of = [known.client_id for known in self.model.allowed if known.token == given]
        self.do("oauth.revoke", token=given, **self._proof(of[0] if of else self._app(0), wrong))

    @rule(who=people, stretch=stretches, turns=turns)
    def authorized_apps(self, who: int, stretch: Stretch, turns: Sequence[str]) -> None:
        if self.grows(who):
            for _ in range(4):
                self.issue_to_user(who, 0, None, None)
        users = [token.user for token in self.model.allowed if token.user is not None]
        owner = self.fullest(users, who)
        self.page("oauth.page", stretch, turns, owner_id=owner or self.person(who))

    @rule(by=people, place=places)
    def end_authorization(self, by: int, place: int) -> None:
        """One of theirs, most of the time."""
        owners = sorted({token.user for token in self.model.allowed if token.user is not None})
        owner = owners[by % len(owners)] if owners and place else self.person(by)
        self.do("oauth.page", owner_id=owner, cursor={"limit": 40})
        known = [token for token in self.model.allowed if token.id]
        theirs = [token.id for token in known if token.user == owner]
        ids = theirs if place > 1 else [token.id for token in known]
        self.do("oauth.end", id=ids[place % len(ids)] if ids else UNKNOWN, by=owner)

    # -- parts --------------------------------------------------------------------------

    def _app(self, app: int | str) -> str:
        """Of the newest; where there are none, one registers."""
        if isinstance(app, int) and not self.model.apps:
            self.register_app(next(iter(KEPT_APP_NAMES)), REDIRECT_URIS[:3], "", None, True)
        known = list(self.model.apps)
        return known[-1 - app % len(known)] if known and isinstance(app, int) else str(app)

    def _proof(self, client_id: str, wrong: str | None) -> Mapping[str, Any]:
        if wrong == "app":
            others = [id for id in self.model.apps if id != client_id]
            client_id = others[0] if others else "nobody"
        app = self.model.apps.get(client_id)
        secret = app.secret if app else None
        return {
            "client_id": client_id,
            "client_secret": "token-0" if wrong == "secret" else secret,
        }

    def _asking(self, client_id: str, place: int, asking: Asking) -> Mapping[str, Any]:
        scopes, challenge, method, wrong = asking
        app = self.model.apps.get(client_id)
        if app and app.secret is None and challenge is None and wrong is None:
            challenge = next(iter(CHALLENGES))
        known = app.uris if app and wrong != "uri" else REDIRECT_URIS
        return {
            "client_id": client_id,
            "redirect_uri": known[place % len(known)],
            "scopes": self._fitting(client_id, scopes),
            "challenge": challenge,
            "challenge_method": method if method or challenge is None else "S256",
        }

    def _fitting(self, client_id: str, scopes: str | None) -> str:
        app = self.model.apps.get(client_id)
        if app is None or scopes is not None:
            return scopes or ""
        fits = [
            text
            for text, named in SCOPES.items()
            if all(covers(app.scopes, scope) for scope in named)
        ]
        return fits[len(self.model.allowed) % len(fits)]

    def _allowed(self, token: int | str) -> str:
        """Of the newest; where there are none, an app is given one."""
        if isinstance(token, int) and not self.model.allowed:
            self.issue_to_user(token, 0, None, None)
        known = [allowed.token for allowed in self.model.allowed]
        return known[-1 - token % len(known)] if known and isinstance(token, int) else str(token)
