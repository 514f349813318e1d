"""What people search for."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.unit.application.worlds import become
from twite.application.search import MOST_FOUND
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.strategies import anything


def found(twite: Embedded, query: str) -> list[str]:
    return [user.handle for user in twite.search.people(query)]


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

    def test_are_so_many_at_most(self, twite: Embedded) -> None:
        for number in range(MOST_FOUND + 5):
            twite.users.register(handle=f"tea{number:02}")

        assert found(twite, "tea") == [f"tea{number:02}" for number in range(MOST_FOUND)]

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
