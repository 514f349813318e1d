"""What people do with markers."""

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.application.worlds import become, refusing
from twite.domain.markers import InvalidMarker, Marked
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON, StoppedClock


class TestMoving:
    def test_tells_where_those_stand_that_were_said(
        self, twite: Embedded, clock: StoppedClock, alice: UserId
    ) -> None:
        (home,) = twite.markers.move(by=alice, home=7).values()
        clock.forward(timedelta(seconds=1))
        both = twite.markers.move(by=alice, home=3, notifications=5)

        assert (home.of, home.last_read_id, home.version) == (Marked.HOME, 7, 1)
        assert home.updated_at == NOON
        assert list(both) == [Marked.HOME, Marked.NOTIFICATIONS]
        assert [(m.last_read_id, m.version) for m in both.values()] == [(3, 2), (5, 1)]
        assert {m.updated_at for m in both.values()} == {NOON + timedelta(seconds=1)}
        assert twite.markers.show(of=alice) == both

    def test_of_nothing_moves_nothing(self, twite: Embedded, alice: UserId) -> None:
        assert twite.markers.move(by=alice) == {}
        assert twite.markers.show(of=alice) == {}

    def test_to_where_it_stands_is_no_move(
        self, twite: Embedded, clock: StoppedClock, alice: UserId
    ) -> None:
        first = twite.markers.move(by=alice, home=7)
        clock.forward(timedelta(seconds=1))

        assert twite.markers.move(by=alice, home=7) == first

    def test_reads_notifications_up_to_there_and_unreads_none(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        for text in ("@alice", "@alice again"):
            twite.microposts.post(author_id=bob, text=text)
        newest, oldest = twite.notifications.page(recipient_id=alice).items

        counts = [twite.notifications.unread_count(recipient_id=alice)]
        for id in (oldest.id, newest.id, oldest.id):
            twite.markers.move(by=alice, notifications=id)
            counts.append(twite.notifications.unread_count(recipient_id=alice))

        assert counts == [2, 1, 0, 0]

    @pytest.mark.parametrize("wrong", [-1, 2**63, "7", True])
    def test_refuses_what_is_no_id(self, twite: Embedded, alice: UserId, wrong: Any) -> None:
        for said in ({"home": wrong}, {"notifications": wrong}):
            with refusing(twite, InvalidMarker):
                twite.markers.move(by=alice, **said)

    def test_is_for_who_is_there(self, twite: Embedded, alice: UserId) -> None:
        become(twite, alice, UserState.SUSPENDED)

        with refusing(twite, AccountNotActive):
            twite.markers.move(by=alice, home=1)
        with refusing(twite, UserNotFound):
            twite.markers.move(by=UserId(1), home=1)
