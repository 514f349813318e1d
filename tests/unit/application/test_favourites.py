"""What people do with favourites."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from tests.unit.application.test_notifications import NothingShown
from tests.unit.application.worlds import become, downwards, kept, refusing, upwards
from twite.application.paging import Cursor, Page
from twite.application.ports.favourites import FavouriteView
from twite.domain.favourites import MicropostFavourited
from twite.domain.microposts import MicropostId, MicropostNotFound, Visibility
from twite.domain.notifications import NotificationKind
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock


def who(twite: Embedded, id: MicropostId, viewer_id: UserId | None = None) -> list[str]:
    """The handles of those who favourited it, as far as the viewer is told."""
    return [user.handle for user in twite.favourites.users(id, viewer_id=viewer_id).items]


class TestFavouriting:
    def test_is_counted_and_seen(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        twite.favourites.favourite(id, by=bob)

        views = [twite.microposts.show(id, viewer_id=viewer) for viewer in (bob, carol, None)]
        assert [view.favourites_count for view in views] == [1, 1, 1]
        assert [view.favourited for view in views] == [True, False, False]
        assert who(twite, id) == ["bob"]

    def test_twice_is_once(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        for _ in range(2):
            twite.favourites.favourite(id, by=bob)

        assert twite.microposts.show(id, viewer_id=None).favourites_count == 1
        assert twite.check() == []

    def test_can_be_thought_again_and_again(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        counts = []
        for act in (twite.favourites.unfavourite, twite.favourites.favourite) * 2:
            act(id, by=bob)
            counts.append(twite.microposts.show(id, viewer_id=bob).favourites_count)
            assert twite.microposts.show(id, viewer_id=bob).favourited == bool(counts[-1])

        assert counts == [0, 1, 0, 1]
        assert twite.check() == []

    def test_ones_own_is_fine_and_tells_nobody(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        twite.favourites.favourite(id, by=alice)

        assert who(twite, id) == ["alice"]
        assert kept(twite)["notifications"] == {}

    @pytest.mark.parametrize("visibility", Visibility)
    def test_is_for_whoever_may_read_it(
        self, twite: Embedded, alice: UserId, bob: UserId, visibility: Visibility
    ) -> None:
        """H043."""
        id = twite.microposts.post(author_id=alice, text="tea", visibility=visibility)

        for act in (twite.favourites.favourite, twite.favourites.unfavourite):
            if visibility.is_counted:
                act(id, by=bob)
            else:
                with refusing(twite, MicropostNotFound):
                    act(id, by=bob)

    @pytest.mark.parametrize("id", [-(2**70), -1, 0, 1, 2**63, 2**70])
    def test_what_is_not_there_is_refused(self, twite: Embedded, alice: UserId, id: int) -> None:
        for act in (twite.favourites.favourite, twite.favourites.unfavourite):
            with refusing(twite, MicropostNotFound):
                act(MicropostId(id), by=alice)

    def test_by_nobody_is_refused(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        with refusing(twite, UserNotFound):
            twite.favourites.favourite(id, by=UserId(1))

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_not_for_who_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        become(twite, bob, state)

        for act in (twite.favourites.favourite, twite.favourites.unfavourite):
            with refusing(twite, AccountNotActive):
                act(id, by=bob)

    @pytest.mark.parametrize("blocker", ["alice", "bob"])
    def test_is_not_across_a_block(
        self, twite: Embedded, alice: UserId, bob: UserId, blocker: str
    ) -> None:
        """H049."""
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.favourites.favourite(id, by=bob)
        pair = (alice, bob) if blocker == "alice" else (bob, alice)

        twite.blocks.block(by=pair[0], whom=pair[1])

        with refusing(twite, MicropostNotFound):
            twite.favourites.favourite(id, by=bob)
        assert twite.favourites.page(by=bob).items == ()
        assert who(twite, id, alice) == []
        assert twite.notifications.page(recipient_id=alice).items == ()


class TestTheAuthor:
    def test_is_told_once_while_it_stands(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.favourites.favourite(id, by=bob)
        (told,) = twite.notifications.page(recipient_id=alice).items

        twite.favourites.unfavourite(id, by=bob)
        assert twite.notifications.page(recipient_id=alice).items == ()

        clock.forward(timedelta(days=1))
        twite.favourites.favourite(id, by=bob)
        assert twite.notifications.page(recipient_id=alice).items == (told,)
        assert (told.kind, told.actor.id) == (NotificationKind.FAVOURITE, bob)
        assert told.micropost is not None
        assert told.micropost.id == id

    @pytest.mark.parametrize("undone", ["unfavourite", "delete"])
    def test_is_not_told_of_what_was_undone_before(self, clock: StoppedClock, undone: str) -> None:
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock) as twite:
            alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
            id = twite.microposts.post(author_id=alice, text="hello")
            twite.favourites.favourite(id, by=bob)
            undo: Callable[..., None] = {
                "unfavourite": twite.favourites.unfavourite,
                "delete": twite.microposts.delete,
            }[undone]
            undo(id, by=bob if undone == "unfavourite" else alice)

            twite.drain()

            assert kept(twite)["notifications"] == {}
            assert twite.check() == []

    def test_is_told_once_if_the_event_comes_twice(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.favourites.favourite(id, by=bob)
        event = MicropostFavourited(at=NOON, user_id=bob, micropost_id=id, author_id=alice)
        with twite.users.unit_of_work() as work:
            twite.notifications.tell_favourited(event, work)

        assert len(kept(twite)["notifications"]) == 1


class TestWhoFavourited:
    def test_is_hidden_with_the_micropost(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea", visibility=Visibility.FOLLOWERS)
        twite.follows.follow(by=bob, whom=alice)
        twite.favourites.favourite(id, by=bob)

        assert who(twite, id, alice) == ["bob"]
        with refusing(twite, MicropostNotFound):
            twite.favourites.users(id, viewer_id=None)

    def test_leaves_out_whom_the_viewer_is_not_to_hear_of(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        for by in (bob, carol):
            twite.favourites.favourite(id, by=by)
        twite.blocks.block(by=bob, whom=carol)

        assert who(twite, id, bob) == ["bob"]
        assert who(twite, id, carol) == ["carol"]
        assert who(twite, id) == ["carol", "bob"]
        become(twite, carol, UserState.SUSPENDED)
        assert who(twite, id) == ["bob"]
        assert twite.microposts.show(id, viewer_id=None).favourites_count == 2  # all there are


class TestOnesOwn:
    def test_are_read_the_latest_first(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId
    ) -> None:
        early, late = (twite.microposts.post(author_id=alice, text="tea") for _ in range(2))
        twite.favourites.favourite(late, by=bob)
        clock.forward(timedelta(seconds=1))
        twite.favourites.favourite(early, by=bob)

        found = twite.favourites.page(by=bob).items

        assert [item.micropost.id for item in found] == [early, late]
        assert [item.favourited_at for item in found] == [NOON + timedelta(seconds=1), NOON]
        assert twite.favourites.page(by=alice).items == ()

    def test_leave_out_what_is_deleted_meanwhile(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.favourites.favourite(twite.microposts.post(author_id=alice, text="tea"), by=bob)
        racing = evolve(twite.favourites, microposts=NothingShown())

        found = racing.page(by=bob)

        assert found.items == ()
        assert found.newer is not None

    @pytest.mark.parametrize("limit", [1, 2, 3, 7])
    def test_pages_concatenate_to_the_whole(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, limit: int
    ) -> None:
        for author_id in (alice, carol, alice, carol, alice):
            twite.favourites.favourite(
                twite.microposts.post(author_id=author_id, text="tea"), by=bob
            )
        twite.blocks.block(by=bob, whom=carol)

        def read(cursor: Cursor) -> Page[FavouriteView]:
            return twite.favourites.page(by=bob, cursor=cursor)

        assert len(downwards(read, limit=limit)) == 3
        assert downwards(read, limit=limit) == upwards(read, limit=limit)
