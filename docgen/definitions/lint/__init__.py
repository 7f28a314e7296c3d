"""What a definition means as a whole: names that must exist, ids given once, words that go together.

Each module here looks at one part of the language and gives issues; none of them stops at the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain

from docgen.definitions.language import Definition
from docgen.definitions.lint import cycle, figures, forms, guidance, names, reports, rules, steps
from docgen.definitions.lint.issues import Issue, Scope
from docgen.definitions.problem import Doubts, Found
from docgen.definitions.source import Source
from docgen.model import Framework


def lint(
    definition: Definition,
    framework: Framework,
    source: Source,
    section_kinds: Collection[str] = (),
    doubts: Doubts | None = None,
) -> Iterator[Found]:
    """Every issue of a definition with its line. Nothing is said about what `doubts` leave open."""
    doubts = doubts or Doubts()
    grades = {scale.id: tuple(grade.id for grade in scale.grades) for scale in framework.scales}
    scopes = tuple(
        Scope.of(form, built, ("forms", n), grades, doubts, framework.case_fields)
        for n, (form, built) in enumerate(zip(definition.forms, framework.forms, strict=True))
    )
    issues: Iterator[Issue] = chain(
        names.issues(definition, framework),
        forms.issues(definition, scopes),
        rules.issues(definition, framework, scopes),
        figures.issues(definition, framework, scopes),
        reports.issues(definition, framework, scopes, section_kinds),
        cycle.issues(definition, scopes),
        steps.issues(definition, framework, scopes),
        guidance.issues(definition, scopes),
    )
    for issue in issues:
        if not doubts.silence(issue.path):
            message = issue.message
            if issue.first is not None:
                first = source.where(source.line(issue.first))
                message += f" The first is {'in' if source.cells else 'on'} {first}."
            yield Found(issue.rule, issue.severity, source.line(issue.path), message, issue.fix)
