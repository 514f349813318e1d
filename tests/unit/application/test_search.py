"""What people search for."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.unit.application.worlds import become, downwards, upwards
from twite.application.paging import LARGEST_LIMIT, Cursor, InvalidCursor, Page
from twite.application.ports.microposts import MicropostView
from twite.application.search import MOST_AT_ONCE, MOST_FOUND
from twite.domain.givens import NotYesOrNo
from twite.domain.microposts import MicropostId, Visibility
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.strategies import anything, queries


def found(twite: Embedded, query: str) -> list[str]:
    return [user.handle for user in twite.search.people(query, viewer_id=None)]


class TestPeople:
    def test_are_found_by_how_their_handle_begins(self, twite: Embedded) -> None:
        for handle in ("tea_2", "team", "tea", "steam", "Teapot"):
            twite.users.register(handle=handle)

        assert found(twite, "tea") == ["tea", "tea_2", "team", "teapot"]

    @pytest.mark.parametrize("query", ["TEA", "@tea", " tea ", " @Tea\n"])
    def test_are_found_however_it_is_written(self, twite: Embedded, query: str) -> None:
        twite.users.register(handle="tea")

        assert found(twite, query) == ["tea"]

    @pytest.mark.parametrize("query", ["", "@", " ", "te%", "t*", "tée", "te\0", "\ud800", "t a"])
    def test_are_not_found_by_what_begins_no_handle(self, twite: Embedded, query: str) -> None:
        twite.users.register(handle="tea")

        assert found(twite, query) == []

    def test_are_not_found_by_an_underscore_that_stands_for_anything(self, twite: Embedded) -> None:
        twite.users.register(handle="tea")

        assert found(twite, "_ea") == []
        assert found(twite, "te_") == []

    @pytest.mark.parametrize("query", ["teresa", "GREEN", "gre te", "green teresa", "@green", "田"])
    def test_are_found_by_how_the_words_of_their_name_begin(
        self, twite: Embedded, query: str
    ) -> None:
        twite.users.register(handle="tea", display_name="Teresa Green 山田")
        twite.users.register(handle="teal", display_name="Esa")

        assert found(twite, query) == ["tea"]

    def test_are_not_found_by_whom_they_blocked(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        """H049."""
        twite.blocks.block(by=alice, whom=bob)

        assert twite.search.people("alice", viewer_id=bob) == []
        for viewer_id, query, found in ((carol, "alice", alice), (alice, "bob", bob)):
            assert [u.id for u in twite.search.people(query, viewer_id=viewer_id)] == [found]

    def test_are_so_many_at_most(self, twite: Embedded) -> None:
        for number in range(MOST_FOUND + 5):
            twite.users.register(handle=f"tea{number:02}")

        assert found(twite, "tea") == [f"tea{number:02}" for number in range(MOST_FOUND)]
        rest = twite.search.people("tea", viewer_id=None, limit=999, offset=MOST_FOUND)
        assert [user.handle for user in rest] == [f"tea{n}" for n in range(20, 25)]

    def test_are_so_many_as_are_asked_for_up_to_a_limit(self, twite: Embedded) -> None:
        for number in range(MOST_AT_ONCE + 1):
            twite.users.register(handle=f"tea{number:02}")

        for limit, expected in ((1, 1), (MOST_AT_ONCE, 80), (MOST_AT_ONCE + 1, 80)):
            assert len(twite.search.people("tea", viewer_id=None, limit=limit)) == expected

    @pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": ""}, {"offset": -1}, {"offset": ""}])
    def test_are_no_less_than_one_after_none(self, twite: Embedded, wrong: Any) -> None:
        with pytest.raises(InvalidCursor):
            twite.search.people("tea", viewer_id=None, **wrong)

    def test_are_those_one_follows_where_that_is_asked(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)

        for viewer_id, followed in ((alice, [bob]), (bob, []), (None, [])):
            people = twite.search.people("b", viewer_id=viewer_id, following=True)
            assert [user.id for user in people] == followed
        assert len(twite.search.people("b", viewer_id=alice, following=False)) == 1
        wrong: Any = 1
        with pytest.raises(NotYesOrNo):
            twite.search.people("b", viewer_id=alice, following=wrong)

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_are_not_found_when_they_are_gone(
        self, twite: Embedded, alice: UserId, state: UserState
    ) -> None:
        become(twite, alice, state)

        assert found(twite, "alice") == []

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(query=anything)
    def test_are_asked_for_in_any_words(self, twite: Embedded, query: str) -> None:
        assert found(twite, query) == []


def ids(twite: Embedded, query: str, viewer_id: UserId | None = None) -> list[MicropostId]:
    return [view.id for view in twite.search.microposts(query, viewer_id=viewer_id).items]


class TestMicroposts:
    def test_are_found_by_their_words_newest_first(self, twite: Embedded, alice: UserId) -> None:
        said = ["Green tea", "a cup of TEA", "coffee", "tea, green!"]
        posts = [twite.microposts.post(author_id=alice, text=text) for text in said]

        assert ids(twite, "tea") == [posts[3], posts[1], posts[0]]
        assert ids(twite, "TEA green") == ids(twite, '"green tea"') == [posts[3], posts[0]]
        assert ids(twite, "teas") == ids(twite, "te") == []

    def test_are_found_by_who_said_them(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        hers, _ = (twite.microposts.post(author_id=who, text="tea") for who in (alice, bob))

        page = twite.search.microposts("tea", viewer_id=None, author_id=alice)

        assert [view.id for view in page.items] == [hers]

    def test_are_shown_ready_to_read(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        page = twite.search.microposts("tea", viewer_id=None)

        assert list(page.items) == [twite.microposts.show(id, viewer_id=None)]

    @pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
    def test_for_few_are_found_by_their_author_and_whom_they_mention(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, visibility: Visibility
    ) -> None:
        """H058."""
        twite.follows.follow(by=carol, whom=alice)
        id = twite.microposts.post(author_id=alice, text="psst @bob", visibility=visibility)

        finds = [ids(twite, "psst", viewer_id) for viewer_id in (alice, bob, carol, None)]

        assert finds == [[id], [id], [], []]

    def test_of_those_out_of_sight_are_not_found(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        """H049."""
        id = twite.microposts.post(author_id=alice, text="tea @bob")
        twite.blocks.block(by=alice, whom=bob)
        blocked = [ids(twite, "tea", viewer_id) for viewer_id in (bob, carol)]
        become(twite, alice, UserState.SUSPENDED)

        assert blocked == [[], [id]]
        assert ids(twite, "tea", carol) == ids(twite, "tea") == []

    def test_of_whom_one_muted_are_not_found(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.mutes.mute(by=bob, whom=alice)

        assert ids(twite, "tea", bob) == []
        assert ids(twite, "tea") == [id]

    def test_that_are_deleted_are_not_found(self, twite: Embedded, alice: UserId) -> None:
        """H051."""
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.microposts.delete(id, by=alice)

        assert ids(twite, "tea", alice) == []

    @pytest.mark.parametrize("limit", [1, 3, 100])
    def test_come_in_pages(self, twite: Embedded, alice: UserId, limit: int) -> None:
        posts = [twite.microposts.post(author_id=alice, text="tea") for _ in range(7)]

        def read(cursor: Cursor) -> Page[MicropostView]:
            return twite.search.microposts("tea", viewer_id=None, cursor=cursor)

        for walked in (downwards(read, limit=limit), upwards(read, limit=limit)):
            assert [view.id for view in walked] == posts[::-1]

    def test_come_so_many_at_most(self, twite: Embedded, alice: UserId) -> None:
        for _ in range(LARGEST_LIMIT + 1):
            twite.microposts.post(author_id=alice, text="tea")

        page = twite.search.microposts("tea", viewer_id=None, cursor=Cursor(limit=1000))

        assert len(page.items) == LARGEST_LIMIT

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(query=anything | queries)
    def test_are_asked_for_in_any_words(self, twite: Embedded, query: str) -> None:
        assert ids(twite, query) == []
