"""A part as a person sees it who accepts every change: one branch of each alternative, no deletions, no hidden text.

What is taken out is listed with the place where it stood, so that nothing a person wrote goes unseen. Only parts
that have something of the kind pass through here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from docgen.fields import same
from docgen.forms.word import tags
from docgen.forms.word.coded import clear_fields

KINDS = frozenset(
    {
        tags.ALTERNATE,
        tags.DEL,
        tags.INS,
        tags.MOVE_FROM,
        tags.MOVE_TO,
        tags.VANISH,
        tags.BOX_CONTENT,
        tags.RUBY_TEXT,
        tags.FIELD,
        tags.FIELD_CHAR,
    }
)
"""Where a part holds none of these elements it is settled as it stands."""

_LONG = 100_000
"""Of so many letters that were moved, none is looked for within another text."""
BOXED, VANISHED = "text box", "hidden text"
DELETION = "tracked deletion"
"""What a deletion that waits to be accepted is called in lists of what was taken out."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out: its words, who did it, and the paragraph, row or cell where it stood."""

    what: str
    text: str
    author: str
    anchor: tags.Element


@dataclass(slots=True)
class Settled:
    """What was taken out of a part, and who changed which paragraph while changes were tracked.

    bare        whether the part has lost all its text controls
    deleted     the paragraphs, rows and cells in which words were deleted
    """

    removed: list[Removed] = field(default_factory=list)
    touched: dict[tags.Element, dict[str, None]] = field(default_factory=dict)
    bare: bool = False
    deleted: set[tags.Element] = field(default_factory=set)

    def by(self, paragraphs: Iterable[tags.Element]) -> str:
        """Who changed these paragraphs while changes were tracked, as a note; empty where nobody did."""
        authors = dict.fromkeys([author for paragraph in paragraphs for author in self.touched.get(paragraph, ())])
        return f"tracked changes by {', '.join(authors)}, read as accepted" if authors else ""

    def cut(self, paragraphs: Iterable[tags.Element]) -> str:
        """What is wrong where letters may be missing; empty where none are.

        LibreOffice 7 loses the first letters of what was typed over a control while changes were tracked, as soon as
        it saves the form as .odt, .doc or .rtf.
        """
        if not self.bare:
            return ""
        if any(one in self.deleted and next(one.iter(tags.INS), None) is not None for one in paragraphs):
            return "it was typed over other words while changes were tracked, and LibreOffice 7 loses letters of that"
        return ""


def settle(root: tags.Element) -> Settled:
    """Changes the tree in place into what is seen when all changes are accepted; says what was taken out."""
    done = Settled(bare=next(root.iter(tags.PLAIN_TEXT), None) is None)
    _choose(root, done)
    rows = list(root.iter(tags.TR_PR))
    for element in [one for row in rows for one in row.iterchildren(tags.DEL, tags.MOVE_FROM)]:
        _drop_row(element, done)
    moved = _Moved(words(element) for element in root.iter(tags.MOVE_TO))
    for element in list(root.iter(tags.DEL, tags.MOVE_FROM, tags.INS, tags.MOVE_TO)):
        _accept(element, done, moved)
    for element in list(root.iter(tags.LEGACY)):
        _show(element)
    for element in list(root.iter(tags.VANISH)):
        _hide(element, done)
    for element in list(root.iter(tags.BOX_CONTENT)):
        _lift(element, done, BOXED)
    for element in list(root.iter(tags.RUBY_TEXT)):
        _lift(element, done, "words above words")
    for what, text, element in clear_fields(root):
        anchor = _anchor(element)
        if anchor is not None:
            done.removed.append(Removed(what, text, "", anchor))
    return done


def words(element: tags.Element) -> str:
    """The text below an element, deleted text included; a line for each paragraph."""
    found: list[str] = []
    for piece in element.iter(tags.T, tags.DEL_TEXT, tags.BREAK, tags.TAB, tags.P):
        if piece.tag in (tags.T, tags.DEL_TEXT):
            found.append(piece.text or "")
        else:
            found.append("\t" if piece.tag == tags.TAB else "\n")
    return "".join(found).strip()


def _choose(root: tags.Element, done: Settled) -> None:
    """Puts the content of its first choice, else of its fallback, in the place of each alternative.

    Words that stand in the fallback alone are noted.
    """
    for found in reversed(list(root.iter(tags.ALTERNATE))):  # what stands inside another one comes first
        branch, fallback = found.find(tags.CHOICE), found.find(tags.FALLBACK)
        if branch is None:
            branch = fallback
        elif fallback is not None and same(words(fallback)) not in same(words(branch)):
            anchor = _anchor(found)
            if anchor is not None:
                _note(done, "alternative", fallback, "", anchor)
        parent = found.getparent()
        if parent is not None:
            for child in list(branch) if branch is not None else ():
                found.addprevious(child)
            parent.remove(found)


