"""Bookmarks: they begin, and end."""

from twite.domain.bookmarks import Bookmark, BookmarkId, MicropostBookmarked, MicropostUnbookmarked
from twite.domain.microposts import Micropost, MicropostId, PostText
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON

ALICE, BOB = UserId(1), UserId(2)
POST = Micropost(id=MicropostId(7), author_id=ALICE, text=PostText("tea"), posted_at=NOON)


def test_it_begins_with_word_of_it() -> None:
    begun = Bookmark.begin(id=BookmarkId(9), user_id=BOB, micropost_id=POST.id, now=NOON)

    assert begun.at_rest() == Bookmark(
        id=BookmarkId(9), user_id=BOB, micropost_id=POST.id, bookmarked_at=NOON
    )
    (event,) = begun.events
    assert event == MicropostBookmarked(at=NOON, user_id=BOB, micropost_id=POST.id)
    assert event.lane == BOB


def test_it_ends_with_word_of_it() -> None:
    standing = Bookmark(id=BookmarkId(9), user_id=BOB, micropost_id=POST.id, bookmarked_at=NOON)

    (event,) = standing.end(now=NOON).events

    assert event == MicropostUnbookmarked(at=NOON, user_id=BOB, micropost_id=POST.id)
    assert event.lane == BOB
