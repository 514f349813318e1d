"""What people do with reposts."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from attrs import evolve

from tests.unit.application.test_notifications import NothingShown
from tests.unit.application.worlds import become, downwards, kept, refusing, upwards
from twite.application import notifications
from twite.application.paging import Cursor, Page
from twite.application.ports.timelines import EntryView, dressed
from twite.domain.microposts import MicropostId, MicropostNotFound, Visibility
from twite.domain.notifications import NotificationKind
from twite.domain.reposts import MicropostReposted, NotRepostable
from twite.domain.timelines import EntryId, EntryKind
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock


def who(twite: Embedded, id: MicropostId, viewer_id: UserId | None = None) -> list[str]:
    """The handles of those who reposted it, as far as the viewer is told."""
    return [user.handle for user in twite.reposts.users(id, viewer_id=viewer_id).items]


def home(twite: Embedded, viewer_id: UserId) -> list[tuple[MicropostId, str | None]]:
    """What stands in a home, and who passed it on."""
    return [_told(entry) for entry in twite.timelines.home(viewer_id=viewer_id).items]


def profile(
    twite: Embedded, author_id: UserId, viewer_id: UserId | None = None
) -> list[tuple[MicropostId, str | None]]:
    found = twite.timelines.profile(author_id=author_id, viewer_id=viewer_id).items
    return [_told(entry) for entry in found]


def _told(entry: EntryView) -> tuple[MicropostId, str | None]:
    return entry.micropost.id, entry.reposted_by.handle if entry.reposted_by else None


class TestReposting:
    def test_is_counted_and_seen(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        twite.reposts.repost(id, by=bob)

        views = [twite.microposts.show(id, viewer_id=viewer) for viewer in (bob, carol, None)]
        assert [view.reposts_count for view in views] == [1, 1, 1]
        assert [view.reposted for view in views] == [True, False, False]
        assert who(twite, id) == ["bob"]

    def test_is_one_entry_however_often(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        entries = {twite.reposts.repost(id, by=bob) for _ in range(2)}

        (entry,) = twite.timelines.profile(author_id=bob, viewer_id=None).items
        assert entries == {entry.id}

    def test_is_an_entry_at_ones_followers_and_on_ones_profile(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea #leaf")
        twite.follows.follow(by=carol, whom=bob)

        twite.reposts.repost(id, by=bob)

        assert home(twite, carol) == home(twite, bob) == profile(twite, bob) == [(id, "bob")]
        assert home(twite, alice) == profile(twite, alice) == [(id, None)]
        for everyones in (
            twite.timelines.local(viewer_id=carol),
            twite.timelines.tagged(tag="leaf", viewer_id=carol),
        ):
            assert [_told(entry) for entry in everyones.items] == [(id, None)]

    def test_by_several_stands_as_often_as_it_was_passed_on(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        dave = twite.users.register(handle="dave")
        for followee in (alice, bob, carol):
            twite.follows.follow(by=dave, whom=followee)
        for by in (bob, carol):
            clock.forward(timedelta(seconds=1))
            twite.reposts.repost(id, by=by)

        found = twite.timelines.home(viewer_id=dave).items

        assert [_told(entry) for entry in found] == [(id, "carol"), (id, "bob"), (id, None)]
        assert [entry.kind for entry in found] == [EntryKind.REPOST] * 2 + [EntryKind.POST]
        assert len({entry.id for entry in found}) == 3

    def test_stands_above_what_it_passes_on(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        """Also in the same millisecond, whoever's id is lesser."""
        for by, whom in ((bob, alice), (alice, bob), (carol, bob), (alice, carol)):
            id = twite.microposts.post(author_id=whom, text="tea")
            twite.reposts.repost(id, by=by)

            assert profile(twite, by)[0] == (id, twite.users.show(by).handle)
            assert twite.timelines.profile(author_id=by, viewer_id=by).items[0].id > id

    def test_twice_is_once(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        for _ in range(2):
            twite.reposts.repost(id, by=bob)

        assert twite.microposts.show(id, viewer_id=None).reposts_count == 1
        assert profile(twite, bob) == [(id, "bob")]
        assert twite.check() == []

    def test_can_be_undone_and_done_again(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        counts = []
        for act in (twite.reposts.undo, twite.reposts.repost) * 2:
            act(id, by=bob)
            view = twite.microposts.show(id, viewer_id=bob)
            counts.append(view.reposts_count)
            assert view.reposted == bool(counts[-1])
            assert len(profile(twite, bob)) == counts[-1]

        assert counts == [0, 1, 0, 1]
        assert twite.check() == []

    def test_ones_own_is_fine_and_tells_nobody(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        twite.reposts.repost(id, by=alice)

        assert who(twite, id) == ["alice"]
        assert profile(twite, alice) == [(id, "alice"), (id, None)]
        assert kept(twite)["notifications"] == {}

    def test_counts_as_no_post(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        """H050."""
        id = twite.microposts.post(author_id=alice, text="tea")

        twite.reposts.repost(id, by=bob)
        twite.reposts.undo(id, by=bob)
        twite.reposts.repost(id, by=bob)

        assert [twite.users.show(user).posts_count for user in (alice, bob)] == [1, 0]

    @pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
    def test_is_not_for_what_was_said_to_some(
        self, twite: Embedded, alice: UserId, bob: UserId, visibility: Visibility
    ) -> None:
        """Whoever may read it is told why; whoever may not, that there is nothing (H043)."""
        twite.follows.follow(by=bob, whom=alice)
        carol = twite.users.register(handle="carol")
        id = twite.microposts.post(author_id=alice, text="@bob tea", visibility=visibility)

        with refusing(twite, NotRepostable):
            twite.reposts.repost(id, by=bob)
        for act in (twite.reposts.repost, twite.reposts.undo):
            with refusing(twite, MicropostNotFound):
                act(id, by=carol)

    def test_of_ones_own_to_followers_reaches_followers_alone(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        id = twite.microposts.post(author_id=alice, text="tea", visibility=Visibility.FOLLOWERS)

        twite.reposts.repost(id, by=alice)

        assert home(twite, bob) == [(id, "alice"), (id, None)]
        assert profile(twite, alice, bob) == [(id, "alice"), (id, None)]
        assert profile(twite, alice, carol) == profile(twite, alice) == []
        twite.follows.unfollow(by=bob, whom=alice)
        assert profile(twite, alice, bob) == []
        assert twite.check() == []

    def test_of_ones_own_to_those_named_is_refused(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(
            author_id=alice, text="@bob tea", visibility=Visibility.MENTIONED
        )

        with refusing(twite, NotRepostable):
            twite.reposts.repost(id, by=alice)

    @pytest.mark.parametrize("id", [-(2**70), -1, 0, 1, 2**63, 2**70])
    def test_what_is_not_there_is_refused(self, twite: Embedded, alice: UserId, id: int) -> None:
        for act in (twite.reposts.repost, twite.reposts.undo):
            with refusing(twite, MicropostNotFound):
                act(MicropostId(id), by=alice)

    def test_by_nobody_is_refused(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        with refusing(twite, UserNotFound):
            twite.reposts.repost(id, by=UserId(1))

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_not_for_who_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        become(twite, bob, state)

        for act in (twite.reposts.repost, twite.reposts.undo):
            with refusing(twite, AccountNotActive):
                act(id, by=bob)


class TestARepost:
    """H049, H052: it hides with its author, with its reposter, and comes back with them."""

    @pytest.fixture
    def id(self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId) -> MicropostId:
        """What carol reads because bob passed it on."""
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.follows.follow(by=carol, whom=bob)
        twite.reposts.repost(id, by=bob)
        assert home(twite, carol) == profile(twite, bob, carol) == [(id, "bob")]
        return id

    @pytest.mark.parametrize("other", ["alice", "bob"])
    @pytest.mark.parametrize("blocked", [False, True])
    def test_is_hidden_across_a_block(
        self,
        twite: Embedded,
        carol: UserId,
        id: MicropostId,
        other: str,
        blocked: bool,
    ) -> None:
        pair = (twite.users.named(other).id, carol)
        by, whom = pair if blocked else pair[::-1]
        everyones = profile(twite, twite.users.named("bob").id)

        twite.blocks.block(by=by, whom=whom)

        assert home(twite, carol) == []
        assert profile(twite, twite.users.named("bob").id, carol) == []
        assert profile(twite, twite.users.named("bob").id) == everyones == [(id, "bob")]

    def test_of_whom_its_reposter_blocked_is_hidden_from_the_reposter(
        self, twite: Embedded, alice: UserId, bob: UserId, id: MicropostId
    ) -> None:
        twite.blocks.block(by=alice, whom=bob)

        assert home(twite, bob) == profile(twite, bob, bob) == profile(twite, bob, alice) == []
        with refusing(twite, MicropostNotFound):
            twite.reposts.undo(id, by=bob)
        twite.blocks.unblock(by=alice, whom=bob)
        assert home(twite, bob) == [(id, "bob")]

    def test_of_whom_the_viewer_muted_is_shown_nowhere(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, id: MicropostId
    ) -> None:
        twite.mutes.mute(by=carol, whom=alice)

        assert home(twite, carol) == profile(twite, bob, carol) == []

    def test_by_whom_the_viewer_muted_is_not_in_their_home(
        self, twite: Embedded, bob: UserId, carol: UserId, id: MicropostId
    ) -> None:
        twite.mutes.mute(by=carol, whom=bob)

        assert home(twite, carol) == []
        assert profile(twite, bob, carol) == [(id, "bob")]  # asked for by name

    def test_by_whom_the_viewer_follows_without_is_not_in_their_home(
        self, twite: Embedded, bob: UserId, carol: UserId, id: MicropostId
    ) -> None:
        own = twite.microposts.post(author_id=bob, text="coffee")

        twite.follows.follow(by=carol, whom=bob, reposts=False)

        assert home(twite, carol) == [(own, None)]
        assert profile(twite, bob, carol) == [(own, None), (id, "bob")]
        twite.follows.follow(by=carol, whom=bob, reposts=True)
        assert home(twite, carol) == [(own, None), (id, "bob")]

    @pytest.mark.parametrize("gone", ["alice", "bob"])
    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_hidden_with_either_of_them(
        self,
        twite: Embedded,
        carol: UserId,
        id: MicropostId,
        gone: str,
        state: UserState,
    ) -> None:
        bob = twite.users.named("bob").id
        whose = twite.users.named(gone).id
        become(twite, whose, state)

        views = twite.timelines.views
        assert home(twite, carol) == []
        found = views.profile(author_id=bob, viewer_id=carol, now=NOON, cursor=Cursor())
        assert found.items == ()
        become(twite, whose, UserState.ACTIVE)
        assert home(twite, carol) == [(id, "bob")]

    def test_goes_with_the_micropost(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, id: MicropostId
    ) -> None:
        """H051."""
        twite.microposts.delete(id, by=alice)

        assert home(twite, carol) == profile(twite, bob) == []
        assert kept(twite)["entries"] == {}
        assert twite.notifications.page(recipient_id=alice).items == ()
        assert twite.check() == []

    @pytest.mark.usefixtures("id")
    def test_is_paged_like_every_entry(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=carol, whom=alice)
        for _ in range(3):
            clock.forward(timedelta(seconds=1))
            other = twite.microposts.post(author_id=alice, text="tea")
            for by in (bob, carol):
                clock.forward(timedelta(seconds=1))
                twite.reposts.repost(other, by=by)

        def read(cursor: Cursor) -> Page[EntryView]:
            return twite.timelines.home(viewer_id=carol, cursor=cursor)

        whole = downwards(read, limit=40)
        assert [_told(entry)[1] for entry in whole] == [*["carol", "bob", None] * 3, "bob", None]
        assert len({entry.id for entry in whole}) == len(whole)
        for limit in (1, 2, 3, 7):
            assert downwards(read, limit=limit) == upwards(read, limit=limit) == whole

    def test_is_left_out_where_it_is_deleted_meanwhile(
        self, twite: Embedded, carol: UserId, id: MicropostId
    ) -> None:
        racing = evolve(twite.timelines, microposts=NothingShown())

        found = racing.home(viewer_id=carol)

        assert found.items == ()
        assert found.newer is not None

    def test_is_left_out_where_its_reposter_is_not_known(
        self, twite: Embedded, carol: UserId, id: MicropostId
    ) -> None:
        found = twite.timelines.views.home(viewer_id=carol, now=NOON, cursor=Cursor()).items
        microposts = [twite.microposts.show(id, viewer_id=carol)]

        assert [entry.micropost_id for entry in found] == [id]
        assert dressed(found, microposts, []) == []


class TestTheAuthor:
    def test_is_told_once_while_it_stands(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.reposts.repost(id, by=bob)
        (told,) = twite.notifications.page(recipient_id=alice).items

        twite.reposts.undo(id, by=bob)
        assert twite.notifications.page(recipient_id=alice).items == ()

        clock.forward(timedelta(days=1))
        twite.reposts.repost(id, by=bob)
        assert twite.notifications.page(recipient_id=alice).items == (told,)
        assert (told.kind, told.actor.id) == (NotificationKind.REPOST, bob)
        assert told.micropost is not None
        assert told.micropost.id == id

    @pytest.mark.parametrize("undone", ["undo", "delete"])
    def test_is_not_told_of_what_was_undone_before(self, clock: StoppedClock, undone: str) -> None:
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock) as twite:
            alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
            id = twite.microposts.post(author_id=alice, text="hello")
            twite.reposts.repost(id, by=bob)
            undo: Callable[..., None] = {
                "undo": twite.reposts.undo,
                "delete": twite.microposts.delete,
            }[undone]
            undo(id, by=bob if undone == "undo" else alice)

            twite.drain()

            assert kept(twite)["notifications"] == {}
            assert twite.check() == []

    def test_is_told_once_if_the_event_comes_twice(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.reposts.repost(id, by=bob)
        event = MicropostReposted(
            at=NOON, entry_id=EntryId(9), user_id=bob, micropost_id=id, author_id=alice
        )
        with twite.users.unit_of_work() as work:
            twite.notifications.tell_reposted(event, work)

        assert len(kept(twite)["notifications"]) == 1


class TestAnEdit:
    @pytest.fixture
    def id(self, twite: Embedded, alice: UserId, bob: UserId) -> MicropostId:
        """What alice, bob and herself passed on."""
        id = twite.microposts.post(author_id=alice, text="tea")
        for by in (alice, bob):
            twite.reposts.repost(id, by=by)
        return id

    def test_is_told_once_to_those_who_passed_it_on_while_they_do(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, id: MicropostId
    ) -> None:
        for text in ("coffee", "cocoa"):
            twite.microposts.edit(id, by=alice, text=text)

        (told,) = twite.notifications.page(recipient_id=bob).items
        assert (told.kind, told.actor.id) == (NotificationKind.EDIT, alice)
        assert told.micropost is not None
        assert told.micropost.text == "cocoa"
        for other in (alice, carol):
            kinds = [one.kind for one in twite.notifications.page(recipient_id=other).items]
            assert NotificationKind.EDIT not in kinds
        twite.reposts.undo(id, by=bob)
        assert twite.notifications.page(recipient_id=bob).items == ()

    @pytest.mark.parametrize("batch", [1, 2, 3, 5, 6])
    def test_is_told_in_as_many_batches_as_it_needs(
        self,
        clock: StoppedClock,
        monkeypatch: pytest.MonkeyPatch,
        batch: int,
    ) -> None:
        monkeypatch.setattr(notifications, "BATCH", batch)
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock) as twite:
            alice, *others = (twite.users.register(handle=f"user{n}") for n in range(6))
            id = twite.microposts.post(author_id=alice, text="tea")
            for by in others:
                twite.reposts.repost(id, by=by)
            twite.drain()
            twite.microposts.edit(id, by=alice, text="coffee")
            told = [0]
            while twite.worker.dispatcher.run():
                pages = [twite.notifications.page(recipient_id=by).items for by in others]
                told.append(sum(len(page) for page in pages))
                clock.forward(timedelta(seconds=1))

            assert all(after - before <= batch for before, after in pairwise(told))
            for user_id in others:
                (one,) = twite.notifications.page(recipient_id=user_id).items
                assert one.kind is NotificationKind.EDIT

    @pytest.mark.parametrize("by", ["alice", "bob"])
    def test_is_not_told_across_a_block(
        self, twite: Embedded, alice: UserId, bob: UserId, id: MicropostId, by: str
    ) -> None:
        twite.microposts.edit(id, by=alice, text="coffee")

        blocker, blocked = (alice, bob) if by == "alice" else (bob, alice)
        twite.blocks.block(by=blocker, whom=blocked)

        assert twite.notifications.page(recipient_id=bob).items == ()
        assert twite.notifications.unread_count(recipient_id=bob) == 0


class TestWhoReposted:
    def test_is_hidden_with_the_micropost(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea", visibility=Visibility.FOLLOWERS)
        twite.follows.follow(by=bob, whom=alice)
        twite.reposts.repost(id, by=alice)

        assert who(twite, id, bob) == ["alice"]
        with refusing(twite, MicropostNotFound):
            twite.reposts.users(id, viewer_id=None)

    def test_leaves_out_whom_the_viewer_is_not_to_hear_of(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        for by in (bob, carol):
            clock.forward(timedelta(seconds=1))
            twite.reposts.repost(id, by=by)
        twite.blocks.block(by=bob, whom=carol)

        assert who(twite, id, bob) == ["bob"]
        assert who(twite, id, carol) == ["carol"]
        assert who(twite, id) == ["carol", "bob"]
        become(twite, carol, UserState.SUSPENDED)
        assert who(twite, id) == ["bob"]
        assert twite.microposts.show(id, viewer_id=None).reposts_count == 2  # all there are
