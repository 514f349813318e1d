"""A mute stands once between two users, and is over by itself."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    DAY,
    NOW,
    SECOND,
    a_mute,
    a_post,
    a_user,
    announced,
    shared_store,
    some_users,
)
from twite.application.paging import Cursor
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.mutes import Mute, MuteId, ThreadMute, UserMuted, UserUnmuted
from twite.domain.notifications import Notification, NotificationId, NotificationKind
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded

GONE = [UserState.SUSPENDED, UserState.CLOSED]


def begun(work: UnitOfWork, muter_id: UserId, muted_id: UserId) -> Mute:
    return Mute.begin(
        id=MuteId(work.next_id(at=NOW)),
        muter_id=muter_id,
        muted_id=muted_id,
        lasts=DAY,
        hides_notifications=False,
        now=NOW,
    )


def page(twite: Embedded, id: UserId, cursor: Cursor = Cursor()) -> list[Mute]:  # noqa: B008
    return list(twite.mutes.views.page(muter_id=id, now=NOW, cursor=cursor).items)


class TestAMute:
    def test_comes_back_as_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            his = a_mute(work, alice, bob)
            hers = a_mute(work, alice, carol, expires_at=NOW, hides_notifications=False)

        with unit_of_work() as work:
            assert work.mutes.find(muter_id=alice, muted_id=bob) == his
            assert work.mutes.find(muter_id=alice, muted_id=carol) == hers  # though it is over
            assert work.mutes.find(muter_id=bob, muted_id=alice) is None

    def test_twice_is_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            first = begun(work, alice, bob)

            assert work.mutes.add(first) is True
            assert work.mutes.add(begun(work, alice, bob)) is False
            assert work.mutes.find(muter_id=alice, muted_id=bob) == first.at_rest()

        events = announced(twite)
        assert events == [UserMuted(at=NOW, muter_id=alice, muted_id=bob)]

    def test_ends_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            mute = a_mute(work, alice, bob)

            assert work.mutes.remove(mute.end(now=NOW)) is True
            assert work.mutes.remove(mute.end(now=NOW)) is False
            assert work.mutes.find(muter_id=alice, muted_id=bob) is None

        events = announced(twite)
        assert events == [UserUnmuted(at=NOW, muter_id=alice, muted_id=bob)]


class TestAPage:
    def test_holds_those_that_hold_of_whoever_is_there_newest_first(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, *others = (a_user(work) for _ in range(6))
            endless = a_mute(work, alice.id, others[0].id)
            a_mute(work, alice.id, others[1].id, expires_at=NOW)
            lasting = a_mute(work, alice.id, others[2].id, expires_at=NOW + SECOND / 1_000_000)
            for other, state in zip(others[3:], GONE, strict=True):
                a_mute(work, alice.id, other.id)
                work.users.save(evolve(other, state=state))
            a_mute(work, others[0].id, alice.id)

        assert page(twite, alice.id) == [lasting, endless]
        newest = twite.mutes.views.page(muter_id=alice.id, now=NOW, cursor=Cursor(limit=1))
        assert list(newest.items) == [lasting]
        assert newest.older is not None
        assert page(twite, alice.id, newest.older) == [endless]

    @shared_store
    @given(
        terms=st.lists(st.sampled_from([None, -1, 0, 1]), max_size=8),
        limit=st.integers(1, 4),
    )
    def test_after_page_is_the_whole_both_ways(
        self, twite: Embedded, terms: list[int | None], limit: int
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            whole: list[Mute] = []
            for seconds in terms:
                end = None if seconds is None else NOW + seconds * SECOND
                mute = a_mute(work, alice, a_user(work).id, expires_at=end)
                if mute.holds(now=NOW):
                    whole.insert(0, mute)

        down: list[Mute] = []
        cursor: Cursor | None = Cursor(limit=limit)
        while cursor is not None:
            older = twite.mutes.views.page(muter_id=alice, now=NOW, cursor=cursor)
            down.extend(older.items)
            cursor = older.older
        up: list[Mute] = []
        cursor = Cursor(min_id=0, limit=limit)
        while cursor is not None:
            newer = twite.mutes.views.page(muter_id=alice, now=NOW, cursor=cursor)
            up[:0] = newer.items
            cursor = newer.newer

        assert down == up == whole


class TestAThread:
    def test_is_muted_from_its_beginning_on_for_one(self, twite: Embedded) -> None:
        with twite.mutes.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            first = a_post(work, alice)
            reply = a_post(work, bob, in_reply_to=first, mentioned_ids=[alice])
            below = a_post(work, bob, in_reply_to=reply, mentioned_ids=[alice])
            other = a_post(work, bob, mentioned_ids=[alice])
            told = [
                Notification(
                    id=NotificationId(work.next_id(at=NOW)),
                    recipient_id=alice,
                    kind=NotificationKind.MENTION,
                    actor_id=bob,
                    micropost_id=post.id,
                    notified_at=NOW,
                )
                for post in (reply, below, other)
            ]
            for one in told:
                work.notifications.add(one)
        posts = [post.id for post in (first, reply, below, other)]

        def seen(viewer_id: UserId | None) -> list[bool]:
            shown = twite.microposts.views.show(posts, viewer_id=viewer_id)
            return [view.muted for view in shown]

        def hears() -> list[int]:
            page = twite.notifications.views.page(recipient_id=alice, now=NOW, cursor=Cursor())
            unread = twite.notifications.views.unread(recipient_id=alice, now=NOW, most=9)
            assert unread == len(page.items)
            return [one.notification.id for one in page.items]

        assert hears() == [one.id for one in reversed(told)]
        mute = ThreadMute(user_id=alice, thread_id=below.thread_id)
        for _ in range(2):
            with twite.mutes.unit_of_work() as work:
                work.mutes.add_thread(mute)
        assert seen(alice) == [True, True, True, False]
        assert seen(bob) == seen(None) == [False] * 4
        assert hears() == [told[2].id]
        with twite.mutes.unit_of_work() as work:
            work.entries.leave(first.id)
            work.microposts.remove(first)
        assert seen(alice) == [True, True, False]
        for _ in range(2):
            with twite.mutes.unit_of_work() as work:
                work.mutes.remove_thread(mute)
        assert seen(alice) == [False] * 3
        assert hears() == [one.id for one in reversed(told)]
