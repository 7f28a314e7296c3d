"""A form as WordprocessingML: sections of question rows, tables to fill in, and how to fill it all in.

A question row has three cells: the reference and nothing else, the question with its guidance, the answer. A
table to fill in has its question's reference in the first cell of its head, and numbered rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from docgen.fields import Control, kind, same
from docgen.forms import words
from docgen.forms.keys import Key, keys
from docgen.forms.word.controls import Controls
from docgen.forms.word.looks import Look
from docgen.forms.word.wordml import cell, paragraph, row, run, table
from docgen.marks import Address
from docgen.model import Form, Option, Question, Section

ONE_LINE = 48
"""Options and what they mean stand on one line each where none has more letters than this. It does not follow the
page, so that a form says the same in every template."""
FIRST = 1
"""The row of a table to fill in that does not stand alone under the heading at the end of a page."""
FEW = 3
"""A question with no more boxes than this is low."""
COMMENT_HEIGHT, LONG_HEIGHT, ROW_HEIGHT = 940, 1440, 680
"""Least heights of a comment box, another long answer, and a row to write in, in twentieths of a point."""


def draw(form: Form, look: Look, controls: Controls, identity: str) -> str:
    """The form as body content, from how to fill it in to its last answer.

    `identity` is the name of the bookmark that says which form this is; it stands around the first words.
    """
    return _Drawing(form, look, controls, identity).xml()


class _Drawing:
    """One form on its way into XML."""

    def __init__(self, form: Form, look: Look, controls: Controls, identity: str) -> None:
        self._form = form
        self._look = look
        self._controls = controls
        self._identity = identity
        self._columns = look.columns
        self._keys = keys(form)
        self._last = form.questions[-1] if form.questions else None

    def xml(self) -> str:
        """Help first, then every section."""
        return "".join([*self._help(), *(part for section in self._form.sections for part in self._section(section))])

    def _help(self) -> Iterator[str]:
        yield self._p("DG Help", self._controls.bookmark(self._identity, run(words.HOW_TO)))
        for step in words.steps(self._form):
            yield self._p("DG Step", run(step))
        if any(one.required or any(c.required for c in one.columns) for one in self._form.questions):
            yield self._p("DG Note", run(words.REQUIRED_NOTE))

    def _section(self, section: Section) -> Iterator[str]:
        for key in self._keys.get(section.id, ()):
            yield from self._key(key)
        star = "".join(self._star(one) for one in section.questions if _is_titled(one, section))
        yield self._p("heading 1", run(f"{section.ref}\t{words.line(section.title)}") + star)
        condition = words.when("Fill in this section only when", section.relevant_when, self._form)
        if condition:
            yield self._p("DG Condition", run(condition))
        for text in words.paragraphs(section.intro):
            yield self._p("DG Intro", run(text))
        after_table = False
        for is_table, group in groupby(section.questions, lambda one: kind(one).control is Control.ROWS):
            if is_table:
                for question in group:
                    yield from self._rows(question, titled=_is_titled(question, section))
            else:
                if after_table:
                    yield self._p("DG Gap", "")
                yield self._questions(section, tuple(group))
            after_table = is_table

    def _key(self, key: Key) -> Iterator[str]:
        """What can be chosen from the lists of the sections that follow."""
        yield self._p("heading 1", run(key.title))
        widths = self._look.key_columns(label for label, _ in key.rows)
        head = row([cell(w, self._p("DG Head", run(t))) for w, t in zip(widths, key.heads, strict=True)], head=True)
        looks = [self._look.style(name) for name in ("DG Grade", "DG Quiet")]
        rows = []
        for texts in key.rows:
            # All on one page: the first paragraph of a row says whether the row stays with the next.
            keep = texts is not key.rows[-1]
            cells = [self._p("DG Answer", run(t, look), keep=keep) for t, look in zip(texts, looks, strict=True)]
            rows.append(row([cell(w, inner) for w, inner in zip(widths, cells, strict=True)]))
        yield table(self._look.style("DG Rows"), widths, key.title, [head, *rows], answers_last=False)

    def _questions(self, section: Section, questions: tuple[Question, ...]) -> str:
        """One table of question rows."""
        widths = self._columns
        head = row([cell(w, self._p("DG Head", run(t))) for w, t in zip(widths, words.HEADS, strict=True)], head=True)
        style = self._look.style("DG Details" if section.look == "details" else "DG Questions")
        caption = f"{section.ref} {words.line(section.title)}"
        commented = {question.about for question in questions}
        rows = [
            self._question(one, keep=one is self._last or (one.id in commented and _is_low(one))) for one in questions
        ]
        return table(style, widths, caption, [head, *rows], answers_last=True)

    def _question(self, question: Question, *, keep: bool) -> str:
        """A row; `keep` keeps it on one page with what follows."""
        ref, label, answer = self._columns
        comment = bool(question.about)
        cells = [
            cell(ref, self._p("DG Comment Ref" if comment else "DG Ref", run(question.ref), keep=keep)),
            cell(label, "".join(self._label(question, "DG Comment" if comment else "DG Question"))),
            cell(answer, "".join(self._answer(question))),
        ]
        if question.kind == "longtext":
            return row(cells, height=COMMENT_HEIGHT if comment else LONG_HEIGHT)
        return row(cells)

    def _label(self, question: Question, style: str) -> Iterator[str]:
        """The question, when it applies, and its guidance."""
        yield self._p(style, run(words.line(question.label)) + self._star(question))
        yield from self._guidance(question, "DG Guidance")

    def _guidance(self, question: Question, style: str) -> Iterator[str]:
        for lead, condition in (("Only when", question.relevant_when), ("Needed when", question.required_when)):
            text = words.when(lead, condition, self._form)
            if text:
                yield self._p("DG Condition", run(text))
        for text in words.paragraphs(question.guidance):
            yield self._p(style, run(text))

    def _answer(self, question: Question) -> Iterator[str]:
        control = kind(question).control
        if control is Control.TICKS or (control is Control.ONE_OF and question.look != "list"):
            beside = all(_length(option) <= ONE_LINE for option in question.options if _meaning(option))
            for option in question.options:
                yield from self._option(question, option, beside)
        else:
            name = words.control_name(question, about=self._form.question(question.about))
            yield self._p("DG Answer", self._controls.typed(Address(question.id), name, question))

    def _option(self, question: Question, option: Option, beside: bool) -> Iterator[str]:
        """A box with its label, and what it means: on the same line where all of the question's have room."""
        label, meaning = words.line(option.label), _meaning(option)
        judged = self._look.style("DG Grade") if question.kind == "grade" else ""
        box = self._controls.box(Address(question.id, option.id), words.control_name(question, label))
        line = box + run("\t" + label, judged)
        if meaning and beside:
            line += run(f" – {meaning}", self._look.style("DG Quiet"))
        yield self._p("DG Option", line)
        if meaning and not beside:
            yield self._p("DG Descriptor", run(meaning))

    def _rows(self, question: Question, *, titled: bool) -> Iterator[str]:
        """A table to fill in, under its title: numbered rows with one control in each cell.

        `titled` says that the heading of the section is its title.
        """
        if not titled:
            yield self._p("heading 2", run(words.line(question.label)) + self._star(question))
        yield from self._guidance(question, "DG Intro")
        widths = self._look.row_columns(question)
        heads = [self._p("DG Head", run(question.ref))]
        for column in question.columns:
            guidance = [self._p("DG Guidance", run(text)) for text in words.paragraphs(column.guidance)]
            heads.append(self._p("DG Head", run(words.line(column.label)) + self._star(column)) + "".join(guidance))
        head = row([cell(w, inner) for w, inner in zip(widths, heads, strict=True)], head=True)
        last = question.rows if question is self._last else 0
        rows = [self._row(question, n, widths, keep=n in (FIRST, last)) for n in range(1, question.rows + 1)]
        caption = f"{question.ref} {words.line(question.label)}"
        yield table(self._look.style("DG Rows"), widths, caption, [head, *rows], answers_last=False)

    def _row(self, question: Question, number: int, widths: tuple[int, ...], *, keep: bool) -> str:
        cells = [cell(widths[0], self._p("DG Ref", run(str(number)), keep=keep))]
        for column, width in zip(question.columns, widths[1:], strict=True):
            address = Address(question.id, row=number, column=column.id)
            typed = self._controls.typed(address, words.cell_name(question, number, column), column)
            cells.append(cell(width, self._p("DG Answer", typed)))
        return row(cells, height=ROW_HEIGHT)

    def _star(self, question: Question) -> str:
        return run(f"\u00a0{words.STAR}", self._look.style("DG Required")) if question.required else ""

    def _p(self, style: str, inner: str, *, keep: bool = False) -> str:
        return paragraph(self._look.style(style), inner, keep=keep)


def _is_titled(question: Question, section: Section) -> bool:
    """Whether a table to fill in begins its section and is called as it is, so that one heading does for both."""
    begins = question is section.questions[0] and kind(question).control is Control.ROWS
    return begins and same(question.label) == same(section.title)


def _is_low(question: Question) -> bool:
    """Whether a question takes so little height that a page can do without it for the sake of its comment."""
    return question.kind != "longtext" and (question.look == "list" or len(question.options) <= FEW)


def _meaning(option: Option) -> str:
    """What an option means, in words."""
    meaning = words.line(option.descriptor)
    if not option.exclusive:
        return meaning
    stop = "" if not meaning or meaning[-1] in ".!?" else "."
    return f"{meaning}{stop} {words.EXCLUSIVE}".strip()


def _length(option: Option) -> int:
    return len(words.line(option.label)) + len(_meaning(option))
