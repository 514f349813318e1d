"""Reposts: what may be passed on, and who sees it pass."""

from itertools import product

import pytest

from twite.domain.audience import Relation
from twite.domain.microposts import Micropost, MicropostId, PostText, Visibility
from twite.domain.reposts import (
    MicropostReposted,
    MicropostUnreposted,
    NotRepostable,
    Repost,
    RepostersPartlyTold,
    is_repostable,
)
from twite.domain.timelines import Entry, EntryId, EntryKind, may_pass
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON

ALICE, BOB, CAROL = UserId(1), UserId(2), UserId(3)


def a_post(visibility: Visibility = Visibility.PUBLIC) -> Micropost:
    return Micropost(
        id=MicropostId(7),
        author_id=ALICE,
        text=PostText("tea"),
        visibility=visibility,
        posted_at=NOON,
    )


class TestWhatMayBePassedOn:
    @pytest.mark.parametrize(("visibility", "by"), [*product(Visibility, [ALICE, BOB])])
    def test_is_what_is_said_to_everyone_and_ones_own_to_followers(
        self, visibility: Visibility, by: UserId
    ) -> None:
        open_to_all = visibility in {Visibility.PUBLIC, Visibility.UNLISTED}
        own = by == ALICE and visibility is Visibility.FOLLOWERS

        assert is_repostable(visibility, ALICE, by=by) == (open_to_all or own)

    @pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
    def test_is_asked_when_it_is_passed_on(self, visibility: Visibility) -> None:
        with pytest.raises(NotRepostable) as refused:
            Repost.begin(id=EntryId(9), user_id=BOB, micropost=a_post(visibility), now=NOON)

        assert refused.value.id == a_post().id
        assert str(refused.value) == "this was not said to everyone, and is not passed on"


class TestARepost:
    def test_begins_with_word_of_it(self) -> None:
        begun = Repost.begin(id=EntryId(9), user_id=BOB, micropost=a_post(), now=NOON)

        assert begun.at_rest() == Repost(id=EntryId(9), user_id=BOB, micropost_id=MicropostId(7))
        (event,) = begun.events
        assert event == MicropostReposted(
            at=NOON, entry_id=EntryId(9), user_id=BOB, micropost_id=MicropostId(7), author_id=ALICE
        )
        assert event.lane == BOB

    def test_has_its_edit_told_in_the_lane_of_its_author(self) -> None:
        event = RepostersPartlyTold(
            at=NOON, micropost_id=MicropostId(7), author_id=ALICE, entry_id=EntryId(9)
        )

        assert event.lane == ALICE

    def test_ends_with_word_of_it(self) -> None:
        standing = Repost(id=EntryId(9), user_id=BOB, micropost_id=MicropostId(7))

        (event,) = standing.end(now=NOON).events

        assert event == MicropostUnreposted(
            at=NOON, entry_id=EntryId(9), user_id=BOB, micropost_id=MicropostId(7)
        )
        assert event.lane == BOB


def an_entry(kind: EntryKind) -> Entry:
    return Entry(
        id=EntryId(9),
        author_id=BOB,
        micropost_id=MicropostId(7),
        kind=kind,
        visibility=Visibility.PUBLIC,
    )


class TestPassing:
    @pytest.mark.parametrize(
        ("reposter", "passes"),
        [
            (Relation(), True),
            (Relation(follows=True), True),
            (Relation(blocked=True), False),
            (Relation(muted=True), False),
            (Relation(follows=True, hides_reposts=True), False),
            (Relation(author_is_active=False), False),
        ],
    )
    def test_is_seen_of_whom_the_viewer_hears(self, reposter: Relation, passes: bool) -> None:
        assert may_pass(an_entry(EntryKind.REPOST), CAROL, reposter) == passes
        assert may_pass(an_entry(EntryKind.REPOST), None, reposter) == passes

    @pytest.mark.parametrize(
        "reposter", [Relation(), Relation(blocked=True), Relation(author_is_active=False)]
    )
    def test_is_always_seen_of_oneself(self, reposter: Relation) -> None:
        assert may_pass(an_entry(EntryKind.REPOST), BOB, reposter)

    def test_is_of_reposts_alone(self) -> None:
        assert may_pass(an_entry(EntryKind.POST), CAROL, Relation(blocked=True))
