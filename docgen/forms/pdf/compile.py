"""One form compiled into PDF objects that are the same in every copy, and one copy made of it: by joining bytes.

The pages are drawn once. What differs from copy to copy (the toolkit id, the fields that are filled in beforehand)
takes the place of its object in the list, and the table of the file is written anew.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.forms.compiled import cannot, prefilled
from docgen.forms.pdf import identity, syntax
from docgen.forms.pdf.identity import stamped
from docgen.model import DocgenError, Form, Framework, Query, Question, Severity, Value

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader
    from pypdf.generic import PdfObject

    from docgen.forms.pdf.draw import Drawn
    from docgen.forms.pdf.flow import Place
    from docgen.forms.pdf.letters import Letters
    from docgen.forms.pdf.widgets import Appearance, Ticked, Typed


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form ready to be copied. `prefill` holds the questions that a copy may fill, by id.

    objects     what stands in every copy, numbered from 1, blank
    stamps      the numbers of the objects in which the toolkit id stands
    typed       fields that a copy may fill with words; `ticked` those with a tick
    plain       the number of Helvetica; DejaVu is added to a copy that needs it
    """

    name: str
    prefill: Mapping[str, Question]
    objects: tuple[bytes, ...]
    stamps: tuple[int, ...]
    typed: tuple[Typed, ...]
    ticked: tuple[Ticked, ...]
    letters: Letters
    plain: int
    root: int
    info: int

    def copy(self, toolkit: str, values: Mapping[str, Value] = {}) -> bytes:
        """One PDF with this toolkit id and these answers in it; the same input makes the same bytes.

        Raises DocgenError for an id that is none, a field that copies may not fill, and a value that the
        field cannot hold.
        """
        problems = cannot(self.name, self.prefill, toolkit, values)
        if problems:
            raise DocgenError(*problems)
        objects = list(self.objects)
        for number in self.stamps:
            objects[number - 1] = stamped(objects[number - 1], toolkit)
        for box in self.ticked:
            objects[box.number - 1] = box.state(values)
        shown: list[tuple[int, Appearance]] = []
        for field in self.typed:
            filled = field.filled(values, self.letters)
            if filled is not None:
                objects[field.number - 1] = filled[0]
                shown.append((field.appearance, filled[1]))
        other = len(objects) + 1
        texts = [appearance.text for _, appearance in shown if not appearance.plainly]
        if texts:
            objects += self.letters.objects(texts, other)
        for number, appearance in shown:
            objects[number - 1] = appearance.stream(self.letters, self.plain, other)
        return syntax.assemble(objects, self.root, self.info)


def compile_toolkit(framework: Framework, form: Form, prefill: Sequence[str] = ()) -> Compiled:
    """The form drawn on pages, ready for copies that may fill the fields named in `prefill`.

    Raises DocgenError where reportlab, which draws it, is not installed, or the form has no such field.
    """
    questions = prefilled(framework, form, prefill)
    drawn = _drawn(framework, form)
    return _Assembly(framework, form, drawn, questions).compiled()


def _drawn(framework: Framework, form: Form) -> Drawn:
    try:
        from docgen.forms.pdf.draw import draw
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("reportlab"):
            raise
        message = "Forms in PDF need the extra “pdf”, which is not installed here."
        fix = "Install it with: python -m pip install 'docgen-audit[pdf]'"
        raise DocgenError(Query("pdf-extra", Severity.ERROR, message, fix), code=3) from None
    return draw(framework, form)


