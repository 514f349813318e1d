"""A micropost: a short text that one user says to a chosen audience."""

from collections.abc import Set
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Self

from attrs import define, evolve, field, frozen

from . import text as reading
from .aggregate import Aggregate, Event
from .content import ContentWarning, Language
from .errors import Conflict, Invalid, NotFound
from .givens import yes_or_no
from .users import UserId

MicropostId = NewType("MicropostId", int)

LONGEST_KEY = 200  # characters of an idempotency key
KEY_LASTS = timedelta(hours=24)
MOST_PINS = 5  # of one author
MOST_EDITS = 100  # of one micropost, so that its history stays short enough to read
DEEPEST = 60  # replies to replies; what is said below stands beside what it answers


# -- what is said ---------------------------------------------------------------


@frozen
class PostText:
    """What is said: never blank.  How long it may be is a setting, asked when it is said."""

    value: str = field(converter=reading.tidy)

    def __attrs_post_init__(self) -> None:
        if reading.is_blank(self.value):
            raise BlankText

    def within(self, limit: int, *, behind: ContentWarning | None = None) -> Self:
        """Itself; raises :exc:`TextTooLong`, or :exc:`TextTooLarge` where few characters are made
        of too much.  A warning it stands behind counts, too."""
        said = (self.value, behind.value if behind else "")
        size, room = sum(map(reading.size, said)), reading.room(limit)
        if size > room:
            raise TextTooLarge(size, room)
        length = sum(map(reading.length, said))
        if length > limit:
            raise TextTooLong(length, limit)
        return self

    @property
    def mentions(self) -> frozenset[str]:
        """The handles it names, in lower case; whether such users exist is not known here."""
        return reading.mentions(self.value)

    @property
    def hashtags(self) -> frozenset[str]:
        """The tags it carries, folded so that #Tea and #tea are one."""
        return reading.hashtags(self.value)

    def __str__(self) -> str:
        return self.value


class Visibility(StrEnum):
    """Who may read it, from everyone to the few it names."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FOLLOWERS = "followers"
    MENTIONED = "mentioned"

    @classmethod
    def of(cls, given: str) -> Self:
        """The audience of that name; raises :exc:`NoSuchAudience`."""
        try:
            return cls(given)
        except ValueError:
            raise NoSuchAudience from None

    @property
    def is_counted(self) -> bool:
        """Whether public numbers know of it."""
        return self in (Visibility.PUBLIC, Visibility.UNLISTED)


@frozen
class IdempotencyKey:
    """The caller's name for one attempt to post: the same key, the same micropost."""

    value: str

    def __attrs_post_init__(self) -> None:
        key = reading.written(self.value)
        if not key or len(key) > LONGEST_KEY or not key.isprintable():
            raise InvalidIdempotencyKey

    def __str__(self) -> str:
        return self.value


# -- the aggregate --------------------------------------------------------------


