"""The buttons that mute and unmute, and the page of whom one muted."""

from collections.abc import Mapping
from datetime import timedelta

from ....domain.errors import Invalid
from ....domain.users import UserId
from .visits import Answer, Visit

ON = "on"  # what a browser sends for a box that is ticked

# For how long: what the form says, and what it means.
TERMS: Mapping[str, timedelta | None] = {
    "good": None,
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
}


def mute(visit: Visit, handle: str) -> Answer:
    """Be shown no more of what they say."""
    user = visit.twite.users.named(handle, viewer_id=visit.viewer_id)
    visit.twite.mutes.mute(
        by=visit.member_id,
        whom=user.id,
        lasts=_lasts(visit.field("lasts")),
        notifications=visit.field("notifications") == ON,
    )
    return visit.onward(f"/@{user.handle}")


def unmute(visit: Visit, id: UserId) -> Answer:
    """Be shown it again: by id, for who blocked the viewer is found under no handle."""
    visit.twite.mutes.unmute(by=visit.member_id, whom=id)
    return visit.onward("/settings/mutes")


def mutes(visit: Visit) -> Answer:
    """Whom the viewer muted."""
    page = visit.twite.mutes.page(of=visit.member_id, cursor=visit.cursor)
    return visit.page("settings_mutes.html", page=page, cursor=visit.cursor)


def _lasts(chosen: str) -> timedelta | None:
    if chosen not in TERMS:
        raise NoSuchTerm
    return TERMS[chosen]


class NoSuchTerm(Invalid):
    def __str__(self) -> str:
        return "choose how long to mute them"
