"""Statuses, which are our microposts, and the lists and threads they stand in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen
from msgspec import UNSET, Struct, UnsetType

from .....application.ports.microposts import MicropostView, VersionView
from .....application.ports.timelines import EntryView
from .....application.ports.users import UserView
from .....domain.givens import MOST_AT_ONCE
from .....domain.microposts import MicropostNotFound
from .....domain.users import UserId
from .accounts import Account, Accounts
from .audiences import VISIBILITIES
from .emoji import CustomEmoji
from .texts import Html, Moment, Url, moment, moment_of, paragraphs, tag_url, tags_in, user_url


class StatusMention(Struct, kw_only=True, gc=False):
    """https://docs.joinmastodon.org/entities/Status/#Mention"""

    id: str
    username: str
    url: Url
    acct: str


class StatusTag(Struct, kw_only=True, gc=False):
    """https://docs.joinmastodon.org/entities/Status/#Tag"""

    name: str
    url: Url


class Application(Struct, kw_only=True, gc=False):
    """https://docs.joinmastodon.org/entities/Application/"""

    name: str
    website: Url | None


class Status(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Status/

    What a viewer did about it is there for a user alone, and last, so that all before it can be
    kept for everybody.
    """

    id: str
    uri: Url
    url: Url | None
    created_at: Moment
    edited_at: Moment | None
    account: Account
    content: Html
    visibility: str
    sensitive: bool
    spoiler_text: str
    media_attachments: list[Any] = []
    mentions: list[StatusMention]
    tags: list[StatusTag]
    emojis: list[CustomEmoji] = []
    replies_count: int
    reblogs_count: int
    favourites_count: int
    in_reply_to_id: str | None
    in_reply_to_account_id: str | None
    reblog: "Status | None" = None
    poll: None = None
    card: None = None
    language: str | None
    application: Application | None = None
    favourited: bool | UnsetType = UNSET
    reblogged: bool | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    bookmarked: bool | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET
    filtered: list[Any] | UnsetType = UNSET
    text: str | UnsetType = UNSET  # as it was written: on deleting it alone


class StatusSource(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/StatusSource/"""

    id: str
    text: str
    spoiler_text: str


class StatusEdit(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/StatusEdit/"""

    content: Html
    spoiler_text: str
    sensitive: bool
    created_at: Moment
    account: Account
    media_attachments: list[Any] = []
    emojis: list[CustomEmoji] = []


class Context(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Context/"""

    ancestors: list[Status]
    descendants: list[Status]


@frozen(kw_only=True)
class Statuses:
    """Microposts in Mastodon's shape.  ``users`` looks up whoever wrote a whole page of them."""

    accounts: Accounts
    users: Callable[..., Sequence[UserView]]

    def of(self, views: Iterable[MicropostView], *, viewer_id: UserId | None) -> list[Status]:
        """Each with the account of its author."""
        shown = list(views)
        authors = self._authors((view.author.id for view in shown), viewer_id)
        return [
            self._status(view, authors[view.author.id], viewer_id)
            for view in shown
            if view.author.id in authors
        ]

    def one(self, view: MicropostView, *, viewer_id: UserId | None) -> Status:
        """Raises :exc:`MicropostNotFound` where its author went while it was looked at."""
        for status in self.of([view], viewer_id=viewer_id):
            return status
        raise MicropostNotFound(view.id)

    def entries(self, entries: Iterable[EntryView], *, viewer_id: UserId | None) -> list[Status]:
        """What was passed on stands in a status of whoever did."""
        shown = list(entries)
        people = [entry.micropost.author.id for entry in shown]
        people += [entry.reposted_by.id for entry in shown if entry.reposted_by is not None]
        authors = self._authors(people, viewer_id)
        return [
            self.entry(entry, authors, viewer_id)
            for entry in shown
            if entry.micropost.author.id in authors
            and (entry.reposted_by is None or entry.reposted_by.id in authors)
        ]

    def versions(self, versions: Iterable[VersionView], author: UserView) -> list[StatusEdit]:
        """What it said, the first first.  Whom earlier ones named is not known any more."""
        account = self.accounts.of(author)
        return [
            StatusEdit(
                content=paragraphs(version.text, (), base=self.accounts.base),
                spoiler_text=version.content_warning or "",
                sensitive=version.sensitive or version.content_warning is not None,
                created_at=moment(version.said_at),
                account=account,
            )
            for version in versions
        ]

    def entry(
        self, entry: EntryView, authors: Mapping[UserId, Account], viewer_id: UserId | None
    ) -> Status:
        """One, by those authors."""
        said = self._status(entry.micropost, authors[entry.micropost.author.id], viewer_id)
        if entry.reposted_by is None:
            return said
        account = authors[entry.reposted_by.id]
        return Status(
            id=str(entry.id),
            uri=f"{account.url}/{entry.micropost.id}/reposts/{entry.id}",
            url=said.url,
            created_at=moment_of(entry.id),
            edited_at=None,
            account=account,
            content=said.content,
            visibility=said.visibility,
            sensitive=said.sensitive,
            spoiler_text=said.spoiler_text,
            mentions=said.mentions,
            tags=said.tags,
            replies_count=said.replies_count,
            reblogs_count=said.reblogs_count,
            favourites_count=said.favourites_count,
            in_reply_to_id=None,
            in_reply_to_account_id=None,
            reblog=said,
            language=said.language,
            favourited=said.favourited,
            reblogged=said.reblogged,
            muted=said.muted,
            bookmarked=said.bookmarked,
            filtered=said.filtered,
        )

    def _status(self, view: MicropostView, account: Account, viewer_id: UserId | None) -> Status:
        base = self.accounts.base
        url = f"{account.url}/{view.id}"
        answered = view.in_reply_to_author
        status = Status(
            id=str(view.id),
            uri=url,
            url=url,
            created_at=moment(view.posted_at),
            edited_at=moment(view.edited_at) if view.edited_at is not None else None,
            account=account,
            content=paragraphs(view.text, tuple(view.mentions), base=base),
            visibility=VISIBILITIES[view.visibility],
            sensitive=view.sensitive or view.content_warning is not None,
            spoiler_text=view.content_warning or "",
            mentions=[
                StatusMention(id=str(id), username=handle, url=user_url(base, handle), acct=handle)
                for handle, id in view.mentions.items()
            ],
            tags=[StatusTag(name=tag, url=tag_url(base, tag)) for tag in tags_in(view.text)],
            replies_count=view.replies_count,
            reblogs_count=view.reposts_count,
            favourites_count=view.favourites_count,
            in_reply_to_id=str(view.in_reply_to_id) if view.in_reply_to_id is not None else None,
            in_reply_to_account_id=str(answered.id) if answered is not None else None,
            language=view.language,
        )
        if viewer_id is not None:
            status.favourited = view.favourited
            status.reblogged = view.reposted
            status.muted = view.muted
            status.bookmarked = view.bookmarked
            status.filtered = []
            if view.author.id == viewer_id:
                status.pinned = view.pinned
        return status

    def _authors(self, ids: Iterable[UserId], viewer_id: UserId | None) -> Mapping[UserId, Account]:
        """So many at once as anybody may ask for: one statement, but for long threads."""
        wanted = list(dict.fromkeys(ids))
        return {
            user.id: self.accounts.of(user)
            for first in range(0, len(wanted), MOST_AT_ONCE)
            for user in self.users(wanted[first : first + MOST_AT_ONCE], viewer_id=viewer_id)
        }
