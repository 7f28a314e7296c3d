"""Every shipped form as a workbook. A change shows as a diff; `pytest --accept` takes it."""

from __future__ import annotations

import pytest

from tests.conftest import Golden
from tests.forms.excel.written import blank, filled
from tests.forms.word.written import Case, every, name
from tests.sheets import sheets


@pytest.mark.parametrize("case", every(), ids=name)
def test_a_blank_workbook_reads_as_it_did(case: Case, golden: Golden) -> None:
    golden(f"excel/{name(case)}.txt", sheets(blank(case)))


def test_a_filled_workbook_reads_as_it_did(golden: Golden) -> None:
    golden("excel/everything-form-filled.txt", sheets(filled(every()[-1])))
