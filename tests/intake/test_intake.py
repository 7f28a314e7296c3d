"""Files found, kept by their hash before they are read, and weighed against the ledger."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from docgen.intake import Bounds, Inbox, Kept, Passed, Verdict, judge, keep, put, shown, weighed
from docgen.model import (
    Answer,
    DocgenError,
    Form,
    Identity,
    Query,
    Question,
    Receipt,
    Return,
    Section,
    Severity,
    Standing,
    State,
    Toolkit,
)

NOW = "2026-11-20T12:00:00Z"
FORM = Form(
    "case",
    "Case audit",
    "",
    (
        Section(
            "s",
            "1",
            "Details",
            tuple(Question(id, "1a", "text", id) for id in ("case_ref", "date_filed", "grade")),
        ),
    ),
    (("case", "case_ref"), ("date", "date_filed"), ("grade", "grade")),
)


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, data in members.items():
            made.writestr(zipfile.ZipInfo(name.replace("__", "/"), (2026, 11, 20, 12, 0, 0)), data)
    return path


def names(*paths: Path, root: Path) -> list[str]:
    with Inbox(paths) as inbox:
        return [Path(source.name).relative_to(root).as_posix() for source in inbox.sources]


def passed(*paths: Path, bounds: Bounds | None = None) -> dict[str, Passed]:
    with Inbox(paths, bounds=bounds) as inbox:
        return {Path(one.name).name: one for one in inbox.passed}


# --- finding ---------------------------------------------------------------------------------------------


def test_files_folders_and_archives_are_all_looked_into(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "one.docx").write_bytes(b"1")
    (tmp_path / "two.docx").write_bytes(b"2")
    archive(tmp_path / "a" / "more.zip", three=b"3", folder__four=b"4")
    found = names(tmp_path / "a", tmp_path / "two.docx", root=tmp_path)
    assert sorted(found) == ["a/b/one.docx", "a/more.zip › folder/four", "a/more.zip › three", "two.docx"]


def test_a_file_that_is_named_twice_is_taken_once(tmp_path: Path) -> None:
    (tmp_path / "one.docx").write_bytes(b"1")
    assert names(tmp_path, tmp_path / "one.docx", root=tmp_path) == ["one.docx"]


def test_the_oldest_file_comes_first_so_that_a_later_version_replaces_an_earlier(tmp_path: Path) -> None:
    for name, changed in (("form.docx", 100), ("form (1).docx", 300), ("a.docx", 200)):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (changed, changed))
    assert names(tmp_path, root=tmp_path) == ["form.docx", "a.docx", "form (1).docx"]


@pytest.mark.parametrize(
    "name",
    [
        "~$orm.docx",
        ".~lock.form.docx#",
        "~WRL0001.tmp",
        "form.docx.crdownload",
        "desktop.ini",
        "Thumbs.db",
        "form.docx.icloud",
        ".DS_Store",
    ],
)
def test_what_no_one_meant_to_send_is_ignored_with_a_reason(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    archive(tmp_path / "sent.zip", **{name: b"x"})
    assert names(tmp_path, root=tmp_path) == []
    with Inbox([tmp_path]) as inbox:
        assert [(one.ignored, bool(one.query.message)) for one in inbox.passed] == [(True, True), (True, True)]


def test_the_workspace_s_own_folders_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "kept.docx").write_bytes(b"x")
    (tmp_path / "in.docx").write_bytes(b"x")
    with Inbox([tmp_path], [tmp_path / "store"]) as inbox:
        assert [Path(source.name).name for source in inbox.sources] == ["in.docx"]


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_a_link_in_a_folder_is_ignored_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "form.docx").symlink_to(tmp_path / "secret")
    assert passed(tmp_path / "in")["form.docx"].query.message == "It is a link, not a file."


@pytest.mark.skipif(os.name != "posix", reason="there are no pipes in the file system of Windows")
def test_a_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "form.docx")
    with Inbox([tmp_path]) as inbox, pytest.raises(DocgenError, match="not an ordinary file"):
        inbox.read(inbox.sources[0])


def test_an_office_file_that_is_called_zip_is_taken_as_the_file_it_is(tmp_path: Path) -> None:
    archive(tmp_path / "form.zip", **{"[Content_Types].xml": b"<x/>"})
    assert names(tmp_path, root=tmp_path) == ["form.zip"]


def test_a_damaged_archive_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "sent.zip").write_bytes(b"PK\x03\x04 and then nothing")
    one = passed(tmp_path)["sent.zip"]
    assert (one.ignored, one.query.rule) == (False, "archive-unreadable")
    assert one.query.message == "The zip archive cannot be opened: it is damaged, cut short, or no zip archive at all."


def test_an_archive_of_too_many_files_is_refused_with_the_limit(tmp_path: Path) -> None:
    archive(tmp_path / "sent.zip", a=b"1", b=b"2", c=b"3")
    assert "At most 2 files" in passed(tmp_path, bounds=Bounds(members=2))["sent.zip"].query.fix
    assert passed(tmp_path, bounds=Bounds(members=3)) == {}


def test_one_file_is_counted_as_one(tmp_path: Path) -> None:
    archive(tmp_path / "sent.zip", a=b"1" * 10)
    assert passed(tmp_path, bounds=Bounds(archive=5))["sent.zip"].query.message == (
        "The zip archive holds 1 file of 0 MB in all."
    )


def test_a_name_that_climbs_out_of_an_archive_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    archive(tmp_path / "in" / "sent.zip", **{"..__..__evil.docx": b"x"})
    with Inbox([tmp_path / "in"]) as inbox:
        kept = fetch(inbox, tmp_path / "originals")
    keep(kept)
    assert kept.path.parent.parent == tmp_path / "originals"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "originals"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A3-014.docx", "A3-014.docx"),
        ("a\nb", "a\ufffdb"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("cod\u202exe.docx", "cod\ufffdxe.docx"),
    ],
)
def test_a_shown_name_holds_nothing_that_a_screen_obeys(name: str, expected: str) -> None:
    assert shown(name) == expected


# --- keeping ---------------------------------------------------------------------------------------------


def fetch(inbox: Inbox, originals: Path) -> Kept:
    source = inbox.sources[0]
    return weighed(source.name, inbox.read(source), source.ending, originals)


def kept(folder: Path, name: str = "form.docx", data: bytes = b"what was sent", bounds: Bounds | None = None) -> Kept:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / name).write_bytes(data)
    with Inbox([folder / "in" / name], bounds=bounds) as inbox:
        found = fetch(inbox, folder / "originals")
    keep(found)
    return found


def test_the_original_is_kept_under_its_hash_and_the_inbox_is_left_as_it_is(tmp_path: Path) -> None:
    found = kept(tmp_path)
    sha256 = hashlib.sha256(b"what was sent").hexdigest()
    assert found.path == tmp_path / "originals" / sha256[:2] / f"{sha256}.docx"
    assert found.path.read_bytes() == found.data == b"what was sent"
    assert (tmp_path / "in" / "form.docx").read_bytes() == b"what was sent"


def test_the_same_bytes_are_kept_once_whatever_the_file_is_called(tmp_path: Path) -> None:
    assert kept(tmp_path, "form.docx").sha256 == kept(tmp_path, "copy.docm").sha256
    assert len([path for path in (tmp_path / "originals").rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("name", ["form", "form.", "form.docx ", "form.a-very-long-ending", "form.%2e"])
def test_an_odd_ending_never_becomes_part_of_a_path(tmp_path: Path, name: str) -> None:
    assert kept(tmp_path, name).path.suffix in (".bin", ".docx")


def test_an_empty_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match=r"form\.docx: The file is empty.*OneDrive"):
        kept(tmp_path, data=b"")


def test_a_file_that_is_too_large_is_refused_with_the_limit(tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match="larger than 1 MB"):
        kept(tmp_path, data=b"x" * (2**20 + 1), bounds=Bounds(file=2**20))


def test_a_member_that_says_less_than_it_holds_is_cut_off_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.docx", b"0" * 2**20)
    with Inbox([path], bounds=Bounds(file=1000)) as inbox, pytest.raises(DocgenError, match="larger than"):
        inbox.read(inbox.sources[0])


def test_a_damaged_member_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "sent.zip", a=b"first file", b=b"second file")
    path.write_bytes(path.read_bytes().replace(b"first file", b"worst file"))
    with Inbox([path]) as inbox:
        with pytest.raises(DocgenError, match="cannot be read"):
            inbox.read(inbox.sources[0])
        assert inbox.read(inbox.sources[1]) == b"second file"


def test_a_file_in_use_says_to_close_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> int:
        raise PermissionError

    (tmp_path / "form.docx").write_bytes(b"x")
    with Inbox([tmp_path / "form.docx"]) as inbox:
        monkeypatch.setattr("os.open", denied)
        with pytest.raises(DocgenError, match="open in another program"):
            inbox.read(inbox.sources[0])


@pytest.mark.skipif(os.name != "posix", reason="only POSIX knows of owners and others")
def test_only_the_owner_can_read_what_is_written(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        put(tmp_path / "a.docx", b"x")
        path = kept(tmp_path).path
    finally:
        os.umask(before)
    assert [(tmp_path / "a.docx").stat().st_mode & 0o777, path.stat().st_mode & 0o777] == [0o600, 0o600]
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_write_that_fails_leaves_neither_half_a_file_nor_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path / "a.docx", b"x", synced=True)
    assert list(tmp_path.iterdir()) == []


# --- weighing --------------------------------------------------------------------------------------------


def returned(
    case: str | None = "C1", grade: str | None = "good", toolkit: str = "T", sha: str = "b", *queries: Query
) -> Return:
    values = {"case_ref": case, "date_filed": "2014-10-09", "grade": grade}
    answers = tuple(Answer(name, value, State.ANSWERED if value else State.BLANK) for name, value in values.items())
    return Return("new.docx", sha * 64, identity=Identity("fw", "1", "case", toolkit), answers=answers, queries=queries)


def earlier(case: str, toolkit: str = "T", sha: str = "a", digest: str = "") -> Receipt:
    return Receipt(sha * 16, sha * 64, "old.docx", Standing.ACCEPTED, "fw", "1", "case", toolkit, case, digest)


def rules(verdict: Verdict) -> list[str]:
    return [query.rule for query in verdict.returned.queries]


def test_a_later_version_of_the_same_copy_and_case_replaces_the_earlier() -> None:
    verdict = judge(returned("C1"), FORM, None, [earlier("c1 ")], "read", NOW)
    assert verdict.replaces == (earlier("c1 "),)
    assert rules(verdict) == []


def test_an_earlier_version_without_a_case_is_replaced() -> None:
    assert judge(returned("C1"), FORM, None, [earlier("")], "read", NOW).replaces == (earlier(""),)


def test_a_copy_that_was_used_for_another_case_replaces_nothing_and_is_asked_about() -> None:
    verdict = judge(returned("C2"), FORM, None, [earlier("C1")], "read", NOW)
    assert verdict.replaces == ()
    assert rules(verdict) == ["toolkit-used-twice"]
    assert "case C1, in old.docx" in verdict.returned.queries[0].message


def test_a_version_that_lost_its_case_never_replaces_one_that_has_it() -> None:
    assert judge(returned(None), FORM, None, [earlier("C1")], "read", NOW).replaces == ()


def test_a_return_that_lost_its_case_is_of_the_case_that_the_copy_was_issued_for() -> None:
    issued = Toolkit("T", "fw", "1", "case", "C1")
    verdict = judge(returned(None), FORM, issued, [earlier("C1")], "read", NOW)
    assert (verdict.receipt.case, len(verdict.replaces)) == ("C1", 1)


def test_a_copy_that_comes_back_for_another_case_than_it_was_issued_for_is_asked_about() -> None:
    issued = Toolkit("T", "fw", "1", "case", "C1")
    assert rules(judge(returned("C2"), FORM, issued, [], "read", NOW)) == ["toolkit-other-case"]


def test_the_same_case_on_two_copies_is_asked_about_and_both_are_kept() -> None:
    verdict = judge(returned("C1", toolkit="U"), FORM, None, [earlier("C1")], "read", NOW)
    assert verdict.replaces == ()
    assert rules(verdict) == ["case-returned-twice"]


def test_two_returns_without_a_toolkit_are_never_taken_for_the_same_copy() -> None:
    assert judge(returned("C1", toolkit=""), FORM, None, [earlier("", toolkit="")], "read", NOW).replaces == ()


def test_a_later_version_that_says_the_same_says_so() -> None:
    first = judge(returned("C1", sha="a"), FORM, None, [], "read", NOW)
    second = judge(returned("C1", sha="b"), FORM, None, [first.receipt], "read", NOW)
    third = judge(returned("C1", grade="met", sha="c"), FORM, None, [first.receipt], "read", NOW)
    assert second.note == "Its answers are the same as before."
    assert third.note == ""


def test_the_receipt_says_case_day_and_key() -> None:
    receipt = judge(returned("C1"), FORM, None, [], "read", NOW).receipt
    assert (receipt.case, receipt.day, receipt.key, receipt.received) == ("C1", "2014-10-09", "b" * 16, NOW)


ERROR = Query("r", Severity.ERROR, "m", "f")
URGENT = Query("r", Severity.URGENT, "m", "f")


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (ERROR, "read", Standing.ACCEPTED),
        (ERROR, "no-errors", Standing.QUERIED),
        (URGENT, "no-errors", Standing.ACCEPTED),
        (ERROR, "by-hand", Standing.QUERIED),
        (URGENT, "by-hand", Standing.READ),
    ],
)
def test_open_queries_hold_a_return_only_where_the_settings_want_that(
    query: Query, accept: str, expected: Standing
) -> None:
    assert judge(returned("C1", "good", "T", "b", query), FORM, None, [], accept, NOW).receipt.standing is expected


@pytest.mark.parametrize(
    ("queries", "accept", "why"),
    [
        ((), "read", "No answer is doubtful (accept: read)."),
        ((ERROR, ERROR), "no-errors", "2 errors are open (accept: no-errors)."),
        ((ERROR,), "by-hand", "1 error is open (accept: by-hand)."),
        ((), "by-hand", "Waits for a person (accept: by-hand)."),
    ],
)
def test_it_is_said_why_a_return_stands_where_it_does(queries: tuple[Query, ...], accept: str, why: str) -> None:
    assert judge(returned("C1", "good", "T", "b", *queries), FORM, None, [], accept, NOW).why == why


@pytest.mark.parametrize("accept", ["read", "no-errors", "by-hand"])
def test_a_doubtful_answer_holds_a_return_whatever_the_settings(accept: str) -> None:
    doubt = Answer("grade", None, State.DOUBTFUL, doubt="two grades are marked", candidates=("good", "met"))
    sent = Return("new.docx", "b" * 64, identity=Identity("fw", "1", "case", "T"), answers=(doubt,), queries=(ERROR,))
    assert judge(sent, FORM, None, [], accept, NOW).receipt.standing is Standing.DOUBTFUL
