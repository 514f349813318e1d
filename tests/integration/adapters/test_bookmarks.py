"""A bookmark stands once for a user and a micropost, and nobody else sees it."""

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    NOW,
    Plan,
    a_bookmark,
    a_post,
    announced,
    down,
    kept,
    plans,
    shared_store,
    some_users,
    up,
)
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.bookmarks import (
    Bookmark,
    BookmarkId,
    MicropostBookmarked,
    MicropostUnbookmarked,
)
from twite.domain.microposts import Micropost
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


def begun(work: UnitOfWork, user_id: UserId, micropost: Micropost) -> Bookmark:
    return Bookmark.begin(
        id=BookmarkId(work.next_id(at=NOW)), user_id=user_id, micropost_id=micropost.id, now=NOW
    )


class TestABookmark:
    def test_comes_back_as_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            bookmark = a_bookmark(work, bob, post)

        with unit_of_work() as work:
            assert work.bookmarks.find(user_id=bob, micropost_id=post.id) == bookmark
            assert work.bookmarks.find(user_id=alice, micropost_id=post.id) is None

    def test_twice_is_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            first = begun(work, bob, post)

            assert work.bookmarks.add(first) is True
            assert work.bookmarks.add(begun(work, bob, post)) is False
            assert work.bookmarks.find(user_id=bob, micropost_id=post.id) == first

        assert len(announced(twite)) == 1

    def test_ends_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            bookmark = a_bookmark(work, bob, a_post(work, alice))

            assert work.bookmarks.remove(bookmark.end(now=NOW)) is True
            assert work.bookmarks.remove(bookmark.end(now=NOW)) is False

        assert len(announced(twite)) == 1

    def test_is_announced_and_so_is_its_end(self, twite: Embedded) -> None:
        alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
        id = twite.microposts.post(author_id=alice, text="hello")
        twite.bookmarks.bookmark(id, by=bob)
        twite.bookmarks.unbookmark(id, by=bob)

        events = announced(twite)[3:]

        assert events == [
            MicropostBookmarked(at=events[0].at, user_id=bob, micropost_id=id),
            MicropostUnbookmarked(at=events[1].at, user_id=bob, micropost_id=id),
        ]

    def test_goes_with_the_micropost(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post, other = a_post(work, alice), a_post(work, alice)
            a_bookmark(work, bob, post)
            left = a_bookmark(work, bob, other)
            work.entries.leave(post.id)
            work.microposts.remove(post)

        with twite.microposts.unit_of_work() as work:
            assert work.bookmarks.find(user_id=bob, micropost_id=post.id) is None
            assert work.bookmarks.find(user_id=bob, micropost_id=other.id) == left
        assert list(twite.check()) == []

    def test_is_seen_by_whoever_keeps_it_alone(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            a_bookmark(work, bob, post)

        def bookmarked(viewer_id: UserId | None) -> bool:
            (view,) = twite.microposts.views.show([post.id], viewer_id=viewer_id)
            return view.bookmarked

        assert [bookmarked(viewer_id) for viewer_id in (bob, alice, None)] == [True, False, False]


class TestOnesOwn:
    @settings(shared_store, max_examples=40)
    @given(plan=plans, limit=st.integers(1, 5))
    def test_are_those_one_may_read_now_page_by_page(
        self, twite: Embedded, plan: Plan, limit: int
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        with twite.microposts.unit_of_work() as work:
            every = [
                a_bookmark(work, id, post)
                for post in world.microposts.values()
                for id in world.people
            ]

        for viewer_id in world.people:
            mine = [one for one in every[::-1] if one.user_id == viewer_id]
            allowed = [
                one for one in mine if world.may_read(world.microposts[one.micropost_id], viewer_id)
            ]
            reading = partial(twite.bookmarks.views.page, user_id=viewer_id)

            assert down(reading, limit=limit) == allowed
            assert up(reading, limit=limit) == allowed
