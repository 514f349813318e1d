"""A line for each answer: which page, how it went and how long it took; never who asked, nor
whose page it was."""

import logging
import time

from attrs import frozen
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)


@frozen
class AccessLog:
    """Around an application.  Of the address asked for, it tells the route alone: what stands in
    its place may be a name, or a secret that was mailed to somebody."""

    _inner: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._inner(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._inner(scope, receive, noting)
        finally:
            facts = {
                "method": scope["method"],
                "route": scope.get("path_template") or "none",
                "status": status,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            }
            logger.info("request answered", extra=facts)
