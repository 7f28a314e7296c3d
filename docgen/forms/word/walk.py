"""A part from top to bottom: one key for each paragraph, in one pass over the elements that matter.

The pass knows nothing of cells and rows, and looks at a paragraph only as a whole. That is enough where the words
of the form stand as in its blank, which is the ordinary case; `sight` looks closer where they do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from docgen.forms.word import symbols, tags
from docgen.forms.word.settle import KINDS, Settled, settle

SIGNS = (tags.BREAK, tags.RETURN, tags.PTAB, tags.HYPHEN, tags.SYMBOL)
SPECIAL = (
    *KINDS,
    tags.DRAWING,
    tags.PICTURE,
    tags.OBJECT,
    tags.IMPORT,
    tags.SUB_DOCUMENT,
    tags.MATH,
    tags.LEGACY,
    tags.COMMENT_MARK,
    tags.FOOTNOTE_MARK,
    tags.ENDNOTE_MARK,
    tags.SPAN,
)
WALKED = (
    tags.T,
    tags.P,
    tags.TAB,
    tags.TAG,
    tags.CHECKED,
    tags.BOOKMARK,
    tags.SHOWING,
    tags.DATE,
    tags.STRIKE,
    tags.DOUBLE_STRIKE,
    *SIGNS,
    *SPECIAL,
)

STATES = {"1": True, "0": False, "true": True, "false": False}


class Line(NamedTuple):
    """A paragraph with a control, as a whole.

    at          the number of the paragraph
    tag         the tag of its control, empty where it has lost it; `name` the bookmark of an answer before it
    text        all that is seen in it, the control and the words around it
    box         whether the control is a box; `checked` its stored state, None where that is spelt in no known way
    stored      the stored date as the file has it
    showing     whether the control says that it shows its prompt
    aside       whether words stand in the paragraph that are not simply the control's
    bare        whether the place has lost its control, so that nothing but words stands there
    """

    at: int
    tag: str
    name: str
    text: str
    box: bool
    checked: bool | None
    stored: str
    showing: bool
    aside: bool
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A part, walked: a key for each paragraph, and a line for those with a control.

    A key is the paragraph's text, or NUL and the tag of its control. `specials` are the elements that are no text.
    """

    root: tags.Element
    paragraphs: list[tags.Element]
    keys: list[str]
    lines: list[Line]
    specials: list[tags.Element]
    settled: Settled


def settled_of(root: tags.Element) -> Settled:
    """Settles a part where it holds tracked changes, alternatives or the like; says what that took out.

    Signs of symbol fonts are spelt out in the tree.
    """
    symbols.spell_out(root)
    return settle(root) if next(root.iter(*KINDS), None) is not None else Settled()


def walk(root: tags.Element, settled: Settled) -> Story:
    """The settled part in keys and lines."""
    story = _walk(root, settled)
    for number, line in enumerate(story.lines):
        paragraph = story.paragraphs[line.at]
        if not line.aside and (paragraph in settled.touched or (line.bare and _is_held(paragraph))):
            story.lines[number] = line._replace(aside=True)
    return story


def _is_held(paragraph: tags.Element) -> bool:
    """Whether a control stands in a paragraph or around it."""
    controls = (*islice(paragraph.iter(tags.SDT), 1), *islice(paragraph.iterancestors(tags.SDT), 1))
    return bool(controls)


def _walk(root: tags.Element, settled: Settled) -> Story:
    """One pass over the elements that matter, so every branch counts."""
    T, P, TAB, TAG = tags.T, tags.P, tags.TAB, tags.TAG
    paragraphs: list[tags.Element] = []
    keys: list[str] = []
    lines: list[Line] = []
    specials: list[tags.Element] = []
    texts: list[str] = []
    tag, name = "", ""
    box, checked, stored, showing, aside, bare = False, None, "", False, False, False
    for element in root.iter(*WALKED):
        kind = element.tag
        if kind == T:
            text = element.text
            if text:
                texts.append(text)
                if (tag or name) and not box and not aside and not bare and not in_control(element):
                    aside, bare = bool(tag), not tag
        elif kind == P:
            words = "".join(texts)
            if tag or name:
                lines.append(Line(len(paragraphs) - 1, tag, name, words, box, checked, stored, showing, aside, bare))
            if paragraphs:
                keys.append("\0" + tag if tag else words)
            tag, name, box, checked, stored, showing, aside, bare = "", "", False, None, "", False, False, False
            paragraphs.append(element)
            texts = []
        elif kind == TAB:
            if in_run(element):
                texts.append("\t")
        elif kind == TAG:
            found = element.get(tags.VAL) or ""
            if found.startswith(tags.FOREIGN):
                continue
            if not tag and not texts and paragraphs:
                tag = found
            else:  # two controls in one paragraph, or words before one: neither is in a form as it is made
                texts.append("\0" + found)
        elif kind == tags.BOOKMARK:
            found = element.get(tags.NAME) or ""
            if found.startswith(tags.OWN):
                name = found if not name and not texts and paragraphs else ""
        elif kind == tags.CHECKED:
            box, checked = True, tags.on_off(element)
        elif kind == tags.SHOWING:
            showing = True
        elif kind == tags.DATE:
            stored = element.get(tags.FULL_DATE) or ""
        elif kind in SIGNS:
            texts.append(sign(element))
        elif kind == tags.STRIKE or kind == tags.DOUBLE_STRIKE:
            aside = True
        else:
            specials.append(element)
    words = "".join(texts)
    if tag or name:
        lines.append(Line(len(paragraphs) - 1, tag, name, words, box, checked, stored, showing, aside, bare))
    if paragraphs:
        keys.append("\0" + tag if tag else words)
    return Story(root, paragraphs, keys, lines, specials, settled)


def in_control(text: tags.Element) -> bool:
    """Whether a w:t stands in a run that stands in a control, with nothing between."""
    run = text.getparent()
    holder = run.getparent() if run is not None else None
    return holder is not None and holder.tag == tags.CONTENT


def in_run(tab: tags.Element) -> bool:
    """Whether a w:tab is a character; a tab stop of the paragraph has the same name."""
    parent = tab.getparent()
    return parent is not None and parent.tag == tags.R


def sign(element: tags.Element) -> str:
    """What an element stands for that is a character and no w:t."""
    kind = element.tag
    if kind == tags.SYMBOL:
        return symbols.shown(element)
    if kind == tags.HYPHEN:
        return "-"
    return "\t" if kind in (tags.TAB, tags.PTAB) else "\n"
