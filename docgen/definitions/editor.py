"""The schema by which editors complete, explain and check a definition while it is written."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any

from docgen.definitions import cyclewords, figurewords, formwords, guidancewords, language

_DEFINITIONS = "#/definitions/"


def schema() -> dict[str, Any]:
    """The definition language as a JSON Schema, draft 7: the newest draft that the YAML language server knows.

    Source: README of redhat-developer/yaml-language-server, “JSON Schema 7 and below”.
    """
    made = language.Definition.model_json_schema(ref_template=_DEFINITIONS + "{model}")
    parts: dict[str, Any] = made.pop("$defs")
    parts["Definition"] = made
    for name, part in parts.items():
        _plain(part)
        part["additionalProperties"] = False
        part["description"] = _first_line(part.get("description", ""))
        for word, shape in part["properties"].items():
            shape["description"] = descriptions()[name][word]
    top = parts.pop("Definition")
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "docgen framework",
        **top,
        "definitions": dict(sorted(parts.items())),
    }


def text() -> str:
    """The schema as it is shipped."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


@lru_cache(maxsize=1)
def descriptions() -> Mapping[str, Mapping[str, str]]:
    """Part of the language → word → what it means: the text under each word of the models."""
    found: dict[str, dict[str, str]] = {}
    for module in (formwords, figurewords, cyclewords, guidancewords, language):
        found |= dict(_described(module))
    return found


def _described(module: ModuleType) -> Iterator[tuple[str, dict[str, str]]]:
    for part in ast.parse(inspect.getsource(module)).body:
        if isinstance(part, ast.ClassDef):
            pairs = zip(part.body, part.body[1:], strict=False)
            yield part.name, dict(pair for word, after in pairs for pair in _described_word(word, after))


def _described_word(word: ast.stmt, after: ast.stmt) -> Iterator[tuple[str, str]]:
    """A word and the text under it, where the first statement is the one and the second the other."""
    if isinstance(word, ast.AnnAssign) and isinstance(word.target, ast.Name) and isinstance(after, ast.Expr):
        value = after.value.value if isinstance(after.value, ast.Constant) else ""
        yield word.target.id, " ".join(str(value).split())


def _plain(part: dict[str, Any]) -> None:
    """Drop what pydantic adds for programs: titles, defaults, and null where a word may be left out."""
    for key in ("title", "default"):
        part.pop(key, None)
    for word, shape in part.get("properties", {}).items():
        part["properties"][word] = _shape(shape)


def _shape(shape: dict[str, Any]) -> dict[str, Any]:
    """One word's shape. A reference is wrapped, because draft 7 ignores what stands beside one."""
    plain = {key: value for key, value in shape.items() if key not in ("title", "default")}
    if "anyOf" in plain:
        choices = [one for one in plain.pop("anyOf") if one != {"type": "null"}]
        plain |= choices[0] if len(choices) == 1 else {"anyOf": choices}
    if "$ref" in plain:
        plain = {"allOf": [{"$ref": plain.pop("$ref")}], **plain}
    return plain


def _first_line(docstring: str) -> str:
    return docstring.split("\n\n")[0].replace("\n", " ")
