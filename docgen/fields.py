"""The kinds of field: how a text becomes a value, how a value is shown, and which control carries it.

A kind knows nothing of Word, Excel or PDF; a format knows nothing of kinds, only of the few controls.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from docgen.model import Cell, Option, Question, Row, Value


class Control(StrEnum):
    """What a format must be able to draw and to hand back marks of."""

    TEXT = "text"
    ONE_OF = "one-of"
    TICKS = "ticks"
    DATE = "date"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text from which no certain value follows: why, in plain words, and what it may mean."""

    reason: str
    candidates: tuple[Value, ...] = ()


class Kind(Protocol):
    """One kind of field. `parse` takes text that is not blank; `show` gives what a person reads."""

    @property
    def name(self) -> str:
        """The word for it in definitions."""
        ...

    @property
    def control(self) -> Control:
        """What carries it in a document."""
        ...

    def parse(self, text: str, question: Question) -> Value | Unclear:
        """The value that the text certainly means, else why it is unclear."""
        ...

    def show(self, value: Value, question: Question) -> str:
        """The value in the words of the form; an empty string for blank."""
        ...

    def examples(self, question: Question) -> tuple[Value, ...]:
        """Values that the kind can hold, odd ones among them, for the round-trip law."""
        ...


# --- comparing texts -------------------------------------------------------------------------------------

_SAME = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "‛": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "…": "...",
    }
    | {chr(letter + 0xFEE0): chr(letter) for letter in range(0x21, 0x7F)}  # letters in full width
    | dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad\u2060\u200e\u200f", "")
)


