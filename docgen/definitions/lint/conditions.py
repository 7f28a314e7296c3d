"""Conditions: that they speak of questions and options that there are, and say something that can be true."""

from __future__ import annotations

import ast
import inspect
import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from docgen.conditions import ANSWERED, BLANK, FUNCTIONS, RESERVED, called, names
from docgen.definitions.functionwords import FUNCTION_WORDS
from docgen.definitions.lint.issues import ONE_OF, WITH_OPTIONS, Issue, Scope, no_such_option
from docgen.definitions.problem import Steps, choose
from docgen.definitions.shapes import EXPRESSION, SAYS
from docgen.model import Question

Said = str | Mapping[str, tuple[str, ...]] | None
LONGEST = 1000
_UNREADABLE = (SyntaxError, Warning, ValueError, RecursionError, MemoryError)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def condition(said: Said, path: Steps, scope: Scope, printed: str = "") -> Iterator[Issue]:
    """What is wrong with a condition over one form; nothing for no condition.

    `printed` is how the sentence begins that the form prints of it, where it prints one.
    """
    expression = _text(said, EXPRESSION)
    if expression and printed and not _text(said, SAYS):
        message = f"The form has no words for this expression; it can only print “{printed} …”."
        fix = "Write it as {expression: …, says: …}, with words that end that sentence."
        yield Issue(path, "no-words", message, fix)
    if expression:
        yield from _expression(expression, path if isinstance(said, str) else (*path, EXPRESSION), scope)
    elif _text(said, SAYS):
        message = "Words stand here for an expression, and there is none."
        yield Issue((*path, SAYS), "useless-word", message, "Delete says; questions and options have words already.")
    if said is not None and not isinstance(said, str):
        for field, values in said.items():
            if field in (EXPRESSION, SAYS):
                continue
            at = (*path, field)
            yield from scope.unknown(field, at)
            if field in scope.fields and field not in scope.unsure:
                yield from _values(scope.fields[field], values, at)


def about(said: Said) -> frozenset[str]:
    """The questions that a condition speaks of; of an expression that cannot be read, none."""
    tested = frozenset(() if isinstance(said, str) else said or ()) - {EXPRESSION, SAYS}
    try:
        return tested | _read(_text(said, EXPRESSION) or "0")[1]
    except _UNREADABLE:
        return tested


def _text(said: Said, word: str) -> str:
    """The expression of a condition, or its words; empty where it has none."""
    if isinstance(said, str):
        return said if word == EXPRESSION else ""
    return (said or {}).get(word, ("",))[0]


def where(said: Mapping[str, str], path: Steps, scope: Scope) -> Iterator[Issue]:
    """What is wrong with a part of the cases: each question must be a choice, each value one of its options."""
    for field, value in said.items():
        at = (*path, field)
        yield from scope.unknown(field, at)
        if field not in scope.fields or field in scope.unsure:
            continue
        question = scope.fields[field]
        if question.kind in WITH_OPTIONS and question.option(value) is None:
            message, fix = no_such_option(question, value)
            yield Issue(at, "unknown-option", message, fix)


def _values(field: Question, values: tuple[str, ...], path: Steps) -> Iterator[Issue]:
    """What is wrong with the values that a structured condition gives for a field."""
    words = [value for value in values if value in RESERVED]
    if words and len(values) > 1:
        message = f"“{words[0]}” stands in a list with other values for “{field.id}”."
        yield Issue(path, "bad-condition", message, f"Write {words[0]} alone, or use an expression with “or”.")
        return
    if words:
        return
    if field.kind not in WITH_OPTIONS:
        message = f"“{field.id}” is a {field.kind} question: a condition can only ask whether it is answered or blank."
        fix = f"Write {field.id}: {ANSWERED}, {field.id}: {BLANK}, or an expression in quotes."
        yield Issue(path, "bad-condition", message, fix)
        return
    for value in values:
        if field.option(value) is None:
            message, fix = no_such_option(field, value)
            yield Issue(path, "unknown-option", message, fix)


