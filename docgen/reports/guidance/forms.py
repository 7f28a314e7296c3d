"""The forms: what each is for, how it is filled in, what must be answered, what is checked, and what cannot wait."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model import Form, Question, Section, Severity
from docgen.reports.blocks import Block, Bullets, Heading, Paragraph, TextTable
from docgen.reports.guidance.frame import Frame, cell, paragraphs
from docgen.reports.guidance.saying import asked, called, fix, found, listed, refs, sentence

_HOW = {
    Severity.URGENT: "Urgent: act today",
    Severity.ERROR: "Must be put right",
    Severity.WARNING: "To be confirmed",
}
_ALWAYS = "Always"


def forms(frame: Frame) -> Iterator[Block]:
    """Every form with its purpose, how to fill it in, and what must be answered."""
    for form in frame.framework.forms:
        if frame.several:
            yield Heading(2, form.title)
        yield from paragraphs(form.purpose)
        if form.how_to:
            yield Bullets(tuple((text,) for text in form.how_to), numbered=True)
        rows = tuple((cell(sentence(refs(wanted, form))), cell(when)) for when, wanted in _required(form))
        if rows:
            yield TextTable(
                f"required-{form.id}", f"{form.title}: what must be answered", ("Question", "When"), rows, named=False
            )


def _required(form: Form) -> list[tuple[str, list[Question]]]:
    """When → the questions that must then be answered; those that always must come first."""
    groups: dict[str, list[Question]] = {_ALWAYS: []}
    for section in form.sections:
        for question in section.questions:
            if question.required or question.required_when is not None:
                groups.setdefault(_when(question, section, form), []).append(question)
    return [(when, wanted) for when, wanted in groups.items() if wanted]


def _when(question: Question, section: Section, form: Form) -> str:
    """When a question must be answered, as a sentence without its full stop."""
    conditions = [section.relevant_when, question.relevant_when, None if question.required else question.required_when]
    asking = [condition for condition in conditions if condition is not None]
    if not asking:
        return _ALWAYS
    if question.about and asking == [question.required_when] and (values := _of_itself(question, form)):
        return f"Where that question is {values}"
    said = list(dict.fromkeys(asked(condition, form) for condition in asking))
    return f"Where {listed(said)}" if all(said) else "Where it applies"


def _of_itself(comment: Question, form: Form) -> str:
    """The answers of its own question that make a comment a must; empty where it hangs on anything else."""
    parent = form.question(comment.about)
    tests = comment.required_when.tests if comment.required_when and not comment.required_when.expression else ()
    if parent is None or len(tests) != 1 or tests[0].field != parent.id or parent.kind == "ticks":
        return ""
    options = [option for option in parent.options if option.id in tests[0].any_of]
    return listed((f"“{option.label}”" for option in options), "or")


def urgent(frame: Frame) -> Iterator[Block]:
    """What cannot wait for a form to come back, what to do about it, and how to reach those who must know."""
    rules: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    scales = frame.framework.scales
    for form in frame.framework.forms:
        for rule in form.rules:
            if rule.severity is Severity.URGENT:
                question = form.question(rule.question)
                own = question.guidance if question and question.kind == "yesno" else ""
                todo = tuple(text for text in (own, fix(rule, form, scales)) if text)
                place = called(question) if question else "several questions"
                where = f"{form.title}, {place}" if frame.several else place
                rules.setdefault((found(rule, form, scales), todo), []).append(where)
    if not rules:
        return
    yield Paragraph(("Do not wait for a form to come back. Whoever sees one of these acts the same day.",))
    rows = tuple((cell(what), paragraphs(*todo), cell(*where)) for (what, todo), where in rules.items())
    yield TextTable("urgent", "What cannot wait", ("What is found", "What to do", "Asked in"), rows, named=False)
    text = " ".join(_words(frame)).casefold()
    contacts = tuple((cell(role), cell(who)) for role, who in frame.contacts if who and role.casefold() in text)
    if contacts:
        yield TextTable("contacts", "How to reach them", ("Role", "Contact"), contacts)


def _words(frame: Frame) -> Iterator[str]:
    """Every text in which a role may be named."""
    for form in frame.framework.forms:
        yield from form.how_to
        yield from (text for rule in form.rules for text in (rule.message, rule.fix))
        for section in form.sections:
            yield section.intro
            for question in section.questions:
                yield question.guidance
                yield from (option.label for option in question.options)
    for part in frame.framework.guidance.parts if frame.framework.guidance else ():
        yield from (*part.text, *part.items)
        yield from (text for row in (part.table.rows if part.table else ()) for texts in row for text in texts)


def checks(frame: Frame) -> Iterator[Block]:
    """The rules of each form in plain words: what they find, and what to do about it."""
    yield Paragraph(
        (
            "Every returned form is checked in the same way. Some things must be put right; others only need a second "
            "look. Answers that are missing, comments that say only “n/a”, answers where none applies and half-filled "
            "rows are asked about in every form. Beyond that:",
        )
    )
    for form in frame.framework.forms:
        rows = tuple((cell(*what), cell(todo), cell(how)) for (todo, how), what in _by_fix(form, frame).items())
        if rows and frame.several:
            yield Heading(2, form.title)
        if rows:
            heads = ("What is found", "What to do", "How serious")
            yield TextTable(f"checks-{form.id}", f"{form.title}: what is checked", heads, rows, named=False)


def _by_fix(form: Form, frame: Frame) -> dict[tuple[str, str], list[str]]:
    """What to do and how soon → what is found; the most pressing first."""
    scales = frame.framework.scales
    order = list(Severity)
    groups: dict[tuple[str, str], list[str]] = {}
    for rule in sorted(form.rules, key=lambda rule: order.index(rule.severity)):
        groups.setdefault((fix(rule, form, scales), _HOW[rule.severity]), []).append(found(rule, form, scales))
    return groups
