"""The template that staff restyle in Word: what may stand in it, and how its placeholders are filled in.

A template is plain words, placeholders such as {{ title }}, one paragraph {{ toolkit_body }} where the form goes,
and the styles of `looks`. It is linted to plain names before docxtpl sees it, and what docxtpl puts in are marks
only; the words of a definition take their places afterwards, so that no text passes through a template engine.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from docgen.forms.package import Package, parse
from docgen.forms.placeholders import BODY, WORDS, placeholders, problem, short, unknown
from docgen.forms.word.foreign import lint_foreign
from docgen.forms.word.looks import CHARACTERS, NAMES, PARAGRAPHS, TABLES
from docgen.forms.word.wordml import NAMESPACES, WORD_TYPE, W, text_of
from docgen.model import DocgenError, Query

if TYPE_CHECKING:
    from lxml import etree

_MAIN = f"{WORD_TYPE}.document.main+xml"
_STORIES = ("header", "footer", "footnotes", "endnotes")
_ALONE = re.compile(rf"\s*\{{\{{\s*{BODY}\s*\}}\}}\s*\Z")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
"""How files of Word 97 and encrypted files begin (MS-CFB 2.2)."""


def main_part(package: Package) -> str:
    """The name of the part that holds the text."""
    return next(part for _, part in package.relations("", "officeDocument"))


def _styles(package: Package, main: str) -> str:
    """The name of the part that holds the styles."""
    return next(part for _, part in package.relations(main, "styles"))


def style_ids(styles: bytes, names: Iterable[str] = NAMES) -> dict[str, str]:
    """Style name → style id, for those of the named styles that a template has. Case does not matter."""
    found: dict[str, str] = {}
    for style in parse(styles).iter(W + "style"):
        name = style.find(W + "name")
        if name is not None:
            found[(name.get(W + "val") or "").casefold()] = style.get(W + "styleId") or ""
    return {name: found[name.casefold()] for name in names if name.casefold() in found}


def _style_types(styles: bytes) -> dict[str, str]:
    """Style name in small letters → paragraph, character or table."""
    every = ((style.find(W + "name"), style.get(W + "type") or "") for style in parse(styles).iter(W + "style"))
    return {(name.get(W + "val") or "").casefold(): kind for name, kind in every if name is not None}


def lint_template(data: bytes, name: str) -> tuple[Query, ...]:
    """What keeps a file from being a toolkit template: placeholders, styles, the place for the form, programs.

    Every problem that there is, with the paragraph it stands in; none where the template can be used.
    """
    package = _open(data)
    if isinstance(package, str):
        return (
            problem(name, "template-readable", f"This is not a Word document that docgen can use: {package}.",
                   "Open it in Word and save it as a Word document (.docx)."),
        )  # fmt: skip
    texts = stories(package, main_part(package))
    return (*_lint_places(package, name), *_lint_styles(package, name), *lint_foreign(package, texts, name))


def _open(data: bytes) -> Package | str:
    """The package of a Word document, or why it is none."""
    from lxml import etree

    try:
        package = Package(data)
        main = main_part(package)
        root = parse(package.parts[main])
        for part in (*(part for part, _ in stories(package, main)), _styles(package, main)):
            parse(package.parts[part])
    except zipfile.BadZipFile:
        old = data.startswith(_OLE)
        return "it is an old .doc file, or protected with a password" if old else "it is not a .docx file"
    except (KeyError, StopIteration):
        return "parts of it are missing"
    except etree.XMLSyntaxError:
        return "its XML is damaged"
    if package.content_type(main) != _MAIN:
        return "it is saved as a template or with macros"
    if root.tag != W + "document" or any(root.nsmap.get(p, uri) != uri for p, uri in NAMESPACES.items()):
        return "it is saved as “Strict Open XML”"
    if any(b"<!DOCTYPE" in part for key, part in package.parts.items() if key.endswith((".xml", ".rels"))):
        return "it declares a document type"
    return package


# --- what stands in it -----------------------------------------------------------------------------------


def stories(package: Package, main: str) -> Iterator[tuple[str, str]]:
    """(name of the part, what a person calls it) for every part with text in it."""
    yield main, ""
    for kind in _STORIES:
        for _, part in package.relations(main, kind):
            yield part, kind


def _lint_places(package: Package, name: str) -> Iterator[Query]:
    main = main_part(package)
    bodies, meant = 0, False
    for part, story in stories(package, main):
        root = parse(package.parts[part])
        for number, paragraph in enumerate(root.iter(W + "p"), start=1):
            text = text_of(paragraph)
            at = f"{f'{story}, ' if story else ''}paragraph {number} “{short(text)}”"
            alone = part == main and _ALONE.match(text) is not None
            parent = paragraph.getparent()
            in_body = parent is not None and parent.tag == W + "body"
            bodies += alone and in_body
            found = tuple(_lint_text(text, name, at, body=alone and in_body))
            meant = meant or any(BODY in query.message for query in found)
            yield from found
        for element in root.iter("*"):
            for value in element.attrib.values():
                yield from _lint_text(str(value), name, f"{story or 'document'}, a description “{short(str(value))}”")
    if bodies > 1 or not (bodies or meant):
        yield problem(
            name, "template-body", f"The place where the form goes is marked {bodies} times; it must be marked once.",
            "Write {{ toolkit_body }} as a paragraph of its own, once, outside any table.",
        )  # fmt: skip


def _lint_text(text: str, name: str, at: str, body: bool = False) -> Iterator[Query]:
    """Everything in a text that looks like a placeholder and is none that docgen knows."""
    for tag, word in placeholders(text):
        if word in WORDS or (word == BODY and body):
            continue
        if word == BODY:
            yield problem(name, "template-body", "{{ toolkit_body }} must stand alone in a paragraph of the page.",
                          "Move it to a paragraph of its own, outside tables, headers and footers.", at)  # fmt: skip
        else:
            yield unknown(tag, word, name, at)


def _lint_styles(package: Package, name: str) -> Iterator[Query]:
    present = _style_types(package.parts[_styles(package, main_part(package))])
    for wanted, styles in (("paragraph", PARAGRAPHS), ("character", CHARACTERS), ("table", TABLES)):
        for style, purpose in styles.items():
            kind = present.get(style.casefold())
            if kind is None:
                message = f"The style “{style}” is missing ({purpose})."
                fix = f"Copy it from the template that docgen comes with, or make a {wanted} style of this name."
                yield problem(name, "template-style", message, fix)
            elif kind != wanted:
                message = f"The style “{style}” ({purpose}) is a {kind} style; it must be a {wanted} style."
                fix = "Delete it, and copy it from the template that docgen comes with."
                yield problem(name, "template-style", message, fix)


# --- filling it in ---------------------------------------------------------------------------------------


def marks_of(template: bytes) -> dict[str, str]:
    """Placeholder → the mark that docxtpl puts in its place; it cannot stand in the template by accident."""
    digest = hashlib.sha256(template).hexdigest()[:24]
    return {word: f"docgen-{digest}-{word}-" for word in (*WORDS, BODY)}


def render(template: bytes, marks: Mapping[str, str]) -> Package:
    """The template with a mark in the place of every placeholder. Raises DocgenError with what the lint says."""
    from io import BytesIO

    from docxtpl import DocxTemplate
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    problems = lint_template(template, "template")
    if problems:
        raise DocgenError(*problems)
    document = DocxTemplate(BytesIO(template))
    document.render(dict(marks), ImmutableSandboxedEnvironment(autoescape=True))
    out = BytesIO()
    document.save(out)
    return Package(out.getvalue())


def drop_empty(root: etree._Element, empty: set[str]) -> None:
    """Takes out the paragraphs in which nothing stands but marks of words that a definition leaves empty."""
    for paragraph in list(root.iter(W + "p")):
        texts = list(paragraph.iter(W + "t"))
        said = "".join(text.text or "" for text in texts)
        rest = said
        for mark in empty:
            rest = rest.replace(mark, "")
        if rest == said:
            continue
        parent = paragraph.getparent()
        if not rest.strip() and parent is not None and len(parent.findall(W + "p")) > 1:
            parent.remove(paragraph)
