"""Blocks."""

import pytest
from hypothesis import given

from twite.domain.blocks import Block, BlockId, BlocksSelf, UserBlocked, UserUnblocked
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import blocks, user_ids

ALICE, BOB = UserId(1), UserId(2)
FIRST = BlockId(7)


class TestBeginning:
    def test_is_announced(self) -> None:
        block = Block.begin(id=FIRST, blocker_id=ALICE, blocked_id=BOB, now=NOON)

        assert block == Block(id=FIRST, blocker_id=ALICE, blocked_id=BOB, blocked_at=NOON)
        assert block.events == (UserBlocked(at=NOON, blocker_id=ALICE, blocked_id=BOB),)
        assert block.events[0].lane == ALICE

    @given(id=user_ids)
    def test_is_not_for_oneself(self, id: UserId) -> None:
        with pytest.raises(BlocksSelf, match="nobody blocks themselves"):
            Block.begin(id=FIRST, blocker_id=id, blocked_id=id, now=NOON)


class TestEnding:
    @given(block=blocks)
    def test_is_the_act_of_the_blocker(self, block: Block) -> None:
        (event,) = block.end(now=NOON).events

        assert event == UserUnblocked(
            at=NOON, blocker_id=block.blocker_id, blocked_id=block.blocked_id
        )
        assert event.lane == block.blocker_id
