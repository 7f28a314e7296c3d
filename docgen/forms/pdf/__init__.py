"""PDF forms: one definition drawn on pages with fields, and copied; a returned file read back into marks.

A field is named by `Address.tag`. PDF reads the dot in `actions[1].due` as two levels of names, and every program
joins them with a dot again, so the full name of each field is its tag, and is there once.
"""

from docgen.forms.pdf.blank import Blank, blank_of
from docgen.forms.pdf.compile import Compiled, compile_toolkit
from docgen.forms.pdf.read import Opened, open_form

__all__ = ["Blank", "Compiled", "Opened", "blank_of", "compile_toolkit", "open_form"]
