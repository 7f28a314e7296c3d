"""A PDF opened with pypdf, and everything in it that matters for a form as plain values.

pypdf reads what other programs write, faults included, and so it may stumble anywhere: whatever it raises ends in
one refusal. A widget is where a field shows on a page; a field may have several, or be one with its widget
(ISO 32000-1, 12.7.3).
"""

from __future__ import annotations

import hashlib
import html
import io
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from docgen.fields import same
from docgen.forms.carriers import of_words
from docgen.forms.pdf import vet
from docgen.forms.pdf.glance import Glance
from docgen.forms.pdf.identity import FOOTER
from docgen.forms.pdf.values import (
    as_dict,
    as_list,
    as_text,
    corners,
    full_name,
    in_lines,
    inherited,
    options,
    plain,
    stored,
)
from docgen.forms.vet import MEGABYTE
from docgen.model import DocgenError

if TYPE_CHECKING:
    from pypdf import PageObject

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it says of odd files is no news for the terminal

_FIRST = 3
"""So many pages are looked at to tell what a file is that does not say it otherwise."""
_TAG, _BREAK = re.compile(r"<[^<>]*>"), re.compile(r"(?i)</p\s*>\s*|<br\s*/?>")
_INHERITED = ("/FT", "/V", "/Ff", "/Opt", "/RV", "/I")


@dataclass(frozen=True, slots=True)
class Widget:
    """Where a field shows.

    page        its page from 1; 0 where it is on none
    rect        left, bottom, right, top in points
    state       what a box is set to show; empty where it does not say; `states` all it can show
    shows       the words that its appearance shows; None where it has none, or they cannot be told
    """

    page: int
    rect: tuple[float, float, float, float] | None = None
    state: str = ""
    states: frozenset[str] = frozenset()
    shows: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field by its full name.

    kind        Tx, Ch, Btn, Sig, or empty
    value       what it stores; None where it stores nothing
    options     of a list: what is stored → what is shown
    others      what else it stores for the same: a text with looks, the number of an entry, its value elsewhere
    """

    name: str
    kind: str
    value: str | None
    says: str
    options: Mapping[str, str]
    widgets: tuple[Widget, ...]
    trouble: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person put on a page: what it is, its words, who did it, where."""

    what: str
    text: str
    author: str
    page: int
    rect: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: a digest of what is drawn on it apart from fields, and how many pictures it has."""

    digest: str
    pictures: int


@dataclass(frozen=True, slots=True)
class Document:
    """All of a PDF that matters for a form.

    footers     the words with which its pages say which copy they are
    stale       the file asks that its fields be drawn anew, so what they show says nothing
    attached    the names of files that are attached
    """

    file: str
    info: Mapping[str, str]
    metadata: str
    fields: tuple[Field, ...]
    notes: tuple[Note, ...]
    sheets: tuple[Sheet, ...]
    footers: tuple[str, ...]
    stale: bool
    attached: tuple[str, ...]
    _pages: tuple[PageObject, ...] = field(repr=False, compare=False)
    _glance: Glance = field(repr=False, compare=False)

    def words(self, page: int) -> list[str] | None:
        """The lines of a page, without fields and notes; None where they cannot be told."""
        with _limited():
            return self._glance.page(self._pages[page - 1])

    def printed(self) -> str:
        """The copy that the words of the first pages name; empty where they name none."""
        return _named([line for page in range(len(self._pages[:_FIRST])) for line in self.words(page + 1) or ()])


def open_document(data: bytes, file: str, passwords: Sequence[str] = ()) -> Document:
    """The file, read. Raises DocgenError with one refusal where it is no PDF with fields that can be read.

    A file with a password is opened with the first of `passwords` that fits.
    """
    vet.vet(data, file)
    try:
        with _limited():
            return _Reading(data, file, passwords).document()
    except DocgenError:
        raise
    except MemoryError:
        vet.unsafe(file, "it would take more memory than there is")
    except Exception:
        # pypdf documents no closed set of errors for broken files; a file that breaks it cannot be trusted in part.
        vet.damaged(file)


@contextmanager
def _limited() -> Iterator[None]:
    """pypdf's own limits, brought down to what a form may need."""
    from pypdf import apply_configuration

    most = vet.LIMITS
    with apply_configuration(
        maximum_declared_stream_length=most.file,
        array_based_stream_maximum_output_length=most.stream,
        zlib_maximum_output_length=most.stream,
        lzw_maximum_output_length=most.stream,
        run_length_maximum_output_length=most.stream,
        stream_decoding_work_maximum_length=2 * most.stream,
        page_tree_maximum_entries=most.pages,
        form_fields_maximum_entries=most.fields,
        xmp_maximum_input_length=MEGABYTE,
        outline_maximum_entries=most.fields,
        stream_parsing_work_maximum_count=1_000_000,
        xform_maximum_invocations_per_extraction=500,
    ):
        yield


