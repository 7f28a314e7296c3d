"""The first waist: what a format hands back. Evidence by address; no format decides what it means."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from docgen.model import Unread

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What a toolkit id is written in: 32 characters, none of them 0, O, 1 or I."""

_SHAPE = re.compile(rf"(?<![{_LETTERS}])[{_LETTERS}]{{4}}-[{_LETTERS}]{{4}}(?![{_LETTERS}])")
_TAG = re.compile(r"([a-z][a-z0-9_]*)(?:=([a-z0-9_]+)|\[(\d+)\]\.([a-z][a-z0-9_]*)(?:=([a-z0-9_]+))?)?\Z")


def toolkit_id(seed: str) -> str:
    """The toolkit id that follows from a seed, as XXXX-XXXX; its last character checks the seven before it."""
    digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:5], "big")
    body = "".join(_LETTERS[number >> 5 * n & 31] for n in range(7))
    body += _check_character(body)
    return f"{body[:4]}-{body[4:]}"


def toolkits_in(text: str) -> tuple[str, ...]:
    """The toolkit ids that stand in a text, such as the name of a file, by themselves."""
    return tuple(found for found in _SHAPE.findall(text) if valid_toolkit(found))


def valid_toolkit(text: str) -> bool:
    """Whether a text is a toolkit id, letter for letter, with the check character that belongs to it."""
    body = text[:4] + text[5:]
    shaped = len(text) == 9 and text[4] == "-" and all(letter in _LETTERS for letter in body)
    return shaped and body[7] == _check_character(body[:7])


def _check_character(body: str) -> str:
    """The character that checks the others: it catches any one wrong character and any two that changed places.

    A sum weighted with the powers of x in GF(32), modulus x⁵ + x² + 1, so that every place has its own weight.
    """
    total = 0
    for letter in body:
        total = (total ^ _LETTERS.index(letter)) << 1
        if total & 32:
            total ^= 0b100101
    return _LETTERS[total]


_TICK_WORDS = frozenset({"x", "[x]", "(x)", "✓", "✔", "☑", "☒", "√", "yes", "y", "tick", "ticked"})


def is_tick(text: str) -> bool:
    """Whether a text is what people type for a tick: X, a tick sign, yes. Nothing that could mean a no is one."""
    return text.strip().strip(".").replace("\ufe0f", "").casefold() in _TICK_WORDS


_NO_SIGNS = " .,;:'\"()[]{}_’‘“”…"
"""What stands around words and means nothing by itself."""


def may_be_tick(text: str) -> bool:
    """Whether a text beside an empty box may be meant as a tick, so that a person must look.

    So may a tick with words about it, any sign, and any one letter: × and х look like X, v like ✓, and ü is what is
    left of a ✓ where the font of signs is lost.
    """
    words = text.split()
    if any(is_tick(word) or is_tick(word.strip(_NO_SIGNS + "!")) for word in (*words[:1], *words[-1:])):
        return True
    plain = "".join(letter for letter in "".join(words) if unicodedata.category(letter) not in _UNSEEN)
    plain = plain.strip(_NO_SIGNS).casefold()
    return bool(plain) and (len(set(plain)) == 1 or not any(letter.isalnum() for letter in plain))


_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})
"""The categories of what only changes the sign before it, such as its colour, or is not seen at all."""

INFERRED = {
    "highlight": "highlighted",
    "shading": "shaded",
    "bold": "in bold",
    "border": "in a border",
    "underline": "underlined",
    "colour": "in another colour",
    "italic": "in italics",
    "size": "in another size",
    "effect": "in capitals or with an effect",
    "bullet": "behind a bullet or a number",
    "strike": "struck out",
    "deleted": "gone from the file",
}
"""All ways of marking from which an answer is inferred only, in words that follow “is”: a person confirms it, unless
the definition's `accept_inferred` trusts the way."""
TAKEN_OUT = ("strike", "deleted")
"""Ways in which an option, or a part of a text, is marked as not the answer."""
STANDS_OUT = tuple(way for way in INFERRED if way not in TAKEN_OUT)
"""Ways in which one option of several is made to stand out from the others, against the blank's own look."""


