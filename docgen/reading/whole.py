"""Whether a file is one whole form: none of its sections missing, none there a second time, no other form behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from docgen.marks import Marks, Outline
from docgen.model import Answer, Form, Identity, Query, Section, Severity, State
from docgen.reading.outcome import GONE, join
from docgen.reading.structure import STRUCTURE, Known, likenesses, named

_MANY = 10
"""So many texts in no answer may be another form; fewer are a person's own words."""
_HALF = 0.5


def nothing(form: Form, answers: Sequence[Answer]) -> Query | None:
    """The query that refuses a file in which not one question of its form has a place; None for any other."""
    if not answers or any(answer.doubt != GONE for answer in answers):
        return None
    message = f"The file says that it is the form “{form.title}”, but holds none of its {len(answers)} questions."
    fix = "Ask the sender for the toolkit as it was sent out, filled in and saved as it is: not printed, not copied."
    return Query("form-gone", Severity.ERROR, message, fix)


OF_THE_FILE = frozenset({"form-incomplete", "form-twice", "form-another"})
"""The rules by which `whole` asks: about the file, whatever its answers are decided to be."""


def whole(identity: Identity, form: Form, answers: Sequence[Answer], marks: Marks, forms: Sequence[Known]) -> tuple[
    Query, ...
]:  # fmt: skip
    """What keeps a file from being one whole form, each with what to do; nothing for an ordinary one."""
    return (*_missing(form, answers), *_twice(form, answers, marks), *_another(identity, marks, forms))


def confirmed(identity: Identity, form: Form, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """The answers as they are where the file says which form it is; else one of them is left in doubt.

    A form that is known by its likeness alone must not count before a person has looked at it. It is the case that is
    doubtful, since no copy says either whose form this is; where a form asks for none, its first question.
    """
    if identity.agreed != (STRUCTURE,) or not answers:
        return tuple(answers)
    field = form.role("case") or answers[0].field
    return tuple(_doubted(one, identity.note) if one.field == field else one for one in answers)


def _doubted(answer: Answer, why: str) -> Answer:
    candidates = answer.candidates or ((answer.value,) if answer.value is not None else ())
    doubt = join(f"{why}; confirm that, and the case with it", answer.doubt)
    return replace(answer, value=None, state=State.DOUBTFUL, doubt=doubt, candidates=candidates)


def _missing(form: Form, answers: Sequence[Answer]) -> Iterator[Query]:
    """The sections of which nothing is there."""
    lost = {answer.field for answer in answers if answer.doubt == GONE}
    gone = [one for one in form.sections if one.questions and all(question.id in lost for question in one.questions)]
    if gone:
        count = sum(len(section.questions) for section in gone)
        message = (
            f"A part of the form is missing from the file: {_listed(gone)}, with {count} of its "
            f"{len(form.questions)} questions."
        )
        fix = "Ask the sender for the whole form, and whether anything was written in the missing part."
        yield Query("form-incomplete", Severity.ERROR, message, fix)


def _listed(sections: Sequence[Section]) -> str:
    named = [f"section {one.ref} “{one.title}”" if one.ref else f"the section “{one.title}”" for one in sections]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _twice(form: Form, answers: Sequence[Answer], marks: Marks) -> Iterator[Query]:
    """Whether most questions are there more than once, with answers that differ: two copies, one after the other."""
    times = Counter(mark.address for mark in marks.marks if not mark.address.row)
    again = {address.field for address, count in times.items() if count > 1}
    single = {address.field for address in times}
    differ = [answer for answer in answers if answer.field in again and answer.state is State.DOUBTFUL]
    if len(again) > _HALF * len(single) and len(again) > 1 and differ:
        message = (
            f"The form “{form.title}” is in this file more than once: {len(again)} questions are repeated, "
            f"{len(differ)} of them with different answers."
        )
        fix = "Ask the sender for one file for each case; or decide, question by question, which answer counts."
        yield Query("form-twice", Severity.ERROR, message, fix)


def _another(identity: Identity, marks: Marks, forms: Sequence[Known]) -> Iterator[Query]:
    """Whether what is in no answer is another form, pasted behind this one."""
    texts = tuple(line for one in marks.unread for line in one.text.splitlines())
    if len(texts) < _MANY:
        return
    here = (identity.framework, identity.version, identity.form)
    found = next(iter(likenesses(Outline(lines=texts), [one for one in forms if one.place != here])), None)
    if found is not None and found.share > _HALF:
        message = f"Behind the form that the file is a copy of stands what looks like {named(found.known.place)}."
        fix = "None of its answers were taken; they are listed as unread. Ask the sender for that form as its own file."
        yield Query("form-another", Severity.ERROR, message, fix)
