"""Changing a password or an address, and setting a new one by a link."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from tests.unit.application.worlds import become, kept, refusing
from twite.adapters.memory.mail import Mailbox
from twite.application.ports.mail import Letter, Mailer, MailerUnavailable
from twite.application.ports.outbox import Position
from twite.application.ports.system import PasswordHasher
from twite.domain.credentials import (
    MOST_WRONG,
    RESET_LASTS,
    WRONG_WITHIN,
    CommonPassword,
    Credential,
    CredentialChangedMeanwhile,
    EmailChanged,
    EmailTaken,
    HasNoCredential,
    InvalidEmailAddress,
    InvalidPassword,
    Password,
    PasswordChanged,
    ResetAsked,
    ResetNotFound,
    TellingPassword,
    TooManyWrongPasswords,
    WrongPassword,
)
from twite.domain.mail import MailKind
from twite.domain.sessions import WrongCredentials
from twite.domain.text import fingerprint
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.testing.plugin import PASSWORD, signed_up

NEW = "a new one for tea"
MOMENT = timedelta(seconds=1)
_LINK = re.compile(r"http://localhost:8000/auth/reset\?token=([A-Za-z0-9_-]{22})\n")

Attempt = Callable[[Embedded, UserId, str], None]


def change_password(twite: Embedded, id: UserId, current: str) -> None:
    twite.credentials.change_password(by=id, current=current, new=NEW)


def change_email(twite: Embedded, id: UserId, current: str) -> None:
    twite.credentials.change_email(by=id, current=current, email="new@example.org")


every_change = pytest.mark.parametrize("change", [change_password, change_email])


def credential_of(twite: Embedded, id: UserId) -> Credential:
    credential = kept(twite)["credentials"][id]
    assert isinstance(credential, Credential)
    return credential


def proves(twite: Embedded, login: str, password: str) -> bool:
    try:
        twite.credentials.prove(login=login, password=password)
    except WrongCredentials:
        return False
    return True


def token_in(letter: Letter) -> str:
    found = _LINK.search(letter.body)
    assert found is not None, letter.body
    return found[1]


def events(twite: Embedded) -> list[type]:
    return [type(recorded.event) for recorded in twite.feed.after(Position(), limit=99)]


class TestChangingAPassword:
    def test_lets_in_with_the_new_one_alone(self, twite: Embedded, alice: UserId) -> None:
        change_password(twite, alice, PASSWORD)

        assert proves(twite, "alice", NEW)
        assert not proves(twite, "alice", PASSWORD)

    def test_is_told_by_mail(self, twite: Embedded, alice: UserId, mailbox: Mailbox) -> None:
        change_password(twite, alice, PASSWORD)

        (letter,) = mailbox.letters
        assert letter.recipient == "alice@example.org"
        assert letter.subject == "Your password at twite was changed"
        assert "The password of @alice was changed on 2026-03-01 at 12:00 UTC" in letter.body
        assert "http://localhost:8000/auth/password\n" in letter.body
        assert NEW not in letter.body

    def test_is_told_each_time(self, twite: Embedded, alice: UserId, mailbox: Mailbox) -> None:
        change_password(twite, alice, PASSWORD)
        twite.credentials.change_password(by=alice, current=NEW, new=PASSWORD)

        assert len({letter.key for letter in mailbox.letters}) == 2

    @pytest.mark.parametrize(
        ("new", "refusal"),
        [
            ("short", InvalidPassword),
            ("a" * 1025, InvalidPassword),
            ("\ud800" * 8, InvalidPassword),
            ("Password1", CommonPassword),
            ("Alice@Example.org", TellingPassword),
        ],
    )
    def test_takes_one_that_may_be_chosen(
        self, twite: Embedded, alice: UserId, new: str, refusal: type[InvalidPassword]
    ) -> None:
        """H002, H021: what cannot be chosen costs no try."""
        with refusing(twite, refusal):
            twite.credentials.change_password(by=alice, current=PASSWORD, new=new)

    def test_is_announced(self, twite: Embedded, alice: UserId) -> None:
        change_password(twite, alice, PASSWORD)

        assert events(twite)[-1] is PasswordChanged


class TestChangingAnAddress:
    def test_lets_in_with_the_new_one_alone(self, twite: Embedded, alice: UserId) -> None:
        change_email(twite, alice, PASSWORD)

        assert proves(twite, "new@example.org", PASSWORD)
        assert proves(twite, "alice", PASSWORD)
        assert not proves(twite, "alice@example.org", PASSWORD)
        assert twite.credentials.address(alice) == "new@example.org"

    def test_is_told_to_both_addresses(
        self, twite: Embedded, alice: UserId, mailbox: Mailbox
    ) -> None:
        change_email(twite, alice, PASSWORD)

        told = {letter.recipient: letter.body for letter in mailbox.letters}
        assert set(told) == {"alice@example.org", "new@example.org"}
        assert "was changed to another one than this on 2026-03-01" in told["alice@example.org"]
        assert "new@example.org" not in told["alice@example.org"]
        assert "was changed to this one on 2026-03-01" in told["new@example.org"]

    def test_leaves_the_old_one_nowhere(self, twite: Embedded, alice: UserId) -> None:
        """Not even where the mail stood, once it is sent."""
        change_email(twite, alice, PASSWORD)

        assert "alice@example.org" not in repr([*kept(twite)["mail"].values()])
        assert [getattr(mail, "to", 1) for mail in kept(twite)["mail"].values()] == [None, None]

    def test_is_free_to_take_what_another_gave_up(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        change_email(twite, alice, PASSWORD)

        twite.credentials.change_email(by=bob, current=PASSWORD, email="Alice@example.org")

        assert twite.credentials.prove(login="alice@example.org", password=PASSWORD) == bob

    def test_to_the_same_one_changes_nothing(
        self, twite: Embedded, alice: UserId, mailbox: Mailbox
    ) -> None:
        token = twite.sessions.start(alice)

        twite.credentials.change_email(by=alice, current=PASSWORD, email="ALICE@example.org")

        assert mailbox.letters == []
        assert twite.sessions.who(token) == alice
        assert credential_of(twite, alice).wrong == 0

    def test_to_one_that_is_taken_is_refused(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        token = twite.sessions.start(alice)

        with pytest.raises(EmailTaken):
            twite.credentials.change_email(by=alice, current=PASSWORD, email="bob@example.org")

        assert twite.credentials.address(alice) == "alice@example.org"
        assert twite.sessions.who(token) == alice

    def test_to_what_is_none_is_refused(self, twite: Embedded, alice: UserId) -> None:
        """H020."""
        with refusing(twite, InvalidEmailAddress):
            twite.credentials.change_email(by=alice, current=PASSWORD, email="a@b@c")

    def test_is_announced(self, twite: Embedded, alice: UserId) -> None:
        change_email(twite, alice, PASSWORD)

        assert events(twite)[-1] is EmailChanged


@every_change
class TestWhoeverChanges:
    @pytest.mark.parametrize("wrong", ["", "wrong", f"{PASSWORD} ", "a" * 1025, "\ud800"])
    def test_proves_it_once_more(
        self, twite: Embedded, alice: UserId, change: Attempt, wrong: str
    ) -> None:
        token = twite.sessions.start(alice)
        before = credential_of(twite, alice)

        with pytest.raises(WrongPassword, match="not your password"):
            change(twite, alice, wrong)

        after = credential_of(twite, alice)
        assert (after.email, after.password_hash) == (before.email, before.password_hash)
        assert twite.sessions.who(token) == alice

    def test_is_wrong_ten_times_at_most(
        self,
        twite: Embedded,
        alice: UserId,
        clock: StoppedClock,
        caplog: pytest.LogCaptureFixture,
        change: Attempt,
    ) -> None:
        """H010: then not even the right one is tried; the session stays, and it is logged."""
        token = twite.sessions.start(alice)
        for _ in range(MOST_WRONG):
            with pytest.raises(WrongPassword):
                change(twite, alice, "wrong")
        clock.forward(timedelta(minutes=4))

        before = kept(twite)
        with pytest.raises(TooManyWrongPasswords, match="try again in 6 min") as refused:
            change(twite, alice, PASSWORD)

        assert kept(twite) == before
        assert refused.value.retry_after_seconds == 360
        assert twite.sessions.who(token) == alice
        (told,) = (record for record in caplog.records if "too many wrong" in record.getMessage())
        assert vars(told)["user"] == alice

    def test_may_try_again_later(
        self, twite: Embedded, alice: UserId, clock: StoppedClock, change: Attempt
    ) -> None:
        for _ in range(MOST_WRONG):
            with pytest.raises(WrongPassword):
                change(twite, alice, "wrong")

        clock.forward(WRONG_WITHIN)

        change(twite, alice, PASSWORD)
        assert credential_of(twite, alice).wrong == 0

    def test_begins_anew_after_having_been_right(
        self, twite: Embedded, alice: UserId, change: Attempt
    ) -> None:
        for _ in range(3):
            for _ in range(MOST_WRONG - 1):
                with pytest.raises(WrongPassword):
                    change(twite, alice, "wrong")
            twite.credentials.change_email(by=alice, current=PASSWORD, email="alice@example.org")

    def test_is_not_hindered_by_the_tries_of_others(
        self, twite: Embedded, alice: UserId, bob: UserId, change: Attempt
    ) -> None:
        for _ in range(MOST_WRONG):
            with pytest.raises(WrongPassword):
                change(twite, alice, "wrong")

        change(twite, bob, PASSWORD)

    def test_is_a_user(self, twite: Embedded, change: Attempt) -> None:
        with refusing(twite, UserNotFound):
            change(twite, UserId(1), PASSWORD)

    def test_has_credentials(self, twite: Embedded, change: Attempt) -> None:
        dana = twite.users.register(handle="dana")

        with refusing(twite, HasNoCredential):
            change(twite, dana, PASSWORD)

        assert twite.credentials.address(dana) is None

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_active(
        self, twite: Embedded, alice: UserId, change: Attempt, state: UserState
    ) -> None:
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            change(twite, alice, PASSWORD)

    def test_gives_way_to_a_change_meanwhile(
        self, twite: Embedded, alice: UserId, change: Attempt
    ) -> None:
        overtaken = evolve(
            twite.credentials,
            passwords=Meanwhile(
                twite.credentials.passwords,
                lambda: twite.credentials.reset(
                    token=twite.credentials.offer_reset(alice), new="set meanwhile"
                ),
            ),
        )

        with pytest.raises(CredentialChangedMeanwhile):
            if change is change_password:
                overtaken.change_password(by=alice, current=PASSWORD, new=NEW)
            else:
                overtaken.change_email(by=alice, current=PASSWORD, email="new@example.org")

        assert proves(twite, "alice@example.org", "set meanwhile")


class TestAskingForALink:
    def test_brings_one_by_mail(self, twite: Embedded, alice: UserId, mailbox: Mailbox) -> None:
        twite.credentials.request_reset(email="Alice@example.org")

        (letter,) = mailbox.letters
        assert letter.recipient == "alice@example.org"
        assert letter.subject == "Set a new password at twite"
        twite.credentials.expect_reset(token_in(letter))

    def test_keeps_no_token(self, twite: Embedded, alice: UserId, mailbox: Mailbox) -> None:
        """H040: nowhere but in the letter."""
        twite.credentials.request_reset(email="alice@example.org")

        token = token_in(mailbox.letters[0])
        assert token not in repr(kept(twite))
        assert list(kept(twite)["resets"]) == [fingerprint(token)]

    def test_is_answered_alike_whoever_it_is(
        self, twite: Embedded, alice: UserId, bob: UserId, mailbox: Mailbox
    ) -> None:
        """H005: what is written while the asker waits is the same, but for whom."""
        become(twite, bob, UserState.SUSPENDED)

        for name in ("alice", "bob", "nobody"):
            twite.credentials.request_reset(email=f"{name}@example.org")

        assert events(twite)[-3:] == [ResetAsked] * 3
        assert [letter.recipient for letter in mailbox.letters] == ["alice@example.org"]

    @pytest.mark.parametrize("email", ["al\u0131ce@example.org", "alice@example.org,b@evil", ""])
    def test_takes_an_address(self, twite: Embedded, alice: UserId, email: str) -> None:
        """H016: a look-alike is no address at all."""
        with refusing(twite, InvalidEmailAddress):
            twite.credentials.request_reset(email=email)

    def test_fails_for_no_mail_server(self, clock: StoppedClock) -> None:
        """H005."""

        class Closed(Mailer):
            def send(self, letter: Letter) -> None:
                raise MailerUnavailable

        with in_memory(clock=clock, mailer=Closed()) as twite:
            signed_up(twite, "alice")

            twite.credentials.request_reset(email="alice@example.org")

    def test_many_times_brings_one_letter_while_it_is_on_its_way(
        self, clock: StoppedClock, mailbox: Mailbox
    ) -> None:
        door = Door(mailbox)
        with in_memory(clock=clock, mailer=door) as twite:
            alice = signed_up(twite, "alice")
            for _ in range(3):
                twite.credentials.request_reset(email="alice@example.org")
            waiting = kept(twite)["mail"]

            door.is_open = True
            clock.forward(timedelta(minutes=1))
            twite.drain()

            assert len(waiting) == len(mailbox.letters) == 1
            reset = twite.credentials.reset(token=token_in(mailbox.letters[0]), new=NEW)
            assert reset == alice

    def test_is_void_once_something_was_changed(
        self, clock: StoppedClock, mailbox: Mailbox
    ) -> None:
        """H016: what waits to be sent offers nothing any more; asked again, there is a letter."""
        door = Door(mailbox)
        with in_memory(clock=clock, mailer=door) as twite:
            alice = signed_up(twite, "alice")
            clock.forward(MOMENT)
            twite.credentials.request_reset(email="alice@example.org")
            clock.forward(MOMENT)
            change_email(twite, alice, PASSWORD)
            clock.forward(MOMENT)
            twite.credentials.request_reset(email="new@example.org")

            door.is_open = True
            clock.forward(timedelta(minutes=5))
            twite.drain()

            offering = [letter for letter in mailbox.letters if _LINK.search(letter.body)]
            assert [letter.recipient for letter in offering] == ["new@example.org"]

    def test_draws_another_token_with_every_try(
        self, clock: StoppedClock, mailbox: Mailbox
    ) -> None:
        """Whichever letter arrives works: a server may have taken one and not said so."""
        door = Door(mailbox, keeps=True)
        with in_memory(clock=clock, mailer=door) as twite:
            alice = signed_up(twite, "alice")
            twite.credentials.request_reset(email="alice@example.org")
            door.is_open = True
            clock.forward(timedelta(minutes=1))
            twite.drain()

            first, second = mailbox.letters
            assert first.key == second.key
            assert token_in(first) != token_in(second)
            twite.credentials.expect_reset(token_in(second))
            assert twite.credentials.reset(token=token_in(first), new=NEW) == alice


class TestSettingANewOne:
    def test_lets_in_with_the_new_one_alone(self, twite: Embedded, alice: UserId) -> None:
        token = twite.credentials.offer_reset(alice)

        assert twite.credentials.reset(token=token, new=NEW) == alice

        assert proves(twite, "alice", NEW)
        assert not proves(twite, "alice", PASSWORD)

    def test_is_told_by_mail(self, twite: Embedded, alice: UserId, mailbox: Mailbox) -> None:
        twite.credentials.reset(token=twite.credentials.offer_reset(alice), new=NEW)

        assert [letter.subject for letter in mailbox.letters] == [
            "Your password at twite was changed"
        ]

    def test_works_once(self, twite: Embedded, alice: UserId) -> None:
        """H016."""
        token = twite.credentials.offer_reset(alice)
        twite.credentials.reset(token=token, new=NEW)

        with refusing(twite, ResetNotFound):
            twite.credentials.reset(token=token, new="yet another one")

    def test_works_for_an_hour(self, twite: Embedded, alice: UserId, clock: StoppedClock) -> None:
        """H016."""
        token = twite.credentials.offer_reset(alice)

        clock.forward(RESET_LASTS - timedelta(microseconds=1))
        twite.credentials.expect_reset(token)
        clock.forward(timedelta(microseconds=1))

        for look in (
            lambda: twite.credentials.expect_reset(token),
            lambda: twite.credentials.reset(token=token, new=NEW),
        ):
            with refusing(twite, ResetNotFound):
                look()

    def test_is_not_used_up_by_a_look_or_a_refusal(self, twite: Embedded, alice: UserId) -> None:
        token = twite.credentials.offer_reset(alice)

        twite.credentials.expect_reset(token)
        for refused in ("short", "password1", "alice@example.org"):
            with pytest.raises(InvalidPassword):
                twite.credentials.reset(token=token, new=refused)

        twite.credentials.reset(token=token, new=NEW)

    @pytest.mark.parametrize("token", ["", "guess", "é", "\ud800", "\0", "a" * 10_000])
    def test_takes_a_token_that_was_given(self, twite: Embedded, alice: UserId, token: str) -> None:
        twite.credentials.offer_reset(alice)

        with refusing(twite, ResetNotFound):
            twite.credentials.reset(token=token, new=NEW)

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_for_the_active(self, twite: Embedded, alice: UserId, state: UserState) -> None:
        token = twite.credentials.offer_reset(alice)
        become(twite, alice, state)

        with refusing(twite, ResetNotFound):
            twite.credentials.reset(token=token, new=NEW)
        with refusing(twite, AccountNotActive):
            twite.credentials.offer_reset(alice)

    def test_is_once_though_two_do_it_at_once(self, twite: Embedded, alice: UserId) -> None:
        token = twite.credentials.offer_reset(alice)
        overtaken = evolve(
            twite.credentials,
            passwords=Meanwhile(
                twite.credentials.passwords,
                lambda: twite.credentials.reset(token=token, new="set meanwhile"),
            ),
        )

        with pytest.raises(ResetNotFound):
            overtaken.reset(token=token, new=NEW)

        assert proves(twite, "alice", "set meanwhile")

    def test_is_offered_to_who_has_credentials(self, twite: Embedded) -> None:
        dana = twite.users.register(handle="dana")

        with refusing(twite, HasNoCredential):
            twite.credentials.offer_reset(dana)
        with refusing(twite, UserNotFound):
            twite.credentials.offer_reset(UserId(1))

    def test_forgets_the_links_that_ran_out(
        self, twite: Embedded, alice: UserId, clock: StoppedClock
    ) -> None:
        for _ in range(3):
            twite.credentials.offer_reset(alice)
        clock.forward(RESET_LASTS)

        token = twite.credentials.offer_reset(alice)

        assert list(kept(twite)["resets"]) == [fingerprint(token)]


def test_mails_about_what_one_logs_in_with_hold_nothing_of_it(
    clock: StoppedClock, mailbox: Mailbox
) -> None:
    with in_memory(clock=clock, mailer=Door(mailbox)) as twite:
        alice = signed_up(twite, "alice")
        twite.credentials.request_reset(email="alice@example.org")
        change_password(twite, alice, PASSWORD)
        twite.credentials.change_email(by=alice, current=NEW, email="new@example.org")

        mails = kept(twite)["mail"].values()

        assert {getattr(mail, "kind", None) for mail in mails} == set(MailKind) - {MailKind.MENTION}
        assert "example.org" not in repr([*mails])  # an address shows in no log


# -- what happens meanwhile ---------------------------------------------------------


class Meanwhile(PasswordHasher):
    """While the first password is hashed or checked, something happens."""

    def __init__(self, passwords: PasswordHasher, act: Callable[[], object]) -> None:
        self._passwords, self._acts = passwords, [act]

    def hash(self, password: Password) -> str:
        self._act()
        return self._passwords.hash(password)

    def verify(self, password: Password, hash: str | None) -> bool:
        self._act()
        return self._passwords.verify(password, hash)

    def is_outdated(self, hash: str) -> bool:
        return False

    def _act(self) -> None:
        while self._acts:
            self._acts.pop()()


class Door(Mailer):
    """Closed at first; what came may have been taken all the same."""

    def __init__(self, mailbox: Mailbox, *, keeps: bool = False) -> None:
        self.is_open, self._mailbox, self._keeps = False, mailbox, keeps

    def send(self, letter: Letter) -> None:
        if self.is_open or self._keeps:
            self._mailbox.send(letter)
        if not self.is_open:
            raise MailerUnavailable
