"""What those do who run the house."""

from collections.abc import Callable

import pytest

from tests.unit.application.worlds import become, kept, refusing
from twite.application.paging import Cursor
from twite.application.ports.users import ActView
from twite.domain.sessions import NotLoggedIn, WrongCredentials
from twite.domain.text import UnreadableText
from twite.domain.users import (
    AccountNotActive,
    Act,
    CannotBe,
    MayNotModerate,
    ReasonTooLong,
    Role,
    UserId,
    UserNotFound,
    UserState,
)
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON, StoppedClock
from twite.entrypoints.testing.plugin import PASSWORD


@pytest.fixture
def moderator(twite: Embedded, carol: UserId) -> UserId:
    twite.users.appoint(carol, Role.MODERATOR)
    return carol


class TestSuspending:
    def test_ends_every_session_at_once(self, twite: Embedded, alice: UserId) -> None:
        """H014."""
        tokens = [twite.sessions.start(alice) for _ in range(2)]

        twite.users.suspend(alice)

        assert kept(twite)["sessions"] == {}
        for token in tokens:
            with pytest.raises(NotLoggedIn):
                twite.sessions.who(token)
        with refusing(twite, WrongCredentials):
            twite.credentials.prove(login="alice", password=PASSWORD)

    def test_hides_them_and_what_they_said(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        """H052."""
        twite.microposts.post(author_id=alice, text="hello @bob #tea")
        twite.follows.follow(by=bob, whom=alice)

        twite.users.suspend(alice)

        assert not twite.timelines.home(viewer_id=bob).items
        assert not twite.timelines.local(viewer_id=None).items
        assert not twite.timelines.tagged(tag="tea", viewer_id=bob).items
        assert not twite.timelines.profile(author_id=alice, viewer_id=bob).items
        assert not twite.notifications.page(recipient_id=bob).items
        assert not twite.search.people("alice", viewer_id=None)
        with refusing(twite, UserNotFound):
            twite.users.named("alice", viewer_id=bob)
        with refusing(twite, AccountNotActive):
            twite.microposts.post(author_id=alice, text="still here")

    def test_is_taken_back_with_everything(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="hello @bob")
        twite.follows.follow(by=bob, whom=alice)
        twite.users.suspend(alice)

        twite.users.restore(alice)

        assert len(twite.timelines.home(viewer_id=bob).items) == 1
        assert len(twite.notifications.page(recipient_id=bob).items) == 1
        assert twite.users.named("alice").followers_count == 1
        assert twite.credentials.prove(login="alice", password=PASSWORD) == alice
        assert twite.check() == []

    def test_does_not_bring_sessions_back(self, twite: Embedded, alice: UserId) -> None:
        token = twite.sessions.start(alice)
        twite.users.suspend(alice)
        twite.users.restore(alice)

        with pytest.raises(NotLoggedIn):
            twite.sessions.who(token)

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED, UserState.WAITING])
    def test_fits_who_is_active_alone(
        self, twite: Embedded, alice: UserId, state: UserState
    ) -> None:
        become(twite, alice, state)

        with refusing(twite, CannotBe):
            twite.users.suspend(alice)

    @pytest.mark.parametrize(
        ("reason", "refusal"), [("a" * 501, ReasonTooLong), ("\ud800", UnreadableText)]
    )
    def test_refuses_a_reason_that_cannot_be(
        self, twite: Embedded, alice: UserId, reason: str, refusal: type[ReasonTooLong]
    ) -> None:
        with refusing(twite, refusal):
            twite.users.suspend(alice, reason=reason)

    def test_nobody_is_not_found(self, twite: Embedded) -> None:
        with refusing(twite, UserNotFound):
            twite.users.suspend(UserId(1))


