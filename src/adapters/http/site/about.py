"""What the house says of itself: a page about it, that it is well, and its stylesheet."""

from litestar import Response

from .visits import Answer, Visit


def about(visit: Visit) -> Answer:
    """What this is, and what it does with what people say."""
    return visit.page("about.html")


def health(_: Visit) -> Answer:
    """That it answers."""
    return Response(
        b'{"status":"ok"}',
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )


def file(visit: Visit, digest: str, name: str) -> Answer:
    """A file of ours, to be kept for ever."""
    return visit.site.files.answer(digest, name)
