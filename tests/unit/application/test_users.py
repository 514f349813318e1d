"""What people do with users."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.application.worlds import become, kept, refusing
from twite.application.ports.outbox import Position
from twite.application.ports.users import CensusView, UserView
from twite.domain.errors import TwiteError
from twite.domain.givens import MOST_AT_ONCE, NotSomeIds, NotYesOrNo
from twite.domain.microposts import Visibility
from twite.domain.text import UnreadableText
from twite.domain.users import (
    AccountNotActive,
    BioTooLong,
    DisplayNameTooLong,
    ExternalIdTaken,
    HandleReserved,
    HandleTaken,
    InvalidExternalId,
    InvalidHandle,
    InvalidProfileLink,
    ProfileEdited,
    Role,
    TooManyLinks,
    UserId,
    UserNotFound,
    UserState,
)
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock

GONE = [UserState.SUSPENDED, UserState.CLOSED]


class TestRegistering:
    def test_makes_a_user(self, twite: Embedded) -> None:
        id = twite.users.register(handle="Alice", display_name=" Alice A. ", external_id="7")

        assert twite.users.show(id) == UserView(
            id=id,
            handle="alice",
            display_name="Alice A.",
            bio="",
            links=[],
            is_locked=False,
            external_id="7",
            role=Role.USER,
            registered_at=NOON,
            posts_count=0,
            followers_count=0,
            following_count=0,
            state=UserState.ACTIVE,
            is_silenced=False,
            state_since=None,
        )

    @pytest.mark.parametrize("name", [None, "", " ", "\u2800", "\u200b"])
    def test_shows_the_handle_where_nothing_of_a_name_shows(
        self, twite: Embedded, name: str | None
    ) -> None:
        id = twite.users.register(handle="alice", display_name=name)

        assert twite.users.show(id).display_name == "alice"

    def test_makes_nobody_who_could_log_in(self, twite: Embedded) -> None:
        twite.users.register(handle="alice")

        assert kept(twite)["credentials"] == {}

    def test_refuses_what_is_no_handle(self, twite: Embedded) -> None:
        with refusing(twite, InvalidHandle):
            twite.users.register(handle="alice\n")

    def test_refuses_a_handle_that_is_reserved(self, twite: Embedded) -> None:
        with refusing(twite, HandleReserved):
            twite.users.register(handle="Admin")

    def test_refuses_a_name_that_is_too_long(self, twite: Embedded) -> None:
        with refusing(twite, DisplayNameTooLong):
            twite.users.register(handle="alice", display_name="a" * 51)

    def test_refuses_a_name_that_is_no_text(self, twite: Embedded) -> None:
        with refusing(twite, UnreadableText):
            twite.users.register(handle="alice", display_name="a\0")

    def test_refuses_what_is_no_external_id(self, twite: Embedded) -> None:
        with refusing(twite, InvalidExternalId):
            twite.users.register(handle="alice", external_id="a" * 201)

    def test_refuses_a_handle_that_is_taken_in_any_case(
        self, twite: Embedded, alice: UserId
    ) -> None:
        with refusing(twite, HandleTaken):
            twite.users.register(handle="ALICE")

    def test_refuses_the_handle_of_a_closed_account(self, twite: Embedded, alice: UserId) -> None:
        become(twite, alice, UserState.CLOSED)

        with refusing(twite, HandleTaken):
            twite.users.register(handle="alice")

    def test_refuses_an_external_id_that_is_taken(self, twite: Embedded) -> None:
        twite.users.register(handle="alice", external_id="7")

        with refusing(twite, ExternalIdTaken):
            twite.users.register(handle="bob", external_id="7")

    def test_says_first_that_the_handle_is_taken(self, twite: Embedded) -> None:
        twite.users.register(handle="alice", external_id="7")

        with refusing(twite, HandleTaken):
            twite.users.register(handle="alice", external_id="7")


class TestSeveral:
    def test_are_shown_in_the_order_asked_as_far_as_the_viewer_may_know(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        gone = twite.users.register(handle="gone")
        become(twite, gone, UserState.SUSPENDED)
        twite.blocks.block(by=bob, whom=carol)

        def found(viewer_id: UserId | None) -> list[str]:
            asked = [bob, UserId(1), gone, alice, bob]
            return [user.handle for user in twite.users.shown(asked, viewer_id=viewer_id)]

        assert found(None) == found(alice) == found(bob) == ["bob", "alice"]
        assert found(carol) == ["alice"]

    def test_are_so_many_at_most(self, twite: Embedded, alice: UserId) -> None:
        with pytest.raises(NotSomeIds):
            twite.users.shown([alice] * (MOST_AT_ONCE + 1), viewer_id=None)


class TestTheLastDay:
    def test_is_that_of_what_everybody_may_know_of(
        self, twite: Embedded, clock: StoppedClock, alice: UserId
    ) -> None:
        def day() -> date | None:
            return twite.users.show(alice).last_posted_on

        assert day() is None
        first = twite.microposts.post(author_id=alice, text="tea")
        clock.forward(timedelta(days=1))
        assert day() == NOON.date()
        second = twite.microposts.post(author_id=alice, text="tea", visibility=Visibility.UNLISTED)
        clock.forward(timedelta(days=1))
        twite.microposts.post(author_id=alice, text="tea", visibility=Visibility.FOLLOWERS)
        twite.reposts.repost(first, by=alice)
        assert day() == NOON.date() + timedelta(days=1)
        twite.microposts.delete(second, by=alice)
        assert day() == NOON.date()
        twite.microposts.delete(first, by=alice)
        assert day() is None


class TestTheCensus:
    def test_counts_whoever_is_there_and_what_they_say_for_everybody(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="one")
        twite.microposts.post(author_id=alice, text="two", visibility=Visibility.MENTIONED)
        twite.microposts.post(author_id=carol, text="three")
        clock.forward(timedelta(days=30))
        twite.microposts.post(author_id=bob, text="four", visibility=Visibility.UNLISTED)
        twite.users.suspend(carol)

        first = twite.users.census()
        clock.forward(timedelta(microseconds=1))
        second = twite.users.census()

        assert first == CensusView(users_count=2, posts_count=2, posting_count=2)
        assert second == CensusView(users_count=2, posts_count=2, posting_count=1)


class TestEditingAProfile:
    def test_changes_what_is_said(self, twite: Embedded, alice: UserId) -> None:
        twite.users.edit_profile(
            by=alice, display_name=" A. ", bio="tea", links=[("Garden", "https://x")], locked=True
        )

        shown = twite.users.show(alice)
        assert (shown.display_name, shown.bio, shown.is_locked) == ("A.", "tea", True)
        assert list(shown.links) == [("Garden", "https://x")]

    def test_leaves_what_is_not_said(self, twite: Embedded, alice: UserId) -> None:
        twite.users.edit_profile(by=alice, bio="tea", links=[("a", "b")], locked=True)
        twite.users.edit_profile(by=alice, display_name="A.")

        shown = twite.users.show(alice)
        assert (shown.bio, list(shown.links), shown.is_locked) == ("tea", [("a", "b")], True)

    def test_takes_away_what_is_empty(self, twite: Embedded, alice: UserId) -> None:
        twite.users.edit_profile(by=alice, display_name="A.", bio="tea", links=[("a", "b")])
        twite.users.edit_profile(by=alice, display_name="", bio=" ", links=[])

        shown = twite.users.show(alice)
        assert (shown.display_name, shown.bio, list(shown.links)) == ("alice", "", [])

    def test_twice_is_once(self, twite: Embedded, alice: UserId) -> None:
        twite.users.edit_profile(by=alice, bio="tea")
        before = kept(twite)
        twite.users.edit_profile(by=alice, bio=" tea ")

        assert kept(twite) == before
        events = [recorded.event for recorded in twite.feed.after(Position(), limit=9)]
        assert [type(event) for event in events].count(ProfileEdited) == 1

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"display_name": "a" * 51}, DisplayNameTooLong),
            ({"display_name": "a\0"}, UnreadableText),
            ({"bio": "a" * 501}, BioTooLong),
            ({"bio": "\ud800"}, UnreadableText),
            ({"links": [("", "x")]}, InvalidProfileLink),
            ({"links": "ab"}, InvalidProfileLink),
            ({"links": [("a", "b", "c")]}, InvalidProfileLink),
            ({"links": 5}, InvalidProfileLink),
            ({"locked": "x"}, NotYesOrNo),
            ({"links": [("x", "a" * 201)]}, InvalidProfileLink),
            ({"links": [("x", "y")] * 5}, TooManyLinks),
        ],
    )
    def test_refuses_what_cannot_be_said(
        self, twite: Embedded, alice: UserId, said: dict[str, Any], refusal: type[TwiteError]
    ) -> None:
        with refusing(twite, refusal):
            twite.users.edit_profile(by=alice, **said)

    def test_is_not_for_nobody(self, twite: Embedded) -> None:
        with refusing(twite, UserNotFound):
            twite.users.edit_profile(by=UserId(1), bio="tea")

    @pytest.mark.parametrize("state", GONE)
    def test_is_not_for_who_is_gone(self, twite: Embedded, alice: UserId, state: UserState) -> None:
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.users.edit_profile(by=alice, bio="tea")


class TestLookingUp:
    def test_by_handle_finds_nobody_who_blocked_who_asks(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        """H049: who blocked finds the other still, to take the block down."""
        twite.blocks.block(by=alice, whom=bob)

        assert twite.users.named("bob", viewer_id=alice).id == bob
        assert twite.users.named("alice", viewer_id=alice).id == alice
        with refusing(twite, UserNotFound):
            twite.users.named("alice", viewer_id=bob)

    def test_by_handle_finds_nobody_for_a_stranger_in_a_private_house(self) -> None:
        with in_memory(Settings(private=True)) as private:
            alice = private.users.register(handle="alice")
            bob = private.users.register(handle="bob")

            assert private.users.named("alice", viewer_id=bob).id == alice
            with refusing(private, UserNotFound):
                private.users.named("alice")

    def test_by_handle_takes_any_case(self, twite: Embedded, alice: UserId) -> None:
        assert twite.users.named("ALICE").id == alice

    def test_by_external_id_is_to_the_letter(self, twite: Embedded) -> None:
        id = twite.users.register(handle="alice", external_id="Seven")

        assert twite.users.known_as("Seven").id == id
        with refusing(twite, UserNotFound):
            twite.users.known_as("seven")

    @pytest.mark.parametrize("handle", ["bob", "", "alice\n", "аlice", "\ud800"])
    def test_by_handle_finds_nobody_else(self, twite: Embedded, alice: UserId, handle: str) -> None:
        with refusing(twite, UserNotFound):
            twite.users.named(handle)

    @pytest.mark.parametrize("external_id", ["8", "", "7\0", "a" * 201])
    def test_by_external_id_finds_nobody_else(self, twite: Embedded, external_id: str) -> None:
        twite.users.register(handle="alice", external_id="7")

        with refusing(twite, UserNotFound):
            twite.users.known_as(external_id)

    def test_by_id_finds_nobody_else(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, UserNotFound):
            twite.users.show(UserId(alice + 1))

    @pytest.mark.parametrize("state", GONE)
    def test_finds_the_suspended_and_closed_by_id_alone(
        self, twite: Embedded, state: UserState
    ) -> None:
        id = twite.users.register(handle="alice", external_id="7")
        become(twite, id, state)

        assert twite.users.show(id).state is state
        with refusing(twite, UserNotFound):
            twite.users.named("alice")
        with refusing(twite, UserNotFound):
            twite.users.known_as("7")
