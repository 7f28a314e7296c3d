"""The words of a guidance document."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.model.problem import NOWHERE, Place

SHOWN = ("grades", "targets", "schedule", "urgent", "forms", "checks", "questions")
"""What a guidance document draws from the rest of a framework, in the order that it has where nothing is said."""


@dataclass(frozen=True, slots=True)
class GuidanceTable:
    """A table of words. A row has a cell for each column; a cell is one text, or several points.

    turned      each row is drawn as a small table of its own, with the columns below one another
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    caption: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class GuidancePart:
    """A part of a guidance document.

    shows       what is drawn here from the rest of the framework: one of SHOWN, or form.question for the options
                and descriptors of one question
    """

    title: str
    text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    table: GuidanceTable | None = None
    shows: tuple[str, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a guidance document says beside what the rest of the framework knows already."""

    title: str
    parts: tuple[GuidancePart, ...]
    marking: str = ""
