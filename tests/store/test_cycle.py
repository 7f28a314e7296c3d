"""What the cycle keeps: it comes back as it was, in order, and a change by other means is found."""

from __future__ import annotations

from docgen.store import CaseIn, Kept, Store
from tests.databases import sql

SAMPLE = Kept(
    "sample", "fw", "case", "monthly", "2026-11-20T09:00:00Z", data={"seed": "7", "population": 40, "by": ["Team"]},
    cases=(CaseIn("C1", "chosen"), CaseIn("C2", "left out", detail="Open for less than 4 weeks")),
)  # fmt: skip


def test_what_is_kept_comes_back_as_it_was_with_its_event(store: Store) -> None:
    assert store.keep(SAMPLE) == 1
    assert store.keep(Kept("step", "fw", name="tracker", at="2026-11-21T09:00:00Z", cases=(CaseIn("C1", "done"),))) == 2
    (found,) = store.kept("sample", "fw", "case")
    assert (found.data, found.cases, found.who, found.number) == (SAMPLE.data, SAMPLE.cases, "sam", 1)
    assert [one.name for one in store.kept("step")] == ["tracker"]
    assert store.kept("sample", "other") == ()
    assert store.problems() == ()


def test_a_sample_that_was_edited_or_taken_out_is_named(store: Store, url: str) -> None:
    store.keep(SAMPLE)
    sql(url, "UPDATE cycle SET data = '{}' WHERE id = 1")
    assert [wrong.message for wrong in store.problems()] == [
        "Number 1 of the cycle (a sample, plan or the like) is not as docgen stored it."
    ]
    sql(url, "DELETE FROM cycle_cases")
    sql(url, "DELETE FROM cycle")
    assert [wrong.message for wrong in store.problems()] == [
        "The trail tells of number 1 of the cycle, which is not in the store."
    ]
