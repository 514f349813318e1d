"""The buttons that block and unblock, and the page of whom one blocked."""

from ....domain.users import UserId
from .visits import Answer, Visit


def block(visit: Visit, handle: str) -> Answer:
    """Out of each other's sight."""
    user = visit.twite.users.named(handle, viewer_id=visit.viewer_id)
    visit.twite.blocks.block(by=visit.member_id, whom=user.id)
    return visit.onward(f"/@{user.handle}")


def unblock(visit: Visit, id: UserId) -> Answer:
    """Within sight again: by id, for who blocked back is found under no handle."""
    visit.twite.blocks.unblock(by=visit.member_id, whom=id)
    return visit.onward("/settings/blocks")


def blocks(visit: Visit) -> Answer:
    """Whom the viewer blocked."""
    page = visit.twite.blocks.page(of=visit.member_id, cursor=visit.cursor)
    return visit.page("settings_blocks.html", page=page, cursor=visit.cursor)
