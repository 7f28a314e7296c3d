"""Every shipped form as a person sees it in PDF. A change shows as a diff; `pytest --accept` takes it."""

from __future__ import annotations

import pytest

from docgen.fields import kind
from tests.conftest import Golden
from tests.forms.pdf.made import WHOLE, copy
from tests.forms.word.written import Case, every, name
from tests.pdf_outline import outline


@pytest.mark.parametrize("case", every(), ids=name)
def test_a_blank_form_reads_as_it_did(case: Case, golden: Golden) -> None:
    golden(f"pdf/{name(case)}.txt", outline(copy(case)))


def test_a_filled_form_reads_as_it_did(golden: Golden) -> None:
    values = {question.id: kind(question).examples(question)[-1] for question in WHOLE[1].questions}
    golden("pdf/everything-form-filled.txt", outline(copy(WHOLE, values)))
