"""How an account ends, and what is left of it: the handle."""

from datetime import timedelta

import pytest

from tests.unit.application.worlds import become, kept, refusing
from twite.application import users
from twite.application.ports.outbox import Position
from twite.application.ports.unit_of_work import UnitOfWork
from twite.domain.credentials import TooManyWrongPasswords, WrongPassword
from twite.domain.microposts import MicropostDeleted, MicropostNotFound, Visibility
from twite.domain.sessions import NotLoggedIn, WrongCredentials
from twite.domain.users import (
    AccountNotActive,
    Act,
    CannotBe,
    HandleTaken,
    MayNotModerate,
    Role,
    UserClosed,
    UserErased,
    UserId,
    UserNotFound,
    UserPartlyErased,
    UserState,
)
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock
from twite.entrypoints.testing.plugin import PASSWORD, signed_up


class TestClosing:
    def test_ends_everything_at_once(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="hello @bob")
        token = twite.sessions.start(alice)

        twite.users.close(alice, by=alice)

        with pytest.raises(NotLoggedIn):
            twite.sessions.who(token)
        with refusing(twite, WrongCredentials):
            twite.credentials.prove(login="alice", password=PASSWORD)
        with refusing(twite, UserNotFound):
            twite.users.named("alice", viewer_id=bob)
        with refusing(twite, MicropostNotFound):
            twite.microposts.show(id, viewer_id=bob)
        with refusing(twite, AccountNotActive):
            twite.microposts.post(author_id=alice, text="still here")
        for begin in (twite.follows.follow, twite.blocks.block, twite.mutes.mute):
            with refusing(twite, UserNotFound):
                begin(by=bob, whom=alice)

    def test_leaves_nothing_to_log_in_with_before_anything_is_erased(
        self, clock: StoppedClock
    ) -> None:
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock) as twite:
            alice = signed_up(twite, "alice")
            twite.sessions.start(alice)

            twite.users.close(alice)

            assert kept(twite)["credentials"] == kept(twite)["sessions"] == {}

    def test_leaves_the_handle_to_nobody(self, twite: Embedded, alice: UserId) -> None:
        twite.users.close(alice)

        with refusing(twite, HandleTaken):
            twite.users.register(handle="alice")

    def test_gives_the_address_and_the_external_id_back(self, twite: Embedded) -> None:
        first = twite.users.register(handle="first", external_id="7")
        alice = signed_up(twite, "alice")
        twite.users.close(first)
        twite.users.close(alice)

        assert twite.users.register(handle="second", external_id="7")
        assert twite.credentials.sign_up(
            handle="alice2", email="alice@example.org", password=PASSWORD
        )

    def test_is_once(self, twite: Embedded, alice: UserId) -> None:
        twite.users.close(alice)

        with refusing(twite, CannotBe):
            twite.users.close(alice)
        with refusing(twite, AccountNotActive):
            twite.users.close(alice, by=alice)
        with refusing(twite, CannotBe):
            twite.users.restore(alice)

    def test_is_for_oneself_an_admin_or_the_operator(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        with refusing(twite, MayNotModerate):
            twite.users.close(bob, by=alice)
        twite.users.appoint(alice, Role.MODERATOR)
        with refusing(twite, MayNotModerate):
            twite.users.close(bob, by=alice)

        twite.users.appoint(carol, Role.ADMIN)
        twite.users.close(bob, by=carol)
        twite.users.close(alice)

        (entry,) = twite.users.acts(bob).items
        assert (entry.by, entry.act) == ("carol", Act.CLOSED)

    def test_of_oneself_is_not_moderation(self, twite: Embedded, alice: UserId) -> None:
        twite.users.close(alice, by=alice)

        assert not twite.users.acts(alice).items

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.WAITING])
    def test_is_not_for_who_is_shut_out_but_for_the_operator(
        self, twite: Embedded, alice: UserId, state: UserState
    ) -> None:
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.users.close(alice, by=alice)
        twite.users.close(alice)
        assert twite.users.show(alice).state is UserState.CLOSED


