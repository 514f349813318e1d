"""What the house did with whom is remembered."""

from tests.integration.adapters.worlds import NOW, a_user, some_users
from twite.application.paging import Cursor
from twite.application.ports.unit_of_work import UnitOfWork
from twite.application.ports.users import ActView
from twite.domain.users import Act, AuditEntry, AuditEntryId, Reason, UserId
from twite.entrypoints.library import Embedded


def an_entry(
    work: UnitOfWork, subject_id: UserId, *, by: UserId | None = None, reason: str = ""
) -> AuditEntry:
    entry = AuditEntry(
        id=AuditEntryId(work.next_id(at=NOW)),
        at=NOW,
        by=by,
        act=Act.SUSPENDED,
        subject_id=subject_id,
        reason=Reason(reason),
    )
    work.audit.add(entry)
    return entry


class TestTheLog:
    def test_says_who_did_what_and_why(self, twite: Embedded) -> None:
        with twite.users.unit_of_work() as work:
            alice, bob = a_user(work, handle="alice").id, a_user(work).id
            by_house = an_entry(work, bob)
            by_alice = an_entry(work, bob, by=alice, reason="spam, twice")

        assert list(twite.users.views.acts(bob, cursor=Cursor()).items) == [
            ActView(id=by_alice.id, at=NOW, by="alice", act=Act.SUSPENDED, reason="spam, twice"),
            ActView(id=by_house.id, at=NOW, by=None, act=Act.SUSPENDED, reason=""),
        ]

    def test_is_paged_both_ways_and_of_one_user(self, twite: Embedded) -> None:
        with twite.users.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            ids = [an_entry(work, bob).id for _ in range(5)]
            an_entry(work, alice)
        acts = twite.users.views.acts

        first = acts(bob, cursor=Cursor(limit=2))
        assert first.older is not None
        second = acts(bob, cursor=first.older)
        assert second.newer is not None
        back = acts(bob, cursor=second.newer)

        assert [act.id for act in first.items] == ids[:2:-1]
        assert [act.id for act in second.items] == ids[2:0:-1]
        assert back.items == first.items
