"""One form compiled into what is the same in every copy, and one copy made of it: by joining bytes, in a moment.

The first stage draws and packs once. The second joins chunks around the slots of the few parts that differ from
copy to copy (the text, the properties, headers and footers with the toolkit id), and adds them to a zip that
already holds the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from docgen.forms.word import identity
from docgen.forms.word.body import put_body
from docgen.forms.word.glossary import add_glossary
from docgen.forms.word.package import CONTENT_TYPES, Package, append, pack, parse, serialise
from docgen.forms.word.settings import set_language, set_settings
from docgen.forms.word.slots import Slot, ToolkitSlot, cut, hole
from docgen.forms.word.template import BODY, drop_empty, main_part, marks_of, render, stories
from docgen.forms.word.wordml import escape
from docgen.forms.word.words import line
from docgen.marks import valid_toolkit
from docgen.model import DocgenError, Form, Framework, Query, Question, Severity, Value

Chunks = tuple[bytes | Slot, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form ready to be copied. `prefill` holds the questions that a copy may fill, by id."""

    name: str
    prefill: Mapping[str, Question]
    skeleton: bytes
    parts: tuple[tuple[str, Chunks], ...]

    def copy(self, toolkit: str, values: Mapping[str, Value] = {}) -> bytes:
        """One .docx with this toolkit id and these answers in it; the same input makes the same bytes.

        Raises DocgenError for an id that is none, a field that copies may not fill, and a value that the
        field cannot hold.
        """
        problems = tuple(self._problems(toolkit, values))
        if problems:
            raise DocgenError(*problems)
        return append(
            self.skeleton,
            [
                (name, b"".join([c if isinstance(c, bytes) else c.fill(toolkit, values) for c in chunks]))
                for name, chunks in self.parts
            ],
        )

    def _problems(self, toolkit: str, values: Mapping[str, Value]) -> list[Query]:
        """What cannot be put into a copy."""
        found = []
        if not valid_toolkit(toolkit):
            found.append(_query("toolkit-id", f"“{toolkit}” is not a toolkit id.", "Make one with toolkit_id."))
        for field, value in values.items():
            question = self.prefill.get(field)
            if question is None:
                allowed = ", ".join(self.prefill) or "none"
                found.append(_query("prefill-field", f"{self.name}: “{field}” is not filled in beforehand.",
                                    f"Fields that are: {allowed}.", field))  # fmt: skip
            elif reason := _unfit(value, question):
                found.append(_query("prefill-value", f"{self.name}, {question.ref} {question.label}: {reason}.",
                                    "Correct the value.", field))  # fmt: skip
        return found


def compile_toolkit(
    framework: Framework, form: Form, template: bytes, prefill: Sequence[str] = (), protect: bool = False
) -> Compiled:
    """The form drawn into the template, ready for copies that may fill the fields named in `prefill`.

    With `protect` Word lets people type in the answers only. Raises DocgenError where the template cannot be
    used, or the form has no such field.
    """
    questions = {question.id: question for question in form.questions if question.id in prefill}
    unknown = [field for field in prefill if field not in questions]
    if unknown:
        raise DocgenError(*(_query("prefill-field", f"{framework.id}, {form.id}: there is no field “{field}”.",
                                   "Name fields by their ids.", field) for field in unknown))  # fmt: skip
    marks = marks_of(template)
    package = render(template, marks)
    main = main_part(package)
    words = _words(framework, form)
    _drop_what_is_empty(package, main, {marks[word] for word, text in words.items() if not text})
    set_language(package, main)
    set_settings(package, main, protect)
    identity.add_to_footers(package, main, marks["identity"])
    slots, prompts = put_body(package, main, form, marks[BODY], tuple(questions), identity.bookmark(framework, form))
    add_glossary(package, main, prompts)
    identity.add_properties(package, framework, form)
    files = _with_words(package.files(), marks, words)
    return _split(f"{framework.id}, {form.id}", questions, files, slots)


def _words(framework: Framework, form: Form) -> dict[str, str]:
    """What stands in the place of each placeholder, escaped, with a hole for the toolkit id."""
    toolkit = hole(identity.TOOLKIT)
    said = {
        "organisation": framework.organisation,
        "title": framework.title,
        "form": form.title,
        "purpose": form.purpose,
        "version": framework.version,
        "marking": framework.marking,
    }
    written = {word: escape(line(text)) for word, text in said.items()}
    return {**written, "toolkit": toolkit, "identity": escape(identity.printed(framework, form, "")) + toolkit}


def _drop_what_is_empty(package: Package, main: str, empty: set[str]) -> None:
    for part, _ in stories(package, main):
        root = parse(package.parts[part])
        drop_empty(root, empty)
        package.parts[part] = serialise(root)


def _with_words(files: Mapping[str, bytes], marks: Mapping[str, str], words: Mapping[str, str]) -> dict[str, bytes]:
    """Every XML part with its marks replaced by words, in one pass, so that no word can bring in a mark."""
    said = {marks[word].encode("ascii"): text.encode("utf-8") for word, text in words.items()}
    pattern = re.compile(b"|".join(map(re.escape, said)))
    return {
        name: pattern.sub(lambda match: said[match[0]], data) if name.endswith(".xml") else data
        for name, data in files.items()
    }


def _split(
    name: str, questions: Mapping[str, Question], files: Mapping[str, bytes], slots: Mapping[str, Slot]
) -> Compiled:
    """The parts that differ from copy to copy as chunks, and everything else in a finished zip."""
    every: dict[str, Slot] = {
        identity.TOOLKIT: ToolkitSlot(),
        identity.BARE_TOOLKIT: ToolkitSlot(dash=False),
        **slots,
    }
    changing = {n: data for n, data in files.items() if n.endswith(".xml") and n != CONTENT_TYPES and b"\0" in data}
    skeleton = pack({n: data for n, data in files.items() if n not in changing})
    parts = tuple((n, cut(data.decode("utf-8"), every)) for n, data in changing.items())
    return Compiled(name, questions, skeleton, parts)


def _unfit(value: Value, question: Question) -> str:
    """Why a field cannot hold a value; empty where it can."""
    if value is None or value == "" or value == ():
        return ""
    options = {option.id for option in question.options}
    if question.kind == "table":
        return _unfit_rows(value, question)
    if isinstance(value, tuple) != (question.kind == "ticks"):
        return f"{value!r} is not a value of a {question.kind} field"
    chosen = value if isinstance(value, tuple) else (value,) if question.options else ()
    wrong = [one for one in chosen if one not in options]
    if wrong:
        return f"“{wrong[0]}” is none of its options: {', '.join(option.id for option in question.options)}"
    if question.kind == "date":
        try:
            date.fromisoformat(str(value))
        except ValueError:
            return f"“{value}” is not a date as YYYY-MM-DD"
    return ""


def _unfit_rows(value: Value, question: Question) -> str:
    if not isinstance(value, tuple) or not all(isinstance(row, Mapping) for row in value):
        return f"{value!r} is not rows of a table"
    if len(value) > question.rows:
        return f"{len(value)} rows do not fit; the form prints {question.rows}"
    columns = {column.id: column for column in question.columns}
    for row in value:
        assert isinstance(row, Mapping)
        for column, inner in row.items():
            reason = f"there is no column “{column}”" if column not in columns else _unfit(inner, columns[column])
            if reason:
                return reason
    return ""


def _query(rule: str, message: str, fix: str, field: str = "") -> Query:
    return Query(rule, Severity.ERROR, message, fix, field)
