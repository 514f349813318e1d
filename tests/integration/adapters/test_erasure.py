"""Of who closed their account nothing is left, wherever it is looked for."""

from collections.abc import Callable
from functools import partial

import pytest
from attrs import evolve

from tests.integration.adapters.racing import at_once, refusals
from tests.integration.adapters.worlds import (
    NOW,
    a_block,
    a_bookmark,
    a_code,
    a_draft,
    a_favourite,
    a_follow,
    a_mute,
    a_post,
    a_repost,
    a_request,
    a_token,
    a_user,
    an_app,
    some_users,
)
from twite.adapters.memory import erasure as in_memory
from twite.adapters.sql import erasure as in_sql
from twite.adapters.sql.tables import metadata, users
from twite.application.ports.microposts import Repeatable
from twite.application.ports.unit_of_work import UnitOfWork
from twite.domain.credentials import Credential, EmailAddress, Reset
from twite.domain.mail import Mail, MailId, MailKind
from twite.domain.markers import Marked, Marker
from twite.domain.microposts import IdempotencyKey, MicropostId
from twite.domain.mutes import ThreadMute
from twite.domain.notes import Note, NoteText
from twite.domain.notifications import Notification, NotificationId, NotificationKind
from twite.domain.preferences import Preferred
from twite.domain.registrations import Invitation, InvitationId
from twite.domain.sessions import Session, SessionId
from twite.domain.users import (
    AccountNotActive,
    Act,
    AuditEntry,
    AuditEntryId,
    DisplayName,
    Reason,
    User,
    UserId,
    UserNotFound,
    UserState,
)
from twite.entrypoints.library import Embedded

Leave = Callable[[UnitOfWork, UserId, UserId], object]


def a_session(work: UnitOfWork, user_id: UserId, _: UserId) -> None:
    id = SessionId(work.next_id(at=NOW))
    work.sessions.add(
        Session.start(id=id, user_id=user_id, token_hash=f"hash {id}", browser="", now=NOW)
    )


def a_credential(work: UnitOfWork, user_id: UserId, _: UserId) -> None:
    work.credentials.add(
        Credential(
            user_id=user_id,
            email=EmailAddress(f"u{user_id}@example.org"),
            password_hash="hash",
            set_at=NOW,
        )
    )


def a_reset(work: UnitOfWork, user_id: UserId, _: UserId) -> None:
    token_hash = f"hash {work.next_id(at=NOW)}"
    work.credentials.offer(Reset.offer(user_id=user_id, token_hash=token_hash, now=NOW))


def an_invitation(work: UnitOfWork, user_id: UserId, _: UserId) -> None:
    id = InvitationId(work.next_id(at=NOW))
    work.invitations.add(Invitation.make(id=id, token_hash=f"hash {id}", by=user_id, now=NOW))


def a_marker_of_home(work: UnitOfWork, user_id: UserId, _: UserId) -> None:
    work.markers.put(Marker(owner_id=user_id, of=Marked.HOME, last_read_id=1, updated_at=NOW))


def a_note(work: UnitOfWork, writer_id: UserId, about_id: UserId) -> None:
    work.notes.put(Note(writer_id=writer_id, about_id=about_id, text=NoteText("tea")))


def a_thread_mute(work: UnitOfWork, user_id: UserId, _: UserId) -> None:
    work.mutes.add_thread(ThreadMute(user_id=user_id, thread_id=MicropostId(1)))


def told(work: UnitOfWork, recipient_id: UserId, actor_id: UserId) -> None:
    """Of what they did about a micropost of somebody else's."""
    work.notifications.add(
        Notification(
            id=NotificationId(work.next_id(at=NOW)),
            recipient_id=recipient_id,
            kind=NotificationKind.MENTION,
            actor_id=actor_id,
            micropost_id=a_post(work, a_user(work).id).id,
            notified_at=NOW,
        )
    )


