"""Who listens is told of what enters their timelines and leaves them, and of nothing else."""

from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from itertools import product

from attrs import evolve
from hypothesis import given, settings

from tests.integration.adapters.worlds import NOW, Plan, World, kept, plans, shared_store
from twite.application.ports.outbox import Position
from twite.application.streams import Streams, Telling
from twite.domain import timelines
from twite.domain.aggregate import Event
from twite.domain.errors import TwiteError
from twite.domain.microposts import MicropostEdited, MicropostPosted, Visibility
from twite.domain.reposts import MicropostReposted, MicropostUnreposted
from twite.domain.streams import Change, Listener, News, Stream, StreamKind
from twite.domain.timelines import Entry, EntryId, EntryKind
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import StoppedClock

few_examples = settings(shared_store, max_examples=40)
HOME, LOCAL, DIRECT = (
    Stream(kind) for kind in (StreamKind.HOME, StreamKind.LOCAL, StreamKind.DIRECT)
)
NOTIFICATIONS = Stream(StreamKind.NOTIFICATIONS)


def heard(world: World, viewer_id: UserId | None) -> Iterator[tuple[Stream, Sequence[Entry]]]:
    """Each stream of a viewer, and what stands in its timeline."""
    may_show = world.showable(viewer_id)
    local = timelines.local(world.entries, may_show=may_show)
    yield LOCAL, local
    yield Stream(StreamKind.TAGGED, "nowhere"), []
    yield (
        Stream(StreamKind.TAGGED, world.tag),
        [one for one in local if world.tag in world.microposts[one.micropost_id].tags],
    )
    yield (
        DIRECT,
        [e for e in world.entries if e.visibility is Visibility.MENTIONED and may_show(e)],
    )
    yield NOTIFICATIONS, []
    if viewer_id is not None:
        yield (
            HOME,
            timelines.home(
                world.entries,
                viewer_id=viewer_id,
                followee_ids=world.followees(viewer_id),
                may_show=may_show,
            ),
        )


def listening(world: World) -> dict[Listener, Set[int]]:
    """Everybody who could, and the ids of the entries in the timeline they listen to."""
    return {
        Listener(viewer_id, stream): {entry.id for entry in whole}
        for viewer_id in world.viewers
        for stream, whole in heard(world, viewer_id)
    }


def entered(entry: Entry, world: World) -> Event:
    author_id = world.microposts[entry.micropost_id].author_id
    if entry.kind is EntryKind.POST:
        return MicropostPosted(at=NOW, micropost_id=entry.micropost_id, author_id=author_id)
    return MicropostReposted(
        at=NOW,
        entry_id=entry.id,
        user_id=entry.author_id,
        micropost_id=entry.micropost_id,
        author_id=author_id,
    )


def left(entry: Entry, world: World) -> Event:
    if entry.kind is EntryKind.REPOST:
        return MicropostUnreposted(
            at=NOW,
            entry_id=entry.id,
            user_id=entry.author_id,
            micropost_id=entry.micropost_id,
        )
    deleted = world.microposts[entry.micropost_id].delete(now=NOW)
    return deleted.events[-1]


def streams(twite: Embedded) -> Streams:
    return evolve(twite.streams, clock=StoppedClock(NOW))


def who(telling: Telling | None) -> Set[Listener]:
    return set(telling.listeners) if telling else set()


def position(twite: Embedded) -> Position:
    """Where the feed stands."""
    at = Position()
    while found := twite.feed.after(at, limit=100):
        at = found[-1].position
    return at


