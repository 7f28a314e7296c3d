"""What is counted: figures of a framework's measures over audits, and what may be said of them.

A figure rests on certain answers only. An audit whose answer to a measure is doubtful is in neither part of
its share; nor is one that leaves the question blank, where the question asks for one choice: a missing grade
is not a grade below good. Ticks left empty are an answer: nothing was ticked.

Shares are unrounded. They are rounded half up, once, where they are printed; targets, order and change are
judged on the unrounded values.
"""

from __future__ import annotations

from docgen.measures.agreement import FEWEST_PAIRS, Agreement, Pair, agreement, weighted_kappa
from docgen.measures.change import Difference, difference
from docgen.measures.counting import NOT_STATED, Group, Where, count, counts, group_by, part_of, select, unsettled
from docgen.measures.judgements import Judged, as_audits, judged, together
from docgen.measures.judging import (
    DASH,
    SMALL_BASE,
    Change,
    Interval,
    Judgement,
    Ranking,
    Verdict,
    compare,
    judge,
    percent,
    rank,
    reaching,
    rounded,
    wilson,
)

__all__ = [
    "DASH",
    "FEWEST_PAIRS",
    "NOT_STATED",
    "SMALL_BASE",
    "Agreement",
    "Change",
    "Difference",
    "Group",
    "Interval",
    "Judged",
    "Judgement",
    "Pair",
    "Ranking",
    "Verdict",
    "Where",
    "agreement",
    "as_audits",
    "compare",
    "count",
    "counts",
    "difference",
    "group_by",
    "judge",
    "judged",
    "part_of",
    "percent",
    "rank",
    "reaching",
    "rounded",
    "select",
    "together",
    "unsettled",
    "weighted_kappa",
    "wilson",
]
