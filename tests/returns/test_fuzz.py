"""Whatever is done to the bytes or to the XML of a return, it is refused in words or read; nothing else comes out."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from docgen.forms.word import Blank, blank_of, open_form
from docgen.marks import toolkit_id
from docgen.model import DocgenError, Form, State
from docgen.reading import read
from tests.forms.word.written import EVERYTHING, compiled, filled
from tests.returns.page import PREFIXES, W14, W, changed

CASE = (EVERYTHING, EVERYTHING.forms[0])
FORM: Form = CASE[1]
WORDS = """p r t tc tr tbl sdt sdtPr sdtContent tag id date text checkBox ffData fldChar instrText ins del moveFrom
    moveTo rPr pPr trPr tcPr strike highlight shd rFonts sym bookmarkStart bookmarkEnd gridSpan vMerge hyperlink
    smartTag customXml txbxContent pict drawing object altChunk commentReference br tab vanish ddList
    result listEntry"""
OTHERS = (W14 + "checkbox", W14 + "checked", "{" + PREFIXES["mc"] + "}AlternateContent", "{urn:x}y", "plain")
NAMES = (*(W + name for name in WORDS.split()), *OTHERS)
VALUES = st.sampled_from(
    ("", "0", "1", "-1", "true", "x", "999999999999999999999", "goog_rdk_1", "grade=good", "\u202e", "½")
)


@cache
def _blank() -> Blank:
    return blank_of(compiled(CASE).copy(toolkit_id("blank")))


def _read(document: bytes) -> None:
    """Reads a file that may be anything; every answer is one of the three."""
    try:
        marks = open_form(document, "form.docx").marks(_blank())
    except DocgenError:
        return
    for answer in read(marks, FORM):
        assert (answer.value is None) or answer.state is State.ANSWERED
        assert bool(answer.doubt) == (answer.state is State.DOUBTFUL)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255), st.sampled_from("scdi")), min_size=1, max_size=8))
def test_any_change_of_bytes(changes: list[tuple[float, int, str]]) -> None:
    document = bytearray(filled(CASE))
    for where, value, how in changes:
        at = int(where * (len(document) - 1))
        if how == "s":
            document[at] = value
        elif how == "c":
            del document[at : at + value]
        elif how == "d":
            document[at:at] = document[max(0, at - value) : at]
        else:
            document[at:at] = bytes([value])
        if len(document) < 2:
            break
    _read(bytes(document))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.integers(1, 12), st.lists(VALUES, min_size=1, max_size=4))
def test_any_change_of_elements(seed: int, count: int, values: list[str]) -> None:
    chance = random.Random(seed)

    def change(root: Any) -> None:
        for _ in range(count):
            found = [one for one in root.iter(etree.Element) if one is not root]
            one, other = chance.choice(found), chance.choice(found)
            _CHANGES[chance.randrange(len(_CHANGES))](one, other, chance, values)

    _read(changed(filled(CASE), change))


def _renamed(one: Any, other: Any, chance: random.Random, values: list[str]) -> None:
    one.tag = chance.choice(NAMES)


def _attribute(one: Any, other: Any, chance: random.Random, values: list[str]) -> None:
    one.set(chance.choice([*one.attrib, W + "val", W + "id", W + "name", W14 + "val"]), chance.choice(values))


def _emptied(one: Any, other: Any, chance: random.Random, values: list[str]) -> None:
    one.attrib.clear()
    one.text = None


def _worded(one: Any, other: Any, chance: random.Random, values: list[str]) -> None:
    one.text, one.tail = chance.choice(values), chance.choice(values)


def _added(one: Any, other: Any, chance: random.Random, values: list[str]) -> None:
    new = etree.SubElement(one, chance.choice(NAMES))
    new.set(W + "val", chance.choice(values))
    new.text = chance.choice(values)


def _around(one: Any, other: Any, chance: random.Random, values: list[str]) -> None:
    new = etree.Element(chance.choice(NAMES))
    one.addprevious(new)
    new.append(one)


def _moved(one: Any, other: Any, chance: random.Random, values: list[str]) -> None:
    if one is not other and one not in other.iterancestors():
        other.append(one)


def _remarked(one: Any, other: Any, chance: random.Random, values: list[str]) -> None:
    one.insert(0, etree.Comment("x"))
    one.append(etree.ProcessingInstruction("x", "y"))


_CHANGES = (_renamed, _attribute, _emptied, _worded, _added, _around, _moved, _remarked)
