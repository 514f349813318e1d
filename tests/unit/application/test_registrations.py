"""What people do to become users."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from attrs import evolve, frozen

from tests.unit.application.worlds import kept, refusing
from twite.domain.credentials import (
    CommonPassword,
    EmailTaken,
    InvalidPassword,
    Password,
    TellingPassword,
)
from twite.domain.registrations import (
    Admission,
    AwaitsApproval,
    InvitationNeeded,
    RegistrationsClosed,
)
from twite.domain.sessions import WrongCredentials
from twite.domain.users import (
    AccountNotActive,
    HandleReserved,
    HandleTaken,
    UserId,
    UserNotFound,
    UserState,
)
from twite.entrypoints.container.features import NoPasswords
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.testing.plugin import PASSWORD


@pytest.fixture
def admission() -> Admission:
    return Admission.OPEN


@pytest.fixture
def twite(clock: StoppedClock, admission: Admission) -> Iterator[Embedded]:
    """A house that lets people in so."""
    with in_memory(Settings(registrations=admission), clock=clock) as world:
        yield world


@frozen
class Meanwhile(NoPasswords):
    """Takes so long to hash one that something else happens meanwhile."""

    happens: Callable[[], object]

    def hash(self, password: Password) -> str:
        self.happens()
        return "hashed"


def sign_up(twite: Embedded, handle: str = "alice", invitation: str = "") -> UserId:
    return twite.registrations.sign_up(
        handle=handle,
        email=f"{handle}@example.org",
        password=PASSWORD,
        display_name="Some One",
        invitation=invitation,
    )


class TestAnOpenHouse:
    def test_lets_anybody_in(self, twite: Embedded) -> None:
        id = sign_up(twite)

        assert twite.users.named("alice").display_name == "Some One"
        assert twite.credentials.prove(login="alice", password=PASSWORD) == id

    @pytest.mark.parametrize(
        ("password", "refusal"),
        [("Password1", CommonPassword), ("Alice@Example.org", TellingPassword)],
    )
    def test_refuses_what_is_guessed_first(
        self, twite: Embedded, password: str, refusal: type[InvalidPassword]
    ) -> None:
        """H021."""
        with refusing(twite, refusal):
            twite.registrations.sign_up(
                handle="alice", email="alice@example.org", password=password
            )

    def test_refuses_what_cannot_be(self, twite: Embedded) -> None:
        sign_up(twite)

        with refusing(twite, HandleTaken):
            sign_up(twite)
        with refusing(twite, HandleReserved):
            sign_up(twite, "admin")
        with refusing(twite, EmailTaken):
            twite.registrations.sign_up(handle="bob", email="alice@example.org", password=PASSWORD)
        with refusing(twite, InvalidPassword):
            twite.registrations.sign_up(handle="bob", email="b@example.org", password="short")


@pytest.mark.parametrize("admission", [Admission.APPROVAL])
class TestAHouseThatApproves:
    """H053: who waits can do nothing, and nobody sees them."""

    def test_lets_nobody_log_in_who_waits(self, twite: Embedded) -> None:
        id = sign_up(twite)

        assert twite.users.show(id).state is UserState.WAITING
        with refusing(twite, AwaitsApproval):
            twite.credentials.prove(login="alice", password=PASSWORD)
        with refusing(twite, WrongCredentials):
            twite.credentials.prove(login="alice", password="wrong password")
        with refusing(twite, AccountNotActive):
            twite.sessions.start(id)

    def test_lets_nobody_act_who_waits(self, twite: Embedded) -> None:
        alice, bob = sign_up(twite), twite.users.register(handle="bob")

        with refusing(twite, AccountNotActive):
            twite.microposts.post(author_id=alice, text="hello")
        with refusing(twite, AccountNotActive):
            twite.follows.follow(by=alice, whom=bob)
        with refusing(twite, AccountNotActive):
            twite.blocks.block(by=alice, whom=bob)
        with refusing(twite, AccountNotActive):
            twite.users.edit_profile(by=alice, bio="tea")

    def test_shows_nobody_who_waits(self, twite: Embedded) -> None:
        alice, bob = sign_up(twite), twite.users.register(handle="bob")
        twite.microposts.post(author_id=bob, text="hello @alice")

        assert not twite.search.people("alice", viewer_id=None)
        assert not twite.notifications.page(recipient_id=alice).items
        with refusing(twite, UserNotFound):
            twite.users.named("alice", viewer_id=bob)
        with refusing(twite, UserNotFound):
            twite.follows.follow(by=bob, whom=alice)

    def test_lets_them_in_when_they_are_approved(self, twite: Embedded) -> None:
        id = sign_up(twite)

        twite.users.approve(id, reason="known to me")

        assert twite.users.named("alice").id == id
        assert twite.credentials.prove(login="alice", password=PASSWORD) == id

    def test_lets_in_at_once_whom_the_house_makes(self, twite: Embedded) -> None:
        twite.credentials.sign_up(handle="bob", email="b@example.org", password=PASSWORD)

        assert twite.users.named("bob").state is UserState.ACTIVE


@pytest.mark.parametrize("admission", [Admission.INVITE])
class TestAHouseThatInvites:
    def test_lets_in_who_is_invited_once(self, twite: Embedded) -> None:
        invitation = twite.users.invite()

        sign_up(twite, "alice", invitation)

        assert twite.users.named("alice")
        with refusing(twite, InvitationNeeded):
            sign_up(twite, "bob", invitation)

    @pytest.mark.parametrize("invitation", ["", "guessed", "\u00e9", "\0"])
    def test_lets_in_nobody_else(self, twite: Embedded, invitation: str) -> None:
        twite.users.invite()

        with refusing(twite, InvitationNeeded):
            sign_up(twite, "alice", invitation)

    def test_hashes_no_password_of_who_is_not_invited(self, twite: Embedded) -> None:
        """Which is much to do, and could be asked for by anybody."""
        unable = evolve(twite, registrations=evolve(twite.registrations, passwords=NoPasswords()))

        with refusing(twite, InvitationNeeded):
            sign_up(unable, "alice", "guessed")

    def test_refuses_who_comes_second_with_it(self, twite: Embedded) -> None:
        """Though it was there when they began."""
        invitation = twite.users.invite()
        passwords = Meanwhile(lambda: sign_up(twite, "bob", invitation))
        slow = evolve(twite, registrations=evolve(twite.registrations, passwords=passwords))

        with pytest.raises(InvitationNeeded):
            sign_up(slow, "alice", invitation)

        assert twite.users.named("bob")

    def test_keeps_an_invitation_for_a_week(self, twite: Embedded, clock: StoppedClock) -> None:
        invitation, later = twite.users.invite(), twite.users.invite()

        clock.forward(timedelta(days=7) - timedelta(seconds=1))
        sign_up(twite, "alice", invitation)
        clock.forward(timedelta(seconds=1))
        with refusing(twite, InvitationNeeded):
            sign_up(twite, "bob", later)

    def test_keeps_it_when_signing_up_is_refused(self, twite: Embedded) -> None:
        twite.users.register(handle="alice")
        invitation = twite.users.invite()

        with refusing(twite, HandleTaken):
            sign_up(twite, "alice", invitation)
        sign_up(twite, "bob", invitation)

    def test_keeps_no_token(self, twite: Embedded) -> None:
        """H040."""
        invitation = twite.users.invite()

        assert invitation not in str(kept(twite)["invitations"])

    def test_forgets_what_ran_out(self, twite: Embedded, clock: StoppedClock) -> None:
        twite.users.invite()
        clock.forward(timedelta(days=7))
        twite.users.invite()

        assert len(kept(twite)["invitations"]) == 1


@pytest.mark.parametrize("admission", [Admission.CLOSED])
class TestAClosedHouse:
    def test_lets_nobody_in(self, twite: Embedded) -> None:
        invitation = twite.users.invite()

        with refusing(twite, RegistrationsClosed):
            sign_up(twite, invitation=invitation)
