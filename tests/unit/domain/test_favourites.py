"""Favourites: they begin, and end."""

from twite.domain.favourites import (
    Favourite,
    FavouriteId,
    MicropostFavourited,
    MicropostUnfavourited,
)
from twite.domain.microposts import Micropost, MicropostId, PostText
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON

ALICE, BOB = UserId(1), UserId(2)
POST = Micropost(id=MicropostId(7), author_id=ALICE, text=PostText("tea"), posted_at=NOON)


def test_it_begins_with_word_of_it() -> None:
    begun = Favourite.begin(id=FavouriteId(9), user_id=BOB, micropost=POST, now=NOON)

    assert begun.at_rest() == Favourite(
        id=FavouriteId(9), user_id=BOB, micropost_id=POST.id, favourited_at=NOON
    )
    (event,) = begun.events
    assert event == MicropostFavourited(at=NOON, user_id=BOB, micropost_id=POST.id, author_id=ALICE)
    assert event.lane == BOB


def test_it_ends_with_word_of_it() -> None:
    standing = Favourite(id=FavouriteId(9), user_id=BOB, micropost_id=POST.id, favourited_at=NOON)

    (event,) = standing.end(now=NOON).events

    assert event == MicropostUnfavourited(at=NOON, user_id=BOB, micropost_id=POST.id)
    assert event.lane == BOB
