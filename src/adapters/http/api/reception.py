"""Between the wire and the handlers: which token, how often, what is sent, and on which thread."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias, get_type_hints
from urllib.parse import quote

import msgspec
from attrs import field, frozen
from litestar import Request, Response
from litestar.background_tasks import BackgroundTask
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.enums import RequestEncodingType
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import BodyKwarg, PathParameter, QueryParameter, SkipValidation

from ....application.oauth import Access
from ....application.paging import LARGEST_LIMIT, Cursor
from ....application.ports.rate_limits import RateLimits
from ....application.ports.unit_of_work import Unavailable
from ....domain.oauth import OutsideScopes, TokenInvalid
from ....domain.sessions import NotLoggedIn
from .. import forwarded, limits, parameters, shapes, tokens
from ..bodies import MOST_FIELDS, OneShape
from ..declarations import AnyScope, ApiDeclaration, Kind, Needs
from ..threads import Threads, TooBusy
from ..tokens import Login
from .calls import Api, Call
from .errors import Error, NoUser

Handler: TypeAlias = Callable[..., Any]
Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]

CALL = "call"  # of the request's state
ENCODER = msgspec.json.Encoder()
# Any operation may be answered so.
REFUSALS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)

# How a list is asked for, as the document says it.
_ID = {"pattern": "^[0-9]{1,18}$"}


def _bound(said: str) -> Any:
    return Annotated[str | None, QueryParameter(description=said, schema_extra=_ID)]


_STRETCH: Mapping[str, Any] = {
    "max_id": _bound("Older than this one alone."),
    "since_id": _bound("The newest above this one."),
    "min_id": _bound("The ones right above this one."),
}
Limit: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        description=f"How many; {LARGEST_LIMIT} at most.",
        schema_extra={"type": "integer", "minimum": 1, "oneOf": None},
    ),
]


@frozen
class Route:
    """One line of the table.  What it declares is checked when the API is built.  A ``stub``
    answers what is true where there is nothing of the kind: nothing.  ``status`` is what it answers
    where all is well."""

    method: Method
    path: str
    handler: Handler
    declares: Mapping[str, object]
    level: Literal["real", "stub"] = "real"
    status: int = 200

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@frozen(kw_only=True)
class Reception:
    """Every request takes the same way in; only its last step is the handler's.  With ``sessions``,
    people are known by those as well."""

    api: Api
    threads: Threads
    rate_limits: RateLimits | None = field(repr=False)
    sessions: bool = False

    def handler(self, route: Route) -> HTTPRouteHandler:
        """What Litestar calls.  Raises :exc:`UndeclaredRoute`.

        A read runs on the event loop where the storage answers faster than a thread starts;
        everything else runs on a thread.
        """
        declared = ApiDeclaration.of(route.name, route.declares, limiters=limits.LIMITERS)
        wanted = Wanted.by(route.handler)

        async def handle(call: Call, **given: Any) -> Response[bytes]:
            run = partial(_answered, route.handler, call, wanted.arguments(given))
            answer: Response[bytes] = await self.run(run, declared.kind)
            if call.token is not None and call.access is not None and call.access.is_unseen:
                answer.background = BackgroundTask(self._note, call.access, call.token)
            return answer

        handle.__signature__ = wanted.signature  # type: ignore[attr-defined]
        handle.__annotations__ = wanted.annotations
        handle.__doc__ = inspect.getdoc(route.handler)
        return HTTPRouteHandler(
            route.path.replace("}", ":str}"),
            http_method=route.method,
            name=route.name,
            operation_id=f"{route.method.lower()}_{_module(route.handler)}_{route.handler.__name__}",
            summary=inspect.getdoc(route.handler),
            tags=[_module(route.handler)],
            opt=dict(route.declares),
            status_code=route.status,
            include_in_schema=wanted.annotations["return"] is not bytes,
            security=self._security(declared),
            guards=[self._guard(declared)],
            dependencies={"call": Provide(_call)},
            middleware=[DefineMiddleware(OneShape, data=wanted.data, flags=wanted.flags)],
            responses={status: ResponseSpec(Error, generate_examples=False) for status in REFUSALS},
        )(handle)

    def _security(self, declared: ApiDeclaration) -> list[dict[str, list[str]]] | None:
        """Of the document: a token, or one or none."""
        if declared.scope is AnyScope.ANYONE:
            return None
        is_optional = declared.needs is Needs.NOBODY and not self.api.house.private
        return [*([{}] if is_optional else []), {"token": []}]

    def _guard(self, declared: ApiDeclaration) -> Callable[..., Any]:
        """Who is it; is it too often; and may they?"""

        async def admit(connection: Connection, _: BaseRouteHandler) -> None:
            scope: Any = connection.scope
            path = quote(parameters.readable_path(scope.get("raw_path") or b""))
            asked = parameters.pairs(scope["query_string"], most=MOST_FIELDS)
            address = forwarded.address(scope, self.api.house.trusted_proxies)
            access = await self._access(declared, connection, asked)
            subject = limits.Subject(address=address, user_id=access.user_id if access else None)
            limits.counted(scope, self.rate_limits, declared.limiter, subject)
            self._expect(declared, access)
            connection.state[CALL] = Call(
                api=self.api,
                path=path,
                asked=asked,
                address=address,
                access=access,
                rate_limits=self.rate_limits,
                token=tokens.bearer(connection.headers) if access is not None else None,
            )

        return admit

    async def _access(
        self, declared: ApiDeclaration, connection: Connection, asked: Iterable[shapes.Pair]
    ) -> Access | Login | None:
        if declared.scope is AnyScope.ANYONE:
            return None
        if any(name == "access_token" for name, _ in asked):
            raise TokenInvalid  # an address stands in logs
        if "authorization" not in connection.headers:
            return None
        find = partial(tokens.access, self.api.twite, connection.headers, sessions=self.sessions)
        access: Access | Login | None = await self.run(find, Kind.READ)
        return access

    def _expect(self, declared: ApiDeclaration, access: Access | Login | None) -> None:
        private = self.api.house.private and declared.scope is not AnyScope.ANYONE
        if access is None and (private or declared.needs is not Needs.NOBODY):
            raise TokenInvalid
        if access is None:
            return
        if declared.needs is Needs.USER and access.user_id is None:
            raise NoUser
        if not isinstance(declared.scope, AnyScope) and not access.scopes.covers(declared.scope):
            raise OutsideScopes

    async def _note(self, access: Access | Login, token: str) -> None:
        """That it was used, once an hour: when the answer is sent, since reading never waits for
        those who write.  Where that cannot be now, it can be later."""
        twite = self.api.twite
        see = twite.sessions.see if isinstance(access, Login) else twite.oauth.see
        with suppress(TooBusy, Unavailable, TokenInvalid, NotLoggedIn):
            await self.threads.run(partial(see, token), Kind.WRITE)

    async def run(self, call: Callable[[], Any], kind: Kind) -> Any:
        if kind is Kind.READ and self.api.house.inline_reads:
            return call()
        return await self.threads.run(call, kind)


async def _call(request: Request[Any, Any, Any]) -> Call:
    """What the guard found out."""
    call: Call = request.state[CALL]
    return call


def _answered(handler: Handler, call: Call, arguments: Mapping[str, Any]) -> Response[bytes]:
    """As JSON, but what is bytes already, or nothing."""
    found = handler(call, **arguments)
    body = b"" if found is None else found if isinstance(found, bytes) else ENCODER.encode(found)
    return Response(body, media_type=call.media_type, headers=call.headers)


def _module(handler: Handler) -> str:
    return handler.__module__.rpartition(".")[2]


# -- what a handler wants -------------------------------------------------------


@frozen(kw_only=True)
class Wanted:
    """A handler's arguments, as Litestar is to read them from the wire: a cursor in its parts, and
    ids as what stands in the path."""

    signature: inspect.Signature
    annotations: dict[str, Any]
    data: type[msgspec.Struct] | None
    flags: frozenset[str]
    cursor: Cursor | None  # the one where nothing is asked

    @classmethod
    def by(cls, handler: Handler) -> "Wanted":
        types = get_type_hints(handler, include_extras=True)
        answer = types.pop("return")
        of_call, *others = inspect.signature(handler).parameters.values()
        given = {one.name: one for one in others}
        del types[of_call.name]
        cursor = given["cursor"].default if "cursor" in given else None
        read = {name: _read_from(name, kind) for name, kind in types.items() if name != "cursor"}
        shown = {CALL: SkipValidation[NamedDependency[Call]], **read}
        stretch = {**_STRETCH, "limit": Limit} if cursor is not None else {}
        seen = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=given[name].default if name in given else None,
                annotation=kind,
            )
            for name, kind in {**shown, **stretch}.items()
        ]
        return cls(
            signature=inspect.Signature(seen, return_annotation=answer),
            annotations={**shown, **stretch, "return": answer},
            data=types.get("data"),
            flags=frozenset(name for name, kind in types.items() if shapes.bare(kind) is bool),
            cursor=cursor,
        )

    def arguments(self, given: dict[str, Any]) -> dict[str, Any]:
        """Raises :exc:`NoSuchAddress`, :exc:`NoSuchLimit` or :exc:`NotAnId`."""
        if "id" in given:
            given["id"] = parameters.id_in_path(given["id"])
        if self.cursor is not None:
            asked = {name: given.pop(name) for name in (*_STRETCH, "limit")}
            said = {name: value for name, value in asked.items() if value is not None}
            given["cursor"] = parameters.cursor(said, usual=self.cursor.limit)
        return given


def _read_from(name: str, kind: Any) -> Any:
    """Where Litestar finds it."""
    match name:
        case "id" | "hashtag" | "name" | "other":
            return Annotated[str, PathParameter()]
        case "data":
            return Annotated[kind, BodyKwarg(media_type=RequestEncodingType.JSON)]
        case _:
            return kind if hasattr(kind, "__metadata__") else Annotated[kind, QueryParameter()]
