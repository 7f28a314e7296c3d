"""The words for what is counted: one case, many cases."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.model import Form


@dataclass(frozen=True, slots=True)
class Noun:
    """A word and its plural."""

    one: str
    many: str

    @classmethod
    def of(cls, one: str) -> Noun:
        """The word with its plural."""
        return cls(one, many_of(one))

    @property
    def done(self) -> str:
        """What became of it: a case is audited, anything else is returned."""
        return "audited" if self.one == "case" else "returned"


def unit(form: Form | None) -> Noun:
    """What one return of a form is called."""
    return Noun.of(form.unit.lower() if form is not None and form.unit else "case")


def many_of(one: str) -> str:
    """The plural of a plain English noun; of several words that of the first before “of”, else of the last."""
    head, of, rest = one.partition(" of ")
    if of:
        return many_of(head) + of + rest
    if one.endswith("y") and one[-2:-1] not in "aeiou":
        return one[:-1] + "ies"
    return one + ("es" if one.endswith(("s", "x", "ch", "sh")) else "s")
