"""The glossary part: the prompts of empty controls, kept so that Word puts them back when an answer is cleared."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from docgen.forms.package import Package, parse, serialise
from docgen.forms.word.template import style_ids
from docgen.forms.word.wordml import NAMESPACES, WORD_TYPE, W, run
from docgen.forms.xmltext import DECLARATION

_DOCUMENT = "word/glossary/document.xml"
_STYLES = "word/glossary/styles.xml"


def add_glossary(package: Package, main: str, prompts: Mapping[str, str]) -> None:
    """Adds a document part for every prompt; a glossary that the template brought makes way.

    `prompts` is words → name of the part.
    """
    for _, old in list(package.relations(main, "glossaryDocument")):
        for part in [name for name in package.parts if name.startswith(f"{old.rsplit('/', 1)[0]}/")]:
            package.drop(part)
    styles = package.parts[next(part for _, part in package.relations(main, "styles"))]
    style = style_ids(styles)["DG Prompt"]
    parts = "".join(_part(name, words, style) for words, name in prompts.items())
    xml = f'<w:glossaryDocument xmlns:w="{NAMESPACES["w"]}"><w:docParts>{parts}</w:docParts></w:glossaryDocument>'
    package.put(_DOCUMENT, f"{WORD_TYPE}.document.glossary+xml", (DECLARATION + xml).encode("utf-8"))
    package.put(_STYLES, f"{WORD_TYPE}.styles+xml", _only(styles, style))
    package.relate(main, "glossaryDocument", _DOCUMENT)
    package.relate(_DOCUMENT, "styles", _STYLES)


def _part(name: str, words: str, style: str) -> str:
    digest = hashlib.sha256(name.encode("ascii")).hexdigest().upper()
    guid = f"{{{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}}}"
    return (
        f'<w:docPart><w:docPartPr><w:name w:val="{name}"/><w:category><w:name w:val="General"/>'
        '<w:gallery w:val="placeholder"/></w:category><w:types><w:type w:val="bbPlcHdr"/></w:types>'
        f'<w:behaviors><w:behavior w:val="content"/></w:behaviors><w:guid w:val="{guid}"/></w:docPartPr>'
        f"<w:docPartBody><w:p>{run(words, style)}</w:p></w:docPartBody></w:docPart>"
    )


def _only(styles: bytes, style: str) -> bytes:
    """The styles part cut down to one character style, what it rests on, and the defaults."""
    root = parse(styles)
    based = {s.get(W + "styleId"): s for s in root.iter(W + "style")}
    wanted: set[str | None] = set()
    name: str | None = style
    while name is not None and name not in wanted and name in based:
        wanted.add(name)
        parent = based[name].find(W + "basedOn")
        name = parent.get(W + "val") if parent is not None else None
    for name, element in based.items():
        if name not in wanted and element.get(W + "default") not in ("1", "true", "on"):
            root.remove(element)
        for link in element.findall(W + "link") if name in wanted else ():
            element.remove(link)
    return serialise(root)
