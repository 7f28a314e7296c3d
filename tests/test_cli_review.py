"""Review and letters as somebody types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from docgen.cli import docgen
from docgen.demo.answers import entries
from docgen.demo.auditor import fill, tick_as_well
from docgen.pipeline import catalogue
from tests.test_cli import ANSWERS, NATIONAL, filled, issued, run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a return in which two grades are ticked, and one without a rationale."""
    team = tmp_path_factory.mktemp("made") / "team"
    assert run("init", str(team)).exit_code == 0
    first, second = issued(team, "C1", "C2")
    form = catalogue.gather(None).pick(NATIONAL).form("case")
    assert form is not None
    first.write_bytes(fill(first.read_bytes(), entries(form, ANSWERS), [tick_as_well("grade=met")]))
    filled(second, rationale=None)
    assert run("ingest", str(first), str(second), place=team).exit_code == 1
    return team


@pytest.fixture
def doubtful(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "team"))


def asked(place: Path, monkeypatch: pytest.MonkeyPatch, *keys: str) -> Result:
    """`docgen review` at a terminal, with these lines typed."""
    monkeypatch.setattr("docgen.cli.review._somebody_is_there", lambda: True)
    return CliRunner().invoke(docgen, ["--workspace", str(place), "review"], input="".join(f"{key}\n" for key in keys))


def decisions(place: Path) -> dict[str, str]:
    found = json.loads(run("history", "C1", "--json", place=place).stdout)["decisions"]
    found += json.loads(run("history", "C2", "--json", place=place).stdout)["decisions"]
    return {one["about"]: one["counts"] for one in found}


def test_where_nobody_sits_at_a_terminal_it_only_lists(doubtful: Path) -> None:
    found = run("review", place=doubtful)
    assert found.exit_code == 1
    assert "Why:    two options are marked: Good, Met" in found.stdout
    assert "1  Good" in found.stdout
    assert "2 things to decide: 1 doubtful, 1 error." in found.stdout
    assert found.stdout.index("DOUBTFUL") < found.stdout.index("ERROR")
    shape = json.loads(run("review", "C1", "--json", place=doubtful).stdout)
    assert (shape["items"][0]["ref"], shape["items"][0]["candidates"]) == ("6a", ["good", "met"])


def test_at_the_prompt_each_decision_is_kept_at_once(doubtful: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(doubtful, monkeypatch, "x", "2", "d", "The auditor gave it by phone.", "q")
    assert "Type one of the signs, and Enter." in found.output
    assert "kept. The return is accepted now" in found.output
    assert "2 decided and kept" in found.output
    assert decisions(doubtful) == {"6a Grade": "Met", "rationale-required": "settled"}


def test_another_value_is_asked_for_until_it_is_one_and_needs_a_reason(
    doubtful: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = asked(doubtful, monkeypatch, "v", "Godo", "Not met", "Confirmed by e-mail.", "q")
    assert "Did you mean “Good”?" in found.output
    assert decisions(doubtful) == {"6a Grade": "Not met"}


def test_an_answer_is_corrected_from_the_query_about_it(doubtful: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(doubtful, monkeypatch, "s", "c", "", "It is good work.", "", "By phone.", "q")
    assert found.exit_code == 1
    assert decisions(doubtful) == {"6b Rationale": "It is good work."}


def test_what_was_decided_before_the_end_of_the_input_is_kept(doubtful: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(doubtful, monkeypatch, "1")
    assert "1 decided and kept" in found.output
    assert decisions(doubtful) == {"6a Grade": "Good"}


def test_options_decide_settle_and_take_back(doubtful: Path) -> None:
    done = run("review", "C1", "--set", "6a=Good", "--who", "Kim Vale", place=doubtful)
    assert (done.exit_code, done.stdout.startswith("6a Grade: kept. The return is accepted now")) == (0, True)
    assert "Kim Vale" in run("history", "C1", place=doubtful).stdout
    assert (
        run("review", "C2", "--settle", "rationale-required", "--why", "Given by phone.", place=doubtful).exit_code == 0
    )
    assert run("review", "--json", place=doubtful).exit_code == 0
    assert run("review", "C1", "--undo", "grade", "--why", "Too early.", place=doubtful).exit_code == 0
    assert run("verify", place=doubtful).exit_code == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--set", "grade=Good"], "Name the one return"),
        (["C1", "--set", "grade=Godo"], "Did you mean “Good”?"),
        (["C1", "--set", "grad=Good"], "Did you mean “grade”?"),
        (["C1", "--set", "grade"], "“grade” is no FIELD=VALUE."),
        (["C1", "--set", "auditor=Kim"], "needs a reason"),
        (["C1", "--set", "grade=Good", "--set", "auditor=Kim"], "“auditor”: a value that docgen has not found"),
        (["C1", "--in", "review.xlsx"], "leave the names out"),
        (["C2", "--settle", "rationale-required"], "needs a reason"),
        (["C2", "--settle", "nonsense", "--why", "x"], "There is no query “nonsense” of this return."),
        (["C9", "--set", "grade=Good"], "“C9” is the name of no return"),
        (["--out", "review.csv"], "A workbook ends in .xlsx"),
        (["--dry-run"], "--dry-run goes with --in"),
        (["--in", "nowhere.xlsx"], "There is no such file."),
    ],
)
def test_wrong_use_says_what_to_do_and_decides_nothing(made: Path, words: list[str], expected: str) -> None:
    found = run("review", *words, place=made)
    assert (found.exit_code, found.stdout) == (2, "")
    assert expected in found.stderr


def test_a_workbook_goes_out_and_comes_in(doubtful: Path) -> None:
    from openpyxl import load_workbook

    path = doubtful / "review.xlsx"
    assert run("review", "--out", str(path), place=doubtful).exit_code == 0
    book = load_workbook(path)
    book["Review"]["M2"] = "Good"
    book.save(path)
    dry = run("review", "--in", str(path), "--dry-run", place=doubtful)
    assert "1 decision would be taken" in dry.stdout
    found = run("review", "--in", str(path), "--who", "Kim Vale", place=doubtful)
    assert (found.exit_code, "doubtful → accepted" in found.stdout) == (0, True)
    assert decisions(doubtful) == {"6a Grade": "Good"}


def test_letters_are_made_for_those_who_have_to_correct_something(doubtful: Path) -> None:
    found = run("query-letter", "--eml", "--reply-by", "11/12/2026", place=doubtful)
    assert found.exit_code == 0
    assert "1 letters, 1 drafts: 2 points in 2 forms." in found.stdout
    assert "No e-mail address is known of Sam." in found.stderr
    assert run("query-letter", "--reply-by", "soon", place=doubtful).exit_code == 2
