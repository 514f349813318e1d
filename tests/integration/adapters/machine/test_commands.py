"""No command of the facade is left out of the machine but for a reason."""

from collections import Counter

import pytest
from hypothesis.stateful import RULE_MARKER

from tests.integration.adapters.machine.commands import UNRULED, commands, ruled
from tests.integration.adapters.machine.lockstep import COUNTING, MAKING
from tests.integration.adapters.machine.machine import Machine
from tests.integration.adapters.machine.model import Model
from twite.application.users import Users


def test_every_command_is_a_rule_or_has_a_reason_not_to_be() -> None:
    assert ruled() == commands() - UNRULED.keys()


def test_no_rule_hides_another() -> None:
    named = Counter(
        name
        for part in Machine.__mro__
        for name, what in vars(part).items()
        if hasattr(what, RULE_MARKER)
    )

    assert [name for name, times in named.items() if times > 1] == []


def test_reasons_are_of_commands_that_are_there() -> None:
    assert UNRULED.keys() <= commands()


def test_the_model_answers_every_rule() -> None:
    answers = {name for name in ruled() if hasattr(Model, name.replace(".", "_"))}

    assert answers == ruled()


def test_what_is_known_of_commands_is_of_some_that_are_there() -> None:
    assert ruled() >= MAKING | COUNTING


def test_a_command_nobody_thought_of_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Users, "congratulate", Users.show, raising=False)

    assert commands() - UNRULED.keys() - ruled() == {"users.congratulate"}


def test_a_command_that_is_gone_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Users, "erase")

    assert UNRULED.keys() - commands() == {"users.erase"}
