"""Judgements: how the answers to questions on a scale spread over its grades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docgen.model import Audit, Figure, Question, Scale


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements on one scale, of one question or of several taken together.

    grades      one figure a grade, in the order of the scale; every base is the judgements on the scale
    good        those that count as good
    audits      in which at least one was made, so that it is known how many audits many judgements come from
    aside       answered with what is no grade, such as not applicable; `blank` not answered; `unknown` doubtful
    """

    id: str
    label: str
    grades: tuple[Figure, ...]
    good: Figure
    audits: int
    aside: int
    blank: int
    unknown: int

    @property
    def total(self) -> int:
        """How many judgements there are."""
        return self.good.denominator or 0


def judged(question: Question, scale: Scale, audits: Iterable[Audit]) -> Judged:
    """The judgements of one question, in one pass. Audits of a form without the question count for nothing."""
    keys: dict[str, list[str]] = {grade.id: [] for grade in scale.grades}
    aside = blank = unknown = 0
    for audit in audits:
        value = audit.values.get(question.id)
        if question.id in audit.unknown:
            unknown += 1
        elif value in (None, ""):
            blank += question.id in audit.values
        elif isinstance(value, str) and value in keys:
            keys[value].append(audit.key)
        else:
            aside += 1
    return _made(question.id, question.label, scale, keys, sum(map(len, keys.values())), (aside, blank, unknown))


def together(id_: str, label: str, scale: Scale, parts: Sequence[Judged]) -> Judged:
    """Several questions on one scale taken together: their judgements added up."""
    keys: dict[str, list[str]] = {}
    for n, grade in enumerate(scale.grades):
        keys[grade.id] = [key for part in parts for key in part.grades[n].audits]
    every = {key for some in keys.values() for key in some}
    rest = (sum(part.aside for part in parts), sum(part.blank for part in parts), sum(part.unknown for part in parts))
    return _made(id_, label, scale, keys, len(every), rest)


def _made(
    id_: str, label: str, scale: Scale, keys: dict[str, list[str]], audits: int, rest: tuple[int, int, int]
) -> Judged:
    total = sum(map(len, keys.values()))

    def figure(part: str, words: str, some: Sequence[str]) -> Figure:
        return Figure(f"judgement.{id_}={part}", f"{label}: {words}", len(some), total, tuple(dict.fromkeys(some)))

    grades = tuple(figure(grade.id, grade.label, keys[grade.id]) for grade in scale.grades)
    good = [key for grade in scale.grades if grade.good for key in keys[grade.id]]
    words = " or ".join(grade.label for grade in scale.grades if grade.good)
    return Judged(id_, label, grades, figure("good", words, good), audits, *rest)


def as_audits(judged: Judged) -> Figure:
    """The share of good judgements on the base of audits, rounded to whole ones.

    Judgements of one audit hang together, so that as many as there are would make chance look too small. For an
    interval each audit counts as one.
    """
    good = judged.good
    if not good.denominator:
        return good
    numerator = (2 * good.numerator * judged.audits + good.denominator) // (2 * good.denominator)
    return Figure(good.measure, good.label, numerator, judged.audits)
