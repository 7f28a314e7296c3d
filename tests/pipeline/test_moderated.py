"""A change after moderation reopens it; what the moderation repeats of the audit is set beside the audit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from docgen.model import Framework, Severity
from docgen.pipeline import catalogue, moderated, review
from docgen.pipeline.carried import shared
from docgen.pipeline.returns import Reader
from docgen.pipeline.review import Desk
from docgen.pipeline.workspace import Workspace, open_store, template
from docgen.store import Store
from tests.pipeline.test_actions import AT_HAND, DEEP, LATER, MODERATION, NOW, copy_for, hand_in

AUDIT = {"case_ref": "C1", "team": "North", "overall": "good", "referral_judgement": "good"}


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with open_store(place) as opened:
        yield opened


def moderate(place: Workspace, store: Store) -> str:
    """An audit of C1, and its moderation, which agrees; the key of the moderation."""
    hand_in(place, store, DEEP, copy_for(place, DEEP), AUDIT)
    seen = {**AUDIT, "overall_moderated": "good", "referral_moderated": "good"}
    return hand_in(place, store, MODERATION, copy_for(place, MODERATION), seen)


def asked(store: Store, key: str) -> list[str]:
    return [one.query.message for one in store.open_queries() if one.key == key and one.query.rule == moderated.RULE]


def correct(place: Workspace, store: Store) -> None:
    """The audit comes again with another overall judgement."""
    (copy,) = store.issued("halton-collaborative", "2023.05", "deep-dive")
    hand_in(place, store, DEEP, place.out / copy.file, {**AUDIT, "overall": "requires_improvement"})


def test_a_moderation_of_the_audit_as_it_stands_is_not_asked_about(place: Workspace, store: Store) -> None:
    moderate(place, store)
    assert moderated.reopen(store, AT_HAND, "read", NOW) == ()


def test_an_audit_that_changes_after_moderation_reopens_it_once(place: Workspace, store: Store) -> None:
    key = moderate(place, store)
    correct(place, store)
    (query,) = moderated.reopen(store, AT_HAND, "read", LATER)
    assert query.severity is Severity.ERROR
    assert "says “Good”, the audit “Requires improvement to be good”" in query.message
    assert asked(store, key) == [query.message]
    assert moderated.reopen(store, AT_HAND, "read", LATER) == ()
    assert store.problems() == ()


def test_where_errors_hold_a_return_the_moderation_counts_no_more_until_it_is_settled(
    place: Workspace, store: Store
) -> None:
    key = moderate(place, store)
    correct(place, store)
    (query,) = moderated.reopen(store, AT_HAND, "no-errors", LATER)
    assert store.audits("halton-collaborative", "moderation") == ()
    (slip,) = (one for one in store.named("C1")[1] if one.key == key)
    assert slip.standing == "queried"
    desk = Desk(place, store, Reader(AT_HAND, partial(template, place)))
    review.settle(desk, key, query, "Looked at again; the judgement stands.", LATER)
    assert moderated.reopen(store, AT_HAND, "no-errors", LATER) == ()
    assert store.problems() == ()


def test_where_asking_was_cut_short_the_next_look_asks(
    place: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    moderate(place, store)
    moderated.reopen(store, AT_HAND, "read", NOW)
    correct(place, store)
    with monkeypatch.context() as cut:
        cut.setattr(moderated, "_ask", lambda *given: (_ for _ in ()).throw(OSError("power")))
        with pytest.raises(OSError, match="power"):
            moderated.reopen(store, AT_HAND, "read", LATER)
    assert len(moderated.reopen(store, AT_HAND, "read", LATER)) == 1


MODERATED = [one for one in catalogue.gather(None).frameworks if one.moderation is not None]


@pytest.mark.parametrize("framework", MODERATED, ids=lambda one: one.id)
def test_a_moderator_is_asked_for_nothing_that_only_the_audit_says(framework: Framework) -> None:
    """Without this a blind moderator would have to fill in the audit's judgements before reading the audit."""
    assert framework.moderation is not None
    form = framework.form(framework.moderation.form)
    assert form is not None
    hidden = set(shared(framework, form, blind=False)) - set(shared(framework, form, blind=True))
    assert [one.id for one in form.questions if one.id in hidden and one.required] == []


@pytest.mark.parametrize("framework", MODERATED, ids=lambda one: one.id)
def test_what_ends_a_step_after_moderation_is_not_printed_from_the_audit(framework: Framework) -> None:
    """Whom the auditor told when is no sign that anybody was told of what the moderator found."""
    assert framework.moderation is not None
    form = framework.form(framework.moderation.form)
    assert form is not None
    ends = {step.done for step in framework.cycle.steps if step.done} if framework.cycle else set()
    assert ends & set(shared(framework, form, blind=False)) == set()


def test_a_moderator_sees_the_judgements_of_the_audit_and_their_evidence() -> None:
    """Of Halton: six sections and the whole, each with why."""
    (halton,) = (one for one in MODERATED if one.id == "halton-collaborative")
    form = halton.form("moderation")
    assert form is not None
    printed = shared(halton, form, blind=False)
    sections = ("referral", "basics", "assessment", "planning", "review", "management")
    assert {f"{one}_{part}" for one in sections for part in ("judgement", "evidence")} <= set(printed)
    assert {"overall", "rationale"} <= set(printed)
