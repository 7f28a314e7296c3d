"""A definition as written → the frozen values of the model, with what is left out filled in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from string import ascii_lowercase

from docgen import model
from docgen.definitions import cyclebuild, language
from docgen.definitions.problem import Steps
from docgen.definitions.shapes import EXPRESSION, SAYS
from docgen.definitions.source import Source
from docgen.fields import YES_NO, same
from docgen.workdays import ENGLAND, Calendar

COLOURS = ("12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1")
"""Colours of grades that name none: the Government Analysis Function's palette, at least 3:1 against white."""

ROWS = 3

NO_WAY = "none"
"""The word in `accept_inferred` by which a question trusts no way of marking, whatever its form says."""

TURNED = 4
"""The most columns of words that stand beside one another on a page, where a table does not say how it looks."""


class Builder:
    """Makes model values of one definition. It trusts the definition to be checked; what is odd stays odd."""

    def __init__(self, definition: language.Definition, source: Source, file: str) -> None:
        self._definition = definition
        self._source = source
        self._file = file
        self._scales = {scale.id: self._scale(scale) for scale in definition.scales}

    def framework(self) -> model.Framework:
        """The framework, whole."""
        said = self._definition
        labels = {one.id: one.label for one in said.rounds}
        return model.Framework(
            said.id,
            said.version,
            said.title,
            said.organisation,
            scales=tuple(self._scales.values()),
            forms=tuple(self._form(form, ("forms", n)) for n, form in enumerate(said.forms)),
            themes=tuple(model.Theme(theme.id, theme.label) for theme in said.themes),
            measures=tuple(self._measure(one, ("measures", n)) for n, one in enumerate(said.measures)),
            thresholds=tuple(
                model.Threshold(**dict(one), place=self._at("thresholds", n)) for n, one in enumerate(said.thresholds)
            ),
            references=tuple(
                model.Reference(**dict(one) | {"where": tuple(one.where.items())}, place=self._at("references", n))
                for n, one in enumerate(said.references)
            ),
            rounds=tuple(self._round(one, ("rounds", n), labels) for n, one in enumerate(said.rounds)),
            moderation=self._moderation(),
            reports=tuple(self._report(one, ("reports", n)) for n, one in enumerate(said.reports)),
            guidance=self._guidance(),
            case_fields=tuple(self._case_field(one, n) for n, one in enumerate(said.case_fields)),
            schedule=tuple(
                model.Method(**dict(one), place=self._at("schedule", n)) for n, one in enumerate(said.schedule)
            ),
            cycle=cyclebuild.cycle(said.cycle, self._at, self._when) if said.cycle is not None else None,
            calendar=Calendar(said.cycle.nation) if said.cycle is not None else ENGLAND,
            summary=said.summary,
            marking=said.marking,
            source_note=said.source_note,
            digest=digest(said),
            place=self._at(),
        )

    def _at(self, *path: str | int) -> model.Place:
        return model.Place(self._file, self._source.where(self._source.line(path)))

    def _when(self, said: str | dict[str, tuple[str, ...]] | None, path: Steps) -> model.Condition | None:
        if said is None:
            return None
        if isinstance(said, str):
            return model.Condition(expression=said, place=self._at(*path))
        tests = tuple(model.Test(field, any_of) for field, any_of in said.items() if field not in (EXPRESSION, SAYS))
        (expression,), (says,) = said.get(EXPRESSION, ("",)), said.get(SAYS, ("",))
        return model.Condition(tests, expression, self._at(*path), says)

    def _scale(self, said: language.Scale) -> model.Scale:
        grades = tuple(
            model.Grade(
                grade.id,
                grade.label,
                grade.rank if grade.rank is not None else len(said.grades) - n,
                grade.good,
                (grade.colour or COLOURS[n % len(COLOURS)]).upper(),
                grade.descriptor,
            )
            for n, grade in enumerate(said.grades)
        )
        return model.Scale(said.id, said.label, grades)

    # --- forms -------------------------------------------------------------------------------------------

    def _form(self, said: language.Form, path: Steps) -> model.Form:
        refs = _References(said)
        sections = []
        for n, section in enumerate(said.sections):
            at = (*path, "sections", n)
            questions: list[model.Question] = []
            for m, question in enumerate(section.questions):
                built = self._question(
                    question, section.id, refs.question[n][m], (*at, "questions", m), said.accept_inferred
                )
                questions.append(built)
                if question.comment is not None:
                    questions.append(self._comment(question.comment, built, (*at, "questions", m, "comment")))
            sections.append(
                model.Section(
                    section.id,
                    refs.section[n],
                    section.title,
                    tuple(questions),
                    section.intro,
                    section.look,
                    self._when(section.relevant_when, (*at, "relevant_when")),
                    self._at(*at),
                )
            )
        return model.Form(
            said.id,
            said.title,
            said.purpose,
            tuple(sections),
            roles=tuple((role, field) for role, field in said.roles if field),
            rules=tuple(self._rule(rule, (*path, "rules", n)) for n, rule in enumerate(said.rules)),
            how_to=said.how_to,
            place=self._at(*path),
            unit=said.unit,
        )

    def _question(
        self, said: language.Question, section: str, ref: str, path: Steps, trusted: tuple[str, ...]
    ) -> model.Question:
        ways = tuple(way for way in said.accept_inferred or trusted if way != NO_WAY)
        return model.Question(
            said.id,
            ref,
            said.kind,
            said.label,
            section=section,
            guidance=said.guidance,
            prompt=said.prompt,
            required=said.required,
            required_when=self._when(said.required_when, (*path, "required_when")),
            relevant_when=self._when(said.relevant_when, (*path, "relevant_when")),
            options=self._options(said),
            scale=said.scale,
            columns=tuple(
                self._column(column, section, (*path, "columns", n), ways) for n, column in enumerate(said.columns)
            ),
            rows=(ROWS if said.rows is None else said.rows) if said.kind == "table" else 0,
            look=said.look or "boxes",
            theme=said.theme,
            accept_inferred=ways,
            place=self._at(*path),
            quote=said.quote,
        )

    def _column(self, said: language.TableColumn, section: str, path: Steps, ways: tuple[str, ...]) -> model.Question:
        return model.Question(
            said.id,
            "",
            said.kind,
            said.label,
            section=section,
            guidance=said.guidance,
            prompt=said.prompt,
            required=said.required,
            options=self._options(said),
            scale=said.scale,
            look=said.look or "list",
            accept_inferred=ways,
            place=self._at(*path),
        )

    def _options(self, said: language.Question | language.TableColumn) -> tuple[model.Option, ...]:
        """The options as defined; YES_NO for a yesno that words none; the grades first for a grade."""
        worded = tuple(model.Option(**dict(option)) for option in said.options)
        if said.kind == "yesno":
            return worded or YES_NO
        if said.kind == "grade" and said.scale in self._scales:
            grades = self._scales[said.scale].grades
            own = said.descriptors if isinstance(said, language.Question) else {}
            return (*(model.Option(one.id, one.label, own.get(one.id, one.descriptor)) for one in grades), *worded)
        return worded

    def _comment(self, said: language.Comment, parent: model.Question, path: Steps) -> model.Question:
        return model.Question(
            comment_id(said, parent.id),
            f"{parent.ref} comment",
            "longtext",
            said.label,
            section=parent.section,
            guidance=said.guidance,
            prompt=said.prompt,
            required=said.required,
            required_when=self._when(said.required_when, (*path, "required_when")),
            relevant_when=_both(parent.relevant_when, self._when(said.relevant_when, (*path, "relevant_when"))),
            about=parent.id,
            accept_inferred=parent.accept_inferred,
            place=self._at(*path),
            quote=said.quote,
        )

    def _rule(self, said: language.Rule, path: Steps) -> model.Rule:
        severity = "urgent" if said.kind == "urgent_when" else said.severity or "error"
        return model.Rule(
            said.id,
            said.kind,
            model.Severity(severity),
            said.message,
            said.fix,
            said.question,
            said.questions,
            said.needs,
            self._when(said.when, (*path, "when")),
            said.count,
            said.grade,
            self._at(*path),
        )

    def _case_field(self, said: language.CaseField, n: int) -> model.Question:
        """A field of the case list: a question without a place in any form."""
        options, place = YES_NO if said.kind == "yesno" else (), self._at("case_fields", n)
        return model.Question(said.id, "", said.kind, said.label, guidance=said.guidance, options=options, place=place)

    # --- figures, rounds, reports ---------------------------------------------------------------------

    def _measure(self, said: language.Measure, path: Steps) -> model.Measure:
        when = self._when(said.when, (*path, "when"))
        better = said.better or ""
        return model.Measure(said.id, said.label, when, said.of, said.form, better, said.phrase, self._at(*path))

    def _moderation(self) -> model.Moderation | None:
        said = self._definition.moderation
        if said is None:
            return None
        return model.Moderation(said.form, said.audits, said.grade, said.final, self._at("moderation"))

    def _round(self, said: language.Round, path: Steps, labels: dict[str, str]) -> model.Round:
        recommendations = tuple(
            model.Recommendation(
                one.id,
                one.text,
                one.status,
                one.note,
                one.evidence,
                tuple(one.where.items()),
                self._at(*path, "recommendations", n),
                one.owner,
                one.due,
            )
            for n, one in enumerate(said.recommendations)
        )
        return model.Round(
            said.id,
            said.label,
            said.first,
            said.last,
            said.previous,
            said.previous_label or labels.get(said.previous, said.previous),
            said.expected,
            recommendations,
            self._at(*path),
        )

    def _report(self, said: language.Report, path: Steps) -> model.Report:
        sections = tuple(self._report_section(one, (*path, "sections", n)) for n, one in enumerate(said.sections))
        rest = (said.each or "", said.every or "", said.expected)
        return model.Report(said.id, said.title, said.form, sections, said.moderation, self._at(*path), *rest)

    def _report_section(self, said: language.ReportSection, path: Steps) -> model.ReportSection:
        return model.ReportSection(
            said.kind,
            said.title,
            id=said.id,
            text=said.text,
            items=said.items,
            by=said.by,
            row_label=said.row_label,
            caption=said.caption,
            columns=tuple(model.Column(**dict(column)) for column in said.columns),
            chart=said.chart,
            where=self._when(said.where, (*path, "where")),
            questions=said.questions,
            measures=said.measures,
            total_label=said.total_label,
            published=said.published,
            claims=tuple(
                model.Claim(**dict(one) | {"where": tuple(one.where.items())}, place=self._at(*path, "claims", n))
                for n, one in enumerate(said.claims)
            ),
            place=self._at(*path),
            form=said.form,
            pairs=tuple(said.pairs.items()),
            better=said.better or "",
            part=said.part,
            all_forms=said.all_forms,
            draft=said.draft.strip(),
        )

    # --- guidance ----------------------------------------------------------------------------------------

    def _guidance(self) -> model.Guidance | None:
        said = self._definition.guidance
        if said is None:
            return None
        parts = tuple(
            model.GuidancePart(
                part.title,
                part.text,
                part.items,
                self._guidance_table(part.table) if part.table else None,
                part.shows,
                self._at("guidance", "parts", n),
            )
            for n, part in enumerate(said.parts)
        )
        return model.Guidance(said.title, parts, said.marking)

    def _guidance_table(self, said: language.GuidanceTable) -> model.GuidanceTable:
        """The table with a cell for every column; what a row leaves out is an empty text."""
        grades = {grade.id: grade.label for scale in self._scales.values() for grade in scale.grades}
        return model.GuidanceTable(
            tuple(column.label or grades.get(column.id, "") for column in said.columns),
            tuple(tuple(row.get(column.id, ("",)) for column in said.columns) for row in said.rows),
            said.caption,
            said.look == "turned" if said.look else len(said.columns) > TURNED,
        )


