"""What people keep for themselves, on whatever screen: markers, preferences, notes."""

from collections.abc import Mapping
from typing import Annotated, Literal

from litestar.params import QueryParameter
from msgspec import Struct

from ....domain.markers import Marked, Marker
from ....domain.users import UserId
from .. import parameters
from .accounts import standing
from .calls import Call
from .entities import notifications as entities
from .entities.accounts import Relationship
from .entities.audiences import VISIBILITIES
from .entities.notifications import Markers, Preferences
from .entities.texts import moment

Lists = Annotated[
    list[Literal["home", "notifications"]] | None, QueryParameter(name="timeline", max_items=40)
]


class Reached(Struct, kw_only=True):
    """How far somebody has read."""

    last_read_id: str


class MarkersGiven(Struct, kw_only=True):
    """The lists that are said; the others stay."""

    home: Reached | None = None
    notifications: Reached | None = None


class NoteGiven(Struct, kw_only=True):
    """Nothing takes away what there was."""

    comment: str | None = None


def markers(call: Call, timelines: Lists = None) -> Markers:
    """How far one has read in these lists."""
    asked = [Marked(name) for name in timelines or ()]
    found = call.twite.markers.show(of=call.user_id)
    return _markers({of: marker for of, marker in found.items() if of in asked})


def move_markers(call: Call, data: MarkersGiven) -> Markers:
    """Say how far one has read."""
    home, notifications = (
        parameters.id_said(given.last_read_id, "last_read_id") if given is not None else None
        for given in (data.home, data.notifications)
    )
    moved = call.twite.markers.move(by=call.user_id, home=home, notifications=notifications)
    return _markers(moved)


def preferences(call: Call) -> Preferences:
    """What one would say of most of what one posts, and how one likes to read."""
    preferred = call.twite.preferences.show(of=call.user_id)
    language = str(preferred.language) if preferred.language else call.api.house.language
    return Preferences(
        visibility=VISIBILITIES[preferred.visibility],
        sensitive=preferred.sensitive,
        language=language or None,
        media=preferred.shows_media.value,
        spoilers=preferred.opens_warnings,
    )


def write_note(call: Call, id: UserId, data: NoteGiven) -> Relationship:
    """Keep a note about somebody, for oneself."""
    call.user(id)
    call.twite.notes.write(by=call.user_id, about=id, text=data.comment or "")
    return standing(call, id)


def _markers(found: Mapping[Marked, Marker]) -> Markers:
    return Markers(**{of.value: _marker(marker) for of, marker in found.items()})


def _marker(marker: Marker) -> entities.Marker:
    return entities.Marker(
        last_read_id=str(marker.last_read_id),
        version=marker.version,
        updated_at=moment(marker.updated_at),
    )
