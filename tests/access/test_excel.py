"""Each check of workbooks on a small workbook with that fault, and on one with nothing wrong."""

from __future__ import annotations

import pytest

from docgen.access import EXCEL, check, rule
from tests.access.papers import FROZEN, LOOKS, ROWS, core, excel, line

LONG = line(1, "Question", "Answer") + "".join(line(n, f"Q{n}", "Yes") for n in range(2, 40))
DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"><xdr:twoCellAnchor><xdr:pic>'
    '<xdr:nvPicPr><xdr:cNvPr id="2" name="Picture 1"{}>{}</xdr:cNvPr></xdr:nvPicPr></xdr:pic></xdr:twoCellAnchor>'
    "</xdr:wsDr>"
)
LINK = '<hyperlinks><hyperlink ref="B2" r:id="rId9"/></hyperlinks>'
DXF = (
    '<dxfs><dxf><font><color rgb="FF9B1C1C"/></font><fill><patternFill><bgColor rgb="FF801650"/></patternFill></fill>'
    "</dxf></dxfs>"
)
FAULTS = [
    ("title", excel(properties=core("Book1")), ": The title in the properties is “Book1”."),
    ("language", excel(properties=core(language="English")), ": The language in the properties is “English”."),
    ("sheet-names", excel(name="Sheet1"), "sheet “Sheet1”: The sheet has the name that Excel gave it."),
    ("sheet-names", excel(rows=""), "sheet “Audit”: The sheet is empty."),
    ("frozen-header", excel(LONG), "sheet “Audit”: Its 39 rows have no frozen header."),
    (
        "header-rows",
        excel(listed='<table displayName="Cases" ref="A1:B2" headerRowCount="0"/>'),
        "sheet “Audit”, A1:B2: The table “Cases” has no header row.",
    ),
    (
        "merged-cells",
        excel(after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
        "sheet “Audit”, A1:B1: Cells are merged.",
    ),
    (
        "alternative-text",
        excel(drawing=DRAWING.format("", "")),
        "sheet “Audit”: A picture, chart or shape “Picture 1” has no alternative text.",
    ),
    (
        "contrast",
        excel(ROWS + line(3, "Pale", style=2)),
        "sheet “Audit”, A3: Text in #AAAAAA on #FFFFFF has a contrast of 2.3 to 1.",
    ),
    (
        "contrast",
        excel(ROWS + line(3, "Pale", style=4)),
        "sheet “Audit”, A3: Text in #A6A6A6 on #FFFFFF has a contrast of 2.4 to 1.",
    ),
    (
        "contrast",
        excel(looks=LOOKS + DXF),
        "conditional formats: Text of a conditional format in #9B1C1C on #801650 has a contrast of 1.2 to 1.",
    ),
    ("text-size", excel(ROWS + line(3, "Tiny", style=3)), "sheet “Audit”, A3: Text has 7 points."),
    (
        "links",
        excel(line(1, "A", "B") + line(2, "a", "Click here"), after=LINK),
        "sheet “Audit”, B2: A link says only “Click here”.",
    ),
    (
        "links",
        excel(line(1, "A", "B") + line(2, "a", "www.example.org"), after=LINK),
        "sheet “Audit”, B2: A link is a bare address: “www.example.org”.",
    ),
]


def said(data: bytes) -> list[tuple[str, str]]:
    """Rule, place and message of all that is found."""
    return [(query.rule, f"{query.where.at}: {query.message}") for query in check(data, "a.xlsx")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(excel(), id="white on dark in the header"),
        pytest.param(excel(LONG, pane=FROZEN), id="long, with a frozen header"),
        pytest.param(excel("".join(line(n, "A line") for n in range(1, 40))), id="long, in one column"),
        pytest.param(excel(drawing=DRAWING.format(' descr="A path"', "")), id="a picture that is described"),
        pytest.param(excel(drawing=DRAWING.format("", "<adec:decorative/>")), id="a decorative picture"),
        pytest.param(excel(rows="", name="Sheet1", state="hidden"), id="a hidden sheet"),
        pytest.param(excel(properties=core(language="")), id="no language, which Excel does not have"),
        pytest.param(excel(line(1, "A", "B") + line(2, "a", "Guidance"), after=LINK), id="a link with a name"),
    ],
)
def test_what_is_right_is_left_alone(data: bytes) -> None:
    assert said(data) == []


@pytest.mark.parametrize(
    ("name", "data", "message"), FAULTS, ids=[f"{name}-{n}" for n, (name, *_) in enumerate(FAULTS)]
)
def test_a_fault_is_found_with_its_place_and_nothing_else_is(name: str, data: bytes, message: str) -> None:
    assert said(data) == [(name, message)]


@pytest.mark.parametrize("one", EXCEL, ids=rule)
def test_every_check_has_a_workbook_with_its_fault(one: object) -> None:
    assert rule(one) in [name for name, _, _ in FAULTS]  # type: ignore[arg-type]
