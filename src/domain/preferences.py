"""Preferences: what somebody would say of most of what they post, and how they like to read."""

from enum import StrEnum
from typing import Any, Self

from attrs import evolve, field, frozen

from .content import Language
from .errors import Invalid
from .givens import yes_or_no
from .microposts import Visibility


class Media(StrEnum):
    """Which pictures are shown at once."""

    DEFAULT = "default"  # those that are not sensitive
    ALL = "show_all"
    NONE = "hide_all"

    @classmethod
    def of(cls, given: str) -> Self:
        """The one of that name; raises :exc:`NoSuchMedia`."""
        try:
            return cls(given)
        except ValueError:
            raise NoSuchMedia from None


def _audience(given: str) -> Visibility:
    return Visibility.of(given)


def _media(given: str) -> Media:
    return Media.of(given)


@frozen(kw_only=True)
class Preferred:
    """For posting, used where nothing is said; for reading, told to whatever shows it."""

    visibility: Visibility = field(default=Visibility.PUBLIC, converter=_audience)
    sensitive: bool = field(default=False, converter=yes_or_no)
    language: Language | None = None  # of the house, where there is none
    shows_media: Media = field(default=Media.DEFAULT, converter=_media)
    opens_warnings: bool = field(default=False, converter=yes_or_no)

    def changed(
        self,
        *,
        visibility: str | None = None,
        sensitive: bool | None = None,
        language: str | None = None,
        shows_media: str | None = None,
        opens_warnings: bool | None = None,
    ) -> Self:
        """With those that are said; an empty language is none."""
        said: dict[str, object] = {
            "visibility": visibility,
            "sensitive": sensitive,
            "language": None if language is None or language == "" else Language(language),
            "shows_media": shows_media,
            "opens_warnings": opens_warnings,
        }
        changes: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
        if language == "":
            changes["language"] = None
        return evolve(self, **changes)


AS_THEY_COME = Preferred()


# -- refusals -------------------------------------------------------------------


class NoSuchMedia(Invalid):
    def __str__(self) -> str:
        return f"choose which pictures are shown: {', '.join(Media)}"
