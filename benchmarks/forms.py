"""One toolkit of 8 pages, 140 boxes and 35 comments: made and read back, against the limits of the same run.

Making:  one pre-filled copy, against deflating the parts that differ from copy to copy (zlib, level 6).
Reading: bytes to answers with everything that is reported, against a bare lxml parse of the document part.
Marked:  the same for a form whose every choice is typed over its box or highlighted, and whose styles Word wrote anew.
Growth:  both again at 1, 2 and 4 times the questions; a ratio that rises means a step that is not linear.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from docgen.forms.word import blank_of, compile_toolkit, open_form
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
    """Median milliseconds of both, and the median of the ratios round by round."""
    pairs = []
    for _ in range(ROUNDS):
        times = []
        for step in (limit, work):
            start = time.perf_counter()
            step()
            times.append((time.perf_counter() - start) * 1000)
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


def marked(document: bytes) -> bytes:
    """The filled form with half of its choices as an X over the box, and half as a highlighted label without a tick."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            data = package.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(data)
                ticked = [box for box in root.iter(f"{{{W14}}}checked") if box.get(f"{{{W14}}}val") == "1"]
                for number, box in enumerate(ticked):
                    box.set(f"{{{W14}}}val", "0")
                    _mark(next(box.iterancestors(f"{{{W}}}sdt")), number % 2 == 0)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            elif name == "word/styles.xml":
                data += b"\n"
            made.writestr(name, data)
    return out.getvalue()


def _mark(control: etree._Element, typed: bool) -> None:
    """Puts an X over a box, or empties it and highlights the label behind it."""
    (sign,) = control.iter(f"{{{W}}}t")
    sign.text = "X" if typed else "☐"
    label = next(control.itersiblings(f"{{{W}}}r"))
    if not typed:
        properties = label.find(f"{{{W}}}rPr")
        if properties is None:
            properties = etree.Element(f"{{{W}}}rPr")
            label.insert(0, properties)
        etree.SubElement(properties, f"{{{W}}}highlight").set(f"{{{W}}}val", "yellow")


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

    def take() -> object:
        opened = open_form(filled, "bench.docx")
        return opened, read(opened.marks(blank), form)

    took, parse, read_ratio = ratio(take, lambda: etree.fromstring(document))
    hand = marked(filled)
    by_hand = parts(hand)["word/document.xml"]

    def take_marked() -> object:
        opened = open_form(hand, "bench.docx")
        return opened, read(opened.marks(blank), form)

    looked, bare, marked_ratio = ratio(take_marked, lambda: etree.fromstring(by_hand))
    boxes, kilobytes = sum(len(q.options) for q in form.questions), len(document) // 1000
    print(f"{times} x: {boxes} boxes, document part {kilobytes} kB filled")
    print(f"   make  {made:7.2f} ms   deflate changed parts {limit:7.2f} ms   ratio {make_ratio:5.2f}   (goal 1.5)")
    print(f"   read  {took:7.2f} ms   bare lxml parse       {parse:7.2f} ms   ratio {read_ratio:5.2f}   (goal 2.0)")
    print(f"   marked {looked:6.2f} ms   bare lxml parse       {bare:7.2f} ms   ratio {marked_ratio:5.2f}   (goal 4.0)")


if __name__ == "__main__":
    for size in (1, 2, 4) if len(sys.argv) < 2 else map(int, sys.argv[1:]):
        measure(size)
