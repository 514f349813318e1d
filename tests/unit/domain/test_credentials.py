"""Credentials: addresses and passwords."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from twite.domain.credentials import (
    WRONG_WITHIN,
    CommonPassword,
    Credential,
    CredentialChangedMeanwhile,
    EmailAddress,
    EmailChanged,
    EmailTaken,
    HasCredential,
    HasNoCredential,
    InvalidEmailAddress,
    InvalidPassword,
    Password,
    PasswordChanged,
    Reset,
    ResetAsked,
    ResetNotFound,
    TellingPassword,
    TooManyWrongPasswords,
    WrongPassword,
)
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import anything, email_addresses, passwords

LATER = NOON + timedelta(hours=1)


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "alice@example.org",
            "Alice.O'Hara+tea@mail.example.org",
            "a@b",
            "a@localhost",
            "a" * 64 + "@example.org",
            "a@" + ".".join(["b" * 61] * 4),
            "a@xn--bcher-kva.example",
            "!#$&'*+/=?^_`{|}~-@example.org",
        ],
    )
    def test_are_plain(self, address: str) -> None:
        assert str(EmailAddress(address)) == address.lower()

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "alice",
            "@",
            "@example.org",
            "alice@",
            "a%b@c",
            "a%b@example.org",
            "a@b@c",
            '"a b"@c',
            '"a"@example.org',
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@1",
            "alice@ok.example,bob@evil",
            "a@b,c@d",
            "a@b;c@d",
            "<a@b>",
            "Alice <a@b>",
            "a(comment)@b",
            "a@b\r\nBcc: v@x",
            "a@b\n",
            "\na@b",
            "a@b\0",
            " a@b",
            "a@b ",
            "a b@c",
            "a@b\u200b",
            "a@b\u2028",
            "m\u0131ke@example.org",
            "alice@b\u00fccher.example",
            "\uff41@b",
            "a@b..c",
            "a@.b",
            "a@b.",
            "a@-b",
            "a@b-",
            "a@b_c",
            "a..b@c",
            ".a@c",
            "a.@c",
            "a" * 65 + "@example.org",
            "a@" + "b" * 64,
            "a@" + ".".join(["b" * 62] * 4) + ".c",
            "a" * 321 + "@example.org",
            "\ud800@b",
        ],
    )
    def test_are_nothing_a_mail_server_could_misread(self, address: str) -> None:
        with pytest.raises(InvalidEmailAddress):
            EmailAddress(address)

    @given(address=email_addresses)
    def test_are_the_same_in_any_case(self, address: EmailAddress) -> None:
        assert EmailAddress(address.value.upper()) == address

    @given(text=anything)
    def test_are_refused_and_nothing_else(self, text: str) -> None:
        try:
            address = EmailAddress(text)
        except InvalidEmailAddress:
            return

        assert address.value.count("@") == 1
        assert len(address.value) <= 254


class TestPasswords:
    @pytest.mark.parametrize(
        "given_",
        [" leading", "trailing ", "in\0side the", "👩🏽‍💻" * 8, "e\u0301" * 8, "a" * 1024],
    )
    def test_are_kept_to_the_byte(self, given_: str) -> None:
        assert Password.of(given_).chosen().value == given_.encode()

    def test_are_not_normalised(self) -> None:
        assert Password.of("e\u0301" * 8) != Password.of("\u00e9" * 8)

    @pytest.mark.parametrize("given_", ["a" * 1025, "é" * 513, "\ud800" * 8])
    def test_are_refused_rather_than_cut(self, given_: str) -> None:
        with pytest.raises(InvalidPassword):
            Password.of(given_)

    def test_are_long_enough_when_chosen(self) -> None:
        assert Password.of("é" * 8).chosen()
        with pytest.raises(InvalidPassword) as refusal:
            Password.of("é" * 7).chosen()
        assert str(refusal.value) == "a password has at least 8 characters and at most 1024 bytes"

    @pytest.mark.parametrize(
        "given_", ["password1", "PassWord1", "STRASSEN", "straSSen", "Straßen1"]
    )
    def test_are_none_that_many_take(self, given_: str) -> None:
        """H021: in any case."""
        with pytest.raises(CommonPassword, match="among the first to be guessed"):
            Password.of(given_).chosen(common={"password1", "strassen", "strassen1"})

    @pytest.mark.parametrize("given_", ["alice_in_chains", "Alice_In_Chains"])
    def test_are_not_what_the_user_is_called(self, given_: str) -> None:
        """H021."""
        with pytest.raises(TellingPassword, match="your own handle"):
            Password.of(given_).chosen(own={"alice_in_chains"})

    def test_may_hold_what_many_take(self) -> None:
        assert Password.of("password1 and tea").chosen(common={"password1"}, own={"tea"})

    def test_may_be_short_when_proved(self) -> None:
        assert Password.of("") == Password(b"")

    @given(password=passwords)
    def test_show_nowhere(self, password: Password) -> None:
        assert repr(password) == str(password) == "Password(***)"


CREDENTIAL = Credential(
    user_id=UserId(1),
    email=EmailAddress("secret@example.org"),
    password_hash="$argon2id$secret",
    set_at=NOON,
)


class TestTries:
    def test_are_ten_in_ten_minutes(self) -> None:
        """H010."""
        tried = CREDENTIAL
        for number in range(10):
            tried = tried.tried(now=NOON + number * timedelta(seconds=30))

        with pytest.raises(TooManyWrongPasswords) as refused:
            tried.tried(now=NOON + timedelta(minutes=8, seconds=30))

        assert refused.value.retry_after_seconds == 90
        assert str(refused.value) == "too many wrong passwords; try again in 2 min"

    def test_are_never_too_many_for_less_than_a_second(self) -> None:
        tried = evolve(CREDENTIAL, wrong=10, wrong_since=NOON)

        with pytest.raises(TooManyWrongPasswords) as refused:
            tried.tried(now=NOON + WRONG_WITHIN - timedelta(microseconds=1))

        assert refused.value.retry_after_seconds == 1

    def test_begin_anew_after_ten_minutes(self) -> None:
        tried = evolve(CREDENTIAL, wrong=10, wrong_since=NOON)

        again = tried.tried(now=NOON + WRONG_WITHIN)

        assert (again.wrong, again.wrong_since) == (1, NOON + WRONG_WITHIN)

    def test_begin_anew_once_it_is_proved(self) -> None:
        proved = evolve(CREDENTIAL, wrong=9, wrong_since=NOON)

        assert proved.expect(CREDENTIAL) == CREDENTIAL

    @pytest.mark.parametrize(
        "changed", [{"email": EmailAddress("a@b.org")}, {"password_hash": "$other$"}], ids=str
    )
    def test_prove_what_still_stands(self, changed: dict[str, Any]) -> None:
        with pytest.raises(CredentialChangedMeanwhile):
            evolve(CREDENTIAL, **changed).expect(CREDENTIAL)


class TestChanges:
    def test_are_announced(self) -> None:
        other = EmailAddress("other@example.org")

        password = CREDENTIAL.with_password("$new$", now=LATER)
        email = CREDENTIAL.with_email(other, now=LATER)

        assert password == evolve(CREDENTIAL, password_hash="$new$", set_at=LATER)
        assert password.events == (PasswordChanged(at=LATER, user_id=UserId(1)),)
        assert email == evolve(CREDENTIAL, email=other, set_at=LATER)
        assert email.events == (EmailChanged(at=LATER, user_id=UserId(1)),)

    def test_of_the_hash_alone_are_not(self) -> None:
        anew = CREDENTIAL.hashed_anew("$new$")

        assert (anew.password_hash, anew.set_at, anew.events) == ("$new$", NOON, ())

    def test_stand_in_the_lane_of_their_user(self) -> None:
        for event in (PasswordChanged, EmailChanged, ResetAsked):
            assert event(at=NOON, user_id=UserId(7)).lane == 7
        assert ResetAsked(at=NOON, user_id=None).lane == 0


class TestOffers:
    def test_last_an_hour(self) -> None:
        """H016."""
        offer = Reset.offer(user_id=UserId(1), token_hash="secret", now=NOON)

        assert offer.is_live(now=NOON + timedelta(minutes=60) - timedelta(microseconds=1))
        assert not offer.is_live(now=NOON + timedelta(minutes=60))
        assert "secret" not in repr(offer)


def test_a_credential_shows_neither_address_nor_hash() -> None:
    assert "secret" not in repr(CREDENTIAL)


def test_refusals_speak_to_people() -> None:
    assert str(EmailTaken()) == "there is an account with this e-mail address"
    assert str(HasNoCredential()) == "this user has no password here"
    assert "changed meanwhile" in str(CredentialChangedMeanwhile())
    assert str(HasCredential()) == "this user has a password already"
    assert str(WrongPassword()) == "this is not your password"
    assert "ask for another one" in str(ResetNotFound())
    assert "name@example.org" in str(InvalidEmailAddress())
