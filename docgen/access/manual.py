"""The reference of the checks of accessibility, made from the docstrings of their functions."""

from __future__ import annotations

import inspect

from docgen.access import EXCEL, NOT_CHECKED, WORD, ExcelCheck, WordCheck, rule

_OPENING = """\
# Accessibility

<!-- Made by `python -m docgen.access` from the docstrings in docgen/access; change it there. -->

`docgen check-access FILE…` looks for what keeps people from using a Word document or an Excel workbook, in files of
any origin. Each thing found says where it is, what it is and what to do; the same fault in many places is said once.
Everything that docgen makes is held against these checks by its tests.

Nothing found is **no claim** that a document conforms to a standard. A machine sees only a part; the end of this page
names what it does not see. The numbers behind “WCAG 2.2” are those of its success criteria; UK public bodies are bound
to level AA by the Public Sector Bodies (Websites and Mobile Applications) Accessibility Regulations 2018.
"""


def manual() -> str:
    """The reference as Markdown: the checks of Word documents, of workbooks, and what is not checked."""
    parts = [
        _OPENING,
        "## Word documents\n",
        *(_page(check) for check in WORD),
        "## Excel workbooks\n",
        "Hidden sheets are not looked at.\n",
        *(_page(check) for check in EXCEL),
        "## What is not checked\n",
        "\n".join(f"- {one}" for one in NOT_CHECKED) + "\n",
    ]
    return "\n".join(parts)


def _page(check: WordCheck | ExcelCheck) -> str:
    return f"### `{rule(check)}`\n\n{inspect.getdoc(check)}\n"
