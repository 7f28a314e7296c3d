"""Files read in worker processes: the same as in this one; and a worker that misbehaves costs one file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.fields import kind
from docgen.forms import FORMATS, compile_toolkit
from docgen.marks import toolkit_id
from docgen.model import (
    Answer,
    DocgenError,
    Form,
    Identity,
    Place,
    Query,
    Return,
    Severity,
    Standing,
    State,
    Unread,
    Value,
)
from docgen.pipeline import ingest, wire, workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.contained import Contained, workers
from docgen.pipeline.examine import Known
from docgen.pipeline.ingest import Outcome
from docgen.pipeline.returns import Issued, Reader
from docgen.pipeline.workspace import Workspace
from docgen.store import Store
from docgen.workers import Bounds
from tests.pipeline.forms import FORM, FRAMEWORK
from tests.pipeline.spoiled import Spoiled

NOW = "2026-11-20T12:00:00Z"
AT_HAND = Catalogue((FRAMEWORK,))
HERE = Identity(FRAMEWORK.id, FRAMEWORK.version, FORM.id, toolkit_id("x"), ("footer",), "")


@pytest.fixture(scope="module")
def contained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Contained]:
    with Contained(AT_HAND, partial(workspace.template, None), workers()) as reader:
        yield reader


def filled(format: str, toolkit: str = HERE.toolkit) -> bytes:
    base = workspace.template(None, FORMATS[format].template) if FORMATS[format].template else b""
    fields = [question.id for question in FORM.questions]
    values = {question.id: kind(question).examples(question)[0] for question in FORM.questions}
    return compile_toolkit(format, FRAMEWORK, FORM, base, fields).copy(toolkit, values)


@pytest.mark.parametrize("format", FORMATS)
def test_a_worker_reads_what_this_process_reads(contained: Contained, format: str) -> None:
    data = filled(format)
    here = Reader(AT_HAND, partial(workspace.template, None)).read("a form", data)
    assert (here.status, bool(here.answers)) == ("read", True)
    assert contained.read("a form", data) == here


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("other", [False, True], ids=["its own id", "that of another copy"])
def test_a_copy_whose_name_has_its_id_is_read_without_a_question_and_with_another_id_all_the_same(
    contained: Contained, format: str, other: bool
) -> None:
    data, asked = filled(format), list[str]()

    def issued(toolkit: str) -> Issued:
        asked.append(toolkit)
        return Issued(place=(FRAMEWORK.id, FRAMEWORK.version, FORM.id))

    name = f"C1_{toolkit_id('y') if other else HERE.toolkit}{FORMATS[format].suffix}"
    here = Reader(AT_HAND, partial(workspace.template, None)).read(name, data)
    assert contained.read(name, data, issued) == here
    assert asked == ([toolkit_id("y"), HERE.toolkit] if other else [HERE.toolkit])


def test_a_file_that_is_no_form_is_refused_as_in_this_process(contained: Contained) -> None:
    here = Reader(AT_HAND, partial(workspace.template, None)).read("notes\u202e.docx", b"some text")
    assert here.refused is not None
    assert contained.read("notes\u202e.docx", b"some text") == here


def test_the_ledger_is_asked_in_the_parent_and_the_kept_blank_counts(contained: Contained, tmp_path: Path) -> None:
    (tmp_path / "kept.docx").write_bytes(b"no blank")
    asked: list[str] = []

    def issued(toolkit: str) -> Issued:
        asked.append(toolkit)
        return Issued((tmp_path / "kept.docx",))

    with pytest.raises(DocgenError):
        contained.read("a form", filled("word"), issued)
    assert asked == [HERE.toolkit]


def test_a_ledger_that_cannot_be_asked_stops_the_run(contained: Contained) -> None:
    def gone(toolkit: str) -> Issued:
        raise DocgenError(Query("store", Severity.ERROR, "The store is gone.", ""), code=3)

    with pytest.raises(DocgenError, match="The store is gone"):
        contained.read("a form", filled("word"), gone)
    assert contained.read("a form", filled("word")).status == "read"


def test_a_template_that_is_missing_stops_the_run() -> None:
    def missing(name: str) -> bytes:
        raise DocgenError(Query("no-template", Severity.ERROR, "The template is missing.", ""), code=3)

    with Contained(AT_HAND, missing, workers()) as reader, pytest.raises(DocgenError, match="template is missing"):
        reader.read("a form", filled("word"))


def test_a_worker_that_misbehaves_costs_one_file_and_the_batch_goes_on(place: Workspace, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    rules = {
        "hang": "reading-time", "die": "reading-crash", "crash": "reading-crash", "grab": "reading-memory",
        "flood": "reading-result", "raise": "fault", "nonsense": "reading-garbled",
    }  # fmt: skip
    for what in rules:
        (inbox / f"{what}.docx").write_bytes(f"DO {what}".encode())
    for number in range(3):
        (inbox / f"good {number}.docx").write_bytes(filled("word", toolkit_id(str(number))))
    bounds = Bounds(seconds=2.0)
    template = partial(workspace.template, place)
    with Contained(AT_HAND, template, Spoiled(bounds)) as reader, Store(place.store_url) as store:
        summary = ingest.run(place, store, reader, [inbox], NOW)
    found = {Path(one.file).stem: one.why for one in summary.files if one.outcome is Outcome.REFUSED}
    assert {name: why.rule for name, why in found.items() if why} == rules
    assert summary.count(Outcome.STORED) == 3
    assert all(one.standing is Standing.REFUSED for one in summary.files if one.outcome is Outcome.REFUSED)
    for what, words in (("hang", "after 2 seconds"), ("grab", "512 MB"), ("flood", "5 MB"), ("die", "broke down")):
        why = found[what]
        assert why is not None
        assert words in why.message
        assert why.where == Place(next(one.file for one in summary.files if what in one.file))
    kept = {path.read_bytes() for path in place.originals.rglob("*") if path.is_file()}
    assert {f"DO {what}".encode() for what in rules} <= kept


def test_where_no_worker_can_be_started_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with Contained(AT_HAND, partial(workspace.template, None), workers(Bounds(memory=2**20))) as reader:
        with pytest.raises(DocgenError, match="could not start the process") as stopped:
            reader.read("a form", b"x")
        assert stopped.value.code == 3


# --- what crosses between the two ------------------------------------------------------------------------

TEXT = st.text(max_size=20) | st.sampled_from(["\ud800", "\x00", '"', "\u2028", "C1"])


@st.composite
def returns(draw: st.DrawFn) -> Return:
    """Anything that a reader of the small form may say."""
    answers = []
    for question in draw(st.lists(st.sampled_from(FORM.questions), unique_by=lambda one: one.id)):
        value: Value = draw(st.sampled_from(kind(question).examples(question)) | st.none())
        state = draw(st.sampled_from(State)) if value is None else State.ANSWERED
        candidates = tuple(draw(st.lists(st.sampled_from((*kind(question).examples(question), Decimal("1.50"))))))
        how, where, text, doubt, note = (draw(TEXT) for _ in range(5))
        answers.append(Answer(question.id, value, state, how, where, text, doubt, candidates, note))
    unread = tuple(Unread(draw(TEXT), draw(TEXT), draw(TEXT)) for _ in range(draw(st.integers(0, 2))))
    queries = tuple(
        Query("r", draw(st.sampled_from(Severity)), draw(TEXT), draw(TEXT), draw(TEXT), Place("a form", draw(TEXT)))
        for _ in range(draw(st.integers(0, 2)))
    )
    refused = draw(st.none() | st.just(Query("r", Severity.ERROR, "m", "f", where=Place("a form"))))
    return Return("a form", "ab" * 32, "word", draw(TEXT), HERE, tuple(answers), unread, queries, refused)


def form_of(identity: Identity) -> Form | None:
    return FORM if identity.form == FORM.id else None


@given(returns())
def test_a_return_comes_out_as_it_went_in(read: Return) -> None:
    assert wire.judged(wire.written(read), "a form", "ab" * 32, form_of) == read


def spoilt(path: list[Any], new: Any) -> bytes:
    """A return with one part put in the place of another."""
    answers = tuple(
        Answer(question.id, kind(question).examples(question)[0], State.ANSWERED) for question in FORM.questions
    )
    query = Query("r", Severity.ERROR, "m", "f")
    shape = json.loads(wire.written(Return("f", "ab" * 32, "word", "", HERE, answers, (Unread("t", "w"),), (query,))))
    part = shape
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = new
    return json.dumps(shape).encode()


ANSWER = {question.id: number for number, question in enumerate(FORM.questions)}


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (["sha256"], "cd" * 32),
        (["sha256"], 1),
        (["identity"], None),
        (["identity", 2], "no such form"),
        (["identity", 3], "x" * 201),
        (["identity", 4], [1]),
        (["answers"], {"a": 1}),
        (["answers", 0, 0], "no_such_field"),
        (["answers", 1, 0], "case_ref"),
        (["answers", 0, 2], "guessed"),
        (["answers", 0, 2], "doubtful"),
        (["answers", 0, 3], 7),
        (["answers", 0, 7], "ab"),
        (["answers", ANSWER["case_ref"], 1], 7),
        (["answers", ANSWER["case_ref"], 1], True),
        (["answers", ANSWER["area"], 1], "Area two"),
        (["answers", ANSWER["filed"], 1], "tomorrow"),
        (["answers", ANSWER["grade"], 1], "outstanding"),
        (["answers", ANSWER["areas"], 1], ["z"]),
        (["answers", ANSWER["areas"], 1], "x"),
        (["answers", ANSWER["visits"], 1], "3"),
        (["answers", ANSWER["visits"], 1], {"decimal": "many"}),
        (["answers", ANSWER["actions"], 1], [{"row": {"owner": "Sam"}}]),
        (["answers", ANSWER["actions"], 1], [["Sam"]]),
        (["unread", 0], ["t", "w"]),
        (["unread", 0, 0], None),
        (["queries", 0, 1], "fatal"),
        (["refused"], "no"),
    ],
    ids=str,
)
def test_what_a_return_cannot_be_is_not_believed(path: list[Any], new: Any) -> None:
    with pytest.raises(wire.Garbled):
        wire.judged(spoilt(path, new), "f", "ab" * 32, form_of)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"sha256":', b"1" * 5000])
def test_what_is_no_return_at_all_is_not_believed(data: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.judged(data, "f", "ab" * 32, form_of)


@pytest.mark.parametrize(
    "known",
    [
        Known((b"PK\n\x00blank", b"", b"another\n"), {"involved": "Kim\nSam", "share": Decimal("0.5")}),
        Known(),
        Known(refused=Query("pdf-extra", Severity.ERROR, "m", "f", where=Place("somewhere", "1"))),
    ],
)
def test_what_is_known_of_a_copy_comes_out_as_it_went_in(known: Known) -> None:
    assert wire.replied(b"".join(wire.reply(known))) == known


@pytest.mark.parametrize("data", [b"", b"[null, 1]", b'[["a"], "word"]', b'{"x": 1}', b'"T"'])
def test_a_question_that_is_none_is_not_answered(data: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.questioned(data)
    assert wire.questioned(wire.question(HERE, "word")) == (HERE, "word")


def test_a_fault_in_the_installation_is_told_as_one() -> None:
    for data, error in ((wire.lacking(ImportError("lxml")), ImportError), (wire.stopped(DocgenError()), DocgenError)):
        with pytest.raises(error):
            wire.judged(data, "f", hashlib.sha256(b"").hexdigest(), form_of)
