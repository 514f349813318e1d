"""A credential: the e-mail address and the password by which a user proves who they are."""

import re
from collections.abc import Container
from datetime import datetime, timedelta
from typing import Self

from attrs import define, evolve, field, frozen

from .aggregate import Aggregate, Event
from .errors import Conflict, Forbidden, Invalid, LimitExceeded, NotFound
from .text import NotAText, written
from .users import Handle, UserId

SHORTEST_PASSWORD = 8  # characters
LONGEST_PASSWORD = 1024  # bytes of UTF-8
LONGEST_ADDRESS = 254  # characters (RFC 5321, 4.5.3.1.3, less the angle brackets)
MOST_WRONG = 10  # tries with a wrong password, by who is logged in, within WRONG_WITHIN
WRONG_WITHIN = timedelta(minutes=10)
RESET_LASTS = timedelta(hours=1)

_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*", re.ASCII)
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)


def _fold(address: str) -> str:
    if not isinstance(address, str) or len(address) > LONGEST_ADDRESS or not address.isascii():
        raise InvalidEmailAddress
    folded = address.lower()
    local, at, domain = folded.partition("@")
    numeric = domain.rpartition(".")[2].isdigit()
    if not at or len(local) > 64 or numeric:  # noqa: PLR2004 (RFC 5321, 4.5.3.1.1)
        raise InvalidEmailAddress
    if "%" in local or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise InvalidEmailAddress
    return folded


@frozen
class EmailAddress:
    """An address in the plain form of RFC 5321: dot-atom, @, host name; in lower case.

    No quoting, no comments, no address literals, no % routes: nothing a mail server could read
    as more than one recipient.
    """

    value: str = field(converter=_fold)

    def __str__(self) -> str:
        return self.value


@frozen(repr=False)
class Password:
    """A password, to the byte as it was given; it never shows in a log."""

    value: bytes

    @classmethod
    def of(cls, given: str) -> Self:
        """Raises :exc:`InvalidPassword` for what cannot be bytes of UTF-8, or too many."""
        try:
            value = written(given).encode()
        except (NotAText, UnicodeEncodeError):
            raise InvalidPassword from None
        if len(value) > LONGEST_PASSWORD:
            raise InvalidPassword
        return cls(value)

    def chosen(self, *, common: Container[str] = (), own: Container[str] = ()) -> Self:
        """Itself, as a new password.

        Raises :exc:`InvalidPassword` for one that is too short, :exc:`CommonPassword` for one of
        those that too many have, and :exc:`TellingPassword` for one that is the user's
        :func:`own` name or address.  Both are in folded case, and so is what is compared.
        """
        given = self.value.decode()
        if len(given) < SHORTEST_PASSWORD:
            raise InvalidPassword
        if given.casefold() in common:
            raise CommonPassword
        if given.casefold() in own:
            raise TellingPassword
        return self

    def __repr__(self) -> str:
        return "Password(***)"


def own(handle: Handle, email: EmailAddress) -> frozenset[str]:
    """What a user is called, by which their password would be guessed."""
    return frozenset({handle.value, email.value, email.value.partition("@")[0]})


