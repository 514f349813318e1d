"""Many who log in at once: some are let in, the rest are told to come back, and reading goes on."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Lock
from typing import Any, cast

from attrs import Factory, define
from httpx import ASGITransport, AsyncClient, Response

from tests.integration.http.browsers import Browser, csrf_in
from tests.integration.http.conftest import SETTINGS
from twite.adapters.http.threads import WAITING_TO_HASH_PER_CORE
from twite.application.ports.system import PasswordHasher
from twite.domain.credentials import Password
from twite.entrypoints.library import in_memory
from twite.entrypoints.web import application

CROWD = 200
CORES = os.cpu_count() or 1
PLACES = CORES * (1 + WAITING_TO_HASH_PER_CORE)
REFUSED_WITHIN_SECONDS = 5  # all of them, on a busy machine; they wait for no hash


@define
class StuckPasswords(PasswordHasher):
    """None is ever found out, until they may go on."""

    go_on: Event = Factory(Event)
    most_at_once: int = 0
    _at_once: int = 0
    _counting: Lock = Factory(Lock)

    def hash(self, password: Password) -> str:
        return "hashed"

    def verify(self, password: Password, hash: str | None) -> bool:
        with self._counting:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        self.go_on.wait(60)
        with self._counting:
            self._at_once -= 1
        return False

    def is_outdated(self, hash: str) -> bool:
        return False


@asynccontextmanager
async def site(passwords: PasswordHasher) -> AsyncIterator[AsyncClient]:
    """The site, and whoever asks it without waiting for an answer."""
    with in_memory(passwords=passwords) as twite:
        app = application(twite, SETTINGS, inline_reads=True)
        async with (
            app.lifespan(),
            AsyncClient(
                transport=ASGITransport(cast(Any, app)), base_url=SETTINGS.base_url
            ) as client,
        ):
            yield client


async def attempts(client: AsyncClient) -> list["asyncio.Task[Response]"]:
    """A crowd at the door, and some of them refused."""
    page = await client.get("/auth/sign_in")
    form = {"csrf": csrf_in(page.text), "login": "alice", "password": "wrong password"}
    tasks = [asyncio.create_task(client.post("/auth/sign_in", data=form)) for _ in range(CROWD)]
    began = time.monotonic()
    while sum(task.done() for task in tasks) < CROWD - PLACES:
        assert time.monotonic() - began < REFUSED_WITHIN_SECONDS
        await asyncio.sleep(0.01)
    return tasks


def test_a_crowd_at_the_door_is_let_in_as_far_as_there_is_room() -> None:
    """H003: never more hashes at once than cores, a bounded queue, the rest refused at once."""
    passwords = StuckPasswords()

    async def story() -> None:
        async with site(passwords) as client:
            tasks = await attempts(client)
            refused = [task.result() for task in tasks if task.done()]
            read = [await client.get("/public") for _ in range(20)]
            passwords.go_on.set()
            answers = await asyncio.gather(*tasks)

        assert [answer.status_code for answer in refused] == [503] * (CROWD - PLACES)
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        assert "Too busy" in refused[0].text
        assert {answer.status_code for answer in read} == {200}  # while every place is taken
        assert [answer.status_code for answer in answers].count(401) == PLACES

    asyncio.run(story())

    assert passwords.most_at_once == CORES


def test_a_password_of_a_megabyte_is_refused_before_it_is_read(
    stranger: Browser,
) -> None:
    """H003."""
    answer = stranger.send("/auth/sign_in", login="alice", password="a" * 2**20)

    assert answer.status_code == 413