def a_marker(work: UnitOfWork, user_id: UserId, other_id: UserId) -> None:
    """Who is closed is told of nothing, and so has nothing to read."""
    user = work.users.get(user_id)
    work.users.save(evolve(user, state=UserState.ACTIVE))
    told(work, user_id, other_id)
    work.notifications.read(user_id, up_to=NotificationId(work.next_id(at=NOW)))
    work.users.save(evolve(work.users.get(user_id), state=user.state))


def a_mail(work: UnitOfWork, user_id: UserId, other_id: UserId) -> None:
    work.mail.add(
        Mail(
            id=MailId(work.next_id(at=NOW)),
            kind=MailKind.MENTION,
            recipient_id=user_id,
            micropost_id=a_post(work, other_id).id,
            due_at=NOW,
            queued_at=NOW,
        )
    )


def a_repeatable(work: UnitOfWork, user_id: UserId, _: UserId) -> None:
    work.microposts.remember(
        Repeatable(
            author_id=user_id,
            key=IdempotencyKey("key"),
            micropost_id=a_post(work, a_user(work).id).id,
            fingerprint="said",
            at=NOW,
        )
    )


def a_mention(work: UnitOfWork, user_id: UserId, other_id: UserId) -> None:
    handle = work.users.get(user_id).handle
    a_post(work, other_id, text=f"hello @{handle}", mentioned_ids=[user_id])


def an_act(work: UnitOfWork, user_id: UserId, _: UserId) -> None:
    work.audit.add(
        AuditEntry(
            id=AuditEntryId(work.next_id(at=NOW)),
            at=NOW,
            by=None,
            act=Act.SUSPENDED,
            subject_id=user_id,
            reason=Reason("spam"),
        )
    )


def a_profile(work: UnitOfWork, user_id: UserId, _: UserId) -> None:
    work.users.save(evolve(work.users.get(user_id), display_name=DisplayName("Alice")))


# One for every table that can name a user: what must not be left behind.
LEFT: list[tuple[str, Leave]] = [
    ("twite_sessions", a_session),
    ("twite_credentials", a_credential),
    ("twite_resets", a_reset),
    ("twite_authorization_codes", lambda work, user, _: a_code(work, an_app(work), user)),
    ("twite_access_tokens", lambda work, user, _: a_token(work, an_app(work), user)),
    ("twite_invitations", an_invitation),
    ("twite_follows", a_follow),
    ("twite_follows", lambda work, user, other: a_follow(work, other, user)),
    ("twite_follow_requests", a_request),
    ("twite_follow_requests", lambda work, user, other: a_request(work, other, user)),
    ("twite_blocks", a_block),
    ("twite_blocks", lambda work, user, other: a_block(work, other, user)),
    ("twite_mutes", a_mute),
    ("twite_mutes", lambda work, user, other: a_mute(work, other, user)),
    (
        "twite_notifications",
        lambda work, user, other: told(work, other, user),
    ),
    ("twite_notification_markers", a_marker),
    ("twite_markers", a_marker_of_home),
    ("twite_preferences", lambda work, user, _: work.preferences.put(user, Preferred())),
    ("twite_notes", a_note),
    ("twite_notes", lambda work, user, other: a_note(work, other, user)),
    ("twite_thread_mutes", a_thread_mute),
    ("twite_mail", a_mail),
    ("twite_favourites", lambda work, user, other: a_favourite(work, user, a_post(work, other))),
    ("twite_bookmarks", lambda work, user, other: a_bookmark(work, user, a_post(work, other))),
    ("twite_mentions", a_mention),
    ("twite_repeatables", a_repeatable),
    ("twite_drafts", lambda work, user, _: a_draft(work, user)),
    (
        "twite_timeline_entries",
        lambda work, user, other: a_repost(work, user, a_post(work, other)),
    ),
    ("twite_microposts", lambda work, user, _: a_post(work, user)),
    ("twite_audit", an_act),
    ("twite_users", a_profile),
]


