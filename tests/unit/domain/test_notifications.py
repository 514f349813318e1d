"""Notifications: when they may be shown."""

from itertools import product
from typing import Any

import pytest
from attrs import evolve

from twite.domain.audience import Relation
from twite.domain.microposts import MicropostId
from twite.domain.notifications import (
    NoSuchKind,
    Notification,
    NotificationId,
    NotificationKind,
    may_show,
)
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON

ALICE, BOB = UserId(1), UserId(2)
STANDING = Notification(
    id=NotificationId(1),
    recipient_id=ALICE,
    kind=NotificationKind.MENTION,
    actor_id=BOB,
    micropost_id=MicropostId(1),
    notified_at=NOON,
)


@pytest.mark.parametrize("kind", NotificationKind)
def test_it_is_shown_while_everything_it_takes_holds(kind: NotificationKind) -> None:
    told = evolve(STANDING, kind=kind)

    for active, blocked, muted, is_readable, ended, is_so in product((True, False), repeat=6):
        actor = Relation(author_is_active=active, blocked=blocked, notifications_muted=muted)

        shown = may_show(told, actor, is_readable=is_readable, is_muted=ended, is_so=is_so)

        heard = active and not blocked and not muted
        assert shown == (heard and is_readable and not ended and is_so)


def test_what_was_put_away_is_not_shown() -> None:
    assert not may_show(evolve(STANDING, dismissed_at=NOON), Relation())


class TestKinds:
    def test_are_all_but_those_that_are_left_out(self) -> None:
        everything = set(NotificationKind)

        assert NotificationKind.those(None) == everything
        assert NotificationKind.those(None, but=["follow"]) == everything - {"follow"}
        assert NotificationKind.those(["follow", "reply"], but=["reply"]) == {"follow"}
        assert NotificationKind.those([]) == set()

    @pytest.mark.parametrize("wrong", [5, "follow", ["status"], [None], [[]], [5], {"x"}])
    def test_are_nothing_else(self, wrong: Any) -> None:
        with pytest.raises(NoSuchKind, match="mention, reply, follow, "):
            NotificationKind.those(wrong)
        with pytest.raises(NoSuchKind):
            NotificationKind.those(None, but=wrong)
