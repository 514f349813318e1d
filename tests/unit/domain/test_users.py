"""Users."""

import pytest
from attrs import evolve
from hypothesis import given

from twite.domain.errors import TwiteError
from twite.domain.text import UnreadableText
from twite.domain.users import (
    APPOINTMENTS,
    LONGEST_BIO,
    MOST_LINKS,
    MOVES,
    RESERVED,
    AccountNotActive,
    Act,
    Bio,
    BioTooLarge,
    BioTooLong,
    CannotBe,
    DisplayName,
    DisplayNameTooLong,
    ExternalId,
    ExternalIdTaken,
    Handle,
    HandleReserved,
    HandleTaken,
    InvalidExternalId,
    InvalidHandle,
    InvalidProfileLink,
    MayNotModerate,
    ProfileEdited,
    ProfileLink,
    Reason,
    ReasonTooLong,
    Role,
    TooManyLinks,
    User,
    UserChangedMeanwhile,
    UserClosed,
    UserErased,
    UserId,
    UserModerated,
    UserNotFound,
    UserPartlyErased,
    UserRegistered,
    UserState,
)
from twite.entrypoints.testing import strategies
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import anything, written_handles

ALICE = UserId(1)


class TestHandles:
    @pytest.mark.parametrize(
        "handle",
        [
            "",
            "alice\n",
            " alice",
            "al ice",
            "аlice",
            "\uff41lice",  # full width
            "\u212aelvin",  # the Kelvin sign, which folds to k
            "\u0131",  # a dotless i
            "..",
            "%2e",
            "a-b",
            "a.b",
            "@alice",
            "alice\0",
            "１２",
            "a" * 31,
            "\ud800",
        ],
    )
    def test_are_nothing_but_ascii_letters_digits_and_underscores(self, handle: str) -> None:
        with pytest.raises(InvalidHandle) as refusal:
            Handle(handle)

        assert str(refusal.value) == "a handle is 1 to 30 of the letters a-z, digits and _"

    @given(written=written_handles)
    def test_are_the_same_in_any_case(self, written: str) -> None:
        handle = Handle(written)

        assert handle == Handle(written.upper()) == Handle(written.lower())
        assert str(handle) == written.lower()

    @given(text=anything)
    def test_are_refused_and_nothing_else(self, text: str) -> None:
        try:
            handle = Handle(text)
        except InvalidHandle:
            return

        assert handle.value.isascii()
        assert handle.value.replace("_", "a").isalnum()
        assert 1 <= len(handle.value) <= 30


class TestReservedHandles:
    @pytest.mark.parametrize("handle", ["admin", "ROOT", "postmaster", "abuse", "api", "settings"])
    def test_are_refused_to_who_registers(self, handle: str) -> None:
        """H062."""
        with pytest.raises(HandleReserved) as refusal:
            User.register(
                id=ALICE, handle=Handle(handle), display_name=None, external_id=None, now=NOON
            )

        assert str(refusal.value) == (
            f"the handle {handle.lower()} is reserved for whoever runs this place; choose another"
        )

    @pytest.mark.parametrize("handle", ["admin_", "roots", "alice", "api2"])
    def test_are_no_others(self, handle: str) -> None:
        assert Handle(handle).unreserved() == Handle(handle)

    def test_are_handles(self) -> None:
        assert {Handle(handle).value for handle in RESERVED} == RESERVED


class TestBios:
    def test_keep_their_lines(self) -> None:
        assert str(Bio(" tea\r\n\n\u202ecoffee \n")) == "tea\n\ncoffee"

    @pytest.mark.parametrize("blank", ["", " \n", "\u2800", "\u200b"])
    def test_may_say_nothing(self, blank: str) -> None:
        assert Bio(blank) == Bio("")

    def test_count_links_as_microposts_do(self) -> None:
        link = "https://example.org/" + "a" * 400

        assert Bio("a" * (LONGEST_BIO - 24) + " " + link).value.endswith(link)
        with pytest.raises(BioTooLong):
            Bio("a" * (LONGEST_BIO - 23) + " " + link)

    def test_hold_no_more(self) -> None:
        with pytest.raises(BioTooLong) as refusal:
            Bio("a" * 501)

        assert str(refusal.value) == "a bio holds 500 characters, and this has 501"

    def test_hold_no_more_however_little_it_counts(self) -> None:
        with pytest.raises(BioTooLarge, match="a bio takes up to 16000 bytes, and this takes"):
            Bio(" ".join(["https://example.org/" + "a" * 1_000] * 16))

    @given(text=anything)
    def test_stay_as_they_are_once_made(self, text: str) -> None:
        try:
            bio = Bio(text)
        except (BioTooLong, BioTooLarge, UnreadableText):
            return

        assert Bio(bio.value) == bio


