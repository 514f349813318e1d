"""The machine's own things: clock, chance, ids, passwords, mail."""

import io
import os
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Thread

import pytest
from argon2 import Parameters
from attrs import astuple, evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.servers import Mailbox, free_port, smtp_server
from twite.adapters.system.clock import SystemClock
from twite.adapters.system.common_passwords import CommonPasswords
from twite.adapters.system.ids import SEQUENCE_BITS, SHARDS, TimeOrderedIds
from twite.adapters.system.mail import (
    ConsoleMailer,
    SmtpMailer,
    SmtpServer,
    message,
)
from twite.adapters.system.passwords import PRODUCTION, QUEUE_PER_CORE, TESTS, Argon2Passwords
from twite.adapters.system.secrets import SystemSecrets
from twite.application.ports.mail import Letter, MailerUnavailable
from twite.domain.credentials import Password
from twite.domain.errors import LimitExceeded
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import email_addresses, ids, moments, passwords, readable

MILLISECOND = timedelta(milliseconds=1)
SENDER = "twite@example.org"
LETTER = Letter(
    key="mention.1", recipient="bob@example.org", subject="@alice mentioned you", body="Grüße ☕\n"
)


def milliseconds_of(id: int) -> int:
    return id >> 16


def shard_of(id: int) -> int:
    return id >> SEQUENCE_BITS & (SHARDS - 1)


class TestClock:
    def test_is_aware_and_in_utc(self) -> None:
        now = SystemClock().now()

        assert now.tzinfo is UTC
        assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


class TestSecrets:
    def test_are_128_bits_safe_in_urls_and_cookies(self) -> None:
        tokens = {SystemSecrets().token() for _ in range(1_000)}

        assert len(tokens) == 1_000
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)


class TestIds:
    @given(at=moments, shard=ids)
    def test_are_milliseconds_then_shard_then_sequence(self, at: datetime, shard: int) -> None:
        id = TimeOrderedIds().next(at=at, shard=shard)

        assert milliseconds_of(id) == (at - datetime(1970, 1, 1, tzinfo=UTC)) // MILLISECOND
        assert id & 0b1111 == 0
        assert 0 < id < 2**63

    def test_are_those_clients_make_of_a_date(self) -> None:
        """https://docs.joinmastodon.org/api/guidelines/#id: seconds * 1000 << 16."""
        id = TimeOrderedIds().next(at=NOON, shard=1)

        assert id >> 16 << 16 == int(NOON.timestamp()) * 1000 << 16

    @given(at=st.lists(moments, min_size=2, max_size=40), shard=ids)
    def test_of_one_shard_rise_whatever_the_clock_does(
        self, at: list[datetime], shard: int
    ) -> None:
        generator = TimeOrderedIds()

        drawn = [generator.next(at=moment, shard=shard) for moment in at]

        assert drawn == sorted(set(drawn))
        assert {shard_of(id) for id in drawn} == {shard_of(drawn[0])}

    @given(at=moments, after=ids.filter(lambda id: id < 2**62), shard=ids)
    def test_are_greater_than_what_was_before(self, at: datetime, after: int, shard: int) -> None:
        id = TimeOrderedIds().next(at=at, shard=shard, after=after)

        assert id > after
        assert shard_of(id) == shard_of(TimeOrderedIds().next(at=NOON, shard=shard))

    def test_are_greater_than_what_a_clock_ahead_gave(self) -> None:
        ahead = TimeOrderedIds().next(at=NOON + timedelta(hours=1), shard=2)

        assert TimeOrderedIds().next(at=NOON, shard=1, after=ahead) > ahead

    def test_borrow_from_the_next_millisecond_when_one_is_full(self) -> None:
        generator = TimeOrderedIds()

        drawn = [generator.next(at=NOON, shard=1) for _ in range(40)]

        first = milliseconds_of(drawn[0])
        assert [milliseconds_of(id) - first for id in drawn] == [0] * 16 + [1] * 16 + [2] * 8

    def test_catch_up_with_a_clock_that_was_set_back(self) -> None:
        generator = TimeOrderedIds()
        ahead = generator.next(at=NOON + timedelta(hours=1), shard=1)

        back = generator.next(at=NOON, shard=1)
        again = generator.next(at=NOON + timedelta(hours=2), shard=1)

        assert ahead < back < again
        assert milliseconds_of(back) == milliseconds_of(ahead)
        assert milliseconds_of(again) - milliseconds_of(ahead) == 3_600_000

    def test_of_different_shards_do_not_hinder_each_other(self) -> None:
        generator = TimeOrderedIds()

        drawn = [generator.next(at=NOON, shard=shard) for shard in range(1_000)]

        assert {milliseconds_of(id) for id in drawn} == {milliseconds_of(drawn[0])}
        assert len({shard_of(id) for id in drawn}) > 800

    def test_spread_people_who_came_in_one_row(self) -> None:
        """Their own ids differ in their high bits alone; their shards do not clash for it."""
        generator = TimeOrderedIds()
        people = [generator.next(at=NOON + n * MILLISECOND, shard=1) for n in range(1_000)]

        shards = {shard_of(generator.next(at=NOON, shard=id)) for id in people}

        assert len(shards) > 700

    def test_are_unique_between_threads(self) -> None:
        generator, at_once = TimeOrderedIds(), Barrier(4)

        def draw(_: int) -> list[int]:
            at_once.wait()
            return [generator.next(at=NOON) for _ in range(500)]

        with ThreadPoolExecutor(4) as pool:
            drawn = [id for part in pool.map(draw, range(4)) for id in part]

        assert len(set(drawn)) == 2_000


