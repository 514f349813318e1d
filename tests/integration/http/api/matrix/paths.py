"""Every way to read, and what the rule says who finds there: of what authors say, and of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from attrs import frozen

from tests.integration.http.api.matrix.people import (
    ANONYMOUS,
    APP,
    TAG,
    VIEWERS,
    WORD,
    People,
    Post,
)
from twite.domain.audience import Relation, may_find, may_meet, may_read, may_recall, may_show
from twite.domain.audience import may_list as may_be_listed
from twite.domain.audience import may_tell as may_be_told
from twite.domain.microposts import Micropost, PostText, Visibility
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON

STRANGERS = (ANONYMOUS, APP)  # who ask for nobody


@frozen(kw_only=True)
class Sight:
    """One who asks, and one thing an author said: the rule, and what it needs to know."""

    people: People
    viewer: str
    post: Post
    private: bool

    @property
    def viewer_id(self) -> UserId | None:
        return self.people.ids.get(self.viewer)

    @property
    def is_own(self) -> bool:
        return self.viewer == self.post.author

    @property
    def relation(self) -> Relation:
        return self.people.relation(self.viewer, self.post.author)

    @property
    def micropost(self) -> Micropost:
        return Micropost(
            id=self.people.posts[self.post],
            author_id=self.people.ids[self.post.author],
            text=PostText("what the rule does not ask"),
            visibility=self.post.visibility,
            posted_at=NOON,
        )

    def _may(self, rule: Callable[..., bool]) -> bool:
        # An app comes in to a private house by its token, and sees there what strangers see.
        private = self.private and self.viewer in STRANGERS
        return rule(self.micropost, self.viewer_id, self.relation, private=private)

    @property
    def reads(self) -> bool:
        return self._may(may_read)

    @property
    def recalls(self) -> bool:
        return self._may(may_recall)

    @property
    def shown(self) -> bool:
        return self._may(may_show)

    @property
    def finds(self) -> bool:
        return self._may(may_find)

    @property
    def meets(self) -> bool:
        return may_meet(
            self.viewer_id,
            is_active=self.relation.author_is_active,
            shut_out=self.viewer in ("blocked", "named_blocked"),
            private=self.private and self.viewer in STRANGERS,
        )

    @property
    def listed(self) -> bool:
        """Among people."""
        private = self.private and self.viewer in STRANGERS
        return self.is_own or may_be_listed(self.viewer_id, self.relation, private=private)

    @property
    def told(self) -> bool:
        """Of what the author did about them."""
        return may_be_told(self.relation)

    @property
    def is_public(self) -> bool:
        return self.post.visibility is Visibility.PUBLIC

    @property
    def is_plain(self) -> bool:
        return self.post.shape == "plain"

    @property
    def is_reposted(self) -> bool:
        """By the host, whom everybody with a name follows."""
        return self.post.visibility.is_counted

    @property
    def is_at_home(self) -> bool:
        followed = self.is_own or self.relation.follows or self.is_reposted
        return self.viewer not in STRANGERS and followed and self.shown

    @property
    def is_kept(self) -> bool:
        """Among what they favourited and bookmarked, when it named them all."""
        return (self.viewer in VIEWERS or self.is_own) and self.reads

    @property
    def is_notified(self) -> bool:
        """That they are named; and of what is their own, that somebody likes it."""
        return self.is_own or (self.relation.mentioned and self.told and self.reads)


Expectation: TypeAlias = Callable[[Sight], bool]


@frozen
class Path:
    """An address that lists things, or shows one: ``expects`` is whether what an author says is in
    what it answers; ``{id}`` is the author, ``{post}`` what they said."""

    route: str
    address: str
    expects: Expectation

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    @property
    def is_about_one(self) -> bool:
        return "{post}" in self.address or "{after}" in self.address

    @property
    def is_about_an_author(self) -> bool:
        return "{id}" in self.address


def never(_: Sight) -> bool:
    return False


def _api(route: str, expects: Expectation, query: str = "", **parts: str) -> Path:
    address = route.partition(" ")[2]
    for name, value in {"hashtag": TAG, **parts}.items():
        address = address.replace(f"{{{name}}}", value)
    return Path(route, f"{address}?{query}" if query else address, expects)


_ONE = "GET /api/v1/statuses/{id}"
_ACCOUNT = "GET /api/v1/accounts/{id}"
# fmt: off
# One line a way, so that they can be compared down the page.
OF_STATUSES: Sequence[Path] = (
    _api(_ONE, lambda s: s.reads, id="{post}"),
    _api(f"{_ONE}/context", lambda s: s.shown and not s.is_plain, id="{root}"),
    _api(f"{_ONE}/context", lambda s: s.reads and not s.is_plain, id="{after}"),
    _api(f"{_ONE}/history", lambda s: s.reads, id="{post}"),
    _api(f"{_ONE}/source", lambda s: s.is_own and s.viewer not in STRANGERS, id="{post}"),
    _api("GET /api/v1/statuses", lambda s: s.reads, "{all_posts}"),
    _api("GET /api/v1/statuses", lambda s: s.reads, "id[]={post}"),
    _api("GET /api/v1/timelines/home", lambda s: s.is_at_home, "limit=40"),
    _api("GET /api/v1/timelines/public", lambda s: s.is_public and s.shown, "limit=40"),
    _api("GET /api/v1/timelines/public", lambda s: s.is_public and s.shown, "limit=40&local=true"),
    _api("GET /api/v1/timelines/public", never, "remote=true"),
    _api("GET /api/v1/timelines/tag/{hashtag}", lambda s: s.is_public and s.shown, "limit=40"),
    _api(f"{_ACCOUNT}/statuses", lambda s: s.meets and s.reads, "limit=40"),
    _api(f"{_ACCOUNT}/statuses", lambda s: s.meets and s.reads and s.is_plain,
         "limit=40&exclude_replies=true"),
    _api(f"{_ACCOUNT}/statuses", lambda s: s.meets and s.reads, "limit=40&exclude_reblogs=true"),
    _api(f"{_ACCOUNT}/statuses", lambda s: s.meets and s.reads and s.is_public,
         f"limit=40&tagged={TAG}"),
    _api(f"{_ACCOUNT}/statuses",
         lambda s: s.meets and s.reads and s.is_plain and s.is_reposted, "pinned=true"),
    _api(f"{_ACCOUNT}/statuses", lambda s: s.is_reposted and s.shown, "limit=40", id="{host}"),
    _api("GET /api/v2/search", lambda s: s.finds, f"q={WORD}&limit=40"),
    _api("GET /api/v2/search", lambda s: s.finds, f"q={WORD}&limit=40&type=statuses"),
    _api("GET /api/v2/search", lambda s: s.finds, f"q=%23{TAG}&limit=40"),
    _api("GET /api/v2/search", lambda s: s.finds, f"q={WORD}&limit=40&account_id={{id}}"),
    _api("GET /api/v1/favourites", lambda s: s.is_kept, "limit=40"),
    _api("GET /api/v1/bookmarks", lambda s: s.is_kept, "limit=40"),
    _api("GET /api/v1/notifications", lambda s: s.is_notified, "limit=80"),
    _api("GET /api/v1/notifications", lambda s: s.is_notified and not s.is_own,
         "limit=80&types[]=mention"),
)
# What an author's earlier words are read at: nowhere else.
OF_FORMER_WORDS: Mapping[str, Expectation] = {f"{_ONE}/history": lambda s: s.recalls}
# Whether the author stands in what it answers.
OF_ACCOUNTS: Sequence[Path] = (
    _api(_ACCOUNT, lambda s: s.meets),
    _api("GET /api/v1/accounts", lambda s: s.meets, "{all_authors}"),
    _api("GET /api/v1/accounts/lookup", lambda s: s.meets, "acct={author}"),
    _api("GET /api/v1/accounts/search", lambda s: s.meets and s.viewer not in STRANGERS,
         "q={author}"),
    _api("GET /api/v2/search", lambda s: s.meets, "q={author}&type=accounts"),
    _api("GET /api/v1/accounts/relationships", lambda s: s.meets and s.viewer not in STRANGERS,
         "{all_authors}"),
    _api(f"{_ACCOUNT}/followers", lambda s: s.listed, "limit=80", id="{host}"),
    _api(f"{_ACCOUNT}/following", lambda s: s.listed, "limit=80", id="{host}"),
    _api(f"{_ONE}/favourited_by", lambda s: s.listed, "limit=80", id="{root}"),
    _api(f"{_ONE}/reblogged_by", lambda s: s.listed, "limit=80", id="{root}"),
    _api("GET /api/v1/notifications", lambda s: s.viewer in VIEWERS and s.told,
         "limit=80&types[]=favourite"),
    _api("GET /api/v1/blocks",
         lambda s: s.viewer == "blocker" and s.relation.author_is_active, "limit=80"),
    _api("GET /api/v1/mutes",
         lambda s: s.relation.muted and s.relation.author_is_active, "limit=80"),
)
# fmt: on
# Who is let in at all; what is said of one they may not read is what is said of none.
DOORS: Mapping[str, Expectation] = {
    f"{_ONE}/context": lambda s: s.reads,
    f"{_ONE}/favourited_by": lambda s: s.reads,
    f"{_ONE}/reblogged_by": lambda s: s.reads,
    f"{_ONE}/history": lambda s: s.reads,
    f"{_ONE}/source": lambda s: s.is_own,
    _ONE: lambda s: s.reads,
    f"{_ACCOUNT}/statuses": lambda s: s.meets,
    f"{_ACCOUNT}/followers": lambda s: s.meets,
    f"{_ACCOUNT}/following": lambda s: s.meets,
    _ACCOUNT: lambda s: s.meets,
}


def hears_of_reposts(sight: Sight, *, listed: bool) -> bool:
    """Whether an author's repost of something harmless passes before somebody: among what many
    say, or on the author's own profile."""
    if sight.is_own:
        return True
    relation = sight.relation
    hidden = relation.muted or relation.hides_reposts
    if listed:
        return relation.follows and sight.listed and not hidden
    return sight.meets and sight.listed
