"""Who may read what, and what is put before whom: every cell of the matrix."""

from itertools import product

import pytest
from attrs import evolve, fields_dict
from hypothesis import given
from hypothesis import strategies as st

from twite.domain.audience import (
    Relation,
    may_find,
    may_hear,
    may_list,
    may_meet,
    may_read,
    may_recall,
    may_show,
    may_tell,
)
from twite.domain.microposts import Micropost, MicropostId, PostText, Visibility
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import microposts

ELDER, AUTHOR, ANOTHER = UserId(999), UserId(1000), UserId(1001)
VIEWERS = [None, UserId(int("1000")), ELDER, ANOTHER]  # the author, in another object
OPEN = frozenset({Visibility.PUBLIC, Visibility.UNLISTED})


def said(visibility: Visibility) -> Micropost:
    return Micropost(
        id=MicropostId(7),
        author_id=AUTHOR,
        text=PostText("tea"),
        visibility=visibility,
        posted_at=NOON,
    )


def expected(
    visibility: Visibility, viewer_id: UserId | None, relation: Relation, *, private: bool
) -> bool:
    """The rule as a sentence, said in another way than the domain says it."""
    is_author = viewer_id == AUTHOR
    is_stranger_in_a_private_house = viewer_id is None and private
    is_out_of_sight = relation.blocked or not relation.author_is_active
    is_meant = (
        relation.mentioned
        or visibility in OPEN
        or (visibility is Visibility.FOLLOWERS and relation.follows)
    )
    return not is_stranger_in_a_private_house and (is_author or (is_meant and not is_out_of_sight))


def heard(viewer_id: UserId | None, relation: Relation) -> bool:
    """The silenced speak to their followers, and to themselves."""
    return viewer_id == AUTHOR or relation.follows or not relation.author_is_silenced


RELATIONS = [
    Relation(**dict(zip(fields_dict(Relation), answers, strict=True)))
    for answers in product((True, False), repeat=len(fields_dict(Relation)))
]


@pytest.mark.parametrize("private", [False, True], ids=["open", "private"])
@pytest.mark.parametrize("viewer_id", VIEWERS, ids=["nobody", "author", "elder", "another"])
@pytest.mark.parametrize("visibility", Visibility)
def test_the_matrix(visibility: Visibility, viewer_id: UserId | None, private: bool) -> None:
    micropost = said(visibility)

    wrong = [
        relation
        for relation in RELATIONS
        if may_read(micropost, viewer_id, relation, private=private)
        != expected(visibility, viewer_id, relation, private=private)
    ]

    assert wrong == []


def test_the_matrix_knows_every_relation() -> None:
    assert len(set(RELATIONS)) == 2 ** len(fields_dict(Relation))


class TestARelation:
    def test_is_a_strangers_where_nothing_is_said(self) -> None:
        assert Relation() == Relation(
            author_is_active=True,
            author_is_silenced=False,
            blocked=False,
            follows=False,
            hides_reposts=False,
            mentioned=False,
            muted=False,
            notifications_muted=False,
        )

    def test_is_said_by_name(self) -> None:
        with pytest.raises(TypeError):
            Relation(True)  # type: ignore[call-arg]


def test_a_house_is_open_where_nothing_is_said() -> None:
    micropost = said(Visibility.PUBLIC)

    assert may_read(micropost, None, Relation())
    assert may_show(micropost, None, Relation())
    assert may_find(micropost, None, Relation())
    assert may_list(None, Relation())
    assert may_meet(None, is_active=True, shut_out=False)


@pytest.mark.parametrize("private", [False, True], ids=["open", "private"])
@pytest.mark.parametrize("viewer_id", VIEWERS, ids=["nobody", "author", "elder", "another"])
@pytest.mark.parametrize("visibility", Visibility)
class TestAMuteOrASilence:
    """Hides nothing but what may be read, and nothing where it is to be read."""

    def test_hides_from_lists(
        self, visibility: Visibility, viewer_id: UserId | None, private: bool
    ) -> None:
        micropost = said(visibility)

        for relation in RELATIONS:
            readable = may_read(micropost, viewer_id, relation, private=private)
            shown = may_show(micropost, viewer_id, relation, private=private)
            assert shown == (readable and not relation.muted and heard(viewer_id, relation))


@pytest.mark.parametrize("viewer_id", [None, AUTHOR, ANOTHER], ids=["nobody", "author", "another"])
@pytest.mark.parametrize("visibility", Visibility)
def test_what_it_said_before_is_for_those_who_read_it_named_or_not(
    visibility: Visibility, viewer_id: UserId | None
) -> None:
    for relation in RELATIONS:
        unnamed = evolve(relation, mentioned=False)
        recalled = may_recall(said(visibility), viewer_id, relation)
        assert recalled == expected(visibility, viewer_id, unnamed, private=False)


