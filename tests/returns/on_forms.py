"""What people and programs do to a whole form: wrappers, other names, rows and sections that move or are copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from tests.returns.page import BY, PREFIXES, W, run, unwrap, xml

Change = Callable[[Any], None]
NOTHING, LISTED = "", "A page that somebody added"
_GOOGLE = (
    '<w:sdt><w:sdtPr><w:id w:val="-7"/><w:tag w:val="goog_rdk_7"/><w:lock w:val="contentLocked"/></w:sdtPr>'
    "<w:sdtContent/></w:sdt>"
)


def _wrap(name: str, wrapper: str = _GOOGLE, hold: str = "sdtContent") -> Change:
    """Each element of a name in a wrapper of its own."""

    def change(root: Any) -> None:
        for one in list(root.find(W + "body").iter(W + name)):
            (around,) = xml(wrapper)
            one.addprevious(around)
            (around if around.tag == W + hold else next(around.iter(W + hold))).append(one)

    return change


def _every_run_inserted(root: Any) -> None:
    """Somebody typed everything while changes were tracked, the form's own words too."""
    for n, one in enumerate(list(root.find(W + "body").iter(W + "r"))):
        (around,) = xml(f"<w:ins w:id='{5000 + n}' {BY}/>")
        one.addprevious(around)
        around.append(one)


def _alternatives(root: Any) -> None:
    """Each run twice, in a choice and in its fallback."""
    for one in list(root.find(W + "body").iter(W + "r")):
        (around,) = xml('<mc:AlternateContent><mc:Choice Requires="w14"/><mc:Fallback/></mc:AlternateContent>')
        one.addprevious(around)
        around[1].append(deepcopy(one))
        around[0].append(one)


def _without_controls(root: Any) -> None:
    for one in list(root.iter(W + "sdt")):
        unwrap(one)


def _without_addresses(root: Any) -> None:
    _without_controls(root)
    for one in [*root.iter(W + "bookmarkStart"), *root.iter(W + "bookmarkEnd")]:
        one.getparent().remove(one)


def _rows(root: Any) -> list[Any]:
    """The rows of questions: those with three cells and a control in the last."""
    return [
        one for one in root.iter(W + "tr") if len(one.findall(W + "tc")) == 3 and one.find(f".//{W}sdt") is not None
    ]


def _turned(root: Any) -> None:
    """The rows of every table of questions from last to first."""
    for one in _rows(root):
        parent = one.getparent()
        head = next(parent.iter(W + "tr"))
        head.addnext(one)


def _columns_turned(root: Any) -> None:
    """The answers stand before the questions."""
    for one in root.iter(W + "tr"):
        cells = one.findall(W + "tc")
        if len(cells) == 3:
            cells[1].addprevious(cells[2])


def _row_twice(root: Any) -> None:
    first = _rows(root)[0]
    first.addnext(deepcopy(first))


def _section_twice(root: Any) -> None:
    table = next(_rows(root)[0].iterancestors(W + "tbl"))
    table.addnext(deepcopy(table))
    table.addnext(xml("<w:p/>")[0])


def _page_added(root: Any) -> None:
    body = root.find(W + "body")
    break_ = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    for one in xml(f"{break_}<w:p>{run(LISTED)}</w:p>"):
        body[-1].addprevious(one)


def _merged(root: Any) -> None:
    """The heads of the columns are merged into one cell, and question and answer of the first row into another."""
    for table in root.iter(W + "tbl"):
        cells = next(table.iter(W + "tr")).findall(W + "tc")
        if len(cells) == 3:
            cells[0].find(W + "tcPr").extend(xml('<w:gridSpan w:val="3"/>'))
            cells[0].extend([p for cell in cells[1:] for p in cell.findall(W + "p")])
            for cell in cells[1:]:
                cell.getparent().remove(cell)


def _in_one_table(root: Any) -> None:
    """The whole form is pasted into a table of one cell."""
    body = root.find(W + "body")
    blocks = [one for one in body if one.tag != W + "sectPr"]
    (table,) = xml("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>")
    body.insert(0, table)
    cell = next(table.iter(W + "tc"))
    cell.extend(blocks)
    cell.extend(xml("<w:p/>"))


def _strict(root: Any) -> None:
    """Nothing here: `strict` below changes the bytes."""


