"""The law of hiding: whoever knows every printed number and every sum cannot work out a small one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from docgen.reports.editions.hiding import Hidden, Sum, hide

LIMIT = 4


class Tables:
    """Counts with names, and the sums that they are in."""

    def __init__(self) -> None:
        self.values: list[int] = []
        self.sums: list[Sum] = []

    def add(self, value: int) -> int:
        self.values.append(value)
        return len(self.values) - 1

    def whole(self, *parts: int) -> int:
        place = self.add(sum(self.values[part] for part in parts))
        self.sums.append(Sum(place, parts))
        return place

    def grid(self, rows: Sequence[Sequence[int]]) -> list[list[int]]:
        """A table with a total for each row and column, and one over all; the places of its cells."""
        cells = [[self.add(value) for value in row] for row in rows]
        by_row = [self.whole(*row) for row in cells]
        by_column = [self.whole(*column) for column in zip(*cells, strict=True)]
        every = self.whole(*by_row)
        self.sums.append(Sum(every, tuple(by_column)))
        return [*cells, by_row, by_column, [every]]

    def hidden(self) -> Hidden:
        return hide(self.values, self.sums, LIMIT)


def worlds(tables: Tables, unknown: Sequence[int], most: int) -> Iterator[tuple[int, ...]]:
    """Every way to fill in the hidden counts, each at least 1, so that all sums are right; found one by one."""
    values: list[int | None] = [None if n in unknown else value for n, value in enumerate(tables.values)]
    yield from _filled(tables, values, list(unknown), most)


def _filled(tables: Tables, values: list[int | None], unknown: list[int], most: int) -> Iterator[tuple[int, ...]]:
    open_ = [n for n in unknown if values[n] is None]
    for one in tables.sums:
        terms = [(one.whole, 1), *((part, -1) for part in one.parts)]
        missing = [(n, sign) for n, sign in terms if values[n] is None]
        rest = sum(sign * (values[n] or 0) for n, sign in terms if values[n] is not None) - one.rest
        if not missing:
            if rest:
                return
        elif len(missing) == 1:
            n, sign = missing[0]
            if -rest * sign < 1:
                return
            values = [*values]
            values[n] = -rest * sign
            yield from _filled(tables, values, unknown, most)
            return
    if not open_:
        yield tuple(value or 0 for value in values)
        return
    for value in range(1, most + 1):
        yield from _filled(tables, [value if n == open_[0] else v for n, v in enumerate(values)], unknown, most)


def determined(tables: Tables, hidden: Hidden) -> list[int]:
    """The small counts that have the same value in every world."""
    unknown = sorted(hidden.small | hidden.others)
    seen: dict[int, set[int]] = {n: set() for n in hidden.small}
    for world in worlds(tables, unknown, max(tables.values) + 1):
        for n in seen:
            seen[n].add(world[n])
        if all(len(some) > 1 for some in seen.values()):
            return []
    return [n for n, some in seen.items() if len(some) < 2]


@pytest.mark.parametrize("seed", range(60))
def test_no_small_count_of_a_table_with_totals_can_be_worked_out(seed: int) -> None:
    rng = random.Random(seed)
    tables = Tables()
    wide, high = rng.randrange(2, 4), rng.randrange(2, 4)
    tables.grid([[rng.choice((0, 0, 1, 2, 3, 5, 7, 9, 12)) for _ in range(wide)] for _ in range(high)])
    assert determined(tables, tables.hidden()) == []


@pytest.mark.parametrize("seed", range(40))
def test_nor_one_of_linked_tables_and_of_sums_within_a_row(seed: int) -> None:
    rng = random.Random(seed)
    tables = Tables()
    *rows, by_row, _, every = tables.grid([[rng.choice((0, 1, 2, 4, 6, 8, 11)) for _ in range(3)] for _ in range(2)])
    for row in rows[:-1] if rng.random() < 0.5 else rows:
        tables.whole(row[0], row[1])  # such as Outstanding or Good
    left = tables.values[every[0]]
    split = [rng.randrange(left + 1) for _ in range(2)]
    parts = [tables.add(value) for value in (min(split), max(split) - min(split), left - max(split))]
    tables.sums.append(Sum(every[0], tuple(parts)))  # the same cases by another field
    tables.sums.append(Sum(tables.add(tables.values[by_row[0]] + 6), (by_row[0], tables.add(6))))  # and over time
    assert determined(tables, tables.hidden()) == []


def test_totals_stay_where_parts_can_be_hidden_in_their_place() -> None:
    tables = Tables()
    *_, by_row, by_column, every = tables.grid([[2, 20, 30], [25, 18, 40], [33, 21, 16]])
    hidden = tables.hidden()
    assert len(hidden.small) == 1
    assert len(hidden.others) == 3
    assert not hidden.others & {*by_row, *by_column, *every}


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    tables = Tables()
    tables.grid([[0, 20], [25, 18]])
    assert tables.hidden() == Hidden(frozenset(), frozenset())


def test_a_total_goes_where_it_would_give_the_only_two_parts_away() -> None:
    tables = Tables()
    one, other = tables.add(1), tables.add(1)
    every = tables.whole(one, other)
    tables.whole(every, tables.add(40))
    assert every in tables.hidden()
    assert determined(tables, tables.hidden()) == []


def test_a_count_that_stands_nowhere_is_kept_too() -> None:
    tables = Tables()
    yes, no = tables.add(58), tables.add(2)
    tables.whole(yes, no)
    assert yes in hide(tables.values, tables.sums, LIMIT, unprinted=[no])


def test_a_large_report_takes_little_time() -> None:
    rng = random.Random(3)
    tables = Tables()
    for _ in range(6):
        tables.grid([[rng.choice((0, 1, 3, 6, 14)) for _ in range(5)] for _ in range(18)])
    hidden = tables.hidden()
    assert len(hidden.small) > 100
