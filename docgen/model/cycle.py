"""The words of the audit cycle: samples, allocation, steps, moderation, and the schedule of methods."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from docgen.model.form import Condition
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


NATIONS = ("england", "wales", "scotland", "northern-ireland")
"""Whose bank holidays are no working days."""

ROUNDS = ("month", "two-months", "quarter", "half-year", "year")
"""How often a round of the cycle starts, the most frequent first."""

START = "start"
"""What the first steps of a cycle come after: the day on which its round starts."""


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """How the cases of a form are chosen. Words for columns are ids of the form's questions or of case_fields.

    number, share   how many, or how many percent of the cases that are left (of the people, with `one_per`); neither
                    where the command says how many
    strata          columns over which the cases are spread, the first one first
    spread          proportional, equal, or fixed: `numbers` for the values of the first column
    at_least        cases of each value of the first column, as far as there are any
    one_per         no more than one case for each value of this column, such as the practitioner
    most_recent     the column by whose date the most recent case is known
    pick            random, or most-recent
    open_for        how long a case has been open, by the date in `opened`
    not_audited     how long ago the last audit of the case must be, by the store
    exclude         the column that says why a case is left out; blank where it is not
    only            which cases are in question at all
    """

    id: str
    form: str
    label: str
    number: int | None = None
    share: Decimal | None = None
    strata: tuple[str, ...] = ()
    spread: str = "proportional"
    numbers: tuple[tuple[str, int], ...] = ()
    at_least: int = 0
    one_per: str = ""
    most_recent: str = ""
    pick: str = "random"
    opened: str = ""
    open_for: str = ""
    not_audited: str = ""
    exclude: str = ""
    only: Condition | None = None
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class AllocationRules:
    """How the cases of a form are given to auditors.

    cases       how many an auditor takes, where the list of auditors does not say
    pairs       two auditors take each case together; `different` is what they must not share: agency or team
    never       what keeps an auditor from a case: own, team, line, agency
    named       columns with the names of people who may not have the case, beside the practitioner
    manager     the column with the manager of the practitioner, for `line`
    given       the field of the case list that says when the form was given out
    """

    form: str
    cases: int = 1
    pairs: bool = False
    different: str = ""
    never: tuple[str, ...] = ("own",)
    named: tuple[str, ...] = ()
    manager: str = ""
    given: str = ""
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the cycle of a case.

    form        the form that is filled in; empty where there is none
    who         who does it, in words or as a role of the settings; `person` is where the name is found: auditor or
                practitioner of the step before
    after       the steps of which any sets this one off, or START
    when        which returns of theirs do; all where it is None
    within      how long it may take, such as “10 working days”; empty where no day is set
    since       from when that counts: completed (the date of the return before), received (the day it came in),
                issued (the day the form of this step went out), or a date question of the form before
    roll        where the day is no working day: no, next or before
    done        the date question of the form before that tells when a step without a form was done
    """

    id: str
    step: str
    after: tuple[str, ...]
    form: str = ""
    who: str = ""
    person: str = ""
    when: Condition | None = None
    within: str = ""
    since: str = "completed"
    roll: str = "no"
    done: str = ""
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Cycle:
    """How audits go round: what is chosen, who gets it, and what follows what.

    nation      whose bank holidays count, one of NATIONS
    every, day  how often a round starts, one of ROUNDS, and on which day of its first month
    roll        where that day is no working day: no, next or before
    started     the field of the case list that says when the round of a case started
    """

    nation: str = "england"
    every: str = "month"
    day: int = 1
    roll: str = "no"
    started: str = ""
    samples: tuple[SamplePlan, ...] = ()
    allocations: tuple[AllocationRules, ...] = ()
    steps: tuple[Step, ...] = ()
    place: Place = NOWHERE

    def starts(self, form: str) -> bool:
        """Whether a form goes out at the start of a round; one that no step has does."""
        steps = [step for step in self.steps if step.form == form]
        return not steps or any(START in step.after for step in steps)

    def step(self, step_id: str) -> Step | None:
        """The step with this id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)

    def follow(self, step_id: str) -> tuple[Step, ...]:
        """The steps that a step sets off, in the order of the definition."""
        return tuple(step for step in self.steps if step_id in step.after)

    def sample(self, name: str) -> SamplePlan | None:
        """The plan with this id, or None."""
        return next((plan for plan in self.samples if plan.id == name), None)

    def allocation(self, form: str) -> AllocationRules | None:
        """How the cases of a form are given out, or None."""
        return next((one for one in self.allocations if one.form == form), None)
