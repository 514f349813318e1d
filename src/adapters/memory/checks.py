"""Proof that a world in memory is sound."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from attrs import frozen

from ...application.ports.checks import SLACK, Checks
from ...application.ports.outbox import DeliveryState
from ...domain.mail import MailKind, MailState
from ...domain.microposts import MOST_PINS, Micropost, MicropostPosted, Visibility
from ...domain.notifications import SAID
from ...domain.reposts import is_repostable
from ...domain.timelines import Entry, EntryId, EntryKind
from ...domain.users import UserId, UserState
from ..events import decode
from .drafts import draft_faults
from .erasure import left
from .oauth import oauth_faults
from .rows import Standing, Tally
from .store import Store, Tables
from .timelines import last_posted_at


@frozen
class MemoryChecks(Checks):
    _store: Store

    def findings(self) -> Sequence[str]:
        with self._store.reading() as tables:
            return [
                *_tallies(tables),
                *_entries(tables),
                *_replies(tables),
                *draft_faults(tables),
                *oauth_faults(tables),
                *_pins(tables),
                *_follows(tables),
                *_follow_requests(tables),
                *_mistermed(tables),
                *_reactions(tables),
                *_misnamed(tables),
                *_untold(tables),
                *_notifications(tables),
                *_lost(tables),
                *_dead(tables),
                *_left(tables),
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
        if tally.last_posted_at != last_posted_at(tables, id):
            yield f"when user {id} last posted is not what is there"
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
        about = tables.microposts.get(entry.micropost_id)
        if about is None:
            yield f"entry {id} has no micropost"
        elif entry.is_repost and not _is_passed_on(entry, about):
            yield f"entry {id} passes on what was not said to everyone"


def _replies(tables: Tables) -> Iterator[str]:
    counted = Counter(
        micropost.in_reply_to_id
        for _, micropost in tables.microposts.items()
        if micropost.visibility.is_counted
    )
    for id, micropost in tables.microposts.items():
        if (tables.standings.get(id) or Standing()).replies != counted[micropost.id]:
            yield f"the replies to micropost {id} are not as many as counted"
        earlier = sum(1 for _ in tables.edits.keys("micropost", id))
        if earlier != micropost.version - 1:
            yield f"micropost {id} lost what it said before an edit"
        if micropost.in_reply_to_id is None:
            continue
        answered = tables.microposts.get(micropost.in_reply_to_id)
        if answered is None:
            continue
        if micropost.ancestor_ids != answered.branch or id < answered.id:
            yield f"micropost {id} does not stand below what it answers"
        entry = tables.entries.get(id)
        if entry is not None and entry.answered_id != answered.author_id:
            yield f"entry {id} does not know whom it answers"


def _reactions(tables: Tables) -> Iterator[str]:
    favourites = Counter(favourite.micropost_id for _, favourite in tables.favourites.items())
    reposts = Counter(e.micropost_id for _, e in tables.entries.items() if e.is_repost)
    for micropost in [micropost for _, micropost in tables.microposts.items()]:
        standing = tables.standings.get(micropost.id) or Standing()
        if standing.favourites != favourites[micropost.id]:
            yield f"the favourites of micropost {micropost.id} are not as many as counted"
        if standing.reposts != reposts[micropost.id]:
            yield f"the reposts of micropost {micropost.id} are not as many as counted"


def _is_passed_on(entry: Entry, micropost: Micropost) -> bool:
    said_to, author_id = micropost.visibility, micropost.author_id
    return entry.visibility is said_to and is_repostable(said_to, author_id, by=entry.author_id)


def _pins(tables: Tables) -> Iterator[str]:
    pins = [pin for _, pin in tables.pins.items()]
    for author_id, number in Counter(pin.author_id for pin in pins).items():
        if number > MOST_PINS:
            yield f"the profile of user {author_id} begins with too many"
    for pin in pins:
        micropost = tables.microposts.get(pin.micropost_id)
        if micropost is None or micropost.visibility is Visibility.MENTIONED:
            yield f"micropost {pin.micropost_id} is pinned, and for some alone"


def _follows(tables: Tables) -> Iterator[str]:
    for id, follow in tables.follows.items():
        pairs = (
            (follow.follower_id, follow.followee_id),
            (follow.followee_id, follow.follower_id),
        )
        if any(True for pair in pairs for _ in tables.blocks.keys("pair", pair)):
            yield f"follow {id} stands beside a block"


def _follow_requests(tables: Tables) -> Iterator[str]:
    for id, request in tables.follow_requests.items():
        there = (request.requester_id, request.requested_id)
        if any(True for pair in (there, there[::-1]) for _ in tables.blocks.keys("pair", pair)):
            yield f"request {id} stands beside a block"
        if any(True for _ in tables.follows.keys("pair", there)):
            yield f"request {id} stands beside the follow it asks for"


def _mistermed(tables: Tables) -> Iterator[str]:
    kept = dict(tables.terms.items())
    for id, micropost in tables.microposts.items():
        if kept.pop(id, None) != micropost.terms:
            yield f"micropost {id} is not found by what it says"
    for id in kept:
        yield f"something is found as micropost {id}, which is not there"


def _misnamed(tables: Tables) -> Iterator[str]:
    """Mentioned is who was named; who was named and known is mentioned."""
    for id, micropost in tables.microposts.items():
        named = micropost.text.mentions
        mentioned = {
            user.handle.value
            for user_id in micropost.mentioned_ids
            if (user := tables.users.get(user_id)) is not None
        }
        if mentioned - named:
            yield f"micropost {id} mentions somebody its text does not name"
        if any(_was_known(tables, handle, micropost) for handle in named - mentioned):
            yield f"micropost {id} names somebody it does not mention"


def _was_known(tables: Tables, handle: str, micropost: Micropost) -> bool:
    """And active, as far as that is known."""
    said_at = micropost.edited_at or micropost.posted_at
    return any(
        user.state is UserState.ACTIVE
        and max(user.registered_at, user.state_since or user.registered_at) <= said_at - SLACK
        for user in tables.users.find("handle", handle)
    )


def _untold(tables: Tables) -> Iterator[str]:
    """Once a micropost was delivered, whoever it mentions or answers was notified, and whoever it
    mentions is to get a mail."""
    for number, reaction in tables.deliveries.keys("state", DeliveryState.DONE):
        row = tables.events.get(number)
        event = decode(row.encoded) if row is not None else None
        micropost = _said_once(tables, event) if isinstance(event, MicropostPosted) else None
        if event is None or micropost is None:
            continue
        others = micropost.mentioned_ids - {micropost.author_id}
        if reaction == "notify_mentioned" and not all(
            _is_notified(tables, user_id, micropost)
            for user_id in others | _answered(tables, micropost)
        ):
            yield f"event {number} was delivered, and not everybody it is said to was notified"
        if reaction == "mail_mentioned" and not all(
            _is_mailed(tables, user_id, micropost, event.at) for user_id in others
        ):
            yield f"event {number} was delivered, and not everybody it mentions is to get a mail"


def _said_once(tables: Tables, event: MicropostPosted) -> Micropost | None:
    """The micropost, as it was told of; None once it was edited or deleted."""
    micropost = tables.microposts.get(event.micropost_id)
    return micropost if micropost is not None and micropost.edited_at is None else None


def _answered(tables: Tables, micropost: Micropost) -> set[UserId]:
    entry = tables.entries.get(EntryId(micropost.id))
    answered_id = entry.answered_id if entry is not None else None
    return {answered_id} - {micropost.author_id} if answered_id is not None else set()


def _is_notified(tables: Tables, user_id: UserId, micropost: Micropost) -> bool:
    user = tables.users.get(user_id)
    if user is None or user.is_closed:
        return True
    return any(
        True
        for kind in SAID
        for _ in tables.notifications.keys(
            "same", (user_id, kind, micropost.author_id, micropost.id)
        )
    )


def _is_mailed(tables: Tables, user_id: UserId, micropost: Micropost, at: datetime) -> bool:
    credential = tables.credentials.get(user_id)
    if credential is None or credential.set_at > at - SLACK:
        return True
    same = (user_id, MailKind.MENTION, micropost.id)
    return any(True for _ in tables.mail.keys("same", same))


def _notifications(tables: Tables) -> Iterator[str]:
    for id, told in tables.notifications.items():
        if told.recipient_id == told.actor_id:
            yield f"notification {id} tells somebody of what they did themselves"


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
    for id, mail in tables.mail.items():
        if mail.to is not None and mail.state in (MailState.SENT, MailState.DROPPED):
            yield f"mail {id} is decided, and the address it went to is still there"


def _left(tables: Tables) -> Iterator[str]:
    for name, id in left(tables):
        yield f"user {id} was erased, and {name} still knows of them"
