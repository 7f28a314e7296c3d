"""The base of a report: what staff restyle in Word, filled in once, and what a base must keep."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docgen.model import DocgenError, Place, Query, Severity
from docgen.reports.wordml import Styles, W, clean

if TYPE_CHECKING:
    from docx.document import Document
    from jinja2.sandbox import ImmutableSandboxedEnvironment

REPORT = "\ue000docgen: report\ue000"
CONTENTS = "\ue000docgen: contents\ue000"
"""What stands in the marked paragraphs once the base is filled in; no text that people write can be the same."""

PLACES = ("organisation", "title", "round", "date", "marking")
MARKERS = {"contents": CONTENTS, "report": REPORT}
LETTER_PLACES = ("organisation", "title", "date", "marking", "auditor", "points", "reply_by")

STYLES = (
    "heading 1", "heading 2", "heading 3", "toc 1", "List Bullet", "List Number", "Strong", "DG Lead", "DG Note",
    "DG Quote", "DG Commentary Head", "DG Commentary", "DG Prompt", "DG Caption", "DG Caption Detail", "DG Chart",
    "DG Reference", "DG Cell", "DG Head", "DG Small Cell", "DG Small Head", "DG Tiny Cell", "DG Tiny Head",
    "DG Key Label", "DG Key Number", "DG Key Note", "DG Table", "DG Key Numbers", "DG Cell Bullet",
)  # fmt: skip
"""The styles that the writer of reports uses, by the names that Word shows."""

LETTER_STYLES = ("heading 1", "DG Caption", "DG Cell", "DG Head", "DG Table", "DG Cell Bullet")
"""The styles that the writer of letters uses."""


@dataclass(frozen=True, slots=True)
class Base:
    """A kind of base: its name, what it is a base of, what is filled in, its markers, and the styles it must keep.

    marker      the one that must be there: what is written goes in its place
    """

    name: str
    what: str
    places: tuple[str, ...]
    markers: Mapping[str, str]
    marker: str
    styles: tuple[str, ...]


REPORTS = Base("report.docx", "report", PLACES, MARKERS, "report", STYLES)
LETTERS = Base("query-letter.docx", "letter", LETTER_PLACES, {"letter": REPORT}, "letter", LETTER_STYLES)


_ALLOWED = frozenset(
    (
        "Template",
        "Output",
        "TemplateData",
        "Name",
        "Getattr",
        "For",
        "If",
        "Const",
        "Compare",
        "Operand",
        "Not",
        "And",
        "Or",
    )
)


@dataclass(frozen=True, slots=True)
class Properties:
    """What the title page, header, footer and document properties of a report, or a letter, say.

    `date` and `round` are printed as they are; `created` is the only time that goes into the file. `auditor`, `points`
    and `reply_by` are for letters.
    """

    title: str
    organisation: str
    created: datetime
    round: str = ""
    date: str = ""
    marking: str = ""
    subject: str = ""
    auditor: str = ""
    points: str = ""
    reply_by: str = ""


def fill(template: bytes, properties: Properties, base: Base = REPORTS) -> Document:
    """The base with its places filled in and its two markers set. User text is escaped and never read as a template.

    Raises DocgenError with all that `lint` finds where the base cannot be filled in.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    filled = DocxTemplate(io.BytesIO(template))
    words = {place: clean(getattr(properties, place)) for place in base.places}
    try:
        filled.render({**words, **base.markers}, jinja_env=_environment())
    except (TemplateError, KeyError, ValueError, zipfile.BadZipFile) as problem:
        found = tuple(query for query in lint(template, base.name, base) if query.severity is not Severity.WARNING)
        raise DocgenError(*(found or (_broken(base.name, str(problem), base),))) from problem
    document: Document = filled.docx
    return document


def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


# --- checking a base -------------------------------------------------------------------------------------


def lint(data: bytes, name: str, base: Base = REPORTS) -> tuple[Query, ...]:
    """All that would keep a report, or a letter, from being made on this base, or from looking as it should."""
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile):
        return (_broken(name, "it is not a Word document", base),)
    stories = list(_stories(document))
    queries = [query for title, element in stories for query in _language(title, element, name, base)]
    return (*queries, *_markers(stories, name, base), *_styles(document, name, base))


def _stories(document: Document) -> Iterator[tuple[str, Any]]:
    """The parts that are filled in: the body, and the headers and footers of its sections."""
    yield "", document.element.body
    for rel in document.part.rels.values():
        if rel.reltype.endswith(("/header", "/footer")):
            kind = "header" if rel.reltype.endswith("/header") else "footer"
            yield f"{kind} {rel.target_ref}, ", rel.target_part.element


