"""A block stands once between two users."""

import pytest
from attrs import evolve

from tests.integration.adapters.worlds import NOW, a_block, a_user, announced, some_users
from twite.application.paging import Cursor
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.blocks import Block, BlockId, UserBlocked, UserUnblocked
from twite.domain.users import UserId, UserState
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

        events = announced(twite)
        assert events == [UserBlocked(at=NOW, blocker_id=alice, blocked_id=bob)]

    def test_ends_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            block = a_block(work, alice, bob)

            assert work.blocks.remove(block.end(now=NOW)) is True
            assert work.blocks.remove(block.end(now=NOW)) is False
            assert work.blocks.find(blocker_id=alice, blocked_id=bob) is None

        events = announced(twite)
        assert events == [UserUnblocked(at=NOW, blocker_id=alice, blocked_id=bob)]


class TestAPage:
    @pytest.mark.parametrize("limit", [1, 2, 3, 9])
    def test_holds_who_is_there_newest_first_both_ways(self, twite: Embedded, limit: int) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, *others = (a_user(work) for _ in range(7))
            kept = [a_block(work, alice.id, other.id) for other in others]
            for other, state in ((others[1], UserState.SUSPENDED), (others[4], UserState.CLOSED)):
                work.users.save(evolve(other, state=state))
            a_block(work, others[0].id, alice.id)
        whole = [kept[place] for place in (5, 3, 2, 0)]

        down: list[Block] = []
        cursor: Cursor | None = Cursor(limit=limit)
        while cursor is not None:
            older = twite.blocks.views.page(blocker_id=alice.id, cursor=cursor)
            down.extend(older.items)
            cursor = older.older
        up: list[Block] = []
        cursor = Cursor(min_id=0, limit=limit)
        while cursor is not None:
            newer = twite.blocks.views.page(blocker_id=alice.id, cursor=cursor)
            up[:0] = newer.items
            cursor = newer.newer

        assert down == up == whole
