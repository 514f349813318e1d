"""What holds on every page of every story: it is quiet, it fits, and whoever acts or reads can."""

from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.remote.command import Command

SMALLEST = 24  # CSS pixels of a control; WCAG 2.2, 2.5.8
WRONG = {"WARNING", "SEVERE"}  # of what stands on the console

_LOOK = (Path(__file__).parent / "scrutiny.js").read_text()


def faults(browser: Chrome, *, width: int, expects: int) -> list[str]:
    """What is wrong with the page a browser shows; a status is no fault where it is expected."""
    seen: list[str] = browser.execute_script(_LOOK, width, SMALLEST)
    return [*dict.fromkeys(seen), *_said_on_the_console(browser, expects)]


def console(browser: Chrome) -> list[str]:
    """What it complained of since it was last asked."""
    said: list[dict[str, Any]] = browser.execute(Command.GET_LOG, {"type": "browser"})["value"]
    return [str(entry["message"]) for entry in said if entry["level"] in WRONG]


def _said_on_the_console(browser: Chrome, expects: int) -> list[str]:
    """What was refused or is broken; Chromium complains of a page's status there, too."""
    mine = (
        f"{browser.current_url.partition('#')[0]} - Failed to load resource: the server responded"
    )
    return [
        f"says on the console: {line}"
        for line in console(browser)
        if not (line.startswith(mine) and f"a status of {expects} " in line)
    ]
