"""The placeholders of a template: what staff may write where the words of a definition go, such as {{ title }}."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from docgen.forms.identity import printed
from docgen.forms.words import line
from docgen.model import Form, Framework, Place, Query, Severity

BODY = "toolkit_body"
WORDS = ("organisation", "title", "form", "purpose", "version", "marking", "toolkit", "identity")
"""What a template can say: {{ identity }} is the text that names framework, version, form and toolkit."""

_HALF = r"\{{1,2}\s*(?:" + "|".join((*WORDS, BODY)) + r")\s*\}{1,2}"
"""A placeholder that has lost a brace: what stands in it says that it was meant as one."""
_TAG = re.compile(rf"\{{\{{.*?\}}\}}|\{{%.*?%\}}|\{{#.*?#\}}|{_HALF}|\{{[{{%#]|[}}%#]\}}", re.DOTALL)
_NAME = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}\Z")


def placeholders(text: str) -> Iterator[tuple[str, str]]:
    """Everything in a text that looks like a placeholder, with the word in it; an empty word where it is none."""
    for tag in _TAG.findall(text):
        match = _NAME.match(tag)
        yield tag, match[1] if match else ""


def unknown(tag: str, word: str, name: str, at: str) -> Query:
    """What to say of a placeholder that docgen does not know."""
    allowed = ", ".join("{{ " + one + " }}" for one in WORDS)
    near = difflib.get_close_matches(word or tag.strip("{} "), (*WORDS, BODY), n=1)
    hint = f" Did you mean {{{{ {near[0]} }}}}?" if near else ""
    return problem(
        name,
        "template-placeholder",
        f"{short(tag)} is not a placeholder of a toolkit.{hint}",
        f"Correct it or take it out. What can stand here: {allowed}.",
        at,
    )


def problem(name: str, rule: str, message: str, fix: str, at: str = "") -> Query:
    """A query about a template."""
    return Query(rule, Severity.ERROR, message, fix, where=Place(name, at))


def short(text: str) -> str:
    """The start of a text, for a message."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def said(framework: Framework, form: Form) -> dict[str, str]:
    """Placeholder → what a definition says there; the toolkit id is missing, since each copy has its own."""
    words = {
        "organisation": framework.organisation,
        "title": framework.title,
        "form": form.title,
        "purpose": form.purpose,
        "version": framework.version,
        "marking": framework.marking,
        "identity": printed(framework, form, ""),
    }
    return {word: line(text) if word != "identity" else text for word, text in words.items()}
