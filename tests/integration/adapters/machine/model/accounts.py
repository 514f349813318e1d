"""How people come, prove who they are, and go: credentials, sessions, the end of an account."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.integration.adapters.machine.words import (
    COMMON_PASSWORD,
    INVALID_HANDLES,
    KEPT_BROWSERS,
    KEPT_EMAILS,
    KEPT_NAMES,
    RESERVED_HANDLES,
    WRONG_NAMES,
)
from twite.domain.credentials import (
    CommonPassword,
    EmailTaken,
    HasNoCredential,
    InvalidEmailAddress,
    InvalidPassword,
    ResetNotFound,
    TellingPassword,
    TooManyWrongPasswords,
    WrongPassword,
)
from twite.domain.registrations import AwaitsApproval, InvitationNeeded, RegistrationsClosed
from twite.domain.sessions import NotLoggedIn, SessionId, SessionNotFound, WrongCredentials
from twite.domain.users import HandleReserved, HandleTaken, InvalidHandle

from .world import Bounds, Credential, Link, Person, Said, Session, World, page, told

SHORTEST, LONGEST = 8, 1024
MOST_WRONG, WRONG_WITHIN = 10, timedelta(minutes=10)
SESSION_LASTS, LINK_LASTS = timedelta(days=30), timedelta(hours=1)


class Accounts(World):
    # -- signing up and logging in ------------------------------------------------------

    def credentials_sign_up(
        self, *, handle: str, email: str, password: str, display_name: str | None, made: int
    ) -> int:
        self._expect_newcomer(handle, email, password, display_name)
        return self._come(handle, email, password, display_name, state="active", made=made)

    def registrations_sign_up(
        self,
        *,
        handle: str,
        email: str,
        password: str,
        display_name: str | None,
        invitation: str,
        made: int,
    ) -> int:
        is_invited = self.now < self.invitations.get(invitation, (None, self.now))[1]
        if self.admission == "closed":
            raise RegistrationsClosed
        if self.admission == "invite" and not (invitation and invitation.isascii()):
            raise InvitationNeeded
        self._expect_newcomer(handle, email, password, display_name)
        if self.admission == "invite" and not is_invited:
            raise InvitationNeeded
        state = "waiting" if self.admission == "approval" else "active"
        self._come(handle, email, password, display_name, state=state, made=made)
        if self.admission == "invite":
            del self.invitations[invitation]
        return made

    def credentials_prove(self, *, login: str, password: str) -> int:
        login = login.strip().lower()
        found = [
            who
            for who, credential in self.credentials.items()
            if login in (credential.email, self.people[who].handle)
        ]
        if not found or self.credentials[found[0]].password != password:
            raise WrongCredentials
        state = self.people[found[0]].state
        if state != "active":
            raise AwaitsApproval if state == "waiting" else WrongCredentials
        return found[0]

    def credentials_address(self, *, user_id: int) -> str | None:
        return self.credentials[user_id].email if user_id in self.credentials else None

    def credentials_is_taken(self, *, email: str) -> bool:
        return self._is_taken(_email(email))

    # -- changing -----------------------------------------------------------------------

    def credentials_change_password(self, *, by: int, current: str, new: str) -> None:
        credential = self._trying(by)
        _chosen(new, self.people[by].handle, credential.email)
        self._proved(credential, current)
        credential.password = new
        self.revoke(by)

    def credentials_change_email(self, *, by: int, current: str, email: str) -> None:
        kept = _email(email)
        credential = self._trying(by)
        self._tried(credential)
        if credential.password != current:
            raise WrongPassword
        if kept != credential.email:
            if self._is_taken(kept):
                raise EmailTaken
            credential.email = kept
            self.revoke(by)
        credential.wrong, credential.wrong_since = 0, None

    def credentials_confirm(self, *, by: int, current: str) -> None:
        self._proved(self._trying(by), current)

    def credentials_request_reset(self, *, email: str) -> None:
        _email(email)

    def credentials_offer_reset(self, *, user_id: int) -> str:
        self.tokens += 1
        self.acting(user_id)
        if user_id not in self.credentials:
            raise HasNoCredential
        self.links[f"token-{self.tokens}"] = Link(user_id, self.now + LINK_LASTS)
        return f"token-{self.tokens}"

    def credentials_expect_reset(self, *, token: str) -> None:
        self._offered(token)

    def credentials_reset(self, *, token: str, new: str) -> int:
        user = self._offered(token)
        credential = self.credentials[user]
        _chosen(new, self.people[user].handle, credential.email)
        credential.password = new
        self.revoke(user)
        return user

    # -- sessions -----------------------------------------------------------------------

    def sessions_start(self, *, user_id: int, browser: str) -> str:
        self.tokens += 1
        self.acting(user_id)
        token = f"token-{self.tokens}"
        seen = _hour(self.now)
        kept = KEPT_BROWSERS[browser]
        self.sessions.append(Session(0, user_id, token, kept, self.now, seen))
        return token

    def sessions_who(self, *, token: str) -> int:
        return self._live(token).user

    def sessions_known(self, *, token: str) -> Said:
        session = self._live(token)
        return {
            "user_id": session.user,
            "handle": self.people[session.user].handle,
            "is_unseen": session.seen_at < _hour(self.now),
        }

    def sessions_see(self, *, token: str) -> None:
        session = self._live(token)
        session.seen_at = max(session.seen_at, _hour(self.now))

    def sessions_page(self, *, owner_id: int, token: str | None, cursor: Bounds) -> Said:
        rows = self.sessions_page_rows(owner_id=owner_id, token=token)
        return page(
            rows,
            cursor,
            lambda session: {
                "id": session.id,
                "browser": session.browser,
                "started_at": session.at,
                "seen_at": session.seen_at,
                "is_this": session.token == token,
            },
        )

    def sessions_page_rows(self, *, owner_id: int, token: str | None) -> Sequence[Session]:
        live = (session for session in reversed(self.sessions) if self._is_live(session))
        return [session for session in live if session.user == owner_id]

    def sessions_end(self, *, token: str) -> None:
        self.sessions = [session for session in self.sessions if session.token != token]

    def sessions_end_one(self, *, id: int, by: int) -> None:
        found = [session for session in self.sessions if (session.id, session.user) == (id, by)]
        if not found:
            raise SessionNotFound(SessionId(id))
        self.sessions.remove(found[0])

    def sessions_end_others(self, *, token: str) -> None:
        this = self._live(token)
        self.sessions = [s for s in self.sessions if s.user != this.user or s is this]

    # -- in other words -----------------------------------------------------------------

    def _expect_newcomer(self, handle: str, email: str, password: str, name: str | None) -> None:
        if handle in INVALID_HANDLES:
            raise InvalidHandle(handle)
        kept = _email(email)
        if name in WRONG_NAMES:
            raise WRONG_NAMES[name]
        _chosen(password, handle.lower(), kept)

    def _come(
        self, handle: str, email: str, password: str, name: str | None, *, state: str, made: int
    ) -> int:
        folded, kept = handle.lower(), _email(email)
        if folded in RESERVED_HANDLES:
            raise HandleReserved(told(folded))
        if any(person.handle == folded for person in self.people.values()):
            raise HandleTaken(told(folded))
        if self._is_taken(kept):
            raise EmailTaken
        shown = KEPT_NAMES[name] or folded
        self.people[made] = Person(made, folded, shown, None, self.now, state)
        self.credentials[made] = Credential(kept, password)
        return made

    def _is_taken(self, email: str) -> bool:
        return any(credential.email == email for credential in self.credentials.values())

    def _trying(self, by: int) -> Credential:
        self.acting(by)
        if by not in self.credentials:
            raise HasNoCredential
        credential = self.credentials[by]
        since = credential.wrong_since
        if since and self.now - since < WRONG_WITHIN and credential.wrong >= MOST_WRONG:
            left = since + WRONG_WITHIN - self.now
            raise TooManyWrongPasswords(max(1, -(-left // timedelta(seconds=1))))
        return credential

    def _tried(self, credential: Credential) -> None:
        since = credential.wrong_since
        if since is None or self.now - since >= WRONG_WITHIN:
            credential.wrong, credential.wrong_since = 0, self.now
        credential.wrong += 1

    def _proved(self, credential: Credential, password: str) -> None:
        self._tried(credential)
        if credential.password != password:
            raise WrongPassword
        credential.wrong, credential.wrong_since = 0, None

    def _offered(self, token: str) -> int:
        link = self.links.get(token)
        if link is None or self.now >= link.expires_at or not self.is_active(link.user):
            raise ResetNotFound
        return link.user

    def _is_live(self, session: Session) -> bool:
        return self.now < session.at + SESSION_LASTS

    def _live(self, token: str) -> Session:
        for session in self.sessions:
            if session.token == token and self._is_live(session) and self.is_active(session.user):
                return session
        raise NotLoggedIn


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _email(given: str) -> str:
    if given not in KEPT_EMAILS and not given.startswith("new"):
        raise InvalidEmailAddress
    return KEPT_EMAILS.get(given, given)


def _chosen(password: str, handle: str, email: str) -> None:
    size = len(password.encode(errors="replace"))
    if len(password) < SHORTEST or size > LONGEST or not password.isprintable():
        raise InvalidPassword
    if password.casefold() == COMMON_PASSWORD:
        raise CommonPassword
    if password.casefold() in (handle, email, email.partition("@")[0]):
        raise TellingPassword
