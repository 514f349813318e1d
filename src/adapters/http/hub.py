"""Where those who listen are kept, and told what happens while it does.

One task in the process reads the feed of events, asks who of those who listen is to hear of each,
and leaves it at their ears.  Whoever does not take it away, or may not hear any more, is let go.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from functools import partial
from typing import Any, TypeAlias, TypeVar

from attrs import Factory, define, field, frozen

from ...application.oauth import Access
from ...application.ports.outbox import EventFeed, Position, Recorded
from ...application.ports.unit_of_work import Unavailable
from ...application.streams import NEWS, Telling
from ...application.twite import Twite
from ...domain.errors import LimitExceeded
from ...domain.oauth import AccessTokenId
from ...domain.streams import Listener, News, Stream
from ...domain.users import UserId
from .declarations import Kind

logger = logging.getLogger(__name__)

T = TypeVar("T")
Run: TypeAlias = Callable[[Callable[[], Any], Kind], Any]

POLL_SECONDS = 0.1  # how long what happened rests
CHECK_SECONDS = 1.0  # how long one may go on listening with a token that has ended
AGAIN_SECONDS = 1.0  # after the storage could not answer
BATCH = 100  # events read at a time
MOST_WAITING = 1_000  # pieces of news that wait for one who does not take them
MOST_EARS = 32  # of one user, or of one app without one
BUSY_SECONDS = 60  # when one who listens too often may try again
MOST_MISSED = 1_000  # events looked through for one who comes again, at a time
MOST_ASKED = 3  # of those to whom it looks the same, until one may see it
AT_ONCE = 20  # how many are told before others have their turn


@frozen
class Told:
    """What one is told, in the words of the wire, and in which of their streams."""

    position: Position
    news: News
    stream: Stream
    said: str


@define(eq=False)
class Ear:
    """One who listens, perhaps to several streams.  ``heard`` ends with None."""

    access: Access
    streams: set[Stream] = Factory(set)
    heard: asyncio.Queue[Told | None] = field(factory=lambda: asyncio.Queue(MOST_WAITING + 1))
    after: Position = Factory(Position)
    is_open: bool = True

    @property
    def viewer_id(self) -> UserId | None:
        return self.access.user_id

    @property
    def holder(self) -> tuple[str, int]:
        """Whose it is."""
        return holder_of(self.access)

    def tell(self, told: Told) -> None:
        """Leave it there; whoever leaves too much lying is let go."""
        if not self.is_open or told.position <= self.after:
            return
        if self.heard.qsize() >= MOST_WAITING:
            self.close()
        else:
            self.heard.put_nowait(told)

    def close(self) -> None:
        """Nothing more comes, nor what lies there: who comes again asks for what they missed."""
        if self.is_open:
            self.is_open = False
            while not self.heard.empty():
                self.heard.get_nowait()
            self.heard.put_nowait(None)


def holder_of(access: Access) -> tuple[str, int]:
    """A user, or an app that listens for itself."""
    if access.user_id is None:
        return "app", access.app_id
    return "user", access.user_id


# What a piece of news is to a viewer, in the words of the wire; None where they may not see it.
Words: TypeAlias = Callable[[News, UserId | None], str | None]
# Whether a token that came with those scopes may hear it.
Allowed: TypeAlias = Callable[[News, Access], bool]


@define(eq=False)
class Hub:
    """``run`` calls what reads the storage, as the house does it."""

    _twite: Twite
    _feed: EventFeed
    _run: Run
    _words: Words
    _allowed: Allowed
    _ears: set[Ear] = Factory(set)
    _position: Position = Factory(Position)
    _telling: asyncio.Task[None] | None = None
    _watching: asyncio.Task[None] | None = None

    # -- listening ------------------------------------------------------------------

    async def open(self, access: Access) -> Ear:
        """An ear that hears from now on; raises :exc:`TooManyStreams`."""
        newest = await self._run(self._feed.newest, Kind.READ)
        if sum(one.holder == holder_of(access) for one in self._ears) >= MOST_EARS:
            raise TooManyStreams(BUSY_SECONDS)
        if self._telling is None or self._telling.done():
            self._position = newest
            self._telling = asyncio.create_task(self._tell())
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        ear = Ear(access, after=self._position)
        self._ears.add(ear)
        return ear

    def leave(self, ear: Ear) -> None:
        ear.close()
        self._ears.discard(ear)

    async def missed(self, ear: Ear, since: Position) -> AsyncIterator[Told | Position]:
        """What an ear that was opened just now did not hear since, in order.

        Of very many events, not all at once: then it ends with the position up to which it came,
        and the ear is closed; whoever comes again goes on from there.
        """
        left = MOST_MISSED
        while ear.is_open and since < ear.after:
            read = partial(self._feed.after, since, limit=BATCH)
            recorded: Collection[Recorded] = await self._run(read, Kind.READ)
            for one in recorded:
                if not ear.is_open or one.position > ear.after:
                    return
                since = one.position
                for _, told in await self._heard(one, [ear]):
                    yield told
                await asyncio.sleep(0)  # the others have their turn
            left -= len(recorded)
            if not recorded:
                return
            if left <= 0:
                ear.close()
                yield since

    async def close(self) -> None:
        """Everybody is let go."""
        for ear in list(self._ears):
            self.leave(ear)
        for task in (self._telling, self._watching):
            if task is not None:
                task.cancel()

    # -- telling --------------------------------------------------------------------

    async def _tell(self) -> None:
        """While anybody listens."""
        while self._ears:
            try:
                busy = await self._hear()
            except Exception:  # whatever it is, those who listen are still there
                logger.exception("nobody who listens was told")
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                await asyncio.sleep(0 if busy else POLL_SECONDS)

    async def _watch(self) -> None:
        """Beside it, however much there is to tell."""
        while self._ears:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                await self._let_go()
            except Exception:  # it is looked for again
                logger.exception("nobody knows whose token has ended")

    async def _hear(self) -> bool:
        """Whether anything happened."""
        read = partial(self._feed.after, self._position, limit=BATCH)
        recorded: Collection[Recorded] = await self._run(read, Kind.READ)
        for one in recorded:
            await self._pass_on(one)
        return len(recorded) == BATCH

    async def _pass_on(self, one: Recorded) -> None:
        """To those who are there now: who comes meanwhile missed it, and asks for it."""
        before, self._position = self._position, one.position
        try:
            heard = await self._heard(one, list(self._ears))
        except Unavailable:
            self._position = before
            raise
        except Exception:  # whatever is wrong with it, others have happened since
            logger.exception("an event was not told", extra={"position": one.position.number})
            return
        for ear, told in heard:
            ear.tell(told)

    async def _heard(self, one: Recorded, ears: Collection[Ear]) -> list[tuple[Ear, Told]]:
        """Who of them is told what of an event."""
        if not isinstance(one.event, NEWS):
            return []
        by_listener: dict[Listener, list[Ear]] = {}
        for ear in ears:
            for stream in ear.streams:
                by_listener.setdefault(Listener(ear.viewer_id, stream), []).append(ear)
        find = partial(self._twite.streams.telling, one.event, listeners=list(by_listener))
        telling: Telling | None = await self._run(find, Kind.READ)
        if telling is None:
            return []
        words = await self._said(telling)
        return [
            (ear, Told(one.position, telling.news, listener.stream, said))
            for listener in telling.listeners
            if (said := words.get(listener.viewer_id)) is not None
            for ear in by_listener[listener]
            if self._allowed(telling.news, ear.access)
        ]

    async def _said(self, telling: Telling) -> Mapping[UserId | None, str | None]:
        """To each of the viewers."""
        said: dict[UserId | None, str | None] = {}
        for viewer_ids in telling.alike:
            for place, viewer_id in enumerate(viewer_ids[:MOST_ASKED]):
                say = partial(self._words, telling.news, viewer_id)
                said[viewer_id] = words = await self._run(say, Kind.READ)
                if words is not None:  # who may not see it any more is told nothing
                    said.update(dict.fromkeys(viewer_ids[place:], words))
                    break
            if len(said) % AT_ONCE == 0:
                await asyncio.sleep(0)
        return said

    async def _let_go(self) -> None:
        """Whose token has ended, or who is not active any more."""
        ids: set[AccessTokenId] = {ear.access.token_id for ear in self._ears}
        live = await self._run(partial(self._twite.oauth.live, ids), Kind.READ)
        for ear in list(self._ears):
            if not ear.is_open or ear.access.token_id not in live:
                self.leave(ear)


class TooManyStreams(LimitExceeded):
    def __str__(self) -> str:
        return f"somebody can listen {MOST_EARS} times at once"