class _Reading:
    """One file on its way into values."""

    def __init__(self, data: bytes, file: str, passwords: Sequence[str]) -> None:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError

        self._file = file
        try:
            self._reader = PdfReader(io.BytesIO(data), strict=True)
            if self._reader.is_encrypted and not any(self._reader.decrypt(one) for one in ("", *passwords)):
                vet.encrypted(file)
        except DependencyError:
            vet.not_decrypted(file)
        except NotImplementedError:  # an encryption without passwords
            vet.managed(file)
        if len(self._reader.pages) > vet.LIMITS.pages:
            vet.unsafe(file, f"it has more than {vet.LIMITS.pages:,} pages")
        self._acro = as_dict(self._reader.root_object.get("/AcroForm"))
        self._seen: dict[str, list[tuple[Any, Widget]]] = {}
        self._notes: list[Note] = []
        self._count = 0
        self._glance = Glance()

    def document(self) -> Document:
        """Everything, page by page; then the fields that are on no page."""
        if "/XFA" in self._acro:
            vet.xfa(self._file)
        stale = bool(plain(self._acro.get("/NeedAppearances")))
        pages = list(self._reader.pages)
        for number, page in enumerate(pages, start=1):
            for annotation in as_list(page.get("/Annots")):
                self._annotation(as_dict(annotation), page, number, stale)
        for top in as_list(self._acro.get("/Fields")):
            self._tree(as_dict(top), 0)
        footers = tuple(dict.fromkeys(self._footers(pages)))
        if not self._seen:
            self._no_fields(pages, footers)
        return Document(
            self._file,
            {str(key)[1:]: as_text(value) for key, value in as_dict(self._reader.trailer.get("/Info")).items()},
            self._metadata(),
            tuple(self._field(name, found) for name, found in self._seen.items()),
            tuple(self._notes),
            tuple(_sheet(page) for page in pages),
            footers,
            stale,
            tuple(str(name) for name in self._reader.attachments) if "/Names" in self._reader.root_object else (),
            tuple(pages),
            self._glance,
        )

    def _annotation(self, annotation: Any, page: PageObject, number: int, stale: bool) -> None:
        """One thing on a page: a widget, or a person's note."""
        self._count += 1
        if self._count > vet.LIMITS.fields:
            vet.unsafe(self._file, f"it has more than {vet.LIMITS.fields:,} fields and notes")
        what = as_text(annotation.get("/Subtype"))[1:]
        if what == "Widget":
            node = annotation if "/T" in annotation else as_dict(annotation.get("/Parent")) or annotation
            drawn = as_dict(as_dict(annotation.get("/AP")).get("/N"))
            stream = hasattr(drawn, "get_data")
            widget = Widget(
                number,
                corners(annotation),
                as_text(annotation.get("/AS")).removeprefix("/"),
                frozenset() if stream else frozenset(str(name)[1:] for name in drawn),
                self._glance.piece(drawn, page) if stream and not stale else None,
            )
            self._seen.setdefault(full_name(node), []).append((node, widget))
        elif what and (text := self._noted(annotation, page, what)) is not None:
            self._notes.append(Note(what, text, as_text(annotation.get("/T")), number, corners(annotation)))

    def _noted(self, annotation: Any, page: PageObject, what: str) -> str | None:
        """What somebody wrote in a note, wherever the note keeps it; None for what is no note of anybody's.

        A window that pops up, and a link, say something of their own in rare cases only (ISO 32000-1, 12.5.6.2 and 5).
        """
        text = in_lines(as_text(annotation.get("/Contents"))).strip()
        if what in ("Link", "Popup"):
            around = in_lines(as_text(as_dict(annotation.get("/Parent")).get("/Contents"))).strip()
            return text if text and text != around else None
        rich = next(_with_looks(annotation.get("/RC")), "")
        if rich and same(rich) not in same(text):
            text = f"{text}\n{rich}".strip()
        if not text:
            drawn = as_dict(as_dict(annotation.get("/AP")).get("/N"))
            text = (self._glance.piece(drawn, page) or "").strip() if hasattr(drawn, "get_data") else ""
        return text or as_text(annotation.get("/OverlayText"))

    def _tree(self, node: Any, depth: int) -> None:
        """The fields below a node that were met on no page."""
        self._count += 1
        if depth > vet.LIMITS.depth or self._count > 2 * vet.LIMITS.fields:
            vet.unsafe(self._file, "its fields are nested too deeply, or in a circle")
        kids = [as_dict(kid) for kid in as_list(node.get("/Kids"))]
        inner = [kid for kid in kids if "/T" in kid]
        for kid in inner:
            self._tree(kid, depth + 1)
        if not inner and ("/FT" in node or "/T" in node):
            self._seen.setdefault(full_name(node), [(node, Widget(0))])

    def _field(self, name: str, found: list[tuple[Any, Widget]]) -> Field:
        node = found[0][0]
        said = {key: inherited(node, key) for key in _INHERITED}
        value, trouble = stored(said["/V"])
        again = [stored(inherited(other, "/V"))[0] for other, _ in found[1:]]
        differ = [other or "" for other in again if other != value]
        if differ:
            trouble = "the field is there several times, and stores different things"
        listed = dict(options(said["/Opt"]))
        others = (*differ, *_with_looks(said["/RV"]), *_by_number(said["/I"], list(listed)))
        return Field(
            name,
            as_text(said["/FT"])[1:],
            value,
            as_text(node.get("/TU")),
            listed,
            tuple(widget for _, widget in found),
            trouble,
            tuple(dict.fromkeys(others)),
        )

    def _metadata(self) -> str:
        stream = plain(self._reader.root_object.get("/Metadata"))
        data: bytes = stream.get_data() if hasattr(stream, "get_data") else b""
        return data[:MEGABYTE].decode("utf-8", "replace")

    def _no_fields(self, pages: list[PageObject], footers: tuple[str, ...]) -> NoReturn:
        """Says what a PDF without fields is."""
        lines = [line for page in pages[:_FIRST] for line in self._glance.page(page) or ()]
        vet.no_fields(self._file, _named([*footers, *lines]), pictures=not lines)

    def _footers(self, pages: list[PageObject]) -> Iterator[str]:
        """The words of the footers that name the copy, where they are still a piece of their own."""
        known: dict[int, str] = {}
        for page in pages:
            piece = plain(as_dict(as_dict(page.get("/Resources")).get("/XObject")).get(f"/{FOOTER}"))
            if hasattr(piece, "get_data") and id(piece) not in known:
                known[id(piece)] = (self._glance.piece(piece, page) or "").strip()
        yield from known.values()


