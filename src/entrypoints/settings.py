"""What the house decides: the environment, read once, as one frozen value."""

import os
from collections.abc import Callable, Mapping
from enum import StrEnum
from ipaddress import ip_network
from typing import Any, Self
from urllib.parse import urlsplit

from attrs import Attribute, Converter, evolve, field, fields, frozen

from ..adapters.system.mail import SmtpServer
from ..domain.content import InvalidLanguage, Language
from ..domain.credentials import EmailAddress, InvalidEmailAddress
from ..domain.registrations import Admission

PREFIX = "TWITE_"


class Dispatch(StrEnum):
    """Who delivers what happened to those who react to it."""

    INLINE = "inline"  # the caller, after its outermost commit; no thread
    THREAD = "thread"  # a thread of this process
    WORKER = "worker"  # a `twite worker` process; this one delivers nothing


class WrongSetting(Exception):
    """A setting that cannot be; the message names it and says what it may be."""


def _switch(text: str) -> bool:
    match text.lower():
        case "on" | "true" | "yes" | "1":
            return True
        case "off" | "false" | "no" | "0" | "":
            return False
    raise ValueError("on or off")


def _number(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return number


def _dispatch(text: str) -> Dispatch:
    if text not in list(Dispatch):
        raise ValueError(f"one of {', '.join(Dispatch)}")
    return Dispatch(text)


def _admission(text: str) -> Admission:
    if text not in list(Admission):
        raise ValueError(f"one of {', '.join(Admission)}")
    return Admission(text)


def _database(text: str) -> str:
    scheme, separator, _ = text.partition(":")
    if not separator or scheme.partition("+")[0] not in ("sqlite", "postgresql"):
        said = f", not {scheme}://..." if separator and scheme.isidentifier() else ""
        raise ValueError(f"sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME{said}")
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ValueError("http:// or https:// and a host, with no path behind it")
    return text.rstrip("/")


def _proxies(text: str) -> str:
    try:
        for one in filter(None, text.split(",")):
            ip_network(one.strip())
    except ValueError as why:
        raise ValueError("addresses and networks, like 10.0.0.1,192.168.0.0/16") from why
    return text


def _mail_server(text: str) -> str:
    if text:
        SmtpServer.of(text)
    return text


def _language(text: str) -> str:
    try:
        return Language(text).value if text else ""
    except InvalidLanguage as why:
        raise ValueError("a code of two or three letters, like de, or with a region") from why


def _sender(text: str) -> str:
    try:
        return EmailAddress(text).value
    except InvalidEmailAddress as why:
        raise ValueError("a plain e-mail address, like twite@example.org") from why


def _checked(value: object, attribute: "Attribute[Any]") -> Any:
    """What was said, read as it would stand in the environment."""
    text = {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
    try:
        return attribute.metadata["read"](text)
    except ValueError as why:
        raise WrongSetting(f"{variable(attribute)} must be {why}") from None


def _setting(
    default: Any, help: str, *, read: Callable[[str], object], secret: bool = False
) -> Any:
    return field(
        default=default,
        kw_only=True,
        repr=not secret,
        converter=Converter(_checked, takes_field=True),
        metadata={"help": help, "read": read, "secret": secret},
    )


@frozen
class Settings:
    """One field a setting: ``max_characters`` is ``TWITE_MAX_CHARACTERS`` in the environment.

    Raises :exc:`WrongSetting`, the same whether a program says it or the environment.
    """

    database_url: str = _setting(
        "sqlite:///twite.db",
        "where everything is kept: sqlite:///FILE or postgresql://...",
        read=_database,
        secret=True,
    )
    base_url: str = _setting(
        "http://localhost:8000", "the address people reach the site by", read=_url
    )
    host: str = _setting("127.0.0.1", "the address `twite serve` listens on", read=str)
    port: int = _setting(8000, "the port `twite serve` listens on", read=_number(0, 65535))
    name: str = _setting("twite", "what the site calls itself", read=str)
    max_characters: int = _setting(
        500, "how many characters a micropost holds", read=_number(1, 100_000)
    )
    language: str = _setting(
        "", "the language microposts are in that do not say, like de or pt-BR", read=_language
    )
    private: bool = _setting(False, "whether one has to log in to read anything", read=_switch)
    registrations: Admission = _setting(  # noqa: RUF009 (a field, as all of them)
        Admission.OPEN,
        "who may sign up: open (anybody), approval (who is let in by `twite user approve`),"
        " invite (who has a link from `twite user invite`), or closed (nobody)",
        read=_admission,
    )
    password_grant: bool = _setting(
        False,
        "whether apps may ask for one's password instead of sending one here to consent",
        read=_switch,
    )
    smtp_url: str = _setting(
        "",
        "the mail server: smtp://, smtp+starttls:// or smtps://; none: mail to the console",
        read=_mail_server,
        secret=True,
    )
    mail_from: str = _setting("twite@localhost", "the address mails come from", read=_sender)
    dispatch: Dispatch = _setting(  # noqa: RUF009 (a field, as all of them)
        Dispatch.INLINE,
        "who delivers events: inline (the caller), thread, or worker (a `twite worker` process);"
        " `twite serve` never delivers inline, it takes thread instead",
        read=_dispatch,
    )
    rate_limits: bool = _setting(True, "whether too many requests are refused", read=_switch)
    remembered_mb: int = _setting(
        16,
        "how many megabytes of what microposts look like to apps are remembered; 0: none",
        read=_number(0, 10_000),
    )
    trusted_proxies: str = _setting(
        "",
        "whose word is taken for where a request comes from (X-Forwarded-For): addresses and"
        " networks, with commas; none: nobody's",
        read=_proxies,
    )

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Where no address is set, it is that of the port that is.

        Raises :exc:`WrongSetting`, also for a TWITE_ variable that is no setting.
        """
        known = {variable(attribute): attribute for attribute in fields(cls)}
        given = {
            name: text
            for name, text in environment.items()
            if name.startswith(PREFIX) and not name.startswith("TWITE_TEST_")
        }
        unknown = sorted(given.keys() - known.keys())
        if unknown:
            raise WrongSetting(f"there is no setting {unknown[0]}; `twite settings` lists them")
        said: dict[str, Any] = {known[name].name: text for name, text in given.items()}
        read = cls(**said)
        return read if "base_url" in said else read.reached_by(read.port)

    def reached_by(self, port: int) -> Self:
        """The same, where people come to this machine by that port."""
        return evolve(self, base_url=f"http://localhost:{port}")


def variable(attribute: "Attribute[Any]") -> str:
    """The environment variable of a setting."""
    return f"{PREFIX}{attribute.name.upper()}"
