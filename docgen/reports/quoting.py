"""Which texts may be quoted: only what names nobody, as far as a program can tell. A person reads the report first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from docgen.fields import same
from docgen.model import Audit, Form, Framework, Question, walk

SHORTEST, LONGEST = 20, 400
"""Texts of fewer characters say too little, and longer ones are no quotation."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_START = re.compile(r"(?:^|[.!?:;\n•-]\s*[\"“‘'(]*)\Z")
_NUMBER = re.compile(r"\d{3,}|\d+[/.-]\d+")
_MARKS = re.compile(r"@|https?:|www\.")
_BARE = {"n/a", "na", "none", "nil", "see above", "as above"}


@dataclass(frozen=True, slots=True)
class Quote:
    """A text that may be quoted, and the grade of the audit that it is from."""

    text: str
    grade: str


class Quoting:
    """Tells for the audits of one report which of their texts name nobody.

    A text is left out where it holds a case reference, the name of a practitioner, auditor or team of any of the
    audits, a date or a long number, an address, or a word with a capital letter that is not known: inside a sentence
    it must be a word of the definition, at the start of one it may also be an ordinary word of it.
    """

    def __init__(self, framework: Framework, audits: Iterable[Audit]) -> None:
        self._proper, self._plain = vocabulary(framework)
        self._names = _names(framework, audits)

    def allows(self, text: str) -> bool:
        """Whether a text names nobody, as far as can be told."""
        words = _WORD.findall(text)
        if not SHORTEST <= len(text) <= LONGEST or same(text).strip(" .") in _BARE:
            return False
        if _NUMBER.search(text) or _MARKS.search(text) or any(same(word) in self._names for word in words):
            return False
        return all(self._known(match, text) for match in _WORD.finditer(text))

    def _known(self, match: re.Match[str], text: str) -> bool:
        word = match[0]
        if word[0].islower() or word == "I" or word.startswith(("I'", "I’")):
            return True
        if word in self._proper:
            return True
        return bool(_START.search(text[: match.start()])) and word.casefold() in self._plain

    def quotes(self, form: Form, question: Question, audits: Iterable[Audit], most: int) -> tuple[Quote, ...]:
        """At most so many texts of a question that may be quoted, over all grades in turn, each text once."""
        grade = form.question(form.role("grade"))
        by_grade: dict[str, list[Quote]] = {option.id: [] for option in grade.options} if grade else {}
        seen: set[str] = set()
        for audit in audits:
            value = None if question.id in audit.unknown else audit.values.get(question.id)
            text = " ".join(value.split()) if isinstance(value, str) else ""
            if text and same(text) not in seen and self.allows(text):
                seen.add(same(text))
                given = str(audit.values.get(grade.id) or "") if grade else ""
                option = grade.option(given) if grade else None
                by_grade.setdefault(given, []).append(Quote(text, option.label if option else ""))
        found: list[Quote] = []
        rest = [list(some) for some in by_grade.values() if some]
        while rest and len(found) < most:
            found += [some.pop(0) for some in rest][: most - len(found)]
            rest = [some for some in rest if some]
        return tuple(found)


def vocabulary(framework: Framework) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the definition that are written with a capital within a text, and all of them in small letters."""
    proper: set[str] = set()
    plain: set[str] = set(_COMMON)
    for text in _texts(framework):
        for match in _WORD.finditer(text):
            plain.add(match[0].casefold())
            if match[0][0].isupper() and (
                (len(match[0]) > 1 and match[0].isupper()) or not _START.search(text[: match.start()])
            ):
                proper.add(match[0])
    return frozenset(proper), frozenset(plain)


_COMMON = (
    "a", "after", "all", "although", "an", "and", "as", "at", "because", "before", "both", "but", "by", "clear",
    "each", "evidence", "every", "for", "from", "good", "he", "her", "here", "his", "how", "however", "if", "in",
    "it", "its", "more", "most", "no", "not", "nothing", "of", "on", "one", "our", "she", "since", "so", "some",
    "strong", "that", "the", "their", "there", "these", "they", "this", "those", "though", "to", "two", "very",
    "was", "we", "well", "were", "what", "when", "where", "which", "while", "who", "why", "with", "work", "yes",
)  # fmt: skip
"""Words with which sentences begin, beside those of the definition."""


def _texts(framework: Framework) -> Iterable[str]:
    yield from (framework.title, framework.organisation, framework.summary)
    yield from (
        text for scale in framework.scales for grade in scale.grades for text in (grade.label, grade.descriptor)
    )
    yield from (theme.label for theme in framework.themes)
    for form in framework.forms:
        yield from (form.title, form.purpose, *form.how_to)
        yield from (text for section in form.sections for text in (section.title, section.intro))
        for question in walk(form.questions):
            yield from (question.label, question.guidance, question.prompt)
            yield from (text for option in question.options for text in (option.label, option.descriptor))


def _names(framework: Framework, audits: Iterable[Audit]) -> frozenset[str]:
    """Every word of the names and references that the audits hold."""
    fields = {
        form.id: [form.role(role) for role in ("case", "practitioner", "auditor", "team")] for form in framework.forms
    }
    found: set[str] = set()
    for audit in audits:
        texts = [audit.case, *(str(audit.values.get(field) or "") for field in fields.get(audit.form, ()) if field)]
        for text in dict.fromkeys(texts):
            found |= {same(word) for word in _WORD.findall(text) if len(word) > 2}
    return frozenset(found)
