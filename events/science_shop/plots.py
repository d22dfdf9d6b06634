"""Bars, drawn on the server: as wide as the page, with letters that never shrink."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# In pixels: what a bar is called stands above it, its figure behind it.
ROW, WORDS, TOP, THICK = 48, 17, 25, 15
# The longest bar leaves room for its figure.
WIDEST = 72


@dataclass(frozen=True)
class Bar:
    label: Any
    figure: str
    # Parts of the width, as SVG has them.
    width: str
    y: int

    @property
    def words_y(self) -> int:
        return self.y + WORDS

    @property
    def top(self) -> int:
        return self.y + TOP

    @property
    def figure_y(self) -> int:
        return self.y + TOP + THICK - 2


@dataclass(frozen=True)
class Plot:
    """A picture and its table, which says the same."""

    name: str
    title: Any
    description: Any
    bars: list[Bar]
    headings: list[Any]
    rows: list[list[Any]]
    thick: int = THICK

    @property
    def height(self) -> int:
        return len(self.bars) * ROW


def plot(name: str, title: Any, description: Any, bars: Iterable[tuple[Any, float, str]], **table: Any) -> Plot:
    """`bars`: what each is called, how long it is, and the figure in words."""
    bars = list(bars)
    longest = max((value for _label, value, _figure in bars), default=0) or 1
    drawn = [
        Bar(label, figure, f"{value / longest * WIDEST:.1f}%", number * ROW)
        for number, (label, value, figure) in enumerate(bars)
    ]
    return Plot(name, title, description, drawn, **table)
