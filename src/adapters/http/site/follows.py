"""The buttons that follow, and follow no more."""

from .visits import Answer, Visit


def follow(visit: Visit, handle: str) -> Answer:
    """Read what they post from now on."""
    user = visit.twite.users.named(handle, viewer_id=visit.viewer_id)
    visit.twite.follows.follow(by=visit.member_id, whom=user.id)
    return visit.redirect(f"/@{user.handle}")


def unfollow(visit: Visit, handle: str) -> Answer:
    """Read it no more."""
    user = visit.twite.users.named(handle, viewer_id=visit.viewer_id)
    visit.twite.follows.unfollow(by=visit.member_id, whom=user.id)
    return visit.redirect(f"/@{user.handle}")
