"""Authors in every state, people in every relation to them, and what the authors said to whom."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from attrs import Factory, define, evolve, frozen

from tests.integration.http.api.programs import App
from tests.integration.http.conftest import SETTINGS
from tests.unit.application.worlds import become, downwards, lock
from twite.application.ports.notifications import NotificationView
from twite.domain.audience import Relation
from twite.domain.microposts import MicropostId, Visibility
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded, connect
from twite.entrypoints.testing.clock import StoppedClock

TAG = "canaries"
WORD = "teapot"  # in all that the authors say
MINUTE = timedelta(minutes=1)

AUTHORS = ("active", "silenced", "suspended", "closed")
VIEWERS: Mapping[str, Relation] = {
    "stranger": Relation(),
    "follower": Relation(follows=True),
    "picky": Relation(follows=True, hides_reposts=True),
    "requester": Relation(),
    "rejected": Relation(),
    "leaver": Relation(),
    "removed": Relation(),
    "forgiven": Relation(),
    "blocked": Relation(blocked=True),
    "blocker": Relation(blocked=True),
    "muter": Relation(muted=True),
    "deaf": Relation(muted=True, notifications_muted=True),
    "muting_follower": Relation(follows=True, muted=True),
    "named": Relation(mentioned=True),
    "named_follower": Relation(follows=True, mentioned=True),
    "named_blocked": Relation(blocked=True, mentioned=True),
    "named_muter": Relation(muted=True, mentioned=True),
}
ANONYMOUS, APP = "anonymous", "app"  # nobody, and an app with a token of its own
SHAPES = ("plain", "answer")
NOTHING = MicropostId(0)  # said yet


@frozen
class Post:
    """What an author said, once in answer to the host's thread and once not."""

    author: str
    visibility: Visibility
    shape: str

    @property
    def key(self) -> str:
        return f"{self.author}x{self.visibility.value}x{self.shape}"

    @property
    def canary(self) -> str:
        """What it says now."""
        return f"canary{self.key}"

    @property
    def former(self) -> str:
        """What it said before it was edited, when it named everybody."""
        return f"former{self.key}"


POSTS = tuple(Post(a, v, s) for a in AUTHORS for v in Visibility for s in SHAPES)


@define
class People:
    """Who lives there, what they said, and the token of each."""

    twite: Embedded
    app: App
    clock: StoppedClock
    ids: dict[str, UserId] = Factory(dict)
    posts: dict[Post, MicropostId] = Factory(dict)
    afterwards: dict[Post, MicropostId] = Factory(dict)  # what the host replied to it
    passed: dict[str, MicropostId] = Factory(dict)  # what an author reposted of the guest's
    own: dict[str, MicropostId] = Factory(dict)  # what a viewer said
    root: MicropostId = NOTHING
    told: dict[tuple[str, Post], int] = Factory(dict)  # which notification says that one is named
    tokens: dict[str, str | None] = Factory(dict)

    def relation(self, viewer: str, author: str) -> Relation:
        """How somebody stands to an author, mentioned in what they say now or not."""
        return evolve(
            VIEWERS.get(viewer, Relation()),
            author_is_active=author in ("active", "silenced"),
            author_is_silenced=author == "silenced",
        )

    @property
    def viewers(self) -> tuple[str, ...]:
        """All who ask; of the authors, those whose tokens are known still."""
        return (*VIEWERS, ANONYMOUS, APP, "active", "silenced")


@contextmanager
def a_world(folder: Path) -> Iterator[People]:
    """On SQLite, as it is served."""
    clock = StoppedClock()
    url = f"sqlite:///{folder / 'matrix.db'}"
    with connect(url, SETTINGS, migrate=True, clock=clock) as twite:
        people = People(twite, App.registered(twite), clock)
        with twite.users.unit_of_work():  # one sync for all of it
            _settle(people)
            _talk(people)
            _react(people)
        twite.drain()
        _note(people)
        with twite.users.unit_of_work():
            for author in AUTHORS:
                _edit(people, author)
                _fall_out(people, author)
        twite.drain()
        _end(people)
        yield people


def _settle(people: People) -> None:
    """Everybody reads everybody else."""
    twite = people.twite
    for name in ("host", "guest", *AUTHORS, *VIEWERS):
        people.ids[name] = twite.users.register(handle=name)
    for name in (*AUTHORS, *VIEWERS):
        twite.follows.follow(by=people.ids[name], whom=people.ids["host"])
        twite.follows.follow(by=people.ids["host"], whom=people.ids[name])
    for name in VIEWERS:
        for author in AUTHORS:
            twite.follows.follow(by=people.ids[author], whom=people.ids[name])
    people.tokens = {name: people.app.token_of(people.ids[name]) for name in (*AUTHORS, *VIEWERS)}
    people.tokens |= {ANONYMOUS: None, APP: people.app.token()}


