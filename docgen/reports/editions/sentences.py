"""Sentences of a paragraph, each with its numbers, so that one can be left out without the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from docgen.reports.blocks import Span, Strong, plain

_END = re.compile(r"(?<=[.!?])\s+")
_LEANS = re.compile(r"(?:It|Its|That|This|These|Those|They|Their|Them|Both|Each of these)\b")
"""How a sentence begins that says something more of the one before."""


def sentences(spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The spans cut after the end of every sentence."""
    found: list[list[Span]] = [[]]
    for span in spans:
        if not isinstance(span, str):
            found[-1].append(span)
            continue
        first, *rest = _END.split(span)
        found[-1] += [first] if first else []
        for one in rest:
            found.append([one] if one else [])
    return [tuple(one) for one in found if one]


def without(spans: Sequence[Span], wrong: Callable[[tuple[Span, ...]], bool], leans: bool = False) -> tuple[Span, ...]:
    """The spans without the sentences that are wrong, and those that lean on one that was left out.

    `leans` says that what stood before was left out. What is left is nothing where only a lead-in is.
    """
    kept: list[tuple[Span, ...]] = []
    gone = leans
    for one in sentences(spans):
        led = isinstance(one[0], Strong)
        if wrong(one) or (gone and _LEANS.match(plain(one))):
            gone = True
            if led and not wrong(one[:1]):
                kept.append((one[0],))
            continue
        gone = False
        kept.append(one)
    if all(isinstance(span, Strong) or not str(plain((span,))).strip() for one in kept for span in one):
        return ()
    joined: list[Span] = []
    for one in kept:
        joined += [" ", *one] if joined else one
    return tuple(joined)
