"""What people do with sessions: start them, be known by them, look at them, end them."""

from functools import partial

from attrs import frozen

from ..domain.sessions import NotLoggedIn, Session, SessionId, SessionNotFound
from ..domain.text import fingerprint, is_ascii
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.sessions import OwnedSession, SessionView, SessionViews
from .ports.system import Clock, Secrets
from .ports.unit_of_work import UnitOfWorkFactory

NEWEST = Cursor()


@frozen
class Known:
    """Who is known by a token, and whether it is yet to be noted that it was used this hour."""

    user_id: UserId
    handle: str
    is_unseen: bool


@frozen
class Sessions:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: SessionViews
    secrets: Secrets
    clock: Clock

    def start(self, user_id: UserId, *, browser: str = "") -> str:
        """Log somebody in who proved who they are.  The token is told once and kept nowhere.

        ``browser`` is what they will know it by: of what is too long, or no text, what can be
        shown.  Raises :exc:`UserNotFound` or :exc:`AccountNotActive`.
        """
        token = self.secrets.token()
        now = self.clock.now()
        with self.unit_of_work() as work:
            user = work.users.hold(user_id).acting()  # not suspended meanwhile
            session = Session.start(
                id=SessionId(work.next_id(at=now)),
                user_id=user.id,
                token_hash=fingerprint(token),
                browser=browser,
                now=now,
            )
            work.sessions.add(session)
        return token

    def who(self, token: str) -> UserId:
        """Whose token it is; raises :exc:`NotLoggedIn` where it is nobody's, or no longer."""
        return self._live(token).session.user_id

    def known(self, token: str) -> Known:
        """The same, under which handle, and whether :meth:`see` has something to note."""
        owned = self._live(token)
        session = owned.session
        is_unseen = session.seen(now=self.clock.now()) != session
        return Known(session.user_id, owned.handle, is_unseen)

    def see(self, token: str) -> None:
        """Note in which hour it was used last.  For when whoever used it has been answered.

        Raises :exc:`NotLoggedIn`.
        """
        session = self._live(token).session
        with self.unit_of_work() as work:
            work.sessions.see(session.seen(now=self.clock.now()))

    def page(
        self, owner_id: UserId, *, token: str | None = None, cursor: Cursor = NEWEST
    ) -> Page[SessionView]:
        """Where somebody is logged in, the newest first; the one of that token is "this one"."""
        this = fingerprint(token) if token is not None and is_ascii(token) else None
        read = partial(self.views.page, owner_id, now=self.clock.now())
        return paged(read, cursor).dressed(
            lambda sessions: [_view(session, this) for session in sessions]
        )

    def end(self, token: str) -> None:
        """Log out.  Ending what has ended changes nothing."""
        if not is_ascii(token):
            return
        with self.unit_of_work() as work:
            work.sessions.remove(fingerprint(token))

    def end_one(self, id: SessionId, *, by: UserId) -> None:
        """Log out somewhere else; raises :exc:`SessionNotFound`, also for a session of another."""
        with self.unit_of_work() as work:
            if not work.sessions.remove_owned(id, owner_id=by):
                raise SessionNotFound(id)

    def end_others(self, token: str) -> None:
        """Log out everywhere else; raises :exc:`NotLoggedIn`."""
        session = self._live(token).session
        with self.unit_of_work() as work:
            work.sessions.remove_all(session.user_id, but=session.token_hash)

    def _live(self, token: str) -> OwnedSession:
        found = self.views.find(fingerprint(token)) if is_ascii(token) else None
        if found is None or not found.session.is_live(now=self.clock.now()):
            raise NotLoggedIn
        return found


def _view(session: Session, this: str | None) -> SessionView:
    return SessionView(
        id=session.id,
        browser=session.browser,
        started_at=session.started_at,
        seen_at=session.seen_at,
        is_this=session.token_hash == this,
    )
