"""Words that somebody puts anywhere into a form are in an answer, in a doubt or listed: nothing goes unseen."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.forms.word import Blank, blank_of, open_form
from docgen.marks import toolkit_id
from docgen.reading import read
from tests.forms.word.written import Case, blank, compiled, every, filled
from tests.forms.word.written import name as name_of
from tests.returns.on_forms import FORMS
from tests.returns.page import BY, W, changed, run, xml

WORDS = "Zwölf Kühe"
RUN = run(WORDS)
CASES = [case for case in every() if name_of(case) in ("cafcass-national-case", "bwd-caf-tier1", "everything-form")]
WHOLE = tuple(name for name in FORMS if name != "strict OOXML")
_BOX = f"<v:textbox><w:txbxContent><w:p>{RUN}</w:p></w:txbxContent></v:textbox>"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_PIECES = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")}
AMONG = {
    "a run": RUN,
    "a run with a look": run(WORDS, '<w:rFonts w:ascii="Arial"/><w:b/><w:color w:val="FF0000"/>'),
    "a run struck out": run(WORDS, "<w:strike/>"),
    "a hidden run": run(WORDS, "<w:vanish/>"),
    "an insertion": f'<w:ins w:id="1" {BY}>{RUN}</w:ins>',
    "a deletion": f'<w:del w:id="1" {BY}><w:r><w:delText>{WORDS}</w:delText></w:r></w:del>',
    "a hyperlink": f"<w:hyperlink>{RUN}</w:hyperlink>",
    "a field": f'<w:fldSimple w:instr=" QUOTE ">{RUN}</w:fldSimple>',
    "a smart tag": f'<w:smartTag w:element="x"><w:customXml w:element="y">{RUN}</w:customXml></w:smartTag>',
    "an alternative": f'<mc:AlternateContent><mc:Choice Requires="w14">{RUN}</mc:Choice></mc:AlternateContent>',
    "a text box": f"<w:r><w:pict><v:shape>{_BOX}</v:shape></w:pict></w:r>",
    "words above words": f"<w:r><w:ruby><w:rt>{RUN}</w:rt><w:rubyBase><w:r/></w:rubyBase></w:ruby></w:r>",
    "an equation": f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>{WORDS}</m:t></m:r></m:oMath>',
    "a page number": f'<w:fldSimple w:instr=" PAGE ">{RUN}</w:fldSimple>',
    "between braces": _PIECES["begin"] + f"<w:r><w:instrText>{WORDS}</w:instrText></w:r>" + _PIECES["end"],
    "a foreign element": f'<x:y xmlns:x="urn:x">{RUN}</x:y>',
    "an insertion that was deleted": (
        f'<w:ins w:id="1" {BY}><w:del w:id="2" {BY}><w:r><w:delText>{WORDS}</w:delText></w:r></w:del></w:ins>'
    ),
    "alternative text": f'<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="{WORDS}"/></wp:inline></w:drawing></w:r>',
    "a control": f"<w:sdt><w:sdtPr/><w:sdtContent>{RUN}</w:sdtContent></w:sdt>",
}
"""What is put among the words of a paragraph."""
BEHIND = {
    "p": f"<w:p>{RUN}</w:p>",
    "tr": f"<w:tr><w:tc><w:tcPr/><w:p>{RUN}</w:p></w:tc></w:tr>",
    "tc": f"<w:tc><w:tcPr/><w:p>{RUN}</w:p></w:tc>",
    "tbl": f"<w:tbl><w:tr><w:tc><w:p>{RUN}</w:p></w:tc></w:tr></w:tbl>",
}
"""What is put behind a paragraph, a row, a cell or a table."""


@cache
def learned(case: Case) -> Blank:
    return blank_of(compiled(case).copy(toolkit_id("blank")))


def put(chance: random.Random) -> Callable[[Any], None]:
    """Puts the words somewhere."""

    def change(root: Any) -> None:
        body = root.find(W + "body")
        if chance.random() < 0.3:
            kind = chance.choice(list(BEHIND))
            chance.choice(list(body.iter(W + kind))).addnext(xml(BEHIND[kind])[0])
            return
        made = xml(AMONG[chance.choice(list(AMONG))])
        paragraph = chance.choice(list(body.iter(W + "p")))
        there = [one for one in paragraph if one.tag != W + "pPr"]
        at = chance.choice(there) if there else None
        for new in reversed(made):
            if at is not None:
                at.addnext(new)
            else:
                paragraph.insert(len(paragraph.findall(W + "pPr")), new)

    return change


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.sampled_from(CASES), st.booleans(), st.sampled_from(WHOLE))
def test_words_put_anywhere_are_seen(seed: int, case: Case, is_filled: bool, whole: str) -> None:
    def change(root: Any) -> None:
        FORMS[whole][0](root)
        put(random.Random(seed))(root)

    document = changed(filled(case) if is_filled else blank(case), change)
    marks = open_form(document, "form.docx").marks(learned(case))
    said = [one.text for one in marks.unread]
    for answer in read(marks, case[1]):
        said += [str(answer.value), answer.text, answer.doubt, str(answer.candidates)]
    assert any(WORDS in text for text in said)
