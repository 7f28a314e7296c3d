"""The main job through the documents themselves, for every form of two frameworks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from docgen.demo.answers import entries
from docgen.demo.auditor import fill
from docgen.fields import kind
from docgen.model import Form, Framework, Value
from docgen.pipeline import catalogue, ingest, returns, toolkits, workspace
from docgen.pipeline.ingest import Outcome
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

NOW = "2026-11-20T12:00:00Z"
AT_HAND = catalogue.gather(None)
FORMS = [
    (framework, form)
    for framework in (AT_HAND.pick("cafcass-national"), AT_HAND.pick("cafcass-qiam"))
    for form in framework.forms
]
NAMES = [f"{framework.id} {form.id}" for framework, form in FORMS]


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with Store(place.store_url) as opened:
        yield opened


def reader(place: Workspace) -> Reader:
    return Reader(AT_HAND, partial(workspace.template, place))


def every_answer(form: Form, turn: int) -> dict[str, Value]:
    """An answer to every question, another one at each turn, as the kinds themselves give examples."""
    values: dict[str, Value] = {}
    for number, question in enumerate(form.questions):
        examples = kind(question).examples(question)
        values[question.id] = examples[(turn + number) % len(examples)]
    return values


def copies(place: Workspace, framework: Framework, form: Form, refs: list[str]) -> list[Path]:
    """A pre-filled copy for each case."""
    case = form.question(form.role("case"))
    assert case is not None
    path = place.folder / "cases.csv"
    path.write_text("\n".join([case.label, *refs]) + "\n", encoding="utf-8-sig")
    return list(toolkits.make(place, toolkits.Order(framework, form, place.out, path), NOW).files)


def filled(copy: Path, form: Form, answers: Mapping[str, Value]) -> bytes:
    return fill(copy.read_bytes(), entries(form, answers))


@pytest.mark.parametrize(("framework", "form"), FORMS, ids=NAMES)
def test_every_answer_of_every_form_comes_into_the_store_as_it_was_given(
    place: Workspace, store: Store, framework: Framework, form: Form
) -> None:
    refs = [f"C{turn}" for turn in range(4)]
    inbox = place.folder / "inbox"
    inbox.mkdir()
    given: dict[str, dict[str, Value]] = {}
    for turn, (ref, copy) in enumerate(zip(refs, copies(place, framework, form, refs), strict=True)):
        given[ref] = {**every_answer(form, turn), form.role("case"): ref}
        (inbox / copy.name).write_bytes(filled(copy, form, given[ref]))

    summary = ingest.run(place, store, reader(place), [inbox], NOW)

    assert [one.outcome for one in summary.files] == [Outcome.STORED] * 4
    assert store.doubts() == ()
    found = {audit.case: dict(audit.values) for audit in store.audits(framework.id, form.id)}
    assert found == given
    (count,) = store.counts()
    assert (count.issued, count.returned, count.accepted, count.outstanding) == (4, 4, 4, 0)
    assert [one.unread for one in summary.files] == [0] * 4


@pytest.mark.parametrize(("framework", "form"), FORMS, ids=NAMES)
def test_what_is_left_blank_is_blank_and_what_was_filled_in_beforehand_is_there(
    place: Workspace, framework: Framework, form: Form
) -> None:
    (copy,) = copies(place, framework, form, ["C1"])
    read = reader(place).read(copy.name, copy.read_bytes())
    assert read.status == "read"
    assert {name: value for name, value in read.values().items() if value not in (None, ())} == {
        form.role("case"): "C1"
    }
    assert read.unread == ()


def test_a_form_is_read_against_the_blank_of_its_day_after_the_template_was_restyled(
    place: Workspace, store: Store
) -> None:
    """Between issue and return the team changes the words with which the form ends."""
    from io import BytesIO

    from docx import Document

    framework, form = FORMS[0]
    (copy,) = copies(place, framework, form, ["C1"])
    answers = {**every_answer(form, 0), form.role("case"): "C1"}
    copy.write_bytes(filled(copy, form, answers))
    document = Document(BytesIO(workspace.template(place, "toolkit.docx")))
    document.paragraphs[-1].text = "Thank you"
    document.save(str(place.templates / "toolkit.docx"))

    restyled = reader(place)
    (taken,) = ingest.run(place, store, restyled, [copy], NOW).files

    assert (taken.unread, taken.doubtful) == (0, ())
    assert {audit.case: dict(audit.values) for audit in store.audits(framework.id, form.id)} == {"C1": answers}
    assert next(returns.read(place, restyled, [copy])).unread == ()


def test_a_copy_that_went_out_in_two_looks_is_read_whichever_of_them_comes_back(place: Workspace, store: Store) -> None:
    """The team restyles the template while copies are out, and makes the same copies again."""
    from io import BytesIO

    from docx import Document

    framework, form = FORMS[0]
    (copy,) = copies(place, framework, form, ["C1"])
    answers = {**every_answer(form, 0), form.role("case"): "C1"}
    old = filled(copy, form, answers)
    document = Document(BytesIO(workspace.template(place, "toolkit.docx")))
    document.paragraphs[-1].text = "Thank you"
    document.save(str(place.templates / "toolkit.docx"))
    (again,) = copies(place, framework, form, ["C1"])

    for name, data in (("old.docx", old), ("new.docx", filled(again, form, answers))):
        path = place.folder / name
        path.write_bytes(data)
        (read,) = returns.read(place, reader(place), [path])
        assert (read.status, read.unread) == ("read", ()), name
        assert read.values() == answers


def test_a_blank_copy_used_for_two_cases_gives_two_audits(place: Workspace, store: Store) -> None:
    framework, form = FORMS[0]
    (blank,) = toolkits.make(place, toolkits.Order(framework, form, place.out), NOW).files
    inbox = place.folder / "inbox"
    inbox.mkdir()
    for ref in ("C1", "C2"):
        answers = {**every_answer(form, 0), "case_ref": ref}
        (inbox / f"{ref}.docx").write_bytes(filled(blank, form, answers))
    ingest.run(place, store, reader(place), [inbox, blank], NOW)
    assert [audit.case for audit in store.audits(framework.id, form.id)] == ["C1", "C2"]
    assert [one.query.rule for one in store.open_queries() if one.query.rule.startswith("toolkit")] == [
        "toolkit-used-twice"
    ]


def test_a_return_of_a_version_that_is_not_at_hand_is_refused_and_taken_once_it_is(
    place: Workspace, store: Store
) -> None:
    definition = workspace.shipped("frameworks") / "cafcass-qiam-2017.09.yaml"
    own = place.frameworks / "next.yaml"
    own.write_text(definition.read_text("utf-8").replace('version: "2017.09"', 'version: "2018.01"'), encoding="utf-8")
    framework = catalogue.gather(place).pick("cafcass-qiam@2018.01")
    form = framework.forms[0]
    (copy,) = copies(place, framework, form, ["C1"])
    copy.write_bytes(filled(copy, form, {**every_answer(form, 0), form.role("case"): "C1"}))

    (refused,) = ingest.run(place, store, reader(place), [copy], NOW).files
    assert refused.outcome is Outcome.REFUSED
    assert refused.why is not None
    assert "2018.01" in refused.why.message

    later = Reader(catalogue.gather(place), partial(workspace.template, place))
    (taken,) = ingest.run(place, store, later, [copy], NOW).files
    assert taken.outcome is Outcome.STORED
    assert [audit.version for audit in store.audits("cafcass-qiam", form.id)] == ["2018.01"]
