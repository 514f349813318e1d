"""What people do with timelines."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from attrs import Factory, define, evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.application.test_notifications import NothingShown
from tests.unit.application.worlds import become, downwards, upwards
from twite.application.paging import LARGEST_LIMIT, LIMIT, Cursor, InvalidCursor, Page
from twite.application.ports.timelines import EntryView, TimelineViews
from twite.domain import timelines
from twite.domain.audience import Relation, may_read, may_show
from twite.domain.givens import NotYesOrNo
from twite.domain.microposts import (
    Micropost,
    MicropostId,
    MicropostNotFound,
    PostText,
    Visibility,
)
from twite.domain.reposts import is_repostable
from twite.domain.text import NotAText
from twite.domain.timelines import (
    EVERYTHING,
    Entry,
    EntryId,
    EntryKind,
    Selection,
    Thread,
    may_pass,
)
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock
from twite.entrypoints.testing.strategies import visibilities

Read = Callable[[Cursor], Page[EntryView]]


class NotToBeAsked(TimelineViews):
    def home(self, *, viewer_id: UserId, now: datetime, cursor: Cursor) -> Page[Entry]:
        raise AssertionError(viewer_id)

    def local(self, *, viewer_id: UserId | None, now: datetime, cursor: Cursor) -> Page[Entry]:
        raise AssertionError(viewer_id)

    def profile(
        self,
        *,
        author_id: UserId,
        viewer_id: UserId | None,
        now: datetime,
        cursor: Cursor,
        selection: Selection = EVERYTHING,
    ) -> Page[Entry]:
        raise AssertionError(author_id)

    def tagged(
        self, *, tag: str, viewer_id: UserId | None, now: datetime, cursor: Cursor
    ) -> Page[Entry]:
        raise AssertionError(tag)

    def thread(
        self,
        id: MicropostId,
        *,
        viewer_id: UserId | None,
        now: datetime,
        after: MicropostId | None,
        limit: int,
    ) -> Thread:
        raise AssertionError(id)


def shown(found: Sequence[EntryView]) -> list[MicropostId]:
    return [entry.micropost.id for entry in found]


class TestHome:
    def test_holds_ones_own_and_what_those_one_follows_say(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        hers = twite.microposts.post(author_id=alice, text="tea")
        clock.forward(timedelta(seconds=1))
        his = twite.microposts.post(author_id=bob, text="tea")
        twite.microposts.post(author_id=carol, text="tea")

        assert shown(twite.timelines.home(viewer_id=alice).items) == [his, hers]

    def test_holds_what_was_said_before_one_followed(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        said = twite.microposts.post(author_id=bob, text="tea")

        twite.follows.follow(by=alice, whom=bob)

        assert shown(twite.timelines.home(viewer_id=alice).items) == [said]

    def test_holds_nothing_of_who_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        twite.microposts.post(author_id=bob, text="tea")

        become(twite, bob, UserState.CLOSED)

        assert twite.timelines.home(viewer_id=alice).items == ()

    def test_is_twenty_long_and_forty_at_most(self, twite: Embedded, alice: UserId) -> None:
        for _ in range(LARGEST_LIMIT + 5):
            twite.microposts.post(author_id=alice, text="tea")

        home = twite.timelines.home
        assert len(home(viewer_id=alice).items) == LIMIT
        assert len(home(viewer_id=alice, cursor=Cursor(limit=1_000)).items) == LARGEST_LIMIT

    def test_is_not_made_shorter_by_what_is_hidden(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        said = []
        for _ in range(5):
            said.append(twite.microposts.post(author_id=bob, text="tea"))
            twite.microposts.post(author_id=bob, text="tea", visibility=Visibility.MENTIONED)

        found = twite.timelines.home(viewer_id=alice, cursor=Cursor(limit=5))

        assert shown(found.items) == said[::-1]
        assert found.older is None

    def test_holds_no_half_of_a_conversation(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        hers = twite.microposts.post(author_id=carol, text="tea?")
        reply = twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=hers)
        before = shown(twite.timelines.home(viewer_id=alice).items)

        twite.follows.follow(by=alice, whom=carol)

        assert before == []
        assert shown(twite.timelines.home(viewer_id=alice).items) == [reply, hers]


class TestThread:
    def test_holds_what_is_answered_and_what_answers(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        ids = [twite.microposts.post(author_id=alice, text="tea?")]
        for author in (bob, alice, bob):
            ids.append(twite.microposts.post(author_id=author, text="yes", in_reply_to_id=ids[-1]))

        found = twite.timelines.thread(ids[1], viewer_id=None)

        assert [one.id for one in found.ancestors] == ids[:1]
        assert found.micropost == twite.microposts.show(ids[1], viewer_id=None)
        assert [(one.depth, one.micropost.id) for one in found.replies] == [
            (1, ids[2]),
            (2, ids[3]),
        ]
        assert not found.more

    def test_leads_through_what_was_deleted(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        ids = [twite.microposts.post(author_id=alice, text="tea?")]
        for author in (bob, alice, bob):
            ids.append(twite.microposts.post(author_id=author, text="yes", in_reply_to_id=ids[-1]))

        twite.microposts.delete(ids[2], by=alice)

        found, last = (twite.timelines.thread(id, viewer_id=None) for id in (ids[0], ids[3]))
        assert [(one.depth, one.micropost.id) for one in found.replies] == [
            (1, ids[1]),
            (2, ids[3]),
        ]
        assert [one.id for one in last.ancestors] == ids[:2]
        assert last.micropost.in_reply_to_id is None

    def test_goes_on_where_it_was_left(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea?")
        ids = [
            twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=id) for _ in range(5)
        ]

        first = twite.timelines.thread(id, viewer_id=None, limit=3)
        rest = twite.timelines.thread(id, viewer_id=None, limit=3, after=ids[2])

        assert [one.micropost.id for one in first.replies] == ids[:3]
        assert [one.micropost.id for one in rest.replies] == ids[3:]
        assert (first.more, rest.more) == (True, False)

    def test_is_as_long_as_one_may_ask_for(self, twite: Embedded, alice: UserId) -> None:
        """H097."""
        id = twite.microposts.post(author_id=alice, text="tea?")

        assert twite.timelines.thread(id, viewer_id=None, limit=10**9).replies == []
        for limit in (0, -1):
            with pytest.raises(InvalidCursor):
                twite.timelines.thread(id, viewer_id=None, limit=limit)

    def test_shows_no_reply_of_the_muted_but_what_answers_it(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        """What one answers stands, whoever said it."""
        first = twite.microposts.post(author_id=alice, text="tea?")
        his = twite.microposts.post(author_id=bob, text="no", in_reply_to_id=first)
        hers = twite.microposts.post(author_id=carol, text="yes", in_reply_to_id=his)
        twite.mutes.mute(by=alice, whom=bob)

        found, last = (twite.timelines.thread(id, viewer_id=alice) for id in (first, hers))

        assert [(reply.micropost.id, reply.depth) for reply in found.replies] == [(hers, 1)]
        assert [micropost.id for micropost in last.ancestors] == [first, his]

    def test_shows_replies_of_the_silenced_to_their_followers_alone(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        first = twite.microposts.post(author_id=alice, text="tea?")
        his = twite.microposts.post(author_id=bob, text="no", in_reply_to_id=first)
        twite.follows.follow(by=carol, whom=bob)
        with twite.users.unit_of_work() as work:
            work.users.save(evolve(work.users.get(bob), is_silenced=True))

        for viewer, seen in ((alice, []), (bob, [his]), (carol, [his]), (None, [])):
            found = twite.timelines.thread(first, viewer_id=viewer)
            assert [reply.micropost.id for reply in found.replies] == seen

    def test_of_what_one_may_not_read_is_not_there(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        hidden = twite.microposts.post(
            author_id=alice, text="tea?", visibility=Visibility.FOLLOWERS
        )

        for id in (hidden, MicropostId(1)):
            with pytest.raises(MicropostNotFound):
                twite.timelines.thread(id, viewer_id=bob)

    def test_of_what_is_deleted_while_it_is_read_is_not_there(
        self, twite: Embedded, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        lists = evolve(twite.timelines, microposts=NothingShown())

        with pytest.raises(MicropostNotFound):
            lists.thread(id, viewer_id=alice)


class TestProfile:
    def test_passes_nothing_on_of_whom_one_muted(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=carol, text="tea")
        own = twite.microposts.post(author_id=bob, text="tea, too")
        twite.reposts.repost(id, by=bob)

        twite.mutes.mute(by=alice, whom=carol)

        assert shown(twite.timelines.profile(author_id=bob, viewer_id=alice).items) == [own]
        assert shown(twite.timelines.profile(author_id=bob, viewer_id=None).items) == [id, own]

    def test_is_read_without_replies_or_reposts_or_under_a_tag(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        said = twite.microposts.post(author_id=alice, text="#Straße")
        more = twite.microposts.post(author_id=alice, text="and", in_reply_to_id=said)
        his = twite.microposts.post(author_id=bob, text="#tea")
        reply = twite.microposts.post(author_id=alice, text="yes", in_reply_to_id=his)
        twite.reposts.repost(his, by=alice)

        def found(**asked: Any) -> list[MicropostId]:
            return shown(twite.timelines.profile(author_id=alice, viewer_id=None, **asked).items)

        assert found() == [his, reply, more, said]
        assert found(replies=False) == [his, more, said]
        assert found(reposts=False) == [reply, more, said]
        assert found(tag="STRASSE") == [said]
        assert found(tag="tea") == []

    @pytest.mark.parametrize("tag", ["a\0", "\ud800"])
    def test_asks_no_database_for_what_it_could_choke_on(
        self, twite: Embedded, alice: UserId, tag: str
    ) -> None:
        lists = evolve(twite.timelines, views=NotToBeAsked())

        assert lists.profile(author_id=alice, viewer_id=None, tag=tag).items == ()

    def test_refuses_what_is_no_tag_and_no_answer(self, twite: Embedded, alice: UserId) -> None:
        wrong: Any
        for wrong, refusal in (({"tag": 5}, NotAText), ({"replies": 0}, NotYesOrNo)):
            with pytest.raises(refusal):
                twite.timelines.profile(author_id=alice, viewer_id=None, **wrong)


class TestLocal:
    def test_holds_what_was_said_in_public(self, twite: Embedded, alice: UserId) -> None:
        said = {
            visibility: twite.microposts.post(author_id=alice, text="tea", visibility=visibility)
            for visibility in Visibility
        }

        for viewer_id in (None, alice):
            found = twite.timelines.local(viewer_id=viewer_id)
            assert shown(found.items) == [said[Visibility.PUBLIC]]


class TestTagged:
    @pytest.mark.parametrize("tag", ["tea", "TEA", "\uff54\uff45\uff41"])
    def test_holds_what_carries_the_tag_however_it_is_written(
        self, twite: Embedded, alice: UserId, tag: str
    ) -> None:
        said = [twite.microposts.post(author_id=alice, text=text) for text in ("#Tea", "#tea #tea")]
        twite.microposts.post(author_id=alice, text="#teapot tea")
        twite.microposts.post(author_id=alice, text="#tea", visibility=Visibility.UNLISTED)

        found = twite.timelines.tagged(tag=tag, viewer_id=None)

        assert shown(found.items) == said[::-1]

    @pytest.mark.parametrize("tag", ["", "\0", "\ud800", "a\n", "coffee", "a" * 10_000])
    def test_holds_nothing_where_nothing_carries_it(
        self, twite: Embedded, alice: UserId, tag: str
    ) -> None:
        twite.microposts.post(author_id=alice, text="#tea")

        assert list(twite.timelines.tagged(tag=tag, viewer_id=None).items) == []

    @pytest.mark.parametrize("tag", ["\0", "tea\0", "\ud800", "a\n"])
    def test_asks_no_database_for_what_it_could_choke_on(self, twite: Embedded, tag: str) -> None:
        lists = evolve(twite.timelines, views=NotToBeAsked())

        assert lists.tagged(tag=tag, viewer_id=None) == Page(items=())


@pytest.mark.parametrize("name", ["home", "local", "profile", "tagged"])
def test_what_is_deleted_while_a_page_is_read_is_left_out(
    twite: Embedded, alice: UserId, name: str
) -> None:
    twite.microposts.post(author_id=alice, text="#tea")
    racing = evolve(twite, timelines=evolve(twite.timelines, microposts=NothingShown()))

    found = _readers(racing, author_id=alice, viewer_id=alice)[name](Cursor())

    assert found.items == ()
    assert found.newer is not None


def test_a_private_house_shows_nothing_to_strangers() -> None:
    settings = Settings(private=True, dispatch=Dispatch.INLINE)
    with in_memory(settings) as twite:
        alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
        said = twite.microposts.post(author_id=alice, text="#tea")

        for viewer_id, expected in ((None, []), (bob, [said])):
            for name in ("local", "profile", "tagged"):
                read = _readers(twite, author_id=alice, viewer_id=viewer_id)[name]
                assert shown(read(Cursor()).items) == expected


# -- every small world ------------------------------------------------------------

PEOPLE = 3
person = st.integers(min_value=0, max_value=PEOPLE - 1)
pair = st.tuples(person, person).filter(lambda pair: pair[0] != pair[1])
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("follow"), pair, st.booleans()),
        st.tuples(st.just("unfollow"), pair),
        st.tuples(st.just("block"), pair),
        st.tuples(st.just("unblock"), pair),
        st.tuples(st.just("mute"), pair, st.booleans()),
        st.tuples(st.just("unmute"), pair),
        *[st.tuples(st.just("post"), person, visibilities, st.none() | person)] * 10,
        *[st.tuples(st.just("repost"), person, st.integers(min_value=0, max_value=20))] * 4,
        st.tuples(st.just("unrepost"), person, st.integers(min_value=0, max_value=20)),
        st.tuples(st.just("delete"), st.integers(min_value=0, max_value=20)),
        st.tuples(st.just("suspend"), person),
    ),
    min_size=8,
    max_size=30,
)


@define
class Told:
    """What was done, by those who did it: the world as it should be, in sets."""

    twite: Embedded
    ids: list[UserId]
    follows: set[tuple[int, int]] = Factory(set)
    hiding: set[tuple[int, int]] = Factory(set)
    blocks: set[tuple[int, int]] = Factory(set)
    mutes: set[tuple[int, int]] = Factory(set)
    suspended: set[int] = Factory(set)
    posts: dict[MicropostId, Micropost] = Factory(dict)
    reposts: dict[tuple[int, MicropostId], EntryId] = Factory(dict)

    def follow(self, pair: tuple[int, int], reposts: bool = True) -> None:
        by, whom = pair
        apart = {pair, pair[::-1]} & self.blocks or {by, whom} & self.suspended
        if not apart:
            self.twite.follows.follow(by=self.ids[by], whom=self.ids[whom], reposts=reposts)
            self.follows.add(pair)
            self.hiding -= {pair}
            self.hiding |= set() if reposts else {pair}

    def unfollow(self, pair: tuple[int, int]) -> None:
        if pair[0] not in self.suspended:
            self.twite.follows.unfollow(by=self.ids[pair[0]], whom=self.ids[pair[1]])
            self.follows.discard(pair)

    def block(self, pair: tuple[int, int]) -> None:
        if pair[0] not in self.suspended:
            self.twite.blocks.block(by=self.ids[pair[0]], whom=self.ids[pair[1]])
            self.blocks.add(pair)
            self.follows -= {pair, pair[::-1]}

    def unblock(self, pair: tuple[int, int]) -> None:
        if pair[0] not in self.suspended:
            self.twite.blocks.unblock(by=self.ids[pair[0]], whom=self.ids[pair[1]])
            self.blocks.discard(pair)

    def mute(self, pair: tuple[int, int], notifications: bool) -> None:
        by, whom = pair
        if by not in self.suspended:
            self.twite.mutes.mute(by=self.ids[by], whom=self.ids[whom], notifications=notifications)
            self.mutes.add(pair)

    def unmute(self, pair: tuple[int, int]) -> None:
        if pair[0] not in self.suspended:
            self.twite.mutes.unmute(by=self.ids[pair[0]], whom=self.ids[pair[1]])
            self.mutes.discard(pair)

    def post(self, who: int, visibility: Visibility, mentioned: int | None) -> None:
        if who in self.suspended:
            return
        named = mentioned is not None and mentioned not in self.suspended
        text = PostText(f"#tea @u{mentioned}")
        id = self.twite.microposts.post(
            author_id=self.ids[who], text=text.value, visibility=visibility
        )
        self.posts[id] = Micropost(
            id=id,
            author_id=self.ids[who],
            text=text,
            visibility=visibility,
            mentioned_ids=frozenset(
                {self.ids[mentioned]} if named and mentioned is not None else ()
            ),
            posted_at=NOON,
        )

    def repost(self, who: int, which: int) -> None:
        post = self._one(which)
        if post is None or who in self.suspended or not self._may_repost(who, post):
            return
        self.twite.reposts.repost(post.id, by=self.ids[who])
        with self.twite.users.unit_of_work() as work:
            found = work.reposts.find(user_id=self.ids[who], micropost_id=post.id)
        assert found is not None
        assert self.reposts.setdefault((who, post.id), found.id) == found.id

    def unrepost(self, who: int, which: int) -> None:
        post = self._one(which)
        if post is not None and who not in self.suspended and self._may_repost(who, post):
            self.twite.reposts.undo(post.id, by=self.ids[who])
            self.reposts.pop((who, post.id), None)

    def _may_repost(self, who: int, post: Micropost) -> bool:
        author_id = post.author_id
        readable = may_read(post, self.ids[who], self._relation(who, author_id, post))
        return readable and is_repostable(post.visibility, author_id, by=self.ids[who])

    def _one(self, which: int) -> Micropost | None:
        ids = sorted(self.posts)
        return self.posts[ids[which % len(ids)]] if ids else None

    def delete(self, which: int) -> None:
        if self.posts:
            id = sorted(self.posts)[which % len(self.posts)]
            author_id = self.posts[id].author_id
            if self.ids.index(author_id) not in self.suspended:
                self.twite.microposts.delete(id, by=author_id)
                del self.posts[id]
                of_others = {key: one for key, one in self.reposts.items() if key[1] != id}
                self.reposts = of_others

    def suspend(self, who: int) -> None:
        become(self.twite, self.ids[who], UserState.SUSPENDED)
        self.suspended.add(who)

    def entries(self) -> list[Entry]:
        return [
            Entry(
                id=EntryId(id),
                author_id=micropost.author_id,
                micropost_id=id,
                kind=EntryKind.POST,
                visibility=micropost.visibility,
            )
            for id, micropost in self.posts.items()
        ] + [
            Entry(
                id=entry_id,
                author_id=self.ids[who],
                micropost_id=id,
                kind=EntryKind.REPOST,
                visibility=self.posts[id].visibility,
            )
            for (who, id), entry_id in self.reposts.items()
        ]

    def allows(
        self, viewer: int | None, rule: Callable[..., bool], *, listed: bool = True
    ) -> Callable[[Entry], bool]:
        """The rule, for one viewer, by what was done: where many speak, or on a profile, where
        nothing is asked of what the viewer does not want to see of its owner."""

        def allowed(entry: Entry) -> bool:
            micropost = self.posts[entry.micropost_id]
            viewer_id = None if viewer is None else self.ids[viewer]
            author = self._relation(viewer, micropost.author_id, micropost)
            reposter = self._relation(viewer, entry.author_id, micropost)
            if not listed:
                reposter = evolve(reposter, muted=False, hides_reposts=False)
            return rule(micropost, viewer_id, author) and may_pass(entry, viewer_id, reposter)

        return allowed

    def _relation(self, viewer: int | None, other_id: UserId, micropost: Micropost) -> Relation:
        other = self.ids.index(other_id)
        viewer_id = None if viewer is None else self.ids[viewer]
        return Relation(
            author_is_active=other not in self.suspended,
            blocked=bool({(viewer, other), (other, viewer)} & self.blocks),
            follows=(viewer, other) in self.follows,
            hides_reposts=(viewer, other) in self.follows & self.hiding,
            mentioned=viewer_id in micropost.mentioned_ids,
            muted=(viewer, other) in self.mutes,
        )


def _readers(twite: Embedded, *, author_id: UserId, viewer_id: UserId | None) -> dict[str, Read]:
    """Every timeline, a page at a time."""
    lists = twite.timelines
    return {
        "home": lambda cursor: lists.home(viewer_id=viewer_id or author_id, cursor=cursor),
        "local": lambda cursor: lists.local(viewer_id=viewer_id, cursor=cursor),
        "profile": lambda cursor: lists.profile(
            author_id=author_id, viewer_id=viewer_id, cursor=cursor
        ),
        "tagged": lambda cursor: lists.tagged(tag="tea", viewer_id=viewer_id, cursor=cursor),
    }


@given(
    follows=st.sets(pair, min_size=1),
    deeds=deeds,
    limit=st.integers(min_value=1, max_value=4),
)
def test_every_timeline_is_its_definition_in_every_small_world(
    follows: set[tuple[int, int]], deeds: list[tuple[str, ...]], limit: int
) -> None:
    with in_memory() as twite:
        told = Told(twite, [twite.users.register(handle=f"u{n}") for n in range(PEOPLE)])
        for both in sorted(follows):
            told.follow(both)
        for deed, *facts in deeds:
            getattr(told, deed)(*facts)

        entries = told.entries()
        for viewer in (None, *range(PEOPLE)):
            _expect_definitions(told, entries, viewer, limit)
        assert twite.check() == []


def _expect_definitions(told: Told, entries: list[Entry], viewer: int | None, limit: int) -> None:
    shown_to = told.allows(viewer, may_show)
    local = timelines.local(entries, may_show=shown_to)
    profile = timelines.profile(
        entries,
        author_id=told.ids[0],
        may_read=told.allows(viewer, may_read, listed=False),
        may_show=told.allows(viewer, may_show, listed=False),
    )
    defined = {"local": local, "tagged": local, "profile": profile}
    if viewer is not None:
        defined["home"] = timelines.home(
            entries,
            viewer_id=told.ids[viewer],
            followee_ids={told.ids[whom] for by, whom in told.follows if by == viewer},
            may_show=shown_to,
        )
    viewer_id = None if viewer is None else told.ids[viewer]
    readers = _readers(told.twite, author_id=told.ids[0], viewer_id=viewer_id)
    for name, expected in defined.items():
        ids = [entry.id for entry in expected]
        for found in (downwards(readers[name], limit=limit), upwards(readers[name], limit=limit)):
            assert [entry.id for entry in found] == ids, name
            assert shown(found) == [entry.micropost_id for entry in expected], name


class TestStamps:
    def test_tell_what_changed_to_whoever_remembers_the_rest(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        first = twite.microposts.post(author_id=alice, text="tea")
        id = twite.microposts.post(author_id=bob, text="@alice, milk", in_reply_to_id=first)
        twite.microposts.edit(id, by=bob, text="@alice, milk?")
        twite.favourites.favourite(id, by=alice)

        stamps = twite.timelines.entries.stamps([first, id], viewer_id=alice)

        assert (stamps[id].version, stamps[id].mentions_count) == (2, 1)
        assert (stamps[id].in_reply_to_id, stamps[id].in_reply_to_author_id) == (first, alice)
        assert (stamps[id].favourites_count, stamps[id].favourited) == (1, True)
        assert stamps[first].in_reply_to_author_id is None

    def test_are_given_to_whom_the_rest_would_be_shown(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        entries = twite.timelines.entries
        assert entries.user_stamps([alice], viewer_id=bob)[alice].posts_count == 1

        twite.blocks.block(by=alice, whom=bob)

        assert not entries.stamps([id], viewer_id=bob)
        assert not entries.user_stamps([alice], viewer_id=bob)
