"""One form drawn into a template, ready for copies that are made by joining bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docgen.forms.compiled import Compiled, prefilled, split
from docgen.forms.identity import TOOLKIT, TOOLKIT_SLOTS, add_properties
from docgen.forms.package import Package, parse, serialise
from docgen.forms.placeholders import BODY, said
from docgen.forms.slots import hole
from docgen.forms.word import identity
from docgen.forms.word.body import put_body
from docgen.forms.word.glossary import add_glossary
from docgen.forms.word.settings import set_language, set_settings
from docgen.forms.word.template import drop_empty, main_part, marks_of, render, stories
from docgen.forms.xmltext import escape
from docgen.model import Form, Framework


def compile_toolkit(
    framework: Framework, form: Form, template: bytes, prefill: Sequence[str] = (), protect: bool = False
) -> Compiled:
    """The form drawn into the template, ready for copies that may fill the fields named in `prefill`.

    With `protect` Word lets people type in the answers only. Raises DocgenError where the template cannot be
    used, or the form has no such field.
    """
    questions = prefilled(framework, form, prefill)
    marks = marks_of(template)
    package = render(template, marks)
    main = main_part(package)
    words = _words(framework, form)
    _drop_what_is_empty(package, main, {marks[word] for word, text in words.items() if not text})
    set_language(package, main)
    set_settings(package, main, protect)
    identity.add_to_footers(package, main, marks["identity"])
    slots, prompts = put_body(package, main, form, marks[BODY], tuple(questions), identity.bookmark(framework, form))
    add_glossary(package, main, prompts)
    add_properties(package, framework, form)
    files = _with_words(package.files(), marks, words)
    return split(f"{framework.id}, {form.id}", questions, files, {**TOOLKIT_SLOTS, **slots})


def _words(framework: Framework, form: Form) -> dict[str, str]:
    """What stands in the place of each placeholder, escaped, with a hole for the toolkit id."""
    toolkit = hole(TOOLKIT)
    written = {word: escape(text) for word, text in said(framework, form).items()}
    return {**written, "toolkit": toolkit, "identity": written["identity"] + toolkit}


def _drop_what_is_empty(package: Package, main: str, empty: set[str]) -> None:
    for part, _ in stories(package, main):
        root = parse(package.parts[part])
        drop_empty(root, empty)
        package.parts[part] = serialise(root)


def _with_words(files: Mapping[str, bytes], marks: Mapping[str, str], words: Mapping[str, str]) -> dict[str, bytes]:
    """Every XML part with its marks replaced by words, in one pass, so that no word can bring in a mark."""
    said = {marks[word].encode("ascii"): text.encode("utf-8") for word, text in words.items()}
    pattern = re.compile(b"|".join(map(re.escape, said)))
    return {
        name: pattern.sub(lambda match: said[match[0]], data) if name.endswith(".xml") else data
        for name, data in files.items()
    }
