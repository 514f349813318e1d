"""What a browser is called, from what it says of itself.

Browsers say that they are like each other, so the order of the words decides.  Nothing is made of
versions: the name is for people to know their browsers by.
"""

import re
from collections.abc import Sequence

LONGEST_READ = 512  # characters of what is said

BROWSERS = (
    ("Edge", ("Edg/", "EdgA/", "EdgiOS/", "Edge/")),
    ("Opera", ("OPR/", "OPiOS/", "Opera")),
    ("Vivaldi", ("Vivaldi/",)),
    ("Samsung Internet", ("SamsungBrowser/",)),
    ("Firefox", ("Firefox/", "FxiOS/")),
    ("Chrome", ("Chrome/", "CriOS/", "Chromium/")),
    ("Safari", ("Safari/",)),
)
SYSTEMS = (
    ("iPhone", ("iPhone",)),
    ("iPad", ("iPad",)),
    ("Android", ("Android",)),
    ("Windows", ("Windows",)),
    ("ChromeOS", ("CrOS",)),
    ("macOS", ("Mac OS X", "Macintosh")),
    ("Linux", ("Linux", "X11")),
)
_PRODUCT = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,30}")  # curl/8.1 is curl


def named(user_agent: str) -> str:
    """``Firefox on Linux``; a program by its own name; nothing where nothing is said."""
    said = user_agent[:LONGEST_READ]
    browser, system = _first(BROWSERS, said), _first(SYSTEMS, said)
    if not browser and not system:
        product = _PRODUCT.match(said)
        return product[0] if product and product[0] != "Mozilla" else ""
    return f"{browser or 'A browser'} on {system}" if system else browser


def _first(names: Sequence[tuple[str, Sequence[str]]], said: str) -> str:
    return next((name for name, words in names if any(word in said for word in words)), "")
