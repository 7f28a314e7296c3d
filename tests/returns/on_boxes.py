"""Every manner in which people mark one option of several without clicking its box, as editors write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.returns.page import BY, PREFIXES, Page, W, changed, dress, run, unwrap, xml

__all__ = ["MANNERS", "Boxes", "changed"]


@dataclass
class Boxes:
    """The boxes of one question: option → tag and label, and the option that is meant."""

    page: Page
    labels: Mapping[str, str]
    meant: str

    @property
    def others(self) -> list[str]:
        """The tags of the options that are not meant."""
        return [tag for tag in self.labels if tag != self.meant]


Manner = Callable[[Boxes], None]


def _over(content: str) -> Manner:
    return lambda b: b.page.show(b.meant, content)


def _before(text: str) -> Manner:
    def mark(b: Boxes) -> None:
        p = b.page.paragraph(b.meant)
        p.insert(1 if p[0].tag == W + "pPr" else 0, xml(run(text))[0])

    return mark


def _between(text: str) -> Manner:
    return lambda b: b.page.after(b.meant).addnext(xml(run(text))[0])


def _behind(content: str) -> Manner:
    return lambda b: b.page.paragraph(b.meant).append(xml(content)[0])


def _instead(content: str) -> Manner:
    def mark(b: Boxes) -> None:
        b.page.sdt(b.meant).addprevious(xml(content)[0])
        control = b.page.sdt(b.meant)
        control.getparent().remove(control)

    return mark


def _plain_instead(text: str) -> Manner:
    def mark(b: Boxes) -> None:
        b.page.after(b.meant).addnext(xml(run(text))[0])
        b.page.strip(b.meant)

    return mark


def _look(props: str, *, box: bool = False) -> Manner:
    def mark(b: Boxes) -> None:
        runs = b.page.label(b.meant)
        dress(runs + list(b.page.sdt(b.meant).iter(W + "r")) if box else runs, props)

    return mark


def _look_of_box(props: str) -> Manner:
    return lambda b: dress(list(b.page.sdt(b.meant).iter(W + "r")), props)


def _ground(props: str) -> Manner:
    def mark(b: Boxes) -> None:
        holder = b.page.paragraph(b.meant).find(W + "pPr")
        holder.extend(xml(props))

    return mark


def _part(props: str) -> Manner:
    """The first letters of the label look otherwise."""

    def mark(b: Boxes) -> None:
        first = next(one for one in b.page.label(b.meant) if one.find(W + "t") is not None)
        text = first.find(W + "t")
        head, text.text = (text.text or "")[:2], (text.text or "")[2:]
        new = xml(run(head, props))[0]
        first.addprevious(new)
        tab = first.find(W + "tab")
        if tab is not None:
            new.insert(1, tab)

    return mark


def _rest(props: str) -> Manner:
    """All but the option that is meant look otherwise, boxes and all."""

    def mark(b: Boxes) -> None:
        for tag in b.others:
            dress([*b.page.label(tag), *b.page.sdt(tag).iter(W + "r")], props)

    return mark


def _rest_labels(props: str) -> Manner:
    def mark(b: Boxes) -> None:
        for tag in b.others:
            dress(b.page.label(tag), props)

    return mark


def _delete_lines(b: Boxes) -> None:
    for tag in b.others:
        p = b.page.paragraph(tag)
        p.getparent().remove(p)


def _delete_words(b: Boxes) -> None:
    """Box and label are deleted, and an empty line stays with the bookmark."""
    for tag in b.others:
        p = b.page.paragraph(tag)
        for one in [*p.findall(W + "sdt"), *p.findall(W + "r")]:
            p.remove(one)


def _delete_labels(b: Boxes) -> None:
    """Only the labels are deleted; the locked boxes stay."""
    for tag in b.others:
        for one in b.page.label(tag):
            one.getparent().remove(one)


def _delete_tracked(b: Boxes) -> None:
    """Labels and boxes are deleted while changes are tracked; Word keeps the control around the deletion."""
    for tag in b.others:
        _to_deleted([*b.page.label(tag), *b.page.sdt(tag).iter(W + "r")])


def _delete_lines_tracked(b: Boxes) -> None:
    """Whole lines are deleted while changes are tracked: the words, the control, the paragraph mark."""
    for n, tag in enumerate(b.others):
        _to_deleted([*b.page.label(tag), *b.page.sdt(tag).iter(W + "r")])
        p = b.page.paragraph(tag)
        (mark,) = xml(f"<w:rPr><w:del w:id='{900 + n}' {BY}/></w:rPr>")
        p.find(W + "pPr").append(mark)
        control = b.page.sdt(tag)
        control.addprevious(xml(f"<w:customXmlDelRangeStart w:id='{700 + n}' {BY}/>")[0])
        control.addnext(xml(f"<w:customXmlDelRangeEnd w:id='{700 + n}'/>")[0])


def _to_deleted(runs: list[object]) -> None:
    for n, one in enumerate(runs):
        (wrapped,) = xml(f"<w:del w:id='{800 + n}' {BY}/>")
        one.addprevious(wrapped)  # type: ignore[attr-defined]
        wrapped.append(one)
        for text in wrapped.iter(W + "t"):
            text.tag = W + "delText"


def _tick_tracked(b: Boxes) -> None:
    """A box is clicked while changes are tracked."""
    b.page.tick(b.meant)
    content = (
        f"<w:del w:id='71' {BY}><w:r><w:delText>☐</w:delText></w:r></w:del><w:ins w:id='72' {BY}>{run('☒')}</w:ins>"
    )
    b.page.show(b.meant, content)


def _retyped(b: Boxes) -> None:
    """The whole cell is typed over with the words of the option."""
    cell = b.page.cell(b.meant)
    for one in cell.findall(W + "p"):
        cell.remove(one)
    cell.extend(xml(f"<w:p>{run(b.labels[b.meant])}</w:p>"))


def _retyped_with_x(b: Boxes) -> None:
    cell = b.page.cell(b.meant)
    lines = "".join(f"<w:p>{run(('X ' if tag == b.meant else '') + label)}</w:p>" for tag, label in b.labels.items())
    for one in cell.findall(W + "p"):
        cell.remove(one)
    cell.extend(xml(lines))


def _one_line(b: Boxes) -> None:
    """All options are typed in one line, with a sign before each."""
    cell = b.page.cell(b.meant)
    signs = "  ".join(("☒ " if tag == b.meant else "☐ ") + label for tag, label in b.labels.items())
    for one in cell.findall(W + "p"):
        cell.remove(one)
    cell.extend(xml(f"<w:p>{run(signs)}</w:p>"))


def _typed_below(b: Boxes) -> None:
    b.page.cell(b.meant).extend(xml(f"<w:p>{run(b.labels[b.meant])}</w:p>"))


def _flattened(b: Boxes) -> None:
    """The controls are taken away, and the signs stay."""
    b.page.tick(b.meant)
    for tag in list(b.labels):
        unwrap(b.page.sdt(tag))


def _legacy(b: Boxes) -> None:
    """Old form fields in the place of the controls."""
    for tag in list(b.labels):
        on = int(tag == b.meant)
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check1"/><w:enabled/><w:checkBox>'
            f'<w:sizeAuto/><w:default w:val="0"/><w:checked w:val="{on}"/></w:checkBox></w:ffData></w:fldChar></w:r>'
            '<w:r><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        control = b.page.sdt(tag)
        for one in xml(field):
            control.addprevious(one)
        control.getparent().remove(control)


def _legacy_without_bookmarks(b: Boxes) -> None:
    cell = b.page.cell(b.meant)
    _legacy(b)
    for one in list(cell.iter(W + "bookmarkStart")):
        one.getparent().remove(one)


def sym(font: str, char: str) -> str:
    """A symbol from the symbol table of Word."""
    return f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'


def lettered(font: str, letter: str) -> str:
    """A letter that a symbol font shows as a sign."""
    return run(letter, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>')


_YELLOW = '<w:highlight w:val="yellow"/>'
_GROUND = '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>'
_BORDER = '<w:bdr w:val="single" w:sz="4" w:space="0" w:color="auto"/>'

MANNERS: Mapping[str, Manner] = {
    "box clicked": lambda b: b.page.tick(b.meant),
    **{f"{text} typed over the box": _over(run(text)) for text in ("X", "x", "✓", "✔", "☑", "√", "yes", "Y", "[x]")},
    **{f"{text.strip()} typed before the box": _before(text) for text in ("X ", "✓ ", "yes ")},
    **{f"{text.strip()} typed between box and label": _between(text) for text in ("X", " ✓")},
    **{f"{text.strip()} typed behind the label": _behind(run(text)) for text in (" X", " ✓", " yes")},
    **{f"{text} in place of the box": _instead(run(text)) for text in ("X", "✓", "Y")},
    "X in place of box and bookmark": _plain_instead("X"),
    "Wingdings tick (symbol) over the box": _over(sym("Wingdings", "F0FE")),
    "Wingdings check mark (symbol) over the box": _over(sym("Wingdings", "F0FC")),
    "Wingdings 2 tick (symbol) over the box": _over(sym("Wingdings 2", "F052")),
    "Wingdings 2 cross in box (symbol) over the box": _over(sym("Wingdings 2", "F051")),
    "Webdings check mark (symbol) over the box": _over(sym("Webdings", "F061")),
    "Symbol root sign (symbol) over the box": _over(sym("Symbol", "F0D6")),
    "Segoe UI Symbol check mark (symbol) over the box": _over(sym("Segoe UI Symbol", "2713")),
    "Wingdings tick (letter) over the box": _over(lettered("Wingdings", "þ")),
    "Wingdings check mark (letter) over the box": _over(lettered("Wingdings", "ü")),
    "Wingdings check mark (private letter) over the box": _over(lettered("Wingdings", "\uf0fc")),
    "Wingdings 2 check mark (letter) over the box": _over(lettered("Wingdings 2", "P")),
    "Wingdings 2 cross (letter) over the box": _over(lettered("Wingdings 2", "O")),
    "Webdings check mark (letter) over the box": _over(lettered("Webdings", "a")),
    "Wingdings tick (symbol) before the box": lambda b: (
        _before(" ")(b) or b.page.sdt(b.meant).addprevious(xml(sym("Wingdings", "F0FC"))[0])
    ),
    "Wingdings tick (symbol) in place of the box": _instead(sym("Wingdings", "F0FE")),
    "Wingdings tick (letter) in place of the box": _instead(lettered("Wingdings", "þ")),
    "label highlighted": _look(_YELLOW),
    "line highlighted, box and all": _look(_YELLOW, box=True),
    "box highlighted": _look_of_box(_YELLOW),
    "label shaded": _look(_GROUND),
    "paragraph shaded": _ground(_GROUND),
    "label in bold": _look("<w:b/><w:bCs/>"),
    "label in a strong style": _look('<w:rStyle w:val="DGRequired"/>'),
    "label framed": _look(_BORDER),
    "paragraph framed": _ground(
        '<w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/>'
        '<w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
    ),
    "label underlined": _look('<w:u w:val="single"/>'),
    "label in red": _look('<w:color w:val="FF0000"/>'),
    "part of the label highlighted": _part(_YELLOW),
    "the others struck out": _rest("<w:strike/>"),
    "the others struck out twice": _rest("<w:dstrike/>"),
    "the labels of the others struck out": _rest_labels("<w:strike/>"),
    "the others hidden": _rest("<w:vanish/>"),
    "the lines of the others deleted": _delete_lines,
    "the words of the others deleted": _delete_words,
    "the labels of the others deleted": _delete_labels,
    "the others deleted, tracked": _delete_tracked,
    "the lines of the others deleted, tracked": _delete_lines_tracked,
    "box clicked, tracked": _tick_tracked,
    "cell typed over with the label": _retyped,
    "options typed again, X before one": _retyped_with_x,
    "options typed in one line with signs": _one_line,
    "label typed below the boxes": _typed_below,
    "controls taken away, signs left": _flattened,
    "old form fields for controls": _legacy,
    "old form fields for controls, no bookmarks": _legacy_without_bookmarks,
}

_SIGNS = ("✅", "☑️", "👍", "👍🏽", "✔️", "х", "Χ", "×", "╳", "⨯", "Ｘ", "v", "ü", "•", "*", "o", "●", "/", "+", "1", "!")
_WORDS = ("✓ clearly so", "X, see above", "yes!", "xx")
SIGNS: Mapping[str, tuple[Manner, ...]] = {
    f"{' '.join(_SIGNS)} before the box": tuple(_before(f"{sign} ") for sign in _SIGNS),
    "the same behind the label": tuple(_behind(run(f" {sign}")) for sign in _SIGNS),
    "the same over the box": tuple(_over(run(sign)) for sign in _SIGNS),
    "a sign that is in no list, in Wingdings, before the box": (
        lambda b: _before(" ")(b) or b.page.sdt(b.meant).addprevious(xml(sym("Wingdings", "F04E"))[0]),
    ),
    f"{', '.join(f'“{text}”' for text in _WORDS)} behind the label": tuple(_behind(run(f" {one}")) for one in _WORDS),
}
"""Signs that are no sure ticks, by exactly one option: manner → each of them."""


def _ticked(write: Callable[[Boxes, str], None], words: str) -> Manner:
    """A box is clicked, and words are written somewhere about it; “other” stands for the label of another option."""

    def mark(b: Boxes) -> None:
        b.page.tick(b.meant)
        write(b, words.replace("other", b.labels[b.others[-1]]))

    return mark


def _write_below(b: Boxes, words: str) -> None:
    b.page.cell(b.meant).extend(xml(f"<w:p>{run(words)}</w:p>"))


def _write_behind_another(b: Boxes, words: str) -> None:
    b.page.paragraph(b.others[0]).append(xml(run(f" {words}"))[0])


def _write_below_the_question(b: Boxes, words: str) -> None:
    b.page.cell(b.meant).getprevious().extend(xml(f"<w:p>{run(words)}</w:p>"))


def _write_in_a_row_below(b: Boxes, words: str) -> None:
    cells = "".join(f"<w:tc><w:tcPr/><w:p>{run(text)}</w:p></w:tc>" for text in ("", "", words))
    b.page.row(b.meant).addnext(xml(f"<w:tr>{cells}</w:tr>")[0])


def _write_in_a_box(b: Boxes, words: str) -> None:
    box = f"<v:textbox><w:txbxContent><w:p>{run(words)}</w:p></w:txbxContent></v:textbox>"
    b.page.paragraph(b.meant).append(xml(f"<w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r>")[0])


_BACK = ("Ignore the tick", "ticked by mistake", "please disregard", "wrong box", "not this one", "should be other")
TAKEN_BACK: Mapping[str, tuple[Manner, ...]] = {
    f"{', '.join(f'“{words}”' for words in _BACK)} below the boxes": tuple(_ticked(_write_below, one) for one in _BACK),
    "the same behind the label": tuple(
        _ticked(lambda b, words: b.page.paragraph(b.meant).append(xml(run(f" {words}"))[0]), one) for one in _BACK
    ),
    "the same behind the label of another option": tuple(_ticked(_write_behind_another, one) for one in _BACK),
    "the same below the question": tuple(_ticked(_write_below_the_question, one) for one in _BACK),
    "the same in a row put below": tuple(_ticked(_write_in_a_row_below, one) for one in _BACK),
    "the same in a text box": tuple(_ticked(_write_in_a_box, one) for one in _BACK),
    "the label of another option below the question": (_ticked(_write_below_the_question, "other"),),
}
"""A box is clicked, and words about it take the tick back; only a person can say what is meant then."""


def _rest_over(text: str) -> Manner:
    """A sign over the boxes of the options that are not meant."""

    def mark(b: Boxes) -> None:
        for tag in b.others:
            b.page.show(tag, run(text))

    return mark


def _oval(b: Boxes) -> None:
    """An oval drawn round the line of the option."""
    size = 'cx="720000" cy="360000"'
    shape = (
        '<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ' + size + "/></a:xfrm>"
        '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom><a:noFill/></wps:spPr><wps:bodyPr/></wps:wsp>'
    )
    at = "<wp:posOffset>0</wp:posOffset>"
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
        f'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">{at}'
        f'</wp:positionH><wp:positionV relativeFrom="paragraph">{at}</wp:positionV><wp:extent {size}/><wp:wrapNone/>'
        f'<wp:docPr id="5" name="Oval 5"/><a:graphic><a:graphicData uri="{PREFIXES["wps"]}">{shape}</a:graphicData>'
        "</a:graphic></wp:anchor>"
    )
    drawing = f'<mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing></mc:Choice>'
    new = xml(f"<w:r><mc:AlternateContent>{drawing}</mc:AlternateContent></w:r>")
    b.page.paragraph(b.meant).append(new[0])


_GLOW = '<w14:glow w14:rad="63500"><w14:srgbClr w14:val="FF0000"/></w14:glow>'
LOOKS: Mapping[str, Manner] = {
    "label in italics": _look("<w:i/>"),
    "label in a larger size": _look('<w:sz w:val="40"/>'),
    "label in capitals by its look": _look("<w:caps/>"),
    "label in small capitals": _look("<w:smallCaps/>"),
    "label with a shadow": _look("<w:shadow/>"),
    "label with dots over it": _look('<w:em w:val="dot"/>'),
    "label that glows": _look(_GLOW),
    "line made an item of a list": _ground('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
    "the others in white": _rest('<w:color w:val="FFFFFF"/>'),
    "the others in grey": _rest('<w:color w:val="A6A6A6"/>'),
    "the others very small": _rest('<w:sz w:val="2"/>'),
    "N/A over the boxes of the others": _rest_over("N/A"),
    "✗ over the boxes of the others": _rest_over("✗"),
    "oval drawn round the option": _oval,
}
"""More ways in which one option is made to stand out."""
