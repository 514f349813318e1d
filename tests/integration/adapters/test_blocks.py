"""A block stands once between two users."""

from tests.integration.adapters.worlds import NOW, a_block, some_users
from twite.application.ports.outbox import Position
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.blocks import Block, BlockId, UserBlocked, UserUnblocked
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


def begun(work: UnitOfWork, blocker_id: UserId, blocked_id: UserId) -> Block:
    return Block.begin(
        id=BlockId(work.next_id(at=NOW)), blocker_id=blocker_id, blocked_id=blocked_id, now=NOW
    )


class TestABlock:
    def test_comes_back_as_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            block = a_block(work, alice, bob)

        with unit_of_work() as work:
            assert work.blocks.find(blocker_id=alice, blocked_id=bob) == block
            assert work.blocks.find(blocker_id=bob, blocked_id=alice) is None

    def test_may_stand_both_ways(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            there, back = a_block(work, alice, bob), a_block(work, bob, alice)

            assert work.blocks.find(blocker_id=alice, blocked_id=bob) == there
            assert work.blocks.find(blocker_id=bob, blocked_id=alice) == back

    def test_twice_is_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            first = begun(work, alice, bob)

            assert work.blocks.add(first) is True
            assert work.blocks.add(begun(work, alice, bob)) is False
            assert work.blocks.find(blocker_id=alice, blocked_id=bob) == first.at_rest()

        events = [recorded.event for recorded in twite.feed.after(Position(), limit=9)]
        assert events == [UserBlocked(at=NOW, blocker_id=alice, blocked_id=bob)]

    def test_ends_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            block = a_block(work, alice, bob)

            assert work.blocks.remove(block.end(now=NOW)) is True
            assert work.blocks.remove(block.end(now=NOW)) is False
            assert work.blocks.find(blocker_id=alice, blocked_id=bob) is None

        events = [recorded.event for recorded in twite.feed.after(Position(), limit=9)]
        assert events == [UserUnblocked(at=NOW, blocker_id=alice, blocked_id=bob)]
