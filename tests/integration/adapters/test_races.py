"""Whoever races, one wins, the others are told, and every count is right afterwards."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from attrs import evolve

from tests.integration.adapters.racing import at_once, refusals
from tests.integration.adapters.worlds import a_post, a_user, some_users
from twite.domain.credentials import (
    MOST_WRONG,
    CredentialChangedMeanwhile,
    EmailTaken,
    ResetNotFound,
    TooManyWrongPasswords,
    WrongPassword,
)
from twite.domain.microposts import (
    MOST_PINS,
    EditedMeanwhile,
    KeyReused,
    Micropost,
    MicropostId,
    PostText,
    TooManyPins,
)
from twite.domain.registrations import Admission, InvitationNeeded
from twite.domain.sessions import NotLoggedIn
from twite.domain.users import (
    AccountNotActive,
    CannotBe,
    ExternalIdTaken,
    HandleTaken,
    Role,
    UserId,
)
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.plugin import PASSWORD, signed_up

RACERS = 16


def people(twite: Embedded, *handles: str) -> list[UserId]:
    return [twite.users.register(handle=handle) for handle in handles]


def lock(twite: Embedded, id: UserId) -> None:
    """Who wants to follow them has to ask."""
    with twite.microposts.unit_of_work() as work:
        work.users.save(evolve(work.users.get(id), is_locked=True))


class TestTwoSavesOfOneMicropost:
    def test_are_one_save_and_one_conflict(self, twite: Embedded) -> None:
        unit_of_work = twite.microposts.unit_of_work

        def save(micropost: Micropost) -> None:
            with unit_of_work() as work:
                work.microposts.save(micropost)

        for _ in range(10):
            with unit_of_work() as work:
                post = a_post(work, a_user(work).id)
            texts = ("one", "other")

            outcomes = at_once(
                *(partial(save, evolve(post, text=PostText(text))) for text in texts)
            )

            assert refusals(outcomes) == [EditedMeanwhile]
            with unit_of_work() as work:
                found = work.microposts.find(post.id)
            assert found is not None
            assert (found.version, found.text.value) == (2, texts[outcomes.index(None)])


class TestPeopleRacing:
    def test_for_a_handle_are_one_winner_and_the_rest(self, twite: Embedded) -> None:
        outcomes = at_once(
            *(
                partial(twite.users.register, handle=handle)
                for handle in ("bob", "BOB", "Bob", "boB") * (RACERS // 4)
            )
        )

        assert refusals(outcomes) == [HandleTaken] * (RACERS - 1)
        assert twite.users.named("bob").id in outcomes

    def test_for_an_address_are_one_winner_and_the_rest(self, twite: Embedded) -> None:
        outcomes = at_once(
            *(
                partial(
                    twite.credentials.sign_up,
                    handle=f"bob{number}",
                    email="bob@example.org" if number % 2 else "BOB@example.org",
                    password="correct horse",
                )
                for number in range(RACERS)
            )
        )

        assert refusals(outcomes) == [EmailTaken] * (RACERS - 1)
        (winner,) = twite.search.people("bob", viewer_id=None)  # of the others nothing is left
        assert winner.id in outcomes

    def test_for_an_external_id_are_one_winner_and_the_rest(self, twite: Embedded) -> None:
        outcomes = at_once(
            *(
                partial(twite.users.register, handle=f"bob{number}", external_id="B-1")
                for number in range(RACERS)
            )
        )

        assert refusals(outcomes) == [ExternalIdTaken] * (RACERS - 1)
        (winner,) = twite.search.people("bob", viewer_id=None)
        assert twite.users.known_as("B-1").id == winner.id


class TestPeopleWithOneInvitation:
    def test_are_one_winner_and_the_rest(self, twite: Embedded) -> None:
        invitation = twite.users.invite()
        house = evolve(twite.registrations, admission=Admission.INVITE)

        outcomes = at_once(
            *(
                partial(
                    house.sign_up,
                    handle=f"bob{number}",
                    email=f"bob{number}@example.org",
                    password="correct horse",
                    invitation=invitation,
                )
                for number in range(RACERS)
            )
        )

        assert refusals(outcomes) == [InvitationNeeded] * (RACERS - 1)
        (winner,) = twite.search.people("bob", viewer_id=None)
        assert winner.id in outcomes


class TestSuspending:
    def test_at_once_is_one_suspension_and_one_entry(self, twite: Embedded) -> None:
        (alice,) = people(twite, "alice")

        outcomes = at_once(*[partial(twite.users.suspend, alice)] * RACERS)

        assert refusals(outcomes) == [CannotBe] * (RACERS - 1)
        assert len(twite.users.acts(alice).items) == 1

    def test_leaves_no_session_whoever_logs_in_meanwhile(self, twite: Embedded) -> None:
        alice, bob = people(twite, "alice", "bob")
        twite.users.appoint(bob, Role.MODERATOR)

        for _ in range(3):
            acts: list[Callable[[], object]] = [partial(twite.sessions.start, alice)] * 6
            outcomes = at_once(*acts, partial(twite.users.suspend, alice, by=bob), *acts)
            twite.users.restore(alice)

            assert set(refusals(outcomes)) <= {AccountNotActive}
            for token in outcomes:
                if isinstance(token, str):
                    with pytest.raises(NotLoggedIn):
                        twite.sessions.who(token)


class TestChangesOfOneCredential:
    def test_by_one_link_are_one(self, twite: Embedded) -> None:
        alice = signed_up(twite, "alice")
        token = twite.credentials.offer_reset(alice)

        outcomes = at_once(
            *(
                partial(twite.credentials.reset, token=token, new=f"a new one {number}")
                for number in range(RACERS)
            )
        )

        assert refusals(outcomes) == [ResetNotFound] * (RACERS - 1)
        winner = next(n for n, outcome in enumerate(outcomes) if outcome == alice)
        assert twite.credentials.prove(login="alice", password=f"a new one {winner}") == alice

    def test_with_one_password_are_one(self, twite: Embedded) -> None:
        """H013: whoever was let in while it was changed is out."""
        alice = signed_up(twite, "alice")

        outcomes = at_once(
            *(
                partial(
                    twite.credentials.change_password,
                    by=alice,
                    current=PASSWORD,
                    new=f"a new one {number}",
                )
                for number in range(8)
            )
        )

        assert set(refusals(outcomes)) <= {CredentialChangedMeanwhile, WrongPassword}
        assert len(refusals(outcomes)) == 7
        winner = outcomes.index(None)
        assert twite.credentials.prove(login="alice", password=f"a new one {winner}") == alice

    def test_with_wrong_ones_are_ten_at_most(self, twite: Embedded) -> None:
        """H010: those that come at once count as well."""
        alice = signed_up(twite, "alice")

        outcomes = at_once(
            *[partial(twite.credentials.change_email, by=alice, current="wrong", email="a@b.org")]
            * RACERS
        )

        counted = Counter(refusals(outcomes))
        assert counted == {WrongPassword: MOST_WRONG, TooManyWrongPasswords: RACERS - MOST_WRONG}

    def test_to_one_address_are_one(self, twite: Embedded) -> None:
        ids = [signed_up(twite, f"u{number}") for number in range(8)]

        outcomes = at_once(
            *(
                partial(
                    twite.credentials.change_email, by=id, current=PASSWORD, email="one@example.org"
                )
                for id in ids
            )
        )

        assert refusals(outcomes) == [EmailTaken] * 7
        winner = ids[outcomes.index(None)]
        assert twite.credentials.prove(login="one@example.org", password=PASSWORD) == winner
        assert list(twite.check()) == []


class TestFollowsOfOnePair:
    def test_at_once_are_one(self, twite: Embedded) -> None:
        alice, bob = people(twite, "alice", "bob")

        outcomes = at_once(*[partial(twite.follows.follow, by=alice, whom=bob)] * RACERS)

        assert refusals(outcomes) == []
        assert twite.users.show(alice).following_count == 1
        assert twite.users.show(bob).followers_count == 1
        assert list(twite.check()) == []

    def test_and_as_many_ends_are_one_or_none(self, twite: Embedded) -> None:
        alice, bob = people(twite, "alice", "bob")
        begin = partial(twite.follows.follow, by=alice, whom=bob)
        end = partial(twite.follows.unfollow, by=alice, whom=bob)

        for _ in range(3):
            outcomes = at_once(*[begin, end] * (RACERS // 2))

            assert refusals(outcomes) == []
            rows = int(twite.follows.relation(viewer_id=alice, other_id=bob).following)
            assert twite.users.show(alice).following_count == rows
            assert twite.users.show(bob).followers_count == rows
        assert list(twite.check()) == []

    def test_and_blocks_never_stand_together(self, twite: Embedded) -> None:
        alice, bob = people(twite, "alice", "bob")
        acts: list[Callable[[], None]] = [
            partial(twite.follows.follow, by=alice, whom=bob),
            partial(twite.follows.follow, by=bob, whom=alice),
            partial(twite.blocks.block, by=alice, whom=bob),
            partial(twite.blocks.block, by=bob, whom=alice),
            partial(twite.blocks.unblock, by=alice, whom=bob),
            partial(twite.follows.unfollow, by=bob, whom=alice),
        ]

        for _ in range(5):
            outcomes = at_once(*acts * 2)

            assert {"BlockedByYou", "UserNotFound"} >= {
                kind.__name__ for kind in refusals(outcomes)
            }
        assert list(twite.check()) == []


class TestRequestsOfOnePair:
    def test_at_once_are_one(self, twite: Embedded) -> None:
        alice, bob = people(twite, "alice", "bob")
        lock(twite, bob)

        outcomes = at_once(*[partial(twite.follows.follow, by=alice, whom=bob)] * RACERS)

        assert refusals(outcomes) == []
        assert len(twite.follows.requests(of=bob).items) == 1
        assert twite.users.show(bob).followers_count == 0
        assert list(twite.check()) == []

    def test_are_accepted_once_however_often(self, twite: Embedded) -> None:
        alice, bob = people(twite, "alice", "bob")
        lock(twite, bob)
        twite.follows.follow(by=alice, whom=bob)

        outcomes = at_once(*[partial(twite.follows.accept, by=bob, whom=alice)] * RACERS)

        assert refusals(outcomes) == []
        assert twite.follows.relation(viewer_id=alice, other_id=bob).following
        assert twite.users.show(bob).followers_count == 1
        assert list(twite.check()) == []

    def test_and_all_that_may_happen_to_them_never_stand_wrongly(self, twite: Embedded) -> None:
        alice, bob = people(twite, "alice", "bob")
        lock(twite, bob)
        acts: list[Callable[[], None]] = [
            partial(twite.follows.follow, by=alice, whom=bob),
            partial(twite.follows.follow, by=bob, whom=alice),
            partial(twite.follows.accept, by=bob, whom=alice),
            partial(twite.follows.reject, by=bob, whom=alice),
            partial(twite.follows.withdraw, by=alice, whom=bob),
            partial(twite.follows.unfollow, by=alice, whom=bob),
            partial(twite.follows.remove_follower, by=bob, whom=alice),
            partial(twite.blocks.block, by=bob, whom=alice),
            partial(twite.blocks.unblock, by=bob, whom=alice),
            partial(twite.mutes.mute, by=alice, whom=bob),
            partial(twite.mutes.unmute, by=alice, whom=bob),
        ]

        for _ in range(5):
            outcomes = at_once(*acts * 2)

            assert {"BlockedByYou", "UserNotFound", "FollowRequestNotFound"} >= {
                kind.__name__ for kind in refusals(outcomes)
            }
            assert list(twite.check()) == []


class TestMutesOfOnePair:
    def test_on_different_terms_are_one(self, twite: Embedded) -> None:
        alice, bob = people(twite, "alice", "bob")

        outcomes = at_once(
            *(
                partial(twite.mutes.mute, by=alice, whom=bob, lasts=timedelta(hours=1 + number))
                for number in range(RACERS)
            )
        )

        assert refusals(outcomes) == []
        assert len(twite.mutes.page(of=alice).items) == 1


class TestReactionsToOneMicropost:
    """H129, H130."""

    @pytest.mark.parametrize("name", ["favourites", "reposts", "bookmarks"])
    def test_of_one_user_at_once_are_one(self, twite: Embedded, name: str) -> None:
        alice, bob = people(twite, "alice", "bob")
        id = twite.microposts.post(author_id=alice, text="hello")
        do, undo = reacting(twite, name)

        outcomes = at_once(*[partial(do, id, by=bob)] * RACERS)

        assert refusals(outcomes) == []
        assert reacted(twite, name, id, bob)
        assert told_of(twite, alice, name) == (name != "bookmarks")
        assert list(twite.check()) == []

        outcomes = at_once(*[partial(undo, id, by=bob)] * RACERS)

        assert refusals(outcomes) == []
        assert not reacted(twite, name, id, bob)
        assert list(twite.check()) == []

    @pytest.mark.parametrize("name", ["favourites", "reposts", "bookmarks"])
    def test_and_as_many_undone_are_one_or_none(self, twite: Embedded, name: str) -> None:
        alice, bob = people(twite, "alice", "bob")
        id = twite.microposts.post(author_id=alice, text="hello")
        do, undo = (partial(act, id, by=bob) for act in reacting(twite, name))

        for _ in range(3):
            outcomes = at_once(*[do, undo] * (RACERS // 2))

            assert refusals(outcomes) == []
            assert list(twite.check()) == []
        assert told_of(twite, alice, name) <= (name != "bookmarks")

    def test_of_many_are_all_there_and_counted(self, twite: Embedded) -> None:
        ids = people(twite, *(f"u{number}" for number in range(RACERS)))
        about = twite.microposts.post(author_id=ids[0], text="hello")
        acts = [
            partial(do, about, by=id)
            for name in ("favourites", "reposts", "bookmarks")
            for do, _ in [reacting(twite, name)]
            for id in ids[: RACERS // 2]
        ]

        assert refusals(at_once(*acts)) == []
        view = twite.microposts.show(about, viewer_id=None)
        assert view.favourites_count == view.reposts_count == RACERS // 2
        assert list(twite.check()) == []

    def test_while_it_is_deleted_leave_nothing(self, twite: Embedded) -> None:
        alice, bob, carol = people(twite, "alice", "bob", "carol")

        for _ in range(4):
            id = twite.microposts.post(author_id=alice, text="hello")
            acts = [
                partial(do, id, by=by)
                for name in ("favourites", "reposts", "bookmarks")
                for do, _ in [reacting(twite, name)]
                for by in (bob, carol)
            ]
            outcomes = at_once(*acts, partial(twite.microposts.delete, id, by=alice))

            assert {kind.__name__ for kind in refusals(outcomes)} <= {"MicropostNotFound"}
            assert outcomes[-1] is None
            assert list(twite.check()) == []

    def test_and_what_reposters_post_enter_one_after_another(self, twite: Embedded) -> None:
        alice, bob, carol = people(twite, "alice", "bob", "carol")
        ids = [twite.microposts.post(author_id=alice, text="hello") for _ in range(3)]
        reposts = [partial(twite.reposts.repost, id, by=by) for id in ids for by in (bob, carol)]
        posts = [partial(twite.microposts.post, author_id=by, text="me") for by in (bob, carol)]

        outcomes = at_once(*reposts, *posts, partial(twite.blocks.block, by=alice, whom=carol))

        assert {kind.__name__ for kind in refusals(outcomes)} <= {"MicropostNotFound"}
        found = twite.timelines.profile(author_id=bob, viewer_id=None).items
        assert len(found) == len({entry.id for entry in found}) == len(ids) + 1
        assert list(twite.check()) == []


def reacting(twite: Embedded, name: str) -> tuple[Callable[..., object], Callable[..., object]]:
    """The two ways: to do it, and to undo it."""
    return {
        "favourites": (twite.favourites.favourite, twite.favourites.unfavourite),
        "reposts": (twite.reposts.repost, twite.reposts.undo),
        "bookmarks": (twite.bookmarks.bookmark, twite.bookmarks.unbookmark),
    }[name]


def reacted(twite: Embedded, name: str, id: MicropostId, by: UserId) -> bool:
    """Whether it stands, in every place that says so."""
    view = twite.microposts.show(id, viewer_id=by)
    own = twite.timelines.profile(author_id=by, viewer_id=by).items
    said, counted = {
        "favourites": (view.favourited, view.favourites_count),
        "reposts": (view.reposted, view.reposts_count),
        "bookmarks": (view.bookmarked, int(view.bookmarked)),
    }[name]
    assert counted == int(said)
    assert len(own) == (view.reposts_count if name == "reposts" else 0)
    return said


def told_of(twite: Embedded, recipient_id: UserId, name: str) -> int:
    twite.drain()
    kinds = [item.kind for item in twite.notifications.page(recipient_id=recipient_id).items]
    return sum(1 for kind in kinds if kind == name.removesuffix("s"))


class TestPostsUnderOneKey:
    def test_are_one_micropost(self, twite: Embedded) -> None:
        (alice,) = people(twite, "alice")
        post = partial(twite.microposts.post, author_id=alice, text="hello", idempotency_key="once")

        outcomes = at_once(*[post] * RACERS)

        assert refusals(outcomes) == []
        assert len(set(outcomes)) == 1
        assert len(twite.timelines.home(viewer_id=alice).items) == 1
        assert twite.users.show(alice).posts_count == 1
        assert list(twite.check()) == []

    def test_with_other_words_are_refused(self, twite: Embedded) -> None:
        (alice,) = people(twite, "alice")

        outcomes = at_once(
            *(
                partial(
                    twite.microposts.post,
                    author_id=alice,
                    text=f"hello {number}",
                    idempotency_key="once",
                )
                for number in range(RACERS)
            )
        )

        assert refusals(outcomes) == [KeyReused] * (RACERS - 1)
        assert twite.users.show(alice).posts_count == 1

    def test_of_different_people_are_as_many(self, twite: Embedded) -> None:
        ids = people(twite, *(f"u{number}" for number in range(RACERS)))

        outcomes = at_once(
            *(
                partial(twite.microposts.post, author_id=id, text="hello", idempotency_key="once")
                for id in ids
            )
        )

        assert refusals(outcomes) == []
        assert len(set(outcomes)) == RACERS


class TestEditsAtOnce:
    def test_of_one_version_are_one_edit_and_conflicts(self, twite: Embedded) -> None:
        (alice,) = people(twite, "alice")
        id = twite.microposts.post(author_id=alice, text="first")

        outcomes = at_once(
            *(
                partial(twite.microposts.edit, id, by=alice, text=f"at {number}", version=1)
                for number in range(RACERS)
            )
        )

        assert refusals(outcomes) == [EditedMeanwhile] * (RACERS - 1)
        assert len(twite.microposts.history(id, viewer_id=None)) == 2
        assert list(twite.check()) == []

    def test_of_any_version_follow_each_other(self, twite: Embedded) -> None:
        (alice,) = people(twite, "alice")
        id = twite.microposts.post(author_id=alice, text="first")
        texts = {f"at {number}" for number in range(RACERS)}

        outcomes = at_once(
            *(partial(twite.microposts.edit, id, by=alice, text=text) for text in texts)
        )

        said = twite.microposts.history(id, viewer_id=None)
        assert refusals(outcomes) == []
        assert [one.version for one in said] == list(range(1, RACERS + 2))
        assert {one.text for one in said} == {"first", *texts}

    def test_and_a_delete_leave_nothing(self, twite: Embedded) -> None:
        alice, bob = people(twite, "alice", "bob")
        for _ in range(3):
            id = twite.microposts.post(author_id=alice, text="first")
            edits = [
                partial(twite.microposts.edit, id, by=alice, text=f"@bob {number}")
                for number in range(6)
            ]

            outcomes = at_once(*edits, partial(twite.microposts.delete, id, by=alice))

            assert {"MicropostNotFound"} >= {kind.__name__ for kind in refusals(outcomes)}
        twite.drain()
        assert not twite.notifications.page(recipient_id=bob).items
        assert list(twite.check()) == []


class TestRepliesAtOnce:
    def test_are_all_there_and_counted(self, twite: Embedded) -> None:
        ids = people(twite, *(f"u{number}" for number in range(RACERS)))
        id = twite.microposts.post(author_id=ids[0], text="who is in?")

        outcomes = at_once(
            *(
                partial(twite.microposts.post, author_id=one, text="me", in_reply_to_id=id)
                for one in ids
            )
        )

        assert refusals(outcomes) == []
        assert twite.microposts.show(id, viewer_id=None).replies_count == RACERS
        assert len(twite.timelines.thread(id, viewer_id=None).replies) == RACERS
        assert list(twite.check()) == []

    def test_and_deletes_of_what_they_answer_leave_counts_right(self, twite: Embedded) -> None:
        alice, *others = people(twite, "alice", *(f"u{number}" for number in range(6)))

        for _ in range(3):
            id = twite.microposts.post(author_id=alice, text="who is in?")
            replies = [
                twite.microposts.post(author_id=one, text="me", in_reply_to_id=id) for one in others
            ]
            again = [
                partial(twite.microposts.post, author_id=one, text="too", in_reply_to_id=reply)
                for one, reply in zip(others, replies[::-1], strict=True)
            ]
            back = [
                partial(twite.microposts.delete, reply, by=one)
                for one, reply in zip(others, replies, strict=True)
            ]
            last = partial(twite.microposts.delete, id, by=alice)
            acts: list[Callable[[], object]] = [*again, *back, last]

            outcomes = at_once(*acts)

            assert {"MicropostNotFound"} >= {kind.__name__ for kind in refusals(outcomes)}
        assert list(twite.check()) == []


class TestPostsAtOnce:
    def test_of_one_author_are_all_there_and_counted(self, twite: Embedded) -> None:
        (alice,) = people(twite, "alice")

        outcomes = at_once(
            *[partial(twite.microposts.post, author_id=alice, text="hello")] * RACERS
        )

        assert refusals(outcomes) == []
        shown = [entry.micropost.id for entry in twite.timelines.home(viewer_id=alice).items]
        assert shown == sorted(outcomes, reverse=True)  # type: ignore[type-var]
        assert twite.users.show(alice).posts_count == RACERS
        assert list(twite.check()) == []

    def test_that_name_each_other_all_get_through(self, twite: Embedded) -> None:
        alice, bob = people(twite, "alice", "bob")
        acts = [
            partial(twite.microposts.post, author_id=alice, text="hello @bob"),
            partial(twite.microposts.post, author_id=bob, text="hello @alice"),
        ]

        for _ in range(4):
            outcomes = at_once(*acts * 4)
            assert refusals(outcomes) == []

        twite.drain()
        for id in (alice, bob):
            assert len(twite.notifications.page(recipient_id=id).items) == 16
        assert list(twite.check()) == []


class TestDeletingAndReading:
    @pytest.mark.parametrize("deletes", [2, RACERS])
    def test_at_once_deletes_once(self, twite: Embedded, deletes: int) -> None:
        (alice,) = people(twite, "alice")
        id = twite.microposts.post(author_id=alice, text="hello")

        outcomes = at_once(*[partial(twite.microposts.delete, id, by=alice)] * deletes)

        assert {kind.__name__ for kind in refusals(outcomes)} == {"MicropostNotFound"}
        assert len(refusals(outcomes)) == deletes - 1
        assert twite.users.show(alice).posts_count == 0
        assert list(twite.check()) == []

    def test_what_is_deleted_while_it_is_told_of_leaves_nothing(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            (bob,) = some_users(work, 1)
        name = twite.users.show(bob).handle
        (alice,) = people(twite, "alice")

        def post_and_delete() -> None:
            id = twite.microposts.post(author_id=alice, text=f"hello @{name}")
            twite.microposts.delete(id, by=alice)

        for _ in range(3):
            assert refusals(at_once(*[post_and_delete] * 6)) == []

        assert not twite.notifications.page(recipient_id=bob).items
        assert list(twite.check()) == []


def test_many_pins_at_once_are_no_more_than_there_may_be(twite: Embedded) -> None:
    (alice,) = people(twite, "alice")
    ids = [twite.microposts.post(author_id=alice, text="tea") for _ in range(RACERS)]

    outcomes = at_once(*(partial(twite.microposts.pin, id, by=alice) for id in ids))

    assert refusals(outcomes) == [TooManyPins] * (RACERS - MOST_PINS)
    assert twite.check() == []
