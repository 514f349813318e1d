"""The buttons that follow, ask, let in and remove, and the pages of who follows whom."""

from ....domain.users import UserId
from .visits import Answer, Visit

HIDDEN = "hidden"  # what the form says of reposts that are not wanted
TOLD = {"yes": True, "no": False}  # and of being told when they post


def follow(visit: Visit, handle: str) -> Answer:
    """Read what they post from now on or, where they are locked, ask to."""
    visit.twite.follows.follow(
        by=visit.member_id,
        whom=_named(visit, handle),
        reposts=visit.field("reposts") != HIDDEN,
        notifies=TOLD.get(visit.field("notifies")),
    )
    return _on(visit, handle)


def unfollow(visit: Visit, handle: str) -> Answer:
    """Read it no more."""
    visit.twite.follows.unfollow(by=visit.member_id, whom=_named(visit, handle))
    return _on(visit, handle)


def withdraw(visit: Visit, handle: str) -> Answer:
    """Ask no more."""
    visit.twite.follows.withdraw(by=visit.member_id, whom=_named(visit, handle))
    return _on(visit, handle)


def accept(visit: Visit, handle: str) -> Answer:
    """Let them read who asked."""
    visit.twite.follows.accept(by=visit.member_id, whom=_named(visit, handle))
    return _on(visit, handle)


def reject(visit: Visit, handle: str) -> Answer:
    """Do not let them."""
    visit.twite.follows.reject(by=visit.member_id, whom=_named(visit, handle))
    return _on(visit, handle)


def remove_follower(visit: Visit, handle: str) -> Answer:
    """Be read by them no more."""
    visit.twite.follows.remove_follower(by=visit.member_id, whom=_named(visit, handle))
    return _on(visit, handle)


# -- pages ----------------------------------------------------------------------


def followers(visit: Visit, handle: str) -> Answer:
    """Who follows them, as far as the viewer may know."""
    user = visit.twite.users.named(handle, viewer_id=visit.viewer_id)
    page = visit.twite.follows.followers(of=user.id, viewer_id=visit.viewer_id, cursor=visit.cursor)
    return visit.page("followers.html", user=user, page=page, cursor=visit.cursor)


def following(visit: Visit, handle: str) -> Answer:
    """Whom they follow, as far as the viewer may know."""
    user = visit.twite.users.named(handle, viewer_id=visit.viewer_id)
    page = visit.twite.follows.following(of=user.id, viewer_id=visit.viewer_id, cursor=visit.cursor)
    return visit.page("following.html", user=user, page=page, cursor=visit.cursor)


def requests(visit: Visit) -> Answer:
    """Who asks to follow the viewer."""
    page = visit.twite.follows.requests(of=visit.member_id, cursor=visit.cursor)
    return visit.page("follow_requests.html", page=page, cursor=visit.cursor)


def _named(visit: Visit, handle: str) -> UserId:
    return visit.twite.users.named(handle, viewer_id=visit.viewer_id).id


def _on(visit: Visit, handle: str) -> Answer:
    return visit.onward(f"/@{handle.lower()}")