class TestErasing:
    def test_leaves_the_handle_alone(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.users.edit_profile(by=alice, display_name="A.", bio="tea", links=[("a", "b")])
        said = [
            twite.microposts.post(author_id=alice, text="hello @bob #tea", visibility=visibility)
            for visibility in Visibility
        ]
        twite.microposts.post(author_id=bob, text="hello @alice", idempotency_key="k")
        twite.follows.follow(by=alice, whom=bob)
        twite.follows.follow(by=bob, whom=alice)
        twite.sessions.start(alice)

        twite.users.close(alice, reason="asked")

        tables = kept(twite)
        assert not set(said) & set(tables["microposts"])
        for table in ("follows", "blocks", "sessions", "taggings", "notifications"):
            assert tables.get(table, {}) == {}
        assert set(tables["credentials"]) == {bob}
        assert {entry.author_id for entry in tables["entries"].values()} == {bob}  # type: ignore[attr-defined]
        (micropost,) = tables["microposts"].values()
        assert micropost.mentioned_ids == frozenset()  # type: ignore[attr-defined]
        shown = twite.users.show(bob)
        assert (shown.followers_count, shown.following_count, shown.posts_count) == (0, 0, 1)
        gone = twite.users.show(alice)
        assert (gone.handle, gone.display_name, gone.bio, list(gone.links)) == (
            *("alice", "alice", ""),
            [],
        )
        (entry,) = twite.users.acts(alice).items
        assert entry.reason == ""
        assert twite.check() == []

    def test_leaves_others_alone(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=carol)
        twite.microposts.post(author_id=bob, text="hello @carol")
        twite.blocks.block(by=bob, whom=alice)
        before = {name: set(rows) for name, rows in kept(twite).items()}

        twite.users.close(alice)

        after = kept(twite)
        for table in ("microposts", "follows", "notifications", "entries"):
            assert set(after[table]) == before[table]
        assert after["blocks"] == {}

    def test_takes_as_many_batches_as_it_needs(
        self, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(users, "BATCH", 4)
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock) as twite:
            alice = twite.users.register(handle="alice")
            for _ in range(10):
                twite.microposts.post(author_id=alice, text="hello")
            twite.drain()
            twite.users.close(alice)
            left = []
            while twite.worker.dispatcher.run():
                left.append(len(kept(twite)["microposts"]))
                clock.forward(timedelta(seconds=1))

            events = [recorded.event for recorded in twite.feed.after(Position(), limit=99)]
            rows = [event.rows for event in events if isinstance(event, UserPartlyErased)]
            assert left == [6, 2, 0, 0, 0, 0][: len(left)]
            assert rows == [4, 4, 2, 0]
            assert [type(event) for event in events][-1] is UserErased
            assert sum(isinstance(event, MicropostDeleted) for event in events) == 10
            assert twite.check() == []

    def test_of_who_was_erased_or_never_closed_changes_nothing(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.users.close(alice)
        before = kept(twite)

        def erase(id: UserId, work: UnitOfWork) -> None:
            twite.users.erase(UserClosed(at=NOON, by=None, user_id=id), work)

        with twite.users.unit_of_work() as work:
            erase(alice, work)
            erase(bob, work)

        assert kept(twite) == before

    def test_lets_nothing_late_come_in(self, clock: StoppedClock) -> None:
        """A reaction that was put off finds nobody to tell."""
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock) as twite:
            alice, bob = (signed_up(twite, name) for name in ("alice", "bob"))
            twite.microposts.post(author_id=bob, text="hello @alice")
            twite.users.close(alice)
            twite.drain()

            assert kept(twite)["notifications"] == kept(twite)["mail"] == {}
            assert twite.check() == []


class TestConfirming:
    """Before what cannot be taken back, one says once more who one is."""

    def test_takes_the_password(self, twite: Embedded, alice: UserId) -> None:
        twite.credentials.confirm(by=alice, current=PASSWORD)

        with pytest.raises(WrongPassword):
            twite.credentials.confirm(by=alice, current="wrong password")
        assert twite.check() == []

    def test_is_refused_after_ten_wrong_ones(self, twite: Embedded, alice: UserId) -> None:
        """H010."""
        for _ in range(10):
            with pytest.raises(WrongPassword):
                twite.credentials.confirm(by=alice, current="wrong password")

        with refusing(twite, TooManyWrongPasswords):
            twite.credentials.confirm(by=alice, current=PASSWORD)

    def test_begins_to_count_again_once_it_was_right(self, twite: Embedded, alice: UserId) -> None:
        for _ in range(2):
            for _ in range(9):
                with pytest.raises(WrongPassword):
                    twite.credentials.confirm(by=alice, current="wrong password")
            twite.credentials.confirm(by=alice, current=PASSWORD)
