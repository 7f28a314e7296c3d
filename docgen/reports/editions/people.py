"""Cases and people of a report under numbers, before anything of it is written: what is not there cannot be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from docgen.fields import same
from docgen.model import Action, Adopted, Audit, Cell, DocgenError, Form, Framework, Query, Question, Severity, Value
from docgen.reports.editions.edition import CLOSE, OPEN, Edition
from docgen.reports.editions.redacting import SUPPRESSED
from docgen.reports.material import Coverage, Material, Returns, Timeline, Window
from docgen.reports.numbers import WORDS, in_words
from docgen.reports.quoting import vocabulary

Key = tuple[tuple[str, str], ...]
"""Printed number → the case that it stands for."""

_NAMED = "[name]"
_PEOPLE = ("practitioner", "auditor")
_LEAST = 3
_MANY = 10
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(rf"\d[\d.,]*(?:\s?%)?|(?<!\w)(?:{'|'.join(WORDS[1:])})(?!\w)", re.IGNORECASE)
"""A number in digits, or a small one in words."""
_START = re.compile(r"(?:^|[.!?:;\n•-]\s*[\"“‘'(]*)\Z")


def masked(material: Material, edition: Edition) -> tuple[Material, Key]:
    """The material without names, and which printed number stands for which case (in a committee edition).

    Raises DocgenError for a report that is about one case or person: it has no edition for others.
    """
    if material.subject is not None or material.report.each:
        message = f"The report {material.report.id} is about one {material.report.each}, so it is internal."
        fix = "Leave --edition out, or make a report over all cases for other readers."
        raise DocgenError(Query("edition", Severity.ERROR, message, fix))
    mask = _Mask(material.framework, edition.kind == "committee")
    for audit in _every(material):
        mask.meet(audit)
    for case in (*(one.case for one in material.tracked), *material.undated):
        mask.meet_case(case)
    made = replace(
        material,
        audits=mask.audits(material.audits),
        moderations=mask.audits(material.moderations),
        others=mask.returns(material.others),
        earlier=mask.audits(material.earlier),
        timeline=mask.timeline(material.timeline) if material.timeline is not None else None,
        coverage=_nameless(material.coverage),
        tracked=tuple(map(mask.action, material.tracked)),
        adopted=tuple(map(mask.recommendation, material.adopted)),
        undated=tuple(map(mask.case, material.undated)),
    )
    return made, mask.key


def _every(material: Material) -> Iterable[Audit]:
    yield from (*material.audits, *material.moderations, *material.earlier)
    for some in material.others.values():
        yield from some
    line = material.timeline
    for window in (line.now, *line.before, *line.parts, *filter(None, [line.year])) if line is not None else ():
        for some in window.returns.values():
            yield from some


def _nameless(coverage: Coverage | None) -> Coverage | None:
    """The same with the number of those who decided, and not their names."""
    if coverage is None or not coverage.settled_by:
        return coverage
    number = len(coverage.settled_by)
    many = f"{in_words(number)} people" if number < _MANY else "several people"
    return replace(coverage, settled_by=("one person" if number == 1 else many,))


@dataclass(slots=True)
class _Mask:
    """The numbers of one report's cases and people, and how its texts are read."""

    framework: Framework
    numbered: bool
    cases: dict[str, tuple[str, str]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    done: dict[int, tuple[Audit, Audit]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None

    @property
    def key(self) -> Key:
        """Number → reference; nothing where numbers are not printed."""
        return tuple(self.cases.values()) if self.numbered else ()

    def meet(self, audit: Audit) -> None:
        """Take note of a case and of the people in its audit."""
        self.meet_case(audit.case)
        for name in self._people(audit):
            self.people.setdefault(same(name), f"{OPEN}person {len(self.people) + 1}{CLOSE}")

    def meet_case(self, case: str) -> None:
        """Take note of a case."""
        if case and same(case) not in self.cases:
            number = len(self.cases) + 1
            shown = f"Case {number}" if self.numbered else f"{OPEN}case {number}{CLOSE}"
            self.cases[same(case)] = shown, case

    def action(self, action: Action) -> Action:
        """The action without names, as it is followed."""
        return replace(
            action,
            case=self.case(action.case),
            what=self.text(action.what),
            owner=self.text(action.owner),
            notes=tuple((name, self.text(text)) for name, text in action.notes),
            evidence=self.text(action.evidence),
            by="",
        )

    def recommendation(self, one: Adopted) -> Adopted:
        """The recommendation without names, as it is followed.

        Numbers in its words were printed in another report, for other readers: a public edition has none of them, and
        nothing of what was said of its status.
        """
        what, evidence = self.text(one.what), self.text(one.evidence)
        if not self.numbered:
            what, evidence = _NUMBER.sub(SUPPRESSED, what), ""
        return replace(one, what=what, owner=self.text(one.owner), evidence=evidence, by="")

    def audits(self, some: Iterable[Audit]) -> tuple[Audit, ...]:
        """The audits without names."""
        return tuple(map(self._audit, some))

    def returns(self, some: Returns) -> Returns:
        """The same of every form."""
        return {form: self.audits(audits) for form, audits in some.items()}

    def timeline(self, line: Timeline) -> Timeline:
        """The same of every period."""

        def window(one: Window) -> Window:
            return replace(one, returns=self.returns(one.returns))

        return replace(
            line,
            now=window(line.now),
            before=tuple(map(window, line.before)),
            year=window(line.year) if line.year is not None else None,
            parts=tuple(map(window, line.parts)),
        )

    def text(self, text: str) -> str:
        """A text in which no case and, as far as a program can tell, no person is named."""
        if self.pattern is None:
            self._prepare()
        assert self.pattern is not None
        text = self.pattern.sub(self._instead, text)

        def word(match: re.Match[str]) -> str:
            found = match[0]
            known = found[0].islower() or found.isupper() or found.casefold() in self.words
            return found if known or _START.search(text[: match.start()]) else _NAMED

        return re.sub(r"\[name\](?:[ .]+\[name\])+", _NAMED, _WORD.sub(word, text))

    def _people(self, audit: Audit) -> Iterable[str]:
        form = self.framework.form(audit.form)
        for role in _PEOPLE if form is not None else ():
            value = audit.values.get(form.role(role)) if form is not None else None
            if isinstance(value, str) and value.strip():
                yield value

    def _audit(self, audit: Audit) -> Audit:
        if id(audit) not in self.done:
            form = self.framework.form(audit.form)
            values = {} if form is None else {name: self._value(form, name, v) for name, v in audit.values.items()}
            self.done[id(audit)] = audit, replace(audit, case=self.case(audit.case), values=values)
        return self.done[id(audit)][1]

    def case(self, case: str) -> str:
        """The number of a case."""
        return self.cases[same(case)][0] if same(case) in self.cases else self.text(case)

    def _value(self, form: Form, name: str, value: Value) -> Value:
        question = form.question(name)
        if value is None or question is None:
            return value
        if name == form.role("case") and isinstance(value, str):
            return self.case(value)
        if name in [form.role(role) for role in _PEOPLE] and isinstance(value, str) and not question.options:
            return self.people.get(same(value), value)
        if question.kind in ("text", "longtext") and isinstance(value, str):
            return self.text(value)
        if question.kind == "table" and isinstance(value, tuple):
            return tuple(self._row(question, row) for row in value if isinstance(row, Mapping))
        return value

    def _row(self, table: Question, row: Mapping[str, Cell]) -> dict[str, Cell]:
        texts = {column.id for column in table.columns if column.kind in ("text", "longtext")}
        return {
            name: self.text(cell) if name in texts and isinstance(cell, str) else cell for name, cell in row.items()
        }

    def _instead(self, match: re.Match[str]) -> str:
        known = self.cases.get(same(match[0]))
        return _NAMED if known is None else known[0] if self.numbered else "[case]"

    def _prepare(self) -> None:
        """Learn the words that are no names: those of the definition. A name is also known by its parts."""
        proper, plain = vocabulary(self.framework)
        self.words = frozenset({word.casefold() for word in proper} | plain | {"name", "case", "i"})
        parts = {word for name in self.people for word in _WORD.findall(name) if word.casefold() not in self.words}
        every = sorted({*self.cases, *self.people, *parts}, key=len, reverse=True)
        some = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in every if len(one) >= _LEAST)
        self.pattern = re.compile(rf"(?<!\w)(?:{some})(?!\w)" if some else r"(?!)", re.IGNORECASE)
