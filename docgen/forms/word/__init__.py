"""Word forms: one definition drawn into a template and copied; a returned file read back into marks."""

from docgen.forms.compiled import Compiled
from docgen.forms.identity import form_key
from docgen.forms.word.blank import Blank, blank_of
from docgen.forms.word.compile import compile_toolkit
from docgen.forms.word.read import Opened, open_form
from docgen.forms.word.template import lint_template

__all__ = [
    "Blank",
    "Compiled",
    "Opened",
    "blank_of",
    "compile_toolkit",
    "form_key",
    "lint_template",
    "open_form",
]
