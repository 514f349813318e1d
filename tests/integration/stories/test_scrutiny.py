"""The tests of the stories' own eyes: what is wrong with a page is seen, and nothing else."""

from urllib.parse import quote

import pytest

from .conftest import Seat
from .screens import Screen
from .scrutiny import faults

PHONE = Screen(390, 844, "dark")
PAGE = """<!doctype html><html lang="en"><title>A page</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><style>{style}</style><h1>A page</h1>{body}"""
STYLE = """body { background: Canvas }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }"""
PALE_IN_THE_DARK = "@media (prefers-color-scheme: dark) { p { color: #444 } }"
BUTTON = "<button style='height: 3rem'>Go</button>"
WITHOUT_FAULT = f"""<p>With <a href=/>a link</a> in it.</p><label for=a>A</label>
<input id=a style='height: 2rem'><p class=unseen>Heard</p>{BUTTON} {BUTTON}"""


def seen(seat: Seat, body: str, *, style: str = "") -> list[str]:
    browser = seat(0)
    browser.get("about:blank")
    PHONE.put_before(browser)
    page = PAGE.format(style=f"{STYLE} {style}", body=body)
    browser.get(f"data:text/html;charset=utf-8,{quote(page)}")
    return faults(browser, width=PHONE.width, expects=200)


class TestScrutiny:
    def test_finds_nothing_where_nothing_is_wrong(self, seat: Seat) -> None:
        assert seen(seat, WITHOUT_FAULT) == []

    @pytest.mark.parametrize(
        ("said", "body", "style"),
        [
            ("has 2 first headings", "<h1>Another</h1>", ""),
            ("field without label", "<input placeholder=Name style='height: 2rem'>", ""),
            ("has a twice", "<p id=a>one</p><p id=a>two</p>", ""),
            ("points to nowhere", "<p aria-describedby=nowhere>one</p>", ""),
            ("pixels wide on", "<p style='width: 50rem'>wide</p>", ""),
            ("has a control of", "<button style='width: 1rem'>x</button>", ""),
            ("text that runs out", "<p style='width: 3rem'>Donaudampfschiff</p>", ""),
            ("cuts something off", "<p>Donaudampfschiff</p>", "p { width: 3rem; overflow: clip }"),
            ("on top of each other", BUTTON + BUTTON, "button + button { margin-left: -1rem }"),
            ("on top of each other", "<p>one<p>two", "p + p { margin-top: -1.9rem }"),
            ("a contrast of", "<p style='color: #777'>pale</p>", ""),
            ("a contrast of", "<p>pale</p>", PALE_IN_THE_DARK),
            ("control without a name", "<button style='height: 3rem; width: 3rem'></button>", ""),
            ("says on the console", "<script>console.error('broken')</script>", ""),
            ("says on the console", "<script>never.was()</script>", ""),
        ],
    )  # fmt: skip
    def test_finds(self, seat: Seat, said: str, body: str, style: str) -> None:
        found = seen(seat, body, style=style)

        assert [one for one in found if said in one], found
