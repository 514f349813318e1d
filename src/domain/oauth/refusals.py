"""How an app is refused, by the codes of RFC 6749 (5.2 and 4.1.2.1), 6750 and 7009."""

from typing import ClassVar

from attrs import define

from ..errors import Forbidden, Invalid, NotFound, Unauthenticated


class OAuthRefusal:
    """A refusal with the code by which programs know it."""

    error: ClassVar[str]


class InvalidRequest(OAuthRefusal, Invalid):
    error = "invalid_request"

    def __str__(self) -> str:
        return "this request lacks something, or says what cannot be"


class InvalidChallenge(InvalidRequest):
    def __str__(self) -> str:
        return "a code_challenge is 43 characters of base64url, by the method S256"


class ChallengeNeeded(InvalidRequest):
    def __str__(self) -> str:
        return "an app without a secret has to send a code_challenge"


class InvalidClient(OAuthRefusal, Unauthenticated):
    """The same for an app that is not there, and for a secret that is not its own."""

    error = "invalid_client"

    def __str__(self) -> str:
        return "there is no app with this client_id and this client_secret"


class InvalidGrant(OAuthRefusal, Invalid):
    """The same for a code that was used, ran out, never was, or is for something else."""

    error = "invalid_grant"

    def __str__(self) -> str:
        return "this code was used, is too old, or was given for something else"


class InvalidScope(OAuthRefusal, Invalid):
    error = "invalid_scope"

    def __str__(self) -> str:
        return "there is no such scope, or the app did not register for it"


class UnauthorizedClient(OAuthRefusal, Forbidden):
    error = "unauthorized_client"

    def __str__(self) -> str:
        return "this app may not do that"


class ForeignToken(UnauthorizedClient):
    def __str__(self) -> str:
        return "this token was given to another app"


class UnsupportedResponseType(OAuthRefusal, Invalid):
    error = "unsupported_response_type"

    def __str__(self) -> str:
        return "there is no such response_type here: ask for a code"


class UnsupportedGrantType(OAuthRefusal, Invalid):
    error = "unsupported_grant_type"

    def __str__(self) -> str:
        return "there is no such grant_type here"


class AccessDenied(OAuthRefusal, Forbidden):
    error = "access_denied"

    def __str__(self) -> str:
        return "whoever was asked said no"


class TokenInvalid(OAuthRefusal, Unauthenticated):
    """The same for a token that was revoked, that never was, or whose user is shut out."""

    error = "invalid_token"

    def __str__(self) -> str:
        return "this access token was revoked, or never was"


class OutsideScopes(OAuthRefusal, Forbidden):
    error = "insufficient_scope"

    def __str__(self) -> str:
        return "this app was not allowed to do that"


# -- what an app says of itself ---------------------------------------------------


@define
class InvalidAppName(Invalid):
    longest: int

    def __str__(self) -> str:
        return f"the name of an app is 1 to {self.longest} characters that can be seen"


class InvalidWebsite(Invalid):
    def __str__(self) -> str:
        return "a website is an address that begins with https:// or http://"


class InvalidRedirectUri(Invalid):
    def __str__(self) -> str:
        return (
            "a redirect URI begins with https://, with http:// to this very machine, or with a"
            " scheme of the app's own, and has no fragment"
        )


@define
class WrongNumberOfRedirectUris(InvalidRedirectUri):
    most: int

    def __str__(self) -> str:
        return f"an app has 1 to {self.most} redirect URIs"


class RedirectUriMismatch(Invalid):
    def __str__(self) -> str:
        return "the app did not register this redirect URI"


class AppNotFound(NotFound):
    def __str__(self) -> str:
        return "there is no app with this client_id"


@define
class AuthorizationNotFound(NotFound):
    id: int

    def __str__(self) -> str:
        return "this app was logged out already"
