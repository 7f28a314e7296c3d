"""A definition as an Excel workbook, for people who never saw YAML: a sheet for each sort of part, a row for each part.

The sheets follow from the models of the language, so that a word which the language gains has its column at once.
What has no column (an outline nested in an outline) stands as YAML in the sheet `more`: nothing is lost.
"""

from docgen.definitions.workbook.draw import drawn
from docgen.definitions.workbook.gather import gather

__all__ = ["drawn", "gather"]