def _talk(people: People) -> None:
    twite, ids, post = people.twite, people.ids, people.twite.microposts.post
    people.root = post(author_id=ids["host"], text="everybody, what do you say?")
    everybody = " ".join(f"@{name}" for name in (*VIEWERS, "host"))
    for name in VIEWERS:
        people.own[name] = post(author_id=ids[name], text=f"own of {name}")
    for said in POSTS:
        people.clock.forward(MINUTE)
        people.posts[said] = post(
            author_id=ids[said.author],
            text=f"{everybody} {said.former}",
            visibility=said.visibility,
            in_reply_to_id=people.root if said.shape == "answer" else None,
        )
        if said.shape == "answer":
            people.afterwards[said] = post(
                author_id=ids["host"], text="indeed", in_reply_to_id=people.posts[said]
            )
    for author in AUTHORS:
        people.passed[author] = post(
            author_id=ids["guest"], text=f"passed{author}x", visibility=Visibility.UNLISTED
        )
        twite.reposts.repost(people.passed[author], by=ids[author])


def _react(people: People) -> None:
    twite, ids = people.twite, people.ids
    for said, id in people.posts.items():
        for name in (*VIEWERS, *AUTHORS):
            if name in VIEWERS or name == said.author:
                twite.favourites.favourite(id, by=ids[name])
                twite.bookmarks.bookmark(id, by=ids[name])
        if said.visibility.is_counted:
            twite.reposts.repost(id, by=ids["host"])
        if said.visibility.is_counted and said.shape == "plain":
            twite.microposts.pin(id, by=ids[said.author])
    for author in AUTHORS:
        twite.favourites.favourite(people.root, by=ids[author])
        twite.reposts.repost(people.root, by=ids[author])
        for name in VIEWERS:
            twite.favourites.favourite(people.own[name], by=ids[author])


def _note(people: People) -> None:
    """Which notification tells whom of what."""
    said = {id: one for one, id in people.posts.items()}
    for name in VIEWERS:
        for told in _told(people, name):
            if told.micropost is not None and told.micropost.id in said:
                people.told[name, said[told.micropost.id]] = told.id


def _told(people: People, name: str) -> list[NotificationView]:
    page = people.twite.notifications.page
    id = people.ids[name]
    return downwards(lambda cursor: page(recipient_id=id, cursor=cursor), limit=40)


def _edit(people: People, author: str) -> None:
    """From now on it names some alone."""
    named = " ".join(f"@{name}" for name, bond in VIEWERS.items() if bond.mentioned)
    for said, id in people.posts.items():
        if said.author == author:
            text = f"{named} {said.canary} {WORD} #{TAG}"
            people.twite.microposts.edit(id, by=people.ids[author], text=text)


def _fall_out(people: People, author: str) -> None:
    """Who follows follows; then the author is locked; then the rest comes between them."""
    twite, whom = people.twite, people.ids[author]
    for name, bond in VIEWERS.items():
        if bond.follows or name in ("leaver", "removed", "blocked", "blocker"):
            by = people.ids[name]
            twite.follows.follow(by=by, whom=whom, reposts=not bond.hides_reposts)
    lock(twite, whom)
    for name in VIEWERS:
        if deed := DEEDS.get(name):
            deed(twite, people.ids[name], whom)


def _requested(twite: Embedded, by: UserId, whom: UserId) -> None:
    twite.follows.follow(by=by, whom=whom)


def _rejected(twite: Embedded, by: UserId, whom: UserId) -> None:
    twite.follows.follow(by=by, whom=whom)
    twite.follows.reject(by=whom, whom=by)


def _forgiven(twite: Embedded, by: UserId, whom: UserId) -> None:
    twite.blocks.block(by=whom, whom=by)
    twite.blocks.unblock(by=whom, whom=by)


def _left(twite: Embedded, by: UserId, whom: UserId) -> None:
    twite.follows.unfollow(by=by, whom=whom)


def _removed(twite: Embedded, by: UserId, whom: UserId) -> None:
    twite.follows.remove_follower(by=whom, whom=by)


def _blocked(twite: Embedded, by: UserId, whom: UserId) -> None:
    twite.blocks.block(by=whom, whom=by)


def _blocks(twite: Embedded, by: UserId, whom: UserId) -> None:
    twite.blocks.block(by=by, whom=whom)


def _mutes(twite: Embedded, by: UserId, whom: UserId) -> None:
    twite.mutes.mute(by=by, whom=whom, notifications=False)


def _mutes_all(twite: Embedded, by: UserId, whom: UserId) -> None:
    twite.mutes.mute(by=by, whom=whom)


DEEDS: Mapping[str, Callable[[Embedded, UserId, UserId], None]] = {
    "requester": _requested,
    "rejected": _rejected,
    "forgiven": _forgiven,
    "leaver": _left,
    "removed": _removed,
    "blocked": _blocked,
    "blocker": _blocks,
    "muter": _mutes,
    "deaf": _mutes_all,
    "muting_follower": _mutes,
    "named_blocked": _blocked,
    "named_muter": _mutes,
}


def _end(people: People) -> None:
    """The house does to the authors what their names say; nothing is erased yet."""
    people.twite.users.silence(people.ids["silenced"])
    become(people.twite, people.ids["suspended"], UserState.SUSPENDED)
    become(people.twite, people.ids["closed"], UserState.CLOSED)
