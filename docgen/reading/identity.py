"""Which form a file is a copy of: a vote over everything in it that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set

from docgen.marks import PROOF_CARRIER, Carrier, valid_toolkit
from docgen.model import Identity, Query, Severity
from docgen.reading.outcome import join

UNMARKED = "form-unmarked"
"""The rule of the refusal of a file in which nothing says which form it is."""
Place = tuple[str, str, str]
"""A form by its framework, version and id."""


def identify(carriers: Iterable[Carrier], keys: Mapping[str, Place]) -> Identity | Query:
    """Which toolkit a file is a copy of, by majority over its carriers; a query that refuses it where that is open.

    `keys` is form key → (framework, version, form), for every form at hand. Carriers that say otherwise than the
    majority are named in the note; two toolkit ids in one file are refused, since two forms may have been merged.
    """
    carriers = tuple(carriers)
    if PROOF_CARRIER in carriers:
        return _refusal(
            "form-proof",
            "This is the proof of a form, made for whoever writes its definition. It is not a form to fill in.",
            "Ask the sender for the toolkit as it was sent out; if none was, make one with: docgen toolkit",
        )
    said = [
        (carrier, keys.get(carrier.key) or (carrier.framework, carrier.version, carrier.form)) for carrier in carriers
    ]
    said = [(carrier, form) for carrier, form in said if any(form) or carrier.toolkit]
    if not said:
        return _refusal(
            UNMARKED,
            "Nothing in the file says which form it is a copy of.",
            "Check that it is the right file, and ask the sender for the toolkit as it was sent out, filled in.",
        )
    toolkits: dict[str, list[str]] = {}
    for carrier, _ in said:
        if valid_toolkit(carrier.toolkit):
            toolkits.setdefault(carrier.toolkit, []).append(carrier.name)
    if len(toolkits) > 1:
        each = "; ".join(f"{toolkit} by its {' and '.join(names)}" for toolkit, names in toolkits.items())
        return _refusal(
            "form-two-toolkits",
            f"The file says that it is a copy of two toolkits: {each}. Two forms may have been merged into one.",
            "Ask the sender which case it is about, and for that form alone.",
        )
    return _voted(said, next(iter(toolkits), ""), set(keys.values()))


def _voted(said: list[tuple[Carrier, Place]], toolkit: str, at_hand: Set[Place]) -> Identity | Query:
    """The form that most carriers name, if it is at hand; a query where none or two of them are named."""
    votes = Counter(form for _, form in said if all(form))
    ranked = votes.most_common(2)
    if not ranked:
        return _refusal(
            "form-unknown",
            "The file has docgen's marks, but none of them names a form that is at hand.",
            "Put the definition that the form was made from into the frameworks folder, then read the file again.",
        )
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        both = " and ".join(" ".join(form) for form, _ in ranked)
        return _refusal(
            "form-two-forms",
            f"The file says with equal weight that it is two forms: {both}.",
            "Ask the sender for the toolkit as it was sent out, filled in.",
        )
    form = ranked[0][0]
    if form not in at_hand:
        return _absent(form, at_hand)
    agreed = tuple(dict.fromkeys(carrier.name for carrier, one in said if one == form))
    others = tuple(dict.fromkeys(carrier.name for carrier, one in said if one != form and any(one)))
    note = join(
        f"said otherwise by its {' and '.join(others)}" if others else "",
        "" if toolkit else "the file does not say which copy it is",
    )
    return Identity(*form, toolkit, agreed, note)


def _absent(form: Place, at_hand: Set[Place]) -> Query:
    """What to say of a form that is not at hand: its framework, its version, or the form itself may be the unknown."""
    framework, version, name = form
    said = f"The file is a copy of the form “{name}” of {framework} {version}"
    versions = sorted({one[1] for one in at_hand if one[0] == framework})
    if not versions:
        return _refusal(
            "form-unknown",
            f"{said}, and there is no framework “{framework}” here.",
            "If it is one of yours, put its definition into the frameworks folder, then read the file again; "
            "if not, send the file back.",
        )
    if version not in versions:
        return _refusal(
            "form-other-version",
            f"{said}. Of {framework} there is {' and '.join(versions)} here, but not {version}, and a form is only "
            "read against its own version.",
            f"Put the definition of {framework} {version} into the frameworks folder, then read the file again; "
            f"or ask the sender to fill in the form of {versions[-1]}.",
        )
    forms = sorted(one[2] for one in at_hand if one[:2] == form[:2])
    return _refusal(
        "form-unknown",
        f"{said}, which has no such form. It has: {', '.join(forms)}.",
        "Check the definition: a form that was issued must stay in its version.",
    )


def _refusal(rule: str, message: str, fix: str) -> Query:
    return Query(rule, Severity.ERROR, message, fix)
