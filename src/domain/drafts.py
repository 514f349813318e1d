"""A draft: what somebody typed and has not said yet.  Nobody else ever sees it."""

from datetime import datetime
from typing import NewType, Self

from attrs import define, evolve, field, frozen

from . import text as reading
from .errors import Conflict, Invalid, NotFound
from .microposts import MicropostId, Visibility
from .users import UserId

DraftId = NewType("DraftId", int)

MOST_DRAFTS = 50  # of one user
LARGEST_DRAFT = 64 * 1024  # bytes, as much as a form of the site brings
LONGEST_LANGUAGE = 35  # characters, as long as any code of a language


@frozen
class DraftText:
    """What was typed: any text, also one that is too long to be said."""

    value: str = field(converter=reading.tidy)

    def __attrs_post_init__(self) -> None:
        size = reading.size(self.value)
        if size > LARGEST_DRAFT:
            raise DraftTooLarge(size)

    def __bool__(self) -> bool:
        """Whether anything of it can be seen."""
        return not reading.is_blank(self.value)

    def __str__(self) -> str:
        return self.value


@frozen(kw_only=True)
class Draft:
    """As it was typed: whether it can be said is asked when it is."""

    id: DraftId
    owner_id: UserId
    text: DraftText
    content_warning: DraftText = DraftText("")
    language: str = ""
    visibility: Visibility = Visibility.PUBLIC
    in_reply_to_id: MicropostId | None = None
    kept_at: datetime

    def __attrs_post_init__(self) -> None:
        if not self.text and not self.content_warning:
            raise BlankDraft
        if len(self.language) > LONGEST_LANGUAGE or not self.language.isprintable():
            raise LanguageTooLong

    def in_place_of(self, other: Self) -> Self:
        """The same, kept where another was."""
        return evolve(self, id=other.id)


# -- refusals -------------------------------------------------------------------


class BlankDraft(Invalid):
    def __str__(self) -> str:
        return "there is nothing in it to keep"


@define
class DraftTooLarge(Invalid):
    size: int

    def __str__(self) -> str:
        return f"a draft takes up to {LARGEST_DRAFT} bytes, and this takes {self.size}"


class LanguageTooLong(Invalid):
    def __str__(self) -> str:
        return "a language is a short code, like de"


class TooManyDrafts(Conflict):
    def __str__(self) -> str:
        return f"there are {MOST_DRAFTS} drafts already; post or discard one first"


@define
class DraftNotFound(NotFound):
    id: DraftId

    def __str__(self) -> str:
        return f"there is no draft {self.id}"
