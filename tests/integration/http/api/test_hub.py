"""Those who listen, however much happens, and whatever goes wrong with it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

import pytest

from tests.integration.http.api.programs import App
from twite.adapters.http import hub as hubs
from twite.adapters.http.api.wishes import MOST_STREAMS, TooManyWishes, Wishes
from twite.adapters.http.declarations import Kind
from twite.adapters.http.hub import CHECK_SECONDS, Ear, Hub, Told
from twite.application.oauth import Access
from twite.application.ports.outbox import Position
from twite.domain.errors import Invalid
from twite.domain.streams import News, Stream, StreamKind
from twite.domain.text import LONGEST_QUERY
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded

WAIT_SECONDS = 20.0
Run: TypeAlias = Callable[[Callable[[], Any], Kind], Awaitable[Any]]


async def at_once(call: Callable[[], Any], _: Kind) -> Any:
    await asyncio.sleep(0)
    return call()


async def slowly(call: Callable[[], Any], _: Kind) -> Any:
    await asyncio.sleep(0.05)
    return call()


def entry(news: News, _: UserId | None) -> str:
    return str(news.entry_id)


def hub(twite: Embedded, *, run: Run = at_once, words: hubs.Words = entry) -> Hub:
    return Hub(twite, twite.feed, run, words, lambda *_: True)


def allowed(twite: Embedded, user_id: UserId) -> Access:
    return twite.oauth.known(App.registered(twite).token_of(user_id))


async def opened(hub: Hub, access: Access) -> Ear:
    ear = await hub.open(access)
    ear.streams.add(Stream(StreamKind.LOCAL))
    return ear


async def hears(ear: Ear, number: int) -> list[str]:
    async with asyncio.timeout(WAIT_SECONDS):
        heard = [await ear.heard.get() for _ in range(number)]
    return [told.said for told in heard if told is not None]


def within(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(test, WAIT_SECONDS))


def post(twite: Embedded, by: UserId, number: int = 1) -> list[str]:
    return [str(twite.microposts.post(author_id=by, text="tea")) for _ in range(number)]


class TestAnEvent:
    def test_that_cannot_be_told_holds_no_other_up(self, twite: Embedded, alice: UserId) -> None:
        broken: list[str] = []

        def words(news: News, viewer_id: UserId | None) -> str:
            if str(news.entry_id) in broken:
                raise ZeroDivisionError
            return entry(news, viewer_id)

        async def listen() -> None:
            here = hub(twite, words=words)
            ear = await opened(here, allowed(twite, alice))
            broken.extend(post(twite, alice))
            said = post(twite, alice)
            assert await hears(ear, 1) == said
            await here.close()

        within(listen())

    def test_is_missed_by_nobody_who_comes_while_it_is_told(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        """And told to nobody twice."""

        async def listen() -> None:
            here = hub(twite, run=slowly)
            await opened(here, allowed(twite, alice))
            await asyncio.sleep(0.2)
            access = allowed(twite, bob)
            since = twite.feed.newest()
            said = post(twite, alice)
            for _ in range(8):  # at whatever moment
                ear = await opened(here, access)
                caught = [one async for one in here.missed(ear, since)]
                assert all(isinstance(one, Told) for one in caught)
                await asyncio.sleep(0.3)
                here.leave(ear)
                heard = [one.said for one in caught if isinstance(one, Told)]
                while (told := ear.heard.get_nowait()) is not None:
                    heard.append(told.said)
                assert heard == said
            await here.close()

        within(listen())


class TestWhoeverComesAgain:
    def test_hears_very_much_in_parts(
        self, twite: Embedded, alice: UserId, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hubs, "MOST_MISSED", 4)
        monkeypatch.setattr(hubs, "BATCH", 2)

        async def listen() -> None:
            here, access = hub(twite), allowed(twite, alice)
            since, said, times = twite.feed.newest(), post(twite, alice, 9), 0
            heard: list[str] = []
            while len(heard) < len(said):
                times += 1
                ear = await opened(here, access)
                async for one in here.missed(ear, since):
                    since = one if isinstance(one, Position) else one.position
                    heard += [one.said] if isinstance(one, Told) else []
                assert ear.is_open == (len(heard) == len(said))
                here.leave(ear)
            assert (heard, times) == (said, 3)
            await here.close()

        within(listen())


class TestATokenThatEnds:
    def test_is_told_nothing_more_however_much_there_is(
        self, twite: Embedded, alice: UserId
    ) -> None:
        async def listen() -> None:
            here = hub(twite, run=slowly)
            access = allowed(twite, alice)
            ear = await opened(here, access)
            post(twite, alice, 80)
            twite.oauth.end(access.token_id, by=alice)
            began = time.monotonic()
            while await ear.heard.get() is not None:
                pass
            assert time.monotonic() - began < 2 * CHECK_SECONDS
            assert ear.heard.empty()
            await here.close()

        within(listen())


class TestASocket:
    def test_carries_so_many_streams(self, twite: Embedded, alice: UserId) -> None:
        wishes = Wishes(allowed(twite, alice))
        for number in range(MOST_STREAMS):
            wishes.add("hashtag", {"tag": f"tea{number}"})

        wishes.add("hashtag", {"tag": "tea1"})
        with pytest.raises(TooManyWishes, match=str(MOST_STREAMS)):
            wishes.add("public", {})
        with pytest.raises(Invalid, match=str(LONGEST_QUERY)):
            Wishes(allowed(twite, alice)).add("hashtag", {"tag": "x" * (LONGEST_QUERY + 1)})
