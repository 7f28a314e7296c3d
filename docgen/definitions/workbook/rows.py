"""A definition as plain data → the rows of its workbook. What has no column goes to the sheet `more`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.definitions.workbook import layout
from docgen.definitions.workbook.cells import fits
from docgen.definitions.workbook.layout import DESCRIPTORS, FRAMEWORK, LIST, MORE, OPTIONS, Column, Sheet
from docgen.definitions.yamltext import dump

Row = dict[str, str]
"""Head of a column → what stands in it."""

ARROW = " > "
"""What stands between the steps that lead to a part, in the sheet `more`."""


@dataclass(slots=True)
class Rows:
    """Sheet → its rows."""

    sheets: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, sheet: str, row: Row) -> None:
        """Put a row at the end of a sheet."""
        self.sheets.setdefault(sheet, []).append(row)


def rows(data: Mapping[str, Any]) -> Rows:
    """The rows of every sheet for a definition that checks clean."""
    writer = _Writer()
    writer.framework(data)
    return writer.rows


class _Writer:
    """Walks through a definition and fills the sheets."""

    def __init__(self) -> None:
        self.rows = Rows()
        self._lists: dict[str, str] = {}

    def framework(self, data: Mapping[str, Any]) -> None:
        """The whole definition."""
        columns = {one.words: one for one in layout.framework_words()}
        for word, value in data.items():
            child = layout.child_of((), word)
            if child is not None:
                self._parts(child, value, (), (word,))
            elif isinstance(value, Mapping) and any(words[0] == word and words[1:] for words in columns):
                for inner, one in value.items():
                    below = layout.child_of((word,), inner)
                    if below is not None:
                        self._parts(below, one, (), (word, inner))
                    else:
                        self._word((word, inner), one, columns.get((word, inner)))
            else:
                self._word((word,), value, columns.get((word,)))

    def _word(self, words: tuple[str, ...], value: Any, column: Column | None) -> None:
        text = fits(column.shape, column.codec, value) if column else None
        if column is None or text is None:
            self._leave(words[:-1], words[-1], value)
        else:
            self.rows.add(FRAMEWORK, {"Word": column.head, "Value": text, "Meaning": column.says})

    def _parts(self, sheet: Sheet, parts: Sequence[Any], keys: tuple[str, ...], steps: tuple[str, ...]) -> None:
        """A list of parts, each with its row and what stands under it; `steps` leads to the list."""
        for number, part in enumerate(parts, start=1):
            name = str(part.get("id", ""))
            unique = name and sum(other.get("id") == name for other in parts) == 1
            step = name if unique and ARROW not in name else f"#{number}"
            self._part(sheet, part, keys, (*steps, step), name if unique else "")

    def _part(
        self, sheet: Sheet, part: Mapping[str, Any], keys: tuple[str, ...], at: tuple[str, ...], name: str
    ) -> None:
        row: Row = {key.head: value for key, value in zip(sheet.keys, keys, strict=True)}
        self.rows.add(sheet.name, row)
        for word, value in part.items():
            child = layout.child_of(sheet.home, word)
            if child is not None and name:
                self._parts(child, value, (*keys[:1], name)[-len(child.keys) :], (*at, word))
            elif word == "options" and sheet.column("options"):
                wanted = name if sheet.name == "questions" else f"{keys[-1]}_{name}"
                row |= {"Options": self._list(value, wanted)} if value else {}
            elif word == "descriptors" and sheet.name == "questions":
                self._descriptors(value, {"Form": keys[0], "Question": name})
            elif word == "comment" and sheet.name == "questions":
                self._comment(sheet, value, row, at)
            elif isinstance(value, Mapping) and any(one.words[0] == word and one.words[1:] for one in sheet.columns):
                for inner, one in value.items():
                    self._cell(row, (*at, word), inner, one, sheet.column(word, inner))
            else:
                self._cell(row, at, word, value, sheet.column(word))

    def _cell(self, row: Row, at: tuple[str, ...], word: str, value: Any, column: Column | None) -> None:
        text = fits(column.shape, column.codec, value) if column else None
        if column is None or text is None:
            self._leave(at, word, value)
        else:
            row[column.head] = text

    def _comment(self, sheet: Sheet, value: Mapping[str, Any], question: Row, at: tuple[str, ...]) -> None:
        """The row of a comment, under that of its question."""
        row = {key.head: question[key.head] for key in sheet.keys} | {"Kind": "comment"}
        self.rows.add(sheet.name, row)
        for word, inner in value.items():
            self._cell(row, (*at, "comment"), word, inner, sheet.column(word))

    def _list(self, options: Sequence[Mapping[str, Any]], wanted: str) -> str:
        """The name of the list of these options, which stands in its sheet once however many questions use it."""
        said = json.dumps(options, sort_keys=True)
        if said in self._lists:
            return self._lists[said]
        wanted = options[0].get("id", wanted) if len(options) == 1 else wanted
        name, number = wanted, 1
        while name in self._lists.values():
            number += 1
            name = f"{wanted}_{number}"
        self._lists[said] = name
        for number, option in enumerate(options, start=1):
            row = {LIST.capitalize(): name}
            self.rows.add(OPTIONS, row)
            columns = {one.words[0]: one for one in layout.option_columns()}
            for word, value in option.items():
                self._cell(row, (OPTIONS, name, f"#{number}"), word, value, columns.get(word))
        return name

    def _descriptors(self, texts: Mapping[str, str], of: Row) -> None:
        for grade, text in texts.items():
            self.rows.add(DESCRIPTORS, {**of, "Grade": grade, "Text": text.strip()})

    def _leave(self, at: Sequence[str], word: str, value: Any) -> None:
        """What has no column: as YAML, with the way to its part."""
        self.rows.add(MORE, {"Part": ARROW.join(at), "Word": word, "YAML": dump(value)})
