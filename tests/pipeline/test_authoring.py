"""`new-framework` and `convert`: what they write where, and that what they start works to the end."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from docgen import definitions
from docgen.model import DocgenError
from docgen.pipeline import authoring, catalogue, ingest, toolkits, workspace
from docgen.pipeline.ingest import Outcome
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace
from docgen.store import Store
from tests.pipeline.test_slice import every_answer, filled

NOW = "2026-11-20T12:00:00Z"
AT_HAND = catalogue.gather(None)


def test_a_new_framework_yields_a_form_that_is_filled_in_and_read_back(place: Workspace) -> None:
    authoring.start(AT_HAND, "our-audit", place.frameworks)
    at_hand = catalogue.gather(place)
    framework = at_hand.pick("our-audit")
    (form,) = framework.forms
    (copy,) = toolkits.make(place, toolkits.Order(framework, form, place.out), NOW).files
    answers = {**every_answer(form, 0), "case_ref": "C1"}
    copy.write_bytes(filled(copy, form, answers))
    with Store(place.store_url) as store:
        reader = Reader(at_hand, partial(workspace.template, place))
        (taken,) = ingest.run(place, store, reader, [copy], NOW).files
        assert (taken.outcome, taken.unread) == (Outcome.STORED, 0)
        (audit,) = store.audits("our-audit", "case")
        assert dict(audit.values) == answers


def test_the_schema_for_editors_stands_beside_it(tmp_path: Path) -> None:
    path = authoring.start(AT_HAND, "our-audit", tmp_path / "new")
    assert sorted(one.name for one in path.parent.iterdir()) == ["framework.schema.json", "our-audit-1.yaml"]


def test_the_workbook_to_start_from_becomes_the_same_framework(tmp_path: Path) -> None:
    excel = authoring.start(AT_HAND, "our-audit", tmp_path, "Borough", excel=True)
    yaml = authoring.start(AT_HAND, "our-audit", tmp_path / "yaml", "Borough")
    made = authoring.convert(excel)
    assert made.path == tmp_path / "our-audit-1.yaml"
    assert made.framework.digest == definitions.load(yaml).digest


def test_a_name_that_is_taken_is_refused_with_the_file_that_has_it(tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match=r"There is a framework “bwd-caf” already: .*copy that file and raise"):
        authoring.start(AT_HAND, "bwd-caf", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_somebody_has_changed_is_never_written_over(tmp_path: Path) -> None:
    path = authoring.start(AT_HAND, "our-audit", tmp_path)
    assert authoring.start(AT_HAND, "our-audit", tmp_path) == path
    authoring.convert(path)
    path.write_text(path.read_text("utf-8").replace("Overall grade", "Grade of the case"), encoding="utf-8")
    for again in (lambda: authoring.start(AT_HAND, "our-audit", tmp_path), lambda: authoring.convert(path)):
        with pytest.raises(DocgenError, match="There is a file of this name already"):
            again()
    assert "Grade of the case" in path.read_text("utf-8")


def test_replace_writes_over_what_was_converted_before(tmp_path: Path) -> None:
    path = authoring.start(AT_HAND, "our-audit", tmp_path)
    authoring.convert(path)
    path.write_text(path.read_text("utf-8").replace("Overall grade", "Grade of the case"), encoding="utf-8")
    made = authoring.convert(path, replace=True)
    assert definitions.load(made.path).digest == definitions.load(path).digest


def test_a_workbook_with_mistakes_is_not_converted_and_nothing_is_written(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    excel = authoring.start(AT_HAND, "our-audit", tmp_path, excel=True)
    book = load_workbook(excel)
    book["questions"]["D2"], book["grades"]["B2"] = "txt", None
    book.save(excel)
    with pytest.raises(DocgenError) as failure:
        authoring.convert(excel)
    said = [f"{query.where.at}" for query in failure.value.queries]
    assert "sheet questions, row 2, column Kind" in said
    assert "sheet grades, row 2" in said
    assert [one.name for one in tmp_path.iterdir()] == ["our-audit-1.xlsx"]


@pytest.mark.parametrize(("out", "said"), [("x.docx", "becomes a file that ends in .xlsx"), ("x.yaml", ".xlsx")])
def test_the_ending_of_what_is_written_follows_from_what_is_read(tmp_path: Path, out: str, said: str) -> None:
    path = authoring.start(AT_HAND, "our-audit", tmp_path)
    with pytest.raises(DocgenError, match=said):
        authoring.convert(path, tmp_path / out)


def test_a_file_of_another_sort_is_no_definition(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"")
    with pytest.raises(DocgenError, match=r"a file that ends in \.yaml, \.yml or \.xlsx"):
        authoring.convert(tmp_path / "x.docx")


# --- proofs ------------------------------------------------------------------------------------------------

CAF = AT_HAND.pick("bwd-caf")


def test_a_proof_is_made_anew_with_every_change_of_the_definition(tmp_path: Path) -> None:
    first = authoring.proof(None, CAF, CAF.forms[1], tmp_path)
    before = first.read_bytes()
    other = replace(CAF.forms[1], purpose="Another purpose.")
    assert authoring.proof(None, CAF, other, tmp_path) == first
    assert first.read_bytes() != before
    assert [one.name for one in tmp_path.iterdir()] == ["bwd-caf-2021.07-tier1_PROOF.docx"]


def test_a_proof_that_somebody_has_written_into_stays(tmp_path: Path) -> None:
    from docx import Document

    first = authoring.proof(None, CAF, CAF.forms[1], tmp_path)
    document = Document(str(first))
    document.paragraphs[1].add_run("We should ask for the school as well.")
    document.save(str(first))
    noted = rewritten(first, "Microsoft Office Word")
    second = authoring.proof(None, CAF, CAF.forms[1], tmp_path)
    assert second.name == "bwd-caf-2021.07-tier1_PROOF-2.docx"
    assert first.read_bytes() == noted


def rewritten(path: Path, program: str) -> bytes:
    """A document as a program leaves it that signs with its own name."""
    parts = {}
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(b">docgen<", f">{program}<".encode())
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path.read_bytes()


def test_a_proof_is_refused_when_it_is_taken_in_and_is_no_issued_copy(place: Workspace) -> None:
    path = authoring.proof(place, CAF, CAF.forms[0], place.folder / "inbox")
    with Store(place.store_url) as store:
        reader = Reader(AT_HAND, partial(workspace.template, place))
        (taken,) = ingest.run(place, store, reader, [path.parent], NOW).files
        assert taken.outcome is Outcome.REFUSED
        assert taken.why is not None
        assert taken.why.message.startswith("This is the proof of a form")
        assert store.issued("bwd-caf", "2021.07", "tier2") == ()


@pytest.mark.parametrize("ending", [".docm", ".dotx", ".doc"])
def test_a_template_in_another_format_is_told_by_name(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"report{ending}").write_bytes(b"PK")
    (tmp_path / "narrative").mkdir()
    (tmp_path / "narrative" / "overall.j2").write_text("{{ nothing }}", "utf-8")
    problems = [query for one in catalogue.check(None, [tmp_path]) for query in one.problems]
    assert [query.rule for query in problems] == ["wording-name", "template-format"]
    assert "Word document (.docx)" in problems[1].fix
