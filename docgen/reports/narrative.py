"""Text from numbers: the facts are worked out in Python, the words stand in templates that staff may change.

A template is plain text in `templates/narrative/<name>.j2`. A blank line ends a paragraph; a line that starts with
`- ` is a bullet, with `## ` a heading, with `> ` a note; `**words**` stand out. A paragraph that starts with
`[title]`, `[alt]`, `[caption]` or `[note]` goes to the chart or table of the section. Names, attributes, `if`, `for`,
`set`, macros and the filters of `FILTERS` are all there is. What `{{ }}` prints is a text or a number that comes from
a figure; any other number is refused, because it could not follow the data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.model import DocgenError, Place, Query, Severity
from docgen.reports.blocks import Block, Bullets, Heading, Paragraph, Span
from docgen.reports.nouns import many_of
from docgen.reports.numbers import Count, Points, Ratio, Share, Trace, untraced

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_MARKED = re.compile(r"\[(title|alt|caption|note)\]\s*")
_PARAGRAPH = "\ue005"
_BLANK = re.compile(r"^[ \t]*(?=\n)", re.MULTILINE)
_TAGS_ALONE = re.compile(
    r"^[ \t]*(?:(?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})[ \t]*)+\n",
    re.MULTILINE | re.DOTALL,
)
_SPACE = re.compile(r"\s+")
_SPACE_BEFORE = re.compile(r" +(?=[,.;:)])")
_FIRST_LETTER = re.compile(r"((?:\*\*)?(?:\ue000\d+\ue001)?)([a-z])")


# --- filters ---------------------------------------------------------------------------------------------


def number(value: Count) -> str:
    """One to nine as words: `{{ areas.number|number }}` gives “three”, and 12 stays 12."""
    return value.in_words()


def points(value: Points) -> str:
    """A difference: “16 percentage points”, “one percentage point”, “less than one percentage point”."""
    if value.whole == 0:
        return "less than one percentage point" if value else "no percentage points"
    return f"{value.in_words()} percentage {'point' if abs(value.whole) == 1 else 'points'}"


def plural(value: Count, one: str, many: str = "") -> str:
    """The word that goes with a number: `{{ n|plural("case") }}`, `{{ n|plural("area is", "areas are") }}`."""
    return one if value == 1 else many or many_of(one)


def times(value: Count) -> str:
    """How often: “once”, “twice”, “three times”."""
    return value.as_times()


def list_and(items: Iterable[Any], show: str = "") -> str:
    """“A4, A8 and A13”; with “share” or “of” each has its number: “A4 (21%) and A8 (17%)”; with
    “change” it says from what to what, with “quoted” the label stands in quotation marks.
    """
    texts = [_item(item, show) for item in items]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def _item(item: Any, show: str) -> str:
    label = str(getattr(item, "label", item))
    if not show:
        return label
    shown = getattr(item, show)
    if show == "quoted":
        return str(shown)
    return (
        f"{label} {shown}" if show == "change" else f"{label}, {shown}" if label.endswith(")") else f"{label} ({shown})"
    )


def capital(text: str) -> str:
    """The text with a capital first letter, for the start of a sentence within a paragraph."""
    match = _FIRST_LETTER.match(text)
    return f"{match[1]}{match[2].upper()}{text[match.end() :]}" if match else text


def lower(text: str) -> str:
    """The text with a small first letter, unless the second is a capital too (“A15 Public” stays)."""
    return text if len(text) > 1 and not text[1].islower() else text[:1].lower() + text[1:]


FILTERS: Mapping[str, Callable[..., str]] = {
    "number": number,
    "points": points,
    "plural": plural,
    "times": times,
    "list_and": list_and,
    "capital": capital,
    "lower": lower,
}
"""All the filters that a wording may use."""


# --- templates -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What a template says: blocks for the page, and what goes to the chart or table (empty where unsaid)."""

    blocks: tuple[Block, ...]
    title: str = ""
    alt: str = ""
    caption: str = ""
    note: str = ""
    marked: tuple[tuple[str, tuple[Span, ...]], ...] = ()

    def spans(self, name: str) -> tuple[Span, ...]:
        """What is said for title, alt, caption or note with the figures behind its numbers; nothing where unsaid."""
        return dict(self.marked).get(name, ())


