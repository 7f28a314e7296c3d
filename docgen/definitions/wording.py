"""A definition as data → the models of the language, and what is wrong with its words, in plain English.

Where words are wrong the data is mended just enough to be understood (a misspelt key is taken for the one that was
meant, a missing value gets a stand-in), so that the checks of meaning can still speak about everything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from docgen.definitions.language import Definition
from docgen.definitions.problem import Doubts, Found, Steps, choose, fault, listed, nearest
from docgen.definitions.shapes import Nothing, called, part_in
from docgen.definitions.source import Source

_ROUNDS_OF_MENDING = 4

NOUNS = {
    "Allocation": "allocation",
    "CaseField": "case field",
    "Claim": "claim",
    "Column": "column",
    "Comment": "comment",
    "Cycle": "cycle",
    "Definition": "framework",
    "Form": "form",
    "Grade": "grade",
    "Guidance": "guidance document",
    "GuidanceColumn": "column",
    "GuidancePart": "part",
    "GuidanceTable": "table",
    "Measure": "measure",
    "Method": "method",
    "Moderation": "moderation",
    "Option": "option",
    "Question": "question",
    "Recommendation": "recommendation",
    "Reference": "reference",
    "Report": "report",
    "ReportSection": "section",
    "Roles": "roles",
    "Round": "round",
    "Rule": "rule",
    "SamplePlan": "sample",
    "Scale": "scale",
    "Section": "section",
    "Step": "step",
    "TableColumn": "column",
    "Theme": "theme",
    "Threshold": "threshold",
}
"""What people call the parts of a definition."""


@dataclass(slots=True)
class Understood:
    """What could be understood of a definition, the wrong words in it, and what they leave in doubt."""

    definition: Definition | None = None
    found: list[Found] = field(default_factory=list)
    doubts: Doubts = field(default_factory=Doubts)


def understand(source: Source) -> Understood:
    """The models of a definition and every wrong word in it. None where there is nothing to go on with."""
    result = Understood()
    if not isinstance(source.data, dict):
        message = "A definition is a list of lines such as id: my-framework; this file starts with something else."
        fix = "Start with the lines id, version, title, organisation, scales and forms."
        result.found.append(fault("not-a-definition", source.line(()), message, fix))
        return result
    data = _own(source.data)
    for _ in range(_ROUNDS_OF_MENDING):
        try:
            result.definition = Definition.model_validate(data)
        except ValidationError as errors:
            for error in errors.errors(include_url=False):
                result.found.append(_Wrong(error, data, source).found())
            for error in errors.errors(include_url=False):
                _Wrong(error, data, source).mend(result.doubts)
        else:
            break
    return result


class _Wrong:
    """One error of pydantic's, seen in the data that it is about."""

    def __init__(self, error: ErrorDetails, data: Any, source: Source) -> None:
        self._error = error
        self._data = data
        self._source = source
        self._path: Steps = tuple(error["loc"])
        self._owner, self._field, self._owner_path = _locate(self._path)

    def found(self) -> Found:
        """The error in plain English."""
        kind = self._error["type"]
        line = self._source.line(self._path)
        if kind == "extra_forbidden":
            return self._unknown_word(line)
        if kind == "missing":
            message = f"{_sentence(self._called())} has no “{self._path[-1]}”."
            several = self._field is not None and get_args(self._field.annotation)[1:] == (Ellipsis,)
            words = listed(self._allowed())
            due = "a list under it" if several else f"one of {words}" if words else "its text"
            fix = f"Add {self._path[-1]}: and {due}."
            return fault("missing-word", line, message, fix)
        if kind == "literal_error":
            allowed = self._allowed()
            word = self._error["input"]
            message = f"The {self._path[-1]} of {self._called()} is {called(word)}."
            return fault("unknown-value", line, message, choose(word if isinstance(word, str) else "", allowed))
        if kind == "shape":
            return self._shape(line)
        if kind == "tuple_type":
            found = called(self._error["input"])
            if found == "nothing":
                message = f"“{self._path[-1]}” of {self._called()} has nothing under it."
                return fault("empty-value", line, message, "List what belongs to it, or delete the line.")
            message = f"“{self._path[-1]}” of {self._called()} must be a list; {found} was found."
            return fault("wrong-shape", line, message, "Start each item on a line of its own with a dash and a space.")
        return self._not_a_mapping(line)

    def _called(self) -> str:
        """The part that the error is in, as people call it: the question “grade”."""
        noun = NOUNS[self._owner.__name__]
        part = _at(self._data, self._owner_path)
        name = next((part[key] for key in ("id", "title", "label") if isinstance(part.get(key), str)), "")
        return f"the {noun} “{name}”" if name else f"this {noun}"

    def _unknown_word(self, line: int) -> Found:
        word = str(self._path[-1])
        if self._path in self._source.bare:
            message = f"“{word}” stands alone between commas in braces."
            fix = "If it belongs to the text before it, put that whole text in double quotes."
            return fault("unknown-word", line, message, fix)
        noun = NOUNS[self._owner.__name__]
        message = f"“{word}” is not a word of {_a(noun)}." if noun != "roles" else f"“{word}” is not a role."
        return fault("unknown-word", line, message, choose(word, self._owner.model_fields))

    def _shape(self, line: int) -> Found:
        context = self._error.get("ctx", {})
        due, found = context["due"], context["found"]
        at = f" for “{context['at']}”" if "at" in context else ""
        name = f"“{self._path[-1]}” of {self._called()}"
        if "item" in context:
            name = f"Item {context['item'] + 1} of {name}"
            line = self._source.line((*self._path, context["item"]))
        if found == "nothing":
            hint = " A # starts a comment: put the colour in quotes." if self._path[-1] == "colour" else ""
            fix = f"Write it after the colon, or delete the line.{hint}"
            return fault("empty-value", line, f"{name} has nothing after it{at}.", fix)
        message = f"{name} must be {due}{at}; {found} was found."
        fix = f"Write {due}."
        if found in ("a mapping", "a list") and due == "a text":
            fix = "If it is one text that holds a colon or a bracket, put all of it in double quotes."
        return fault("wrong-shape", line, message, fix)

    def _not_a_mapping(self, line: int) -> Found:
        """Where a part such as an option is due and a plain text or a list stands."""
        inner = part_in(self._field.annotation) if self._field is not None else None
        if inner is None:
            return fault("wrong-shape", line, f"{_sentence(self._called())} cannot be read here.", "")
        noun = NOUNS[inner.__name__]
        needed = [name for name, one in inner.model_fields.items() if one.is_required()]
        words = ", ".join(f"{name}: …" for name in needed) or "id: …, label: …"
        found = called(self._error["input"])
        message = f"{_sentence(_a(noun))} is written with its words; {found} was found."
        if noun == "roles":
            return fault("wrong-shape", line, f"Roles are written as role and question; {found} was found.",
                         "Write them as roles: {case: …, auditor: …}.")  # fmt: skip
        fix = f"Write it as {{{words}}}."
        if noun == "comment":
            fix = "Write it as {}, or with its words as in {label: Comment, required: true}."
        value = self._error["input"]
        if isinstance(value, str) and needed == ["id", "label"]:
            fix = f"Write it as {{id: {slug(value)}, label: {value}}}."
        return fault("wrong-shape", line, message, fix)

    def _allowed(self) -> tuple[str, ...]:
        """The values that a field of few words can have."""
        annotation = self._field.annotation if self._field is not None else None
        values = [one for part in (annotation, *get_args(annotation)) for one in get_args(part)]
        return tuple(dict.fromkeys(one for one in values if isinstance(one, str)))

    def mend(self, doubts: Doubts) -> None:
        """Change the data so that it can be understood, and note which part is no longer certain."""
        *_, last = self._path
        holder = _at(self._data, self._path[:-1])
        if self._error["type"] == "extra_forbidden":
            value = holder.pop(last)
            meant = nearest(str(last), self._owner.model_fields)
            if meant and meant not in holder and self._path not in self._source.bare:
                holder[meant] = value
                self._move_lines(meant)
            else:
                doubts.partial.add(self._owner_path)
            return
        if self._error["type"] == "literal_error":
            word = self._error["input"]
            guess = nearest(word, self._allowed()) if isinstance(word, str) else ""
            if guess:
                holder[last] = guess
                return
        doubts.replaced.add(self._path)
        if isinstance(last, str):
            (doubts.shapeless if last == "kind" else doubts.partial).add(self._owner_path)
        if self._field is not None and not self._field.is_required() and isinstance(last, str):
            del holder[last]
        else:
            holder[last] = _stand_in(self._field, whole=isinstance(last, str))

    def _move_lines(self, meant: str) -> None:
        """Let what is known of a misspelt key be found under the key that was meant."""
        size = len(self._path)
        lines, bare = self._source.lines, self._source.bare
        moved = {path: (*self._owner_path, meant, *path[size:]) for path in lines if path[:size] == self._path}
        lines |= {there: lines[path] for path, there in moved.items()}
        bare |= {there for path, there in moved.items() if path in bare}


