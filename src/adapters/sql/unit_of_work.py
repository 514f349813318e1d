"""The transaction, over a database."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import Self

from attrs import define, field
from sqlalchemy import Connection

from ...application.ports.system import IdGenerator
from ...application.ports.unit_of_work import UnitOfWork
from .audience import SqlAudience
from .audit import SqlAuditLog
from .blocks import SqlBlockRepository
from .bookmarks import SqlBookmarkRepository
from .credentials import SqlCredentialRepository
from .drafts import SqlDraftRepository
from .erasure import SqlErasure
from .favourites import SqlFavouriteRepository
from .follows import SqlFollowRepository, SqlFollowRequestRepository
from .housekeeping import SqlLeftovers
from .mail import SqlMailRepository
from .markers import SqlMarkerRepository
from .microposts import SqlMicropostRepository
from .mutes import SqlMuteRepository
from .notes import SqlNoteRepository
from .notifications import SqlNotificationRepository
from .oauth import SqlAppRepository, SqlTokenRepository
from .outbox import ReactionNames, SqlOutbox
from .preferences import SqlPreferencesRepository
from .registrations import SqlInvitationRepository
from .reposts import SqlRepostRepository
from .schedule import SqlRunRepository
from .sessions import SqlSessionRepository
from .timelines import SqlEntryRepository
from .transactions import Transactions
from .users import SqlUserRepository


@define
class SqlUnitOfWork(UnitOfWork):
    _transactions: Transactions
    _ids: IdGenerator
    _audience: SqlAudience
    _reactions: ReactionNames
    _committed: Callable[[], None]
    _unit: AbstractContextManager[Connection] = field(init=False)
    users: SqlUserRepository = field(init=False)
    credentials: SqlCredentialRepository = field(init=False)
    sessions: SqlSessionRepository = field(init=False)
    apps: SqlAppRepository = field(init=False)
    tokens: SqlTokenRepository = field(init=False)
    invitations: SqlInvitationRepository = field(init=False)
    audit: SqlAuditLog = field(init=False)
    erasure: SqlErasure = field(init=False)
    microposts: SqlMicropostRepository = field(init=False)
    drafts: SqlDraftRepository = field(init=False)
    entries: SqlEntryRepository = field(init=False)
    follows: SqlFollowRepository = field(init=False)
    follow_requests: SqlFollowRequestRepository = field(init=False)
    blocks: SqlBlockRepository = field(init=False)
    mutes: SqlMuteRepository = field(init=False)
    favourites: SqlFavouriteRepository = field(init=False)
    reposts: SqlRepostRepository = field(init=False)
    bookmarks: SqlBookmarkRepository = field(init=False)
    notifications: SqlNotificationRepository = field(init=False)
    markers: SqlMarkerRepository = field(init=False)
    preferences: SqlPreferencesRepository = field(init=False)
    notes: SqlNoteRepository = field(init=False)
    mail: SqlMailRepository = field(init=False)
    runs: SqlRunRepository = field(init=False)
    leftovers: SqlLeftovers = field(init=False)
    outbox: SqlOutbox = field(init=False)

    def next_id(self, *, at: datetime) -> int:
        return self._ids.next(at=at)

    def __enter__(self) -> Self:
        self._unit = self._transactions.unit()
        connection = self._unit.__enter__()
        self.outbox = SqlOutbox(connection, self._reactions)
        self.users = SqlUserRepository(connection, self.outbox)
        self.credentials = SqlCredentialRepository(connection, self.outbox)
        self.sessions = SqlSessionRepository(connection)
        self.apps = SqlAppRepository(connection)
        self.tokens = SqlTokenRepository(connection)
        self.invitations = SqlInvitationRepository(connection)
        self.audit = SqlAuditLog(connection)
        self.erasure = SqlErasure(connection)
        self.microposts = SqlMicropostRepository(connection, self.outbox, self._audience)
        self.drafts = SqlDraftRepository(connection)
        self.entries = SqlEntryRepository(connection, self._ids)
        self.follows = SqlFollowRepository(connection, self.outbox)
        self.follow_requests = SqlFollowRequestRepository(connection, self.outbox)
        self.blocks = SqlBlockRepository(connection, self.outbox)
        self.mutes = SqlMuteRepository(connection, self.outbox)
        self.favourites = SqlFavouriteRepository(connection, self.outbox)
        self.reposts = SqlRepostRepository(connection, self.outbox)
        self.bookmarks = SqlBookmarkRepository(connection, self.outbox)
        self.notifications = SqlNotificationRepository(connection, self._audience)
        self.markers = SqlMarkerRepository(connection)
        self.preferences = SqlPreferencesRepository(connection)
        self.notes = SqlNoteRepository(connection)
        self.mail = SqlMailRepository(connection)
        self.runs = SqlRunRepository(connection)
        self.leftovers = SqlLeftovers(connection)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._unit.__exit__(exc_type, exc, tb)
        if exc_type is None and not self._transactions.is_open:
            self._committed()
