"""What a file is that is no form, by its first bytes and never by its name; and what to ask the sender for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

SEND_FORM = "Ask the sender for the form itself, filled in: the file as it was sent out, not another kind of file."
SAVE_PLAIN = (
    "Ask the sender to open the form, save it under a new name as “Word Document (.docx)” or, if it is a workbook, "
    "as “Excel Workbook (.xlsx)”, and send that."
)
_PICTURE = (
    "Ask the sender for the form itself, filled in. If it was filled in on paper, somebody must copy the answers into "
    "it: docgen does not read handwriting."
)
_MESSAGE = "Open the message in Outlook, save the attached form (File, Save Attachments), and take that in."
_WINMAIL = "Ask the sender to send the form again as HTML or plain text, or put into a zip, not as Rich Text."
_UNPACK = "Unpack it and take in the files, or ask for a .zip."
_FROM_CLOUD = (
    "It only points to a file in the cloud. Open it there, download it as a Word or Excel file, and take that in."
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Kind(NamedTuple):
    """What a file is, what to do, and the ending by which LibreOffice knows it where it can convert it."""

    what: str
    fix: str = SEND_FORM
    ending: str = ""


_STARTS = (
    (b"%PDF", Kind("a PDF file")),
    (b"{\\rtf", Kind("a Rich Text file (.rtf)", SAVE_PLAIN, ".rtf")),
    (b"\x89PNG", Kind("a picture (.png)", _PICTURE)),
    (b"\xff\xd8\xff", Kind("a picture (.jpg)", _PICTURE)),
    (b"GIF8", Kind("a picture (.gif)", _PICTURE)),
    (b"BM", Kind("a picture (.bmp)", _PICTURE)),
    (b"II*\0", Kind("a scanned picture (.tif)", _PICTURE)),
    (b"MM\0*", Kind("a scanned picture (.tif)", _PICTURE)),
    (b"Rar!", Kind("an archive (.rar)", _UNPACK)),
    (b"7z\xbc\xaf", Kind("an archive (.7z)", _UNPACK)),
    (b"\x1f\x8b", Kind("an archive (.gz)", _UNPACK)),
    (b"\x78\x9f\x3e\x22", Kind("what Outlook wraps attachments in (winmail.dat)", _WINMAIL)),
    (b"BEGIN:VCALENDAR", Kind("an entry of a calendar (.ics)")),
    (b"[InternetShortcut]", Kind("a link (.url)", _FROM_CLOUD)),
    (b"PK\x05\x06", Kind("an empty archive")),
    (b"PK\x07\x08", Kind("a split archive", _UNPACK)),
    (b"MZ", Kind("a program")),
    (b"\x7fELF", Kind("a program")),
    (b"From ", Kind("an e-mail")),
    (b"Received:", Kind("an e-mail")),
    (b"MIME-Version:", Kind("an e-mail")),
)
_OLD_KINDS = (
    ("EncryptedPackage", Kind("a file with a password")),
    ("WordDocument", Kind("a Word document of the old kind (.doc)", SAVE_PLAIN, ".doc")),
    ("Workbook", Kind("an Excel workbook of the old kind (.xls)", SAVE_PLAIN, ".xls")),
    ("Book", Kind("an Excel workbook of the old kind (.xls)", SAVE_PLAIN, ".xls")),
    ("PowerPoint Document", Kind("a presentation of the old kind (.ppt)")),
    ("__properties_version1.0", Kind("an Outlook message (.msg)", _MESSAGE)),
    ("VisioDocument", Kind("a drawing (.vsd)")),
)
_PICTURES = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
_OPEN_DOCUMENT = (
    (b"opendocument.text", Kind("an OpenDocument text (.odt)", SAVE_PLAIN, ".odt")),
    (b"opendocument.spreadsheet", Kind("an OpenDocument spreadsheet (.ods)", SAVE_PLAIN, ".ods")),
    (b"", Kind("an OpenDocument file", SAVE_PLAIN)),
)


_ROOT = 4096
"""So far the names reach that the root of an XML file has."""
_XML = (
    (b"schemas.microsoft.com/office/2006/xmlPackage", Kind("a Word document saved as “Word XML Document”", SAVE_PLAIN)),
    (b"schemas.microsoft.com/office/word/2003/wordml", Kind("a Word document saved as “Word 2003 XML”", SAVE_PLAIN)),
    (b"urn:schemas-microsoft-com:office:spreadsheet", Kind("a workbook saved as “XML Spreadsheet 2003”", SAVE_PLAIN)),
    (b"vnd.oasis.opendocument.text", Kind("a flat OpenDocument text (.fodt)", SAVE_PLAIN)),
    (b"vnd.oasis.opendocument.spreadsheet", Kind("a flat OpenDocument spreadsheet (.fods)", SAVE_PLAIN)),
)
"""What stands in the root of files that office programs save as one piece of XML."""
_EXPORT = "Ask the sender to export it (File, Export To, Word or Excel), and to send that file."


def apple_document(names: Iterable[str]) -> Kind | None:
    """That a zip is a document of a program by Apple, by its members in lower case; None where it is none."""
    if any(name.endswith(".iwa") for name in names):
        return Kind("a document of Pages or Numbers, by Apple", _EXPORT)
    return None


def is_old_office(data: bytes) -> bool:
    """Whether a file is of the kind that Office wrote before 2007, and still writes what is locked in (MS-CFB)."""
    return data.startswith(_OLD_OFFICE)


def is_locked(data: bytes) -> bool:
    """Whether a file is an office document with a password, or with rights management (MS-OFFCRYPTO 2.3.4)."""
    return is_old_office(data) and "EncryptedPackage".encode("utf-16-le") in data


def is_managed(data: bytes) -> bool:
    """Whether what locks a file is rights management, such as that of a sensitivity label (MS-OFFCRYPTO 1.3.2)."""
    names = ("DRMEncryptedDataSpace", "\tDRMContent")
    return is_old_office(data) and any(name.encode("utf-16-le") in data for name in names)


def convertible(data: bytes) -> str:
    """The ending by which LibreOffice knows a file that it can convert into a form; empty for any other file.

    An OpenDocument file begins with its type, which is not packed (OpenDocument 1.3 part 2, 3.3).
    """
    if data.startswith(b"PK\x03\x04"):
        kind = open_document(data[38:128]) if data[30:38] == b"mimetype" else None
    else:
        kind = kind_of(data)
    return kind.ending if kind else ""


def kind_of(data: bytes) -> Kind | None:
    """What a file is that is neither a zip nor a form; None where nothing tells."""
    if data.startswith(_OLD_OFFICE):
        found = (kind for stream, kind in _OLD_KINDS if stream.encode("utf-16-le") in data)
        return next(found, Kind("a file of the old Office kind", SAVE_PLAIN))
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[4:8] == b"ftyp":
        return (
            Kind("a picture of a telephone (.heic)", _PICTURE) if data[8:12] in _PICTURES else Kind("a film", _PICTURE)
        )
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind("a picture (.webp)", _PICTURE)
    return _of_text(data)


def open_document(mime: bytes) -> Kind | None:
    """Which kind of OpenDocument a zip is, by its part `mimetype` (OpenDocument 1.3 part 2, 3.3)."""
    if not mime.startswith(b"application/vnd.oasis"):
        return None
    return next(kind for word, kind in _OPEN_DOCUMENT if word in mime)


def _of_text(data: bytes) -> Kind | None:
    """What a file is that may be text."""
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head:
        return Kind("a web page (.html)")
    if head.startswith(b"<"):
        found = (kind for words, kind in _XML if words in data[:_ROOT])
        return next(found, Kind("a web page or an XML file"))
    if head.startswith(b"{") and b'"doc_id"' in head:
        return Kind("a link to a Google document (.gdoc)", _FROM_CLOUD)
    if b"\0" in data[:4096]:
        return None
    try:
        text = data[:4096].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(data[:4096]) - 4:
            return None
        text = data[: error.start].decode("utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    for sign in (",", ";", "\t"):
        if len(lines) > 1 and lines[0].count(sign) > 1 and lines[1].count(sign) == lines[0].count(sign):
            fix = "If it is a list of responses to a questionnaire: docgen ingest FILE --mapping MAPPING"
            return Kind("a list (.csv)", fix)
    return Kind("a plain text file (.txt)") if text.isprintable() or lines else None
