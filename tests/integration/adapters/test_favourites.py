"""A favourite stands once for a user and a micropost, and what is counted moves with it."""

from functools import partial

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    NOW,
    Plan,
    a_block,
    a_favourite,
    a_post,
    a_user,
    announced,
    down,
    kept,
    plans,
    shared_store,
    some_users,
    up,
)
from twite.application.paging import Cursor
from twite.application.ports.microposts import AuthorView, MicropostView
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.favourites import (
    Favourite,
    FavouriteId,
    MicropostFavourited,
    MicropostUnfavourited,
)
from twite.domain.microposts import Micropost, MicropostId, MicropostNotFound, Visibility
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded


def begun(work: UnitOfWork, user_id: UserId, micropost: Micropost) -> Favourite:
    return Favourite.begin(
        id=FavouriteId(work.next_id(at=NOW)), user_id=user_id, micropost=micropost, now=NOW
    )


def shown(twite: Embedded, id: MicropostId, viewer_id: UserId | None = None) -> MicropostView:
    (view,) = twite.microposts.views.show([id], viewer_id=viewer_id)
    return view


class TestAFavourite:
    def test_comes_back_as_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            favourite = a_favourite(work, bob, post)

        with unit_of_work() as work:
            assert work.favourites.find(user_id=bob, micropost_id=post.id) == favourite
            assert work.favourites.find(user_id=alice, micropost_id=post.id) is None

    def test_twice_is_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            first = begun(work, bob, post)

            assert work.favourites.add(first) is True
            assert work.favourites.add(begun(work, bob, post)) is False
            assert work.favourites.find(user_id=bob, micropost_id=post.id) == first

        assert shown(twite, post.id).favourites_count == 1
        assert len(announced(twite)) == 1

    def test_ends_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            favourite = a_favourite(work, bob, post)

            assert work.favourites.remove(favourite.end(now=NOW)) is True
            assert work.favourites.remove(favourite.end(now=NOW)) is False

        assert shown(twite, post.id).favourites_count == 0
        assert len(announced(twite)) == 1

    def test_is_announced_and_so_is_its_end(self, twite: Embedded) -> None:
        alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
        id = twite.microposts.post(author_id=alice, text="hello")
        twite.favourites.favourite(id, by=bob)
        twite.favourites.unfavourite(id, by=bob)

        events = announced(twite)[3:]

        assert events == [
            MicropostFavourited(at=events[0].at, user_id=bob, micropost_id=id, author_id=alice),
            MicropostUnfavourited(at=events[1].at, user_id=bob, micropost_id=id),
        ]

    def test_goes_with_the_micropost(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post, other = a_post(work, alice), a_post(work, alice)
            a_favourite(work, bob, post)
            left = a_favourite(work, bob, other)
            work.entries.leave(post.id)
            work.microposts.remove(post)

        with twite.microposts.unit_of_work() as work:
            assert work.favourites.find(user_id=bob, micropost_id=post.id) is None
            assert work.favourites.find(user_id=bob, micropost_id=other.id) == left
        assert list(twite.check()) == []


class TestTheCount:
    def test_moves_in_the_transaction_and_with_it(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)

        with pytest.raises(ZeroDivisionError), twite.microposts.unit_of_work() as work:
            a_favourite(work, bob, post)
            within = shown(twite, post.id, bob)
            raise ZeroDivisionError

        after = shown(twite, post.id, bob)
        assert (within.favourites_count, within.favourited) == (1, True)
        assert (after.favourites_count, after.favourited) == (0, False)

    def test_survives_an_edit(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            a_favourite(work, bob, post)
            work.microposts.save(evolve(post, edited_at=NOW))

        assert shown(twite, post.id).favourites_count == 1
        assert list(twite.check()) == []

    @shared_store
    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(0, 1)), max_size=15))
    def test_is_that_of_the_rows_whatever_happened(
        self, twite: Embedded, steps: list[tuple[bool, int, int]]
    ) -> None:
        standing: set[tuple[int, int]] = set()
        with twite.microposts.unit_of_work() as work:
            people = some_users(work, 3)
            posts = [a_post(work, people[0]) for _ in range(2)]
            for begins, one, about in steps:
                found = work.favourites.find(user_id=people[one], micropost_id=posts[about].id)
                if begins:
                    a_favourite(work, people[one], posts[about])
                    standing.add((one, about))
                elif found is not None:
                    work.favourites.remove(found)
                    standing.discard((one, about))

        for about, post in enumerate(posts):
            whose = {one for one, place in standing if place == about}
            for one, viewer_id in enumerate(people):
                view = shown(twite, post.id, viewer_id)
                assert (view.favourites_count, view.favourited) == (len(whose), one in whose)
            assert not shown(twite, post.id).favourited


class TestOnesOwn:
    @settings(shared_store, max_examples=40)
    @given(plan=plans, limit=st.integers(1, 5))
    def test_are_those_one_may_read_now_page_by_page(
        self, twite: Embedded, plan: Plan, limit: int
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        with twite.microposts.unit_of_work() as work:
            every = [
                a_favourite(work, id, post)
                for post in world.microposts.values()
                for id in world.people
            ]

        for viewer_id in world.people:
            mine = [one for one in every[::-1] if one.user_id == viewer_id]
            allowed = [
                one for one in mine if world.may_read(world.microposts[one.micropost_id], viewer_id)
            ]
            reading = partial(twite.favourites.views.page, user_id=viewer_id)

            assert down(reading, limit=limit) == allowed
            assert up(reading, limit=limit) == allowed


class TestWhoFavourited:
    @settings(shared_store, max_examples=40)
    @given(plan=plans, limit=st.integers(1, 5))
    def test_are_those_the_viewer_may_hear(self, twite: Embedded, plan: Plan, limit: int) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        post = next(iter(world.microposts.values()))
        with twite.microposts.unit_of_work() as work:
            for id in world.people:
                a_favourite(work, id, post)

        for viewer_id in world.viewers:
            allowed = [id for id in world.people[::-1] if world.may_hear(id, viewer_id)]
            reading = partial(twite.favourites.views.users, post.id, viewer_id=viewer_id)

            assert [who.id for who in down(reading, limit=limit)] == allowed
            assert [who.id for who in up(reading, limit=limit)] == allowed

    def test_come_as_they_stand_beside_what_they_did(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work), a_user(work)
            post = a_post(work, alice.id)
            a_favourite(work, bob.id, post)
            a_favourite(work, bob.id, a_post(work, alice.id))

        found = twite.favourites.views.users(post.id, viewer_id=None, cursor=Cursor())

        assert list(found.items) == [
            AuthorView(id=bob.id, handle=bob.handle.value, display_name="Some One")
        ]


class TestHolding:
    def test_is_for_what_one_may_read(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            post = a_post(work, alice, visibility=Visibility.MENTIONED, mentioned_ids=[bob])
            public = a_post(work, alice)
            a_block(work, alice, carol)

            assert work.microposts.hold_readable(post.id, viewer_id=bob) == post
            for id in (post.id, public.id, MicropostId(1)):
                with pytest.raises(MicropostNotFound):
                    work.microposts.hold_readable(id, viewer_id=carol)

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_not_for_what_is_of_who_is_gone(
        self, unit_of_work: UnitOfWorkFactory, state: UserState
    ) -> None:
        with unit_of_work() as work:
            alice, bob = a_user(work, state=state), a_user(work)
            post = a_post(work, alice.id)

            with pytest.raises(MicropostNotFound):
                work.microposts.hold_readable(post.id, viewer_id=bob.id)