def _with_looks(value: Any) -> Iterator[str]:
    """The words of a text with looks, which is written as a web page is (ISO 32000-1, 12.7.3.4)."""
    text, trouble = stored(value)
    if text and not trouble:
        lines = _BREAK.sub("\n", text)
        yield "\n".join(line.strip() for line in html.unescape(_TAG.sub("", lines)).strip().split("\n"))


def _by_number(value: Any, listed: Sequence[str]) -> Iterator[str]:
    """The entries of a list that are chosen by their numbers (ISO 32000-1, table 231)."""
    numbers = [plain(one) for one in as_list(value)]
    if numbers and all(isinstance(one, int) and 0 <= one < len(listed) for one in numbers):
        yield "; ".join(listed[one] for one in numbers)


def _named(lines: list[str]) -> str:
    """Which copy of which form some lines of print name, in words."""
    one = next((one for line in lines for one in of_words("footer", line)), None)
    return f"the form “{one.form}” of {one.framework} {one.version}, copy {one.toolkit}" if one else ""


def _sheet(page: PageObject) -> Sheet:
    """What is drawn on a page. Where it cannot be read, no digest, which no page of a blank has."""
    pieces = as_dict(as_dict(page.get("/Resources")).get("/XObject"))
    pictures = sum(as_text(as_dict(piece).get("/Subtype")) == "/Image" for piece in pieces.values())
    try:
        contents = page.get_contents()
        data = contents.get_data() if contents is not None else b""
    except Exception:
        return Sheet("", pictures)
    return Sheet(hashlib.sha256(b" ".join(data.split())).hexdigest()[:16], pictures)
