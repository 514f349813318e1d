"""The colours of the stylesheet: whoever sees little tells them apart."""

import re
from itertools import product

import pytest
from attrs import frozen

from twite.adapters.http.site import files
from twite.adapters.http.site import pages as site_pages


@frozen
class Scheme:
    """The colours of the stylesheet, by name."""

    name: str
    colours: dict[str, str]

    def contrast(self, text: str, ground: str) -> float:
        """As WCAG 2.2 has it."""
        light, dark = sorted(
            (self._luminance(self.colours[text]), self._luminance(self.colours[ground])),
            reverse=True,
        )
        return (light + 0.05) / (dark + 0.05)

    def _luminance(self, colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def schemes() -> list[Scheme]:
    css = (files.FOLDER / "twite.css").read_text()
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    )
    white = {"white": "#ffffff"}
    return [Scheme("light", light | white), Scheme("dark", light | dark | white)]


GROUNDS = ("ground", "card", "wash")


class TestColours:
    @pytest.mark.parametrize(
        ("scheme", "text", "ground"),
        [
            (scheme, text, ground)
            for scheme in schemes()
            for text, ground in [
                *product(("text", "soft", "accent"), GROUNDS),
                *product(("danger",), ("ground", "card")),
                ("on-accent", "accent"),
                ("on-danger", "danger"),
                *(("white", f"tint-{tint}") for tint in range(site_pages.TINTS)),
            ]
        ],
        ids=lambda value: getattr(value, "name", value),
    )
    def test_are_told_apart(self, scheme: Scheme, text: str, ground: str) -> None:
        assert scheme.contrast(text, ground) >= 4.5

    @pytest.mark.parametrize("scheme", schemes(), ids=lambda scheme: scheme.name)
    def test_show_where_a_field_is(self, scheme: Scheme) -> None:
        assert min(scheme.contrast("edge", ground) for ground in ("ground", "card")) >= 3
