"""The names of the elements and attributes that the reader looks at.

ECMA-376 part 1 (transitional); [MS-DOCX] for w14; part 3 for mc. Strict documents are mapped to these names.
"""

from __future__ import annotations

from docgen.forms.tree import Element, parse

__all__ = ["Element", "parse"]

_OFFICE = "http://schemas.openxmlformats.org/"
W = "{" + _OFFICE + "wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{" + _OFFICE + "markup-compatibility/2006}"

M = "{" + _OFFICE + "officeDocument/2006/math}"
A = "{" + _OFFICE + "drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"

P, R, T, TBL, TR, TC = W + "p", W + "r", W + "t", W + "tbl", W + "tr", W + "tc"
SDT, SDT_PR, CONTENT = W + "sdt", W + "sdtPr", W + "sdtContent"
TAG, SHOWING, DATE, PLAIN_TEXT = W + "tag", W + "showingPlcHdr", W + "date", W + "text"
LIST, COMBO, ITEM = W + "dropDownList", W + "comboBox", W + "listItem"
CHECKBOX, CHECKED = W14 + "checkbox", W14 + "checked"
CHECKED_STATE, UNCHECKED_STATE = W14 + "checkedState", W14 + "uncheckedState"
BOOKMARK, BOOKMARK_END = W + "bookmarkStart", W + "bookmarkEnd"
BREAK, RETURN, TAB, PTAB, HYPHEN, SYMBOL = W + "br", W + "cr", W + "tab", W + "ptab", W + "noBreakHyphen", W + "sym"
P_PR, R_PR, TR_PR, P_STYLE, SPAN, TC_PR = W + "pPr", W + "rPr", W + "trPr", W + "pStyle", W + "gridSpan", W + "tcPr"
MERGED_DOWN, MERGED_ACROSS = W + "vMerge", W + "hMerge"
INS, DEL, MOVE_FROM, MOVE_TO, DEL_TEXT = W + "ins", W + "del", W + "moveFrom", W + "moveTo", W + "delText"
VANISH, BOX_CONTENT = W + "vanish", W + "txbxContent"
FIELD, FIELD_CHAR, INSTRUCTION = W + "fldSimple", W + "fldChar", W + "instrText"
ALTERNATE, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
DRAWING, PICTURE, OBJECT, IMPORT, LEGACY = W + "drawing", W + "pict", W + "object", W + "altChunk", W + "ffData"
MATH, MATH_TEXT, SUB_DOCUMENT, RUBY_TEXT = M + "oMath", M + "t", W + "subDoc", W + "rt"
DRAWN_TEXT, WORD_ART = A + "t", V + "textpath"
OLD_BOX, OLD_LIST = W + "checkBox", W + "ddList"
COMMENT, COMMENT_MARK, COMMENT_START, COMMENT_END = (
    W + "comment",
    W + "commentReference",
    W + "commentRangeStart",
    W + "commentRangeEnd",
)
FOOTNOTE, ENDNOTE, FOOTNOTE_MARK, ENDNOTE_MARK = (
    W + "footnote",
    W + "endnote",
    W + "footnoteReference",
    W + "endnoteReference",
)
HIGHLIGHT, SHADING, BOLD, BORDER, UNDERLINE = W + "highlight", W + "shd", W + "b", W + "bdr", W + "u"
COLOUR, STRIKE, DOUBLE_STRIKE, P_BORDER = W + "color", W + "strike", W + "dstrike", W + "pBdr"
ITALIC, SIZE, NUMBERED, NUMBER_ID, EMPHASIS = W + "i", W + "sz", W + "numPr", W + "numId", W + "em"
EFFECTS = tuple(W + name for name in ("caps", "smallCaps", "shadow", "outline", "emboss", "imprint"))
"""What is on or off."""
MORE_EFFECTS = (EMPHASIS, W + "effect", W14 + "glow", W14 + "shadow", W14 + "textOutline", W14 + "reflection")
STYLE, BASED_ON, STYLE_ID, R_STYLE, FONTS = W + "style", W + "basedOn", W + "styleId", W + "rStyle", W + "rFonts"
VAL, NAME, ID, AUTHOR, TYPE = W + "val", W + "name", W + "id", W + "author", W + "type"
FULL_DATE, DISPLAY, VALUE, CHAR, FONT, INSTR = (
    W + "fullDate",
    W + "displayText",
    W + "value",
    W + "char",
    W + "font",
    W + "instr",
)
FILL = W + "fill"
VAL14 = W14 + "val"

_ON, _OFF = frozenset({"1", "true", "on"}), frozenset({"0", "false", "off"})


OWN = "_dg_"
"""How the names of the hidden bookmarks around answers begin."""
FOREIGN = "goog_rdk_"
"""How the tags of the wrappers begin that Google puts around rows, cells and words. They stand for nothing."""


def on_off(element: Element) -> bool | None:
    """What an element of the type OnOff says: without a value it is on; None for a spelling that does not exist.

    LibreOffice 25 writes w:val where w14:val belongs.
    """
    value = element.get(VAL14) or element.get(VAL)
    if value is None or value in _ON:
        return True
    return False if value in _OFF else None
