"""What people do with users."""

import pytest

from tests.unit.application.worlds import become, kept, refusing
from twite.application.ports.users import UserView
from twite.domain.text import UnreadableText
from twite.domain.users import (
    DisplayNameTooLong,
    ExternalIdTaken,
    HandleTaken,
    InvalidExternalId,
    InvalidHandle,
    UserId,
    UserNotFound,
    UserState,
)
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON

GONE = [UserState.SUSPENDED, UserState.CLOSED]


class TestRegistering:
    def test_makes_a_user(self, twite: Embedded) -> None:
        id = twite.users.register(handle="Alice", display_name=" Alice A. ", external_id="7")

        assert twite.users.show(id) == UserView(
            id=id,
            handle="alice",
            display_name="Alice A.",
            external_id="7",
            registered_at=NOON,
            posts_count=0,
            followers_count=0,
            following_count=0,
            state=UserState.ACTIVE,
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


class TestLookingUp:
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
