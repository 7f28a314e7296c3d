"""The verb `actions`: what accepted audits agreed, followed until it is done and somebody has seen that it is.

`register` brings the list up to date with the returns; it can be run at any time and again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docgen.checks import identifying
from docgen.cycle.actions import corrected, follow, match, moved
from docgen.fields import same
from docgen.measures.following import agreed, overdue, rating, tables
from docgen.model import Action, ActionStatus, Agreed, DocgenError, Form, Place, Query, Severity
from docgen.pipeline.catalogue import Catalogue
from docgen.store import Entry, News, Source, Store

Changed = list[tuple[Action | None, Action]]


@dataclass(frozen=True, slots=True)
class Registered:
    """What the returns have brought: ids of new actions, of corrected and of withdrawn ones, and of those followed up.

    asked       rows about earlier actions that fit none, by return
    """

    new: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    asked: tuple[Query, ...] = ()


@dataclass(slots=True)
class _Book:
    """The actions as they stand while returns are gone through."""

    actions: dict[str, Action]
    numbers: dict[str, int]
    heard: Collection[str]
    changes: dict[str, list[tuple[Action | None, Action]]] = field(default_factory=dict)
    groups: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for action in self.actions.values():
            self._group(action)

    def _group(self, action: Action) -> None:
        """Ids by copy, case and return, so that each return finds its actions without a look at all the others."""
        copy = action.id.rpartition("-")[0]
        for group in (("copy", copy), ("case", same(action.case)), ("key", action.key)):
            self.groups.setdefault(group, {})[action.id] = None

    def put(self, source: str, before: Action | None, now: Action) -> None:
        """Note a change, and from which return it came."""
        self.actions[now.id] = now
        self._group(now)
        self.changes.setdefault(source, []).append((before, now))

    def of(self, framework: str, source: Source, form: str = "") -> list[Action]:
        """The known actions of a copy, as far as they are not of another case that the copy was used for too; of a
        return without a copy's id, those of its case and form.
        """
        case = same(source.case)
        if form and source.toolkit:
            known = [self.actions[name] for name in self.groups.get(("copy", source.toolkit), ())]
            return [one for one in known if one.key == source.key or same(one.case) in ("", case)]
        group = ("case", case) if case else ("key", source.key)
        return [
            one for one in (self.actions[name] for name in self.groups.get(group, ()))
            if one.framework == framework and (not form or one.form == form)
            and (same(one.case) == case if case else one.key == source.key)
        ]  # fmt: skip


_MARK = "actions"


def register(store: Store, catalogue: Catalogue, now: str, *, every: bool = False) -> Registered:
    """Bring the list of actions up to date with the accepted returns: with those that something has happened to since
    the last time, and all others of their copies and cases; with all of them where a definition has changed, and with
    `every`. Raises DocgenError (code 3).
    """
    new, fixed, gone, followed, asked = [], [], [], [], []
    with store.entry() as entry:
        news = None if every else entry.news(_MARK, catalogue.digest)
        forms = _forms(catalogue, entry.forms(news))
        came = [(place, one) for place, versions in forms.items() for one in _sources(entry, place, versions, news)]
        near = entry.wider(news) if news else None
        actions = {one.id: one for one in entry.actions(near)}
        book = _Book(actions, entry.action_numbers(near), entry.actions_heard(near))
        for (framework, form_id), source in came:
            form = forms[framework, form_id].get(source.version)
            if form is None or not tables(form):
                continue
            known = book.of(framework, source, form_id)
            found = match([one for one in known if not _gone(entry, one)], agreed(form, source.values))
            for action, row in found.same:
                of_now = replace(action, case=source.case or action.case, team=source.team or action.team)
                after = corrected(of_now, row, source.key, now[:10])
                if after != action:
                    book.put(source.key, action, after)
                    fixed.append(action.id)
            for row in found.new:
                action = _new(book, framework, form_id, source, row)
                book.put(source.key, None, action)
                new.append(action.id)
            for action in found.gone:
                if action.unfinished:
                    left = moved(action, {"status": str(ActionStatus.WITHDRAWN)}, now[:10], source.key)
                    book.put(source.key, action, left)
                    gone.append(action.id)
        for (framework, form_id), source in sorted(came, key=lambda one: (one[1].day, one[1].key)):
            form = forms[framework, form_id].get(source.version)
            if form is not None and form.role("earlier_actions"):
                done, queries = _follow(book, framework, form, source)
                followed += done
                asked += queries
        for source_key, changes in book.changes.items():
            entry.put_actions(changes, now, source_key)
        entry.looked(_MARK, catalogue.digest, entry.last_event())
    return Registered(tuple(new), tuple(fixed), tuple(gone), tuple(followed), tuple(asked))


def _forms(catalogue: Catalogue, places: Sequence[tuple[str, str, str]]) -> dict[tuple[str, str], dict[str, Form]]:
    """Framework and form → version → the form, for every form in these places that agrees or follows actions."""
    found: dict[tuple[str, str], dict[str, Form]] = {}
    for name, version, form_id in places:
        framework = catalogue.version(name, version)
        form = framework.form(form_id) if framework else None
        if form is not None and (tables(form) or form.role("earlier_actions")):
            found.setdefault((name, form_id), {})[version] = form
    return found


def _sources(entry: Entry, place: tuple[str, str], versions: Mapping[str, Form], news: News | None) -> Iterator[Source]:
    fields = {question.id for form in versions.values() for question in tables(form)}
    fields |= {form.role("earlier_actions") for form in versions.values()} - {""}
    yield from entry.sources(*place, fields, news)


def _gone(entry: Entry, action: Action) -> bool:
    """Whether a corrected return has taken an action out of its form: the row is a new one where it comes back.

    One that a person or a later form says is needed no more is still the row of its form.
    """
    if action.status is not ActionStatus.WITHDRAWN:
        return False
    said = entry.record(action.by)
    copy = action.id.rpartition("-")[0]
    return said is not None and said.receipt.form == action.form and said.receipt.toolkit in ("", copy)


def _new(book: _Book, framework: str, form: str, source: Source, row: Agreed) -> Action:
    name = source.toolkit or source.key[:8]
    book.numbers[name] = book.numbers.get(name, 0) + 1
    return Action(
        f"{name}-{book.numbers[name]}", source.key, framework, form, row.field, source.case, row.what, row.owner,
        row.due, row.notes, source.team, source.day, first_due=row.due, changed=source.day, by=source.key,
    )  # fmt: skip


def _follow(book: _Book, framework: str, form: Form, source: Source) -> tuple[list[str], list[Query]]:
    known = {one.id: one for one in book.of(framework, source) if one.key != source.key}
    found = follow(form, source.values, source.key, source.day, known)
    place = Place(source.key)
    asked = [
        Query("earlier-action", Severity.WARNING, f"In {form.title} of case {source.case}, {text}.",
              "See docgen actions --all for the actions of the case, and close the one that is meant.", where=place)
        for text in found.unknown
    ]  # fmt: skip
    done = []
    for after in found.moved:
        before = known[after.id]
        again = source.key in book.heard
        if again and (before.by != source.key or (before.status, before.evidence) == (after.status, after.evidence)):
            continue
        book.put(source.key, before, after)
        done.append(after.id)
    return done, asked


# --- what a person does ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which actions: of a framework, a team, an owner; unfinished ones, only overdue ones, or all of them."""

    framework: str = ""
    team: str = ""
    owner: str = ""
    case: str = ""
    every: bool = False
    overdue: bool = False


