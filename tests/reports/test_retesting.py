"""Recommendations of earlier reports in a later one: then and now, what the figures say, and what they never say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from docgen.model import Adopted, Basis, Figure, RecommendationStatus, Threshold
from docgen.reports import Edition, Making, draw_up
from docgen.reports.blocks import Block, Heading, Paragraph, TextTable, plain
from docgen.reports.draft import Draft
from docgen.reports.material import Material
from docgen.reports.narrative import Narrative
from docgen.reports.numbers import Trace
from docgen.reports.retesting import looked_again
from docgen.reports.trail import Trail
from tests.reports import made_up
from tests.reports.builders import WORDING

DAYS = ("2026-07-01", "2026-09-30")
GOOD = Basis("tier2_good", "Good or outstanding", "tier2", 4, 20, better="more")
FIRST = Adopted(
    "R-2026Q1-1", "bwd-caf", "quarterly", "2026-27-Q1", "Quarterly overview, April to June 2026", "d1",
    "Reach the target.", "2026-04-01", "2026-06-30", "Practice lead", "2026-11-01", "2026-11-01", bases=(GOOD,),
)  # fmt: skip


def material(*adopted: Adopted, number: int = 20, skill: float = 0.6) -> Material:
    made = made_up.material("bwd-caf", "quarterly", "2026-27-Q2", (number, 11), skill)
    return replace(made, adopted=adopted, days=DAYS)


def good(made: Material) -> str:
    """The measure of the good grades of the form, as the report makes it."""
    return next(
        one.id for one in draft(made).material.framework.measures if one.id.endswith("good") or "good" in one.id
    )


def draft(made: Material) -> Draft:
    trace = Trace()
    return Draft.of(made, Narrative(WORDING, trace), trace)


def of_good(made: Material, **changes: object) -> Basis:
    return replace(GOOD, measure=good(made), **changes)  # type: ignore[arg-type]


def with_target(made: Material, **limits: Decimal) -> Material:
    target = Threshold("aim", "the aim", good(made), **limits)  # type: ignore[arg-type]
    return replace(made, framework=replace(made.framework, thresholds=(target,)))


def says(made: Material) -> list[str]:
    return [one.says for one in looked_again(draft(made))]


def section(trail: Trail) -> list[Block]:
    """The blocks of the section on earlier recommendations."""
    titles = [n for n, one in enumerate(trail.blocks) if isinstance(one, Heading) and one.level == 1]
    first = next(n for n in titles if trail.blocks[n] == Heading(1, "Earlier recommendations"))
    return list(trail.blocks[first : next(n for n in titles if n > first)])


def story(blocks: list[Block]) -> str:
    return " ".join(plain(block.spans) for block in blocks if isinstance(block, Paragraph))


def test_where_there_is_none_the_section_says_so() -> None:
    assert story(section(draw_up(material(), WORDING))) == "No recommendation of an earlier report is open."


@pytest.mark.parametrize(
    ("limits", "skill", "said"),
    [
        ({"at_least": Decimal(20)}, 0.95, "appears met"),
        ({"at_least": Decimal(99)}, 0.3, "still below the target"),
        ({"at_most": Decimal(10)}, 0.95, "still above the target"),
    ],
)
def test_with_a_target_the_figures_say_whether_it_appears_met(
    limits: dict[str, Decimal], skill: float, said: str
) -> None:
    made = with_target(material(skill=skill), **limits)
    assert says(replace(made, adopted=(replace(FIRST, bases=(of_good(made),)),))) == [said]


def test_few_audits_are_never_judged() -> None:
    made = with_target(material(number=9), at_least=Decimal(1))
    assert says(replace(made, adopted=(replace(FIRST, bases=(of_good(made),)),))) == ["too few to say"]
    plain_ = material(number=20)
    assert says(replace(plain_, adopted=(replace(FIRST, bases=(of_good(plain_, denominator=9),)),))) == [
        "too few to say"
    ]


def test_without_a_target_a_change_is_said_where_it_is_more_than_chance() -> None:
    made = material(number=60, skill=0.9)
    then = of_good(made, numerator=2, denominator=60)
    assert says(replace(made, adopted=(replace(FIRST, bases=(then,)),))) == ["better, by more than chance"]
    now = looked_again(draft(replace(made, adopted=(replace(FIRST, bases=(then,)),))))[0].now
    assert now is not None
    level = replace(then, numerator=now.numerator, denominator=now.denominator)
    assert says(replace(made, adopted=(replace(FIRST, bases=(level,)),))) == ["no change that is more than chance"]
    overlapping = replace(FIRST, first="2026-08-01", last="2026-08-31", bases=(then,))
    assert says(replace(made, adopted=(overlapping,))) == ["not compared: the periods overlap"]


def test_a_figure_of_a_part_is_counted_for_that_part() -> None:
    made = material(number=40)
    some = replace(made, adopted=(replace(FIRST, bases=(of_good(made, where=(("agency", "North"),), part="North"),)),))
    (found,) = looked_again(draft(some))
    assert found.now is not None
    assert found.now.where == (("agency", "North"),)
    assert (found.now.denominator or 0) < 40


def test_what_a_report_does_not_look_at_is_said_to_be_so() -> None:
    assert says(material(replace(FIRST, bases=(replace(GOOD, measure="no_such_measure"),)))) == [
        "not looked at in this report"
    ]


REPORTS = (
    ("bwd-caf", "quarterly", "2026-27-Q2"), ("bwd-caf", "annual", "2026-27"),
    ("cafcass-qiam", "quarterly", "2026-27-Q2"),
    ("camden-early-help", "monthly", "2026-08"), ("camden-early-help", "quarterly", "2026-27-Q2"),
    ("halton-collaborative", "monthly", "2026-08"), ("halton-collaborative", "performance", "2026-08-01..2026-09-30"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "report", "period"), REPORTS)
@pytest.mark.parametrize("skill", [0.3, 0.7])
def test_every_worry_of_a_report_is_found_again_in_the_next_one(
    name: str, report: str, period: str, skill: float
) -> None:
    """Over the same audits the figures that a recommendation came from come out the same."""
    made = made_up.material(name, report, period, (40, 40), skill)
    tables = [block for block in draw_up(made, WORDING).blocks if isinstance(block, TextTable) and block.filled_in]
    bases = tuple(base for table in tables for mark in table.marks for base in mark.bases)
    one = replace(FIRST, framework=name, report=report, bases=bases)
    found = looked_again(draft(replace(made, adopted=(one,), days=DAYS)))
    assert len(found) == len(bases) > 0
    for each in found:
        assert each.now is not None, each.basis
        assert (each.now.numerator, each.now.denominator) == (each.basis.numerator, each.basis.denominator)


def test_later_ones_and_those_that_were_settled_before_are_left_out_and_the_rest_is_told() -> None:
    status = RecommendationStatus
    made = material(
        FIRST,
        replace(FIRST, id="R-2026Q3-1", first="2026-10-01", last="2026-12-31"),
        replace(FIRST, id="R-2026Q1-2", status=status.MET, settled="2026-06-30"),
        replace(FIRST, id="R-2026Q1-3", status=status.MET, settled="2026-08-01", evidence="Seen."),
        replace(FIRST, id="R-2026Q1-4", status=status.NOT_MET, owner=""),
        replace(FIRST, id="R-2026Q2-1", period="2026-27-Q2", first=DAYS[0], last=DAYS[1]),
    )
    blocks = section(draw_up(made, WORDING))
    table = next(block for block in blocks if isinstance(block, TextTable))
    assert [plain(row[0][0].spans) for row in table.rows if isinstance(row[0][0], Paragraph)] == [
        "R-2026Q1-1", "R-2026Q1-3", "R-2026Q1-4",
    ]  # fmt: skip
    told = story(blocks)
    assert "Two recommendations of earlier reports are open; one of them was found not met (R-2026Q1-4)." in told
    assert "One was met since (R-2026Q1-3)." in told
    assert "Two are overdue" in told
    assert "One has no owner (R-2026Q1-4)." in told


def test_what_is_open_already_is_not_proposed_again() -> None:
    made = material(number=40, skill=0.45)
    tables = [block for block in draw_up(made, WORDING).blocks if isinstance(block, TextTable) and block.filled_in]
    (row, *rest) = [mark for mark in tables[0].marks if mark.bases]
    again = draw_up(replace(made, adopted=(replace(FIRST, bases=row.bases),)), WORDING)
    table = next(block for block in again.blocks if isinstance(block, TextTable) and block.filled_in)
    assert row.key not in {mark.key for mark in table.marks}
    assert {mark.key for mark in rest} <= {mark.key for mark in table.marks}
    assert any("still open: R-2026Q1-1" in plain(one.spans) for one in again.blocks if isinstance(one, Paragraph))
    every = tuple(
        replace(FIRST, id=f"R-2026Q1-{n}", key=one.key, bases=one.bases) for n, one in enumerate(tables[0].marks)
    )
    none = draw_up(replace(made, adopted=every), WORDING, Making(final=True))
    assert not [one for one in none.blocks if isinstance(one, TextTable) and one.filled_in]
    told = " ".join(plain(one.spans) for one in none.blocks if isinstance(one, Paragraph))
    assert "What the figures ask for is recommended already, and still open: R-2026Q1-0, " in told
    met = replace(FIRST, bases=row.bases, status=RecommendationStatus.MET, settled="2026-08-01")
    back = draw_up(replace(made, adopted=(met,)), WORDING)
    assert row.key in {
        mark.key for one in back.blocks if isinstance(one, TextTable) and one.filled_in for mark in one.marks
    }


def test_each_number_then_and_now_has_its_mark_and_the_audits_behind_it() -> None:
    made = material(number=40)
    some = replace(made, adopted=(replace(FIRST, bases=(of_good(made, numerator=2, audits=("k1", "k2")),)),))
    mine = [one for one in draw_up(some, WORDING).numbers if one.section == "Earlier recommendations"]
    then = [one.figure for one in mine if one.figure.period == FIRST.source]
    assert {(one.numerator, one.denominator, one.audits) for one in then} == {(2, 20, ("k1", "k2"))}
    now = [one.figure for one in mine if one.figure.measure == good(made) and not one.figure.period]
    assert now[0].denominator == 40
    assert len({one.mark for one in mine}) == len(mine)


def test_a_public_edition_withholds_small_numbers_then_and_now_and_names_nobody() -> None:
    made = material(number=40, skill=0.9)
    words = "Look again (two): 3 of 20 (15%)."
    one = replace(
        FIRST,
        what=words,
        evidence="Seen.",
        owner="Ann Hill",
        bases=(of_good(made, numerator=3, audits=("k1", "k2", "k3")),),
    )
    some = replace(made, adopted=(one,))
    public = draw_up(some, WORDING, Making(edition=Edition("public")))
    shown = [one.text for one in public.numbers if one.section == "Earlier recommendations"]
    assert "3" not in shown
    assert "15%" not in shown
    every = " ".join(_texts(section(public)))
    assert "3 of 20" not in every
    assert "Hill" not in every
    assert "Seen" not in every
    assert "Look again ([c]): [c] of [c] ([c])." in every
    assert "15% (3 of 20)" in " ".join(_texts(section(draw_up(some, WORDING))))


def _texts(blocks: list[Block]) -> list[str]:
    cells = [cell for block in blocks if isinstance(block, TextTable) for row in block.rows for cell in row]
    parts = [part for cell in cells for part in cell] + [one for one in blocks if isinstance(one, Paragraph)]
    return [plain(one.spans) for one in parts if isinstance(one, Paragraph)]


def test_a_figure_of_nothing_is_no_finding() -> None:
    assert Figure("m", "M", 0, 0).share is None
    made = material(number=12)
    some = replace(made, adopted=(replace(FIRST, bases=(of_good(made, where=(("agency", "Nowhere"),)),)),))
    assert says(some) == ["there is nothing to count"]


def test_chance_in_judgements_goes_by_the_audits_that_they_come_from() -> None:
    """Five judgements in each of twelve audits are no sixty audits."""
    made = material(number=12, skill=0.75)
    heat = next(iter(one for some in draft(made).heats.values() for one in some))
    row = max(heat.rows, key=lambda one: one.judged.total)
    total, audits = row.judged.total, row.judged.audits
    assert total > audits == 12
    good = row.judged.good.numerator - total // 4
    then = Basis(row.judged.good.measure, "Good", "tier2", good, total, better="more", judged=audits)
    assert says(replace(made, adopted=(replace(FIRST, bases=(then,)),))) == ["no change that is more than chance"]
    nothing = replace(then, numerator=0)
    assert says(replace(made, adopted=(replace(FIRST, bases=(nothing,)),))) == ["better, by more than chance"]
