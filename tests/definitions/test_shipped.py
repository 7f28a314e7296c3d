"""What docgen brings with it: frameworks that check clean, a schema and a reference that are current."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen import checks, conditions, definitions, fields
from docgen.definitions import editor, formwords, language, reference
from docgen.definitions.__main__ import REFERENCE, SCHEMA, write
from docgen.definitions.functionwords import FUNCTION_WORDS
from docgen.definitions.kindwords import KIND_WORDS
from docgen.definitions.rulekinds import RULE_KINDS
from docgen.definitions.wording import NOUNS
from docgen.model import Rule
from tests.definitions.conftest import Build, Say

ROOT = Path(__file__).parent.parent.parent
SHIPPED = definitions.find([ROOT / "frameworks"])
REWRITE = "it is out of date: run `python -m docgen.definitions` at the root of the checkout and look at the diff"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_framework_checks_clean(path: Path) -> None:
    framework, queries = definitions.check(path)
    assert queries == ()
    assert framework is not None
    assert path.stem == f"{framework.id}-{framework.version}"
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=framework.schema.json\n")


def test_no_two_shipped_frameworks_say_they_are_the_same() -> None:
    names = [(framework.id, framework.version) for framework in map(definitions.load, SHIPPED)]
    assert len(set(names)) == len(names) > 0


def test_a_framework_that_is_well_known_reads_as_it_is_written() -> None:
    framework = definitions.load(ROOT / "frameworks" / "cafcass-national-2014.11.yaml")
    case = framework.forms[0]
    assert framework.version == "2014.11"
    assert [grade.rank for grade in framework.scales[0].grades] == [3, 2, 1]
    assert [question.ref for question in case.questions][7:12] == ["2a", "2a comment", "3a", "3b", "3b comment"]
    assert case.role("date") == "date_filed"


# --- the schema and the reference ------------------------------------------------------------------------


def test_the_shipped_schema_is_current() -> None:
    assert (ROOT / SCHEMA).read_text("utf-8") == editor.text(), REWRITE


def test_the_shipped_reference_is_current() -> None:
    assert (ROOT / REFERENCE).read_text("utf-8") == reference.text(), REWRITE


def test_both_are_written_by_one_command(tmp_path: Path) -> None:
    for file in (SCHEMA, REFERENCE):
        (tmp_path / file).parent.mkdir(parents=True)
    write(tmp_path)
    assert (tmp_path / SCHEMA).read_bytes() == editor.text().encode("utf-8")
    assert (tmp_path / REFERENCE).read_bytes() == reference.text().encode("utf-8")


def test_every_word_is_explained() -> None:
    for name, words in editor.descriptions().items():
        if name != "Part":
            assert set(words) == set(getattr(language, name).model_fields), name
            assert all(words.values()), name


def test_every_part_has_a_name_for_people_and_a_place_in_the_reference() -> None:
    parts = {*definitions.schema()["definitions"], "Definition"}
    assert set(NOUNS) == set(reference.TITLES) == set(reference.ORDER) == parts


def test_the_schema_is_one_that_editors_know() -> None:
    schema = definitions.schema()
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    text = json.dumps(schema)
    assert "$defs" not in text
    assert "null" not in text
    for used in set(re.findall(r'"\$ref": "([^"]+)"', text)):
        assert used.removeprefix("#/definitions/") in schema["definitions"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_an_editor_finds_no_fault_in_a_shipped_framework(path: Path) -> None:
    assert list(faults(as_editors_read(path.read_text("utf-8")), definitions.schema())) == []


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("label: Grade", "lable: Grade", "scales.0"),
        ("kind: date", "kind: day", "forms.0.sections.0.questions.1.kind"),
        ("required: true", "required: maybe", "forms.0.sections.0.questions.0.required"),
        ("id: good-target", "id: Good target", "thresholds.0.id"),
        ("at_least: 70", "at_least: 700", "thresholds.0.at_least"),
        ("when: {grade: good}", "when: [grade]", "measures.1.when"),
        ("title: Case audit\norg", "org", ""),
    ],
)
def test_an_editor_finds_a_fault_where_it_is(before: str, after: str, where: str) -> None:
    assert before in reference.SAMPLE
    text = reference.SAMPLE.replace(before, after, 1)
    assert where in list(faults(as_editors_read(text), definitions.schema()))


def as_editors_read(text: str) -> Any:
    """The data as an editor sees it: YAML 1.2, in which yes, no and days are words."""

    class Loader(yaml.CSafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {}
    for tag, pattern, first in (
        ("bool", "true|false", "tf"),
        ("int", "-?[0-9]+", "-0123456789"),
        ("float", r"-?[0-9]+\.[0-9]+", "-0123456789"),
    ):
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})\\Z"), list(first))
    return yaml.load(text, Loader=Loader)


def faults(data: Any, shape: dict[str, Any], path: str = "") -> typing.Iterator[str]:
    """The paths of what a schema does not allow: the few words of JSON Schema that ours uses."""
    whole = definitions.schema() if not path and "definitions" not in shape else shape
    yield from _faults(data, shape, path, whole.get("definitions", {}))


def _faults(data: Any, shape: dict[str, Any], path: str, parts: dict[str, Any]) -> typing.Iterator[str]:
    if "$ref" in shape:
        shape = parts[shape["$ref"].removeprefix("#/definitions/")]
    for one in shape.get("allOf", ()):
        yield from _faults(data, one, path, parts)
    if "anyOf" in shape and all(list(_faults(data, one, path, parts)) for one in shape["anyOf"]):
        yield path
    types = shape.get("type", ())
    kinds = {"string": str, "number": (int, float), "integer": int, "boolean": bool, "array": list, "object": dict}
    if types and not any(
        isinstance(data, kinds[one]) and (one == "boolean" or not isinstance(data, bool))  # type: ignore[arg-type]
        for one in ([types] if isinstance(types, str) else types)
    ):
        yield path
        return
    if "enum" in shape and data not in shape["enum"]:
        yield path
    if isinstance(data, str) and not re.search(shape.get("pattern", ""), data):
        yield path
    if isinstance(data, str) and len(data) > shape.get("maxLength", len(data)):
        yield path
    if isinstance(data, int | float) and not shape.get("minimum", data) <= data <= shape.get("maximum", data):
        yield path
    if isinstance(data, list):
        for n, one in enumerate(data):
            yield from _faults(one, shape.get("items", {}), f"{path}.{n}".lstrip("."), parts)
    if isinstance(data, dict):
        if not set(shape.get("required", ())) <= set(data):
            yield path
        for word, value in data.items():
            inner = shape.get("properties", {}).get(word, shape.get("additionalProperties", {}))
            if inner is False:
                yield path
            else:
                yield from _faults(value, inner, f"{path}.{word}".lstrip("."), parts)


# --- what the reference tells ----------------------------------------------------------------------------


def test_the_small_framework_of_the_reference_checks_clean(say: Say) -> None:
    assert say(reference.SAMPLE) == []


def test_every_kind_of_question_has_an_example_that_works(built: Build) -> None:
    """All examples together are one form."""
    assert set(KIND_WORDS) == set(fields.KINDS) == set(typing.get_args(formwords.Kind))
    lines = ["themes: [{id: practice, label: Practice}]", "scales:", "- id: national", "  label: Grade", "  grades:"]
    lines += ["  - {id: good, label: Good, good: true}", "  - {id: met, label: Met}", "forms:", "- id: case"]
    lines += ["  title: Case", "  sections:", "  - id: all", "    title: All", "    questions:"]
    lines += ["    - {id: grade, kind: grade, scale: national, label: Grade}"]
    for words in KIND_WORDS.values():
        first, *rest = words.example.splitlines()
        lines += [f"    - {first}", *(f"      {line}" for line in rest)]
    questions = built("\n".join(lines)).forms[0].questions
    assert {question.kind for question in questions} == set(KIND_WORDS)


def test_every_function_of_conditions_is_described_and_its_example_works(say_of_condition: Say) -> None:
    assert set(FUNCTION_WORDS) == set(conditions.FUNCTIONS)
    for name, words in FUNCTION_WORDS.items():
        assert f"{name}(" in words.example
        example = words.example.replace("strengths", "rationale").replace("auditor, involved", "case_ref, rationale")
        assert say_of_condition(f'when: "{example}"') == [], name


def test_every_kind_of_rule_is_described_and_takes_words_that_rules_have() -> None:
    assert set(RULE_KINDS) == set(typing.get_args(formwords.RuleKind)) == set(checks.rules.KINDS)
    for words in RULE_KINDS.values():
        assert {*words.must, *words.may} <= set(inspect.signature(Rule).parameters)


@pytest.mark.parametrize("kind", RULE_KINDS)
def test_the_example_of_a_kind_of_rule_has_the_words_it_must(kind: str) -> None:
    given = {line.split(":")[0] for line in RULE_KINDS[kind].example.splitlines()}
    assert set(RULE_KINDS[kind].must) <= given <= {*RULE_KINDS[kind].must, *RULE_KINDS[kind].may}


# --- the room --------------------------------------------------------------------------------------------


def test_definition_files_are_found_by_name_and_sorted(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    for name in ("b.yaml", "a.YML", "own/c.yaml", ".hidden.yaml", "~$a.yaml", "framework.schema.json", "notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    found = definitions.find([tmp_path, tmp_path / "nowhere", tmp_path])
    assert [path.name for path in found] == ["a.YML", "b.yaml"]


def test_kinds_of_section_are_checked_where_they_are_known(tmp_path: Path) -> None:
    path = tmp_path / "sample.yaml"
    path.write_text(reference.SAMPLE.replace("kind: overall", "kind: overal"), encoding="utf-8")
    assert definitions.check(path)[1] == ()
    framework, (query,) = definitions.check(path, section_kinds=("overall", "text"))
    assert framework is None
    assert (query.message, query.fix) == ("There is no kind of section “overal”.", "Did you mean “overall”?")


def test_importing_the_room_does_not_import_the_heavy_libraries() -> None:
    code = "import sys, docgen.definitions; print(sorted({'pydantic', 'yaml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout == "[]\n"
