"""What people do with bookmarks."""

from datetime import timedelta

import pytest
from attrs import evolve

from tests.unit.application.test_notifications import NothingShown
from tests.unit.application.worlds import become, downwards, kept, refusing, upwards
from twite.application.paging import Cursor, Page
from twite.application.ports.bookmarks import BookmarkView
from twite.domain.microposts import MicropostId, MicropostNotFound, Visibility
from twite.domain.users import AccountNotActive, UserId, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON, StoppedClock


class TestBookmarking:
    def test_is_known_to_oneself_alone(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        before = twite.microposts.show(id, viewer_id=alice)

        twite.bookmarks.bookmark(id, by=bob)

        assert twite.microposts.show(id, viewer_id=bob).bookmarked
        assert twite.microposts.show(id, viewer_id=alice) == before
        assert not twite.microposts.show(id, viewer_id=None).bookmarked
        assert twite.bookmarks.page(by=alice).items == ()
        assert kept(twite)["notifications"] == {}

    def test_twice_is_once_and_so_is_letting_go(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        lengths = []
        for act in (twite.bookmarks.bookmark, twite.bookmarks.unbookmark) * 2:
            for _ in range(2):
                act(id, by=bob)
                lengths.append(len(twite.bookmarks.page(by=bob).items))

        assert lengths == [1, 1, 0, 0, 1, 1, 0, 0]

    @pytest.mark.parametrize("visibility", Visibility)
    def test_is_for_whoever_may_read_it(
        self, twite: Embedded, alice: UserId, bob: UserId, visibility: Visibility
    ) -> None:
        """H043."""
        id = twite.microposts.post(author_id=alice, text="tea", visibility=visibility)

        for act in (twite.bookmarks.bookmark, twite.bookmarks.unbookmark):
            if visibility.is_counted:
                act(id, by=bob)
            else:
                with refusing(twite, MicropostNotFound):
                    act(id, by=bob)

    @pytest.mark.parametrize("id", [-(2**70), -1, 0, 1, 2**63, 2**70])
    def test_what_is_not_there_is_refused(self, twite: Embedded, alice: UserId, id: int) -> None:
        for act in (twite.bookmarks.bookmark, twite.bookmarks.unbookmark):
            with refusing(twite, MicropostNotFound):
                act(MicropostId(id), by=alice)

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_not_for_who_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        become(twite, bob, state)

        for act in (twite.bookmarks.bookmark, twite.bookmarks.unbookmark):
            with refusing(twite, AccountNotActive):
                act(id, by=bob)


class TestOnesOwn:
    def test_are_read_the_latest_first(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId
    ) -> None:
        early, late = (twite.microposts.post(author_id=alice, text="tea") for _ in range(2))
        twite.bookmarks.bookmark(late, by=bob)
        clock.forward(timedelta(seconds=1))
        twite.bookmarks.bookmark(early, by=bob)

        found = twite.bookmarks.page(by=bob).items

        assert [item.micropost.id for item in found] == [early, late]
        assert [item.bookmarked_at for item in found] == [NOON + timedelta(seconds=1), NOON]

    def test_leave_out_what_is_deleted_meanwhile(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.bookmarks.bookmark(twite.microposts.post(author_id=alice, text="tea"), by=bob)
        racing = evolve(twite.bookmarks, microposts=NothingShown())

        found = racing.page(by=bob)

        assert found.items == ()
        assert found.newer is not None

    @pytest.mark.parametrize("limit", [1, 2, 3, 7])
    def test_pages_concatenate_to_the_whole(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, limit: int
    ) -> None:
        for author_id in (alice, carol, alice, carol, alice):
            twite.bookmarks.bookmark(twite.microposts.post(author_id=author_id, text="tea"), by=bob)
        twite.blocks.block(by=carol, whom=bob)

        def read(cursor: Cursor) -> Page[BookmarkView]:
            return twite.bookmarks.page(by=bob, cursor=cursor)

        assert len(downwards(read, limit=limit)) == 3
        assert downwards(read, limit=limit) == upwards(read, limit=limit)
