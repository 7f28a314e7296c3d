"""What says which form a PDF is a copy of: its properties, its metadata, a hidden field, and the footer of each page.

Each of them is made once, with a mark of nine letters in the place of the toolkit id, which has nine as well.
"""

from __future__ import annotations

from docgen.forms import identity
from docgen.forms.pdf import looks, syntax
from docgen.forms.pdf.letters import printable
from docgen.forms.words import line
from docgen.forms.xmltext import escape
from docgen.model import Form, Framework

HIDDEN_FIELD = "_docgen"
"""The name of the hidden field. No field of a form can be called so: ids begin with a letter."""
FOOTER = "DgIdentity"
"""The name under which every page calls the words of its footer."""
_SPACE = "https://docgen.invalid/ns/form"
_MARK = "~TOOLKIT~"
_FIXED = "2000-01-01T00:00:00Z"
_FIXED_INFO = b"(D:20000101000000Z)"


def stamped(body: bytes, toolkit: str) -> bytes:
    """An object with the toolkit id in the place of the mark, wherever it stands as plain text or in UTF-16."""
    body = body.replace(_MARK.encode("ascii"), toolkit.encode("ascii"))
    return body.replace(syntax.utf16(_MARK), syntax.utf16(toolkit))


def title(framework: Framework, form: Form) -> str:
    """The title of the document."""
    return f"{line(framework.title)}: {line(form.title)}"


def info(framework: Framework, form: Form) -> bytes:
    """The document information. Its dates are fixed, since a copy is not dated by the clock of its machine."""
    return syntax.dictionary(
        {
            "Title": syntax.string(title(framework, form)),
            "Author": syntax.string(line(framework.organisation)),
            "Subject": syntax.string(line(form.purpose)),
            "Creator": b"(docgen)",
            "Producer": b"(docgen)",
            "CreationDate": _FIXED_INFO,
            "ModDate": _FIXED_INFO,
            **{f"docgen.{key}": syntax.string(text) for key, text in _said(framework, form).items()},
        }
    )


def metadata(framework: Framework, form: Form) -> bytes:
    """The metadata as XMP (ISO 16684-1), not packed, so that any program can find it."""
    own = "".join(f"<docgen:{key}>{escape(text)}</docgen:{key}>" for key, text in _said(framework, form).items())
    name = escape(title(framework, form))
    xml = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
        f'xmlns:docgen="{_SPACE}">\n'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{name}</rdf:li></rdf:Alt></dc:title>\n'
        f"<dc:creator><rdf:Seq><rdf:li>{escape(line(framework.organisation))}</rdf:li></rdf:Seq></dc:creator>\n"
        "<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>\n"
        f"<dc:identifier>{escape(_identifier(framework, form))}</dc:identifier>\n"
        f"<xmp:CreatorTool>docgen</xmp:CreatorTool><xmp:CreateDate>{_FIXED}</xmp:CreateDate>"
        f"<xmp:ModifyDate>{_FIXED}</xmp:ModifyDate><pdf:Producer>docgen</pdf:Producer>\n"
        f'{own}\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>\n'
    )
    return syntax.stream({"Type": b"/Metadata", "Subtype": b"/XML"}, xml.encode("utf-8"))


def hidden_field(framework: Framework, form: Form, page: int) -> bytes:
    """A field that nobody sees and nobody can change, on the page with this object number."""
    return syntax.dictionary(
        {
            "Type": b"/Annot",
            "Subtype": b"/Widget",
            "FT": b"/Tx",
            "T": syntax.string(HIDDEN_FIELD),
            "F": b"2",
            "Ff": b"1",
            "Rect": b"[0 0 0 0]",
            "P": syntax.reference(page),
            "DA": b"(/Helv 8 Tf 0 g)",
            "V": syntax.string(_identifier(framework, form)),
        }
    )


def footer(framework: Framework, form: Form, font: int) -> bytes:
    """The words at the left of each footer, as one object that all pages share; `font` is the number of Helvetica."""
    text = printable(identity.printed(framework, form, _MARK)).encode("cp1252")
    for sign in (b"\\", b"(", b")"):
        text = text.replace(sign, b"\\" + sign)
    size = syntax.number(looks.QUIET)
    said = b"BT /F %s Tf 0.35 g %s 36 Td (%s) Tj ET\n" % (size, syntax.number(looks.LEFT), text)
    box = syntax.numbers(0, 0, looks.PAPER[0], 60)
    fonts = b"<< /Font << /F %d 0 R >> >>" % font
    return syntax.stream({"Type": b"/XObject", "Subtype": b"/Form", "BBox": box, "Resources": fonts}, said)


def _said(framework: Framework, form: Form) -> dict[str, str]:
    return {"framework": framework.id, "version": framework.version, "form": form.id, "toolkit": _MARK}


def _identifier(framework: Framework, form: Form) -> str:
    return f"docgen:{framework.id}:{framework.version}:{form.id}:{_MARK}"