class _Moved:
    """What stands where texts were moved to.

    A text of some length is looked for as a whole only, so that thousands of moves are looked at in seconds.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._each = dict.fromkeys(same(text) for text in texts)
        self._all = " ".join(self._each)

    def holds(self, text: str) -> bool:
        """Whether a text stands there, by itself or within another."""
        return text in self._each or (len(self._all) < _LONG and text in self._all)


def _accept(element: tags.Element, done: Settled, moved: _Moved) -> None:
    """One tracked change: insertions stay, deletions go, and so does the place that a text was moved from.

    A text that was moved nowhere is noted.
    """
    parent = element.getparent()
    if parent is None:
        return
    kind, holder = element.tag, parent.tag
    if holder in (tags.TR_PR, tags.R_PR, tags.P_PR):
        return
    author = element.get(tags.AUTHOR) or "someone"
    deleted = kind in (tags.DEL, tags.MOVE_FROM)
    anchor = parent if holder == tags.P else _anchor(element)
    if anchor is None:
        return
    authors = done.touched.setdefault(anchor, {})
    authors[author] = None
    if deleted:
        if kind == tags.DEL or not moved.holds(same(words(element))):
            _note(done, DELETION, element, author, anchor)
        parent.remove(element)


def _drop_row(deletion: tags.Element, done: Settled) -> None:
    """Takes a row out where it is the row that the deletion means, with all that was changed in it."""
    properties = deletion.getparent()
    row = properties.getparent() if properties is not None and properties.tag == tags.TR_PR else None
    table = row.getparent() if row is not None else None
    if row is not None and table is not None:
        _note(done, "tracked deletion of a row", row, deletion.get(tags.AUTHOR) or "someone", table)
        table.remove(row)


def _hide(element: tags.Element, done: Settled) -> None:
    """Takes the content out of a hidden run; a hidden paragraph mark hides nothing."""
    properties = element.getparent()
    run = properties.getparent() if properties is not None else None
    if properties is None or run is None or run.tag != tags.R or tags.on_off(element) is False:
        return
    anchor = _anchor(run)
    if anchor is not None:
        _note(done, VANISHED, run, "", anchor)
    for child in list(run):
        if child is not properties:
            run.remove(child)


def _show(data: tags.Element) -> None:
    """Puts the state of an old form field into the text, as a program shows it: a box, or the chosen entry of a list.

    ECMA-376 part 1, 17.16.7 and 17.16.9: `checked` counts before `default`, and the first entry where none is chosen.
    """
    begin = data.getparent()
    box, listed = data.find(tags.OLD_BOX), data.find(tags.OLD_LIST)
    if begin is None or (box is None and (listed is None or _result(begin))):
        return
    holder = box if box is not None else listed
    said = {child.tag: child for child in holder} if holder is not None else {}
    if box is not None:
        state = said.get(tags.W + "checked", said.get(tags.W + "default"))
        shown = "☒" if state is not None and tags.on_off(state) is not False else "☐"
    else:
        entries = [one.get(tags.VAL) or "" for one in data.iter(tags.W + "listEntry")]
        chosen = said.get(tags.W + "result", said.get(tags.W + "default"))
        number = (chosen.get(tags.VAL) or "0") if chosen is not None else "0"
        shown = entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""
    text = begin.makeelement(tags.T)
    text.text = shown
    begin.addnext(text)


def _result(begin: tags.Element) -> str:
    """The words that a field shows of itself: those behind its separator."""
    paragraph = next(begin.iterancestors(tags.P), None)
    shown, started, passed = [], False, False
    for element in paragraph.iter(tags.FIELD_CHAR, tags.T) if paragraph is not None else ():
        if element is begin:
            passed = True
        elif passed and element.tag == tags.FIELD_CHAR:
            kind = element.get(tags.W + "fldCharType")
            started = started or kind == "separate"
            if kind == "end":
                break
        elif passed and started:
            shown.append(element.text or "")
    return "".join(shown).strip()


def _lift(element: tags.Element, done: Settled, what: str) -> None:
    """Takes the words of a text box out of the paragraph that the box hangs on; likewise those above other words."""
    parent = element.getparent()
    anchor = _anchor(parent) if parent is not None else None
    if parent is not None:
        if anchor is not None:
            _note(done, what, element, "", anchor)
        parent.remove(element)


def _note(done: Settled, what: str, element: tags.Element, author: str, anchor: tags.Element) -> None:
    text = words(element)
    if text:
        done.removed.append(Removed(what, text, author, anchor))
        if what == DELETION:
            done.deleted.add(anchor)


def _anchor(element: tags.Element) -> tags.Element | None:
    parent = element.getparent()
    if parent is not None and parent.tag == tags.P:
        return parent
    return next(element.iterancestors(tags.P, tags.TC, tags.TBL), None)
