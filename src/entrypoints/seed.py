"""A small world to look at: a few people, what they say, and whom they read."""

from datetime import UTC, datetime, timedelta
from random import Random

from attrs import define

from ..application.ports.mail import Letter, Mailer
from ..application.ports.system import Clock
from ..application.twite import Twite
from ..domain.microposts import Visibility
from ..domain.users import UserId

PASSWORD = "only for looking around"
SPAN = timedelta(days=3)  # how far back the world begins

PEOPLE = {
    "alice": "Alice",
    "bob": "Bob",
    "carol": "Carol ☕",
    "dana": "دانا",
    "eve": "Eve",
}
SAID = (
    "Good morning. First #tea of the day.",
    "@alice which tea? The smoky one again? #tea",
    "Reading about hexagons: https://example.org/hexagons #architecture",
    "صباح الخير يا @bob #شاي",
    "お茶をもう一杯。 #お茶",
    "Der Regen hört nicht auf, also bleibt Zeit zum Lesen. #lesen",
    "Η βροχή σταμάτησε. #καιρός",
    "Two kinds of people:\n1. those who finish lists",
    "👩🏽‍💻 + 🍵 = 📦 shipped! #release",
    "A test that cannot fail proves nothing. @carol @dana what was the last one that caught you?",
    "Whoever wants to help with the garden on Sunday: tell @eve. #garden",
    "今天的茶很香。@alice 你喝了吗？",
)
VISIBILITIES = (Visibility.PUBLIC,) * 8 + (
    Visibility.UNLISTED,
    Visibility.FOLLOWERS,
    Visibility.MENTIONED,
)


@define
class LateClock(Clock):
    """The machine's clock, so far behind."""

    behind: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) - self.behind


@define
class LateMailer(Mailer):
    """Forgets what is mailed before it opens: nobody wrote those letters."""

    _inner: Mailer
    is_open: bool = False

    def send(self, letter: Letter) -> None:
        if self.is_open:
            self._inner.send(letter)


def seed(twite: Twite, clock: LateClock) -> None:
    """The same world each time, but for its ids; it ends now.  Everybody has :data:`PASSWORD`."""
    chance = Random(42)
    clock.behind = SPAN
    people = {handle: _sign_up(twite, handle, name) for handle, name in PEOPLE.items()}
    for follower in people.values():
        for followee in chance.sample([*people.values()], 3):
            if follower != followee:
                twite.follows.follow(by=follower, whom=followee)
    said = [text for _ in range(3) for text in chance.sample(SAID, len(SAID))]
    for text in said:
        clock.behind -= SPAN / len(said)
        authors = [id for handle, id in people.items() if f"@{handle}" not in text]
        twite.microposts.post(
            author_id=chance.choice(authors), text=text, visibility=chance.choice(VISIBILITIES)
        )
    clock.behind = timedelta()


def _sign_up(twite: Twite, handle: str, name: str) -> UserId:
    return twite.credentials.sign_up(
        handle=handle, email=f"{handle}@example.org", password=PASSWORD, display_name=name
    )
