"""A machine without an extra reads everything that does not need it, and says what to install for the rest."""

from __future__ import annotations

import sys
from functools import partial

import pytest

from docgen.forms import compile_toolkit
from docgen.marks import toolkit_id
from docgen.pipeline import workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace
from tests.pipeline.forms import FORM, FRAMEWORK

DRAWING = ("draw", "story", "rows", "text", "flow")


@pytest.fixture
def without_reportlab(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [one for one in sys.modules if one.split(".")[0] == "reportlab"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "reportlab", None)
    for module in DRAWING:
        monkeypatch.delitem(sys.modules, f"docgen.forms.pdf.{module}", raising=False)


def test_a_pdf_return_alone_is_refused_where_its_blank_cannot_be_drawn(
    place: Workspace, request: pytest.FixtureRequest
) -> None:
    template = workspace.template(place, "toolkit.docx")
    pdf = compile_toolkit("pdf", FRAMEWORK, FORM, b"").copy(toolkit_id("x"))
    word = compile_toolkit("word", FRAMEWORK, FORM, template).copy(toolkit_id("x"))
    request.getfixturevalue("without_reportlab")
    reader = Reader(Catalogue((FRAMEWORK,)), partial(workspace.template, place))
    refused = reader.read("a.pdf", pdf).refused
    assert refused is not None
    assert refused.fix == "Install it with: python -m pip install 'docgen-audit[pdf]'"
    assert reader.read("a.docx", word).refused is None
