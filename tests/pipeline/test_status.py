from __future__ import annotations

from collections.abc import Iterator

import pytest

from docgen.model import DocgenError, Query, Severity, Toolkit
from docgen.pipeline import catalogue, status
from docgen.pipeline.status import Question, with_people
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store, Which
from tests.store.samples import RATIONALE, REFERRAL, put, returned, slip

ROLES = (("Head of  service", "Sam, sam@example.org"), ("Director", ""), ("manager", "Kim"))
TODAY = "2026-12-01"


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with open_store(place) as opened:
        yield opened


def fix(text: str) -> str:
    return with_people(Query("r", Severity.URGENT, "A referral is needed.", text), ROLES).fix


def test_a_query_that_names_a_role_says_who_holds_it() -> None:
    assert fix("Tell the head of service.") == "Tell the head of service. (Head of  service: Sam, sam@example.org)"


def test_a_query_that_names_no_role_or_one_that_nobody_holds_stays_as_it_is() -> None:
    assert fix("Tell the director.") == "Tell the director."
    assert fix("Tell somebody.") == "Tell somebody."


def test_every_role_that_is_named_is_said() -> None:
    assert fix("The manager tells the head of service.").endswith(
        "(Head of  service: Sam, sam@example.org; manager: Kim)"
    )


def test_a_part_of_the_ledger_is_named_by_the_options_of_the_command() -> None:
    national = catalogue.gather(None).pick("cafcass-national")
    assert status.part(national, "case", "A1", "Sam", "2014-11") == Which(
        "cafcass-national", "case", "A1", "Sam", "2014-09-01", "2014-10-31"
    )
    assert status.part(None, "", "", "", "2026-27-Q2") == Which(first="2026-07-01", last="2026-09-30")
    assert status.part(None, "", "", "", "") == Which()
    with pytest.raises(DocgenError, match="is not a period"):
        status.part(None, "", "", "", "soon")


def test_lists_come_where_they_are_asked_for_and_keep_to_the_part(store: Store) -> None:
    store.issue([Toolkit("T1", "fw", "1", "case", "C1", issued=TODAY, due="2026-11-30")])
    put(store, slip(2), returned(REFERRAL, RATIONALE))
    short = status.of(store, Question(), TODAY)
    assert ([one.case for one in short.urgent], short.queries, short.lines) == (["C2"], (), ())
    assert short.counts[0].overdue == 1
    whole = status.of(store, Question(queries=True, ledger=True), TODAY)
    assert [one.query.rule for one in whole.queries] == ["rationale-required"]
    assert [line.state for line in whole.lines] == ["overdue", "accepted"]
    other = status.of(store, Question(Which(framework="other"), "team", True, True), TODAY)
    assert (other.counts, other.urgent, other.queries, other.lines) == ((), (), (), ())
