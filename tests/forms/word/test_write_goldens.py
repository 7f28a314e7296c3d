"""Every shipped form as a person sees it. A change shows as a diff; `pytest --accept` takes it."""

from __future__ import annotations

import pytest

from tests.conftest import Golden, golden_file
from tests.forms.word.written import Case, blank, every, filled, name
from tests.outline import outline


@pytest.mark.parametrize("case", every(), ids=name)
def test_a_blank_form_reads_as_it_did(case: Case, golden: Golden) -> None:
    golden(f"word/{name(case)}.txt", outline(blank(case)))


def test_a_filled_form_reads_as_it_did(golden: Golden) -> None:
    golden("word/everything-form-filled.txt", outline(filled(every()[-1])))


@pytest.mark.parametrize("path", ["../written.txt", "/x.txt", "word/../../conftest.txt", "word/form.docx"])
def test_nothing_outside_the_goldens_is_ever_accepted(path: str) -> None:
    with pytest.raises(ValueError, match="file below"):
        golden_file(path)