# --- expressions -----------------------------------------------------------------------------------------


def _expression(text: str, path: Steps, scope: Scope) -> Iterator[Issue]:
    """What is wrong with an expression."""
    try:
        tree, fields, functions = _read(text)
    except _UNREADABLE as error:
        yield _unreadable(text, error, path)
        return
    for name in sorted(functions - set(FUNCTIONS)):
        fix = choose(name, FUNCTIONS)
        yield Issue(path, "unknown-function", f"There is no function “{name}” in conditions.", fix)
    for name in sorted(fields - set(scope.fields)):
        yield from _unknown_name(name, tree, path, scope)
    known = {name: scope.fields[name] for name in fields if name in scope.fields and name not in scope.unsure}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from _comparison(node, known, path)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
            yield from _call(node.func.id, node, known, path, scope)
    for name in sorted(_bare(tree.body)):
        message = f"“{name}” stands alone as a condition; any answer to it, even no, would make it true."
        yield Issue(path, "bad-condition", message, f"Write answered({name}), or compare it: {name} == '…'.")


@lru_cache(maxsize=1024)
def _read(text: str) -> tuple[ast.Expression, frozenset[str], frozenset[str]]:
    """The tree of an expression, its fields and its functions. Raises one of `_UNREADABLE`.

    What Python only warns about, such as a backslash that means nothing, is refused.
    """
    if len(text) > LONGEST:
        raise SyntaxError(f"it is longer than {LONGEST} characters")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return ast.parse(text, mode="eval"), names(text), called(text)


def _unreadable(text: str, error: BaseException, path: Steps) -> Issue:
    reason = error.msg.split(" (")[0] if isinstance(error, SyntaxError) and error.msg else "it is too long or too deep"
    if isinstance(error, Warning) or reason.startswith("invalid"):
        reason = "a sign is missing, or one is too many"
    elif "not part of the language" in reason:
        reason = "it has something that conditions do not know"
    fix = "Use == and !=, <, <=, >, >=, in, and, or, not, brackets, and the functions of the reference."
    if re.search(r"(?<![=!<>])=(?!=)", text):
        fix = "Compare with two equals signs: grade == 'met'."
    elif "&" in text or "|" in text:
        fix = "Write and, or, not as words."
    return Issue(path, "bad-expression", f"The condition “{_short(text)}” cannot be read: {reason}.", fix)


