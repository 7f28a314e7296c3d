"""The controls of a form that differ from copy to copy: what stands there blank, and how a value is put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.fields import show, show_date
from docgen.forms.slots import value_at
from docgen.forms.word.wordml import content
from docgen.forms.xmltext import escape
from docgen.marks import Address
from docgen.model import Question, Value


@dataclass(frozen=True, slots=True)
class BoxSlot:
    """A box of one option, empty or ticked."""

    address: Address
    empty: bytes
    ticked: bytes

    def fill(self, toolkit: str, values: Mapping[str, Value]) -> bytes:
        """The ticked box where the value is, or holds, the option."""
        value = values.get(self.address.field)
        on = self.address.option in value if isinstance(value, tuple) else value == self.address.option
        return self.ticked if on else self.empty


@dataclass(frozen=True, slots=True)
class TypedSlot:
    """A control that shows words: `filled` is what stands around the shown value.

    A date stores its value beside what it shows, so it has three pieces: (around the stored, around the shown).
    """

    address: Address
    question: Question
    empty: bytes
    filled: tuple[bytes, ...]

    def fill(self, toolkit: str, values: Mapping[str, Value]) -> bytes:
        """The control with its value, or with its prompt where there is none."""
        value = value_at(values, self.address)
        if value is None or value == "":
            return self.empty
        if self.question.kind == "date":
            before, between, after = self.filled
            stored = escape(f"{value}T00:00:00Z")
            return before + stored.encode("ascii") + between + show_date(str(value)).encode("ascii") + after
        before, after = self.filled
        return before + content(show(value, self.question)).encode("utf-8") + after
