"""Zips and e-mails, one within the other: each file in them has a path of its own, and limits stop what is too much."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections import deque
from email.message import EmailMessage
from pathlib import Path

import pytest

from docgen.intake import Bounds, Inbox, Passed, Source, mail

FORM = b"a form"


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(zipfile.ZipInfo(name.replace("__", "/"), (2026, 11, 20, 12, 0, 0)), data)
    return stream.getvalue()


def mailed(*attached: tuple[str, bytes], text: str = "Dear all, here it is.", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "sam@example.org", "qa@example.org", "The form"
    message.set_content(text)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def read(folder: Path, bounds: Bounds | None = None, passwords: tuple[str, ...] = ()) -> dict[str, str | bytes]:
    """The path of every file below the folder → its bytes, or the rule by which it was passed over."""
    found: dict[str, str | bytes] = {}
    with Inbox([folder], bounds=bounds, passwords=passwords) as inbox:
        todo: deque[Source | Passed] = deque([*inbox.passed, *inbox.sources])
        while todo:
            one = todo.popleft()
            name = one.name.removeprefix(folder.as_posix() + "/")
            if isinstance(one, Passed):
                found[name] = one.query.rule
                continue
            data = inbox.read(one)
            inner = inbox.inside(one, data, lambda name, data: mail.parts(data))
            if inner is None:
                found[name] = data
            else:
                todo.extendleft(reversed(inner))
    return found


def send(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def test_a_form_in_a_zip_in_an_e_mail_in_a_zip_has_a_path_of_its_own(tmp_path: Path) -> None:
    inner = mailed(("forms.zip", zipped(**{"form.docx": FORM})), ("second.docx", FORM))
    send(tmp_path, post__zip=zipped(**{"inner.eml": inner}))
    assert read(tmp_path) == {
        "post.zip › inner.eml › forms.zip › form.docx": FORM,
        "post.zip › inner.eml › second.docx": FORM,
    }


def test_a_container_is_known_by_what_it_is_and_not_by_its_name(tmp_path: Path) -> None:
    send(tmp_path, a__docx=mailed(("form.docx", FORM)), b__bin=zipped(**{"form.docx": FORM}))
    assert read(tmp_path) == {"a.docx › form.docx": FORM, "b.bin › form.docx": FORM}


def test_what_lies_deeper_than_the_limit_is_refused_by_name(tmp_path: Path) -> None:
    send(tmp_path, a__zip=zipped(**{"b.zip": zipped(**{"c.zip": zipped(**{"d.docx": FORM})})}))
    assert read(tmp_path, Bounds(depth=3)) == {"a.zip › b.zip › c.zip › d.docx": FORM}
    assert read(tmp_path, Bounds(depth=2)) == {"a.zip › b.zip › c.zip": "archive-in-archive"}


def test_an_office_file_is_no_container(tmp_path: Path) -> None:
    files = {"form.docx": zipped(**{"[Content_Types].xml": b"<x/>"}), "form.odt": zipped(mimetype=b"application/x")}
    send(tmp_path, **{name.replace(".", "__"): data for name, data in files.items()})
    assert read(tmp_path) == files


def test_the_number_of_files_is_counted_over_all_levels(tmp_path: Path) -> None:
    inner = {f"{n}.zip": zipped(a=FORM, b=FORM, c=FORM) for n in range(3)}
    send(tmp_path, post__zip=zipped(**inner))
    found = read(tmp_path, Bounds(members=8))
    assert list(found.values()).count(FORM) == 5
    assert list(found.values()).count("archive-too-large") == 4


def test_the_bytes_of_all_levels_are_counted(tmp_path: Path) -> None:
    inner = {name: zipped(a=name.encode() * 500) for name in ("1.zip", "2.zip")}
    send(tmp_path, post__zip=zipped(**inner))
    found = read(tmp_path, Bounds(archive=8000))
    assert found == {"post.zip › 1.zip › a": b"1.zip" * 500, "post.zip › 2.zip › a": "archive-too-large"}


@pytest.mark.parametrize("lost", ["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
def test_a_form_that_has_lost_a_part_is_one_file_and_no_archive_of_its_parts(tmp_path: Path, lost: str) -> None:
    parts = {"[Content_Types].xml": b"<a/>", "_rels/.rels": b"<a/>", "word/document.xml": b"<a/>"}
    form = zipped(**{"x" if name == lost else name: data for name, data in parts.items()})
    assert read(send(tmp_path, form__docx=form)) == {"form.docx": form}


def test_an_empty_zip_is_said_to_be_one(tmp_path: Path) -> None:
    assert read(send(tmp_path, empty__zip=zipped())) == {"empty.zip": "ignored"}


# --- zips as programs write them -------------------------------------------------------------------------


class Pipe(io.BytesIO):
    """A stream that cannot be wound back, for which zips are written with data descriptors."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


