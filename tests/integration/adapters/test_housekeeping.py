"""What nobody needs any more goes, when its time is over and not before; nothing else does."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

import pytest
from attrs import evolve

from tests.integration.adapters.racing import at_once
from tests.integration.adapters.test_outbox import posted
from tests.integration.adapters.test_sessions import a_session
from tests.integration.adapters.worlds import (
    NOW,
    a_code,
    a_mute,
    a_number,
    a_post,
    a_token,
    a_user,
    an_app,
)
from twite.application.housekeeping import BATCH, KEPT
from twite.application.ports.housekeeping import Leftover
from twite.application.ports.microposts import Repeatable
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.credentials import RESET_LASTS, Reset
from twite.domain.mail import Mail, MailId, MailKind
from twite.domain.microposts import IdempotencyKey
from twite.domain.registrations import INVITATION_LASTS, Invitation, InvitationId
from twite.domain.schedule import Run, RunState, RunTaken
from twite.domain.sessions import LASTS
from twite.domain.text import fingerprint
from twite.domain.users import UserId, UserRegistered
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.clock import StoppedClock

MICROSECOND = timedelta(microseconds=1)
AGES = timedelta(days=10_000)

# Makes one that is left over from the moment it answers on, beside others that never are.
Making: TypeAlias = Callable[[UnitOfWorkFactory], datetime]


@pytest.fixture
def house() -> Settings:
    """Nobody delivers but the test."""
    return Settings(dispatch=Dispatch.WORKER)


def in_one(making: Callable[[UnitOfWork], datetime]) -> Making:
    """One that takes but one unit of work."""

    def made(unit_of_work: UnitOfWorkFactory) -> datetime:
        with unit_of_work() as work:
            return making(work)

    return made


def a_delivery(unit_of_work: UnitOfWorkFactory) -> datetime:
    """One is done, one is dead, the others wait."""
    with unit_of_work() as work:
        work.outbox.put([posted()])
    with unit_of_work() as work:
        done, dead, *waiting = work.outbox.due(now=NOW, limit=9)
        work.outbox.done(done, now=NOW)
        work.outbox.bury(dead, now=NOW, error="Broken")
        assert waiting
    return NOW


def an_event(work: UnitOfWork) -> datetime:
    """Nobody reacts to somebody's coming; something waits for what they said."""
    came = UserRegistered(user_id=UserId(1), at=NOW)
    work.outbox.put([posted(), came])
    return NOW


def a_session_of(work: UnitOfWork) -> datetime:
    a_session(work, a_user(work).id)
    a_session(work, a_user(work).id, at=NOW + AGES)
    return NOW + LASTS


def a_reset(work: UnitOfWork) -> datetime:
    for at in (NOW, NOW + AGES):
        offered = fingerprint(str(a_number()))
        work.credentials.offer(Reset.offer(user_id=a_user(work).id, token_hash=offered, now=at))
    return NOW + RESET_LASTS


def an_invitation(work: UnitOfWork) -> datetime:
    for at in (NOW + AGES, NOW):  # each forgets those that have run out by then
        work.invitations.add(
            Invitation.make(
                id=InvitationId(work.next_id(at=NOW)),
                token_hash=fingerprint(str(a_number())),
                by=None,
                now=at,
            )
        )
    return NOW + INVITATION_LASTS


def a_code_of(work: UnitOfWork) -> datetime:
    for at in (NOW, NOW + AGES):
        a_code(work, an_app(work), a_user(work).id, at=at)
    return NOW


def an_unused_app(work: UnitOfWork) -> datetime:
    an_app(work)
    a_code(work, an_app(work), a_user(work).id)
    a_token(work, an_app(work), a_user(work).id)
    a_token(work, an_app(work), None)
    return NOW


def a_mute_of(work: UnitOfWork) -> datetime:
    for ends in (NOW, NOW + AGES, None):
        a_mute(work, a_user(work).id, a_user(work).id, expires_at=ends)
    return NOW


def a_key(work: UnitOfWork) -> datetime:
    for at in (NOW, NOW + AGES):
        post = a_post(work, a_user(work).id)
        work.microposts.remember(
            Repeatable(
                author_id=post.author_id,
                key=IdempotencyKey("once"),
                micropost_id=post.id,
                fingerprint="",
                at=at,
            )
        )
    return NOW


def a_mail(work: UnitOfWork) -> datetime:
    """One is sent; one waits; one is about a micropost, and remembers that it was."""
    post = a_post(work, a_user(work).id)
    for about, is_sent in ((None, True), (None, False), (post.id, True)):
        mail = Mail(
            id=MailId(work.next_id(at=NOW)),
            kind=MailKind.MENTION if about else MailKind.RESET,
            recipient_id=a_user(work).id,
            micropost_id=about,
            due_at=NOW,
            queued_at=NOW,
        )
        work.mail.add(mail)
        if is_sent:
            work.mail.save(mail.sent())
    return NOW


