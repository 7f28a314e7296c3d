"""What is said of one figure: its count, base and share, its target, and what an earlier audit found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from docgen.reports.numbers import Count, Points, Share


@dataclass(frozen=True, slots=True)
class Target:
    """A target and how a share stands to it.

    text      in words, such as “at least 60% Good”; `limit` is its number, `words` “at least 60%”
    kind      at_least, at_most, or between
    verdict   met, exactly (met to the last case), missed, or not judged
    room      how far the share lies from the limit
    sure      the whole 95% interval lies on the same side of the limit
    """

    text: str
    limit: str
    words: str
    kind: str
    by: str
    verdict: str
    room: Points | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier audit found. `way` is up, down or level, as printed; `improved` None where neither is better."""

    percent: str
    source: str
    way: str
    points: Points
    improved: bool | None


@dataclass(frozen=True, slots=True)
class Tally:
    """One measure for one part of the cases.

    low, high   the 95% interval of the share
    small       too few cases to be compared
    """

    label: str
    count: Count
    base: Count
    share: Share | None
    low: Share | None
    high: Share | None
    small: bool
    target: Target | None = None
    before: Before | None = None

    @property
    def change(self) -> str:
        """“from 40% to 67%”."""
        return f"from {self.before.percent} to {self.share}" if self.before is not None else str(self.share)

    @property
    def quoted(self) -> str:
        """“Label”."""
        return f"“{self.label}”"

    @property
    def stated(self) -> str:
        """“35% (7 of 20)”; only the counts where there are few cases."""
        return self.of if self.small or self.share is None else f"{self.share} ({self.of})"

    @property
    def of(self) -> str:
        """“7 of 20”."""
        return f"{self.count} of {self.base}"


class Tallies(tuple[Tally, ...]):
    """Several tallies, and how many."""

    number: Count

    def __new__(cls, tallies: Iterable[Tally], count: Callable[[int], Count]) -> Tallies:
        """The tallies; `count` makes a traced number of how many there are."""
        made = super().__new__(cls, tallies)
        made.number = count(len(made))
        return made
