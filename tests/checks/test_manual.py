"""The manual of rules is true: every example in it is run, and the printed reference is the docstrings' own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docgen import definitions
from docgen.checks import AUTOMATIC, KINDS, check
from docgen.checks.manual import manual
from docgen.definitions.rulekinds import RULE_KINDS
from docgen.model import Framework
from tests.checks.returns import answers, read, words

EXAMPLE = Path(__file__).with_name("example.yaml")
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "rules.md"
BASE = {"grade": "good", "rationale": "Thorough.", "referral_needed": "no", "outside": "no", "outside_who": "null"}
DOCS = {name: str(function.__doc__) for name, function in KINDS.items()}
OWN = {function.__name__: str(function.__doc__) for function in AUTOMATIC}
SUFFIX = {
    "required": "-required",
    "says_something": "-says-something",
    "exclusive": "-exclusive",
    "section_not_relevant": "-not-relevant",
    "not_relevant": "-not-relevant",
    "row_complete": "-row-complete",
    "in_round": "-in-round",
}


def examples(doc: str, word: str) -> list[str]:
    return re.findall(rf"^ *{word}: (\{{.*\}})$", doc, re.M)


def framework(tmp_path: Path, rule: str = "") -> Framework:
    """The example framework, with the rule that a docstring shows where there is one."""
    text = EXAMPLE.read_text("utf-8")
    if rule:
        text += "    rules:\n      - id: shown\n" + re.sub(r"^ *(?=\S)", "        ", rule, flags=re.M)
    path = tmp_path / "example.yaml"
    path.write_text(text, encoding="utf-8")
    return definitions.load(path)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_rule_does_what_its_manual_shows(name: str, tmp_path: Path) -> None:
    shown = re.search(r"```yaml\n(.*?)```", DOCS[name], re.S)
    assert shown is not None, f"{name} shows no rule"
    assert examples(DOCS[name], "PASS"), f"{name} shows nothing that passes"
    assert examples(DOCS[name], "FAIL"), f"{name} shows nothing that fails"
    loaded = framework(tmp_path, shown[1])
    form = loaded.forms[0]
    assert form.rules[0].kind == name
    for word in ("PASS", "FAIL"):
        for example in examples(DOCS[name], word):
            found = {query.rule for query in check(loaded, form, answers(form, BASE, {"grade": ""}, words(example)))}
            assert ("shown" in found) is (word == "FAIL"), f"{name}: {word}: {example}"


@pytest.mark.parametrize("name", OWN)
def test_an_automatic_check_does_what_its_manual_shows(name: str, tmp_path: Path) -> None:
    loaded = framework(tmp_path)
    form = loaded.forms[0]
    assert examples(OWN[name], "PASS"), f"{name} shows nothing that passes"
    assert examples(OWN[name], "FAIL"), f"{name} shows nothing that fails"
    for word in ("PASS", "FAIL"):
        for example in examples(OWN[name], word):
            found = [query.rule for query in check(loaded, form, answers(form, BASE, words(example)))]
            assert any(rule.endswith(SUFFIX[name]) for rule in found) is (word == "FAIL"), f"{word}: {example}"


def test_the_printed_reference_is_made_from_the_docstrings() -> None:
    assert REFERENCE.read_text("utf-8") == manual(), "write docgen.checks.manual.manual() to docs/reference/rules.md"


def test_every_kind_that_a_definition_may_name_has_its_check() -> None:
    assert set(RULE_KINDS) == set(KINDS)


def test_the_example_is_a_clean_definition() -> None:
    assert definitions.check(EXAMPLE)[1] == ()
    assert read(EXAMPLE)["id"] == "example"