@lru_cache(maxsize=8192)
def same(text: str) -> str:
    """The text as it is compared: NFC, plain quotes and dashes, no invisible characters, one space, casefold.

    Letters and digits in full width count as plain ones. Used only to compare with known words; what is kept is
    always the text as found.
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    return " ".join(unicodedata.normalize("NFC", text).translate(_SAME).split()).casefold()


# --- dates as people in Britain write them ---------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"), start=1
    )
    for name in names.split()
}  # fmt: skip
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]00:00(?::00)?)?\Z", re.ASCII)
_NUMERIC = re.compile(_WEEKDAY + r"(\d{1,2}) ?([/.\- ]) ?(\d{1,2}) ?([/.\- ]) ?(\d{4}|\d{2})\.?\Z", re.ASCII)
_WORDS = re.compile(
    _WEEKDAY + r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ \-/.]*([a-z]{3,9})\.?,?[ \-/.]*'?(\d{4}|\d{2})?\Z",
    re.ASCII,
)
_YEARS = range(1800, 2200)
"""The years that a form is about; a date in another is a slip of the finger."""
_TIME = re.compile(r"[ t,]+(?:at )?\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]m)?\Z", re.ASCII)
_WITHIN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})(?!\d)|"
    r"\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]{3,9},? (?:\d{4}|\d{2})(?!\d)|[a-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}",
    re.ASCII,
)
_MONTH_FIRST = re.compile(_WEEKDAY + r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\Z", re.ASCII)


def parse_date(text: str) -> str | Unclear:
    """The ISO date that a text certainly means, day before month, else why it is unclear.

    A time of day behind it is left out. A two-digit year, a missing year, a day that can only be a month and a date
    among other words are unclear, with a candidate.
    """
    plain = _TIME.sub("", same(text))
    if match := _ISO.match(plain):
        return _date(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _NUMERIC.match(plain):
        day = _day_first(match[1], int(match[2]), int(match[4]), match[6], text)
        if match[3] == match[5] or isinstance(day, Unclear):
            return day
        return Unclear(f"“{text.strip()}” may be more than one day; write it as day/month/year", (day,))
    if (match := _WORDS.match(plain)) and match[3] in _MONTHS:
        return _day_first(match[1], int(match[2]), _MONTHS[match[3]], match[4], text)
    if (match := _MONTH_FIRST.match(plain)) and match[2] in _MONTHS:
        return _day_first(match[1], int(match[3]), _MONTHS[match[2]], match[4], text)
    reason = f"“{text.strip()}” is not a date; write it as day/month/year, such as 05/03/2026"
    return Unclear(reason, tuple(dict.fromkeys(_within(plain))))


def _within(plain: str) -> Iterator[str]:
    """The dates that a text holds among other words, or spells in eight digits."""
    if re.fullmatch(r"\d{8}", plain, re.ASCII):
        yield from _candidate(int(plain[:4]), int(plain[4:6]), int(plain[6:])) if plain[:2] in ("19", "20") else ()
        yield from _candidate(int(plain[4:]), int(plain[2:4]), int(plain[:2])) if plain[4:6] in ("19", "20") else ()
        return
    for match in _WITHIN.finditer(plain[:1000]):
        found = parse_date(match[0]) if match[0] != plain else ""
        yield from found.candidates if isinstance(found, Unclear) else (found,) if found else ()  # type: ignore[misc]


def _day_first(weekday: str | None, day: int, month: int, year: str | None, text: str) -> str | Unclear:
    """The date of these parts, unless the year is short or missing, or the weekday is of another day."""
    if year is None:
        return Unclear(f"the year is missing: “{text.strip()}”")
    if len(year) == 2:
        return Unclear(f"the year has only two digits: “{text.strip()}”", _candidate(2000 + int(year), month, day))
    if month > 12 >= day:
        swapped = _candidate(int(year), day, month)
        return Unclear(f"“{text.strip()}” has no month {month}; were day and month swapped?", swapped)
    found = _date(int(year), month, day, text)
    if weekday and isinstance(found, str) and _DAYS[date.fromisoformat(found).weekday()] != weekday[:3]:
        return Unclear(f"“{text.strip()}” names a weekday that this day is not", (found,))
    return found


def _date(year: int, month: int, day: int, text: str) -> str | Unclear:
    found = _candidate(year, month, day)
    if not found:
        return Unclear(f"there is no such day: “{text.strip()}”")
    if year not in _YEARS:
        return Unclear(
            f"the year {year} cannot be meant: “{text.strip()}”",
            _candidate(year if year > 99 else 2000 + year, month, day),
        )
    return found[0]


def _candidate(year: int, month: int, day: int) -> tuple[str, ...]:
    try:
        return (date(year, month, day).isoformat(),)
    except ValueError:
        return ()


def show_date(iso: str) -> str:
    """An ISO date as day/month/year, as the forms print it."""
    day = date.fromisoformat(iso)
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


# --- the kinds -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextKind:
    """Text as written, with line breaks; only the white space around it is dropped."""

    name: str
    lines: bool
    control: Control = Control.TEXT

    def parse(self, text: str, question: Question) -> Value | Unclear:
        """The text itself."""
        return text.strip()

    def show(self, value: Value, question: Question) -> str:
        """The text itself."""
        return "" if value is None else str(value)

    def examples(self, question: Question) -> tuple[Value, ...]:
        """Plain and hostile texts; with line breaks where the kind allows them."""
        plain = ("Sam", "R&D <b>not bold</b> {{ 7*7 }}", "=1+1", "“Curly” – naïve £5")
        return (*plain, "First line\nSecond line\n\nFourth") if self.lines else plain


@dataclass(frozen=True, slots=True)
class ChoiceKind:
    """One option of several: choice, grade and yesno."""

    name: str
    control: Control = Control.ONE_OF

    def parse(self, text: str, question: Question) -> Value | Unclear:
        """The id of the option whose id or label the text is; never a near miss."""
        return match_option(text, question)

    def show(self, value: Value, question: Question) -> str:
        """The label of the option."""
        option = question.option(str(value)) if value is not None else None
        return option.label if option else ""

    def examples(self, question: Question) -> tuple[Value, ...]:
        """Every option."""
        return tuple(option.id for option in question.options)


@dataclass(frozen=True, slots=True)
class TicksKind:
    """Any number of options, in the order of the definition."""

    name: str = "ticks"
    control: Control = Control.TICKS

    def parse(self, text: str, question: Question) -> Value | Unclear:
        """The options that a list separated by semicolons or line breaks names, all of them or none."""
        found: list[str] = []
        for part in re.split(r"[;\n]", text):
            if part.strip():
                option = match_option(part, question)
                if isinstance(option, Unclear):
                    return option
                found.append(option)
        return tuple(option.id for option in question.options if option.id in found)

    def show(self, value: Value, question: Question) -> str:
        """The labels, separated by semicolons."""
        ticked = value if isinstance(value, tuple) else ()
        return "; ".join(option.label for option in question.options if option.id in ticked)

    def examples(self, question: Question) -> tuple[Value, ...]:
        """One tick, some, all."""
        ids = tuple(option.id for option in question.options)
        return (ids[:1], ids[::2], ids)


@dataclass(frozen=True, slots=True)
class DateKind:
    """A calendar date; the value is YYYY-MM-DD."""

    name: str = "date"
    control: Control = Control.DATE

    def parse(self, text: str, question: Question) -> Value | Unclear:
        """The date that the text certainly means."""
        return parse_date(text)

    def show(self, value: Value, question: Question) -> str:
        """The date as day/month/year."""
        return show_date(str(value)) if value else ""

    def examples(self, question: Question) -> tuple[Value, ...]:
        """Days on which day and month are easily confused, a leap day, the ends of a year."""
        return ("2014-10-09", "2024-02-29", "2026-12-31", "2027-01-01")


_NUMBER = re.compile(r"(?<![\w.,])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d])(?!,\d)", re.ASCII)
_IN_WORDS = {
    word: number
    for number, word in enumerate(
        ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
    )
}  # fmt: skip
_LONGEST_NUMBER = 40


def _number(text: str) -> int | Decimal:
    number = Decimal(text.replace(",", ""))
    return int(number) if number == number.to_integral_value() else number


@dataclass(frozen=True, slots=True)
class NumberKind:
    """A number as people write it: digits, an optional decimal point, commas between thousands."""

    name: str = "number"
    control: Control = Control.TEXT

    def parse(self, text: str, question: Question) -> Value | Unclear:
        """An int where it is whole, else a Decimal. One among other words, or in words, is a candidate only."""
        plain = same(text)
        alone = plain.removeprefix("£").rstrip(".") if not plain.endswith("..") else plain
        if _NUMBER.fullmatch(alone) and len(alone) <= _LONGEST_NUMBER:
            return _number(alone)
        found = _NUMBER.findall(re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", plain[:1000]))
        near = [_number(one) for one in found if len(one) <= _LONGEST_NUMBER]
        near = [] if plain.startswith("=") else near  # the numbers of a formula are not what it comes to
        near += [_IN_WORDS[word] for word in re.findall("[a-z]+", plain[:1000]) if word in _IN_WORDS]
        reason = f"“{text.strip()}” is not a number; write digits only, such as 12 or 3.5"
        return Unclear(reason, tuple(dict.fromkeys(near)))

    def show(self, value: Value, question: Question) -> str:
        """The number in digits."""
        return "" if value is None else str(value)

    def examples(self, question: Question) -> tuple[Value, ...]:
        """Whole numbers and decimals, zero and a negative one."""
        return (0, 12, -3, 1250, Decimal("3.5"))


@dataclass(frozen=True, slots=True)
class TableKind:
    """Rows of a table; a row is column id → value, and a row that is blank throughout is no row."""

    name: str = "table"
    control: Control = Control.ROWS

    def parse(self, text: str, question: Question) -> Value | Unclear:
        """A table has no meaning as one text."""
        return Unclear(f"“{question.label}” is a table; fill in its rows in the form")

    def show(self, value: Value, question: Question) -> str:
        """One line a row, cells separated by bars."""
        rows = value if isinstance(value, tuple) else ()
        return "\n".join(
            " | ".join(kind(column).show(row.get(column.id), column) for column in question.columns)
            for row in rows
            if isinstance(row, Mapping)
        )

    def examples(self, question: Question) -> tuple[Value, ...]:
        """One row, and as many rows as are printed, with blank cells among them."""
        rows: list[Row] = []
        for n in range(max(question.rows, 1)):
            row: dict[str, Cell] = {}
            for m, column in enumerate(question.columns):
                values = kind(column).examples(column)
                value = values[(n + m) % len(values)]
                row[column.id] = None if isinstance(value, tuple) or (n and m == n) else value
            rows.append(row)
        return (tuple(rows[:1]), tuple(rows))


_ALL: tuple[Kind, ...] = (
    TextKind("text", lines=False),
    TextKind("longtext", lines=True),
    ChoiceKind("choice"),
    ChoiceKind("grade"),
    ChoiceKind("yesno"),
    TicksKind(),
    DateKind(),
    NumberKind(),
    TableKind(),
)
KINDS: Mapping[str, Kind] = {one.name: one for one in _ALL}

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
"""The options of every yes/no question that does not word its own."""


def kind(question: Question) -> Kind:
    """The kind of a question."""
    return KINDS[question.kind]


def show(value: Value, question: Question) -> str:
    """A value in the words of the form; an empty string for blank."""
    return kind(question).show(value, question) if value is not None else ""


def match_option(text: str, question: Question) -> str | Unclear:
    """The id of the option whose label or id the text is, letter for letter after `same`, quotes and stops aside.

    Never a near miss: what is only similar, or holds a label among other words, comes back with its candidates.
    """
    wanted = same(text)
    labels = {same(option.label): option for option in question.options}
    for word in (wanted, wanted.strip(_FRINGE)):
        exact = [option.id for option in question.options if word in (same(option.label), option.id)]
        if len(exact) == 1:
            return exact[0]
        if question.kind == "yesno" and word in _YES_NO:
            return _YES_NO[word]
    absent = [option.id for label, option in labels.items() if {label, option.id} & _NOT_APPLICABLE]
    if wanted in _NOT_APPLICABLE and len(absent) == 1:
        return absent[0]
    near = _named(wanted, labels) or difflib.get_close_matches(wanted, labels, n=3, cutoff=0.7)
    if question.kind == "yesno":  # “not yes” and “Yes but …” may be either
        near = list(labels)
    allowed = ", ".join(option.label for option in question.options)
    return Unclear(f"“{text.strip()}” is not one of: {allowed}", tuple(labels[label].id for label in near))


def named(text: str, question: Question) -> tuple[str, ...]:
    """The ids of the options that a text names among other words. Yes and no count only where they are all of it."""
    labels = {same(option.label): option.id for option in question.options}
    plain = same(text)
    alone = plain.strip(_FRINGE)
    return tuple(labels[one] for one in _named(plain, labels) if one not in ("yes", "no") or one == alone)


def near(text: str, question: Question) -> tuple[str, ...]:
    """The ids of the options that a text may mean: it names them, begins as they do, or is much like them."""
    labels = {same(option.label): option.id for option in question.options}
    plain = same(text).strip(_FRINGE)
    if not plain:
        return ()
    begun = [label for label in labels if len(plain) > 2 and label.startswith(plain)]
    found = [*_named(plain, labels), *begun, *difflib.get_close_matches(plain, labels, n=3, cutoff=0.7)]
    return tuple(labels[label] for label in labels if label in found)


def _named(text: str, labels: Iterable[str]) -> list[str]:
    """The labels that stand in a text among other words; one within a longer one does not count."""
    found = []
    for label in sorted(labels, key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(label)}(?!\w)"
        if label and re.search(pattern, text):
            found.append(label)
            text = re.sub(pattern, "\0", text)
    return [label for label in labels if label in found]


_FRINGE = " .,;:'\"()[]"
"""What people put around a word without meaning anything by it."""
_YES_NO = {"y": "yes", "true": "yes", "n": "no", "false": "no"} | dict.fromkeys("✓✔☑", "yes")
_NOT_APPLICABLE = frozenset({"n/a", "na", "n.a", "n.a.", "not applicable"})
