"""Who has to be reminded, and the drafts to them."""

from __future__ import annotations

import csv
import email
import io
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from docgen.model import DocgenError, Toolkit
from docgen.pipeline import chase
from docgen.pipeline.chase import Made, Order
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store, Which
from tests.store.samples import put, returned, slip

NOW = "2026-12-01T09:00:00Z"
ISSUED = "2026-11-02T09:00:00Z"


def copy(number: int, due: str = "2026-11-30", auditor: str = "Sam Hill", address: str = "") -> Toolkit:
    place = ("cafcass-national", "2014.11", "case", f"C{number}")
    return Toolkit(f"T{number}", *place, issued=ISSUED, due=due, auditor=auditor, address=address)


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with open_store(place) as opened:
        opened.issue(
            [
                copy(1),
                copy(2, auditor="Kim Vale"),
                copy(3, due="2026-12-01"),
                copy(4),
                copy(5, auditor=""),
                copy(6, due=""),
            ]
        )
        put(opened, slip(4, framework="cafcass-national", version="2014.11"), returned(rationale="canary"))
        yield opened


def made(place: Workspace, store: Store, **asked: object) -> Made:
    return chase.make(place, store, Order(Which(), **asked), NOW)  # type: ignore[arg-type]


def listed(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def drafts(place: Workspace) -> dict[str, EmailMessage]:
    found = sorted((place.out / "chase-2026-12-01").glob("*.eml"))
    return {path.stem: email.message_from_bytes(path.read_bytes(), policy=default) for path in found}


def test_the_list_holds_what_is_overdue_by_auditor(place: Workspace, store: Store) -> None:
    found = made(place, store, as_csv=True)
    assert (found.lines, found.auditors) == (3, 3)
    assert [(row["auditor"], row["case"], row["due"], row["days overdue"]) for row in listed(found.path)] == [
        ("", "C5", "2026-11-30", "1"), ("Kim Vale", "C2", "2026-11-30", "1"), ("Sam Hill", "C1", "2026-11-30", "1"),
    ]  # fmt: skip


def test_on_request_it_holds_everything_that_is_out(place: Workspace, store: Store) -> None:
    found = made(place, store, as_csv=True, every=True)
    assert {row["case"]: row["state"] for row in listed(found.path)} == {
        "C1": "overdue", "C2": "overdue", "C3": "issued", "C5": "overdue", "C6": "issued",
    }  # fmt: skip


def test_the_workbook_says_the_same(place: Workspace, store: Store) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(made(place, store).path).active
    assert sheet is not None
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][:6] == ("auditor", "e-mail", "team", "framework", "form", "case")
    assert [row[5] for row in rows[1:]] == ["C5", "C2", "C1"]


def test_nothing_overdue_makes_nothing(place: Workspace, store: Store) -> None:
    found = chase.make(place, store, Order(Which(auditor="Nobody")), NOW)
    assert found.lines == 0
    assert not found.path.exists()


def test_each_auditor_gets_a_draft_that_opens_unsent(place: Workspace, store: Store) -> None:
    team = replace(place, settings=replace(place.settings, addresses=(("sam  hill", "sam@example.org"),)))
    found = made(team, store, drafts=True)
    letters = drafts(place)
    assert sorted(letters) == ["Kim Vale", "Sam Hill"]
    assert (letters["Sam Hill"]["X-Unsent"], letters["Sam Hill"]["To"]) == ("1", "Sam Hill <sam@example.org>")
    assert letters["Kim Vale"]["To"] is None
    text = letters["Sam Hill"].get_content().replace("\r\n", "\n")
    assert "Dear Sam Hill,\n\nThis form has not come back yet:\n" in text
    assert "  case C1, Case audit, due on 30 November 2026 (copy T1, sent on 2 November 2026)\n" in text
    assert found.notes == (
        "1 of these copies have no auditor in the case list, so there is no draft for them.",
        "No e-mail address is known of: Kim Vale. Add them to “addresses” in docgen.yaml.",
    )


def test_the_address_of_the_case_list_comes_first(place: Workspace, store: Store) -> None:
    store.issue([copy(1, address="hill@example.org")])
    team = replace(place, settings=replace(place.settings, addresses=(("Sam Hill", "sam@example.org"),)))
    made(team, store, drafts=True)
    assert drafts(place)["Sam Hill"]["To"] == "Sam Hill <hill@example.org>"


def test_no_draft_and_no_list_holds_what_stands_in_a_form(place: Workspace, store: Store) -> None:
    made(place, store, drafts=True, every=True, as_csv=True)
    for path in (place.out / "chase-2026-12-01").iterdir():
        assert b"canary" not in path.read_bytes()


def test_a_name_that_no_header_may_hold_does_no_harm(place: Workspace, store: Store) -> None:
    store.issue([copy(7, auditor="Eve\r\nBcc: all@example.org", address="eve@example.org")])
    made(place, store, drafts=True)
    (letter,) = [one for name, one in drafts(place).items() if name.startswith("Eve")]
    assert (letter["Bcc"], letter["X-Unsent"]) == (None, "1")


def test_the_team_has_its_own_words(place: Workspace, store: Store) -> None:
    (place.templates / "chase.txt").write_text("Subject: Reminder\n\nHello $auditor, $list", encoding="utf-8")
    made(place, store, drafts=True)
    assert drafts(place)["Sam Hill"]["Subject"] == "Reminder"
    assert drafts(place)["Sam Hill"].get_content().startswith("Hello Sam Hill,")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello\n", "chase.txt, line 1: The first line is not the subject."),
        ("Subject: x\n$nobody\n", "There is nothing called “$nobody”. Use $auditor, $list"),
        ("Subject: x\n5 $ each\n", "A $ stands alone."),
    ],
)
def test_words_that_cannot_be_used_are_named(place: Workspace, store: Store, text: str, expected: str) -> None:
    (place.templates / "chase.txt").write_text(text, encoding="utf-8")
    with pytest.raises(DocgenError) as failure:
        made(place, store, drafts=True)
    assert expected in str(failure.value)


def test_a_list_that_somebody_has_changed_is_left_alone(place: Workspace, store: Store) -> None:
    first = made(place, store, as_csv=True).path
    made(place, store, as_csv=True)
    assert [path.name for path in first.parent.iterdir()] == ["chase.csv"]
    first.write_text("my notes", encoding="utf-8")
    second = made(place, store, as_csv=True)
    assert (first.read_text(), second.path.name) == ("my notes", "chase (2).csv")
    assert "somebody has changed it" in second.notes[0]
