"""What the ledger adds up to."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.model import Query


@dataclass(frozen=True, slots=True)
class Count:
    """How many toolkits and returns of one form stand where.

    issued        copies given out; `outstanding` those for a case of which nothing has come back
    returned      returns that speak for a case: accepted, held or doubtful
    accepted      in the figures; `queried` returns, in the figures or held, of which something is asked
    held          kept out of the figures by errors, where the settings want that
    doubtful      kept out until a person has decided an answer
    unissued      returns of copies that were not issued from this workspace
    """

    framework: str
    form: str
    issued: int = 0
    returned: int = 0
    accepted: int = 0
    queried: int = 0
    held: int = 0
    doubtful: int = 0
    refused: int = 0
    replaced: int = 0
    outstanding: int = 0
    unissued: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """A query, or a refusal, with the return that it is about."""

    query: Query
    key: str
    file: str
    framework: str
    form: str
    case: str
    toolkit: str
