"""What comes with a request: a form, and not a large one; for programs, JSON as well."""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, TypeAlias
from urllib.parse import urlencode

import msgspec
from attrs import frozen
from litestar import Request
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send

from ...domain.errors import Invalid
from ...domain.oauth import InvalidRequest
from ...domain.text import room
from . import shapes
from .parameters import NotText, fields, pairs

LARGEST_FORM = 64 * 1024  # bytes
BYTE_AS_SENT = 3  # bytes: %C3
MOST_FIELDS = 200  # of what a program sends: a page of ids, and more
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON = "application/json"

Read: TypeAlias = Request[Any, Any, Any]


def largest_form(characters: int) -> int:
    """How many bytes a form may have, where a micropost holds so many characters; Litestar answers
    413 to more."""
    return max(LARGEST_FORM, BYTE_AS_SENT * room(characters) + LARGEST_FORM // 4)


async def form(request: Read) -> Mapping[str, str]:
    """The fields of a form; raises an HTTPException (415) for anything else."""
    kind, _ = request.content_type
    if kind != FORM or "content-encoding" in request.headers:
        raise UnreadableForm
    return fields(await request.body())


# -- what programs send ---------------------------------------------------------


class Once(msgspec.Struct):
    """What a form may say once alone: of what comes twice, one reads the first and another the last
    (RFC 6749, 3.2).  What it does not know is nothing to it, however often it comes."""


@frozen
class OneShape:
    """Around a handler: whatever it is sent, it reads JSON, and queries without brackets.

    ``data`` is what the body is to be, ``flags`` which parameters of the query are yes or no.
    Nothing is read before the handler asks: whoever is not let in has sent it for nothing.
    """

    app: ASGIApp
    data: type[msgspec.Struct] | None
    flags: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        asked = list(shapes.plain(pairs(scope["query_string"], most=MOST_FIELDS)))
        if asked and self.data is None:
            scope["query_string"] = urlencode(list(self._flagged(asked))).encode()
        if self.data is not None:
            receive = self._reading(scope, receive, send, self.data)
        await self.app(scope, receive, send)

    def _flagged(self, asked: Iterable[shapes.Pair]) -> Iterable[shapes.Pair]:
        for name, value in asked:
            word = shapes.flag(value) if name in self.flags else value
            yield name, word if isinstance(word, str) else str(word).lower()

    def _reading(
        self, scope: Scope, receive: Receive, send: Send, data: type[msgspec.Struct]
    ) -> Receive:
        # Litestar keeps what it has read in the state; what is read here is not what it shall keep.
        apart: Any = {**scope, "state": {}}

        async def read() -> HTTPReceiveMessage:
            known = data.__struct_fields__ if issubclass(data, Once) else ()
            given = await _given(Request(apart, receive, send), once=frozenset(known))
            body = msgspec.json.encode(shapes.fitted(given, data))
            return {"type": "http.request", "body": body, "more_body": False}

        return read


async def _given(request: Read, *, once: Set[str]) -> Any:
    """What stands in the body and, where that does not say it, in the query."""
    asked = shapes.shaped(pairs(request.scope["query_string"], most=MOST_FIELDS))
    said = await _said(request, once=once)
    return {**asked, **said} if isinstance(said, dict) else said


async def _said(request: Read, *, once: Set[str]) -> Any:
    if "content-encoding" in request.headers:
        raise UnreadableForm
    kind, _ = request.content_type
    if kind == MULTIPART:
        return _shaped(await _parts(request), once=once)
    body = await request.body()
    if kind == FORM:
        return _shaped(pairs(body, most=MOST_FIELDS), once=once)
    if not body:
        return {}
    if kind != JSON:
        raise UnreadableForm
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotJson from None


def _shaped(said: Sequence[shapes.Pair], *, once: Set[str]) -> dict[str, Any]:
    known = [name for name, _ in said if name in once]
    if len(set(known)) < len(known):
        raise InvalidRequest
    return shapes.shaped(said)


async def _parts(request: Read) -> list[shapes.Pair]:
    """The fields of a form in parts.  Raises :exc:`FilesNotTaken`, or :exc:`NotText`."""
    try:
        found = await request.form()
    except (LookupError, ValueError):  # a charset that is none, or bytes that are none of it
        raise NotText from None
    try:
        read = list(found.multi_items())
        if not all(isinstance(name, str) and isinstance(said, str) for name, said in read):
            raise FilesNotTaken
        if any("\0" in name or "\0" in said for name, said in read):
            raise NotText
        return read
    finally:
        await found.close()


# -- refusals -------------------------------------------------------------------


class UnreadableForm(HTTPException):
    """Only plain forms are read here and, from programs, JSON."""

    status_code = 415


class NotJson(Invalid):
    def __str__(self) -> str:
        return "this body is no JSON, or has what JSON cannot hold"


class FilesNotTaken(Invalid):
    def __str__(self) -> str:
        return "files cannot be sent here"
