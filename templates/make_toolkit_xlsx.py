"""Makes templates/toolkit.xlsx, the template of workbooks that ships with docgen: the same bytes every time.

    python templates/make_toolkit_xlsx.py

Staff restyle the made file in Excel (Home, Cell Styles, right-click a style that starts with DG, Modify) and put
their own logo in; this script is only for those who change what docgen ships.
"""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from docgen.forms.excel.looks import FIRST, NAMES
from docgen.forms.package import CONTENT_TYPES, OFFICE, pack

HERE = Path(__file__).parent


def _word() -> ModuleType:
    """The maker of the Word template, for the palette and the logo that both share."""
    spec = importlib.util.spec_from_file_location("make_toolkit", HERE / "make_toolkit.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    return maker


WORD = _word()
BLUE, INK, GREY, QUIET, RULE, PALE, TINT = (
    WORD.BLUE, WORD.INK, WORD.GREY, WORD.QUIET, WORD.RULE, WORD.PALE, WORD.TINT,
)  # fmt: skip
FONT, RED, WHITE, HAIR = WORD.FONT, "9B1C1C", "FFFFFF", "D3DAE1"
AMBER, BROWN, GREEN, FOREST, ASH = "FFF1CC", "6B3F00", "F0F7F2", "17512B", "EDEEF0"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class Look(NamedTuple):
    """One cell style. `edges` holds (side, line, colour); `number` a number format's id."""

    size: float = 11
    colour: str = INK
    bold: bool = False
    underline: bool = False
    fill: str = ""
    edges: tuple[tuple[str, str, str], ...] = ()
    across: str = ""
    up: str = "top"
    wrap: bool = True
    indent: int = 0
    number: int = 0
    locked: bool = True


_LINE = (("bottom", "thin", HAIR),)
_BOX = tuple((side, "thin", RULE) for side in ("left", "right", "top", "bottom"))
_UNDER = (("bottom", "medium", BLUE),)

LOOKS: dict[str, Look] = {
    "Normal": Look(up="", wrap=False),
    "DG Organisation": Look(12, GREY, True, up="center", wrap=False),
    "DG Title": Look(24, BLUE, True, up="center"),
    "DG Subtitle": Look(16, up="center"),
    "DG Purpose": Look(12),
    "DG Version": Look(10, GREY),
    "DG Marking": Look(11, INK, True, up="center", wrap=False),
    "DG Help": Look(14, BLUE, True, edges=_UNDER, up="bottom"),
    "DG Step": Look(up="center"),
    "DG Note": Look(bold=True, up="center"),
    "DG Sheet Title": Look(16, BLUE, True, up="center", wrap=False),
    "DG Count": Look(12, INK, True, up="center", wrap=False),
    "DG Section": Look(13, WHITE, True, fill=BLUE, up="center"),
    "DG Intro": Look(fill=PALE),
    "DG Head": Look(10, BLUE, True, fill=TINT, edges=_UNDER, up="center"),
    "DG Ref": Look(11, BLUE, True, edges=_LINE, across="left"),
    "DG Comment Ref": Look(10, GREY, edges=_LINE, across="left"),
    "DG Row No": Look(14, BLUE, True, edges=_LINE, across="left"),
    "DG Question": Look(bold=True, edges=_LINE),
    "DG Comment": Look(edges=_LINE),
    "DG Option": Look(edges=_LINE, across="left", indent=1),
    "DG Option Ref": Look(10, GREY, edges=_LINE, across="left"),
    "DG Answer": Look(edges=_BOX, fill=WHITE, across="left", indent=1, number=49, locked=False),
    "DG Tick": Look(12, BLUE, True, edges=_BOX, fill=WHITE, across="left", indent=1, locked=False),
    "DG Elsewhere": Look(10, QUIET, edges=_LINE, across="left", indent=1),
    "DG Link": Look(11, BLUE, underline=True, edges=_LINE, across="left", indent=1),
    "DG Status": Look(10, GREY, edges=_LINE, across="center"),
    "DG Guidance": Look(10, QUIET),
    "DG Condition": Look(10, INK),
    "DG Required": Look(11, RED, True),
    "DG Grade": Look(10, INK, True),
    "DG Quiet": Look(10, QUIET),
    "DG To Do": Look(10, BROWN, True, fill=AMBER),
    "DG Done": Look(10, FOREST, fill=GREEN),
    "DG Not Needed": Look(10, GREY, fill=ASH),
}
assert set(LOOKS) == {"Normal", *NAMES}

_LOGO_SIZE = 576000  # in English Metric Units, 360000 to the centimetre
_COVER = (
    ("DG Marking", "{{ marking }}"),
    ("DG Organisation", "{{ organisation }}"),
    ("DG Title", "{{ title }}"),
    ("DG Subtitle", "{{ form }}"),
    ("DG Purpose", "{{ purpose }}"),
    ("DG Version", "Version {{ version }}  ·  Toolkit {{ toolkit }}"),
    ("DG Step", "{{ toolkit_body }}"),
)


# --- styles ----------------------------------------------------------------------------------------------


def _font(look: Look) -> str:
    marks = ("<b/>" if look.bold else "") + ("<u/>" if look.underline else "")
    ink = f'<sz val="{look.size:g}"/><color rgb="FF{look.colour}"/>'
    return f'<font>{marks}{ink}<name val="{FONT}"/><family val="2"/></font>'


def _fill(look: Look) -> str:
    if not look.fill:
        return '<fill><patternFill patternType="none"/></fill>'
    colours = f'<fgColor rgb="FF{look.fill}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{colours}</patternFill></fill>'


def _border(look: Look) -> str:
    edges = {side: f'<{side} style="{line}"><color rgb="FF{colour}"/></{side}>' for side, line, colour in look.edges}
    sides = "".join(edges.get(side, f"<{side}/>") for side in ("left", "right", "top", "bottom"))
    return f"<border>{sides}<diagonal/></border>"


def _xf(look: Look, fonts: list[str], fills: list[str], borders: list[str], of: int | None) -> str:
    own = f' xfId="{of}"' if of is not None else ""
    parts = f' horizontal="{look.across}"' if look.across else ""
    parts += f' vertical="{look.up}"' if look.up else ""
    parts += ' wrapText="1"' if look.wrap else ""
    parts += f' indent="{look.indent}"' if look.indent else ""
    inner = f"<alignment{parts}/>" if parts else ""
    inner += "" if look.locked else '<protection locked="0"/>'
    return (
        f'<xf numFmtId="{look.number}" fontId="{fonts.index(_font(look))}" fillId="{fills.index(_fill(look))}" '
        f'borderId="{borders.index(_border(look))}"{own} applyNumberFormat="1" applyFont="1" applyFill="1" '
        f'applyBorder="1" applyAlignment="1" applyProtection="1">{inner}</xf>'
    )


def styles() -> str:
    """xl/styles.xml: a named cell style for everything that a workbook is drawn with."""
    looks = list(LOOKS.values())
    fonts = list(dict.fromkeys(map(_font, looks)))
    grey = '<fill><patternFill patternType="gray125"/></fill>'  # the second fill is Excel's own, ECMA-376 18.8.21
    fills = list(dict.fromkeys([_fill(Look()), grey, *map(_fill, looks)]))
    borders = list(dict.fromkeys(map(_border, looks)))
    named = "".join(_xf(look, fonts, fills, borders, None) for look in looks)
    cells = "".join(_xf(look, fonts, fills, borders, n) for n, look in enumerate(looks))
    builtin = {"Normal": ' builtinId="0"'}
    names = "".join(f'<cellStyle name="{name}" xfId="{n}"{builtin.get(name, "")}/>' for n, name in enumerate(LOOKS))
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="{len(fonts)}">{"".join(fonts)}</fonts>'
        f'<fills count="{len(fills)}">{"".join(fills)}</fills><borders count="{len(borders)}">{"".join(borders)}'
        f'</borders><cellStyleXfs count="{len(looks)}">{named}</cellStyleXfs>'
        f'<cellXfs count="{len(looks)}">{cells}</cellXfs><cellStyles count="{len(looks)}">{names}</cellStyles>'
        '<dxfs count="0"/></styleSheet>'
    )


