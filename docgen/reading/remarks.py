"""Words at a question that are no part of its answer, and yet may take it back: “ticked by mistake”, “should be Met”.

They never make or change an answer: they leave it in doubt, with what they name among the candidates. So does a comment
on an answer that is blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from docgen.fields import Unclear, kind, match_option, named, same
from docgen.marks import CHANGES, DRAWING, EQUATION, Remark
from docgen.model import Answer, Form, Question, State, Value
from docgen.reading.outcome import join

FRINGE = " .,;:-'\"()[]"
"""What stands around words and says nothing."""
CROSSES = "✗✘✕✖❌❎👎"
DENIALS = frozenset({"not", "no", "none", "never", "n", "n/a", "na", "not applicable", "false"})
_TICK = r"(?:tick|cross|box|button)"
_MARK = r"(?:tick|cross|box|button|mark|answer|grade|one|option|choice|date|row|line)"
_TICKED = r"(?:ticked|crossed|clicked)"
_GIVEN = r"(?:ticked|crossed|clicked|marked|chosen|chose|selected|put|answered|entered|filled in)"
_OF_THE_TICK = (
    rf"\b(?:ignore|disregard) (?:this|that|the|my|first|above) {_TICK}\b",
    rf"\b{_TICKED} (?:\S+ ){{0,3}}(?:by|in) (?:mistake|error|accident)\b",
    rf"\b(?:wrongly|accidentally|mistakenly) {_TICKED}\b|\b{_TICKED} (?:wrongly|accidentally|mistakenly)\b",
    rf"\bwrong {_TICK}\b|\b{_TICKED} the wrong\b|\bmeant to (?:tick|click)\b",
)
"""Words that speak of the tick itself, also in an answer about it."""
_BESIDE_IT = (
    r"\A\W*(?:(?:please|pls|sorry|oops|no)\W+)*(?:ignore|disregard|scrap|cancel|delete|remove|undo|void)\b",
    r"\A\W*(?:void|cancelled|canceled|withdrawn|error|wrong|incorrect|mistake|oops|sorry|typo)\b",
    r"\b(?:ignore|disregard|scrap|cancel|delete|remove|undo) (?:this|that|the|my|it|above)\b|\bun-?tick",
    rf"\b{_GIVEN} (?:\S+ ){{0,3}}(?:by|in) (?:mistake|error|accident)\b|\bwrong {_MARK}\b",
    r"\b(?:by|in|my|a) mistake\b|\bin error\b|\bby accident\b|\bslip of the\b",
    r"\bnot (?:this|that)(?: \w+)?\W*\Z|\bnot (?:this|that) (?:one|box)\b",
    r"\bchanged? my mind\b|\bon second thoughts?\b|\bi meant\b",
    r"\b(?:meant|intended) to (?:tick|cross|click|mark|choose|select|put|answer)\b",
    r"\b(?:does not|doesn't|did not|didn't|no longer) (?:apply|applies|true)\b",
    rf"\b(?:this|that|it|{_MARK}) (?:is|was) (?:wrong|incorrect|not right|not correct|a mistake|an error)\b",
)
"""Words that take an answer back where they stand beside it, in no answer of their own."""
_INSTEAD = re.compile(r"\b(?:should|must|ought to|was meant to|supposed to) (?:be|read|say|have been)\b")
_ABOUT = re.compile("|".join(_OF_THE_TICK))
_BESIDE = re.compile("|".join((*_OF_THE_TICK, *_BESIDE_IT)))
_HINTS = ("tick", "cross", "click", "wrong")
"""A quick look: of the words about a tick none goes without one of these."""


def takes_back(text: str) -> bool:
    """Whether words that stand beside an answer may take it back."""
    return _BESIDE.search(same(text)) is not None


def instead(text: str, question: Question, chosen: Value) -> tuple[str, ...]:
    """The options that words name in the place of what was chosen: “should be Met”, or plainly “Met”."""
    said = same(text)
    match = _INSTEAD.search(said)
    other = match_option(text, question) if question.options else ""
    names = named(said[match.end() :], question) if match else (other,) if isinstance(other, str) else ()
    held = chosen if isinstance(chosen, tuple) else (chosen,)
    return tuple(name for name in names if name and name not in held)


def _is_against(remark: Remark, question: Question, answer: Answer) -> bool:
    """Whether words take an answer back, name another one, or plainly say no; at an option that is not chosen a no
    says nothing.
    """
    chosen = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    if takes_back(remark.text) or instead(remark.text, question, answer.value):
        return True
    return denies(remark.text) and (not remark.option or remark.option in chosen)


def denies(text: str) -> bool:
    """Whether words say no and nothing else: “no”, “n/a”, a cross, a question mark."""
    plain = same(text).strip(FRINGE)
    return plain in DENIALS or (bool(plain) and all(sign == "?" or sign in CROSSES for sign in plain))


def with_remarks(answers: Sequence[Answer], form: Form, remarks: Sequence[Remark]) -> tuple[Answer, ...]:
    """The answers, those in doubt that words beside them take back, or the comment that the form asks for on them."""
    comments = [
        (question, answer.value)
        for question, answer in zip(form.questions, answers, strict=True)
        if question.about and isinstance(answer.value, str) and _is_about_a_tick(answer.value)
    ]
    if not remarks and not comments:
        return tuple(answers)
    doubtful: dict[str, Answer] = {}
    asked = {question.id: (question, answer) for question, answer in zip(form.questions, answers, strict=True)}
    for remark in remarks:
        question, _ = asked.get(remark.field, _NOTHING)
        for field in (remark.field, question.about) if question is not None else ():
            question, answer = asked.get(field, _NOTHING)
            if question is None or answer is None:
                continue
            if remark.stands_in == CHANGES:
                if field == remark.field:
                    doubtful.setdefault(field, _contested(answer, remark.text))
            elif answer.state is State.BLANK and field == remark.field:
                doubtful.setdefault(field, _meant(answer, question, remark))
            elif remark.stands_in == EQUATION and field == remark.field:
                doubtful.setdefault(field, _doubted(answer, question, remark.text, "stands in an equation in it"))
            elif _is_against(remark, question, answer):
                doubtful.setdefault(field, _doubted(answer, question, remark.text, "stands beside it"))
    for comment, said in comments:
        question, answer = asked.get(comment.about, _NOTHING)
        if question is not None and answer is not None:
            where = f"is written in {comment.ref or comment.label}"
            doubtful.setdefault(answer.field, _doubted(answer, question, said, where))
    return tuple([doubtful.get(answer.field, answer) for answer in answers])


def _is_about_a_tick(text: str) -> bool:
    plain = text.lower()
    for hint in _HINTS:
        if hint in plain:
            return _ABOUT.search(same(text)) is not None
    return False


def _contested(answer: Answer, names: str) -> Answer:
    """An answer that several people changed, none of whose changes anybody has accepted."""
    if answer.state is not State.ANSWERED:
        return answer
    doubt = f"it was changed by {names} while changes were tracked, and nobody has accepted that"
    return replace(answer, value=None, state=State.DOUBTFUL, doubt=doubt, candidates=(answer.value,))


def _meant(answer: Answer, question: Question, remark: Remark) -> Answer:
    """A blank answer: in doubt where a comment or the like on it may be meant, or words beside it are an option."""
    value = kind(question).parse(remark.text, question) if remark.text.strip() else Unclear("")
    found = value.candidates if isinstance(value, Unclear) else (value,)
    if not remark.stands_in and (not question.options or isinstance(value, Unclear)):
        return answer
    options: tuple[str, ...] = (remark.option,) if remark.option else ()
    if remark.stands_in == DRAWING:  # at which option it is anchored says little of where it is seen
        options = tuple(option.id for option in question.options)
    found = tuple(dict.fromkeys((*found, *((one,) if question.kind == "ticks" else one for one in options))))
    what = f"“{_short(remark.text)}” stands " + (f"in {remark.stands_in} on it" if remark.stands_in else "beside it")
    if remark.stands_in == DRAWING or not remark.text.strip():
        what, found = f"there is {remark.stands_in} on it", found if options else ()
    return replace(answer, state=State.DOUBTFUL, doubt=f"nothing is answered, but {what}", candidates=found)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONG else f"{words[: _LONG - 1]}…"


def _doubted(answer: Answer, question: Question, text: str, where: str) -> Answer:
    """An answer that is taken back; one that is blank or in doubt stays as it is."""
    if answer.state is not State.ANSWERED:
        return answer
    others: tuple[Value, ...] = instead(text, question, answer.value)
    if question.kind == "ticks" and isinstance(answer.value, tuple):
        chosen = (*answer.value, *others)
        others = (tuple(option.id for option in question.options if option.id in chosen),) if others else ()
    doubt = f"it is answered, but “{_short(text)}” {where}"
    candidates = (answer.value, *others)
    return replace(answer, value=None, state=State.DOUBTFUL, doubt=join(doubt, answer.doubt), candidates=candidates)


_LONG = 120
_NOTHING: tuple[None, None] = (None, None)
