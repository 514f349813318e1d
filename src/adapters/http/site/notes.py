"""The form that keeps a note about somebody."""

from .visits import Answer, Visit


def note(visit: Visit, handle: str) -> Answer:
    """Keep it, for oneself."""
    user = visit.twite.users.named(handle, viewer_id=visit.viewer_id)
    visit.twite.notes.write(by=visit.member_id, about=user.id, text=visit.field("note"))
    return visit.redirect(f"/@{user.handle}")
