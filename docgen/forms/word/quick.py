"""The ordinary return: the text of the body is the blank's, word for word, with the answers put in.

One comparison of two strings says so, and then the marks follow from the controls alone. Boxes are put in as their
stored state says they show, so a sign that says otherwise is found by the same comparison; if it is signs alone, they
are looked at, and nothing else; of answers in which words are struck out, what is left without them is read as well. A
body in which changes were tracked is compared as it stands when they are accepted. Lines that a person added, and words
beside an answer, are told by what remains without them. Everything that is not ordinary is left to `search`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from docgen.forms.word import tags
from docgen.forms.word.added import Additions, additions
from docgen.forms.word.blank import STAMPED, Blank, Spot
from docgen.forms.word.carriers import unstamped
from docgen.forms.word.dress import WAYS
from docgen.forms.word.settle import KINDS, Settled
from docgen.forms.word.symbols import font_of
from docgen.forms.word.walk import SPECIAL, STATES, in_run, sign
from docgen.marks import Mark

_MERGED = frozenset({tags.SPAN, tags.MERGED_DOWN, tags.MERGED_ACROSS})
BESIDES = (tags.SYMBOL, tags.FONTS, *_MERGED, *SPECIAL)
"""Elements that may make a body something else than ordinary; `is_ordinary` says whether they do."""
_SCANNED = (tags.TAG, tags.CHECKED, tags.SHOWING, tags.DATE, *WAYS, *BESIDES)
STRIKES = frozenset({tags.STRIKE, tags.DOUBLE_STRIKE})
_HARMLESS = frozenset(SPECIAL) - KINDS - _MERGED
_ACCEPTED = frozenset({tags.INS, tags.MOVE_TO})
_HOLDERS = frozenset({tags.R, *_ACCEPTED})
_SCANNED_SETTLED = tuple(name for name in _SCANNED if name not in _ACCEPTED)
_SHOWN = (tags.T, tags.P, tags.BREAK, tags.RETURN, tags.TAB, tags.PTAB, tags.HYPHEN)


class Quick(NamedTuple):
    """The marks of an ordinary body.

    controls    the tags of the controls, in the order of the marks
    odd         number of a mark, paragraph, and place, where the control needs a closer look
    specials    pictures, marks of comments and other elements that are no text
    dressed     the numbers of the marks at which words may have a look of their own, before their tag or behind it
    touched     number of a mark and paragraph, where changes were tracked
    added       what a person put in besides; None where nothing was
    """

    marks: list[Mark]
    controls: list[tags.Element]
    odd: list[tuple[int, tags.Element, Spot]]
    specials: list[tags.Element]
    dressed: set[int]
    touched: list[tuple[int, tags.Element]]
    added: Additions | None = None


def as_made(root: tags.Element, blank: Blank, stamps: Collection[str], settled: Settled | None = None) -> Quick | None:
    """The marks of a body that is as the form made it but for its answers; None for any other.

    `stamps` are the toolkit ids that the file may print: they differ from copy to copy. `settled` says who changed
    what in a body that was settled; one in which changes are tracked must be.
    """
    TAG, CHECKED, VAL = tags.TAG, tags.CHECKED, tags.VAL
    order, pieces, number = blank.order, blank.pieces, -1
    marks: list[Mark] = []
    words: list[str] = []
    odd: set[int] = set()
    specials: list[tags.Element] = []
    boxes: list[int] = []
    controls: list[tags.Element] = []
    dressed: set[int] = set()
    struck: set[int] = set()
    values: Sequence[Any]
    for element in root.iter(*(_SCANNED if settled is None else _SCANNED_SETTLED)):
        kind = element.tag
        if kind == TAG:
            number = len(marks)
            values = element.values()  # many times as fast as get, and w:val is all that a tag has
            if number == len(order) or (values[0] if len(values) == 1 else element.get(VAL)) != order[number].tag:
                return None
            spot = order[number]
            controls.append(element)
            if not spot.is_box:
                letters, mark = _typed(element, spot)
                words += (pieces[number], letters)
                if mark is None:
                    odd.add(number)
                marks.append(mark or spot.empty)
        elif kind == CHECKED:
            values = element.values()
            state = STATES.get(str(values[0])) if len(values) == 1 else None
            if state is None or number != len(marks) or not spot.is_box:  # unknown, or no box, or its second
                return None
            words += (pieces[number], spot.glyphs[0] if state else spot.glyphs[1])
            boxes.append(number)
            marks.append(spot.ticked if state else spot.empty)
        elif kind == tags.SHOWING or kind == tags.DATE:
            if number < 0 or number >= len(marks):
                return None
            stored = kind == tags.DATE and element.get(tags.FULL_DATE)
            if stored and not marks[number].prompt:
                marks[number] = marks[number]._replace(stored=str(stored)[:10])
            elif stored or (kind == tags.SHOWING and not marks[number].prompt):
                odd.add(number)
        elif kind in WAYS:
            dressed.add(number)
            if kind in STRIKES:
                struck.add(number)
        elif not is_ordinary(element, specials):
            return None
    if not len(marks) == len(controls) == len(order):
        return None
    words.append(pieces[-1])
    text, added = letters_of(root), None
    if not is_made_of(text, words, stamps) and not (
        _with_signs(words, boxes, controls, odd) and is_made_of(text, words, stamps)
    ):
        added = additions(root, text, words, controls, blank, stamps)
        if added is None:
            return None
        odd.update([at for at, _ in added.beside])
    quick = Quick(marks, controls, [], specials, dressed | {number + 1 for number in dressed}, [], added)
    _strike_out(quick, struck, odd, order)
    return _located(quick, odd, order, settled)


def is_ordinary(element: tags.Element, specials: list[tags.Element]) -> bool:
    """Whether a body with this element may be ordinary. One that is no text and harmless joins the specials."""
    if element.tag in _HARMLESS:
        specials.append(element)
        return True
    return element.tag == tags.FONTS and not font_of(element)


def _located(quick: Quick, odd: set[int], order: Sequence[Spot], settled: Settled | None) -> Quick | None:
    """The same with the paragraphs of the odd controls and of changed ones; None for a control around paragraphs."""
    asked = odd if settled is None else range(len(order))
    paragraphs = {at: one for at in asked for one in islice(quick.controls[at].iterancestors(tags.P), 1)}
    if len(paragraphs) < len(asked):
        return None
    touched = [(at, one) for at, one in paragraphs.items() if settled is not None and one in settled.touched]
    return quick._replace(odd=[(at, paragraphs[at], order[at]) for at in sorted(odd)], touched=touched)


def _strike_out(quick: Quick, struck: set[int], odd: set[int], order: Sequence[Spot]) -> None:
    """Puts into the marks what is left of their texts without the words that are struck out.

    `struck` are the numbers of the marks behind whose tag words may be. Where some may be the form's own words, or what
    is left may be a part of the prompt, a closer look is due.
    """
    for at in sorted(struck | {number + 1 for number in struck}):
        if not 0 <= at < len(order) or order[at].is_box or at in odd:
            continue
        spot, control, mark = order[at], quick.controls[at], quick.marks[at]
        if spot.before or spot.after:
            holder = next(control.iterancestors(tags.P), None)
            if holder is None or next(holder.iter(*STRIKES), None) is not None:
                odd.add(at)
        elif mark.text.strip():
            left = _left(control)
            if left.strip() and spot.edges.of(left.strip()):
                odd.add(at)
            elif left != mark.text:
                quick.marks[at] = mark._replace(kept=left)


def _left(tag: tags.Element) -> str:
    """What a control shows without the words that are struck out."""
    return "".join([text_of(one) for one in shown_in(_content_of(tag)) if not is_struck(one.getparent())])


def is_struck(run: tags.Element | None) -> bool:
    """Whether the words of a run are struck out."""
    for holder in run if run is not None else ():
        if holder.tag == tags.R_PR:
            for one in holder:
                if one.tag in STRIKES and tags.on_off(one) is not False:
                    return True
    return False


def _typed(tag: tags.Element, spot: Spot) -> tuple[str, Mark | None]:
    """The letters in a control to write in, and the mark that they certainly are; None where a closer look is due."""
    letters, shown = _content(tag)
    plain = shown.strip()
    if shown == spot.prompt:
        return letters, spot.empty
    if not plain or spot.edges.of(plain):
        return letters, None
    return letters, Mark(spot.address, shown)


def _content(tag: tags.Element) -> tuple[str, str]:
    """What a control shows: its letters alone, and with line breaks and tabs as they are read."""
    shown = shown_in(_content_of(tag))
    if len(shown) == 1 and shown[0].tag == tags.T:
        text = shown[0].text or ""
        return text, text
    letters = "".join([one.text or "" for one in shown if one.tag == tags.T])
    return letters, "".join([text_of(one) for one in shown])


def _content_of(tag: tags.Element) -> tags.Element | None:
    """What holds the content of the control that a tag is of."""
    properties = tag.getparent()
    content = properties.getnext() if properties is not None else None
    while content is not None and content.tag != tags.CONTENT:
        content = content.getnext()
    return content


def shown_in(content: tags.Element | None) -> list[tags.Element]:
    """The elements of a content, or of a run, that are seen: mostly the one text of the one run in it."""
    if content is None:
        return []
    run = content
    while len(run) == 1 and run.tag != tags.R and run[0].tag in _HOLDERS:
        run = run[0]
    many = len(run) if run.tag == tags.R else 0
    if 0 < many < 3:
        last = run[-1]
        if last.tag == tags.T and (many == 1 or run[0].tag == tags.R_PR):
            return [last]
    return [one for one in content.iter(*_SHOWN) if one.tag != tags.TAB or in_run(one)]


def text_of(shown: tags.Element) -> str:
    """What an element shows that `shown_in` gave."""
    return (shown.text or "") if shown.tag == tags.T else sign(shown)


def _with_signs(words: list[str], boxes: list[int], controls: Sequence[tags.Element], odd: set[int]) -> bool:
    """Puts in what the boxes really show, those that show another sign than their state says among the odd ones.

    False where none does.
    """
    before = len(odd)
    for number in boxes:
        letters = _content(controls[number])[0]
        if letters != words[2 * number + 1]:
            words[2 * number + 1] = letters
            odd.add(number)
    return len(odd) > before


def letters_of(root: tags.Element) -> str:
    """All the text of a body."""
    from lxml import etree

    text: str = etree.tostring(root, method="text", encoding="unicode", with_tail=False)
    return text


def is_made_of(text: str, words: Iterable[str], stamps: Collection[str]) -> bool:
    """Whether a text is made of these words, in which STAMPED stands for the toolkit id."""
    made = "".join(words)
    if len(stamps) == 1:
        return text == made.replace(STAMPED, next(iter(stamps)))
    return unstamped(text, stamps) == made.replace(STAMPED, "")
