"""The buttons that pass a micropost on, and who passed one on."""

from ....domain.microposts import MicropostId
from .visits import Answer, Visit


def repost(visit: Visit, id: MicropostId) -> Answer:
    """Pass it on."""
    visit.twite.reposts.repost(id, by=visit.member_id)
    return visit.onward()


def unrepost(visit: Visit, id: MicropostId) -> Answer:
    """Take it back."""
    visit.twite.reposts.undo(id, by=visit.member_id)
    return visit.onward()


def reposted_by(visit: Visit, handle: str, id: MicropostId) -> Answer:
    """Who reposted a micropost."""
    micropost = visit.micropost(handle, id)
    page = visit.twite.reposts.users(id, viewer_id=visit.viewer_id, cursor=visit.cursor)
    return visit.page(
        "people.html",
        micropost=micropost,
        page=page,
        cursor=visit.cursor,
        heading="Reposted by",
        nobody="Nobody has reposted it, or nobody you may see.",
    )
