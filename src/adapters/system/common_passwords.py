"""The passwords that are guessed first: a list that ships with twite.

Of at least eight characters, in folded case, one a line: digits in order and repeated, walks over
the keyboard, the words, names and months that people take most, and these with the endings that
people put to them (``1``, ``123``, ``!``, a year).
"""

from collections.abc import Container
from importlib.resources import files

from attrs import define

FILE = "static/common_passwords.txt"


@define(eq=False)
class CommonPasswords(Container[str]):
    """Read when first asked: most processes are never told a new password.

    ``house`` is what the house calls itself, which belongs to the list in that house.
    """

    house: str = ""
    _folded: frozenset[str] | None = None

    def __contains__(self, folded: object) -> bool:
        if self._folded is None:
            self._folded = _read() | {self.house.casefold()}
        return folded in self._folded


def _read() -> frozenset[str]:
    return frozenset((files(__package__) / FILE).read_text("utf-8").splitlines())
