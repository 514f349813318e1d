"""What programs are told where they are refused, in the words that Mastodon's clients know."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from attrs import define
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException

from ....domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    LimitExceeded,
    NotFound,
    Unauthenticated,
)
from ....domain.oauth import InvalidClient, OAuthRefusal, OutsideScopes, TokenInvalid
from .. import errors
from ..bodies import JSON
from ..parameters import NoSuchLimit

CHALLENGE = 'Bearer realm="twite"'  # RFC 6750, 3


_LACKS = re.compile(r"missing required field `([^`]+)`")
# As Litestar says it: the rest is the address.
_MISSING = re.compile(r"Missing required (?:query|header|cookie)? ?parameter '([^']+)'")


class Detail(msgspec.Struct):
    """What is wrong with a field: a code for programs, and words for people."""

    error: str
    description: str


class Error(msgspec.Struct, omit_defaults=True):
    """https://docs.joinmastodon.org/entities/Error/"""

    error: str
    error_description: str | None = None
    details: dict[str, list[Detail]] | None = None


class NoUser(TokenInvalid):
    """The token is an app's own, and this is somebody's."""

    def __str__(self) -> str:
        return "this method requires an authenticated user"


@define
class WrongField(Invalid):
    """A refusal that says which field it is about, and by which of Mastodon's codes."""

    field: str
    code: str
    why: str

    def __str__(self) -> str:
        return self.why


TEXTS: Mapping[type[Exception], str] = {
    NoUser: "This method requires an authenticated user",
    TokenInvalid: "The access token is invalid",
    OutsideScopes: "This action is outside the authorized scopes",
    NotFound: "Record not found",
    LimitExceeded: "Too many requests",
}
# Where an error has no words of its own, or should not use them.
APOLOGIES: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "This request cannot be read",
    HTTPStatus.NOT_FOUND: "Record not found",
    HTTPStatus.METHOD_NOT_ALLOWED: "Method not allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is too much at once",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Send a form, or JSON",
    HTTPStatus.INTERNAL_SERVER_ERROR: "It is our fault, not yours",
    HTTPStatus.SERVICE_UNAVAILABLE: "There was a temporary problem serving your request",
    HTTPStatus.INSUFFICIENT_STORAGE: "Nothing new can be kept for now",
}


def answer(error: Exception) -> Response[bytes]:
    """The same facts for every refusal and failure; of failures, as little as on pages."""
    status = status_of(error)
    return Response(
        msgspec.json.encode(_said(error, status)),
        media_type=JSON,
        status_code=status,
        headers=_headers(error),
    )


def status_of(error: Exception) -> HTTPStatus:
    """That of the one table; of what Litestar could not read, that of a bad value."""
    if isinstance(error, ValidationException):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return errors.status_of(error)


def _said(error: Exception, status: HTTPStatus) -> Error:
    text = _text(error)
    match error:
        case OAuthRefusal() if text is None:
            return Error(error.error, _sentence(str(error)))
        case WrongField(field=field, code=code):
            said = f"Validation failed: {_sentence(str(error))}"
            return Error(said, details={field: [Detail(code, _sentence(str(error)))]})
        case ValidationException(extra=[wrong, *_]):
            said = f"Validation failed: {_wrong(wrong)}"
        case ValidationException(detail=detail) if missing := _MISSING.match(detail):
            said = f"Validation failed: {missing[1]}: it is missing"
        case Invalid() if not isinstance(error, NoSuchLimit):
            said = f"Validation failed: {_sentence(str(error))}"
        case Invalid() | Conflict() | Forbidden() | Unauthenticated():
            said = text or _sentence(str(error))
        case _:
            said = text or APOLOGIES.get(status, status.phrase)
    return Error(said)


def _text(error: Exception) -> str | None:
    return next((TEXTS[kind] for kind in type(error).__mro__ if kind in TEXTS), None)


def _headers(error: Exception) -> dict[str, str]:
    said = {name.lower(): value for name, value in errors.headers_of(error).items()}
    if isinstance(error, HTTPException):
        said.pop("content-type", None)
    if "www-authenticate" in said and not isinstance(error, InvalidClient):
        said["www-authenticate"] = CHALLENGE
    return said


def _wrong(message: Any) -> str:
    """Which field, and what it should be."""
    field = message.get("key", "").removeprefix("data.") if isinstance(message, dict) else ""
    reason = message.get("message", "") if isinstance(message, dict) else ""
    if lacks := _LACKS.search(reason):
        within = "" if field in ("", "data") else f"{field}."
        return f"{within}{lacks[1]}: it is missing"
    field = "id" if field == "ids" else field  # what is a list is named for one of them
    return f"{field}: {reason}" if field else reason or "this request cannot be read"


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}"
