"""A definition to start from: one form with a question of every kind, a scale, rules, a target and a report."""

from __future__ import annotations

import re
from pathlib import Path

from docgen.definitions.problem import Found, fault
from docgen.definitions.shapes import NAME

FILE = Path(__file__).with_name("starter.yaml")


def starter(name: str, title: str, organisation: str) -> str:
    """The text of a new definition, explained line by line by its comments."""
    text = FILE.read_text(encoding="utf-8")
    words = {"THE-ID": name, "THE-TITLE": _scalar(title), "THE-ORGANISATION": _scalar(organisation)}
    return re.sub("|".join(words), lambda token: words[token[0]], text)


def problem(name: str) -> Found | None:
    """What is wrong with a name as the id of a framework; None where nothing is."""
    if NAME.pattern.match(name) and len(name) <= NAME.longest:
        return None
    message = f"“{name}” is not spelt as the id of a framework."
    return fault("bad-id", 0, message, f"Use {NAME.words}, such as our-audit; at most {NAME.longest} characters.")


def _scalar(text: str) -> str:
    """A text as it stands after a colon in YAML, in quotes where it needs them."""
    plain = " ".join(text.split())
    if re.fullmatch(r"[A-Za-z][\w ,.'’()&/–-]*", plain):
        return plain
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
