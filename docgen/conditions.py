"""When something applies: structured conditions and free expressions, over the values of one return.

Blank is a value of its own. A doubtful answer is unknown, and what rests on an unknown is unknown (None),
so that no rule fires, and none is passed, on a guess.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from docgen.model import Condition, Question, Value
from docgen.workdays import ENGLAND, Calendar, working_days

if TYPE_CHECKING:
    from simpleeval import SimpleEval

ANSWERED = "answered"
BLANK = "blank"
RESERVED = frozenset({ANSWERED, BLANK})

_NODES = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Eq, ast.NotEq,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Name, ast.Load, ast.Constant, ast.List, ast.Tuple,
    ast.Call, ast.BinOp, ast.Add, ast.Sub,
)  # fmt: skip


class _Graded(str):
    """A grade's id that knows the ranks of its scale, so that expressions can compare grades."""

    ranks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Terms:
    """What an expression is worked out on beside the values: ranks by field and grade, and the working days."""

    ranks: Mapping[str, Mapping[str, int]]
    calendar: Calendar


def holds(
    condition: Condition | None,
    values: Mapping[str, Value],
    unknown: Set[str] = frozenset(),
    ranks: Mapping[str, Mapping[str, int]] | None = None,
    calendar: Calendar = ENGLAND,
) -> bool | None:
    """Whether the condition holds: True, False, or None where it rests on an unknown answer.

    `values` is field id → value (None for blank), `unknown` the ids of doubtful answers, `ranks` field id →
    grade id → rank for the fields whose kind is grade, `calendar` the working days that count. No condition always
    holds.
    """
    if condition is None:
        return True
    outcome: bool | None = True
    for test in condition.tests:
        if test.field in unknown:
            outcome = None
        elif not _matches(values.get(test.field), test.any_of):
            return False
    if condition.expression:
        truth = _truth(condition.expression, values, unknown, _Terms(ranks or {}, calendar))
        if truth is not True:
            return truth
    return outcome


def fields_of(condition: Condition | None) -> frozenset[str]:
    """The fields that a condition rests on; none for no condition."""
    if condition is None:
        return frozenset()
    tested = frozenset(test.field for test in condition.tests)
    return tested | names(condition.expression) if condition.expression else tested


def names(expression: str) -> frozenset[str]:
    """The fields that an expression speaks of. Raises SyntaxError where it cannot be read."""
    return _parsed(expression)[0]


def called(expression: str) -> frozenset[str]:
    """The functions that an expression calls. Raises SyntaxError where it cannot be read."""
    return _parsed(expression)[1]


def compared(expression: str) -> tuple[tuple[str, str], ...]:
    """Every (field, text) that an expression compares, so that a checker can tell a misspelt option.

    `grade == 'good'`, `grade in ['good', 'met']`, `'not_met' in [planning, recording]`,
    `has(added_value, 'no_impact')`, `better(grade, 'met')`.
    """
    found: list[tuple[str, str]] = []
    for node in ast.walk(ast.parse(expression, mode="eval")):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Call):
            parts = list(node.args)
        else:
            continue
        listed = [leaf for part in parts if isinstance(part, ast.List | ast.Tuple) for leaf in part.elts]
        fields = [part.id for part in (*parts, *listed) if isinstance(part, ast.Name)]
        texts = [leaf.value for part in parts for leaf in ast.walk(part) if isinstance(leaf, ast.Constant)]
        found += [(name, text) for name in fields for text in texts if isinstance(text, str)]
    return tuple(found)


def _matches(value: Value, any_of: tuple[str, ...]) -> bool:
    """Whether a value is one of the option ids, or is answered or blank as asked."""
    blank = value is None or value == "" or value == ()
    if any_of == (ANSWERED,):
        return not blank
    if any_of == (BLANK,):
        return blank
    if isinstance(value, tuple):
        return any(option in value for option in any_of)
    return not blank and str(value) in any_of


def _truth(expression: str, values: Mapping[str, Value], unknown: Set[str], terms: _Terms) -> bool | None:
    """The truth of an expression; None where it hangs on an unknown answer, whatever its certain parts say."""
    if not names(expression) & unknown:
        return _evaluate(expression, values, terms)
    node = _in_parts(ast.parse(expression, mode="eval").body)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _truth(ast.unparse(node.operand), values, unknown, terms)
        return None if inner is None else not inner
    if not isinstance(node, ast.BoolOp):
        return None
    parts = [_truth(ast.unparse(part), values, unknown, terms) for part in node.values]
    decides = isinstance(node.op, ast.Or)
    if decides in parts:
        return decides
    return None if None in parts else not decides