class Narrative:
    """The wording of one report. Folders are looked through in order, so that a team's own words come first."""

    def __init__(self, folders: Sequence[Path], trace: Trace) -> None:
        self._folders = tuple(folders)
        self._trace = trace

    def say(self, names: Sequence[str], **facts: object) -> Said:
        """The first of these templates that exists, said with these facts.

        Raises DocgenError, naming file and line, where the wording cannot be read or asks for what is not there.
        """
        from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

        try:
            text = _environment(self._folders).select_template([f"{name}.j2" for name in names]).render(facts)
        except TemplateSyntaxError as error:
            raise _wrong(str(error.filename or error.name or ""), error.lineno, str(error.message)) from error
        except TemplateNotFound as error:
            looked = ", ".join(folder.as_posix() for folder in self._folders)
            raise _wrong(f"{names[-1]}.j2", 0, f"There is no such wording in {looked}") from error
        except (TemplateError, TypeError, AttributeError) as error:
            file, line = _place(error)
            if not file:
                raise
            raise _wrong(file, line, str(error)) from error
        return self._parsed(text)

    def _parsed(self, text: str) -> Said:
        blocks: list[Block] = []
        marked: dict[str, str] = {}
        for part in text.split(_PARAGRAPH):
            if not part.strip():
                continue
            mark = _MARKED.match(part.lstrip())
            if mark is not None:
                marked[mark[1]] = _sentence(part.lstrip()[mark.end() :])
            else:
                blocks += self._blocks([line.strip() for line in part.splitlines() if line.strip()])
        spans = tuple((name, self._trace.spans(words)) for name, words in marked.items())
        return Said(tuple(blocks), marked=spans, **{name: untraced(words) for name, words in marked.items()})

    def _blocks(self, lines: list[str]) -> Iterable[Block]:
        words: list[str] = []
        notes: list[str] = []
        bullets: list[str] = []
        for line in lines:
            if line.startswith("## "):
                yield Heading(2, untraced(line[3:].strip()))
            elif line.startswith("> "):
                notes.append(line[2:])
            elif line.startswith("- "):
                bullets.append(line[2:])
            elif bullets:
                bullets[-1] += " " + line
            else:
                words.append(line)
        if words:
            yield Paragraph(self._trace.spans(_sentence(" ".join(words))))
        if bullets:
            yield Bullets(tuple(self._trace.spans(_sentence(bullet)) for bullet in bullets))
        if notes:
            yield Paragraph(self._trace.spans(_sentence(" ".join(notes))), "note")


def check_wording(folder: Path) -> tuple[Query, ...]:
    """Every template below a folder that cannot be read: a broken tag, a filter that there is not; with its line."""
    from jinja2 import TemplateSyntaxError

    found: list[Query] = []
    environment = _environment((folder,))
    for path in sorted(folder.rglob("*.j2")):
        try:
            environment.compile(path.read_text("utf-8"), filename=str(path))
        except TemplateSyntaxError as error:
            found += _wrong(str(path), error.lineno, str(error.message)).queries
        except UnicodeDecodeError:
            found += _wrong(str(path), 0, "It is not a text in UTF-8").queries
    return tuple(found)


ALWAYS = frozenset({"period", "unit", "units", "done", "kind", "each"})
"""Facts that are given to every wording, or to those of no section."""


