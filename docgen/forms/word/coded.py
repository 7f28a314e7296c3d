"""Fields of a document (ECMA-376 part 1, 17.16): what they show is read, but for what a program works out anew.

Words that stand in the code of a field are seen by nobody, and are handed back; so are words in the place of what a
program works out, where no program would come to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docgen.fields import same
from docgen.forms.word import tags

Words = tuple[str, str, tags.Element]
"""What they are called, the words, and where they stand."""
CODE, TYPED_OVER = "field code", "words in a field"
_CHANGING = frozenset(
    {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "SAVEDATE", "PRINTDATE", "FILENAME"}
)
"""Fields whose words the program works out anew; they are nobody's answer."""
_NO_WORDS = _CHANGING | {"HYPERLINK", "INCLUDEPICTURE", "INCLUDETEXT", "TOC", "INDEX", "LINK", "EMBED", "ADDIN", "SEQ"}
"""Fields in whose codes nobody writes to a reader."""
_ALL_WORDS = frozenset({"EQ", "MACROBUTTON", "GOTOBUTTON"})
"""Fields that show what stands in their codes."""
_NAMES = """
ADDIN ADDRESSBLOCK ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT AUTOTEXT AUTOTEXTLIST BARCODE BIBLIOGRAPHY
BIDIOUTLINE CITATION COMMENTS COMPARE CREATEDATE DATABASE DATE DDE DDEAUTO DISPLAYBARCODE DOCPROPERTY
DOCVARIABLE EDITTIME EMBED EQ FILENAME FILESIZE FILLIN FORMCHECKBOX FORMDROPDOWN FORMTEXT FORMULA GOTOBUTTON
GREETINGLINE HYPERLINK IF INCLUDE INCLUDEPICTURE INCLUDETEXT INDEX INFO KEYWORDS LASTSAVEDBY LINK LISTNUM
MACROBUTTON MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE
PAGEREF PRINT PRINTDATE PRIVATE QUOTE RD REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF STYLEREF
SUBJECT SYMBOL TA TC TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
"""
_FIELDS = frozenset(_NAMES.split())
"""All names of fields (17.16.5)."""
_QUOTED, _SWITCH = re.compile(r'["“]([^"”]*)["”]'), re.compile(r'\\[@#*]\s*(?:"[^"]*"|\S+)')
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_OF_DATES = re.compile("(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)")


def clear_fields(root: tags.Element) -> Iterator[Words]:
    """Takes what programs work out anew, such as page numbers, out of a tree; gives the words that go unseen."""
    for simple in root.iter(tags.FIELD):
        shown = "".join(piece.text or "" for piece in simple.iter(tags.T))
        yield from _ended(simple.get(tags.INSTR) or "", shown, simple, simple.iter(tags.T))
    if next(root.iter(tags.FIELD_CHAR), None) is None:
        return
    instruction, depth, passed = "", 0, False
    result: list[tags.Element] = []
    inner: list[tags.Element] = []
    for element in root.iter(tags.FIELD_CHAR, tags.INSTRUCTION, tags.T):
        if element.tag == tags.INSTRUCTION:
            instruction += element.text or ""
        elif element.tag == tags.T:
            if depth and passed:
                result.append(element)
            elif depth > 1:
                inner.append(element)
        else:
            kind = element.get(tags.W + "fldCharType") or ""
            depth += {"begin": 1, "end": -1}.get(kind, 0)
            if depth != (0 if kind == "end" else 1):
                continue
            if kind == "end":
                yield from _ended(instruction, "".join(one.text or "" for one in result), element, result)
            if text := "".join(piece.text or "" for piece in inner).strip():
                yield CODE, text, element  # what a field in the code of another one comes to is not seen
            _clear(inner)
            passed = kind == "separate"
            inner = []
            if kind == "begin":
                instruction, result = "", []


def _ended(instruction: str, shown: str, element: tags.Element, pieces: Iterable[tags.Element]) -> Iterator[Words]:
    """What goes unseen of one field; its words are cleared where a program works them out."""
    said = _coded(instruction)
    if said and same(said) not in same(shown):
        yield CODE, said, element
    name = _name(instruction)
    if name in _CHANGING:
        if name != "FILENAME" and not all(_OF_DATES.match(word) for word in _LETTERS.findall(shown.casefold())):
            yield TYPED_OVER, shown.strip(), element
        _clear(pieces)


def _coded(instruction: str) -> str:
    """The words in the code of a field: those between quotation marks, all of them where the field shows its code, and
    where it is no field but what somebody typed between its braces.
    """
    name = _name(instruction)
    if name in _ALL_WORDS:
        return instruction.strip()[len(name) :].strip()
    if name and name not in _FIELDS and not name.startswith("="):
        return instruction.strip()
    if name in _NO_WORDS:
        return ""
    return " ".join(text for text in _QUOTED.findall(_SWITCH.sub("", instruction)) if text.strip())


def _name(instruction: str) -> str:
    return next(iter(instruction.split(maxsplit=1)), "").upper()


def _clear(pieces: Iterable[tags.Element]) -> None:
    for piece in pieces:
        piece.text = ""
