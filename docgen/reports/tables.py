"""Tables as one piece of XML each: widths that fit, a header row that repeats, no merged cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docgen.reports.blocks import FigureSpan, KeyNumbers, SignOff, Span, TableBlock, TableColumn, TableRow
from docgen.reports.widths import lines, longest_word, text_width
from docgen.reports.wordml import Styles, paragraph, quoted, run

Spans = Callable[[Sequence[Span], str], str]
"""Draws spans as runs, with run properties that all of them carry."""

KEPT_HEIGHT = 430.0
"""Tables up to this height, in points, stay on one page: some six tenths of the text of an A4 page."""

_SIZES = (("DG Cell", "DG Head", 10.5), ("DG Small Cell", "DG Small Head", 9.0), ("DG Tiny Cell", "DG Tiny Head", 8.0))
_PAD = 8.0
_WIDE = 8
_JUSTIFY = {"left": "", "right": '<w:jc w:val="right"/>', "centre": '<w:jc w:val="center"/>'}
_KEEP = "<w:keepNext/>"
_PROMPT = "595959"
DAY = '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/></w:date>'


def table(block: TableBlock, width: float, styles: Styles, spans: Spans) -> str:
    """The table, `width` points wide. A row that is a total is set in bold between heavier lines."""
    cell_style, head_style, size, widths = _fit(block, width)
    short = _height(block, size, widths) <= KEPT_HEIGHT
    last = len(block.rows) - 1
    head = draw_row(
        [
            draw_cell(paragraph(styles[head_style], run(column.label), _placed(block.columns, n), _KEEP), points)
            for n, (column, points) in enumerate(zip(block.columns, widths, strict=True))
        ],
        header=True,
    )
    rows = []
    for n, row in enumerate(block.rows):
        keep = bool(block.note) if n == last else short or n in (0, last - 1)
        rows.append(_body_row(block.columns, row, widths, styles, cell_style, keep, spans))
    total = bool(block.rows) and block.rows[-1].total
    properties = table_properties(styles["DG Table"], widths, block.caption, block.alt or block.caption, total)
    return f"<w:tbl>{properties}{head}{''.join(rows)}</w:tbl>"


def _placed(columns: Sequence[TableColumn], n: int) -> str:
    """How the text of a column stands. Words to the right of numbers keep their distance."""
    return _JUSTIFY[columns[n].align] or ('<w:ind w:left="200"/>' if _after_numbers(columns, n) else "")


def _after_numbers(columns: Sequence[TableColumn], n: int) -> bool:
    return n > 0 and columns[n].align == "left" and columns[n - 1].align == "right"


def _body_row(
    columns: Sequence[TableColumn],
    row: TableRow,
    widths: Sequence[float],
    styles: Styles,
    cell_style: str,
    keep: bool,
    spans: Spans,
) -> str:
    cells = []
    for n, points in enumerate(widths):
        content = row.cells[n] if n < len(row.cells) else ""
        fill = row.shades[n] if n < len(row.shades) else ""
        dress = ("<w:b/><w:bCs/>" if row.total else "") + (f'<w:color w:val="{ink(fill)}"/>' if fill else "")
        text = paragraph(styles[cell_style], spans((content,), dress), _placed(columns, n), _KEEP if keep else "")
        cells.append(draw_cell(text, points, fill))
    return draw_row(cells)


def key_numbers(block: KeyNumbers, width: float, styles: Styles, spans: Spans) -> str:
    """The headline numbers as a table: what it is, the number, what to know."""
    noted = any(item.note for item in block.items)
    widths = [width * share for share in ((0.40, 0.18, 0.42) if noted else (0.7, 0.3))]
    labels = ("Measure", "Result", "Note") if noted else ("Measure", "Result")
    head = draw_row(
        [
            draw_cell(paragraph(styles["DG Head"], run(label), "", _KEEP), points)
            for label, points in _zip(labels, widths)
        ],
        header=True,
    )
    rows = []
    for n, item in enumerate(block.items):
        keep = _KEEP if n < len(block.items) - 1 else ""
        texts = [
            paragraph(styles["DG Key Label"], run(item.label), "", keep),
            paragraph(styles["DG Key Number"], spans((item.value,), ""), "", keep),
            paragraph(styles["DG Key Note"], spans(item.note_spans, "") or run(item.note or "–"), "", keep),
        ]
        rows.append(
            draw_row([draw_cell(text, points, middle=True) for text, points in zip(texts, widths, strict=False)])
        )
    properties = table_properties(styles["DG Key Numbers"], widths, block.caption, block.caption, False)
    return f"<w:tbl>{properties}{head}{''.join(rows)}</w:tbl>"


def sign_off(block: SignOff, width: float, styles: Styles) -> str:
    """Lines to sign on: a row for each role, with room for name and date."""
    widths = [width * share for share in (0.3, 0.45, 0.25)]
    labels = ("Role", "Name", "Date")
    head = draw_row(
        [
            draw_cell(paragraph(styles["DG Head"], run(label), "", _KEEP), points)
            for label, points in _zip(labels, widths)
        ],
        header=True,
    )
    rows = []
    for n, role in enumerate(block.roles, start=1):
        texts = (
            run(role),
            _to_sign(f"{role}: name", "Name", 2 * n, ""),
            _to_sign(f"{role}: date", "Date", 2 * n + 1, DAY),
        )
        cells = [
            draw_cell(paragraph(styles["DG Key Label"], text), points)
            for text, points in zip(texts, widths, strict=True)
        ]
        rows.append(draw_row(cells, height=40))
    properties = table_properties(styles["DG Table"], widths, "Signatures", "Who signs this report", False)
    return f"<w:tbl>{properties}{head}{''.join(rows)}</w:tbl>"


def _to_sign(name: str, prompt: str, ident: int, kind: str) -> str:
    """A control to sign in: it has a name of its own, and shows its prompt until somebody writes in it."""
    inner = run(prompt, f'<w:color w:val="{_PROMPT}"/>')
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val={quoted(name)}/><w:id w:val="{ident}"/><w:showingPlcHdr/>'
        f"{kind or '<w:text/>'}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def ink(fill: str) -> str:
    """Black or white, whichever can be read better on the fill (WCAG 2.2, relative luminance)."""
    channels = [int(fill[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "FFFFFF" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "000000"


# --- widths ----------------------------------------------------------------------------------------------


def _height(block: TableBlock, size: float, widths: Sequence[float]) -> float:
    """About how high the table is, in points."""
    most = [
        max(
            (lines(_text(cell), size, points - _PAD) for cell, points in zip(row.cells, widths, strict=False)),
            default=1,
        )
        for row in block.rows
    ]
    return sum(count * size * 1.17 + 6 for count in [2, *most])


def _fit(block: TableBlock, width: float) -> tuple[str, str, float, list[float]]:
    """The largest type in which no word is broken, and the width of each column in points."""
    first = 0 if len(block.columns) < _WIDE else 1
    chosen = _SIZES[-1]
    for chosen in _SIZES[first:]:
        least, wanted = _needs(block, chosen[2], width)
        if sum(least) <= width:
            break
    return *chosen, _share(width, least, wanted, [column.width for column in block.columns])


def _needs(block: TableBlock, size: float, width: float) -> tuple[list[float], list[float]]:
    """For each column the least width, and the one in which it reads well."""
    least = [_least(block, n, size) for n in range(len(block.columns))]
    wanted = [max(_wanted(block, n, size), least[n]) for n in range(len(block.columns))]
    return least, _level(block, wanted, width)


def _level(block: TableBlock, wanted: list[float], width: float) -> list[float]:
    """Columns of numbers made equally wide, where there is room for it."""
    numbers = [one for column, one in zip(block.columns, wanted, strict=True) if column.align == "right"]
    level = [
        max(numbers) if column.align == "right" else one for column, one in zip(block.columns, wanted, strict=True)
    ]
    return level if sum(level) <= width else wanted


def _share(width: float, least: Sequence[float], wanted: Sequence[float], hints: Sequence[float]) -> list[float]:
    """The width dealt out: to each what it wants, and what is left by the hints, else by what each wants.

    Where not all get what they want, each gets the least and a part of what is left.
    """
    left = width - sum(wanted)
    if left >= 0:
        weights = hints if any(hints) else wanted
        return [one + left * weight / sum(weights) for one, weight in zip(wanted, weights, strict=True)]
    if sum(least) >= width:
        return [one * width / sum(least) for one in least]
    if any(hints):
        wanted = [max(width * hint / sum(hints), low) for hint, low in zip(hints, least, strict=True)]
    if sum(wanted) <= width:
        return [one * width / sum(wanted) for one in wanted]
    room = (width - sum(least)) / (sum(wanted) - sum(least))
    return [low + (high - low) * room for low, high in zip(least, wanted, strict=True)]


def _least(block: TableBlock, n: int, size: float) -> float:
    """The width that the longest word of a column needs."""
    head = longest_word(block.columns[n].label, size, bold=True)
    return max([head, *(longest_word(text, size, row.total) for row, text in _texts(block, n))]) + _pad(block, n)


def _wanted(block: TableBlock, n: int, size: float) -> float:
    """The width in which short cells are on one line and the header on two; long text gets more, and is wrapped."""
    head = text_width(block.columns[n].label, size, bold=True) * 0.6
    widest = max((text_width(text, size, row.total) for row, text in _texts(block, n)), default=0.0)
    return max(head, min(widest, 160 + widest * 0.15)) + _pad(block, n)


def _pad(block: TableBlock, n: int) -> float:
    return _PAD + (10.0 if _after_numbers(block.columns, n) else 0.0)


def _texts(block: TableBlock, n: int) -> list[tuple[TableRow, str]]:
    return [(row, _text(cell)) for row in block.rows for cell in row.cells[n : n + 1]]


def _text(cell: str | FigureSpan) -> str:
    return cell if isinstance(cell, str) else cell.text


# --- pieces ----------------------------------------------------------------------------------------------


def _zip(labels: Sequence[str], widths: Sequence[float]) -> list[tuple[str, float]]:
    return list(zip(labels, widths, strict=True))


def _twips(points: float) -> int:
    return round(points * 20)


def draw_cell(content: str, points: float, fill: str = "", middle: bool = False) -> str:
    """A cell of this width around its paragraphs."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    place = '<w:vAlign w:val="center"/>' if middle else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(points)}" w:type="dxa"/>{shade}{place}</w:tcPr>{content}</w:tc>'


