"""Boxes to tick: one choice of several, or any number of ticks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from docgen.fields import named, near, same
from docgen.marks import Mark, is_tick, may_be_tick
from docgen.model import Option, Question, Value
from docgen.reading import inferred
from docgen.reading.outcome import GONE, Outcome, join
from docgen.reading.remarks import CROSSES, DENIALS, FRINGE, instead, takes_back

_EMPTY_BOXES = frozenset("☐□◻▢◽▫⬜")
_NOES = frozenset({*CROSSES, *"-–—nN0"})
"""Signs by an option that say nothing against a tick at another one."""
_LONG = 60
"""Words beside a tick that are longer are about the work; that they hold a label by the way says nothing."""
_MOST_OPEN = 3
"""Of so many boxes in doubt every combination is named as a candidate."""


class _Box(NamedTuple):
    """What is known of one option: ticked, not ticked, or in doubt; `bare` says that it is plainly not ticked.

    gone        the label is there, and where its box was nothing stands
    denied      the sign in it or beside it may as well say that it is not this option
    """

    ticked: bool
    doubt: str = ""
    how: str = "control"
    note: str = ""
    bare: bool = False
    gone: bool = False
    denied: bool = False


class _Found(NamedTuple):
    """Which options are ticked, which may be, with why, and of which the file has nothing."""

    ticked: list[Option]
    doubtful: list[tuple[Option, _Box]]
    absent: list[Option]


Known = dict[tuple[object, ...], Outcome]
"""What the boxes of one return have come to so far, by what there is of them."""


def boxes(question: Question, marks: Sequence[Mark], known: Known) -> Outcome:
    """What the boxes of a question come to: one choice, or any number of ticks.

    Those of many questions are marked alike, and are weighed once; words beside them are weighed for each.
    """
    plain = _plain(question, marks)
    if plain is not None:
        return plain
    alike = [(mark.address.option, mark[1:]) for mark in marks]
    if not all(option for option, _ in alike):
        return _weighed(question, marks)
    key = (question.kind, question.options, question.accept_inferred, *alike)
    if key not in known:
        known[key] = _weighed(question, marks)
    return known[key]


def _weighed(question: Question, marks: Sequence[Mark]) -> Outcome:
    """What boxes come to that are not plainly ticked or not."""
    by_option: dict[str, list[Mark]] = {}
    for mark in marks:
        by_option.setdefault(mark.address.option, []).append(mark)
    words = "\n".join(mark.text for mark in by_option.pop("", ()))
    seen = inferred.seen_in(question, by_option)
    found, notes, how = _sorted(question, by_option)
    if found.ticked or any(not box.gone for _, box in found.doubtful) or (found.doubtful and not _telling(found, seen)):
        found = _against(question, found, seen)
        outcome = (_ticks if question.kind == "ticks" else _choice)(question, found)
    elif len(found.absent) == len(question.options):
        outcome = Outcome(how="", doubt=GONE)
    else:
        infer = inferred.ticks if question.kind == "ticks" else inferred.choice
        outcome = infer(question, seen, found.absent)
        how = outcome.how
    if outcome.value is not None:
        beside = _beside(outcome, [mark for marks in by_option.values() for mark in marks])
        outcome = gainsaid(question, outcome, (*beside, *words.splitlines()))
    else:
        outcome = inferred.written(question, outcome, words) if words else outcome
        outcome = _with_near(question, outcome, [mark for marks in by_option.values() for mark in marks])
    shown = {option.id for option in (*found.ticked, *(one for one, _ in found.doubtful))} | seen.out.keys()
    text = "; ".join(
        f"{mark.before}{mark.text}{mark.beside} {option.label}".strip()
        for option in question.options
        if option.id in shown
        for mark in by_option[option.id]
    )
    if how in ("", "control"):
        how = marks[0].how
    text = join(text, words)
    return outcome._replace(how=how, text=text, note=join(*notes, seen.note, outcome.note))


def _sorted(question: Question, by_option: Mapping[str, Sequence[Mark]]) -> tuple[_Found, list[str], str]:
    """The options by what their boxes say, what is to be noted of them, and what the first tick rests on."""
    found = _Found([], [], [option for option in question.options if option.id not in by_option])
    notes: list[str] = []
    how = ""
    bullets = _are_bullets([mark for marks in by_option.values() for mark in marks])
    each = [
        (option, _same_box([_box(mark, bullets) for mark in by_option[option.id]]))
        for option in question.options
        if option.id in by_option
    ]
    retyped = any(box.ticked for _, box in each) and all(
        mark.ticked is None and mark.glyph is None for marks in by_option.values() for mark in marks
    )
    for option, box in each:
        if box.doubt and not (retyped and box.gone):
            found.doubtful.append((option, box))
        elif box.ticked:
            found.ticked.append(option)
            how = how or box.how
        if box.note:
            notes.append(f"{option.label}: {box.note}")
    return found, notes, how


def _are_bullets(marks: Sequence[Mark]) -> bool:
    """Whether each of three boxes or more has the same sign beside it, or a letter or number of its own: no mark."""
    signs = [f"{mark.before}{mark.beside}".strip(FRINGE) for mark in marks]
    return len(signs) > 2 and all(signs) and (len(set(signs)) == 1 or all(sign.isalnum() for sign in signs))


def _telling(found: _Found, seen: inferred.Seen) -> bool:
    """Whether options whose boxes are all gone still differ: in their look, or in that others are gone altogether."""
    return bool(found.absent or seen.out or seen.against)


def _against(question: Question, found: _Found, seen: inferred.Seen) -> _Found:
    """Ticks and doubts with what else is seen at the options: a mark that contradicts a tick leaves a doubt."""
    if not seen.out and not seen.against:
        return found
    sure: list[Option] = []
    doubtful = {option.id: box for option, box in found.doubtful}
    clicked, absent = {option.id for option in found.ticked}, {option.id for option in found.absent}
    left = [option.id for option in question.options if option.id not in seen.against and option.id not in absent]
    for option in question.options:
        ticked, open_ = option.id in clicked, doubtful.get(option.id)
        doubt = inferred.contradiction(option, ticked, seen)
        if not doubt or (open_ is not None and not open_.bare):
            sure += [option] if ticked else []
        elif not ticked and question.kind == "ticks" and inferred.trusted(question, seen.out[option.id]):
            sure.append(option)
            doubtful.pop(option.id, None)
        else:
            doubtful[option.id] = _Box(False, doubt, seen.out.get(option.id, ("strike",))[0])
            if ticked and len(left) == 1 and question.kind != "ticks":
                doubtful.setdefault(left[0], _Box(False, "it is the only one that is left"))
    order = [(option, doubtful[option.id]) for option in question.options if option.id in doubtful]
    return _Found(sure, order, found.absent)


def _plain(question: Question, marks: Sequence[Mark]) -> Outcome | None:
    """The outcome where every box is there once and is plainly ticked or not; None where one is anything else."""
    if len(marks) != len(question.options):
        return None
    ticked = []
    notes = []
    for option, mark in zip(question.options, marks, strict=True):
        address, _, beside, state, glyph, stored, _, _, _, before, whole, trouble, note, seen, _, _ = (
            mark  # quicker than one by one
        )
        if glyph is None or (state is not glyph and state is not None) or address.option != option.id:
            return None
        if beside or before or stored or whole or trouble or seen:
            return None
        if note:
            notes.append(f"{option.label}: {note}")
        if glyph:
            ticked.append((option, mark))
    said = join(*notes)
    if not ticked:
        return Outcome(how=marks[0].how, note=said)
    if len(ticked) > 1 and question.kind != "ticks":
        return None
    option, mark = ticked[0]
    how = mark.how if mark.ticked is not None else "glyph"
    if question.kind != "ticks":
        return Outcome(option.id, how, f"{mark.text} {option.label}", note=said)
    ids = tuple([option.id for option, _ in ticked])
    return Outcome(ids, how, "; ".join([f"{mark.text} {option.label}" for option, mark in ticked]), note=said)


def _choice(question: Question, found: _Found) -> Outcome:
    """One choice: certain where exactly one option is ticked and no other may be."""
    ticked, doubtful, absent = found
    if len(ticked) == 1:
        doubtful = [(option, box) for option, box in doubtful if not box.bare]
    open_ = {option.id for option in (*ticked, *[one for one, _ in doubtful])}
    if doubtful and not ticked and all(box.denied for _, box in doubtful):
        left = [option.id for option in question.options if option.id not in open_ and option not in absent]
        open_.update(left if len(left) == 1 else ())
    candidates = tuple([option.id for option in question.options if option.id in open_])
    if len(ticked) > 1:
        labels = ", ".join(option.label for option in ticked)
        return Outcome(doubt=f"{_count(len(ticked))} options are marked: {labels}", candidates=candidates)
    if doubtful:
        return Outcome(doubt=_doubts(doubtful), candidates=candidates)
    lost = ", ".join(option.label for option in absent)
    return Outcome(ticked[0].id, note=f"missing from the file: {lost}" if absent else "")


def _ticks(question: Question, found: _Found) -> Outcome:
    """Ticks, in the order of the definition; one box in doubt leaves the whole answer in doubt."""
    ticked, doubtful, absent = found
    sure = {option.id for option in ticked}
    if not doubtful and not absent:
        return Outcome(tuple(option.id for option in question.options if option.id in sure) or None)
    open_ = [option.id for option, _ in doubtful] + [option.id for option in absent]
    candidates: list[Value] = []
    for chosen in product((False, True), repeat=min(len(open_), _MOST_OPEN)):
        on = sure | {name for name, taken in zip(open_, chosen, strict=False) if taken}
        candidates.append(tuple(option.id for option in question.options if option.id in on))
    rest = tuple(option.id for option in question.options if option.id not in (*open_, *sure))
    if len(rest) == 1 and not ticked and all(box.denied for _, box in doubtful):
        candidates.append(rest)
    lost = ", ".join(option.label for option in absent)
    doubt = join(_doubts(doubtful), f"missing from the file: {lost}" if absent else "")
    return Outcome(doubt=doubt, candidates=tuple(dict.fromkeys(candidates)))


def _beside(outcome: Outcome, marks: Sequence[Mark]) -> Iterator[str]:
    """What is written beside the boxes that are ticked."""
    chosen = outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)
    for mark in marks:
        if mark.address.option in chosen:
            yield from (mark.before, mark.beside)


def gainsaid(question: Question, outcome: Outcome, texts: Iterable[str], done: str = "ticked") -> Outcome:
    """The outcome, or a doubt where words beside what was chosen deny it or name an option that was not chosen."""
    chosen = outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)
    for text in filter(str.strip, texts):
        others = [name for name in named(text, question) if name not in chosen] if len(text) < _LONG else []
        others += [name for name in instead(text, question, outcome.value) if name not in others]
        if others or takes_back(text) or _denies(text, question, chosen):
            labels = ", ".join(option.label for option in question.options if option.id in chosen)
            other: tuple[Value, ...] = tuple(others)
            if question.kind == "ticks":
                other = (tuple(one.id for one in question.options if one.id in (*chosen, *others)),)
            candidates = tuple(dict.fromkeys((outcome.value, *other)))
            doubt = f"{labels}: it is {done}, but “{text.strip()}” is written beside it"
            return outcome._replace(value=None, doubt=doubt, candidates=candidates)
    return outcome


def _denies(text: str, question: Question, chosen: Collection[object]) -> bool:
    """Whether words beside a tick take it back: a question mark, a cross, a no by itself or about the label itself."""
    plain = same(text).strip(FRINGE)
    if plain.endswith("?") or any(sign in plain for sign in CROSSES):
        return True
    rest = plain
    for option in question.options:
        if option.id in chosen:
            rest = rest.replace(same(option.label), " ")
    said = rest.strip(FRINGE + "=")
    return said in DENIALS or (rest != plain and said.partition(" ")[0] in ("not", "no", "never"))


def _with_near(question: Question, outcome: Outcome, marks: Sequence[Mark]) -> Outcome:
    """The open outcome, with the options among its candidates that words at the boxes may mean."""
    if not outcome.doubt or question.kind == "ticks":
        return outcome
    texts = dict.fromkeys(text for one in marks for text in (one.text, one.beside) if len(text.strip()) > 1)
    found = [name for text in texts for name in near(text, question)]
    if not found:
        return outcome
    return outcome._replace(candidates=tuple(dict.fromkeys((*outcome.candidates, *found))))


def _box(mark: Mark, bullets: bool) -> _Box:
    """What one box says: by its stored state and its sign where they agree, else by what a person typed.

    `bullets` says that what stands beside it is no more than what stands beside every box of the question.
    """
    if "deleted" in mark.seen and not mark.ticked and not mark.glyph and not is_tick(mark.text):
        return _Box(False, note=mark.note, bare=True)  # `inferred` says what follows from that
    aside = mark.before or mark.beside
    if mark.glyph is not None and mark.ticked in (None, mark.glyph) and not aside and not mark.trouble:
        return _Box(mark.glyph, how="glyph" if mark.ticked is None else mark.how, note=mark.note)
    ticked, doubt, how = _seen(mark)
    bare = not ticked and mark.ticked is not True and mark.glyph is not True and not mark.text.strip("☐ ")
    note = mark.note
    if how == "typed":
        note = join(note, f"“{mark.text}” was typed over the box")
    sign = next((text.strip() for text in (mark.beside, mark.before) if _is_sign(text, bullets)), "")
    if not doubt and not ticked and sign:
        return _Box(
            False, f"“{sign}” is written beside the empty box", "beside", note, sign in _NOES, denied=sign in _NOES
        )
    gone = not mark.text and not mark.ticked and not aside and not mark.trouble
    if not doubt and mark.trouble:
        doubt = mark.trouble
    denied = mark.text.strip() in _NOES or same(mark.text).strip(FRINGE) in DENIALS
    return _Box(ticked and not doubt, doubt, how, note, bare, gone, denied)


def _is_sign(text: str, bullets: bool) -> bool:
    """Whether what stands beside an empty box may be its tick."""
    return is_tick(text) or (not bullets and may_be_tick(text))


def _seen(mark: Mark) -> tuple[bool, str, str]:
    """Whether a box is ticked, why that is in doubt, and what it rests on."""
    if mark.glyph is not None:
        if mark.ticked in (None, mark.glyph):
            return mark.glyph, "", mark.how if mark.ticked is not None else "glyph"
        state = "ticked" if mark.ticked else "not ticked"
        return False, f"the box shows “{mark.text}”, but is stored as {state}", mark.how
    if is_tick(mark.text):
        return True, "", "typed"
    if mark.text in _EMPTY_BOXES and mark.text and not mark.ticked:
        return False, "", "glyph"
    if not mark.text:
        return False, "the box is gone" + (", but is stored as ticked" if mark.ticked else ""), mark.how
    return False, f"“{mark.text}” stands where the box was", "typed"


def _same_box(boxes: Sequence[_Box]) -> _Box:
    """One option, which may be there several times."""
    if len(boxes) == 1:
        return boxes[0]
    if len({box._replace(how="", note="") for box in boxes}) == 1:
        return boxes[0]._replace(note=join(boxes[0].note, f"it is there {len(boxes)} times, marked alike"))
    doubt = next((box.doubt for box in boxes if box.doubt), "")
    return _Box(False, join(f"it is there {len(boxes)} times, marked differently", doubt), boxes[0].how)


def _doubts(doubtful: Sequence[tuple[Option, _Box]]) -> str:
    return "; ".join(f"{option.label}: {box.doubt}" for option, box in doubtful)


def _count(number: int) -> str:
    return {2: "two", 3: "three", 4: "four"}.get(number, str(number))