# --- parts -----------------------------------------------------------------------------------------------


def sheet() -> str:
    """The first sheet: the logo, the cover, the place for the guidance; then a sample of every style."""
    index = {name: n for n, name in enumerate(LOOKS)}
    rows = ['<row r="1" ht="52" customHeight="1"/>']
    for number, (style, text) in enumerate(_COVER, start=2):
        cell = f'<c r="A{number}" s="{index[style]}" t="inlineStr"><is><t>{text}</t></is></c>'
        rows.append(f'<row r="{number}">{cell}</row>')
    return (
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{OFFICE}"><sheetViews><sheetView showGridLines="0" workbookViewId="0"/>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="{FIRST}" '
        f'customWidth="1"/></cols><sheetData>{"".join(rows)}</sheetData><drawing r:id="rId1"/></worksheet>'
    )


def samples() -> str:
    """The second sheet: every style with what it is for, so that staff see what they change."""
    index = {name: n for n, name in enumerate(LOOKS)}
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" s="{index[name]}" t="inlineStr"><is><t>{name}</t></is></c>'
        f'<c r="B{n}" s="{index["DG Step"]}" t="inlineStr"><is><t>{purpose}</t></is></c></row>'
        for n, (name, purpose) in enumerate(NAMES.items(), start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="40" customWidth="1"/>'
        f'<col min="2" max="2" width="70" customWidth="1"/></cols><sheetData>{rows}</sheetData></worksheet>'
    )


