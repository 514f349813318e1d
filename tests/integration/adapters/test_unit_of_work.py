"""Leave the block and it is kept; raise, and it never happened."""

from threading import Thread

import pytest

from tests.integration.adapters.worlds import NOW, a_follow, a_post, a_user, some_users
from twite.application.paging import Cursor
from twite.application.ports.outbox import Position
from twite.application.ports.unit_of_work import UnitOfWorkFactory
from twite.domain.users import HandleTaken, UserId, UserNotFound
from twite.entrypoints.library import Embedded


class Oops(Exception): ...


def is_there(twite: Embedded, id: UserId) -> bool:
    try:
        twite.users.show(id)
    except UserNotFound:
        return False
    return True


def is_there_for_others(twite: Embedded, id: UserId) -> bool:
    """As another thread sees it, which has no part in this one's unit of work."""
    seen: list[bool] = []
    other = Thread(target=lambda: seen.append(is_there(twite, id)))
    other.start()
    other.join()
    return seen[0]


class TestLeaving:
    def test_keeps_what_changed(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            id = a_user(work).id

        assert is_there(twite, id)
        assert is_there_for_others(twite, id)

    def test_by_raising_undoes_it_all(self, twite: Embedded) -> None:
        with pytest.raises(Oops), twite.microposts.unit_of_work() as work:
            id = a_user(work).id
            a_post(work, id, text="never said")
            raise Oops

        assert not is_there(twite, id)
        assert not twite.timelines.local(viewer_id=None).items
        assert not twite.feed.after(Position(), limit=9)
        assert twite.check() == []

    def test_lets_the_next_begin_whatever_happened(self, unit_of_work: UnitOfWorkFactory) -> None:
        for _ in range(3):
            with pytest.raises(Oops), unit_of_work() as work:
                a_user(work, handle="alice")
                raise Oops
        with unit_of_work() as work:
            id = a_user(work, handle="alice").id

        with unit_of_work() as work:
            assert work.users.get(id).handle.value == "alice"


class TestAUnitInside:
    def test_is_kept_with_the_outer_one(self, twite: Embedded) -> None:
        unit_of_work = twite.microposts.unit_of_work
        with unit_of_work() as work:
            outer = a_user(work).id
            with unit_of_work() as inside:
                inner = a_user(inside).id
                assert inside.users.get(outer).id == outer
            assert work.users.get(inner).id == inner
            assert not is_there_for_others(twite, inner)

        assert is_there_for_others(twite, outer)
        assert is_there_for_others(twite, inner)

    def test_is_undone_with_the_outer_one(self, twite: Embedded) -> None:
        unit_of_work = twite.microposts.unit_of_work
        with pytest.raises(Oops), unit_of_work():
            with unit_of_work() as inside:
                inner = a_user(inside).id
            raise Oops

        assert not is_there(twite, inner)

    def test_that_raises_undoes_itself_alone(self, twite: Embedded) -> None:
        unit_of_work = twite.microposts.unit_of_work
        with unit_of_work() as work:
            before = a_user(work).id
            with pytest.raises(Oops), unit_of_work() as inside:
                inner = a_user(inside).id
                with unit_of_work() as innermost:
                    a_follow(innermost, before, inner)
                raise Oops
            after = a_user(work).id

        assert [is_there(twite, id) for id in (before, inner, after)] == [True, False, True]
        assert twite.users.show(before).following_count == 0
        assert twite.check() == []

    def test_that_is_refused_undoes_itself_alone(self, twite: Embedded) -> None:
        unit_of_work = twite.microposts.unit_of_work
        with unit_of_work() as work:
            alice = a_user(work, handle="alice").id
            with pytest.raises(HandleTaken):
                twite.users.register(handle="alice")
            bob = twite.users.register(handle="bob")

        assert is_there(twite, alice)
        assert is_there(twite, bob)


class TestReading:
    def test_within_sees_what_changed_and_outside_does_not_yet(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)

        with twite.microposts.unit_of_work() as work:
            a_follow(work, alice, bob)
            post = a_post(work, bob, text="hello #tea")

            assert twite.microposts.show(post.id, viewer_id=None).text == "hello #tea"
            assert twite.users.show(bob).followers_count == 1
            assert twite.follows.relation(viewer_id=alice, other_id=bob).following
            home = twite.timelines.views.home(viewer_id=alice, now=NOW, cursor=Cursor())
            assert [entry.micropost_id for entry in home.items] == [post.id]
            seen: list[int] = []
            other = Thread(
                target=lambda: seen.append(
                    len(twite.timelines.home(viewer_id=alice).items)
                    + len(twite.timelines.tagged(tag="tea", viewer_id=None).items)
                    + twite.users.show(bob).followers_count
                )
            )
            other.start()
            other.join()
            assert seen == [0]

        assert len(twite.timelines.home(viewer_id=alice).items) == 1


class TestIds:
    def test_are_never_drawn_twice(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            ids = [work.next_id(at=NOW) for _ in range(200)]
        with unit_of_work() as work:
            ids += [work.next_id(at=NOW) for _ in range(200)]

        assert len(set(ids)) == 400


class TestDelivering:
    def test_begins_after_the_outermost_commit(self, twite: Embedded) -> None:
        alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))

        with twite.microposts.unit_of_work():
            twite.microposts.post(author_id=alice, text="hello @bob")
            within = len(twite.notifications.page(recipient_id=bob).items)

        assert within == 0
        assert len(twite.notifications.page(recipient_id=bob).items) == 1

    def test_never_begins_where_it_was_undone(self, twite: Embedded) -> None:
        alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))

        with pytest.raises(Oops), twite.microposts.unit_of_work():
            twite.microposts.post(author_id=alice, text="hello @bob")
            raise Oops

        assert twite.drain() == 0
        assert not twite.notifications.page(recipient_id=bob).items