@pytest.mark.parametrize("relation", RELATIONS, ids=str)
def test_one_hears_of_whoever_is_there_and_in_sight(relation: Relation) -> None:
    audible = relation.author_is_active and not relation.blocked
    unmuted = not relation.notifications_muted

    assert may_hear(relation) == audible
    assert may_tell(relation) == (audible and unmuted and heard(ANOTHER, relation))


@pytest.mark.parametrize("private", [False, True], ids=["open", "private"])
@pytest.mark.parametrize("viewer_id", VIEWERS, ids=["nobody", "author", "elder", "another"])
@pytest.mark.parametrize("visibility", Visibility)
def test_search_finds_for_followers_what_is_for_everybody_alone(
    visibility: Visibility, viewer_id: UserId | None, private: bool
) -> None:
    """H058."""
    micropost = said(visibility)

    for relation in RELATIONS:
        shown = may_show(micropost, viewer_id, relation, private=private)
        is_theirs = viewer_id == AUTHOR or relation.mentioned
        findable = may_find(micropost, viewer_id, relation, private=private)
        assert findable == (shown and (is_theirs or visibility in OPEN))


@pytest.mark.parametrize("private", [False, True], ids=["open", "private"])
@pytest.mark.parametrize("viewer_id", [None, AUTHOR, ANOTHER], ids=["nobody", "self", "another"])
def test_lists_of_people_hold_who_is_there_and_in_sight(
    viewer_id: UserId | None, private: bool
) -> None:
    for relation in RELATIONS:
        is_in_sight = relation.author_is_active and not relation.blocked
        is_stranger_in_a_private_house = viewer_id is None and private
        assert may_list(viewer_id, relation, private=private) == (
            is_in_sight and not is_stranger_in_a_private_house
        )


class TestTheAuthor:
    @pytest.mark.parametrize("relation", RELATIONS, ids=str)
    @pytest.mark.parametrize("visibility", Visibility)
    def test_always_may(self, visibility: Visibility, relation: Relation) -> None:
        assert may_read(said(visibility), AUTHOR, relation, private=True)


class TestAnother:
    @pytest.mark.parametrize("visibility", Visibility)
    def test_may_not_across_a_block(self, visibility: Visibility) -> None:
        relation = Relation(blocked=True, follows=True, mentioned=True)

        assert not may_read(said(visibility), ANOTHER, relation)

    @pytest.mark.parametrize("visibility", Visibility)
    def test_may_not_when_the_author_is_gone(self, visibility: Visibility) -> None:
        relation = Relation(author_is_active=False, follows=True, mentioned=True)

        assert not may_read(said(visibility), ANOTHER, relation)

    @pytest.mark.parametrize("visibility", Visibility)
    def test_may_when_mentioned(self, visibility: Visibility) -> None:
        assert may_read(said(visibility), ANOTHER, Relation(mentioned=True))

    def test_may_read_to_followers_as_a_follower_alone(self) -> None:
        micropost = said(Visibility.FOLLOWERS)

        assert may_read(micropost, ANOTHER, Relation(follows=True))
        assert not may_read(micropost, ANOTHER, Relation())

    def test_may_not_read_to_the_mentioned_as_a_follower(self) -> None:
        assert not may_read(said(Visibility.MENTIONED), ANOTHER, Relation(follows=True))


@given(micropost=microposts, blocked=st.booleans(), follows=st.booleans(), mentioned=st.booleans())
def test_a_closer_relation_never_hides(
    micropost: Micropost, blocked: bool, follows: bool, mentioned: bool
) -> None:
    relation = Relation(blocked=blocked, follows=follows, mentioned=mentioned)
    viewer_id = UserId(micropost.author_id + 1)

    if may_read(micropost, viewer_id, relation):
        assert may_read(micropost, viewer_id, evolve(relation, follows=True))
        assert may_read(micropost, viewer_id, evolve(relation, mentioned=True))
        assert may_read(micropost, viewer_id, evolve(relation, blocked=False))


@pytest.mark.parametrize("private", [False, True], ids=["open", "private"])
@pytest.mark.parametrize("viewer_id", [None, ANOTHER], ids=["nobody", "another"])
@pytest.mark.parametrize("is_active", [True, False], ids=["active", "gone"])
@pytest.mark.parametrize("shut_out", [True, False], ids=["shut out", "welcome"])
def test_whom_one_may_meet(
    viewer_id: UserId | None, is_active: bool, shut_out: bool, private: bool
) -> None:
    met = may_meet(viewer_id, is_active=is_active, shut_out=shut_out, private=private)

    assert met == (is_active and not shut_out and (viewer_id is not None or not private))
