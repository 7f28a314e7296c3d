"""Returns as the cases write them: field → value, everything a plain word as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from docgen.model import Answer, Form, State, Value

Written = Mapping[str, Any]
"""A word, a list of ticked options, a list of rows, `null` for blank, or `{doubtful: [candidates]}`."""


def words(text: str) -> Any:
    """YAML in which every scalar is text: `yes`, `2014-11-03` and `3` stay what they look like."""
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def read(path: Path) -> Any:
    return words(path.read_text("utf-8"))


def answers(form: Form, *written: Written) -> tuple[Answer, ...]:
    """A whole return of a form; what a later mapping says goes before what an earlier one says."""
    said: dict[str, Any] = {}
    for one in written:
        said |= one
    assert not said.keys() - {question.id for question in form.questions}, "a case names a field that is not there"
    return tuple(_answer(question.id, said.get(question.id)) for question in form.questions)


def case_list(*written: Written) -> dict[str, Value]:
    """What a case list tells; what a later mapping says goes before what an earlier one says."""
    return {name: _word(said) for one in written for name, said in one.items()}


def _answer(field: str, said: Any) -> Answer:
    where = f"at {field}"
    if isinstance(said, dict):
        return Answer(field, None, State.DOUBTFUL, "glyph", where, candidates=tuple(said["doubtful"]))
    value = _value(said)
    return Answer(field, value, State.BLANK if value in (None, ()) else State.ANSWERED, "control", where)


def _value(said: Any) -> Value:
    if not isinstance(said, list):
        return _word(said)
    if all(isinstance(row, dict) for row in said):
        return tuple({column: _word(cell) for column, cell in row.items()} for row in said)
    return tuple(said)


def _word(said: Any) -> str | None:
    return str(said) if said not in (None, "", "null") else None
