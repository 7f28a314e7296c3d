"""The text of a definition → plain data, with the line of every part.

Every scalar stays the text that was written: `Yes`, `no`, `1.10`, `012`, `12:30` and `2014-09-01` are words until
the language itself asks for a number, a date or true/false. Anchors, aliases and tags are refused on the stream of
events, before anything is built, so a file of aliases that multiply costs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from docgen.definitions.notation import syntax
from docgen.definitions.problem import Found, Steps, fault

MOST_BYTES = 1_000_000
MOST_DEPTH = 30

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_NOT_IN_DOCUMENTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Source:
    """A definition as data: mappings, lists, texts, and None where nothing was written.

    `lines` holds path → line, counted from 1: of the key for an entry of a mapping, of the start for an item of
    a list. `bare` holds the paths of keys that stand alone in braces, as `{id: a, and more}` makes them. `whole` is
    False where reading stopped before the end. A workbook has no lines: there the number of a line is a place in
    `cells`, counted from 1, which says sheet, row and column.
    """

    data: Any = None
    lines: dict[Steps, int] = field(default_factory=dict)
    bare: set[Steps] = field(default_factory=set)
    whole: bool = True
    cells: list[str] = field(default_factory=list)

    def line(self, path: Steps) -> int:
        """The line of a part, or of the nearest part around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def where(self, line: int) -> str:
        """What people call a line: `line 12`, or sheet, row and column; empty for 0, the whole file."""
        if not line:
            return ""
        return self.cells[line - 1] if self.cells else f"line {line}"


def read(path: Path) -> tuple[Source, tuple[Found, ...]]:
    """What the file says, and the problems that its notation has. With a problem the data may be incomplete."""
    text = _text(path)
    return parse(text) if isinstance(text, str) else (Source(), (text,))


def head(path: Path) -> tuple[str, str] | None:
    """The id and the version of a file, which is read no further than these; None where it does not give both."""
    text = _text(path)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER) if isinstance(text, str) else ():
            if not builder.take(event) or {"id", "version"} <= _top(builder).keys():
                break
    except yaml.YAMLError:
        return None
    name, version = (_top(builder).get(word) for word in ("id", "version"))
    if not isinstance(name, str) or not isinstance(version, str):
        return None
    return " ".join(name.split()), " ".join(version.split())


def _text(path: Path) -> str | Found:
    """The text of a file, or why there is none."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return fault("no-file", 0, "There is no such file.", "Check the name and the folder.")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        fix = "Check that it is a file and that you may read it."
        return fault("no-file", 0, f"The file cannot be opened: {reason}.", fix)
    if len(data) > MOST_BYTES:
        message = f"The file is larger than {MOST_BYTES // 1_000_000} MB, which no definition is."
        return fault("file-too-large", 0, message, "Check that it is the right file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "The file is not in UTF-8: it has a character that was saved in another encoding."
        return fault("not-utf-8", line, message, "Save it again with the encoding UTF-8.")


def parse(text: str) -> tuple[Source, tuple[Found, ...]]:
    """What a text says, and the problems that its notation has."""
    odd = _NOT_IN_DOCUMENTS.search(text)
    if odd:
        return Source(), (_odd(odd[0], text.count("\n", 0, odd.start()) + 1),)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        builder.source.whole = False
        builder.problems.append(syntax(error, text))
    except yaml.YAMLError:
        builder.source.whole = False
        builder.problems.append(fault("bad-character", 0, "The file holds a character that YAML does not allow.", ""))
    if not builder.problems and builder.source.data is None:
        fix = "Start with the lines id, version, title, organisation, scales and forms."
        builder.problems.append(fault("empty-file", 0, "The file is empty.", fix))
    return builder.source, tuple(builder.problems)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being filled; `key` is the key whose value comes next."""

    value: Any
    path: Steps
    flow: bool
    key: str | None = None
    waiting: bool = False


class _Builder:
    """Takes the events of one document and fills a `Source`, on a stack of its own."""

    def __init__(self) -> None:
        self.source = Source()
        self.problems: list[Found] = []
        self._stack: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> bool:
        """Take one event; False where there is no sense in reading on."""
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                return self._refuse("two-documents", line, "A second definition starts here after `---`.",
                                    "Keep one definition in a file.")  # fmt: skip
            return True
        if isinstance(event, yaml.AliasEvent):
            message = f"`*{event.anchor}` points to another part of the file, which definitions do not allow."
            return self._refuse("alias", line, message, "Write the part out; put a text that starts with * in quotes.")
        if not isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.CollectionEndEvent):
                self._stack.pop()
            return True
        return self._node(event, line)

    def _node(self, event: Any, line: int) -> bool:
        if event.anchor is not None:
            message = f"`&{event.anchor}` names a part for reuse, which definitions do not allow."
            return self._refuse("anchor", line, message, "Delete it; put a text that starts with & in quotes.")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"`{tag}` gives a type, which definitions do not allow."
            return self._refuse("tag", line, message, "Delete it; put a text that starts with ! in quotes.")
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, dict) and not top.waiting:
            return self._take_key(top, event, line)
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            odd = _NOT_IN_DOCUMENTS.search(event.value)
            if odd:
                self.problems.append(_odd(odd[0], line))
            value = None if not event.value and not event.style else event.value
            path = self._place(value, line)
            if value is None and top is not None and top.flow:
                self.source.bare.add(path)
            return True
        value = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(value, line)
        if len(path) > MOST_DEPTH:
            return self._refuse("too-deep", line, f"Parts are nested more than {MOST_DEPTH} deep here.",
                                "Check the brackets and the indentation.")  # fmt: skip
        self._stack.append(_Open(value, path, bool(event.flow_style)))
        return True

    def _take_key(self, top: _Open, event: Any, line: int) -> bool:
        if not isinstance(event, yaml.ScalarEvent):
            return self._refuse("bad-key", line, "A list or a mapping stands where the name of a line is due.",
                                "Write a word followed by a colon.")  # fmt: skip
        key = event.value
        path = (*top.path, key)
        if key in top.value:
            first = self.source.lines[path]
            message = f"“{key}” is given twice: the first time on line {first}."
            self.problems.append(fault("repeated-key", line, message, "Keep one of the two."))
        self.source.lines.setdefault(path, line)
        top.key, top.waiting = key, True
        return True

    def _place(self, value: Any, line: int) -> Steps:
        """Put a value where it belongs; its path comes back."""
        if not self._stack:
            self.source.data = value
            self.source.lines[()] = line
            return ()
        top = self._stack[-1]
        if isinstance(top.value, dict):
            assert top.key is not None
            top.waiting = False
            top.value.setdefault(top.key, value)
            return (*top.path, top.key)
        path = (*top.path, len(top.value))
        top.value.append(value)
        self.source.lines.setdefault(path, line)
        return path

    def _refuse(self, rule: str, line: int, message: str, fix: str) -> bool:
        self.problems.append(fault(rule, line, message, fix))
        self.source.whole = False
        return False


def _top(builder: _Builder) -> dict[str, Any]:
    """What the file says so far at its top level."""
    return builder.source.data if isinstance(builder.source.data, dict) else {}


def _odd(character: str, line: int) -> Found:
    message = f"There is a character here that no document can hold (U+{ord(character):04X})."
    return fault("bad-character", line, message, "Delete it; it may be invisible in your editor.")
