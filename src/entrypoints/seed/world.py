"""A world as a list of what people do in it: the same for the same seed, wherever it is done."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import TypeAlias

from attrs import Factory, define, frozen

from ...domain.microposts import Visibility
from .texts import Texts, one_in
from .words import LANGUAGES, Language

# Who can log in, what they are called, and which language is theirs.
PEOPLE = {
    "alice": ("Alice", "en"),
    "bob": ("Bob", "en"),
    "carol": ("Carol ☕", "de"),
    "dana": ("دانا", "fa"),
    "eve": ("Eve", "ja"),
}
MENTIONING_ONES = 4  # one post in so many mentions somebody
ANSWERING_ONES = 6  # one in so many answers one of the last
LATELY = 50  # posts that are still talked about
THREAD = 300  # replies to one post, where there is that much to say
VISIBILITIES = (Visibility.PUBLIC,) * 16 + (
    Visibility.UNLISTED,
    Visibility.UNLISTED,
    Visibility.FOLLOWERS,
    Visibility.MENTIONED,
)


@frozen(kw_only=True)
class Size:
    """How much of everything."""

    users: int = 100
    posts: int = 2_000
    follows: int = 1_500

    def __attrs_post_init__(self) -> None:
        if self.posts < 0 or self.follows < 0:
            raise ValueError("there are no fewer than none")
        if self.users < len(PEOPLE):
            raise ValueError(f"a world begins with {len(PEOPLE)} users")
        if self.follows > self.users * (self.users - 1):
            raise ValueError(f"{self.users} users cannot follow each other {self.follows} times")


# -- what people do; users are known by their number ------------------------------------


@frozen
class SignUp:
    number: int
    handle: str
    display_name: str

    @property
    def has_password(self) -> bool:
        return self.handle in PEOPLE


@frozen
class Follow:
    follower: int
    followee: int


@frozen
class Post:
    """Posts, too, are known by their number; ``answers`` is that of an earlier one."""

    author: int
    text: str
    visibility: Visibility
    answers: int | None = None


@frozen
class Block:
    blocker: int
    blocked: int


@frozen
class Mute:
    muter: int
    muted: int


Deed: TypeAlias = SignUp | Follow | Post | Block | Mute


def deeds(size: Size, *, seed: int, longest: int) -> Iterator[Deed]:
    """Everything that happens, in order: people come, find each other, talk, fall out."""
    chance = Random(seed)
    people = [_sign_up(number) for number in range(size.users)]
    yield from people
    crowd = Crowd.of(size.users, chance)
    yield from _follows(size.follows, crowd, chance)
    yield from Talk(crowd, people, Texts(chance, longest), chance).posts(size.posts)
    yield from _quarrels(size.users, chance)


@frozen
class Crowd:
    """Whom chance meets: a few of them often, most hardly ever (Zipf)."""

    order: Sequence[int]
    weights: Sequence[float]  # each with all before it

    @classmethod
    def of(cls, users: int, chance: Random) -> "Crowd":
        """Those with a password are among the better known."""
        known, others = range(len(PEOPLE)), list(range(len(PEOPLE), users))
        chance.shuffle(others)
        order = [*others[:3], *known, *others[3:]]
        return cls(order, list(accumulate(1 / rank for rank in range(1, users + 1))))

    def one(self, chance: Random) -> int:
        (met,) = chance.choices(self.order, cum_weights=self.weights)
        return met


def _sign_up(number: int) -> SignUp:
    language = _language(number)
    for handle, (name, _) in list(PEOPLE.items())[number : number + 1]:
        return SignUp(number, handle, name)
    name = language.names[number // len(LANGUAGES) % len(language.names)]
    return SignUp(number, f"{language.code}{number}", name)


def _language(number: int) -> Language:
    """What the user of that number speaks: every language has its people."""
    for _, code in list(PEOPLE.values())[number : number + 1]:
        return next(language for language in LANGUAGES if language.code == code)
    return LANGUAGES[number % len(LANGUAGES)]


def _follows(many: int, crowd: Crowd, chance: Random) -> Iterator[Follow]:
    users = len(crowd.order)
    met: set[tuple[int, int]] = set()
    while len(met) < many:
        pair = (chance.randrange(users), crowd.one(chance))
        if pair in met:  # the well-known are followed by nearly everybody in the end
            pair = (pair[0], chance.randrange(users))
        if pair[0] != pair[1] and pair not in met:
            met.add(pair)
            yield Follow(*pair)


@define
class Talk:
    """Who says what, and in answer to what: now and then to something of late, and again and again
    to one thing that nobody can let rest."""

    crowd: Crowd
    people: Sequence[SignUp]
    texts: Texts
    chance: Random
    _open: list[int] = Factory(list)  # what everybody may answer
    _thread: list[int] = Factory(list)

    def posts(self, many: int) -> Iterator[Post]:
        replies = min(THREAD, many // 3)
        turn = max(2, many // (replies + 1))  # one post in so many is in the long thread
        for number in range(many):
            wanted = number % turn == turn - 1 and len(self._thread) <= replies
            if wanted and self._open:
                yield self._reply()
                self._thread.append(number)
                continue
            post = self._post()
            if post.visibility is Visibility.PUBLIC:
                self._open.append(number)
            yield post

    def _reply(self) -> Post:
        if not self._thread:
            self._thread.append(self._open[0])
        answers = self._thread[0] if one_in(2, self.chance) else self.chance.choice(self._thread)
        author = self.crowd.one(self.chance)
        text = self.texts.said(_spoken(author, self.chance))
        return Post(author, text, Visibility.PUBLIC, answers)

    def _post(self) -> Post:
        author, chance = self.crowd.one(self.chance), self.chance
        visibility = chance.choice(VISIBILITIES)
        about: list[str] = []
        if visibility is Visibility.MENTIONED or one_in(MENTIONING_ONES, chance):
            about.append(self.people[self.crowd.one(chance)].handle)
        late = self._open[-LATELY:]
        answers = chance.choice(late) if late and one_in(ANSWERING_ONES, chance) else None
        text = self.texts.said(_spoken(author, chance), about=about)
        return Post(author, text, visibility, answers)


def _spoken(author: int, chance: Random) -> Language:
    """Mostly what they grew up with."""
    return chance.choice(LANGUAGES) if one_in(5, chance) else _language(author)


def _quarrels(users: int, chance: Random) -> Iterator[Block | Mute]:
    """One in twenty has had enough of somebody, and one in ten does not say so; whoever can log in
    sees all of the world."""
    strangers = range(len(PEOPLE), users)
    for kind, many in ((Block, len(strangers) // 20), (Mute, len(strangers) // 10)):
        for _ in range(many):
            yield kind(*chance.sample(strangers, 2))