class TestPasswordsInProduction:
    def test_are_hashed_as_slowly_as_is_recommended(self) -> None:
        """H001."""
        hash = Argon2Passwords().hash(Password(b"tea"))

        assert hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert (PRODUCTION.salt_len, PRODUCTION.hash_len) == (16, 32)

    def test_cost_as_much_when_nobody_is_there(self) -> None:
        """H004: also the first time."""
        hasher = Argon2Passwords()
        hash = hasher.hash(Password(b"tea"))

        nobody, somebody = (
            min(_seconds(hasher, known) for _ in range(3)) for known in (None, hash)
        )

        assert nobody > somebody / 2
        assert _seconds(Argon2Passwords(), None) > somebody / 2


class TestPasswords:
    @given(password=passwords)
    def test_are_known_again(self, password: Password) -> None:
        hasher = Argon2Passwords(TESTS)

        assert hasher.verify(password, hasher.hash(password))

    def test_have_different_salts(self) -> None:
        hasher = Argon2Passwords(TESTS)

        assert len({hasher.hash(Password(b"tea")) for _ in range(5)}) == 5

    @pytest.mark.parametrize("length", [64, 73, 128, 1_024])
    def test_count_to_the_last_byte(self, length: int) -> None:
        """H002."""
        hasher = Argon2Passwords(TESTS)
        hash = hasher.hash(Password(b"a" * (length - 1) + b"b"))

        assert hasher.verify(Password(b"a" * (length - 1) + b"b"), hash)
        assert not hasher.verify(Password(b"a" * (length - 1) + b"c"), hash)
        assert not hasher.verify(Password(b"a" * (length - 1)), hash)

    @pytest.mark.parametrize("other", [b"te\0b", b"te", b" te\0a", b"te\0a ", b"TE\0A", b""])
    def test_are_neither_cut_nor_folded(self, other: bytes) -> None:
        hasher = Argon2Passwords(TESTS)

        assert not hasher.verify(Password(other), hasher.hash(Password(b"te\0a")))

    @pytest.mark.parametrize("hash", [None, "", "plain", "$argon2id$v=19$m=8,t=1,p=1$x$y"])
    def test_fit_nothing_that_is_no_hash(self, hash: str | None) -> None:
        assert not Argon2Passwords(TESTS).verify(Password(b""), hash)

    def test_of_older_parameters_still_fit(self) -> None:
        older = Parameters(TESTS.type, 19, 8, 16, time_cost=2, memory_cost=16, parallelism=1)
        hash = Argon2Passwords(older).hash(Password(b"tea"))

        assert Argon2Passwords(TESTS).verify(Password(b"tea"), hash)
        assert Argon2Passwords(TESTS).is_outdated(hash)
        assert not Argon2Passwords(older).is_outdated(hash)