def comment_id(comment: language.Comment, question: str) -> str:
    """The id of a comment: its own, or that of its question with `_comment` after it."""
    return comment.id or f"{question}_comment"


def _both(first: model.Condition | None, second: model.Condition | None) -> model.Condition | None:
    """A condition that holds where both hold."""
    if first is None or second is None:
        return second if first is None else first
    expressions = [one.expression for one in (first, second) if one.expression]
    joined = expressions[0] if len(expressions) == 1 else " and ".join(f"({one})" for one in expressions)
    says = " and ".join(one.says for one in (first, second) if one.says)
    return model.Condition(first.tests + second.tests, joined, second.place, says)


class _References:
    """The printed references of a form: as given, else made from the section's and the place in it.

    A made reference never meets a given one: the next free letter is taken.
    """

    def __init__(self, form: language.Form) -> None:
        self._taken = {same(section.ref) for section in form.sections}
        self._taken |= {same(question.ref) for section in form.sections for question in section.questions}

        self.section = tuple(section.ref or self._free(_numbers(n)) for n, section in enumerate(form.sections, start=1))
        self.question = tuple(
            tuple(question.ref or self._free(_letters(ref, n)) for n, question in enumerate(section.questions, start=1))
            for section, ref in zip(form.sections, self.section, strict=True)
        )

    def _free(self, wanted: Iterator[str]) -> str:
        ref = next(one for one in wanted if same(one) not in self._taken)
        self._taken.add(same(ref))
        return ref


def _numbers(start: int) -> Iterator[str]:
    """`3`, `4`, `5` …"""
    while True:
        yield str(start)
        start += 1


def _letters(section: str, start: int) -> Iterator[str]:
    """`3a`, `3b` … `3z`, `3aa` …; after a section that ends in a letter `B1`, `B2` …"""
    while True:
        if section[-1:].isalpha():
            yield f"{section}{start}"
        else:
            rest, letters = start, ""
            while rest:
                rest, last = divmod(rest - 1, 26)
                letters = ascii_lowercase[last] + letters
            yield f"{section}{letters}"
        start += 1


def digest(definition: language.Definition) -> str:
    """SHA-256 over what a definition says, in hex: its comments, layout and order of keys have no part in it.

    What is left out counts as its default, so that a word which the language gains later changes no digest.
    """
    said = definition.model_dump(mode="python", exclude_defaults=True)
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()


def _plain(value: object) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
