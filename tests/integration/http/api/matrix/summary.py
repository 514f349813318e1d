"""How many cells the matrices had, told at the end of the run."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

PROPERTY = "matrix"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = [
        (facts, report)
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, facts in getattr(report, "user_properties", ())
        if name == PROPERTY and report.when == "call"
    ]
    if told:
        terminalreporter.section("the matrices: cells asked, and those that were wrong")
        _tell(terminalreporter, told)


def _tell(terminalreporter: pytest.TerminalReporter, told: list[tuple[Any, Any]]) -> None:
    cells, wrong, requests, seconds = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for facts, report in told:
        name = facts["matrix"]
        cells[name] += facts["cells"]
        wrong[name] += facts["wrong"]
        requests[name] += facts["requests"]
        seconds[name] += round(1000 * report.duration)
    terminalreporter.write_line(f"{'':32}{'cells':>10}{'wrong':>8}{'requests':>10}{'seconds':>9}")
    for name in [*sorted(cells), "all"]:
        of: Mapping[str, list[int]] = {
            "all": [sum(each.values()) for each in (cells, wrong, requests, seconds)]
        }
        many, bad, asked, took = of.get(name) or [
            each[name] for each in (cells, wrong, requests, seconds)
        ]
        terminalreporter.write_line(f"{name:32}{many:10,}{bad:8}{asked:10,}{took / 1000:9.1f}")
