"""A form as flowables: cover, how to fill it in, sections of questions, tables to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Spacer

from docgen.fields import Control, kind, same
from docgen.forms import words
from docgen.forms.keys import Key, keys
from docgen.forms.pdf import looks
from docgen.forms.pdf.flow import Cell, Entry, Heading, Panel, Place, Row, Side, Spot, Stack, Tick
from docgen.forms.pdf.letters import printable
from docgen.forms.pdf.rows import rows
from docgen.forms.pdf.text import STYLES, meaning, paragraph, says
from docgen.marks import Address
from docgen.model import Form, Framework, Option, Question, Section

HOW_PDF = (
    "Fill this form in on screen and save it as it is: a copy that was printed, or printed to a new PDF, holds no "
    "answers. Text that is longer than its box is kept whole."
)


_MUCH, _LABEL = 200, 32
"""Letters: what the options of a question mean is a lot to read from here on; a label that needs little room."""


def story(framework: Framework, form: Form, places: list[Place]) -> Iterator[Flowable]:
    """The form from its title to its end. Each answer leaves its place in `places` while it is drawn."""
    return _Story(framework, form, places).flowables()


class _Story:
    """One form as flowables."""

    def __init__(self, framework: Framework, form: Form, places: list[Place]) -> None:
        self._framework = framework
        self._form = form
        self._places = places
        self._keys = keys(form)

    def flowables(self) -> Iterator[Flowable]:
        """Cover, help, then every section."""
        yield from self._cover()
        yield self._help()
        for number, section in enumerate(self._form.sections):
            yield from self._section(section, number)
        yield Spacer(1, 14)
        yield paragraph("end", "End of the form")

    def _cover(self) -> Iterator[Flowable]:
        yield paragraph("organisation", self._framework.organisation)
        yield Spacer(1, 4)
        yield paragraph("title", self._framework.title)
        yield Spacer(1, 4)
        yield paragraph("form", self._form.title)
        yield Spacer(1, 4)
        if self._form.purpose:
            yield paragraph("purpose", self._form.purpose)
            yield Spacer(1, 3)
        yield paragraph("version", f"Version {self._framework.version}")
        yield Spacer(1, 8)
        yield HRFlowable(width="100%", thickness=0.8, color=HexColor(looks.NAVY), spaceBefore=0, spaceAfter=12)

    def _help(self) -> Flowable:
        items = [paragraph("help", words.HOW_TO)]
        for number, step in enumerate(words.steps(self._form), start=1):
            items.append(paragraph("step", step, bullet=f"{number}."))
        items.append(paragraph("plain note", HOW_PDF))
        if any(one.required or any(c.required for c in one.columns) for one in self._form.questions):
            items.append(paragraph("note", words.REQUIRED_NOTE))
        return Panel(items, gap=3, pad=10)

    def _section(self, section: Section, number: int) -> Iterator[Flowable]:
        head = [part for key in self._keys.get(section.id, ()) for part in (_key(key), Spacer(1, 8))]
        title, star = words.line(section.title), any(one.required for one in section.questions if _titled(one, section))
        said = paragraph("heading", title, bullet=section.ref, star=star)
        head += [Heading(said, f"{section.ref} {title}", f"section{number}"), Spacer(1, 5)]
        condition = words.when("Fill in this section only when", section.relevant_when, self._form)
        texts = [("condition", condition)] if condition else []
        texts += [("intro", text) for text in words.paragraphs(section.intro)]
        for style, text in texts:
            head += [paragraph(style, text), Spacer(1, 4)]
        share = _share(section)
        for group in _groups(section.questions):
            parts = [part for question in group for part in self._question(question, section, share)]
            yield from _together(head, parts)
            head = []

    def _question(self, question: Question, section: Section, share: float) -> tuple[Flowable, ...]:
        """A question beside its answer, or above it; `share` of the room is for the question."""
        if kind(question).control is Control.ROWS:
            return self._rows(question, titled=_titled(question, section))
        comment = bool(question.about)
        ref = Cell(0, looks.REF - 4, (paragraph("comment ref" if comment else "ref", question.ref),))
        label = self._label(question, "comment" if comment else "question")
        if question.kind == "longtext":
            height = looks.COMMENT if comment else looks.LONG
            field = Entry(self._spot(Address(question.id), question), height)
            said = Stack([*label, field], gap=3)
            return (Row(ref, Cell(looks.REF, looks.WIDTH - looks.REF, (said,)), rule=not comment),)
        wide = round((looks.WIDTH - looks.REF) * share)
        x = looks.REF + wide + looks.GAP
        width = looks.WIDTH - x
        spaced = tuple(piece for item in label for piece in (item, Spacer(1, 2)))
        answer = Cell(x, width, tuple(self._answer(question, width)))
        return (Row(ref, Cell(looks.REF, wide, spaced), answer, rule=not comment),)

    def _label(self, question: Question, style: str) -> list[Flowable]:
        """The question, when it applies, and its guidance."""
        found: list[Flowable] = [paragraph(style, words.line(question.label), star=question.required)]
        for lead, condition in (("Only when", question.relevant_when), ("Needed when", question.required_when)):
            text = words.when(lead, condition, self._form)
            if text:
                found.append(paragraph("condition", text))
        found += [paragraph("guidance", text) for text in words.paragraphs(question.guidance)]
        hint = words.line(question.prompt)
        if hint and hint.casefold() not in f"{question.label} {question.guidance}".casefold():
            found.append(paragraph("guidance", hint))
        return found

    def _answer(self, question: Question, width: float) -> Iterator[Flowable]:
        if _boxes(question):
            yield from self._options(question, width)
            return
        spot = self._spot(Address(question.id), question)
        hint = words.prompt(question) if question.kind in ("date", "number") and not question.prompt else ""
        short = looks.SHORT if question.kind in ("date", "number") else 0.0
        yield Entry(spot, looks.LINE, short, hint)

    def _options(self, question: Question, width: float) -> Iterator[Flowable]:
        """A box for each option: side by side where all are short and need no explanation."""
        style = "grade" if question.kind == "grade" else "option"
        ticks = [self._tick(question, option, style) for option in question.options]
        font = STYLES[style].fontName
        labels = [stringWidth(printable(words.line(o.label)), font, looks.BODY) for o in question.options]
        need = max(labels, default=0) + looks.BOX + 8
        across = min(int((width + 12) // (need + 12)), 4)
        if len(ticks) > across and len(ticks) < 5:
            across = 1
        if across < 2 or any(meaning(option) for option in question.options):
            yield from ticks
            return
        room = (width - 12 * (across - 1)) / across
        room = min(room, max(need, 76))
        for at in range(0, len(ticks), across):
            line = ticks[at : at + across]
            yield Side(line, [room] * len(line), 12)

    def _tick(self, question: Question, option: Option, style: str) -> Tick:
        label, means = words.line(option.label), meaning(option)
        spot = Spot(Address(question.id, option.id), question, says(question, label), self._places)
        return Tick(spot, paragraph(style, label), paragraph("meaning", means) if means else None)

    def _rows(self, question: Question, *, titled: bool) -> tuple[Flowable, ...]:
        """A table to fill in under its title; `titled` says that the heading of the section is its title."""
        said = self._label(question, "table title")[titled:]
        ref = Cell(0, looks.REF - 4, (paragraph("ref", question.ref),))
        title = Cell(looks.REF, looks.WIDTH - looks.REF, (Stack(said, gap=3),))
        head: list[Flowable] = [Row(ref, title, rule=False)]
        return (*_together(head if titled else [Spacer(1, 6), *head], rows(question, self._places)),)

    def _spot(self, address: Address, question: Question) -> Spot:
        return Spot(address, question, says(question, about=self._form.question(question.about)), self._places)


def _key(key: Key) -> Flowable:
    """What can be chosen from the lists of the sections that follow, in one piece."""
    widest = max(stringWidth(printable(label), looks.BOLD, looks.BODY) for label, _ in key.rows) + looks.GAP
    first = min(widest, looks.WIDTH / 3)
    lines = [paragraph("key", key.title), Spacer(1, 5)]
    for label, means in key.rows:
        cells = (
            Cell(0, first, (paragraph("grade", label),)),
            Cell(first + looks.GAP, looks.WIDTH - first - looks.GAP, (paragraph("meaning", means),)),
        )
        lines.append(Row(*cells, pad=3))
    found = Stack(lines)
    found.spaceBefore = 18
    return found


def _titled(question: Question, section: Section) -> bool:
    """Whether a table to fill in begins its section and is called as it is, so that one heading does for both."""
    begins = question is section.questions[0] and kind(question).control is Control.ROWS
    return begins and same(question.label) == same(section.title)


def _groups(questions: Sequence[Question]) -> Iterator[list[Question]]:
    """Each question with the comments on it."""
    group: list[Question] = []
    for question in questions:
        if group and not question.about:
            yield group
            group = []
        group.append(question)
    if group:
        yield group


def _share(section: Section) -> float:
    """How much of the room the questions of a section have: more where the answers need little, less where much."""
    asked = [one for one in section.questions if one.kind != "longtext" and kind(one).control is not Control.ROWS]
    boxes = [one for one in asked if _boxes(one)]
    if any(sum(len(meaning(option)) for option in one.options) > _MUCH for one in boxes):
        return looks.SLIM
    roomy = any(meaning(option) or len(option.label) > _LABEL for one in boxes for option in one.options)
    small = [one for one in asked if one not in boxes or sum(len(option.label) for option in one.options) < _LABEL]
    if section.look == "details" or roomy or any(one.kind == "text" for one in asked) or 2 * len(small) < len(asked):
        return looks.NARROW
    return looks.WIDE


def _boxes(question: Question) -> bool:
    """Whether its options are boxes to tick."""
    control = kind(question).control
    return control is Control.TICKS or (control is Control.ONE_OF and question.look != "list")


def _together(head: list[Flowable], parts: Sequence[Flowable]) -> list[Flowable]:
    """The parts under their head, on the next page where they do not fit whole on this one.

    Where they are higher than a good part of a page they may be parted, but never right below their head.
    """
    above, high = _height(head), _height(parts)
    if high > looks.HEIGHT * looks.MOST_IN_ONE_PIECE:
        high = min(_height(parts[:1]), looks.HEIGHT / 3)
    return [CondPageBreak(min(above + high, looks.HEIGHT)), *head, *parts]


def _height(parts: Sequence[Flowable]) -> float:
    return sum(float(part.wrap(looks.WIDTH, looks.HEIGHT)[1] + part.getSpaceBefore()) for part in parts)
