"""A framework in miniature, and audits of it written by hand."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.model import (
    Audit,
    Condition,
    Figure,
    Form,
    Framework,
    Grade,
    Measure,
    Option,
    Question,
    Scale,
    Section,
    Test,
    Value,
)

SCALE = Scale(
    "three",
    "Grade",
    (
        Grade("good", "Good", 3, True, "12436D"),
        Grade("met", "Met", 2, False, "28A197"),
        Grade("not_met", "Not met", 1, False, "801650"),
    ),
)
AREA = Question("area", "1", "choice", "Area", options=tuple(Option(n, n.upper()) for n in ("north", "south", "east")))
GRADE = Question(
    "grade", "2", "grade", "Grade", scale="three", options=tuple(Option(g.id, g.label) for g in SCALE.grades)
)
TICKS = Question("ticks", "3", "ticks", "Seen", options=(Option("plan", "Plan"), Option("voice", "Voice")))
TEAM = Question("team", "4", "text", "Team")


def when(**tests: str | tuple[str, ...]) -> Condition:
    return Condition(tuple(Test(field, (ids,) if isinstance(ids, str) else ids) for field, ids in tests.items()))


CASES = Measure("cases", "Cases")
GOOD = Measure("good", "Good", when(grade="good"), "cases")
MET = Measure("met", "Met", when(grade="met"), "cases")
NOT_MET = Measure("not_met", "Not met", when(grade="not_met"), "cases")
GRADED = Measure("graded", "Graded", when(grade="answered"), "cases")
PLAN = Measure("plan", "Plan ticked", when(ticks="plan"), "cases")
WORSE = Measure("worse", "Worse than good", Condition(expression="worse(grade, 'good')"), "cases")
VOICE_IF_GOOD = Measure("voice", "Voice, in good cases", when(ticks="voice"), "good")
NORTH_GOOD = Measure("north_good", "Good in the north", when(area="north", grade="good"), "cases")

FRAMEWORK = Framework(
    "small",
    "1",
    "Small",
    "Nowhere",
    (SCALE,),
    (Form("case", "Case", "", (Section("one", "1", "One", (AREA, GRADE, TICKS, TEAM)),)),),
    measures=(CASES, GOOD, MET, NOT_MET, GRADED, PLAN, WORSE, VOICE_IF_GOOD, NORTH_GOOD),
)


def audit(key: str, form: str = "case", unknown: Iterable[str] = (), **values: Value) -> Audit:
    return Audit(key, form, "1", f"case {key}", values, frozenset(unknown))


def figure(numerator: int, denominator: int | None) -> Figure:
    return Figure("m", "M", numerator, denominator)
