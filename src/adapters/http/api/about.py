"""What the API says of itself."""

from .calls import Call
from .document import POLICY
from .entities.operations import Operation


def openapi(call: Call) -> bytes:
    """The API as a document: OpenAPI 3.1."""
    return call.api.document.json()


def browse(call: Call) -> bytes:
    """A page that shows the document."""
    call.media_type = "text/html"
    call.headers["content-security-policy"] = POLICY
    return call.api.document.page()


def conformance(call: Call) -> list[Operation]:
    """How much of Mastodon's API is here, operation by operation."""
    return list(call.api.operations)
