"""The verb `query-letter`: for each auditor one letter with what has to be corrected, and an e-mail draft if asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import checks
from docgen.fields import Control, kind, same
from docgen.intake import found, shown
from docgen.intake.weighing import ADDED
from docgen.model import Question
from docgen.pipeline import delivery, letters, review, typed
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.review import Item
from docgen.pipeline.status import with_people
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace, template
from docgen.store import Store, Which

if TYPE_CHECKING:
    from docgen.reports.letter import Form, Point

WORDS, BASE = "query-letter.txt", "query-letter.docx"
MARKING = "OFFICIAL-SENSITIVE"
_PLACES = ("auditor", "cases", "forms", "points", "reply", "organisation", "today")
_MOST_CASES = 3
_LARGEST = 20 * 2**20
"""What most mail programs send, in bytes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: which returns, with warnings too, with e-mail drafts, where to, and by when to reply."""

    which: Which
    names: tuple[str, ...] = ()
    warnings: bool = False
    drafts: bool = False
    out: Path | None = None
    reply_by: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """The letters, how many points and forms they hold, the number of drafts, and what their maker should know."""

    letters: tuple[Path, ...] = ()
    points: int = 0
    forms: int = 0
    drafts: int = 0
    notes: tuple[str, ...] = ()


def make(workspace: Workspace, store: Store, at_hand: Catalogue, order: Order, now: str) -> Made:
    """Make the letters. One that somebody has changed is left alone: the next free name is used.

    Raises DocgenError where the base or the words of letters cannot be used, OSError.
    """
    items = [one for one in review.find(store, at_hand, order.which, order.names).items if _is_for_them(one, order)]
    by_name: dict[str, list[Item]] = {}
    for item in items:
        by_name.setdefault(same(item.trouble.auditor), []).append(item)
    nobody = by_name.pop("", [])
    notes = [*_nobody(nobody)]
    files: dict[str, bytes] = {}
    made = forms = points = 0
    taken: set[str] = set()
    for key in sorted(by_name):
        letter = _Letter(workspace, order, now, by_name[key], letters.addresses(workspace.settings).get(key, ""))
        stem = _stem(letter.name, taken)
        files[f"{stem}.docx"] = letter.document()
        if order.drafts:
            files[f"{stem}.eml"] = letter.draft(f"{stem}.docx", files[f"{stem}.docx"])
            notes += letter.notes
            made += 1
        forms, points = forms + len(letter.forms), points + len(by_name[key])
    if not files:
        return Made(notes=tuple(notes))
    folder = order.out or workspace.out / f"query-letters-{now[:10]}"
    places = delivery.deliver(store, folder, files, now)
    notes += [f"{path} was left as it is, because somebody has changed it." for path in places.left]
    made_letters = tuple(path for path in places.files if path.suffix == ".docx")
    return Made(made_letters, points, forms, made, tuple(notes))


def _is_for_them(item: Item, order: Order) -> bool:
    """Whether an auditor can do anything about it: not about what only the ledger asks, or waits for another answer."""
    query = item.trouble.query
    if item.rank == "warning" and (not order.warnings or query.rule in ADDED or checks.waits(query)):
        return False
    return item.form is not None


def _nobody(items: Sequence[Item]) -> Iterator[str]:
    """Whom nobody can write to."""
    if items:
        names = ", ".join(sorted({one.trouble.case or Path(one.trouble.file).name for one in items})[:12])
        yield f"There is no letter about these, because neither form nor case list names an auditor: {names}."


class _Letter:
    """One letter, to the auditor of these items."""

    def __init__(self, workspace: Workspace, order: Order, now: str, items: Sequence[Item], address: str) -> None:
        self._workspace = workspace
        self._order = order
        self._now = now
        self._items = items
        self.name = shown(items[0].trouble.auditor)
        self._address = next((one.trouble.address for one in items if one.trouble.address), address)
        self.notes: list[str] = []
        self.forms = self._forms()

    def document(self) -> bytes:
        """The letter itself."""
        from docgen.reports import letter

        form = self._items[0].form
        assert form is not None
        properties = letter.Properties(
            title="Audit forms: what we ask you to correct",
            organisation=self._organisation(),
            created=datetime.fromisoformat(self._now[:10]),
            date=letters.day(self._now[:10]),
            marking=MARKING,
            auditor=self.name,
            points=self._points(),
            reply_by=letters.day(self._order.reply_by) if self._order.reply_by else "",
        )
        return letter.write(tuple(self.forms.values()), template(self._workspace, BASE), properties)

    def draft(self, name: str, data: bytes) -> bytes:
        """The e-mail, with the letter and the forms as they were sent. Its subject names cases and nothing else."""
        words = letters.words(self._workspace, WORDS, _PLACES)
        attached = [(name, data), *self._returned()]
        if sum(len(one) for _, one in attached) > _LARGEST:
            self.notes.append(f"{self.name}: the forms are too large for an e-mail, so only the letter is attached.")
            attached = attached[:1]
        if not self._address:
            self.notes.append(f"No e-mail address is known of {self.name}. Add it to “addresses” in docgen.yaml.")
        reply = f"Please reply by {letters.day(self._order.reply_by)}." if self._order.reply_by else ""
        said = {
            "auditor": self.name, "cases": self._cases(), "points": self._points(), "reply": reply,
            "forms": "form" if len(self.forms) == 1 else "forms", "organisation": self._organisation(),
            "today": letters.day(self._now[:10]),
        }  # fmt: skip
        text = words.text.substitute(said).replace("\n ", "\n")
        subject = words.subject.replace("$cases", self._cases())
        return letters.draft(subject, text, [(self.name, self._address)], attached)

    def _forms(self) -> Mapping[str, Form]:
        """The forms with their points, the urgent ones first, then in the order of the form."""
        from docgen.reports import letter

        by_key: dict[str, list[Item]] = {}
        for item in sorted(self._items, key=lambda one: (one.trouble.case, one.trouble.key)):
            by_key.setdefault(item.trouble.key, []).append(item)
        found = {}
        for key, items in by_key.items():
            form = items[0].form
            assert form is not None
            order = {question.id: place for place, question in enumerate(form.questions)}
            items.sort(key=lambda one: (one.rank != "urgent", order.get(one.trouble.query.question, len(order))))
            points = tuple(self._point(one) for one in items)
            about = items[0].trouble
            found[key] = letter.Form(form.title, about.case, Path(about.file).name, points)
        return found

    def _point(self, item: Item) -> Point:
        from docgen.reports.letter import Point

        query, answer, question = item.trouble.query, item.trouble.answer, item.question
        name = f"{item.ref} {item.label}".strip() or "The form as a whole"
        if answer is None or question is None:
            query = with_people(query, self._workspace.settings.roles)
            message, fix = (_short(text, item) for text in (query.message, query.fix))
            return Point(name, message, "", "", fix, item.rank == "urgent")
        found = f"{answer.doubt[:1].upper()}{answer.doubt[1:]}."
        return Point(name, found, answer.text, typed.allowed(question), _what_to_do(question))

    def _returned(self) -> Iterator[tuple[str, bytes]]:
        """The forms as they were sent, each under its own name."""
        taken: set[str] = set()
        for item in {one.trouble.key: one for one in self._items}.values():
            path = found(item.trouble.sha256, self._workspace.originals)
            if path is not None:
                name = Path(item.trouble.file)
                yield f"{_stem(name.stem, taken)}{path.suffix}", path.read_bytes()

    def _cases(self) -> str:
        cases = sorted({one.case for one in self.forms.values() if one.case})
        if not cases or len(cases) > _MOST_CASES:
            return f"{len(self.forms)} forms" if len(self.forms) > 1 else "1 form"
        return f"{'case' if len(cases) == 1 else 'cases'} {', '.join(cases)}"

    def _points(self) -> str:
        points, forms = len(self._items), len(self.forms)
        return f"{'1 point' if points == 1 else f'{points} points'} in {'1 form' if forms == 1 else f'{forms} forms'}"

    def _organisation(self) -> str:
        return self._workspace.settings.organisation or self._items[0].organisation


def _short(text: str, item: Item) -> str:
    """What is said of a question, in a row that names it already."""
    named = f"uestion {item.ref} “{item.label}”"
    return text.replace(f"Q{named}", "This question").replace(f"q{named}", "this question")


def _stem(name: str, taken: set[str]) -> str:
    """The start of a file name that nothing else has; it is taken from now on."""
    found = safe(name)
    while found.casefold() in taken:
        found += "-"
    taken.add(found.casefold())
    return found


def _what_to_do(question: Question) -> str:
    """What a person does about an answer that can be read in two ways."""
    match kind(question).control:
        case Control.ONE_OF:
            return "Please mark one answer only, and clear the others."
        case Control.TICKS:
            return "Please tick each box that applies, and clear the others."
        case Control.DATE:
            return "Please write the date in full."
        case Control.ROWS:
            return "Please correct the rows of this table."
        case _:
            return "Please write the answer again."
