from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook

from docgen.reports.blocks import ChartBlock, Series
from docgen.reports.charts import draw
from docgen.reports.plot import labels, plan
from tests.reports.sample import GOOD, MET, PROPERTIES, chart, part, report

WIDTH = 481.9
NS = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}


def drawn(block: ChartBlock) -> Any:
    return etree.fromstring(draw(block, WIDTH, PROPERTIES.created).xml)


def values(root: Any, path: str) -> list[str]:
    return [str(one) for one in root.xpath(path, namespaces=NS)]


def one(*numbers: int | str | None, **changes: Any) -> ChartBlock:
    """A chart of one series of shares."""
    series = Series("Good", GOOD, tuple(None if number is None else Decimal(number) for number in numbers))
    return chart(categories=tuple(f"A{n}" for n in range(1, len(numbers) + 1)), series=(series,), **changes)


def test_a_chart_is_a_part_with_its_workbook_and_alternative_text() -> None:
    data = report(chart())
    assert "embeddings/Microsoft_Excel_Sheet1.xlsx" in part(data, "word/charts/_rels/chart1.xml.rels")
    assert 'descr="In A1 63% of cases are good, in A2 40%."' in part(data, "word/document.xml")


def test_a_chart_keeps_to_the_schema_where_python_pptx_does_not() -> None:
    root = drawn(chart())
    ids = values(root, "//c:axId/@val")
    assert ids == ["111", "112", "111", "112"]
    assert values(root, "c:lang/@val") == ["en-GB"]
    assert values(root, "c:roundedCorners/@val") == ["0"]
    assert etree.QName(root[-1]).localname == "externalData"


def test_a_chart_is_in_arial_and_its_series_in_the_colours_of_the_grades() -> None:
    root = drawn(chart())
    assert values(root, "c:txPr//a:latin/@typeface") == ["Arial"]
    assert values(root, "//c:ser/c:spPr/a:solidFill/a:srgbClr/@val") == [GOOD, MET]
    assert values(root, "//c:ser/c:spPr/a:ln//a:srgbClr/@val") == ["FFFFFF", "FFFFFF"]


def test_values_are_unrounded_and_missing_ones_are_missing() -> None:
    root = drawn(one("64.4927536", None, kind="bar"))
    assert values(root, "//c:val//c:pt/@idx") == ["0"]
    assert values(root, "//c:val//c:v/text()") == ["64.4927536"]
    assert values(root, "//c:cat//c:v/text()") == ["A1", "A2 (none)"]


def test_the_workbook_holds_what_the_chart_shows_and_no_formulas() -> None:
    block = chart(
        categories=("=1+1", "http://example.org"), series=(Series("@x", GOOD, (Decimal("62.5"), Decimal(0))),)
    )
    sheet = load_workbook(io.BytesIO(draw(block, WIDTH, PROPERTIES.created).workbook))["Sheet1"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "@x"],
        ["=1+1", 62.5],
        ["http://example.org", 0],
    ]
    assert sheet["A2"].data_type == "s"
    assert sheet["A3"].hyperlink is None


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert draw(chart(), WIDTH, PROPERTIES.created) == draw(chart(), WIDTH, PROPERTIES.created)


def test_lying_bars_run_from_the_top_as_the_table_does() -> None:
    assert values(drawn(chart()), "//c:catAx/c:scaling/c:orientation/@val") == ["maxMin"]
    assert values(drawn(one(1, kind="column")), "//c:catAx/c:scaling/c:orientation[@val='maxMin']") == []


@pytest.mark.parametrize("count", [1, 2, 3, 12, 18, 30])
def test_the_height_grows_with_the_categories_and_leaves_each_its_room(count: int) -> None:
    where = plan(one(*range(1, count + 1), kind="bar"), WIDTH)
    assert where.plot_height / count >= 15
    assert where.height < 640


def test_long_names_get_the_lines_that_they_need() -> None:
    long = "Management oversight that changed the work and is recorded in the case file"
    short, tall = plan(one(50, 60, 70), WIDTH), plan(chart(categories=(long, "B"), series=one(1, 2).series), WIDTH)
    assert tall.plot_height / 2 > short.plot_height / 3
    assert tall.left < WIDTH * 0.4