def test_a_zip_as_sharepoint_streams_it_is_read(tmp_path: Path) -> None:
    stream = Pipe()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
        made.open("Übersicht.docx", "w", force_zip64=True) as one,
    ):
        one.write(FORM)
    assert stream.getvalue()[6] & 8
    assert read(send(tmp_path, sent__zip=stream.getvalue())) == {"sent.zip › Übersicht.docx": FORM}


def test_a_name_in_utf_8_that_does_not_say_so_is_read_as_it_was_written(tmp_path: Path) -> None:
    data = zipped(**{"Übersicht.docx": FORM})
    plain = bytearray(data)
    for at in (6, data.index(b"PK\x01\x02") + 8):
        flags = int.from_bytes(plain[at : at + 2], "little") & ~0x800
        plain[at : at + 2] = flags.to_bytes(2, "little")
    assert read(send(tmp_path, mac__zip=bytes(plain))) == {"mac.zip › Übersicht.docx": FORM}


def overlapping(count: int) -> bytes:
    """A zip whose members all share one stretch of packed bytes (David Fifield, 2019; CVE-2024-0450)."""
    data = b"0" * 2**20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    crc = zlib.crc32(data)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), len(data), 1, 0) + b"a" + packed
    entries = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(packed), len(data), 6, 0, 0, 0, 0, 0, 0)
        + f"{n:06}".encode()
        for n in range(count)
    )
    return local + entries + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(local), 0)


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    assert read(send(tmp_path, bomb__zip=overlapping(100))) == {"bomb.zip": "archive-unsafe"}


def test_a_directory_of_a_million_members_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(*_: object) -> None:
        raise AssertionError("the directory is read")

    monkeypatch.setattr(zipfile, "ZipFile", too_late)
    send(tmp_path, many__zip=overlapping(60_000))
    assert read(tmp_path) == {"many.zip": "archive-too-large"}


