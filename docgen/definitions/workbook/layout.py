"""Which sheets a workbook has, and which columns: worked out from the models of the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from docgen.definitions import editor, language
from docgen.definitions.shapes import part_in, shape_of
from docgen.definitions.workbook.cells import CODECS, TEXT, Codec

FRAMEWORK, OPTIONS, DESCRIPTORS, MORE = "framework", "options", "descriptors", "more"
"""The sheets that are not simply a list of parts."""

LIST = "list"
"""The head of the column that names a list of options."""

Shape = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    words       where its value belongs in the part: one word, or two for a word of a part in the part (roles, case)
    head        what stands at the top
    shape       what the language takes there; None for a word of few values, which are `choices`
    required    the part cannot do without it
    names       the sheet whose ids it names, as far as that is certain
    """

    words: tuple[str, ...]
    head: str
    says: str
    shape: Shape | None = None
    codec: Codec = TEXT
    choices: tuple[str, ...] = ()
    required: bool = False
    names: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one row for each part of a sort.

    home        the words that lead to the parts from the top: forms, sections, questions
    keys        the columns that say to what a part belongs; the last one names the part around it
    """

    name: str
    noun: str
    home: tuple[str, ...]
    keys: tuple[Column, ...]
    columns: tuple[Column, ...]
    says: str

    @property
    def heads(self) -> tuple[Column, ...]:
        """Every column, keys first."""
        return (*self.keys, *self.columns)

    def column(self, *words: str) -> Column | None:
        """The column of a word, or None where the sheet has none for it."""
        return next((one for one in self.columns if one.words == words), None)


_PARTS: tuple[tuple[str, str, type[BaseModel], tuple[str, ...], tuple[tuple[str, str], ...], str], ...] = (
    ("scales", "scale", language.Scale, ("scales",), (), "One row a scale."),
    ("grades", "grade", language.Grade, ("scales", "grades"), (("scale", "scales"),),
     "The grades of each scale, the best one first."),
    ("themes", "theme", language.Theme, ("themes",), (), "The headings under which learning is gathered."),
    ("case fields", "case field", language.CaseField, ("case_fields",), (),
     "What only the case list tells of a case, for rules."),
    ("forms", "form", language.Form, ("forms",), (), "One row a form (a toolkit)."),
    ("sections", "section", language.Section, ("forms", "sections"), (("form", "forms"),),
     "The sections of each form, in order."),
    ("questions", "question", language.Question, ("forms", "sections", "questions"),
     (("form", "forms"), ("section", "sections")),
     "The questions of each section, in order. A row of the kind comment is the comment box of the question above it."),
    ("columns", "column", language.TableColumn, ("forms", "sections", "questions", "columns"),
     (("form", "forms"), ("table", "questions")), "The columns of each question of the kind table."),
    ("rules", "rule", language.Rule, ("forms", "rules"), (("form", "forms"),), "What a returned form must keep to."),
    ("measures", "measure", language.Measure, ("measures",), (), "What is counted."),
    ("thresholds", "threshold", language.Threshold, ("thresholds",), (), "The targets."),
    ("schedule", "method", language.Method, ("schedule",), (), "The methods of quality assurance, and how often."),
    ("samples", "sample", language.SamplePlan, ("cycle", "samples"), (), "How cases are chosen."),
    ("allocations", "allocation", language.Allocation, ("cycle", "allocations"), (),
     "How cases are given to auditors."),
    ("steps", "step", language.Step, ("cycle", "steps"), (),
     "The steps in the cycle of a case, by whom and by when."),
    ("rounds", "round", language.Round, ("rounds",), (), "The audit rounds."),
    ("recommendations", "recommendation", language.Recommendation, ("rounds", "recommendations"),
     (("round", "rounds"),), "What an earlier plan recommended."),
    ("references", "reference", language.Reference, ("references",), (), "What earlier rounds or others found."),
    ("reports", "report", language.Report, ("reports",), (), "One row a report."),
    ("report sections", "section", language.ReportSection, ("reports", "sections"), (("report", "reports"),),
     "The parts of each report, in order."),
    ("report columns", "column", language.Column, ("reports", "sections", "columns"),
     (("report", "reports"), ("section", "report sections")), "The columns of the tables in reports."),
)  # fmt: skip

_NAMES = {"scale": "scales", "theme": "themes", "form": "forms", "measure": "measures", "round": "rounds"}
"""Words that name a part in another sheet."""


@lru_cache(maxsize=1)
def sheets() -> tuple[Sheet, ...]:
    """The sheets of parts, in the order of the workbook."""
    return tuple(
        Sheet(
            name, noun, home,
            tuple(_key(head, of) for head, of in keys),
            tuple(_columns(model)),
            says,
        )
        for name, noun, model, home, keys, says in _PARTS
    )  # fmt: skip


@lru_cache(maxsize=1)
def framework_words() -> tuple[Column, ...]:
    """The rows of the sheet `framework`: the words of the framework itself, and of parts that it has once."""
    return tuple(_columns(language.Definition))


@lru_cache(maxsize=1)
def option_columns() -> tuple[Column, ...]:
    """The columns of the sheet `options`, after the one that names the list."""
    return tuple(_columns(language.Option))


def comment_words() -> frozenset[str]:
    """The words that a comment has."""
    return frozenset(language.Comment.model_fields)


def child_of(home: tuple[str, ...], word: str) -> Sheet | None:
    """The sheet of the parts that stand under a word of a part."""
    return next((one for one in sheets() if one.home == (*home, word)), None)


def sheet(name: str) -> Sheet:
    """The sheet of this name."""
    return next(one for one in sheets() if one.name == name)


def _key(head: str, of: str) -> Column:
    says = f"The {head} that it belongs to, by its id. Left blank: as in the row above."
    return Column((head,), _head(head), says, names=of)


def _columns(model: type[BaseModel], before: tuple[str, ...] = ()) -> Iterator[Column]:
    """The columns for the words of a part. Words that hold other parts have none, but for a part that it has once."""
    for word, field in model.model_fields.items():
        words = (*before, word)
        inner = part_in(field.annotation)
        if word == "options":
            yield Column(words, "Options", "The list of options, by its name in the sheet options.", names=OPTIONS)
        elif inner is not None:
            if not before and word != "comment" and get_args(field.annotation)[1:] != (Ellipsis,):
                yield from _columns(inner, words) if _plain(inner) or _has_sheets(word) else ()
        elif (shape := shape_of(field)) in CODECS or _choices(field):
            yield _column(model, words, field, shape)


def _column(model: type[BaseModel], words: tuple[str, ...], field: FieldInfo, shape: Shape | None) -> Column:
    choices = _choices(field)
    if model is language.Question and words == ("kind",):
        choices = (*choices, "comment")
    return Column(
        words,
        ": ".join(_head(word) for word in words),
        _says(editor.descriptions()[model.__name__][words[-1]]),
        None if choices else shape,
        TEXT if choices else CODECS[shape] if shape else TEXT,
        choices,
        field.is_required() and len(words) == 1,
        _NAMES.get(words[-1], "") if len(words) == 1 else "",
    )


def _says(description: str) -> str:
    """The description of a word as it is for a cell."""
    for yaml, cell in (("`", ""), (", in quotes,", ","), (" in quotes", ""), ("true where", "yes where")):
        description = description.replace(yaml, cell)
    return description.replace("Left out", "Left blank")


def _has_sheets(word: str) -> bool:
    """Whether the parts in a part that the framework has once have sheets of their own."""
    return any(home[:-1] == (word,) and not keys for _, _, _, home, keys, _ in _PARTS)


def _plain(model: type[BaseModel]) -> bool:
    """Whether a part has nothing but words that stand in cells."""
    return all(shape_of(field) in CODECS or _choices(field) for field in model.model_fields.values())


def _choices(field: FieldInfo) -> tuple[str, ...]:
    """The few values that a word can have."""
    every = (field.annotation, *get_args(field.annotation))
    return next((get_args(one) for one in every if get_origin(one) is Literal), ())


def _head(word: str) -> str:
    return word.replace("_", " ").capitalize()
