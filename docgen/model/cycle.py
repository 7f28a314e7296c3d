"""The words of the audit cycle: moderation and the schedule of methods."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.model.problem import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Moderation:
    """How a second grade meets the first: which form brings it, and which grade counts.

    form        the moderating form; its case role links it to the audit of `audits`
    grade       its field for the second grade; `final` the field for the grade that stands after a challenge
    """

    form: str
    audits: str
    grade: str
    final: str = ""
    place: Place = NOWHERE


FREQUENCIES = ("weekly", "monthly", "two-monthly", "three-monthly", "six-monthly", "yearly", "event")
"""How often a method of the schedule is due, the most frequent first; event where something in a case sets it off."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of quality assurance on a framework's schedule.

    method      what people call it
    frequency   one of FREQUENCIES
    who         who carries it out
    cases       how its cases are chosen, or which event sets it off
    form        id of the form that it is done with, where it has one
    """

    id: str
    method: str
    frequency: str
    who: str = ""
    cases: str = ""
    form: str = ""
    note: str = ""
    place: Place = NOWHERE
