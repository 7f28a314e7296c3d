"""Commands for those who write definitions: each test reads as somebody typing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from docgen.cli import docgen

ROOT = Path(__file__).parent.parent
NATIONAL = ROOT / "frameworks" / "cafcass-national-2014.11.yaml"


def run(*words: str, place: Path | None = None) -> Result:
    where = ["--workspace", str(place)] if place else []
    return CliRunner().invoke(docgen, [*where, *words])


def parsed(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    assert run("init", str(tmp_path / "team")).exit_code == 0
    return tmp_path / "team"


def version(folder: Path, *pairs: tuple[str, str]) -> Path:
    """The national audit with some words changed."""
    text = NATIONAL.read_text("utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    path = folder / "national.yaml"
    path.write_text(text, encoding="utf-8")
    return path


RAISED = ('version: "2014.11"', 'version: "2015.05"')
TARGET = ("at_least: 60", "at_least: 65")


# --- check --against ---------------------------------------------------------------------------------------


def test_a_raised_version_with_a_change_is_told_and_all_is_well(tmp_path: Path) -> None:
    result = run("check", "--against", "cafcass-national@2014.11", str(version(tmp_path, RAISED, TARGET)))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "cafcass-national 2014.11 → cafcass-national 2015.05: 1 change",
        "  threshold threshold good-target: at_least was “60”, is “65”.",
    ]


def test_old_may_be_a_file_or_the_id_alone(tmp_path: Path) -> None:
    new = str(version(tmp_path, RAISED, TARGET))
    said = {run("check", "--against", old, new).stdout for old in (str(NATIONAL), "cafcass-national")}
    assert len(said) == 1


def test_the_new_version_is_the_newest_at_hand_where_no_file_is_named(team: Path) -> None:
    version(team / "frameworks", RAISED, TARGET)
    result = run("check", "--against", "cafcass-national@2014.11", place=team)
    assert "cafcass-national 2014.11 → cafcass-national 2015.05: 1 change" in result.stdout


@pytest.mark.parametrize(
    ("pairs", "code", "said"),
    [
        ([TARGET], 2, "It has changed, and the version is still 2014.11. Raise the version."),
        ([RAISED], 2, "The version was raised from 2014.11 to 2015.05, and nothing has changed."),
        ([('version: "2014.11"', 'version: "2014.9"'), TARGET], 2, "The version 2014.9 is lower than 2014.11"),
        ([RAISED, ("label: Employed}", "label: Not employed}")], 2, "Ids are for life: give the new option a new id"),
        ([RAISED, ("label: Practitioner", "label: Whose work")], 1, "if only the wording is new, all is well"),
    ],
)
def test_the_exit_code_says_whether_figures_would_be_wrong_or_a_person_is_asked(
    tmp_path: Path, pairs: list[tuple[str, str]], code: int, said: str
) -> None:
    result = run("check", "--against", str(NATIONAL), str(version(tmp_path, *pairs)))
    assert said in result.stderr
    assert result.exit_code == code


def test_changes_as_json(tmp_path: Path) -> None:
    result = run("check", "--against", str(NATIONAL), str(version(tmp_path, TARGET)), "--json")
    found = parsed(result)
    assert [(one["class"], one["part"]) for one in found["changes"]] == [("threshold", "threshold good-target")]
    assert [one["rule"] for one in found["problems"]] == ["same-version"]
    assert (found["old"]["version"], found["new"]["framework"]) == ("2014.11", "cafcass-national")
    assert result.exit_code == 2


def test_a_version_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    result = run("check", "--against", "cafcass-national@2013.01", str(version(tmp_path)))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cafcass-national has no version “2013.01”. There is 2014.11." in result.stderr


def test_without_another_version_at_hand_there_is_nothing_to_compare() -> None:
    result = run("check", "--against", "bwd-caf@2021.07")
    assert result.exit_code == 2
    assert "There is no other version of bwd-caf at hand" in result.stderr


def test_a_version_that_an_older_docgen_took_can_still_be_looked_back_at(tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_text(NATIONAL.read_text("utf-8").replace("measure: good,", "measure: godo,", 1), encoding="utf-8")
    assert run("check", str(old)).exit_code == 2
    assert run("check", "--against", str(old), str(NATIONAL)).stdout.startswith("cafcass-national 2014.11 → ")


def test_only_one_file_is_compared_at_a_time(tmp_path: Path) -> None:
    result = run("check", "--against", str(NATIONAL), str(version(tmp_path)), str(NATIONAL))
    assert result.exit_code == 2
    assert "name one file" in result.stderr


# --- new-framework and convert -----------------------------------------------------------------------------


def test_a_new_framework_goes_into_the_workspace_and_yields_a_form_at_once(team: Path) -> None:
    made = run("new-framework", "our-audit", place=team)
    assert made.exit_code == 0
    assert (team / "frameworks" / "our-audit-1.yaml").is_file()
    assert run("check", str(team / "frameworks")).exit_code == 0
    assert run("toolkit", "our-audit", place=team).exit_code == 0
    assert [path.name.split("_")[0] for path in (team / "out").iterdir()] == ["our-audit-case"]


def test_outside_a_workspace_a_definition_is_named_by_its_file(tmp_path: Path) -> None:
    run("new-framework", "our-audit", "--out", str(tmp_path))
    file = str(tmp_path / "our-audit-1.yaml")
    assert run("toolkit", file, "--out", str(tmp_path / "out")).exit_code == 0
    assert "grade" in run("fields", file).stdout


def test_forms_of_a_file_outside_the_workspace_come_with_a_word_of_warning(team: Path, tmp_path: Path) -> None:
    run("new-framework", "our-audit", "--out", str(tmp_path))
    file = tmp_path / "our-audit-1.yaml"
    result = run("toolkit", str(file), place=team)
    assert result.exit_code == 0
    assert f"Put {file} into {team / 'frameworks'}" in result.stderr
    (team / "frameworks" / file.name).write_bytes(file.read_bytes())
    assert run("toolkit", str(file), place=team).stderr == ""


def test_a_name_that_is_no_id_ends_with_2(tmp_path: Path) -> None:
    result = run("new-framework", "Our audit", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "such as our-audit" in result.stderr


def test_a_workbook_is_started_checked_and_converted(tmp_path: Path) -> None:
    assert run("new-framework", "our-audit", "--excel", "--out", str(tmp_path)).exit_code == 0
    workbook = str(tmp_path / "our-audit-1.xlsx")
    assert "no problems" in run("check", workbook).stdout
    result = run("convert", workbook)
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'our-audit-1.yaml'}: our-audit 1, nothing lost.\n")
    back = tmp_path / "back.xlsx"
    assert run("convert", str(tmp_path / "our-audit-1.yaml"), "--out", str(back)).exit_code == 0
    assert back.is_file()


def test_a_mistake_in_a_workbook_ends_with_2_and_is_named_by_its_cell(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    run("new-framework", "our-audit", "--excel", "--out", str(tmp_path))
    path = tmp_path / "our-audit-1.xlsx"
    book = load_workbook(path)
    book["questions"]["D2"] = "txt"
    book.save(path)
    for command in ("check", "convert"):
        result = run(command, str(path))
        assert result.exit_code == 2
        assert "our-audit-1.xlsx, sheet questions, row 2, column Kind: " in result.stderr


# --- proofs ------------------------------------------------------------------------------------------------


def test_a_proof_of_each_form_is_made_without_a_toolkit(team: Path) -> None:
    result = run("toolkit", "cafcass-national", "--proof", place=team)
    assert result.exit_code == 0
    assert sorted(path.name for path in (team / "out").iterdir()) == [
        "cafcass-national-2014.11-benchmark_PROOF.docx",
        "cafcass-national-2014.11-case_PROOF.docx",
    ]
    assert parsed(run("status", "--json", place=team))["total"]["issued"] == 0


@pytest.mark.parametrize("also", [("--cases", "cases.csv"), ("--format", "excel")])
def test_a_proof_has_no_cases_and_no_other_format(team: Path, also: tuple[str, str]) -> None:
    result = run("toolkit", "cafcass-national", "--proof", *also, place=team)
    assert result.exit_code == 2
    assert "A proof is one Word document a form" in result.stderr


# --- looking things up -------------------------------------------------------------------------------------


def test_fields_shows_the_columns_of_a_table_below_it_and_what_is_needed_when() -> None:
    lines = [line.split() for line in run("fields", "cafcass-national").stdout.splitlines()]
    start = next(n for n, words in enumerate(lines) if "actions" in words and "table" in words)
    assert [words[0] for words in lines[start + 1 : start + 4]] == ["action", "owner", "due"]
    assert any("sometimes" in words for words in lines)


def test_frameworks_names_the_scales_where_there_are_several() -> None:
    lines = run("frameworks").stdout.splitlines()
    assert "    grades (Practice): Practice strength, Meets our standards, Area to improve, Poor practice" in lines
    assert "    grades: Good, Met, Not met" in lines
    assert (
        "    schedule: 13 methods (3 weekly, 4 monthly, 3 two-monthly, 1 three-monthly, 1 six-monthly, 1 at events)"
        in lines
    )


def test_check_counts_what_it_found(tmp_path: Path) -> None:
    path = version(tmp_path, ("kind: overall", "kind: overal"))
    result = run("check", str(path))
    assert result.stdout == "1 error in 1 file.\n"