class TestSilencing:
    def test_leaves_them_to_their_followers(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        id = twite.microposts.post(author_id=alice, text="hello @bob @carol #tea")

        twite.users.silence(alice)

        for viewer_id, heard in ((alice, 1), (bob, 1), (carol, 0), (None, 0)):
            local = twite.timelines.local(viewer_id=viewer_id)
            tagged = twite.timelines.tagged(tag="tea", viewer_id=viewer_id)
            assert (len(local.items), len(tagged.items)) == (heard, heard)
        for recipient_id, told in ((bob, 1), (carol, 0)):
            assert len(twite.notifications.page(recipient_id=recipient_id).items) == told
        assert len(twite.timelines.home(viewer_id=bob).items) == 1
        for viewer_id in (carol, None):
            profile = twite.timelines.profile(author_id=alice, viewer_id=viewer_id)
            assert len(profile.items) == 1
            assert twite.microposts.show(id, viewer_id=viewer_id).id == id

    def test_is_taken_back(self, twite: Embedded, alice: UserId) -> None:
        twite.microposts.post(author_id=alice, text="hello")
        twite.users.silence(alice)

        twite.users.restore(alice)

        assert len(twite.timelines.local(viewer_id=None).items) == 1


class TestWhoModerates:
    @pytest.fixture(params=["suspend", "silence", "restore", "approve"])
    def act(self, twite: Embedded, request: pytest.FixtureRequest) -> Callable[..., None]:
        act: Callable[..., None] = getattr(twite.users, request.param)
        return act

    def test_is_above_whom_they_moderate(
        self, twite: Embedded, act: Callable[..., None], alice: UserId, bob: UserId
    ) -> None:
        carol = twite.users.register(handle="carol")
        twite.users.appoint(carol, Role.MODERATOR)

        for by, whom in ((alice, bob), (alice, alice), (alice, carol), (carol, carol)):
            with refusing(twite, MayNotModerate):
                act(whom, by=by)
        twite.users.appoint(alice, Role.MODERATOR)
        with refusing(twite, MayNotModerate):
            act(carol, by=alice)

    def test_is_active(
        self, twite: Embedded, act: Callable[..., None], moderator: UserId, bob: UserId
    ) -> None:
        twite.users.suspend(moderator)

        with refusing(twite, AccountNotActive):
            act(bob, by=moderator)

    def test_is_remembered(
        self, twite: Embedded, clock: StoppedClock, moderator: UserId, bob: UserId
    ) -> None:
        twite.users.suspend(bob, by=moderator, reason=" spam ")
        twite.users.restore(bob)

        restored, suspended = twite.users.acts(bob).items

        assert suspended == ActView(
            id=suspended.id, at=NOON, by="carol", act=Act.SUSPENDED, reason="spam"
        )
        assert (restored.by, restored.act, restored.reason) == (None, Act.RESTORED, "")
        assert twite.users.show(bob).state_since == NOON
        assert len(twite.users.acts(bob, cursor=Cursor(limit=1)).items) == 1
        assert not twite.users.acts(moderator, cursor=Cursor(max_id=restored.id)).older

    def test_gives_roles_as_an_admin_alone(
        self, twite: Embedded, moderator: UserId, alice: UserId, bob: UserId
    ) -> None:
        twite.users.appoint(alice, Role.ADMIN)

        with refusing(twite, MayNotModerate):
            twite.users.appoint(bob, Role.MODERATOR, by=moderator)
        twite.users.appoint(bob, Role.MODERATOR, by=alice)
        assert twite.users.show(bob).role is Role.MODERATOR
        with refusing(twite, CannotBe):
            twite.users.appoint(bob, Role.MODERATOR, by=alice)

    def test_invites(self, twite: Embedded, moderator: UserId, bob: UserId) -> None:
        assert twite.users.invite(by=moderator) != twite.users.invite(by=moderator)
        with refusing(twite, MayNotModerate):
            twite.users.invite(by=bob)
        twite.users.suspend(moderator)
        with refusing(twite, AccountNotActive):
            twite.users.invite(by=moderator)


class TestLooking:
    def test_finds_a_handle_whatever_their_state(self, twite: Embedded, alice: UserId) -> None:
        for state in UserState:
            become(twite, alice, state)
            assert twite.users.bearing("Alice").id == alice

    @pytest.mark.parametrize("handle", ["bob", "", "a b", "\ud800"])
    def test_finds_nobody_else(self, twite: Embedded, alice: UserId, handle: str) -> None:
        with refusing(twite, UserNotFound):
            twite.users.bearing(handle)

    def test_lists_all_or_those_of_a_state_and_role(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.users.suspend(alice)
        twite.users.appoint(bob, Role.ADMIN)

        def ids(**asked: object) -> list[UserId]:
            return [view.id for view in twite.users.page(**asked).items]  # type: ignore[arg-type]

        assert ids() == sorted([alice, bob, carol], reverse=True)
        assert ids(state=UserState.SUSPENDED) == [alice]
        assert ids(role=Role.ADMIN) == [bob]
        assert ids(state=UserState.SUSPENDED, role=Role.ADMIN) == []
