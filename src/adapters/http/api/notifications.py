"""What apps do with notifications: get them, put them away, count them."""

from typing import Annotated

from litestar.params import QueryParameter
from msgspec import Struct

from ....application.paging import Cursor
from ....domain.errors import Invalid
from ....domain.notifications import NotificationId, NotificationKind, NotificationNotFound
from ....domain.users import UserId
from .. import parameters
from .calls import Call
from .entities.notifications import NEVER, TYPES, Count, Notification

MANY = Cursor(limit=40)
Types = Annotated[list[str] | None, QueryParameter(max_items=40)]


class Nothing(Struct):
    """An empty answer."""


def notifications(
    call: Call,
    *,
    types: Types = None,
    exclude_types: Types = None,
    account_id: str | None = None,
    include_filtered: bool = False,
    cursor: Cursor = MANY,
) -> list[Notification]:
    """What others did about one.  Nothing is filtered apart from it."""
    actor_id = parameters.id_said(account_id, "account_id")
    page = call.twite.notifications.page(
        recipient_id=call.user_id,
        kinds=_kinds(types) if types else None,
        but=_kinds(exclude_types or []),
        actor_id=UserId(actor_id) if actor_id is not None else None,
        cursor=cursor,
    )
    return call.api.notifications.of(call.listed(page), viewer_id=call.user_id)


def show_notification(call: Call, id: NotificationId) -> Notification:
    """One of them, while whoever did it is there."""
    view = call.twite.notifications.show(id, recipient_id=call.user_id)
    for notification in call.api.notifications.of([view], viewer_id=call.user_id):
        return notification
    raise NotificationNotFound(id)


def clear(call: Call) -> Nothing:
    """Put all away."""
    call.twite.notifications.clear(by=call.user_id)
    return Nothing()


def dismiss(call: Call, id: NotificationId) -> Nothing:
    """Put one away."""
    call.twite.notifications.dismiss(id, by=call.user_id)
    return Nothing()


def unread_count(call: Call) -> Count:
    """How many are unread, up to 100."""
    return Count(call.twite.notifications.unread_count(recipient_id=call.user_id))


def _kinds(types: list[str]) -> list[NotificationKind]:
    """Ours, by Mastodon's names; raises :exc:`NoSuchType`."""
    if not set(types) <= NEVER | set(TYPES.values()):
        raise NoSuchType
    return [kind for kind, name in TYPES.items() if name in types]


class NoSuchType(Invalid):
    def __str__(self) -> str:
        return "there is no such type of notification"