def a_run(work: UnitOfWork) -> datetime:
    for job, tick in (("tidy", NOW), ("tidy", NOW + MICROSECOND), ("count", NOW)):
        work.runs.begin(Run(job=job, tick=tick, began_at=NOW))
    return NOW


MAKINGS: Mapping[Leftover, Making] = {
    Leftover.DELIVERIES: a_delivery,
    Leftover.EVENTS: in_one(an_event),
    Leftover.SESSIONS: in_one(a_session_of),
    Leftover.RESETS: in_one(a_reset),
    Leftover.INVITATIONS: in_one(an_invitation),
    Leftover.CODES: in_one(a_code_of),
    Leftover.APPS: in_one(an_unused_app),
    Leftover.MUTES: in_one(a_mute_of),
    Leftover.KEYS: in_one(a_key),
    Leftover.MAILS: in_one(a_mail),
    Leftover.RUNS: in_one(a_run),
}


def remove(
    unit_of_work: UnitOfWorkFactory, kind: Leftover, *, before: datetime, limit: int = BATCH
) -> int:
    with unit_of_work() as work:
        return work.leftovers.remove(kind, before=before, limit=limit)


class TestALeftover:
    @pytest.mark.parametrize("kind", Leftover)
    def test_goes_alone_and_not_before_its_time(
        self, twite: Embedded, unit_of_work: UnitOfWorkFactory, kind: Leftover
    ) -> None:
        since = MAKINGS[kind](unit_of_work)

        counts = [
            remove(unit_of_work, kind, before=before)
            for before in (since, since + MICROSECOND, since + MICROSECOND)
        ]

        assert counts == [0, 1, 0]
        assert all("given up" in found for found in twite.check())  # what is dead stays

    def test_goes_in_batches(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            for _ in range(5):
                a_session_of(work)

        counts = [
            remove(unit_of_work, Leftover.SESSIONS, before=NOW + LASTS + MICROSECOND, limit=2)
            for _ in range(4)
        ]

        assert counts == [2, 2, 1, 0]


class TestAHouse:
    def test_is_tidied_of_all_that_is_left_over(
        self, twite: Embedded, unit_of_work: UnitOfWorkFactory
    ) -> None:
        since = {kind: making(unit_of_work) for kind, making in MAKINGS.items()}
        earliest = min(since[kind] + KEPT[kind] for kind in Leftover)
        latest = max(since[kind] + KEPT[kind] for kind in Leftover)

        before, after, then = (
            evolve(twite.housekeeping, clock=StoppedClock(now)).tidy()
            for now in (earliest, latest + MICROSECOND, latest + MICROSECOND)
        )

        assert before == {}
        assert after.keys() == set(Leftover)
        assert then == {}
        assert all("given up" in found for found in twite.check())


class TestARun:
    def test_is_begun_by_one_alone(self, twite: Embedded) -> None:
        run = Run(job="tidy", tick=NOW, began_at=NOW)

        def begin() -> bool:
            with twite.users.unit_of_work() as work:
                return work.runs.begin(run)

        assert sorted(at_once(*[begin] * 8), key=str) == [False] * 7 + [True]

    def test_is_known_by_its_job_as_it_is(self, unit_of_work: UnitOfWorkFactory) -> None:
        first, last, other = (
            Run(job=job, tick=tick, began_at=NOW)
            for job, tick in (("tidy", NOW), ("tidy", NOW + MICROSECOND), ("count", NOW))
        )
        ended = last.ended(RunState.FAILED, now=NOW + MICROSECOND, result="Broken")
        with unit_of_work() as work:
            assert work.runs.newest() == {}
            assert all(work.runs.begin(run) for run in (last, first, other))
            work.runs.save(ended, began_at=NOW)

        with unit_of_work() as work:
            assert work.runs.newest() == {"tidy": ended, "count": other}

    def test_that_began_again_is_not_the_one_that_began_first(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        run = Run(job="tidy", tick=NOW, began_at=NOW)
        with unit_of_work() as work:
            work.runs.begin(run)
            work.runs.save(run.begun_again(now=NOW + MICROSECOND), began_at=NOW)

        with pytest.raises(RunTaken), unit_of_work() as work:
            work.runs.save(run.ended(RunState.DONE, now=NOW, result=""), began_at=NOW)


def test_what_a_storage_needs_is_seen_to(twite: Embedded) -> None:
    twite.housekeeping.maintain()

    assert twite.check() == []
