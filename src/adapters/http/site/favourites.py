"""The buttons that favour a micropost, one's own list of them, and who favoured one."""

from ....domain.microposts import MicropostId
from .visits import Answer, Visit


def favourites(visit: Visit) -> Answer:
    """What one favourited."""
    page = visit.twite.favourites.page(by=visit.member_id, cursor=visit.cursor)
    return visit.page("favourites.html", page=page, cursor=visit.cursor)


def favourite(visit: Visit, id: MicropostId) -> Answer:
    """Say that one likes it."""
    visit.twite.favourites.favourite(id, by=visit.member_id)
    return visit.onward()


def unfavourite(visit: Visit, id: MicropostId) -> Answer:
    """Think again."""
    visit.twite.favourites.unfavourite(id, by=visit.member_id)
    return visit.onward()


def favourited_by(visit: Visit, handle: str, id: MicropostId) -> Answer:
    """Who favourited a micropost."""
    micropost = visit.micropost(handle, id)
    page = visit.twite.favourites.users(id, viewer_id=visit.viewer_id, cursor=visit.cursor)
    return visit.page(
        "people.html",
        micropost=micropost,
        page=page,
        cursor=visit.cursor,
        heading="Favourited by",
        nobody="Nobody has favourited it, or nobody you may see.",
    )
