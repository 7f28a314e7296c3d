"""What was ticked: strengths, learning and other points, counted by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from docgen.model import Audit, Figure, Form, Framework, Question


@dataclass(frozen=True, slots=True)
class Tick:
    """One point that can be ticked, and the audits that tick it; the base leaves out doubtful answers.

    general    the tick is the theme as a whole, not a point within it
    """

    label: str
    theme: str
    figure: Figure
    general: bool = False


@dataclass(frozen=True, slots=True)
class TickGroup:
    """The points of one section of the form by theme, the most often ticked first, ties in the form's order.

    themes    theme label → audits with at least one tick under it
    plain     every point is a theme of its own, so that themes say nothing more
    """

    title: str
    ticks: tuple[Tick, ...]
    themes: tuple[tuple[str, Figure], ...]
    plain: bool = False


def tick_groups(
    framework: Framework, form: Form, names: Iterable[str], audits: tuple[Audit, ...]
) -> tuple[TickGroup, ...]:
    """The ticks of these questions, gathered by the section of the form in which they are asked."""
    wanted = set(names)
    found = []
    for section in form.sections:
        questions = [one for one in section.questions if one.id in wanted and one.kind == "ticks"]
        if questions:
            found.append(_group(framework, section.title, questions, audits))
    return tuple(found)


def _group(framework: Framework, title: str, questions: list[Question], audits: tuple[Audit, ...]) -> TickGroup:
    labels = {theme.id: theme.label for theme in framework.themes}
    named = Counter(option.theme or one.theme for one in questions for option in one.options)
    ticks: list[Tick] = []
    by_theme: dict[str, dict[str, None]] = {}
    known: dict[str, dict[str, None]] = {}
    for question in questions:
        keys: dict[str, list[str]] = {option.id: [] for option in question.options}
        sure = [audit for audit in audits if question.id not in audit.unknown]
        for audit in sure:
            value = audit.values.get(question.id)
            for option_id in value if isinstance(value, tuple) else ():
                if isinstance(option_id, str) and option_id in keys:
                    keys[option_id].append(audit.key)
        for option in question.options:
            theme = option.theme or question.theme
            theme = labels.get(theme, theme)
            figure = Figure(f"{question.id}={option.id}", option.label, len(keys[option.id]), len(sure),
                            tuple(keys[option.id]))  # fmt: skip
            general = option.label == theme and named[option.theme or question.theme] > 1
            ticks.append(Tick(f"{theme} as a whole" if general else option.label, theme, figure, general))
            by_theme.setdefault(theme, {}).update(dict.fromkeys(keys[option.id]))
            known.setdefault(theme, {}).update(dict.fromkeys(audit.key for audit in sure))
    order = [label for label in (*labels.values(), "") if label in by_theme]
    order += [label for label in by_theme if label not in order]
    themes = tuple(
        (label, Figure(f"theme.{label}", label, len(by_theme[label]), len(known[label]), tuple(by_theme[label])))
        for label in order
        if label
    )
    ticks.sort(key=lambda one: (order.index(one.theme), not one.general, -one.figure.numerator))
    return TickGroup(title, tuple(ticks), themes, all(one.label == one.theme for one in ticks))
