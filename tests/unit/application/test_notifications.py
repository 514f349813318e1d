"""What people do with notifications."""

from collections.abc import Sequence

import pytest
from attrs import evolve

from tests.unit.application.worlds import become, downwards, upwards
from twite.application.paging import Cursor, Page
from twite.application.ports.microposts import MicropostView, MicropostViews
from twite.application.ports.notifications import NotificationView
from twite.domain.microposts import MicropostId, MicropostPosted, Visibility
from twite.domain.notifications import NotificationKind
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock


class NothingShown(MicropostViews):
    """Everything was deleted between two reads."""

    def show(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Sequence[MicropostView]:
        return []


def told(twite: Embedded, recipient_id: UserId) -> list[MicropostId]:
    """What somebody is told of, newest first."""
    return [item.micropost.id for item in twite.notifications.page(recipient_id=recipient_id).items]


class TestMentions:
    @pytest.mark.parametrize("visibility", Visibility)
    def test_are_told_whoever_else_may_read(
        self, twite: Embedded, alice: UserId, bob: UserId, visibility: Visibility
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello @bob", visibility=visibility)

        (item,) = twite.notifications.page(recipient_id=bob).items

        assert item.kind is NotificationKind.MENTION
        assert item.notified_at == NOON
        assert item.micropost == twite.microposts.show(id, viewer_id=bob)

    def test_are_told_once(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="@bob @BOB, @bob!")
        with twite.users.unit_of_work() as work:  # as if the event came twice
            posted = MicropostPosted(at=NOON, micropost_id=id, author_id=alice)
            twite.notifications.tell_mentioned(posted, work)

        assert told(twite, bob) == [id]

    def test_are_told_to_everybody_named_but_oneself(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="@alice @bob @carol @nobody")

        assert told(twite, bob) == told(twite, carol) == [id]
        assert told(twite, alice) == []

    @pytest.mark.parametrize("blocker", ["alice", "bob"])
    def test_are_not_shown_across_a_block(
        self, twite: Embedded, alice: UserId, bob: UserId, blocker: str
    ) -> None:
        pair = (alice, bob) if blocker == "alice" else (bob, alice)
        twite.blocks.block(by=pair[0], whom=pair[1])

        id = twite.microposts.post(author_id=alice, text="hello @bob")
        assert told(twite, bob) == []

        twite.blocks.unblock(by=pair[0], whom=pair[1])
        assert told(twite, bob) == [id]

    def test_are_not_told_of_what_was_taken_back_before(self, clock: StoppedClock) -> None:
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock) as twite:
            alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
            id = twite.microposts.post(author_id=alice, text="hello @bob")
            twite.microposts.delete(id, by=alice)

            twite.drain()

            assert told(twite, bob) == []
            assert twite.check() == []


class TestReading:
    def test_shows_the_newest_first(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        first, second = (twite.microposts.post(author_id=alice, text="@bob") for _ in range(2))

        assert told(twite, bob) == [second, first]

    def test_hides_what_the_recipient_may_no_longer_read(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="@carol")
        hers = twite.microposts.post(author_id=bob, text="@carol")

        twite.blocks.block(by=carol, whom=alice)
        assert told(twite, carol) == [hers]

        twite.blocks.unblock(by=carol, whom=alice)
        assert len(told(twite, carol)) == 2

        become(twite, bob, UserState.SUSPENDED)
        assert hers not in told(twite, carol)

    def test_forgets_what_was_deleted(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="@bob")

        twite.microposts.delete(id, by=alice)

        assert told(twite, bob) == []

    def test_leaves_out_what_is_deleted_meanwhile(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="@bob")
        racing = evolve(twite.notifications, microposts=NothingShown())

        found = racing.page(recipient_id=bob)

        assert found.items == ()
        assert found.newer is not None

    @pytest.mark.parametrize("limit", [1, 2, 3, 7])
    def test_pages_concatenate_to_the_whole(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, limit: int
    ) -> None:
        for author_id in (alice, carol, alice, carol, alice):
            twite.microposts.post(author_id=author_id, text="@bob")
        twite.blocks.block(by=bob, whom=carol)

        def read(cursor: Cursor) -> Page[NotificationView]:
            return twite.notifications.page(recipient_id=bob, cursor=cursor)

        assert len(downwards(read, limit=limit)) == 3
        assert downwards(read, limit=limit) == upwards(read, limit=limit)
