"""Faults on purpose, one at a time: each has to make a test fail that is there to catch it."""

import ast
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from time import monotonic

from attrs import frozen

from tests.planted.fault import ADAPTERS, SOURCE, Fault
from tests.planted.known import FAULTS
from tests.planted.trying import Tried, import_what_tests_need, tried

RULE = "adapters/sql/audience.py"  # the visibility rule, in SQL
CONDITIONS = frozenset({"and_", "or_", "where"})  # what holds clauses
RULE_TESTS = tuple(
    f"{ADAPTERS}{about}.py"
    for about in ("audience", "notifications", "search", "follows", "users", "timelines")
)
NOTHING = "no fault"
NOBODY = "NOT CAUGHT"
LIST = "--list"


@frozen
class Planted:
    """A module with a fault in it, and the tests that are asked on a storage."""

    name: str
    module: str
    line: int
    source: str
    asked: Sequence[str]
    on: str

    @property
    def tests(self) -> Sequence[str]:
        return (*self.asked, "-k", self.on)

    @property
    def is_one(self) -> bool:
        return self.name != NOTHING

    @property
    def where(self) -> str:
        """Of no fault, the tests that are not to find any."""
        return (
            f"{self.module}:{self.line}"
            if self.is_one
            else self.asked[0].partition("::")[0].rpartition("/")[2]
        )


def main(words: Sequence[str]) -> int:
    """Plant those with one of the words in their names; without any, all."""
    asked = [word for word in words if word != LIST]
    faults = [
        fault
        for fault in (*map(planted, FAULTS), *clauses())
        if not asked or any(word in fault.name for word in asked)
    ]
    width = max((len(fault.name) for fault in faults), default=0)
    if LIST in words:
        for fault in faults:
            print(f"{fault.name:{width}}  {fault.where:32}  {' '.join(fault.asked)}")
        return 0
    return _planted_in_turn(faults, width)


def _planted_in_turn(faults: Sequence[Planted], width: int) -> int:
    """How many are not as they should be, at most 1."""
    if not faults:
        print("no fault has such a name: --list tells all")
        return 1
    begun, wrong = monotonic(), []
    all_of_them = [*faults, *nothing(faults)]
    import_what_tests_need({test for fault in faults for test in fault.asked})
    print(f"{'':8} {'fault':{width}}  {'where':32} seconds  caught by", flush=True)
    for number, each in enumerate(tried(all_of_them), start=1):
        fault, verdict = each.change, _verdict(each)
        done = f"{number}/{len(all_of_them)}"
        print(
            f"{done:>8} {fault.name:{width}}  {fault.where:32} {each.seconds:7.1f}  {verdict}",
            flush=True,
        )
        if _is_caught(each) is not fault.is_one or not each.is_answered:
            wrong.append(f"{fault.name} ({' '.join(fault.asked)}): {verdict}")
    for name in wrong:
        print(f"wrong: {name}")
    took = monotonic() - begun
    print(f"{len(faults)} faults in {took:.0f} s; not as it should be: {len(wrong)}")
    return int(bool(wrong))


def _is_caught(each: Tried[Planted]) -> bool:
    return each.noticed_by is not None


def _verdict(each: Tried[Planted]) -> str:
    if not each.is_possible:
        return "cannot be imported: plant it in another way"
    if not each.is_answered:
        return "nobody was there: the tests did not run"
    if not _is_caught(each):
        return NOBODY if each.change.is_one else "nobody, as it should be"
    return (each.noticed_by or "").removeprefix("tests/").replace("integration/", "")


def nothing(faults: Sequence[Planted]) -> Iterator[Planted]:
    """Those tests, file by file, with nothing to catch: none may fail."""
    asked = {(test.partition("::")[0], fault.on, test) for fault in faults for test in fault.asked}
    source = (SOURCE / RULE).read_text()
    for (_, on), tests in groupby(sorted(asked), lambda one: one[:2]):
        yield Planted(NOTHING, RULE, 1, source, [test for *_, test in tests], on)


def planted(fault: Fault) -> Planted:
    """Raises :exc:`ValueError` where what it replaces does not stand there once."""
    source = fault.planted()
    line = (SOURCE / fault.module).read_text().partition(fault.was)[0].count("\n") + 1
    return Planted(fault.name, fault.module, line, source, (fault.caught_by,), fault.on)


def clauses() -> Iterator[Planted]:
    """The rule without one of its clauses: each in turn, wherever several stand together."""
    source = (SOURCE / RULE).read_text()
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if _called(call) not in CONDITIONS:
            continue
        for clause in call.args if len(call.args) > 1 else ():
            left = ", ".join(ast.unparse(one) for one in call.args if one is not clause)
            changed = _replaced(source, call, f"{ast.unparse(call.func)}({left})")
            yield Planted(
                f"the rule without {_short(ast.unparse(clause))}",
                RULE,
                clause.lineno,
                changed,
                RULE_TESTS,
                "sqlite",
            )


# -- parts ----------------------------------------------------------------------------


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _replaced(source: str, node: ast.expr, by: str) -> str:
    assert node.end_lineno is not None
    lines = source.encode().splitlines(keepends=True)
    before = b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    after = lines[node.end_lineno - 1][node.end_col_offset :] + b"".join(lines[node.end_lineno :])
    return (before + by.encode() + after).decode()


def _short(clause: str) -> str:
    """As much of it as a line of a table holds."""
    return clause if len(clause) <= 56 else f"{clause[:53]}..."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
