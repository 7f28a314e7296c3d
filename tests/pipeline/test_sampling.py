"""From a case list to the sample: the list of those chosen, the workbook, the note, and what the store keeps."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from docgen import definitions
from docgen.definitions.settings import Settings
from docgen.model import DocgenError, Framework, SamplePlan
from docgen.pipeline import kept, sampling
from docgen.pipeline.sampling import Made, Order, pick_plan
from docgen.pipeline.workspace import Workspace, open_store

NOW = "2026-11-20T12:00:00Z"
FRAMEWORKS = Path("frameworks")
HEAD = "ECLIPSE number,team,practitioner,opened_on,excluded"


@pytest.fixture(scope="module")
def halton() -> Framework:
    return definitions.load(FRAMEWORKS / "halton-collaborative-2023.05.yaml")


def open_cases() -> list[str]:
    """Forty cases of two teams: three too new, one without a date, two excluded."""
    rows = []
    for n in range(40):
        opened = "2026-11-02" if n in (3, 4, 5) else "" if n == 6 else "01/09/2026"
        rows.append(f"E{n:02},{'East' if n % 4 else 'West'},p{n % 20},{opened},{'In court' if n in (7, 8) else ''}")
    return rows


def run(place: Workspace, framework: Framework, plan: SamplePlan, lines: list[str], **changes: object) -> Made:
    path = place.folder / "cases.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    form = framework.form(plan.form)
    assert form is not None
    order = replace(Order(framework, form, plan, path, "7", "2026-11-20", as_csv=True), **changes)  # type: ignore[arg-type]
    with open_store(place) as store:
        return sampling.make(place, store, order, NOW)


def monthly(framework: Framework, number: int = 8) -> SamplePlan:
    return replace(pick_plan(framework, "monthly", ""), number=number)


def chosen(made: Made) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.files[0].read_text("utf-8-sig"))))


def test_cases_are_chosen_by_team_out_of_those_that_can_be(place: Workspace, halton: Framework) -> None:
    made = run(place, halton, monthly(halton), [HEAD, *open_cases()])
    assert (made.sample.population, made.sample.frame, made.sample.chosen) == (40, 34, 8)
    assert made.sample.left_out == (
        ("Excluded with a reason", 2), ("No date of opening", 1), ("Not open for long enough", 3),
    )  # fmt: skip
    assert [(one.values, one.available, one.wanted, one.chosen) for one in made.sample.strata] == [
        (("East",), 26, 6, 6),
        (("West",), 8, 2, 2),
    ]
    rows = chosen(made)
    assert list(rows[0]) == HEAD.split(","), "the columns of the list, ready for toolkits"
    assert not {row["ECLIPSE number"] for row in rows} & {f"E{n:02}" for n in range(3, 9)}


def test_the_same_seed_gives_the_same_cases_whatever_the_order(place: Workspace, halton: Framework) -> None:
    first = run(place, halton, monthly(halton), [HEAD, *open_cases()])
    before, rows = chosen(first), open_cases()
    random.Random(3).shuffle(rows)
    again = run(place, halton, monthly(halton), [HEAD, *rows])
    assert before == chosen(again)
    assert first.sample.digest == again.sample.digest
    other = run(place, halton, monthly(halton), [HEAD, *rows], seed="8")
    assert chosen(other) != before


def test_the_same_command_gives_the_same_bytes(place: Workspace, halton: Framework) -> None:
    first = [path.read_bytes() for path in run(place, halton, monthly(halton), [HEAD, *open_cases()]).files]
    assert first == [path.read_bytes() for path in run(place, halton, monthly(halton), [HEAD, *open_cases()]).files]


def test_a_case_must_be_open_for_four_weeks_to_the_day(place: Workspace, halton: Framework) -> None:
    rows = ["E1,East,p,23/10/2026,", "E2,East,p,24/10/2026,"]
    made = run(place, halton, monthly(halton, 2), [HEAD, *rows])
    assert [row["ECLIPSE number"] for row in chosen(made)] == ["E1"], "20 November less four weeks is 23 October"
    assert (made.sample.wanted, made.sample.chosen, made.sample.shortfall) == (2, 1, 1)


def test_the_workbook_says_of_every_case_what_became_of_it(place: Workspace, halton: Framework) -> None:
    made = run(place, halton, monthly(halton), [HEAD, *open_cases()])
    book = load_workbook(made.files[1])
    assert book.sheetnames == ["Chosen", "Reserves", "Left out", "Strata", "How"]
    left = list(book["Left out"].iter_rows(min_row=2, values_only=True))
    assert ("E07", 9, "Excluded with a reason", "In court") in left
    assert ("E03", 5, "Not open for long enough", "Open since 2026-11-02") in left
    assert book["Reserves"].max_row == 1 + 4, "two of each team"


def test_the_note_names_no_case(place: Workspace, halton: Framework) -> None:
    from docx import Document

    made = run(place, halton, monthly(halton), [HEAD, *open_cases()])
    document = Document(str(made.files[2]))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "8 cases were chosen from the 34 that could be, in a list of 40." in text
    assert "A case had to be open for 4 weeks or more on 20 November 2026" in text or "20/11/2026" in text
    assert "The seed is 7." in text
    assert not any(f"E{n:02}" in text or f"E{n:02}" in cells for n in range(40))


def test_the_sample_is_kept_with_its_event_and_comes_back(place: Workspace, halton: Framework) -> None:
    made = run(place, halton, monthly(halton), [HEAD, *open_cases()])
    with open_store(place) as store:
        assert kept.samples(store, halton.id, "deep-dive") == (made.sample,)
        (record,) = store.kept("sample")
        assert sum(one.what == "chosen" for one in record.cases) == 8
        assert store.problems() == ()


def test_a_list_that_changed_under_the_same_seed_is_remarked(place: Workspace, halton: Framework) -> None:
    run(place, halton, monthly(halton), [HEAD, *open_cases()])
    made = run(place, halton, monthly(halton), [HEAD, *open_cases()[:-1]])
    assert any("with other contents" in note for note in made.notes)


def test_a_file_of_exclusions_says_why(place: Workspace, halton: Framework) -> None:
    exclude = place.folder / "out.csv"
    exclude.write_text("case,reason\nE10,Complaint\nX1,Gone\n", encoding="utf-8")
    made = run(place, halton, monthly(halton), [HEAD, *open_cases()], exclude=exclude)
    assert made.sample.left_out[0] == ("Excluded with a reason", 3)
    assert "1 of the cases that are to be excluded are not in the list." in made.notes


def test_everything_wrong_with_a_list_is_said_at_once(place: Workspace, halton: Framework) -> None:
    rows = ["E1,East,p,soon,", "E1,East,p,01/09/2026,", ",East,p,01/09/2026,", "E4,East,p,31/09/2026,"]
    with pytest.raises(DocgenError) as error:
        run(place, halton, monthly(halton), ["ECLIPSE number,taem,practitioner,opened_on,excluded", *rows])
    said = [f"{query.where.at}: {query.message} {query.fix}" for query in error.value.queries]
    assert said[0] == "row 1: No column is named team or “Team”. Add a column “team” or “Team”; if “taem” is meant, " \
                      "write it as “team”."  # fmt: skip
    assert [one.split(":")[0] for one in said[1:]] == [
        "row 2, column “opened_on”", "row 4", "row 5, column “opened_on”", "row 3",
    ]  # fmt: skip


def test_one_case_of_each_person_needs_the_person(place: Workspace, halton: Framework) -> None:
    plan = replace(monthly(halton), one_per="practitioner")
    with pytest.raises(DocgenError, match="Row 3: “Practitioner” is blank"):
        run(place, halton, plan, [HEAD, "E1,East,p,01/09/2026,", "E2,East,,01/09/2026,"])


def test_columns_may_be_named_as_the_team_does(place: Workspace, halton: Framework) -> None:
    own = replace(place, settings=Settings(workspace="0000", case_columns=(("Child ID", "case_ref"), ("Unit", "team"))))
    plan = replace(monthly(halton, 2), strata=("Unit",))
    lines = ["Child ID,Unit,practitioner,opened_on", "E1,East,p,01/09/2026", "E2,West,p,01/09/2026"]
    assert run(own, halton, plan, lines).sample.by == ("Team",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": None}, "Nothing says how many cases are to be chosen."),
        ({"strata": ("teem",)}, "“teem” is no field of the form deep-dive, nor one that the case list tells."),
        ({"most_recent": "team", "one_per": "practitioner"}, "“Team” holds no dates, and is to say when."),
    ],
)
def test_what_is_wrong_with_a_wish(place: Workspace, halton: Framework, changes: dict[str, object], said: str) -> None:
    with pytest.raises(DocgenError, match=said):
        run(place, halton, replace(monthly(halton), **changes), [HEAD, *open_cases()])  # type: ignore[arg-type]


def test_half_of_the_practitioners_of_the_national_audit(place: Workspace) -> None:
    framework = definitions.load(FRAMEWORKS / "cafcass-national-2014.11.yaml")
    rows = [f"C{n},A{1 + n % 3},Public law,P{n % 31},{n % 2},{1 + n % 28:02}/10/2014" for n in range(93)]
    made = run(place, framework, pick_plan(framework, "", ""),
               ["case_ref,service_area,law_type,practitioner,performance_band,date_filed", *rows])  # fmt: skip
    assert (made.sample.people, made.sample.wanted, made.sample.chosen) == (31, 16, 16), "half of 31, rounded up"
    assert len({row["practitioner"] for row in chosen(made)}) == 16


def test_a_sample_that_there_is_not_is_named_with_the_one_that_was_meant(halton: Framework) -> None:
    with pytest.raises(DocgenError, match="Did you mean “monthly”"):
        pick_plan(halton, "montly", "")


def test_a_report_finds_the_sample_that_its_cases_are_of(place: Workspace, halton: Framework) -> None:
    made = run(place, halton, monthly(halton), [HEAD, *open_cases()])
    case = chosen(made)[0]["ECLIPSE number"]
    with open_store(place) as store:
        assert kept.of_cases(store, halton.id, "deep-dive", [case.lower(), "X"]) == (made.sample,)
        assert kept.of_cases(store, halton.id, "deep-dive", ["E07"]) == (), "it was left out"
