"""Where users are kept, and how they are looked at."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from attrs import define

from ...domain.users import Act, AuditEntryId, ExternalId, Handle, Role, User, UserId, UserState
from ..paging import Cursor, Page


class UserRepository(Protocol):
    """Every user, whatever their state: a closed account keeps its handle."""

    def add(self, user: User) -> None:
        """Keep a new user, and announce their events.

        Raises :exc:`HandleTaken`, :exc:`ExternalIdTaken` or :exc:`IdTaken`, the first that holds.
        """

    def save(self, user: User) -> None:
        """Keep version n + 1 over version n, and announce its events.

        Raises :exc:`UserChangedMeanwhile` where another version is kept.  The handle never
        changes; the external id only ever goes.
        """

    def get(self, id: UserId) -> User:
        """Raises :exc:`UserNotFound`."""
        ...

    def hold(self, id: UserId) -> User:
        """The same, and until the transaction ends no other one holds this user."""
        ...

    def hold_pair(self, one: UserId, other: UserId) -> tuple[User, User]:
        """Both, in the order asked, held so that no two transactions wait for each other.

        Raises :exc:`UserNotFound` for the lesser id that is nobody's.
        """
        ...

    def ids_of(
        self, handles: Collection[str], *, known: Collection[UserId] = ()
    ) -> Mapping[str, UserId]:
        """The ids of those users that bear one of these handles, by handle: of the active, and of
        those of the known that are not closed."""
        ...


@define(kw_only=True)
class UserView:
    """A user as others see them.  Numbers count public and unlisted microposts only, and the last
    of those was posted on ``last_posted_on`` (UTC); links are names and values, in the order they
    were given."""

    id: UserId
    handle: str
    display_name: str
    bio: str
    links: Sequence[tuple[str, str]]
    is_locked: bool
    external_id: str | None
    role: Role
    registered_at: datetime
    posts_count: int
    followers_count: int
    following_count: int
    state: UserState
    is_silenced: bool
    state_since: datetime | None
    last_posted_on: date | None = None


@define(kw_only=True)
class UserStamp:
    """What of a user's view may change without a new ``version`` of them, for whoever remembers the
    rest."""

    id: UserId
    version: int
    posts_count: int
    followers_count: int
    following_count: int
    last_posted_on: date | None


@define(kw_only=True)
class ActView:
    """An entry of the audit log; ``by`` is a handle, and None for whoever runs the machine."""

    id: AuditEntryId
    at: datetime
    by: str | None
    act: Act
    reason: str


@define(kw_only=True)
class CensusView:
    """The house in numbers: its active users, what stands of theirs that is public or unlisted, and
    how many of them said some of that lately."""

    users_count: int
    posts_count: int
    posting_count: int


class UserViews(Protocol):
    """The read side.  Who is not active is found by their id, and by those who run the house."""

    def show(self, ids: Sequence[UserId]) -> Sequence[UserView]:
        """In the order asked; unknown ids are left out."""
        ...

    def shown(self, ids: Sequence[UserId], *, viewer_id: UserId | None) -> Sequence[UserView]:
        """In the order asked; whom the viewer may not know of is left out:
        :func:`domain.audience.may_meet`."""
        ...

    def stamps(self, ids: Sequence[UserId], *, viewer_id: UserId | None) -> Sequence[UserStamp]:
        """The stamps of those who would be ``shown``, in any order."""
        ...

    def by_handle(self, handle: Handle, *, viewer_id: UserId | None) -> UserView | None:
        """None where the viewer may not know of them: :func:`domain.audience.may_meet`."""
        ...

    def by_external_id(self, external_id: ExternalId) -> UserView | None: ...

    def bearing(self, handle: Handle) -> UserView | None:
        """The user of that handle, whatever their state."""
        ...

    def page(self, *, state: UserState | None, role: Role | None, cursor: Cursor) -> Page[UserView]:
        """All users, or those of that state and role; who registered last comes first."""
        ...

    def acts(self, subject_id: UserId, *, cursor: Cursor) -> Page[ActView]:
        """What the house did with that user, the newest first."""
        ...

    def census(self, *, since: datetime) -> CensusView:
        """``since`` is when lately begins."""
        ...
