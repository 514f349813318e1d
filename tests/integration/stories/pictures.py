"""What the pages of the stories look like, for people: `make stories`."""

import base64
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from attrs import frozen
from selenium.webdriver import Chrome

from .screens import SCHEMES, Screen

_NAME = re.compile(
    r"(?P<story>\w+)-(?P<step>\d+-[^.]+)\.(?P<width>\d+)-(?P<scheme>light|dark)\.png"
)

_INDEX = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>The browser stories</title>
<style>
body {{ font: 1rem/1.5 system-ui; margin: 2rem; background: #777; color: #fff; }}
div {{ display: flex; align-items: start; gap: 1rem; overflow-x: auto; }}
img {{ display: block; max-height: 60rem; }}
</style>
{shelves}
</html>
"""


@frozen
class Pictures:
    """A folder of them, with a page on which they lie side by side."""

    folder: Path

    def take(self, browser: Chrome, name: str, screen: Screen) -> None:
        """The whole page, in dark and in light, as on a screen that is high enough for it."""
        size: dict[str, Any] = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})[
            "cssContentSize"
        ]
        height = max(screen.height, size["height"])
        for scheme in SCHEMES:
            Screen(screen.width, height, scheme).put_before(browser)
            picture = base64.b64decode(browser.get_screenshot_as_base64())
            (self.folder / f"{name}.{screen.width}-{scheme}.png").write_bytes(picture)
        screen.put_before(browser)

    def bind(self) -> None:
        """Write the page anew, with all there is by now."""
        found = [match for path in self.folder.iterdir() if (match := _NAME.fullmatch(path.name))]
        shelves: dict[tuple[str, str], list[re.Match[str]]] = {}
        for match in sorted(found, key=_place):
            shelves.setdefault((match["story"], match["step"]), []).append(match)
        page = "\n".join(_shelf(title, matches) for title, matches in shelves.items())
        (self.folder / "index.html").write_text(_INDEX.format(shelves=page))


def _place(match: re.Match[str]) -> tuple[str, str, int, bool]:
    return match["story"], match["step"], -int(match["width"]), match["scheme"] == "dark"


def _shelf(title: Iterable[str], matches: Iterable[re.Match[str]]) -> str:
    images = "".join(f'<img src="{escape(match[0])}" alt="" loading="lazy">' for match in matches)
    return f"<h2>{escape(' · '.join(title))}</h2><div>{images}</div>"
