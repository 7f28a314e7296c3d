"""Excel forms: one definition drawn as a workbook and copied; a returned workbook read back into marks."""

from docgen.forms.compiled import Compiled
from docgen.forms.excel.blank import Blank, blank_of
from docgen.forms.excel.compile import compile_toolkit
from docgen.forms.excel.read import Opened, open_form
from docgen.forms.excel.template import lint_template

__all__ = ["Blank", "Compiled", "Opened", "blank_of", "compile_toolkit", "lint_template", "open_form"]
