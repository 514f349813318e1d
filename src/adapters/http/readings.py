"""What an address in a text is shown as, and where it leads: the same on pages and in apps."""

import unicodedata
from urllib.parse import urlsplit

from attrs import frozen

SCHEMES = ("http", "https")
# Scripts people mix with any other; the first words of their characters' Unicode names.
_COMPANIONABLE = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"}


@frozen
class Address:
    """The text of a link is its whole address, so that nothing hides where it leads."""

    href: str
    shown: str


def address(written: str) -> Address | None:
    """What it is; None where it is no address that anybody should follow."""
    try:
        parts = urlsplit(written)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
        ascii_host = host.encode("idna").decode()
    except ValueError:  # UnicodeError is one
        return None
    if parts.scheme not in SCHEMES or not host or "@" in parts.netloc:
        return None
    if any(_mixes_scripts(label) for label in host.split(".")):
        return Address(written, parts._replace(netloc=f"{ascii_host}{port}").geturl())
    return Address(written, written)


def _mixes_scripts(label: str) -> bool:
    """Whether it may be dressed up as another: Latin with a Cyrillic letter in it, say."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
    return len(scripts - _COMPANIONABLE) > 1
