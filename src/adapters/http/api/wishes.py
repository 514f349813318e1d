"""Which streams somebody wants to hear, by the names that Mastodon gives them."""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec
from attrs import Factory, define

from ....application.oauth import Access
from ....domain.errors import Invalid, NotFound, TwiteError
from ....domain.oauth import OutsideScopes, Scope
from ....domain.streams import Change, Stream, StreamKind
from ....domain.text import LONGEST_QUERY, fold_tag, written
from ..hub import Told
from .errors import NoUser
from .reception import ENCODER

MOST_STREAMS = 100  # on one socket
EVENTS: Mapping[Change, str] = {
    Change.ENTERED: "update",
    Change.EDITED: "status.update",
    Change.LEFT: "delete",
    Change.NOTIFIED: "notification",
}
KINDS: Mapping[str, StreamKind] = {
    "user": StreamKind.HOME,
    "user:notification": StreamKind.NOTIFICATIONS,
    "public": StreamKind.LOCAL,
    "public:local": StreamKind.LOCAL,
    "hashtag": StreamKind.TAGGED,
    "hashtag:local": StreamKind.TAGGED,
    "direct": StreamKind.DIRECT,
}
OWN = frozenset({"user", "user:notification", "direct", "list"})


def stream_of(name: str, asked: Mapping[str, str], access: Access) -> Stream:
    """The stream of that name; raises :exc:`NoSuchStream`, :exc:`NoSuchList`, :exc:`NoTag`,
    :exc:`NoUser` or :exc:`OutsideScopes`."""
    if name != "list" and name not in KINDS:
        raise NoSuchStream
    scope = Scope.READ_NOTIFICATIONS if name == "user:notification" else Scope.READ_STATUSES
    if not access.scopes.covers(scope):
        raise OutsideScopes
    if name in OWN and access.user_id is None:
        raise NoUser
    if name == "list":
        raise NoSuchList  # nobody has any
    kind = KINDS[name]
    if kind is not StreamKind.TAGGED:
        return Stream(kind)
    tag = written(asked.get("tag", ""))
    if not tag or len(tag) > LONGEST_QUERY:
        raise NoTag
    return Stream(kind, fold_tag(tag))


# -- on a socket ----------------------------------------------------------------


class Wish(msgspec.Struct):
    """What a client says on the socket."""

    type: Literal["subscribe", "unsubscribe"]
    stream: str
    tag: str = ""


class Message(msgspec.Struct):
    """What it is told; ``payload`` is JSON in a text, or an id."""

    stream: list[str]
    event: str
    payload: str


@define
class Wishes:
    """What a client on a socket wants to hear, under the names it asked for it by: a stream may
    have several."""

    _access: Access
    _named: dict[tuple[str, ...], Stream] = Factory(dict)

    @property
    def streams(self) -> set[Stream]:
        return set(self._named.values())

    def add(self, name: str, asked: Mapping[str, str]) -> None:
        """Raises like :func:`stream_of`, and :exc:`TooManyWishes`."""
        stream = stream_of(name, asked, self._access)
        key = _key(name, stream)
        if len(self._named) >= MOST_STREAMS and key not in self._named:
            raise TooManyWishes
        self._named[key] = stream

    def heed(self, said: str) -> str | None:
        """What was wrong with it, if anything."""
        try:
            wish = msgspec.json.decode(said, type=Wish)
            asked = {"tag": wish.tag}
            if wish.type == "subscribe":
                self.add(wish.stream, asked)
            else:
                stream = stream_of(wish.stream, asked, self._access)
                self._named.pop(_key(wish.stream, stream), None)
        except msgspec.DecodeError:
            return _error("Send JSON: a type, subscribe or unsubscribe, and a stream")
        except TwiteError as why:
            return _error(str(why))
        return None

    def messages(self, told: Told) -> Iterator[str]:
        """As Mastodon writes them: one for each name."""
        for key, stream in list(self._named.items()):
            if stream == told.stream:
                said = Message(list(key), EVENTS[told.news.change], told.said)
                yield ENCODER.encode(said).decode()


def _key(name: str, stream: Stream) -> tuple[str, ...]:
    return (name, stream.tag) if stream.tag else (name,)


def _error(said: str) -> str:
    return ENCODER.encode({"error": said}).decode()


# -- refusals -------------------------------------------------------------------


class NoSuchStream(Invalid):
    def __str__(self) -> str:
        return f"the streams are {', '.join(KINDS)}"


class NoTag(Invalid):
    def __str__(self) -> str:
        return f"say which tag, of at most {LONGEST_QUERY} characters: tag=..."


class TooManyWishes(Invalid):
    def __str__(self) -> str:
        return f"a socket carries {MOST_STREAMS} streams at most"


class NoSuchList(NotFound):
    def __str__(self) -> str:
        return "there is no such list"
