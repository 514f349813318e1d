"""Notifications are kept once, and read while what they say may be seen and is so."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    NOW,
    Plan,
    World,
    a_block,
    a_favourite,
    a_follow,
    a_post,
    a_request,
    a_user,
    down,
    kept,
    plans,
    shared_store,
    some_users,
    up,
)
from twite.application.paging import Cursor
from twite.application.ports.microposts import AuthorView
from twite.application.ports.notifications import Told
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.audience import may_tell
from twite.domain.givens import LARGEST_ID
from twite.domain.microposts import Micropost, Visibility
from twite.domain.notifications import Notification, NotificationId, NotificationKind, may_show
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded

LATER = NOW + timedelta(hours=1)


def told(
    work: UnitOfWork,
    recipient_id: UserId,
    actor_id: UserId,
    kind: NotificationKind = NotificationKind.REPLY,
    micropost: Micropost | None = None,
) -> Notification:
    """Kept, if none such is."""
    notification = Notification(
        id=NotificationId(work.next_id(at=NOW)),
        recipient_id=recipient_id,
        kind=kind,
        actor_id=actor_id,
        micropost_id=micropost.id if micropost is not None else None,
        notified_at=NOW,
    )
    work.notifications.add(notification)
    return notification


def a_mention(work: UnitOfWork, author_id: UserId, recipient_id: UserId) -> Notification:
    post = a_post(work, author_id, visibility=Visibility.MENTIONED, mentioned_ids=[recipient_id])
    return told(work, recipient_id, author_id, NotificationKind.MENTION, post)


def page(twite: Embedded, id: UserId, cursor: Cursor = Cursor()) -> list[Notification]:  # noqa: B008
    found = twite.notifications.views.page(recipient_id=id, now=NOW, cursor=cursor).items
    return [told.notification for told in found]


def unread(twite: Embedded, id: UserId, *, most: int = 100) -> int:
    return twite.notifications.views.unread(recipient_id=id, now=NOW, most=most)


class TestWhoIsToldOfWhom:
    @shared_store
    @given(plan=plans)
    def test_is_what_the_domain_says(self, twite: Embedded, plan: Plan) -> None:
        """Mails ask it, too."""
        world = kept(plan, twite.microposts.unit_of_work)

        for recipient in world.people:
            for actor in set(world.people) - {recipient}:
                tells = twite.notifications.views.tells(recipient, of=actor, now=NOW)
                assert tells == may_tell(world.relation(actor, recipient))


class TestANotification:
    def test_comes_back_as_kept_newest_first(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            hers = [a_mention(work, alice, bob) for _ in range(3)]
            a_mention(work, alice, carol)

        assert page(twite, bob) == hers[::-1]

    def test_comes_with_whoever_acted(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work), a_user(work)
            kept = told(work, bob.id, alice.id)

        (found,) = twite.notifications.views.page(
            recipient_id=bob.id, now=NOW, cursor=Cursor()
        ).items

        actor = AuthorView(
            id=alice.id, handle=alice.handle.value, display_name=alice.display_name.value
        )
        assert found == Told(notification=kept, actor=actor, unread=True)

    @pytest.mark.parametrize("about_one", [True, False])
    def test_twice_is_once(self, twite: Embedded, about_one: bool) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, bob) if about_one else None
            first = told(work, bob, alice, micropost=post)
            second = evolve(first, id=NotificationId(work.next_id(at=NOW)))
            assert work.notifications.add(second) is False
        with twite.microposts.unit_of_work() as work:
            assert work.notifications.add(second) is False

        assert page(twite, bob) == [first]

    def test_is_another_for_another_kind_actor_recipient_or_micropost(
        self, twite: Embedded
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            post, other = a_post(work, bob), a_post(work, bob)
            all_his = [
                told(work, bob, alice, micropost=post),
                told(work, bob, alice, micropost=other),
                told(work, bob, alice),
                told(work, bob, carol),
                told(work, bob, alice, NotificationKind.FAVOURITE, post),
            ]
            a_favourite(work, alice, post)
            hers = told(work, carol, alice, micropost=post)

        assert (page(twite, bob), page(twite, carol)) == (all_his[::-1], [hers])

    @pytest.mark.parametrize("kind", NotificationKind)
    def test_of_every_kind_is_kept(
        self, unit_of_work: UnitOfWorkFactory, kind: NotificationKind
    ) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            for post in (None, a_post(work, bob)):
                kept = told(work, bob, alice, kind, post)
                again = evolve(kept, id=NotificationId(work.next_id(at=NOW)))

                assert work.notifications.add(again) is False


class TestWhatIsShown:
    @settings(shared_store, max_examples=60)
    @given(plan=plans)
    def test_is_what_the_rule_allows_every_recipient(self, twite: Embedded, plan: Plan) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        with twite.microposts.unit_of_work() as work:
            everything = list(_everything(work, world))

        for recipient_id in world.people:
            is_told = world.states[recipient_id] is not UserState.CLOSED  # and so keeps them
            kept_for = everything if is_told else []
            allowed = [one for one in kept_for if _allowed(world, one, recipient_id)][::-1]
            found = _whole(twite, recipient_id, limit=7)

            assert found == allowed
            assert unread(twite, recipient_id) == len(allowed)

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    @pytest.mark.parametrize("kind", NotificationKind)
    def test_is_nothing_of_who_is_gone(
        self, twite: Embedded, state: UserState, kind: NotificationKind
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work), a_user(work)
            a_follow(work, alice.id, bob.id)
            a_request(work, alice.id, bob.id)
            told(work, bob.id, alice.id, kind)
            told(work, bob.id, alice.id, kind, a_post(work, bob.id))
            work.users.save(evolve(alice, state=state))

        assert page(twite, bob.id) == []
        assert unread(twite, bob.id) == 0

    def test_of_a_mention_ends_with_the_mention(self, twite: Embedded) -> None:
        """H055: what was edited to name somebody no more says nothing of having named them."""
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice, mentioned_ids=[bob])
            told(work, bob, alice, NotificationKind.MENTION, post)
            work.microposts.save(evolve(post, mentioned_ids=frozenset()))

        assert page(twite, bob) == []

    def test_of_a_follow_comes_and_goes_with_it(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            follow = a_follow(work, alice, bob)
            kept = told(work, bob, alice, NotificationKind.FOLLOW)

        assert page(twite, bob) == [kept]
        with twite.microposts.unit_of_work() as work:
            work.follows.remove(follow)
        assert page(twite, bob) == []
        with twite.microposts.unit_of_work() as work:
            a_follow(work, alice, bob)
        assert page(twite, bob) == [kept]

    def test_of_a_request_goes_with_it(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            request = a_request(work, alice, bob)
            kept = told(work, bob, alice, NotificationKind.FOLLOW_REQUEST)

        assert page(twite, bob) == [kept]
        with twite.microposts.unit_of_work() as work:
            work.follow_requests.remove(request)
            a_request(work, bob, alice)

    def test_of_a_favourite_comes_and_goes_with_it(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, bob)
            favourite = a_favourite(work, alice, post)
            kept = told(work, bob, alice, NotificationKind.FAVOURITE, post)

        assert page(twite, bob) == [kept]
        with twite.microposts.unit_of_work() as work:
            work.favourites.remove(favourite)
        assert page(twite, bob) == []


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
            told(work, bob, alice, NotificationKind.REPLY, hidden)

        newest = twite.notifications.views.page(recipient_id=bob, now=NOW, cursor=Cursor(limit=2))
        assert [told.notification for told in newest.items] == [shown[2], shown[1]]
        assert newest.older is not None
        assert page(twite, bob, newest.older) == [shown[0]]

    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 20])
    def test_after_page_is_the_whole(self, twite: Embedded, limit: int) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            whole = [a_mention(work, alice, bob) for _ in range(7)][::-1]
            work.notifications.dismiss(whole.pop(3).id, recipient_id=bob, now=LATER)

        up: list[Notification] = []
        cursor: Cursor | None = Cursor(min_id=0, limit=limit)
        while cursor is not None:
            newer = twite.notifications.views.page(recipient_id=bob, now=NOW, cursor=cursor)
            up[:0] = [told.notification for told in newer.items]
            cursor = newer.newer

        assert _whole(twite, bob, limit=limit) == up == whole


class TestAPart:
    """Of what somebody was told: of some kinds, or of what one actor did."""

    @settings(shared_store, max_examples=30)
    @given(
        plan=plans,
        kinds=st.sets(st.sampled_from(NotificationKind)),
        limit=st.integers(1, 4),
        data=st.data(),
    )
    def test_is_that_of_the_whole_page_by_page_both_ways(
        self,
        twite: Embedded,
        plan: Plan,
        kinds: set[NotificationKind],
        limit: int,
        data: st.DataObject,
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        with twite.microposts.unit_of_work() as work:
            everything = list(_everything(work, world))
        there = [id for id, state in world.states.items() if state is not UserState.CLOSED]
        actor_id = data.draw(st.none() | st.sampled_from(world.people), label="actor")

        for recipient in there:
            reading = partial(
                twite.notifications.views.page,
                recipient_id=recipient,
                now=NOW,
                kinds=kinds,
                actor_id=actor_id,
            )
            expected = [
                one
                for one in reversed(everything)
                if _allowed(world, one, recipient)
                and one.kind in kinds
                and actor_id in (None, one.actor_id)
            ]
            assert [told.notification for told in down(reading, limit=limit)] == expected
            assert [told.notification for told in up(reading, limit=limit)] == expected

    def test_is_one_where_the_page_holds_it(self, twite: Embedded) -> None:
        views = twite.notifications.views
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            standing, away = a_mention(work, alice, bob), a_mention(work, alice, bob)
            work.notifications.dismiss(away.id, recipient_id=bob, now=NOW)
            of_blocked = a_mention(work, carol, bob)
            a_block(work, bob, carol)

        (whole,) = views.page(recipient_id=bob, now=NOW, cursor=Cursor()).items
        assert views.find(standing.id, recipient_id=bob, now=NOW) == whole
        for id, recipient in (
            (standing.id, alice),
            (away.id, bob),
            (of_blocked.id, bob),
            (NotificationId(1), bob),
        ):
            assert views.find(id, recipient_id=recipient, now=NOW) is None


class TestReading:
    def test_moves_forward_alone(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            first, second, third = (a_mention(work, alice, bob) for _ in range(3))

        counts = [unread(twite, bob)]
        for up_to in (first.id - 1, second.id, first.id, second.id, third.id):
            with twite.microposts.unit_of_work() as work:
                work.notifications.read(bob, up_to=NotificationId(up_to))
            counts.append(unread(twite, bob))

        assert counts == [3, 3, 1, 1, 1, 0]

    def test_reaches_no_further_than_what_there_is(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            work.notifications.read(bob, up_to=NotificationId(LARGEST_ID))
            a_mention(work, alice, bob)
        assert unread(twite, bob) == 1

        with twite.microposts.unit_of_work() as work:
            work.notifications.read(bob, up_to=NotificationId(LARGEST_ID))
            a_mention(work, alice, bob)
        assert unread(twite, bob) == 1

    def test_is_seen_on_the_page(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            first, _ = a_mention(work, alice, bob), a_mention(work, alice, bob)
            a_mention(work, alice, carol)
            work.notifications.read(bob, up_to=first.id)

        found = twite.notifications.views.page(recipient_id=bob, now=NOW, cursor=Cursor()).items
        assert [told.unread for told in found] == [True, False]
        assert unread(twite, carol) == 1

    @pytest.mark.parametrize("most", [1, 2, 3, 4])
    def test_is_counted_so_far_and_no_further(self, twite: Embedded, most: int) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            for _ in range(3):
                a_mention(work, alice, bob)

        assert unread(twite, bob, most=most) == min(most, 3)


class TestPuttingAway:
    def test_one_is_for_good_and_twice_is_once(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            one, other = a_mention(work, alice, bob), a_mention(work, alice, bob)

            for _ in range(2):
                assert work.notifications.dismiss(one.id, recipient_id=bob, now=LATER) is True
            again = evolve(one, id=NotificationId(work.next_id(at=NOW)))
            assert work.notifications.add(again) is False

        assert page(twite, bob) == [other]
        assert unread(twite, bob) == 1

    def test_is_for_the_recipient_and_what_they_are_shown_alone(self, twite: Embedded) -> None:
        """H044."""
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            his, hidden = a_mention(work, alice, bob), a_mention(work, carol, bob)
            a_block(work, carol, bob)
            dismiss = work.notifications.dismiss

            assert dismiss(his.id, recipient_id=alice, now=LATER) is False
            assert dismiss(his.id, recipient_id=carol, now=LATER) is False
            assert dismiss(hidden.id, recipient_id=bob, now=LATER) is False
            assert dismiss(NotificationId(1), recipient_id=bob, now=LATER) is False

        assert page(twite, bob) == [his]

    def test_all_leaves_those_that_come_later_and_those_of_others(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            hers = a_mention(work, alice, carol)
            _, second, third = (a_mention(work, alice, bob) for _ in range(3))
            work.notifications.clear(bob, up_to=second.id, now=LATER)

        assert (page(twite, bob), page(twite, carol)) == ([third], [hers])
        assert (unread(twite, bob), unread(twite, carol)) == (1, 1)


def _everything(work: UnitOfWork, world: World) -> Iterator[Notification]:
    """Whatever anybody could be told of anybody there, and of anything."""
    for recipient_id in world.people:
        for actor_id in world.people:
            if actor_id != recipient_id:
                yield told(work, recipient_id, actor_id, NotificationKind.FOLLOW)
        for post in world.microposts.values():
            if post.author_id != recipient_id:
                yield told(work, recipient_id, post.author_id, NotificationKind.MENTION, post)
                yield told(work, recipient_id, post.author_id, NotificationKind.REPLY, post)
                yield told(work, recipient_id, post.author_id, NotificationKind.EDIT, post)
                yield told(work, recipient_id, post.author_id, NotificationKind.POST, post)
                yield told(work, post.author_id, recipient_id, NotificationKind.REPOST, post)


def _allowed(world: World, one: Notification, recipient_id: UserId) -> bool:
    if one.recipient_id != recipient_id:
        return False
    post = world.microposts[one.micropost_id] if one.micropost_id is not None else None
    reposts = {(e.author_id, e.micropost_id) for e in world.entries if e.is_repost}
    is_so = {
        NotificationKind.REPOST: (one.actor_id, one.micropost_id) in reposts,
        NotificationKind.EDIT: (recipient_id, one.micropost_id) in reposts,
        NotificationKind.FOLLOW: (one.actor_id, recipient_id) in world.follows,
        NotificationKind.POST: (recipient_id, one.actor_id) in world.follows,
        NotificationKind.MENTION: post is not None and recipient_id in post.mentioned_ids,
    }
    return may_show(
        one,
        world.relation(one.actor_id, recipient_id),
        is_readable=post is None or world.may_read(post, recipient_id),
        is_so=is_so.get(one.kind, True),
    )


def _whole(twite: Embedded, recipient_id: UserId, *, limit: int) -> Sequence[Notification]:
    found: list[Notification] = []
    cursor: Cursor | None = Cursor(limit=limit)
    while cursor is not None:
        older = twite.notifications.views.page(recipient_id=recipient_id, now=NOW, cursor=cursor)
        found.extend(told.notification for told in older.items)
        cursor = older.older
    return found
