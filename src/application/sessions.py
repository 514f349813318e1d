"""What people do with sessions: start them, be known by them, end them."""

from attrs import frozen

from ..domain.sessions import NotLoggedIn, Session, SessionId
from ..domain.text import fingerprint
from ..domain.users import UserId
from .ports.sessions import SessionViews
from .ports.system import Clock, Secrets
from .ports.unit_of_work import UnitOfWorkFactory


@frozen
class Sessions:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: SessionViews
    secrets: Secrets
    clock: Clock

    def start(self, user_id: UserId) -> str:
        """Log somebody in who proved who they are.  The token is told once and kept nowhere.

        Raises :exc:`UserNotFound` or :exc:`AccountNotActive`.
        """
        token = self.secrets.token()
        now = self.clock.now()
        with self.unit_of_work() as work:
            user = work.users.hold(user_id).acting()  # not suspended meanwhile
            session = Session.start(
                id=SessionId(work.next_id(at=now)),
                user_id=user.id,
                token_hash=fingerprint(token),
                now=now,
            )
            work.sessions.add(session)
        return token

    def who(self, token: str) -> UserId:
        """Whose token it is; raises :exc:`NotLoggedIn` where it is nobody's, or no longer."""
        session = self.views.find(fingerprint(token)) if token.isascii() else None
        if session is None or not session.is_live(now=self.clock.now()):
            raise NotLoggedIn
        return session.user_id

    def end(self, token: str) -> None:
        """Log out.  Ending what has ended changes nothing."""
        if not token.isascii():
            return
        with self.unit_of_work() as work:
            work.sessions.remove(fingerprint(token))
