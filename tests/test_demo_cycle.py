"""The audit cycle with made-up people, through the documents: a few months of it."""

from __future__ import annotations

import re
from pathlib import Path

from docgen import demo
from docgen.model import ActionStatus
from docgen.pipeline import workspace
from docgen.pipeline.workspace import open_store


def test_months_of_audits_go_from_the_sample_to_the_closed_action(tmp_path: Path) -> None:
    lines = demo.run_cycle(tmp_path / "cycle", seed=7, months=4)
    said = {found[2]: int(found[1]) for line in lines if (found := re.fullmatch(r" +(\d+)  (.+)", line))}
    for what in ("cases allocated to auditors", "audits moderated", "actions agreed", "actions moved on by the tracker",
                 "conflicts between trackers, shown and left", "dip samples three months on",
                 "recommendations of final reports", "figures behind recommendations looked at again",
                 "recommendations met"):  # fmt: skip
        assert said[what] > 0, what
    reports = [Path(line.split("report", 1)[1].strip()) for line in lines if line.strip().startswith("report")]
    assert len(reports) >= 3
    assert all(path.stat().st_size > 20_000 for path in reports)
    place = workspace.find(tmp_path / "cycle", tmp_path)
    assert place is not None
    with open_store(place) as store:
        assert store.problems() == ()
        tracked = store.actions()
        recommended = store.recommendations()
    assert {ActionStatus.CLOSED, ActionStatus.DONE, ActionStatus.OPEN} <= {one.status for one in tracked}
    assert all(one.checked and one.done for one in tracked if one.status is ActionStatus.CLOSED)
    assert len({one.id for one in tracked}) == len(tracked)
    met = [one for one in recommended if not one.unfinished]
    assert met
    assert all(one.settled and one.evidence and one.by == "QA team" for one in met)
    assert any(test.period > one.period for one in recommended for test in one.retests)