def _unknown_name(name: str, tree: ast.Expression, path: Steps, scope: Scope) -> Iterator[Issue]:
    """An issue for a name that is no field: perhaps an option whose quotes are missing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
            beside = [part.id for part in parts if isinstance(part, ast.Name) and part.id in scope.fields]
            inside = {leaf.id for part in parts for leaf in ast.walk(part) if isinstance(leaf, ast.Name)}
            owner = next((field for field in beside if scope.fields[field].option(name) is not None), "")
            if name in inside and owner:
                message = f"“{name}” is an option of “{owner}” and stands without quotes."
                yield Issue(path, "unknown-question", message, f"Write '{name}'.")
                return
    yield from scope.unknown(name, path)


def _comparison(node: ast.Compare, known: Mapping[str, Question], path: Steps) -> Iterator[Issue]:
    """What is wrong with the constants that fields are compared with.

    A constant that is looked for in a list of fields has to suit one of them.
    """
    parts = [node.left, *node.comparators]
    constants = [value for part in parts for value in _constants(part)]
    ordered = any(isinstance(one, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for one in node.ops)
    for field in _fields(parts, known):
        yield from _compared(field, constants, ordered, path)
    for part in parts:
        if isinstance(part, ast.List | ast.Tuple):
            found = [tuple(_compared(field, constants, ordered, path)) for field in _fields(part.elts, known)]
            yield from min(found, key=len, default=())


def _fields(parts: list[ast.expr], known: Mapping[str, Question]) -> list[Question]:
    return [known[part.id] for part in parts if isinstance(part, ast.Name) and part.id in known]


def _compared(field: Question, constants: list[object], ordered: bool, path: Steps) -> Iterator[Issue]:
    """What is wrong with comparing a field with these constants; `ordered` where it is by size."""
    if field.kind in ("ticks", "table"):
        fix = f"Use has({field.id}, 'option') or count({field.id})."
        yield Issue(path, "bad-condition", f"“{field.id}” can hold several answers and cannot be compared.", fix)
    elif ordered and field.kind in ONE_OF:
        fix = f"Use better({field.id}, 'grade') or worse({field.id}, 'grade')."
        if field.kind != "grade":
            fix = f"Compare it with == or in: {field.id} in ['…', '…']."
        yield Issue(path, "bad-condition", f"“{field.id}” has no order by which to compare it.", fix)
    else:
        for value in constants:
            yield from _constant(field, value, path)


def _constant(field: Question, value: object, path: Steps) -> Iterator[Issue]:
    """What is wrong with comparing a field with a value."""
    if field.kind in WITH_OPTIONS:
        if not isinstance(value, str):
            message, fix = f"“{field.id}” is compared with {value}, and its values are option ids.", "Put it in quotes."
            yield Issue(path, "bad-condition", message, fix)
        elif value in RESERVED:
            message = f"“{value}” in quotes is not an option of “{field.id}”."
            yield Issue(path, "unknown-option", message, f"Write {value}({field.id}).")
        elif value and field.option(value) is None:
            message, fix = no_such_option(field, value)
            yield Issue(path, "unknown-option", message, fix)
    elif field.kind == "number" and isinstance(value, str):
        message = f"“{field.id}” is a number and is compared with the text “{value}”."
        yield Issue(path, "bad-condition", message, "Write the number without quotes.")
    elif field.kind == "date" and not (isinstance(value, str) and _is_day(value)):
        message = f"“{field.id}” is a date and is compared with {value!r}."
        yield Issue(path, "bad-condition", message, "Write the day in quotes, as '2014-09-01'.")
    elif field.kind in ("text", "longtext") and not isinstance(value, str):
        message = f"“{field.id}” is text and is compared with {value}."
        yield Issue(path, "bad-condition", message, f"Put it in quotes, or use length({field.id}).")


def _call(name: str, node: ast.Call, known: Mapping[str, Question], path: Steps, scope: Scope) -> Iterator[Issue]:
    """What is wrong with a call: how many things it is given, and of which kind."""
    least, most = _arity(name)
    if len(node.args) < least or (most is not None and len(node.args) > most):
        due = f"{'' if most == least else 'at least '}{least} value{'' if least == 1 else 's'}"
        given = len(node.args) or "none"
        message = f"{name}() takes {due}; {given} stand{'s' if given == 1 else ''} in its brackets."
        yield Issue(path, "bad-condition", message, f"Write it as {_example(name)}.")
        return
    if name in ("days", "working_days"):
        yield from _days(name, node.args, known, path)
    elif name == "named":
        yield from _named(node.args, known, path)
    elif name in ("rows", "latest"):
        yield from _table_call(name, node, known, path)
    elif name in ("better", "worse", "has"):
        field = known.get(node.args[0].id) if isinstance(node.args[0], ast.Name) else None
        value = node.args[1].value if isinstance(node.args[1], ast.Constant) else None
        if field is None:
            return
        if name != "has" and field.kind != "grade":
            message = f"{name}() compares grades, and “{field.id}” is a {field.kind} question."
            yield Issue(path, "bad-condition", message, "Name a question of the kind grade.")
        elif name != "has" and isinstance(value, str) and value not in scope.grades.get(field.scale, (value,)):
            message = f"“{value}” is not a grade of the scale “{field.scale}”."
            yield Issue(path, "unknown-option", message, choose(value, scope.grades[field.scale]))
        elif name == "has" and field.kind in WITH_OPTIONS and isinstance(value, str) and field.option(value) is None:
            message, fix = no_such_option(field, value)
            yield Issue(path, "unknown-option", message, fix)


def _table_call(name: str, node: ast.Call, known: Mapping[str, Question], path: Steps) -> Iterator[Issue]:
    """What is wrong with a call over the rows of a table, or over the rows that rows() gives."""
    inner = node.args[0]
    while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "rows" and inner.args:
        inner = inner.args[0]
    if not isinstance(inner, ast.Name) or inner.id not in known:
        return
    table = known[inner.id]
    if table.kind != "table":
        message = f"{name}() looks into the rows of a table, and “{table.id}” is a {table.kind} question."
        yield Issue(path, "bad-condition", message, f"Write it as {_example(name)}.")
        return
    texts = [part.value if isinstance(part, ast.Constant) else None for part in node.args[1:]]
    column = next((one for one in table.columns if one.id == texts[0]), None)
    if column is None:
        word = texts[0] if isinstance(texts[0], str) else ast.unparse(node.args[1])
        message = f"The table “{table.id}” has no column “{word}”."
        yield Issue(path, "unknown-column", message, choose(word, [one.id for one in table.columns]))
    elif name == "latest" and column.kind != "date":
        message = f"latest() looks for a date, and the column “{column.id}” is of the kind {column.kind}."
        yield Issue(path, "bad-condition", message, "Name a column of the kind date.")
    elif name == "rows" and column.options and isinstance(texts[1], str) and column.option(texts[1]) is None:
        message, fix = no_such_option(column, texts[1])
        yield Issue(path, "unknown-option", message, fix)


def _named(parts: list[ast.expr], known: Mapping[str, Question], path: Steps) -> Iterator[Issue]:
    """What is wrong with what named() is given."""
    for part in parts:
        field = known.get(part.id) if isinstance(part, ast.Name) else None
        if field is not None and field.kind not in ("text", "longtext"):
            message = f"named() compares names, and “{field.id}” is a {field.kind} question."
            yield Issue(path, "bad-condition", message, f"Write it as {_example('named')}.")


def _days(name: str, parts: list[ast.expr], known: Mapping[str, Question], path: Steps) -> Iterator[Issue]:
    """What is wrong with what days() is given."""
    for part in parts:
        field = known.get(part.id) if isinstance(part, ast.Name) else None
        if field is not None and field.kind != "date":
            message = f"{name}() counts between dates, and “{field.id}” is a {field.kind} question."
            yield Issue(path, "bad-condition", message, f"Write it as {_example(name)}.")
        if isinstance(part, ast.Constant) and not (isinstance(part.value, str) and _is_day(part.value)):
            message = f"{name}() counts between dates, and {part.value!r} is none."
            yield Issue(path, "bad-condition", message, "Write the day in quotes, as '2014-09-01'.")


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.match(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _constants(node: ast.expr) -> Iterator[object]:
    """The constants that stand on one side of a comparison, alone or in a list."""
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.List | ast.Tuple):
        for one in node.elts:
            yield from _constants(one)


def _bare(node: ast.expr) -> Iterator[str]:
    """The fields that stand where something true or false is due."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.BoolOp):
        for one in node.values:
            yield from _bare(one)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from _bare(node.operand)


@lru_cache(maxsize=32)
def _arity(name: str) -> tuple[int, int | None]:
    """The least and the greatest number of values that a function takes; None for no limit."""
    parameters = inspect.signature(FUNCTIONS[name]).parameters.values()
    several = any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters)
    least = sum(one.kind is not inspect.Parameter.VAR_POSITIONAL for one in parameters)
    return max(least, 1), None if several else least


def _example(name: str) -> str:
    words = FUNCTION_WORDS.get(name)
    return words.example if words else f"{name}(…)"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