def drawing() -> str:
    """The logo, at the top of the first sheet."""
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    return (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="{a}" xmlns:r="{OFFICE}"><xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff>'
        "<xdr:row>0</xdr:row><xdr:rowOff>36000</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{_LOGO_SIZE}" cy="{_LOGO_SIZE}"/><xdr:pic><xdr:nvPicPr>'
        '<xdr:cNvPr id="2" name="Logo" descr="Logo of the organisation"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
        '<a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{_LOGO_SIZE}" cy="{_LOGO_SIZE}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
    )


def workbook() -> str:
    """xl/workbook.xml."""
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Read me first" sheetId="1" r:id="rId1"/>'
        '<sheet name="Styles" sheetId="2" r:id="rId2"/></sheets></workbook>'
    )


def _types() -> str:
    kinds = {
        "xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
        "xl/styles.xml": f"{_TYPE}.styles+xml",
        "xl/worksheets/sheet1.xml": f"{_TYPE}.worksheet+xml",
        "xl/worksheets/sheet2.xml": f"{_TYPE}.worksheet+xml",
        "xl/drawings/drawing1.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
    }
    inner = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{inner}</Types>"
    )


def make() -> bytes:
    """The template, stored without compression so that every zlib makes the same bytes."""
    relations = WORD._relations
    parts = {
        CONTENT_TYPES: _types(),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"), ("styles", "styles.xml")
        ),
        "xl/drawings/_rels/drawing1.xml.rels": relations(("image", "../media/image1.png")),
        "xl/drawings/drawing1.xml": drawing(),
        "xl/styles.xml": styles(),
        "xl/workbook.xml": workbook(),
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("drawing", "../drawings/drawing1.xml")),
        "xl/worksheets/sheet1.xml": sheet(),
        "xl/worksheets/sheet2.xml": samples(),
    }
    files = {name: (_HEAD + xml).encode("utf-8") for name, xml in parts.items()}
    return pack({**files, "xl/media/image1.png": WORD.logo()}, zipfile.ZIP_STORED)


if __name__ == "__main__":
    (HERE / "toolkit.xlsx").write_bytes(make())
