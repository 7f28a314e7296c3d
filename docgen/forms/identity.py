"""What says which form a file is a copy of, in every office format: its properties, and the words of its footer.

Each carrier survives other accidents than the next (an editor drops properties, a person copies the text into a
new document), so several are written, and the reader takes what they agree on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from docgen.forms.package import OFFICE, Package
from docgen.forms.slots import Slot, ToolkitSlot, hole
from docgen.forms.xmltext import DECLARATION, escape
from docgen.model import Form, Framework

TOOLKIT, BARE_TOOLKIT = "toolkit", "bare toolkit"
"""Keys of the slots that hold the toolkit id, as printed and without its dash."""
TOOLKIT_SLOTS: Mapping[str, Slot] = {TOOLKIT: ToolkitSlot(), BARE_TOOLKIT: ToolkitSlot(dash=False)}
_CORE = "docProps/core.xml"
_CUSTOM = "docProps/custom.xml"
_APP = "docProps/app.xml"
_FIXED = "2000-01-01T00:00:00Z"
TEXT_PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The kind of a property that holds a text. Source: MS-OSHARED 2.3.3.2.2, user-defined properties."""
PROOF, PROOF_PROPERTY = "PROOF – not for filling in", "docgen.proof"
"""What stands on every page of a proof, and the property by which it is told from a form."""


def form_key(framework_id: str, version: str, form_id: str) -> str:
    """8 characters that stand for a form of one version of a framework, in the name of the identity bookmark."""
    return hashlib.sha256(f"{framework_id}\n{version}\n{form_id}".encode()).hexdigest()[:8]


def printed(framework: Framework, form: Form, toolkit: str) -> str:
    """The words of the footer that say which copy this is."""
    return f"{framework.id} {framework.version} · {form.id} · {toolkit}"


def add_properties(package: Package, framework: Framework, form: Form) -> None:
    """Core, custom and application properties: title, language and identity, and no one's name but the organisation's.

    The dates are fixed, since a copy is not dated by the clock of the machine that made it.
    """
    for name, kind, content_type, xml in (
        (
            _CORE,
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "application/vnd.openxmlformats-package.core-properties+xml",
            _core(framework, form),
        ),
        (
            _CUSTOM,
            f"{OFFICE}/custom-properties",
            "application/vnd.openxmlformats-officedocument.custom-properties+xml",
            _custom(framework, form),
        ),
        (
            _APP,
            f"{OFFICE}/extended-properties",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            _app(framework),
        ),
    ):
        for _, old in list(package.relations("", kind.rsplit("/", 1)[1])):
            package.drop(old)
        package.put(name, content_type, (DECLARATION + xml).encode("utf-8"))
        package.relate("", kind, name)


def _core(framework: Framework, form: Form) -> str:
    identifier = f"docgen:{framework.id}:{framework.version}:{form.id}:"
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(f'{framework.title}: {form.title}')}</dc:title>"
        f"<dc:subject>{escape(' '.join(form.purpose.split()))}</dc:subject>"
        f"<dc:creator>{escape(framework.organisation)}</dc:creator>"
        f"<dc:identifier>{escape(identifier)}{hole(TOOLKIT)}</dc:identifier>"
        "<dc:language>en-GB</dc:language>"
        f"<cp:lastModifiedBy>{escape(framework.organisation)}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_FIXED}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_FIXED}</dcterms:modified></cp:coreProperties>'
    )


def _custom(framework: Framework, form: Form) -> str:
    said = {
        "framework": escape(framework.id),
        "version": escape(framework.version),
        "form": escape(form.id),
        "toolkit": hole(TOOLKIT),
    }
    properties = "".join(
        f'<property fmtid="{TEXT_PROPERTY}" pid="{number}" name="docgen.{name}">'
        f"<vt:lpwstr>{text}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(said.items(), start=2)
    )
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{properties}</Properties>"
    )


def _app(framework: Framework) -> str:
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>docgen</Application><Company>{escape(framework.organisation)}</Company></Properties>"
    )
