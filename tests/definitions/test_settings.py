from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from docgen.definitions.settings import Settings, initial, load
from docgen.model import DocgenError
from docgen.workdays import Span


def settings(folder: Path, text: str) -> Settings:
    path = folder / "docgen.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_a_new_workspace_has_settings_that_load(tmp_path: Path) -> None:
    assert settings(tmp_path, initial("0f3a")) == Settings(workspace="0f3a")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "accept:\nroles:\n"])
def test_what_is_left_out_has_its_default(tmp_path: Path, text: str) -> None:
    assert settings(tmp_path, text) == Settings()


def test_every_setting_is_read_as_it_is_written(tmp_path: Path) -> None:
    text = """
workspace: 012
organisation: No
accept: no-errors
store: sqlite:///x
due: 10 working days
pseudonym_key: /keys/docgen.key
roles:
  head of service: Sam
addresses:
  Sam Hill: sam@example.org
case_columns:
  Child ID: case_ref
retention:
  all: 6 years
nation: wales
closures:
  2026-12-24..2026-12-31: Christmas
  2026-07-06:
"""
    assert settings(tmp_path, text) == Settings(
        workspace="012",
        organisation="No",
        accept="no-errors",
        store="sqlite:///x",
        roles=(("head of service", "Sam"),),
        due=Span(10, "working day"),
        addresses=(("Sam Hill", "sam@example.org"),),
        case_columns=(("Child ID", "case_ref"),),
        retention=(("all", Span(6, "year")),),
        pseudonym_key="/keys/docgen.key",
        nation="wales",
        closures=(
            (date(2026, 12, 24), date(2026, 12, 31), "Christmas"),
            (date(2026, 7, 6), date(2026, 7, 6), ""),
        ),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nation: Whales\n", "“nation” is “Whales”. Did you mean “wales”?"),
        ("closures:\n  Christmas: 2026-12-24\n", "“Christmas” are no days of a closure."),
        ("closures:\n  2026-12-31..2026-12-24: C\n", "“2026-12-31..2026-12-24” are no days of a closure."),
    ],
)
def test_days_of_closure_are_days_and_the_nation_is_one(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DocgenError) as error:
        settings(tmp_path, text)
    assert said in f"{error.value.queries[0].message} {error.value.queries[0].fix}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\nacept: read\n", "line 2: “acept” is not a setting. Did you mean “accept”?"),
        ("accept: by hand\n", "line 1: “accept” is “by hand”. Did you mean “by-hand”?"),
        ("accept: no-error\n", "line 1: “accept” is “no-error”. Did you mean “no-errors”?"),
        ("accept: [read]\n", "line 1: “accept” has more than one value."),
        ("due: soon\n", "line 1: “due” is “soon”. Write a span of time"),
        ("retention: 6 years\n", "line 1: “retention” is not a list of lines."),
        ("retention:\n  all: long\n", "line 2: Audits of “all” are to be kept for “long”."),
        ("addresses:\n  Sam: sam at example\n", "line 2: “sam at example” is not the e-mail address of “Sam”."),
        ("case_columns: [a]\n", "line 1: “case_columns” is not a list of lines."),
        ("roles: Sam\n", "line 1: “roles” is not a list of roles and people."),
        ("roles:\n  manager: [a, b]\n", "line 2: The role “manager” has more than one line."),
        ("- accept\n", "line 1: Settings are lines of a word, a colon and a value."),
        ("accept: read\naccept: read\n", "line 2: “accept” is given twice"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(DocgenError) as failure:
        settings(tmp_path, text)
    assert expected in str(failure.value)
    assert "docgen.yaml" in str(failure.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(DocgenError) as failure:
        settings(tmp_path, "acept: read\nstore: [a]\n")
    assert len(failure.value.queries) == 2
