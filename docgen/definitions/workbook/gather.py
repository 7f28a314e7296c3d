"""The cells of a workbook → a definition as plain data, in which every part knows its sheet, row and column."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docgen.definitions import source as yaml_source
from docgen.definitions.problem import Found, Steps, advice, choose, fault
from docgen.definitions.source import Source
from docgen.definitions.workbook import layout, read
from docgen.definitions.workbook.layout import DESCRIPTORS, FRAMEWORK, LIST, MORE, OPTIONS, Column, Sheet
from docgen.definitions.workbook.read import Cells
from docgen.definitions.workbook.rows import ARROW

README = "read me"
_SPECIAL: Mapping[str, tuple[str, ...]] = {
    FRAMEWORK: ("Word", "Value", "Meaning"),
    DESCRIPTORS: ("Form", "Question", "Grade", "Text"),
    MORE: ("Part", "Word", "YAML"),
}


@dataclass(slots=True)
class _Line:
    """One row: its number, and head of a column → text, with the number of the place of each cell and of the row."""

    number: int
    place: int
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def at(self, head: str) -> int:
        """The place of a cell, or of the row where it is blank."""
        return self.places.get(head, self.place)


def gather(path: Path) -> tuple[Source, tuple[Found, ...]]:
    """What a workbook says as the source of a definition, and what is wrong with its sheets, rows and columns."""
    sheets, problems = read.read(path)
    source = Source(cells=[f"sheet {FRAMEWORK}"])
    if problems:
        source.whole = False
        return source, problems
    gathered = _Gathering(source, sheets)
    gathered.everything()
    return source, tuple(gathered.problems)


class _Gathering:
    """Puts the rows of all sheets together, from the framework down to the columns of tables."""

    def __init__(self, source: Source, sheets: Sequence[Cells]) -> None:
        self.problems: list[Found] = []
        self._source = source
        self._data: dict[str, Any] = {}
        self._parents: dict[str, dict[tuple[str, ...], tuple[dict[str, Any], Steps]]] = {}
        self._lists: dict[str, list[tuple[dict[str, Any], _Line]]] = {}
        self._wanted: list[tuple[dict[str, Any], Steps, int]] = []
        self._sheets = self._named(sheets)
        source.data = self._data
        source.lines[()] = 1

    def everything(self) -> None:
        """Read every sheet in the order of the workbook."""
        if FRAMEWORK not in self._sheets:
            fix = f"Name one sheet {FRAMEWORK}: docgen new-framework ID --excel makes a workbook that has them all."
            self.problems.append(fault("no-sheet", 0, f"The workbook has no sheet “{FRAMEWORK}”.", fix))
            self._source.whole = False
            return
        self._framework()
        for sheet in layout.sheets():
            self._parts(sheet)
        self._options()
        self._descriptors()
        self._more()

    # --- sheets, rows and columns ------------------------------------------------------------------------

    def _named(self, sheets: Sequence[Cells]) -> dict[str, Cells]:
        """The sheets by the names that docgen gives them; others are named, so that nothing is passed over."""
        known = [*_SPECIAL, OPTIONS, *(one.name for one in layout.sheets())]
        found: dict[str, Cells] = {}
        for one in sheets:
            name = _plain(one.name)
            if name == README or name.startswith("#"):
                continue
            meant = next((name_ for name_ in known if _plain(name_) == name), None)
            if meant is not None and meant not in found:
                found[meant] = one
            elif one.rows:
                message = f"The sheet “{one.name}” is not one of docgen's, and is not read."
                fix = f"{choose(one.name, known)} To keep a sheet of your own, start its name with #."
                self.problems.append(advice("unknown-sheet", 0, message, fix))
        return found

    def _lines(self, name: str, columns: Mapping[str, str]) -> Iterator[_Line]:
        """The rows of a sheet below its heads. `columns` is how a head is compared → the head."""
        cells = self._sheets.get(name)
        if cells is None or not cells.rows:
            return
        first = min(cells.rows)
        heads = self._heads(name, first, cells.rows[first], columns)
        for number, row in cells.rows.items():
            if number == first:
                continue
            line = _Line(number, self._place(f"sheet {name}, row {number}"))
            for position, text in row.items():
                head = heads.get(position)
                at = f"column {head}" if head else f"column {_letters(position)}"
                if head == "":
                    continue
                place = self._place(f"sheet {name}, row {number}, {at}")
                if (number, position) in cells.odd:
                    self.problems.append(fault("no-text", place, *cells.odd[number, position]))
                if head is None:
                    message = f"“{_short(text)}” stands in a column without a heading."
                    self.problems.append(fault("no-heading", place, message, "Move it, or give the column a heading."))
                else:
                    line.texts[head], line.places[head] = text, place
            if line.texts:
                yield line

    def _heads(self, name: str, number: int, row: Mapping[int, str], columns: Mapping[str, str]) -> dict[int, str]:
        """Position → head, for every column; an empty one for a column of the team's own."""
        found: dict[int, str] = {}
        for position, text in row.items():
            head = columns.get(_plain(text))
            if text.startswith("#"):
                found[position] = ""
            elif head is None or head in found.values():
                place = self._place(f"sheet {name}, row {number}, column {_letters(position)}")
                fix = "To keep a column of your own, start its heading with #."
                message = f"“{_short(text)}” is not a column of the sheet {name}."
                if head is not None:
                    message, fix = f"Two columns are called “{head}”.", "Delete one of the two."
                else:
                    fix = f"{choose(text, columns.values())} {fix}"
                self.problems.append(fault("unknown-column", place, message, fix))
                found[position] = ""
            else:
                found[position] = head
        return found

    def _place(self, words: str) -> int:
        """The number by which the source knows a place."""
        self._source.cells.append(words)
        return len(self._source.cells)

    # --- the framework, and lists of parts ---------------------------------------------------------------

    def _framework(self) -> None:
        words = {_plain(one.head): one for one in layout.framework_words()}
        for line in self._lines(FRAMEWORK, {_plain(one): one for one in _SPECIAL[FRAMEWORK]}):
            column = words.get(_plain(line.texts.get("Word", "")))
            if column is None:
                message = f"“{line.texts.get('Word', '')}” is not a word of the framework."
                fix = choose(line.texts.get("Word", ""), [one.head for one in words.values()])
                self.problems.append(fault("unknown-word", line.at("Word"), message, fix))
            elif "Value" in line.texts:
                self._put(self._data, (), column, line.texts["Value"], line.at("Value"))

    def _parts(self, sheet: Sheet) -> None:
        """The rows of one sheet of parts, each put under the part that it belongs to."""
        heads = {_plain(one.head): one.head for one in sheet.heads}
        above: tuple[str, ...] = ()
        question: tuple[dict[str, Any], Steps] | None = None
        for line in self._lines(sheet.name, heads):
            keys = self._keys(sheet, line, above)
            if keys is None:
                continue
            above = keys
            if sheet.name == "questions" and _plain(line.texts.get("Kind", "")) == "comment":
                self._comment(sheet, line, question)
                continue
            owner, path = self._parents[sheet.keys[-1].names][keys] if sheet.keys else self._top(sheet, line)
            parts = owner.setdefault(sheet.home[-1], [])
            self._source.lines.setdefault((*path, sheet.home[-1]), line.place)
            at: Steps = (*path, sheet.home[-1], len(parts))
            part = self._part(sheet, line, at)
            parts.append(part)
            name = part.get("id", "")
            self._parents.setdefault(sheet.name, {}).setdefault((*keys[:1], name), (part, at))
            question = part, at

    def _top(self, sheet: Sheet, line: _Line) -> tuple[dict[str, Any], Steps]:
        """The part of the framework that holds the parts of a sheet without keys: most often the framework itself."""
        owner, path = self._data, sheet.home[:-1]
        for number, step in enumerate(path, start=1):
            owner = owner.setdefault(step, {})
            self._source.lines.setdefault(path[:number], line.place)
        return owner, path

    def _keys(self, sheet: Sheet, line: _Line, above: tuple[str, ...]) -> tuple[str, ...] | None:
        """To what a row belongs; None, with the problem said, where there is no such part."""
        if not sheet.keys:
            return ()
        parents = self._parents.get(sheet.keys[-1].names, {})
        only = next(iter(parents)) if len(parents) == 1 else ()
        before = above or only or ("",) * len(sheet.keys)
        keys = tuple(line.texts.get(key.head, before[n]) for n, key in enumerate(sheet.keys))
        if keys in parents:
            return keys
        for number, key in enumerate(sheet.keys, start=1):
            known = [one[number - 1] for one in parents if one[: number - 1] == keys[: number - 1]]
            if keys[number - 1] not in known:
                noun = key.head.lower()
                if not keys[number - 1]:
                    message = f"This row does not say to which {noun} it belongs."
                else:
                    message = f"There is no {noun} “{keys[number - 1]}”" + (f" in “{keys[0]}”." if number > 1 else ".")
                fix = choose(keys[number - 1], dict.fromkeys(known), f"Add it to the sheet {key.names} first.")
                self.problems.append(fault(f"unknown-{noun}", line.at(key.head), message, fix))
                return None
        return None

    def _part(self, sheet: Sheet, line: _Line, path: Steps) -> dict[str, Any]:
        """The part that a row describes."""
        part: dict[str, Any] = {}
        self._source.lines[path] = line.place
        for column in sheet.columns:
            if column.head in line.texts:
                text, place = line.texts[column.head], line.at(column.head)
                if column.names == OPTIONS:
                    part["options"] = text
                    self._wanted.append((part, path, place))
                else:
                    self._put(part, path, column, text, place)
        return part

    def _put(self, part: dict[str, Any], path: Steps, column: Column, text: str, place: int) -> None:
        """The value of a cell, at its words in a part."""
        *around, word = column.words
        for outer in around:
            part = part.setdefault(outer, {})
            path = (*path, outer)
            self._source.lines.setdefault(path, place)
        chosen = next((one for one in column.choices if one.casefold() == text.casefold()), text)
        value = chosen if column.choices else column.codec.decode(text)
        part[word] = value
        self._source.lines[(*path, word)] = place
        if isinstance(value, list):
            self._source.lines.update({(*path, word, n): place for n in range(len(value))})

    def _comment(self, sheet: Sheet, line: _Line, question: tuple[dict[str, Any], Steps] | None) -> None:
        """The comment box of the question above it."""
        if question is None or "comment" in question[0]:
            why = "under no question" if question is None else "under a question that has a comment already"
            fix = "Put the row right below the question that it belongs to; a question has one comment."
            self.problems.append(fault("lost-comment", line.place, f"This comment stands {why}.", fix))
            return
        part, path = question
        del line.texts["Kind"]
        part["comment"] = self._part(sheet, line, (*path, "comment"))

    # --- options, descriptors, and the rest --------------------------------------------------------------

    def _options(self) -> None:
        """The lists of options, given to every question that names one."""
        head = LIST.capitalize()
        columns = layout.option_columns()
        above = ""
        for line in self._lines(OPTIONS, {_plain(one): one for one in (head, *(c.head for c in columns))}):
            above = line.texts.get(head, above)
            if not above:
                message = "This row does not say to which list of options it belongs."
                self.problems.append(fault("no-list", line.place, message, "Give the list a name, such as yes_no."))
            self._lists.setdefault(above, []).append(({}, line))
        used = set()
        for part, path, place in self._wanted:
            name = part["options"]
            used.add(name)
            part["options"] = []
            self._source.lines[(*path, "options")] = place
            if name not in self._lists:
                fix = choose(name, self._lists, "Add it to the sheet options.")
                self.problems.append(fault("unknown-list", place, f"There is no list of options “{name}”.", fix))
            for number, (_, line) in enumerate(self._lists.get(name, ())):
                option: dict[str, Any] = {}
                at: Steps = (*path, "options", number)
                self._source.lines[at] = line.place
                for column in columns:
                    if column.head in line.texts:
                        self._put(option, at, column, line.texts[column.head], line.at(column.head))
                part["options"].append(option)
        for name in self._lists.keys() - used - {""}:
            message = f"No question uses the list of options “{name}”."
            place = self._lists[name][0][1].at(head)
            self.problems.append(advice("unused-list", place, message, "Name it in the column Options, or delete it."))

    def _descriptors(self) -> None:
        """What grades look like in single questions."""
        above = ("", "")
        for line in self._lines(DESCRIPTORS, {_plain(one): one for one in _SPECIAL[DESCRIPTORS]}):
            above = (line.texts.get("Form", above[0]), line.texts.get("Question", above[1]))
            found = self._parents.get("questions", {}).get(above)
            if found is None:
                questions = [name for form, name in self._parents.get("questions", {}) if form == above[0]]
                message = f"There is no question “{above[1]}” in the form “{above[0]}”."
                fix = choose(above[1], questions, "Check the name of the form.")
                self.problems.append(fault("unknown-question", line.at("Question"), message, fix))
                continue
            question, path = found
            texts, at = question.setdefault("descriptors", {}), (*path, "descriptors")
            self._source.lines.setdefault(at, line.place)
            grade = line.texts.get("Grade", "")
            if not grade or "Text" not in line.texts or grade in texts:
                message = (
                    "This row needs a grade and a text." if grade not in texts else f"“{grade}” stands here twice."
                )
                self.problems.append(fault("bad-descriptor", line.place, message, "Correct or delete the row."))
                continue
            texts[grade] = line.texts["Text"]
            self._source.lines[(*at, grade)] = line.at("Text")

    def _more(self) -> None:
        """Parts that stand as YAML."""
        for line in self._lines(MORE, {_plain(one): one for one in _SPECIAL[MORE]}):
            steps = [step for step in line.texts.get("Part", "").split(ARROW) if step]
            found = self._walk(steps)
            word = line.texts.get("Word", "")
            if found is None or not word:
                message = f"“{line.texts.get('Part', '')}” leads to no part." if word else "This row names no word."
                fix = "Write the way from the top, such as reports > annual > sections > #2."
                self.problems.append(fault("unknown-part", line.at("Part"), message, fix))
                continue
            part, path = found
            inner, problems = yaml_source.parse(line.texts.get("YAML", ""))
            at = line.at("YAML")
            self.problems += [fault(one.rule, self._inside(at, one.line), one.message, one.fix) for one in problems]
            if inner.whole and inner.data is not None:
                part[word] = copy.deepcopy(inner.data)
                for below, number in inner.lines.items():
                    self._source.lines[(*path, word, *below)] = self._inside(at, number)
                self._source.bare.update((*path, word, *below) for below in inner.bare)

    def _inside(self, place: int, line: int) -> int:
        """The place of a line within a cell."""
        return self._place(f"{self._source.cells[place - 1]}, line {line}")

    def _walk(self, steps: Sequence[str]) -> tuple[dict[str, Any], Steps] | None:
        """The part to which some steps lead from the top, and its path."""
        part: Any = self._data
        path: Steps = ()
        for step in steps:
            if isinstance(part, list):
                number = next((n for n, one in enumerate(part) if one.get("id") == step), None)
                if step[:1] == "#" and step[1:].isdigit():
                    number = int(step[1:]) - 1
                if number is None or not 0 <= number < len(part):
                    return None
                part, path = part[number], (*path, number)
            elif isinstance(part, dict) and step in part:
                part, path = part[step], (*path, step)
            else:
                return None
        return (part, path) if isinstance(part, dict) else None


def _plain(text: str) -> str:
    """A name of a sheet or column as it is compared."""
    return " ".join(text.replace("_", " ").replace("*", " ").replace(":", " ").casefold().split())


def _letters(position: int) -> str:
    """The letters of a column: A for 0, AA for 26."""
    letters, rest = "", position + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(65 + last) + letters
    return letters


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
