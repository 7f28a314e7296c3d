"""A form of any questions, each marked in any manner, and the whole then changed: never wrong, never unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.fields import YES_NO
from docgen.forms.word import blank_of, compile_toolkit, open_form
from docgen.marks import toolkit_id
from docgen.model import Option, Question
from docgen.reading import read
from tests.returns.form import TEMPLATE, Task, framework, labels
from tests.returns.on_boxes import MANNERS, Boxes
from tests.returns.on_forms import FORMS, LISTED
from tests.returns.on_rows import CHANGED
from tests.returns.on_text import SAYS, WRITTEN
from tests.returns.page import Page, changed
from tests.returns.verdict import LOST, SILENT, WRONG, verdict

LABELS = (
    "Good", "Met", "Not met", "Partly met", "Met in part", "Not good", "Yes", "No", "N/A", "Not applicable", "A", "B",
    "Yes, in full", "Good or better", "1", "10", "Seen", "Seen alone", "Seen (alone)", "Ja, d’accord – “so”",
    "The plan was reviewed in time, shared with everyone who had a part in it, and kept",
)  # fmt: skip
MEANINGS = ("", "", "Clear and timely", "Not met, or met too late", "As for Good")
NEUTRAL = tuple(name for name, (_, listed) in FORMS.items() if "copied" not in name and "strict" not in name)
"""What is done to a whole form. Copies of rows leave doubts of their own; strict names change bytes."""

_options = st.lists(
    st.builds(lambda label, meaning: (label, meaning), st.sampled_from(LABELS), st.sampled_from(MEANINGS)),
    min_size=2,
    max_size=5,
    unique_by=lambda one: one[0].casefold(),
)


@st.composite
def tasks(draw: st.DrawFn) -> tuple[Task, ...]:
    """Some questions, each with what is meant and the manner in which it is marked."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        field, ref = f"q{number}", f"{number + 1}a"
        kind = draw(st.sampled_from(("choice", "choice", "ticks", "yesno", "text", "longtext", "table")))
        if kind in ("text", "longtext"):
            manner = draw(st.sampled_from(tuple(WRITTEN)))
            prompt = draw(st.sampled_from(("", "Role", "Seen", "Name")))
            question = Question(field, ref, kind, "What was seen", prompt=prompt)
            made.append(Task(manner, question, SAYS, _bound(WRITTEN[manner], field)))
        elif kind == "table":
            manner = draw(st.sampled_from(tuple(CHANGED)))
            columns = (
                Question("what", "", "longtext", "What"),
                Question("who", "", "text", "By whom", prompt=draw(st.sampled_from(("", "Role")))),
                Question("due", "", "date", "By when"),
            )
            question = Question(field, ref, kind, f"Actions {number}", columns=columns, rows=3)
            made.append(Task(manner, question, CHANGED[manner][1], _bound(CHANGED[manner][0], field)))
        else:
            made.append(draw(_boxed(field, ref, kind)))
    return tuple(made)


@st.composite
def _boxed(draw: st.DrawFn, field: str, ref: str, kind: str) -> Task:
    said = [Option(f"o{n}", *one) for n, one in enumerate(draw(_options))]
    question = Question(field, ref, kind, "Which", options=YES_NO if kind == "yesno" else tuple(said))
    meant = draw(st.sampled_from(question.options)).id
    manner = draw(st.sampled_from(tuple(MANNERS)))

    def mark(page: Page) -> None:
        MANNERS[manner](Boxes(page, labels(question), f"{field}={meant}"))

    return Task(manner, question, (meant,) if kind == "ticks" else meant, mark)


def _bound(write: Callable[[Page, str], None], field: str) -> Callable[[Page], None]:
    return lambda page: write(page, field)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(tasks(), st.sampled_from(NEUTRAL))
def test_an_answer_is_right_or_doubtful_with_the_truth_or_listed(done: tuple[Task, ...], whole: str) -> None:
    made = framework("any", tuple(task.question for task in done))
    compiled = compile_toolkit(made, made.forms[0], TEMPLATE.read_bytes())

    def mark(root: Any) -> None:
        for task in done:
            task.mark(Page(root))
        FORMS[whole][0](root)

    document = changed(compiled.copy(toolkit_id("any")), mark)
    marks = open_form(document, "any.docx").marks(blank_of(compiled.copy(toolkit_id("blank"))))
    for task, answer in zip(done, read(marks, made.forms[0]), strict=True):
        found = verdict(answer, task.truth, marks.unread)
        assert found not in (SILENT, WRONG, LOST), f"{task.manner} + {whole}: {answer}, not {task.truth}"
    if FORMS[whole][1]:
        assert LISTED in {one.text for one in marks.unread}
