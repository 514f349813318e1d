"""Users are kept, whatever their state, and found as anybody may find them."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    NOW,
    Plan,
    a_block,
    a_follow,
    a_number,
    a_post,
    a_user,
    in_private,
    kept,
    plans,
    shared_store,
    some_users,
)
from twite.application.paging import Cursor
from twite.application.ports.outbox import Position
from twite.application.ports.unit_of_work import UnitOfWorkFactory
from twite.application.ports.users import UserView, UserViews
from twite.domain.microposts import Visibility
from twite.domain.users import (
    Bio,
    DisplayName,
    ExternalId,
    ExternalIdTaken,
    Handle,
    HandleTaken,
    ProfileLink,
    Role,
    User,
    UserChangedMeanwhile,
    UserId,
    UserNotFound,
    UserRegistered,
    UserState,
)
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing import strategies

NOBODY = UserId(1)

handles = st.from_regex(r"[A-Za-z0-9_]{1,12}", fullmatch=True)
external_ids = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40)


class TestAUser:
    @shared_store
    @given(like=strategies.users, external=external_ids)
    def test_comes_back_as_kept(
        self, unit_of_work: UnitOfWorkFactory, like: User, external: str
    ) -> None:
        number = a_number()
        with unit_of_work() as work:
            user = evolve(
                like,
                id=UserId(work.next_id(at=NOW)),
                handle=Handle(f"U{number}"),
                external_id=ExternalId(f"{number} {external}"),
            )
            work.users.add(user)

        with unit_of_work() as work:
            assert work.users.get(user.id) == user
            assert work.users.hold(user.id) == user

    def test_that_is_not_there_is_refused(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            there = a_user(work).id
            for ask in (work.users.get, work.users.hold):
                with pytest.raises(UserNotFound):
                    ask(NOBODY)
            for pair in ((there, NOBODY), (NOBODY, there)):
                with pytest.raises(UserNotFound):
                    work.users.hold_pair(*pair)

    def test_pair_is_held_in_the_order_asked(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            one, other = a_user(work), a_user(work)

            assert work.users.hold_pair(one.id, other.id) == (one, other)
            assert work.users.hold_pair(other.id, one.id) == (other, one)
            assert work.users.hold_pair(one.id, one.id) == (one, one)

    @pytest.mark.parametrize("pair", [(1, 2), (2, 1)])
    def test_pair_without_either_is_refused_for_the_lesser_id(
        self, unit_of_work: UnitOfWorkFactory, pair: tuple[int, int]
    ) -> None:
        one, other = map(UserId, pair)

        with pytest.raises(UserNotFound) as refusal, unit_of_work() as work:
            work.users.hold_pair(one, other)

        assert refusal.value.who == 1

    def test_is_announced(self, twite: Embedded) -> None:
        id = twite.users.register(handle="alice")

        (recorded,) = twite.feed.after(Position(), limit=10)
        assert isinstance(recorded.event, UserRegistered)
        assert recorded.event.user_id == id


class TestWhatIsTaken:
    @pytest.mark.parametrize("state", UserState)
    def test_is_the_handle_whatever_became_of_its_owner(
        self, unit_of_work: UnitOfWorkFactory, state: UserState
    ) -> None:
        with unit_of_work() as work:
            a_user(work, handle="alice", state=state)

        with pytest.raises(HandleTaken) as refused, unit_of_work() as work:
            a_user(work, handle="ALICE")
        assert refused.value.handle == Handle("alice")

    def test_is_the_external_id(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            a_user(work, external_id="A-1")

        with pytest.raises(ExternalIdTaken) as refused, unit_of_work() as work:
            a_user(work, external_id="A-1")
        assert refused.value.external_id == ExternalId("A-1")

    def test_is_the_handle_first_when_both_are(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            a_user(work, handle="alice", external_id="A-1")

        with pytest.raises(HandleTaken), unit_of_work() as work:
            a_user(work, handle="alice", external_id="A-1")

    def test_is_no_external_id_in_other_letters(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            a_user(work, external_id="A-1")
            a_user(work, external_id="a-1")
            a_user(work), a_user(work)  # and many may have none

    def test_leaves_the_transaction_usable(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            a_user(work, handle="alice")
            with pytest.raises(HandleTaken):
                a_user(work, handle="alice")
            bob = a_user(work, handle="bob")

        with unit_of_work() as work:
            assert work.users.get(bob.id) == bob


class TestSaving:
    def test_keeps_the_next_version(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            user = a_user(work, external_id="A-1")
        changed = evolve(
            user,
            display_name=DisplayName("New"),
            bio=Bio("tea\nand coffee"),
            links=(ProfileLink("Garden", "https://example.org"), ProfileLink("☕", "'; --")),
            is_locked=True,
            role=Role.MODERATOR,
            state=UserState.SUSPENDED,
            is_silenced=True,
            state_since=NOW,
        )

        with unit_of_work() as work:
            work.users.save(changed)

        with unit_of_work() as work:
            assert work.users.get(user.id) == changed.succeeded()

    def test_refuses_a_stale_version(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            user = a_user(work)
            work.users.save(user)

        with pytest.raises(UserChangedMeanwhile), unit_of_work() as work:
            work.users.save(user)

    def test_refuses_what_was_never_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            user = evolve(a_user(work), id=NOBODY)

            with pytest.raises(UserChangedMeanwhile):
                work.users.save(user)

    def test_leaves_the_counts_alone(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            user = a_user(work)
            a_post(work, user.id)
            work.users.save(user)

        assert twite.users.show(user.id).posts_count == 1


class TestIdsOfHandles:
    def test_are_those_of_active_users(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = a_user(work, handle="alice"), a_user(work, handle="bob")
            a_user(work, handle="carol", state=UserState.SUSPENDED)
            a_user(work, handle="dave", state=UserState.CLOSED)

            found = work.users.ids_of({"alice", "bob", "carol", "dave", "erin"})

            assert found == {"alice": alice.id, "bob": bob.id}
            assert work.users.ids_of(frozenset()) == {}

    def test_are_those_of_the_known_until_they_close(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = a_user(work, handle="alice"), a_user(work, handle="bob")
            carol, dave = (
                a_user(work, handle=handle, state=state)
                for handle, state in (("carol", UserState.SUSPENDED), ("dave", UserState.CLOSED))
            )
            a_user(work, handle="erin", state=UserState.SUSPENDED)

            handles, known = {"bob", "carol", "dave", "erin"}, {alice.id, carol.id, dave.id}
            found = work.users.ids_of(handles, known=known)

            assert found == {"bob": bob.id, "carol": carol.id}


class TestAStamp:
    def test_says_when_a_profile_changed(self, twite: Embedded) -> None:
        alice = twite.users.register(handle="alice")
        views = twite.users.views
        (before,) = views.stamps([alice], viewer_id=None)

        twite.users.edit_profile(by=alice, bio="tea")
        twite.microposts.post(author_id=alice, text="tea")

        (after,) = views.stamps([alice], viewer_id=None)
        assert after == evolve(
            before,
            version=before.version + 1,
            posts_count=1,
            last_posted_on=twite.users.show(alice).last_posted_on,
        )
        assert after.last_posted_on is not None


class TestAView:
    def test_shows_all_there_is_to_see(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work, handle="Alice", external_id="A-1")
            bob, carol = some_users(work, 2)
            for visibility in Visibility:
                a_post(work, alice.id, visibility=visibility)
            a_follow(work, bob, alice.id)
            a_follow(work, carol, alice.id)
            a_follow(work, alice.id, bob)

        expected = UserView(
            id=alice.id,
            handle="alice",
            display_name="Some One",
            bio="",
            links=[],
            is_locked=False,
            external_id="A-1",
            role=Role.USER,
            registered_at=NOW,
            posts_count=2,
            followers_count=2,
            following_count=1,
            state=UserState.ACTIVE,
            is_silenced=False,
            state_since=None,
            last_posted_on=NOW.date(),
        )
        assert twite.users.views.show([alice.id]) == [expected]
        assert twite.users.views.by_handle(Handle("aLICE"), viewer_id=None) == expected
        assert twite.users.views.by_external_id(ExternalId("A-1")) == expected

    def test_page_is_in_the_order_asked_without_the_unknown(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            one, two, three = some_users(work, 3)

        shown = twite.users.views.show([three, NOBODY, one, two, one])

        assert [view.id for view in shown] == [three, one, two, one]
        assert list(twite.users.views.show([])) == []

    @shared_store
    @given(plan=plans)
    def test_page_leaves_out_whom_the_viewer_may_not_meet(
        self, twite: Embedded, plan: Plan
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        asked = [*reversed(world.people), NOBODY]

        for viewer in world.viewers:
            shown = twite.users.views.shown(asked, viewer_id=viewer)

            met = [id for id in asked[:-1] if world.may_meet(id, viewer)]
            assert shown == twite.users.views.show(met)

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_of_who_is_not_active_is_found_by_id_alone(
        self, twite: Embedded, state: UserState
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work, handle="alice", external_id="A-1", state=state)

        assert [view.state for view in twite.users.views.show([alice.id])] == [state]
        assert twite.users.views.by_handle(Handle("alice"), viewer_id=None) is None
        assert twite.users.views.by_external_id(ExternalId("A-1")) is None

    def test_of_who_was_never_there_is_none(self, twite: Embedded) -> None:
        assert twite.users.views.by_handle(Handle("alice"), viewer_id=None) is None
        assert twite.users.views.by_external_id(ExternalId("A-1")) is None


class TestAViewByHandle:
    def test_is_none_for_whom_they_blocked(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work, handle="alice"), a_user(work, handle="bob")
            a_block(work, alice.id, bob.id)
        views = twite.users.views

        assert views.by_handle(Handle("alice"), viewer_id=bob.id) is None
        for handle, viewer_id in (("bob", alice.id), ("alice", alice.id), ("alice", None)):
            found = views.by_handle(Handle(handle), viewer_id=viewer_id)
            assert found is not None
            assert found.handle == handle

    def test_is_none_for_a_stranger_in_a_private_house(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work, handle="alice")
        private: UserViews = in_private(twite.users.views)

        assert private.by_handle(Handle("alice"), viewer_id=None) is None
        assert private.by_handle(Handle("alice"), viewer_id=alice.id) is not None


class TestTheCensus:
    def test_counts_whoever_is_active_and_what_they_say_for_everybody(
        self, twite: Embedded
    ) -> None:
        census = twite.users.views.census
        with twite.microposts.unit_of_work() as work:
            one, two, three = some_users(work, 3)
        before = census(since=NOW)

        ids = [twite.microposts.post(author_id=author, text="tea") for author in (one, three)]
        twite.microposts.post(author_id=two, text="tea", visibility=Visibility.MENTIONED)
        twite.users.suspend(three)
        after = census(since=NOW)
        twite.microposts.delete(ids[0], by=one)

        assert after.users_count == before.users_count - 1
        assert after.posts_count == before.posts_count + 1
        assert after.posting_count == before.posting_count + 1
        assert census(since=NOW) == evolve(before, users_count=before.users_count - 1)


class TestAViewForTheHouse:
    @pytest.mark.parametrize("state", UserState)
    def test_is_found_by_handle_whatever_the_state(self, twite: Embedded, state: UserState) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work, handle="alice", state=state)

        found = twite.users.views.bearing(Handle("ALICE"))

        assert found is not None
        assert (found.id, found.state) == (alice.id, state)
        assert twite.users.views.bearing(Handle("bob")) is None

    def test_is_one_of_a_state_and_role(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            kept = {
                (state, role, number): a_user(work, state=state, role=role).id
                for state in UserState
                for role in Role
                for number in range(2)
            }
        page = twite.users.views.page

        for state in (None, *UserState):
            for role in (None, *Role):
                expected = sorted(
                    (
                        id
                        for (its_state, its_role, _), id in kept.items()
                        if state in (None, its_state) and role in (None, its_role)
                    ),
                    reverse=True,
                )
                found, cursor = [], Cursor(limit=3)
                while True:
                    got = page(state=state, role=role, cursor=cursor)
                    found += [view.id for view in got.items]
                    if got.older is None:
                        break
                    cursor = got.older
                assert found == expected
                upwards = page(state=state, role=role, cursor=Cursor(min_id=0, limit=40))
                assert [view.id for view in upwards.items] == expected
