"""Who delivers: the caller, a thread, or a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from twite.adapters.memory.mail import Mailbox
from twite.application.dispatcher import Dispatcher
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, connect
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.worker import POLL_SECONDS

TWITE = Path(sys.executable).parent / "twite"
SOON_SECONDS = 20.0


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/twite.db"
    return str(request.getfixturevalue("postgres_database"))


def _mention(twite: Embedded) -> UserId:
    alice = twite.credentials.sign_up(
        handle="alice", email="alice@example.org", password="long enough"
    )
    bob = twite.users.register(handle="bob")
    twite.microposts.post(author_id=bob, text="hello @alice")
    return alice


def _told(twite: Embedded, user_id: UserId) -> int:
    return len(twite.notifications.page(recipient_id=user_id).items)


def _soon(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + SOON_SECONDS
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_inline_the_caller_delivers_before_post_returns(database: str) -> None:
    mailbox = Mailbox()
    with connect(database, Settings(), migrate=True, mailer=mailbox) as twite:
        alice = _mention(twite)

        assert _told(twite, alice) == 1
        assert len(mailbox.letters) == 1


def test_a_thread_delivers_soon_after(database: str) -> None:
    mailbox = Mailbox()
    settings = Settings(dispatch=Dispatch.THREAD)
    with connect(database, settings, migrate=True, mailer=mailbox) as twite:
        alice = _mention(twite)

        assert _soon(lambda: len(mailbox.letters) == 1)
        assert _told(twite, alice) == 1


def test_a_thread_with_nothing_to_do_rests(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it commits itself does not wake it."""
    ran: list[int] = []
    run = Dispatcher.run

    def counted(dispatcher: Dispatcher) -> int:
        ran.append(run(dispatcher))
        return ran[-1]

    monkeypatch.setattr(Dispatcher, "run", counted)
    settings = Settings(dispatch=Dispatch.THREAD)
    with connect(database, settings, migrate=True, mailer=Mailbox()) as twite:
        alice = _mention(twite)
        assert _soon(lambda: _told(twite, alice) == 1)
        time.sleep(POLL_SECONDS)
        ran.clear()
        begun = time.monotonic()

        time.sleep(2 * POLL_SECONDS)

        polls = (time.monotonic() - begun) / POLL_SECONDS
        assert len(ran) <= polls + 2  # and those it began and ended with


class TestAWorkerProcess:
    def test_delivers_what_others_left(self, database: str, tmp_path: Path) -> None:
        with connect(database, Settings(dispatch=Dispatch.WORKER), migrate=True) as twite:
            alice = _mention(twite)
            assert _told(twite, alice) == 0

            with _worker(database, tmp_path) as worker:
                assert _soon(lambda: _told(twite, alice) == 1)
                worker.send_signal(signal.SIGTERM)
                said, _ = worker.communicate(timeout=SOON_SECONDS)

            assert worker.returncode == 0
            assert "Traceback" not in said
            assert twite.check() == []

    def test_stops_within_ten_seconds_when_asked_to(self, database: str, tmp_path: Path) -> None:
        with connect(database, Settings(dispatch=Dispatch.WORKER), migrate=True):
            pass

        with _worker(database, tmp_path) as worker:
            assert worker.stdout is not None
            worker.stdout.readline()
            asked = time.monotonic()
            worker.send_signal(signal.SIGTERM)
            worker.communicate(timeout=SOON_SECONDS)

        assert time.monotonic() - asked < 10


def _worker(database: str, folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [str(TWITE), "worker"],
        cwd=folder,
        env={**os.environ, "TWITE_DATABASE_URL": database, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_a_process_keeps_time(database: str, tmp_path: Path) -> None:
    """What expired goes while it runs, with nobody asking."""
    connect(database, migrate=True).close()
    command = [str(TWITE), "worker"]
    environment = {**os.environ, "TWITE_DATABASE_URL": database}
    with (
        connect(database, Settings(dispatch=Dispatch.WORKER)) as twite,
        subprocess.Popen(command, env=environment, cwd=tmp_path) as worker,
    ):
        try:
            assert _soon(lambda: all(planned.last for planned in twite.schedule.plan()))
        finally:
            worker.terminate()
        assert worker.wait(SOON_SECONDS) == 0
