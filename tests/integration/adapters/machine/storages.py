"""Three worlds that are asked the same, one after another, and begin each example empty."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias

from attrs import asdict, define, evolve, fields, frozen, has
from sqlalchemy import Engine, text

from tests.integration.adapters.machine.words import Written
from twite.adapters.memory.mail import Mailbox
from twite.adapters.sql.tables import metadata
from twite.application.paging import Cursor
from twite.application.ports.mail import Letter
from twite.application.ports.system import PasswordHasher, Secrets
from twite.domain.credentials import Password
from twite.domain.errors import TwiteError
from twite.domain.registrations import Admission
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import StoppedClock

_TOKEN = re.compile(r"token=\S+")
SHARD = 7  # of all ids but those of authors' entries: every storage draws the same
Empty: TypeAlias = Callable[[], None]


@frozen(kw_only=True)
class Storages:
    """Every storage in use, by its name.  All read one clock and draw the same ids."""

    clock: StoppedClock
    databases: Mapping[str, tuple[Embedded, Empty]]
    settings: Settings

    def emptied(self, now: datetime) -> Mapping[str, Embedded]:
        """A new world on each, at that time."""
        self.clock.forward(now - self.clock.now())
        fresh = in_memory(self.settings, clock=self.clock, passwords=PlainPasswords())
        worlds = {"memory": fresh}
        for name, (world, empty) in self.databases.items():
            empty()
            worlds[name] = world
        for world in worlds.values():
            _begin_again(world)
        return {name: _told_secrets(world) for name, world in worlds.items()}


def emptying(engine: Engine) -> Empty:
    """How to take every row out of a database, behind its world's back."""
    if engine.dialect.name == "postgresql":
        statements = [f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE"]
    else:
        statements = [f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)]

    def empty() -> None:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    return empty


def _begin_again(world: Embedded) -> None:
    """To draw ids, and to send letters."""
    unit: Any = world.microposts.unit_of_work()
    unit._ids._own_shard = SHARD
    unit._ids._last.clear()
    _mailbox(world).letters.clear()


@define
class CountedSecrets(Secrets):
    """Tokens anybody can guess: every storage draws the same."""

    _drawn: int = 0

    def token(self) -> str:
        self._drawn += 1
        return f"token-{self._drawn}"


@frozen
class PlainPasswords(PasswordHasher):
    """Passwords that take no time."""

    def hash(self, password: Password) -> str:
        return password.value.hex()

    def verify(self, password: Password, hash: str | None) -> bool:
        return self.hash(password) == hash

    def is_outdated(self, hash: str) -> bool:
        return False


def _told_secrets(world: Embedded) -> Embedded:
    secrets = CountedSecrets()
    return evolve(
        world,
        users=evolve(world.users, secrets=secrets),
        sessions=evolve(world.sessions, secrets=secrets),
        credentials=evolve(world.credentials, secrets=secrets),
        oauth=evolve(world.oauth, secrets=secrets),
    )


def admitting(world: Embedded, admission: Admission) -> Embedded:
    """The same world, once the house has decided so."""
    return evolve(world, registrations=evolve(world.registrations, admission=admission))


def letters(world: Embedded) -> Sequence[Letter]:
    """What was sent so far, as every storage writes it: but for tokens nobody knows."""
    sent = _mailbox(world).letters
    return [evolve(letter, body=_TOKEN.sub("token=", letter.body)) for letter in sent]


def _mailbox(world: Embedded) -> Mailbox:
    assert isinstance(world.mail.mailer, Mailbox)
    return world.mail.mailer


# -- what they answer -----------------------------------------------------------------


@frozen
class Done:
    """What a command gave."""

    value: Any


@frozen
class Refused:
    """The refusal's name, what it says, and its facts."""

    name: str
    says: str
    facts: Mapping[str, str]


Outcome: TypeAlias = Done | Refused


def outcome(command: Callable[[], Any]) -> Outcome:
    """What came of it.  Whatever is no refusal is raised: it is nobody's answer."""
    try:
        return Done(command())
    except TwiteError as refusal:
        return refused(refusal)


def refused(refusal: TwiteError) -> Refused:
    kind = type(refusal)
    told = [field.name for field in fields(kind)] if has(kind) else []
    facts = {name: str(getattr(refusal, name)) for name in told}
    return Refused(kind.__name__, str(refusal), facts)


def asked(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments as the facade takes them; a cursor that cannot be refuses here."""
    return {name: _argument(name, value) for name, value in arguments.items()}


def _argument(name: str, value: Any) -> Any:
    if name == "cursor":
        return Cursor(**value)
    return value.text if isinstance(value, Written) else value


def plain(value: Any) -> Any:
    """Views as dictionaries, sequences as lists: what can be laid beside the model's answer."""
    if has(type(value)):
        return plain(asdict(value, recurse=False))
    match value:
        case Enum():
            return value.value
        case Mapping():
            return {key: plain(part) for key, part in value.items()}
        case list() | tuple():
            return [plain(part) for part in value]
    return value


def difference(answer: Any, expected: Any, at: str = "") -> str | None:
    """Where the answer is another than expected, in what is expected of it; None: nowhere."""
    match answer, expected:
        case Mapping(), Mapping():
            named = [name for name in expected if name not in answer]
            missing = [f"{at} lacks {', '.join(map(str, named))}"] if named else []
            parts = [(answer.get(name), expected[name], f"{at}.{name}") for name in expected]
        case list(), list():
            unlike = len(answer) != len(expected)
            missing = [f"{at} has {len(answer)} items, not {len(expected)}"] if unlike else []
            pairs = zip(answer, expected, strict=False)
            parts = [(*pair, f"{at}[{place}]") for place, pair in enumerate(pairs)]
        case _:
            return None if answer == expected else f"{at} is {answer!r}, not {expected!r}"
    found = (*missing, *(difference(*part) for part in parts))
    return next(filter(None, found), None)
