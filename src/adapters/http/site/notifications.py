"""The page of notifications, and the buttons on it."""

from ....domain.notifications import NotificationId
from .. import parameters
from .visits import Answer, Visit

HERE = "/notifications"


def notifications(visit: Visit) -> Answer:
    """What others did about the viewer."""
    page = visit.twite.notifications.page(recipient_id=visit.member_id, cursor=visit.cursor)
    return visit.page("notifications.html", page=page, cursor=visit.cursor)


def read_up_to(visit: Visit) -> Answer:
    """Those that stand on the page, and all before them, are read."""
    visit.twite.notifications.read_up_to(_newest(visit), by=visit.member_id)
    return visit.redirect(HERE)


def dismiss(visit: Visit, id: NotificationId) -> Answer:
    """Put one away."""
    visit.twite.notifications.dismiss(id, by=visit.member_id)
    return visit.redirect(HERE)


def clear(visit: Visit) -> Answer:
    """Put those on the page away, and all before them; not what has come since it was opened."""
    visit.twite.notifications.clear(by=visit.member_id, up_to=_newest(visit))
    return visit.redirect(HERE)


def _newest(visit: Visit) -> NotificationId:
    return NotificationId(parameters.id_in_form(visit.form, "newest"))
