"""A repost is an entry that stands once for a user and a micropost, and is counted."""

from functools import partial
from operator import attrgetter

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    NOW,
    Plan,
    a_post,
    a_repost,
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
from twite.domain.microposts import Micropost, MicropostId
from twite.domain.reposts import MicropostReposted, MicropostUnreposted, Repost
from twite.domain.timelines import EntryId
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


def begun(work: UnitOfWork, user_id: UserId, micropost: Micropost) -> Repost:
    """Entered, and yet to be added."""
    work.users.hold(user_id)
    id = work.entries.enter(
        author_id=user_id, visibility=micropost.visibility, at=NOW, reposted_id=micropost.id
    )
    return Repost.begin(id=id, user_id=user_id, micropost=micropost, now=NOW)


def found_of(work: UnitOfWork, user_id: UserId, micropost: Micropost) -> Repost | None:
    return work.reposts.find(user_id=user_id, micropost_id=micropost.id)


def shown(twite: Embedded, id: MicropostId, viewer_id: UserId | None = None) -> MicropostView:
    (view,) = twite.microposts.views.show([id], viewer_id=viewer_id)
    return view


def profile(twite: Embedded, id: UserId) -> list[EntryId]:
    views = twite.timelines.views
    found = views.profile(author_id=id, viewer_id=None, now=NOW, cursor=Cursor())
    return [entry.id for entry in found.items]


class TestARepost:
    def test_comes_back_as_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post, other = a_post(work, alice), a_post(work, alice)
            repost = begun(work, bob, post)
            work.reposts.add(repost)

        with unit_of_work() as work:
            assert found_of(work, bob, post) == repost.at_rest()
            assert found_of(work, bob, other) is None
            assert found_of(work, alice, post) is None
            assert work.reposts.of(other.id, after=EntryId(0), limit=9) == []

    def test_is_found_among_those_of_its_micropost(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, *others = some_users(work, 4)
            post, other = a_post(work, alice), a_post(work, alice)
            reposts = [begun(work, user_id, post) for user_id in reversed(others)]
            for repost in (*reposts, begun(work, alice, other)):
                work.reposts.add(repost)

        one, two, three = sorted((one.at_rest() for one in reposts), key=attrgetter("id"))
        with unit_of_work() as work:
            assert work.reposts.of(post.id, after=EntryId(0), limit=9) == [one, two, three]
            assert work.reposts.of(post.id, after=EntryId(0), limit=2) == [one, two]
            assert work.reposts.of(post.id, after=two.id, limit=2) == [three]
            assert work.reposts.of(post.id, after=three.id, limit=2) == []

    def test_ends_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            repost = begun(work, bob, post)
            work.reposts.add(repost)

        assert profile(twite, bob) == [repost.id]

        with twite.microposts.unit_of_work() as work:
            assert work.reposts.remove(repost.at_rest().end(now=NOW)) is True
            assert work.reposts.remove(repost.at_rest().end(now=NOW)) is False

        assert shown(twite, post.id).reposts_count == 0
        assert profile(twite, bob) == []
        assert len(announced(twite)) == 2

    def test_is_no_post_of_the_same_user(self, twite: Embedded) -> None:
        """An author who takes their repost back takes nothing else."""
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            post = a_post(work, alice)
            assert found_of(work, alice, post) is None
            no_repost = Repost(id=EntryId(post.id), user_id=alice, micropost_id=post.id)
            assert work.reposts.remove(no_repost) is False

        assert profile(twite, alice) == [EntryId(post.id)]
        assert list(twite.check()) == []

    def test_is_announced_and_so_is_its_end(self, twite: Embedded) -> None:
        alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
        id = twite.microposts.post(author_id=alice, text="hello")
        twite.reposts.repost(id, by=bob)
        (entry_id,) = profile(twite, bob)
        twite.reposts.undo(id, by=bob)

        events = announced(twite)[3:]

        assert events == [
            MicropostReposted(
                at=events[0].at, entry_id=entry_id, user_id=bob, micropost_id=id, author_id=alice
            ),
            MicropostUnreposted(at=events[1].at, entry_id=entry_id, user_id=bob, micropost_id=id),
        ]

    def test_goes_with_the_micropost(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post, other = a_post(work, alice), a_post(work, alice)
            a_repost(work, bob, post)
            left = a_repost(work, bob, other)
            work.entries.leave(post.id)
            work.microposts.remove(post)

        with twite.microposts.unit_of_work() as work:
            assert found_of(work, bob, post) is None
            assert found_of(work, bob, other) == Repost(
                id=left.id, user_id=bob, micropost_id=other.id
            )
        assert profile(twite, bob) == [left.id]
        assert list(twite.check()) == []


class TestTheCount:
    def test_moves_in_the_transaction_and_with_it(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)

        with pytest.raises(ZeroDivisionError), twite.microposts.unit_of_work() as work:
            a_repost(work, bob, post)
            within = shown(twite, post.id, bob)
            raise ZeroDivisionError

        after = shown(twite, post.id, bob)
        assert (within.reposts_count, within.reposted) == (1, True)
        assert (after.reposts_count, after.reposted) == (0, False)

    def test_survives_an_edit(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            a_repost(work, bob, post)
            work.microposts.save(evolve(post, edited_at=NOW))

        assert shown(twite, post.id).reposts_count == 1
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
                found = work.reposts.find(user_id=people[one], micropost_id=posts[about].id)
                if begins and found is None:
                    a_repost(work, people[one], posts[about])
                    standing.add((one, about))
                elif not begins and found is not None:
                    work.reposts.remove(found)
                    standing.discard((one, about))

        for about, post in enumerate(posts):
            whose = {one for one, place in standing if place == about}
            for one, viewer_id in enumerate(people):
                view = shown(twite, post.id, viewer_id)
                assert (view.reposts_count, view.reposted) == (len(whose), one in whose)
            assert not shown(twite, post.id).reposted


class TestWhoReposted:
    @settings(shared_store, max_examples=40)
    @given(plan=plans, limit=st.integers(1, 5))
    def test_are_those_the_viewer_may_hear(self, twite: Embedded, plan: Plan, limit: int) -> None:
        world = kept(evolve(plan, reposts=[]), twite.microposts.unit_of_work)
        post = next(iter(world.microposts.values()))
        with twite.microposts.unit_of_work() as work:
            every = sorted((a_repost(work, id, post).id, id) for id in world.people)

        for viewer_id in world.viewers:
            allowed = [id for _, id in every[::-1] if world.may_hear(id, viewer_id)]
            reading = partial(twite.reposts.views.users, post.id, viewer_id=viewer_id)

            assert [who.id for who in down(reading, limit=limit)] == allowed
            assert [who.id for who in up(reading, limit=limit)] == allowed

    def test_come_as_they_stand_beside_what_they_did(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work), a_user(work)
            post = a_post(work, alice.id)
            a_repost(work, bob.id, post)
            a_repost(work, bob.id, a_post(work, alice.id))

        found = twite.reposts.views.users(post.id, viewer_id=None, cursor=Cursor())

        assert list(found.items) == [
            AuthorView(id=bob.id, handle=bob.handle.value, display_name="Some One")
        ]