class _Assembly:
    """The drawn pages with their fields, object by object."""

    def __init__(self, framework: Framework, form: Form, drawn: Drawn, prefill: Mapping[str, Question]) -> None:
        from pypdf import PdfReader

        from docgen.forms.pdf.letters import letters

        self._framework = framework
        self._form = form
        self._drawn = drawn
        self._prefill = prefill
        self._letters = letters()
        self._reader = PdfReader(io.BytesIO(drawn.data))
        self._objects = list(_bodies(self._reader))
        self._typed: list[Typed] = []
        self._ticked: list[Ticked] = []

    def compiled(self) -> Compiled:
        """Everything in its place."""
        framework, form = self._framework, self._form
        plain = self._add(_HELVETICA)
        dingbats = self._add(b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>")
        footer = self._add(identity.footer(framework, form, plain))
        metadata = self._add(identity.metadata(framework, form))
        pages = [page.indirect_reference.idnum for page in self._reader.pages if page.indirect_reference]
        hidden = self._add(identity.hidden_field(framework, form, pages[0]))
        roots, widgets = self._fields(pages)
        widgets[pages[0]].append(hidden)
        call = self._add(syntax.stream({}, b"q /%s Do Q\n" % identity.FOOTER.encode("ascii")))
        for page, number in zip(self._reader.pages, pages, strict=True):
            self._objects[number - 1] = _page(page, footer, call, widgets[number])
        fields = [*roots, hidden]
        fonts = b"<< /Font << /Helv %d 0 R /ZaDb %d 0 R >> >>" % (plain, dingbats)
        acro = self._add(
            b"<< /Fields %s /DR %s /DA (/Helv 10 Tf 0.1 g) >>" % (syntax.array([*map(syntax.reference, fields)]), fonts)
        )
        root, info = (self._reader.trailer.raw_get(key).idnum for key in ("/Root", "/Info"))
        self._objects[root - 1] = self._catalog(acro, metadata)
        self._objects[info - 1] = identity.info(framework, form)
        stamps = (footer, metadata, info, hidden)
        return Compiled(
            f"{framework.id}, {form.id}", self._prefill, tuple(self._objects), stamps, tuple(self._typed),
            tuple(self._ticked), self._letters, plain, root, info,
        )  # fmt: skip

    def _fields(self, pages: Sequence[int]) -> tuple[list[int], dict[int, list[int]]]:
        """The numbers of the fields at the top, and of the widgets of each page, both in reading order."""
        from docgen.forms.pdf.widgets import boxes

        on, off = map(self._add, boxes())
        roots: list[int] = []
        widgets: dict[int, list[int]] = {number: [] for number in pages}
        rows: dict[tuple[str, int], tuple[int, list[int]]] = {}
        for place in self._drawn.places:
            address = place.address
            key = (address.field, address.row)
            if address.row and key not in rows:
                rows[key] = (self._add(b""), [])
                roots.append(rows[key][0])
            parent, kids = rows[key] if address.row else (0, roots)
            page = pages[place.page - 1]
            number = self._box(place, page, on, off) if place.option else self._field(place, page, parent)
            kids.append(number)
            widgets[page].append(number)
        for (field, row), (parent, kids) in rows.items():
            said = {"T": syntax.string(f"{field}[{row}]"), "Kids": syntax.array([*map(syntax.reference, kids)])}
            self._objects[parent - 1] = syntax.dictionary(said)
        return roots, widgets

    def _box(self, place: Place, page: int, on: int, off: int) -> int:
        from docgen.forms.pdf.widgets import ticked

        number = self._add(b"")
        box = ticked(place, number, page, on, off)
        self._objects[number - 1] = box.state({})
        if place.address.field in self._prefill:
            self._ticked.append(box)
        return number

    def _field(self, place: Place, page: int, parent: int) -> int:
        """The field, blank. Where copies may fill it, an object of its own is kept for what it shows then.

        No two fields share it, since a program that fills one in may write over that object.
        """
        from docgen.forms.pdf.widgets import typed

        number = self._add(b"")
        prefill = place.address.field in self._prefill
        field = typed(place, number, self._add(b"null") if prefill else 0, page, parent)
        self._objects[number - 1] = field.empty()
        if prefill:
            self._typed.append(field)
        return number

    def _catalog(self, acro: int, metadata: int) -> bytes:
        root = self._reader.root_object
        outlines = {}
        if "/Outlines" in root:
            outlines = {"Outlines": _serial(root.raw_get("/Outlines")), "PageMode": b"/UseOutlines"}
        return syntax.dictionary(
            {
                "Type": b"/Catalog",
                "Pages": _serial(root.raw_get("/Pages")),
                **outlines,
                "Lang": b"(en-GB)",
                "ViewerPreferences": b"<< /DisplayDocTitle true >>",
                "Metadata": syntax.reference(metadata),
                "AcroForm": syntax.reference(acro),
            }
        )

    def _add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)


_PACKING = ("/Filter", "/Length", "/DecodeParms")
_HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def _bodies(reader: PdfReader) -> Iterator[bytes]:
    """Every object of a file that was just drawn, in the order of their numbers."""
    from pypdf.generic import IndirectObject, NullObject, NumberObject

    size = reader.trailer["/Size"]
    assert isinstance(size, NumberObject)
    for number in range(1, size):
        yield _serial(reader.get_object(IndirectObject(number, 0, reader)) or NullObject())


def _serial(body: PdfObject) -> bytes:
    """An object as it stands in a file."""
    from pypdf.generic import StreamObject

    if isinstance(body, StreamObject):
        # reportlab writes streams as text, which takes a quarter more room
        said = {key[1:]: _serial(value) for key, value in body.items() if key not in _PACKING}
        return syntax.stream(said, body.get_data(), packed=True)
    out = io.BytesIO()
    body.write_to_stream(out)
    return out.getvalue()


def _page(page: PageObject, footer: int, call: int, widgets: Sequence[int]) -> bytes:
    """A page with the words of its footer, and its fields in reading order."""
    from pypdf.generic import DictionaryObject

    own = page["/Resources"]
    assert isinstance(own, DictionaryObject)
    resources = {key[1:]: _serial(value) for key, value in own.items()}
    resources["XObject"] = b"<< /%s %d 0 R >>" % (identity.FOOTER.encode("ascii"), footer)
    entries = {key[1:]: _serial(page.raw_get(key)) for key in page if key not in ("/Trans", "/Resources", "/Contents")}
    return syntax.dictionary(
        {
            **entries,
            "Resources": syntax.dictionary(resources),
            "Contents": syntax.array([_serial(page.raw_get("/Contents")), syntax.reference(call)]),
            "Annots": syntax.array([*map(syntax.reference, widgets)]),
            "Tabs": b"/R",
        }
    )
