"""What programs are told while it happens: Server-Sent Events, and one WebSocket for all streams.

https://docs.joinmastodon.org/methods/streaming/
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Self

from attrs import frozen
from litestar import Request, Response, WebSocket
from litestar.exceptions import WebSocketDisconnect
from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler
from litestar.response import Stream as Answer

from ....application.oauth import Access
from ....application.paging import Cursor
from ....application.ports.microposts import AuthorView
from ....application.ports.outbox import EventFeed, Position
from ....application.ports.timelines import EntryView
from ....domain.errors import TwiteError
from ....domain.oauth import Scope, TokenInvalid
from ....domain.streams import Change, News
from ....domain.timelines import EntryKind
from ....domain.users import UserId
from .. import forwarded, limits, parameters
from ..declarations import ApiDeclaration, Kind
from ..hub import Ear, Hub, Told
from ..tokens import bearer
from .calls import Api
from .reception import ENCODER, Reception
from .wishes import EVENTS, KINDS, Wishes, stream_of

LARGEST = 2**63  # positions are of 64 bits
_NUMBER = re.compile(r"-?[0-9]{1,19}")
HEARTBEAT_SECONDS = 15.0  # so that nobody between takes the line for dead
PATH = "/api/v1/streaming"
HEALTH = f"{PATH}/health"
SSE = "text/event-stream"
REFUSED = 1008  # RFC 6455, 7.4.1

PATHS: Mapping[str, str] = {f"{PATH}/{name.replace(':', '/')}": name for name in (*KINDS, "list")}
# fmt: off
# What a connection may be about is asked stream by stream: here stands what all have in common.
DECLARES: Mapping[str, object] = {
    "scope": "app", "needs": "app", "owner": None,
    "limiter": "reading", "visibility": "viewer", "kind": "read",
}
# fmt: on


def may_hear(news: News, access: Access) -> bool:
    """Of notifications, also in the stream of a user, whoever may read them alone."""
    if news.change is Change.NOTIFIED:
        return access.scopes.covers(Scope.READ_NOTIFICATIONS)
    return True


# -- what is said ---------------------------------------------------------------


@frozen
class Words:
    """News in Mastodon's entities, as their JSON."""

    _api: Api

    def __call__(self, news: News, viewer_id: UserId | None) -> str | None:
        match news:
            case News(change=Change.LEFT, entry_id=id):
                return str(id)
            case News(change=Change.NOTIFIED, notification_id=id) if id and viewer_id:
                return self._notification(id, viewer_id)
            case _:
                return self._status(news, viewer_id)

    def _notification(self, id: Any, viewer_id: UserId) -> str | None:
        alone = Cursor(max_id=id + 1, since_id=id - 1, limit=1)
        page = self._api.twite.notifications.page(recipient_id=viewer_id, cursor=alone)
        found = self._api.notifications.of(page.items, viewer_id=viewer_id)
        return ENCODER.encode(found[0]).decode() if found else None

    def _status(self, news: News, viewer_id: UserId | None) -> str | None:
        if news.micropost_id is None or news.entry_id is None or news.entered_by is None:
            return None
        is_repost = news.is_of_repost
        reposter = AuthorView(id=news.entered_by, handle="", display_name="")
        entries = [
            EntryView(
                id=news.entry_id,
                kind=EntryKind.REPOST if is_repost else EntryKind.POST,
                micropost=micropost,
                reposted_by=reposter if is_repost else None,
            )
            for micropost in self._api.twite.microposts.shown(
                [news.micropost_id], viewer_id=viewer_id
            )
        ]
        found = self._api.statuses.entries(entries, viewer_id=viewer_id)
        return ENCODER.encode(found[0]).decode() if found else None


# -- Server-Sent Events ---------------------------------------------------------


def position_of(text: str) -> Position | None:
    """Where a connection that dropped has heard all up to: the id of its last event; None where
    that is none of ours, as if nothing had been said."""
    transaction, _, number = text.partition(".")
    if not (_NUMBER.fullmatch(transaction) and _NUMBER.fullmatch(number)):
        return None
    found = int(transaction), int(number)
    return Position(*found) if all(-LARGEST <= part < LARGEST for part in found) else None


def event(told: Told) -> bytes:
    """https://html.spec.whatwg.org/multipage/server-sent-events.html"""
    name = EVENTS[told.news.change]
    return b"%bevent: %b\ndata: %b\n\n" % (_id(told.position), name.encode(), told.said.encode())


def _place(reached: Position) -> bytes:
    """No event, but where the next connection is to go on from."""
    return _id(reached) + b"\n"


def _id(at: Position) -> bytes:
    return b"id: %d.%d\n" % (at.transaction, at.number)


