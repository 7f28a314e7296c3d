"""One toolkit of 8 pages, 140 boxes and 35 comments: made and read back, against the limits of the same run.

Making:  one pre-filled copy, against deflating the parts that differ from copy to copy (zlib, level 6).
Reading: bytes to answers with everything that is reported, against a bare lxml parse of the document part.
Marked:  the same for forms whose styles a program wrote anew and whose every choice is typed over its box or
         highlighted; whose every word is a tracked insertion, highlighted, or struck out; whose controls are all gone;
         to which a line under a table, lines in three places, or words beside an answer were added; whose controls are
         gone and whose every word is highlighted or struck out, or whose bookmarks are gone as well;
         and for one that LibreOffice saved, where it is installed.
         Without controls less is left to parse, so that what every file costs (its zip, its identity, its answers)
         counts for more. Highlighted, the look of each option is worked out from its runs, its paragraph and their
         styles; struck out, that, and what is left of each answer without the words that are struck out.
Growth:  all again at 1, 2 and 4 times the questions; a ratio that rises means a step that is not linear.
"""

from __future__ import annotations

import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from docgen.forms.word import blank_of, compile_toolkit, open_form
from docgen.forms.word.blank import Blank
from docgen.marks import toolkit_id
from docgen.model import Form, Framework, Grade, Option, Question, Scale, Section, Value
from docgen.reading import read

ROUNDS = 31
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
TEMPLATE = (Path(__file__).parent.parent / "templates" / "toolkit.docx").read_bytes()
WORDS = "the record shows how the child was seen and what the plan for the family was meant to change in time "


def framework(times: int) -> Framework:
    """A framework whose one form has 12 header fields, 5 sections of 7 judged questions, and an action table."""
    grades = tuple(
        Grade(g, g.capitalize(), 4 - n, n < 2, "12436D") for n, g in enumerate(("best", "good", "fair", "poor"))
    )
    options = tuple(Option(grade.id, grade.label) for grade in grades)
    header = tuple(Question(f"h{n}", f"1{chr(97 + n)}", "text", f"Header {n}", section="head") for n in range(12))
    sections = [Section("head", "1", "Details", header, look="details")]
    for part in range(5 * times):
        judged: list[Question] = []
        for number in range(7):
            name, ref = f"s{part}_q{number}", f"{part + 2}{chr(97 + number)}"
            judged += [
                Question(
                    name, ref, "grade", (WORDS * 2)[:130], guidance=(WORDS * 6)[:480], options=options, scale="four"
                ),
                Question(f"{name}_comment", f"{ref} comment", "longtext", "Comment", about=name),
            ]
        sections.append(Section(f"s{part}", str(part + 2), f"Section {part}", tuple(judged)))
    columns = tuple(Question(f"c{n}", "", "text", f"Column {n}") for n in range(5))
    actions = Question("actions", "99a", "table", "Actions", columns=columns, rows=6)
    sections.append(Section("act", "99", "Actions", (actions,)))
    form = Form("tool", "Tool", "A form of the size that the figures speak of", tuple(sections), (("case", "h0"),))
    return Framework("bench", "1", "Benchmark", "docgen", (Scale("four", "Grade", grades),), (form,))


def answers(form: Form) -> dict[str, Value]:
    """Every field answered: a grade and a comment of 55 words for each question."""
    values: dict[str, Value] = {}
    for number, question in enumerate(form.questions):
        if question.kind == "grade":
            values[question.id] = question.options[number % 4].id
        elif question.kind == "longtext":
            values[question.id] = f"{number} {WORDS * 3}".strip()
        elif question.kind == "text":
            values[question.id] = f"Value {number}"
    values["actions"] = tuple({f"c{n}": f"cell {n} {row}" for n in range(5)} for row in range(4))
    return values


def ratio(work: Callable[[], object], limit: Callable[[], object]) -> tuple[float, float, float]:
    """Median milliseconds of processor time of both, and the median of the ratios round by round."""
    pairs = []
    for _ in range(ROUNDS):
        times = []
        for step in (limit, work):
            start = time.process_time()
            step()
            times.append((time.process_time() - start) * 1000)
        pairs.append(times)
    return (
        statistics.median(pair[1] for pair in pairs),
        statistics.median(pair[0] for pair in pairs),
        statistics.median(pair[1] / pair[0] for pair in pairs),
    )


