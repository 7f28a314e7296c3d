"""Tables of words: columns as wide as their text asks for, rows that break where they must, lists inside cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import sqrt

from docgen.reports.blocks import Bullets, Paragraph, Span, TextTable, plain
from docgen.reports.tables import draw_cell, draw_row, table_properties
from docgen.reports.widths import lines, longest_word, text_width
from docgen.reports.wordml import Styles, paragraph, run

Spans = Callable[[Sequence[Span], str], str]
Around = Callable[[int, int, str], str]
"""Given a row, a column, and the runs of the first paragraph there: the same with whatever belongs around them."""
Cell = tuple[Paragraph | Bullets, ...]

KEPT_ROW = 230.0
"""Rows up to this height, in points, stay on one page: a third of the text of an A4 page. Longer ones may break."""
KEPT_TABLE = 160.0
"""Tables up to this height stay on one page, and so do the first two and the last two rows of longer ones."""

_SIZE = 10.5
_LINE = 1.17
_PAD = 8.0
_INDENT = 10.0
_FIRST = 0.27
"""The most of the width that a column of names gets."""
_FEW = 92.0
_ALL = 0.8
"""The share of the width that columns of a few words have at most, all together."""
_SHORT = 0.2
"""Columns that need no more of the width than this are set on one line."""
_STRONG = "<w:b/><w:bCs/>"
_KEEP = "<w:keepNext/>"
_AIR = {
    (True, False): '<w:spacing w:before="60"/>',
    (False, True): '<w:spacing w:after="60"/>',
    (True, True): '<w:spacing w:before="60" w:after="60"/>',
}
"""Points keep from the lines of a table the distance that paragraphs have: where the first stands, where the last."""


def table(block: TextTable, width: float, styles: Styles, spans: Spans, around: Around) -> str:
    """The table, `width` points wide, in the ordinary type of tables."""
    widths = _widths(block, width)
    heights = [_height(row, widths) for row in block.rows]
    short, last = sum(heights) <= KEPT_TABLE, len(block.rows) - 1
    head = draw_row(
        [
            draw_cell(paragraph(styles["DG Head"], run(label), "", _KEEP), points)
            for label, points in zip(block.columns, widths, strict=True)
        ],
        header=True,
    )
    rows = []
    for n, (row, height) in enumerate(zip(block.rows, heights, strict=True)):
        alone = n in (0, last - 1) and height + heights[min(n + 1, last)] <= KEPT_TABLE
        keep = _KEEP if n < last and (short or alone) else ""
        cells = [
            draw_cell(
                _content(cell, styles, spans, _STRONG if block.named and m == 0 else "", keep, partial(around, n, m)),
                points,
            )
            for m, (cell, points) in enumerate(zip(row, widths, strict=True))
        ]
        rows.append(draw_row(cells, whole=height <= KEPT_ROW))
    properties = table_properties(
        styles["DG Table"], widths, block.caption, block.alt or block.caption, total=False, named=block.named
    )
    return f"<w:tbl>{properties}{head}{''.join(rows)}</w:tbl>"


def _content(cell: Cell, styles: Styles, spans: Spans, dress: str, keep: str, around: Callable[[str], str]) -> str:
    """The paragraphs and lists of a cell; a base that has no list for cells gets plain paragraphs."""
    point = styles["DG Cell Bullet"] or styles["DG Cell"]
    pieces = [
        (styles["DG Cell"] if isinstance(block, Paragraph) else point, content)
        for block in cell
        for content in ((block.spans,) if isinstance(block, Paragraph) else block.items)
    ]
    last = len(pieces) - 1
    drawn = [
        paragraph(
            style,
            spans(content, dress) if n else around(spans(content, dress)),
            _AIR.get((n == 0, n == last), "") if style == point else "",
            keep,
        )
        for n, (style, content) in enumerate(pieces)
    ]
    return "".join(drawn) or paragraph(styles["DG Cell"], around(""))


# --- widths ----------------------------------------------------------------------------------------------


def _widths(block: TextTable, width: float) -> list[float]:
    """The width of each column: names and other short texts on one line, the rest by the root of how much they say."""
    columns = range(len(block.columns))
    least = [_least(block, n, width) for n in columns]
    if sum(least) > width:
        return [one * width / sum(least) for one in least]
    longest = [_longest(block, n) for n in columns]
    short = {n for n in columns if longest[n] <= width * _SHORT or (n == 0 and block.named)}
    if len(short) == len(longest):
        return [one * width / sum(longest) for one in longest] if sum(longest) > width else _spread(longest, width)
    wanted = [min(longest[n], width * _FIRST) if n in short else 0.0 for n in columns]
    words = [0.0 if n in short else sqrt(sum(map(len, _texts(block, n))) or 1) for n in columns]
    rest = width - sum(wanted)
    return _settled([one + rest * said / sum(words) for one, said in zip(wanted, words, strict=True)], least, width)


def _spread(widths: Sequence[float], width: float) -> list[float]:
    """The widths with what is left given to the last column."""
    return [*widths[:-1], widths[-1] + width - sum(widths)]


def _longest(block: TextTable, n: int) -> float:
    """The width in which every text of a column stands on one line."""
    return max(text_width(text, _SIZE, bold=n == 0) for text in [block.columns[n], *_texts(block, n)]) + _PAD + 2


def _settled(wanted: Sequence[float], least: Sequence[float], width: float) -> list[float]:
    """The widths wanted, with the least kept to: columns that are too narrow are widened at the others' cost."""
    narrow = {n for n, (one, low) in enumerate(zip(wanted, least, strict=True)) if one < low}
    while True:
        free = width - sum(least[n] for n in narrow)
        rest = sum(one for n, one in enumerate(wanted) if n not in narrow) or 1
        widths = [least[n] if n in narrow else one * free / rest for n, one in enumerate(wanted)]
        more = {n for n, (one, low) in enumerate(zip(widths, least, strict=True)) if one < low - 0.01} - narrow
        if not more:
            return widths
        narrow |= more


def _least(block: TextTable, n: int, width: float) -> float:
    """The width that the longest word of a column needs, and at least that of a few words where it has as many and the
    table is wide enough for that in every column.
    """
    words = [longest_word(text, _SIZE, bold=n == 0) for text in _texts(block, n)]
    few = min(_longest(block, n), _FEW, width * _ALL / len(block.columns))
    return max([longest_word(block.columns[n], _SIZE, bold=True) + _PAD, *(one + _PAD + _INDENT for one in words), few])


def _texts(block: TextTable, n: int) -> list[str]:
    return [text for row in block.rows for text, _ in _lines(row[n])]


def _lines(cell: Cell) -> list[tuple[str, float]]:
    """Each paragraph of a cell as text, with how far it is indented, in points."""
    found: list[tuple[str, float]] = []
    for block in cell:
        items = (block.spans,) if isinstance(block, Paragraph) else block.items
        found += [(plain(item), 0.0 if isinstance(block, Paragraph) else _INDENT) for item in items]
    return found


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """About how high a row is, in points."""
    return max(
        sum(lines(text, _SIZE, points - _PAD - indent) * _SIZE * _LINE + 4 for text, indent in _lines(cell)) + 2
        for cell, points in zip(row, widths, strict=True)
    )
