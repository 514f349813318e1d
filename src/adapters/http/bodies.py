"""What comes with a request: a form, and not a large one."""

from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException

from ...domain.text import room
from .parameters import fields

LARGEST_FORM = 64 * 1024  # bytes
BYTE_AS_SENT = 3  # bytes: %C3
FORM = "application/x-www-form-urlencoded"


def largest_form(characters: int) -> int:
    """How many bytes a form may have, where a micropost holds so many characters; Litestar answers
    413 to more."""
    return max(LARGEST_FORM, BYTE_AS_SENT * room(characters) + LARGEST_FORM // 4)


async def form(request: Request[Any, Any, Any]) -> Mapping[str, str]:
    """The fields of a form; raises an HTTPException (415) for anything else."""
    kind, _ = request.content_type
    if kind != FORM or "content-encoding" in request.headers:
        raise UnreadableForm
    return fields(await request.body())


class UnreadableForm(HTTPException):
    """Only plain forms are read here."""

    status_code = 415
