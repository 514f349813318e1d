"""The page of notifications."""

from .visits import Answer, Visit


def notifications(visit: Visit) -> Answer:
    """What others did about the viewer."""
    page = visit.twite.notifications.page(recipient_id=visit.member_id, cursor=visit.cursor)
    return visit.page("notifications.html", page=page, cursor=visit.cursor)
