"""Apps: they register, and ask who they are."""

from typing import Any

from msgspec import Struct

from ....domain.oauth import App
from ..headers import PRIVATE
from .calls import Call

NONE = "none"  # RFC 7591, 2: an app that can keep no secret


class NewApp(Struct, kw_only=True):
    """What an app says of itself.  Several redirect URIs stand in a list, or on a line each."""

    client_name: str
    redirect_uris: list[str]
    scopes: str = ""
    website: str | None = None
    token_endpoint_auth_method: str | None = None


class Application(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Application/"""

    id: str
    name: str
    website: str | None
    scopes: list[str]
    redirect_uris: list[str]
    redirect_uri: str
    vapid_key: str = ""  # nothing is pushed here


class CredentialApplication(Application, kw_only=True):
    """https://docs.joinmastodon.org/entities/CredentialApplication/"""

    client_id: str
    client_secret: str | None
    client_secret_expires_at: int = 0  # never


def register(call: Call, data: NewApp) -> CredentialApplication:
    """Register an app.  Its secret is told this once, and kept by nothing in between."""
    call.headers["cache-control"] = PRIVATE
    made = call.twite.oauth.register(
        name=data.client_name,
        redirect_uris=[uri for uris in data.redirect_uris for uri in uris.split()],
        scopes=data.scopes,
        website=data.website or None,
        confidential=data.token_endpoint_auth_method != NONE,
    )
    return CredentialApplication(
        **_facts(made.app), client_id=made.app.client_id, client_secret=made.secret
    )


def verify_credentials(call: Call) -> Application:
    """Which app the token is of."""
    return Application(**_facts(call.twite.oauth.app(call.known.client_id)))


def _facts(app: App) -> dict[str, Any]:
    uris = [uri.value for uri in app.redirect_uris]
    return {
        "id": str(app.id),
        "name": app.name.value,
        "website": app.website.value if app.website is not None else None,
        "scopes": list(app.scopes),
        "redirect_uris": uris,
        "redirect_uri": "\n".join(uris),
    }
