"""Options that are marked otherwise than by a tick: made to stand out, struck out, deleted. Never taken silently.

The same for every format. A tick that such marks do not contradict stands; without one, what they point to is a
candidate for a person to confirm, unless the definition trusts the way of marking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from docgen.fields import Unclear, kind
from docgen.marks import INFERRED, STANDS_OUT, TAKEN_OUT, Mark
from docgen.model import Option, Question, Value
from docgen.reading.outcome import Outcome, join

Ways = Mapping[str, tuple[str, ...]]
"""Option id → the ways in which it is marked."""


_FAINT = frozenset({"colour", "size"})
"""Ways in which options may also be made less: grey, white, very small."""


class Seen(NamedTuple):
    """Which options stand out and which are taken out; `note` says what all of them have alike, which tells nothing."""

    out: Ways
    against: Ways
    note: str = ""


NOTHING = Seen({}, {})


def seen_in(question: Question, by_option: Mapping[str, Sequence[Mark]]) -> Seen:
    """What is seen at the options of a question. A look that all of them have is the look of the form, not a mark."""
    if not any(mark.seen for marks in by_option.values() for mark in marks):
        return NOTHING
    ways = {name: {way for mark in marks for way in mark.seen} for name, marks in by_option.items()}
    alike = set(STANDS_OUT).intersection(*ways.values()) if len(ways) > 1 else set()
    note = f"all options are {_in_words(alike)} alike" if alike else ""
    order = [option.id for option in question.options if ways.get(option.id)]
    return Seen(
        {name: found for name in order if (found := _of(STANDS_OUT, ways[name] - alike))},
        {name: found for name in order if (found := _of(TAKEN_OUT, ways[name]))},
        note,
    )


def choice(question: Question, seen: Seen, absent: Iterable[Option]) -> Outcome:
    """What one choice comes to of which no box is ticked or in doubt."""
    against = _against(seen, absent)
    left = [option for option in question.options if option.id not in against]
    marked = [option for option in question.options if option.id in seen.out]
    if len(marked) == 1 and marked[0] in left:
        ways = seen.out[marked[0].id] + (_used(against) if len(left) == 1 else ())
        outcome = _inferred(question, marked[0].id, ways, _said(marked, seen.out), trusted(question, ways))
        return _with_rest(outcome, marked, left, seen)
    if marked:
        clear = [option.id for option in marked if option in left]
        outcome = _open(_said(question.options, {**against, **seen.out}), clear or [option.id for option in marked])
        return _with_rest(outcome, marked, left, seen)
    return _left_over(question, against, [option.id for option in left], left[0].id if len(left) == 1 else None)


def _with_rest(outcome: Outcome, marked: Sequence[Option], left: Sequence[Option], seen: Seen) -> Outcome:
    """The outcome, with the one option that is not made faint as all others are among its candidates."""
    rest = [option.id for option in left if option not in marked]
    if not outcome.doubt or len(rest) != 1 or not all(way in _FAINT for one in marked for way in seen.out[one.id]):
        return outcome
    return outcome._replace(candidates=(*outcome.candidates, *rest))


def ticks(question: Question, seen: Seen, absent: Iterable[Option]) -> Outcome:
    """What the ticks of a question come to of which no box is ticked or in doubt."""
    against = _against(seen, absent)
    if seen.out:
        value = tuple(name for name in seen.out if name not in against) or tuple(seen.out)
        sure = all(trusted(question, seen.out[name]) and name not in against for name in seen.out)
        ways = _of(STANDS_OUT, {way for found in seen.out.values() for way in found})
        outcome = _inferred(question, value, ways, _said(question.options, {**against, **seen.out}), sure)
        rest = tuple(option.id for option in question.options if option.id not in (*seen.out, *against))
        other: tuple[Value, ...] = (rest,) if outcome.doubt and len(rest) == 1 and set(ways) <= _FAINT else ()
        return outcome._replace(candidates=(*outcome.candidates, *other))
    value = tuple(option.id for option in question.options if option.id not in against)
    return _left_over(question, against, [value], value)


def _left_over(question: Question, against: Ways, left: list[Value], value: Value) -> Outcome:
    """What follows from the options that are taken out; `value` is that of the ones left, if they are one answer."""
    if not against:
        return Outcome()
    used = _used(against)
    if len(against) == len(question.options):
        return Outcome(how=used[0], doubt=f"every option is {_in_words(used)}")
    if value is None:
        return _open(_said(question.options, against), left)
    sure = all(trusted(question, ways) for ways in against.values())
    only = [option.label for option in question.options if option.id not in against]
    short = len(only) == 1 and len(against) > 1 and len(set(against.values())) == 1
    said = f"all options except “{only[0]}” are {_in_words(used)}" if short else _said(question.options, against)
    return _inferred(question, value, used, said, sure)


def contradiction(option: Option, ticked: bool, seen: Seen) -> str:
    """Why the marks at one option leave a box in doubt whose state is plain; empty where they do not."""
    if ticked and option.id in seen.against:
        return f"it is ticked, but {_in_words(seen.against[option.id])}"
    if not ticked and option.id in seen.out:
        return f"it is {_in_words(seen.out[option.id])}, but not ticked"
    return ""


def written(question: Question, outcome: Outcome, words: str) -> Outcome:
    """An open outcome where words stand in the cell that are no label of a box: they may be meant as the answer."""
    said = f"“{words}” is written in its cell"
    value = kind(question).parse(words, question)
    found = value.candidates if isinstance(value, Unclear) else (value,)
    candidates = tuple(dict.fromkeys((*outcome.candidates, *(one for one in found if one is not None))))
    doubt = join(outcome.doubt, said) if outcome.doubt else f"no box is ticked, but {said}"
    return outcome._replace(doubt=doubt, candidates=candidates)


def struck(question: Question, kept: Outcome, whole: Outcome, text: str) -> Outcome:
    """A text of which some words are struck out: read without them and in full."""
    if "strike" in question.accept_inferred:
        return kept._replace(how="strike", note="words that are struck out were left out")
    values = [value for one in (kept, whole) for value in (one.value, *one.candidates) if value is not None]
    what = "part of it is" if kept.value is not None or kept.doubt else "it is"
    doubt = f"{what} struck out: “{text.strip()}”"
    return Outcome(how="strike", doubt=doubt, candidates=tuple(dict.fromkeys(values)))


def _inferred(question: Question, value: Value, ways: tuple[str, ...], said: str, sure: bool) -> Outcome:
    """The value where the ways of marking are trusted, else a doubt with the value as its candidate."""
    if sure:
        return Outcome(value, next(way for way in ways if way in question.accept_inferred), note=said)
    return Outcome(how=ways[0], doubt=f"no box is ticked, but {said}", candidates=(value,))


def _open(said: str, left: Iterable[Value]) -> Outcome:
    return Outcome(doubt=f"no box is ticked, and {said}", candidates=tuple(left))


def trusted(question: Question, ways: Iterable[str]) -> bool:
    """Whether the definition takes one of these ways of marking for an answer without asking a person."""
    return any(way in question.accept_inferred for way in ways)


def _against(seen: Seen, absent: Iterable[Option]) -> Ways:
    return {**seen.against, **{option.id: ("deleted",) for option in absent}}


def _used(ways: Ways) -> tuple[str, ...]:
    return _of(INFERRED, {way for found in ways.values() for way in found})


def _of(order: Iterable[str], ways: set[str]) -> tuple[str, ...]:
    return tuple([way for way in order if way in ways]) if ways else ()


def _in_words(ways: Iterable[str]) -> str:
    found = set(ways)
    return " and ".join(INFERRED[way] for way in INFERRED if way in found)


def _said(options: Iterable[Option], ways: Ways) -> str:
    """What is seen at each option, those alike together: “Good” is highlighted; “Met”, “Not met” are struck out."""
    labels: dict[str, list[str]] = {}
    for option in options:
        if option.id in ways:
            labels.setdefault(_in_words(ways[option.id]), []).append(f"“{option.label}”")
    return "; ".join(
        f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} {words}" for words, names in labels.items()
    )
