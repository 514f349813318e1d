"""What a refusal or a failure is called over HTTP: one table."""

import logging
import traceback
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from litestar.exceptions import HTTPException

from ...application.ports.unit_of_work import StorageFull, Unavailable
from ...domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    LimitExceeded,
    NotFound,
    Unauthenticated,
)
from ...domain.oauth import (
    ForeignToken,
    InvalidClient,
    InvalidGrant,
    InvalidRequest,
    InvalidScope,
    UnauthorizedClient,
    UnsupportedGrantType,
    UnsupportedResponseType,
)
from .parameters import NoSuchLimit, NotText
from .threads import TooBusy

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5  # when the storage could not answer
# RFC 9110 wants a challenge with every 401; this one says: by a cookie, which a form hands out.
CHALLENGE = 'Cookie realm="twite", form-action="/auth/sign_in"'
CLIENT_CHALLENGE = 'Basic realm="twite"'  # an app's, by its secret (RFC 6749, 5.2)

STATUS: Mapping[type[Exception], HTTPStatus] = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    LimitExceeded: HTTPStatus.TOO_MANY_REQUESTS,
    # Classes of their own status.
    NotText: HTTPStatus.BAD_REQUEST,
    NoSuchLimit: HTTPStatus.BAD_REQUEST,
    # As RFC 6749 (5.2) has it.
    InvalidRequest: HTTPStatus.BAD_REQUEST,
    InvalidGrant: HTTPStatus.BAD_REQUEST,
    InvalidScope: HTTPStatus.BAD_REQUEST,
    UnauthorizedClient: HTTPStatus.BAD_REQUEST,
    ForeignToken: HTTPStatus.FORBIDDEN,  # as Mastodon answers
    UnsupportedGrantType: HTTPStatus.BAD_REQUEST,
    UnsupportedResponseType: HTTPStatus.BAD_REQUEST,
    # Failures, which are no refusals.
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    TooBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    StorageFull: HTTPStatus.INSUFFICIENT_STORAGE,
}


def status_of(error: Exception) -> HTTPStatus:
    """That of its nearest class; what nobody foresaw is 500."""
    if isinstance(error, HTTPException):
        return HTTPStatus(error.status_code)
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return HTTPStatus.INTERNAL_SERVER_ERROR


def headers_of(error: Exception) -> dict[str, str]:
    """What has to be said beside the status."""
    match error:
        case HTTPException(headers=headers) if headers:
            return dict(headers)
        case InvalidClient():
            return {"www-authenticate": CLIENT_CHALLENGE}
        case Unauthenticated():
            return {"www-authenticate": CHALLENGE}
        case LimitExceeded(retry_after_seconds=seconds):
            return {"retry-after": str(seconds)}
        case Unavailable() | TooBusy():
            return {"retry-after": str(RETRY_AFTER_SECONDS)}
        case _:
            return {}


def log(error: Exception, route: str) -> None:
    """Failures alone, by class and place: messages may hold what somebody wrote."""
    if isinstance(error, HTTPException) or status_of(error) < HTTPStatus.INTERNAL_SERVER_ERROR:
        return
    logger.error(
        "request failed: %s\n%s",
        " from ".join(_classes(error)),
        "".join(traceback.format_tb(error.__traceback__)),
        extra={"route": route},
    )


def _classes(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield type(error).__qualname__
        error = error.__cause__
