"""Drafts are kept for their owner, one over another, and given back to nobody else."""

from functools import partial

import pytest
from attrs import evolve
from hypothesis import given

from tests.integration.adapters.racing import at_once, refusals
from tests.integration.adapters.worlds import (
    a_draft,
    a_post,
    shared_store,
    some_users,
)
from twite.application.paging import Cursor
from twite.domain.drafts import (
    MOST_DRAFTS,
    Draft,
    DraftNotFound,
    TooManyDrafts,
)
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.strategies import drafts


class TestADraft:
    @shared_store
    @given(drawn=drafts)
    def test_comes_back_as_kept(self, twite: Embedded, drawn: Draft) -> None:
        with twite.drafts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            answered_id = a_post(work, bob).id if drawn.in_reply_to_id is not None else None
            first = a_draft(work, alice)
            draft = evolve(drawn, id=first.id, owner_id=alice, in_reply_to_id=answered_id)
            work.drafts.put(draft)
            assert work.drafts.get_owned(draft.id, owner_id=alice) == draft

        assert twite.drafts.views.find(draft.id, owner_id=alice) == draft
        assert list(twite.drafts.views.page(owner_id=alice, cursor=Cursor()).items) == [draft]

    def test_is_nobody_elses(self, twite: Embedded) -> None:
        """H044."""
        with twite.drafts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            draft = a_draft(work, alice)

            assert (work.drafts.count(alice), work.drafts.count(bob)) == (1, 0)
            assert not work.drafts.remove(draft.id, owner_id=bob)
            with pytest.raises(DraftNotFound):
                work.drafts.get_owned(draft.id, owner_id=bob)

        assert twite.drafts.views.find(draft.id, owner_id=bob) is None
        assert twite.drafts.views.page(owner_id=bob, cursor=Cursor()).items == ()

    def test_is_gone_once_removed(self, twite: Embedded) -> None:
        with twite.drafts.unit_of_work() as work:
            (alice,) = some_users(work, 1)
            gone, other = a_draft(work, alice), a_draft(work, alice)

            removed = [work.drafts.remove(gone.id, owner_id=alice) for _ in range(2)]

        assert removed == [True, False]
        assert twite.drafts.views.page(owner_id=alice, cursor=Cursor()).items == (other,)

    def test_forgets_what_it_answers_with_it(self, twite: Embedded) -> None:
        with twite.drafts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            gone, stands = a_post(work, bob), a_post(work, bob)
            drafts = [
                evolve(a_draft(work, alice), in_reply_to_id=post.id) for post in (gone, stands)
            ]
            for draft in drafts:
                work.drafts.put(draft)
            work.entries.leave(gone.id)
            work.microposts.remove(gone)

        found = twite.drafts.views.page(owner_id=alice, cursor=Cursor()).items
        assert [draft.in_reply_to_id for draft in found] == [stands.id, None]


def test_many_at_once_are_no_more_than_one_may_have(twite: Embedded) -> None:
    alice = twite.users.register(handle="alice")
    for _ in range(MOST_DRAFTS - 3):
        twite.drafts.keep(by=alice, text="tea")

    outcomes = at_once(*[partial(twite.drafts.keep, by=alice, text="more")] * 8)

    assert refusals(outcomes) == [TooManyDrafts] * 5
