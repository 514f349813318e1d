"""Aggregates: frozen snapshots that carry what they have yet to announce."""

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given

from twite.domain.aggregate import Event
from twite.domain.credentials import ResetAsked
from twite.domain.users import User, UserRegistered
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import events, user_ids, users


class TestAnnouncing:
    @given(user=users, first=events, second=events)
    def test_keeps_the_order(self, user: User, first: Event, second: Event) -> None:
        announced = user.announcing(first).announcing(second)

        assert announced.events == (first, second)

    @given(user=users, event=events)
    def test_makes_no_other_snapshot(self, user: User, event: Event) -> None:
        announced = user.announcing(event)

        assert announced == user
        assert announced.version == user.version
        assert user.events == ()

    @given(user=users, event=events)
    def test_ends_at_rest(self, user: User, event: Event) -> None:
        assert user.announcing(event).at_rest().events == ()


@given(user=users, event=events)
def test_what_was_saved_is_the_next_version_at_rest(user: User, event: Event) -> None:
    kept = user.announcing(event).succeeded()

    assert kept == evolve(user, version=user.version + 1)
    assert kept.events == ()


@given(user=users)
def test_nothing_of_a_snapshot_changes(user: User) -> None:
    with pytest.raises(FrozenInstanceError):
        user.version = 2  # type: ignore[misc]  # that it cannot be done is the claim


@given(id=user_ids)
def test_an_event_stands_in_the_lane_of_whoever_acted(id: int) -> None:
    event = UserRegistered(at=NOON, user_id=id)  # type: ignore[arg-type]  # any id will do

    assert event.lane == id


@given(event=events)
def test_every_event_has_a_lane(event: Event) -> None:
    assert event.lane > 0 or event == ResetAsked(at=event.at, user_id=None)  # nobody's
