"""The API on a database, as `twite serve` serves it; and how much of what it is asked for it
remembers.

    .venv/bin/python -m bench.served DATABASE PORT MEGABYTES
"""

import json
import sys
from typing import Any

import uvicorn
from attrs import frozen
from litestar import Litestar

from twite.entrypoints.library import connect
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.web import application

REMEMBERED = "/remembered"


@frozen
class Telling:
    """Around the application: at one more address, how often it was asked, and found something."""

    _site: Litestar

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != REMEMBERED:
            await self._site(scope, receive, send)
            return
        kept = self._site.state.renderings.remembered
        body = json.dumps({"asked": kept.asked, "found": kept.found, "bytes": kept.size}).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def main(database: str, port: str, megabytes: str) -> None:
    settings = Settings(
        database_url=f"sqlite:///{database}",
        dispatch=Dispatch.WORKER,
        rate_limits=False,
        remembered_mb=int(megabytes),
    )
    with connect(settings.database_url, settings) as twite:
        site = Telling(application(twite, settings, inline_reads=True))
        uvicorn.run(site, port=int(port), access_log=False, log_config=None, server_header=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
