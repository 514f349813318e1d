"""Ids no database can hold: they are nobody's, on every storage."""

import pytest

from twite.domain.errors import NotFound
from twite.domain.microposts import MicropostId
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


@pytest.mark.parametrize(
    "id",
    [2**63, 2**64, 10**4000, -(2**63) - 1, 0, -1],
    ids=["2^63", "2^64", "10^4000", "-2^63-1", "0", "-1"],
)
def test_they_find_nothing(twite: Embedded, id: int) -> None:
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