class TestProfileLinks:
    def test_are_two_lines_that_reorder_nothing(self) -> None:
        link = ProfileLink(" My\n garden\u202e ", "https://example.org ")

        assert (link.name, link.value) == ("My garden", "https://example.org")

    @pytest.mark.parametrize(
        ("name", "value"),
        [("", "x"), ("x", ""), ("\u2800", "x"), ("x" * 31, "x"), ("x", "x" * 201)],
    )
    def test_have_a_name_and_a_value(self, name: str, value: str) -> None:
        with pytest.raises(InvalidProfileLink) as refusal:
            ProfileLink(name, value)

        assert str(refusal.value) == (
            "a link has a name of 1 to 30 characters and a value of 1 to 200"
        )

    def test_are_text(self) -> None:
        with pytest.raises(UnreadableText):
            ProfileLink("a\0", "b")


class TestEditingAProfile:
    def user(self) -> User:
        return User(
            id=ALICE, handle=Handle("alice"), display_name=DisplayName("A."), registered_at=NOON
        )

    def test_is_announced(self) -> None:
        garden = ProfileLink("Garden", "https://example.org")

        edited = self.user().edit_profile(
            display_name=DisplayName("Alice"),
            bio=Bio("tea"),
            links=(garden,),
            is_locked=True,
            now=NOON,
        )

        assert edited == evolve(
            self.user(),
            display_name=DisplayName("Alice"),
            bio=Bio("tea"),
            links=(garden,),
            is_locked=True,
        )
        assert edited.events == (ProfileEdited(at=NOON, user_id=ALICE),)

    def test_leaves_what_is_not_said(self) -> None:
        edited = self.user().edit_profile(bio=Bio("tea"), now=NOON)

        assert edited.edit_profile(is_locked=True, now=NOON).bio == Bio("tea")

    def test_twice_is_once(self) -> None:
        edited = self.user().edit_profile(bio=Bio("tea"), now=NOON).at_rest()

        assert edited.edit_profile(bio=Bio("tea"), now=NOON).events == ()

    def test_to_no_name_shows_the_handle(self) -> None:
        edited = self.user().edit_profile(display_name=DisplayName(" "), now=NOON)

        assert edited.display_name == DisplayName("alice")

    def test_holds_a_few_links(self) -> None:
        links = tuple(ProfileLink(f"{number}", "x") for number in range(MOST_LINKS + 1))

        assert len(self.user().edit_profile(links=links[1:], now=NOON).links) == MOST_LINKS
        with pytest.raises(TooManyLinks, match="a profile holds 4 links, and these are 5"):
            self.user().edit_profile(links=links, now=NOON)


class TestDisplayNames:
    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("Alice", "Alice"),
            ("  Alice \n of\tthe  teas ", "Alice of the teas"),
            ("\u202eecilA", "ecilA"),
            ("\u2066Alice\u2069", "Alice"),
            ("A\u200el\u200fi\u061cce", "Alice"),
            ("e\u200e\u0301", "\u00e9"),
            ("👩🏽‍💻 Alice", "👩🏽‍💻 Alice"),
            ("דנה", "דנה"),
            ("", ""),
        ],
    )
    def test_are_one_line_that_reorders_nothing(self, written: str, shown: str) -> None:
        assert str(DisplayName(written)) == shown

    def test_do_not_grow_into_the_lines_around(self) -> None:
        assert DisplayName("A" + "\u0301" * 500).value == "\u00c1" + "\u0301" * 3

    @pytest.mark.parametrize("blank", ["", " ", "\u2800", "\u3164", "\u200b", "\u202e\u200d"])
    def test_are_false_when_nothing_of_them_is_seen(self, blank: str) -> None:
        assert not DisplayName(blank)
        assert DisplayName(f"{blank}a")

    def test_hold_fifty_characters_once_they_are_tidy(self) -> None:
        assert DisplayName(" " + "e\u0301" * 50 + " ").value == "\u00e9" * 50

    def test_hold_no_more(self) -> None:
        with pytest.raises(DisplayNameTooLong) as refusal:
            DisplayName("a" * 51)

        assert str(refusal.value) == "a display name holds 50 characters, and this has 51"

    def test_are_measured_after_they_grew(self) -> None:
        with pytest.raises(DisplayNameTooLong):
            DisplayName("\U0001d160" * 17)  # each is three characters in NFC

    @pytest.mark.parametrize("character", ["\0", "\x1b", "\ud800"])
    def test_hold_nothing_but_text(self, character: str) -> None:
        with pytest.raises(UnreadableText):
            DisplayName(f"Alice{character}")

    @given(text=anything)
    def test_stay_as_they_are_once_made(self, text: str) -> None:
        try:
            name = DisplayName(text)
        except (DisplayNameTooLong, UnreadableText):
            return

        assert DisplayName(name.value) == name