def _in_parts(node: ast.expr) -> ast.expr:
    """`x in [a, b]` as `x == a or x == b`, and `x not in [a, b]` as `x != a and x != b`; any other node as it is."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or not isinstance(node.ops[0], ast.In | ast.NotIn):
        return node
    listed = node.comparators[0]
    if not isinstance(listed, ast.List | ast.Tuple) or len(listed.elts) < 2:
        return node
    among = isinstance(node.ops[0], ast.In)
    each: list[ast.expr] = [
        ast.Compare(node.left, [ast.Eq() if among else ast.NotEq()], [element]) for element in listed.elts
    ]
    return ast.BoolOp(ast.Or() if among else ast.And(), each)


@lru_cache(maxsize=1024)
def _parsed(expression: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names and the functions of an expression; SyntaxError for anything outside the small language."""
    tree = ast.parse(expression, mode="eval")
    functions: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, _NODES):
            raise SyntaxError(f"{type(node).__name__} is not part of the language of rules")
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Name) or node.keywords:
                raise SyntaxError("only the functions of the rule language can be called")
            functions.add(node.func.id)
    every = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return frozenset(every - functions), frozenset(functions)


def _count(*answers: object) -> int:
    """How many options are ticked, rows filled in, or other answers given, over all that is named."""
    return sum(len(a) if isinstance(a, tuple) else int(a not in (None, "")) for a in answers)


def _has(answer: object, option: str) -> bool:
    """Whether the option is ticked or chosen."""
    return option in answer if isinstance(answer, tuple) else str(answer or "") == option


def _better(answer: object, grade: str) -> bool:
    """Whether a grade is better than the other; False where either is blank or not on the scale."""
    if not isinstance(answer, _Graded) or not {answer, grade} <= answer.ranks.keys():
        return False
    return answer.ranks[answer] > answer.ranks[grade]


def _worse(answer: object, grade: str) -> bool:
    """Whether a grade is worse than the other; False where either is blank or not on the scale."""
    if not isinstance(answer, _Graded) or not {answer, grade} <= answer.ranks.keys():
        return False
    return answer.ranks[answer] < answer.ranks[grade]


def _days(first: object, second: object) -> int | None:
    """Calendar days from the first date to the second; None where either is blank."""
    if not first or not second:
        return None
    return (date.fromisoformat(str(second)) - date.fromisoformat(str(first))).days


def _working_days(calendar: Calendar, first: object, second: object) -> int | None:
    """Working days from the first date to the second, the first not counted; None where either is blank."""
    if not first or not second:
        return None
    return working_days(date.fromisoformat(str(first)), date.fromisoformat(str(second)), calendar)


def _named(name: object, names: object) -> bool:
    """Whether a name is one of the names in a text that parts them by semicolons; False where either is blank."""
    return _plain(name) in {_plain(one) for one in str(names or "").replace("\n", ";").split(";")} - {""}


def _plain(name: object) -> str:
    """A name as it is compared: whatever its capitals, spaces, full stops and kind of apostrophe."""
    return " ".join(str(name or "").replace(".", " ").replace("’", "'").casefold().split())


def _rows(table: object, column: str, value: str) -> tuple[Mapping[str, object], ...]:
    """The rows of a table whose cell in that column holds the value; rows of rows, to ask for two things at once."""
    return tuple(row for row in _cells(table) if row.get(column) == value)


def _latest(table: object, column: str) -> str | None:
    """The latest date in a column of a table, or of some of its rows; None where there is none."""
    return max((str(row[column]) for row in _cells(table) if row.get(column)), default=None)


def _cells(table: object) -> Iterator[Mapping[str, object]]:
    """The rows of a table, none for a blank one."""
    return (row for row in table if isinstance(row, Mapping)) if isinstance(table, tuple) else iter(())


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "answered": lambda answer: not _matches(answer, (BLANK,)),
    "blank": lambda answer: _matches(answer, (BLANK,)),
    "count": _count,
    "has": _has,
    "better": _better,
    "worse": _worse,
    "days": _days,
    "working_days": partial(_working_days, ENGLAND),
    "named": _named,
    "rows": _rows,
    "latest": _latest,
    "length": lambda answer: len(str(answer or "")),
    "lower": lambda answer: str(answer or "").strip().lower(),
}
"""What an expression may call; each is described in the reference of the definition language."""


@lru_cache(maxsize=16)
def _evaluator(calendar: Calendar) -> SimpleEval:
    from simpleeval import EvalWithCompoundTypes

    return EvalWithCompoundTypes(functions={**FUNCTIONS, "working_days": partial(_working_days, calendar)})


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Any:
    _parsed(expression)
    return _evaluator(ENGLAND).parse(expression)


def _evaluate(expression: str, values: Mapping[str, Value], terms: _Terms) -> bool:
    """The truth of an expression. A comparison with a blank number or date is false."""
    scope: dict[str, object] = {}
    for name in names(expression):
        value: object = values.get(name)
        if isinstance(value, str) and name in terms.ranks:
            value = _Graded(value)
            value.ranks = terms.ranks[name]
        elif isinstance(value, Decimal):
            value = float(value)
        scope[name] = value
    evaluator = _evaluator(terms.calendar)
    evaluator.names = scope
    try:
        return bool(evaluator.eval(expression, previously_parsed=_compiled(expression)))
    except TypeError:
        return False


def ranks_of(questions: tuple[Question, ...], scales: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    """Field id → grade id → rank, for every question of kind grade."""
    return {question.id: scales[question.scale] for question in questions if question.scale in scales}
