"""The store: issued toolkits, received returns with their answers, and what happened, by SQLAlchemy Core.

It speaks in the values of `model`; no SQL is written anywhere else. One command opens one `Store` and uses it
from one thread. Several commands may use the same store at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from docgen.model import Audit, DocgenError, Place, Query, Severity, Standing, State, Toolkit, Value
from docgen.store import engine
from docgen.store.counts import Count, Trouble
from docgen.store.entry import HELD, TOOLKIT, Entry, issued_copy
from docgen.store.tables import answers, events, queries, returns, toolkits
from docgen.store.values import decode, decode_facts, encode_facts

__all__ = ["Count", "Entry", "Store", "Trouble"]

_SEVERITIES = tuple(Severity)


class Store:
    """An open store. Use it in a `with` statement; every failure of the database is a DocgenError of code 3."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection = engine.connect(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; what was committed stays."""
        engine.close(self._connection)

    def settle(self) -> None:
        """See to it that everything committed so far survives a power cut."""
        with engine.said(self._url):
            engine.settle(self._connection)

    # --- the ledger --------------------------------------------------------------------------------------

    @contextmanager
    def entry(self) -> Iterator[Entry]:
        """One transaction of the ledger: committed where the block ends well, as if it never was where it does not."""
        with engine.said(self._url), engine.writing(self._connection):
            yield Entry(self._connection)

    @contextmanager
    def look(self) -> Iterator[Entry]:
        """The ledger as it is now, to look things up; nothing that is written here stays."""
        with engine.said(self._url), engine.looking(self._connection):
            yield Entry(self._connection)

    def issued(self, framework: str, version: str, form: str) -> tuple[Toolkit, ...]:
        """Every copy of a form that was issued, blank ones included, in the order of issue."""
        table = toolkits.c
        where = and_(table.framework == framework, table.version == version, table.form == form)
        return tuple(
            issued_copy(row) for row in self._rows(select(*TOOLKIT).where(where).order_by(table.issued, table.id))
        )

    def come_back(self, framework: str, version: str, form: str) -> frozenset[str]:
        """The ids of the toolkits of a form of which a return is held."""
        table = returns.c
        where = and_(table.framework == framework, table.version == version, table.form == form)
        return frozenset(row[0] for row in self._rows(select(table.toolkit).where(where, table.standing.in_(HELD))))

    def toolkit(self, toolkit: str) -> Toolkit | None:
        """The issued copy with this id, or None where it was not issued from this workspace."""
        with self.look() as entry:
            return entry.toolkit(toolkit)

    def known(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of the toolkit ids that stand in the ledger already."""
        found: set[str] = set()
        for start in range(0, len(ids), 500):
            some = select(toolkits.c.id).where(toolkits.c.id.in_(ids[start : start + 500]))
            found.update(row[0] for row in self._rows(some))
        return frozenset(found)

    def issue(self, copies: Sequence[Toolkit]) -> None:
        """Enter issued copies, all or none; a copy that was issued before is kept up to date.

        Raises DocgenError (code 3) where another command has entered one of them for another case meanwhile.
        """
        before = self.known([copy.id for copy in copies])
        rows = [dict(zip((column.name for column in TOOLKIT), _plain(copy), strict=True)) for copy in copies]
        new = [row for row in rows if row["id"] not in before]
        again = [{f"new_{name}": value for name, value in row.items()} for row in rows if row["id"] in before]
        changed = update(toolkits).where(toolkits.c.id == bindparam("new_id"))
        changed = changed.values({name: bindparam(f"new_{name}") for name in ("file", "sha256", "blank", "facts")})
        try:
            with self.entry() as entry:
                if new:
                    self._connection.execute(insert(toolkits), new)
                if again:
                    self._connection.execute(changed, again)
                entry.issued(new)
        except IntegrityError:
            message = "Another command has issued copies of the same form at the same moment."
            problem = Query("store", Severity.ERROR, message, "Run the command again.")
            raise DocgenError(problem, code=3) from None

    def made(self, sha256: str) -> bool:
        """Whether a document with this hash was made by docgen, and so may be made anew in its place."""
        found = select(events.c.id).where(events.c.what == "made", events.c.detail == sha256).limit(1)
        return bool(self._rows(found))

    # --- what stands where -------------------------------------------------------------------------------

    def counts(self) -> tuple[Count, ...]:
        """What the ledger adds up to, for each framework and form, in their order."""
        totals: dict[tuple[str, str], dict[str, int]] = {}

        def add(name: str, rows: Sequence[Any]) -> None:
            for framework, form, number in rows:
                totals.setdefault((framework, form), {})[name] = number

        place = (toolkits.c.framework, toolkits.c.form)
        back = exists().where(returns.c.toolkit == toolkits.c.id, returns.c.standing.in_(HELD))
        add("issued", self._rows(_count(place, true())))
        add("outstanding", self._rows(_count(place, and_(toolkits.c.case_ref != "", ~back))))
        place = (returns.c.framework, returns.c.form)
        asked = exists().where(queries.c.return_id == returns.c.id)
        stranger = ~exists().where(toolkits.c.id == returns.c.toolkit)
        held = returns.c.standing.in_(HELD)
        add("returned", self._rows(_count(place, held)))
        add("unissued", self._rows(_count(place, and_(held, stranger))))
        add("queried", self._rows(_count(place, and_(held, returns.c.standing != Standing.DOUBTFUL, asked))))
        for name, standing in _STANDINGS:
            add(name, self._rows(_count(place, returns.c.standing == standing)))
        return tuple(Count(framework, form, **numbers) for (framework, form), numbers in sorted(totals.items()))

    def open_queries(self, severities: Collection[Severity] = _SEVERITIES) -> tuple[Trouble, ...]:
        """What is asked of returns that are held or accepted, worst first, then by case."""
        wanted = (
            select(*_TROUBLE, queries.c.rule, queries.c.severity, queries.c.message, queries.c.fix)
            .add_columns(queries.c.question, queries.c.file, queries.c.place)
            .join_from(queries, returns)
            .where(returns.c.standing.in_(HELD), queries.c.severity.in_(severities))
            .order_by(returns.c.case_ref, returns.c.id, queries.c.position)
        )
        found = [
            Trouble(Query(rule, Severity(severity), message, fix, question, Place(file, at)), *about)
            for *about, rule, severity, message, fix, question, file, at in self._rows(wanted)
        ]
        return tuple(sorted(found, key=lambda trouble: _SEVERITIES.index(trouble.query.severity)))

    def doubts(self) -> tuple[Trouble, ...]:
        """Every answer that a person has to decide, as a query of rule `doubt`, by case and field."""
        wanted = (
            select(*_TROUBLE, answers.c.field, answers.c.doubt, answers.c.place)
            .join_from(answers, returns)
            .where(returns.c.standing.in_(HELD), answers.c.state == State.DOUBTFUL)
            .order_by(returns.c.case_ref, returns.c.id, answers.c.position)
        )
        return tuple(
            Trouble(Query("doubt", Severity.ERROR, doubt, "", field, Place(about[1], place)), *about)
            for *about, field, doubt, place in self._rows(wanted)
        )

    def refusals(self) -> tuple[Trouble, ...]:
        """Every refused file with the reason, in the order of receipt."""
        wanted = select(*_TROUBLE, returns.c.rule, returns.c.message, returns.c.fix)
        wanted = wanted.where(returns.c.standing == Standing.REFUSED).order_by(returns.c.id)
        return tuple(
            Trouble(Query(rule, Severity.ERROR, message, fix, where=Place(about[1])), *about)
            for *about, rule, message, fix in self._rows(wanted)
        )

    # --- what figures are made of ------------------------------------------------------------------------

    def audits(self, framework: str, form: str, first: str = "", last: str = "") -> tuple[Audit, ...]:
        """The accepted returns of a form, of every version of the framework, in the order of their cases.

        `first` and `last` (YYYY-MM-DD) keep those whose date lies between them; one without a date is then left
        out. `values` holds every field of the form as it was returned, blank ones as None, and what the case list
        told of the case when the copy was issued.
        """
        chosen = [returns.c.framework == framework, returns.c.form == form, returns.c.standing == Standing.ACCEPTED]
        if first:
            chosen += [returns.c.day >= first, returns.c.day != ""]
        if last:
            chosen += [returns.c.day <= last, returns.c.day != ""]
        asked = select(func.count()).where(queries.c.return_id == returns.c.id).scalar_subquery()
        heads = select(returns.c.id, returns.c.key, returns.c.version, returns.c.case_ref, asked)
        heads = heads.add_columns(func.coalesce(toolkits.c.facts, "")).where(*chosen)
        heads = heads.join_from(returns, toolkits, toolkits.c.id == returns.c.toolkit, isouter=True)
        values: dict[int, dict[str, Value]] = {}
        parts = select(answers.c.return_id, answers.c.field, answers.c.value).join_from(answers, returns).where(*chosen)
        for row, field, value in self._rows(parts.order_by(answers.c.return_id, answers.c.position)):
            values.setdefault(row, {})[field] = decode(value)
        return tuple(
            Audit(key, form, version, case, {**decode_facts(facts), **values.get(row, {})}, queries=number)
            for row, key, version, case, number, facts in self._rows(heads.order_by(returns.c.case_ref, returns.c.key))
        )

    def undated(self, framework: str, form: str) -> int:
        """How many accepted returns of a form have no date."""
        where = and_(returns.c.framework == framework, returns.c.form == form, returns.c.day == "")
        return int(self._rows(select(func.count()).where(where, returns.c.standing == Standing.ACCEPTED))[0][0])

    def _rows(self, wanted: Select[Any]) -> Sequence[Any]:
        with engine.said(self._url), engine.looking(self._connection):
            return self._connection.execute(wanted).all()


_STANDINGS = (
    ("accepted", Standing.ACCEPTED),
    ("held", Standing.QUERIED),
    ("doubtful", Standing.DOUBTFUL),
    ("refused", Standing.REFUSED),
    ("replaced", Standing.REPLACED),
)
_TROUBLE = (
    returns.c.key,
    returns.c.file,
    returns.c.framework,
    returns.c.form,
    returns.c.case_ref,
    returns.c.toolkit,
)


def _count(place: tuple[Any, Any], where: ColumnElement[bool]) -> Select[Any]:
    """Rows of (framework, form, how many) for which the condition holds."""
    return select(*place, func.count()).where(where).group_by(*place)


def _plain(copy: Toolkit) -> tuple[object, ...]:
    parts = {part.name: getattr(copy, part.name) for part in fields(copy)}
    return tuple({**parts, "facts": encode_facts(copy.facts)}.values())
