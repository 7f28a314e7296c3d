"""What a reader sees and hears in a PDF form, one line a thing, for goldens that a person can review.

    title: National audit: Case audit
    bookmark: 1 Case details, page 1
    page 1
      1a
      Case reference *
      [text case_ref “1a Case reference” required]
      [box law_type=public “1c Law type: Public law” ☐]

The lines of a page come in the order in which they are drawn, then its fields in the order of the Tab key.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

from tests.forms.pdf.made import name_of

_REQUIRED, _MANY = 2, 4096


def outline(data: bytes) -> str:
    """The outline of a PDF form: what it says of itself, its bookmarks, and page by page its lines and fields."""
    reader = PdfReader(io.BytesIO(data))
    lines = [f"{key[1:]}: {value}" for key, value in (reader.metadata or {}).items()]
    lines.append(f"language: {reader.root_object['/Lang']}")
    for entry in reader.outline:
        assert not isinstance(entry, list)
        lines.append(f"bookmark: {entry.title}, page {(reader.get_destination_page_number(entry) or 0) + 1}")
    for number, page in enumerate(reader.pages, start=1):
        lines.append(f"page {number}")
        lines += [f"  {line.strip()}" for line in page.extract_text().splitlines() if line.strip()]
        lines += [f"  {field}" for field in _fields(page)]
    return "\n".join(lines) + "\n"


def _fields(page: Any) -> Iterator[str]:
    for reference in page["/Annots"]:
        widget = reference.get_object()
        if widget["/F"] & 2:
            yield f"[hidden {name_of(widget)} {widget['/V']}]"
            continue
        said = f"{name_of(widget)} “{widget['/TU']}”"
        if widget["/FT"] == "/Btn":
            yield f"[box {said} {'☒' if widget['/AS'] == '/Yes' else '☐'}]"
            continue
        flags = widget["/Ff"]
        kind = "list" if widget["/FT"] == "/Ch" else "lines" if flags & _MANY else "text"
        options = " | ".join(pair[1] for pair in widget.get("/Opt", ()))
        said += " required" if flags & _REQUIRED else ""
        said += f": {options}" if options else ""
        said += f" = {str(widget['/V'])!r}" if "/V" in widget else ""
        yield f"[{kind} {said}]"
