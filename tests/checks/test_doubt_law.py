"""The law of doubt: what is said for certain holds under every decision of a doubt, and nothing is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen import definitions
from docgen.checks import check
from docgen.model import Answer, Form, Framework, Question, State, Value

ROOT = Path(__file__).parents[2]
FORMS = [("cafcass-national-2014.11", "case"), ("cafcass-qiam-2017.09", "tool"), ("bwd-caf-2021.07", "tier1")]


@lru_cache
def framework(name: str) -> Framework:
    return definitions.load(ROOT / "frameworks" / f"{name}.yaml")


def possible(question: Question) -> tuple[Value, ...]:
    """Answers that a rule may tell apart: every option, or some ticks, or something, or nothing."""
    ids = tuple(option.id for option in question.options)
    if question.kind == "ticks":
        return ((), ids[:1], ids[1:2], ids[:3], ids)
    if question.kind == "table":
        return ((),)
    return (None, *ids) if ids else (None, "2014-10-22" if question.kind == "date" else "Something")


@st.composite
def returns(draw: st.DrawFn, form: Form) -> tuple[str, dict[str, Value]]:
    """A doubtful field, and answers to all the others."""
    values = {question.id: draw(st.sampled_from(possible(question))) for question in form.questions}
    return draw(st.sampled_from(sorted(q.id for q in form.questions if q.options))), values


def fired(loaded: Framework, form: Form, values: dict[str, Value], doubtful: str = "") -> Iterator[tuple[str, bool]]:
    """Rule and field of every query, and whether it is certain."""
    answers = [
        Answer(name, None if name == doubtful else value, State.DOUBTFUL if name == doubtful else State.ANSWERED)
        for name, value in values.items()
    ]
    for query in check(loaded, form, answers):
        yield query.rule, "could not be checked" not in query.message


@pytest.mark.parametrize(("name", "form_id"), FORMS)
def test_no_rule_fires_or_passes_on_a_guess(name: str, form_id: str) -> None:
    loaded = framework(name)
    form = loaded.form(form_id)
    assert form is not None

    @settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(returns(form))
    def law(drawn: tuple[str, dict[str, Value]]) -> None:
        doubtful, values = drawn
        question = form.question(doubtful)
        assert question is not None
        said = list(fired(loaded, form, values, doubtful))
        certain = {rule for rule, sure in said if sure}
        open_ones = {rule for rule, sure in said if not sure}
        decided = [
            {rule for rule, _ in fired(loaded, form, values | {doubtful: decision})} for decision in possible(question)
        ]
        own = {f"{doubtful}-{what}" for what in ("required", "exclusive", "not-relevant")}
        own |= {f"{section.id}-not-relevant" for section in form.sections if question in section.questions}
        given_ones = [rules for rules, decision in zip(decided, possible(question), strict=True) if decision]
        assert certain <= set.intersection(*given_ones) | own, "something was said for certain that a decision undoes"
        assert set.union(*given_ones) <= certain | open_ones | own, "something was passed over"

    law()
