"""Numbers that remember where they come from, through a wording template and out again.

In a template they are numbers: they compare, count and rank. Printed, they leave a trace of characters that no
text holds (Unicode's private use area), from which the span with its figure is made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from typing import Literal, Self

from docgen.measures import percent, rounded
from docgen.model import Figure
from docgen.reports.blocks import FigureSpan, Shows, Span, Strong

_OPEN, _BETWEEN, _CLOSE = "\ue000", "\ue001", "\ue002"
_TRACE = re.compile(f"{_OPEN}(\\d+){_BETWEEN}([^{_CLOSE}]*){_CLOSE}")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Count(int):
    """A whole number, printed in digits."""

    _key: int

    def __new__(cls, value: int, key: int) -> Self:
        """The number, with the key of its figure."""
        made = super().__new__(cls, value)
        made._key = key
        return made

    def __str__(self) -> str:
        return traced(self._key, f"{int(self):,}")

    def __format__(self, spec: str, /) -> str:
        return str(self)

    def in_words(self) -> str:
        """One to nine as words, other numbers in digits."""
        return traced(self._key, in_words(int(self)))

    def as_times(self) -> str:
        """“Never”, “once”, “twice”, “three times”."""
        often = {0: "never", 1: "once", 2: "twice"}
        return traced(self._key, often.get(int(self), f"{in_words(int(self))} times"))


class _Decimal(Decimal):
    """A number with decimal places that remembers its figure."""

    _key: int

    def __new__(cls, value: Decimal, key: int) -> Self:
        made = super().__new__(cls, value)
        made._key = key
        return made

    def __format__(self, spec: str, context: Context | None = None, /) -> str:
        return str(self)


class Share(_Decimal):
    """A share in percent, unrounded, printed rounded half up such as “65%”.

    `places` is 1 where whole numbers would hide on which side of its target it lies: “59.6%”.
    """

    places: int = 0

    def __str__(self) -> str:
        return traced(self._key, percent(Decimal(self), self.places))


class Points(_Decimal):
    """A difference between two shares, unrounded, in percentage points; printed whole, without its sign."""

    @property
    def whole(self) -> int:
        """In whole points, rounded half up from the unrounded value."""
        return int(rounded(Decimal(self)))

    def __str__(self) -> str:
        return traced(self._key, str(abs(self.whole)))

    def in_words(self) -> str:
        """One to nine as words, other numbers in digits."""
        return traced(self._key, in_words(abs(self.whole)))


class Ratio(_Decimal):
    """A coefficient such as kappa, printed to two places."""

    def __str__(self) -> str:
        return traced(self._key, str(rounded(Decimal(self), 2)))


Traced = Count | Share | Points | Ratio


def in_words(value: int) -> str:
    """None to nine as words, other numbers in digits."""
    return WORDS[value] if 0 <= value < len(WORDS) else f"{value:,}"


def traced(key: int, text: str) -> str:
    """The text with its trace."""
    return f"{_OPEN}{key}{_BETWEEN}{text}{_CLOSE}"


class Trace:
    """The figures behind the numbers of one report's text."""

    def __init__(self) -> None:
        self._spans: list[FigureSpan] = []

    def _key(self, figure: Figure, shows: Shows, value: Decimal | None = None) -> int:
        self._spans.append(FigureSpan("", figure, shows, value))
        return len(self._spans) - 1

    @property
    def worked_out(self) -> Sequence[FigureSpan]:
        """Every number that was worked out for the text, printed or not; its text is empty."""
        return tuple(self._spans)

    def figure(self, number: Traced) -> Figure:
        """The figure behind a number that was worked out here."""
        return self._spans[number._key].figure

    def count(self, figure: Figure) -> Count:
        """How many audits the figure counts."""
        return Count(figure.numerator, self._key(figure, "count"))

    def base(self, figure: Figure) -> Count:
        """How many audits the figure is a share of."""
        return Count(figure.denominator or 0, self._key(figure, "base"))

    def share(self, figure: Figure, places: int = 0) -> Share | None:
        """The figure's share; None where there is no base."""
        if figure.share is None:
            return None
        made = Share(figure.share, self._key(figure, "share"))
        made.places = places
        return made

    def bound(self, value: Decimal, figure: Figure, end: Literal["low", "high"]) -> Share:
        """One end of the 95% interval of a figure's share."""
        return Share(value, self._key(figure, end, value))

    def points(self, value: Decimal, figure: Figure, shows: Literal["room", "change", "step"]) -> Points:
        """A difference in percentage points: to the target, since an earlier time, or what one audit is worth."""
        return Points(value, self._key(figure, shows, value))

    def ratio(self, value: Decimal, figure: Figure) -> Ratio:
        """A coefficient that is worked out from a figure."""
        return Ratio(value, self._key(figure, "ratio", value))

    def number(self, value: int, measure: str, label: str, of: int | None = None) -> Count:
        """A count of something other than audits, such as areas above a target, or copies issued."""
        return Count(value, self._key(Figure(measure, label, value, of), "count"))

    def spans(self, text: str) -> tuple[Span, ...]:
        """The text as spans: each number with its figure, words between double stars strong."""
        found: list[Span] = []
        for n, part in enumerate(_STRONG.split(text)):
            spans = self._plain(part)
            found += [Strong(one) if n % 2 and isinstance(one, str) else one for one in spans]
        return tuple(found)

    def _plain(self, text: str) -> Iterable[Span]:
        parts = _TRACE.split(text)
        for n in range(0, len(parts), 3):
            if parts[n]:
                yield parts[n]
            if n + 2 < len(parts):
                yield replace(self._spans[int(parts[n + 1])], text=parts[n + 2])


def untraced(text: str) -> str:
    """The text as a reader sees it."""
    return _TRACE.sub(lambda match: match[2], text)


def cleaned(text: str) -> str:
    """A text from a definition, ready to stand in a paragraph: one line, and none of the trace's characters."""
    return " ".join(re.sub(f"[{_OPEN}{_BETWEEN}{_CLOSE}]", "", text).split())
