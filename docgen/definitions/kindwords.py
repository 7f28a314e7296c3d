"""What each kind of question holds, with an example in YAML, for the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindWords:
    """One kind of question: what it holds and how it is drawn, and an example."""

    says: str
    example: str


KIND_WORDS: Mapping[str, KindWords] = {
    "text": KindWords(
        "A few words on one line.",
        """\
id: case_ref
kind: text
label: Case reference
prompt: Case reference
required: true
guidance: The reference only. Never a name.
""",
    ),
    "longtext": KindWords(
        "Sentences and paragraphs.",
        """\
id: rationale
kind: longtext
label: Rationale
guidance: Why this grade and not the one above or below it?
required_when: {grade: answered}
""",
    ),
    "choice": KindWords(
        "One of several options, drawn as boxes to tick or, with `look: list`, as a list to choose from.",
        """\
id: law_type
kind: choice
label: Law type
look: list
options:
  - {id: public, label: Public law}
  - {id: private, label: Private law, descriptor: Work after first hearing}
""",
    ),
    "grade": KindWords(
        "One grade of a scale. The grades are its options, best first; `options` adds others, such as not applicable, "
        "which have no place on the scale. `descriptors` says what grades look like in this question.",
        """\
id: planning
kind: grade
label: Planning
scale: national
options:
  - {id: not_applicable, label: Not applicable}
descriptors:
  good: The plan was begun at allocation and kept up.
""",
    ),
    "ticks": KindWords(
        "Any number of options. An `exclusive` one excludes the others.",
        """\
id: learning
kind: ticks
label: Learning
theme: practice
options:
  - {id: recording, label: Recording}
  - {id: planning, label: "Planning, tasks and actions"}
  - {id: none_found, label: None, exclusive: true}
comment:
  guidance: What would have made the difference?
""",
    ),
    "yesno": KindWords(
        "Yes or no. `options` words the two answers otherwise; their ids stay yes and no.",
        """\
id: referral_needed
kind: yesno
label: Is a referral needed to make the arrangements safe?
required: true
comment:
  id: referral_comment
  label: Who was told, when, and what was agreed
  required_when: {referral_needed: "yes"}
""",
    ),
    "date": KindWords(
        "A calendar date, chosen or typed.",
        """\
id: date_filed
kind: date
label: Date filed
required: true
""",
    ),
    "number": KindWords(
        "A number in digits.",
        """\
id: visits
kind: number
label: Visits in the last three months
relevant_when: {law_type: public}
""",
    ),
    "table": KindWords(
        "Rows to fill in. Columns are of every kind but ticks and table.",
        """\
id: actions
kind: table
label: Actions
rows: 4
columns:
  - {id: action, kind: longtext, label: Action, required: true}
  - {id: owner, kind: text, label: Owner, prompt: Role}
  - {id: due, kind: date, label: Due}
  - id: status
    kind: choice
    label: Status
    options:
      - {id: open, label: Open}
      - {id: done, label: Done}
""",
    ),
}
