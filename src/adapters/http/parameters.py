"""What people may write into addresses and forms: text that is text, numbers that are numbers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, unquote_to_bytes

from attrs import define

from ...application.paging import LARGEST_LIMIT, LIMIT, Cursor
from ...domain.errors import Invalid, NotFound
from ...domain.givens import LARGEST_ID

MOST_FIELDS = 32
# Fields that may hold anything: only a password's exact bytes log in.
PASSWORDS = frozenset({"password", "current", "new"})

# int() alone would also take "1_000", " 12\n", and the digits of other scripts.
_ID = re.compile(r"[0-9]{1,19}")
_NUMBER = re.compile(r"[0-9]+")
_WITH_SCRIPT = re.compile(r"([A-Za-z]{2,3})[-_][A-Za-z]{4}(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?")
_SLASHES = re.compile(r"/+")


# -- text -----------------------------------------------------------------------


def fields(encoded: bytes) -> Mapping[str, str]:
    """What stands in a query string or a form, by name; the last one counts.  Raises
    :exc:`NotText`."""
    return dict(pairs(encoded))


def pairs(encoded: bytes, *, most: int = MOST_FIELDS) -> Sequence[tuple[str, str]]:
    """All that stands there, in its order.

    Raises :exc:`NotText` for what is not UTF-8 and for NUL, which no database keeps in a text, and
    :exc:`TooManyFields`.
    """
    try:
        found = parse_qsl(
            encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=most
        )
    except UnicodeDecodeError:
        raise NotText from None
    except ValueError:
        raise TooManyFields(most) from None
    for name, value in found:
        if "\0" in name or ("\0" in value and name not in PASSWORDS):
            raise NotText
    return found


def readable_path(raw_path: bytes) -> str:
    """The path as it was meant; raises :exc:`NotText` like :func:`fields`.

    Slashes never stand side by side: a link to ``//alice`` would lead to a host of that name.
    """
    try:
        path = unquote_to_bytes(raw_path.partition(b"?")[0]).decode()
    except UnicodeDecodeError:
        raise NotText from None
    if "\0" in path:
        raise NotText
    return _SLASHES.sub("/", path)


def language(given: str) -> str:
    """Without the script, which nothing here tells apart: of ``zh-Hant-TW``, ``zh``."""
    found = _WITH_SCRIPT.fullmatch(given)
    return found[1] if found is not None else given


# -- numbers --------------------------------------------------------------------


def id_in_path(text: str) -> int:
    """Raises :exc:`NoSuchAddress` for what is no id."""
    id = _id(text)
    if id is None:
        raise NoSuchAddress
    return id


def ids(given: Iterable[str]) -> Sequence[int]:
    """Those that are ids; what is none is nobody's, and nothing's."""
    return [id for text in given if (id := _id(text)) is not None]


def id_given(given: Mapping[str, str], name: str) -> int | None:
    """What a query or a form says it is about, if anything; raises :exc:`NotAnId`."""
    return _bound(given, name) if given.get(name) else None


def id_said(text: str | None, name: str) -> int | None:
    """The same of one value; raises :exc:`NotAnId`."""
    return id_given({name: text or ""}, name)


def id_in_form(form: Mapping[str, str], name: str) -> int:
    """The same, where it has to say so."""
    id = id_given(form, name)
    if id is None:
        raise NotAnId(name)
    return id


def cursor(query: Mapping[str, str], *, usual: int = LIMIT) -> Cursor:
    """The stretch of a list that a query asks for; without a limit, the usual one.

    Raises :exc:`NoSuchLimit` or :exc:`NotAnId`.  A limit above the maximum is cut to it.
    """
    return Cursor(
        max_id=_bound(query, "max_id"),
        min_id=_bound(query, "min_id"),
        since_id=_bound(query, "since_id"),
        limit=limit(query, usual=usual),
    )


def _bound(query: Mapping[str, str], name: str) -> int | None:
    if name not in query:
        return None
    id = _id(query[name])
    if id is None:
        raise NotAnId(name)
    return id


def limit(query: Mapping[str, str], *, usual: int = LIMIT, largest: int = LARGEST_LIMIT) -> int:
    """How many of them; raises :exc:`NoSuchLimit`."""
    given = query.get("limit", str(usual))
    digits = given.lstrip("0")
    if not digits or not _NUMBER.fullmatch(given):
        raise NoSuchLimit
    if len(digits) > len(str(largest)):
        return largest
    return min(int(digits), largest)


def _id(text: str) -> int | None:
    if not _ID.fullmatch(text):
        return None
    id = int(text)
    return id if id <= LARGEST_ID else None


# -- refusals -------------------------------------------------------------------


class NotText(Invalid):
    def __str__(self) -> str:
        return "this address or form holds something that is no text"


@define
class TooManyFields(NotText):
    most: int

    def __str__(self) -> str:
        return f"this address or form says too much at once: more than {self.most} fields"


class NoSuchAddress(NotFound):
    def __str__(self) -> str:
        return "there is nothing at this address"


@define
class NotAnId(Invalid):
    name: str

    def __str__(self) -> str:
        return f"{self.name} has to be an id: a whole number below 2^63"


class NoSuchLimit(Invalid):
    def __str__(self) -> str:
        return "limit has to be a whole number from 1 on"
