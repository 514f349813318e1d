"""What people do with drafts."""

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.application.worlds import become, downwards, kept, refusing, upwards
from twite.domain.drafts import (
    MOST_DRAFTS,
    BlankDraft,
    Draft,
    DraftId,
    DraftNotFound,
    DraftText,
    DraftTooLarge,
    TooManyDrafts,
)
from twite.domain.errors import TwiteError
from twite.domain.microposts import MicropostId, MicropostNotFound, NoSuchAudience, Visibility
from twite.domain.text import NotAText, UnreadableText
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON, StoppedClock


class TestKeeping:
    def test_keeps_what_was_typed(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        answered = twite.microposts.post(author_id=bob, text="tea?")

        id = twite.drafts.keep(
            by=alice,
            text="yes\r\n" * 300,
            content_warning="hot",
            language="german",
            visibility=Visibility.FOLLOWERS,
            in_reply_to_id=answered,
        )

        assert twite.drafts.show(id, owner_id=alice) == Draft(
            id=id,
            owner_id=alice,
            text=DraftText("yes\n" * 300),
            content_warning=DraftText("hot"),
            language="german",
            visibility=Visibility.FOLLOWERS,
            in_reply_to_id=answered,
            kept_at=NOON,
        )

    def test_in_place_of_another_leaves_one(
        self, twite: Embedded, clock: StoppedClock, alice: UserId
    ) -> None:
        id = twite.drafts.keep(by=alice, text="tea", content_warning="hot")
        clock.forward(timedelta(minutes=1))

        again = twite.drafts.keep(by=alice, text="coffee", id=id)

        (draft,) = twite.drafts.page(owner_id=alice).items
        assert again == id
        assert (draft.text.value, draft.content_warning.value) == ("coffee", "")
        assert draft.kept_at == NOON + timedelta(minutes=1)

    def test_comes_to_an_end(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        ids = [twite.drafts.keep(by=alice, text="tea") for _ in range(MOST_DRAFTS)]

        with refusing(twite, TooManyDrafts):
            twite.drafts.keep(by=alice, text="one more")
        twite.drafts.keep(by=alice, text="in its place", id=ids[0])
        twite.drafts.keep(by=bob, text="his own")
        twite.drafts.discard(ids[1], by=alice)
        twite.drafts.keep(by=alice, text="one more")

    @pytest.mark.parametrize(
        ("typed", "refusal"),
        [
            ({"text": ""}, BlankDraft),
            ({"text": "x" * 70_000}, DraftTooLarge),
            ({"text": "\0"}, UnreadableText),
            ({"text": None}, NotAText),
            ({"text": "tea", "content_warning": None}, NotAText),
            ({"text": "tea", "language": 5}, NotAText),
            ({"text": "tea", "visibility": "everyone"}, NoSuchAudience),
            ({"text": "tea", "id": DraftId(1)}, DraftNotFound),
            ({"text": "tea", "id": DraftId(2**63)}, DraftNotFound),
            ({"text": "tea", "in_reply_to_id": MicropostId(1)}, MicropostNotFound),
        ],
    )
    def test_refuses_what_cannot_be_kept(
        self, twite: Embedded, alice: UserId, typed: dict[str, Any], refusal: type[TwiteError]
    ) -> None:
        """H067."""
        with refusing(twite, refusal):
            twite.drafts.keep(by=alice, **typed)

    def test_of_an_answer_to_what_one_may_not_read_is_refused(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        """H043."""
        hidden = twite.microposts.post(author_id=bob, text="tea?", visibility=Visibility.MENTIONED)

        with refusing(twite, MicropostNotFound):
            twite.drafts.keep(by=alice, text="yes", in_reply_to_id=hidden)

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_for_those_who_may_act(
        self, twite: Embedded, alice: UserId, state: UserState
    ) -> None:
        id = twite.drafts.keep(by=alice, text="tea")
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.drafts.keep(by=alice, text="tea")
        with refusing(twite, AccountNotActive):
            twite.drafts.discard(id, by=alice)

    def test_is_for_users(self, twite: Embedded) -> None:
        with refusing(twite, UserNotFound):
            twite.drafts.keep(by=UserId(1), text="tea")


class TestReading:
    def test_is_for_the_owner_alone(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        """H044."""
        id = twite.drafts.keep(by=alice, text="mine")

        assert twite.drafts.page(owner_id=bob).items == ()
        with refusing(twite, DraftNotFound):
            twite.drafts.show(id, owner_id=bob)
        with refusing(twite, DraftNotFound):
            twite.drafts.discard(id, by=bob)
        with refusing(twite, DraftNotFound):
            twite.drafts.keep(by=bob, text="ours", id=id)

    def test_walks_through_all_of_them_both_ways(self, twite: Embedded, alice: UserId) -> None:
        ids = [twite.drafts.keep(by=alice, text=f"number {n}") for n in range(7)]

        for walk in (downwards, upwards):
            found = walk(lambda cursor: twite.drafts.page(owner_id=alice, cursor=cursor), limit=3)
            assert [draft.id for draft in found] == ids[::-1]


class TestPosting:
    def test_takes_the_draft_with_it(self, twite: Embedded, alice: UserId) -> None:
        id = twite.drafts.keep(by=alice, text="tea")

        twite.microposts.post(author_id=alice, text="tea", draft_id=id, idempotency_key="1")
        twite.microposts.post(author_id=alice, text="tea", draft_id=id, idempotency_key="1")

        assert kept(twite)["drafts"] == {}
        assert len(twite.timelines.home(viewer_id=alice).items) == 1

    def test_that_is_refused_leaves_it(self, twite: Embedded, alice: UserId) -> None:
        id = twite.drafts.keep(by=alice, text="x" * 501)

        with pytest.raises(TwiteError):
            twite.microposts.post(author_id=alice, text="x" * 501, draft_id=id)

        assert twite.drafts.show(id, owner_id=alice)

    def test_leaves_what_is_anothers(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        """H044."""
        id = twite.drafts.keep(by=alice, text="mine")

        twite.microposts.post(author_id=bob, text="ours", draft_id=id)

        assert twite.drafts.show(id, owner_id=alice)


def test_what_it_answers_is_forgotten_with_it(twite: Embedded, alice: UserId, bob: UserId) -> None:
    answered = twite.microposts.post(author_id=bob, text="tea?")
    id = twite.drafts.keep(by=alice, text="yes", in_reply_to_id=answered)

    twite.microposts.delete(answered, by=bob)

    assert twite.drafts.show(id, owner_id=alice).in_reply_to_id is None
