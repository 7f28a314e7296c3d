"""Native charts: a chart part that Word can edit, with its numbers in an embedded workbook.

The XML comes from python-pptx's chart writer and is dressed here: Arial, fixed colours, labels that do not collide, a
plot whose place is reckoned, so that every program draws the same. A chart has no title of its own; its message is
the caption above it, where a screen reader and the contents find it.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from docgen.reports.blocks import ChartBlock
from docgen.reports.plot import CATEGORY, LABEL, Plan, axis_end, labels, plan, target_line
from docgen.reports.tables import ink
from docgen.reports.wordml import clean

if TYPE_CHECKING:
    from datetime import datetime

EMU = 12700
"""English metric units in a point."""

_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_INK = "1F2328"
_RULE = "B7C3CE"
_GRID = "DDE3E8"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart ready to be put into a document: its part, its workbook, and its size in points.

    The part expects the workbook under the relationship `rId1`.
    """

    xml: bytes
    workbook: bytes
    width: float
    height: float


def draw(block: ChartBlock, width: float, created: datetime) -> Drawn:
    """The chart in a width of so many points; its height grows with its categories.

    Standing columns whose labels would not fit side by side are drawn as lying bars.
    """
    from lxml import etree

    where = plan(block, width)
    space = _written(block, where)
    _dress(space, block, where)
    xml = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Drawn(xml, _workbook(block, created), where.width, where.height)


# --- the parts -------------------------------------------------------------------------------------------


def _written(block: ChartBlock, where: Plan) -> Any:
    """The chart as python-pptx writes it."""
    from pptx.chart.data import CategoryChartData
    from pptx.chart.xmlwriter import ChartXmlWriter
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.oxml import parse_xml

    kinds = {
        "stacked_bar": XL_CHART_TYPE.BAR_STACKED_100,
        "bar": XL_CHART_TYPE.BAR_CLUSTERED,
        "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
        "line": XL_CHART_TYPE.LINE_MARKERS,
    }
    data = CategoryChartData(number_format=block.number_format)
    data.categories = _names(block)
    for one in block.series:
        data.add_series(clean(one.name), [None if value is None else float(value) for value in one.values])
    return parse_xml(ChartXmlWriter(kinds[where.kind], data).xml.encode("utf-8"))


def _names(block: ChartBlock) -> list[str]:
    """The names of the categories; one without any value says so, as its bar is missing."""
    return [
        clean(name) + ("" if any(one.values[n : n + 1] not in ((), (None,)) for one in block.series) else " (none)")
        for n, name in enumerate(block.categories)
    ]


def _workbook(block: ChartBlock, created: datetime) -> bytes:
    """The numbers where the chart's references look for them: categories in column A, a series a column.

    Texts are written as texts: a name that begins with “=” is no formula.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": created.replace(tzinfo=None)})
    sheet = book.add_worksheet("Sheet1")
    shown = book.add_format({"num_format": block.number_format})
    sheet.set_column(0, 0, 30)
    for row, name in enumerate(_names(block), start=1):
        sheet.write_string(row, 0, name)
    for column, one in enumerate(block.series, start=1):
        sheet.write_string(0, column, clean(one.name))
        for row, value in enumerate(one.values, start=1):
            if value is not None:
                sheet.write_number(row, column, float(value), shown)
    book.close()
    return buffer.getvalue()


def _dress(space: Any, block: ChartBlock, where: Plan) -> None:
    from pptx.chart.chart import Chart
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    chart = Chart(space, None)
    chart.font.size, chart.font.name = Pt(CATEGORY), "Arial"
    chart.font.color.rgb = RGBColor.from_string(_INK)
    chart.has_title = False
    _legend(chart, block, where)
    plot = chart.plots[0]
    if where.kind != "line":
        plot.gap_width = where.gap
        plot.overlap = 100 if where.kind == "stacked_bar" else 0
    for number, one in enumerate(plot.series):
        _colour(one, block.series[number].colour, where)
        _labels(one, block, number, where)
    _category_axis(chart, where)
    _value_axis(chart, block, where)
    _finish(space, where)


def _legend(chart: Any, block: ChartBlock, where: Plan) -> None:
    """Names of the series above the plot; none for one series, which the caption names."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    chart.has_legend = len(block.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(CATEGORY)


