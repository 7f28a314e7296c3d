"""A return that cannot wait yields a note and a draft at once, once, for the people who hold the roles."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from docx import Document

from docgen.pipeline import catalogue, decisions, urgent
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store
from tests.pipeline.test_actions import DEEP, NOW, copy_for, hand_in

AT_HAND = catalogue.gather(None)
ROLES = (
    ("divisional manager", "Kit Marsh, kit.marsh@example.org"),
    ("director", "Robin Vale"),
    ("practice improvement manager", "Lee Stone, lee.stone@example.org"),
)
INADEQUATE = {
    "case_ref": "C1",
    "team": "North",
    "practitioner": "P7",
    "overall": "inadequate",
    "rationale": "Too late.",
}


@pytest.fixture
def team(place: Workspace) -> Workspace:
    return replace(place, settings=replace(place.settings, roles=ROLES))


@pytest.fixture
def store(team: Workspace) -> Iterator[Store]:
    with open_store(team) as opened:
        yield opened


def words(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_an_inadequate_audit_makes_a_note_and_a_draft_for_the_roles_that_are_named(
    team: Workspace, store: Store
) -> None:
    hand_in(team, store, DEEP, copy_for(team, DEEP), INADEQUATE)
    (note,) = urgent.make(team, store, AT_HAND, NOW).notes
    said = words(note.read_bytes())
    for part in ("The overall judgement is Inadequate.", "C1", "P7", "Kit Marsh", "Divisional manager told on",
                 "not answered", "docgen review"):  # fmt: skip
        assert part in said, part
    draft = message_from_bytes(note.with_suffix(".eml").read_bytes(), policy=default)
    assert isinstance(draft, EmailMessage)
    assert (draft["X-Unsent"], draft["To"]) == ("1", "Kit Marsh <kit.marsh@example.org>")
    assert draft["Subject"] == "Act today: Deep dive audit, case C1"
    body = draft.get_body()
    assert body is not None
    assert "director: Robin Vale" in body.get_content()
    assert "Inadequate" not in body.get_content(), "what was found stands in the attachment alone"
    (attached,) = draft.iter_attachments()
    assert attached.get_content() == note.read_bytes()


def test_a_note_is_made_once_and_none_for_an_audit_that_can_wait_or_was_refused(team: Workspace, store: Store) -> None:
    hand_in(team, store, DEEP, copy_for(team, DEEP, "C2"), {"case_ref": "C2", "overall": "good"})
    hand_in(team, store, DEEP, copy_for(team, DEEP, "C3"), {**INADEQUATE, "case_ref": "C3"})
    decisions.refuse(store, ("C3",), "Wrong team.", NOW)
    assert urgent.make(team, store, AT_HAND, NOW) == urgent.Made()
    hand_in(team, store, DEEP, copy_for(team, DEEP), INADEQUATE)
    assert len(urgent.make(team, store, AT_HAND, NOW).notes) == 1
    assert urgent.make(team, store, AT_HAND, NOW) == urgent.Made()


def test_without_roles_the_note_is_made_and_it_is_said_that_nobody_is_named(place: Workspace) -> None:
    with open_store(place) as store:
        hand_in(place, store, DEEP, copy_for(place, DEEP), INADEQUATE)
        made = urgent.make(place, store, AT_HAND, NOW)
    assert len(made.notes) == 1
    draft = made.notes[0].with_suffix(".eml").name
    assert made.hints[0].startswith(f"The draft “{draft}” has no recipient")
