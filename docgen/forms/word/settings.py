"""Language and settings of the document: British English, no trace of the machine that made the template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.forms.package import Package, parse, serialise
from docgen.forms.word.wordml import NAMESPACES, WORD_TYPE, W

if TYPE_CHECKING:
    from lxml import etree

LANGUAGE = "en-GB"
# The order of the children of w:settings is the schema's (ECMA-376 part 1, 17.15.1.78).
_BEFORE_PROTECTION = """
    writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
    displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts
    embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader
    bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState
    formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge
    revisionView trackRevisions doNotTrackMoves doNotTrackFormatting
"""
_AFTER_LANGUAGE = """
    clrSchemeMapping doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown
    smartTagType shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator
"""
_TRACES = ("attachedTemplate", "rsids", "documentProtection", "themeFontLang")


def set_language(package: Package, main: str) -> None:
    """Makes British English the language of every style that does not name another."""
    part = _related(package, main, "styles")
    root = parse(package.parts[part])
    defaults = _child(root, "docDefaults", first=True)
    properties = _child(_child(defaults, "rPrDefault", first=True), "rPr")
    _child(properties, "lang").set(W + "val", LANGUAGE)
    package.parts[part] = serialise(root)


def set_settings(package: Package, main: str, protect: bool) -> None:
    """Names the language, protects the form where asked for, and drops what tells of the template's author."""
    if not any(package.relations(main, "settings")):
        blank = f'<w:settings xmlns:w="{NAMESPACES["w"]}"/>'.encode()
        package.put("word/settings.xml", f"{WORD_TYPE}.settings+xml", blank)
        package.relate(main, "settings", "word/settings.xml")
    part = _related(package, main, "settings")
    root = parse(package.parts[part])
    for name in _TRACES:
        for element in root.findall(W + name):
            root.remove(element)
    language = root.makeelement(W + "themeFontLang", {W + "val": LANGUAGE})
    later = [n for n, e in enumerate(root) if _local(e) in _AFTER_LANGUAGE.split() or not str(e.tag).startswith(W)]
    root.insert(later[0] if later else len(root), language)
    if protect:
        earlier = [n for n, e in enumerate(root) if _local(e) in _BEFORE_PROTECTION.split()]
        protection = root.makeelement(W + "documentProtection", {W + "edit": "forms", W + "enforcement": "1"})
        root.insert(earlier[-1] + 1 if earlier else 0, protection)
    package.parts[part] = serialise(root)
    package.unrelate(part, "attachedTemplate")
    package.unrelate("", "thumbnail")


def _related(package: Package, main: str, kind: str) -> str:
    return next(part for _, part in package.relations(main, kind))


def _child(parent: etree._Element, name: str, *, first: bool = False) -> etree._Element:
    """The child with this name, made where there is none."""
    found = parent.find(W + name)
    if found is None:
        found = parent.makeelement(W + name)
        parent.insert(0 if first else len(parent), found)
    return found


def _local(element: etree._Element) -> str:
    tag = str(element.tag)
    return tag.removeprefix(W) if tag.startswith(W) else ""
