"""Who may read what, what is put before whom, and who may know of whom: the one rule, in one
place."""

from typing import Protocol

from attrs import evolve, frozen

from .microposts import Visibility
from .users import UserId


class Addressed(Protocol):
    """What the rule asks of a micropost, or of the news that it was deleted."""

    @property
    def author_id(self) -> UserId: ...

    @property
    def visibility(self) -> Visibility: ...


@frozen(kw_only=True)
class Relation:
    """How a viewer stands to an author, and to one micropost of theirs."""

    author_is_active: bool = True
    author_is_silenced: bool = False
    blocked: bool = False  # either way
    follows: bool = False  # and was accepted
    hides_reposts: bool = False  # of theirs, though following
    mentioned: bool = False  # in the current version
    muted: bool = False  # by the viewer, and not over yet
    notifications_muted: bool = False  # and so that they are not told of anything either


def may_hear(relation: Relation) -> bool:
    """Whether a viewer hears of what somebody else does: that they follow, say, or repost."""
    return relation.author_is_active and not relation.blocked


def may_tell(relation: Relation) -> bool:
    """Whether they are told of it: of nobody whose notifications they muted, and of the silenced
    as their follower alone."""
    heard = may_hear(relation) and comes_across(relation)
    return heard and not relation.notifications_muted


def comes_across(relation: Relation) -> bool:
    """Whether they come across somebody else: the silenced speak to their followers alone."""
    return relation.follows or not relation.author_is_silenced


def may_list(viewer_id: UserId | None, relation: Relation, *, private: bool = False) -> bool:
    """Whether a user stands before a viewer in lists of people: whoever is not gone, and where
    neither blocked the other."""
    if viewer_id is None and private:
        return False
    return may_hear(relation)


def may_read(  # noqa: PLR0911 (one clause of the rule a line)
    micropost: Addressed,
    viewer_id: UserId | None,
    relation: Relation,
    *,
    private: bool = False,
) -> bool:
    """The author always may; then nobody if the author is gone or either blocked the other;
    the mentioned always; the rest as the author chose.

    ``private`` is a house in which one has to be logged in to read anything.
    """
    if viewer_id is None and private:
        return False
    if viewer_id is not None and viewer_id == micropost.author_id:
        return True
    if not may_hear(relation):
        return False
    if relation.mentioned:
        return True
    match micropost.visibility:
        case Visibility.PUBLIC | Visibility.UNLISTED:
            return True
        case Visibility.FOLLOWERS:
            return relation.follows
        case Visibility.MENTIONED:  # pragma: no branch (there is no other)
            return False


def may_recall(
    micropost: Addressed,
    viewer_id: UserId | None,
    relation: Relation,
    *,
    private: bool = False,
) -> bool:
    """Whether they read what it said before it was edited: who may read it, named or not.  To whom
    an edit names it says no more than it says now; whom earlier versions named is not kept."""
    unnamed = evolve(relation, mentioned=False)
    return may_read(micropost, viewer_id, unnamed, private=private)


def may_show(
    micropost: Addressed,
    viewer_id: UserId | None,
    relation: Relation,
    *,
    private: bool = False,
) -> bool:
    """Whether it stands in lists that show what many people say: what the viewer may read, of
    nobody they muted, and of the silenced as their follower alone.  Who opens a profile or a
    micropost wants to see it, mute, silence or not."""
    readable = may_read(micropost, viewer_id, relation, private=private)
    met = viewer_id == micropost.author_id or comes_across(relation)
    return readable and met and not relation.muted


def may_find(
    micropost: Addressed,
    viewer_id: UserId | None,
    relation: Relation,
    *,
    private: bool = False,
) -> bool:
    """Whether it is found by what it says: what the viewer may be shown, but of what is not for
    everybody only what is theirs, or mentions them."""
    if not may_show(micropost, viewer_id, relation, private=private):
        return False
    is_own = viewer_id is not None and viewer_id == micropost.author_id
    return is_own or relation.mentioned or micropost.visibility.is_counted


def may_meet(
    viewer_id: UserId | None, *, is_active: bool, shut_out: bool, private: bool = False
) -> bool:
    """Whether a viewer may know that somebody is there: nobody of who is gone, and not the one
    they blocked (``shut_out``).  Who blocked still may, to take the block down again.
    """
    if viewer_id is None and private:
        return False
    return is_active and not shut_out
