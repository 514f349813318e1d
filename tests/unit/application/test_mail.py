"""What happens with mail."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from attrs import Factory, define, evolve

from tests.unit.application.worlds import become, kept
from twite.adapters.memory.mail import Mailbox
from twite.application.ports.mail import Letter, Mailer, MailerUnavailable
from twite.application.ports.unit_of_work import Unavailable
from twite.domain.mail import LONGEST_WAIT, MOST_TRIES, Mail, MailState
from twite.domain.microposts import MicropostPosted, Visibility
from twite.domain.users import UserId, UserState
from twite.entrypoints.cli.logs import Lines
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock
from twite.entrypoints.testing.plugin import signed_up

SOON = timedelta(minutes=1)


@define
class Postbox(Mailer):
    """Takes letters while it is open, and remembers every try."""

    failure: Exception | None = None
    tried: list[Letter] = Factory(list)
    taken: list[Letter] = Factory(list)
    while_sending: Callable[[], object] = lambda: None

    def send(self, letter: Letter) -> None:
        self.tried.append(letter)
        self.while_sending()
        if self.failure is not None:
            raise self.failure
        self.taken.append(letter)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def world(clock: StoppedClock, postbox: Postbox) -> Iterator[Embedded]:
    """A world whose mail leaves through that postbox."""
    with in_memory(clock=clock, mailer=postbox) as made:
        yield made


@pytest.fixture
def anna(world: Embedded) -> UserId:
    return signed_up(world, "anna")


@pytest.fixture
def ben(world: Embedded) -> UserId:
    return signed_up(world, "ben")


def states(twite: Embedded) -> list[MailState]:
    """What became of every mail that was asked for."""
    return [mail.state for mail in kept(twite)["mail"].values() if isinstance(mail, Mail)]


class TestTelling:
    def test_is_by_one_mail_to_the_address_of_whoever_was_named(
        self, twite: Embedded, mailbox: Mailbox, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello @bob and @BOB #tea")

        (letter,) = mailbox.letters
        assert letter.recipient == "bob@example.org"
        assert letter.subject == "@alice mentioned you"
        assert "hello @bob and @BOB #tea" in letter.body
        assert f"http://localhost:8000/@alice/{id}\n" in letter.body
        assert states(twite) == [MailState.SENT]

    def test_shows_the_warning_in_place_of_the_text(
        self, twite: Embedded, mailbox: Mailbox, alice: UserId, bob: UserId
    ) -> None:
        """H056."""
        twite.microposts.post(author_id=alice, text="@bob eight legs", content_warning="spiders")

        (letter,) = mailbox.letters
        assert "spiders" in letter.body
        assert "eight legs" not in letter.body

    def test_ends_with_an_edit_that_leaves_them_out(
        self,
        world: Embedded,
        clock: StoppedClock,
        postbox: Postbox,
        anna: UserId,
        ben: UserId,
    ) -> None:
        """H055: the mail was asked for, and could not be sent at once."""
        postbox.failure = MailerUnavailable()
        id = world.microposts.post(author_id=anna, text="@ben tea?")
        postbox.failure = None

        world.microposts.edit(id, by=anna, text="tea?")
        (mail,) = (one for one in kept(world)["mail"].values() if isinstance(one, Mail))

        assert world.mail.letters.write(mail, now=clock.now()) is None

    def test_is_not_of_what_one_wrote_oneself(
        self, twite: Embedded, mailbox: Mailbox, alice: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="@alice")

        assert mailbox.letters == []

    def test_takes_an_address(self, twite: Embedded, mailbox: Mailbox, alice: UserId) -> None:
        twite.users.register(handle="dana")

        twite.microposts.post(author_id=alice, text="@dana")

        assert kept(twite)["mail"] == {}

    @pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
    def test_shows_nothing_of_what_is_private(
        self,
        twite: Embedded,
        mailbox: Mailbox,
        alice: UserId,
        bob: UserId,
        visibility: Visibility,
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="secret @bob", visibility=visibility)

        (letter,) = mailbox.letters
        assert "secret" not in letter.subject + letter.body
        assert f"/@alice/{id}\n" in letter.body

    def test_is_once_though_the_event_comes_twice(
        self, twite: Embedded, mailbox: Mailbox, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="@bob")
        with twite.users.unit_of_work() as work:
            posted = MicropostPosted(at=NOON, micropost_id=id, author_id=alice)
            twite.mail.tell_mentioned(posted, work)

        twite.drain()

        assert len(mailbox.letters) == 1

    def test_is_not_of_what_was_taken_back_before(
        self, clock: StoppedClock, mailbox: Mailbox
    ) -> None:
        with in_memory(Settings(dispatch=Dispatch.WORKER), clock=clock, mailer=mailbox) as twite:
            anna = signed_up(twite, "anna")
            signed_up(twite, "ben")
            id = twite.microposts.post(author_id=anna, text="@ben")
            twite.microposts.delete(id, by=anna)

            twite.drain()

            assert mailbox.letters == []

    def test_is_not_across_a_block(
        self, twite: Embedded, mailbox: Mailbox, alice: UserId, bob: UserId
    ) -> None:
        twite.blocks.block(by=bob, whom=alice)

        twite.microposts.post(author_id=alice, text="@bob")

        assert mailbox.letters == []
        assert states(twite) == [MailState.DROPPED]

    def test_of_the_silenced_is_to_their_followers_alone(
        self, twite: Embedded, mailbox: Mailbox, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=carol, whom=alice)
        with twite.users.unit_of_work() as work:
            work.users.save(evolve(work.users.get(alice), is_silenced=True))

        twite.microposts.post(author_id=alice, text="@bob @carol")

        assert [letter.recipient for letter in mailbox.letters] == ["carol@example.org"]


class TestTryingAgain:
    @pytest.mark.parametrize("failure", [MailerUnavailable(), ValueError("a bug"), OSError()])
    def test_happens_whatever_was_raised_and_hurts_nobody(  # noqa: PLR0917 (fixtures)
        self,
        world: Embedded,
        clock: StoppedClock,
        postbox: Postbox,
        anna: UserId,
        ben: UserId,
        failure: Exception,
    ) -> None:
        postbox.failure = failure
        id = world.microposts.post(author_id=anna, text="@ben")
        assert world.microposts.show(id, viewer_id=ben).id == id

        postbox.failure = None
        clock.forward(SOON)
        world.drain()

        assert len(postbox.tried) == 2
        assert len(postbox.taken) == 1
        assert states(world) == [MailState.SENT]

    def test_is_under_the_same_key(
        self, world: Embedded, clock: StoppedClock, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        postbox.failure = MailerUnavailable()
        for _ in range(2):
            world.microposts.post(author_id=anna, text="@ben")
        clock.forward(SOON)
        world.drain()  # finds out that the server is still away, and leaves the other alone
        world.drain()

        first, second = postbox.tried[:2]
        assert postbox.tried == [first, second, first, second]
        assert first.key != second.key

    def test_waits_longer_each_time(
        self, world: Embedded, clock: StoppedClock, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        postbox.failure = MailerUnavailable()
        world.microposts.post(author_id=anna, text="@ben")

        minutes_of_tries = [0]
        for minute in range(1, 16):
            clock.forward(timedelta(minutes=1))
            before = len(postbox.tried)
            world.drain()
            minutes_of_tries += [minute] * (len(postbox.tried) - before)

        assert minutes_of_tries == [0, 1, 2, 4, 8]

    def test_ends_with_the_last_try(
        self, world: Embedded, clock: StoppedClock, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        postbox.failure = MailerUnavailable()
        world.microposts.post(author_id=anna, text="@ben")

        for _ in range(MOST_TRIES + 5):
            clock.forward(LONGEST_WAIT)
            world.drain()

        assert len(postbox.tried) == MOST_TRIES
        assert states(world) == [MailState.DEAD]

    def test_holds_no_other_mail_up(
        self, world: Embedded, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        postbox.failure = MailerUnavailable()
        world.microposts.post(author_id=anna, text="@ben")

        postbox.failure = None
        world.microposts.post(author_id=ben, text="@anna")

        assert [letter.recipient for letter in postbox.taken] == ["anna@example.org"]

    def test_happens_after_a_sender_died(
        self, world: Embedded, clock: StoppedClock, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        def die() -> None:
            raise KeyboardInterrupt

        postbox.while_sending = die
        with pytest.raises(KeyboardInterrupt):
            world.microposts.post(author_id=anna, text="@ben")

        postbox.while_sending = lambda: None
        world.drain()
        assert postbox.taken == []  # it is leased

        clock.forward(timedelta(minutes=2))
        world.drain()
        assert postbox.taken == [postbox.tried[0]]

    def test_is_left_to_the_lease_where_the_database_is_away(
        self, world: Embedded, clock: StoppedClock, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        postbox.failure = Unavailable("no room")
        world.microposts.post(author_id=anna, text="@ben")

        clock.forward(timedelta(minutes=2))
        with pytest.raises(Unavailable):
            world.mail.send_due()

        assert states(world) == [MailState.WAITING]


class TestWhatIsLogged:
    @pytest.mark.parametrize(
        ("failure", "facts"),
        [
            (
                MailerUnavailable("SMTPRecipientsRefused", 550, "mail.example"),
                "error=SMTPRecipientsRefused, code=550, server=mail.example",
            ),
            (MailerUnavailable(), "error=Unavailable"),
            (OSError("ben@example.org"), "error=OSError"),
        ],
    )
    def test_is_why_and_where_and_when_next(  # noqa: PLR0917 (fixtures)
        self,
        world: Embedded,
        postbox: Postbox,
        caplog: pytest.LogCaptureFixture,
        anna: UserId,
        ben: UserId,
        failure: Exception,
        facts: str,
    ) -> None:
        """Neither to whom nor what."""
        postbox.failure = failure

        world.microposts.post(author_id=anna, text="@ben secret")

        (line,) = warnings(caplog)
        assert line.startswith("WARNING twite.application.mail: mail not sent (mail=")
        assert line.endswith(f"tries=1, {facts}, next_try=2026-03-01T12:00:30Z)")
        assert "ben" not in line
        assert "secret" not in line

    def test_is_that_it_was_given_up(  # noqa: PLR0917 (fixtures)
        self,
        world: Embedded,
        clock: StoppedClock,
        postbox: Postbox,
        caplog: pytest.LogCaptureFixture,
        anna: UserId,
        ben: UserId,
    ) -> None:
        postbox.failure = MailerUnavailable("TimeoutError", server="mail.example")
        world.microposts.post(author_id=anna, text="@ben")

        for _ in range(MOST_TRIES):
            clock.forward(LONGEST_WAIT)
            world.drain()

        *_, last = warnings(caplog)
        assert "mail given up (mail=" in last
        assert last.endswith("tries=12, error=TimeoutError, server=mail.example)")


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """As the command line writes them."""
    return [Lines().format(each) for each in caplog.records if each.levelname == "WARNING"]


class TestSending:
    def test_forgets_what_was_deleted_while_it_waited(
        self, world: Embedded, clock: StoppedClock, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        postbox.failure = MailerUnavailable()
        id = world.microposts.post(author_id=anna, text="@ben")
        world.microposts.delete(id, by=anna)

        postbox.failure = None
        clock.forward(SOON)
        world.drain()

        assert postbox.taken == []
        assert states(world) == []

    def test_drops_what_was_hidden_while_it_waited(
        self, world: Embedded, clock: StoppedClock, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        postbox.failure = MailerUnavailable()
        world.microposts.post(author_id=anna, text="@ben")
        world.blocks.block(by=ben, whom=anna)

        postbox.failure = None
        clock.forward(SOON)
        world.drain()

        assert postbox.taken == []
        assert states(world) == [MailState.DROPPED]

    @pytest.mark.parametrize("who", ["author", "recipient"])
    def test_drops_what_is_by_or_for_somebody_gone(  # noqa: PLR0917 (fixtures)
        self,
        world: Embedded,
        clock: StoppedClock,
        postbox: Postbox,
        anna: UserId,
        ben: UserId,
        who: str,
    ) -> None:
        postbox.failure = MailerUnavailable()
        world.microposts.post(author_id=anna, text="@ben")
        become(world, anna if who == "author" else ben, UserState.SUSPENDED)

        postbox.failure = None
        clock.forward(SOON)
        world.drain()

        assert postbox.taken == []
        assert states(world) == [MailState.DROPPED]

    def test_is_left_to_the_sender_that_was_first(
        self, world: Embedded, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        postbox.while_sending = world.mail.send_due

        world.microposts.post(author_id=anna, text="@ben")

        assert len(postbox.taken) == 1

    def test_survives_that_it_was_decided_meanwhile(
        self, world: Embedded, clock: StoppedClock, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        """The server was slow, the lease ran out, and another sender was faster."""

        def another_sender() -> None:
            postbox.while_sending = lambda: None
            clock.forward(timedelta(minutes=5))
            world.mail.send_due()

        postbox.while_sending = another_sender
        world.microposts.post(author_id=anna, text="@ben")

        first, second = postbox.taken
        assert first.key == second.key
        assert states(world) == [MailState.SENT]

    def test_is_from_what_stands_then(
        self, world: Embedded, clock: StoppedClock, postbox: Postbox, anna: UserId, ben: UserId
    ) -> None:
        postbox.failure = MailerUnavailable()
        id = world.microposts.post(author_id=anna, text="@ben draft")
        with world.users.unit_of_work() as work:
            said = work.microposts.get_owned(id, owner_id=anna)
            work.microposts.save(evolve(said, visibility=Visibility.FOLLOWERS))

        postbox.failure = None
        clock.forward(SOON)
        world.drain()

        assert "draft" not in postbox.taken[0].body
