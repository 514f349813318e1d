"""Bars in an SVG, which follows the reader's choice of light or dark."""

from collections.abc import Sequence
from html import escape

from attrs import frozen

WIDTH, LEFT, RIGHT, ROW, TOP = 720, 210, 80, 26, 56  # pixels
BESIDE = 40  # pixels of a figure that no line is to cross

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1c1c1e }
  .title { font-weight: 600; font-size: 15px }
  .faint { fill: #6b6b70 }
  .ground { fill: #ffffff }
  .ours { fill: #2a6fdb }
  .floor { fill: #b9c2cf }
  .goal { stroke: #c2410c; stroke-width: 2; stroke-dasharray: 4 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #ececf0 }
    .faint { fill: #9a9aa2 }
    .ground { fill: #17181c }
    .ours { fill: #6ea8ff }
    .floor { fill: #4b5262 }
    .goal { stroke: #fb923c }
  }
"""


@frozen
class Bar:
    """Two lengths side by side: ours, and the floor's (none: 0); perhaps a goal."""

    name: str
    ours: float
    floor: float = 0.0
    goal: float | None = None


def chart(title: str, unit: str, bars: Sequence[Bar]) -> str:
    """Longer is more; every bar says how much."""
    most = max(max(bar.ours, bar.floor, bar.goal or 0) for bar in bars) or 1
    scale = (WIDTH - LEFT - RIGHT) / most
    height = TOP + len(bars) * (2 * ROW) + 10
    parts = [_bar(bar, TOP + number * 2 * ROW, scale) for number, bar in enumerate(bars)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="{escape(title)}"><style>{STYLE}</style>'
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>'
        f'<text class="title" x="16" y="24">{escape(title)}</text>'
        f'<text class="faint" x="16" y="43">{escape(unit)}; {_legend(bars)}</text>'
        f"{''.join(parts)}</svg>\n"
    )


def _legend(bars: Sequence[Bar]) -> str:
    has_goal = any(bar.goal is not None for bar in bars)
    return "blue: twite, grey: by hand" + ", dashed: the goal" * has_goal


def _bar(bar: Bar, y: int, scale: float) -> str:
    drawn = f'<text x="16" y="{y + 22}">{escape(bar.name)}</text>'
    for place, (kind, value) in enumerate((("ours", bar.ours), ("floor", bar.floor))):
        if value == 0:
            continue
        top, long = y + 4 + place * 17, value * scale
        beside = LEFT + long + 6
        if bar.goal is not None and 0 < LEFT + bar.goal * scale - beside + 6 < BESIDE:
            beside = LEFT + bar.goal * scale + 6
        drawn += (
            f'<rect class="{kind}" x="{LEFT}" y="{top}" width="{max(1, long):.1f}" height="15"/>'
            f'<text class="faint" x="{beside:.1f}" y="{top + 12}">{_said(value)}</text>'
        )
    if bar.goal is not None:
        x = LEFT + bar.goal * scale
        drawn += f'<line class="goal" x1="{x:.1f}" x2="{x:.1f}" y1="{y}" y2="{y + 40}"/>'
    return drawn


def _said(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"  # noqa: PLR2004 (two digits or more)
