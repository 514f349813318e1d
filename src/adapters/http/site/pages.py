"""Pages, from templates: everything put into them is escaped."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from http import HTTPStatus
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ....application.notifications import MOST_UNREAD
from ....application.paging import LIMIT, Cursor
from ....application.ports.microposts import MicropostView, VersionView
from ....application.ports.system import Clock
from ....domain.microposts import Visibility
from ....domain.notifications import NotificationKind
from ....domain.reposts import is_repostable
from ..house import House
from .files import Files
from .html import pieces

FOLDER = Path(__file__).parent / "templates"
TINTS = 8  # colours of the stylesheet that stand for people
REMEMBERED, LONGEST_REMEMBERED = 1024, 1024  # texts, ready to show, and their characters

AUDIENCES = {
    Visibility.PUBLIC: "Everyone",
    Visibility.UNLISTED: "Everyone, but not on the local timeline",
    Visibility.FOLLOWERS: "Your followers",
    Visibility.MENTIONED: "Those you mention",
}
# What somebody did, after their name.
DEEDS = {
    NotificationKind.MENTION: "mentioned you",
    NotificationKind.REPLY: "replied to you",
    NotificationKind.FOLLOW: "follows you",
    NotificationKind.FOLLOW_REQUEST: "would like to follow you",
    NotificationKind.FAVOURITE: "favourited your micropost",
    NotificationKind.REPOST: "reposted your micropost",
    NotificationKind.EDIT: "edited a micropost you reposted",
    NotificationKind.POST: "posted",
}
# What stands over the pages of errors.
HEADINGS = {
    HTTPStatus.UNAUTHORIZED: "Log in first",
    HTTPStatus.FORBIDDEN: "Not allowed",
    HTTPStatus.NOT_FOUND: "Not found",
    HTTPStatus.CONFLICT: "Not as things are",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Too long",
    HTTPStatus.UNPROCESSABLE_ENTITY: "This does not work",
    HTTPStatus.TOO_MANY_REQUESTS: "Too often",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something broke",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too busy",
    HTTPStatus.INSUFFICIENT_STORAGE: "No room left",
}
# What they say where the error has no words of its own, or should not use them: what is not there
# and what may not be seen have to look the same.
APOLOGIES = {
    HTTPStatus.BAD_REQUEST: "This address or form cannot be read. Go back and try again.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address, or nothing that you may see.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not work that way. Start from a page.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is too much at once. Go back and shorten it.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Only the forms of this site can be sent here.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "It is our fault, not yours. Try again in a while.",
    HTTPStatus.SERVICE_UNAVAILABLE: "A lot is going on right now. Try again in a few seconds.",
    HTTPStatus.INSUFFICIENT_STORAGE: "Nothing new can be kept for now; reading still works.",
}


@frozen
class Pages:
    """Every page of a house."""

    _house: House
    _files: Files
    _clock: Clock

    def render(self, template: str, **context: object) -> bytes:
        shared = {
            "house": self._house,
            "static": self._files.address,
            "now": self._clock.now(),
        }
        return templates().get_template(template).render(shared | context).encode()

    def error(self, status: HTTPStatus, said: str) -> bytes:
        """A page without a frame: it needs no storage, and is the same for everyone."""
        return self.render(
            "error.html",
            status=status.value,
            heading=HEADINGS.get(status, status.phrase),
            said=APOLOGIES.get(status) or _sentence(said),
        )


@cache
def templates() -> Environment:
    """Compiled once in a process, when the first page is asked for.

    Undefined names are errors, never blanks.
    """
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        audiences=AUDIENCES, deeds=DEEDS, fresh_key=token_urlsafe, is_repostable=is_repostable
    )
    made.filters.update(
        written=_written,
        linked=_linked,
        counted=_counted,
        ago=_ago,
        seen=_seen,
        moment=_moment,
        full=_full,
        day=_day,
        tint=_tint,
        stretch=_stretch,
        sentence=_sentence,
        capped=_capped,
    )
    return made


# -- filters --------------------------------------------------------------------


MINUTE, HOUR, DAY, WEEK = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(weeks=1),
)


def _written(said: MicropostView | VersionView) -> str:
    """Whom an earlier version named is not known any more: handles in it are text."""
    return _marked_up(said.text, said.mentions if isinstance(said, MicropostView) else ())


def _linked(text: str) -> str:
    """What people say of themselves: addresses and tags lead somewhere, handles are text."""
    return _marked_up(text, ())


def _marked_up(text: str, mentions: Iterable[str]) -> str:
    """The same for all who may read it; and who reads now reads much of the same."""
    mark_up = _remembered if len(text) <= LONGEST_REMEMBERED else _in_markup
    return mark_up(text, frozenset(mentions))


def _in_markup(text: str, mentions: frozenset[str]) -> str:
    parts: Any = templates().get_template("_parts.html").module
    return parts.written(pieces(text, mentions))  # type: ignore[no-any-return]


_remembered = lru_cache(REMEMBERED)(_in_markup)


def _counted(number: int, one: str, many: str) -> str:
    """1 follower, 2 followers: the word that goes with the number."""
    return one if number == 1 else many


def _ago(at: datetime, now: datetime) -> str:
    """How long ago, roughly; after a week, the day."""
    age = now - at
    if age < MINUTE:
        return "now"
    if age < HOUR:
        return f"{age // MINUTE} min"
    if age < DAY:
        return f"{age // HOUR} h"
    if age < WEEK:
        return f"{age // DAY} d"
    return _day(at)


def _seen(hour: datetime, now: datetime) -> str:
    """Of what is known to the hour alone."""
    age = now - hour
    if age < 2 * HOUR:
        return "used within two hours"
    return f"last used {f'{age // HOUR} h ago' if age < DAY else _day(hour)}"


def _moment(at: datetime) -> str:
    """For machines."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _full(at: datetime) -> str:
    """For people, whatever their zone."""
    return f"{_day(at)}, {at.astimezone(UTC):%H:%M} UTC"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B} {at.year}"


def _tint(handle: str) -> int:
    """The colour of a user: any, but always the same."""
    return crc32(handle.encode()) % TINTS


def _capped(unread: int) -> str:
    """What is counted so far and no further."""
    return str(unread) if unread < MOST_UNREAD else f"{MOST_UNREAD - 1}+"


def _stretch(cursor: Cursor, path: str, asked: Mapping[str, str]) -> str:
    """The address of a list at another stretch of it; ``asked`` is what else it holds."""
    limit = None if cursor.limit == LIMIT else cursor.limit
    stretch = {
        "max_id": cursor.max_id,
        "min_id": cursor.min_id,
        "since_id": cursor.since_id,
        "limit": limit,
    }
    return f"{path}?{urlencode({k: v for k, v in {**asked, **stretch}.items() if v is not None})}"


def _sentence(said: str) -> str:
    """A refusal's words, as a sentence."""
    end = "" if not said or said.endswith((".", "?", "!")) else "."
    return f"{said[:1].upper()}{said[1:]}{end}"
