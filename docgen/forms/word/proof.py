"""A proof of a form for whoever writes its definition: the form as it will look, with ids and rules beside each field.

It is made from the blank of the form, so that it shows what auditors will see. Every control becomes plain text and
everything that says which copy it is goes: a proof can be printed and commented on, not filled in and not taken in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from docgen.forms.identity import PROOF, PROOF_PROPERTY, TEXT_PROPERTY, printed
from docgen.forms.package import Package, pack, parse, serialise
from docgen.forms.word.compile import compile_toolkit
from docgen.forms.word.identity import add_to_footers
from docgen.forms.word.template import main_part, style_ids
from docgen.forms.word.wordml import NAMESPACES, W, text_of
from docgen.forms.words import line
from docgen.forms.xmltext import escape
from docgen.marks import Address, toolkit_id
from docgen.model import Form, Framework, Section

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

Notes = Mapping[str, tuple[str, ...]]
"""What is printed where: by field, `field=option`, `field.column`, `section:id`; `top` first, `end` last."""

TOP, END = "top", "end"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_TEXTS = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_COLOUR, _SIZE = "801650", 16
"""Dark red, 10 to 1 against white; half points."""


def compile_proof(framework: Framework, form: Form, template: bytes, notes: Notes) -> bytes:
    """The proof as a .docx; the same input makes the same bytes. Raises DocgenError where the template is unusable."""
    toolkit = toolkit_id("")
    package = Package(compile_toolkit(framework, form, template).copy(toolkit))
    main = main_part(package)
    styles = style_ids(package.parts[next(part for _, part in package.relations(main, "styles"))])
    root = parse(package.parts[main])
    _Proof(root, form, notes, styles).write()
    package.parts[main] = serialise(root)
    _unnamed(package, printed(framework, form, toolkit), toolkit, f"{framework.id} {framework.version} · {form.id}")
    add_to_footers(package, main, PROOF)
    return pack(package.files())


class _Proof:
    """The body of a blank form on its way to a proof."""

    def __init__(self, root: Element, form: Form, notes: Notes, styles: Mapping[str, str]) -> None:
        self._root = root
        self._form = form
        self._notes = notes
        self._styles = styles

    def write(self) -> None:
        """Put the notes in, and take out what could be filled in."""
        self._sections()
        seen: set[str] = set()
        for control in list(self._root.iter(W + "sdt")):
            tag = control.find(f"{W}sdtPr/{W}tag")
            address = Address.parse((tag.get(W + "val") or "") if tag is not None else "")
            paragraph = next(control.iterancestors(W + "p"))
            _unwrap(control)
            if address is not None:
                self._beside(address, paragraph, seen)
        _drop_bookmarks(self._root)
        self._ends()

    def _beside(self, address: Address, paragraph: Element, seen: set[str]) -> None:
        """The notes of one control: behind an option, in the cell of the question, above a table and in its head."""
        if address.row:
            table = next(paragraph.iterancestors(W + "tbl"))
            if address.field not in seen:
                seen.add(address.field)
                self._before(table, self._notes.get(address.field, ()))
            name = f"{address.field}.{address.column}"
            if name not in seen:
                seen.add(name)
                cell = next(paragraph.iterancestors(W + "tc"))
                number = list(cell.itersiblings(W + "tc", preceding=True))
                head = next(table.iter(W + "tr")).findall(W + "tc")[len(number)]
                head.extend(self._paragraphs(self._notes.get(name, ())))
            return
        if address.option:
            for text in self._notes.get(address.tag, ()):
                paragraph.append(_run(f"  {text}"))
        if address.field not in seen:
            seen.add(address.field)
            cell = next(paragraph.iterancestors(W + "tc"))
            label = next(cell.itersiblings(W + "tc", preceding=True))
            label.extend(self._paragraphs(self._notes.get(address.field, ())))

    def _sections(self) -> None:
        """A note below the heading of each section."""
        headings = [p for p in self._root.iter(W + "p") if _style(p) == self._styles["heading 1"]]
        for section in self._form.sections:
            heading = next((one for one in headings if _is_of(one, section)), None)
            if heading is not None:
                headings = headings[headings.index(heading) + 1 :]
                for paragraph in reversed(
                    self._paragraphs(self._notes.get(f"section:{section.id}", ()), keep_next=True)
                ):
                    heading.addnext(paragraph)

    def _ends(self) -> None:
        """What a proof is, at the start; what concerns the whole form, at the end."""
        body = cast("Element", self._root.find(W + "body"))
        for number, paragraph in enumerate([_banner(), *self._paragraphs(self._notes.get(TOP, ()))]):
            body.insert(number, paragraph)
        last = body.find(W + "sectPr")
        for paragraph in self._paragraphs(self._notes.get(END, ())):
            if last is None:
                body.append(paragraph)
            else:
                last.addprevious(paragraph)

    def _before(self, table: Element, texts: Iterable[str]) -> None:
        for paragraph in self._paragraphs(texts, keep_next=True):
            table.addprevious(paragraph)

    def _paragraphs(self, texts: Iterable[str], *, keep_next: bool = False) -> list[Element]:
        """A paragraph for each text; one that starts with # is a heading. `keep_next` keeps them with what follows."""
        made = []
        for text in texts:
            heading = text.startswith("# ")
            style = self._styles["heading 1" if heading else "DG Guidance"]
            keep = "<w:keepNext/>" if keep_next else ""
            paragraph = _element(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr></w:p>')
            paragraph.append(_element(f"<w:r><w:t>{escape(text[2:])}</w:t></w:r>") if heading else _run(text))
            made.append(paragraph)
        return made


def _run(text: str) -> Element:
    """Words of a proof: small, and in letters of one width, so that they are told from the form's own at a glance."""
    font = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:noProof/>'
    look = f'{font}<w:color w:val="{_COLOUR}"/><w:sz w:val="{_SIZE}"/><w:szCs w:val="{_SIZE}"/>'
    return _element(f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>')


def _banner() -> Element:
    """The words that nobody can overlook, in a frame."""
    edge = 'w:val="single" w:sz="24" w:space="6" w:color="801650"'
    frame = "".join(f"<w:{side} {edge}/>" for side in ("top", "left", "bottom", "right"))
    properties = f'<w:pBdr>{frame}</w:pBdr><w:spacing w:before="120" w:after="240"/><w:jc w:val="center"/>'
    look = f'<w:b/><w:color w:val="{_COLOUR}"/><w:sz w:val="40"/><w:szCs w:val="40"/>'
    return _element(f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t>{PROOF}</w:t></w:r></w:p>")


def _element(xml: str) -> Element:
    name = xml[1:].split(" ", 1)[0].split(">", 1)[0]
    return parse(xml.replace(f"<{name}", f'<{name} xmlns:w="{NAMESPACES["w"]}"', 1).encode("utf-8"))


def _unwrap(control: Element) -> None:
    """A content control as the text in it."""
    content = control.find(W + "sdtContent")
    for child in list(content) if content is not None else ():
        control.addprevious(child)
    cast("Element", control.getparent()).remove(control)


def _drop_bookmarks(root: Element) -> None:
    """Takes out the addresses of controls, and what says which copy this is."""
    gone = set()
    for start in list(root.iter(W + "bookmarkStart")):
        if (start.get(W + "name") or "").startswith("_d"):
            gone.add(start.get(W + "id"))
            cast("Element", start.getparent()).remove(start)
    for end in list(root.iter(W + "bookmarkEnd")):
        if end.get(W + "id") in gone:
            cast("Element", end.getparent()).remove(end)


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return (style.get(W + "val") or "") if style is not None else ""


def _is_of(heading: Element, section: Section) -> bool:
    return text_of(heading).startswith(f"{section.ref}{line(section.title)}")


def _unnamed(package: Package, identity: str, toolkit: str, form: str) -> None:
    """Takes the identity of a toolkit out of every part, and says in the properties that this is a proof."""
    for name, data in package.parts.items():
        if name.startswith("word/") and name.endswith(".xml") and toolkit.encode("ascii") in data:
            root = parse(data)
            for text in root.iter(W + "t"):
                text.text = (text.text or "").replace(identity, f"{PROOF} · {form}").replace(toolkit, "PROOF")
            package.parts[name] = serialise(root)
    custom = parse(package.parts["docProps/custom.xml"])
    for entry in list(custom):
        custom.remove(entry)
    entry = custom.makeelement(_CUSTOM + "property", {"fmtid": TEXT_PROPERTY, "pid": "2", "name": PROOF_PROPERTY})
    words = entry.makeelement(_TEXTS + "lpwstr", {})
    words.text = form
    entry.append(words)
    custom.append(entry)
    package.parts["docProps/custom.xml"] = serialise(custom)
    core = parse(package.parts["docProps/core.xml"])
    for element in core.iter(_DC + "identifier", _DC + "title"):
        element.text = PROOF if element.tag == _DC + "identifier" else f"{PROOF}: {element.text}"
    package.parts["docProps/core.xml"] = serialise(core)
