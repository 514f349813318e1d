"""What people do with mutes."""

from datetime import timedelta

import pytest

from tests.unit.application.worlds import become, downwards, kept, refusing, upwards
from twite.adapters.memory.mail import Mailbox
from twite.application.paging import Cursor, Page
from twite.application.ports.mutes import MuteView
from twite.domain.microposts import MicropostId, MicropostNotFound, Visibility
from twite.domain.mutes import MuteOutOfRange, MutesSelf
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON, StoppedClock
from twite.entrypoints.testing.plugin import signed_up

GONE = [UserState.SUSPENDED, UserState.CLOSED]
NOBODY = UserId(1)
HOUR = timedelta(hours=1)


def shown(twite: Embedded, viewer_id: UserId) -> dict[str, list[MicropostId]]:
    """What stands in the lists that show what many people say."""
    lists = twite.timelines
    pages = {
        "home": lists.home(viewer_id=viewer_id),
        "local": lists.local(viewer_id=viewer_id),
        "tagged": lists.tagged(tag="tea", viewer_id=viewer_id),
    }
    return {name: [entry.micropost.id for entry in page.items] for name, page in pages.items()}


def told(twite: Embedded, id: UserId) -> list[MicropostId]:
    found = twite.notifications.page(recipient_id=id).items
    return [item.micropost.id for item in found if item.micropost is not None]


def muted(twite: Embedded, id: UserId) -> list[str]:
    return [mute.user.handle for mute in twite.mutes.page(of=id).items]