def chosen(actions: Sequence[Action], wanted: Wanted, today: str) -> tuple[Action, ...]:
    """The actions that are asked for: overdue ones first, the longest overdue before the others, then by date."""
    found = [
        one for one in actions
        if (not wanted.framework or one.framework == wanted.framework)
        and (not wanted.team or same(one.team) == same(wanted.team))
        and (not wanted.owner or same(one.owner) == same(wanted.owner))
        and (not wanted.case or same(one.case) == same(wanted.case))
        and (wanted.every or one.unfinished or one.status is ActionStatus.DONE)
        and (not wanted.overdue or overdue(one, today))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.unfinished, one.due or "9999", one.case, one.id)))


def settle(store: Store, ids: Sequence[str], status: ActionStatus, why: str, now: str, who: str) -> tuple[Action, ...]:
    """Close, withdraw or open again actions by hand. Raises DocgenError for an unknown id and for a telling reason."""
    found = identifying.details(why)
    if found:
        message = f"In the reason there seems to be {found[0]}; it would be kept with the action."
        raise DocgenError(Query("reason", Severity.ERROR, message, "Say it without, by the case reference."))
    known = {one.id: one for one in store.actions(ids=[name.strip().upper() for name in ids] + list(ids))}
    wanted = {name: known.get(name.strip().upper()) or known.get(name.strip()) for name in ids}
    unknown = [name for name, one in wanted.items() if one is None]
    if unknown:
        raise DocgenError(*(
            Query("unknown", Severity.ERROR, f"There is no action “{name}”.", "See docgen actions --all.")
            for name in unknown
        ))  # fmt: skip
    changes: Changed = []
    for action in wanted.values():
        assert action is not None
        said = {"status": str(status)} | ({"evidence": why} if why and status is not ActionStatus.OPEN else {})
        after = moved(action, said, now[:10], who)
        if status is ActionStatus.OPEN:
            after = replace(after, done="", checked="")
        changes.append((action, after))
    with store.entry() as entry:
        entry.put_actions(changes, now)
    return tuple(after for _, after in changes)


def shape(action: Action, today: str) -> dict[str, object]:
    """An action as JSON."""
    colour, why = rating(action, today)
    return {
        "id": action.id, "framework": action.framework, "form": action.form, "case": action.case, "team": action.team,
        "agreed": action.agreed, "action": action.what, "notes": dict(action.notes), "owner": action.owner,
        "due": action.due, "first_due": action.first_due, "put_back": action.put_back, "status": str(action.status),
        "rating": colour, "why": why, "evidence": action.evidence, "done": action.done, "checked": action.checked,
    }  # fmt: skip
