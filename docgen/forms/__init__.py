"""Formats of form: each draws the controls and hands back marks. None decides anything.

The room's door is the same for all of them: a form is compiled into a format and copied, a returned file is opened
whatever its format is, and read against the blank of its form in that format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from docgen.forms.vet import LIMITS, Limits
from docgen.marks import Carrier, Marks, Outline
from docgen.model import Form, Framework, Value


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the ending of its files, and the template that staff restyle, where it has one."""

    name: str
    suffix: str
    template: str = ""


FORMATS = {
    one.name: one
    for one in (
        Format("word", ".docx", "toolkit.docx"),
        Format("excel", ".xlsx", "toolkit.xlsx"),
        Format("pdf", ".pdf"),
    )
}


class Compiled(Protocol):
    """A form ready to be copied."""

    def copy(self, toolkit: str, values: Mapping[str, Value] = {}) -> bytes:
        """One document with this toolkit id and these answers; the same input makes the same bytes.

        Raises DocgenError for an id that is none, a field that copies may not fill, and a value that it cannot hold.
        """
        ...


class Opened(Protocol):
    """A returned form that could be opened, whatever its format."""

    @property
    def format(self) -> str:
        """The name of its format."""
        ...

    @property
    def editor(self) -> str:
        """The program that saved it, by its own account; empty where it does not say."""
        ...

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        """What says which form it is a copy of."""
        ...

    def outline(self) -> Outline:
        """What it shows of itself, for when no carrier says which form it is."""
        ...

    def marks(self, blank: Any) -> Marks:
        """What it says in terms of the form; `blank` comes from `blank_of` in the same format."""
        ...


def compile_toolkit(
    name: str, framework: Framework, form: Form, template: bytes, prefill: Sequence[str] = (), protect: bool = False
) -> Compiled:
    """The form in this format, ready for copies that may fill the fields named in `prefill`.

    `protect` is for Word, in which people can otherwise type anywhere. Raises DocgenError where the template
    cannot be used, or the form has no such field.
    """
    if name == "excel":
        from docgen.forms import excel

        return excel.compile_toolkit(framework, form, template, prefill)
    if name == "pdf":
        from docgen.forms import pdf

        return pdf.compile_toolkit(framework, form, prefill)
    from docgen.forms import word

    return word.compile_toolkit(framework, form, template, prefill, protect)


def open_form(data: bytes, name: str, limits: Limits = LIMITS, passwords: Sequence[str] = ()) -> Opened:
    """The file, vetted and parsed within the limits, by what it is and not by its name.

    `passwords` are those that a locked file may have. Raises DocgenError with one refusal where it is no readable form
    of any format.
    """
    if data.startswith(b'{"docgen": "response"'):
        from docgen.forms import response

        return response.open_form(data, name)
    if b"%PDF" in data[:1024]:
        from docgen.forms import pdf

        return pdf.open_form(data, name, passwords)
    from docgen.forms.locked import unlocked

    data = unlocked(data, name, passwords)
    if _is_workbook(data):
        from docgen.forms import excel

        return excel.open_form(data, name, limits)
    from docgen.forms import word

    return word.open_form(data, name, limits)


def blank_of(name: str, document: bytes) -> Any:
    """The form as its blank toolkit in this format shows it. Raises DocgenError where that cannot be read."""
    if name == "excel":
        from docgen.forms import excel

        return excel.blank_of(document)
    if name == "pdf":
        from docgen.forms import pdf

        return pdf.blank_of(document)
    from docgen.forms import word

    return word.blank_of(document)


def _is_workbook(data: bytes) -> bool:
    """Whether the directory of a zip, which stands at its end, lists the parts of a workbook and no Word document."""
    end = data.rfind(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little") if end >= 0 else 0
    directory = data[start:end].lower().replace(b"\\", b"/") if end >= 0 else b""
    parts = b"xl/workbook." in directory or b"workbook.xml" in directory
    return parts and b"word/document." not in directory