def draw_row(cells: Sequence[str], header: bool = False, height: float = 0, whole: bool = True) -> str:
    """A row at least so high that no page break comes into, unless it need not stay whole. A header row is repeated."""
    least = f'<w:trHeight w:val="{_twips(height)}" w:hRule="atLeast"/>' if height else ""
    repeated = "<w:tblHeader/>" if header else ""
    kept = "<w:cantSplit/>" if whole else ""
    return f"<w:tr><w:trPr>{kept}{least}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def table_properties(
    style: str, widths: Sequence[float], caption: str, alt: str, total: bool, named: bool = False
) -> str:
    """What holds for the whole table, and its grid: whether its last row is a total, its first column names the rows.

    A schema-given order: the texts for screen readers are last.
    """
    last, first = int(total), int(named)
    look = (
        f'<w:tblLook w:val="{0x0620 | last << 6 | first << 7:04X}" w:firstRow="1" w:lastRow="{last}" '
        f'w:firstColumn="{first}" '
    )
    grid = "".join(f'<w:gridCol w:w="{_twips(points)}"/>' for points in widths)
    return (
        "<w:tblPr>"
        + (f'<w:tblStyle w:val="{style}"/>' if style else "")
        + f'<w:tblW w:w="{sum(_twips(points) for points in widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        + look
        + 'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        + f"<w:tblCaption w:val={quoted(caption)}/><w:tblDescription w:val={quoted(alt)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