@frozen
class Streaming:
    """The connections that stay."""

    _reception: Reception
    _hub: Hub

    @classmethod
    def of(cls, reception: Reception, feed: EventFeed) -> Self:
        """What that feed tells of, to whoever that reception lets in."""
        api = reception.api
        return cls(reception, Hub(api.twite, feed, reception.run, Words(api), may_hear))

    async def close(self) -> None:
        await self._hub.close()

    def handlers(self) -> Sequence[HTTPRouteHandler | WebsocketRouteHandler]:
        """What Litestar calls.  Raises :exc:`UndeclaredRoute`."""
        ApiDeclaration.of(PATH, DECLARES, limiters=limits.LIMITERS)
        return [
            self._route(PATH, partial(self._named, None)),
            *(self._route(path, partial(self._named, name)) for path, name in PATHS.items()),
            self._route(HEALTH, _health),
            WebsocketRouteHandler(PATH, opt=dict(DECLARES), name=f"WS {PATH}")(self._socket),
        ]

    def _route(self, path: str, handle: Any) -> HTTPRouteHandler:
        async def get(request: Request[Any, Any, Any]) -> Response[Any]:
            answered: Response[Any] = await handle(request)
            return answered

        return HTTPRouteHandler(
            path,
            http_method="GET",
            name=f"GET {path}",
            opt=dict(DECLARES),
            status_code=200,
            include_in_schema=False,
        )(get)

    async def _named(self, name: str | None, request: Request[Any, Any, Any]) -> Response[Any]:
        asked = dict(parameters.pairs(request.scope["query_string"], most=8))
        access = await self._admitted(request, asked)
        stream = stream_of(asked.get("stream", "") if name is None else name, asked, access)
        ear = await self._hub.open(access)
        ear.streams.add(stream)
        since = position_of(request.headers.get("last-event-id", ""))
        return Answer(
            self._events(ear, since),
            media_type=SSE,
            headers={"cache-control": "private, no-store", "x-accel-buffering": "no"},
        )

    async def _events(self, ear: Ear, since: Position | None) -> AsyncIterator[bytes]:
        try:
            yield b":)\n\n"
            if since is not None:
                async for told in self._hub.missed(ear, since):
                    yield event(told) if isinstance(told, Told) else _place(told)
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        heard = await ear.heard.get()
                except TimeoutError:
                    yield b":thump\n\n"
                    continue
                if heard is None:
                    return
                yield event(heard)
        finally:
            self._hub.leave(ear)

    async def _admitted(
        self,
        connection: Request[Any, Any, Any] | WebSocket[Any, Any, Any],
        asked: Mapping[str, str],
    ) -> Access:
        """Whoever listens says who they are; browsers can only say so in the address."""
        token = bearer(connection.headers) or asked.get("access_token") or _protocol(connection)
        if not token:
            raise TokenInvalid
        access: Access = await self._reception.run(
            partial(self._reception.api.twite.oauth.known, token), Kind.READ
        )
        address = forwarded.address(connection.scope, self._reception.api.house.trusted_proxies)
        subject = limits.Subject(address=address, user_id=access.user_id)
        limits.count(self._reception.rate_limits, "reading", subject)
        return access

    # -- the WebSocket ------------------------------------------------------------

    async def _socket(self, socket: WebSocket[Any, Any, Any]) -> None:
        """Opens with the streams that its address names; others are subscribed to by message."""
        try:
            asked = dict(parameters.pairs(socket.scope["query_string"], most=8))
            access = await self._admitted(socket, asked)
            wishes = Wishes(access)
            if asked.get("stream"):
                wishes.add(asked["stream"], asked)
            ear = await self._hub.open(access)
        except TwiteError as why:
            await _turn_away(socket, why)
            return
        ear.streams |= wishes.streams
        try:
            await socket.accept(subprotocols=_protocol(socket))
            await self._converse(socket, ear, wishes)
        finally:
            self._hub.leave(ear)

    async def _converse(self, socket: WebSocket[Any, Any, Any], ear: Ear, wishes: Wishes) -> None:
        """Until they are gone, or may not hear any more."""
        speaking = asyncio.create_task(self._speak(socket, ear, wishes))
        try:
            with suppress(WebSocketDisconnect):
                while True:
                    said = await socket.receive_text()
                    if wrong := wishes.heed(said):
                        await socket.send_text(wrong)
                    ear.streams = wishes.streams
        finally:
            speaking.cancel()

    async def _speak(self, socket: WebSocket[Any, Any, Any], ear: Ear, wishes: Wishes) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):  # they are gone
            while (heard := await ear.heard.get()) is not None:
                for said in wishes.messages(heard):
                    await socket.send_text(said)
            await socket.close(REFUSED, "the access token is invalid")


async def _turn_away(socket: WebSocket[Any, Any, Any], why: TwiteError) -> None:
    """Before it is open: it never opens."""
    await socket.close(REFUSED, str(why)[:100])


def _protocol(connection: Any) -> str | None:
    """What a browser offers on opening a WebSocket: it can send no header but this."""
    return next(iter(connection.scope.get("subprotocols", ())), None)


async def _health(_: Request[Any, Any, Any]) -> Response[bytes]:
    return Response(b"OK", media_type="text/plain")