def closed_and_erased(twite: Embedded, id: UserId) -> User:
    twite.users.close(id)
    twite.drain()
    with twite.users.unit_of_work() as work:
        return work.users.get(id)


class TestErasing:
    def test_leaves_nothing_and_counts_right(self, twite: Embedded) -> None:
        with twite.users.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            for _, leave in LEFT:
                leave(work, alice, bob)
            told(work, alice, bob)

        assert closed_and_erased(twite, alice).erased_at is not None
        shown = twite.users.show(bob)
        assert (shown.followers_count, shown.following_count) == (0, 0)
        assert list(twite.check()) == []

    @pytest.mark.parametrize(("table", "leave"), LEFT)
    def test_that_leaves_something_is_found(
        self, twite: Embedded, table: str, leave: Leave
    ) -> None:
        with twite.users.unit_of_work() as work:
            alice, bob = some_users(work, 2)
        closed_and_erased(twite, alice)
        with twite.users.unit_of_work() as work:
            leave(work, alice, bob)

        sentence = f"user {alice} was erased, and {table} still knows of them"
        assert sentence in list(twite.check())

    def test_goes_batch_by_batch(self, twite: Embedded) -> None:
        with twite.users.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            for _ in range(5):
                told(work, bob, alice)
                a_follow(work, a_user(work).id, alice)
            posts = [a_post(work, alice).id for _ in range(5)]

        with twite.users.unit_of_work() as work:
            assert list(work.erasure.micropost_ids(alice, limit=3)) == posts[:3]
            assert [work.erasure.forget(alice, limit=3) for _ in range(4)] == [3, 2, 3, 2]
            assert work.users.get(alice)

    def test_keeps_no_notification_for_who_is_closed(self, twite: Embedded) -> None:
        with twite.users.unit_of_work() as work:
            alice, bob = some_users(work, 2)
        closed_and_erased(twite, alice)

        with twite.users.unit_of_work() as work:
            told(work, alice, bob)

        assert list(twite.check()) == []

    def test_is_sound_whoever_acts_meanwhile(self, twite: Embedded) -> None:
        alice, *others = (twite.users.register(handle=f"u{number}") for number in range(5))
        handle = twite.users.show(alice).handle
        for other in others:
            twite.follows.follow(by=other, whom=alice)
            twite.follows.follow(by=alice, whom=other)
        acts: list[Callable[[], object]] = [partial(twite.users.close, alice)]
        for other in others:
            acts += [
                partial(twite.follows.follow, by=other, whom=alice),
                partial(twite.follows.unfollow, by=other, whom=alice),
                partial(twite.microposts.post, author_id=other, text=f"hello @{handle}"),
                partial(twite.blocks.block, by=other, whom=alice),
                partial(twite.mutes.mute, by=other, whom=alice),
                partial(twite.microposts.post, author_id=alice, text=f"hello u{other}"),
                twite.drain,
            ]

        outcomes = at_once(*acts)
        twite.drain()

        assert set(refusals(outcomes)) <= {
            *(UserNotFound, AccountNotActive),
            *{kind for kind in refusals(outcomes) if kind.__name__ == "BlockedByYou"},
        }
        with twite.users.unit_of_work() as work:
            assert work.users.get(alice).erased_at is not None
        assert list(twite.check()) == []


class TestWhatNamesAUser:
    def test_is_erased_or_known_to_be_kept(self) -> None:
        """Whoever makes a table that refers to a user says what becomes of it when they go."""
        names = {
            str(key.parent)
            for table in metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table is users
        }
        known = {str(who) for who in (*(part.who for part in in_sql.PARTS), *in_sql.KEPT)}

        assert names == known

    def test_is_the_same_in_every_storage(self) -> None:
        of_sql = sorted(part.table.name for part in in_sql.PARTS)

        assert of_sql == sorted(part.table for part in in_memory.PARTS)
        assert {*of_sql, "twite_microposts", "twite_audit", "twite_users"} == {
            table for table, _ in LEFT
        }
