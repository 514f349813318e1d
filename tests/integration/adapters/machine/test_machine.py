"""Memory, SQLite and PostgreSQL answer everything as the model does, in whatever order."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from attrs import asdict
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, run_state_machine_as_test
from sqlalchemy import Engine

from tests.integration.adapters.machine.commands import UNRULED, commands
from tests.integration.adapters.machine.lockstep import Tally
from tests.integration.adapters.machine.machine import Machine
from tests.integration.adapters.machine.rules.people import FIRST_PEOPLE
from tests.integration.adapters.machine.storages import PlainPasswords, Storages, emptying
from tests.integration.adapters.machine.summary import PROPERTY
from twite.adapters.memory.mail import Mailbox
from twite.adapters.sql.engines import engine
from twite.entrypoints.library import connect
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.clock import StoppedClock

SHARES = 2  # parts of the work, which may run side by side
IS_THOROUGH = "CI" in os.environ  # goes on until the numbers below are reached
EXAMPLES = 10  # in each share, at a time
MOST_TIMES = 40  # so often each share may go on
STEPS = 300 if IS_THOROUGH else 100  # at most, in each example
DONE, REFUSED = 200, 50  # how often each command is at least, in all
DEEP = 3  # pages, at least, into each list
OFTENER = 3  # what lacks is dealt so many times as often, at least
NEVER_REFUSED = {
    "follows.relation": "two who are unknown stand in no relation, which is an answer",
    "follows.requests_count": "nobody has asked who is unknown",
    "markers.show": "who is unknown has read nothing",
    "hashtags.starting_with": "what no tag can be finds none",
    "timelines.pinned": "who is unknown has pinned nothing",
    "preferences.show": "who is unknown prefers what comes by itself",
    "users.census": "nobody is asked for",
    "notifications.unread_count": "who is unknown has been told of nothing",
    "credentials.address": "who has no credential has no address, which is an answer",
    "sessions.end": "ending what has ended changes nothing",
}

IS_PROOF = settings.get_current_profile_name() == "proof"
HOURS = 8  # a proof may take so long


@pytest.fixture(scope="module")
def storages(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, migrated_database: Engine
) -> Iterator[Storages]:
    """A file and a database, behind the engines of production."""
    file = tmp_path_factory.mktemp("machine") / "twite.db"
    shutil.copyfile(migrated_file, file)
    house = Settings(dispatch=Dispatch.INLINE, password_grant=True)
    clock = StoppedClock()
    with ExitStack() as stack:
        worlds = {}
        for url, behind in (
            (f"sqlite:///{file}", engine(f"sqlite:///{file}")),
            (migrated_database.url.render_as_string(hide_password=False), migrated_database),
        ):
            stack.callback(behind.dispose)
            world = connect(url, house, clock=clock, mailer=Mailbox(), passwords=PlainPasswords())
            worlds[behind.dialect.name] = (stack.enter_context(world), emptying(behind))
        yield Storages(clock=clock, databases=worlds, settings=house)


class EvenMachine(Machine):
    """Every rule as often as every other, so that few examples are enough for all of them; but
    those that are wanted oftener.

    By itself, Hypothesis leaves some rules out of each example and repeats others: it finds more,
    and what it finds is shorter, in more time.
    """

    wanted: ClassVar[Set[str]] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.chance = Random(0)
        self.deck: list[Any] = []
        choosing: Any = self._rules_strategy
        choosing.do_draw = self._deal
        often = max(OFTENER, len(choosing.rules) // max(1, len(self.wanted)))  # half of all
        self.all_rules = [
            rule
            for rule in choosing.rules
            for _ in range(often if rule.function.__name__ in self.wanted else 1)
        ]

    @initialize(number=st.integers(0, 2**32 - 1))
    def shuffle(self, number: int) -> None:
        self.chance = Random(number)

    def _deal(self, data: Any) -> tuple[Any, dict[str, Any]]:
        """The next rule of a shuffled deck, with what it takes."""
        if not self.deck:
            self.deck = list(self.all_rules)
            self.chance.shuffle(self.deck)
        chosen = self.deck.pop()
        self.rule = chosen.function.__name__
        return chosen, {
            name: data.draw(strategy) for name, strategy in chosen.arguments_strategies.items()
        }


@pytest.mark.timeout(HOURS * 3600 if IS_PROOF else 1800)
@pytest.mark.parametrize("share", range(SHARES))
def test_all_storages_answer_as_the_model_does(
    storages: Storages,
    share: int,
    record_property: Callable[[str, object], None],
    pytestconfig: pytest.Config,
) -> None:
    given = int(pytestconfig.getoption("--hypothesis-seed") or 0) * SHARES + share
    chances, tally = Random(given), Tally()
    made = {"storages": storages, "tally": tally}

    if IS_PROOF:
        _run(type("Proof", (Machine,), made), chances, settings().max_examples // SHARES)
    else:
        _run(type("Proof", (EvenMachine,), made), chances, EXAMPLES)
    for _ in range(MOST_TIMES if IS_THOROUGH and not IS_PROOF else 0):
        lacking = _lacking(tally)
        if not lacking:
            break
        wanted = tally.rules_of(lacking)
        _run(type("Proof", (EvenMachine,), {**made, "wanted": wanted}), chances, EXAMPLES)

    record_property(PROPERTY, asdict(tally))
    assert tally.fewest_people >= FIRST_PEOPLE
    if IS_THOROUGH:
        assert not _lacking(tally), "done or refused too seldom, or not walked through"
    assert not tally.refused.keys() & NEVER_REFUSED.keys()


def _run(machine: type[Machine], chances: Random, examples: int) -> None:
    asked = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        database=None,
        phases=tuple(Phase) if IS_PROOF else (Phase.generate,),  # what fails here is told as it is
        suppress_health_check=list(HealthCheck),  # examples are long on purpose
    )
    run_state_machine_as_test(seed(chances.getrandbits(64))(machine), settings=asked)


def _lacking(tally: Tally) -> Mapping[str, tuple[int, int, int]]:
    """What was done, or refused, less often than a share owes, and lists that nobody walked down:
    how often it was, and how deep."""
    return {
        command: (tally.done[command], tally.refused[command], tally.pages[command])
        for command in sorted(commands() - UNRULED.keys())
        if tally.done[command] < DONE // SHARES
        or (tally.refused[command] < REFUSED // SHARES and command not in NEVER_REFUSED)
        or (command in tally.pages and tally.pages[command] < DEEP)
    }
