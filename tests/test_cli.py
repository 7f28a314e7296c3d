"""The command line: what it prints where, and how it ends. Each test reads as somebody typing."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from docgen import __version__
from docgen.cli import docgen
from docgen.cli.manual import manual
from docgen.demo.answers import entries
from docgen.demo.auditor import fill
from docgen.model import Value
from docgen.pipeline import catalogue

ROOT = Path(__file__).parent.parent
NATIONAL = "cafcass-national"
ANSWERS: Mapping[str, Value] = {
    "auditor": "Sam", "child_seen": "seen", "referral_needed": "no", "grade": "good", "rationale": "It is good work.",
}  # fmt: skip
CASES = "case_ref,service_area,law_type,practitioner,employment,date_filed\n"


def run(*words: str, place: Path | None = None) -> Result:
    where = ["--workspace", str(place)] if place else []
    return CliRunner().invoke(docgen, [*where, *words])


@pytest.fixture
def team(tmp_path: Path) -> Path:
    assert run("init", str(tmp_path / "team")).exit_code == 0
    return tmp_path / "team"


def cases(folder: Path, *refs: str) -> str:
    path = folder / "cases.csv"
    path.write_text(CASES + "".join(f"{ref},A1,Public law,P1,Employed,9/10/2014\n" for ref in refs), encoding="utf-8")
    return str(path)


def issued(folder: Path, *refs: str) -> list[Path]:
    """Pre-filled copies of the national case form for these cases."""
    assert run("toolkit", NATIONAL, "--cases", cases(folder, *refs), place=folder).exit_code == 0
    return [next((folder / "out").glob(f"{ref}_*.docx")) for ref in refs]


def filled(copy: Path, **changes: Value) -> Path:
    """The same file after somebody has filled it in."""
    form = catalogue.gather(None).pick(NATIONAL).form("case")
    assert form is not None
    answers = {name: value for name, value in {**ANSWERS, **changes}.items() if value is not None}
    copy.write_bytes(fill(copy.read_bytes(), entries(form, answers)))
    return copy


def parsed(result: Result) -> Any:
    """What a command printed on standard output, which must be one JSON document and nothing else."""
    return json.loads(result.stdout)


# --- the outside -----------------------------------------------------------------------------------------


def test_help_names_every_command_and_version_says_the_version() -> None:
    found = run("--help")
    assert found.exit_code == 0
    assert all(f"  {name} " in found.stdout for name in docgen.commands)
    assert run("--version").stdout == f"docgen {__version__}\n"


def test_the_reference_of_commands_is_what_their_help_says() -> None:
    kept = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    assert kept == manual(), "write it anew with: python -m docgen.cli"


@pytest.mark.parametrize("name", sorted(docgen.commands))
def test_every_command_and_option_has_help(name: str) -> None:
    command = docgen.commands[name]
    assert command.help
    assert command.short_help
    assert all(one.help for one in command.params if isinstance(one, click.Option))


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, docgen.cli; print([m for m in sys.modules if m.split('.')[0] in {names!r}])"
    names = {"sqlalchemy", "lxml", "yaml", "pydantic", "docx", "openpyxl", "rich", "jinja2", "pptx", "simpleeval"}
    done = subprocess.run([sys.executable, "-c", code.format(names=names)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_runs_as_a_module_and_prints_utf_8_whatever_the_console_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docgen", "frameworks"], capture_output=True, env={"PYTHONIOENCODING": "cp1252"}
    )
    assert done.returncode == 0
    assert "National audit – summary report" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["fields", "cafcass-nationl"], "Did you mean “cafcass-national”?"),
        (["fields", NATIONAL, "--form", "benchmrk"], "Did you mean “benchmark”?"),
        (["toolkit", NATIONAL, "--cases", "nowhere.csv"], "nowhere.csv: There is no such file."),
        (["read", "nowhere.docx"], "nowhere.docx"),
        (["ingest", "nowhere"], "nowhere"),
        (["ingest", ".", "--cluster", "here"], "begins with tcp://"),
        (["--workspace", "nowhere", "status"], "no workspace"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_use_ends_with_2_and_a_message_and_prints_nothing_else(words: list[str], expected: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert result.stdout == ""


def test_without_a_workspace_it_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["status"], ["ingest", "."], ["report", "national", NATIONAL]):
        result = run(*words)
        assert result.exit_code == 2
        assert "docgen init" in result.stderr


def test_with_json_a_failure_is_json_too() -> None:
    result = run("fields", "nonsense", "--json")
    assert result.exit_code == 2
    assert [problem["message"] for problem in parsed(result)["problems"]] == ["There is no framework “nonsense”."]


def test_a_store_that_cannot_be_used_ends_with_3(team: Path) -> None:
    (team / "store" / "docgen.sqlite").write_bytes(b"not a database" * 100)
    result = run("status", place=team)
    assert result.exit_code == 3
    assert "damaged or is not a docgen store" in result.stderr


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (PermissionError(13, "denied", "x.docx"), "x.docx: Access is denied. If the file is open in Word"),
        (OSError(28, "full", "x.docx"), "The disk is full."),
        (KeyboardInterrupt(), "Stopped."),
    ],
)
def test_what_the_system_refuses_ends_with_3_and_a_message(
    team: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, expected: str
) -> None:
    def fails(*_: object) -> None:
        raise failure

    monkeypatch.setattr("docgen.pipeline.toolkits.make", fails)
    result = run("toolkit", NATIONAL, place=team)
    assert result.exit_code == 3
    assert expected in result.stderr
    assert "Traceback" not in result.stderr


def test_the_workspace_may_be_named_before_or_after_the_command(team: Path) -> None:
    assert run("status", place=team).exit_code == 0
    assert run("status", "--workspace", str(team)).exit_code == 0


# --- workspaces and definitions --------------------------------------------------------------------------


def test_init_says_what_it_made_and_a_second_time_that_it_changed_nothing(tmp_path: Path) -> None:
    first, second = run("init", str(tmp_path / "a")), run("init", str(tmp_path / "a"))
    assert "docgen.yaml" in first.stdout
    assert "nothing was changed" in second.stdout
    assert (first.exit_code, second.exit_code) == (0, 0)


def test_frameworks_as_json(team: Path) -> None:
    found = {one["framework"]: one for one in parsed(run("frameworks", "--json", place=team))["frameworks"]}
    assert [form["id"] for form in found[NATIONAL]["forms"]] == ["case", "benchmark"]
    assert [grade["id"] for grade in found[NATIONAL]["scales"][0]["grades"]] == ["good", "met", "not_met"]


def test_a_broken_definition_of_the_team_ends_with_2_and_the_others_are_shown(team: Path) -> None:
    (team / "frameworks" / "ours.yaml").write_text("id: ours\nversion: 1\n", encoding="utf-8")
    result = run("frameworks", "--json", place=team)
    assert result.exit_code == 2
    assert NATIONAL in {one["framework"] for one in parsed(result)["frameworks"]}
    assert "ours.yaml" in result.stderr


def test_check_names_file_line_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("id: ours\nversion: '1'\ntitel: Ours\n", encoding="utf-8")
    result = run("check", str(path), "--json")
    assert result.exit_code == 2
    (file,) = parsed(result)["files"]
    assert ("line 3", "ours.yaml") in {(one["where"], Path(one["file"]).name) for one in file["problems"]}
    assert "ours.yaml, line 3: " in result.stderr


def test_check_of_what_comes_with_docgen_is_clean() -> None:
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")


def test_fields_as_json_have_the_shape_that_the_interface_promises() -> None:
    found = parsed(run("fields", NATIONAL, "--json"))
    assert (found["framework"], found["version"], found["form"]) == (NATIONAL, "2014.11", "case")
    by_id = {one["id"]: one for one in found["fields"]}
    assert by_id["grade"]["kind"] == "grade"
    assert by_id["law_type"]["options"][0] == {"id": "public", "label": "Public law"}
    assert [column["id"] for column in by_id["actions"]["columns"]] == ["action", "owner", "due"]
    assert {"id", "ref", "kind", "label", "section", "required", "options", "columns"} <= set(by_id["case_ref"])


def test_fields_names_what_only_the_case_list_tells() -> None:
    (involved,) = parsed(run("fields", "bwd-caf", "--json"))["case_fields"]
    assert (involved["id"], involved["kind"]) == ("involved", "text")
    lines = run("fields", "bwd-caf").stdout.splitlines()
    assert lines[-1].split() == ["involved", "text", "Directly", "involved", "with", "the", "case"]
    assert "Only in the case list" not in run("fields", "cafcass-qiam").stdout


# --- the round trip --------------------------------------------------------------------------------------


def test_a_blank_toolkit_of_every_form_is_made_without_a_case_list(team: Path) -> None:
    result = run("toolkit", NATIONAL, place=team)
    assert result.exit_code == 0
    assert sorted(path.name.split("_")[0] for path in (team / "out").iterdir()) == [
        "cafcass-national-benchmark",
        "cafcass-national-case",
    ]


def test_a_wrong_case_list_makes_nothing_and_names_every_cell(team: Path) -> None:
    path = team / "cases.csv"
    path.write_text("case_ref,service_area\nC1,A99\nC2,Z\n", encoding="utf-8")
    result = run("toolkit", NATIONAL, "--cases", str(path), place=team)
    assert result.exit_code == 2
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        "cases.csv, row 2, column “service_area”",
        "cases.csv, row 3, column “service_area”",
    ]
    assert list((team / "out").iterdir()) == []


def test_an_unknown_column_is_said_and_the_copies_are_made(team: Path) -> None:
    path = team / "cases.csv"
    path.write_text("case_ref,Shoe size\nC1,44\n", encoding="utf-8")
    result = run("toolkit", NATIONAL, "--cases", str(path), place=team)
    assert (result.exit_code, "Shoe size" in result.stderr) == (0, True)


def test_read_prints_one_line_of_json_a_file(team: Path) -> None:
    first, second = issued(team, "C1", "C2")
    result = run("read", "--json", str(filled(first)), str(filled(second, rationale=None)), place=team)
    assert result.exit_code == 1
    one, two = (json.loads(line) for line in result.stdout.splitlines())
    assert (one["framework"], one["version"], one["form"], one["status"]) == (NATIONAL, "2014.11", "case", "read")
    assert one["toolkit"] in first.name
    assert one["answers"]["case_ref"]["value"] == "C1"
    assert one["answers"]["grade"] == {
        **one["answers"]["grade"],
        "value": "good",
        "state": "answered",
        "how": "control",
    }
    assert one["answers"]["strengths"]["state"] == "blank"
    assert one["queries"] == []
    assert two["queries"][0]["question"] == "rationale"
    assert set(two["queries"][0]) == {"rule", "severity", "question", "message", "fix", "where"}


def test_read_of_a_clean_file_ends_with_0_and_needs_no_workspace(
    team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy,) = issued(team, "C1")
    monkeypatch.chdir(tmp_path)
    result = run("read", str(filled(copy)))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Grade: Good" in result.stdout


def test_read_of_what_is_no_form_says_why_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"Dear all")
    result = run("read", "--json", str(path))
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (found["status"], found["answers"]) == ("refused", {})
    assert found["refused"]["message"]
    assert found["refused"]["fix"]


def test_ingest_report_and_status_of_a_few_returns(team: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    first, second, third, _ = issued(team, "C1", "C2", "C3", "C4")
    filled(second, referral_needed="yes", grade="met", referral_comment="The head of service, today.")
    for copy in (filled(first), second, filled(third)):
        copy.rename(inbox / copy.name)
    (inbox / "notes.docx").write_bytes(b"no form")

    result = run("ingest", str(inbox), "--json", place=team)
    assert result.exit_code == 1
    taken = parsed(result)
    assert {name: taken[name] for name in ("seen", "stored", "already", "replaced", "refused", "ignored")} == {
        "seen": 4, "stored": 3, "already": 0, "replaced": 0, "refused": 1, "ignored": 0,
    }  # fmt: skip

    again = parsed(run("ingest", str(inbox), "--json", place=team))
    assert (again["stored"], again["already"], again["refused"]) == (0, 3, 1)

    found = parsed(run("status", "--json", place=team))
    total = found["total"]
    assert (total["issued"], total["returned"], total["accepted"], total["outstanding"]) == (4, 3, 3, 1)
    assert [one["case"] for one in found["urgent"]] == ["C2"]
    said = run("status", "--queries", place=team)
    assert said.stdout.startswith("URGENT  case C2, ")
    assert "notes.docx" in said.stdout

    report = run("report", "national", NATIONAL, "--period", "2014-11", place=team)
    assert (report.exit_code, report.stderr) == (0, "")
    assert "3 audits, November 2014" in report.stdout
    assert (team / "out" / "cafcass-national-national-November-2014.docx").is_file()


def test_a_clean_ingest_ends_with_0_and_prints_the_summary(team: Path) -> None:
    (copy,) = issued(team, "C1")
    result = run("ingest", str(filled(copy)), place=team)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "1 file: 1 stored.\n", "")


def test_a_report_on_an_unknown_kind_or_period_ends_with_2(team: Path) -> None:
    assert "Did you mean “national”" in run("report", "nationl", NATIONAL, place=team).stderr
    result = run("report", "national", NATIONAL, "--period", "Nov", place=team)
    assert (result.exit_code, "is not a period" in result.stderr) == (2, True)


def test_the_demo_does_the_whole_job_on_a_few_cases(tmp_path: Path) -> None:
    result = run("demo", "--out", str(tmp_path / "demo"), "--cases", "20")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "demo" / "National audit.docx").is_file()


def test_many_files_with_one_and_the_same_reason_do_not_fill_the_screen(team: Path) -> None:
    copies = issued(team, *(f"C{number}" for number in range(40)))
    result = run("ingest", *map(str, copies), place=team)
    assert result.stdout == "40 files: 40 ignored.\n"
    assert len(result.stderr.splitlines()) == 13
    assert "… and 28 more files ignored. Nothing has been filled in" in result.stderr


# --- the ledger ------------------------------------------------------------------------------------------


def test_the_ledger_from_a_late_copy_to_an_exemption(team: Path) -> None:
    listed = cases(team, "C1", "C2")
    assert run("toolkit", NATIONAL, "--cases", listed, "--due", "1/10/2014", place=team).exit_code == 0
    total = parsed(run("status", "--json", "--by", "team", place=team))
    assert (total["total"]["overdue"], [one["group"] for one in total["forms"]]) == (2, ["A1"])
    assert "overdue" in run("status", "--ledger", "--team", "A1", place=team).stdout

    chased = run("chase", "--drafts", place=team)
    assert (chased.exit_code, "2 copies of 1 auditors" in chased.stdout) == (0, True)
    assert "have no auditor" in chased.stderr

    done = run("exempt", "C2", "--why", "The case was transferred.", place=team)
    assert (done.exit_code, "for case C2: exempt." in done.stdout) == (0, True)
    assert run("exempt", "C2", place=team).exit_code == 2
    said = run("history", "C2", place=team).stdout
    assert "The case was transferred." in said
    events = parsed(run("history", "C2", "--json", place=team))["events"]
    assert [one["what"] for one in events] == ["issued", "exempt"]
    assert all(one["who"] for one in events)
    assert parsed(run("status", "--json", place=team))["total"]["overdue"] == 1


def test_returns_wait_for_a_person_where_the_settings_want_that(team: Path) -> None:
    settings = team / "docgen.yaml"
    settings.write_text(settings.read_text("utf-8").replace("accept: read", "accept: by-hand"), encoding="utf-8")
    (copy,) = issued(team, "C1")
    assert run("ingest", str(filled(copy)), place=team).exit_code == 0
    assert parsed(run("status", "--json", place=team))["total"]["read"] == 1
    assert run("accept", "C1", "--why", "Looked through.", place=team).exit_code == 0
    assert parsed(run("status", "--json", place=team))["total"]["accepted"] == 1
    assert run("refuse", "C1", "--why", "Sent in error.", place=team).exit_code == 0
    again = run("ingest", str(copy), place=team)
    assert (again.exit_code, "A person has refused this file." in again.stderr) == (1, True)
    assert parsed(run("status", "--json", place=team))["total"]["accepted"] == 0


def test_a_due_date_that_is_none_ends_with_2(team: Path) -> None:
    result = run("toolkit", NATIONAL, "--cases", cases(team, "C1"), "--due", "soon", place=team)
    assert (result.exit_code, "The due date cannot be used" in result.stderr) == (2, True)


# --- keeping ---------------------------------------------------------------------------------------------


def test_a_workspace_is_backed_up_restored_and_verified(team: Path, tmp_path: Path) -> None:
    (copy,) = issued(team, "C1")
    assert run("ingest", str(filled(copy)), place=team).exit_code == 0
    done = run("backup", str(tmp_path / "b.zip"), place=team)
    assert (done.exit_code, "1 of them originals" in done.stdout) == (0, True)
    assert run("verify", str(tmp_path / "b.zip")).exit_code == 0
    assert run("restore", str(tmp_path / "b.zip"), str(tmp_path / "again")).exit_code == 0
    found = run("verify", place=tmp_path / "again")
    assert (found.exit_code, found.stderr) == (0, "")
    assert "1 originals, 1 returns with 22 answers read again, 4 events: nothing is wrong." in found.stdout


def test_what_is_wrong_is_named_and_ends_with_3(team: Path) -> None:
    (copy,) = issued(team, "C1")
    assert run("ingest", str(filled(copy)), place=team).exit_code == 0
    (original,) = (team / "store" / "originals").rglob("*.docx")
    original.write_bytes(original.read_bytes()[:-1])
    found = run("verify", "--quick", "--json", place=team)
    assert (found.exit_code, [one["rule"] for one in parsed(found)["problems"]]) == (3, ["original"])
    assert "is not as it was received" in run("verify", place=team).stderr


# --- data out and in -------------------------------------------------------------------------------------


def test_accepted_audits_are_exported_and_free_text_is_left_out(team: Path) -> None:
    (copy,) = issued(team, "C1")
    assert run("ingest", str(filled(copy, rationale="canary")), place=team).exit_code == 0
    done = run("export", "--framework", NATIONAL, place=team)
    assert (done.exit_code, "1 audits, 22 answers" in done.stdout) == (0, True)
    assert "canary" not in (team / "out" / "export" / "answers.csv").read_text("utf-8-sig")
    assert run("export", "--pseudonyms", place=team).exit_code == 2


def test_a_report_under_pseudonyms_names_no_case(team: Path, tmp_path: Path) -> None:
    settings = team / "docgen.yaml"
    text = settings.read_text("utf-8").replace("pseudonym_key:", f"pseudonym_key: {tmp_path / 'docgen.key'}")
    settings.write_text(text, encoding="utf-8")
    (copy,) = issued(team, "C100063")
    assert run("ingest", str(filled(copy, rationale="On C100063: it is good work.")), place=team).exit_code == 0
    out = tmp_path / "report.docx"
    done = run("report", "national", NATIONAL, "--pseudonyms", "--out", str(out), place=team)
    assert done.exit_code == 0, done.stderr
    with zipfile.ZipFile(out) as parts:
        assert not any(b"C100063" in parts.read(name) for name in parts.namelist())


def test_responses_of_a_questionnaire_are_taken_in_by_a_mapping(team: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("ID,Case,Grade\n1,C1,Good\n", encoding="utf-8")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(f"form: {NATIONAL}@2014.11/case\ncolumns: {{Case: case_ref, Grade: grade}}\n", encoding="utf-8")
    done = run("ingest", str(tmp_path / "list.csv"), "--mapping", str(mapping), place=team)
    assert (done.exit_code, "1 file: 1 stored." in done.stdout) == (1, True)
    assert run("verify", place=team).exit_code == 0


# --- people's rights -------------------------------------------------------------------------------------


def test_purge_lists_first_and_erases_only_when_it_is_told_to(team: Path) -> None:
    run("ingest", str(filled(issued(team, "C100")[0])), place=team)
    assert "docgen.yaml says nothing of how long to keep" in run("purge", place=team).stderr
    (team / "docgen.yaml").write_text("workspace: 0000\nretention:\n  all: 1 day\n", encoding="utf-8")
    listed = run("purge", place=team)
    assert "C1" in listed.stdout
    assert "1 audit with 1 return would be erased. Nothing was done" in listed.stdout
    done = run("purge", "--yes", place=team)
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "Erased: 1 audit with 1 return and 1 original.")
    assert "Still names C100" in done.stdout
    assert run("verify", place=team).exit_code == 0
    assert run("purge", place=team).stdout == "Nothing has been kept longer than docgen.yaml says.\n"


def test_a_case_is_purged_with_a_reason_only(team: Path) -> None:
    issued(team, "C1", "C2")
    assert run("purge", "--case", "C1", place=team).exit_code == 2
    assert run("purge", "--case", "C1", "--why", "On request.", "--yes", "--json", place=team).exit_code == 0
    assert "C2" in run("status", "--ledger", place=team).stdout
    assert "C1" not in run("status", "--ledger", place=team).stdout


def test_a_folder_is_watched_until_somebody_stops_it(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from docgen.pipeline import watch

    copy = filled(issued(team, "C100")[0])
    inbox = team / "in"
    inbox.mkdir()
    (inbox / copy.name).write_bytes(copy.read_bytes())

    def ticks(*_: object) -> object:
        yield None
        yield None
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "changes", ticks)
    monkeypatch.setattr(watch.Watch, "_is_ready", lambda self, one, now: not one.done)
    found = run("ingest", "--watch", str(inbox), place=team)
    assert found.exit_code == 0
    assert "1 file: 1 stored." in found.stdout
    assert "1 taken, 0 known already, 0 refused, 0 waiting" in found.stdout
    assert found.stdout.splitlines()[-1].startswith("Stopped. What was taken is stored")
    assert (inbox / copy.name).exists()
    assert run("ingest", "--watch", str(copy), place=team).exit_code == 2


def test_several_processes_read_and_one_stores(team: Path) -> None:
    copies = issued(team, "C1", "C2", "C3")
    found = run("ingest", "--jobs", "2", *[str(filled(copy)) for copy in copies], place=team)
    assert found.stdout.splitlines()[0] == "3 files: 3 stored."
    assert run("verify", "--quick", place=team).exit_code == 0