class TestCommonPasswords:
    @pytest.mark.parametrize(
        "password", ["password1", "12345678", "qwertyuiop", "1qaz2wsx", "p@ssw0rd", "january2026"]
    )
    def test_are_what_everybody_tries(self, password: str) -> None:
        """H021."""
        assert password in CommonPasswords()

    def test_are_a_few_thousand_that_could_be_chosen_otherwise(self) -> None:
        listed = CommonPasswords()
        assert "never listed" not in listed  # and now it is read

        found = listed._folded
        assert found is not None
        assert 3_000 < len(found) < 10_000
        for password in found - {""}:
            assert password == password.casefold()
            assert Password.of(password).chosen()

    def test_are_not_what_nobody_would_think_of(self) -> None:
        assert "correct horse battery" not in CommonPasswords(house="Teahouse")

    def test_count_the_house(self) -> None:
        assert "teahouse" in CommonPasswords(house="TeaHouse")


class TestTheQueueForPasswords:
    def test_is_bounded(self) -> None:
        """H003: who comes too late is refused at once, and later let in."""
        hasher = Argon2Passwords(TESTS)
        places = (os.cpu_count() or 1) * QUEUE_PER_CORE
        entered, leave = _crowd(hasher, places)

        with pytest.raises(LimitExceeded) as refusal:
            hasher.hash(Password(b"tea"))
        leave.set()
        for thread in entered:
            thread.join()

        assert refusal.value.retry_after_seconds > 0
        assert hasher.verify(Password(b"tea"), hasher.hash(Password(b"tea")))


class TestSmtp:
    @pytest.fixture
    def server(self) -> Iterator[Mailbox]:
        with smtp_server() as mailbox:
            yield mailbox

    def test_delivers_a_letter_as_it_was_written(self, server: Mailbox) -> None:
        SmtpMailer(SmtpServer.of(server.url), SENDER).send(LETTER)

        (arrived,) = server.wait_for(1)
        assert arrived["To"] == "bob@example.org"
        assert arrived["From"] == SENDER
        assert arrived["Subject"] == "@alice mentioned you"
        assert arrived["Message-ID"] == "<mention.1@example.org>"
        assert arrived["Auto-Submitted"] == "auto-generated"
        assert arrived.get_content().splitlines() == ["Grüße ☕"]

    def test_delivers_any_text(self, server: Mailbox) -> None:
        body = "a" * 2_000 + "\n.\n..\nFrom here\n\u2028 👩🏽‍💻\n"
        letter = Letter(key="k", recipient="bob@example.org", subject="tea ☕", body=body)

        SmtpMailer(SmtpServer.of(server.url), SENDER).send(letter)

        (arrived,) = server.wait_for(1)
        assert arrived["Subject"] == "tea ☕"
        assert arrived.get_content().replace("\r\n", "\n") == body

    @pytest.mark.parametrize("hostile", ["x\r\nBcc: v@example.org", "x\nBcc: v@x", "x\rBcc: v@x"])
    @pytest.mark.parametrize("field", ["subject", "recipient", "key"])
    def test_takes_no_second_header(self, server: Mailbox, field: str, hostile: str) -> None:
        """H070."""
        written = {"key": "k", "recipient": "bob@example.org", "subject": "s", "body": "b"}
        letter = Letter(**{**written, field: hostile})

        with pytest.raises(ValueError, match=r"linefeed|newline"):
            SmtpMailer(SmtpServer.of(server.url), SENDER).send(letter)

        assert server.messages == []

    def test_says_when_nobody_answers(self) -> None:
        nobody = SmtpServer.of(f"smtp://127.0.0.1:{free_port()}")

        with pytest.raises(MailerUnavailable) as failure:
            SmtpMailer(nobody, SENDER).send(LETTER)

        assert astuple(failure.value) == ("ConnectionRefusedError", None, "127.0.0.1")

    @pytest.mark.parametrize(
        ("step", "said"),
        [
            ("MAIL", "SMTPSenderRefused"),
            ("RCPT", "SMTPRecipientsRefused"),
            ("DATA", "SMTPDataError"),
        ],
    )
    def test_says_what_was_refused_and_not_to_whom(self, step: str, said: str) -> None:
        with smtp_server(refuses=step) as refusing, pytest.raises(MailerUnavailable) as failure:
            SmtpMailer(SmtpServer.of(refusing.url), SENDER).send(LETTER)

        assert astuple(failure.value) == (said, 550, "127.0.0.1")
        assert refusing.messages == []

    @pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
    def test_sends_nothing_in_the_clear_that_was_to_be_sealed(
        self, server: Mailbox, scheme: str
    ) -> None:
        open_server = SmtpServer.of(server.url.replace("smtp://", f"{scheme}://"))

        with pytest.raises(MailerUnavailable):
            SmtpMailer(open_server, SENDER).send(LETTER)

        assert server.messages == []

    def test_sends_nothing_where_its_password_is_not_asked_for(self, server: Mailbox) -> None:
        with_password = SmtpServer.of(server.url.replace("smtp://", "smtp://user:secret@"))

        with pytest.raises(MailerUnavailable) as failure:
            SmtpMailer(with_password, SENDER).send(LETTER)

        assert server.messages == []
        assert "secret" not in f"{failure.value} {with_password!r}"

    def test_says_when_the_server_is_none(self) -> None:
        with _hanging_up() as port, pytest.raises(MailerUnavailable):
            SmtpMailer(SmtpServer.of(f"smtp://127.0.0.1:{port}"), SENDER).send(LETTER)


