"""What people who listen are told."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from tests.unit.application.worlds import become
from twite.application.ports.outbox import Position
from twite.application.streams import Telling
from twite.domain.microposts import MicropostId, MicropostPosted, Visibility
from twite.domain.streams import Change, Listener, NotListeners, Stream, StreamKind
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import NOON

HOME, NOTIFICATIONS, LOCAL, DIRECT = (
    Stream(kind)
    for kind in (
        StreamKind.HOME,
        StreamKind.NOTIFICATIONS,
        StreamKind.LOCAL,
        StreamKind.DIRECT,
    )
)
TEA = Stream(StreamKind.TAGGED, "tea")


def now(twite: Embedded) -> Position:
    """Where the feed stands."""
    return twite.feed.after(Position(), limit=1_000)[-1].position


def told(twite: Embedded, since: Position, *listeners: Listener) -> Sequence[Telling]:
    """What all that happened since is to them now."""

    def tellings() -> Iterator[Telling | None]:
        for recorded in twite.feed.after(since, limit=1_000):
            yield twite.streams.telling(recorded.event, listeners=listeners)

    return [telling for telling in tellings() if telling is not None]


def changes(tellings: Sequence[Telling]) -> list[Change]:
    return [telling.news.change for telling in tellings]


@pytest.fixture
def dave(twite: Embedded) -> UserId:
    return twite.users.register(handle="dave")


class TestWhatLooksAlike:
    def test_looks_another_way_to_whom_did_something_about_it(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, dave: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.favourites.favourite(id, by=bob)
        since = now(twite)
        twite.microposts.edit(id, by=alice, text="black tea")

        (edited,) = told(
            twite, since, *(Listener(one, LOCAL) for one in (alice, bob, carol, None, dave))
        )

        assert edited.alike == [[alice], [bob], [carol, dave], [None]]

    def test_looks_another_way_to_whom_may_read_what_it_answers(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, dave: UserId
    ) -> None:
        for follower in (alice, carol):
            twite.follows.follow(by=follower, whom=bob)
        answered = twite.microposts.post(
            author_id=bob, text="for some", visibility=Visibility.FOLLOWERS
        )
        since = now(twite)
        twite.microposts.post(author_id=alice, text="for all", in_reply_to_id=answered)

        (entered, *_) = told(twite, since, *(Listener(one, LOCAL) for one in (bob, carol, dave)))

        assert entered.alike == [[bob, carol], [dave]]

    def test_looks_the_same_to_all_when_it_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.favourites.favourite(id, by=bob)
        since = now(twite)
        twite.microposts.delete(id, by=alice)

        (gone,) = told(twite, since, *(Listener(one, LOCAL) for one in (alice, bob, None)))

        assert gone.alike == [[alice, bob, None]]


class TestAHome:
    def test_hears_of_all_that_enters_it_changes_in_it_and_leaves_it(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        since = now(twite)
        id = twite.microposts.post(author_id=alice, text="tea")
        repost = twite.microposts.post(author_id=carol, text="more")
        twite.reposts.repost(repost, by=alice)
        ears = Listener(bob, HOME), Listener(carol, HOME)

        heard = told(twite, since, *ears)

        assert changes(heard) == [Change.ENTERED, Change.ENTERED, Change.ENTERED, Change.NOTIFIED]
        assert [telling.listeners for telling in heard[:3]] == [[ears[0]], [ears[1]], [ears[0]]]
        assert [telling.alike for telling in heard] == [[[bob]], [[carol]], [[bob]], [[carol]]]
        assert [telling.news.is_of_repost for telling in heard] == [False, False, True, False]
        since = now(twite)
        twite.microposts.edit(id, by=alice, text="black tea")
        twite.reposts.undo(repost, by=alice)
        heard = told(twite, since, *ears)
        assert changes(heard) == [Change.EDITED, Change.LEFT]
        since = now(twite)
        twite.microposts.delete(id, by=alice)
        (deleted,) = told(twite, since, *ears)
        assert (deleted.news.change, deleted.news.micropost_id) == (Change.LEFT, id)
        assert deleted.listeners == [ears[0]]

    def test_hears_nothing_of_what_is_gone_by_then(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        since = now(twite)
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.microposts.edit(id, by=alice, text="black tea")
        twite.reposts.repost(id, by=bob)
        twite.reposts.undo(id, by=bob)
        twite.microposts.delete(id, by=alice)

        assert changes(told(twite, since, Listener(alice, HOME))) == [Change.LEFT]

    def test_of_who_is_not_there_hears_nothing(self, twite: Embedded, alice: UserId) -> None:
        since = now(twite)
        twite.microposts.post(author_id=alice, text="tea")

        assert told(twite, since, Listener(UserId(5), HOME)) == []

    def test_hears_of_a_reply_to_one_who_is_followed_too(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        since = now(twite)
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.follows.follow(by=carol, whom=bob)
        reply = twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=id)

        assert told(twite, since, Listener(carol, HOME)) == []
        twite.follows.follow(by=carol, whom=alice)
        heard = told(twite, since, Listener(carol, HOME))
        assert [telling.news.micropost_id for telling in heard] == [id, reply]


class TestOtherStreams:
    @pytest.mark.parametrize(
        ("visibility", "streams"),
        [
            (Visibility.PUBLIC, [LOCAL, TEA]),
            (Visibility.UNLISTED, []),
            (Visibility.FOLLOWERS, []),
            (Visibility.MENTIONED, [DIRECT]),
        ],
    )
    def test_hear_what_is_for_them(
        self,
        twite: Embedded,
        alice: UserId,
        bob: UserId,
        visibility: Visibility,
        streams: Sequence[Stream],
    ) -> None:
        ears = [Listener(bob, stream) for stream in (HOME, NOTIFICATIONS, LOCAL, TEA, DIRECT)]
        coffee = Listener(bob, Stream(StreamKind.TAGGED, "coffee"))
        since = now(twite)
        twite.microposts.post(author_id=alice, text="#Tea for @bob", visibility=visibility)

        first, *_ = [*told(twite, since, *ears, coffee), None]

        heard = first.listeners if first and first.news.change is Change.ENTERED else []
        assert [one.stream for one in heard] == streams

    def test_of_strangers_are_silent_in_a_private_house(self) -> None:
        with in_memory(Settings(private=True)) as twite:
            alice = twite.users.register(handle="alice")
            since = now(twite)
            twite.microposts.post(author_id=alice, text="#tea")
            stranger, known = Listener(None, LOCAL), Listener(alice, LOCAL)

            (telling,) = told(twite, since, stranger, known)

        assert telling.listeners == [known]


class TestNotifications:
    def test_reach_the_recipient_alone_and_while_they_are_shown(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        since = now(twite)
        twite.follows.follow(by=bob, whom=alice)
        ears = [Listener(id, stream) for id in (alice, bob) for stream in (HOME, NOTIFICATIONS)]
        ears += [Listener(alice, LOCAL), Listener(None, LOCAL)]

        (telling,) = told(twite, since, *ears)

        (shown,) = twite.notifications.page(recipient_id=alice).items
        assert telling.news.notification_id == shown.id
        assert telling.listeners == ears[:2]
        assert told(twite, since, ears[2]) == []
        become(twite, bob, UserState.SUSPENDED)
        assert told(twite, since, *ears) == []


@pytest.mark.parametrize("given", [None, 5, ["alice"]])
def test_those_who_listen_are_listeners(twite: Embedded, given: Any) -> None:
    event = MicropostPosted(at=NOON, micropost_id=MicropostId(1), author_id=UserId(1))

    with pytest.raises(NotListeners) as refusal:
        twite.streams.telling(event, listeners=given)

    assert str(refusal.value) == "those who listen have to be listeners"
