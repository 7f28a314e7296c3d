"""Names of files: fit to be shown, and what they tell of a file that nobody meant to send."""

from __future__ import annotations

import unicodedata

from docgen.model import DocgenError, Place, Query, Severity

WITHIN = " › "
"""What stands between a container and what lies in it: `post.zip › inner.eml › form.docx`."""
_TEMPORARY = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".lnk", ".url")
_SYSTEM = ("desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r")
_LONGEST = 200


def debris(name: str) -> str:
    """Why a file of this name is nothing that anyone meant to send; empty where it may be a return."""
    low = name.lower()
    if low.startswith(("~$", ".~lock.")):
        return "It is the lock file of a program that has a document open."
    if low.startswith("~") or low.endswith(_TEMPORARY):
        return "It is a temporary file."
    if low == "docgen.yaml":
        return "It is the settings of a workspace."
    if low.endswith(".icloud"):
        return "It stands for a file that is still in iCloud; open it there once, so that it is downloaded."
    if low in _SYSTEM or low.startswith("."):
        return "It is a file of the operating system."
    return ""


def shown(name: str) -> str:
    """A file's name fit to be shown and stored: no control characters, nothing that turns the line about."""
    if name.isascii() and name.isprintable():
        return name
    return "".join(
        "\ufffd" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter for letter in name
    )


def short(name: str) -> str:
    """A name out of a container, fit to be shown; one that is longer than any system allows is cut short."""
    found = shown(name)
    return found if len(found) <= _LONGEST else f"{found[: _LONGEST - 21]}…{found[-20:]}"


def problem(rule: str, name: str, message: str, fix: str) -> Query:
    """What is wrong with a file."""
    return Query(rule, Severity.ERROR, message, fix, where=Place(name))


def refusal(rule: str, name: str, message: str, fix: str) -> DocgenError:
    """An error with the one thing that is wrong with a file."""
    return DocgenError(problem(rule, name, message, fix))
