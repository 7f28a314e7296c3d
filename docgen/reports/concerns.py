"""What could not wait: returns for which a rule of the form is urgent."""

from __future__ import annotations

from docgen.measures import select
from docgen.model import Audit, Form, Framework


def urgent_of(
    framework: Framework, form: Form | None, audits: tuple[Audit, ...]
) -> list[tuple[str, tuple[Audit, ...]]]:
    """What each urgent rule of a form says, and the returns for which it certainly holds."""
    rules = [rule for rule in form.rules if rule.kind == "urgent_when"] if form is not None else []
    return [(rule.message, select(audits, framework, rule.when)) for rule in rules]
