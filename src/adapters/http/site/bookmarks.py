"""The buttons that bookmark a micropost, and one's own list of them."""

from ....domain.microposts import MicropostId
from .visits import Answer, Visit


def bookmarks(visit: Visit) -> Answer:
    """What one keeps to come back to."""
    page = visit.twite.bookmarks.page(by=visit.member_id, cursor=visit.cursor)
    return visit.page("bookmarks.html", page=page, cursor=visit.cursor)


def bookmark(visit: Visit, id: MicropostId) -> Answer:
    """Keep it."""
    visit.twite.bookmarks.bookmark(id, by=visit.member_id)
    return visit.onward()


def unbookmark(visit: Visit, id: MicropostId) -> Answer:
    """Let go of it."""
    visit.twite.bookmarks.unbookmark(id, by=visit.member_id)
    return visit.onward()
