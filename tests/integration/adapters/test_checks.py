"""The checks find what is wrong, and nothing where all is well."""

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given, settings

from tests.integration.adapters.backdoors import Backdoor, SqlBackdoor
from tests.integration.adapters.worlds import (
    NOW,
    Plan,
    a_block,
    a_draft,
    a_follow,
    a_post,
    a_repost,
    a_request,
    a_user,
    kept,
    plans,
    shared_store,
    some_users,
)
from twite.application.ports.checks import SLACK
from twite.domain.credentials import Credential, EmailAddress
from twite.domain.drafts import MOST_DRAFTS
from twite.domain.mail import Mail, MailId, MailKind
from twite.domain.microposts import MOST_PINS, MicropostId, MicropostPosted, Visibility
from twite.domain.notifications import Notification, NotificationId, NotificationKind
from twite.domain.timelines import EntryId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Dispatch, Settings

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def house() -> Settings:
    return Settings(dispatch=Dispatch.WORKER)  # nobody delivers meanwhile


def a_mention(twite: Embedded) -> MicropostId:
    """Of somebody with an address, delivered."""
    with twite.microposts.unit_of_work() as work:
        alice, bob = a_user(work), a_user(work)
        work.credentials.add(
            Credential(
                user_id=bob.id,
                email=EmailAddress(f"{bob.handle}@example.org"),
                password_hash="none",
                set_at=NOW,
            )
        )
    id = twite.microposts.post(author_id=alice.id, text=f"hello @{bob.handle}")
    twite.drain()
    assert list(twite.check()) == []
    return id


def _passable(plan: Plan) -> list[tuple[int, int]]:
    """The reposts of what was said to everyone."""
    said = [visibility for _, visibility, *_ in plan.posts]
    return [(by, place) for by, place in plan.reposts if said[place % len(said)].is_counted]


class TestASoundWorld:
    @settings(shared_store, max_examples=30)
    @given(plan=plans)
    def test_has_no_findings(self, twite: Embedded, plan: Plan) -> None:
        kept(
            evolve(plan, blocks=frozenset(), reposts=_passable(plan)), twite.microposts.unit_of_work
        )

        assert list(twite.check()) == []

    def test_that_is_busy_has_none_either(self, twite: Embedded) -> None:
        alice, bob, carol = (twite.users.register(handle=name) for name in ("a", "b", "c"))
        twite.follows.follow(by=alice, whom=bob)
        twite.follows.follow(by=bob, whom=alice)
        twite.follows.follow(by=carol, whom=bob)
        twite.follows.unfollow(by=carol, whom=bob)
        twite.blocks.block(by=alice, whom=bob)
        ids = [twite.microposts.post(author_id=alice, text="hello @b #tea") for _ in range(3)]
        for id in ids:
            twite.favourites.favourite(id, by=carol)
            twite.bookmarks.bookmark(id, by=carol)
            twite.reposts.repost(id, by=carol)
        twite.favourites.unfavourite(ids[0], by=carol)
        twite.reposts.undo(ids[2], by=carol)
        twite.bookmarks.unbookmark(ids[0], by=carol)
        twite.microposts.delete(ids[1], by=alice)
        waiting = list(twite.check())
        twite.drain()

        assert waiting == list(twite.check()) == []


