"""The user as a whole: what becomes of them, and what they may do."""

from datetime import datetime
from typing import Self

from attrs import define, evolve, field, frozen

from ..aggregate import Aggregate, Event
from ..errors import Conflict, Forbidden, NotFound
from ..givens import yes_or_no
from ..text import beginnings
from .moderation import APPOINTMENTS, Act, CannotBe, MayNotModerate, UserModerated
from .names import DisplayName, ExternalId, Handle
from .profile import MOST_LINKS, NO_BIO, Bio, ProfileLink, TooManyLinks
from .states import MOVES, Role, UserId, UserState

# -- the aggregate --------------------------------------------------------------


@frozen(kw_only=True)
class User(Aggregate):
    id: UserId
    handle: Handle
    display_name: DisplayName
    bio: Bio = NO_BIO
    links: tuple[ProfileLink, ...] = ()
    is_locked: bool = field(default=False, converter=yes_or_no)  # who wants to follow has to ask
    external_id: ExternalId | None = None
    role: Role = Role.USER
    state: UserState = UserState.ACTIVE
    is_silenced: bool = False  # only followers come across what they say
    state_since: datetime | None = None  # when it last changed; None: never
    erased_at: datetime | None = None  # when the last of what they left was gone
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
        state: UserState = UserState.ACTIVE,
        now: datetime,
    ) -> Self:
        """Become known, or wait to be approved.  Without a display name, or with a blank one, the
        handle is shown."""
        return cls(
            id=id,
            handle=handle.unreserved(),
            display_name=display_name or DisplayName(handle.value),
            external_id=external_id,
            state=state,
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

    @property
    def beginnings(self) -> frozenset[str]:
        """What they are found by: where one may begin to look for their handle and their name."""
        return beginnings(self.handle.value) | beginnings(self.display_name.value)

    def acting(self) -> Self:
        """Itself, or :exc:`AccountNotActive`: who waits, is suspended or closed does nothing."""
        if self.state is not UserState.ACTIVE:
            raise AccountNotActive(self.state)
        return self

    def there(self) -> Self:
        """Itself, or :exc:`UserNotFound`: with who closed their account nothing begins."""
        if self.is_closed:
            raise UserNotFound(self.id)
        return self

    @property
    def is_closed(self) -> bool:
        return self.state is UserState.CLOSED

    @property
    def standing(self) -> str:
        """What they are, in words."""
        silenced = ", silenced" if self.is_silenced else ""
        role = f", {self.role}" if self.role is not Role.USER else ""
        return f"{self.state}{silenced}{role}"

    def moderating(self, other: Self, act: Act) -> Self:
        """Itself, or :exc:`MayNotModerate`: nobody moderates those of their own role or above,
        and what cannot be taken back, or gives a role, is for admins alone."""
        needed = Role.ADMIN if act in {Act.CLOSED, *APPOINTMENTS} else Role.MODERATOR
        if needed.is_above(self.role) or not self.role.is_above(other.role):
            raise MayNotModerate
        return self

    def inviting(self) -> Self:
        """Itself, or :exc:`MayNotModerate`: people are invited by those who moderate."""
        if not self.role.is_above(Role.USER):
            raise MayNotModerate
        return self

    def moderate(self, act: Act, *, by: UserId | None, now: datetime) -> Self:
        """What the house decided; raises :exc:`CannotBe` where it does not fit their state."""
        since = self.state_since if act in APPOINTMENTS else now
        return evolve(self._after(act), state_since=since).announcing(
            UserModerated(at=now, by=by, act=act, user_id=self.id)
        )

    def close(self, *, by: UserId | None, now: datetime) -> Self:
        """For good: what they said of themselves goes, and the handle is nobody else's.

        Raises :exc:`CannotBe` where it was done before.
        """
        if UserState.CLOSED not in MOVES[self.state]:
            raise CannotBe(self.handle, Act.CLOSED, self.standing)
        return evolve(
            self,
            display_name=DisplayName(self.handle.value),
            bio=NO_BIO,
            links=(),
            is_locked=False,
            external_id=None,
            role=Role.USER,
            is_silenced=False,
            state=UserState.CLOSED,
            state_since=now,
        ).announcing(UserClosed(at=now, by=by, user_id=self.id))

    def erased(self, *, now: datetime) -> Self:
        """Nothing is left of them but the handle."""
        return evolve(self, erased_at=now).announcing(UserErased(at=now, user_id=self.id))

    def _after(self, act: Act) -> Self:
        match act:
            case Act.APPROVED if self.state is UserState.WAITING:
                return evolve(self, state=UserState.ACTIVE)
            case Act.SUSPENDED if UserState.SUSPENDED in MOVES[self.state]:
                return evolve(self, state=UserState.SUSPENDED)
            case Act.SILENCED if self.state is UserState.ACTIVE and not self.is_silenced:
                return evolve(self, is_silenced=True)
            case Act.RESTORED if self.state is UserState.SUSPENDED or (
                self.state is UserState.ACTIVE and self.is_silenced
            ):
                return evolve(self, state=UserState.ACTIVE, is_silenced=False)
            case _ if APPOINTMENTS.get(act, self.role) is not self.role and not self.is_closed:
                return evolve(self, role=APPOINTMENTS[act])
            case _:
                raise CannotBe(self.handle, act, self.standing)


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


@frozen(kw_only=True)
class UserClosed(Event):
    """What they left is erased from here on, a batch after each of these and the next."""

    by: UserId | None
    user_id: UserId

    @property
    def lane(self) -> int:
        return self.user_id


@frozen(kw_only=True)
class UserPartlyErased(Event):
    """``rows`` is how many the batch found."""

    user_id: UserId
    rows: int

    @property
    def lane(self) -> int:
        return self.user_id


@frozen(kw_only=True)
class UserErased(Event):
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


@define
class AccountNotActive(Forbidden):
    state: UserState = UserState.SUSPENDED

    def __str__(self) -> str:
        if self.state is UserState.WAITING:
            return "this account waits to be approved; until then it can do nothing"
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
