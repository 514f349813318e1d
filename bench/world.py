"""The world the benchmark is measured in, written straight into the tables.

It is the world `twite seed` makes through the facade (the same people, the same texts), without
what each deed says to the outbox.  `twite check` must find nothing in it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from typing import Any

from attrs import Factory, define
from sqlalchemy import Table, insert

from bench.reading import Readers
from bench.remembering import MemoryFloor
from twite.adapters.sql import blocks as sql_blocks
from twite.adapters.sql import follows as sql_follows
from twite.adapters.sql import microposts as sql_microposts
from twite.adapters.sql import mutes as sql_mutes
from twite.adapters.sql import tables
from twite.adapters.sql import users as sql_users
from twite.adapters.sql.engines import engine
from twite.adapters.sql.schema import migrate
from twite.adapters.system.ids import TimeOrderedIds
from twite.domain.blocks import Block, BlockId
from twite.domain.follows import Follow, FollowId
from twite.domain.microposts import Micropost, MicropostId, PostText
from twite.domain.mutes import Mute, MuteId
from twite.domain.users import DisplayName, Handle, User, UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.seed import world as seed
from twite.entrypoints.seed.building import END, SPAN, SceneClock, build

SIZE = seed.Size(users=1_000, follows=50_000, posts=100_000)
SMALL = seed.Size(users=60, follows=600, posts=1_200)
SEED = 42
LONGEST = 500  # characters of a post
THREADS = 20  # are looked at
WORDS = ("regen", "tea", "поезд", "お茶", "bicycle", "library", "שיר", "garten")  # are looked for
ROWS_AT_A_TIME = 20_000

Told = Callable[[int, int], None]
Row = dict[str, Any]


@define
class Written:
    """The rows of every table, and what later rows need of earlier ones."""

    rows: dict[Table, list[Row]] = Factory(lambda: defaultdict(list))
    users: list[UserId] = Factory(list)
    posts: list[Micropost] = Factory(list)
    _handles: dict[str, UserId] = Factory(dict)
    _ids: TimeOrderedIds = Factory(lambda: TimeOrderedIds(own_shard=0))
    _at: Any = END - SPAN
    _blocked: set[tuple[int, int]] = Factory(set)
    _replies: Counter[int] = Factory(Counter)

    @classmethod
    def of(cls, size: seed.Size, told: Told) -> "Written":
        written = cls()
        written._write(list(seed.deeds(size, seed=SEED, longest=LONGEST)), told)
        return written

    @property
    def readers(self) -> Readers:
        blocks = [(row["blocker_id"], row["blocked_id"]) for row in self.rows[tables.blocks]]
        return Readers(self.users, threads(self.posts, blocks), WORDS)

    def _write(self, deeds: Sequence[seed.Deed], told: Told) -> None:
        for deed in deeds:  # whoever blocks is followed no more
            if isinstance(deed, seed.Block):
                self._blocked |= {(deed.blocker, deed.blocked), (deed.blocked, deed.blocker)}
        step = SPAN / len(deeds)
        for number, deed in enumerate(deeds):
            self._at += step
            self._do(deed)
            if number % 1_000 == 0:
                told(number, len(deeds))
        self._count()

    def handles(self) -> dict[int, str]:
        """Of every user, and of the author of every post."""
        handles: dict[int, str] = {id: handle for handle, id in self._handles.items()}
        return handles | {post.id: handles[post.author_id] for post in self.posts}

    def _do(self, deed: seed.Deed) -> None:
        match deed:
            case seed.SignUp():
                self._sign_up(deed)
            case seed.Follow(follower, followee):
                if (follower, followee) not in self._blocked:
                    self._follow(self.users[follower], self.users[followee])
            case seed.Post():
                self._post(deed)
            case seed.Block(blocker, blocked):
                self._block(self.users[blocker], self.users[blocked])
            case seed.Mute(muter, muted):
                self._mute(self.users[muter], self.users[muted])

    def _sign_up(self, deed: seed.SignUp) -> None:
        user = User.register(
            id=UserId(self._id()),
            handle=Handle(deed.handle),
            display_name=DisplayName(deed.display_name),
            external_id=None,
            now=self._at,
        )
        self.users.append(user.id)
        self._handles[user.handle.value] = user.id
        self.rows[tables.users].append(sql_users._to_row(user))
        self.rows[tables.names] += [
            {"beginning": said, "user_id": user.id} for said in user.beginnings
        ]

    def _follow(self, follower: UserId, followee: UserId) -> None:
        follow = Follow.begin(
            id=FollowId(self._id()), follower_id=follower, followee_id=followee, now=self._at
        )
        self.rows[tables.follows].append(sql_follows._to_row(follow))

    def _block(self, blocker: UserId, blocked: UserId) -> None:
        block = Block.begin(
            id=BlockId(self._id()), blocker_id=blocker, blocked_id=blocked, now=self._at
        )
        self.rows[tables.blocks].append(sql_blocks._to_row(block))

    def _mute(self, muter: UserId, muted: UserId) -> None:
        mute = Mute.begin(
            id=MuteId(self._id()),
            muter_id=muter,
            muted_id=muted,
            lasts=None,
            hides_notifications=True,
            now=self._at,
        )
        self.rows[tables.mutes].append(sql_mutes._to_row(mute))

    def _post(self, deed: seed.Post) -> None:
        author, text = self.users[deed.author], PostText(deed.text).within(LONGEST)
        answered = self.posts[deed.answers] if deed.answers is not None else None
        mentioned = {self._handles[name] for name in text.mentions if name in self._handles}
        micropost = Micropost.post(
            id=MicropostId(self._ids.next(at=self._at, shard=author)),
            author_id=author,
            text=text,
            visibility=deed.visibility,
            mentioned_ids=mentioned,
            in_reply_to=answered,
            now=self._at,
        )
        self.posts.append(micropost)
        if answered is not None and micropost.visibility.is_counted:
            self._replies[answered.id] += 1
        self._enter(micropost, answered)

    def _enter(self, micropost: Micropost, answered: Micropost | None) -> None:
        id = micropost.id
        self.rows[tables.microposts].append(sql_microposts._to_row(micropost))
        self.rows[tables.mentions] += [
            {"micropost_id": id, "user_id": user} for user in micropost.mentioned_ids
        ]
        self.rows[tables.taggings] += [{"micropost_id": id, "tag": tag} for tag in micropost.tags]
        self.rows[tables.search].append({"micropost_id": id, "terms": micropost.terms})
        entry = {
            "id": id,
            "author_id": micropost.author_id,
            "micropost_id": id,
            "kind": "post",
            "visibility": micropost.visibility.value,
            "answered_id": answered.author_id if answered else None,
        }
        self.rows[tables.entries].append(entry)

    def _count(self) -> None:
        followers = Counter(row["followee_id"] for row in self.rows[tables.follows])
        following = Counter(row["follower_id"] for row in self.rows[tables.follows])
        posts = Counter(post.author_id for post in self.posts if post.visibility.is_counted)
        newest = {post.author_id: post.id for post in self.posts}
        latest = {
            post.author_id: post.posted_at for post in self.posts if post.visibility.is_counted
        }
        for row in self.rows[tables.users]:
            id = row["id"]
            row["followers_count"], row["following_count"] = followers[id], following[id]
            row["posts_count"], row["newest_entry_id"] = posts[id], newest.get(id, 0)
            row["last_posted_at"] = latest.get(id)
        for row in self.rows[tables.microposts]:
            row["replies_count"] = self._replies[row["id"]]

    def _id(self) -> int:
        return self._ids.next(at=self._at)


def fill(url: str, written: Written, told: Told) -> None:
    """A new database that holds those rows."""
    migrate(url)
    made = engine(url).execution_options(isolation_level="AUTOCOMMIT")
    many, done = sum(map(len, written.rows.values())), 0
    with made.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        for table in tables.metadata.sorted_tables:
            rows = written.rows.get(table, [])
            for first in range(0, len(rows), ROWS_AT_A_TIME):
                part = rows[first : first + ROWS_AT_A_TIME]
                connection.execute(insert(table), part)
                told(done := done + len(part), many)
        connection.exec_driver_sql("COMMIT")
        if connection.dialect.name == "postgresql":  # what its autovacuum does before long
            connection.exec_driver_sql("ANALYZE")
    made.dispose()


def remembered(twite: Embedded, clock: SceneClock, size: seed.Size, told: Told) -> Any:
    """The same world made through the facade, which in memory is quick; its floor, and who reads
    there."""
    build(twite, clock, size, seed=SEED, longest=LONGEST, told=told)
    store: Any = getattr(twite.feed, "_store")  # noqa: B009 (private: asked for all there is)
    with store.reading() as kept:
        people = {one.id: (one.handle.value, one.display_name.value) for one in _all(kept.users)}
        posts = sorted(_all(kept.microposts), key=lambda post: -post.id)
        blocks = {(one.blocker_id, one.blocked_id) for one in _all(kept.blocks)}
        floor = MemoryFloor(
            posts,
            people,
            {(one.follower_id, one.followee_id) for one in _all(kept.follows)},
            blocks,
            {(one.muter_id, one.muted_id) for one in _all(kept.mutes)},
        )
    return floor, Readers(list(people), threads(posts, blocks), WORDS)


def threads(posts: Iterable[Micropost], blocks: Iterable[tuple[int, int]]) -> list[MicropostId]:
    """The longest that everybody may read, from where they begin."""
    hidden: Collection[int] = {id for pair in blocks for id in pair}
    by_id = {post.id: post for post in posts}
    answered = Counter(post.ancestor_ids[0] for post in by_id.values() if post.ancestor_ids)
    open_to_all = (id for id, _ in answered.most_common() if by_id[id].author_id not in hidden)
    return list(islice(open_to_all, THREADS))


def _all(table: Any) -> list[Any]:
    return [row for _, row in table.items()]
