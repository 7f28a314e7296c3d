"""Workbooks that programs or accidents have damaged within their parts: read or refused, and never a fault."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from docgen.model import DocgenError, State
from tests.forms.excel.marking import STRINGS, STYLES, Pen
from tests.forms.excel.written import FORM_SHEET, packed, parts, read
from tests.forms.word.written import EVERYTHING, answers

CASE = (EVERYTHING, EVERYTHING.forms[0])
PARTS = (FORM_SHEET, STYLES, STRINGS, "xl/workbook.xml")


def _marked() -> dict[str, bytes]:
    pen = Pen(CASE)
    pen.text(pen.at("plain"), "Sam").font(pen.at("plain"), "<strike/>")
    pen.runs(pen.at("free"), ("old ", "<strike/>"), ("new", "<rFont val='Wingdings'/>"))
    pen.number(pen.at("day"), "46115", "dd/mm/yyyy").text(pen.at("many__o1"), "x").fill(pen.at("many__o0", right=-1))
    return parts(pen.done())


MARKED = _marked()
VALUES = ("", "-1", "99999999999", "x", "NaN", "1E999", "☐", "true")


@settings(max_examples=150)
@given(st.sampled_from(PARTS), st.integers(0, 2**32))
def test_a_part_with_anything_missing_or_odd_is_read_or_refused(part: str, seed: int) -> None:
    chance = random.Random(seed)
    root = etree.fromstring(MARKED[part])
    elements = [one for one in root.iter() if isinstance(one.tag, str)][1:]
    for one in chance.sample(elements, k=min(3, len(elements))):
        sort = chance.randrange(4)
        if sort == 0 and one.getparent() is not None:
            one.getparent().remove(one)  # type: ignore[union-attr]
        elif sort == 1 and one.attrib:
            one.attrib.pop(chance.choice(list(one.attrib)))
        elif sort == 2 and one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice(VALUES))
        else:
            one.text = chance.choice(VALUES)
    try:
        found = read(packed({**MARKED, part: etree.tostring(root)}), CASE)
    except DocgenError:
        return
    assert found.keys() == answers(CASE[1]).keys()


@pytest.mark.parametrize("part", [STYLES, STRINGS])
def test_a_workbook_without_a_part_of_its_looks_or_texts_is_read_or_refused(part: str) -> None:
    try:
        found = read(packed({name: data for name, data in MARKED.items() if name != part}), CASE)
    except DocgenError:
        return
    assert all(one.state in (State.BLANK, State.ANSWERED, State.DOUBTFUL) for one in found.values())
