"""Credentials: addresses and passwords."""

import pytest
from hypothesis import given

from twite.domain.credentials import (
    CommonPassword,
    Credential,
    CredentialChangedMeanwhile,
    EmailAddress,
    EmailTaken,
    HasCredential,
    HasNoCredential,
    InvalidEmailAddress,
    InvalidPassword,
    Password,
    TellingPassword,
)
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import anything, email_addresses, passwords


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


def test_a_credential_shows_neither_address_nor_hash() -> None:
    credential = Credential(
        user_id=UserId(1),
        email=EmailAddress("secret@example.org"),
        password_hash="$argon2id$secret",
        set_at=NOON,
    )

    assert "secret" not in repr(credential)


def test_refusals_speak_to_people() -> None:
    assert str(EmailTaken()) == "there is an account with this e-mail address"
    assert str(HasNoCredential()) == "this user has no password here"
    assert "changed meanwhile" in str(CredentialChangedMeanwhile())
    assert str(HasCredential()) == "this user has a password already"
    assert "name@example.org" in str(InvalidEmailAddress())
