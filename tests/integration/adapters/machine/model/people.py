"""Users: who they are, and what the house decides about them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.integration.adapters.machine.words import (
    INVALID_HANDLES,
    KEPT_BIOS,
    KEPT_LANGUAGES,
    KEPT_NAMES,
    KEPT_NOTES,
    KEPT_REASONS,
    RESERVED_HANDLES,
    WRONG_BIOS,
    WRONG_EXTERNAL_IDS,
    WRONG_LINKS,
    WRONG_NAMES,
    WRONG_NOTES,
    WRONG_PREFERRED_LANGUAGES,
    WRONG_REASONS,
)
from twite.domain.content import InvalidLanguage
from twite.domain.microposts import NoSuchAudience
from twite.domain.preferences import NoSuchMedia
from twite.domain.users import (
    CannotBe,
    ExternalIdTaken,
    HandleReserved,
    HandleTaken,
    InvalidExternalId,
    InvalidHandle,
    MayNotModerate,
    TooManyLinks,
    UserNotFound,
)

from .world import Act, Bounds, Person, Said, World, page, told

AUDIENCES = ("public", "unlisted", "followers", "mentioned")
MEDIA = ("default", "show_all", "hide_all")
COMING_BY_THEMSELVES: Said = {
    "visibility": "public",
    "sensitive": False,
    "language": "",
    "shows_media": "default",
    "opens_warnings": False,
}
RANKS = ("user", "moderator", "admin")
MOST_LINKS = 4
INVITATION_LASTS = timedelta(days=7)
MADE = {"user": "made user", "moderator": "made moderator", "admin": "made admin"}


class People(World):
    def users_register(
        self, *, handle: str, display_name: str | None, external_id: str | None, made: int
    ) -> int:
        if handle in INVALID_HANDLES:
            raise InvalidHandle(handle)
        if display_name in WRONG_NAMES:
            raise WRONG_NAMES[display_name]
        if external_id in WRONG_EXTERNAL_IDS:
            raise InvalidExternalId
        folded = handle.lower()
        if folded in RESERVED_HANDLES:
            raise HandleReserved(told(folded))
        if any(person.handle == folded for person in self.people.values()):
            raise HandleTaken(told(folded))
        if external_id and self._known_as(external_id):
            raise ExternalIdTaken(told(external_id))
        assert made not in self.people
        name = KEPT_NAMES[display_name] or folded
        self.people[made] = Person(made, folded, name, external_id or None, self.now)
        return made

    def users_edit_profile(
        self,
        *,
        by: int,
        display_name: str | None,
        bio: str | None,
        links: Sequence[tuple[str, str]] | None,
        locked: bool | None,
    ) -> None:
        if display_name in WRONG_NAMES:
            raise WRONG_NAMES[display_name]
        if bio in WRONG_BIOS:
            raise WRONG_BIOS[bio]
        for link in links or ():
            if link in WRONG_LINKS:
                raise WRONG_LINKS[link]
        person = self.acting(by)
        if links is not None and len(links) > MOST_LINKS:
            raise TooManyLinks(len(links))
        if display_name is not None:
            person.display_name = KEPT_NAMES[display_name] or person.handle
        if bio is not None:
            person.bio = KEPT_BIOS[bio]
        if links is not None:
            person.links = links
        if locked is not None:
            person.is_locked = locked

    def preferences_change(self, *, by: int, **said: Any) -> None:
        self.acting(by)
        if said["language"] in WRONG_PREFERRED_LANGUAGES:
            raise InvalidLanguage
        if said["visibility"] not in (None, *AUDIENCES):
            raise NoSuchAudience
        if said["shows_media"] not in (None, *MEDIA):
            raise NoSuchMedia
        kept = {name: value for name, value in said.items() if value is not None}
        self.preferred[by] = {**self.preferred.get(by, {}), **kept}

    def preferences_show(self, *, of: int) -> Said:
        preferred = {**COMING_BY_THEMSELVES, **self.preferred.get(of, {})}
        spoken = KEPT_LANGUAGES[preferred["language"]] if preferred["language"] else None
        return {**preferred, "language": {"value": spoken} if spoken else None}

    def notes_write(self, *, by: int, about: int, text: str) -> None:
        if text in WRONG_NOTES:
            raise WRONG_NOTES[text]
        self.pair(by, about)
        self.acting(by)
        self.there(about)
        self.notes.pop((by, about), None)
        if KEPT_NOTES[text]:
            self.notes[by, about] = KEPT_NOTES[text]

    def users_show(self, *, id: int) -> Said:
        return self.user_view(self.person(id))

    def users_shown(self, *, ids: Sequence[int], viewer_id: int | None) -> Sequence[Said]:
        return [self.user_view(self.people[id]) for id in self.met(viewer_id, ids)]

    def users_named(self, *, handle: str, viewer_id: int | None) -> Said:
        person = self._bearing(handle)
        shut_out = person is not None and (person.id, viewer_id) in self.blocks
        if person is None or person.state != "active" or shut_out:
            raise UserNotFound(handle)
        return self.user_view(person)

    def users_bearing(self, *, handle: str) -> Said:
        person = self._bearing(handle)
        if person is None:
            raise UserNotFound(handle)
        return self.user_view(person)

    def users_known_as(self, *, external_id: str) -> Said:
        person = self._known_as(external_id)
        if person is None or person.state != "active":
            raise UserNotFound(external_id)
        return self.user_view(person)

    def users_census(self) -> Said:
        active = [person.id for person in self.people.values() if person.state == "active"]
        posts = [post for post in self.posts.values() if post.author in active and post.is_counted]
        since = self.now - timedelta(days=30)
        return {
            "users_count": len(active),
            "posts_count": len(posts),
            "posting_count": len({post.author for post in posts if post.at >= since}),
        }

    def users_page(self, *, state: str | None, role: str | None, cursor: Bounds) -> Said:
        found = [
            person
            for person in self.people.values()
            if person.state == (state or person.state) and person.role == (role or person.role)
        ]
        return page(sorted(found, key=lambda p: p.id, reverse=True), cursor, self.user_view)

    # -- what the house decides ---------------------------------------------------------

    def users_acts(self, *, subject_id: int, cursor: Bounds) -> Said:
        return page(self.users_acts_rows(subject_id=subject_id), cursor, self._act)

    def users_acts_rows(self, *, subject_id: int) -> Sequence[Act]:
        return [act for act in reversed(self.acts) if act.subject == subject_id]

    def users_invite(self, *, by: int | None) -> str:
        self.tokens += 1
        if by is not None and self.acting(by).role == "user":
            raise MayNotModerate
        self.invitations[f"token-{self.tokens}"] = (by, self.now + INVITATION_LASTS)
        return f"token-{self.tokens}"

    def users_approve(self, *, id: int, by: int | None, reason: str) -> None:
        person = self._moderated(id, by, reason)
        if person.state != "waiting":
            raise _cannot_be(person, "approved")
        person.state = "active"
        self._decided(person, by, "approved", reason)

    def users_suspend(self, *, id: int, by: int | None, reason: str) -> None:
        person = self._moderated(id, by, reason)
        if person.state != "active":
            raise _cannot_be(person, "suspended")
        person.state = "suspended"
        self.revoke(id)
        self._decided(person, by, "suspended", reason)

    def users_silence(self, *, id: int, by: int | None, reason: str) -> None:
        person = self._moderated(id, by, reason)
        if person.state != "active" or person.is_silenced:
            raise _cannot_be(person, "silenced")
        person.is_silenced = True
        self._decided(person, by, "silenced", reason)

    def users_restore(self, *, id: int, by: int | None, reason: str) -> None:
        person = self._moderated(id, by, reason)
        if person.state != "suspended" and not (person.state == "active" and person.is_silenced):
            raise _cannot_be(person, "restored")
        person.state, person.is_silenced = "active", False
        self._decided(person, by, "restored", reason)

    def users_close(self, *, id: int, by: int | None, reason: str) -> None:
        if by == id and reason in WRONG_REASONS:
            raise WRONG_REASONS[reason]
        person = self.acting(id) if by == id else self._moderated(id, by, reason, least="admin")
        if person.state == "closed":
            raise _cannot_be(person, "closed")
        if by != id:
            self._decided(person, by, "closed", reason)
        person.state, person.state_since = "closed", self.now
        person.display_name, person.bio, person.links = person.handle, "", ()
        person.role, person.is_silenced, person.is_locked = "user", False, False
        person.external_id = None
        self.erase(id)

    def users_appoint(self, *, id: int, role: str, by: int | None, reason: str) -> None:
        person = self._moderated(id, by, reason, least="admin")
        if person.role == role or person.state == "closed":
            raise _cannot_be(person, MADE[role])
        person.role = role
        self._log(person, by, MADE[role], reason)

    # -- in other words -----------------------------------------------------------------

    def _moderated(
        self, id: int, by: int | None, reason: str, *, least: str = "moderator"
    ) -> Person:
        if reason in WRONG_REASONS:
            raise WRONG_REASONS[reason]
        if by is None:
            return self.person(id)
        _, person = self.pair(by, id)
        rank = RANKS.index(self.acting(by).role)
        if rank < RANKS.index(least) or rank <= RANKS.index(person.role):
            raise MayNotModerate
        return person

    def _decided(self, person: Person, by: int | None, act: str, reason: str) -> None:
        person.state_since = self.now
        self._log(person, by, act, reason)

    def _log(self, person: Person, by: int | None, act: str, reason: str) -> None:
        self.acts.append(Act(0, person.id, by, act, KEPT_REASONS[reason], self.now))

    def _act(self, act: Act) -> Said:
        by = None if act.by is None else self.people[act.by].handle
        return {"id": act.id, "at": act.at, "by": by, "act": act.act, "reason": act.reason}

    def _bearing(self, handle: str) -> Person | None:
        folded = handle.lower() if handle.isascii() else ""
        return next((p for p in self.people.values() if p.handle == folded), None)

    def _known_as(self, external_id: str) -> Person | None:
        return next((p for p in self.people.values() if p.external_id == external_id), None)


def _cannot_be(person: Person, act: str) -> CannotBe:
    silenced = ", silenced" if person.is_silenced else ""
    role = "" if person.role == "user" else f", {person.role}"
    return CannotBe(told(person.handle), told(act), f"{person.state}{silenced}{role}")
