"""Accounts, which are our users, and how they stand to each other."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from msgspec import UNSET, Struct, UnsetType

from .....application.ports.follows import RelationView
from .....application.ports.mutes import MuteView
from .....application.ports.users import UserView
from .....domain.preferences import Preferred
from .....domain.users import Role as HouseRole
from .....domain.users import UserId
from .audiences import VISIBILITIES
from .emoji import CustomEmoji
from .texts import Day, Html, Moment, Url, line, moment, paragraphs, user_url


class Field(Struct, gc=False):
    """https://docs.joinmastodon.org/entities/Account/#Field"""

    name: str
    value: Html
    verified_at: Moment | None = None


class Account(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Account/"""

    id: str
    username: str
    acct: str
    uri: Url
    url: Url
    display_name: str
    note: Html
    avatar: Url
    avatar_static: Url
    avatar_description: str = ""
    header: Url
    header_static: Url
    header_description: str = ""
    locked: bool
    bot: bool = False
    group: bool = False
    discoverable: bool | None = True
    indexable: bool = True
    noindex: bool = False
    created_at: Moment
    last_status_at: Day | None
    statuses_count: int
    followers_count: int
    following_count: int
    emojis: list[CustomEmoji] = []
    fields: list[Field] = []
    roles: list[Any] = []
    mute_expires_at: Moment | UnsetType | None = UNSET  # in the list of mutes alone


class Source(Struct, kw_only=True):
    """What somebody wrote of themselves, as they wrote it, and how they post."""

    note: str
    fields: list[Field]
    privacy: str
    sensitive: bool
    language: str | None
    follow_requests_count: int
    indexable: bool = True
    discoverable: bool | None = True
    hide_collections: bool | None = False


class Role(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Role/"""

    id: str
    name: str
    permissions: str = "0"
    color: str = ""
    highlighted: bool


class CredentialAccount(Account, kw_only=True):
    """https://docs.joinmastodon.org/entities/Account/#CredentialAccount"""

    source: Source
    role: Role


class Relationship(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Relationship/"""

    id: str
    following: bool
    showing_reblogs: bool
    notifying: bool
    languages: list[str] | None = None
    followed_by: bool
    blocking: bool
    blocked_by: bool = False  # nobody is told that
    muting: bool
    muting_notifications: bool
    requested: bool
    requested_by: bool
    domain_blocking: bool = False
    endorsed: bool = False
    note: str


ROLES: Mapping[HouseRole, Role] = {
    HouseRole.USER: Role(id="-99", name="", highlighted=False),
    HouseRole.MODERATOR: Role(id="1", name="Moderator", highlighted=True),
    HouseRole.ADMIN: Role(id="2", name="Admin", highlighted=True),
}


@frozen(kw_only=True)
class Accounts:
    """Users in Mastodon's shape: their addresses are those of the site."""

    base: str
    avatar: Url
    header: Url

    def of(self, user: UserView) -> Account:
        return Account(**self._facts(user))

    def muted(self, mute: MuteView) -> Account:
        """One of those somebody muted, and until when."""
        until = moment(mute.expires_at) if mute.expires_at is not None else None
        return Account(**self._facts(mute.user), mute_expires_at=until)

    def own(
        self, user: UserView, preferred: Preferred, *, requests: int, language: str | None
    ) -> CredentialAccount:
        """One's own, with what is for oneself alone."""
        return CredentialAccount(
            **self._facts(user),
            source=Source(
                note=user.bio,
                fields=[Field(name, value) for name, value in user.links],
                privacy=VISIBILITIES[preferred.visibility],
                sensitive=preferred.sensitive,
                language=str(preferred.language) if preferred.language else language,
                follow_requests_count=requests,
            ),
            role=ROLES[user.role],
        )

    def url(self, handle: str) -> Url:
        return user_url(self.base, handle)

    def _facts(self, user: UserView) -> dict[str, Any]:
        url = self.url(user.handle)
        posted_on = user.last_posted_on
        return {
            "id": str(user.id),
            "username": user.handle,
            "acct": user.handle,
            "uri": url,
            "url": url,
            "display_name": user.display_name,
            "note": paragraphs(user.bio, (), base=self.base),
            "avatar": self.avatar,
            "avatar_static": self.avatar,
            "header": self.header,
            "header_static": self.header,
            "locked": user.is_locked,
            "created_at": moment(user.registered_at),
            "last_status_at": posted_on.isoformat() if posted_on is not None else None,
            "statuses_count": user.posts_count,
            "followers_count": user.followers_count,
            "following_count": user.following_count,
            "fields": [Field(name, line(value, base=self.base)) for name, value in user.links],
        }


def relationship(id: UserId, relation: RelationView) -> Relationship:
    """How the viewer stands to somebody."""
    return Relationship(
        id=str(id),
        following=relation.following,
        showing_reblogs=relation.shows_reposts,
        notifying=relation.notifies,
        followed_by=relation.followed_by,
        blocking=relation.blocking,
        muting=relation.muting,
        muting_notifications=relation.muting_notifications,
        requested=relation.requested,
        requested_by=relation.requested_by,
        note=relation.note,
    )
