"""What could not wait: returns for which a rule of the form is urgent."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.measures import select
from docgen.model import Audit, Form, Framework

Found = list[tuple[Form, str, tuple[Audit, ...]]]


def urgent_of(framework: Framework, forms: Iterable[Form], audits: Iterable[Audit]) -> Found:
    """Form, what its urgent rule says, and the returns for which it certainly holds."""
    by_form: dict[str, list[Audit]] = {}
    for audit in audits:
        by_form.setdefault(audit.form, []).append(audit)
    return [
        (form, rule.message, select(by_form.get(form.id, ()), framework, rule.when))
        for form in forms
        for rule in form.rules
        if rule.kind == "urgent_when"
    ]