class TestAFault:
    @pytest.mark.parametrize("what", ["posts", "followers", "following"])
    def test_in_a_count_is_found(self, twite: Embedded, backdoor: Backdoor, what: str) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            a_follow(work, alice, bob)
            a_post(work, alice)
        backdoor.miscount(alice, what)

        (finding,) = twite.check()

        assert str(alice) in finding

    def test_of_a_day_nobody_posted_on_is_found(self, twite: Embedded, backdoor: Backdoor) -> None:
        with twite.microposts.unit_of_work() as work:
            post = a_post(work, a_user(work).id)
        backdoor.misdate(post.author_id)

        (finding,) = twite.check()

        assert finding == f"when user {post.author_id} last posted is not what is there"

    def test_of_a_lost_version_is_found(self, twite: Embedded, backdoor: Backdoor) -> None:
        with twite.microposts.unit_of_work() as work:
            post = a_post(work, a_user(work).id)
            work.microposts.save(post)
        backdoor.forget_versions(post.id)

        (finding,) = twite.check()

        assert f"micropost {post.id} lost what it said before an edit" in finding

    def test_of_too_many_pins_is_found(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            for _ in range(MOST_PINS + 1):
                work.microposts.pin(a_post(work, alice).id, at=NOW)

        assert list(twite.check()) == [f"the profile of user {alice} begins with too many"]

    def test_of_a_pin_for_some_alone_is_found(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            post = a_post(work, a_user(work).id, visibility=Visibility.MENTIONED)
            work.microposts.pin(post.id, at=NOW)

        assert list(twite.check()) == [f"micropost {post.id} is pinned, and for some alone"]

    def test_of_too_many_drafts_is_found(self, twite: Embedded) -> None:
        with twite.drafts.unit_of_work() as work:
            alice = a_user(work).id
            for _ in range(MOST_DRAFTS + 1):
                a_draft(work, alice)

        assert list(twite.check()) == [f"user {alice} keeps too many drafts"]

    def test_of_a_draft_that_answers_nothing_is_found(self, twite: Embedded) -> None:
        with twite.drafts.unit_of_work() as work:
            draft = a_draft(work, a_user(work).id)
            work.drafts.put(evolve(draft, in_reply_to_id=MicropostId(7)))

        assert list(twite.check()) == [f"draft {draft.id} answers nothing"]

    def test_of_a_reply_that_stands_nowhere_is_found(
        self, twite: Embedded, backdoor: Backdoor
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            post = a_post(work, alice)
            reply = a_post(work, alice, in_reply_to=a_post(work, alice, in_reply_to=post))
        backdoor.misplace(reply.id)

        (finding,) = twite.check()

        assert f"micropost {reply.id} does not stand below what it answers" in finding

    def test_of_a_reply_to_somebody_else_is_found(
        self, twite: Embedded, backdoor: Backdoor
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            reply = a_post(work, bob, in_reply_to=a_post(work, alice))
        backdoor.mistake_answered(EntryId(reply.id), bob)

        (finding,) = twite.check()

        assert f"entry {reply.id} does not know whom it answers" in finding

    @pytest.mark.parametrize("what", ["replies", "favourites", "reposts"])
    def test_in_a_count_of_a_micropost_is_found(
        self, twite: Embedded, backdoor: Backdoor, what: str
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            post = a_post(work, a_user(work).id)
        backdoor.miscount_of(post.id, what)

        (finding,) = twite.check()

        assert finding.startswith(f"the {what} ")
        assert f"micropost {post.id} are not as many as counted" in finding

    @pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
    def test_of_a_repost_that_widens_the_audience_is_found(
        self, twite: Embedded, visibility: Visibility
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice, visibility=visibility)
            repost = a_repost(work, bob, post)

        (finding,) = twite.check()

        assert finding == f"entry {repost.id} passes on what was not said to everyone"

    def test_of_an_authors_own_repost_to_their_followers_is_none(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            a_repost(work, alice, a_post(work, alice, visibility=Visibility.FOLLOWERS))

        assert list(twite.check()) == []

    def test_of_a_lost_entry_is_found(self, twite: Embedded, backdoor: Backdoor) -> None:
        with twite.microposts.unit_of_work() as work:
            post = a_post(work, a_user(work).id)
        backdoor.lose_entry(EntryId(post.id))

        findings = twite.check()

        assert any(f"micropost {post.id}" in finding for finding in findings)
        assert any(str(post.author_id) in finding for finding in findings)  # and its count

    def test_of_a_forgotten_newest_entry_is_found(
        self, twite: Embedded, backdoor: Backdoor
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            post = a_post(work, a_user(work).id)
        backdoor.lose_newest(post.author_id)

        (finding,) = twite.check()

        assert f"entry {post.id}" in finding

    def test_of_a_mention_nobody_wrote_is_found(self, twite: Embedded, backdoor: Backdoor) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
        backdoor.mention(bob, post.id)

        (finding,) = twite.check()

        assert f"micropost {post.id} mentions" in finding

    def test_of_a_lost_mention_is_found(self, twite: Embedded, backdoor: Backdoor) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice, mentioned_ids=[bob], at=NOW + SLACK)
        backdoor.forget_mentions(post.id)

        (finding,) = twite.check()

        assert f"micropost {post.id} names" in finding

    def test_is_none_where_somebody_came_later(self, twite: Embedded, backdoor: Backdoor) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice, mentioned_ids=[bob], at=NOW + SLACK - MOMENT)
        backdoor.forget_mentions(post.id)

        assert list(twite.check()) == []

    def test_is_none_where_somebody_was_suspended_then(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work), a_user(work)
        twite.users.suspend(bob.id)
        twite.microposts.post(author_id=alice.id, text=f"hello @{bob.handle}")

        twite.users.restore(bob.id)

        assert list(twite.check()) == []

    @pytest.mark.parametrize("twite", ["sqlite", "postgres"], indirect=True)
    def test_in_the_tags_is_found(self, twite: Embedded, backdoor: SqlBackdoor) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            wrong, lost = (a_post(work, alice, text="#tea") for _ in range(2))
        backdoor.retag(wrong.id, "coffee")
        backdoor.forget_tags(lost.id)

        findings = twite.check()

        assert [
            f"micropost {post.id}" in said
            for post, said in zip((wrong, lost), findings, strict=True)
        ]

    @pytest.mark.parametrize("twite", ["sqlite", "postgres"], indirect=True)
    def test_in_the_names_is_found(self, twite: Embedded, backdoor: SqlBackdoor) -> None:
        with twite.microposts.unit_of_work() as work:
            wrong, lost, _ = (a_user(work, display_name="").id for _ in range(3))
        backdoor.miscall(wrong)
        backdoor.forget_names(lost)

        assert sorted(twite.check()) == [
            f"user {id} is not found by how they are called" for id in sorted((wrong, lost))
        ]

    def test_in_the_search_terms_is_found(self, twite: Embedded, backdoor: Backdoor) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            wrong, lost = (a_post(work, alice, text="tea") for _ in range(2))
        backdoor.misterm(wrong.id)
        backdoor.lose_terms(lost.id)

        findings = twite.check()

        assert set(findings) == {
            f"micropost {post.id} is not found by what it says" for post in (wrong, lost)
        }

    @pytest.mark.parametrize("twite", ["memory", "sqlite"], indirect=True)
    def test_of_terms_without_a_micropost_is_found(
        self, twite: Embedded, backdoor: Backdoor
    ) -> None:
        """On PostgreSQL a constraint knows better."""
        backdoor.misterm(MicropostId(1))

        (finding,) = twite.check()

        assert finding == "something is found as micropost 1, which is not there"

    def test_of_a_lost_notification_is_found(self, twite: Embedded, backdoor: Backdoor) -> None:
        post_id = a_mention(twite)
        backdoor.lose_notifications(post_id)

        (finding,) = twite.check()

        assert "was notified" in finding

    def test_of_a_lost_notification_of_a_reply_is_found(
        self, twite: Embedded, backdoor: Backdoor
    ) -> None:
        """Also of one that names nobody."""
        with twite.microposts.unit_of_work() as work:
            alice, bob = (a_user(work).id for _ in range(2))
        post_id = twite.microposts.post(author_id=alice, text="tea?")
        lost, _ = (
            twite.microposts.post(author_id=author_id, text="yes", in_reply_to_id=post_id)
            for author_id in (bob, alice)
        )
        twite.drain()
        assert twite.check() == []

        backdoor.lose_notifications(lost)

        (finding,) = twite.check()
        assert "was notified" in finding

    def test_of_a_lost_mail_is_found(self, twite: Embedded, backdoor: Backdoor) -> None:
        post_id = a_mention(twite)
        backdoor.lose_mails(post_id)

        (finding,) = twite.check()

        assert "is to get a mail" in finding

    def test_of_an_address_not_forgotten_is_found(
        self, twite: Embedded, backdoor: Backdoor
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            mail = Mail(
                id=MailId(work.next_id(at=NOW)),
                kind=MailKind.EMAIL_CHANGED,
                recipient_id=a_user(work).id,
                to=EmailAddress("old@example.org"),
                due_at=NOW,
                queued_at=NOW,
            )
            work.mail.add(mail)
        backdoor.decide_silently(mail.id)

        (finding,) = twite.check()

        assert f"mail {mail.id} is decided" in finding

    @pytest.mark.parametrize("back", [False, True])
    def test_of_a_follow_beside_a_block_is_found(self, twite: Embedded, back: bool) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            follow = a_follow(work, alice, bob)
            a_block(work, *((bob, alice) if back else (alice, bob)))

        (finding,) = twite.check()

        assert f"follow {follow.id}" in finding

    def test_of_a_notification_to_whoever_acted_is_found(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            told = Notification(
                id=NotificationId(work.next_id(at=NOW)),
                recipient_id=alice,
                kind=NotificationKind.FOLLOW,
                actor_id=alice,
                notified_at=NOW,
            )
            work.notifications.add(told)

        (finding,) = twite.check()

        assert f"notification {told.id}" in finding

    @pytest.mark.parametrize("back", [False, True])
    def test_of_a_request_beside_a_block_is_found(self, twite: Embedded, back: bool) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            request = a_request(work, alice, bob)
            a_block(work, *((bob, alice) if back else (alice, bob)))

        (finding,) = twite.check()

        assert f"request {request.id}" in finding

    def test_of_a_request_beside_its_follow_is_found(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            request = a_request(work, alice, bob)
            a_follow(work, bob, alice)
        assert list(twite.check()) == []
        with twite.microposts.unit_of_work() as work:
            a_follow(work, alice, bob)

        (finding,) = twite.check()

        assert f"request {request.id}" in finding

    def test_of_a_dead_delivery_is_found(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            post = a_post(work, a_user(work).id)
            event = MicropostPosted(at=NOW, micropost_id=post.id, author_id=post.author_id)
            work.outbox.put([event])
        with twite.microposts.unit_of_work() as work:
            delivery = work.outbox.due(now=NOW, limit=9)[0]
            work.outbox.bury(delivery, now=NOW, error="Broken")

        (finding,) = twite.check()

        assert f"event {delivery.position.number}" in finding

    def test_is_looked_for_and_left_alone(self, twite: Embedded, backdoor: Backdoor) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
        backdoor.miscount(alice, "posts")

        assert list(twite.check()) == list(twite.check()) != []
        assert twite.users.show(alice).posts_count == 1