def strict(part: bytes) -> bytes:
    """A document part with the names of strict OOXML (ECMA-376 part 1)."""
    return part.replace(W[1:-1].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")


def _bidi(root: Any) -> None:
    """As Google writes it: everything says that it does not run from right to left; and paragraphs that do."""
    for one in root.find(W + "body").iter(W + "r"):
        holder = one.find(W + "rPr")
        if holder is None:
            one.insert(0, xml("<w:rPr/>")[0])
            holder = one[0]
        holder.extend(xml('<w:rtl w:val="0"/>'))
    for one in root.find(W + "body").iter(W + "p"):
        holder = one.find(W + "pPr")
        if holder is not None:
            holder.extend(xml("<w:bidi/>"))


def _over_first_box(root: Any, shape: str) -> None:
    """Hangs a shape on the first box that is still a control, else on the last paragraph."""
    boxes = (one for one in root.iter(W + "sdt") if one.findtext(f"{W}sdtContent/{W}r/{W}t") in ("☐", "☒"))
    box = next(boxes, None)
    if box is not None:
        box.addnext(xml(shape)[0])
    else:
        list(root.iter(W + "p"))[-1].append(xml(shape)[0])


def _drawn(root: Any) -> None:
    """Somebody circles the first box with a pen."""
    shape = (
        f'<w:r><w:drawing><wp:anchor><wp:docPr id="99" name="{LISTED}"/><a:graphic><a:graphicData '
        f'uri="{PREFIXES["wps"]}"><wps:wsp/></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>'
    )
    _over_first_box(root, shape)


def _ink(root: Any) -> None:
    """The same as a pen on a tablet leaves it: ink in an alternative, with a picture to fall back on."""
    shape = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wpi"><w:drawing><wp:anchor>'
        f'<wp:docPr id="98" name="{LISTED}"/></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:drawing><wp:anchor>'
        f'<wp:docPr id="98" name="{LISTED}"/></wp:anchor></w:drawing></mc:Fallback></mc:AlternateContent></w:r>'
    )
    _over_first_box(root, shape)


def _split_runs(root: Any) -> None:
    for one in [*root.find(W + "body").iter(W + "t")]:
        holder = one.getparent()
        if len(one.text or "") > 1 and holder.tag == W + "r" and one is holder[-1]:
            rest = deepcopy(holder)
            rest[-1].text, one.text = one.text[1:], one.text[:1]
            for twin in (rest[-1], one):
                twin.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            for other in rest[:-1]:
                if other.tag != W + "rPr":
                    rest.remove(other)
            holder.addnext(rest)


FORMS: Mapping[str, tuple[Change, str]] = {
    "nothing is done to it": (lambda root: None, NOTHING),
    "every run in a wrapper of Google's": (_wrap("r"), NOTHING),
    "every paragraph in a wrapper of Google's": (_wrap("p"), NOTHING),
    "every cell in a wrapper of Google's": (_wrap("tc"), NOTHING),
    "every row in a wrapper of Google's": (_wrap("tr"), NOTHING),
    "every table in a wrapper of Google's": (_wrap("tbl"), NOTHING),
    "every row in custom XML": (_wrap("tr", '<w:customXml w:element="x"/>', "customXml"), NOTHING),
    "every run in a smart tag": (_wrap("r", '<w:smartTag w:element="x"/>', "smartTag"), NOTHING),
    "every run marked as not from right to left": (_bidi, NOTHING),
    "every run in two": (_split_runs, NOTHING),
    "every run twice, in alternatives": (_alternatives, NOTHING),
    "every run tracked as inserted": (_every_run_inserted, NOTHING),
    "strict OOXML": (_strict, NOTHING),
    "controls taken away": (_without_controls, NOTHING),
    "controls and bookmarks taken away": (_without_addresses, NOTHING),
    "rows of questions in another order": (_turned, NOTHING),
    "answers before the questions": (_columns_turned, NOTHING),
    "heads of tables merged": (_merged, NOTHING),
    "all in one cell of a table": (_in_one_table, NOTHING),
    "a row of a question copied": (_row_twice, NOTHING),
    "a section copied": (_section_twice, NOTHING),
    "a page added": (_page_added, LISTED),
    "a shape drawn over a box": (_drawn, LISTED),
    "ink over a box": (_ink, LISTED),
}
"""What is done → how, and what must then be listed as unread."""
