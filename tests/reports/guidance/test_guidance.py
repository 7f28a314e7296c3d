"""What a guidance document draws from a definition, what the definition adds, and every shipped one as it reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import definitions
from docgen.model import SHOWN, Framework, Grade, Guidance, GuidancePart, GuidanceTable, Scale
from docgen.reports.blocks import Block, Bullets, Heading, Paragraph, Ref, TextTable, numbers, plain
from docgen.reports.guidance import TITLES, draw_up, write
from tests.conftest import Golden
from tests.outline import outline
from tests.reports.guidance.small import FORM, FRAMEWORK
from tests.reports.sample import BASE

FRAMEWORKS = definitions.find([Path(__file__).parents[3] / "frameworks"])


def cell(blocks: Iterable[Block]) -> str:
    """A cell as text: paragraphs and points with a stroke between them."""
    spans = [
        s
        for b in blocks
        for s in (b.items if isinstance(b, Bullets) else [b.spans] if isinstance(b, Paragraph) else [])
    ]
    return " / ".join(plain(one) for one in spans)


def rows(blocks: Iterable[Block], name: str) -> list[tuple[str, ...]]:
    """The cells of the table with this id."""
    (table,) = (block for block in blocks if isinstance(block, TextTable) and block.id == name)
    return [tuple(cell(one) for one in row) for row in table.rows]


def headings(blocks: Iterable[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]


def guided(*parts: GuidancePart) -> Framework:
    return replace(FRAMEWORK, guidance=Guidance("What good looks like", parts))


# --- what is drawn ---------------------------------------------------------------------------------------


def test_a_definition_without_guidance_has_a_document_all_the_same() -> None:
    assert headings(draw_up(FRAMEWORK)) == ["In short", *TITLES.values(), "Where this comes from"]


def test_the_definition_opens_the_document_and_its_source_closes_it() -> None:
    blocks = draw_up(FRAMEWORK)
    assert blocks[1] == Paragraph(("We look at casework.",), "lead")
    assert isinstance(blocks[2], Bullets)
    assert [plain(item) for item in blocks[2].items] == [
        "The form: Case audit.",
        "The grades: Good, Met and Not met. Good counts as good.",
    ]
    assert blocks[-1] == Paragraph(("Made up.",))


def test_grades_targets_and_schedule_are_drawn() -> None:
    blocks = draw_up(FRAMEWORK)
    assert rows(blocks, "grades-overall")[0] == ("Good", "It helps the child.")
    assert Bullets((("At least 60% good, by May 2027.",),)) in blocks
    assert rows(blocks, "schedule") == [
        ("Case audits", "Monthly", "Is help good? / Who: Managers / Cases: One a team / Form: Case audit")
    ]


def test_grades_without_descriptors_are_a_list() -> None:
    scale = Scale(
        "often", "How often", (Grade("a", "Always", 2, True, "12436D"), Grade("r", "Rarely", 1, False, "28A197"))
    )
    blocks = draw_up(replace(FRAMEWORK, scales=(*FRAMEWORK.scales, scale)))
    assert Heading(2, "How often") in blocks
    assert Bullets((("Always",), ("Rarely",))) in blocks


def test_what_cannot_wait_says_what_to_do_and_whom_to_reach() -> None:
    contacts = (("Head of Service", "A. Example, 020 7946 0000"), ("director", "B. Example"), ("manager", ""))
    blocks = draw_up(FRAMEWORK, contacts)
    assert rows(blocks, "urgent") == [
        (
            "A referral is needed.",
            "If yes, tell the head of service today. / Make sure that it is made today.",
            "1c “Referral needed”",
        )
    ]
    assert rows(blocks, "contacts") == [("Head of Service", "A. Example, 020 7946 0000")]


def test_a_form_says_how_it_is_filled_in_and_what_must_be_answered() -> None:
    blocks = draw_up(FRAMEWORK)
    assert Bullets((("Read the file.",), ("Fill in the form.",)), numbered=True) in blocks
    assert rows(blocks, "required-case") == [
        ("1a, 1c, 1e and 1f", "Always"),
        ("1a comment", "Where that question is “Not seen”"),
        ("1d", "Where 1c “Referral needed” is “Yes”"),
    ]


def test_rules_are_said_in_plain_words_the_most_pressing_first() -> None:
    assert rows(draw_up(FRAMEWORK), "checks-case") == [
        ("A referral is needed.", "Make sure that it is made today.", "Urgent: act today"),
        ("The grade is better than “Met”, but a referral is needed.", "Look at the grade again.", "Must be put right"),
        ("More than three learning points are ticked.", "Choose those that matter.", "To be confirmed"),
    ]


def test_rules_with_the_same_remedy_share_a_row() -> None:
    first = FORM.rules[0]
    both = replace(FORM, rules=(first, replace(first, id="again", message="A referral was made late.")))
    assert rows(draw_up(replace(FRAMEWORK, forms=(both,))), "checks-case") == [
        ("A referral is needed. / A referral was made late.", "Make sure that it is made today.", "Urgent: act today")
    ]


def test_every_question_stands_in_the_annex_with_how_to_answer_it() -> None:
    assert rows(draw_up(FRAMEWORK), "questions-case-main") == [
        ("1a", "Child seen", "From the record. / Seen / Not seen: No visit is recorded"),
        (
            "1b",
            "Learning",
            "Planning: Plans are late / None: All is well; tick this on its own / Comment: What to change. One thing.",
        ),
        ("1c", "Referral needed", "If yes, tell the head of service today."),
        ("1d", "Told on", "Only where 1c “Referral needed” is “Yes”. / A date."),
        ("1e", "Overall grade", "One of the grades."),
        ("1f", "Rationale", "In your own words."),
    ]


def test_forms_of_a_framework_with_several_have_headings_and_pages_of_their_own() -> None:
    blocks = draw_up(replace(FRAMEWORK, forms=(FORM, replace(FORM, id="other", title="Other audit"))))
    annex = blocks[blocks.index(Heading(1, TITLES["questions"])) :]
    found = [(b.level, b.text) if isinstance(b, Heading) else type(b).__name__ for b in annex]
    assert found[:4] == [(1, "Question by question"), (2, "Case audit"), (3, "Main part"), "Paragraph"]
    assert found[5:8] == ["PageBreak", (2, "Other audit"), (3, "Main part")]


# --- what the definition adds ----------------------------------------------------------------------------


def test_a_part_is_printed_in_its_place_and_what_it_shows_is_not_printed_again() -> None:
    blocks = draw_up(guided(GuidancePart("Aims", ("Better help.",), ("One", "Two"), shows=("urgent", "grades"))))
    aims = blocks.index(Heading(1, "Aims"))
    assert blocks[aims + 1 : aims + 3] == (Paragraph(("Better help.",)), Bullets((("One",), ("Two",))))
    shown = [block.id for block in blocks[aims:] if isinstance(block, TextTable)]
    assert shown[:2] == ["urgent", "grades-overall"]
    assert headings(blocks).count(TITLES["grades"]) == 0
    assert len(set(numbers(blocks))) == len(numbers(blocks))


def test_a_table_of_words_has_its_columns_or_is_turned() -> None:
    table = GuidanceTable(
        ("Standard", "Good", "Met"), ((("Seen",), ("All", "Most"), ("Some",)), (("Heard",), ("A",), ("B",)))
    )
    blocks = draw_up(guided(GuidancePart("Standards", table=table)))
    assert rows(blocks, "part-1") == [("Seen", "All / Most", "Some"), ("Heard", "A", "B")]
    turned = draw_up(guided(GuidancePart("Standards", table=replace(table, turned=True))))
    assert rows(turned, "part-1-1") == [("Good", "All / Most"), ("Met", "Some")]
    (first, *_) = (block for block in turned if isinstance(block, TextTable))
    assert (first.caption, first.columns) == ("Standards, 1 of 2", ("Standard", "Seen"))


def test_a_first_column_of_sentences_is_not_set_as_names() -> None:
    long = GuidanceTable(
        ("Step", "When"), ((("Choose a file, tell the people whom it concerns, and start the audit",), ("Now",)),)
    )
    found = [b.named for b in draw_up(guided(GuidancePart("Steps", table=long))) if isinstance(b, TextTable)]
    assert found[0] is False


def test_the_answers_of_a_question_are_described_once_and_referred_to() -> None:
    blocks = draw_up(guided(GuidancePart("Learning", shows=("case.learning",))))
    assert rows(blocks, "shown-case.learning") == [("Planning", "Plans are late"), ("None", "All is well")]
    assert rows(blocks, "questions-case-main")[1][2].startswith("The answers are explained in shown-case.learning.")


def test_answers_that_only_some_descriptors_explain_are_a_list() -> None:
    blocks = draw_up(guided(GuidancePart("Seen", shows=("case.seen",))))
    here = blocks.index(Heading(1, "Seen"))
    assert [plain(block.spans) for block in blocks[here + 1 : here + 2] if isinstance(block, Paragraph)] == [
        "Child seen. From the record."
    ]
    assert cell(blocks[here + 2 : here + 3]) == "Seen / Not seen: No visit is recorded"


def test_answers_that_a_part_lists_are_not_listed_again_in_the_annex() -> None:
    blocks = draw_up(guided(GuidancePart("Was the child seen?", shows=("case.seen",))))
    assert rows(blocks, "questions-case-main")[0][2] == (
        "From the record. / The answers stand under “Was the child seen?”."
    )


def test_details_that_explain_themselves_are_named_in_one_sentence() -> None:
    section = replace(FORM.sections[0], look="details")
    blocks = draw_up(replace(FRAMEWORK, forms=(replace(FORM, sections=(section,)),)))
    assert Paragraph(("Plain details: 1f Rationale.",)) in blocks
    assert [row[0] for row in rows(blocks, "questions-case-main")] == ["1a", "1b", "1c", "1d", "1e"]


@pytest.mark.parametrize("name", SHOWN)
def test_everything_that_can_be_shown_is_drawn_under_its_part(name: str) -> None:
    blocks = draw_up(guided(GuidancePart("Here", shows=(name,))))
    here = blocks.index(Heading(1, "Here"))
    assert not isinstance(blocks[here + 1], Heading) or blocks[here + 1].level == 2  # type: ignore[union-attr]
    assert "Here" in headings(blocks)


# --- the document ----------------------------------------------------------------------------------------


def test_the_same_definition_gives_the_same_bytes() -> None:
    assert write(FRAMEWORK, BASE) == write(FRAMEWORK, BASE)


def test_the_document_names_framework_and_version_and_bears_no_marking_of_forms() -> None:
    text = outline(write(replace(FRAMEWORK, marking="OFFICIAL-SENSITIVE"), BASE))
    assert "Title: What good looks like" in text
    assert "Subtitle: Case audit" in text
    assert "DG Cover Line: Version 2026.1" in text
    assert "OFFICIAL" not in text
    marked = replace(FRAMEWORK, guidance=Guidance("Title", (), "OFFICIAL"))
    assert "OFFICIAL" in outline(write(marked, BASE))


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.stem)
def test_a_shipped_guidance_document_reads_as_it_did(path: Path, golden: Golden) -> None:
    framework = definitions.load(path)
    golden(f"guidance/{framework.id}.txt", outline(write(framework, BASE)))


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.stem)
def test_a_shipped_document_has_no_empty_cell_no_gap_in_its_headings_and_no_lost_reference(path: Path) -> None:
    framework = definitions.load(path)
    assert framework.guidance is not None, "every framework that comes with docgen says what good looks like"
    blocks = draw_up(framework)
    assert all(cell(one).strip() for b in blocks if isinstance(b, TextTable) for row in b.rows for one in row)
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    tables = [block for block in blocks if isinstance(block, TextTable)]
    spans = [
        s for t in tables for row in t.rows for one in row for b in one if isinstance(b, Paragraph) for s in b.spans
    ]
    assert {span.id for span in spans if isinstance(span, Ref)} <= set(numbers(blocks))
    assert len({table.id for table in tables}) == len(tables)
