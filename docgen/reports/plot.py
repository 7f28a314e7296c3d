"""Where things stand in a chart, in points: reckoned from its labels, so that nothing collides or is cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from docgen.measures import rounded
from docgen.reports.blocks import ChartBlock, ChartKind
from docgen.reports.widths import lines, longest_word, text_width

LABEL = 9.0
CATEGORY = 10.0
"""Sizes of type, in points: of the numbers in the plot, and of the names of categories."""

MOST = 38
"""The most bars that a page holds in readable type; more are drawn in the same height, closer together."""

_AXIS = 20.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Where things are, in points: the whole, and the plot in it. `lying` charts run from left to right."""

    kind: ChartKind
    width: float
    height: float
    left: float
    top: float
    plot_width: float
    plot_height: float
    gap: int
    category_size: float

    @property
    def lying(self) -> bool:
        """Whether its bars run from left to right."""
        return self.kind in ("stacked_bar", "bar")


def plan(block: ChartBlock, width: float) -> Plan:
    """Where everything stands in a chart of this width; columns that would collide become lying bars."""
    if block.kind == "line" or (block.kind == "column" and _stands(block, width)):
        return _standing(block, width)
    return _lying(block, width)


def _lying(block: ChartBlock, width: float) -> Plan:
    """Bars from the top: each gets the height of its label, or of its series where that is more."""
    count = max(len(block.categories), 1)
    size = CATEGORY if count <= 12 else LABEL
    widest = max((text_width(name, size) for name in block.categories), default=0.0)
    left = min(widest, width * 0.36) + 12
    most = max((lines(name, size, left - 10) for name in block.categories), default=1)
    stacked = block.kind == "stacked_bar"
    bars = 1 if stacked else max(len(block.series), 1)
    step = max(30.0 if count <= 2 else 25.0 if count <= 12 else 15.5, most * (size * 1.2) + 5)
    step = max(step, bars * 13.0 + 8) if bars > 1 else step
    plot_height = min(step * count, 15.5 * MOST)
    top = _legend(block, width) if len(block.series) > 1 else 4.0
    bottom = _AXIS if target_line(block) is not None else 6.0
    right = 10.0 if stacked else 12.0 + max(text_width(_label(block, value), LABEL) for value in _sample(block))
    gap = 30 if count > 12 else 45 if stacked else 55 if bars == 1 else 40
    kind: ChartKind = "stacked_bar" if stacked else "bar"
    return Plan(kind, width, top + plot_height + bottom, left, top, width - left - right, plot_height, gap, size)


