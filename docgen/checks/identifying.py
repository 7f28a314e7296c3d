"""What may tell who a child or family is, in texts where nobody should be named: warnings, and never a decision.

Found are NHS numbers (by their check digit), postcodes (by the areas that there are), telephone numbers, dates of birth
and names out of the case list. A warning says what seems to stand in a question, and never repeats it.

It does not know names that the case list does not tell, nicknames, schools, streets, or a date of birth that nothing
marks as one. It takes a reference that looks like a postcode for a postcode. See docs/reference/privacy.md for how
often it is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from docgen.fields import Unclear, parse_date
from docgen.model import Answer, Form, Place, Query, Question, Severity, Value

RULE = "identifying-detail"
LONGEST = 100_000
"""How many characters of a text are looked at."""

_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY "
    "G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR "
    "NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA "
    "WC WD WF WN WR WS WV YO ZE"
)
"""The postcode areas of the United Kingdom, Guernsey, Jersey and the Isle of Man."""
_POSTCODE = re.compile(
    rf"(?<![A-Za-z0-9])(?:{'|'.join(sorted(_AREAS.split(), key=len, reverse=True))})"
    r"(?:\d[A-HJKPSTUW]|\d\d?|\d[ABEHMNPRVWXY])(?P<gap> {0,2})(?P<inward>\d[ABD-HJLNP-UW-Z]{2})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_NHS = re.compile(r"(?<![\d.+])(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_PHONE = re.compile(r"(?<![\d/.,£-])(?:\+44 ?(?:\(0\))?|0044 ?|\(?0(?=[1235789]))(?:[ ()-]{0,2}\d){9,10}(?!\d)")
_DASHED_DATE = re.compile(r"0?\d-\d{1,2}-\d{2,4}\b")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_A_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH}),? \d{{4}})"
)
_BORN = re.compile(rf"\b(?:d\.? ?o\.? ?b\b\.?|date of birth|birth ?date|born)[^\d\n]{{0,20}}{_A_DATE}", re.IGNORECASE)
_BORN_AFTER = re.compile(rf"{_A_DATE} ?\(? ?(?:d\.? ?o\.? ?b\b|date of birth)", re.IGNORECASE)
_WITH_NAME = re.compile(rf"\b[A-Z][a-z’'-]+(?:(?: [A-Z][a-z’'-]+),? | ?\()({_A_DATE})")
_OLDEST = 19
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:\A|[.!?:\n•])[\s“\"'(–-]*\Z")


def check(form: Form, answers: Sequence[Answer], case: Mapping[str, Value]) -> tuple[Query, ...]:
    """A warning for each question in whose text something stands that may tell who a child or family is.

    `case` is what the case list tells. Looked at are texts that play no role such as case or auditor, and the long
    cells of tables; doubtful answers are not. Names are looked for in long texts only.
    """
    roles = {name for _, name in form.roles}
    values = {answer.field: answer.value for answer in answers}
    names = likely_names([*case.values(), values.get(form.role("practitioner"))])
    day = str(values.get(form.role("date")) or "")
    questions = {question.id: question for question in form.questions}
    found = []
    for answer in answers:
        question = questions.get(answer.field)
        if question is None or answer.value is None or question.id in roles:
            continue
        kinds = list(dict.fromkeys(kind for text, long in _texts(question, answer.value)
                                   for kind in details(text, names if long else (), day)))  # fmt: skip
        if kinds:
            found.append(_query(question, kinds, answer.where))
    return tuple(found)


def details(text: str, names: Iterable[str] = (), day: str = "") -> tuple[str, ...]:
    """What kinds of detail seem to stand in a text, in words such as “a postcode”; `day` is when it was written.

    PASS: Seen at home on 12/03/2026; the plan was reviewed in room 12.
    FAIL: NHS number 943 476 5919
    FAIL: They live at SW1A 2AA
    FAIL: Call 020 7946 0123
    FAIL: DOB 12/03/2015
    """
    text = text[:LONGEST]
    found = []
    if any(letter.isdigit() for letter in text):
        if any(_is_nhs("".join(match.groups())) for match in _NHS.finditer(text)):
            found.append("an NHS number")
        if any(_is_postcode(match) for match in _POSTCODE.finditer(text)):
            found.append("a postcode")
        if any(not _DASHED_DATE.match(match[0]) for match in _PHONE.finditer(text)):
            found.append("a telephone number")
        if (
            _BORN.search(text)
            or _BORN_AFTER.search(text)
            or any(_is_child(m[1], day) for m in _WITH_NAME.finditer(text))
        ):
            found.append("a date of birth")
    if _has_name(text, names):
        found.append("a name from the case list")
    return tuple(found)


def likely_names(values: Iterable[Value]) -> tuple[str, ...]:
    """The names of people among texts of a case list, one or several in each: two or more words that start large."""
    parts = (part for value in values if isinstance(value, str) for part in re.split(r"[;,\n/]| and ", value))
    found = []
    for part in parts:
        words = _WORD.findall(part)
        if 2 <= len(words) <= 5 and all(word[0].isupper() for word in words) and not any(c.isdigit() for c in part):
            found.append(" ".join(words))
    return tuple(dict.fromkeys(found))


def _texts(question: Question, value: Value) -> Iterator[tuple[str, bool]]:
    """The texts of an answer, and whether each is a long one."""
    if question.kind in ("text", "longtext") and isinstance(value, str):
        yield value, question.kind == "longtext"
    elif question.kind == "table" and isinstance(value, tuple):
        long = [column.id for column in question.columns if column.kind == "longtext"]
        for row in value:
            if isinstance(row, Mapping):
                yield from ((str(row[name]), True) for name in long if row.get(name))


def _is_nhs(digits: str) -> bool:
    """Whether ten digits are an NHS number: the last one checks the others, modulo 11."""
    if digits[0] == "0" or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9]) and check != 10


def _is_postcode(match: re.Match[str]) -> bool:
    """Whether it is written as one, in capitals or with the space in it, and does not end as “2nd” does."""
    return match[0].isupper() or (bool(match["gap"]) and match["inward"][1:] not in ("st", "nd", "rd", "th"))


def _is_child(text: str, day: str) -> bool:
    """Whether somebody born on this date is a child, or hardly older, on the day of the audit."""
    born = parse_date(text)
    if isinstance(born, Unclear):
        born = str(born.candidates[0]) if born.candidates else ""
    if not born or not day:
        return False
    written, birth = date.fromisoformat(day), date.fromisoformat(born)
    return 0 <= (written - birth).days < _OLDEST * 365.25 and (written - birth).days > 365


def _has_name(text: str, names: Iterable[str]) -> bool:
    """Whether a whole name stands in a text, or one of its longer words, written large within a sentence."""
    parts = {part for name in names for part in name.casefold().split() if len(part) >= 4}
    if not parts:
        return False
    low = " ".join(text.casefold().split())
    if any(re.search(rf"\b{re.escape(name.casefold())}\b", low) for name in names):
        return True
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        plain = word.removesuffix("’s").removesuffix("'s")
        if (
            plain in parts
            and match[0][0].isupper()
            and not _SENTENCE.search(text[max(0, match.start() - 8) : match.start()])
        ):
            return True
    return False


def _query(question: Question, kinds: Sequence[str], where: str) -> Query:
    what = " and ".join([", ".join(kinds[:-1])] * (len(kinds) > 1) + [kinds[-1]])
    name = f"question {question.ref}" if question.ref else f"the question “{question.label}”"
    return Query(
        RULE, Severity.WARNING, f"In the text of {name} there seems to be {what}.",
        "Nobody should be known by what is written here. Ask for the text without it, if it is not needed.",
        question.id, Place("", where),
    )  # fmt: skip
