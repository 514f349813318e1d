"""Markers: how far somebody has read."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from twite.domain.givens import LARGEST_ID
from twite.domain.markers import InvalidMarker, Marked, Marker
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON

FIRST = Marker(owner_id=UserId(1), of=Marked.HOME, last_read_id=7, updated_at=NOON)
LATER = NOON + timedelta(seconds=1)


@pytest.mark.parametrize("to", [0, 6, 8, LARGEST_ID])
def test_each_move_is_a_version_also_back(to: int) -> None:
    moved = FIRST.moved(to, now=LATER)

    assert moved == evolve(FIRST, last_read_id=to, version=2, updated_at=LATER)


def test_where_it_stands_it_stays() -> None:
    assert FIRST.moved(7, now=LATER) is FIRST


@pytest.mark.parametrize("to", [-1, LARGEST_ID + 1, None, "7", True, 7.5])
def test_it_stands_at_an_id(to: Any) -> None:
    with pytest.raises(InvalidMarker, match="at the id of what was read last"):
        FIRST.moved(to, now=LATER)