def react(twite: Embedded, world: World) -> None:
    """Everybody does something about what they may read, and not all the same."""
    deeds = (
        twite.favourites.favourite,
        twite.bookmarks.bookmark,
        twite.reposts.repost,
        twite.mutes.mute_thread,
    )
    for place, (id, by) in enumerate(product(world.microposts, world.people)):
        if place % 3 == 0:
            with suppress(TwiteError):
                deeds[place // 3 % len(deeds)](id, by=by)


def tellings(twite: Embedded, after: Position, listeners: Sequence[Listener]) -> Iterator[Telling]:
    """What all that happened since is to those listeners now."""
    for recorded in twite.feed.after(after, limit=100):
        if telling := twite.streams.telling(recorded.event, listeners=listeners):
            yield telling


class TestWhoListens:
    @few_examples
    @given(plan=plans)
    def test_hears_of_what_enters_their_timeline(self, twite: Embedded, plan: Plan) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        listeners = listening(world)

        for entry in world.entries:
            telling = streams(twite).telling(entered(entry, world), listeners=list(listeners))
            assert who(telling) == {one for one, ids in listeners.items() if entry.id in ids}
            assert telling is None or telling.news == News(
                change=Change.ENTERED,
                entry_id=entry.id,
                entered_by=entry.author_id,
                micropost_id=entry.micropost_id,
            )

    @few_examples
    @given(plan=plans)
    def test_hears_of_edits_of_what_stands_there(self, twite: Embedded, plan: Plan) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        listeners = listening(world)

        for entry in world.entries:
            if entry.kind is EntryKind.POST:
                edited = MicropostEdited(
                    at=NOW, micropost_id=entry.micropost_id, author_id=entry.author_id
                )
                telling = streams(twite).telling(edited, listeners=list(listeners))
                assert who(telling) == {one for one, ids in listeners.items() if entry.id in ids}
                assert telling is None or telling.news.change is Change.EDITED

    @few_examples
    @given(plan=plans)
    def test_sees_the_same_as_those_it_looks_alike_to(self, twite: Embedded, plan: Plan) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        listeners = listening(world)
        react(twite, world)

        for entry in world.entries:
            telling = streams(twite).telling(entered(entry, world), listeners=list(listeners))
            groups = telling.alike if telling is not None else []
            assert sorted(map(str, (id for group in groups for id in group))) == sorted(
                map(str, {listener.viewer_id for listener in who(telling)})
            )
            for group in groups:
                first, *others = (
                    twite.microposts.show(entry.micropost_id, viewer_id=id) for id in group
                )
                assert all(view == first for view in others)

    @few_examples
    @given(plan=plans)
    def test_hears_of_what_leaves_it_and_of_nothing_they_could_not_read(
        self, twite: Embedded, plan: Plan
    ) -> None:
        """Whom a deleted reply answered is not known any more, so its news reach a few more."""
        world = kept(plan, twite.microposts.unit_of_work)
        listeners = listening(world)

        for entry in world.entries:
            telling = streams(twite).telling(left(entry, world), listeners=list(listeners))
            stood = {one for one, ids in listeners.items() if entry.id in ids}
            told = who(telling)
            assert stood <= told
            for one in told - stood:
                assert one.stream == HOME
                assert entry.answered_id is not None
                assert world.showable(one.viewer_id)(entry)


class TestNotifications:
    def test_are_told_to_the_recipient_while_they_are_shown_them(self, twite: Embedded) -> None:
        alice, bob, carol = (twite.users.register(handle=one) for one in ("alice", "bob", "carol"))
        everybody = [
            Listener(id, stream)
            for id in (alice, bob, carol, None)
            for stream in (HOME, NOTIFICATIONS, LOCAL, DIRECT)
        ]
        before = position(twite)
        twite.follows.follow(by=bob, whom=alice)
        twite.drain()

        (told,) = tellings(twite, before, everybody)
        (shown,) = twite.notifications.page(recipient_id=alice).items
        assert told.news == News(change=Change.NOTIFIED, notification_id=shown.id)
        assert set(told.listeners) == {Listener(alice, HOME), Listener(alice, NOTIFICATIONS)}
        twite.blocks.block(by=alice, whom=bob)
        assert list(tellings(twite, before, everybody)) == []

    def test_come_once_however_often_it_is_done(self, twite: Embedded) -> None:
        alice, bob = (twite.users.register(handle=one) for one in ("alice", "bob"))
        listener = Listener(alice, NOTIFICATIONS)
        before = position(twite)
        for _ in range(2):
            twite.follows.follow(by=bob, whom=alice)
            twite.follows.unfollow(by=bob, whom=alice)
        twite.follows.follow(by=bob, whom=alice)
        twite.drain()

        assert len(list(tellings(twite, before, [listener]))) == 1


class TestNobody:
    def test_is_told_of_what_is_gone_or_of_other_things(self, twite: Embedded) -> None:
        alice, bob = (twite.users.register(handle=one) for one in ("alice", "bob"))
        before = position(twite)
        post = twite.microposts.post(author_id=alice, text="tea")
        twite.microposts.edit(post, by=alice, text="more tea")
        twite.reposts.repost(post, by=bob)
        twite.reposts.undo(post, by=bob)
        twite.favourites.favourite(post, by=bob)
        twite.microposts.delete(post, by=alice)
        listeners = [Listener(alice, HOME), Listener(None, LOCAL)]

        (deleted,) = tellings(twite, before, listeners)

        assert deleted.news == News(
            change=Change.LEFT, entry_id=EntryId(post), entered_by=alice, micropost_id=post
        )
        assert set(deleted.listeners) == set(listeners)

    def test_who_is_gone_hears_anything(self, twite: Embedded) -> None:
        alice = twite.users.register(handle="alice")
        before = position(twite)
        twite.microposts.post(author_id=alice, text="tea")

        assert list(tellings(twite, before, [Listener(UserId(1 << 40), HOME)])) == []
        assert list(tellings(twite, before, [])) == []
