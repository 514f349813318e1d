"""Ids no database can hold, and what is no id: they are nobody's, on every storage."""

from typing import Any

import pytest
from attrs import evolve

from tests.integration.adapters.worlds import a_follow, a_user, some_users
from twite.application.ports.unit_of_work import IdTaken
from twite.domain.errors import NotFound
from twite.domain.microposts import MicropostId
from twite.domain.users import Handle, UserId
from twite.entrypoints.library import Embedded


@pytest.mark.parametrize(
    "id",
    [2**63, 2**64, 10**4000, -(2**63) - 1, 0, -1, 7.5],
    ids=["2^63", "2^64", "10^4000", "-2^63-1", "0", "-1", "fraction"],
)
def test_they_find_nothing(twite: Embedded, id: Any) -> None:
    """H061: overflow."""
    alice = twite.users.register(handle="alice")

    with pytest.raises(NotFound):
        twite.microposts.show(MicropostId(id), viewer_id=alice)
    with pytest.raises(NotFound):
        twite.microposts.delete(MicropostId(id), by=alice)
    with pytest.raises(NotFound):
        twite.users.show(UserId(id))
    with pytest.raises(NotFound):
        twite.follows.follow(by=alice, whom=UserId(id))
    assert twite.timelines.profile(author_id=UserId(id), viewer_id=alice).items == ()
    assert twite.timelines.home(viewer_id=UserId(id)).items == ()


def test_a_text_is_no_id(twite: Embedded) -> None:
    alice: Any = str(twite.users.register(handle="alice"))

    with pytest.raises(NotFound):
        twite.microposts.post(author_id=alice, text="tea")
    with pytest.raises(NotFound):
        twite.users.show(alice)


class TestOneThatAnotherProcessDrew:
    """It is no refusal: asked again, the next one is drawn."""

    @pytest.fixture(params=["sqlite", "postgres"])
    def shared(self, request: pytest.FixtureRequest) -> Embedded:
        storage: Embedded = request.getfixturevalue(request.param)
        return storage

    def test_for_a_user(self, twite: Embedded) -> None:
        unit_of_work = twite.users.unit_of_work
        with unit_of_work() as work:
            alice = a_user(work, handle="alice")

        with pytest.raises(IdTaken), unit_of_work() as work:
            work.users.add(evolve(alice, handle=Handle("bob")))
        with unit_of_work() as work:
            assert work.users.get(alice.id) == alice

    def test_for_a_follow(self, shared: Embedded) -> None:
        unit_of_work = shared.users.unit_of_work
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            follow = a_follow(work, alice, bob)

        with pytest.raises(IdTaken), unit_of_work() as work:
            work.follows.add(evolve(follow, follower_id=bob, followee_id=alice))