def _own(data: Any) -> Any:
    """A copy that may be mended, with `Nothing` wherever nothing was written."""
    if isinstance(data, dict):
        return {key: _own(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_own(value) for value in data]
    return Nothing() if data is None else data


def slug(text: str) -> str:
    """An id made from words: `Not met` → `not_met`."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    return plain if plain[:1].isalpha() else f"a_{plain}".rstrip("_")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _locate(path: Steps) -> tuple[type[BaseModel], FieldInfo | None, Steps]:
    """The innermost part around a path, the field of it that the path runs through, and the path of the part."""
    owner: type[BaseModel] = Definition
    owner_path: Steps = ()
    current: FieldInfo | None = None
    inside: type[BaseModel] | None = None
    for n, step in enumerate(path):
        if isinstance(step, int):
            continue
        if inside is not None:
            owner, owner_path = inside, path[:n]
        current = owner.model_fields.get(step)
        inside = part_in(current.annotation) if current is not None else None
    return owner, current, owner_path


def _at(data: Any, path: Steps) -> Any:
    for step in path:
        data = data[step]
    return data


def _stand_in(field_: FieldInfo | None, *, whole: bool) -> Any:
    """Something that is understood where nothing sensible stands: a whole value, or one item of a list."""
    annotation = field_.annotation if field_ is not None else str
    inner = part_in(annotation)
    if inner is not None:
        if whole and get_args(annotation)[1:] == (Ellipsis,):
            return []
        return {name: _stand_in(one, whole=True) for name, one in inner.model_fields.items() if one.is_required()}
    parts = get_args(annotation)
    if whole and parts[1:] == (Ellipsis,) and get_origin(parts[0]) is dict:
        return []
    words = [one for one in parts if isinstance(one, str)]
    if words:
        return words[0]
    return {"date": "2000-01-01", "Decimal": "0", "int": "0"}.get(getattr(annotation, "__name__", ""), "?")
