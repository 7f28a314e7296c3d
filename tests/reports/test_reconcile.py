"""The published report beside ours: its slips and the differences are named, all of them, and nothing else."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from docgen.reports.draft import Draft
from docgen.reports.narrative import Narrative
from docgen.reports.numbers import Trace
from docgen.reports.reconcile import Reconciliation, reconcile
from tests.reports import builders
from tests.reports.builders import WORDING, material


def reconciled(published: Any, moderated: bool = True) -> Reconciliation:
    cases, seconds = builders.second_grades()
    made = material(cases, moderations=seconds if moderated else (), published=published)
    trace = Trace()
    draft = Draft.of(made, Narrative(WORDING, trace), trace)
    section = next(one for one in made.report.sections if one.kind == "reconciliation")
    return reconcile(draft.material, draft.grids, section.claims)


def corrected() -> dict[str, Any]:
    """The published file with its slips put right."""
    said = copy.deepcopy(builders.published())
    said["fig2_law_type"]["Private law (WTFH)"] = [98, 17, 66, 67, 25, 26, 7, 7]
    said["fig2_law_type"]["Totals as printed"] = [577, None, 377, None, 148, None, 52, None]
    said["fig5_agency"] |= {"Good": [370, 66, 7, 35], "Met": [141, 25, 7, 35], "Not met": [46, 8, 6, 30]}
    said["text_says"] |= {
        "areas_not_met_0_to_10": 12,
        "areas_not_met_11_to_below_14": 3,
        "A9_good_pct_in_text": 75,
        "A15_Private_good_pct_in_text": 79,
    }
    return said


def test_the_slips_of_the_published_report_are_found_and_no_others() -> None:
    found = reconciled(builders.published())
    assert [(slip.figure, slip.where, slip.printed, slip.due, slip.why) for slip in found.slips] == [
        ("Figure 2", "Private law (WTFH), % Good", "66%", "67%", "66 of 98 is 67.3%."),
        ("Figure 2", "Private law (WTFH), % Met", "27%", "26%", "25 of 98 is 25.5%."),
        ("Figure 2", "All cases, Good", "376", "377", "The rows add up to 377."),
        ("Figure 2", "All cases, Met", "149", "148", "The rows add up to 148."),
        ("Figure 5", "Good", "373", "377", "Employed 366 + Agency 7 = 373; Figure 1 prints 377."),
        ("Figure 5", "Met", "151", "148", "Employed 144 + Agency 7 = 151; Figure 1 prints 148."),
        ("Figure 5", "Not met", "53", "52", "Employed 47 + Agency 6 = 53; Figure 1 prints 52."),
        ("Text", "Areas from 0% to 10% Not met", "11", "12", "Figure 3 prints 12 such rows."),
        ("Text", "Areas from 11% to below 14% Not met", "4", "3", "Figure 3 prints 3 such rows."),
        ("Text", "% Good in A9", "73%", "75%", "Figure 3 prints it."),
        ("Text", "% Good in A15 Private", "76%", "79%", "Figure 3 prints it."),
    ]


def test_every_difference_is_named_and_rests_on_a_slip() -> None:
    found = reconciled(builders.published())
    assert [(one.table, one.row, one.column, one.printed, one.ours) for one in found.differences] == [
        ("Figure 2", "Private law (WTFH)", "% Good", "66%", "67%"),
        ("Figure 2", "Private law (WTFH)", "% Met", "27%", "26%"),
        ("Figure 2", "All cases", "Good", "376", "377"),
        ("Figure 2", "All cases", "Met", "149", "148"),
        ("Figure 5", "Good", "Employed", "366", "370"),
        ("Figure 5", "Met", "Employed", "144", "141"),
        ("Figure 5", "Met", "% of Employed", "26%", "25%"),
        ("Figure 5", "Not met", "Employed", "47", "46"),
        ("Text", "Areas from 0% to 10% Not met", "", "11", "12"),
        ("Text", "Areas from 11% to below 14% Not met", "", "4", "3"),
        ("Text", "% Good in A9", "", "73%", "75%"),
        ("Text", "% Good in A15 Private", "", "76%", "79%"),
    ]
    assert all(one.slip for one in found.differences)
    assert found.not_compared == ()


def test_nothing_is_found_in_a_corrected_file() -> None:
    found = reconciled(corrected())
    assert (found.differences, found.slips, found.not_compared) == ((), (), ())
    assert found.compared > 300


def test_a_number_that_differs_without_a_slip_is_a_difference_of_the_cases() -> None:
    said = corrected()
    said["fig4_children_seen"]["A1"] = [25, 6, 19, 14, 74, 5, 26, 1, 0]
    said["fig4_children_seen"]["Overall"] = [577, 98, 479, 413, 86, 58, 12, 15, 8]
    found = reconciled(said)
    assert found.slips == ()
    assert {(one.row, one.column, one.slip) for one in found.differences} == {
        ("A1", "Seen", False),
        ("A1", "% Seen", False),
        ("A1", "Not seen", False),
        ("A1", "% Not seen", False),
        ("Overall", "Seen", False),
        ("Overall", "Not seen", False),
    }


def test_parts_that_do_not_make_up_their_whole_are_a_slip() -> None:
    said = corrected()
    said["fig4_children_seen"]["A13"] = [17, 5, 12, 12, 100, 0, 0, 0, 1]
    said["fig4_children_seen"]["Overall"] = [577, 98, 479, 414, 86, 57, 12, 15, 9]
    slips = reconciled(said).slips
    assert ("A13, Private and public", "Seen 12 + Not seen 0 + Unclear 1 = 13.") in [(s.where, s.why) for s in slips]
    assert all(slip.figure == "Figure 4" for slip in slips)


def test_a_claim_that_agrees_with_its_own_table_but_not_with_the_cases_is_no_slip() -> None:
    said = corrected()
    said["fig3_service_area"]["A9"] = [56, 5, 9, 41, 73, 10, 18]
    said["fig3_service_area"]["A10"] = [20, 2, 10, 16, 80, 2, 10]
    said["text_says"]["A9_good_pct_in_text"] = 73
    found = reconciled(said)
    assert found.slips == ()
    assert ("Text", "% Good in A9", "73%", "75%", False) in [
        (one.table, one.row, one.printed, one.ours, one.slip) for one in found.differences
    ]


def test_without_second_grades_the_claims_about_moderation_are_said_to_be_left_out() -> None:
    found = reconciled(corrected(), moderated=False)
    assert found.differences == ()
    assert found.not_compared == (
        "What the text says of moderation was not compared, because no second grades are on record.",
    )


def _without(key: str) -> dict[str, Any]:
    return {name: value for name, value in corrected().items() if name != key}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_without("fig4_children_seen"), "Figure 4 is not in the published file (looked for “fig4_children_seen”)."),
        (
            corrected() | {"fig4_children_seen": [1, 2]},
            "Figure 4: “fig4_children_seen” is not a table that can be read.",
        ),
        (corrected() | {"fig3_service_area": {"cases": 577}}, "Figure 3 is printed as one row, but ours has 18."),
        (
            corrected() | {"fig6": {"columns": ["x"], "A": [1]}},
            "The published table “fig6” belongs to no section of this report.",
        ),
        (corrected() | {"more": {"deep": 3}}, "Nothing here speaks of “more.deep”."),
        (
            corrected() | {"fig5_agency": corrected()["fig5_agency"] | {"Outstanding": [1, 0, 0, 0]}},
            "Figure 5 has a row “Outstanding” that ours has not.",
        ),
        (
            corrected() | {"fig5_agency": corrected()["fig5_agency"] | {"Good": [370]}},
            "Figure 5, row “Good”: there must be 4 numbers, one a column.",
        ),
        (
            corrected() | {"fig5_agency": corrected()["fig5_agency"] | {"Good": [370, "n/a", 7, 35]}},
            "Figure 5, row “Good”, column “employed_pct”: “n/a” is not a number.",
        ),
        (corrected() | {"fig5_agency": {"columns": "all"}}, "Figure 5: its “columns” are not a list."),
        (
            _without("targets"),
            "“Target for Good” is not in the published file as a number (looked for targets.good_pct_at_least).",
        ),
    ],
)
def test_what_cannot_be_compared_is_said_and_breaks_nothing(change: dict[str, Any], expected: str) -> None:
    assert expected in reconciled(change).not_compared


def test_a_missing_row_is_said_and_sums_are_not_judged_without_it() -> None:
    said = corrected()
    del said["fig3_service_area"]["A9"]
    found = reconciled(said)
    assert "Figure 3 has no row “A9”." in found.not_compared
    assert [slip for slip in found.slips if slip.figure == "Figure 3"] == []


@pytest.mark.parametrize("junk", [{}, {"about": "nothing"}, {"fig1_overall": None}, {"fig1_overall": {"cases": {}}}])
def test_any_file_at_all_can_be_reconciled(junk: dict[str, Any]) -> None:
    found = reconciled(junk)
    assert (found.differences, found.slips, found.compared) == ((), (), 0)
    assert found.not_compared
