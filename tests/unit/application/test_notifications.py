"""What people do with notifications."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from tests.unit.application.worlds import become, downwards, kept, refusing, upwards
from twite.application import notifications
from twite.application.notifications import MOST_UNREAD
from twite.application.paging import Cursor, Page
from twite.application.ports.microposts import (
    MicropostStamp,
    MicropostView,
    MicropostViews,
    VersionView,
)
from twite.application.ports.notifications import NotificationView
from twite.domain.microposts import MicropostId, MicropostPosted, Visibility
from twite.domain.notifications import (
    NoSuchKind,
    NotificationId,
    NotificationKind,
    NotificationNotFound,
)
from twite.domain.users import AccountNotActive, UserId, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock


class NothingShown(MicropostViews):
    """Everything was deleted between two reads."""

    def show(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Sequence[MicropostView]:
        return []

    def stamps(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Sequence[MicropostStamp]:
        return []

    def history(self, id: MicropostId, *, viewer_id: UserId | None) -> Sequence[VersionView]:
        return []

    def pinned(self, author_id: UserId) -> Sequence[MicropostId]:
        return []


def told(twite: Embedded, recipient_id: UserId) -> list[MicropostId]:
    """What somebody is told of, newest first."""
    found = twite.notifications.page(recipient_id=recipient_id).items
    return [item.micropost.id for item in found if item.micropost is not None]


class TestPosts:
    def posts(self, twite: Embedded, id: UserId) -> list[MicropostId]:
        found = twite.notifications.page(recipient_id=id, kinds=[NotificationKind.POST]).items
        return [one.micropost.id for one in found if one.micropost is not None]

    def test_are_told_to_who_wants_to_be_told(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice, notifies=True)
        twite.follows.follow(by=carol, whom=alice)

        said = twite.microposts.post(author_id=alice, text="tea")
        more = twite.microposts.post(author_id=alice, text="and", in_reply_to_id=said)
        followers = Visibility.FOLLOWERS
        few = twite.microposts.post(author_id=alice, text="tea", visibility=followers)

        assert self.posts(twite, bob) == [few, more, said]
        assert self.posts(twite, carol) == []
        twite.follows.follow(by=bob, whom=alice)
        twite.follows.follow(by=carol, whom=alice, notifies=True)
        twite.follows.follow(by=carol, whom=alice, notifies=False)
        last = twite.microposts.post(author_id=alice, text="tea")
        assert self.posts(twite, bob) == [last, few, more, said]
        assert self.posts(twite, carol) == []
        twite.follows.unfollow(by=bob, whom=alice)
        assert self.posts(twite, bob) == []

    def test_are_not_told_to_whom_they_name_nor_of_what_is_for_others(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice, notifies=True)
        his = twite.microposts.post(author_id=carol, text="tea?")

        twite.microposts.post(author_id=alice, text="@bob")
        twite.microposts.post(author_id=alice, text="yes", in_reply_to_id=his)
        twite.microposts.post(author_id=alice, text="@carol psst", visibility=Visibility.MENTIONED)
        twite.reposts.repost(his, by=alice)

        (mention,) = twite.notifications.page(recipient_id=bob).items
        assert mention.kind is NotificationKind.MENTION

    def test_are_told_once_a_request_is_accepted(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.users.edit_profile(by=alice, locked=True)
        for notifies in (True, None, False, True):
            twite.follows.follow(by=bob, whom=alice, notifies=notifies)
        early = twite.microposts.post(author_id=alice, text="tea")
        twite.follows.accept(by=alice, whom=bob)
        late = twite.microposts.post(author_id=alice, text="tea")

        assert early != late
        assert self.posts(twite, bob) == [late]

    def test_are_told_in_batches(
        self, twite: Embedded, alice: UserId, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(notifications, "BATCH", 2)
        many = [twite.users.register(handle=f"u{number}") for number in range(4)]
        for one in many:
            twite.follows.follow(by=one, whom=alice, notifies=True)

        said = twite.microposts.post(author_id=alice, text="tea")

        assert [self.posts(twite, one) for one in many] == [[said]] * 4

    def test_that_are_gone_by_then_are_not_told(self, alice: UserId) -> None:
        with in_memory(Settings(dispatch=Dispatch.WORKER)) as twite:
            alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
            twite.follows.follow(by=bob, whom=alice, notifies=True)
            said = twite.microposts.post(author_id=alice, text="tea")
            twite.microposts.delete(said, by=alice)
            twite.drain()

            assert self.posts(twite, bob) == []


class TestAPart:
    def test_is_of_some_kinds_and_of_one_actor(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        for other in (bob, carol):
            twite.follows.follow(by=other, whom=alice)
            twite.microposts.post(author_id=other, text="@alice")

        def found(**asked: Any) -> list[tuple[str, UserId]]:
            page = twite.notifications.page(recipient_id=alice, **asked)
            return [(view.kind.value, view.actor.id) for view in page.items]

        follows = [("follow", carol), ("follow", bob)]
        assert found(kinds=["follow"]) == found(but=["mention"]) == follows
        assert found(actor_id=bob) == [("mention", bob), ("follow", bob)]
        assert found(actor_id=carol, kinds=["follow", "mention"], but=["mention"]) == follows[:1]
        assert found(kinds=[]) == []
        with pytest.raises(NoSuchKind):
            found(kinds=["status"])

    def test_is_one(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.microposts.post(author_id=bob, text="@alice")
        (whole,) = twite.notifications.page(recipient_id=alice).items

        assert twite.notifications.show(whole.id, recipient_id=alice) == whole

        for id, recipient_id in ((whole.id, bob), (NotificationId(1), alice)):
            with pytest.raises(NotificationNotFound):
                twite.notifications.show(id, recipient_id=recipient_id)

    def test_whose_micropost_is_deleted_meanwhile_is_not_there(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=bob, text="@alice")
        (told,) = twite.notifications.page(recipient_id=alice).items
        notifications = evolve(twite.notifications, microposts=NothingShown())

        with pytest.raises(NotificationNotFound):
            notifications.show(told.id, recipient_id=alice)


class TestReplies:
    def test_are_told_to_whom_they_answer_named_or_not(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        said = twite.microposts.post(author_id=alice, text="tea?")
        unnamed = twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=said)
        named = twite.microposts.post(author_id=carol, text="@alice @bob yes", in_reply_to_id=said)

        found = twite.notifications.page(recipient_id=alice).items
        assert [(item.kind, item.micropost and item.micropost.id) for item in found] == [
            (NotificationKind.REPLY, named),
            (NotificationKind.REPLY, unnamed),
        ]
        (mentioned,) = twite.notifications.page(recipient_id=bob).items
        assert mentioned.kind is NotificationKind.MENTION

    def test_are_told_once_however_often_they_are_edited(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        said = twite.microposts.post(author_id=alice, text="tea?")
        reply = twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=said)
        twite.microposts.edit(reply, by=bob, text="@alice yes")

        assert told(twite, alice) == [reply]

    def test_to_oneself_are_not_told(self, twite: Embedded, alice: UserId) -> None:
        said = twite.microposts.post(author_id=alice, text="tea?")
        twite.microposts.post(author_id=alice, text="@alice yes", in_reply_to_id=said)

        assert told(twite, alice) == []

    def test_of_whom_one_may_not_read_are_not_shown(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        said = twite.microposts.post(author_id=alice, text="tea?")
        twite.microposts.post(
            author_id=bob, text="no", in_reply_to_id=said, visibility=Visibility.FOLLOWERS
        )

        assert told(twite, alice) == []


class TestMentions:
    @pytest.mark.parametrize("visibility", Visibility)
    def test_are_told_whoever_else_may_read(
        self, twite: Embedded, alice: UserId, bob: UserId, visibility: Visibility
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello @bob", visibility=visibility)

        (item,) = twite.notifications.page(recipient_id=bob).items

        assert item.kind is NotificationKind.MENTION
        assert item.notified_at == NOON
        assert item.micropost == twite.microposts.show(id, viewer_id=bob)

    def test_are_told_once(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="@bob @BOB, @bob!")
        with twite.users.unit_of_work() as work:  # as if the event came twice
            posted = MicropostPosted(at=NOON, micropost_id=id, author_id=alice)
            twite.notifications.tell_mentioned(posted, work)

        assert told(twite, bob) == [id]

    def test_are_told_to_everybody_named_but_oneself(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="@alice @bob @carol @nobody")

        assert told(twite, bob) == told(twite, carol) == [id]
        assert told(twite, alice) == []

    @pytest.mark.parametrize("blocker", ["alice", "bob"])
    def test_are_not_shown_across_a_block(
        self, twite: Embedded, alice: UserId, bob: UserId, blocker: str
    ) -> None:
        pair = (alice, bob) if blocker == "alice" else (bob, alice)
        twite.blocks.block(by=pair[0], whom=pair[1])

        id = twite.microposts.post(author_id=alice, text="hello @bob")
        assert told(twite, bob) == []

        twite.blocks.unblock(by=pair[0], whom=pair[1])
        assert told(twite, bob) == [id]

    def test_are_not_told_of_what_was_taken_back_before(self, clock: StoppedClock) -> None:
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock) as twite:
            alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
            id = twite.microposts.post(author_id=alice, text="hello @bob")
            twite.microposts.delete(id, by=alice)

            twite.drain()

            assert told(twite, bob) == []
            assert twite.check() == []


class TestFollows:
    def test_are_told_to_whom_they_are_about(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)

        (item,) = twite.notifications.page(recipient_id=bob).items

        assert (item.kind, item.micropost, item.notified_at) == (
            NotificationKind.FOLLOW,
            None,
            NOON,
        )
        assert (item.actor.id, item.actor.handle) == (alice, "alice")
        assert not twite.notifications.page(recipient_id=alice).items

    def test_are_told_once_however_often_they_begin(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        (first,) = twite.notifications.page(recipient_id=bob).items

        twite.follows.unfollow(by=alice, whom=bob)
        assert not twite.notifications.page(recipient_id=bob).items

        clock.forward(timedelta(days=1))
        twite.follows.follow(by=alice, whom=bob)
        assert twite.notifications.page(recipient_id=bob).items == (first,)

    def test_are_not_told_when_they_ended_before(self, clock: StoppedClock) -> None:
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock) as twite:
            alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
            twite.follows.follow(by=alice, whom=bob)
            twite.follows.unfollow(by=alice, whom=bob)

            twite.drain()

            assert kept(twite)["notifications"] == {}


class TestRequestsToFollow:
    @pytest.fixture(autouse=True)
    def locked(self, twite: Embedded, bob: UserId) -> None:
        twite.users.edit_profile(by=bob, locked=True)

    def test_are_told_to_whom_they_ask(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.follows.follow(by=alice, whom=bob)

        (item,) = twite.notifications.page(recipient_id=bob).items

        assert (item.kind, item.micropost) == (NotificationKind.FOLLOW_REQUEST, None)
        assert item.actor.id == alice
        assert not twite.notifications.page(recipient_id=alice).items

    @pytest.mark.parametrize("answer", ["accept", "reject"])
    def test_are_told_while_they_wait_and_their_answer_is_told_to_nobody(
        self, twite: Embedded, alice: UserId, bob: UserId, answer: str
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)

        getattr(twite.follows, answer)(by=bob, whom=alice)

        assert not twite.notifications.page(recipient_id=bob).items
        assert not twite.notifications.page(recipient_id=alice).items

    def test_are_told_once_however_often_one_asks(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        (first,) = twite.notifications.page(recipient_id=bob).items
        twite.follows.withdraw(by=alice, whom=bob)
        assert not twite.notifications.page(recipient_id=bob).items

        twite.follows.follow(by=alice, whom=bob)

        assert twite.notifications.page(recipient_id=bob).items == (first,)

    def test_are_not_told_when_they_were_withdrawn_before(self, clock: StoppedClock) -> None:
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock) as twite:
            alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
            twite.users.edit_profile(by=bob, locked=True)
            twite.follows.follow(by=alice, whom=bob)
            twite.follows.withdraw(by=alice, whom=bob)

            twite.drain()

            assert kept(twite)["notifications"] == {}


class TestTheUnread:
    def test_are_those_since_one_last_read(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        for _ in range(3):
            twite.microposts.post(author_id=alice, text="@bob")
        third, second, first = twite.notifications.page(recipient_id=bob).items

        counts = [twite.notifications.unread_count(recipient_id=bob)]
        for up_to in (second, first, third):
            twite.notifications.read_up_to(up_to.id, by=bob)
            counts.append(twite.notifications.unread_count(recipient_id=bob))

        assert counts == [3, 1, 1, 0]

    def test_are_marked_on_the_page(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.microposts.post(author_id=alice, text="@bob")
        (item,) = twite.notifications.page(recipient_id=bob).items
        assert item.unread

        twite.notifications.read_up_to(item.id, by=bob)
        twite.microposts.post(author_id=alice, text="@bob")

        found = twite.notifications.page(recipient_id=bob).items
        assert [item.unread for item in found] == [True, False]

    def test_are_none_of_what_is_hidden(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        """H055."""
        twite.microposts.post(author_id=alice, text="@bob")
        twite.follows.follow(by=alice, whom=bob)

        twite.blocks.block(by=bob, whom=alice)

        assert twite.notifications.unread_count(recipient_id=bob) == 0
        assert told(twite, bob) == []

    def test_are_counted_up_to_a_hundred(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        for _ in range(MOST_UNREAD - 1):
            twite.microposts.post(author_id=alice, text="@bob")
        assert twite.notifications.unread_count(recipient_id=bob) == MOST_UNREAD - 1

        for _ in range(2):
            twite.microposts.post(author_id=alice, text="@bob")
        assert twite.notifications.unread_count(recipient_id=bob) == MOST_UNREAD

    @pytest.mark.parametrize("id", [0, 1, 2**63 - 1])
    def test_stay_so_whatever_id_is_read_before_they_come(
        self, twite: Embedded, alice: UserId, bob: UserId, id: int
    ) -> None:
        twite.notifications.read_up_to(NotificationId(id), by=bob)

        twite.microposts.post(author_id=alice, text="@bob")

        assert twite.notifications.unread_count(recipient_id=bob) == 1

    @pytest.mark.parametrize("id", [-(2**70), -1, 2**63, 2**70, True, None, "1"])
    def test_stay_so_where_it_is_no_id(self, twite: Embedded, bob: UserId, id: Any) -> None:
        with pytest.raises(NotificationNotFound):
            twite.notifications.read_up_to(id, by=bob)


class TestPuttingAway:
    def test_one_leaves_the_others(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        first, second, third = (
            twite.microposts.post(author_id=alice, text="@bob") for _ in range(3)
        )
        item = twite.notifications.page(recipient_id=bob).items[1]

        for _ in range(2):
            twite.notifications.dismiss(item.id, by=bob)

        assert told(twite, bob) == [third, first]
        assert twite.microposts.show(second, viewer_id=bob)

    def test_one_is_not_told_again(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.follows.follow(by=alice, whom=bob)
        (item,) = twite.notifications.page(recipient_id=bob).items
        twite.notifications.dismiss(item.id, by=bob)

        twite.follows.unfollow(by=alice, whom=bob)
        twite.follows.follow(by=alice, whom=bob)

        assert not twite.notifications.page(recipient_id=bob).items

    def test_what_is_anothers_is_to_put_away_what_is_not_there(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        """H044."""
        twite.microposts.post(author_id=alice, text="@bob")
        (item,) = twite.notifications.page(recipient_id=bob).items

        for by, id in ((carol, item.id), (alice, item.id), (bob, 1), (bob, 2**70), (bob, -1)):
            with refusing(twite, NotificationNotFound):
                twite.notifications.dismiss(NotificationId(id), by=by)

    def test_what_is_hidden_is_to_put_away_what_is_not_there(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="@bob")
        (item,) = twite.notifications.page(recipient_id=bob).items
        twite.blocks.block(by=alice, whom=bob)

        with refusing(twite, NotificationNotFound):
            twite.notifications.dismiss(item.id, by=bob)

    def test_all_is_all_there_is_now(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        for _ in range(3):
            twite.microposts.post(author_id=alice, text="@bob @alice")
        twite.blocks.block(by=bob, whom=alice)

        twite.notifications.clear(by=bob)
        twite.blocks.unblock(by=bob, whom=alice)
        assert told(twite, bob) == []

        later = twite.microposts.post(author_id=alice, text="@bob")
        assert told(twite, bob) == [later]

    def test_all_up_to_one_leaves_what_has_come_since(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="@bob")
        (seen,) = twite.notifications.page(recipient_id=bob).items
        later = twite.microposts.post(author_id=alice, text="@bob")

        twite.notifications.clear(by=bob, up_to=seen.id)

        assert told(twite, bob) == [later]


@pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
def test_who_is_gone_marks_nothing(
    twite: Embedded, alice: UserId, bob: UserId, state: UserState
) -> None:
    twite.microposts.post(author_id=alice, text="@bob")
    (item,) = twite.notifications.page(recipient_id=bob).items
    become(twite, bob, state)

    with refusing(twite, AccountNotActive):
        twite.notifications.read_up_to(item.id, by=bob)
    with refusing(twite, AccountNotActive):
        twite.notifications.dismiss(item.id, by=bob)
    with refusing(twite, AccountNotActive):
        twite.notifications.clear(by=bob)


class TestReading:
    def test_shows_the_newest_first(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        first, second = (twite.microposts.post(author_id=alice, text="@bob") for _ in range(2))

        assert told(twite, bob) == [second, first]

    def test_hides_what_the_recipient_may_no_longer_read(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="@carol")
        hers = twite.microposts.post(author_id=bob, text="@carol")

        twite.blocks.block(by=carol, whom=alice)
        assert told(twite, carol) == [hers]

        twite.blocks.unblock(by=carol, whom=alice)
        assert len(told(twite, carol)) == 2

        become(twite, bob, UserState.SUSPENDED)
        assert hers not in told(twite, carol)

    def test_forgets_what_was_deleted(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="@bob")

        twite.microposts.delete(id, by=alice)

        assert told(twite, bob) == []

    def test_leaves_out_what_is_deleted_meanwhile(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="@bob")
        racing = evolve(twite.notifications, microposts=NothingShown())

        found = racing.page(recipient_id=bob)

        assert found.items == ()
        assert found.newer is not None

    @pytest.mark.parametrize("limit", [1, 2, 3, 7])
    def test_pages_concatenate_to_the_whole(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, limit: int
    ) -> None:
        for author_id in (alice, carol, alice, carol, alice):
            twite.microposts.post(author_id=author_id, text="@bob")
        twite.blocks.block(by=bob, whom=carol)

        def read(cursor: Cursor) -> Page[NotificationView]:
            return twite.notifications.page(recipient_id=bob, cursor=cursor)

        assert len(downwards(read, limit=limit)) == 3
        assert downwards(read, limit=limit) == upwards(read, limit=limit)
