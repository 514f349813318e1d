"""The floor of a page over HTTP: the same query by hand, and its rows between tags, under the same
server.

    .venv/bin/python -m bench.bare DATABASE PORT
"""

import sys
from html import escape
from typing import Any
from urllib.parse import parse_qs

import uvicorn

from bench.floors import Row, SqlFloor


def page(rows: list[Row]) -> str:
    return "".join(
        f'<article><a href="/@{handle}">{escape(str(name))}</a>'
        f' <a class="when" href="/@{handle}/{id}">{at}</a><p>{escape(str(text))}</p></article>'
        for id, _, handle, name, _, text, *_, at, _ in rows
    )


def app(floor: SqlFloor) -> Any:
    async def answer(scope: Any, _: Any, send: Any) -> None:
        asked = {name: value[0] for name, value in parse_qs(scope["query_string"].decode()).items()}
        what, viewer, about = scope["path"].strip("/"), int(asked["viewer"]), asked["about"]
        if scope["method"] == "POST":
            status, body = 303, str(floor.post(viewer)).encode()
        else:
            found = floor.page(what, viewer, int(about) if about.isdigit() else about)
            status, body = 200, page(found).encode()
        headers = [(b"content-type", b"text/html"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


if __name__ == "__main__":
    made = app(SqlFloor.sqlite(sys.argv[1]))
    uvicorn.run(made, port=int(sys.argv[2]), lifespan="off", access_log=False, log_level="warning")
