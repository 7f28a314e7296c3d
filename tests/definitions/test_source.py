"""The text of a definition: words stay words, every part knows its line, faults of notation are told plainly."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.definitions import check, load, source
from docgen.model import DocgenError
from tests.definitions.conftest import Build, Say


def test_words_stay_the_words_that_were_written() -> None:
    read, found = source.parse(
        """\
answers: [Yes, no, ON, off, true, null, ~]
numbers: [5, 1.10, 012, 0x1F, 1e3, 1_000, 12:30, -0]
days: [2014-09-01, 01/09/2014]
quoted: ["5", 'Yes', "a: b"]
folded: >
  one
  two
"""
    )
    assert found == ()
    assert read.data == {
        "answers": ["Yes", "no", "ON", "off", "true", "null", "~"],
        "numbers": ["5", "1.10", "012", "0x1F", "1e3", "1_000", "12:30", "-0"],
        "days": ["2014-09-01", "01/09/2014"],
        "quoted": ["5", "Yes", "a: b"],
        "folded": "one two\n",
    }


def test_unquoted_numbers_yes_and_no_are_accepted_where_text_is_due(built: Build) -> None:
    framework = built(
        """\
version: 1.10
title: 2026
themes: [{id: no, label: No}, {id: yes, label: 012}]
"""
    )
    assert (framework.version, framework.title) == ("1.10", "2026")
    assert [(theme.id, theme.label) for theme in framework.themes] == [("no", "No"), ("yes", "012")]


def test_every_part_knows_its_line() -> None:
    read, _ = source.parse(
        """\
id: a

# a comment
forms:
- id: b   # another
  how_to:
    - c
    -
      d
  title: >
    e
    f
  roles: {case: g,
          date: h}
"""
    )
    assert read.lines == {
        (): 1,
        ("id",): 1,
        ("forms",): 4,
        ("forms", 0): 5,
        ("forms", 0, "id"): 5,
        ("forms", 0, "how_to"): 6,
        ("forms", 0, "how_to", 0): 7,
        ("forms", 0, "how_to", 1): 9,
        ("forms", 0, "title"): 10,
        ("forms", 0, "roles"): 13,
        ("forms", 0, "roles", "case"): 13,
        ("forms", 0, "roles", "date"): 14,
    }


def test_values_of_the_model_know_their_place(built: Build) -> None:
    framework = built(
        """\
measures:
- id: cases
  label: Cases
