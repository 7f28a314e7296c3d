"""The backstop: what a person put into a return that is in no answer. Nothing that someone wrote is unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from docgen.fields import same
from docgen.forms.word import tags
from docgen.forms.word.blank import DRAWN, Blank
from docgen.forms.word.carriers import unstamped
from docgen.forms.word.grid import Grid
from docgen.forms.word.marking import Find, besides
from docgen.forms.word.parts import CHART, COMMENTS, DIAGRAM, ENDNOTES, FOOTER, FOOTNOTES, HEADER, Parts
from docgen.forms.word.search import Search
from docgen.forms.word.settle import Removed, Settled, words
from docgen.forms.word.walk import Story
from docgen.marks import Mark
from docgen.model import Unread

_DRAWN_AS = {tags.DRAWING: "picture", tags.PICTURE: "picture", tags.OBJECT: "embedded object"}
_DRAWN_APART = {CHART: "chart", DIAGRAM: "diagram"}
"""Drawings whose words stand in parts of their own."""
_NAMED = frozenset({"docPr", "shape"})
_NO_PARAGRAPH = frozenset({tags.TC, tags.TR, tags.TBL, tags.W + "body"})


def of_body(found: Search, made: Sequence[tuple[Find, Mark]]) -> Iterator[Unread]:
    """The paragraphs of the body that are in no answer and not the form's own, and what is written beside boxes.

    `made` are the places that were found by a closer look, with the marks that they came to.
    """
    for _, sight in sorted(found.left.items()):
        if sight.text.strip():
            yield Unread(sight.text.strip(), found.grid.where(sight.paragraph))
    for run in _orphans(found.story.root):
        text = words(run)
        if text:
            yield Unread(text, found.grid.where(run))
    for paragraph, text in found.loose:
        yield Unread(text, found.grid.where(paragraph))
    for find, mark in made:
        text = besides(find.spot, mark)
        if text:
            yield Unread(text, found.grid.where(find.sights[0].paragraph), "text beside an answer")


def _orphans(root: tags.Element) -> Iterator[tags.Element]:
    """The runs that stand in a cell or in the body and in no paragraph, which only a broken program writes."""
    for run in root.iter(tags.R):
        holder = run.getparent()
        if holder is not None and holder.tag == tags.CONTENT:
            control = holder.getparent()
            holder = control.getparent() if control is not None else None
        if holder is not None and holder.tag in _NO_PARAGRAPH:
            yield run


def of_parts(
    parts: Parts, blank: Blank, grid: Grid, specials: Sequence[tags.Element], stamps: Collection[str]
) -> Iterator[Unread]:
    """What else people put in: comments, pictures, form fields, notes, headers and footers.

    `specials` are the elements of the body that are no text, `stamps` the toolkit ids that the file prints.
    """
    if specials:
        yield from _drawings(specials, blank, grid)
        yield from _specials(specials, grid)
    for name, data in parts.all(COMMENTS):
        yield from _comments(parts.story(name, data).root, specials, grid)
    for name, data in parts.all(FOOTNOTES, ENDNOTES):
        for key in parts.story(name, data).keys if data not in blank.same_parts else ():
            if key.strip() and same(key) not in blank.notes:
                yield Unread(key.strip(), "footnote or endnote", "note")
    for kind, what in _DRAWN_APART.items():
        for name, data in parts.all(kind):
            root = parts.tree(name) if data not in blank.same_parts else None
            said = [piece.text or "" for piece in root.iter(tags.DRAWN_TEXT)] if root is not None else []
            if any(said):
                yield Unread("\n".join(said).strip(), what, what)
    for name, data in parts.all(HEADER, FOOTER):
        if data not in blank.same_parts:
            yield from _margin(parts.story(name, data), blank, stamps)


def of_removed(settled: Settled, blank: Blank, grid: Grid) -> Iterator[Unread]:
    """What is there but not seen, or seen but in no paragraph: deletions, hidden text, text boxes."""
    for one in settled.removed:
        if (one.what, same(one.text)) not in blank.removed:
            yield Unread(one.text, grid.where(one.anchor) + _by(one), one.what)


def _by(one: Removed) -> str:
    return f", by {one.author}" if one.author else ""


def _drawings(specials: Sequence[tags.Element], blank: Blank, grid: Grid) -> Iterator[Unread]:
    for special, text in drawings(specials, blank):
        yield Unread(text, grid.where(special), _DRAWN_AS[special.tag])


def drawings(specials: Sequence[tags.Element], blank: Blank) -> Iterator[tuple[tags.Element, str]]:
    """The pictures and drawings that are not the form's own, with their words or what they call themselves."""
    own = Counter(blank.drawings)
    for special in specials:
        if special.tag in DRAWN:
            key = same(words(next(special.iterancestors(tags.P), special)))
            if own[key] > 0:
                own[key] -= 1
            else:
                yield special, _described(special)


def _described(drawing: tags.Element) -> str:
    """The words in a drawing, else what it calls itself: its alternative text or its name."""
    called, shown = "", []
    for element in drawing.iter():
        if element.tag == tags.DRAWN_TEXT:
            shown.append(element.text or "")
        elif element.tag == tags.WORD_ART:
            shown.append(element.get("string") or "")
        elif not called and isinstance(element.tag, str) and element.tag.rpartition("}")[2] in _NAMED:
            called = element.get("descr") or element.get("alt") or element.get("name") or ""
    return " ".join(shown).strip() or called


def _specials(specials: Sequence[tags.Element], grid: Grid) -> Iterator[Unread]:
    for special in specials:
        if special.tag in (tags.IMPORT, tags.SUB_DOCUMENT):
            yield Unread("", grid.where(special), "another document, put in whole")
        elif special.tag == tags.MATH and (text := equation(special)):
            yield Unread(text, grid.where(special), "equation")


def equation(math: tags.Element) -> str:
    """The letters of an equation, one after the other."""
    return "".join(piece.text or "" for piece in math.iter(tags.MATH_TEXT)).strip()


def _comments(root: tags.Element, specials: Sequence[tags.Element], grid: Grid) -> Iterator[Unread]:
    """Each comment with its author, and with the words or the row that it stands at."""
    marks = {mark.get(tags.ID): mark for mark in specials if mark.tag == tags.COMMENT_MARK}
    for comment in root.iter(tags.COMMENT):
        where = f"comment by {comment.get(tags.AUTHOR) or 'someone'}"
        mark = marks.get(comment.get(tags.ID))
        if mark is not None:
            where += f", {grid.where(mark)}"
        if words(comment):
            yield Unread(words(comment), where, "comment")


def _margin(story: Story, blank: Blank, stamps: Collection[str]) -> Iterator[Unread]:
    where = "footer" if story.root.tag.endswith("ftr") else "header"
    for key in story.keys:
        if key.strip() and same(unstamped(key, stamps)) not in blank.margins:
            yield Unread(key.strip(), where)
    for one in story.settled.removed:
        if (one.what, same(one.text)) not in blank.removed:
            yield Unread(one.text, where + _by(one), one.what)
    pictures = [special for special in story.specials if special.tag in DRAWN]
    for picture in pictures[blank.margin_drawings :]:
        yield Unread(_described(picture), where, _DRAWN_AS[picture.tag])
