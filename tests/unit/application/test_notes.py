"""What people do with notes."""

import pytest

from tests.unit.application.worlds import become, refusing
from twite.domain.notes import NoteTooLong
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded


def note(twite: Embedded, viewer_id: UserId, other_id: UserId) -> str:
    return twite.follows.relation(viewer_id=viewer_id, other_id=other_id).note


class TestWriting:
    def test_is_for_oneself(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.notes.write(by=alice, about=bob, text="likes tea")
        twite.notes.write(by=alice, about=bob, text=" likes coffee ")

        assert note(twite, alice, bob) == "likes coffee"
        assert note(twite, bob, alice) == ""

    @pytest.mark.parametrize("text", ["", " ", "\u200b"])
    def test_nothing_takes_it_away(
        self, twite: Embedded, alice: UserId, bob: UserId, text: str
    ) -> None:
        twite.notes.write(by=alice, about=bob, text="likes tea")
        for _ in range(2):
            twite.notes.write(by=alice, about=bob, text=text)

        assert note(twite, alice, bob) == ""

    def test_too_much_is_refused(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        with refusing(twite, NoteTooLong):
            twite.notes.write(by=alice, about=bob, text="x" * 2001)

    def test_is_about_who_is_there_by_who_may_act(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        become(twite, bob, UserState.CLOSED)
        become(twite, carol, UserState.SUSPENDED)

        with refusing(twite, UserNotFound):
            twite.notes.write(by=alice, about=bob, text="x")
        with refusing(twite, AccountNotActive):
            twite.notes.write(by=carol, about=alice, text="x")
        twite.notes.write(by=alice, about=carol, text="x")

    def test_goes_with_the_account(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.notes.write(by=alice, about=bob, text="likes tea")
        twite.users.close(bob)
        twite.drain()

        assert note(twite, alice, bob) == ""
        assert twite.check() == []
