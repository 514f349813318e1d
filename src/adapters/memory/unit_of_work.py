"""The transaction, over a store in memory."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import Self

from attrs import define, field

from ...application.ports.system import IdGenerator
from ...application.ports.unit_of_work import UnitOfWork
from .audience import MemoryAudience
from .audit import MemoryAuditLog
from .blocks import MemoryBlockRepository
from .bookmarks import MemoryBookmarkRepository
from .credentials import MemoryCredentialRepository
from .drafts import MemoryDraftRepository
from .erasure import MemoryErasure
from .favourites import MemoryFavouriteRepository
from .follows import MemoryFollowRepository, MemoryFollowRequestRepository
from .housekeeping import MemoryLeftovers
from .mail import MemoryMailRepository
from .markers import MemoryMarkerRepository
from .microposts import MemoryMicropostRepository
from .mutes import MemoryMuteRepository
from .notes import MemoryNoteRepository
from .notifications import MemoryNotificationRepository
from .oauth import MemoryAppRepository, MemoryTokenRepository
from .outbox import MemoryOutbox, ReactionNames
from .preferences import MemoryPreferencesRepository
from .registrations import MemoryInvitationRepository
from .reposts import MemoryRepostRepository
from .schedule import MemoryRunRepository
from .sessions import MemorySessionRepository
from .store import Draft, Store
from .timelines import MemoryEntryRepository
from .users import MemoryUserRepository


@define
class MemoryUnitOfWork(UnitOfWork):
    _store: Store
    _ids: IdGenerator
    _audience: MemoryAudience
    _reactions: ReactionNames
    _committed: Callable[[], None]
    _unit: AbstractContextManager[Draft] = field(init=False)
    users: MemoryUserRepository = field(init=False)
    credentials: MemoryCredentialRepository = field(init=False)
    sessions: MemorySessionRepository = field(init=False)
    apps: MemoryAppRepository = field(init=False)
    tokens: MemoryTokenRepository = field(init=False)
    invitations: MemoryInvitationRepository = field(init=False)
    audit: MemoryAuditLog = field(init=False)
    erasure: MemoryErasure = field(init=False)
    microposts: MemoryMicropostRepository = field(init=False)
    drafts: MemoryDraftRepository = field(init=False)
    entries: MemoryEntryRepository = field(init=False)
    follows: MemoryFollowRepository = field(init=False)
    follow_requests: MemoryFollowRequestRepository = field(init=False)
    blocks: MemoryBlockRepository = field(init=False)
    mutes: MemoryMuteRepository = field(init=False)
    favourites: MemoryFavouriteRepository = field(init=False)
    reposts: MemoryRepostRepository = field(init=False)
    bookmarks: MemoryBookmarkRepository = field(init=False)
    notifications: MemoryNotificationRepository = field(init=False)
    markers: MemoryMarkerRepository = field(init=False)
    preferences: MemoryPreferencesRepository = field(init=False)
    notes: MemoryNoteRepository = field(init=False)
    mail: MemoryMailRepository = field(init=False)
    runs: MemoryRunRepository = field(init=False)
    leftovers: MemoryLeftovers = field(init=False)
    outbox: MemoryOutbox = field(init=False)

    def next_id(self, *, at: datetime) -> int:
        return self._ids.next(at=at)

    def __enter__(self) -> Self:
        self._unit = self._store.unit()
        draft = self._unit.__enter__()
        self.outbox = MemoryOutbox(draft, self._store.numbers, self._reactions)
        self.users = MemoryUserRepository(draft, self.outbox)
        self.credentials = MemoryCredentialRepository(draft, self.outbox)
        self.sessions = MemorySessionRepository(draft)
        self.apps = MemoryAppRepository(draft)
        self.tokens = MemoryTokenRepository(draft)
        self.invitations = MemoryInvitationRepository(draft)
        self.audit = MemoryAuditLog(draft)
        self.erasure = MemoryErasure(draft)
        self.microposts = MemoryMicropostRepository(draft, self.outbox, self._audience)
        self.drafts = MemoryDraftRepository(draft)
        self.entries = MemoryEntryRepository(draft, self._ids)
        self.follows = MemoryFollowRepository(draft, self.outbox)
        self.follow_requests = MemoryFollowRequestRepository(draft, self.outbox)
        self.blocks = MemoryBlockRepository(draft, self.outbox)
        self.mutes = MemoryMuteRepository(draft, self.outbox)
        self.favourites = MemoryFavouriteRepository(draft, self.outbox)
        self.reposts = MemoryRepostRepository(draft, self.outbox)
        self.bookmarks = MemoryBookmarkRepository(draft, self.outbox)
        self.notifications = MemoryNotificationRepository(draft, self._audience)
        self.markers = MemoryMarkerRepository(draft)
        self.preferences = MemoryPreferencesRepository(draft)
        self.notes = MemoryNoteRepository(draft)
        self.mail = MemoryMailRepository(draft)
        self.runs = MemoryRunRepository(draft)
        self.leftovers = MemoryLeftovers(draft)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._unit.__exit__(exc_type, exc, tb)
        if exc_type is None and not self._store.is_open:
            self._committed()
