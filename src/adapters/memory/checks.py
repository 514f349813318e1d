"""Proof that a world in memory is sound."""

from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import frozen

from ...application.ports.checks import Checks
from ...application.ports.outbox import DeliveryState
from ...domain.mail import MailState
from ...domain.timelines import EntryKind
from .store import Store, Tables, Tally


@frozen
class MemoryChecks(Checks):
    _store: Store

    def findings(self) -> Sequence[str]:
        with self._store.reading() as tables:
            return [
                *_tallies(tables),
                *_entries(tables),
                *_follows(tables),
                *_lost(tables),
                *_dead(tables),
            ]


def _tallies(tables: Tables) -> Iterator[str]:
    entries = [entry for _, entry in tables.entries.items()]
    follows = [follow for _, follow in tables.follows.items()]
    posts = Counter(
        e.author_id for e in entries if e.kind is EntryKind.POST and e.visibility.is_counted
    )
    followers = Counter(follow.followee_id for follow in follows)
    following = Counter(follow.follower_id for follow in follows)
    for id in [user.id for _, user in tables.users.items()]:
        tally = tables.tallies.get(id) or Tally()
        if (tally.posts, tally.followers, tally.following) != (
            posts[id],
            followers[id],
            following[id],
        ):
            yield f"the counts of user {id} differ from what is there"
    for entry in entries:
        newest = (tables.tallies.get(entry.author_id) or Tally()).newest_entry_id
        if entry.id > newest:
            yield f"entry {entry.id} is newer than its author's newest"


def _entries(tables: Tables) -> Iterator[str]:
    for id, micropost in tables.microposts.items():
        entry = tables.entries.get(id)
        expected = (micropost.author_id, EntryKind.POST, micropost.visibility)
        if entry is None or (entry.author_id, entry.kind, entry.visibility) != expected:
            yield f"micropost {id} has no entry of its author's"
    for id, entry in tables.entries.items():
        if tables.microposts.get(entry.micropost_id) is None:
            yield f"entry {id} has no micropost"


def _follows(tables: Tables) -> Iterator[str]:
    for id, follow in tables.follows.items():
        pairs = (
            (follow.follower_id, follow.followee_id),
            (follow.followee_id, follow.follower_id),
        )
        if any(True for pair in pairs for _ in tables.blocks.keys("pair", pair)):
            yield f"follow {id} stands beside a block"


def _lost(tables: Tables) -> Iterator[str]:
    heard = {number for (number, _), _ in tables.deliveries.items()}
    for number, event in tables.events.items():
        if event.encoded.name == "micropost.posted" and number not in heard:
            yield f"event {number} was posted, and nobody is to react to it"


def _dead(tables: Tables) -> Iterator[str]:
    for number, reaction in tables.deliveries.keys("state", DeliveryState.DEAD):
        yield f"event {number} was given up by {reaction}"
    for id in tables.mail.keys("state", MailState.DEAD):
        yield f"mail {id} was given up"