class TestMuting:
    def test_hides_from_lists_and_nowhere_else(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        id = twite.microposts.post(author_id=bob, text="#tea")

        twite.mutes.mute(by=alice, whom=bob)

        assert shown(twite, alice) == {"home": [], "local": [], "tagged": []}
        assert shown(twite, bob) == {"home": [id], "local": [id], "tagged": [id]}
        profile = twite.timelines.profile(author_id=bob, viewer_id=alice)
        assert [entry.micropost.id for entry in profile.items] == [id]
        assert twite.microposts.show(id, viewer_id=alice).id == id

    def test_ends_no_follow_and_tells_nobody(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        twite.follows.follow(by=bob, whom=alice)

        twite.mutes.mute(by=alice, whom=bob)

        hers = twite.follows.relation(viewer_id=alice, other_id=bob)
        his = twite.follows.relation(viewer_id=bob, other_id=alice)
        assert (hers.following, hers.followed_by, hers.muting) == (True, True, True)
        assert (his.following, his.followed_by, his.muting) == (True, True, False)
        assert muted(twite, bob) == []

    def test_hides_notifications_unless_it_is_told_not_to(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=bob, text="@alice", visibility=Visibility.MENTIONED)

        twite.mutes.mute(by=alice, whom=bob)
        assert told(twite, alice) == []

        twite.mutes.mute(by=alice, whom=bob, notifications=False)
        assert told(twite, alice) == [id]

    def test_keeps_mail_away_with_the_notifications(
        self, twite: Embedded, clock: StoppedClock, mailbox: Mailbox, alice: UserId, bob: UserId
    ) -> None:
        twite.mutes.mute(by=alice, whom=bob, lasts=HOUR)
        twite.microposts.post(author_id=bob, text="@alice one")
        assert mailbox.letters == []

        twite.mutes.mute(by=alice, whom=bob, lasts=HOUR, notifications=False)
        twite.microposts.post(author_id=bob, text="@alice two")
        assert len(mailbox.letters) == 1

        twite.mutes.mute(by=alice, whom=bob, lasts=HOUR)
        clock.forward(HOUR)
        twite.microposts.post(author_id=bob, text="@alice three")
        assert len(mailbox.letters) == 2
        assert twite.check() == []

    def test_is_over_by_itself(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=bob, text="#tea @alice")
        twite.mutes.mute(by=alice, whom=bob, lasts=HOUR)
        before = kept(twite)

        clock.forward(HOUR - timedelta(microseconds=1))
        assert (shown(twite, alice)["local"], told(twite, alice)) == ([], [])
        assert muted(twite, alice) == ["bob"]

        clock.forward(timedelta(microseconds=1))
        assert (shown(twite, alice)["local"], told(twite, alice)) == ([id], [id])
        assert muted(twite, alice) == []
        assert not twite.follows.relation(viewer_id=alice, other_id=bob).muting
        assert kept(twite) == before

    def test_on_the_same_terms_twice_is_once(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        for lasts in (None, HOUR):
            twite.mutes.mute(by=alice, whom=bob, lasts=lasts)
            before = kept(twite)

            twite.mutes.mute(by=alice, whom=bob, lasts=lasts)

            assert kept(twite) == before

    def test_once_more_is_on_the_new_terms(
        self, twite: Embedded, clock: StoppedClock, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.mutes.mute(by=alice, whom=bob, lasts=HOUR)
        twite.mutes.mute(by=alice, whom=carol)
        clock.forward(2 * HOUR)

        twite.mutes.mute(by=alice, whom=bob, lasts=HOUR, notifications=False)

        newest, _ = twite.mutes.page(of=alice).items
        assert (newest.user.handle, newest.hides_notifications) == ("bob", False)
        assert (newest.muted_at, newest.expires_at) == (NOON + 2 * HOUR, NOON + 3 * HOUR)

    def test_is_not_for_oneself(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, MutesSelf):
            twite.mutes.mute(by=alice, whom=alice)

    @pytest.mark.parametrize("lasts", [timedelta(0), -HOUR, timedelta.max])
    def test_lasts_a_while(
        self, twite: Embedded, alice: UserId, bob: UserId, lasts: timedelta
    ) -> None:
        with refusing(twite, MuteOutOfRange):
            twite.mutes.mute(by=alice, whom=bob, lasts=lasts)

    @pytest.mark.parametrize("state", GONE)
    def test_is_for_the_active(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.mutes.mute(by=alice, whom=bob)

    def test_finds_nobody_who_is_unknown(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, UserNotFound):
            twite.mutes.mute(by=alice, whom=NOBODY)
        with refusing(twite, UserNotFound):
            twite.mutes.mute(by=NOBODY, whom=alice)


class TestUnmuting:
    def test_shows_again_what_was_said(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.mutes.mute(by=alice, whom=bob)
        id = twite.microposts.post(author_id=bob, text="#tea @alice")

        twite.mutes.unmute(by=alice, whom=bob)

        assert shown(twite, alice)["tagged"] == told(twite, alice) == [id]
        assert muted(twite, alice) == []

    def test_who_was_not_muted_changes_nothing(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.mutes.mute(by=bob, whom=alice)
        before = kept(twite)

        twite.mutes.unmute(by=alice, whom=bob)

        assert kept(twite) == before

    @pytest.mark.parametrize("state", GONE)
    def test_is_for_the_active(
        self, twite: Embedded, alice: UserId, bob: UserId, state: UserState
    ) -> None:
        twite.mutes.mute(by=alice, whom=bob)
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            twite.mutes.unmute(by=alice, whom=bob)

    def test_finds_nobody_who_is_unknown(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, UserNotFound):
            twite.mutes.unmute(by=alice, whom=NOBODY)


class TestTheList:
    @pytest.mark.parametrize("limit", [1, 2, 3, 40])
    def test_page_by_page_is_the_whole_both_ways(
        self, twite: Embedded, alice: UserId, limit: int
    ) -> None:
        for number in range(5):
            twite.mutes.mute(by=alice, whom=signed_up(twite, f"u{number}"))

        def read(cursor: Cursor) -> Page[MuteView]:
            return twite.mutes.page(of=alice, cursor=cursor)

        for found in (downwards(read, limit=limit), upwards(read, limit=limit)):
            assert [mute.user.handle for mute in found] == ["u4", "u3", "u2", "u1", "u0"]

    @pytest.mark.parametrize("state", GONE)
    def test_leaves_out_who_is_gone(
        self, twite: Embedded, alice: UserId, bob: UserId, carol: UserId, state: UserState
    ) -> None:
        twite.mutes.mute(by=alice, whom=bob)
        twite.mutes.mute(by=alice, whom=carol)

        become(twite, carol, state)

        assert muted(twite, alice) == ["bob"]


class TestAThread:
    def told(self, twite: Embedded, id: UserId) -> list[MicropostId]:
        found = twite.notifications.page(recipient_id=id).items
        return [one.micropost.id for one in found if one.micropost is not None]

    def test_tells_nothing_any_more_until_it_is_unmuted(
        self, twite: Embedded, mailbox: Mailbox, alice: UserId, bob: UserId
    ) -> None:
        first = twite.microposts.post(author_id=bob, text="tea")
        hers = twite.microposts.post(author_id=alice, text="yes", in_reply_to_id=first)
        for _ in range(2):
            twite.mutes.mute_thread(hers, by=alice)
        mailbox.letters.clear()

        below = twite.microposts.post(author_id=bob, text="@alice more", in_reply_to_id=hers)
        twite.favourites.favourite(hers, by=bob)
        other = twite.microposts.post(author_id=bob, text="@alice tea")

        assert self.told(twite, alice) == [other]
        assert twite.notifications.unread_count(recipient_id=alice) == 1
        assert len(mailbox.letters) == 1
        assert twite.microposts.show(below, viewer_id=alice).muted
        assert not twite.microposts.show(below, viewer_id=bob).muted
        assert self.told(twite, bob) == [hers]
        for _ in range(2):
            twite.mutes.unmute_thread(below, by=alice)
        assert self.told(twite, alice) == [other, hers, below]

    def test_is_one_that_may_be_read_by_who_may_act(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        hidden = twite.microposts.post(author_id=bob, text="tea", visibility=Visibility.MENTIONED)
        own = twite.microposts.post(author_id=alice, text="tea")

        for verb in (twite.mutes.mute_thread, twite.mutes.unmute_thread):
            with refusing(twite, MicropostNotFound):
                verb(hidden, by=alice)
        become(twite, alice, UserState.SUSPENDED)
        for verb in (twite.mutes.mute_thread, twite.mutes.unmute_thread):
            with refusing(twite, AccountNotActive):
                verb(own, by=alice)