def _colour(series: Any, colour: str, where: Plan) -> None:
    """The series in its colour: white lines part the segments of a bar."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.util import Pt

    shade = RGBColor.from_string(colour)
    if where.kind == "line":
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = shade, Pt(2.25)
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 7
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = shade
        series.marker.format.line.color.rgb = shade
        return
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = shade
    if where.kind == "stacked_bar":
        series.format.line.color.rgb, series.format.line.width = RGBColor.from_string("FFFFFF"), Pt(0.75)


def _labels(series: Any, block: ChartBlock, number: int, where: Plan) -> None:
    """The values as labels. What would not fit is left out by the number format, as that survives every program.

    (LibreOffice 7.4 saves labels that are deleted one by one in an order that the schema does not allow.)
    """
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    wanted = labels(block, number, where)
    if wanted is None:
        return
    inside = {"stacked_bar": XL_LABEL_POSITION.CENTER}.get(where.kind, XL_LABEL_POSITION.INSIDE_END)
    beyond = {"line": XL_LABEL_POSITION.ABOVE}.get(where.kind, XL_LABEL_POSITION.OUTSIDE_END)
    drawn = series.data_labels
    drawn.show_value = True
    drawn.position = inside if wanted.inside else beyond
    drawn.font.size, drawn.font.name = Pt(LABEL), "Arial"
    drawn.font.color.rgb = RGBColor.from_string(ink(block.series[number].colour) if wanted.inside else _INK)
    drawn.number_format_is_linked = False
    drawn.number_format = block.number_format
    if wanted.hidden is not None:
        drawn.number_format = f'[<{wanted.hidden + Decimal("0.0001"):.4f}]"";{block.number_format}'


def _category_axis(chart: Any, where: Plan) -> None:
    """The first category at the top of lying bars, as in the table beside it."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    axis = chart.category_axis
    axis.reverse_order = where.lying
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(where.category_size)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = RGBColor.from_string("FFFFFF" if where.kind == "stacked_bar" else _RULE)
    axis.format.line.width = Pt(1.5)
    axis.has_major_gridlines = False


def _value_axis(chart: Any, block: ChartBlock, where: Plan) -> None:
    """Hidden where every bar carries its number; shown for lines; reduced to the target where one is held."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    axis = chart.value_axis
    top, target, unit = axis_end(block), target_line(block), 1
    axis.minimum_scale = 0
    if where.kind == "stacked_bar":
        top, unit = Decimal(1), 100
    if top is not None:
        axis.maximum_scale = float(top)
        axis.major_unit = float(target / unit) if target is not None else float(top / 5)
    elif where.kind == "line":
        axis.major_unit = _step(block)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    axis.tick_labels.font.size = Pt(LABEL)
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.number_format = block.number_format
    axis.has_major_gridlines = where.kind == "line" or target is not None
    if not axis.has_major_gridlines:
        axis.visible = False
        return
    line = axis.major_gridlines.format.line
    line.color.rgb, line.width = RGBColor.from_string(_GRID), Pt(0.5)
    if target is not None:
        line.color.rgb, line.width, line.dash_style = RGBColor.from_string(_INK), Pt(1.25), MSO_LINE.DASH
        shown = "0%" if unit == 100 else block.number_format
        axis.tick_labels.number_format = f'[={target / unit}]"Target "{shown};;'
        if where.lying:
            axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _step(block: ChartBlock) -> float:
    """The distance of grid lines: 1, 2 or 5 times a power of ten, about five of them."""
    most = max((float(value) for one in block.series for value in one.values if value is not None), default=1.0)
    power = 10.0 ** math.floor(math.log10(max(most, 1.0) / 5))
    return max(1.0, next(power * n for n in (1, 2, 5, 10) if power * n * 5 >= most))


# --- what python-pptx leaves open ------------------------------------------------------------------------


def _finish(space: Any, where: Plan) -> None:
    """Axis ids that the schema allows, British English, square corners, and a fixed place for the plot."""
    names = {n.get("val"): str(number) for number, n in enumerate(_all(space, "c:catAx/c:axId", "c:valAx/c:axId"), 111)}
    for element in _all(space, "c:axId", "c:crossAx"):
        element.set("val", names[element.get("val")])
    space.insert(1, _element('<c:roundedCorners val="0"/>'))
    space.insert(1, _element('<c:lang val="en-GB"/>'))
    for element in space.xpath("//a:endParaRPr"):
        element.set("lang", "en-GB")
    frame = _element("<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")
    space.xpath("c:txPr")[0].addprevious(frame)
    space.append(_element('<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'))
    plot = space.xpath("c:chart/c:plotArea")[0]
    for old in plot.xpath("c:layout"):
        plot.remove(old)
    place = zip(
        "xywh",
        (
            where.left / where.width,
            where.top / where.height,
            where.plot_width / where.width,
            where.plot_height / where.height,
        ),
        strict=True,
    )
    inner = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in place)
    plot.insert(
        0,
        _element(
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            f"{inner}</c:manualLayout></c:layout>"
        ),
    )


def _all(space: Any, *paths: str) -> Iterable[Any]:
    return [element for path in paths for element in space.xpath(f"//{path}")]


def _element(xml: str) -> Any:
    """A piece of chart XML, its namespaces declared on its first tag."""
    from pptx.oxml import parse_xml

    return parse_xml(re.sub(r"\A<[\w:]+", lambda tag: f"{tag[0]} {_NAMESPACES}", xml))