@frozen(kw_only=True)
class Micropost(Aggregate):
    id: MicropostId
    author_id: UserId
    text: PostText
    content_warning: ContentWarning | None = None
    language: Language | None = None
    sensitive: bool = field(default=False, converter=yes_or_no)  # not for everybody's eyes
    visibility: Visibility = Visibility.PUBLIC
    mentioned_ids: frozenset[UserId] = frozenset()
    in_reply_to_id: MicropostId | None = None  # it may stand no more
    ancestor_ids: tuple[MicropostId, ...] = ()  # above it in its thread, from the beginning on
    posted_at: datetime
    edited_at: datetime | None = None

    @classmethod
    def post(
        cls,
        *,
        id: MicropostId,
        author_id: UserId,
        text: PostText,
        content_warning: ContentWarning | None = None,
        language: Language | None = None,
        sensitive: bool = False,
        visibility: Visibility,
        mentioned_ids: Set[UserId],
        in_reply_to: Self | None = None,
        now: datetime,
    ) -> Self:
        """Say something for the first time, perhaps in answer to something."""
        return cls(
            id=id,
            author_id=author_id,
            text=text,
            content_warning=content_warning,
            language=language,
            sensitive=sensitive,
            visibility=visibility,
            mentioned_ids=frozenset(mentioned_ids),
            in_reply_to_id=in_reply_to.id if in_reply_to else None,
            ancestor_ids=in_reply_to.branch if in_reply_to else (),
            posted_at=now,
        ).announcing(MicropostPosted(at=now, micropost_id=id, author_id=author_id))

    @property
    def above(self) -> frozenset[MicropostId]:
        """What it answers, and what stands above that."""
        answered = () if self.in_reply_to_id is None else (self.in_reply_to_id,)
        return frozenset((*self.ancestor_ids, *answered))

    @property
    def branch(self) -> tuple[MicropostId, ...]:
        """What stands above whatever answers it: at most :data:`DEEPEST`."""
        return (*self.ancestor_ids, self.id)[:DEEPEST]

    @property
    def place(self) -> tuple[MicropostId, ...]:
        """Where it stands in its thread: below its ancestors, among its siblings by age."""
        return (*self.ancestor_ids, self.id)

    @property
    def thread_id(self) -> MicropostId:
        """What its thread begins with, whether that still stands or not."""
        return self.place[0]

    @property
    def tags(self) -> frozenset[str]:
        """The hashtags it stands under, which are no secret: none unless it is public."""
        return self.text.hashtags if self.visibility is Visibility.PUBLIC else frozenset()

    @property
    def terms(self) -> frozenset[str]:
        """What it is found by."""
        return reading.terms(self.text.value)

    def edit(
        self,
        *,
        text: PostText,
        content_warning: ContentWarning | None,
        language: Language | None,
        sensitive: bool = False,
        mentioned_ids: Set[UserId],
        now: datetime,
    ) -> Self:
        """Say it better, to the same audience; to say the same again changes nothing.

        Raises :exc:`NotYesOrNo` or :exc:`TooManyEdits`.
        """
        said = (text, content_warning, language, yes_or_no(sensitive))
        if said == (self.text, self.content_warning, self.language, self.sensitive):
            return self
        if self.version > MOST_EDITS:
            raise TooManyEdits
        return evolve(
            self,
            text=text,
            content_warning=content_warning,
            language=language,
            sensitive=sensitive,
            mentioned_ids=frozenset(mentioned_ids),
            edited_at=now,
        ).announcing(MicropostEdited(at=now, micropost_id=self.id, author_id=self.author_id))

    def pinnable(self) -> Self:
        """Itself; raises :exc:`OnlyForSome`: a profile begins with what its readers may read."""
        if self.visibility is Visibility.MENTIONED:
            raise OnlyForSome
        return self

    def delete(self, *, now: datetime) -> Self:
        """The last snapshot: it announces what readers of the news can no longer look up."""
        return self.announcing(
            MicropostDeleted(
                at=now,
                micropost_id=self.id,
                author_id=self.author_id,
                visibility=self.visibility,
                mentioned_ids=tuple(sorted(self.mentioned_ids)),
                hashtags=tuple(sorted(self.text.hashtags)),
            )
        )


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class MicropostPosted(Event):
    micropost_id: MicropostId
    author_id: UserId

    @property
    def lane(self) -> int:
        return self.author_id


@frozen(kw_only=True)
class MicropostEdited(Event):
    micropost_id: MicropostId
    author_id: UserId

    @property
    def lane(self) -> int:
        return self.author_id


@frozen(kw_only=True)
class MicropostDeleted(Event):
    micropost_id: MicropostId
    author_id: UserId
    visibility: Visibility
    mentioned_ids: tuple[UserId, ...]
    hashtags: tuple[str, ...]

    @property
    def lane(self) -> int:
        return self.author_id


# -- refusals -------------------------------------------------------------------


class BlankText(Invalid):
    def __str__(self) -> str:
        return "a micropost has to say something"


@define
class TextTooLong(Invalid):
    length: int
    limit: int

    def __str__(self) -> str:
        return f"a micropost holds {self.limit} characters, and this has {self.length}"


@define
class TextTooLarge(Invalid):
    size: int
    room: int

    def __str__(self) -> str:
        return f"a micropost takes up to {self.room} bytes, and this takes {self.size}"


class NoSuchAudience(Invalid):
    def __str__(self) -> str:
        return "choose who may read it"


class InvalidIdempotencyKey(Invalid):
    def __str__(self) -> str:
        return f"an idempotency key is 1 to {LONGEST_KEY} printable characters"


@define
class KeyReused(Invalid):
    """The same key came with something else to say."""

    def __str__(self) -> str:
        return "this idempotency key was used for another micropost"


class DeletedMeanwhile(Conflict):
    """The same key came again after the micropost was taken back: a repeat does not revive it."""

    def __str__(self) -> str:
        return "what was posted under this idempotency key has been deleted"


@define
class MicropostNotFound(NotFound):
    id: MicropostId

    def __str__(self) -> str:
        return f"there is no micropost {self.id}"


class OnlyForSome(Invalid):
    def __str__(self) -> str:
        return "what is only for those it mentions cannot be pinned to a profile"


class TooManyPins(Conflict):
    def __str__(self) -> str:
        return f"a profile begins with {MOST_PINS} at most; unpin one first"


class TooManyEdits(Conflict):
    def __str__(self) -> str:
        return f"a micropost can be edited {MOST_EDITS} times; delete it and post another"


@define
class EditedMeanwhile(Conflict):
    id: MicropostId

    def __str__(self) -> str:
        return f"micropost {self.id} was changed meanwhile; read it again"
