"""The known faults: each can be planted still, so that the list does not rot."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.planted.fault import Fault
from tests.planted.faults import Planted, clauses
from tests.planted.known import FAULTS

ROOT = Path(__file__).parents[2]


def can_be_imported(module: str, source: str) -> None:
    """As the module it takes the place of."""
    name = f"twite.{module.removesuffix('.py').replace('/', '.')}"
    package = name if name.endswith(".__init__") else name.rpartition(".")[0]
    exec(
        compile(source, module, "exec"),
        {"__name__": name, "__package__": package.removesuffix(".__init__")},
    )


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
class TestAKnownFault:
    def test_can_be_planted(self, fault: Fault) -> None:
        can_be_imported(fault.module, fault.planted())

    def test_names_a_test_that_is_there(self, fault: Fault) -> None:
        file, *within = fault.caught_by.split("::")

        body: list[ast.stmt] = ast.parse((ROOT / file).read_text()).body
        for name in within:
            (body,) = (
                one.body
                for one in body
                if isinstance(one, ast.ClassDef | ast.FunctionDef) and one.name == name
            )


@pytest.mark.parametrize("planted", tuple(clauses()), ids=lambda planted: planted.name)
def test_the_rule_is_a_rule_without_any_of_its_clauses(planted: Planted) -> None:
    can_be_imported(planted.module, planted.source)


def test_no_two_have_the_same_name() -> None:
    assert max(Counter(fault.name for fault in FAULTS).values()) == 1