@dataclass(frozen=True, slots=True)
class Address:
    """Which answer, or which part of one, a control carries: `field`, `field=option` or `field[row].column`."""

    field: str
    option: str = ""
    row: int = 0
    column: str = ""

    @property
    def tag(self) -> str:
        """The address as it stands in `w:tag` and in the name of a PDF field."""
        inner = f"[{self.row}].{self.column}" if self.row else ""
        return f"{self.field}{inner}" + (f"={self.option}" if self.option else "")

    @property
    def name(self) -> str:
        """The address as the name of a hidden bookmark or a defined name: at most 40 characters, unique.

        Word allows letters, digits and `_`; a leading `_` hides a bookmark. A longer one ends in a digest.
        """
        inner = f"__{self.row}__{self.column}" if self.row else ""
        name = f"_dg_{self.field}{inner}" + (f"__{self.option}" if self.option else "")
        if len(name) <= 40:
            return name
        digest = hashlib.sha256(self.tag.encode("utf-8")).hexdigest()[:8]
        return f"{name[:31]}_{digest}"

    @classmethod
    def parse(cls, tag: str) -> Address | None:
        """The address that a tag spells, or None where it is not one of docgen's."""
        match = _TAG.match(tag)
        if match is None:
            return None
        field, option, row, column, cell_option = match.groups()
        return cls(field, option or cell_option or "", int(row or 0), column or "")


class Mark(NamedTuple):
    """What stands at one address.

    address     without an option, at a question with boxes, where words in its cell are those of no box
    text        what a person sees in the control (or in its place), without the form's own words
    beside      what a person put behind it in the same paragraph or cell; `before` what stands in front of it
    ticked      the tick state that the file stores; None where it stores none
    glyph       the tick state that the box's own sign shows; None where another sign or none is visible
    stored      the date that the file stores beside the shown text, as YYYY-MM-DD
    prompt      the control shows its prompt, that is, nothing was entered
    how         what it was found by: control, bookmark, reference; cell for a table cell without a control
    whole       the text with the prompt's words still in it, where these may be typed words as well
    trouble     why the place itself is uncertain, in plain words
    note        what else the file says of it, such as who tracked a change
    seen        for an option: the ways out of INFERRED in which its label or its box was marked as a whole, against
                the look of the blank; an option of which the file has nothing needs no mark
    kept        for a text some of which is struck out: all that is left without those words; None where nothing is
    other       what else the file says in its place, where that is its trouble
    """

    address: Address
    text: str = ""
    beside: str = ""
    ticked: bool | None = None
    glyph: bool | None = None
    stored: str = ""
    prompt: bool = False
    how: str = "control"
    where: str = ""
    before: str = ""
    whole: str = ""
    trouble: str = ""
    note: str = ""
    seen: tuple[str, ...] = ()
    kept: str | None = None
    other: str = ""

    @property
    def plain(self) -> bool:
        """Whether the text and the tick are all there is to it: nothing beside, nothing else stored, nothing odd."""
        odd = self.beside or self.before or self.stored or self.whole or self.trouble or self.note or self.seen
        return not odd and self.kept is None


@dataclass(frozen=True, slots=True)
class Carrier:
    """What one carrier of identity says. Parts that it does not say are empty."""

    name: str
    framework: str = ""
    version: str = ""
    form: str = ""
    toolkit: str = ""
    key: str = ""


PROOF_CARRIER = Carrier("proof")
"""What says that a file is the proof of a form, which nobody fills in."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a file shows of itself, for when nothing in it says which form it is.

    carriers    what words in its text say, such as those of a footer that was pasted into it
    lines       its texts from the top, one for each paragraph or cell
    tags        the ids of the questions for which it still has controls, names or fields
    """

    carriers: tuple[Carrier, ...] = ()
    lines: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Marks:
    """All that a file says in terms of one form: marks, and what is in no mark.

    missing     the addresses of the form for which the file has no place at all
    remarks     what people wrote at a question and into no answer, which is unread as well
    """

    marks: tuple[Mark, ...]
    unread: tuple[Unread, ...] = ()
    missing: tuple[Address, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Remark(NamedTuple):
    """Words at a question that are in no answer, or something drawn.

    stands_in   what they stand in where that is put on the very place of the answer: COMMENT, EQUATION and the like, or
                DRAWING, whose words are only what it calls itself
    option      the one whose words they stand at, where there is one
    """

    field: str
    text: str
    stands_in: str = ""
    option: str = ""


COMMENT, TEXT_BOX, DRAWING, EQUATION = "a comment", "a text box", "a drawing", "an equation"
TABLE, HIDDEN, DOCUMENT, NOTE = "a table", "hidden text", "another document", "a note"
DRAWN_BOX = "a box drawn"
CHANGES = "changes"
"""The answer itself was changed by several people while changes were tracked; the words are their names."""
