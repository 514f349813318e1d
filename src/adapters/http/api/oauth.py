"""How apps come to a token and end it (RFCs 6749 and 7009), whose it is, and where all of that is
to be found (RFC 8414)."""

from base64 import b64decode
from typing import Annotated, Any
from urllib.parse import unquote_plus

from litestar.params import HeaderParameter
from msgspec import Struct

from ....application.oauth import Issued
from ....domain.oauth import (
    METHOD,
    GrantType,
    InvalidClient,
    InvalidGrant,
    InvalidRequest,
    Scope,
    UnsupportedGrantType,
)
from ....domain.registrations import AwaitsApproval
from ....domain.sessions import WrongCredentials
from ....domain.users import AccountNotActive
from ..bodies import Once
from .calls import Call

Authorization = Annotated[str | None, HeaderParameter(name="Authorization")]


class Client(Once, kw_only=True):
    """Which app it is, where it does not say so in a header."""

    client_id: str | None = None
    client_secret: str | None = None


class TokenRequest(Client, kw_only=True):
    """What a token is asked for."""

    grant_type: str = ""
    code: str = ""
    redirect_uri: str = ""
    code_verifier: str | None = None
    scope: str = ""
    username: str = ""
    password: str = ""


class Revocation(Client, kw_only=True):
    """Which token is to end."""

    token: str = ""


class Token(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Token/"""

    access_token: str
    token_type: str = "Bearer"
    scope: str
    created_at: int  # seconds


class Nothing(Struct):
    """Said by an object with nothing in it."""


class UserInfo(Struct, kw_only=True):
    """OpenID Connect Core, 5.1, as far as it is anybody's business."""

    iss: str
    sub: str
    name: str
    preferred_username: str
    profile: str
    picture: str


class Metadata(Struct, kw_only=True):
    """RFC 8414, 2, and where apps register."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str
    userinfo_endpoint: str
    app_registration_endpoint: str
    service_documentation: str
    scopes_supported: list[str]
    response_types_supported: list[str]
    response_modes_supported: list[str]
    grant_types_supported: list[str]
    code_challenge_methods_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    authorization_response_iss_parameter_supported: bool  # RFC 9207


def token(call: Call, data: TokenRequest, authorization: Authorization = None) -> Token:
    """A token: for a code, for the app itself or, where the house lets apps ask for it, for a
    password."""
    client = _client(call, data, authorization)
    match _grant(call, _needed(data.grant_type)):
        case GrantType.CODE:
            return to_token(
                call.twite.oauth.exchange(
                    code=_needed(data.code),
                    redirect_uri=_needed(data.redirect_uri),
                    verifier=data.code_verifier or None,
                    **client,
                )
            )
        case GrantType.CLIENT:
            return to_token(call.twite.oauth.issue_to_app(scopes=data.scope, **client))
        case GrantType.PASSWORD:
            return to_token(_by_password(call, data, client))


def revoke(call: Call, data: Revocation, authorization: Authorization = None) -> Nothing:
    """End a token.  One that has ended, or never was, is no error."""
    call.twite.oauth.revoke(_needed(data.token), **_client(call, data, authorization))
    return Nothing()


def userinfo(call: Call) -> UserInfo:
    """Whose token it is."""
    user = call.twite.users.show(call.user_id)
    address = f"{call.api.house.base_url}/@{user.handle}"
    return UserInfo(
        iss=call.api.house.base_url,
        sub=address,
        name=user.display_name,
        preferred_username=user.handle,
        profile=address,
        picture=call.api.accounts.avatar,
    )


def metadata(call: Call) -> Metadata:
    """Where everything is, and what of OAuth 2 there is."""
    base = call.api.house.base_url
    return Metadata(
        issuer=base,
        authorization_endpoint=f"{base}/oauth/authorize",
        token_endpoint=f"{base}/oauth/token",
        revocation_endpoint=f"{base}/oauth/revoke",
        userinfo_endpoint=f"{base}/oauth/userinfo",
        app_registration_endpoint=f"{base}/api/v1/apps",
        service_documentation="https://docs.joinmastodon.org/",
        scopes_supported=list(Scope),
        response_types_supported=["code"],
        response_modes_supported=["query"],
        grant_types_supported=sorted(call.twite.oauth.grant_types),
        code_challenge_methods_supported=[METHOD],
        token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post", "none"],
        authorization_response_iss_parameter_supported=True,
    )


# -- who asks, and what for -----------------------------------------------------


def _grant(call: Call, named: str) -> GrantType:
    if named not in call.twite.oauth.grant_types:
        raise UnsupportedGrantType
    return GrantType(named)


def _client(call: Call, data: Client, authorization: str | None) -> dict[str, Any]:
    """By a header or in the body, never in both, nor in the address (RFC 6749, 2.3); what is empty
    is left out."""
    if call.asked:
        raise InvalidRequest
    scheme, _, told = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return {"client_id": data.client_id or "", "client_secret": data.client_secret or None}
    id, secret = _basic(told)
    if data.client_secret or data.client_id not in (None, "", id):
        raise InvalidRequest
    return {"client_id": id, "client_secret": secret or None}


def _basic(told: str) -> tuple[str, str]:
    """Id and secret, each encoded as in a form (RFC 6749, 2.3.1)."""
    try:
        id, _, secret = b64decode(told.strip(), validate=True).decode("ascii").partition(":")
    except ValueError:
        raise InvalidClient from None
    return unquote_plus(id), unquote_plus(secret)


def _needed(value: str) -> str:
    if not value:
        raise InvalidRequest
    return value


def _by_password(call: Call, data: TokenRequest, client: dict[str, Any]) -> Issued:
    """The app first: nobody hashes for who is none."""
    call.twite.oauth.client(**client)
    call.logging_in(data.username)
    try:
        user_id = call.twite.credentials.prove(
            login=_needed(data.username), password=_needed(data.password)
        )
        return call.twite.oauth.issue_to_user(user_id, scopes=data.scope, **client)
    except (WrongCredentials, AwaitsApproval, AccountNotActive):
        raise WrongPassword from None


def to_token(issued: Issued) -> Token:
    return Token(
        access_token=issued.token,
        scope=str(issued.scopes),
        created_at=int(issued.issued_at.timestamp()),
    )


class WrongPassword(InvalidGrant):
    """The same, whatever is wrong."""

    def __str__(self) -> str:
        return "nobody with this username and this password may log in"
