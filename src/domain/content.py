"""What a micropost says beside its text: a warning before it, and the language it is in."""

import re
from typing import Self

from attrs import define, field, frozen

from . import text as reading
from .errors import Invalid

# -- warnings -------------------------------------------------------------------


def _one_line(warning: str) -> str:
    return " ".join(reading.tidy(reading.without_bidi_controls(warning)).split())


@frozen
class ContentWarning:
    """What stands before a text until somebody asks to read it: one line, which reorders nothing
    around it.  It counts as the text does."""

    value: str = field(converter=_one_line)

    @classmethod
    def of(cls, given: str | None) -> Self | None:
        """None where nothing of it can be seen."""
        warning = cls(given) if given is not None else None
        return warning if warning else None

    def __bool__(self) -> bool:
        return not reading.is_blank(self.value)

    def __str__(self) -> str:
        return self.value


# -- languages ------------------------------------------------------------------

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}|[0-9]{3}))?")


def _cased(language: str) -> str:
    found = _LANGUAGE.fullmatch(reading.written(language))
    if found is None:
        raise InvalidLanguage
    code, region = found[1].lower(), found[2]
    return code if region is None else f"{code}-{region.upper()}"


@frozen
class Language:
    """The code of a language, and perhaps of where it is spoken so: de, gsw, pt-BR, es-419."""

    value: str = field(converter=_cased)

    def __str__(self) -> str:
        return self.value


# -- refusals -------------------------------------------------------------------


@define
class InvalidLanguage(Invalid):
    def __str__(self) -> str:
        return "a language is a code of two or three letters, like de, or with a region, like pt-BR"
