"""What all parts of a guidance document need to know: the framework, the contacts, and which table describes what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docgen.model import SHOWN, Form, Framework, Guidance, Question, Section
from docgen.reports.blocks import Bullets, Paragraph

Meaning = tuple[tuple[str, str], ...]
"""Labels and descriptors: what tells whether two questions describe their answers in the same words."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The framework that a document is about.

    described    what each table of descriptors says → the id of its block, so that nothing is printed twice
    listed       the answers of questions that a part shows as a list → the heading of that part
    """

    framework: Framework
    contacts: tuple[tuple[str, str], ...]
    described: Mapping[Meaning, str]
    listed: Mapping[Meaning, str]

    @classmethod
    def of(cls, framework: Framework, guidance: Guidance, contacts: tuple[tuple[str, str], ...]) -> Frame:
        """The frame of a document: scales are always described, and the questions that its parts name."""
        described = {meaning(scale.grades): f"grades-{scale.id}" for scale in framework.scales}
        headings: dict[Meaning, str] = {}
        for part in guidance.parts:
            for name in part.shows:
                found = named(framework, name)
                if found is not None:
                    described.setdefault(meaning(found[2].options), shown_id(name))
                    headings.setdefault(meaning(found[2].options), part.title)
        tables = {said: block for said, block in described.items() if all(text for _, text in said)}
        return cls(framework, contacts, tables, {said: part for said, part in headings.items() if said not in tables})

    @property
    def several(self) -> bool:
        """Whether the framework has more than one form, so that each needs a heading."""
        return len(self.framework.forms) > 1


def meaning(options: object) -> Meaning:
    """Labels and descriptors of options or grades."""
    return tuple((one.label, one.descriptor) for one in options)  # type: ignore[attr-defined]


def named(framework: Framework, name: str) -> tuple[Form, Section, Question] | None:
    """The question that `form.question` names, with its form and section; None for the words of SHOWN."""
    form = framework.form(name.partition(".")[0])
    if name in SHOWN or form is None:
        return None
    return next(
        (
            (form, section, question)
            for section in form.sections
            for question in section.questions
            if question.id == name.partition(".")[2]
        ),
        None,
    )


def shown_id(name: str) -> str:
    """The id of the block that describes a question."""
    return f"shown-{name}"


def cell(*texts: str) -> tuple[Paragraph | Bullets, ...]:
    """A cell of words: one text as it is, several as points."""
    return (Bullets(tuple((text,) for text in texts)),) if len(texts) > 1 else paragraphs(*texts)


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    """Texts as paragraphs, each on one line, parted where a line is empty."""
    parts = (part for text in texts for part in re.split(r"\n[ \t]*\n", text))
    return tuple(Paragraph((" ".join(part.split()),)) for part in parts if part.strip())
