"""How many cases each stratum gives: proportional by largest remainder, equal, or fixed, with a least number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

Labels = tuple[str, ...]
"""The values that make a stratum: of the first column, of the second …"""

Tie = Callable[..., str]
"""Text → where it stands among equals."""


def quotas(
    sizes: Mapping[Labels, int], size: int | None, spread: str, numbers: Mapping[str, int], at_least: int, tie: Tie
) -> dict[Labels, int]:
    """How many are wanted of each stratum. `size` is the whole, None with fixed numbers.

    The first column of the strata is served as `spread` says; within each of its values the others follow in
    proportion, column by column. Only fixed numbers can be more than there are.
    """
    first: dict[str, int] = {}
    for labels, available in sizes.items():
        first[labels[0] if labels else ""] = first.get(labels[0] if labels else "", 0) + available
    if spread == "fixed":
        shares = {**dict.fromkeys(first, 0), **numbers}
    elif spread == "equal":
        shares = equal(first, size or 0, tie)
    else:
        shares = proportional(first, size or 0, tie)
    if at_least and spread != "fixed":
        shares = lifted(shares, first, at_least, size or 0, spread, tie)
    found: dict[Labels, int] = {}
    for value, wanted in shares.items():
        inner = {labels: available for labels, available in sizes.items() if (labels[0] if labels else "") == value}
        found |= _within(inner, wanted, 1, tie) if inner else {(value,): wanted}
    return found


def _within(sizes: Mapping[Labels, int], wanted: int, column: int, tie: Tie) -> dict[Labels, int]:
    """The number of one value spread over the values of the next columns."""
    depth = len(next(iter(sizes)))
    if column >= depth:
        return dict.fromkeys(sizes, wanted)
    groups: dict[str, dict[Labels, int]] = {}
    for labels, available in sizes.items():
        groups.setdefault(labels[column], {})[labels] = available
    totals = {value: sum(members.values()) for value, members in groups.items()}
    prefix = next(iter(sizes))[:column]
    most = min(wanted, sum(totals.values()))
    shares = proportional(totals, most, lambda *parts: tie(*prefix, *parts))
    if wanted > most:  # more than there are: the largest part is short of them
        largest = max(totals, key=lambda value: (totals[value], tie(*prefix, value)))
        shares[largest] += wanted - most
    found: dict[Labels, int] = {}
    for value, members in groups.items():
        found |= _within(members, shares[value], column + 1, tie)
    return found


def proportional(sizes: Mapping[str, int], whole: int, tie: Tie) -> dict[str, int]:
    """The whole in proportion to the sizes, by largest remainder (Hamilton): each gets its quota without the fraction,
    and what is left goes to the largest fractions. None gets more than its size where the whole is not more than all.
    """
    every = sum(sizes.values())
    if not every:
        return dict.fromkeys(sizes, 0)
    exact = {value: Fraction(whole * size, every) for value, size in sizes.items()}
    shares = {value: int(quota) for value, quota in exact.items()}
    left = whole - sum(shares.values())
    order = sorted(sizes, key=lambda value: (-(exact[value] - shares[value]), -sizes[value], tie(value)))
    for value in order[:left]:
        shares[value] += 1
    return shares


def equal(sizes: Mapping[str, int], whole: int, tie: Tie) -> dict[str, int]:
    """The whole in equal numbers, as far as each has so many; what one cannot give, the others do."""
    shares = dict.fromkeys(sizes, 0)
    left = min(whole, sum(sizes.values()))
    order = sorted(sizes, key=lambda value: (-sizes[value], tie(value)))
    while left:
        open_ones = [value for value in order if shares[value] < sizes[value]]
        each = max(left // len(open_ones), 1)
        for value in open_ones[:left]:
            more = min(each, sizes[value] - shares[value], left)
            shares[value] += more
            left -= more
    return shares


def lifted(
    shares: Mapping[str, int], sizes: Mapping[str, int], at_least: int, whole: int, spread: str, tie: Tie
) -> dict[str, int]:
    """The shares with the least number for each value, as far as it has so many; the others give way.

    Where the least numbers alone are more than the whole, they are what is wanted.
    """
    floors = {value: min(at_least, size) for value, size in sizes.items()}
    found, fixed = dict(shares), set[str]()
    while True:
        low = {value for value in sizes if value not in fixed and found[value] < floors[value]}
        if not low:
            return found
        fixed |= low
        rest = {value: size for value, size in sizes.items() if value not in fixed}
        left = max(whole - sum(floors[value] for value in fixed), 0)
        share = equal if spread == "equal" else proportional
        found = {**{value: floors[value] for value in fixed}, **share(rest, min(left, sum(rest.values())), tie)}
