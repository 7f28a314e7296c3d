"""Working days: Monday to Friday without the bank holidays of England."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache


def working_days(first: date, second: date) -> int:
    """How many working days after `first` the day `second` is: 1 from a day to the next working day.

    The first day is not counted, the second is; negative where the second lies before the first.
    """
    if second < first:
        return -working_days(second - timedelta(1), first - timedelta(1))
    whole, rest = divmod((second - first).days, 7)
    weekdays = 5 * whole + sum((first + timedelta(n)).weekday() < 5 for n in range(1, rest + 1))
    off = sum(first < day <= second for year in range(first.year, second.year + 1) for day in _bank_holidays(year))
    return weekdays - off


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year that fall on a weekday, substitute days included."""
    from holidays import country_holidays

    found = country_holidays("GB", subdiv="ENG", years=year)
    return frozenset(day for day in found if day.weekday() < 5)
