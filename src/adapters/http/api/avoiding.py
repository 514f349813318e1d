"""What apps do with blocks and mutes."""

from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

from ....application.paging import Cursor
from ....domain.users import UserId
from .accounts import related
from .calls import Call
from .entities.accounts import Account, Relationship, relationship
from .follows import PEOPLE

LONGEST_SECONDS = 10 * 365 * 24 * 60 * 60


class MuteWith(Struct, kw_only=True):
    """What is to be hidden, and for how long; 0 is for good."""

    notifications: bool = True
    duration: Annotated[int, Meta(ge=0, le=LONGEST_SECONDS)] = 0


def block(call: Call, id: UserId) -> Relationship:
    """Out of each other's sight."""
    call.twite.blocks.block(by=call.user_id, whom=id)
    return _to(call, id)


def unblock(call: Call, id: UserId) -> Relationship:
    """Within sight again."""
    call.twite.blocks.unblock(by=call.user_id, whom=id)
    return _to(call, id)


def blocks(call: Call, cursor: Cursor = PEOPLE) -> list[Account]:
    """Whom one blocked."""
    page = call.twite.blocks.page(of=call.user_id, cursor=cursor)
    return [call.api.accounts.of(block.user) for block in call.listed(page)]


def mute(call: Call, id: UserId, data: MuteWith) -> Relationship:
    """Be shown no more of what they say."""
    call.twite.mutes.mute(
        by=call.user_id,
        whom=id,
        lasts=timedelta(seconds=data.duration) if data.duration else None,
        notifications=data.notifications,
    )
    return _to(call, id)


def unmute(call: Call, id: UserId) -> Relationship:
    """Be shown it again."""
    call.twite.mutes.unmute(by=call.user_id, whom=id)
    return _to(call, id)


def mutes(call: Call, cursor: Cursor = PEOPLE) -> list[Account]:
    """Whom one mutes now, and until when."""
    page = call.twite.mutes.page(of=call.user_id, cursor=cursor)
    return [call.api.accounts.muted(mute) for mute in call.listed(page)]


def _to(call: Call, id: UserId) -> Relationship:
    """Also to somebody who is out of sight: the block, or the mute, is one's own."""
    for relation in related(call, [id]):
        return relation
    return relationship(id, call.twite.follows.relation(viewer_id=call.user_id, other_id=id))
