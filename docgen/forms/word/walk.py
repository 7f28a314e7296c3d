"""A part from top to bottom: one key for each paragraph, in one pass over the elements that matter.

The pass knows nothing of cells and rows, and looks at a paragraph only as a whole. That is enough where the words
of the form stand as in its blank, which is the ordinary case; `sight` looks closer where they do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from docgen.forms.word import tags
from docgen.forms.word.settle import KINDS, Settled, settle

SIGNS = (tags.BREAK, tags.RETURN, tags.PTAB, tags.HYPHEN, tags.SYMBOL)
SPECIAL = (
    *KINDS,
    tags.DRAWING,
    tags.PICTURE,
    tags.OBJECT,
    tags.IMPORT,
    tags.LEGACY,
    tags.COMMENT_MARK,
    tags.FOOTNOTE_MARK,
    tags.ENDNOTE_MARK,
)
WALKED = (
    tags.T,
    tags.P,
    tags.TAB,
    tags.TAG,
    tags.CHECKED,
    tags.SHOWING,
    tags.DATE,
    *SIGNS,
    *SPECIAL,
)

STATES = {"1": True, "0": False, "true": True, "false": False}


class Line(NamedTuple):
    """A paragraph with a tagged control, as a whole.

    at          the number of the paragraph
    text        all that is seen in it, the control and the words around it
    box         whether the control is a box; `checked` its stored state, None where that is spelt in no known way
    stored      the stored date as the file has it
    showing     whether the control says that it shows its prompt
    aside       whether words stand in the paragraph that are not simply the control's
    """

    at: int
    tag: str
    text: str
    box: bool
    checked: bool | None
    stored: str
    showing: bool
    aside: bool


@dataclass(frozen=True)
class Story:
    """A part, walked: a key for each paragraph, and a line for those with a tagged control.

    A key is the paragraph's text, or NUL and the tag of its control. `specials` are the elements that are no text.
    """

    root: tags.Element
    keys: list[str]
    lines: list[Line]
    specials: list[tags.Element]
    settled: Settled

    @cached_property
    def paragraphs(self) -> list[tags.Element]:
        """The paragraphs to the keys, in the same order."""
        return list(self.root.iter(tags.P))


def walk(root: tags.Element) -> Story:
    """The part in keys and lines, settled first where it holds tracked changes, alternatives or the like."""
    story = _walk(root, Settled())
    if not any(element.tag in KINDS for element in story.specials):
        return story
    story = _walk(root, settle(root))
    touched = story.settled.touched
    if touched:
        story.lines[:] = [
            line._replace(aside=line.aside or story.paragraphs[line.at] in touched) for line in story.lines
        ]
    return story


def _walk(root: tags.Element, settled: Settled) -> Story:
    """One pass. Every branch counts: this loop and the parser are what reading a form costs."""
    T, P, TAB, TAG, VAL = tags.T, tags.P, tags.TAB, tags.TAG, tags.VAL
    CHECKED = tags.CHECKED
    keys: list[str] = []
    lines: list[Line] = []
    specials: list[tags.Element] = []
    texts: list[str] = []
    tag: str | None = None
    box, checked, stored, showing, aside = False, None, "", False, False
    at = -1
    for element in root.iter(*WALKED):
        kind = element.tag
        if kind == T:
            text = element.text
            if text:
                texts.append(text)
                if tag is not None and not box and not aside:
                    aside = not in_control(element)
        elif kind == P:
            if tag is not None:
                lines.append(Line(at, tag, "".join(texts), box, checked, stored, showing, aside))
                tag, box, checked, stored, showing, aside = None, False, None, "", False, False
            elif at >= 0:
                keys.append("".join(texts))
            at += 1
            texts = []
        elif kind == TAB:
            if tag is None or box or in_run(element):
                texts.append("\t")
        elif kind == TAG:
            name = element.get(VAL) or ""
            if name.startswith(tags.FOREIGN):
                continue
            if tag is None and not texts and at >= 0:
                tag = name
                keys.append("\0" + tag)
            else:  # two controls in one paragraph, or words before one: neither is in a form as it is made
                texts.append("\0" + name)
        elif kind == CHECKED:
            box, checked = True, tags.on_off(element)
        elif kind == tags.SHOWING:
            showing = True
        elif kind == tags.DATE:
            stored = element.get(tags.FULL_DATE) or ""
        elif kind in SIGNS:
            texts.append(sign(element))
        else:
            specials.append(element)
    if tag is not None:
        lines.append(Line(at, tag, "".join(texts), box, checked, stored, showing, aside))
    elif at >= 0:
        keys.append("".join(texts))
    return Story(root, keys, lines, specials, settled)


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
        return tags.letter(element)
    if kind == tags.HYPHEN:
        return "-"
    return "\t" if kind in (tags.TAB, tags.PTAB) else "\n"
