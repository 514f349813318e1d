"""An app: a program of somebody else's in which people log in (RFC 6749, 2)."""

import re
from datetime import datetime
from hmac import compare_digest
from ipaddress import ip_address
from typing import NewType, Self
from urllib.parse import SplitResult, urlsplit

from attrs import field, frozen

from ..text import fingerprint, is_ascii, is_blank, tidy, without_bidi_controls, without_stacks
from .refusals import (
    InvalidAppName,
    InvalidClient,
    InvalidRedirectUri,
    InvalidWebsite,
    RedirectUriMismatch,
    WrongNumberOfRedirectUris,
)
from .scopes import Scopes

AppId = NewType("AppId", int)

LONGEST_APP_NAME = 60  # characters
LONGEST_URI = 2_000  # characters
MOST_REDIRECT_URIS = 10  # of one app

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"  # the code is shown, to be copied into the app

# RFC 3986, 2: what an address is made of.
_URI = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):[!$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]+")
_PLACE = re.compile(
    r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.ASCII | re.IGNORECASE
)
# What a browser would run, open or hand to another program than an app.
_NOBODYS_SCHEMES = frozenset(
    [
        "about",
        "blob",
        "chrome",
        "content",
        "data",
        "file",
        "filesystem",
        "ftp",
        "intent",
        "javascript",
        "mailto",
        "resource",
        "sms",
        "tel",
        "urn",
        "vbscript",
        "view-source",
        "ws",
        "wss",
    ]
)


# -- what an app says of itself ---------------------------------------------------


def _tidy_name(name: str) -> str:
    return without_stacks(" ".join(tidy(without_bidi_controls(name)).split()))


@frozen
class AppName:
    """One line, which reorders nothing around it."""

    value: str = field(converter=_tidy_name)

    def __attrs_post_init__(self) -> None:
        if is_blank(self.value) or len(self.value) > LONGEST_APP_NAME:
            raise InvalidAppName(LONGEST_APP_NAME)

    def __str__(self) -> str:
        return self.value


@frozen
class Website:
    """Where one can read about the app."""

    value: str

    def __attrs_post_init__(self) -> None:
        if _scheme(self.value) not in ("http", "https") or _place(self.value) is None:
            raise InvalidWebsite

    def __str__(self) -> str:
        return self.value


@frozen
class RedirectUri:
    """Where a code is brought: to a site, to this very machine, or to an app that the system knows
    by its scheme (RFC 8252); never what a browser would run (RFC 9700, 2.1).

    It is compared to the letter, so nothing about it is made more beautiful.
    """

    value: str

    def __attrs_post_init__(self) -> None:
        if self.value == OUT_OF_BAND:
            return
        scheme = _scheme(self.value)
        if scheme is None or scheme in _NOBODYS_SCHEMES:
            raise InvalidRedirectUri
        if scheme in ("http", "https"):
            place = _place(self.value)
            if place is None or (scheme == "http" and not _is_this_machine(place.hostname or "")):
                raise InvalidRedirectUri

    @property
    def is_of_the_web(self) -> bool:
        return _scheme(self.value) in ("http", "https")

    @property
    def is_out_of_band(self) -> bool:
        return self.value == OUT_OF_BAND

    def __str__(self) -> str:
        return self.value


def _scheme(uri: object) -> str | None:
    """In lower case; None for what is no address, has a fragment, or is too long."""
    if not isinstance(uri, str) or len(uri) > LONGEST_URI:
        return None
    match = _URI.fullmatch(uri)
    return match["scheme"].lower() if match is not None else None


def _place(uri: str) -> SplitResult | None:
    """Its parts, where it names a host as it should, and nobody's password."""
    try:
        parts = urlsplit(uri)
        named = _PLACE.fullmatch(parts.netloc) is not None and parts.port != 0
    except ValueError:
        return None
    return parts if named else None


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


# -- the app ----------------------------------------------------------------------


@frozen(kw_only=True)
class App:
    """Known by its ``client_id``, which everybody may know.  One that can keep a secret proves by
    that who it is, and we know the hash alone; one that cannot, in a browser or on a telephone,
    has none."""

    id: AppId
    client_id: str
    secret_hash: str | None = field(repr=False)
    name: AppName
    website: Website | None
    redirect_uris: tuple[RedirectUri, ...]
    scopes: Scopes
    registered_at: datetime

    def __attrs_post_init__(self) -> None:
        if not 0 < len(self.redirect_uris) <= MOST_REDIRECT_URIS:
            raise WrongNumberOfRedirectUris(MOST_REDIRECT_URIS)

    @property
    def is_confidential(self) -> bool:
        return self.secret_hash is not None

    def proved(self, secret: str | None) -> Self:
        """Itself, or :exc:`InvalidClient`, in a time that tells nothing of the secret."""
        if self.secret_hash is None:
            right = secret is None
        else:
            right = is_ascii(secret) and compare_digest(fingerprint(secret or ""), self.secret_hash)
        if not right:
            raise InvalidClient
        return self

    def redirecting(self, uri: str) -> RedirectUri:
        """The one that is the same to the letter, or :exc:`RedirectUriMismatch`."""
        for registered in self.redirect_uris:
            if registered.value == uri:
                return registered
        raise RedirectUriMismatch
