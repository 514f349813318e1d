"""Pages of users: who they are, and what they posted."""

from .visits import Answer, Visit


def profile(visit: Visit, handle: str) -> Answer:
    """A user, and what they posted, as far as the viewer may see."""
    user = visit.twite.users.named(handle)
    page = visit.twite.timelines.profile(
        author_id=user.id, viewer_id=visit.viewer_id, cursor=visit.cursor
    )
    relation = None
    if visit.viewer_id is not None and visit.viewer_id != user.id:
        relation = visit.twite.follows.relation(viewer_id=visit.viewer_id, other_id=user.id)
    return visit.page("profile.html", user=user, page=page, cursor=visit.cursor, relation=relation)
