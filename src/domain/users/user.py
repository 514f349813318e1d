"""The user as a whole: what becomes of them, and what they may do."""

from datetime import datetime
from enum import StrEnum
from typing import NewType, Self

from attrs import define, evolve, frozen

from ..aggregate import Aggregate, Event
from ..errors import Conflict, Forbidden, NotFound
from .names import DisplayName, ExternalId, Handle
from .profile import MOST_LINKS, NO_BIO, Bio, ProfileLink, TooManyLinks

UserId = NewType("UserId", int)


# -- the aggregate --------------------------------------------------------------


class UserState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Role(StrEnum):
    """What a user is in the house; later ones may do all that earlier ones may."""

    USER = "user"
    MODERATOR = "moderator"
    ADMIN = "admin"


@frozen(kw_only=True)
class User(Aggregate):
    id: UserId
    handle: Handle
    display_name: DisplayName
    bio: Bio = NO_BIO
    links: tuple[ProfileLink, ...] = ()
    is_locked: bool = False  # who wants to follow has to ask
    external_id: ExternalId | None = None
    role: Role = Role.USER
    state: UserState = UserState.ACTIVE
    registered_at: datetime

    def __attrs_post_init__(self) -> None:
        if len(self.links) > MOST_LINKS:
            raise TooManyLinks(len(self.links))

    @classmethod
    def register(
        cls,
        *,
        id: UserId,
        handle: Handle,
        display_name: DisplayName | None,
        external_id: ExternalId | None,
        now: datetime,
    ) -> Self:
        """Become known.  Without a display name, or with a blank one, the handle is shown."""
        return cls(
            id=id,
            handle=handle.unreserved(),
            display_name=display_name or DisplayName(handle.value),
            external_id=external_id,
            registered_at=now,
        ).announcing(UserRegistered(at=now, user_id=id))

    def edit_profile(
        self,
        *,
        display_name: DisplayName | None = None,
        bio: Bio | None = None,
        links: tuple[ProfileLink, ...] | None = None,
        is_locked: bool | None = None,
        now: datetime,
    ) -> Self:
        """Say it better; what is None stays, and saying it again changes nothing."""
        if display_name is not None and not display_name:
            display_name = DisplayName(self.handle.value)
        edited = evolve(
            self,
            display_name=self.display_name if display_name is None else display_name,
            bio=self.bio if bio is None else bio,
            links=self.links if links is None else links,
            is_locked=self.is_locked if is_locked is None else is_locked,
        )
        if edited == self:
            return self
        return edited.announcing(ProfileEdited(at=now, user_id=self.id))

    def acting(self) -> Self:
        """Itself, or :exc:`AccountNotActive`: the suspended and the closed do nothing."""
        if self.state is not UserState.ACTIVE:
            raise AccountNotActive
        return self


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class UserRegistered(Event):
    user_id: UserId

    @property
    def lane(self) -> int:
        return self.user_id


@frozen(kw_only=True)
class ProfileEdited(Event):
    user_id: UserId

    @property
    def lane(self) -> int:
        return self.user_id


# -- refusals -------------------------------------------------------------------


@define
class HandleTaken(Conflict):
    handle: Handle

    def __str__(self) -> str:
        return f"the handle {self.handle} is taken"


@define
class ExternalIdTaken(Conflict):
    external_id: ExternalId

    def __str__(self) -> str:
        return f"there is a user with the external id {self.external_id}"


class AccountNotActive(Forbidden):
    def __str__(self) -> str:
        return "this account is suspended or closed"


@define
class UserNotFound(NotFound):
    """``who`` is the id, handle or external id that was asked for."""

    who: object

    def __str__(self) -> str:
        return f"there is no user {self.who}"


@define
class UserChangedMeanwhile(Conflict):
    id: UserId

    def __str__(self) -> str:
        return f"user {self.id} was changed meanwhile; read it again"
