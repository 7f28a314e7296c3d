"""The template that staff restyle in Word: what may stand in it, and how its placeholders are filled in.

A template is plain words, placeholders such as {{ title }}, one paragraph {{ toolkit_body }} where the form goes,
and the styles of `looks`. It is linted to plain names before docxtpl sees it, and what docxtpl puts in are marks
only; the words of a definition take their places afterwards, so that no text passes through a template engine.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from docgen.forms.package import Package, parse
from docgen.forms.placeholders import BODY, WORDS, placeholders, problem, short, unknown
from docgen.forms.word.looks import NAMES
from docgen.forms.word.wordml import NAMESPACES, WORD_TYPE, W, text_of
from docgen.model import DocgenError, Query

if TYPE_CHECKING:
    from lxml import etree

_MAIN = f"{WORD_TYPE}.document.main+xml"
_STORIES = ("header", "footer", "footnotes", "endnotes")


def main_part(package: Package) -> str:
    """The name of the part that holds the text."""
    return next(part for _, part in package.relations("", "officeDocument"))


def style_ids(styles: bytes, names: Iterable[str] = NAMES) -> dict[str, str]:
    """Style name → style id, for those of the named styles that a template has. Case does not matter."""
    found: dict[str, str] = {}
    for style in parse(styles).iter(W + "style"):
        name = style.find(W + "name")
        if name is not None:
            found[(name.get(W + "val") or "").casefold()] = style.get(W + "styleId") or ""
    return {name: found[name.casefold()] for name in names if name.casefold() in found}


def lint_template(data: bytes, name: str) -> tuple[Query, ...]:
    """What keeps a file from being a toolkit template: placeholders, styles, the place for the form.

    Every problem that there is, with the paragraph it stands in; none where the template can be used.
    """
    package = _open(data)
    if isinstance(package, str):
        return (
            problem(name, "template-readable", f"This is not a Word document that docgen can use: {package}.",
                   "Open it in Word and save it as a Word document (.docx)."),
        )  # fmt: skip
    return (*_lint_places(package, name), *_lint_styles(package, name))


def _open(data: bytes) -> Package | str:
    """The package of a Word document, or why it is none."""
    from lxml import etree

    try:
        package = Package(data)
        main = main_part(package)
        root = parse(package.parts[main])
    except zipfile.BadZipFile:
        return "it is not a .docx file"
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
    bodies = 0
    for part, story in stories(package, main):
        root = parse(package.parts[part])
        for number, paragraph in enumerate(root.iter(W + "p"), start=1):
            text = text_of(paragraph)
            at = f"{f'{story}, ' if story else ''}paragraph {number} “{short(text)}”"
            alone = part == main and text.strip() == "{{ toolkit_body }}"
            parent = paragraph.getparent()
            in_body = parent is not None and parent.tag == W + "body"
            bodies += alone and in_body
            yield from _lint_text(text, name, at, body=alone and in_body)
        for element in root.iter("*"):
            for value in element.attrib.values():
                yield from _lint_text(str(value), name, f"{story or 'document'}, a description “{short(str(value))}”")
    if bodies != 1:
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
    parts = [part for _, part in package.relations(main_part(package), "styles")]
    present = style_ids(package.parts[parts[0]]) if parts else {}
    for style, purpose in NAMES.items():
        if style not in present:
            yield problem(name, "template-style", f"The style “{style}” is missing ({purpose}).",
                         "Copy it from the template that docgen comes with, or make a style of this name.")  # fmt: skip


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