@frozen(kw_only=True)
class Credential(Aggregate):
    """What proves a user.  A user a host program vouches for has none."""

    user_id: UserId
    email: EmailAddress = field(repr=False)
    password_hash: str = field(repr=False)
    set_at: datetime  # when one or the other was, last
    wrong: int = 0  # tries since wrong_since
    wrong_since: datetime | None = None

    def tried(self, *, now: datetime) -> Self:
        """One more try to prove it once more.  It is counted before its password is checked, so
        that many at once count as well; whoever proves it begins anew.

        Raises :exc:`TooManyWrongPasswords`.
        """
        since = self.wrong_since
        if since is None or now - since >= WRONG_WITHIN:
            return evolve(self, wrong=1, wrong_since=now)
        if self.wrong >= MOST_WRONG:
            left = since + WRONG_WITHIN - now
            raise TooManyWrongPasswords(max(1, -(-left // timedelta(seconds=1))))
        return evolve(self, wrong=self.wrong + 1)

    def expect(self, proved: Self) -> Self:
        """Itself, or :exc:`CredentialChangedMeanwhile` where it is not the one that was proved."""
        if (self.email, self.password_hash) != (proved.email, proved.password_hash):
            raise CredentialChangedMeanwhile
        return evolve(self, wrong=0, wrong_since=None)

    def with_password(self, password_hash: str, *, now: datetime) -> Self:
        """Proved by another password from now on."""
        return evolve(self, password_hash=password_hash, set_at=now).announcing(
            PasswordChanged(at=now, user_id=self.user_id)
        )

    def with_email(self, email: EmailAddress, *, now: datetime) -> Self:
        """Proved by another address from now on."""
        return evolve(self, email=email, set_at=now).announcing(
            EmailChanged(at=now, user_id=self.user_id)
        )

    def hashed_anew(self, password_hash: str) -> Self:
        """The same password, hashed as passwords are hashed by now."""
        return evolve(self, password_hash=password_hash)


@frozen(kw_only=True)
class Reset:
    """A link by which a user sets a password without the old one: once, and soon.

    Known by the hash of its token; the token itself is in the letter alone.
    """

    user_id: UserId
    token_hash: str = field(repr=False)
    offered_at: datetime
    expires_at: datetime

    @classmethod
    def offer(cls, *, user_id: UserId, token_hash: str, now: datetime) -> Self:
        return cls(
            user_id=user_id, token_hash=token_hash, offered_at=now, expires_at=now + RESET_LASTS
        )

    def is_live(self, *, now: datetime) -> bool:
        return now < self.expires_at


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class PasswordChanged(Event):
    user_id: UserId

    @property
    def lane(self) -> int:
        return self.user_id


@frozen(kw_only=True)
class EmailChanged(Event):
    user_id: UserId

    @property
    def lane(self) -> int:
        return self.user_id


@frozen(kw_only=True)
class ResetAsked(Event):
    """``user_id`` is None where nobody has the address it was asked for."""

    user_id: UserId | None

    @property
    def lane(self) -> int:
        return self.user_id or 0


# -- refusals -------------------------------------------------------------------


class InvalidEmailAddress(Invalid):
    def __str__(self) -> str:
        return "this is no e-mail address; one looks like name@example.org"


class InvalidPassword(Invalid):
    def __str__(self) -> str:
        return (
            f"a password has at least {SHORTEST_PASSWORD} characters"
            f" and at most {LONGEST_PASSWORD} bytes"
        )


class CommonPassword(InvalidPassword):
    def __str__(self) -> str:
        return (
            "so many people take this password that it is among the first to be guessed;"
            " choose another"
        )


class TellingPassword(InvalidPassword):
    def __str__(self) -> str:
        return (
            "your own handle and e-mail address are among the first passwords to be guessed;"
            " choose another"
        )


class HasCredential(Conflict):
    def __str__(self) -> str:
        return "this user has a password already"


class WrongPassword(Forbidden):
    def __str__(self) -> str:
        return "this is not your password"


@define
class TooManyWrongPasswords(LimitExceeded):
    def __str__(self) -> str:
        minutes = -(-self.retry_after_seconds // 60)
        return f"too many wrong passwords; try again in {minutes} min"


class ResetNotFound(NotFound):
    """The same for a link that was used, that ran out, and that never was."""

    def __str__(self) -> str:
        return "this link was used, or is too old; ask for another one"


class HasNoCredential(Conflict):
    def __str__(self) -> str:
        return "this user has no password here"


class CredentialChangedMeanwhile(Conflict):
    def __str__(self) -> str:
        return "the password or e-mail address was changed meanwhile; try again"


@define
class EmailTaken(Conflict):
    def __str__(self) -> str:
        return "there is an account with this e-mail address"
