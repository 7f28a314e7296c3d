"""A form drawn on pages, with what stands around the text of each of them.

The fields themselves are put in afterwards; here each answer gets its frame, and leaves its place.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from docgen.forms import words
from docgen.forms.pdf import looks
from docgen.forms.pdf.flow import Place
from docgen.forms.pdf.letters import printable
from docgen.forms.pdf.story import story
from docgen.model import Form, Framework


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages without fields, and where the fields go, in reading order."""

    data: bytes
    places: tuple[Place, ...]


def draw(framework: Framework, form: Form) -> Drawn:
    """The form on A4 pages. The same form gives the same bytes."""
    pages = _Pages(framework, form, 0)
    pages.build()
    pages = _Pages(framework, form, pages.count)
    data = pages.build()
    return Drawn(data, tuple(pages.places))


class _Pages:
    """One run over the form. The first one only counts the pages."""

    def __init__(self, framework: Framework, form: Form, total: int) -> None:
        self._framework = framework
        self._form = form
        self._total = total
        self.count = 0
        self.places: list[Place] = []

    def build(self) -> bytes:
        """The pages as a file."""
        out = io.BytesIO()
        frame = Frame(
            looks.LEFT, looks.BOTTOM, looks.WIDTH, looks.HEIGHT,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        document = BaseDocTemplate(out, pagesize=looks.PAPER, invariant=1, pageCompression=1)
        document.addPageTemplates(PageTemplate("page", [frame], onPage=self._around))
        document.build(list(story(self._framework, self._form, self.places)))
        return out.getvalue()

    def _around(self, canvas: object, document: object) -> None:
        """Header and footer. The words that name the copy are put in afterwards, at the left of the footer."""
        self.count += 1
        c, right = _Pen(canvas), looks.PAPER[0] - looks.RIGHT
        if self._framework.marking:
            marking = printable(self._framework.marking)
            c.words(looks.PAPER[0] / 2, looks.PAPER[1] - 30, marking, looks.BOLD, looks.INK, 0.5)
            c.words(looks.PAPER[0] / 2, 22, marking, looks.BOLD, looks.INK, 0.5)
        if self.count > 1:
            top = looks.PAPER[1] - 48
            title = f"{words.line(self._framework.title)}: {words.line(self._form.title)}"
            c.words(looks.LEFT, top, printable(words.line(self._framework.organisation)))
            c.words(right, top, printable(title), share=1)
        c.rule(looks.LEFT, right, 48)
        c.words(right, 36, f"Page {self.count} of {self._total}", share=1)


class _Pen:
    """Words and rules around the text of a page."""

    def __init__(self, canvas: object) -> None:
        self._canvas = canvas

    def words(
        self, x: float, y: float, text: str, font: str = looks.REGULAR, colour: str = looks.GREY, share: float = 0.0
    ) -> None:
        """A line of words; `share` of its width lies to the left of x."""
        c = self._canvas
        c.setFont(font, looks.QUIET)  # type: ignore[attr-defined]
        c.setFillColor(HexColor(colour))  # type: ignore[attr-defined]
        c.drawString(x - share * stringWidth(text, font, looks.QUIET), y, text)  # type: ignore[attr-defined]

    def rule(self, left: float, right: float, y: float) -> None:
        """A thin line."""
        self._canvas.setStrokeColor(HexColor(looks.RULE))  # type: ignore[attr-defined]
        self._canvas.setLineWidth(0.5)  # type: ignore[attr-defined]
        self._canvas.line(left, y, right, y)  # type: ignore[attr-defined]
