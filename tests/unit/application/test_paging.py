"""Pages: laws that hold for every list."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.application.worlds import downwards, upwards
from twite.application.paging import (
    LARGEST_LIMIT,
    LIMIT,
    Cursor,
    InvalidCursor,
    Page,
    page,
    paged,
)
from twite.domain.givens import LARGEST_ID
from twite.entrypoints.testing.strategies import cursors, ids

lists = st.sets(st.integers(min_value=1, max_value=60), max_size=30)
near = st.none() | st.integers(min_value=0, max_value=61)
near_cursors = st.builds(
    Cursor, max_id=near, min_id=near, since_id=near, limit=st.integers(min_value=1, max_value=12)
)
limits = st.integers(min_value=1, max_value=7)


def reader(ids: set[int]) -> Callable[[Cursor], Page[int]]:
    """An adapter as dull as can be."""

    def read(cursor: Cursor) -> Page[int]:
        stretch = sorted(
            (id for id in ids if cursor.above < id < cursor.below), reverse=not cursor.upwards
        )
        return page(stretch[: cursor.limit + 1], cursor=cursor, id_of=int)

    return read


class TestCursors:
    @pytest.mark.parametrize("limit", [0, -1, True, None, "1", 1.0])
    def test_have_a_limit(self, limit: Any) -> None:
        with pytest.raises(InvalidCursor, match="limits start at 1"):
            Cursor(limit=limit)

    @pytest.mark.parametrize("bound", ["max_id", "min_id", "since_id"])
    @pytest.mark.parametrize("id", [-1, 2**63, 10**100, True, "1", 1.0])
    def test_have_bounds_that_could_be_ids(self, bound: str, id: Any) -> None:
        with pytest.raises(InvalidCursor):
            Cursor(**{bound: id})

    @given(bound=st.integers(min_value=0, max_value=LARGEST_ID))
    def test_may_have_any_id_for_a_bound(self, bound: int) -> None:
        assert Cursor(max_id=bound).below == bound
        assert Cursor(min_id=bound).above == Cursor(since_id=bound).above == bound

    def test_begin_with_the_newest(self) -> None:
        cursor = Cursor()

        assert (cursor.below, cursor.above, cursor.limit) == (LARGEST_ID, 0, LIMIT)
        assert not cursor.upwards

    def test_ask_for_so_much(self) -> None:
        assert (LIMIT, LARGEST_LIMIT, LARGEST_ID) == (20, 40, 2**63 - 1)

    def test_are_said_by_name(self) -> None:
        with pytest.raises(TypeError):
            Cursor(7)  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            Page([7])  # type: ignore[call-arg]

    @given(cursor=cursors, largest=st.integers(min_value=1, max_value=100))
    def test_are_cut_to_the_largest_limit(self, cursor: Cursor, largest: int) -> None:
        cut = cursor.within(largest)

        assert cut.limit == min(cursor.limit, largest)
        assert cut.within(largest) == cut
        assert cursor.within().limit <= LARGEST_LIMIT


class TestPages:
    @given(ids=lists, cursor=near_cursors)
    def test_hold_what_the_cursor_asked_for_newest_first(
        self, ids: set[int], cursor: Cursor
    ) -> None:
        found = reader(ids)(cursor)

        stretch = sorted((id for id in ids if cursor.above < id < cursor.below), reverse=True)
        wanted = stretch[-cursor.limit :] if cursor.upwards else stretch[: cursor.limit]
        assert list(found.items) == wanted
        assert all(newer > older for newer, older in pairwise(found.items))

    @given(ids=lists, limit=limits)
    def test_concatenate_to_the_whole_downwards(self, ids: set[int], limit: int) -> None:
        assert downwards(reader(ids), limit=limit) == sorted(ids, reverse=True)

    @given(ids=lists, limit=limits)
    def test_concatenate_to_the_whole_upwards(self, ids: set[int], limit: int) -> None:
        assert upwards(reader(ids), limit=limit) == sorted(ids, reverse=True)

    @given(ids=lists, cursor=near_cursors)
    def test_know_what_is_right_below_and_right_above(self, ids: set[int], cursor: Cursor) -> None:
        read = reader(ids)
        found = read(cursor)

        older = [
            id
            for id in sorted(ids, reverse=True)
            if (cursor.since_id or 0) < id < min(found.items, default=0)
        ]
        if found.older is None:
            assert older == []
        else:
            assert list(read(found.older).items) == older[: cursor.limit]
        if found.newer is not None:
            newer = [id for id in sorted(ids) if id > max(found.items)]
            assert list(read(found.newer).items) == newer[: cursor.limit][::-1]

    @given(ids=lists, cursor=near_cursors)
    def test_lead_to_nothing_nowhere(self, ids: set[int], cursor: Cursor) -> None:
        def read(*, cursor: Cursor) -> Page[int]:
            return reader(ids)(cursor)

        found = paged(read, cursor)

        assert found.items == read(cursor=cursor.within()).items
        below = [id for id in ids if (cursor.since_id or 0) < id < min(found.items, default=0)]
        assert (found.older is not None) == bool(below)

    @given(ids=lists)
    def test_are_never_longer_than_pages_may_be(self, ids: set[int]) -> None:
        asked: list[int] = []

        def read(*, cursor: Cursor) -> Page[int]:
            asked.append(cursor.limit)
            return reader(ids)(cursor)

        paged(read, Cursor(limit=LARGEST_LIMIT + 1))

        assert asked == [LARGEST_LIMIT]

    @pytest.mark.parametrize("cursor", [None, 7, "7", {"limit": 7}])
    def test_are_asked_for_by_a_cursor_alone(self, cursor: Any) -> None:
        def read(*, cursor: Cursor) -> Page[int]:
            return reader({1, 2, 3})(cursor)

        with pytest.raises(InvalidCursor):
            paged(read, cursor)

    def test_look_one_row_beyond_what_they_read_upwards(self) -> None:
        asked: list[Cursor] = []

        def read(*, cursor: Cursor) -> Page[int]:
            asked.append(cursor)
            return reader({1, 2, 3})(cursor)

        paged(read, Cursor(min_id=2, limit=5))

        assert asked == [Cursor(min_id=2, limit=5), Cursor(max_id=3, limit=1)]

    @given(ids=lists, limit=limits)
    def test_end_where_the_list_ends(self, ids: set[int], limit: int) -> None:
        last = reader(ids)(Cursor(limit=max(len(ids), 1)))

        assert last.older is None
        assert (last.newer is None) == (not ids)

    @given(ids=lists, cursor=near_cursors)
    def test_keep_their_length(self, ids: set[int], cursor: Cursor) -> None:
        found = reader(ids)(cursor)

        for next_page in (found.older, found.newer):
            assert next_page is None or next_page.limit == cursor.limit

    @given(ids=lists, new=ids)
    def test_are_not_moved_by_what_comes_later(self, ids: set[int], new: int) -> None:
        first = reader(ids)(Cursor(limit=3))
        later = ids | {max(ids, default=0) + new}

        if first.older is not None:
            assert reader(later)(first.older) == reader(ids)(first.older)

    @given(ids=lists, cursor=near_cursors)
    def test_keep_their_place_when_dressed(self, ids: set[int], cursor: Cursor) -> None:
        found = reader(ids)(cursor)

        dressed = found.dressed(lambda items: [str(item) for item in items if item % 2])

        assert dressed.items == tuple(str(item) for item in found.items if item % 2)
        assert (dressed.older, dressed.newer) == (found.older, found.newer)
