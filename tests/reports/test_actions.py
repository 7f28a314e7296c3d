"""What a report says of the actions that are followed: done, checked, on time, overdue, drifting."""

from __future__ import annotations

from dataclasses import replace

from docgen.measures.following import agreed
from docgen.model import Action, ActionStatus
from docgen.reports import draw_up
from docgen.reports.blocks import Block, Paragraph, TableBlock, plain
from docgen.reports.material import Material
from tests.reports import made_up
from tests.reports.builders import WORDING


def made() -> Material:
    """A month of deep dives with its actions, of which one was done in time and seen, one done late, and one drifts."""
    found = made_up.material("halton-collaborative", "monthly", "2026-09", (6, 3, 0))
    form = made_up.form("halton-collaborative", "deep-dive")
    tracked = []
    for audit in found.audits:
        for n, row in enumerate(agreed(form, audit.values), start=1):
            tracked.append(
                Action(f"{audit.key}-{n}", audit.key, "halton-collaborative", form.id, row.field, audit.case, row.what,
                       row.owner, row.due, row.notes, first_due=row.due, agreed="2026-09-10", changed=found.today)
            )  # fmt: skip
    due = tracked[0].first_due
    tracked[0] = replace(tracked[0], status=ActionStatus.CLOSED, done=due, checked=due)
    tracked[1] = replace(tracked[1], status=ActionStatus.DONE, done="2099-01-01")
    tracked[2] = replace(tracked[2], put_back=2, due="2099-12-31")
    return replace(found, tracked=tuple(tracked))


_WORDS = {4: "four", 5: "five", 6: "six"}


def part(material: Material) -> tuple[str, list[TableBlock]]:
    """The words and the tables of the section on actions."""
    section = next(one for one in material.report.sections if one.kind == "actions")
    report = replace(material.report, sections=(section,))
    blocks: tuple[Block, ...] = tuple(draw_up(replace(material, report=report), WORDING).blocks)
    words = " ".join(plain(block.spans) for block in blocks if isinstance(block, Paragraph))
    return words, [block for block in blocks if isinstance(block, TableBlock)]


def test_what_became_of_the_actions_is_said_with_its_bases() -> None:
    words, (owners, listed) = part(made())
    count = len(made().tracked)
    assert f"two of {_WORDS[count]} actions are done; one of these was seen to be done by somebody else." in words
    assert "One of the two that had a date was done by the date first agreed." in words
    assert "One drifts" in words
    assert "not on record here" not in words
    assert [column.label for column in owners.columns] == ["Owner", "Actions", "Done", "Overdue"]
    total = [cell if isinstance(cell, str) else cell.text for cell in owners.rows[-1].cells]
    assert total[1:3] == [str(count), "2"]
    assert sum("(closed)" in str(row.cells[3]) for row in listed.rows) == 1


def test_where_nothing_is_followed_the_report_says_that_it_does_not_know() -> None:
    words, (owners, _) = part(replace(made(), tracked=()))
    assert [column.label for column in owners.columns] == ["Owner", "Actions", "Date passed"]
    assert "done;" not in words