class TestExternalIds:
    @pytest.mark.parametrize("value", ["", "a" * 201, "a\n", "\0", "\ud800", "\u200b"])
    def test_are_printable_and_not_too_long(self, value: str) -> None:
        with pytest.raises(InvalidExternalId) as refusal:
            ExternalId(value)

        assert str(refusal.value) == "an external id is 1 to 200 printable characters"

    @pytest.mark.parametrize("value", ["1", "Ä 1", " a ", "a" * 200])
    def test_are_kept_to_the_letter(self, value: str) -> None:
        assert str(ExternalId(value)) == value


class TestRegistering:
    def test_is_announced(self) -> None:
        user = User.register(
            id=ALICE,
            handle=Handle("alice"),
            display_name=DisplayName("Alice"),
            external_id=ExternalId("7"),
            now=NOON,
        )

        assert user == User(
            id=ALICE,
            handle=Handle("alice"),
            display_name=DisplayName("Alice"),
            external_id=ExternalId("7"),
            state=UserState.ACTIVE,
            registered_at=NOON,
        )
        assert user.events == (UserRegistered(at=NOON, user_id=ALICE),)

    @pytest.mark.parametrize("name", [None, DisplayName(""), DisplayName("\u2800")])
    def test_shows_the_handle_where_there_is_no_name(self, name: DisplayName | None) -> None:
        user = User.register(
            id=ALICE, handle=Handle("Alice"), display_name=name, external_id=None, now=NOON
        )

        assert user.display_name == DisplayName("alice")


class TestActing:
    @given(user=strategies.users)
    def test_is_for_the_active(self, user: User) -> None:
        active = evolve(user, state=UserState.ACTIVE)

        assert active.acting() is active

    @pytest.mark.parametrize(
        ("state", "said"),
        [
            (UserState.WAITING, "waits to be approved"),
            (UserState.SUSPENDED, "suspended or closed"),
            (UserState.CLOSED, "suspended or closed"),
        ],
    )
    def test_is_not_for_the_others(self, state: UserState, said: str) -> None:
        user = User(
            id=ALICE,
            handle=Handle("alice"),
            display_name=DisplayName("Alice"),
            state=state,
            registered_at=NOON,
        )

        with pytest.raises(AccountNotActive, match=said):
            user.acting()


ACTS_BY_STATE = {
    UserState.WAITING: {Act.APPROVED},
    UserState.ACTIVE: {Act.SUSPENDED, Act.SILENCED},
    UserState.SUSPENDED: {Act.RESTORED},
    UserState.CLOSED: set[Act](),
}


class TestModerating:
    def user(
        self,
        state: UserState = UserState.ACTIVE,
        role: Role = Role.USER,
        *,
        is_silenced: bool = False,
    ) -> User:
        return User(
            id=ALICE,
            handle=Handle("alice"),
            display_name=DisplayName("A."),
            state=state,
            role=role,
            is_silenced=is_silenced,
            registered_at=NOON,
        )

    @pytest.mark.parametrize("act", [act for act in Act if act not in APPOINTMENTS])
    @pytest.mark.parametrize("state", UserState)
    def test_fits_the_state(self, state: UserState, act: Act) -> None:
        user = self.user(state)

        if act in ACTS_BY_STATE[state]:
            moderated = user.moderate(act, by=None, now=NOON)
            assert moderated.state_since == NOON
            assert moderated.events == (UserModerated(at=NOON, by=None, act=act, user_id=ALICE),)
            assert moderated.state is state or moderated.state in MOVES[state]
        else:
            with pytest.raises(CannotBe) as refused:
                user.moderate(act, by=None, now=NOON)
            assert str(refused.value) == f"@alice cannot be {act}: they are {state}"

    @pytest.mark.parametrize(
        ("act", "state", "is_silenced"),
        [
            (Act.SUSPENDED, UserState.SUSPENDED, False),
            (Act.SILENCED, UserState.ACTIVE, True),
        ],
    )
    def test_is_taken_back(self, act: Act, state: UserState, is_silenced: bool) -> None:
        moderated = self.user().moderate(act, by=None, now=NOON)
        restored = moderated.moderate(Act.RESTORED, by=None, now=NOON)

        assert (moderated.state, moderated.is_silenced) == (state, is_silenced)
        assert (restored.state, restored.is_silenced) == (UserState.ACTIVE, False)

    def test_who_is_silenced_can_be_suspended_and_is_restored_from_both(self) -> None:
        both = self.user(is_silenced=True).moderate(Act.SUSPENDED, by=None, now=NOON)

        restored = both.moderate(Act.RESTORED, by=None, now=NOON)

        assert both.standing == "suspended, silenced"
        assert restored.standing == "active"

    def test_who_is_silenced_cannot_be_again(self) -> None:
        with pytest.raises(CannotBe, match="they are active, silenced"):
            self.user(is_silenced=True).moderate(Act.SILENCED, by=None, now=NOON)

    @pytest.mark.parametrize("state", [UserState.WAITING, UserState.CLOSED])
    def test_a_silence_that_stands_lets_nobody_in(self, state: UserState) -> None:
        with pytest.raises(CannotBe):
            self.user(state, is_silenced=True).moderate(Act.RESTORED, by=None, now=NOON)

    @pytest.mark.parametrize(("act", "role"), APPOINTMENTS.items())
    def test_gives_roles(self, act: Act, role: Role) -> None:
        for now in set(Role) - {role}:
            appointed = self.user(role=now).moderate(act, by=None, now=NOON)
            assert (appointed.role, appointed.state_since) == (role, None)
        with pytest.raises(CannotBe):
            self.user(role=role).moderate(act, by=None, now=NOON)
        with pytest.raises(CannotBe, match="they are closed"):
            closed = self.user(UserState.CLOSED, role=next(iter(set(Role) - {role})))
            closed.moderate(act, by=None, now=NOON)

    @pytest.mark.parametrize("by", Role)
    @pytest.mark.parametrize("whom", Role)
    def test_is_for_those_above(self, by: Role, whom: Role) -> None:
        moderator, other = self.user(role=by), self.user(role=whom)
        above = (by, whom) in {
            (Role.MODERATOR, Role.USER),
            (Role.ADMIN, Role.USER),
            (Role.ADMIN, Role.MODERATOR),
        }

        for act in Act:
            may = above and (by is Role.ADMIN or act not in {Act.CLOSED, *APPOINTMENTS})
            if may:
                assert moderator.moderating(other, act) is moderator
            else:
                with pytest.raises(MayNotModerate, match="only moderators and admins"):
                    moderator.moderating(other, act)

    def test_invites_are_for_those_above_users(self) -> None:
        assert self.user(role=Role.MODERATOR).inviting()
        with pytest.raises(MayNotModerate):
            self.user().inviting()


