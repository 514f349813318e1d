"""Mails wait for their time, are asked for once, and are decided once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from tests.integration.adapters.worlds import NOW, SECOND, a_post, a_user
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.credentials import EmailAddress
from twite.domain.mail import LEASE, Mail, MailAlreadyDecided, MailId, MailKind, MailState
from twite.domain.microposts import MicropostId
from twite.domain.users import UserId
from twite.entrypoints.settings import Dispatch, Settings

FAR = NOW + timedelta(days=1000)


@pytest.fixture
def house() -> Settings:
    return Settings(dispatch=Dispatch.WORKER)  # nobody sends them meanwhile


def asked_for(
    work: UnitOfWork,
    *,
    recipient_id: UserId | None = None,
    micropost_id: MicropostId | None = None,
    seconds: int = 0,
) -> Mail:
    mail = Mail(
        id=MailId(work.next_id(at=NOW)),
        kind=MailKind.MENTION,
        recipient_id=recipient_id or a_user(work).id,
        micropost_id=micropost_id or a_post(work, a_user(work).id).id,
        due_at=NOW + seconds * SECOND,
        queued_at=NOW,
    )
    work.mail.add(mail)
    return mail


class TestAMail:
    def test_comes_back_as_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            mail = asked_for(work)

        with unit_of_work() as work:
            assert list(work.mail.due(now=NOW, limit=9)) == [mail]

    def test_twice_is_once(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            first = asked_for(work)
        with unit_of_work() as work:
            asked_for(work, recipient_id=first.recipient_id, micropost_id=first.micropost_id)

            assert list(work.mail.due(now=NOW, limit=9)) == [first]

    @pytest.mark.parametrize("state", [MailState.SENT, MailState.DROPPED, MailState.DEAD])
    def test_that_was_decided_is_not_asked_for_again(
        self, unit_of_work: UnitOfWorkFactory, state: MailState
    ) -> None:
        with unit_of_work() as work:
            first = asked_for(work)
            work.mail.save(evolve(first, state=state))
        with unit_of_work() as work:
            asked_for(work, recipient_id=first.recipient_id, micropost_id=first.micropost_id)

            assert list(work.mail.due(now=FAR, limit=9)) == []

    def test_about_one_micropost_may_go_to_many(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            one = asked_for(work)
            other = asked_for(work, micropost_id=one.micropost_id)

            assert list(work.mail.due(now=NOW, limit=9)) == [one, other]


def a_notice(
    work: UnitOfWork,
    *,
    recipient_id: UserId | None = None,
    kind: MailKind = MailKind.PASSWORD_CHANGED,
    to: str | None = None,
    queued_at: datetime = NOW,
) -> Mail:
    """A mail that is about no micropost."""
    mail = Mail(
        id=MailId(work.next_id(at=NOW)),
        kind=kind,
        recipient_id=recipient_id or a_user(work).id,
        to=EmailAddress(to) if to else None,
        due_at=NOW,
        queued_at=queued_at,
    )
    work.mail.add(mail)
    return mail


class TestANotice:
    def test_comes_back_as_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            mails = [a_notice(work), a_notice(work, to="old@example.org"), asked_for(work)]

        with unit_of_work() as work:
            assert list(work.mail.due(now=NOW, limit=9)) == mails

    def test_twice_is_two(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice = a_user(work).id
            mails = [a_notice(work, recipient_id=alice) for _ in range(2)]

        with unit_of_work() as work:
            assert list(work.mail.due(now=NOW, limit=9)) == mails

    def test_keeps_its_address_while_it_may_be_sent(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            mail = a_notice(work, to="old@example.org")
            work.mail.save(mail.lease(now=NOW))
            work.mail.save(mail.lease(now=NOW).succeeded().failed(now=NOW))

        with unit_of_work() as work:
            (due,) = work.mail.due(now=FAR, limit=9)
        assert due.to == EmailAddress("old@example.org")

    @pytest.mark.parametrize("decide", [Mail.sent, Mail.dropped])
    def test_has_forgotten_its_address_once_it_is_decided(
        self, unit_of_work: UnitOfWorkFactory, decide: Callable[[Mail], Mail]
    ) -> None:
        with unit_of_work() as work:
            mail = decide(a_notice(work, to="old@example.org"))
            work.mail.save(mail)
            work.mail.save(evolve(mail.succeeded(), state=MailState.WAITING))

            assert [due.to for due in work.mail.due(now=NOW, limit=9)] == [None]


class TestWaiting:
    def waits(self, work: UnitOfWork, mail: Mail, **other: Any) -> bool:
        asked = {"recipient_id": mail.recipient_id, "kind": mail.kind, "since": mail.queued_at}
        return work.mail.waits(**{**asked, **other})

    def test_is_of_that_kind_for_that_user(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            mail = a_notice(work)

            assert self.waits(work, mail)
            assert not self.waits(work, mail, recipient_id=a_user(work).id)
            assert not self.waits(work, mail, kind=MailKind.RESET)

    def test_is_of_what_was_asked_for_since(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            mail = a_notice(work)

            assert self.waits(work, mail, since=NOW - SECOND)
            assert not self.waits(work, mail, since=NOW + SECOND)

    @pytest.mark.parametrize("state", [MailState.SENT, MailState.DROPPED, MailState.DEAD])
    def test_ends_with_a_decision(self, unit_of_work: UnitOfWorkFactory, state: MailState) -> None:
        with unit_of_work() as work:
            mail = a_notice(work)
            work.mail.save(evolve(mail, state=state))

            assert not self.waits(work, mail)

    def test_is_not_of_what_is_about_a_micropost(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            assert not self.waits(work, asked_for(work))


class TestWhatIsDue:
    def test_is_what_waits_the_longest_first(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            mails = {seconds: asked_for(work, seconds=seconds) for seconds in (3, 0, 9, 1, 2)}

        with unit_of_work() as work:
            due = list(work.mail.due(now=NOW + 3 * SECOND, limit=9))
            few = list(work.mail.due(now=NOW + 3 * SECOND, limit=2))
            early = list(work.mail.due(now=NOW - SECOND, limit=9))

        assert due == [mails[0], mails[1], mails[2], mails[3]]
        assert few == [mails[0], mails[1]]
        assert early == []

    def test_is_nothing_that_is_leased_until_the_lease_runs_out(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            leased = asked_for(work).lease(now=NOW)
            work.mail.save(leased)

        with unit_of_work() as work:
            assert list(work.mail.due(now=NOW + LEASE - SECOND, limit=9)) == []
            assert list(work.mail.due(now=NOW + LEASE, limit=9)) == [leased.succeeded()]

    @pytest.mark.parametrize("state", [MailState.SENT, MailState.DROPPED, MailState.DEAD])
    def test_is_nothing_that_was_decided(
        self, unit_of_work: UnitOfWorkFactory, state: MailState
    ) -> None:
        with unit_of_work() as work:
            work.mail.save(evolve(asked_for(work), state=state))

        with unit_of_work() as work:
            assert list(work.mail.due(now=FAR, limit=9)) == []


class TestDeciding:
    def test_is_done_by_one_sender(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            mail = asked_for(work)
            work.mail.save(mail.lease(now=NOW))

        for late in (mail.lease(now=NOW), mail.sent(), mail.dropped()):
            with pytest.raises(MailAlreadyDecided), unit_of_work() as work:
                work.mail.save(late)

    def test_what_is_gone_is_refused(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            post = a_post(work, a_user(work).id)
            mail = asked_for(work, micropost_id=post.id)
            work.entries.leave(post.id)
            work.microposts.remove(post)

        with pytest.raises(MailAlreadyDecided), unit_of_work() as work:
            work.mail.save(mail.sent())
