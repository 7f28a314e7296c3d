"""The toolkit of `forms.py` as a workbook: made and read back, against the limits of the same run.

Making:  one pre-filled copy, against deflating the parts that differ from copy to copy (zlib, level 6).
Reading: bytes to answers with everything that is reported, against unzipping the parts that are looked at and
         a bare lxml parse of each; openpyxl and calamine, which hand back cells and no answers, for comparison.
Growth:  both again at 1, 2 and 4 times the questions; a ratio that rises means a step that is not linear.
"""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from pathlib import Path

from forms import answers, framework, parts, ratio
from lxml import etree

from docgen.forms.excel import blank_of, compile_toolkit, open_form
from docgen.marks import toolkit_id
from docgen.reading import read

TEMPLATE = (Path(__file__).parent.parent / "templates" / "toolkit.xlsx").read_bytes()
LOOKED_AT = (
    "[Content_Types].xml", "docProps/", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/", "xl/_rels/",
    "xl/drawings/",
)  # fmt: skip


def measure(times: int) -> None:
    """Prints a line for making and lines for reading a form of this size."""
    whole = framework(times)
    form = whole.forms[0]
    header = {question.id: f"Value of {question.id}" for question in form.sections[0].questions}
    compiled = compile_toolkit(whole, form, TEMPLATE, prefill=tuple(header))
    ids = [toolkit_id(f"bench {n}") for n in range(2)]
    first, second = (parts(compiled.copy(one, header)) for one in ids)
    changed = [data for name, data in first.items() if second[name] != data]

    def deflate() -> None:
        for data in changed:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            packer.compress(data)
            packer.flush()

    made, limit, make_ratio = ratio(lambda: compiled.copy(ids[0], header), deflate)

    every = compile_toolkit(whole, form, TEMPLATE, prefill=tuple(q.id for q in form.questions))
    filled = resaved(every.copy(ids[0], answers(form)))
    blank = blank_of(compiled.copy(ids[1], {}))
    back = {answer.field: answer.value for answer in read(open_form(filled, "bench.xlsx").marks(blank), form)}
    assert back == {question.id: answers(form)[question.id] for question in form.questions}, "read back otherwise"

    def bare() -> None:
        with zipfile.ZipFile(io.BytesIO(filled)) as package:
            for name in package.namelist():
                if name.startswith(LOOKED_AT):
                    etree.fromstring(package.read(name))

    took, parse, read_ratio = ratio(lambda: read(open_form(filled, "bench.xlsx").marks(blank), form), bare)
    print(f"{times} x: {len(form.questions)} questions, file {len(filled) // 1000} kB filled")
    print(f"   make  {made:7.2f} ms   deflate changed parts {limit:7.2f} ms   ratio {make_ratio:5.2f}   (goal 1.5)")
    print(f"   read  {took:7.2f} ms   unzip and bare parse  {parse:7.2f} ms   ratio {read_ratio:5.2f}   (goal 3.0)")
    for name, peer in peers(filled).items():
        alone, _, against = ratio(peer, bare)
        print(f"         {alone:7.2f} ms   by {name}, to cells only               ratio {against:5.2f}")


def resaved(document: bytes) -> bytes:
    """The workbook with its answers in the shared strings, as Excel and LibreOffice save them."""
    found = parts(document)
    names = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    shared = etree.fromstring(found["xl/sharedStrings.xml"])
    for part in [name for name in found if name.startswith("xl/worksheets/sheet")]:
        sheet = etree.fromstring(found[part])
        for cell in sheet.iter(names + "c"):
            inline = cell.find(names + "is")
            if inline is not None:
                item = etree.SubElement(shared, names + "si")
                item.extend(list(inline))
                cell.remove(inline)
                cell.set("t", "s")
                etree.SubElement(cell, names + "v").text = str(len(shared) - 1)
        found[part] = etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True)
    found["xl/sharedStrings.xml"] = etree.tostring(shared, xml_declaration=True, encoding="UTF-8", standalone=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in found.items():
            package.writestr(name, data)
    return out.getvalue()


def peers(document: bytes) -> dict[str, object]:
    """Other readers of workbooks, as far as they are installed: what they do is to hand back every cell."""
    found: dict[str, object] = {}
    try:
        from python_calamine import CalamineWorkbook

        def calamine() -> None:
            book = CalamineWorkbook.from_filelike(io.BytesIO(document))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()

        found["calamine"] = calamine
    except ImportError:
        pass
    from openpyxl import load_workbook

    found["openpyxl"] = lambda: load_workbook(io.BytesIO(document), data_only=True)
    return found


if __name__ == "__main__":
    for size in (1, 2, 4) if len(sys.argv) < 2 else map(int, sys.argv[1:]):
        measure(size)
