"""Content controls: every answer is one at run level, with a hidden bookmark around it.

Never block, cell or row level, never bound, one to a paragraph: that is the only shape in which LibreOffice keeps
a control alive. The order of the children of w:sdtPr is the schema's (ECMA-376 part 1, 17.5.2.38).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection

from docgen.fields import Control, kind
from docgen.forms.slots import Slot, hole
from docgen.forms.word.looks import Look
from docgen.forms.word.slots import BoxSlot, TypedSlot
from docgen.forms.word.wordml import run
from docgen.forms.words import line, prompt
from docgen.forms.xmltext import escape
from docgen.marks import Address
from docgen.model import Question

TICKED, EMPTY = "☒", "☐"
_BOX_FONT = "MS Gothic"


class Controls:
    """Makes the controls of one form, and keeps what must be unique in it: ids, names, bookmarks.

    slots       key → slot, for the controls that copies may fill
    prompts     words of a prompt → name of the document part that holds them, so that Word can restore them
    """

    def __init__(self, look: Look, prefill: Collection[str], bookmark: int, taken: Collection[int]) -> None:
        self.slots: dict[str, Slot] = {}
        self.prompts: dict[str, str] = {}
        self.addresses: list[Address] = []
        self._look = look
        self._prefill = frozenset(prefill)
        self._bookmark = bookmark
        self._ids = set(taken)
        self._names: set[str] = set()

    def box(self, address: Address, name: str) -> str:
        """A box to tick for one option."""
        head = self._head(address, name, style="DG Box")
        shapes = [self._box(head, ticked) for ticked in (False, True)]
        return self._around(address, shapes[0], lambda: BoxSlot(address, shapes[0].encode(), shapes[1].encode()))

    def typed(self, address: Address, name: str, question: Question) -> str:
        """A control in which a person writes, picks a date, or chooses from a list."""
        words = prompt(question)
        part = self.prompts.setdefault(words, _part_name(words))
        head = self._head(address, name)
        place = f'<w:placeholder><w:docPart w:val="{part}"/></w:placeholder>'
        sort, stored = self._sort(question)
        shown = run(words, self._look.style("DG Prompt"))
        empty = f"{head}{place}<w:showingPlcHdr/>{sort}</w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"
        filled: tuple[str, ...] = (f"{head}{place}{stored}</w:sdtPr><w:sdtContent><w:r>", _TAIL)
        if "\0" in stored:
            before, after = filled[0].split("\0")
            filled = (before, f"{after}<w:t>", f"</w:t>{_TAIL}")
        pieces = tuple(piece.encode("utf-8") for piece in filled)
        return self._around(address, empty, lambda: TypedSlot(address, question, empty.encode("utf-8"), pieces))

    def bookmark(self, name: str, inner: str) -> str:
        """A bookmark around what stands in a paragraph."""
        number = self._bookmark
        self._bookmark += 1
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'

    def _around(self, address: Address, blank: str, slot: Callable[[], Slot]) -> str:
        """The control in its bookmark; a hole where copies may fill it."""
        self.addresses.append(address)
        if address.field in self._prefill:
            key = str(len(self.slots))
            self.slots[key] = slot()
            blank = hole(key)
        return self.bookmark(address.name, blank)

    def _head(self, address: Address, name: str, style: str = "") -> str:
        """The start of a control up to its lock: a person cannot delete it by accident."""
        look = f'<w:rPr><w:rStyle w:val="{self._look.style(style)}"/></w:rPr>' if style else ""
        return (
            f'<w:sdt><w:sdtPr>{look}<w:alias w:val="{escape(self._unique(name))}"/><w:tag w:val="{address.tag}"/>'
            f'<w:id w:val="{self._id(address)}"/><w:lock w:val="sdtLocked"/>'
        )

    def _box(self, head: str, ticked: bool) -> str:
        style = self._look.style("DG Box")
        return (
            f'{head}<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
            f'<w14:checkedState w14:val="{ord(TICKED):04X}" w14:font="{_BOX_FONT}"/>'
            f'<w14:uncheckedState w14:val="{ord(EMPTY):04X}" w14:font="{_BOX_FONT}"/></w14:checkbox></w:sdtPr>'
            f"<w:sdtContent>{run(TICKED if ticked else EMPTY, style)}</w:sdtContent></w:sdt>"
        )

    def _sort(self, question: Question) -> tuple[str, str]:
        """The element that says which sort of control it is: blank, and filled with NUL where a date is stored."""
        control = kind(question).control
        if control is Control.DATE:
            inner = (
                '<w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/>'
                '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
            )
            return f"<w:date>{inner}", f'<w:date w:fullDate="\0">{inner}'
        if control is Control.ONE_OF:
            words = escape(prompt(question))
            items = "".join(
                f'<w:listItem w:displayText="{escape(line(option.label))}" w:value="{escape(option.id)}"/>'
                for option in question.options
            )
            first = f'<w:listItem w:displayText="{words}" w:value="{words}"/>'
            listed = f"<w:dropDownList>{first}{items}</w:dropDownList>"
            return listed, listed
        lines = '<w:text w:multiLine="1"/>' if question.kind == "longtext" else "<w:text/>"
        return lines, lines

    def _unique(self, name: str) -> str:
        """The name, with a number where the form has it already."""
        found, number = name, 1
        while found in self._names:
            number += 1
            found = f"{name} ({number})"
        self._names.add(found)
        return found

    def _id(self, address: Address) -> int:
        """A positive 31-bit number that follows from the address, and that nothing else in the document has."""
        number = int.from_bytes(hashlib.sha256(address.tag.encode("utf-8")).digest()[:4], "big") & 0x7FFFFFFF
        while number in self._ids or not number:
            number = (number + 1) & 0x7FFFFFFF
        self._ids.add(number)
        return number


_TAIL = "</w:r></w:sdtContent></w:sdt>"


def _part_name(words: str) -> str:
    """The name of the document part that holds a prompt."""
    return "DGPrompt" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12].upper()