def _legend(block: ChartBlock, width: float) -> float:
    """The height of the names above the plot. LibreOffice sets them in columns as wide as the longest name needs."""
    column = max(text_width(one.name, CATEGORY) for one in block.series) + 16
    rows = -(-len(block.series) // max(int(width // column), 1))
    return 12 + 14.0 * rows


def _standing(block: ChartBlock, width: float) -> Plan:
    """Columns or lines: labels of categories below, in one row or several."""
    count = max(len(block.categories), 1)
    line = block.kind == "line"
    target = target_line(block)
    left = 34.0 if line else 8.0 if target is None else 14.0 + text_width(f"Target {_label(block, target)}", LABEL)
    plot_width = width - left - 12
    slot = plot_width / count
    most = max((lines(name, CATEGORY, slot - 4) for name in block.categories), default=1)
    top = (_legend(block, width) if len(block.series) > 1 else 6.0) + 8
    bottom = most * 12.5 + 12
    plot_height = 150.0
    gap = 60 if len(block.series) > 1 else 80 if count > 3 else 150
    return Plan(block.kind, width, top + plot_height + bottom, left, top, plot_width, plot_height, gap, CATEGORY)


def _stands(block: ChartBlock, width: float) -> bool:
    """Whether the columns are wide enough for their numbers, and their places for their names."""
    slot = (width - 46) / max(len(block.categories), 1)
    bars = max(len(block.series), 1)
    number = max(text_width(_label(block, value), LABEL) for value in _sample(block)) + 3
    name = max((longest_word(name, CATEGORY) for name in block.categories), default=0.0) + 4
    return number * bars <= slot * 0.9 and name <= slot and len(block.categories) <= 16


def _sample(block: ChartBlock) -> Sequence[Decimal]:
    return [value for one in block.series for value in one.values if value is not None] or [Decimal(0)]


def _label(block: ChartBlock, value: Decimal) -> str:
    """About what the number format makes of a value: its digits, and a per cent sign where it has one."""
    decimals = block.number_format.partition(".")[2]
    places = len(decimals) - len(decimals.lstrip("0"))
    return f"{rounded(value, places):,}" + ("%" if "%" in block.number_format else "")


def _shares(block: ChartBlock) -> bool:
    return "%" in block.number_format


def axis_end(block: ChartBlock) -> Decimal | None:
    """The end of the value axis: 100 for shares, so that charts can be held side by side; else the chart's own."""
    return Decimal(100) if _shares(block) and max(_sample(block)) <= 100 else None


def target_line(block: ChartBlock) -> Decimal | None:
    """The target where a line for it can be drawn: as the one grid line inside the plot of a chart of shares.

    Grid lines stand at every multiple, so that the target must lie beyond the middle of the axis. In a stacked
    bar it is held against the first series.
    """
    top = axis_end(block)
    if block.target is None or top is None or block.kind == "line" or not top / 2 < block.target < top:
        return None
    return block.target


@dataclass(frozen=True, slots=True)
class Labels:
    """How the values of a series are labelled: inside their bars or beyond; those up to `hidden` are not."""

    inside: bool
    hidden: Decimal | None = None


def labels(block: ChartBlock, number: int, where: Plan) -> Labels | None:
    """The labels of a series, such that none collides; None for no labels. All values stand in the table.

    Parts of a bar are labelled where the label fits. Where the line of a target would cross labels, they move
    inside their bars. Lines are labelled where there is room between the points.
    """
    if where.kind == "line":
        return Labels(inside=False) if _apart(block, where) else None
    values = block.series[number].values
    bars = [(value, _length(block, n, value, where)) for n, value in enumerate(values) if value is not None]
    if where.kind != "stacked_bar" and not any(_crossed(block, value, length, where) for value, length in bars):
        return Labels(inside=False)
    small = [value for value, length in bars if length < _along(block, value, where)]
    return Labels(inside=True, hidden=max(small, default=None))


def _length(block: ChartBlock, n: int, value: Decimal, where: Plan) -> float:
    """How long the bar of a value is, in points."""
    whole = axis_end(block) or max(_sample(block))
    if where.kind == "stacked_bar":
        whole = sum((one.values[n] or Decimal(0) for one in block.series if n < len(one.values)), Decimal(0))
    return float(value / whole) * (where.plot_width if where.lying else where.plot_height) if whole else 0.0


def _along(block: ChartBlock, value: Decimal, where: Plan) -> float:
    """The room that a label takes along its bar, in points."""
    return text_width(_label(block, value), LABEL) + 4 if where.lying else LABEL * 1.6


def _crossed(block: ChartBlock, value: Decimal, length: float, where: Plan) -> bool:
    """Whether the line of the target would run through a label beyond the end of its bar."""
    target = target_line(block)
    if target is None:
        return False
    line = _length(block, 0, target, where)
    return length - 2 <= line <= length + _along(block, value, where) + 4


def _apart(block: ChartBlock, where: Plan) -> bool:
    """Whether the labels of lines, each above its point, keep clear of each other and of other points."""
    slot = where.plot_width / max(len(block.categories), 1)
    if any(text_width(_label(block, value), LABEL) + 4 > slot for value in _sample(block)):
        return False
    for n in range(len(block.categories)):
        heights = sorted(
            _length(block, n, value, where)
            for one in block.series
            for value in one.values[n : n + 1]
            if value is not None
        )
        if any(higher - lower < LABEL * 2 for lower, higher in pairwise(heights)):
            return False
    return True
