"""Notifications are kept once, and read as far as the recipient may read what they are about."""

import pytest
from attrs import evolve

from tests.integration.adapters.worlds import NOW, a_block, a_post, a_user, some_users
from twite.application.paging import Cursor
from twite.application.ports.unit_of_work import UnitOfWork
from twite.domain.microposts import Micropost, Visibility
from twite.domain.notifications import Notification, NotificationId, NotificationKind
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded


def told(work: UnitOfWork, recipient_id: UserId, micropost: Micropost) -> Notification:
    notification = Notification(
        id=NotificationId(work.next_id(at=NOW)),
        recipient_id=recipient_id,
        kind=NotificationKind.MENTION,
        actor_id=micropost.author_id,
        micropost_id=micropost.id,
        notified_at=NOW,
    )
    work.notifications.add(notification)
    return notification


def a_mention(work: UnitOfWork, author_id: UserId, recipient_id: UserId) -> Notification:
    post = a_post(work, author_id, visibility=Visibility.MENTIONED, mentioned_ids=[recipient_id])
    return told(work, recipient_id, post)


def page(twite: Embedded, id: UserId, cursor: Cursor = Cursor()) -> list[Notification]:  # noqa: B008
    return list(twite.notifications.views.page(recipient_id=id, now=NOW, cursor=cursor).items)


class TestANotification:
    def test_comes_back_as_kept_newest_first(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            hers = [a_mention(work, alice, bob) for _ in range(3)]
            a_mention(work, alice, carol)

        assert page(twite, bob) == hers[::-1]

    def test_twice_is_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            first = told(work, bob, post)
            told(work, bob, post)
        with twite.microposts.unit_of_work() as work:
            told(work, bob, post)

        assert page(twite, bob) == [first]

    def test_of_one_micropost_may_go_to_many(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            post = a_post(work, alice)
            his, hers = told(work, bob, post), told(work, carol, post)

        assert (page(twite, bob), page(twite, carol)) == ([his], [hers])


class TestAPage:
    def test_neither_shows_nor_counts_what_one_may_not_read_now(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol, dave = some_users(work, 4)
            shown = [a_mention(work, alice, bob)]
            a_mention(work, carol, bob)
            shown.append(a_mention(work, alice, bob))
            a_mention(work, dave, bob)
            shown.append(a_mention(work, alice, bob))
            a_block(work, bob, carol)
            a_block(work, dave, bob)
            hidden = a_post(work, alice, visibility=Visibility.FOLLOWERS)
            told(work, bob, hidden)

        newest = twite.notifications.views.page(recipient_id=bob, now=NOW, cursor=Cursor(limit=2))
        assert newest.items == (shown[2], shown[1])
        assert newest.older is not None
        assert page(twite, bob, newest.older) == [shown[0]]

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_shows_nothing_of_who_is_gone(self, twite: Embedded, state: UserState) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work), a_user(work)
            a_mention(work, alice.id, bob.id)
            work.users.save(evolve(alice, state=state))

        assert page(twite, bob.id) == []

    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 20])
    def test_after_page_is_the_whole(self, twite: Embedded, limit: int) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            whole = [a_mention(work, alice, bob) for _ in range(7)][::-1]

        down: list[Notification] = []
        cursor: Cursor | None = Cursor(limit=limit)
        while cursor is not None:
            older = twite.notifications.views.page(recipient_id=bob, now=NOW, cursor=cursor)
            down.extend(older.items)
            cursor = older.older
        up: list[Notification] = []
        cursor = Cursor(min_id=0, limit=limit)
        while cursor is not None:
            newer = twite.notifications.views.page(recipient_id=bob, now=NOW, cursor=cursor)
            up[:0] = newer.items
            cursor = newer.newer

        assert down == up == whole