- {id: good, label: Good, when: audited > '2026-01-01'}
"""
    )
    assert [measure.place.at for measure in framework.measures] == ["line 2", "line 4"]
    condition = framework.measures[1].when
    assert condition is not None
    assert condition.place.at == "line 4"
    assert condition.place.file.endswith("sample.yaml")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
id: a
forms:
	- id: b
""",
            ["3: A tab stands here where only spaces may stand. Replace every tab by spaces."],
            id="tab",
        ),
        pytest.param(
            """\
id: a
forms:
-	id: b
	title: c
""",
            ["3: A tab stands here where only spaces may stand. Replace every tab by spaces."],
            id="tab after a dash",
        ),
        pytest.param(
            """\
id: a
title: Note: the title
""",
            ['2: A second colon stands on this line. Put the text in double quotes, as in label: "Yes: always".'],
            id="second colon",
        ),
        pytest.param(
            """\
id: a
  title: b
""",
            [
                "2: This line is indented further than the line above it allows. Check the indentation of "
                "this line and of the lines above it; lines of one part start in the same column."
            ],
            id="indented too far",
        ),
        pytest.param(
            """\
id: a
title
version: 1
""",
            [
                "2: This line has no colon. Write a word, a colon, a space and then its text. Check the "
                "indentation of this line and of the lines above it; lines of one part start in the same "
                "column."
            ],
            id="no colon",
        ),
        pytest.param(
            """\
forms:
- id: a
  title
  purpose: x
""",
            [
                "3: This line has no colon. Write a word, a colon, a space and then its text. Check the "
                "indentation of this line and of the lines above it; lines of one part start in the same "
                "column."
            ],
            id="no colon deeper",
        ),
        pytest.param(
            """\
id: a
title: "Case
version: 1
""",
            ["2: A text in quotes starts here and is not closed. Close it with the same quote."],
            id="double quote not closed",
        ),
        pytest.param(
            """\
id: a
title: 'Case
version: 1
""",
            ["2: A text in quotes starts here and is not closed. Close it with the same quote."],
            id="single quote not closed",
        ),
        pytest.param(
            """\
id: a
title: "Case" audit
""",
            [
                "2: Text stands after a closing quote or bracket. Put all of it inside, or the whole text "
                "in quotes of the other kind."
            ],
            id="text after a quote",
        ),
        pytest.param(
            """\
id: a
title: "C:\\data"
""",
            [
                "2: A backslash in double quotes starts a special sign, and this is none. Write two "
                "backslashes, or use single quotes."
            ],
            id="backslash in quotes",
        ),
        pytest.param(
            """\
id: a
themes:
- {id: b, label: c
- {id: d, label: e}
""",
            [
                "3: Braces are opened here and not closed, or a comma is missing between two entries. "
                "Close them with }, and put texts that hold commas, colons or brackets in double quotes."
            ],
            id="brace not closed",
        ),
        pytest.param(
            """\
id: a
themes: [{id: b, label: c}
forms: []
""",
            [
                "2: Brackets are opened here and not closed, or a comma is missing between two items. "
                "Close them with ], and put texts that hold commas, colons or brackets in double quotes."
            ],
            id="bracket not closed",
        ),
        pytest.param(
            """\
id: a
themes:
- {id: b, colour: #12436D}
- {id: c}
""",
            [
                "3: A # after a space starts a comment, so the rest of this line is not read. Put the "
                "text that holds the # in double quotes."
            ],
            id="colour without quotes",
        ),
        pytest.param(
            """\
id: a
themes:
- {id: b, label: Note: c}
""",
            [
                "3: A second colon stands in one entry of these braces. Put the text in double quotes, as "
                'in label: "Yes: always".'
            ],
            id="colon in braces",
        ),
        pytest.param(
            """\
id: a
title: - b
""",
            [
                "2: A list starts here in the middle of a line. Start the list on the next line, or put "
                "the text in double quotes."
            ],
            id="list in a line",
        ),
        pytest.param(
            """\
id: a
title: @home
""",
            ['2: A text cannot start with this character. Put the text in double quotes, as in label: "Yes: always".'],
            id="at sign",
        ),
        pytest.param(
            """\
id: a
title: `b`
""",
            ['2: A text cannot start with this character. Put the text in double quotes, as in label: "Yes: always".'],
            id="backtick",
        ),
        pytest.param(
            """\
id: a
title: %b
""",
            ['2: A text cannot start with this character. Put the text in double quotes, as in label: "Yes: always".'],
            id="percent sign",
        ),
        pytest.param(
            """\
%b
id: a
""",
            ['1: A line cannot start with %. Put the text in double quotes, as in label: "Yes: always".'],
            id="percent sign at the start of a line",
        ),
        pytest.param(
            """\
id: a
summary: > b c
title: b
""",
            ["2: After > or | the text starts on the next line. Move the text to the next line, indented."],
            id="text beside >",
        ),
        pytest.param(
            """\
themes:
- id: a
  label: b
 label: c
""",
            [
                "4: This line does not fit to the lines above it. Check the indentation of this line and "
                "of the lines above it; lines of one part start in the same column."
            ],
            id="dash missing",
        ),
        pytest.param(
            """\
id: a
title: & b
""",
            ['2: A text cannot start with &. Put the text in double quotes, as in label: "Yes: always".'],
            id="ampersand alone",
        ),
        pytest.param(
            """\
id: a
title: * b
""",
            ['2: A text cannot start with *. Put the text in double quotes, as in label: "Yes: always".'],
            id="star alone",
        ),
        pytest.param(
            """\
id: a
title: !<b
""",
            ['2: A text cannot start with !. Put the text in double quotes, as in label: "Yes: always".'],
            id="exclamation mark",
        ),
    ],
)
def test_a_fault_of_notation_is_told_in_plain_words_with_its_line(say: Say, lines: str, said: list[str]) -> None:
    assert say(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
id: a
title: *b
""",
            [
                "2: `*b` points to another part of the file, which definitions do not allow. Write the "
                "part out; put a text that starts with * in quotes."
            ],
            id="alias",
        ),
        pytest.param(
            """\
id: a
title: &b c
""",
            [
                "2: `&b` names a part for reuse, which definitions do not allow. Delete it; put a text "
                "that starts with & in quotes."
            ],
            id="anchor",
        ),
        pytest.param(
            """\
id: a
title: !!python/object:os.system b
""",
            [
                "2: `!!python/object:os.system` gives a type, which definitions do not allow. Delete it; "
                "put a text that starts with ! in quotes."
            ],
            id="tag",
        ),
        pytest.param(
            """\
id: a
title: !b c
""",
            [
                "2: `!b` gives a type, which definitions do not allow. Delete it; put a text that starts "
                "with ! in quotes."
            ],
            id="own tag",
        ),
        pytest.param(
            """\
id: a
---
id: b
""",
            ["2: A second definition starts here after `---`. Keep one definition in a file."],
            id="second document",
        ),
        pytest.param(
            """\
id: a
? [b]
: c
""",
            ["2: A list or a mapping stands where the name of a line is due. Write a word followed by a colon."],
            id="list as key",
        ),
        pytest.param(
            """\
id: a
title: b
version: 1
organisation: o
forms: []
id: c
""",
            [
                "5: The framework has no form. Add at least one form.",
                "6: “id” is given twice: the first time on line 1. Keep one of the two.",
            ],
            id="repeated word",
        ),
        pytest.param(
            """\
id: a
title: b
version: 1
organisation: o
themes: [{id: t, label: T, id: u}]
forms: []
""",
            [
                "5: “id” is given twice: the first time on line 5. Keep one of the two.",
                "6: The framework has no form. Add at least one form.",
            ],
            id="repeated word in braces",
        ),
    ],
)
def test_what_yaml_can_do_and_definitions_do_not_allow_is_refused(say: Say, lines: str, said: list[str]) -> None:
    assert say(lines) == said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", " The file is empty. Start with the lines id, version, title, organisation, scales and forms."),
        (
            b"# nothing but a comment\n",
            " The file is empty. Start with the lines id, version, title, organisation, scales and forms.",
        ),
        (
            b"id: a\ntitle: Caf\xe9\n",
            "line 2 The file is not in UTF-8: it has a character that was saved in another encoding. "
            "Save it again with the encoding UTF-8.",
        ),
        (
            codecs.BOM_UTF16_LE + "id: a".encode("utf-16-le"),
            "line 1 The file is not in UTF-8: it has a character that was saved in another encoding. "
            "Save it again with the encoding UTF-8.",
        ),
        (
            b"id: a\ntitle: a\x07b\n",
            "line 2 There is a character here that no document can hold (U+0007). "
            "Delete it; it may be invisible in your editor.",
        ),
        (
            b'id: a\ntitle: "a\\x07b"\nversion: 1\norganisation: o\nforms: []\n',
            "line 2 There is a character here that no document can hold (U+0007). "
            "Delete it; it may be invisible in your editor.",
        ),
        (
            b"#" * 1_000_001,
            " The file is larger than 1 MB, which no definition is. Check that it is the right file.",
        ),
    ],
    ids=["empty", "comment", "latin", "utf-16", "control", "escaped-control", "large"],
)
def test_a_file_that_is_no_text_is_told_with_its_line(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "sample.yaml"
    path.write_bytes(data)
    framework, queries = check(path)
    assert framework is None
    assert f"{queries[0].where.at} {queries[0].message} {queries[0].fix}" == said


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "sample.yaml"
    path.write_bytes(codecs.BOM_UTF8 + b"id: a\n")
    read, found = source.read(path)
    assert (read.data, found) == ({"id": "a"}, ())


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    framework, (query,) = check(tmp_path / "nowhere.yaml")
    assert framework is None
    assert str(query) == (
        f"{tmp_path / 'nowhere.yaml'}: There is no such file. Check the name and the folder. [no-file]"
    )


def test_a_folder_is_no_definition(tmp_path: Path) -> None:
    framework, (query,) = check(tmp_path)
    assert framework is None
    assert query.rule == "no-file"


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = 'a: &a ["lol"]\n' + "".join(
        f"{b}: &{b} [{f'*{a},' * 9}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    read, found = source.parse(bomb)
    assert [(one.rule, one.line) for one in found] == [("anchor", 1)]
    assert not read.whole


def test_brackets_without_end_are_refused() -> None:
    _, found = source.parse("a: " + "[" * 100_000)
    assert [one.message for one in found] == ["Parts are nested more than 30 deep here."]


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("a: b: c", "syntax", 1),
        ("a:\n\tb: c", "tab", 2),
        ("a: 'b\nc: d", "syntax", 1),
        ("a: {b: c\nd: e", "syntax", 1),
        ("- a\nb: c", "syntax", 2),
        ("a: *b", "alias", 1),
        ("a: @b", "syntax", 1),
        ("a: b\na: c", "repeated-key", 2),
    ],
)
def test_both_parsers_of_yaml_are_understood(
    monkeypatch: pytest.MonkeyPatch, loader: Any, text: str, rule: str, line: int
) -> None:
    monkeypatch.setattr(source, "_LOADER", loader)
    _, found = source.parse(text)
    assert [(one.rule, one.line) for one in found] == [(rule, line)]
    assert "YAML cannot read" not in found[0].message


def test_load_raises_every_problem_at_once(tmp_path: Path) -> None:
    path = tmp_path / "sample.yaml"
    path.write_text("id: a\nzebra: 1\ntitle:\n", encoding="utf-8")
    with pytest.raises(DocgenError) as raised:
        load(path)
    assert raised.value.code == 2
    assert [query.where.at for query in raised.value.queries] == ["line 1", "line 1", "line 1", "line 2", "line 3"]


def test_what_stands_under_a_repeated_word_is_left_alone(say: Say) -> None:
    said = say(
        """\
id: a
themes:
themes:
- {id: b, label: B, zebra: }
version: 1
title: T
organisation: O
forms:
"""
    )
    assert said == [
        "2: “themes” of the framework “a” has nothing under it. List what belongs to it, or delete the line.",
        "3: “themes” is given twice: the first time on line 2. Keep one of the two.",
        "8: “forms” of the framework “a” has nothing under it. List what belongs to it, or delete the line.",
    ]
