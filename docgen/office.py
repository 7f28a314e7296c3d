"""LibreOffice as a converter, where it is installed: one file in, one out, in good time, in its own profile."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from docgen.model import DocgenError, Place, Query, Severity

SECONDS = 180.0
"""How long one conversion may take unless somebody says otherwise."""

PDF = {
    ".docx": 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}',
    ".xlsx": 'pdf:calc_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}',
}
"""What a kind of file is turned into PDF by: with tags for screen readers, headings as bookmarks."""

_NAMES = ("soffice", "libreoffice")
_USUAL = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def program() -> str:
    """Where LibreOffice is; empty where it is not."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), "")
    return found or next((path for path in _USUAL if Path(path).is_file()), "")


def to_pdf(source: Path, seconds: float = SECONDS) -> bytes:
    """A Word document or workbook as PDF. Raises DocgenError as `convert` does, and for any other kind of file."""
    target = PDF.get(source.suffix.lower())
    if target is None:
        raise _refusal(source, "Only .docx and .xlsx can be turned into PDF.", "Save it as one of these.")
    return convert(source, target, "pdf", seconds)


def convert(source: Path, target: str, suffix: str, seconds: float = SECONDS) -> bytes:
    """The file as LibreOffice saves it: `target` is what its --convert-to takes, `suffix` the ending of what comes out.

    Raises DocgenError where there is no LibreOffice, where it takes too long, and where it cannot read the file.
    """
    office = program()
    if not office:
        raise _refusal(source, "There is no LibreOffice on this computer.", "Install it, or save the file by hand.")
    with tempfile.TemporaryDirectory(prefix="docgen-") as scratch:
        folder = Path(scratch)
        copy = folder / f"file{source.suffix.lower()}"
        shutil.copyfile(source, copy)
        command = [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            target,
            "--outdir",
            str(folder / "out"),
            str(copy),
        ]
        if not _ran(command, seconds):
            message = f"LibreOffice needed more than {seconds:.0f} seconds and was stopped."
            raise _refusal(source, message, "Close other programs and try again, or save the file by hand.")
        made = folder / "out" / f"file.{suffix}"
        if not made.is_file():
            raise _refusal(source, "LibreOffice could not read this file.", "Open it, save it anew, and try again.")
        return made.read_bytes()


def _ran(command: list[str], seconds: float) -> bool:
    """Run a program and all that it starts, and end them together; whether it came to its end in time."""
    nothing = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            return False
        except BaseException:
            _end(process)
            raise
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _refusal(source: Path, message: str, fix: str) -> DocgenError:
    return DocgenError(Query("office", Severity.ERROR, message, fix, where=Place(str(source))))
