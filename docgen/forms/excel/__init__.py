"""Excel forms: one definition drawn as a workbook and copied; a returned workbook read back into marks."""

from docgen.forms.compiled import Compiled
from docgen.forms.excel.compile import compile_toolkit
from docgen.forms.excel.template import lint_template

__all__ = ["Compiled", "compile_toolkit", "lint_template"]
