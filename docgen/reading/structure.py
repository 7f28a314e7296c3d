"""Which form a file is by what it asks, where nothing in it says so: one that was retyped, or copied into another.

Every form is known by its titles, questions, options and references. Texts that many forms share, such as “Comment”,
say little; those that only one of two forms has decide between them. Where nothing decides, nothing is chosen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.fields import same
from docgen.marks import Outline
from docgen.model import Form, Framework, Identity, Query, Severity
from docgen.model.form import walk
from docgen.reading.outcome import join

STRUCTURE = "structure"
"""What an identity rests on where nothing in the file names it."""
_ENOUGH = 0.6
"""The share of a form's questions that a file must ask to be taken for that form."""
_LEAST, _SHORT = 3, 3
"""The least questions that make a likeness; letters of an option such as Yes that says nothing of its form."""
_FIRMLY = 3
"""So many times more must speak for one form than for another where something speaks for both."""
_FRONT = re.compile(r"\A[^\w“”\"'(]+")
_END = re.compile(r"[\s*:?.]+\Z")

Place = tuple[str, str, str]
Trait = tuple[str, str]
"""What a form can be known by: a tag, a reference with its words, or words alone."""


@dataclass(frozen=True, slots=True)
class Known:
    """A form at hand, with all that it can be known by; `questions` are the ways to know each question."""

    place: Place
    traits: frozenset[Trait]
    questions: tuple[tuple[Trait, ...], ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of a form a file shows: so many of its questions, and all of its traits that are there."""

    known: Known
    asked: int
    seen: frozenset[Trait]

    @property
    def share(self) -> float:
        """The share of the form's questions that the file asks."""
        return self.asked / max(len(self.known.questions), 1)


def known(framework: Framework, form: Form) -> Known:
    """What a form can be known by."""
    questions = [one for one in walk(form.questions) if not one.about]
    asked = tuple((("tag", one.id), ("words", _plain(one.label))) for one in questions if one.ref)
    words = {_plain(one.label) for one in questions if one.ref}
    labels = {_plain(option.label) for one in questions for option in one.options if len(option.label) > _SHORT}
    titles = {_plain(title) for title in (framework.title, form.title, *(one.title for one in form.sections))}
    refs = {("ref", f"{same(one.ref)} {_plain(one.label)}") for one in questions if one.ref}
    tags = {("tag", one.id) for one in form.questions}
    plain = {("words", text) for text in words | labels | titles if text}
    version = {("words", same(f"version {framework.version}"))}
    return Known((framework.id, framework.version, form.id), frozenset(refs | tags | plain | version), asked)


def infer(outline: Outline, refusal: Query, forms: Sequence[Known]) -> Identity | Query:
    """The form that a file is by its structure; the refusal, with what comes near, where that is open.

    An identity that comes back has no toolkit id and rests on `STRUCTURE`, which is no more than
    likeness, so a person has to confirm it.
    """
    ranked = likenesses(outline, forms)
    if not ranked:
        more = "It asks none of the questions of the forms that are here."
        return replace(refusal, message=f"This seems to be another document. {refusal.message} {more}")
    best = ranked[0]
    if best.share < _ENOUGH:
        near = f"It comes nearest to {named(best.known.place)}, but asks only {_of(best)}."
        return _more(refusal, refusal.rule, near)
    rivals = [one for one in ranked[1:] if one.share >= _ENOUGH and not _clearly(best, one)]
    if rivals:
        names = " and ".join(named(one.known.place) for one in (best, *rivals[:3]))
        return _more(refusal, "form-unsure", f"By what it asks it may be {names}; nothing in it decides between them.")
    note = join(
        "nothing in the file says which form it is", f"by what it asks it is {named(best.known.place)} ({_of(best)})"
    )
    return Identity(*best.known.place, "", (STRUCTURE,), note)


def likenesses(outline: Outline, forms: Sequence[Known]) -> tuple[Likeness, ...]:
    """The forms of which a file shows at least a few questions, the likest first."""
    seen = _seen(outline, forms)
    found = []
    for one in forms:
        own = seen & one.traits
        asked = sum(not own.isdisjoint(ways) for ways in one.questions)
        if asked and asked >= min(_LEAST, len(one.questions)):
            found.append((Likeness(one, asked, own), len(own) / len(one.traits | seen)))
    return tuple(like for like, _ in sorted(found, key=lambda pair: -pair[1]))


def named(place: Place) -> str:
    """A form in words."""
    return f"the form “{place[2]}” of {place[0]} {place[1]}"


def _seen(outline: Outline, forms: Sequence[Known]) -> frozenset[Trait]:
    """Every trait of any form that the file shows."""
    words: dict[str, set[str]] = defaultdict(set)
    refs: dict[str, set[str]] = defaultdict(set)
    for sort, text in {trait for one in forms for trait in one.traits}:
        if sort == "words":
            words[text.partition(" ")[0]].add(text)
        elif sort == "ref":
            refs[text.partition(" ")[0]].add(text)
    found: set[Trait] = {("tag", tag) for tag in outline.tags}
    before = ""
    for line in (_FRONT.sub("", same(line)) for line in outline.lines):
        for text in (line, f"{before} {line}"):
            found.update(("ref", one) for one in _starting(text, refs))
        _, _, rest = line.partition(" ")
        for text in (line, rest):
            found.update(("words", one) for one in _starting(text, words))
        before = line
    every = frozenset().union(*(one.traits for one in forms))
    return frozenset(found) & every


def _starting(line: str, by_first: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The longest known text with which a line begins, if any."""
    first = line.partition(" ")[0]
    found = []
    for key in dict.fromkeys((first, _END.sub("", first), first.rstrip(".):"))):
        for text in by_first.get(key, ()):
            rest = line.replace(first, key, 1) if first != key else line
            if rest.startswith(text) and not rest[len(text) : len(text) + 1].isalnum():
                found.append(text)
    if found:
        yield max(found, key=len)


def _clearly(best: Likeness, other: Likeness) -> bool:
    """Whether what only one of two forms has speaks for the best, and firmly.

    What is there counts, and what is absent; but absence alone decides nothing, since people leave out questions.
    """
    mine, theirs = best.known.traits - other.known.traits, other.known.traits - best.known.traits
    for_best, for_other = len(mine & best.seen), len(theirs & other.seen)
    support = for_best + len(theirs - other.seen)
    against = for_other + len(mine - best.seen)
    return for_best > 0 and support >= 2 and support >= _FIRMLY * against


def _plain(text: str) -> str:
    return _END.sub("", same(text))


def _of(like: Likeness) -> str:
    return f"{like.asked} of its {len(like.known.questions)} questions"


def _more(refusal: Query, rule: str, more: str) -> Query:
    fix = (
        "Ask the sender for the toolkit as it was sent out, filled in. If you know which copy it is, write the line "
        "that its footer should have (framework and version · form · copy, see: docgen status) into the file."
    )
    return Query(rule, Severity.ERROR, f"{refusal.message} {more}", fix)