def lint_wording(path: Path, known: Path) -> tuple[Query, ...]:
    """What is wrong with one wording, beside the one of docgen (below `known`) that it takes the place of.

    A tag that cannot be read, a fact that is not given to it, and a name by which nothing asks for it; with the line.
    """
    from jinja2 import TemplateSyntaxError, meta

    environment = _environment((known,))
    try:
        source = path.read_text("utf-8")
        environment.compile(source, filename=str(path))
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return _wrong(str(path), error.lineno, str(error.message)).queries
    except UnicodeDecodeError:
        return _wrong(str(path), 0, "It is not a text in UTF-8").queries
    other = known / path.name
    inside = path.parent.name != "narrative"
    if not other.is_file() and not path.name.startswith("_"):
        return () if inside else (_unasked(path, known),)
    names = [path.name, *filter(None, meta.find_referenced_templates(tree))]
    given = set(ALWAYS).union(*(_given(environment, known / name) for name in names))
    found = []
    for unknown in sorted(meta.find_undeclared_variables(tree) - given) if other.is_file() else ():
        line = next((n for n, text in enumerate(source.splitlines(), 1) if re.search(rf"\b{unknown}\b", text)), 0)
        near = get_close_matches(unknown, given, n=1)
        message = f"{path.stem} is given nothing called “{unknown}”."
        fix = (
            f"Did you mean “{near[0]}”?"
            if near
            else f"The comment at the head of docgen's {path.name} says what it is."
        )
        found.append(Query("wording-name", Severity.ERROR, message, fix, where=Place(path.as_posix(), f"line {line}")))
    return tuple(found)


def _given(environment: ImmutableSandboxedEnvironment, path: Path) -> set[str]:
    """The facts that a wording of docgen names: those it uses, and those that the comment at its head lists."""
    from jinja2 import meta

    if not path.is_file():
        return set()
    source = path.read_text("utf-8")
    head = re.match(r"\s*\{#(.*?)#\}", source, re.DOTALL)
    return meta.find_undeclared_variables(environment.parse(source)) | set(
        re.findall(r"[a-z_]+", head[1] if head else "")
    )


def _unasked(path: Path, known: Path) -> Query:
    near = get_close_matches(path.name, [one.name for one in known.glob("*.j2")], n=1)
    message = f"No part of a report asks for the wording {path.name}."
    fix = f"Did you mean {near[0]}?" if near else "Name it like the kind of section that it is for, such as overall.j2."
    return Query("wording-unused", Severity.WARNING, message, fix, where=Place(path.as_posix()))


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...]) -> ImmutableSandboxedEnvironment:
    """What reads and runs the templates of these folders. It keeps what it compiled until a file changes."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Environment(ImmutableSandboxedEnvironment):
        def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
            """Marks blank lines, so that a line which comes out empty is none of them."""
            return _TAGS_ALONE.sub(lambda line: _without_end(line[0]), _BLANK.sub(_PARAGRAPH, source))

    made = Environment(
        loader=FileSystemLoader([str(folder) for folder in folders], encoding="utf-8"),
        undefined=StrictUndefined,
        finalize=_finished,
        autoescape=False,
    )
    made.filters = dict(FILTERS)
    made.globals = {}
    return made


def _without_end(line: str) -> str:
    """A line of tags alone, with its end put into the last tag: it leaves no line, and lines still count."""
    tags = line.rstrip()
    end = 3 if tags[-3] in "-+" else 2
    return f"{tags[:-end]}\n{tags[-end:]}"


def _sentence(text: str) -> str:
    """The text with single spaces, none before a stop, and a capital first letter."""
    return capital(_SPACE_BEFORE.sub("", " ".join(text.split())))


def _finished(value: object) -> object:
    """What `{{ }}` may print: texts, and numbers that come from a figure."""
    if isinstance(value, Count | Share | Points | Ratio):
        return value
    if isinstance(value, str):
        return _SPACE.sub(" ", value.replace(_PARAGRAPH, " "))
    raise TypeError(
        "there is nothing to print here; ask with “if … is not none” first"
        if value is None
        else f"“{value}” is not a text or a number that comes from a figure"
    )


def _place(error: BaseException) -> tuple[str, int]:
    """The template and the line that an error came from: the innermost one."""
    found = ("", 0)
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename.endswith(".j2"):
            found = (frame.tb_frame.f_code.co_filename, frame.tb_lineno)
        frame = frame.tb_next
    return found


def _wrong(file: str, line: int, message: str) -> DocgenError:
    query = Query(
        rule="wording",
        severity=Severity.ERROR,
        message=f"The wording cannot be used: {message.rstrip('.')}.",
        fix="Correct the template; docs/reference/reports.md says what a wording can use.",
        where=Place(Path(file).as_posix(), f"line {line}" if line else ""),
    )
    return DocgenError(query)