class TestSmtpServers:
    @pytest.mark.parametrize(
        ("url", "server"),
        [
            ("smtp://mail.example", SmtpServer("smtp", "mail.example", 25)),
            ("smtp+starttls://mail.example", SmtpServer("smtp+starttls", "mail.example", 587)),
            ("smtps://mail.example", SmtpServer("smtps", "mail.example", 465)),
            ("smtp://[::1]:2525", SmtpServer("smtp", "::1", 2525)),
            (
                "smtps://me%40x:p%2Fw@mail.example",
                SmtpServer("smtps", "mail.example", 465, "me@x", "p/w"),
            ),
        ],
    )
    def test_are_read_from_an_address(self, url: str, server: SmtpServer) -> None:
        assert SmtpServer.of(url) == server

    @pytest.mark.parametrize(
        "url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example:x"]
    )
    def test_are_read_from_nothing_else(self, url: str) -> None:
        with pytest.raises(ValueError, match=r"smtps://|Port"):
            SmtpServer.of(url)


class TestLetters:
    @given(recipient=email_addresses, subject=readable, body=readable)
    def test_have_one_recipient_whatever_they_say(
        self, recipient: str, subject: str, body: str
    ) -> None:
        letter = Letter(
            key="k", recipient=str(recipient), subject=" ".join(subject.split()), body=body
        )

        made = message(letter, sender=SENDER)

        (address,) = made["To"].addresses
        assert address.addr_spec == str(recipient)
        assert len(made.keys()) == len(set(made.keys())) == 8
        assert "Bcc" not in made

    def test_are_written_to_the_console_where_no_server_is(self) -> None:
        """In a frame, and as they read: neither encoded nor folded."""
        console = io.StringIO()
        long = "Grüße ☕ " * 20

        ConsoleMailer(SENDER, console).send(evolve(LETTER, body=f"{long}\n\nhttp://x/?a=b\n"))

        first, *written, last = console.getvalue().splitlines()
        assert first == "-- a mail, sent to nobody ".ljust(72, "-")
        assert written == [
            "From: twite@example.org",
            "To: bob@example.org",
            "Subject: @alice mentioned you",
            "",
            long,
            "",
            "http://x/?a=b",
        ]
        assert last == "-" * 72


# -- how it is measured, and hindered -----------------------------------------------


def _seconds(hasher: Argon2Passwords, hash: str | None) -> float:
    start = time.perf_counter()
    hasher.verify(Password(b"wrong"), hash)
    return time.perf_counter() - start


def _crowd(hasher: Argon2Passwords, size: int) -> tuple[list[Thread], Event]:
    """So many who have entered the queue, and stay until they are told to leave."""
    leave, at_once = Event(), Barrier(size + 1)

    def stay() -> None:
        hasher._queue.acquire()
        at_once.wait()
        leave.wait()
        hasher._queue.release()

    threads = [Thread(target=stay) for _ in range(size)]
    for thread in threads:
        thread.start()
    at_once.wait()
    return threads, leave


class _hanging_up:  # noqa: N801 (a context manager)
    """A server that takes a call and says nothing."""

    def __enter__(self) -> int:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._answer)
        self._thread.start()
        port: int = self._server.getsockname()[1]
        return port

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        self._server.close()

    def _answer(self) -> None:
        caller, _ = self._server.accept()
        caller.close()
