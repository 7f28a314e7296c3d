"""What says in the text of a Word form which form it is a copy of: a hidden bookmark, and the footer."""

from __future__ import annotations

from docgen.forms.identity import BARE_TOOLKIT, form_key
from docgen.forms.package import Package, parse, serialise
from docgen.forms.slots import hole
from docgen.forms.word.template import style_ids
from docgen.forms.word.wordml import NAMESPACES, WORD_TYPE, W, run, text_of
from docgen.forms.xmltext import DECLARATION
from docgen.model import Form, Framework


def bookmark(framework: Framework, form: Form) -> str:
    """The name of the hidden bookmark `_docgen_<key>_<toolkit>`, with a hole for the toolkit."""
    return f"_docgen_{form_key(framework.id, framework.version, form.id)}_{hole(BARE_TOOLKIT)}"


def add_to_footers(package: Package, main: str, text: str) -> None:
    """Prints the identity in every footer that does not print it; makes a footer where the document has none."""
    styles = next(part for _, part in package.relations(main, "styles"))
    line = _footer_line(text, style_ids(package.parts[styles], ["footer"]).get("footer", ""))
    footers = [part for _, part in package.relations(main, "footer")]
    for name in footers:
        root = parse(package.parts[name])
        if text not in text_of(root):
            root.append(parse(line.encode("utf-8")))
            package.parts[name] = serialise(root)
    root = parse(package.parts[main])
    sections = list(root.iter(W + "sectPr"))
    bare = [s for s in sections[:1] if not any(f.get(W + "type") == "default" for f in s.iter(W + "footerReference"))]
    if not bare:
        return
    name = "word/footerDocgen.xml"
    footer = f'{DECLARATION}<w:ftr xmlns:w="{NAMESPACES["w"]}">{line}</w:ftr>'
    package.put(name, f"{WORD_TYPE}.footer+xml", footer.encode("utf-8"))
    reference = parse(
        f'<w:footerReference xmlns:w="{NAMESPACES["w"]}" xmlns:r="{NAMESPACES["r"]}" w:type="default" '
        f'r:id="{package.relate(main, "footer", name)}"/>'.encode()
    )
    bare[0].insert(0, reference)
    package.parts[main] = serialise(root)


def _footer_line(text: str, style: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p xmlns:w="{NAMESPACES["w"]}">{properties}{run(text)}</w:p>'
