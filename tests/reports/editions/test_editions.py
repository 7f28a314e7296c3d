"""Editions for other readers: nobody is named, no small number can be worked out, and what is printed is right."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from dataclasses import replace
from functools import lru_cache

import pytest

from docgen.model import Action, DocgenError
from docgen.reports import Compiled, Edition, Making, compile_report
from docgen.reports.blocks import ChartBlock, FigureSpan, Heading, KeyNumbers, Paragraph, TableBlock, plain
from docgen.reports.material import Coverage, Material
from tests.reports import made_up
from tests.reports.builders import ROOT, WORDING, audits
from tests.reports.builders import material as national
from tests.reports.test_outlines import in_words, loose_numbers

BASE = (ROOT / "templates" / "report.docx").read_bytes()
KINDS = [("bwd-caf", "quarterly"), ("halton-collaborative", "monthly"), ("cafcass-qiam", "quarterly")]
PERIODS = {"quarterly": "2026-27-Q2", "monthly": "2026-09"}


def material(name: str, report: str, number: int = 40) -> Material:
    made = made_up.material(name, report, PERIODS[report], (number, 35))
    form = made_up.form(name, made.report.form)
    texts = [one.id for one in form.questions if one.kind == "longtext"]

    def told(n: int) -> str:
        return f"Worker 0{n % 9 + 1} saw K0000{n % 9}; then Ms Okonkwo agreed with A. Ash."

    named = tuple(
        replace(one, values={**one.values, **{text: told(n) for text in texts if one.values.get(text)}})
        for n, one in enumerate(made.audits)
    )
    return replace(made, audits=named)


@lru_cache(maxsize=16)
def edition(name: str, report: str, kind: str, number: int = 40) -> Compiled:
    return compile_report(material(name, report, number), BASE, WORDING, Making(edition=Edition(kind)))


def everything(data: bytes) -> str:
    """All that is in a document, charts and the workbooks within them too."""
    texts = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            part = package.read(name)
            texts.append(everything(part) if name.endswith(".xlsx") else part.decode("utf-8", "replace"))
    return "\n".join(texts)


@pytest.mark.parametrize("kind", ["committee", "public"])
@pytest.mark.parametrize(("name", "report"), KINDS)
def test_nobody_is_named_anywhere_in_the_file(name: str, report: str, kind: str) -> None:
    found = everything(edition(name, report, kind).document)
    for text in (*made_up.AUDITORS, "Worker 0", "K0000", "Okonkwo", "\ue010", "person 1"):
        assert text not in found, text


def test_a_committee_has_numbers_for_cases_and_the_key_of_them_is_apart() -> None:
    made = edition("bwd-caf", "quarterly", "committee")
    text = in_words(made.trail.blocks)
    assert re.search(r"\bCase \d+\n", text)
    assert dict(made.key)["Case 1"].startswith("K")
    assert "[c]" not in text
    assert "committee edition" in everything(made.document)


def test_a_public_edition_lists_no_case_quotes_nobody_and_says_how_it_was_made() -> None:
    made = edition("bwd-caf", "quarterly", "public")
    text = in_words(made.trail.blocks)
    assert "Case 1" not in text
    assert not [block for block in made.trail.blocks if isinstance(block, Paragraph) and block.style == "quote"]
    assert "About this edition" in text
    assert "A count from 1 to 4 is not printed" in text
    assert {one.why for one in made.withheld} >= {"1 to 4", "a small number could be worked out from it"}
    allowed = Making(edition=Edition("public", quotations=True))
    quoted = compile_report(made_up.material("bwd-caf", "quarterly", "2026-27-Q2", (40, 35)), BASE, WORDING, allowed)
    assert [one for one in quoted.trail.blocks if isinstance(one, Paragraph) and one.style == "quote"]


@pytest.mark.parametrize("number", [0, 1, 3, 7, 12, 40])
@pytest.mark.parametrize(("name", "report"), KINDS)
def test_no_small_count_and_no_rough_percentage_is_printed_and_every_number_has_its_figure(
    name: str, report: str, number: int
) -> None:
    made = edition(name, report, "public", number)
    for one in made.trail.numbers:
        counts_cases = one.figure.audits or one.figure.measure.startswith(("judgement", "moderation"))
        if counts_cases and one.shows == "count":
            assert not 0 < one.figure.numerator <= 4, one
        if counts_cases and "%" in one.text:
            assert (one.figure.denominator or 10) >= 10, one
    note = next(n for n, b in enumerate(made.trail.blocks) if isinstance(b, Heading) and b.text == "About this edition")
    assert loose_numbers(material(name, report, number), made.trail.blocks[:note]) == []


# --- a reader with a pencil ------------------------------------------------------------------------------


def areas(*grades: str) -> Material:
    """A national audit of a few areas; each text says how many are good, met, not met."""
    counts = [list(map(int, text.split())) for text in grades]
    lines = [
        f"a{n} public {grade} ×{number}"
        for n, row in enumerate(counts, start=1)
        for grade, number in zip(("good", "met", "not_met"), row, strict=True)
        if number
    ]
    return replace(national(audits(*lines)), round=None)


def printed(made: Compiled, start: str) -> TableBlock:
    return next(one for one in made.trail.blocks if isinstance(one, TableBlock) and one.caption.startswith(start))


@pytest.mark.parametrize(
    "grades",
    [
        ("12 7 2", "9 8 6", "14 5 5"),
        ("12 3 2", "9 8 6"),
        ("6 6 1", "7 5 2", "9 9 3"),
        ("10 10 4", "10 10 4", "10 4 10"),
    ],
)
def test_with_pencil_and_paper_no_small_cell_of_the_printed_table_can_be_found(grades: tuple[str, ...]) -> None:
    """Every way to fill in the table from what it prints: its rows, its columns, its percentages."""
    made = compile_report(areas(*grades), BASE, WORDING, Making(edition=Edition("public")))
    found = [
        one for one in made.trail.blocks if isinstance(one, TableBlock) and "by service area" in one.caption.lower()
    ]
    truth = [list(map(int, text.split())) for text in grades]
    table = found[-1] if found else None
    cells = {}
    for row in table.rows if table else ():
        for column, cell in zip(table.columns if table else (), row.cells, strict=True):
            if isinstance(cell, FigureSpan):
                cells[str(row.cells[0]), column.label] = cell
    names = ("Good", "Met", "Not met")
    labels = [f"A{n}" for n in range(1, len(truth) + 1)]

    def seen(row: str, column: str) -> bool:
        return (row, column) in cells or (row, f"% {column}") in cells

    unknown = [(n, m) for n, row in enumerate(labels) for m, column in enumerate(names) if not seen(row, column)]
    worlds = []
    for values in itertools.product(range(1, 16), repeat=len(unknown)) if len(unknown) <= 5 else ():
        world = [list(row) for row in truth]
        for (n, m), value in zip(unknown, values, strict=True):
            world[n][m] = value
        rows = all(not seen(a, "Cases") or sum(world[n]) == sum(truth[n]) for n, a in enumerate(labels))
        columns = all(
            not seen("All areas", name) or sum(row[m] for row in world) == sum(row[m] for row in truth)
            for m, name in enumerate(names)
        )
        if rows and columns and sum(map(sum, world)) == sum(map(sum, truth)):
            worlds.append(world)
    for n, m in unknown:
        if truth[n][m] <= 4 and len(unknown) <= 5:
            assert len({world[n][m] for world in worlds}) > 1, (n, m)
    assert unknown or not any(0 < value <= 4 for row in truth for value in row)


def test_what_is_printed_is_the_same_number_as_in_the_internal_edition() -> None:
    inside = compile_report(areas("30 20 2", "40 25 9", "22 31 12"), BASE, WORDING)
    outside = compile_report(areas("30 20 2", "40 25 9", "22 31 12"), BASE, WORDING, Making(edition=Edition("public")))
    known = {(one.section, one.place, one.text) for one in inside.trail.numbers if "“" in one.place and one.text}
    shown = {(one.section, one.place, one.text) for one in outside.trail.numbers if one.place.startswith("Table")}
    assert len(shown) > 20
    assert {one[2] for one in shown} <= {one[2] for one in known}
    total = [one for one in outside.trail.numbers if "All areas" in one.place and one.text == "191"]
    assert total


def test_charts_and_headlines_hold_nothing_that_is_withheld() -> None:
    made = edition("halton-collaborative", "monthly", "public")
    for block in made.trail.blocks:
        if isinstance(block, ChartBlock) and block.kind == "stacked_bar":
            for n in range(len(block.categories)):
                assert all(one.values[n] is not None for one in block.series)
                assert not any(0 < one.figures[n].numerator <= 4 for one in block.series)
        if isinstance(block, KeyNumbers):
            assert all(not 0 < one.value.figure.numerator <= 4 for one in block.items)
            assert all(plain(one.note_spans) == one.note for one in block.items if one.note_spans)


def test_a_report_on_one_case_has_no_edition_for_others() -> None:
    made = made_up.material("bwd-caf", "case", "2026-27", (3,))
    with pytest.raises(DocgenError, match="internal"):
        compile_report(made, BASE, WORDING, Making(edition=Edition("public")))


def test_what_the_tracker_and_the_ledger_say_names_nobody_either() -> None:
    made = material("bwd-caf", "quarterly", 12)
    first = made.audits[0]
    table = next(one for one in made_up.form("bwd-caf", made.report.form).questions if one.kind == "table")
    told = Action(
        "i", first.key, "bwd-caf", first.form, table.id, first.case, "Tell Ms Okonkwo", owner="A. Ash", by="A. Ash"
    )
    made = replace(
        made, tracked=(told,), undated=("SECRET9",), coverage=Coverage(settled=3, settled_by=("A. Ash", "B. Birch"))
    )
    for kind in ("committee", "public"):
        found = compile_report(made, BASE, WORDING, Making(edition=Edition(kind)))
        text = everything(found.document)
        assert not [name for name in ("Okonkwo", "Ash", "Birch", "SECRET9") if name in text]
        assert "decided by two people" in text