def _language(title: str, element: Any, name: str, base: Base) -> Iterator[Query]:
    """Names that nothing fills in, and anything beyond names, `for` and `if`."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError, meta

    tool = DocxTemplate(io.BytesIO())
    try:
        tree = _environment().parse(tool.patch_xml(tool.xml_to_string(element)))
    except TemplateSyntaxError as problem:
        where = _where(element, title, name, _is_broken)
        yield _query("template-syntax", where, f"A place to fill in cannot be read: {problem}.",
                     "Write places as {{ title }}, with two braces on each side.")  # fmt: skip
        return
    known = (*base.places, *base.markers)
    for unknown in sorted(meta.find_undeclared_variables(tree) - set(known)):
        near = difflib.get_close_matches(unknown, known, n=1)
        yield _query(
            "template-name",
            _where(element, title, name, re.compile(rf"{{[{{%][^}}]*\b{re.escape(unknown)}\b").search),
            f"There is nothing called “{unknown}” to fill in.",
            f"Did you mean “{near[0]}”?" if near else f"Use one of: {', '.join(known)}.",
        )
    odd = _odd(tree)
    if odd:
        yield _query(
            "template-language",
            _where(element, title, name, _is_odd),
            f"The base uses more of the template language than names, for and if: {', '.join(sorted(odd))}.",
            "Take it out; a base holds names to fill in, and nothing that calculates.",
        )


def _odd(tree: Any) -> set[str]:
    """What a template uses beyond the small language of a base."""
    return {type(node).__name__ for node in _walk(tree)} - _ALLOWED


def _is_broken(text: str) -> bool:
    """Whether the places of one paragraph cannot be read by themselves."""
    return any(text.count(opening) != text.count(closing) for opening, closing in (("{{", "}}"), ("{%", "%}")))


def _is_odd(text: str) -> bool:
    """Whether one paragraph uses more than the small language."""
    from jinja2 import TemplateSyntaxError

    for tag in re.findall(r"{{.*?}}", text):
        try:
            if _odd(_environment().parse(tag)):
                return True
        except TemplateSyntaxError:
            return True
    return bool(re.search(r"{%(?!p?\s*-?\s*(?:for|endfor|if|elif|else|endif)\b)", text))


def _walk(node: Any) -> Iterator[Any]:
    for child in node.iter_child_nodes():
        yield child
        yield from _walk(child)


def _markers(stories: list[tuple[str, Any]], name: str, base: Base) -> Iterator[Query]:
    """The marker of what is written exactly once, any other at most once, each alone in a paragraph of the body."""
    body = stories[0][1]
    for marker in base.markers:
        written = re.compile(r"{{p?\s*" + marker + r"\s*}}")
        found = [
            (f"{title}{at}", paragraph.getparent() is body and written.fullmatch(text.strip()) is not None)
            for title, element in stories
            for at, paragraph, text in _paragraphs(element)
            if written.search(text)
        ]
        if not found and marker == base.marker:
            fix = f"Write {{{{ {marker} }}}} alone in a paragraph, where the {base.what} is to begin."
            yield _query("template-marker", Place(name), f"Nothing says where the {base.what} goes.", fix)
        elif len(found) > 1 or not all(alone for _, alone in found):
            where = Place(name, ", ".join(at for at, _ in found))
            yield _query("template-marker", where, f"{{{{ {marker} }}}} stands wrongly, or more than once.",
                         "Keep it once, alone in a paragraph of the body, outside tables.")  # fmt: skip


def _styles(document: Document, name: str, base: Base) -> Iterator[Query]:
    """Styles that the writer uses and the base lacks."""
    styles = Styles.of(document.styles.element)
    for style in base.styles:
        if not styles[style]:
            yield _query("template-style", Place(name, "styles"), f"The style “{style}” is missing.",
                         f"Copy it from docgen's own {base.name}, or make one.", Severity.WARNING)  # fmt: skip


def _paragraphs(element: Any) -> Iterator[tuple[str, Any, str]]:
    """Where each paragraph stands, the paragraph, and its text. From the second page on, the page is said too.

    Pages are those on which Word last showed the document; where it never did, those of its page breaks.
    """
    shown = next(element.iter(f"{{{W}}}lastRenderedPageBreak"), None) is not None
    page = 1
    for n, paragraph in enumerate(element.iter(f"{{{W}}}p"), start=1):
        breaks = sum(1 for _ in paragraph.iter(f"{{{W}}}lastRenderedPageBreak"))
        if not shown:
            breaks = int(paragraph.find(f"{{{W}}}pPr/{{{W}}}pageBreakBefore") is not None)
            breaks += sum(one.get(f"{{{W}}}type") == "page" for one in paragraph.iter(f"{{{W}}}br"))
        page += breaks
        at = f"page {page}, paragraph {n}" if page > 1 else f"paragraph {n}"
        yield at, paragraph, "".join(text.text or "" for text in paragraph.iter(f"{{{W}}}t"))


def _where(element: Any, title: str, name: str, wrong: Callable[[str], object]) -> Place:
    """The first paragraph that is wrong, else the part."""
    for at, _, text in _paragraphs(element):
        if wrong(text):
            return Place(name, f"{title}{at}")
    return Place(name, title.rstrip(", "))


def _query(rule: str, where: Place, message: str, fix: str, severity: Severity = Severity.ERROR) -> Query:
    return Query(rule, severity, message, fix, where=where)


def _broken(name: str, why: str, base: Base) -> Query:
    return _query("template-unreadable", Place(name), f"The base of the {base.what} cannot be used: {why}.",
                  f"Use docgen's own {base.name}, restyled in Word and saved as .docx.")  # fmt: skip
