"""Whatever a file holds, checking it ends with a framework or with words, never with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from docgen.definitions import check
from docgen.definitions.reference import SAMPLE
from docgen.model import Severity

QUIET = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])

ODD = (
    "", "~", "[]", "{}", "[[]]", "{a: b}", "- x", "yes", "5", "'", '"', "&a", "*a", "!!x", "|", ">", "# c", ": ", "}",
    "\t", "\u2028", "\x85", "\ufeff", "\x07", "1e5", "{x!r}", "2026-13-45", "answered", "total", "a == 'b'",
    "better(grade,", "rows(grade, 'x', 'y')", "not " * 300, "(" * 300, "1or 2", "\\d", "count()", "lambda: 1",
    "[x for x in y]", "a" * 3000, "grade", "kind: table", "<<", "__import__('os')",
)  # fmt: skip


def checked(folder: Path, data: bytes) -> None:
    """Check a file with this content, and that what comes back is whole."""
    path = folder / "sample.yaml"
    path.write_bytes(data)
    framework, queries = check(path, section_kinds=("overall",))
    assert (framework is None) == any(query.severity is Severity.ERROR for query in queries)
    for query in queries:
        assert query.message
        assert query.where.file == str(path)
        assert len(str(query)) < 2000


@QUIET
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    checked(tmp_path, data)


@QUIET
@given(st.text(alphabet="ab:-[]{}'\"&*!|>#%@`\\ \n\t,?~", max_size=80))
@example("{a: b, c}")
@example("? a")
@example("? [a]: b")
@example("- - - a")
def test_any_text_made_of_yamls_own_signs(tmp_path: Path, text: str) -> None:
    checked(tmp_path, text.encode("utf-8"))


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A right definition in which a few lines are gone, moved, repeated or hold something odd."""
    lines = SAMPLE.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        change = draw(st.sampled_from(["drop", "repeat", "in", "out", "value", "insert", "swap"]))
        if change == "drop" and len(lines) > 1:
            del lines[at]
        elif change == "repeat":
            lines.insert(at, line)
        elif change == "in":
            lines[at] = "  " + line
        elif change == "out":
            lines[at] = line.removeprefix("  ")
        elif change == "value":
            lines[at] = line.split(":")[0] + ": " + draw(st.sampled_from(ODD))
        elif change == "insert":
            place = draw(st.integers(0, len(line)))
            lines[at] = line[:place] + draw(st.sampled_from(ODD)) + line[place:]
        else:
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


@QUIET
@given(damaged())
def test_any_damage_to_a_definition(tmp_path: Path, text: str) -> None:
    checked(tmp_path, text.encode("utf-8"))


@pytest.mark.parametrize(
    "condition", ["not " * 240 + "a", "(" * 240 + "a" + ")" * 240, "[" * 400, "a." * 400, "9" * 999, "a or " * 400]
)
def test_a_condition_of_any_depth(tmp_path: Path, condition: str) -> None:
    checked(tmp_path, SAMPLE.replace("when: {grade: good}", f"when: '{condition}'").encode("utf-8"))
