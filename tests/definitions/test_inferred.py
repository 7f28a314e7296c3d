"""A team says once for a form which ways of marking it trusts, and otherwise for single questions."""

from __future__ import annotations

import pytest

from docgen.definitions.editor import descriptions
from docgen.marks import INFERRED
from docgen.model import walk
from tests.definitions.conftest import Build, Say

FORM = """\
forms:
- id: case
  title: Case
  accept_inferred: {form}
  sections:
  - id: main
    title: Main
    questions:
    - {{id: seen, kind: yesno, label: Seen, comment: {{}}}}
    - {{id: heard, kind: yesno, label: Heard, accept_inferred: {question}}}
    - {{id: actions, kind: table, label: Actions, columns: [{{id: what, kind: text, label: What}}]}}
"""


def test_the_form_says_it_for_every_question_that_does_not_say_otherwise(built: Build) -> None:
    framework = built(FORM.format(form="[highlight, strike]", question="deleted"))
    trusted = {one.id: one.accept_inferred for one in walk(framework.forms[0].questions)}
    assert trusted.pop("heard") == ("deleted",)
    assert set(trusted.values()) == {("highlight", "strike")}
    assert len(trusted) == 4


def test_a_question_can_trust_nothing(built: Build) -> None:
    framework = built(FORM.format(form="bold", question="none"))
    assert [one.accept_inferred for one in framework.forms[0].questions][2] == ()


@pytest.mark.parametrize(
    ("form", "question", "said"),
    [
        ("highlite", "bold", "4: There is no way of marking “highlite”. Did you mean “highlight”?"),
        ("bold", "[bold, circle]", "10: There is no way of marking “circle”. Use one of these: highlight, shading,"),
        ("[none, bold]", "bold", "4: “none” stands beside other ways of marking. Write none alone, or leave it out."),
    ],
)
def test_a_way_that_there_is_not_is_named_with_what_was_meant(say: Say, form: str, question: str, said: str) -> None:
    head = 'id: sample\nversion: "1"\ntitle: Sample\norganisation: Borough of Example\n'
    (found,) = say(FORM.format(form=form, question=question) + head)
    assert found.startswith(said)


def test_the_reference_names_every_way() -> None:
    says = descriptions()["Question"]["accept_inferred"]
    assert all(f"`{way}`" in says for way in INFERRED)