def parts(document: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def after(document: bytes, change: Callable[[etree._Element], object]) -> bytes:
    """The form with its body changed, and with styles that are not the blank's to the byte, as after any saving."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            data = package.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(data)
                change(root)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            elif name == "word/styles.xml":
                data += b"\n"
            made.writestr(name, data)
    return out.getvalue()


def typed_over(root: etree._Element) -> None:
    """Half of the choices as an X over the box, and half as a highlighted label without a tick."""
    ticked = [box for box in root.iter(f"{{{W14}}}checked") if box.get(f"{{{W14}}}val") == "1"]
    for number, box in enumerate(ticked):
        box.set(f"{{{W14}}}val", "0")
        control = next(box.iterancestors(f"{{{W}}}sdt"))
        (sign,) = control.iter(f"{{{W}}}t")
        sign.text = "☐" if number % 2 else "X"
        if number % 2:
            _dress(next(control.itersiblings(f"{{{W}}}r")), "highlight", "yellow")


def tracked(root: etree._Element) -> None:
    """Every word as an insertion while changes were tracked."""
    for number, run in enumerate(list(root.iter(f"{{{W}}}r"))):
        around = etree.Element(f"{{{W}}}ins", {f"{{{W}}}id": str(90000 + number), f"{{{W}}}author": "Sam Field"})
        run.addprevious(around)
        around.append(run)


def stripped(root: etree._Element) -> None:
    """Every control gone, and its words left as plain ones."""
    for control in reversed(list(root.iter(f"{{{W}}}sdt"))):
        content = control.find(f"{{{W}}}sdtContent")
        for child in list(content) if content is not None else ():
            control.addprevious(child)
        holder = control.getparent()
        if holder is not None:
            holder.remove(control)


def stripped_and_highlighted(root: etree._Element) -> None:
    """Every control gone, and every word highlighted."""
    stripped(root)
    highlighted(root)


def stripped_and_struck(root: etree._Element) -> None:
    """Every control gone, and every word struck out."""
    stripped(root)
    struck(root)


def bare(root: etree._Element) -> None:
    """Every control gone, and every bookmark."""
    stripped(root)
    for mark in list(root.iter(f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd")):
        holder = mark.getparent()
        if holder is not None:
            holder.remove(mark)


def highlighted(root: etree._Element) -> None:
    """Every word highlighted."""
    for run in root.iter(f"{{{W}}}r"):
        _dress(run, "highlight", "yellow")


def struck(root: etree._Element) -> None:
    """Every word struck out."""
    for run in root.iter(f"{{{W}}}r"):
        _dress(run, "strike", "true")


def line_added(root: etree._Element) -> None:
    """A paragraph behind a table in the middle."""
    tables = list(root.iter(f"{{{W}}}tbl"))
    _add_line(tables[len(tables) // 2])


def three_lines(root: etree._Element) -> None:
    """Paragraphs behind three answers or options."""
    controls = list(root.iter(f"{{{W}}}sdt"))
    for number in (1, 2, 3):
        _add_line(next(controls[number * len(controls) // 5].iterancestors(f"{{{W}}}p")))


def _add_line(near: etree._Element) -> None:
    line = etree.Element(f"{{{W}}}p")
    line.append(_run("Please call me about this case"))
    near.addnext(line)


def words_beside(root: etree._Element) -> None:
    """Words behind the control of an answer in the middle."""
    controls = list(root.iter(f"{{{W}}}sdt"))
    controls[len(controls) // 2].addnext(_run(" as far as we know"))


def _run(words: str) -> etree._Element:
    run = etree.Element(f"{{{W}}}r")
    etree.SubElement(run, f"{{{W}}}t").text = words
    return run


def _dress(run: etree._Element, look: str, value: str) -> None:
    properties = run.find(f"{{{W}}}rPr")
    if properties is None:
        properties = etree.Element(f"{{{W}}}rPr")
        run.insert(0, properties)
    etree.SubElement(properties, f"{{{W}}}{look}").set(f"{{{W}}}val", value)


CHANGES = (
    typed_over,
    tracked,
    stripped,
    highlighted,
    struck,
    line_added,
    three_lines,
    words_beside,
    stripped_and_highlighted,
    stripped_and_struck,
    bare,
)


def saved_by_libreoffice(document: bytes) -> bytes | None:
    """The form as the LibreOffice that is installed saves it; None where there is none."""
    office = shutil.which("soffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in", "form.docx")
        source.parent.mkdir()
        source.write_bytes(document)
        profile = Path(folder, "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx:MS Word 2007 XML"]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=300)
        return Path(folder, "form.docx").read_bytes()


def measure(times: int) -> None:
    """Prints a line for making and a line for reading a form of this size."""
    whole = framework(times)
    form = whole.forms[0]
    header = {question.id: f"Value of {question.id}" for question in form.sections[0].questions}
    compiled = compile_toolkit(whole, form, TEMPLATE, prefill=tuple(header))
    ids = [toolkit_id(f"bench {n}") for n in range(2)]
    first, second = (parts(compiled.copy(one, header)) for one in ids)
    changed = [data for name, data in first.items() if second[name] != data]

    def deflate() -> None:
        for data in changed:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            packer.compress(data)
            packer.flush()

    made, limit, make_ratio = ratio(lambda: compiled.copy(ids[0], header), deflate)

    filled = compile_toolkit(whole, form, TEMPLATE, prefill=tuple(q.id for q in form.questions)).copy(
        ids[0], answers(form)
    )
    document = parts(filled)["word/document.xml"]
    blank = blank_of(compiled.copy(ids[1], {}))
    back = {answer.field: answer.value for answer in read(open_form(filled, "bench.docx").marks(blank), form)}
    assert back == {question.id: answers(form)[question.id] for question in form.questions}, "read back otherwise"

    boxes, kilobytes = sum(len(q.options) for q in form.questions), len(document) // 1000
    print(f"{times} x: {boxes} boxes, document part {kilobytes} kB filled")
    line = f"deflate changed parts {limit:7.2f} ms   ratio {make_ratio:5.2f}   (goal 1.5)"
    print(f"   {'make':24} {made:7.2f} ms   {line}")
    _measure_reading("read", filled, blank, form, 2.0)
    for change in CHANGES:
        _measure_reading(change.__name__, after(filled, change), blank, form, 4.0)
    saved = saved_by_libreoffice(filled)
    if saved is not None:
        _measure_reading("libreoffice", saved, blank, form, 4.0)


def _measure_reading(name: str, document: bytes, blank: Blank, form: Form, goal: float) -> None:
    """Prints a line for reading this return."""
    body = parts(document)["word/document.xml"]

    def take() -> object:
        opened = open_form(document, "bench.docx")
        return opened, read(opened.marks(blank), form)

    took, parse, times = ratio(take, lambda: etree.fromstring(body))
    print(f"   {name:24} {took:7.2f} ms   bare lxml parse       {parse:7.2f} ms   ratio {times:5.2f}   (goal {goal})")


if __name__ == "__main__":
    for size in (1, 2, 4) if len(sys.argv) < 2 else map(int, sys.argv[1:]):
        measure(size)
