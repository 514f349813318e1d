"""Ids, and answers that are yes or no."""

from typing import Any

import pytest

from twite.domain.givens import (
    LARGEST_ID,
    MOST_AT_ONCE,
    NotSomeIds,
    NotYesOrNo,
    at_once,
    is_id,
    yes_or_no,
)
from twite.domain.users import NoSuchRole, NoSuchState, Role, UserState

NO_NAMES: list[Any] = [None, 5, "x", "", [], {}, b"x"]


class TestIds:
    @pytest.mark.parametrize("given", [0, 1, LARGEST_ID])
    def test_are_whole_numbers_of_63_bits(self, given: object) -> None:
        assert is_id(given)

    @pytest.mark.parametrize("given", [-1, LARGEST_ID + 1, True, 5.0, "5", b"5", None, []])
    def test_are_nothing_else(self, given: object) -> None:
        assert not is_id(given)


class TestSomeIds:
    def test_stand_once_each_in_their_order(self) -> None:
        assert at_once([3, 1, 3, 2, 1]) == [3, 1, 2]
        assert at_once([]) == []

    @pytest.mark.parametrize("given", ["x", [None, -1, True], [[]], {LARGEST_ID + 1}, b""])
    def test_that_are_none_are_nobodys(self, given: Any) -> None:
        assert at_once(given) == []

    def test_may_be_so_many(self) -> None:
        ids = list(range(MOST_AT_ONCE))

        assert at_once(ids) == ids
        with pytest.raises(NotSomeIds, match="ids, 80 at most"):
            at_once([*ids, 0])

    @pytest.mark.parametrize("given", [None, 5, True])
    def test_are_several(self, given: Any) -> None:
        with pytest.raises(NotSomeIds):
            at_once(given)


class TestYesOrNo:
    @pytest.mark.parametrize("given", [True, False])
    def test_stays_as_it_is(self, given: bool) -> None:
        assert yes_or_no(given) is given

    @pytest.mark.parametrize("given", [0, 1, "x", "", [], None])
    def test_is_nothing_else(self, given: object) -> None:
        with pytest.raises(NotYesOrNo, match="has to be True or False, and it is of the type"):
            yes_or_no(given)


class TestNames:
    @pytest.mark.parametrize("given", NO_NAMES)
    def test_of_what_is_no_role_are_refused(self, given: str) -> None:
        with pytest.raises(NoSuchRole, match="user, moderator, admin"):
            Role.of(given)

    @pytest.mark.parametrize("given", NO_NAMES)
    def test_of_what_is_no_state_are_refused(self, given: str) -> None:
        with pytest.raises(NoSuchState, match="waiting, active, suspended, closed"):
            UserState.of(given)

    def test_are_known(self) -> None:
        assert Role.of("admin") is Role.ADMIN
        assert UserState.of("closed") is UserState.CLOSED
