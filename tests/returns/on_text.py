"""Every manner in which people write an answer into, beside or instead of its control, as editors write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy

from tests.returns.page import BY, PREFIXES, Page, W, dress, run, unwrap, xml

Writer = Callable[[Page, str], None]
"""Writes into the answer of a tag."""

SAYS = "Seen at home and at school"
FIRST, SECOND = "Seen at home", "and at school"


def _inside(content: str) -> Writer:
    def write(page: Page, tag: str) -> None:
        page.write(tag, "")
        page.sdt(tag).find(W + "sdtContent")[:] = xml(content)

    return write


def _after(content: str) -> Writer:
    def write(page: Page, tag: str) -> None:
        at = page.after(tag)
        for one in reversed(xml(content)):
            at.addnext(one)

    return write


def _before(text: str) -> Writer:
    return lambda page, tag: page.sdt(tag).getprevious().addprevious(xml(run(text))[0])


def _instead(content: str, *, bookmark: bool = True) -> Writer:
    def write(page: Page, tag: str) -> None:
        control, p = page.sdt(tag), page.paragraph(tag)
        for one in xml(content):
            control.addprevious(one)
        control.getparent().remove(control)
        for mark in [] if bookmark else [*p.iter(W + "bookmarkStart"), *p.iter(W + "bookmarkEnd")]:
            mark.getparent().remove(mark)

    return write


def _lines(*texts: str, above: bool = False) -> Writer:
    def write(page: Page, tag: str) -> None:
        p = page.paragraph(tag)
        made = xml("".join(f"<w:p>{run(text)}</w:p>" for text in texts))
        for one in made if above else reversed(made):
            (p.addprevious if above else p.addnext)(one)

    return write


def _typed_over(page: Page, tag: str) -> None:
    """All that stands in the cell is typed over."""
    cell = page.cell(tag)
    for p in cell.findall(W + "p"):
        cell.remove(p)
    cell.extend(xml(f"<w:p>{run(SAYS)}</w:p>"))


def _wrapped(inner: Writer, around: str, level: str) -> Writer:
    """The run, paragraph, cell or row of an answer in a wrapper; `around` has a hole for it."""

    def write(page: Page, tag: str) -> None:
        inner(page, tag)
        held = next(page.sdt(tag).find(W + "sdtContent").iter(W + "r")) if level == "r" else page.sdt(tag)
        target = held if level in ("r", "sdt") else next(held.iterancestors(W + level))
        (wrapper,) = xml(around)
        target.addprevious(wrapper)
        (next(wrapper.iter(W + "hole"))).addprevious(target)
        hole = next(wrapper.iter(W + "hole"))
        hole.getparent().remove(hole)

    return write


def _google(level: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="-1{len(level)}"/><w:tag w:val="goog_rdk_{len(level)}"/>'
        '<w:lock w:val="contentLocked"/></w:sdtPr><w:sdtContent><w:hole/></w:sdtContent></w:sdt>'
    )


def _filled(page: Page, tag: str) -> None:
    page.write(tag, SAYS)


def _text_box(page: Page, tag: str) -> None:
    inner = f"<w:txbxContent><w:p>{run(SAYS)}</w:p></w:txbxContent>"
    shape = (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData '
        f'uri="{PREFIXES["wps"]}"><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    _after(f"<w:r>{shape}</w:r>")(page, tag)


def _old_text_box(page: Page, tag: str) -> None:
    inner = f"<w:txbxContent><w:p>{run(SAYS)}</w:p></w:txbxContent>"
    _after(f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>")(page, tag)


def _old_field(page: Page, tag: str) -> None:
    _instead(
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Text1"/><w:enabled/><w:textInput/></w:ffData>'
        '</w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> FORMTEXT </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(SAYS)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )(page, tag)


def _old_list(page: Page, tag: str) -> None:
    _instead(
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="D1"/><w:ddList><w:result w:val="2"/>'
        '<w:listEntry w:val="Choose…"/><w:listEntry w:val="Agreed"/><w:listEntry w:val="Changed after talking"/>'
        '<w:listEntry w:val="Left open"/></w:ddList></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText xml:space="preserve"> FORMDROPDOWN </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )(page, tag)


def _flattened(page: Page, tag: str) -> None:
    page.write(tag, SAYS)
    unwrap(page.sdt(tag))


def _ins(text: str) -> str:
    return f'<w:ins w:id="61" {BY}>{run(text)}</w:ins>'


def _del(text: str) -> str:
    return f'<w:del w:id="62" {BY}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def _both(first: Writer, second: Writer) -> Writer:
    def write(page: Page, tag: str) -> None:
        first(page, tag)
        second(page, tag)

    return write


def _moved(page: Page, tag: str) -> None:
    """The end of the answer is moved to its front while changes are tracked."""
    page.write(tag, "")
    moved = f'<w:moveTo w:id="64" {BY}>{run(FIRST + " ")}</w:moveTo>'
    source = f'<w:moveFrom w:id="65" {BY}>{run(FIRST + " ")}</w:moveFrom>'
    page.sdt(tag).find(W + "sdtContent")[:] = xml(f"{moved}{run(SECOND)}{source}")


def _at_prompt(head: str, tail: str = "") -> Writer:
    """Typed without deleting the prompt."""

    def write(page: Page, tag: str) -> None:
        content = page.sdt(tag).find(W + "sdtContent")
        (text,) = content.iter(W + "t")
        text.text = head + (text.text or "") + tail

    return write


WRITTEN: Mapping[str, Writer] = {
    "written in the control": _filled,
    "written behind the prompt, in the control": _at_prompt("", SAYS),
    "written before the prompt, in the control": _at_prompt(SAYS),
    "written behind the control": _after(run(SAYS)),
    "written before the control": _before(SAYS),
    "written in place of the control": _instead(run(SAYS)),
    "written in place of control and bookmark": _instead(run(SAYS), bookmark=False),
    "cell typed over": _typed_over,
    "written in paragraphs below the control": _lines(FIRST, SECOND),
    "written in a paragraph above the control": _lines(SAYS, above=True),
    "control taken away, words left": _flattened,
    "old form field for the control": _old_field,
    "inserted, tracked": _inside(_ins(SAYS)),
    "written over while tracked": _inside(run(FIRST + " ") + _del("but not at school") + _ins(SECOND)),
    "moved within, tracked": _moved,
    "control deleted while tracked, words beside it": _both(_inside(_del("nothing")), _after(_ins(SAYS))),
    "part in bold, highlighted and coloured": _inside(
        run(FIRST + " ", '<w:b/><w:highlight w:val="yellow"/>') + run(SECOND, '<w:color w:val="FF0000"/>')
    ),
    "a word struck out": _inside(run("Not ", "<w:strike/>") + run(SAYS)),
    "a wrong word struck out twice, behind the control": _both(_filled, _after(run(" never", "<w:dstrike/>"))),
    "in a text box": _text_box,
    "in a text box of the old kind": _old_text_box,
    "as a hyperlink": _inside(f'<w:hyperlink w:anchor="_top">{run(SAYS)}</w:hyperlink>'),
    "with a smart tag": _inside(
        f'<w:smartTag w:uri="urn:x" w:element="place">{run(FIRST)}</w:smartTag>{run(" " + SECOND)}'
    ),
    "in a field that shows text": _inside(f'<w:fldSimple w:instr=" QUOTE x ">{run(SAYS)}</w:fldSimple>'),
    "from right to left": _inside(
        f'<w:bdo w:val="rtl">{run(FIRST, "<w:rtl/>")}</w:bdo>{run(" " + SECOND, "<w:rtl/>")}'
    ),
    "in an alternative": _inside(
        f'<mc:AlternateContent><mc:Choice Requires="w14">{run(SAYS)}</mc:Choice>'
        f"<mc:Fallback>{run(SAYS)}</mc:Fallback></mc:AlternateContent>"
    ),
    "run in a wrapper of Google's": _wrapped(_filled, _google("r"), "r"),
    "control in a wrapper of Google's": _wrapped(_filled, _google("sdt"), "sdt"),
    "paragraph in a wrapper of Google's": _wrapped(_filled, _google("para"), "p"),
    "cell in a wrapper of Google's": _wrapped(_filled, _google("table"), "tc"),
    "row in a wrapper of Google's": _wrapped(_filled, _google("tabler"), "tr"),
    "cell in custom XML": _wrapped(_filled, '<w:customXml w:element="x"><w:hole/></w:customXml>', "tc"),
}
"""Manner → how SAYS is written."""

_LISTED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
_FRAMED = '<w:pPr><w:framePr w:w="2000" w:hSpace="141" w:wrap="around" w:x="1" w:y="1"/></w:pPr>'
_NEVER = f'<w:ins w:id="51" {BY}><w:del w:id="52" {BY}><w:r><w:delText>Never</w:delText></w:r></w:del></w:ins>'
_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def _hidden(page: Page, tag: str) -> None:
    page.write(tag, SAYS)
    dress(list(page.sdt(tag).iter(W + "r")), "<w:vanish/>")


def _table(page: Page, tag: str) -> None:
    cells = "".join(f"<w:tc><w:tcPr/><w:p>{run(text)}</w:p></w:tc>" for text in (SAYS, ""))
    page.cell(tag).insert(1, xml(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>")[0])


def _dragged(page: Page, tag: str) -> None:
    """The whole answer is dragged into the cell of the reference."""
    page.write(tag, SAYS)
    first, cell = page.row(tag).find(W + "tc"), page.cell(tag)
    first.append(page.paragraph(tag))
    cell.append(xml("<w:p/>")[0])


CORNERS: Mapping[str, Writer] = {
    "all of it hidden": _hidden,
    "as an equation below the control": lambda page, tag: page.cell(tag).append(
        xml(f"<w:p><m:oMath {_MATH}><m:r><m:t>{SAYS}</m:t></m:r></m:oMath></w:p>")[0]
    ),
    "in a table put into the cell": _table,
    "dragged to another cell of the row": _dragged,
    "as a list": lambda page, tag: page.cell(tag).append(xml(f"<w:p>{_LISTED}{run(SAYS)}</w:p>")[0]),
    "with a space in Wingdings": _inside(
        run(FIRST) + '<w:r><w:sym w:font="Wingdings" w:char="F020"/></w:r>' + run(SECOND)
    ),
    "deleted while inserted, and written anew": _inside(_NEVER + run(SAYS)),
    "in a frame": lambda page, tag: page.cell(tag).append(xml(f"<w:p>{_FRAMED}{run(SAYS)}</w:p>")[0]),
}
"""More ways, from the corners of Word."""

DATES: Mapping[str, str | None] = {
    "03/04/2026": "read",
    "3/4/2026": "read",
    "03.04.2026": "read",
    "3-4-2026": "read",
    "3 April 2026": "read",
    "3rd April 2026": "read",
    "3rd of April 2026": "read",
    "the 3rd of April, 2026": "read",
    "3 Apr 2026": "read",
    "3-Apr-2026": "read",
    "3APR2026": "read",
    "Friday 3 April 2026": "read",
    "Fri, 3 April 2026": "read",
    "Fri 03/04/2026": "read",
    "April 3, 2026": "read",
    "April 3rd 2026": "read",
    "2026-04-03": "read",
    "2026/04/03": "read",
    "3/4/26": "doubtful",
    "03.04.26": "doubtful",
    "3 April 26": "doubtful",
    "3 April '26": "doubtful",
    "Thursday 3 April 2026": "doubtful",
}
"""A date as typed → whether it says 3 April 2026 for certain."""
UNDATED = ("3 Apr", "3/4", "next Friday", "04/2026", "31/02/2026", "?", "tbc")
"""What is typed for a date and is none."""

_CHOSEN = "Changed after talking"


def _chosen(page: Page, tag: str) -> None:
    page.write(tag, _CHOSEN)


def _list_flattened(page: Page, tag: str) -> None:
    page.write(tag, _CHOSEN)
    unwrap(page.sdt(tag))


LISTED: Mapping[str, Writer] = {
    "entry chosen": _chosen,
    "list taken away, words left": _list_flattened,
    "entry typed in place of the list": _instead(run("changed after  talking")),
    "entry typed in place of list and bookmark": _instead(run(_CHOSEN), bookmark=False),
    "entry typed behind the list": _after(run(_CHOSEN)),
    "entry typed below the list": _lines(_CHOSEN),
    "entry typed before the prompt": _at_prompt(_CHOSEN),
    "old form field for the list": _old_list,
    "entry chosen, another one struck out behind it": _both(_chosen, _after(run(" Agreed", "<w:strike/>"))),
    "entry chosen while tracked": _inside(_del("Agreed") + _ins(_CHOSEN)),
    "entry chosen, reason behind it": _both(_chosen, _after(run(" because the plan had moved on"))),
    "nearly an entry typed": _inside(run("Changed after talk")),
}
"""Manner → how the second of three entries is chosen."""


def _two_lists(page: Page, tag: str) -> None:
    """The list is copied and pasted behind itself, and another entry chosen in the first."""
    page.write(tag, _CHOSEN)
    page.sdt(tag).addnext(deepcopy(page.sdt(tag)))
    page.write(tag, "Agreed")


LISTED_LATER: Mapping[str, Writer] = {
    "entry typed below the reference": lambda page, tag: (
        page.row(tag).find(W + "tc").append(xml(f"<w:p>{run(_CHOSEN)}</w:p>")[0])
    ),
    "entry typed below the question": lambda page, tag: (
        page.cell(tag).getprevious().append(xml(f"<w:p>{run(_CHOSEN)}</w:p>")[0])
    ),
    "entry typed in a cell of its own": lambda page, tag: page.row(tag).append(
        xml(f"<w:tc><w:tcPr/><w:p>{run(_CHOSEN)}</w:p></w:tc>")[0]
    ),
    "entry typed below the list, another one chosen": _both(
        lambda page, tag: page.write(tag, "Agreed"), _lines(_CHOSEN)
    ),
    "entry chosen, another one behind a stroke": _both(
        lambda page, tag: page.write(tag, "Agreed"), _after(run(f" / {_CHOSEN}"))
    ),
    "another entry struck out in the list, then typed": _inside(run("Agreed", "<w:strike/>") + run(f" {_CHOSEN}")),
    "two controls, with two entries": _two_lists,
}
"""More manners of choosing."""