class TestClosing:
    @pytest.mark.parametrize("state", [state for state in UserState if MOVES[state]])
    def test_leaves_the_handle(self, state: UserState) -> None:
        user = User(
            id=ALICE,
            handle=Handle("alice"),
            display_name=DisplayName("A."),
            bio=Bio("tea"),
            links=(ProfileLink("a", "b"),),
            is_locked=True,
            external_id=ExternalId("7"),
            role=Role.MODERATOR,
            state=state,
            is_silenced=True,
            registered_at=NOON,
        )

        closed = user.close(by=None, now=NOON)

        assert closed == User(
            id=ALICE,
            handle=Handle("alice"),
            display_name=DisplayName("alice"),
            state=UserState.CLOSED,
            state_since=NOON,
            registered_at=NOON,
        )
        assert closed.events == (UserClosed(at=NOON, by=None, user_id=ALICE),)
        with pytest.raises(CannotBe, match="@alice cannot be closed: they are closed"):
            closed.close(by=None, now=NOON)

    def test_is_followed_by_erasing(self) -> None:
        user = User(
            id=ALICE, handle=Handle("alice"), display_name=DisplayName("A."), registered_at=NOON
        )

        erased = user.erased(now=NOON)

        assert erased.erased_at == NOON
        assert erased.events == (UserErased(at=NOON, user_id=ALICE),)

    def test_is_done_in_the_lane_of_who_goes(self) -> None:
        for event in (
            UserClosed(at=NOON, by=UserId(2), user_id=ALICE),
            UserPartlyErased(at=NOON, user_id=ALICE, rows=3),
            UserErased(at=NOON, user_id=ALICE),
        ):
            assert event.lane == ALICE


class TestReasons:
    def test_are_one_line(self) -> None:
        assert str(Reason(" spam\n\u202eagain ")) == "spam again"
        assert str(Reason("")) == ""

    def test_hold_no_more(self) -> None:
        with pytest.raises(ReasonTooLong, match="a reason holds 500 characters, and this has 501"):
            Reason("a" * 501)


def test_whoever_moderates_has_acted() -> None:
    by_bob = UserModerated(at=NOON, by=UserId(2), act=Act.SUSPENDED, user_id=ALICE)

    assert (by_bob.lane, evolve(by_bob, by=None).lane) == (2, ALICE)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (HandleTaken(Handle("alice")), "the handle alice is taken"),
        (ExternalIdTaken(ExternalId("7")), "there is a user with the external id 7"),
        (UserNotFound("alice"), "there is no user alice"),
        (UserChangedMeanwhile(ALICE), "user 1 was changed meanwhile; read it again"),
    ],
)
def test_refusals_speak_to_people(refusal: TwiteError, words: str) -> None:
    assert str(refusal) == words
