"""Made-up returns put into a store as accepted ones."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.model import Answer, Audit, Receipt, Return, Standing, State
from docgen.store import Store
from tests.reports import made_up


def put(store: Store, name: str, audits: Iterable[Audit]) -> None:
    """Store returns of a framework, each with the date and team that its form gives."""
    said = made_up.framework(name)
    with store.entry() as entry:
        for one in audits:
            form = made_up.form(name, one.form)
            answers = tuple(Answer(field, value, State.ANSWERED) for field, value in one.values.items())
            sha256, day = one.key.ljust(64, "0"), str(one.values[form.role("date")])
            slip = Receipt(
                one.key,
                sha256,
                "f",
                Standing.ACCEPTED,
                said.id,
                said.version,
                one.form,
                "",
                one.case,
                day=day,
                received=f"{day}T09:00:00Z",
            )
            entry.write(slip, Return("f", sha256, answers=answers))
