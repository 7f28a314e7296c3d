"""Plain data → the YAML of a definition, as a person would write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from docgen.definitions import shapes
from docgen.definitions.language import Definition
from docgen.definitions.shapes import part_in, shape_of

SCHEMA_LINE = "# yaml-language-server: $schema=framework.schema.json\n"
WIDTH = 118
_SHORT, _WORD = 104, 60


def definition(data: Mapping[str, Any]) -> str:
    """A whole definition, its words in the order in which the language has them."""
    return SCHEMA_LINE + dump(_ordered(data, Definition))


def dump(data: Any) -> str:
    """Any part of a definition: texts, lists and mappings."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


def _ordered(data: Any, model: type[BaseModel] | None) -> Any:
    if isinstance(data, list):
        return [_ordered(one, model) for one in data]
    if not isinstance(data, Mapping) or model is None:
        return data
    fields = model.model_fields
    words = [*(word for word in fields if word in data), *(word for word in data if word not in fields)]
    return {word: _value(data[word], fields[word]) if word in fields else data[word] for word in words}


def _value(value: Any, field: FieldInfo) -> Any:
    """A value as an editor wants it: a number or a yes and no without quotes where the language asks for one."""
    inner = part_in(field.annotation)
    if inner is not None:
        return _ordered(value, inner)
    if not isinstance(value, str):
        return value
    shape = shape_of(field)
    if shape is shapes.flag and value in ("true", "false"):
        return value == "true"
    return _Number(value) if shape in _NUMBERS and _NUMBER.fullmatch(value) else value


class _Number(str):
    """Digits that stand in the file without quotes."""


_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_NUMBERS = (shapes.whole, shapes.percent, shapes.number)


class _Dumper(yaml.SafeDumper):
    """Lists stand under their word with an indent, short parts in braces, long texts folded."""

    def represent(self, data: Any) -> None:
        """Write a document; its outermost part is never in braces."""
        node = self.represent_data(data)
        if isinstance(node, yaml.CollectionNode):
            node.flow_style = False
        self.serialize(node)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list below its word."""
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else ">" if len(text) > WIDTH - 20 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _mapping(dumper: _Dumper, data: Mapping[str, Any]) -> yaml.MappingNode:
    node = dumper.represent_mapping("tag:yaml.org,2002:map", data.items())
    node.flow_style = bool(data) and _flat(data)
    return node


def _list(dumper: _Dumper, data: list[Any]) -> yaml.SequenceNode:
    node = dumper.represent_sequence("tag:yaml.org,2002:seq", data)
    node.flow_style = all(_word(one) for one in data) and sum(map(len, data)) < _SHORT
    return node


def _flat(data: Mapping[str, Any]) -> bool:
    """Whether a mapping is so short that it stands on one line."""
    parts = [one for value in data.values() for one in (value if isinstance(value, list) else [value])]
    return all(_word(one) for one in parts) and len("".join(map(str, (*data, *parts)))) + 4 * len(data) < _SHORT


def _word(value: Any) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and len(value) <= _WORD and "\n" not in value)


def _number(dumper: _Dumper, text: _Number) -> yaml.ScalarNode:
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", str(text))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Number, _number)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _list)
