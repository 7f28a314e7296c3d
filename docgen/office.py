"""LibreOffice as a converter, where it is installed: files of other programs into Word or Excel files, these into PDF.

LibreOffice is run apart: with a profile of its own in a folder that is thrown away, without macros, without fetching
what a document points to, for a limited time, and ended with everything that it has started.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from docgen.model import DocgenError, Place, Query, Severity

SECONDS = 60.0
PRINTING = 180.0
"""How long a conversion may take, and one into PDF, unless somebody says otherwise."""
TARGETS = {".doc": ".docx", ".rtf": ".docx", ".odt": ".docx", ".xls": ".xlsx", ".ods": ".xlsx"}
"""What LibreOffice makes of a file, by the ending that stands for its kind."""
_FILTERS = {".docx": "docx:MS Word 2007 XML", ".xlsx": "xlsx:Calc MS Excel 2007 XML"}
PDF = {
    ".docx": 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}',
    ".xlsx": 'pdf:calc_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}',
}
"""What a kind of file is turned into PDF by: with tags for screen readers, headings as bookmarks."""
_USUAL = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
)
_PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>1</value></prop></item>
</oor:items>
"""
"""Macros never run, links are never followed and never brought up to date."""


def program() -> str:
    """LibreOffice on this machine; empty where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _USUAL if Path(path).is_file()), "")


def converted(data: bytes, ending: str, soffice: str, scratch: Path | None = None, seconds: float = SECONDS) -> bytes:
    """The file as a Word or Excel file; empty where LibreOffice could not convert it in time.

    `ending` is one of TARGETS; `scratch` is the folder in which a folder for this one conversion is made. Raises
    OSError where that cannot be written.
    """
    target = TARGETS[ending]
    return _convert(data, ending, _FILTERS[target], target, soffice, scratch, seconds)[0]


def to_pdf(source: Path, seconds: float = PRINTING) -> bytes:
    """A Word document or workbook as PDF.

    Raises DocgenError for any other kind of file, where there is no LibreOffice, where it takes too long, and where it
    cannot read the file.
    """
    ending = source.suffix.lower()
    if ending not in PDF:
        raise _refusal(source, "Only .docx and .xlsx can be turned into PDF.", "Save it as one of these.")
    soffice = program()
    if not soffice:
        raise _refusal(source, "There is no LibreOffice on this computer.", "Install it, or save the file by hand.")
    data, in_time = _convert(source.read_bytes(), ending, PDF[ending], ".pdf", soffice, None, seconds)
    if not in_time:
        message = f"LibreOffice needed more than {seconds:.0f} seconds and was stopped."
        raise _refusal(source, message, "Close other programs and try again, or save the file by hand.")
    if not data:
        raise _refusal(source, "LibreOffice could not read this file.", "Open it, save it anew, and try again.")
    return data


def _refusal(source: Path, message: str, fix: str) -> DocgenError:
    return DocgenError(Query("office", Severity.ERROR, message, fix, where=Place(str(source))))


def _convert(
    data: bytes, ending: str, filter: str, suffix: str, soffice: str, scratch: Path | None, seconds: float
) -> tuple[bytes, bool]:
    """The file as LibreOffice saves it, empty where it could not, and whether it came to its end in time."""
    with tempfile.TemporaryDirectory(prefix="docgen-", dir=scratch, ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()  # LibreOffice knows its profile by a URL, which no relative path has
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (folder / "out").mkdir()
        (folder / f"form{ending}").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        quiet = ("--headless", "--norestore", "--nolockcheck")
        source, out = str(folder / f"form{ending}"), str(folder / "out")
        command = [soffice, profile, *quiet, "--convert-to", filter, "--outdir", out, source]
        in_time = _run(command, folder, seconds)
        made = folder / "out" / f"form{suffix}"
        return made.read_bytes() if made.is_file() else b"", in_time


def _run(command: list[str], folder: Path, seconds: float) -> bool:
    """Run a program and wait for it, but not for long; it ends with all that it has started. Whether it was in time."""
    nowhere = subprocess.DEVNULL
    proxy = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    environment = {**os.environ, **proxy, "TMPDIR": str(folder), "TMP": str(folder), "TEMP": str(folder)}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        process = subprocess.Popen(
            command, stdin=nowhere, stdout=nowhere, stderr=nowhere, env=environment, creationflags=flags
        )
        job = _job(process)
        try:
            return _waited(process, seconds)
        finally:
            _close(job)
            process.kill()
            process.wait()
    process = subprocess.Popen(
        command, stdin=nowhere, stdout=nowhere, stderr=nowhere, env=environment, start_new_session=True
    )
    try:
        return _waited(process, seconds)
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _waited(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether a program has come to its end in time."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


# --- Windows: a job object, with which everything ends that LibreOffice has started ------------------------------


def _job(process: subprocess.Popen[bytes]) -> int:
    """A job object that the process is in; 0 where there is none."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        job = kernel.CreateJobObjectW(None, None)
        if job and kernel.AssignProcessToJobObject(job, int(process._handle)):
            return int(job)
    return 0


def _close(job: int) -> None:
    """End everything that is in a job object, and the job itself."""
    if sys.platform == "win32" and job:
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.TerminateJobObject.argtypes = (wintypes.HANDLE, wintypes.UINT)
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        kernel.TerminateJobObject(job, 1)
        kernel.CloseHandle(job)
