"""One response to an online questionnaire, taken out of its list: a record by itself that says what it is a copy of.

A record is JSON: the form, the id of its copy, the cells as they stood in the list, and the mapping that says which
column is which field. So it can be read again without the list and the mapping that it came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.fields import same
from docgen.marks import Address, Carrier, Mark, Marks, Outline
from docgen.model import DocgenError, Form, Place, Query, Severity, Unread

FORMAT = "response"


@dataclass(frozen=True, slots=True)
class Response:
    """A response: the form that it is a copy of, and its cells with the field that each is for, if any."""

    carriers: tuple[Carrier, ...]
    cells: tuple[tuple[str, str], ...]
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    ignore: frozenset[str]
    format: str = FORMAT
    editor: str = "questionnaire"

    def outline(self) -> Outline:
        """What it shows of itself: a record says which form it is, so there is nothing to add."""
        return Outline()

    def marks(self, blank: Form) -> Marks:
        """What it says in terms of the form; `blank` is the form itself, of which a response shows no page."""
        found = {self.columns[same(name)]: (name, text) for name, text in self.cells if same(name) in self.columns}
        marks = []
        for question in blank.questions:
            name, text = found.get(question.id, ("", ""))
            where = f"column “{name}”" if name else ""
            marks.append(Mark(Address(question.id), self._said(question.id, text), how=FORMAT, where=where))
        return Marks(tuple(mark for mark in marks if mark.address.field not in _tables(blank)), tuple(self._unread()))

    def _said(self, field: str, text: str) -> str:
        """The text in the words of the form, where the mapping gives them."""
        words = self.values.get(field)
        if not words:
            return text
        parts = [words.get(same(part), part) for part in text.split(";")]
        return ";".join(parts)

    def _unread(self) -> Iterator[Unread]:
        """What stands in columns that are for no field, and that nobody has said to ignore."""
        for name, text in self.cells:
            if text.strip() and same(name) not in self.columns and same(name) not in self.ignore:
                yield Unread(text, f"column “{name}”", "column")


def record(
    place: tuple[str, str, str], toolkit: str, cells: Sequence[tuple[str, str]], columns: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]], ignore: Sequence[str],
) -> bytes:  # fmt: skip
    """The bytes of a record; the same response gives the same ones."""
    content = {
        "docgen": FORMAT, "framework": place[0], "version": place[1], "form": place[2], "toolkit": toolkit,
        "cells": [list(cell) for cell in cells], "columns": dict(sorted(columns.items())),
        "values": {field: dict(sorted(words.items())) for field, words in sorted(values.items())},
        "ignore": sorted(ignore),
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def open_form(data: bytes, name: str) -> Response:
    """A record, opened. Raises DocgenError with one refusal where it is none."""
    try:
        content = json.loads(data)
        place = tuple(str(content[word]) for word in ("framework", "version", "form"))
        cells = tuple((str(column), str(text)) for column, text in content["cells"])
        columns = {same(column): str(field) for column, field in content["columns"].items()}
        values = {
            str(field): {same(said): str(meant) for said, meant in words.items()}
            for field, words in content["values"].items()
        }
        ignore = frozenset(same(column) for column in content["ignore"])
        carrier = Carrier(FORMAT, place[0], place[1], place[2], str(content["toolkit"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = "This is not the record of a response as docgen makes it."
        fix = "Take the list of responses in again, with its mapping: docgen ingest LIST --mapping MAPPING"
        raise DocgenError(Query("response-unreadable", Severity.ERROR, message, fix, where=Place(name))) from None
    return Response((carrier,), cells, columns, values, ignore)


def _tables(form: Form) -> frozenset[str]:
    return frozenset(question.id for question in form.questions if question.kind == "table")