def test_columns_that_would_collide_become_lying_bars() -> None:
    assert plan(one(1, 2, 3, kind="column"), WIDTH).kind == "column"
    assert plan(one(*range(30), kind="column"), WIDTH).kind == "bar"
    assert plan(chart(kind="column", categories=("Incomprehensibilities" * 2,) * 4), WIDTH).kind == "bar"


def test_a_part_too_small_for_its_label_has_none() -> None:
    block = chart(
        series=(Series("Good", GOOD, (Decimal(97), Decimal(90))), Series("Met", MET, (Decimal(3), Decimal(10))))
    )
    where = plan(block, WIDTH)
    assert labels(block, 0, where) is not None
    met = labels(block, 1, where)
    assert met is not None
    assert met.hidden == 3
    formats = values(drawn(block), "//c:dLbls/c:numFmt/@formatCode")
    assert formats == ['0"%"', '[<3.0001]"";0"%"']


def test_labels_inside_bars_can_be_read_on_their_colour() -> None:
    assert values(drawn(chart()), "//c:dLbls//a:solidFill/a:srgbClr/@val") == ["FFFFFF", "000000"]


def test_no_label_is_deleted_one_by_one() -> None:
    assert values(drawn(one(0, 1, 99, None)), "//c:dLbl") == []


def test_a_target_beyond_the_middle_is_a_line_with_its_name() -> None:
    root = drawn(one(40, 80, kind="bar", target=Decimal(60), target_label="Target: at least 60%"))
    assert values(root, "//c:valAx/c:majorUnit/@val") == ["60.0"]
    assert values(root, "//c:valAx/c:majorGridlines//a:prstDash/@val") == ["dash"]
    assert values(root, "//c:valAx/c:numFmt/@formatCode") == ['[=60]"Target "0"%";;']


def test_a_target_that_cannot_be_drawn_is_still_said() -> None:
    block = one(9, 12, kind="bar", target=Decimal(14), target_label="Target: at most 14%")
    assert values(drawn(block), "//c:majorGridlines") == []
    assert "Share of cases. Target: at most 14%." in part(report(block), "word/document.xml")


def test_labels_move_inside_where_the_line_of_a_target_would_cross_them() -> None:
    crossed = one(58, 80, 1, kind="bar", target=Decimal(60))
    found = labels(crossed, 0, plan(crossed, WIDTH))
    assert found is not None
    assert (found.inside, found.hidden) == (True, Decimal(1))
    clear = one(20, 80, kind="bar", target=Decimal(60))
    found = labels(clear, 0, plan(clear, WIDTH))
    assert found is not None
    assert not found.inside


def test_a_stacked_bar_holds_its_first_series_against_the_target() -> None:
    root = drawn(chart(target=Decimal(60)))
    assert values(root, "//c:valAx/c:majorUnit/@val") == ["0.6"]
    assert values(root, "//c:valAx/c:numFmt/@formatCode") == ['[=0.6]"Target "0%;;']


def test_lines_are_labelled_only_where_there_is_room() -> None:
    far = chart(
        kind="line", series=(Series("A", GOOD, (Decimal(10), Decimal(90))), Series("B", MET, (Decimal(80), None)))
    )
    near = chart(kind="line", series=(Series("A", GOOD, (Decimal(10), None)), Series("B", MET, (Decimal(12), None))))
    assert labels(far, 0, plan(far, WIDTH)) is not None
    assert labels(near, 0, plan(near, WIDTH)) is None
    assert values(drawn(near), "//c:showVal[@val='1']/@val") == []


def test_counts_have_an_axis_of_round_steps() -> None:
    root = drawn(one(120, 184, kind="line", number_format="0"))
    assert values(root, "//c:valAx/c:majorUnit/@val") == ["50.0"]
    assert values(root, "//c:valAx/c:scaling/c:max/@val") == []


def test_one_series_needs_no_legend() -> None:
    assert values(drawn(one(1, 2)), "//c:legend") == []
    assert len(drawn(chart()).xpath("//c:legend", namespaces=NS)) == 1
