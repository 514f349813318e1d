"""Mutation testing of the rules: every small change that Cosmic Ray makes of them, in turn."""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import ndiff
from itertools import count
from pathlib import Path
from time import monotonic

from attrs import evolve, frozen
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tests.planted.trying import ROOT, Tried, import_what_tests_need, tried

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
WANTED = 95  # per cent killed, of the mutants of each module that differ from it
STRIDE = 50  # mutants from one word of how far it is to the next
KILLED, SURVIVED, IMPOSSIBLE, SAME = "killed", "survived", "impossible", "equivalent"

TEXT = "tests/unit/domain/test_text.py"
# The modules, and the tests that speak of them; those that take long are asked of what survives.
TESTS: Mapping[str, Sequence[Sequence[str]]] = {
    "domain/audience.py": [["tests/unit/domain/test_audience.py"]],
    "application/paging.py": [["tests/unit/application/test_paging.py"]],
    "domain/text.py": [[TEXT, "-k", "not takes_more"], [TEXT, "-k", "takes_more"]],
}


@frozen
class Mutant:
    """A module with one small change: what stood there, and what stands there now."""

    module: str
    source: str
    was: str
    now: str
    asked: int = 0  # which of its tests

    @property
    def tests(self) -> Sequence[str]:
        return TESTS[self.module][self.asked]

    @property
    def is_asked_again(self) -> bool:
        return self.asked + 1 < len(TESTS[self.module])

    def __str__(self) -> str:
        return f"{self.module}\n    was: {self.was}\n    now: {self.now}"


def main(modules: Sequence[str]) -> int:
    modules = modules or tuple(TESTS)
    same = _equivalent()
    import_what_tests_need({TESTS[module][0][0] for module in modules})
    begun, score = monotonic(), Counter[tuple[str, str]]()
    made = [mutant for module in modules for mutant in mutants(module)]
    for number, each in enumerate(_judged(made), start=1):
        outcome = _outcome(each, same)
        score[each.change.module, outcome] += 1
        if outcome in (SURVIVED, SAME):
            print(f"{outcome}: {each.change}", flush=True)
        if number % STRIDE == 0:
            print(f"{number}/{len(made)} after {monotonic() - begun:.0f} s", flush=True)
    print(f"{'module':24}{KILLED:>10}{SURVIVED:>10}{SAME:>12}{IMPOSSIBLE:>12}{'score':>9}")
    shares = [_told(module, score) for module in modules]
    print(f"{score.total()} mutants in {monotonic() - begun:.0f} s")
    return int(min(shares) < WANTED)


def _judged(made: Sequence[Mutant]) -> Iterator[Tried[Mutant]]:
    """Each once nobody else is to be asked."""
    survivors = []
    for each in tried(made):
        mutant, is_noticed = each.change, each.noticed_by is not None
        if mutant.is_asked_again and each.is_possible and each.is_answered and not is_noticed:
            survivors.append(evolve(mutant, asked=mutant.asked + 1))
        else:
            yield each
    if survivors:
        yield from _judged(survivors)


def mutants(module: str) -> Iterator[Mutant]:
    """All that Cosmic Ray's operators make of it, each text once."""
    source = (ROOT / "src" / module).read_text()
    seen = {source}
    for operator in map(get_operator, operator_names()):
        if operator.arguments():
            continue  # it wants to know what to look for
        for occurrence in count():
            changed = mutate_code(source, operator(), occurrence)
            if changed is None:
                break
            if changed not in seen:
                seen.add(changed)
                was, now = _difference(source, changed)
                if was.replace("*,", "/,") != now:  # a signature, taken for an operator
                    yield Mutant(module, changed, was, now)


def _difference(source: str, changed: str) -> tuple[str, str]:
    lines = list(ndiff(source.splitlines(), changed.splitlines()))
    was, now = (
        " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return was, now


def _outcome(each: Tried[Mutant], same: set[tuple[str, str, str]]) -> str:
    mutant = each.change
    if not each.is_possible:
        return IMPOSSIBLE
    if each.noticed_by is not None:
        return KILLED
    if not each.is_answered:
        raise RuntimeError(f"the tests did not run: {mutant}")
    return SAME if (mutant.module, mutant.was, mutant.now) in same else SURVIVED


def _equivalent() -> set[tuple[str, str, str]]:
    """Changes that change nothing that comes out: whoever lists one says why."""
    listed = tomllib.loads(EQUIVALENT.read_text())["mutant"]
    return {(one["module"], one["was"], one["now"]) for one in listed if one["why"]}


def _told(module: str, score: Mapping[tuple[str, str], int]) -> float:
    killed, survived = score[module, KILLED], score[module, SURVIVED]
    share = 100 * killed / (killed + survived)
    print(
        f"{module:24}{killed:10}{survived:10}{score[module, SAME]:12}"
        f"{score[module, IMPOSSIBLE]:12}{share:8.1f} %"
    )
    return share


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