def test_a_document_of_pages_is_one_file(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("Index/Document.iwa", b"x")
        archive.writestr("preview.jpg", b"x")
    send(tmp_path, form__zip=data.getvalue(), form__pages=data.getvalue())
    assert read(tmp_path) == {"form.pages": data.getvalue(), "form.zip": data.getvalue()}


def test_a_zip_with_a_password_is_opened_with_it_and_else_said(tmp_path: Path) -> None:
    data = bytes.fromhex(LOCKED)
    send(tmp_path, locked__zip=data)
    assert read(tmp_path) == {"locked.zip › a.txt": "password"}
    assert read(tmp_path, passwords=("wrong", "letmein")) == {"locked.zip › a.txt": b"secret text"}


@pytest.mark.skipif(not shutil.which("zip"), reason="needs Info-ZIP")
@pytest.mark.parametrize("code", ["utf-8", "cp1252", "cp437"])
def test_a_password_is_tried_in_the_spelling_of_every_program(tmp_path: Path, code: str) -> None:
    (tmp_path / "a.txt").write_text("secret text", encoding="utf-8")
    key = "Räuber 7".encode(code)
    subprocess.run(["zip", "-q", "-P", key, "locked.zip", "a.txt"], cwd=tmp_path, check=True)
    (tmp_path / "a.txt").unlink()
    assert read(tmp_path, passwords=("Räuber 7",)) == {"locked.zip › a.txt": b"secret text"}


def test_a_zip_with_aes_says_what_to_do_whatever_passwords_there_are(tmp_path: Path) -> None:
    data = bytearray(bytes.fromhex(LOCKED))
    for at in (8, data.find(b"PK\x01\x02") + 10):
        data[at : at + 2] = (99).to_bytes(2, "little")
    send(tmp_path, locked__zip=bytes(data))
    with Inbox([tmp_path], passwords=("letmein",)) as inbox:
        (passed,) = inbox.passed
    assert passed.query.rule == "password"
    assert "AES" in passed.query.message
    assert "Unpack the archive" in passed.query.fix


LOCKED = (
    "504b03040a0009000000b27e745dec1a2122170000000b00000005001c00612e7478745554090003ff6c006bff6c006b7578"
    "0b0001040000000004000000001ea3ed3f311d0aefcdd85bc8a9a1f3a1127889ea68cfda504b0708ec1a2122170000000b00"
    "0000504b01021e030a0009000000b27e745dec1a2122170000000b000000050018000000000001000000a48100000000612e"
    "7478745554050003ff6c006b75780b000104000000000400000000504b050600000000010001004b000000660000000000"
)
"""One small file, packed with the password “letmein” by Info-ZIP 3.0."""


# --- e-mails ---------------------------------------------------------------------------------------------


def test_pictures_in_the_text_are_ignored_and_attached_ones_are_not(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "sam@example.org", "The form"
    message.set_content("See below.")
    message.add_alternative("<img src='cid:logo'>", subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<logo>", filename="logo.png")  # type: ignore[index,union-attr]
    message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="page 1.jpg")
    send(tmp_path, a__eml=message.as_bytes())
    assert read(tmp_path) == {"a.eml › logo.png": "ignored", "a.eml › page 1.jpg": b"\xff\xd8\xff"}


def test_a_forwarded_e_mail_is_opened_in_its_turn(tmp_path: Path) -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "kim@example.org", "Re: audit"
    inner.set_content("Here.")
    inner.add_attachment(FORM, maintype="application", subtype="octet-stream", filename="form.docx")
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "sam@example.org", "Fwd"
    outer.set_content("Look.")
    outer.add_attachment(inner)
    assert read(send(tmp_path, a__eml=outer.as_bytes())) == {"a.eml › Re: audit.eml › form.docx": FORM}


def test_an_e_mail_without_a_file_asks_for_one(tmp_path: Path) -> None:
    assert read(send(tmp_path, a__eml=mailed())) == {"a.eml": "mail-empty"}


def test_an_attached_file_without_a_name_is_taken_by_its_kind(tmp_path: Path) -> None:
    data = mailed(("x", FORM)).replace(b' filename="x"', b"").replace(b"application/octet-stream", b"application/pdf")
    assert read(send(tmp_path, a__eml=data)) == {"a.eml › attachment 1.pdf": FORM}


def test_a_name_in_another_alphabet_is_shown_as_it_was_meant(tmp_path: Path) -> None:
    data = mailed(("x", FORM)).replace(b'filename="x"', b'filename="=?utf-8?b?w5xiZXJzaWNodC5kb2N4?="')
    assert read(send(tmp_path, a__eml=data)) == {"a.eml › Übersicht.docx": FORM}


def test_a_sealed_e_mail_says_what_to_do(tmp_path: Path) -> None:
    data = b"From: a@example.org\nSubject: x\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nMIAG"
    assert read(send(tmp_path, a__eml=data)) == {"a.eml › smime.p7m": "mail-sealed"}


def test_an_e_mail_of_a_thousand_levels_is_refused(tmp_path: Path) -> None:
    data = b"From: a@example.org\nSubject: x\n"
    for n in range(1000):
        data += b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n)
    assert read(send(tmp_path, a__eml=data + b"\n\nx")) == {"a.eml": "mail-unsafe"}


def test_an_e_mail_that_is_too_large_is_refused_with_the_limit(tmp_path: Path) -> None:
    send(tmp_path, a__eml=mailed(("form.docx", b"x" * 2**20)))
    assert read(tmp_path, Bounds(mail=2**20)) == {"a.eml": "mail-too-large"}


@pytest.mark.parametrize(
    "text", [b"Dear all,\nFrom: here", b"", b"PK", b"%PDF-1.7", b"name: x\nvalue: y", b"\x00" * 99]
)
def test_what_only_resembles_an_e_mail_is_none(text: bytes) -> None:
    assert not mail.is_mail(text)


# --- names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.docx", "/etc/passwd", "C:\\evil.docx", "..\\..\\evil.docx", "CON", "nul.docx", "LPT1.docx.",
        "a" * 5000 + ".docx",
        "cod\u202exe.docx", "a\nb.docx", "\x1b[31m.docx", "form.docx::$DATA", "a\x00b.docx", " . ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["zip", "eml"])
def test_a_hostile_name_is_only_shown_and_never_used(tmp_path: Path, kind: str, name: str) -> None:
    (tmp_path / "in").mkdir()
    if kind == "zip":
        made = zipped(**{"x" * len(name.encode()): FORM}).replace(b"x" * len(name.encode()), name.encode())
    else:
        made = mailed(("placeholder", FORM)).replace(b'"placeholder"', b'"' + name.encode() + b'"')
    found = read(send(tmp_path / "in", **{f"post__{kind}": made}))
    assert len(found) == 1
    ((shown, data),) = found.items()
    assert isinstance(data, bytes) or data in ("ignored", "mail-empty", "archive-unreadable")
    assert len(shown) < 250
    assert not set("\n\x1b\u202e\x00") & set(shown)
    assert [path.name for path in tmp_path.rglob("*")] == ["in", f"post.{kind}"]
