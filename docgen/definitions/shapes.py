"""The shapes of values: how a text of a definition becomes a line, a number, a date, a condition.

Each function takes what stands in the file (text, list, mapping, or `Nothing`) and gives the typed value, or
raises a `PydanticCustomError` whose type names the problem; `wording` says it in plain English.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from docgen.workdays import parse_span

_SPACE = re.compile(r"[ \t\r\n]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


class Nothing:
    """What stands where nothing was written: unlike None it is never taken for a word that was left out."""

    def __str__(self) -> str:
        return ""


class IdStyle:
    """How an id is spelt: `pattern`, at most `longest` characters, and the rule in words."""

    def __init__(self, pattern: str, longest: int, words: str) -> None:
        self.pattern = re.compile(pattern)
        self.longest = longest
        self.words = words


ID = IdStyle(r"[a-z](?:_?[a-z0-9])*_?\Z", 30, "small letters, digits and single underscores, starting with a letter")
NAME = IdStyle(
    r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\Z", 60, "small letters, digits and single hyphens, starting with a letter"
)


def _wrong(due: str, found: object) -> PydanticCustomError:
    return PydanticCustomError("shape", "shape", {"due": due, "found": called(found)})


def called(found: object) -> str:
    """What stands there, as people call it."""
    if isinstance(found, Nothing) or (isinstance(found, str) and not found.strip()):
        return "nothing"
    if isinstance(found, dict):
        return "a mapping"
    if isinstance(found, list):
        return "a list" if found else "an empty list"
    shown = str(found)
    return f"“{shown if len(shown) <= 60 else shown[:59] + '…'}”"


def text(found: Any) -> str:
    """A text of any length; white space around it is dropped."""
    if not isinstance(found, str) or not found.strip():
        raise _wrong("a text", found)
    return found.strip()


def line(found: Any) -> str:
    """A text on one line: line breaks and repeated spaces become one space."""
    return _SPACE.sub(" ", text(found))


def texts(found: Any) -> tuple[str, ...]:
    """One text or a list of texts."""
    if isinstance(found, list) and found:
        for number, one in enumerate(found):
            if not isinstance(one, str) or not one.strip():
                raise PydanticCustomError("shape", "shape", {"due": "a text", "found": called(one), "item": number})
        return tuple(text(one) for one in found)
    if isinstance(found, str) and found.strip():
        return (text(found),)
    raise _wrong("a text or a list of texts", found)


def ids(found: Any) -> tuple[str, ...]:
    """One id or a list of ids."""
    return texts(found)


def flag(found: Any) -> bool:
    """true or false."""
    if found in ("true", "false"):
        return bool(found == "true")
    raise _wrong("true or false", found)


def whole(found: Any) -> int:
    """A whole number, not negative, of at most six digits."""
    if isinstance(found, str) and re.fullmatch(r"[0-9]{1,6}", found):
        return int(found)
    raise _wrong("a whole number", found)


def percent(found: Any) -> Decimal:
    """A number from 0 to 100, without the percent sign."""
    if isinstance(found, str) and re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,6})?", found):
        number = Decimal(found)
        if number <= 100:
            return number
    raise _wrong("a number from 0 to 100, without a % sign", found)


def number(found: Any) -> Decimal:
    """A number in digits, with at most nine before and six after the point."""
    if isinstance(found, str) and re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?", found):
        return Decimal(found)
    raise _wrong("a number", found)


def span(found: Any) -> str:
    """A span of time, in the words in which it is printed: 10 working days, 1 month."""
    known = parse_span(found) if isinstance(found, str) else None
    if known is None:
        raise _wrong("a span of time, such as 10 working days, 14 days or 1 month", found)
    return str(known)


def numbers(found: Any) -> dict[str, int]:
    """Value → how many."""
    due = "a mapping of values and whole numbers, such as {A1: 4, A2: 3}"
    if not isinstance(found, dict):
        raise _wrong(due, found)
    made = {}
    for name, value in found.items():
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,6}", value):
            raise PydanticCustomError("shape", "shape", {"due": "a whole number", "found": called(value), "at": name})
        made[name.strip()] = int(value)
    return made


def day(found: Any) -> date:
    """A calendar day as YYYY-MM-DD."""
    if isinstance(found, str) and _DAY.match(found):
        try:
            return date.fromisoformat(found)
        except ValueError:
            pass
    raise _wrong("a day as YYYY-MM-DD", found)


EXPRESSION, SAYS = "expression", "says"
"""The words of a condition that are no questions: an expression, and how a form says it."""


def when(found: Any) -> str | dict[str, tuple[str, ...]]:
    """A condition: an expression, or question → value or values, EXPRESSION and SAYS among them with one text each."""
    due = "a condition such as {grade: not_met}, or an expression in quotes"
    if isinstance(found, str) and found.strip():
        return line(found)
    if isinstance(found, dict) and found:
        tests: dict[str, tuple[str, ...]] = {}
        for name, value in found.items():
            values = value if isinstance(value, list) else [value]
            if name.strip() in (EXPRESSION, SAYS) and not isinstance(value, str):
                raise PydanticCustomError("shape", "shape", {"due": "a text", "found": called(value), "at": name})
            if not values or not all(isinstance(one, str) and one.strip() for one in values):
                raise PydanticCustomError(
                    "shape", "shape", {"due": "an option id, or a list of them", "found": called(value), "at": name}
                )
            tests[name.strip()] = tuple(line(one) for one in values)
        return tests[EXPRESSION][0] if set(tests) == {EXPRESSION} else tests
    raise _wrong(due, found)


def where(found: Any) -> dict[str, str]:
    """Question → one option."""
    if isinstance(found, dict) and all(isinstance(one, str) and one.strip() for one in found.values()):
        return {name.strip(): line(value) for name, value in found.items()}
    raise _wrong("a mapping of questions and options, such as {law_type: public}", found)


def descriptors(found: Any) -> dict[str, str]:
    """Option → what it looks like here."""
    if isinstance(found, dict) and all(isinstance(one, str) and one.strip() for one in found.values()):
        return {name.strip(): text(value) for name, value in found.items()}
    raise _wrong("a mapping of options and texts, such as {good: The plan is followed.}", found)


def rows(found: Any) -> tuple[dict[str, tuple[str, ...]], ...]:
    """The rows of a table of words: column → one text, or several points."""
    due = "a row such as {term: Plan, meaning: What is to change.}"
    if not isinstance(found, list):
        raise _wrong("a list of rows", found)
    made = []
    for number, row in enumerate(found):
        if not isinstance(row, dict) or not row:
            raise PydanticCustomError("shape", "shape", {"due": due, "found": called(row), "item": number})
        cells: dict[str, tuple[str, ...]] = {}
        for column, cell in row.items():
            try:
                cells[column.strip()] = texts(cell)
            except PydanticCustomError as error:
                context = {**(error.context or {}), "item": number, "at": column}
                raise PydanticCustomError("shape", "shape", context) from error
        made.append(cells)
    return tuple(made)


# --- the types that the models use -----------------------------------------------------------------------

_TEXT: dict[str, Any] = {"type": ["string", "number"]}
_ONE_OR_MORE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_ID: dict[str, Any] = {"type": "string", "pattern": "^[a-z](_?[a-z0-9])*_?$", "maxLength": 30}
_NAME: dict[str, Any] = {"type": "string", "pattern": "^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", "maxLength": 60}
_WORDED: dict[str, Any] = {
    EXPRESSION: {"type": "string", "description": "A condition that a mapping of questions and options cannot say."},
    SAYS: {"type": "string", "description": "The expression in words that end the sentence “Only when …”."},
}
_WHEN: dict[str, Any] = {
    "anyOf": [{"type": "string"}, {"type": "object", "properties": _WORDED, "additionalProperties": _ONE_OR_MORE}]
}
_WHERE: dict[str, Any] = {"type": "object", "additionalProperties": _TEXT}
_ROWS: dict[str, Any] = {"type": "array", "items": {"type": "object", "additionalProperties": _ONE_OR_MORE}}

Line = Annotated[str, BeforeValidator(line), WithJsonSchema(_TEXT)]
Text = Annotated[str, BeforeValidator(text), WithJsonSchema(_TEXT)]
Id = Annotated[str, BeforeValidator(line), ID, WithJsonSchema(_ID)]
Name = Annotated[str, BeforeValidator(line), NAME, WithJsonSchema(_NAME)]
Texts = Annotated[tuple[str, ...], BeforeValidator(texts), WithJsonSchema(_ONE_OR_MORE)]
Ids = Annotated[tuple[str, ...], BeforeValidator(ids), WithJsonSchema(_ONE_OR_MORE)]
Flag = Annotated[bool, BeforeValidator(flag), WithJsonSchema({"type": "boolean"})]
Whole = Annotated[int, BeforeValidator(whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Percent = Annotated[Decimal, BeforeValidator(percent), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})]
Number = Annotated[Decimal, BeforeValidator(number), WithJsonSchema({"type": "number"})]
Day = Annotated[date, BeforeValidator(day), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})]
When = Annotated[str | dict[str, tuple[str, ...]], BeforeValidator(when), WithJsonSchema(_WHEN)]
Where = Annotated[dict[str, str], BeforeValidator(where), WithJsonSchema(_WHERE)]
Span = Annotated[str, BeforeValidator(span), WithJsonSchema({"type": "string"})]
Numbers = Annotated[dict[str, int], BeforeValidator(numbers), WithJsonSchema(_WHERE)]
Rows = Annotated[tuple[dict[str, tuple[str, ...]], ...], BeforeValidator(rows), WithJsonSchema(_ROWS)]
Descriptors = Annotated[dict[str, str], BeforeValidator(descriptors), WithJsonSchema(_WHERE)]


class Part(BaseModel):
    """What every part has in common: only known words, and no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def shape_of(field: FieldInfo) -> Callable[[Any], Any] | None:
    """The function of this module that takes the value of a word; None for a word of few values, or of parts."""
    inner = [part for part in get_args(field.annotation) if get_origin(part) is Annotated]
    every = [*field.metadata, *(one for part in inner for one in get_args(part)[1:])]
    return next((one.func for one in every if isinstance(one, BeforeValidator)), None)  # type: ignore[return-value]


def part_in(annotation: Any) -> type[BaseModel] | None:
    """The part of the language that an annotation holds, through tuples and options; None where it holds none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := part_in(inner)) is not None), None)
