"""Everything on one case in one document, and nothing of another case."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.access import check
from docgen.model import Action, Adopted, DocgenError, Framework, Toolkit
from docgen.pipeline import decisions, ingest, subject
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.verify import verify
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import CaseIn, Kept, Store
from tests.pipeline.forms import TELLING
from tests.pipeline.test_ingest import READER, inbox, send

NOW = "2026-11-20T12:00:00Z"
CASE, OTHER = "C100063", "Yolanda99"
__all__ = ["inbox"]


@pytest.fixture
def catalogue() -> Catalogue:
    small = Framework(
        "small", "1", "A small audit", "Test", TELLING.scales, TELLING.forms, case_fields=TELLING.case_fields
    )
    return Catalogue((small,))


def fill(store: Store, place: Workspace, inbox: Path) -> None:
    facts = {"involved": "Robin Reed"}
    store.issue(
        [
            Toolkit("T1", "small", "1", "case", CASE, issued=NOW, facts=facts, auditor="Sam Hill", due="2026-12-01"),
            Toolkit("T2", "small", "1", "case", f"C{OTHER}", issued=NOW, facts={"involved": f"Friend of {OTHER}"}),
        ]
    )
    send(
        inbox, a__docx=f"{CASE}; good; T1; error", b__docx=f"{CASE}; ?; T1", c__docx=f"C{OTHER}; met; T1",
        d__docx=f"{CASE}; good; T2", e__docx=f"C{OTHER} beside {CASE}; good; T9",
    )  # fmt: skip
    ingest.run(place, store, READER, [inbox], NOW)
    decisions.refuse(store, (f"C{OTHER}",), f"Sent in error, as {OTHER} said.", NOW)
    key = next(slip.key for slip in store.named(CASE)[1])
    with store.entry() as entry:
        entry.put_actions([(None, Action("T1-1", key, "small", "case", "actions", CASE, "Visit the school."))], NOW)
    store.keep(Kept("sample", "small", "case", "November", NOW, cases=(CaseIn(CASE, "drawn"), CaseIn(OTHER, "left"))))


def words(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return re.sub(r"<[^>]*>", " ", package.read("word/document.xml").decode("utf-8"))


def made(place: Workspace, inbox: Path, catalogue: Catalogue, case: str = CASE) -> subject.Made:
    with open_store(place) as store:
        fill(store, place, inbox)
        return subject.make(place, store, catalogue, case, None, True, NOW)


def test_the_document_holds_every_part_in_the_words_of_the_form(
    place: Workspace, inbox: Path, catalogue: Catalogue
) -> None:
    found = made(place, inbox, catalogue, "c100063")
    text = words(found.path)
    assert (found.copies, found.returns) == (1, 3)
    for part in (
        CASE, "T1", "Sam Hill", "Robin Reed", "Involved in the case", "1d  Grade", "Good", "Doubtful:", "Why?",
        "Visit the school.", "sample November", "drawn", "replaced", "The trail of the case",
    ):  # fmt: skip
        assert part in text, part
    assert sorted(path.read_bytes() for path in found.files) == sorted(
        path.read_bytes() for path in inbox.iterdir() if path.read_bytes().startswith(CASE.encode())
    )


def test_nothing_of_another_case_is_in_it_and_where_one_names_this_case_only_the_place_is(
    place: Workspace, inbox: Path, catalogue: Catalogue
) -> None:
    found = made(place, inbox, catalogue)
    text = words(found.path)
    assert OTHER not in text
    assert OTHER.encode() not in b"".join(path.read_bytes() for path in found.files)
    assert [one.what for one in found.mentions] == ["answer", "query", "query"]
    assert "To be looked at by a person" in text
    assert found.mentions[0].key in text


def test_a_recommendation_that_names_the_case_is_a_place_to_look_at(
    place: Workspace, inbox: Path, catalogue: Catalogue
) -> None:
    one = Adopted("R-2026Q2-1", "fw", "quarterly", "", "Quarterly report", "a1", f"Look again at {CASE}.")
    with open_store(place) as store, store.entry() as entry:
        entry.put_recommendations([(None, one), (None, replace(one, id="R-2026Q2-2", what="See all."))], NOW)
    found = made(place, inbox, catalogue)
    assert [(one.copy, one.what) for one in found.mentions if one.what == "recommendation"] == [
        ("R-2026Q2-1", "recommendation")
    ]
    assert "R-2026Q2-1" in words(found.path)


def test_the_document_is_accessible_and_the_same_twice_and_a_changed_one_is_left_alone(
    place: Workspace, inbox: Path, catalogue: Catalogue
) -> None:
    found = made(place, inbox, catalogue)
    assert check(found.path.read_bytes(), "subject.docx") == ()
    found.path.write_bytes(b"changed by a person")
    with open_store(place) as store:
        again = subject.make(place, store, catalogue, CASE, None, False, NOW)
        assert again.path.name == f"subject-{CASE} (2).docx"
        assert found.path.read_bytes() == b"changed by a person"
        assert verify(place, store, READER).problems == ()
        assert [one.what for one in decisions.history(store, "T1")].count("disclosed") >= 1


def test_a_case_of_which_nothing_is_held_is_said(place: Workspace, catalogue: Catalogue) -> None:
    with open_store(place) as store, pytest.raises(DocgenError, match="Nothing is held on a case “C9”"):
        subject.make(place, store, catalogue, "C9", None, False, NOW)
