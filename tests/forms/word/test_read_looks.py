"""What the words of an option look like: what a run says itself, over its styles, over those of its paragraph."""

from __future__ import annotations

from docgen.forms.word import tags
from docgen.forms.word.dress import BELOW, BOX, LABEL, MEANING, Styles, dress_of, seen
from tests.forms.word.build import NAMESPACES, option, run

STYLES = """
<w:style w:styleId="Loud"><w:rPr><w:b/></w:rPr></w:style>
<w:style w:styleId="Louder"><w:basedOn w:val="Loud"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>
<w:style w:styleId="Quiet"><w:basedOn w:val="Louder"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>
<w:style w:styleId="Round"><w:basedOn w:val="About"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:styleId="About"><w:basedOn w:val="Round"/></w:style>
"""


def tree(xml: str) -> tags.Element:
    return tags.parse(f"<w:body {NAMESPACES}>{xml}</w:body>".encode())


def styles() -> Styles:
    return Styles(tree(STYLES))


def looks(paragraph: str) -> dict[str, dict[str, set[str]]]:
    """Part of an option labelled “Met” → way of marking → values, for what stands in these paragraphs."""
    found = dress_of(styles().words(tree(paragraph)[0]), "Met")
    return {part: {way: set(values) for way, values in ways.items()} for part, ways in found.items()}


def test_a_style_gives_what_those_give_that_it_is_based_on_and_may_take_it_away() -> None:
    for style, ways in {
        "Loud": {"bold": {"on"}},
        "Louder": {"bold": {"on"}, "underline": {"on"}},
        "Quiet": {"bold": {""}, "underline": {"on"}},
        "Round": {"bold": {"on"}},
        "Nobody": {},
    }.items():
        named = run("Met", f'<w:rStyle w:val="{style}"/>')
        assert looks(f"<w:p>{named}</w:p>") == {LABEL: ways}, style


def test_each_part_of_an_option_has_its_look() -> None:
    plain, red = option("q=met", "Met").replace("</w:p>", ""), '<w:color w:val="FF0000"/>'
    found = looks(f"{plain}{run(' and more', '<w:b/>')}</w:p><w:p>{run('below', red)}</w:p>")
    assert found == {BOX: {}, LABEL: {}, MEANING: {"bold": {"on"}}, BELOW: {"colour": {"ff0000"}}}


def test_a_part_of_a_label_that_looks_otherwise_is_no_mark_of_the_whole() -> None:
    words = styles()
    blank = dress_of(words.words(tree(f"<w:p>{run('Met')}</w:p>")[0]), "Met")
    half = dress_of(words.words(tree(f"<w:p>{run('M', '<w:b/>')}{run('et')}</w:p>")[0]), "Met")
    assert (seen(half, blank).whole, seen(half, blank).part) == ((), ("bold",))


def test_what_differs_only_within_an_element_looks_different() -> None:
    numbered = [
        f'<w:p><w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr>{run("Met")}</w:p>' for number in (0, 7, 0)
    ]
    framed = [
        f'<w:p><w:pPr><w:pBdr><w:top w:val="{edge}"/></w:pBdr></w:pPr>{run("Met")}</w:p>' for edge in ("nil", "double")
    ]
    one = styles()
    found = [one.words(paragraph).runs[0][1].ways for paragraph in tree("".join((*numbered, *framed)))]
    said = [dict(ways) for ways in found]
    assert said == [{"bullet": ""}, {"bullet": "on"}, {"bullet": ""}, {"border": ""}, {"border": "on"}]
