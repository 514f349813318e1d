"""What the machine did, told at the end of the run."""

from collections.abc import Mapping
from typing import Any

import pytest

PROPERTY = "machine"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = [
        facts
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, facts in getattr(report, "user_properties", ())
        if name == PROPERTY and report.when == "call"
    ]
    if told:
        terminalreporter.section(
            "the machine: how often each command was done and refused, how deep lists were read"
        )
        _tell(terminalreporter, told)


def _tell(terminalreporter: pytest.TerminalReporter, told: list[Mapping[str, Any]]) -> None:
    terminalreporter.write_line(f"{'':32}{'done':>8}{'refused':>8}{'pages':>8}")
    commands = sorted({name for facts in told for name in (*facts["done"], *facts["refused"])})
    for command in commands:
        done, refused = (
            sum(facts[kind].get(command, 0) for facts in told) for kind in ("done", "refused")
        )
        pages = max(facts["pages"].get(command, 0) for facts in told)
        terminalreporter.write_line(f"{command:32}{done:8}{refused:8}{pages or '':8}")
    examples = sum(facts["examples"] for facts in told)
    people = min(facts["fewest_people"] for facts in told)
    terminalreporter.write_line(f"{examples} examples, each with at least {people} people")
