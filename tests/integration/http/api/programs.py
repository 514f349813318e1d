"""Programs, as far as the API needs one: they hold a token, and send what they like."""

from typing import Any

from attrs import define, frozen
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from twite.adapters.http.api.routes import ROUTES as OPERATIONS
from twite.adapters.http.rest.routes import ROUTES as RESOURCES
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded

EVERYTHING = "read write follow push profile"
CALLBACK = "https://app.example/callback"
# All that programs may ask, whichever API it is of; what ends their token comes last.
ROUTES = (*OPERATIONS, *sorted(RESOURCES, key=lambda route: route.path == "/api/logout"))


@frozen
class App:
    """A program that people log in with."""

    twite: Embedded
    client_id: str
    client_secret: str

    @classmethod
    def registered(cls, twite: Embedded) -> "App":
        made = twite.oauth.register(
            name="Birdsong",
            redirect_uris=[CALLBACK],
            scopes=EVERYTHING,
            website="https://app.example",
        )
        assert made.secret is not None
        return cls(twite, made.app.client_id, made.secret)

    def token_of(self, user_id: UserId, scopes: str = EVERYTHING) -> str:
        """What somebody consented to."""
        code = self.twite.oauth.authorize(
            by=user_id, client_id=self.client_id, redirect_uri=CALLBACK, scopes=scopes
        )
        return self.twite.oauth.exchange(
            code=code,
            client_id=self.client_id,
            client_secret=self.client_secret,
            redirect_uri=CALLBACK,
        ).token

    def token(self, scopes: str = EVERYTHING) -> str:
        """Its own."""
        return self.twite.oauth.issue_to_app(
            client_id=self.client_id, client_secret=self.client_secret, scopes=scopes
        ).token


@define
class Program:
    """One that runs somewhere, with a token or without."""

    client: TestClient[Litestar]
    token: str | None = None

    def ask(self, method: str, path: str, **sent: Any) -> Response:
        headers = dict(sent.pop("headers", {}))
        if self.token is not None:
            headers.setdefault("authorization", f"Bearer {self.token}")
        return self.client.request(method, path, headers=headers, follow_redirects=False, **sent)

    def get(self, path: str, **sent: Any) -> Response:
        return self.ask("GET", path, **sent)

    def post(self, path: str, **sent: Any) -> Response:
        return self.ask("POST", path, **sent)

    def put(self, path: str, **sent: Any) -> Response:
        return self.ask("PUT", path, **sent)

    def patch(self, path: str, **sent: Any) -> Response:
        return self.ask("PATCH", path, **sent)

    def delete(self, path: str, **sent: Any) -> Response:
        return self.ask("DELETE", path, **sent)
