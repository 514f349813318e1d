"""Everything that names a user, table by table."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from attrs import evolve, frozen

from ...application.ports.erasure import Erasure
from ...domain.favourites import Favourite
from ...domain.follows import Follow
from ...domain.microposts import MicropostId
from ...domain.timelines import Entry, EntryKind
from ...domain.users import Reason, User, UserId
from .store import Draft, Tables, standing, tallied
from .tables import Rows

NO_REASON = Reason("")


def _unfollow(draft: Draft, follow: Follow) -> None:
    tallied(draft, follow.follower_id, lambda t: evolve(t, following=t.following - 1))
    tallied(draft, follow.followee_id, lambda t: evolve(t, followers=t.followers - 1))


def _unfavourite(draft: Draft, favourite: Favourite) -> None:
    id = favourite.micropost_id
    standing(draft, id, lambda s: evolve(s, favourites=s.favourites - 1))


def _unrepost(draft: Draft, entry: Entry) -> None:
    """Their posts are gone by then."""
    id = entry.micropost_id
    standing(draft, id, lambda s: evolve(s, reposts=s.reposts - 1))


def _uncounted(_: Draft, __: Any) -> None:
    """Nothing counts such rows."""


@frozen
class Part:
    """The rows of a table that name a user in one way; the table as a database calls it.

    ``without`` is what stays of such a row once the user is forgotten: mostly nothing.
    """

    table: str
    rows: Callable[[Tables], Rows[Any, Any]]
    is_about: Callable[[Any, Any, UserId], bool]  # by key and row
    uncount: Callable[[Draft, Any], None] = _uncounted
    without: Callable[[Any, UserId], Any] = lambda _, __: None

    def found(self, tables: Tables, user_id: UserId) -> Iterator[tuple[Any, Any]]:
        return (each for each in self.rows(tables).items() if self.is_about(*each, user_id))

    def forget(self, draft: Draft, key: Any, row: Any, user_id: UserId) -> None:
        self.uncount(draft, row)
        rest = self.without(row, user_id)
        if rest is None:
            self.rows(draft).delete(key)
        else:
            self.rows(draft).put(key, rest)


# Whoever makes a table that refers to a user adds it here and to the database's; a test compares.
PARTS = (
    Part("twite_sessions", lambda t: t.sessions, lambda _, s, id: s.user_id == id),
    Part("twite_authorization_codes", lambda t: t.codes, lambda _, c, id: c.user_id == id),
    Part("twite_access_tokens", lambda t: t.access_tokens, lambda _, a, id: a.user_id == id),
    Part("twite_credentials", lambda t: t.credentials, lambda _, c, id: c.user_id == id),
    Part("twite_resets", lambda t: t.resets, lambda _, r, id: r.user_id == id),
    Part("twite_invitations", lambda t: t.invitations, lambda _, i, id: i.by == id),
    Part("twite_follows", lambda t: t.follows, lambda _, f, id: f.follower_id == id, _unfollow),
    Part("twite_follows", lambda t: t.follows, lambda _, f, id: f.followee_id == id, _unfollow),
    Part(
        "twite_follow_requests", lambda t: t.follow_requests, lambda _, r, id: r.requester_id == id
    ),
    Part(
        "twite_follow_requests", lambda t: t.follow_requests, lambda _, r, id: r.requested_id == id
    ),
    Part("twite_blocks", lambda t: t.blocks, lambda _, b, id: b.blocker_id == id),
    Part("twite_blocks", lambda t: t.blocks, lambda _, b, id: b.blocked_id == id),
    Part("twite_mutes", lambda t: t.mutes, lambda _, m, id: m.muter_id == id),
    Part("twite_mutes", lambda t: t.mutes, lambda _, m, id: m.muted_id == id),
    Part(
        "twite_mentions",
        lambda t: t.microposts,
        lambda _, m, id: id in m.mentioned_ids,
        without=lambda m, id: evolve(m, mentioned_ids=m.mentioned_ids - {id}),
    ),
    Part(
        "twite_favourites", lambda t: t.favourites, lambda _, f, id: f.user_id == id, _unfavourite
    ),
    Part("twite_bookmarks", lambda t: t.bookmarks, lambda _, b, id: b.user_id == id),
    Part("twite_notifications", lambda t: t.notifications, lambda _, n, id: n.recipient_id == id),
    Part("twite_notifications", lambda t: t.notifications, lambda _, n, id: n.actor_id == id),
    Part("twite_notification_markers", lambda t: t.read_marks, lambda key, _, id: key == id),
    Part("twite_markers", lambda t: t.markers, lambda _, m, id: m.owner_id == id),
    Part("twite_preferences", lambda t: t.preferences, lambda key, _, id: key == id),
    Part("twite_notes", lambda t: t.notes, lambda _, n, id: n.writer_id == id),
    Part("twite_notes", lambda t: t.notes, lambda _, n, id: n.about_id == id),
    Part("twite_thread_mutes", lambda t: t.thread_mutes, lambda key, _, id: key[0] == id),
    Part("twite_mail", lambda t: t.mail, lambda _, m, id: m.recipient_id == id),
    Part("twite_repeatables", lambda t: t.repeatables, lambda _, r, id: r.author_id == id),
    Part("twite_drafts", lambda t: t.drafts, lambda _, d, id: d.owner_id == id),
    Part(
        "twite_timeline_entries", lambda t: t.entries, lambda _, e, id: e.author_id == id, _unrepost
    ),
)
# What else must not be there: microposts go one by one, with all that hangs on them; the log says
# for ever what was done with whom and by whom, and forgets why.
_WHY = Part(
    "twite_audit",
    lambda t: t.audit,
    lambda _, a, id: a.subject_id == id and a.reason != NO_REASON,
    without=lambda a, _: evolve(a, reason=NO_REASON),
)
_SAID = Part("twite_microposts", lambda t: t.microposts, lambda _, m, id: m.author_id == id)


@frozen
class MemoryErasure(Erasure):
    _draft: Draft

    def micropost_ids(self, author_id: UserId, *, limit: int) -> Sequence[MicropostId]:
        entries = self._draft.entries.find("author", author_id)
        posts = (entry.micropost_id for entry in entries if entry.kind is EntryKind.POST)
        return list(islice(posts, limit))

    def forget(self, user_id: UserId, *, limit: int) -> int:
        for part in (*PARTS, _WHY):
            found = list(islice(part.found(self._draft, user_id), limit))
            for key, row in found:
                part.forget(self._draft, key, row, user_id)
            if found:
                return len(found)
        return 0


# -- what must not be there -----------------------------------------------------


def left(tables: Tables) -> Iterator[tuple[str, UserId]]:
    """For each table, the erased users it still knows of."""
    erased = [user for _, user in tables.users.items() if user.erased_at is not None]
    for part in (*PARTS, _SAID, _WHY):
        for user in erased:
            if any(True for _ in part.found(tables, user.id)):
                yield part.table, user.id
    for user in erased:
        if not _is_bare(user):
            yield "twite_users", user.id


def _is_bare(user: User) -> bool:
    said = (user.display_name.value, user.bio.value, user.links, user.external_id)
    return said == (user.handle.value, "", (), None)
