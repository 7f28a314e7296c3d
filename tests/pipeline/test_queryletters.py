"""Letters to auditors: what has to be corrected, in words that a head of service would send."""

from __future__ import annotations

import email
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from email.policy import default
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from docgen import access
from docgen.model import DocgenError, Toolkit
from docgen.pipeline import queryletters
from docgen.pipeline.catalogue import check
from docgen.pipeline.queryletters import Made, Order
from docgen.pipeline.workspace import Workspace
from docgen.store import Store, Which
from tests.pipeline.spoken import AT_HAND, LATER, send, written
from tests.pipeline.test_review import DOUBT, VAGUE


@pytest.fixture
def place(place: Workspace) -> Workspace:
    settings = replace(place.settings, organisation="Northshire", addresses=(("sam hill", "sam@example.org"),))
    return replace(place, settings=settings)


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    """Sam has two forms with something wrong, Kim one that is only looked at, and nobody one without a case."""
    with Store(place.store_url, who="kim") as opened:
        opened.issue([Toolkit("T1", "small", "1", "case", "C1", issued="2026-11-01T00:00:00Z", auditor="Sam Hill")])
        send(place, opened, written({"case_ref": "C1", "grade": DOUBT, "filed": VAGUE}), "post/C1_T1.docx")
        send(place, opened, written({"case_ref": "C2", "grade": "met", "auditor": "Sam  Hill"}, "T2"), "C2.docx")
        send(place, opened, written({"grade": "good"}, "T3"), "lost.docx")
        yield opened


def made(place: Workspace, store: Store, which: Which | None = None, **asked: Any) -> Made:
    return queryletters.make(place, store, AT_HAND, Order(which or Which(), **asked), LATER)


def cells(data: bytes) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(BytesIO(data)).tables]


def test_each_auditor_gets_one_letter_form_by_form_with_what_was_found_and_what_to_do(
    place: Workspace, store: Store
) -> None:
    found = made(place, store, reply_by="2026-12-11")
    (path,) = found.letters
    assert (path.name, path.parent.name, found.points, found.forms) == (
        "Sam Hill.docx",
        "query-letters-2026-12-01",
        3,
        2,
    )
    document = Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Dear Sam Hill" in texts
    assert any("we need your help with 3 points in 2 forms." in text for text in texts)
    assert any("Please reply by 11 December 2026." in text for text in texts)
    assert [text for text in texts if text.startswith("Case ")] == ["Case C1: Case audit", "Case C2: Case audit"]
    first, second = cells(path.read_bytes())
    assert first == [
        ["Question", "What we found", "What we ask you to do"],
        ["1c Date filed", "“mid October” is not a date.\nIn the form stands: “mid October”",
         "Please write the date in full.\nA date, as day/month/year, such as 05/03/2026."],
        ["1d Grade", "Two options are marked: Good, Met.\nIn the form stands: “☒ Good ☒ Met”",
         "Please mark one answer only, and clear the others.\nPossible answers: Good; Met."],
    ]  # fmt: skip
    assert [row[0] for row in second[1:]] == ["1d comment Grade"]
    assert document.sections[0].first_page_header.paragraphs[0].text.strip() == "OFFICIAL-SENSITIVE"
    assert access.check(path.read_bytes(), path.name) == ()
    assert found.notes == (
        "There is no letter about these, because neither form nor case list names an auditor: lost.docx.",
    )


def test_a_row_names_its_question_once(place: Workspace, store: Store) -> None:
    send(place, store, written({"grade": "good", "auditor": "Kim Fox"}, "T4"), "C4.docx")
    (table,) = cells(made(place, store, which=Which(auditor="Kim Fox")).letters[0].read_bytes())
    assert table[1:] == [
        ["1a Case reference", "This question is blank. It must be answered.", "Fill in this question."]
    ]


def test_warnings_are_left_out_unless_they_are_asked_for_and_what_waits_for_the_team_always(
    place: Workspace, store: Store
) -> None:
    assert not any("could not be checked" in str(table) for table in cells(made(place, store).letters[0].read_bytes()))
    every = cells(made(place, store, warnings=True).letters[0].read_bytes())
    assert not any("could not be checked" in str(table) for table in every)


def test_a_draft_has_the_letter_and_the_forms_and_tells_nothing_of_a_case_but_its_reference(
    place: Workspace, store: Store
) -> None:
    found = made(place, store, drafts=True)
    (path,) = (place.out / "query-letters-2026-12-01").glob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert (message["X-Unsent"], message["To"]) == ("1", "Sam Hill <sam@example.org>")
    assert message["Subject"] == "Audit forms that need a correction: cases C1, C2"
    attached = {str(part.get_filename()): part.get_content() for part in message.iter_attachments()}
    assert sorted(attached) == ["C1_T1.docx", "C2.docx", "Sam Hill.docx"]
    hashes = {slip.sha256 for name in ("C1", "C2") for slip in store.named(name)[1]}
    assert {hashlib.sha256(attached[name]).hexdigest() for name in ("C1_T1.docx", "C2.docx")} == hashes
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert "Dear Sam Hill" in text
    assert "October" not in text
    assert found.drafts == 1


def test_the_same_again_makes_the_same_and_a_letter_that_somebody_has_changed_stays(
    place: Workspace, store: Store
) -> None:
    (path,) = made(place, store, drafts=True).letters
    before = {one.name: one.read_bytes() for one in path.parent.iterdir()}
    made(place, store, drafts=True)
    assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == before
    path.write_bytes(b"my own words")
    found = made(place, store)
    assert (path.read_bytes(), found.letters[0].name) == (b"my own words", "Sam Hill (2).docx")
    assert any("somebody has changed it" in note for note in found.notes)


def test_nothing_to_correct_makes_nothing(place: Workspace, store: Store) -> None:
    assert queryletters.make(place, store, AT_HAND, Order(Which(auditor="Nobody")), LATER) == Made()


def test_what_people_wrote_is_text_and_names_are_safe(place: Workspace, store: Store) -> None:
    name = "Eve {{ 7*7 }} / <b>\r\nBcc: all@example.org"
    doubt = {"doubt": "“{% x %}” is not a date", "candidates": [], "text": "{{ title }} & <w:p/>"}
    send(place, store, written({"case_ref": "C4", "filed": doubt, "auditor": name}, "T4"), "d.docx")
    found = queryletters.make(place, store, AT_HAND, Order(Which(), ("C4",), drafts=True), LATER)
    ((_, row),) = cells(found.letters[0].read_bytes())
    assert row[1] == "“{% x %}” is not a date.\nIn the form stands: “{{ title }} & <w:p/>”"
    (path,) = (one for one in found.letters[0].parent.glob("*.eml"))
    assert email.message_from_bytes(path.read_bytes(), policy=default)["Bcc"] is None


def test_the_base_of_letters_is_checked_like_any_other_template(place: Workspace, store: Store) -> None:
    base = place.templates / "query-letter.docx"
    assert [one.problems for one in check(place, [base])] == [()]
    document = Document(str(base))
    for paragraph in document.paragraphs:
        paragraph.text = paragraph.text.replace("{{ letter }}", "").replace("{{ points }}", "{{ pionts }}")
    document.save(str(base))
    (checked,) = check(place, [base])
    assert [(one.rule, one.message, one.fix) for one in checked.problems][:2] == [
        ("template-name", "There is nothing called “pionts” to fill in.", "Did you mean “points”?"),
        ("template-marker", "Nothing says where the letter goes.",
         "Write {{ letter }} alone in a paragraph, where the letter is to begin."),
    ]  # fmt: skip
    with pytest.raises(DocgenError, match="pionts"):
        made(place, store)
