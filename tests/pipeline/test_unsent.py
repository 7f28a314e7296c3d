"""Forms that ought to have gone out and have not: rounds that nobody started, methods of the year that nobody began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner

from docgen.cli import docgen
from docgen.definitions.settings import Settings
from docgen.model import DocgenError, Framework, Toolkit
from docgen.pipeline import catalogue, chase
from docgen.pipeline import due as verbs
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store, Which

AT_HAND = catalogue.gather(None)
HALTON, CAMDEN, CAF = (AT_HAND.pick(name) for name in ("halton-collaborative", "camden-early-help", "bwd-caf"))


@pytest.fixture
def team(place: Workspace) -> Workspace:
    return replace(place, settings=Settings(workspace="0000", roles=(("QA team", "Kim Vale, kim@example.org"),)))


@pytest.fixture
def store(team: Workspace) -> Iterator[Store]:
    with open_store(team) as opened:
        yield opened


def sent(store: Store, framework: Framework, form: str, on: str, started: str = "") -> None:
    facts = {"audit_started_on": started} if started else {}
    name = f"{form}-{on}"
    store.issue([Toolkit(name, framework.id, framework.version, form, name, issued=f"{on}T09:00:00Z", facts=facts)])


def unsent(team: Workspace, store: Store, framework: Framework, at: str, *, named: bool = False) -> list[str]:
    """What ought to go out: how it stands, by when, which step, from which day, and who."""
    return [
        f"{one.stands} {one.item.due}: {one.item.step.id} from {one.item.since}, {one.person}"
        for one in verbs.find(team, store, (framework,), at, named=named)
        if not one.case
    ]


def test_a_round_of_which_no_form_has_gone_out_is_overdue_from_the_day_after_its_start(
    team: Workspace, store: Store
) -> None:
    for form in ("deep-dive", "reflection"):
        sent(store, HALTON, form, "2026-10-05", "2026-10-07" if form == "deep-dive" else "")
    assert unsent(team, store, HALTON, "2026-10-30") == []
    assert unsent(team, store, HALTON, "2026-10-31") == [
        "due 2026-11-07: deep-dive from 2026-11-07, Kim Vale",
        "due 2026-11-07: reflection from 2026-11-07, Kim Vale",
    ]
    sent(store, HALTON, "deep-dive", "2026-11-16")
    assert unsent(team, store, HALTON, "2026-11-16") == ["overdue 2026-11-07: reflection from 2026-11-07, Kim Vale"]


def test_of_rounds_that_were_missed_the_last_one_is_named_until_one_begins(team: Workspace, store: Store) -> None:
    for form in ("deep-dive", "reflection"):
        sent(store, HALTON, form, "2026-07-07")
    missed = [one.partition(" ")[2][:10] for one in unsent(team, store, HALTON, "2026-10-10") if "deep-dive" in one]
    assert missed == ["2026-10-07"]
    sent(store, HALTON, "deep-dive", "2026-10-12")
    assert not any("deep-dive" in one for one in unsent(team, store, HALTON, "2026-10-12"))


def test_an_audit_again_starts_no_round(team: Workspace, store: Store) -> None:
    """The form of a deep dive also goes out for the audit again of a case, one month after an inadequate."""
    from tests.pipeline.test_due import issue, take_in

    for form in ("deep-dive", "reflection"):
        sent(store, HALTON, form, "2026-10-05")
    issue(store, "T2", "moderation", "2026-10-20")
    take_in(store, "T2", "moderation", "2026-10-22", overall_moderated="inadequate")
    issue(store, "T3", "deep-dive", "2026-11-16")
    assert "overdue 2026-11-07: deep-dive from 2026-11-07, Kim Vale" in unsent(team, store, HALTON, "2026-11-20")


def test_a_framework_that_nobody_works_with_is_not_asked_for_until_it_is_named(team: Workspace, store: Store) -> None:
    assert unsent(team, store, HALTON, "2026-11-10") == []
    assert unsent(team, store, HALTON, "2026-11-10", named=True) == [
        "overdue 2026-11-07: deep-dive from 2026-11-07, Kim Vale",
        "overdue 2026-11-07: reflection from 2026-11-07, Kim Vale",
    ]


def test_a_method_of_the_schedule_has_its_whole_time(team: Workspace, store: Store) -> None:
    """Two-monthly from April: October and November, whose last working day is Monday 30 November."""
    sent(store, CAMDEN, "practice-audit", "2026-09-02")
    told = [one for one in unsent(team, store, CAMDEN, "2026-11-20") if "practice-audits" in one]
    assert told == ["next 2026-11-30: practice-audits from 2026-10-01, Kim Vale"]
    (late,) = [one for one in unsent(team, store, CAMDEN, "2026-12-01") if "practice-audits from 2026-10" in one]
    assert late.startswith("overdue 2026-11-30")
    sent(store, CAMDEN, "practice-audit", "2026-11-30")
    assert not any("practice-audits from 2026-10" in one for one in unsent(team, store, CAMDEN, "2026-12-01"))


def test_a_quarter_starts_on_its_first_working_day(team: Workspace, store: Store) -> None:
    """1 January 2028 is a Saturday and made up for on Monday the 3rd; Scotland makes up for the 2nd on the 4th."""
    scottish = catalogue.Catalogue(files=AT_HAND.files, team=catalogue.Team(nation="scotland")).pick("bwd-caf")
    sent(store, CAF, "tier2", "2027-10-01")
    assert unsent(team, store, CAF, "2028-01-05") == ["overdue 2028-01-04: audit from 2028-01-04, Kim Vale"]
    assert unsent(team, store, scottish, "2028-01-05") == ["due 2028-01-05: audit from 2028-01-05, Kim Vale"]


def test_somebody_says_that_a_round_is_left_out_and_why(team: Workspace, store: Store) -> None:
    for form in ("deep-dive", "reflection"):
        sent(store, HALTON, form, "2026-07-07")
    now = "2026-08-10T09:00:00Z"
    said = verbs.Noted("deep-dive", "", "2026-08-10", "No audits in August.", "2026-08-07")
    verbs.note(team, store, (HALTON,), said, now)
    assert unsent(team, store, HALTON, "2026-08-10") == ["overdue 2026-08-07: reflection from 2026-08-07, Kim Vale"]
    with pytest.raises(DocgenError, match="No form “deep-dive” waits to be sent out from 2026-08-07"):
        verbs.note(team, store, (HALTON,), said, now)
    with pytest.raises(DocgenError, match="Nothing says why no form goes out"):
        verbs.note(team, store, (HALTON,), replace(said, step="reflection", why=""), now)
    assert store.problems() == ()


def test_chasers_name_it_to_those_who_send_forms_out(team: Workspace, store: Store) -> None:
    sent(store, CAF, "tier2", "2026-07-01")
    chase.make(team, store, chase.Order(Which(framework="bwd-caf"), drafts=True), "2026-10-05T09:00:00Z")
    draft = (team.out / "chase-2026-10-05" / "Kim Vale.eml").read_text("utf-8")
    assert "This step is still open:\n\n  Tier 2 audit: not yet sent out, due on 1 October 2026\n" in draft


def test_the_command_says_when_a_step_was_done(team: Workspace, store: Store) -> None:
    from tests.pipeline.test_due import busy

    busy(store)
    found = CliRunner().invoke(docgen, ["--workspace", str(team.folder), "due", "--at", "2026-12-05", "--all"])
    assert "done     2026-11-17  done 2026-11-16  E1" in found.stdout


def test_the_command_says_what_was_not_sent_out(team: Workspace, store: Store) -> None:
    asked = ["--workspace", str(team.folder), "due", "halton-collaborative", "--at", "2026-11-10"]
    found = CliRunner().invoke(docgen, asked)
    assert "QA team" in found.stdout
    assert "overdue  2026-11-07  3 days ago  from 2026-11-07  Deep dive audit: not yet sent out" in found.stdout
    assert found.exit_code == 1
