"""An invitation lets one person in."""

from datetime import timedelta

from tests.integration.adapters.worlds import NOW, SECOND, a_number
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.registrations import INVITATION_LASTS, Invitation, InvitationId


def an_invitation(work: UnitOfWork, *, ago: timedelta = timedelta()) -> Invitation:
    invitation = Invitation.make(
        id=InvitationId(work.next_id(at=NOW)),
        token_hash=f"hash {a_number()}",
        by=None,
        now=NOW - ago,
    )
    work.invitations.add(invitation)
    return invitation


class TestAnInvitation:
    def test_is_used_up_by_one(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            one, other = an_invitation(work), an_invitation(work)

        with unit_of_work() as work:
            assert work.invitations.holds(one.token_hash, now=NOW) is True
            assert work.invitations.redeem(one.token_hash, now=NOW) is True
            assert work.invitations.holds(one.token_hash, now=NOW) is False
            assert work.invitations.redeem(one.token_hash, now=NOW) is False
            assert work.invitations.redeem(other.token_hash, now=NOW) is True
            assert work.invitations.redeem("another", now=NOW) is False

    def test_runs_out(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            made = an_invitation(work)

            assert not work.invitations.holds(made.token_hash, now=NOW + INVITATION_LASTS)
            assert not work.invitations.redeem(made.token_hash, now=NOW + INVITATION_LASTS)
            in_time = NOW + INVITATION_LASTS - SECOND
            assert work.invitations.redeem(made.token_hash, now=in_time)

    def test_that_ran_out_is_forgotten_when_the_next_is_made(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            old = an_invitation(work, ago=INVITATION_LASTS)
            live = an_invitation(work, ago=INVITATION_LASTS - SECOND)
            an_invitation(work)

            earlier = NOW - INVITATION_LASTS
            assert not work.invitations.redeem(old.token_hash, now=earlier)
            assert work.invitations.redeem(live.token_hash, now=earlier)
