"""What people do with microposts."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from tests.unit.application.worlds import become, kept, refusing
from twite.adapters.memory.mail import Mailbox
from twite.application.microposts import PostingSettings
from twite.application.ports.microposts import AuthorView, MicropostView, VersionView
from twite.domain.content import InvalidLanguage
from twite.domain.errors import TwiteError
from twite.domain.givens import MOST_AT_ONCE, NotSomeIds, NotYesOrNo
from twite.domain.microposts import (
    KEY_LASTS,
    BlankText,
    DeletedMeanwhile,
    EditedMeanwhile,
    InvalidIdempotencyKey,
    KeyReused,
    MicropostId,
    MicropostNotFound,
    NoSuchAudience,
    OnlyForSome,
    TextTooLarge,
    TextTooLong,
    TooManyPins,
    Visibility,
)
from twite.domain.text import NotAText, UnreadableText
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock


def versions(twite: Embedded, id: MicropostId, *, viewer_id: UserId | None) -> list[str]:
    """What it said at first, and after each edit, as far as they may read it."""
    return [one.text for one in twite.microposts.history(id, viewer_id=viewer_id)]


class TestPosting:
    def test_says_something(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text=" hello @Bob and @nobody #tea\r\n")

        assert twite.microposts.show(id, viewer_id=None) == MicropostView(
            id=id,
            author=AuthorView(id=alice, handle="alice", display_name="alice"),
            text="hello @Bob and @nobody #tea",
            visibility=Visibility.PUBLIC,
            mentions={"bob": bob},
            posted_at=NOON,
            edited_at=None,
            favourites_count=0,
            favourited=False,
            bookmarked=False,
        )

    @pytest.mark.parametrize(
        ("visibility", "counted"),
        [
            (Visibility.PUBLIC, 1),
            (Visibility.UNLISTED, 1),
            (Visibility.FOLLOWERS, 0),
            (Visibility.MENTIONED, 0),
        ],
    )
    def test_counts_where_everybody_may_read(
        self, twite: Embedded, alice: UserId, visibility: Visibility, counted: int
    ) -> None:
        twite.microposts.post(author_id=alice, text="tea", visibility=visibility)

        assert twite.users.show(alice).posts_count == counted
        assert twite.check() == []

    def test_gives_rising_ids_within_a_moment_and_when_the_clock_is_set_back(
        self, twite: Embedded, alice: UserId, clock: StoppedClock
    ) -> None:
        ids = []
        for _ in range(40):
            clock.forward(timedelta(milliseconds=-1))
            ids.append(twite.microposts.post(author_id=alice, text="tea"))

        assert ids == sorted(set(ids))

    def test_mentions_none_who_are_gone(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        become(twite, bob, UserState.SUSPENDED)

        id = twite.microposts.post(author_id=alice, text="hello @bob")

        assert twite.microposts.show(id, viewer_id=None).mentions == {}

    @pytest.mark.parametrize("text", ["", " \n", "\u200b"])
    def test_refuses_to_say_nothing(self, twite: Embedded, alice: UserId, text: str) -> None:
        with refusing(twite, BlankText):
            twite.microposts.post(author_id=alice, text=text)

    def test_refuses_to_say_too_much(self, twite: Embedded, alice: UserId) -> None:
        twite.microposts.post(author_id=alice, text="a" * 500)

        with refusing(twite, TextTooLong):
            twite.microposts.post(author_id=alice, text="a" * 501)

    def test_counts_what_people_see(self, twite: Embedded, alice: UserId) -> None:
        for character in ("👩🏽‍💻", "🇩🇪", "e\u0323\u0302"):
            twite.microposts.post(author_id=alice, text=character * 500)

            with refusing(twite, TextTooLong):
                twite.microposts.post(author_id=alice, text=character * 501)

    def test_refuses_what_takes_too_much_room(self, twite: Embedded, alice: UserId) -> None:
        link = f"https://example.org/{'a' * 2_000} "
        twite.microposts.post(author_id=alice, text=link * 7)

        for text in (link * 8, "e" + "\u0323\u0301" * 4_000):
            with refusing(twite, TextTooLarge):
                twite.microposts.post(author_id=alice, text=text)

    @pytest.mark.parametrize("text", [None, 5, b"tea", ["tea"]])
    def test_refuses_what_is_no_string(self, twite: Embedded, alice: UserId, text: Any) -> None:
        """H067."""
        with refusing(twite, NotAText):
            twite.microposts.post(author_id=alice, text=text)

    @pytest.mark.parametrize("visibility", ["everyone", "PUBLIC", "", 5])
    def test_refuses_who_is_no_audience(
        self, twite: Embedded, alice: UserId, visibility: Any
    ) -> None:
        """H067."""
        with refusing(twite, NoSuchAudience):
            twite.microposts.post(author_id=alice, text="tea", visibility=visibility)

    def test_lets_the_house_decide_what_is_too_much(self, twite: Embedded, alice: UserId) -> None:
        microposts = evolve(twite.microposts, settings=PostingSettings(max_characters=3))
        microposts.post(author_id=alice, text="tea")

        with refusing(twite, TextTooLong):
            microposts.post(author_id=alice, text="teas")

    @pytest.mark.parametrize("text", ["tea\0", "\ud800", "\x1b[31mtea"])
    def test_refuses_what_is_no_text(self, twite: Embedded, alice: UserId, text: str) -> None:
        with refusing(twite, UnreadableText):
            twite.microposts.post(author_id=alice, text=text)

    def test_refuses_who_is_unknown(self, twite: Embedded) -> None:
        with refusing(twite, UserNotFound):
            twite.microposts.post(author_id=UserId(1), text="tea")

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_refuses_who_is_gone(self, twite: Embedded, alice: UserId, state: UserState) -> None:
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")


class TestReplying:
    def test_stands_below_what_is_answered(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea?")

        reply_id = twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=id)

        reply = twite.microposts.show(reply_id, viewer_id=None)
        assert reply.in_reply_to_id == id
        assert reply.in_reply_to_author == AuthorView(
            id=alice, handle="alice", display_name="alice"
        )
        assert reply_id > id

    def test_is_younger_than_what_is_answered_whatever_the_clock_says(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId
    ) -> None:
        ids = [twite.microposts.post(author_id=alice, text="tea?")]
        for author in (bob, alice) * 5:
            clock.forward(timedelta(milliseconds=-1))
            ids.append(twite.microposts.post(author_id=author, text="tea", in_reply_to_id=ids[-1]))

        assert ids == sorted(set(ids))

    @pytest.mark.parametrize(
        ("visibility", "counted"),
        [
            (Visibility.PUBLIC, 1),
            (Visibility.UNLISTED, 1),
            (Visibility.FOLLOWERS, 0),
            (Visibility.MENTIONED, 0),
        ],
    )
    def test_counts_where_everybody_may_read_it(
        self, twite: Embedded, alice: UserId, bob: UserId, visibility: Visibility, counted: int
    ) -> None:
        """H050."""
        id = twite.microposts.post(author_id=alice, text="tea?")
        reply_id = twite.microposts.post(
            author_id=bob, text="@alice yes", visibility=visibility, in_reply_to_id=id
        )
        before = twite.microposts.show(id, viewer_id=alice).replies_count
        twite.microposts.delete(reply_id, by=bob)

        assert before == counted
        assert twite.microposts.show(id, viewer_id=alice).replies_count == 0
        assert twite.check() == []

    @pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
    def test_to_what_one_may_not_read_is_refused_as_to_nothing(
        self, twite: Embedded, alice: UserId, bob: UserId, visibility: Visibility
    ) -> None:
        """H043."""
        hidden = twite.microposts.post(author_id=alice, text="tea?", visibility=visibility)

        for id in (hidden, MicropostId(1), MicropostId(2**63)):
            with refusing(twite, MicropostNotFound):
                twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=id)

    def test_to_whom_one_is_blocked_by_is_refused(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        """H049."""
        id = twite.microposts.post(author_id=alice, text="@bob tea?")
        twite.blocks.block(by=alice, whom=bob)

        with refusing(twite, MicropostNotFound):
            twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=id)

    def test_to_something_else_is_something_else(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        one, other = (twite.microposts.post(author_id=alice, text="tea?") for _ in range(2))
        reply_id = twite.microposts.post(
            author_id=bob, text="yes", in_reply_to_id=one, idempotency_key="1"
        )

        again = twite.microposts.post(
            author_id=bob, text="yes", in_reply_to_id=one, idempotency_key="1"
        )

        assert again == reply_id
        with refusing(twite, KeyReused):
            twite.microposts.post(
                author_id=bob, text="yes", in_reply_to_id=other, idempotency_key="1"
            )

    def test_shows_nothing_of_what_it_answers_once_that_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea?")
        reply_id = twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=id)

        twite.microposts.delete(id, by=alice)

        reply = twite.microposts.show(reply_id, viewer_id=bob)
        assert (reply.in_reply_to_id, reply.in_reply_to_author) == (None, None)
        assert twite.check() == []

    def test_shows_nothing_of_what_it_answers_to_whom_may_not_read_that(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        """H057."""
        id = twite.microposts.post(
            author_id=alice, text="tea, @bob?", visibility=Visibility.MENTIONED
        )
        reply_id = twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=id)

        for viewer_id, shown in ((bob, id), (alice, id), (carol, None), (None, None)):
            reply = twite.microposts.show(reply_id, viewer_id=viewer_id)
            assert reply.in_reply_to_id == shown
            assert (reply.in_reply_to_author is None) == (shown is None)


class TestPostingAgain:
    def test_under_the_same_key_is_posting_once(self, twite: Embedded, alice: UserId) -> None:
        first = twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")
        before = kept(twite)

        again = twite.microposts.post(author_id=alice, text=" tea ", idempotency_key="1")

        assert again == first
        assert kept(twite) == before

    def test_under_another_key_is_posting_twice(self, twite: Embedded, alice: UserId) -> None:
        first = twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")

        assert twite.microposts.post(author_id=alice, text="tea", idempotency_key="2") != first

    def test_without_a_key_is_posting_twice(self, twite: Embedded, alice: UserId) -> None:
        first = twite.microposts.post(author_id=alice, text="tea")

        assert twite.microposts.post(author_id=alice, text="tea") != first

    def test_under_the_same_key_says_the_same(self, twite: Embedded, alice: UserId) -> None:
        twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")

        with refusing(twite, KeyReused):
            twite.microposts.post(author_id=alice, text="coffee", idempotency_key="1")

    def test_under_the_same_key_says_the_same_behind_a_warning(
        self, twite: Embedded, alice: UserId
    ) -> None:
        """Also behind one that looks like none."""
        twite.microposts.post(author_id=alice, text="tea", idempotency_key="k")

        with refusing(twite, KeyReused):
            twite.microposts.post(
                author_id=alice, text="tea", content_warning="None", idempotency_key="k"
            )

    def test_under_the_same_key_says_it_to_the_same(self, twite: Embedded, alice: UserId) -> None:
        twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")

        with refusing(twite, KeyReused):
            twite.microposts.post(
                author_id=alice,
                text="tea",
                visibility=Visibility.FOLLOWERS,
                idempotency_key="1",
            )

    def test_under_anothers_key_is_ones_own(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        first = twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")

        other = twite.microposts.post(author_id=bob, text="coffee", idempotency_key="1")

        assert other != first
        assert twite.microposts.show(other, viewer_id=None).author.id == bob

    def test_after_a_day_is_posting_twice(
        self, twite: Embedded, alice: UserId, clock: StoppedClock
    ) -> None:
        first = twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")
        clock.forward(KEY_LASTS)
        last_repeat = twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")
        clock.forward(timedelta(microseconds=1))

        new = twite.microposts.post(author_id=alice, text="coffee", idempotency_key="1")

        assert last_repeat == first
        assert new != first

    @pytest.mark.parametrize("text", ["tea", "coffee"])
    def test_after_deleting_it_does_not_bring_it_back(
        self, twite: Embedded, alice: UserId, text: str
    ) -> None:
        first = twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")
        twite.microposts.delete(first, by=alice)

        with refusing(twite, DeletedMeanwhile):
            twite.microposts.post(author_id=alice, text=text, idempotency_key="1")

    def test_a_day_after_deleting_it_is_posting_anew(
        self, twite: Embedded, alice: UserId, clock: StoppedClock
    ) -> None:
        first = twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")
        twite.microposts.delete(first, by=alice)
        clock.forward(KEY_LASTS + timedelta(microseconds=1))

        assert twite.microposts.post(author_id=alice, text="tea", idempotency_key="1") != first

    def test_a_refused_attempt_uses_no_key_up(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, BlankText):
            twite.microposts.post(author_id=alice, text="", idempotency_key="1")

        assert twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")

    @pytest.mark.parametrize("key", [5, b"1", ["1"]])
    def test_refuses_a_key_that_is_no_string(
        self, twite: Embedded, alice: UserId, key: Any
    ) -> None:
        """H067."""
        with refusing(twite, NotAText):
            twite.microposts.post(author_id=alice, text="tea", idempotency_key=key)

    @pytest.mark.parametrize("key", ["", "a" * 201, "a\0"])
    def test_refuses_what_is_no_key(self, twite: Embedded, alice: UserId, key: str) -> None:
        with refusing(twite, InvalidIdempotencyKey):
            twite.microposts.post(author_id=alice, text="tea", idempotency_key=key)


class TestWarningAndLanguage:
    def test_stand_beside_the_text(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(
            author_id=alice, text="eight legs", content_warning=" spiders\n", language="EN"
        )

        shown = twite.microposts.show(id, viewer_id=None)
        assert (shown.content_warning, shown.language) == ("spiders", "en")

    def test_may_be_missing(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea", content_warning=" ")

        shown = twite.microposts.show(id, viewer_id=None)
        assert (shown.content_warning, shown.language) == (None, None)

    def test_come_from_the_house_where_nobody_says_which(self) -> None:
        with in_memory(Settings(language="pt-br")) as twite:
            alice = twite.users.register(handle="alice")
            ids = [
                twite.microposts.post(author_id=alice, text="chá", language=language)
                for language in (None, "de")
            ]

            shown = [twite.microposts.show(id, viewer_id=None).language for id in ids]
        assert shown == ["pt-BR", "de"]

    def test_count_as_the_text_does(self, twite: Embedded, alice: UserId) -> None:
        twite.microposts.post(author_id=alice, text="a" * 490, content_warning="b" * 10)

        with refusing(twite, TextTooLong):
            twite.microposts.post(author_id=alice, text="a" * 490, content_warning="b" * 11)

    @pytest.mark.parametrize("language", ["", "german", "de-", 5, "\0"])
    def test_are_refused_where_they_are_none(
        self, twite: Embedded, alice: UserId, language: Any
    ) -> None:
        with refusing(twite, NotAText if language == 5 else InvalidLanguage):
            twite.microposts.post(author_id=alice, text="tea", language=language)

    def test_that_differ_are_not_the_same_said_again(self, twite: Embedded, alice: UserId) -> None:
        twite.microposts.post(author_id=alice, text="tea", idempotency_key="1")

        with refusing(twite, KeyReused):
            twite.microposts.post(
                author_id=alice, text="tea", idempotency_key="1", content_warning="hot"
            )
        with refusing(twite, KeyReused):
            twite.microposts.post(author_id=alice, text="tea", idempotency_key="1", language="de")


class TestEditing:
    def test_replaces_what_was_said_and_keeps_it(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(
            author_id=alice, text="hello @bob #tea", visibility=Visibility.UNLISTED, language="de"
        )
        clock.forward(timedelta(minutes=1))

        twite.microposts.edit(id, by=alice, text="hello #coffee", content_warning="hot")

        shown = twite.microposts.show(id, viewer_id=None)
        assert (shown.text, shown.content_warning, shown.language) == ("hello #coffee", "hot", None)
        assert (shown.visibility, shown.mentions, shown.version) == (Visibility.UNLISTED, {}, 2)
        assert (shown.posted_at, shown.edited_at) == (NOON, NOON + timedelta(minutes=1))
        assert twite.microposts.history(id, viewer_id=None) == [
            VersionView(
                version=1,
                text="hello @bob #tea",
                content_warning=None,
                language="de",
                said_at=NOON,
            ),
            VersionView(
                version=2,
                text="hello #coffee",
                content_warning="hot",
                language=None,
                said_at=NOON + timedelta(minutes=1),
            ),
        ]
        assert twite.check() == []

    def test_to_the_same_changes_nothing(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea", content_warning="hot")
        before = kept(twite)

        twite.microposts.edit(id, by=alice, text=" tea ", content_warning="hot")

        assert kept(twite) == before

    def test_tells_those_it_names_anew_and_them_alone(
        self, twite: Embedded, mailbox: Mailbox, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="@bob")

        for text in ("@bob @carol", "@carol", "@carol @bob again"):
            twite.microposts.edit(id, by=alice, text=text)

        assert [letter.recipient for letter in mailbox.letters] == [
            "bob@example.org",
            "carol@example.org",
        ]
        for recipient_id in (bob, carol):
            assert len(twite.notifications.page(recipient_id=recipient_id).items) == 1
        assert twite.check() == []

    def test_takes_it_from_those_it_names_no_longer(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        """H051, H055: with all it ever said, and the word about it.  Those named now read nothing
        that was for others."""
        id = twite.microposts.post(
            author_id=alice, text="@bob psst", visibility=Visibility.MENTIONED
        )

        twite.microposts.edit(id, by=alice, text="@carol psst")

        with refusing(twite, MicropostNotFound):
            twite.microposts.show(id, viewer_id=bob)
        with refusing(twite, MicropostNotFound):
            twite.microposts.history(id, viewer_id=bob)
        assert twite.notifications.page(recipient_id=bob).items == ()
        assert versions(twite, id, viewer_id=carol) == ["@carol psst"]
        assert versions(twite, id, viewer_id=alice) == ["@bob psst", "@carol psst"]

    @pytest.mark.parametrize(
        ("follows", "read"), [(True, ["psst", "psst @bob"]), (False, ["psst @bob"])]
    )
    def test_shows_whom_it_names_nothing_that_was_for_followers(
        self, twite: Embedded, alice: UserId, bob: UserId, *, follows: bool, read: list[str]
    ) -> None:
        if follows:
            twite.follows.follow(by=bob, whom=alice)
        id = twite.microposts.post(author_id=alice, text="psst", visibility=Visibility.FOLLOWERS)

        twite.microposts.edit(id, by=alice, text="psst @bob")

        assert versions(twite, id, viewer_id=bob) == read

    def test_cuts_nobody_off_who_is_suspended_meanwhile(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="@bob", visibility=Visibility.MENTIONED)
        become(twite, bob, UserState.SUSPENDED)

        twite.microposts.edit(id, by=alice, text="@bob psst")

        become(twite, bob, UserState.ACTIVE)
        assert twite.microposts.show(id, viewer_id=bob).text == "@bob psst"
        assert len(twite.notifications.page(recipient_id=bob).items) == 1

    def test_moves_it_from_tag_to_tag(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="#tea")

        twite.microposts.edit(id, by=alice, text="#coffee")

        found = {
            tag: len(twite.timelines.tagged(tag=tag, viewer_id=None).items)
            for tag in ("tea", "coffee")
        }
        assert found == {"tea": 0, "coffee": 1}

    def test_of_what_was_edited_meanwhile_is_refused(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.microposts.edit(id, by=alice, text="coffee", version=1)

        with refusing(twite, EditedMeanwhile):
            twite.microposts.edit(id, by=alice, text="water", version=1)

    def test_is_for_the_author_alone(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        """H044."""
        id = twite.microposts.post(author_id=alice, text="mine")

        with refusing(twite, MicropostNotFound):
            twite.microposts.edit(id, by=bob, text="ours")

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_for_those_who_may_act(
        self, twite: Embedded, alice: UserId, state: UserState
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.microposts.edit(id, by=alice, text="coffee")
        with refusing(twite, AccountNotActive):
            twite.microposts.delete(id, by=alice)

    @pytest.mark.parametrize(
        ("text", "refusal"),
        [
            ("", BlankText),
            ("a" * 501, TextTooLong),
            ("\0", UnreadableText),
            (None, NotAText),
            ("e" + "\u0323\u0301" * 8_000, TextTooLarge),
        ],
    )
    def test_refuses_what_cannot_be_said(
        self, twite: Embedded, alice: UserId, text: Any, refusal: type[TwiteError]
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        with refusing(twite, refusal):
            twite.microposts.edit(id, by=alice, text=text)

    def test_is_gone_with_all_it_ever_said(self, twite: Embedded, alice: UserId) -> None:
        """H051."""
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.microposts.edit(id, by=alice, text="coffee")

        twite.microposts.delete(id, by=alice)

        assert kept(twite)["edits"] == {}
        with refusing(twite, MicropostNotFound):
            twite.microposts.history(id, viewer_id=alice)


class TestPinning:
    def pinned(
        self, twite: Embedded, author_id: UserId, viewer_id: UserId | None
    ) -> list[MicropostId]:
        found = twite.timelines.pinned(author_id=author_id, viewer_id=viewer_id)
        assert all(view.pinned for view in found)
        return [view.id for view in found]

    def test_begins_the_profile_with_what_was_pinned_last(
        self, twite: Embedded, clock: StoppedClock, alice: UserId
    ) -> None:
        ids = [twite.microposts.post(author_id=alice, text="tea") for _ in range(3)]
        for id in (ids[0], ids[2], ids[1], ids[0]):
            clock.forward(timedelta(seconds=1))
            twite.microposts.pin(id, by=alice)

        assert self.pinned(twite, alice, None) == [ids[1], ids[2], ids[0]]
        twite.microposts.unpin(ids[2], by=alice)
        twite.microposts.unpin(ids[2], by=alice)
        assert self.pinned(twite, alice, None) == [ids[1], ids[0]]

    def test_shows_it_to_those_who_may_read_it(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        id = twite.microposts.post(author_id=alice, text="tea", visibility=Visibility.FOLLOWERS)
        twite.microposts.pin(id, by=alice)

        assert self.pinned(twite, alice, bob) == [id]
        assert self.pinned(twite, alice, carol) == self.pinned(twite, alice, None) == []

    def test_comes_to_an_end(self, twite: Embedded, alice: UserId) -> None:
        ids = [twite.microposts.post(author_id=alice, text="tea") for _ in range(6)]
        for id in ids[:5]:
            twite.microposts.pin(id, by=alice)

        with refusing(twite, TooManyPins):
            twite.microposts.pin(ids[5], by=alice)
        twite.microposts.pin(ids[0], by=alice)
        twite.microposts.delete(ids[0], by=alice)
        twite.microposts.pin(ids[5], by=alice)

        assert len(self.pinned(twite, alice, None)) == 5
        assert twite.check() == []

    def test_is_for_what_readers_of_a_profile_may_read(
        self, twite: Embedded, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea", visibility=Visibility.MENTIONED)

        with refusing(twite, OnlyForSome):
            twite.microposts.pin(id, by=alice)

    def test_is_for_ones_own(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        """H044."""
        id = twite.microposts.post(author_id=alice, text="tea")

        for act in (twite.microposts.pin, twite.microposts.unpin):
            with refusing(twite, MicropostNotFound):
                act(id, by=bob)

    def test_is_for_those_who_may_act(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        become(twite, alice, UserState.SUSPENDED)

        for act in (twite.microposts.pin, twite.microposts.unpin):
            with refusing(twite, AccountNotActive):
                act(id, by=alice)

    def test_outlives_an_edit(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.microposts.pin(id, by=alice)

        twite.microposts.edit(id, by=alice, text="coffee")

        assert self.pinned(twite, alice, None) == [id]


class TestDeleting:
    def test_takes_back_everything_about_it(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="@bob #tea")

        twite.microposts.delete(id, by=alice)

        rows = kept(twite)
        assert [rows[name] for name in ("microposts", "entries", "notifications", "mail")] == [
            {},
            {},
            {},
            {},
        ]
        assert twite.users.show(alice).posts_count == 0
        assert twite.check() == []

    def test_is_for_the_author_alone(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        with refusing(twite, MicropostNotFound):
            twite.microposts.delete(id, by=bob)

    def test_is_for_users(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        with refusing(twite, UserNotFound):
            twite.microposts.delete(id, by=UserId(1))

    def test_twice_is_refused(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.microposts.delete(id, by=alice)

        with refusing(twite, MicropostNotFound):
            twite.microposts.delete(id, by=alice)

    def test_gives_no_id_out_again(self, twite: Embedded, alice: UserId) -> None:
        first = twite.microposts.post(author_id=alice, text="tea")
        twite.microposts.delete(first, by=alice)

        assert twite.microposts.post(author_id=alice, text="tea") > first


class TestReading:
    @pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
    def test_what_is_hidden_answers_as_if_it_were_not_there(
        self, twite: Embedded, alice: UserId, bob: UserId, visibility: Visibility
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea", visibility=visibility)
        nothing = MicropostId(id + 1)

        for viewer_id in (None, bob):
            with pytest.raises(MicropostNotFound) as hidden:
                twite.microposts.show(id, viewer_id=viewer_id)
            with pytest.raises(MicropostNotFound) as absent:
                twite.microposts.show(nothing, viewer_id=viewer_id)
            assert str(hidden.value) == str(absent.value).replace(str(nothing), str(id))

    def test_what_one_wrote_is_always_there(self, twite: Embedded, alice: UserId) -> None:
        for visibility in Visibility:
            id = twite.microposts.post(author_id=alice, text="tea", visibility=visibility)

            assert twite.microposts.show(id, viewer_id=alice).visibility is visibility


class TestSeveral:
    def test_are_shown_in_the_order_asked_as_far_as_the_viewer_may_read(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        ids = [
            twite.microposts.post(author_id=alice, text="tea", visibility=visibility)
            for visibility in Visibility
        ]
        asked = [*reversed(ids), MicropostId(1), ids[0]]

        def found(viewer_id: UserId | None) -> list[MicropostId]:
            return [view.id for view in twite.microposts.shown(asked, viewer_id=viewer_id)]

        assert found(alice) == ids[::-1]
        assert found(bob) == found(None) == ids[1::-1]

    def test_are_so_many_at_most(self, twite: Embedded) -> None:
        with pytest.raises(NotSomeIds):
            twite.microposts.shown([MicropostId(1)] * (MOST_AT_ONCE + 1), viewer_id=None)


class TestWhatIsSensitive:
    def test_is_said_and_stays_until_it_is_said_otherwise(
        self, twite: Embedded, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea", sensitive=True)
        twite.microposts.edit(id, by=alice, text="green tea")
        twite.microposts.edit(id, by=alice, text="green tea", sensitive=False)

        history = twite.microposts.history(id, viewer_id=None)
        assert [one.sensitive for one in history] == [True, True, False]
        assert not twite.microposts.show(id, viewer_id=None).sensitive

    def test_is_so_or_not(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        wrong: Any = 1

        with refusing(twite, NotYesOrNo):
            twite.microposts.post(author_id=alice, text="tea", sensitive=wrong)
        with refusing(twite, NotYesOrNo):
            twite.microposts.edit(id, by=alice, text="tea", sensitive=wrong)
