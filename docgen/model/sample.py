"""What is kept of a sample: how it was drawn, from what, and what came out, in numbers and without cases."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of the frame: the values of the columns that make it, and how many there were, wanted and chosen.

    available   cases that could be chosen; people with such a case, where one case of each was to be chosen
    """

    values: tuple[str, ...]
    available: int
    wanted: int
    chosen: int

    @property
    def shortfall(self) -> int:
        """How many are missing."""
        return self.wanted - self.chosen


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as reports tell of it.

    plan, label     of the framework's plan, or what the command asked for
    at              the day that counts for “open for” and “not audited within”, YYYY-MM-DD
    source          the name of the case list; `digest` the SHA-256 of its rows, whatever their order
    population      cases of the list
    left_out        why a case could not be chosen, and how many were not for that reason
    frame           cases that could be chosen; `people` how many of `one_per` they are of, where one of each was chosen
    by              the columns of the strata, as people call them
    rules           how it was done, in sentences
    number          how many it had, as it is printed: “50% of 1,154 practitioners”, “12”
    """

    framework: str
    version: str
    form: str
    plan: str
    label: str
    seed: str
    at: str
    source: str
    digest: str
    population: int
    left_out: tuple[tuple[str, int], ...]
    frame: int
    wanted: int
    chosen: int
    strata: tuple[Stratum, ...]
    by: tuple[str, ...] = ()
    one_per: str = ""
    people: int | None = None
    rules: tuple[str, ...] = ()

    @property
    def shortfall(self) -> int:
        """How many cases are missing; 0 where none is."""
        return self.wanted - self.chosen
