"""A marker stands once for a user and a list, wherever it was put last."""

from tests.integration.adapters.worlds import NOW, SECOND, some_users
from twite.application.ports.unit_of_work import UnitOfWork
from twite.domain.markers import Marked, Marker
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


def put(work: UnitOfWork, owner_id: UserId, of: Marked, id: int) -> Marker:
    marker = Marker(owner_id=owner_id, of=of, last_read_id=id, updated_at=NOW)
    work.markers.put(marker)
    return marker


def test_comes_back_as_put_to_its_owner(twite: Embedded) -> None:
    views = twite.markers.views
    with twite.markers.unit_of_work() as work:
        alice, bob = some_users(work, 2)
        home = put(work, alice, Marked.HOME, 7)
        told = put(work, alice, Marked.NOTIFICATIONS, 2**63 - 1)
        his = put(work, bob, Marked.HOME, 0)
        assert work.markers.of(bob) == {Marked.HOME: his}

    assert views.of(alice) == {Marked.HOME: home, Marked.NOTIFICATIONS: told}
    assert views.of(bob) == {Marked.HOME: his}
    assert views.of(UserId(1)) == {}


def test_is_put_over_the_one_there_was(twite: Embedded) -> None:
    with twite.markers.unit_of_work() as work:
        (alice,) = some_users(work, 1)
        first = put(work, alice, Marked.HOME, 7)
    with twite.markers.unit_of_work() as work:
        moved = first.moved(3, now=NOW + SECOND)
        work.markers.put(moved)

    assert twite.markers.views.of(alice) == {Marked.HOME: moved}
    assert moved.version == 2
