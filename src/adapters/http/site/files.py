"""The stylesheet and what else goes with the pages, by the hash of what is in it."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Self

from attrs import frozen
from litestar import Response

from ..parameters import NoSuchAddress

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
DIGITS = 16  # of the hash; two versions of one file differ in them
FOR_EVER = "public, max-age=31536000, immutable"  # another content has another address


@frozen
class Files:
    """Read once, at the start: no name that comes with a request ever reaches the disk."""

    _contents: Mapping[str, bytes]
    _digests: Mapping[str, str]

    @classmethod
    def read(cls) -> Self:
        contents = {
            path.name: path.read_bytes() for path in FOLDER.iterdir() if path.suffix in KINDS
        }
        return cls(contents, {name: _digest(content) for name, content in contents.items()})

    def address(self, name: str) -> str:
        return f"/static/{self._digests[name]}/{name}"

    def answer(self, digest: str, name: str) -> Response[bytes]:
        """Raises :exc:`NoSuchAddress`, also for a content of earlier."""
        if self._digests.get(name) != digest:
            raise NoSuchAddress
        return Response(
            self._contents[name],
            media_type=KINDS[Path(name).suffix],
            headers={"cache-control": FOR_EVER, "cross-origin-resource-policy": "cross-origin"},
        )


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:DIGITS]
