"""The transaction every change happens in."""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from attrs import define

from .audit import AuditLog
from .blocks import BlockRepository
from .bookmarks import BookmarkRepository
from .credentials import CredentialRepository
from .drafts import DraftRepository
from .erasure import Erasure
from .favourites import FavouriteRepository
from .follows import FollowRepository, FollowRequestRepository
from .housekeeping import Leftovers
from .mail import MailRepository
from .markers import MarkerRepository
from .microposts import MicropostRepository
from .mutes import MuteRepository
from .notes import NoteRepository
from .notifications import NotificationRepository
from .oauth import AppRepository, TokenRepository
from .outbox import Outbox
from .preferences import PreferencesRepository
from .registrations import InvitationRepository
from .reposts import RepostRepository
from .schedule import RunRepository
from .sessions import SessionRepository
from .timelines import EntryRepository
from .users import UserRepository


class UnitOfWork(Protocol):
    """Leave the block and it is committed, events and all; raise, and it never happened.

    A unit opened inside another joins it: leaving the inner block keeps its changes for the outer
    one to commit, raising out of it undoes the inner changes alone.  Reads in views called
    within see what the unit changed.  Raises :exc:`Unavailable` where the database cannot answer.
    """

    @property
    def users(self) -> UserRepository: ...

    @property
    def credentials(self) -> CredentialRepository: ...

    @property
    def sessions(self) -> SessionRepository: ...

    @property
    def apps(self) -> AppRepository: ...

    @property
    def tokens(self) -> TokenRepository: ...

    @property
    def invitations(self) -> InvitationRepository: ...

    @property
    def audit(self) -> AuditLog: ...

    @property
    def erasure(self) -> Erasure: ...

    @property
    def microposts(self) -> MicropostRepository: ...

    @property
    def drafts(self) -> DraftRepository: ...

    @property
    def entries(self) -> EntryRepository: ...

    @property
    def follows(self) -> FollowRepository: ...

    @property
    def follow_requests(self) -> FollowRequestRepository: ...

    @property
    def blocks(self) -> BlockRepository: ...

    @property
    def mutes(self) -> MuteRepository: ...

    @property
    def favourites(self) -> FavouriteRepository: ...

    @property
    def reposts(self) -> RepostRepository: ...

    @property
    def bookmarks(self) -> BookmarkRepository: ...

    @property
    def notifications(self) -> NotificationRepository: ...

    @property
    def markers(self) -> MarkerRepository: ...

    @property
    def preferences(self) -> PreferencesRepository: ...

    @property
    def notes(self) -> NoteRepository: ...

    @property
    def mail(self) -> MailRepository: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def runs(self) -> RunRepository: ...

    @property
    def leftovers(self) -> Leftovers: ...

    def next_id(self, *, at: datetime) -> int:
        """An id for a row made at that moment, which no other row has."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None: ...


UnitOfWorkFactory: TypeAlias = Callable[[], UnitOfWork]


class Unavailable(Exception):
    """The database cannot answer now: a failure, not a refusal.  Nothing was changed."""


class StorageFull(Unavailable):
    """There is no room left to write; reading goes on."""


@define
class IdTaken(Unavailable):
    """Another process drew the same id in the same millisecond: asked again, it is another."""

    id: object = None
