"""What a template must not bring into every copy: programs, what stands in other files, and somebody's traces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docgen.forms.package import Package, parse
from docgen.forms.placeholders import problem, short
from docgen.forms.word.wordml import W
from docgen.model import Query

if TYPE_CHECKING:
    from lxml import etree

_PROGRAMS = {
    "vbaProject": "macros",
    "control": "an ActiveX control",
    "oleObject": "an embedded object",
    "aFChunk": "another document, put in whole",
    "subDocument": "a subdocument",
    "frame": "a frame",
    "mailMergeSource": "a mail merge",
    "keyMapCustomizations": "keys or menus of its own",
    "extensibility": "a ribbon of its own",
}
"""Last word of a relationship's type → what it brings. Forms with one are blocked by many mail systems."""
_LINKS = frozenset({"hyperlink", "attachedTemplate"})
"""What may lead out of the file: a link that one clicks, and the style sheet, which copies lose."""
_FETCHING = frozenset(
    {"DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "DATABASE", "RD"}
    | {"MACROBUTTON", "ASK", "FILLIN"}
)
_PERSONAL = frozenset({"AUTHOR", "LASTSAVEDBY", "USERNAME", "USERINITIALS", "USERADDRESS"})
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo"})


def lint_foreign(package: Package, stories: Iterator[tuple[str, str]], name: str) -> Iterator[Query]:
    """Everything of the kind, each thing once. `stories` are the parts with text, and what people call them."""
    yield from _relations(package, name)
    for part, story in stories:
        root = parse(package.parts[part])
        yield from _fields(root, name, story)
        yield from _changes(root, name, story)
    for part in sorted(package.parts):
        if part.endswith("comments.xml") and (comments := list(parse(package.parts[part]).iter(W + "comment"))):
            message = f"The template has {len(comments)} comment{'s' if len(comments) > 1 else ''}{_by(comments)}."
            yield problem(name, "template-comments", message, "Delete all comments (Review, Delete), and save it.")


def _relations(package: Package, name: str) -> Iterator[Query]:
    found: set[str] = set()
    for part in sorted(package.parts):
        for relation in parse(package.parts[part]) if part.endswith(".rels") else ():
            kind = (relation.get("Type") or "").rpartition("/")[2]
            if kind in _PROGRAMS and kind not in found:
                found.add(kind)
                message = f"The template has {_PROGRAMS[kind]} in it, which every copy would carry."
                yield problem(
                    name, "template-program", message, "Take that out, and save it as a Word document (.docx)."
                )
            elif relation.get("TargetMode") == "External" and kind not in _LINKS:
                what = "A picture" if kind == "image" else f"Something ({kind})"
                message = (
                    f"{what} is not in the template but taken from elsewhere: {short(relation.get('Target') or '')}."
                )
                fix = "Put it into the file itself (Insert, Pictures, This Device), or take it out."
                yield problem(name, "template-link", message, fix)


def _fields(root: etree._Element, name: str, story: str) -> Iterator[Query]:
    said = [field.get(W + "instr") or "" for field in root.iter(W + "fldSimple")]
    said += ["".join(str(text) for text in run.itertext(W + "instrText")) for run in root.iter(W + "r")]
    for word in dict.fromkeys(one.split()[0].upper() for one in said if one.split()):
        if word in _FETCHING:
            message = f"The field {word} would fetch or start something on the machine of everyone who opens a copy."
            yield problem(name, "template-field", message, "Delete the field.", story)
        elif word in _PERSONAL:
            message = f"The field {word} says something else on every machine, so that each return would differ."
            yield problem(name, "template-field", message, "Write the words themselves in its place.", story)


def _changes(root: etree._Element, name: str, story: str) -> Iterator[Query]:
    changes = [change for kind in sorted(_CHANGES) for change in root.iter(W + kind)]
    if changes:
        message = f"The template has tracked changes{_by(changes)}."
        fix = "Accept or reject all changes (Review, Accept), turn Track Changes off, and save it."
        yield problem(name, "template-changes", message, fix, story)


def _by(marks: list[etree._Element]) -> str:
    """Who made them, as far as the file says."""
    names = dict.fromkeys(mark.get(W + "author") or "" for mark in marks)
    said = ", ".join(one for one in names if one)
    return f" by {said}" if said else ""
