"""Lists of statuses as they are sent, made of what is remembered of them.

What is the same for everybody until somebody edits it is encoded once for each version, with gaps
for all the rest: the counts, and what a viewer did.  That is asked each time, and with it who may
see it: what that answer does not name is not looked for here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias, cast

import msgspec
from attrs import frozen
from msgspec import UNSET, Raw, Struct

from .....application.ports.microposts import AuthorView, MicropostStamp, MicropostView
from .....application.ports.timelines import EntryView
from .....application.ports.users import UserStamp, UserView
from .....application.timelines import Entries
from .....domain.givens import MOST_AT_ONCE
from .....domain.microposts import MicropostId
from .....domain.timelines import Entry, EntryId, EntryKind
from .....domain.users import UserId
from .remembered import Remembered
from .statuses import Status, Statuses

TEXT, NUMBER = Raw(b"\0"), Raw(b"\1")  # gaps: JSON has neither in it
ENCODER = msgspec.json.Encoder()
WORDS = (b"false", b"true")
NOTHING = b"null"

_COUNTS = {"replies_count": NUMBER, "reblogs_count": NUMBER, "favourites_count": NUMBER}
_DID = dict.fromkeys(("favourited", "reblogged", "muted", "bookmarked", "pinned"), TEXT)
_ANSWERED = {"in_reply_to_id": TEXT, "in_reply_to_account_id": TEXT}
STATUS_GAPS = {"account": TEXT, **_COUNTS, **_ANSWERED, **_DID}
REPOST_GAPS = {"account": TEXT, **_COUNTS, "reblog": TEXT, **_DID}
ACCOUNT_GAPS = {
    "last_status_at": TEXT,
    "statuses_count": NUMBER,
    "followers_count": NUMBER,
    "following_count": NUMBER,
}

Key: TypeAlias = tuple[int, ...]
Forms: TypeAlias = dict[Key, bytes]  # renderings with gaps


class Line(NamedTuple):
    """What stands in a list: a micropost, and who passed it on, if anybody did."""

    id: EntryId
    micropost_id: MicropostId
    reposter_id: UserId | None

    @classmethod
    def of(cls, entry: Entry) -> "Line":
        return cls(entry.id, entry.micropost_id, entry.author_id if entry.is_repost else None)


@frozen(kw_only=True)
class Renderings:
    """Without room to remember anything, the same from what is looked up each time."""

    statuses: Statuses
    entries: Entries
    microposts: Callable[..., Sequence[MicropostView]]
    users: Callable[..., Sequence[UserView]]
    remembered: Remembered

    def listed(self, entries: Iterable[Entry], *, viewer_id: UserId | None) -> list[Status]:
        """A page of a timeline, as it is sent; what the viewer may not see is left out."""
        lines = [Line.of(entry) for entry in entries]
        return [status for _, status in self._rendered(lines, viewer_id)]

    def said(
        self, ids: Iterable[MicropostId], *, viewer_id: UserId | None
    ) -> Mapping[MicropostId, Status]:
        """Those microposts, as they are sent, that the viewer may see."""
        lines = [Line(EntryId(id), id, None) for id in ids]
        return {line.micropost_id: status for line, status in self._rendered(lines, viewer_id)}

    def _rendered(
        self, lines: Sequence[Line], viewer_id: UserId | None
    ) -> Iterable[tuple[Line, Status]]:
        if not lines:
            return []
        if not self.remembered.most_bytes:
            places = {line.id: line for line in lines}
            made = self.statuses.entries(self._dressed(lines, viewer_id), viewer_id=viewer_id)
            return [(places[EntryId(int(status.id))], status) for status in made]
        about = list(dict.fromkeys(line.micropost_id for line in lines))
        said = self.entries.stamps(about, viewer_id=viewer_id)
        ids = {stamp.author_id for stamp in said.values()}
        ids.update(line.reposter_id for line in lines if line.reposter_id is not None)
        people = self.entries.user_stamps(list(ids), viewer_id=viewer_id)
        page = _Page(people, viewer_id)
        items = list(page.items(lines, said))
        return page.filled(items, self._forms(page, items))

    def _forms(self, page: "_Page", items: Sequence["_Item"]) -> Forms:
        """What is remembered of them, and what is now."""
        wanted = {key for item in items for key in item.keys}
        asked = {key: self.remembered.get(key) for key in wanted}
        forms = {key: form for key, form in asked.items() if form is not None}
        if len(forms) < len(wanted):
            unknown = [item for item in items if not forms.keys() >= set(item.keys)]
            for key, form in self._encoded(page, unknown):
                self.remembered.put(key, form)
                forms[key] = form
        return forms

    def _encoded(self, page: "_Page", items: Sequence["_Item"]) -> Iterator[tuple[Key, bytes]]:
        ids = list({id for item in items for id in item.people})
        accounts = {
            user.id: self.statuses.accounts.of(user)
            for some in _at_once(ids)
            for user in self.users(some, viewer_id=page.viewer_id)
        }
        places = {item.line.id: item for item in items}
        for entry in self._dressed([item.line for item in items], page.viewer_id):
            item = places[entry.id]
            if accounts.keys() >= set(item.people):
                status = self.statuses.entry(entry, accounts, page.viewer_id)
                yield item.said, _with_gaps(status.reblog or status, STATUS_GAPS)
                if item.passed_on is not None:
                    yield item.passed_on, _with_gaps(status, REPOST_GAPS)
        for id, account in accounts.items():
            yield page.account(id), _with_gaps(account, ACCOUNT_GAPS)

    def _dressed(self, lines: Sequence[Line], viewer_id: UserId | None) -> Iterator[EntryView]:
        ids = list(dict.fromkeys(line.micropost_id for line in lines))
        views = {
            view.id: view
            for some in _at_once(ids)
            for view in self.microposts(some, viewer_id=viewer_id)
        }
        for id, micropost_id, reposter_id in lines:
            if micropost_id in views:
                yield EntryView(
                    id=id,
                    kind=EntryKind.POST if reposter_id is None else EntryKind.REPOST,
                    micropost=views[micropost_id],
                    reposted_by=_nameless(reposter_id) if reposter_id is not None else None,
                )


class _Item(NamedTuple):
    """A line, with all keys under which what it looks like is remembered."""

    line: Line
    stamp: MicropostStamp
    people: Sequence[UserId]  # who said it, and who passed it on
    said: Key
    passed_on: Key | None
    accounts: Sequence[Key]

    @property
    def keys(self) -> Sequence[Key]:
        beside = () if self.passed_on is None else (self.passed_on,)
        return (self.said, *beside, *self.accounts)


@frozen
class _Page:
    """Whom a viewer may know of, and how what stands there looks to them."""

    people: Mapping[UserId, UserStamp]
    viewer_id: UserId | None

    def items(
        self, lines: Iterable[Line], said: Mapping[MicropostId, MicropostStamp]
    ) -> Iterator[_Item]:
        """What the viewer may see of it.  Which gaps it has depends on whether anybody looks, and
        whether it is theirs."""
        for line in lines:
            stamp = said.get(line.micropost_id)
            if stamp is None:
                continue
            by = line.reposter_id
            people = (stamp.author_id,) if by is None else (stamp.author_id, by)
            if not all(id in self.people for id in people):
                continue
            gaps = 0 if self.viewer_id is None else 2 if stamp.author_id == self.viewer_id else 1
            version = stamp.version, stamp.mentions_count, gaps
            yield _Item(
                line,
                stamp,
                people,
                said=(stamp.id, *version),
                passed_on=None if by is None else (line.id, *version),
                accounts=[self.account(id) for id in people],
            )

    def account(self, id: UserId) -> Key:
        return id, self.people[id].version

    def filled(self, items: Iterable[_Item], forms: Forms) -> Iterator[tuple[Line, Status]]:
        """All gaps closed; what went meanwhile is left out."""
        accounts = {
            id: forms[self.account(id)] % _of_account(stamp)
            for id, stamp in self.people.items()
            if self.account(id) in forms
        }
        for item in items:
            if all(key in forms for key in item.keys):
                # msgspec writes what is encoded as it stands.
                yield item.line, cast(Status, Raw(self._filled(item, forms, accounts)))

    def _filled(self, item: _Item, forms: Forms, accounts: Mapping[UserId, bytes]) -> bytes:
        stamp = item.stamp
        counts = stamp.replies_count, stamp.reposts_count, stamp.favourites_count
        answered = _quoted(stamp.in_reply_to_id), _quoted(stamp.in_reply_to_author_id)
        did = self._did(stamp)
        own = (WORDS[stamp.pinned],) if stamp.author_id == self.viewer_id else ()
        said = forms[item.said] % (accounts[stamp.author_id], *counts, *answered, *did, *own)
        if item.passed_on is None:
            return said
        return forms[item.passed_on] % (accounts[item.people[-1]], *counts, said, *did)

    def _did(self, stamp: MicropostStamp) -> Sequence[bytes]:
        if self.viewer_id is None:
            return ()
        return (
            WORDS[stamp.favourited],
            WORDS[stamp.reposted],
            WORDS[stamp.muted],
            WORDS[stamp.bookmarked],
        )


def _with_gaps(entity: Struct, gaps: Mapping[str, Raw]) -> bytes:
    """It encoded, to be filled with ``%``."""
    for name, gap in gaps.items():
        if getattr(entity, name) is not UNSET:
            setattr(entity, name, gap)
    encoded = ENCODER.encode(entity).replace(b"%", b"%%")
    return encoded.replace(b"\0", b"%b").replace(b"\1", b"%d")


def _of_account(stamp: UserStamp) -> tuple[object, ...]:
    last = _day(stamp.last_posted_on)
    return last, stamp.posts_count, stamp.followers_count, stamp.following_count


def _day(on: date | None) -> bytes:
    return NOTHING if on is None else f'"{on.isoformat()}"'.encode()


def _quoted(id: int | None) -> bytes:
    return NOTHING if id is None else b'"%d"' % id


def _nameless(id: UserId) -> AuthorView:
    """Whoever passed it on is looked up with the others."""
    return AuthorView(id=id, handle="", display_name="")


def _at_once(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many as anybody may ask for."""
    for first in range(0, len(ids), MOST_AT_ONCE):
        yield ids[first : first + MOST_AT_ONCE]
