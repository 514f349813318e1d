"""The API as a document: OpenAPI 3.1, and a page to read it on."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from attrs import define
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from ..house import House

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The API</title>
<link rel="stylesheet" href="{style}">
<script src="{script}" defer></script>
</head>
<body>
<main id="api" data-document="/api/openapi.json"><h1>The API</h1>
<p><a href="/api/openapi.json">As a document for programs</a>; this page needs a script.</p>
</main>
</body>
</html>
"""
# Beside what every page may do: its own script, which asks for the document.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "connect-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


@define
class Document:
    """Made from the route table and the types of its handlers, when somebody first asks."""

    _house: House
    _style: str
    _script: str
    _handlers: Callable[[], Sequence[HTTPRouteHandler]]
    _made: bytes = b""

    def page(self) -> bytes:
        """Its script and style are our own."""
        return PAGE.format(style=self._style, script=self._script).encode()

    def json(self) -> bytes:
        if not self._made:
            self._made = msgspec.json.encode(self._schema())
        return self._made

    def _schema(self) -> dict[str, object]:
        """Litestar's, of an application that is only described."""
        config = OpenAPIConfig(
            title=f"The API of {self._house.name}",
            version=self._house.version,
            description="What apps made for Mastodon do here, and programs of one's own.",
            components=Components(
                security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}
            ),
        )
        app = Litestar(list(self._handlers()), openapi_config=config, logging_config=None)
        return _as_sent(app.openapi_schema.to_schema())


def _as_sent(document: dict[str, Any]) -> dict[str, Any]:
    """In an address, nothing is null; a body of which nothing is needed may be left out."""
    bodies = document["components"]["schemas"]
    for operation in (one for path in document["paths"].values() for one in path.values()):
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"]
            for kind in schema.pop("oneOf", ()):
                schema |= kind if kind != {"type": "null"} else {}
        if body := operation.get("requestBody"):
            (sent,) = body["content"].values()
            body["required"] = bool(
                bodies[sent["schema"]["$ref"].rpartition("/")[2]].get("required")
            )
    return document
