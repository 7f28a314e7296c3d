"""Word forms: one definition drawn into a template and copied; a returned file read back into marks."""

from docgen.forms.word.compile import Compiled, compile_toolkit
from docgen.forms.word.identity import form_key
from docgen.forms.word.template import lint_template

__all__ = ["Compiled", "compile_toolkit", "form_key", "lint_template"]
