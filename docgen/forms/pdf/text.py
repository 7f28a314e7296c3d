"""The words of a form as paragraphs in their styles, and what a screen reader says at an answer."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from docgen.forms import words
from docgen.forms.pdf import looks
from docgen.forms.pdf.letters import markup, printable
from docgen.model import Option, Question


def _style(name: str, size: float, colour: str = looks.INK, **more: object) -> ParagraphStyle:
    said: dict[str, object] = {"fontName": looks.REGULAR, "leading": size * 1.25, "alignment": TA_LEFT, **more}
    return ParagraphStyle(name, fontSize=size, textColor=HexColor(colour), **said)


_BOLD = {"fontName": looks.BOLD}
STYLES = {
    "organisation": _style("organisation", 10, looks.GREY, **_BOLD),
    "title": _style("title", 24, looks.NAVY, **_BOLD),
    "form": _style("form", 14),
    "purpose": _style("purpose", 10),
    "version": _style("version", looks.QUIET, looks.GREY),
    "help": _style("help", 11, looks.NAVY, **_BOLD),
    "step": _style("step", 9.5, leftIndent=14, bulletIndent=0),
    "note": _style("note", 9.5, **_BOLD),
    "plain note": _style("plain note", 9.5),
    "heading": _style("heading", 14, looks.NAVY, leftIndent=looks.REF, bulletIndent=0, bulletFontName=looks.BOLD,
                      bulletFontSize=14, bulletColor=HexColor(looks.NAVY), **_BOLD),
    "key": _style("key", 12, looks.NAVY, **_BOLD),
    "table title": _style("table title", 10.5, **_BOLD),
    "intro": _style("intro", looks.BODY),
    "condition": _style("condition", looks.SMALL),
    "head": _style("head", looks.SMALL, looks.NAVY, **_BOLD),
    "ref": _style("ref", looks.BODY, looks.NAVY, **_BOLD),
    "comment ref": _style("comment ref", looks.QUIET, looks.GREY),
    "question": _style("question", looks.BODY, **_BOLD),
    "comment": _style("comment", looks.BODY),
    "guidance": _style("guidance", looks.SMALL, looks.GREY),
    "option": _style("option", looks.BODY),
    "grade": _style("grade", looks.BODY, **_BOLD),
    "meaning": _style("meaning", looks.SMALL, looks.GREY),
    "end": _style("end", looks.QUIET, looks.GREY, alignment=1),
}  # fmt: skip


def paragraph(style: str, text: str, star: bool = False, bullet: str | None = None, hint: str = "") -> Paragraph:
    """A paragraph of plain words; `star` puts the sign of a required answer behind them, `hint` a quiet word."""
    marked = markup(text)
    if star:
        marked += f'&nbsp;<font color="{looks.RED}">{words.STAR}</font>'
    if hint:
        marked += f' <font name="{looks.REGULAR}" color="{looks.GREY}">{markup(hint)}</font>'
    return Paragraph(marked, STYLES[style], bulletText=printable(bullet) if bullet else None)


def says(question: Question, option: str = "", about: Question | None = None) -> str:
    """What a screen reader says at an answer: its reference, the whole question, and its option or how to write it.

    A comment says what it is `about`, so that it makes sense read alone.
    """
    label = words.line(question.label)
    plain = label.casefold() in question.ref.casefold()
    said = question.ref if plain else f"{question.ref} {label}"
    if about is not None:
        said = f"{question.ref} on {words.line(about.label)}" + ("" if plain else f": {label}")
    return said + (f": {option}" if option else form_of(question))


def form_of(question: Question) -> str:
    """How an answer is to be written, for a screen reader."""
    return ", as day/month/year" if question.kind == "date" else ""


def meaning(option: Option) -> str:
    """What an option means, in words."""
    said = words.line(option.descriptor)
    if not option.exclusive:
        return said
    stop = "" if not said or said[-1] in ".!?" else "."
    return f"{said}{stop} {words.EXCLUSIVE}".strip()
