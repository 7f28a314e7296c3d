"""What a person decides about copies and returns, and what stops them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from docgen.model import DocgenError, Standing, Toolkit
from docgen.pipeline import decisions
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store
from tests.store.samples import NOW, put, slip

WHY = "Agreed by phone."


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with open_store(place) as opened:
        opened.issue([Toolkit(f"T{n}", "fw", "1", "case", f"C{n}", issued=NOW) for n in (1, 2)])
        yield opened


def standing(store: Store, number: int) -> Standing:
    (found,) = store.named(slip(number).key)[1]
    return found.standing


@pytest.mark.parametrize("held", [Standing.READ, Standing.QUERIED])
def test_a_held_return_counts_once_it_is_accepted(store: Store, held: Standing) -> None:
    put(store, slip(1, held))
    done = decisions.accept(store, ("C1",), WHY, NOW)
    assert (done.moved, done.left) == ((f"case C1, case, 1.docx ({slip(1).key})",), ())
    assert standing(store, 1) is Standing.ACCEPTED


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (Standing.DOUBTFUL, "is doubtful: its answers have to be decided first."),
        (Standing.ACCEPTED, "accepted already"),
    ],
)
def test_what_cannot_be_accepted_is_left_alone_and_said(store: Store, held: Standing, expected: str) -> None:
    put(store, slip(1, held))
    done = decisions.accept(store, ("C1",), WHY, NOW)
    assert done.moved == ()
    assert expected in done.left[0]
    assert standing(store, 1) is held


@pytest.mark.parametrize("held", [Standing.ACCEPTED, Standing.READ, Standing.QUERIED, Standing.DOUBTFUL])
def test_any_return_that_speaks_for_a_case_can_be_refused(store: Store, held: Standing) -> None:
    put(store, slip(1, held))
    decisions.refuse(store, (slip(1).key,), WHY, NOW)
    assert standing(store, 1) is Standing.REFUSED
    assert store.audits("fw", "case") == ()


@pytest.mark.parametrize("held", [Standing.REFUSED, Standing.REPLACED])
def test_what_is_refused_or_replaced_never_comes_back_into_the_figures(store: Store, held: Standing) -> None:
    put(store, slip(1, held))
    for verb in (decisions.accept, decisions.refuse):
        with pytest.raises(DocgenError, match="“C1” is the name of no return that could be moved"):
            verb(store, ("C1",), WHY, NOW)


def test_an_exempt_copy_is_expected_again_on_request(store: Store) -> None:
    assert decisions.exempt(store, ("C1",), WHY, NOW).moved == ("copy T1 for case C1",)
    assert decisions.exempt(store, ("T1",), WHY, NOW).left == ("copy T1 for case C1 is exempt already.",)
    assert store.counts()[0].outstanding == 1
    assert decisions.exempt(store, ("T1",), "", NOW).moved == ("copy T1 for case C1",)
    assert store.counts()[0].outstanding == 2


def test_a_name_of_nothing_says_where_names_are_found(store: Store) -> None:
    with pytest.raises(DocgenError, match=r"“C9” is the name of no copy that was issued\..*status --ledger"):
        decisions.exempt(store, ("C9",), WHY, NOW)
    with pytest.raises(DocgenError, match="no copy or return"):
        decisions.history(store, "C9")


def test_a_reason_that_tells_who_a_child_is_is_not_taken_because_the_trail_stays(store: Store) -> None:
    put(store, slip(1))
    with pytest.raises(DocgenError, match="there seems to be a date of birth; the trail that it goes into is never"):
        decisions.refuse(store, ("C1",), "Wrong child, DOB 12/03/2015", NOW)
    assert standing(store, 1) is Standing.ACCEPTED


def test_the_history_of_a_case_begins_with_the_issue_and_ends_with_the_last_decision(store: Store) -> None:
    put(store, slip(1))
    decisions.refuse(store, ("C1",), WHY, "2026-12-01T09:00:00Z")
    found = [(one.what, one.why) for one in decisions.history(store, "C1")]
    assert found == [("issued", ""), ("read", ""), ("accepted", ""), ("refused", WHY)]
