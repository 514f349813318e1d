"""Microposts."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from twite.domain import text as reading
from twite.domain.content import ContentWarning, Language
from twite.domain.errors import TwiteError
from twite.domain.givens import NotYesOrNo
from twite.domain.microposts import (
    MOST_EDITS,
    BlankText,
    DeletedMeanwhile,
    EditedMeanwhile,
    IdempotencyKey,
    InvalidIdempotencyKey,
    KeyReused,
    Micropost,
    MicropostDeleted,
    MicropostEdited,
    MicropostId,
    MicropostNotFound,
    MicropostPosted,
    NoSuchAudience,
    OnlyForSome,
    PostText,
    TextTooLarge,
    TextTooLong,
    TooManyEdits,
    TooManyPins,
    Visibility,
)
from twite.domain.text import UnreadableText
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import anything, microposts, post_texts

ALICE, BOB, CAROL = UserId(1), UserId(2), UserId(3)
FIRST = MicropostId(7)
LATER = NOON + timedelta(minutes=5)


class TestText:
    @pytest.mark.parametrize("blank", ["", " \n\t ", "\u200b", "\u2800\u3164", "\u0301"])
    def test_says_something(self, blank: str) -> None:
        with pytest.raises(BlankText, match="has to say something"):
            PostText(blank)

    @given(text=anything)
    def test_stays_as_it_is_once_made(self, text: str) -> None:
        try:
            said = PostText(text)
        except (BlankText, UnreadableText):
            return

        assert PostText(str(said)) == said

    def test_is_measured_as_it_is_kept(self) -> None:
        grown = PostText("\u0958" * 10)  # each is two code points in NFC, and one character

        assert grown.within(10) is grown
        with pytest.raises(TextTooLong) as refusal:
            grown.within(9)
        assert str(refusal.value) == "a micropost holds 9 characters, and this has 10"

    def test_takes_so_much_room_and_no_more(self) -> None:
        heavy = PostText("e" + "\u0323" * 2_047)

        assert heavy.within(1) is heavy  # 1 + 2 x 2,047 bytes
        with pytest.raises(TextTooLarge) as refusal:
            PostText(f"{heavy}xx").within(5)
        assert str(refusal.value) == "a micropost takes up to 4096 bytes, and this takes 4097"

    def test_shrinks_before_it_is_measured(self) -> None:
        assert PostText(" " + "e\u0301" * 10 + "\n").within(10).value == "\u00e9" * 10

    def test_holds_links_of_any_reasonable_length(self) -> None:
        assert PostText(f"https://example.org/{'a' * 1_000}").within(23)

    def test_shares_its_room_with_the_warning_before_it(self) -> None:
        text, warning = PostText("tea"), ContentWarning("hot")

        assert text.within(6, behind=warning) is text
        with pytest.raises(TextTooLong) as refusal:
            text.within(5, behind=warning)
        assert refusal.value.length == 6
        with pytest.raises(TextTooLarge):
            text.within(5, behind=ContentWarning("e" + "\u0323\u0301" * 2_047))

    def test_knows_whom_it_names_and_its_tags(self) -> None:
        said = PostText("hello @Alice and @bob #Tea #tea")

        assert said.mentions == {"alice", "bob"}
        assert said.hashtags == {"tea"}

    @given(text=post_texts, limit=st.integers(min_value=0, max_value=10_000))
    def test_is_within_its_limit_or_refused(self, text: PostText, limit: int) -> None:
        if reading.size(text.value) > reading.room(limit):
            with pytest.raises(TextTooLarge):
                text.within(limit)
        elif reading.length(text.value) <= limit:
            assert text.within(limit) is text
        else:
            with pytest.raises(TextTooLong):
                text.within(limit)


class TestVisibility:
    @pytest.mark.parametrize(
        ("visibility", "counted"),
        [
            (Visibility.PUBLIC, True),
            (Visibility.UNLISTED, True),
            (Visibility.FOLLOWERS, False),
            (Visibility.MENTIONED, False),
        ],
    )
    def test_decides_what_public_numbers_know(self, visibility: Visibility, counted: bool) -> None:
        assert visibility.is_counted is counted


class TestIdempotencyKeys:
    @pytest.mark.parametrize("key", ["", "a" * 201, "a\nb", "\0", "\ud800"])
    def test_are_printable_and_not_too_long(self, key: str) -> None:
        with pytest.raises(InvalidIdempotencyKey) as refusal:
            IdempotencyKey(key)

        assert str(refusal.value) == "an idempotency key is 1 to 200 printable characters"

    @pytest.mark.parametrize("key", ["1", "a b", "ключ", "a" * 200])
    def test_are_kept_to_the_letter(self, key: str) -> None:
        assert str(IdempotencyKey(key)) == key


class TestPosting:
    def test_is_announced(self) -> None:
        micropost = Micropost.post(
            id=FIRST,
            author_id=ALICE,
            text=PostText("hello @bob"),
            visibility=Visibility.FOLLOWERS,
            mentioned_ids={BOB},
            now=NOON,
        )

        assert micropost == Micropost(
            id=FIRST,
            author_id=ALICE,
            text=PostText("hello @bob"),
            visibility=Visibility.FOLLOWERS,
            mentioned_ids=frozenset({BOB}),
            posted_at=NOON,
        )
        assert micropost.events == (MicropostPosted(at=NOON, micropost_id=FIRST, author_id=ALICE),)
        assert micropost.events[0].lane == ALICE


class TestEditing:
    SAID = Micropost(
        id=FIRST,
        author_id=ALICE,
        text=PostText("hello @bob"),
        visibility=Visibility.FOLLOWERS,
        mentioned_ids=frozenset({BOB}),
        posted_at=NOON,
    )

    def edited(self, micropost: Micropost, text: str) -> Micropost:
        return micropost.edit(
            text=PostText(text),
            content_warning=micropost.content_warning,
            language=micropost.language,
            mentioned_ids={CAROL},
            now=LATER,
        )

    def test_is_announced(self) -> None:
        edited = self.edited(self.SAID, "hello @carol")

        assert edited == evolve(
            self.SAID,
            text=PostText("hello @carol"),
            mentioned_ids=frozenset({CAROL}),
            edited_at=LATER,
        )
        assert edited.events == (MicropostEdited(at=LATER, micropost_id=FIRST, author_id=ALICE),)
        assert edited.events[0].lane == ALICE

    def test_to_the_same_changes_nothing(self) -> None:
        assert self.edited(self.SAID, " hello @bob\n") is self.SAID

    @pytest.mark.parametrize(
        "change",
        [
            {"content_warning": ContentWarning("spiders")},
            {"language": Language("de")},
            {"sensitive": True},
        ],
    )
    def test_may_change_what_stands_beside_the_text_alone(self, change: dict[str, Any]) -> None:
        same: dict[str, Any] = {"content_warning": None, "language": None}

        edited = self.SAID.edit(
            text=self.SAID.text, mentioned_ids={BOB}, now=LATER, **(same | change)
        )

        assert edited == evolve(self.SAID, edited_at=LATER, **change)

    def test_says_yes_or_no_of_what_is_sensitive(self) -> None:
        wrong: Any = 1
        with pytest.raises(NotYesOrNo):
            self.SAID.edit(
                text=self.SAID.text,
                content_warning=None,
                language=None,
                sensitive=wrong,
                mentioned_ids={BOB},
                now=LATER,
            )

    def test_comes_to_an_end(self) -> None:
        last = evolve(self.SAID, version=MOST_EDITS)

        assert self.edited(last, "once more")
        with pytest.raises(TooManyEdits, match="100 times"):
            self.edited(last.succeeded(), "once too often")
        assert self.edited(last.succeeded(), "hello @bob")


class TestAnswering:
    def test_stands_below_what_is_answered(self) -> None:
        first = Micropost(id=FIRST, author_id=ALICE, text=PostText("tea?"), posted_at=NOON)

        second = reply(first, MicropostId(8))
        third = reply(second, MicropostId(9))

        assert (first.branch, first.place, first.above) == ((7,), (7,), frozenset())
        assert (second.in_reply_to_id, second.ancestor_ids) == (7, (7,))
        assert (third.in_reply_to_id, third.ancestor_ids, third.place) == (8, (7, 8), (7, 8, 9))
        assert third.above == {7, 8}
        assert first.thread_id == second.thread_id == third.thread_id == FIRST


def reply(to: Micropost, id: MicropostId) -> Micropost:
    return Micropost.post(
        id=id,
        author_id=BOB,
        text=PostText("yes"),
        visibility=Visibility.PUBLIC,
        mentioned_ids=frozenset(),
        in_reply_to=to,
        now=NOON,
    )


class TestDeleting:
    def test_announces_what_nobody_can_look_up_any_more(self) -> None:
        micropost = Micropost(
            id=FIRST,
            author_id=ALICE,
            text=PostText("#tea with @carol and @bob #Cake"),
            mentioned_ids=frozenset({CAROL, BOB}),
            posted_at=NOON,
        )

        (event,) = micropost.delete(now=NOON).events

        assert event == MicropostDeleted(
            at=NOON,
            micropost_id=FIRST,
            author_id=ALICE,
            visibility=Visibility.PUBLIC,
            mentioned_ids=(BOB, CAROL),
            hashtags=("cake", "tea"),
        )
        assert event.lane == ALICE

    @given(micropost=microposts)
    def test_changes_nothing_else(self, micropost: Micropost) -> None:
        assert micropost.delete(now=NOON) == micropost


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (NoSuchAudience(), "choose who may read it"),
        (DeletedMeanwhile(), "what was posted under this idempotency key has been deleted"),
        (OnlyForSome(), "what is only for those it mentions cannot be pinned to a profile"),
        (TooManyPins(), "a profile begins with 5 at most; unpin one first"),
        (KeyReused(), "this idempotency key was used for another micropost"),
        (MicropostNotFound(FIRST), "there is no micropost 7"),
        (EditedMeanwhile(FIRST), "micropost 7 was changed meanwhile; read it again"),
    ],
)
def test_refusals_speak_to_people(refusal: TwiteError, words: str) -> None:
    assert str(refusal) == words
