"""Marks become answers: the only place where that happens, and where doubt is decided, for all formats alike.

A doubtful answer has no value: it has candidates, and a doubt in plain words. Nothing is guessed.
"""

from docgen.reading.answers import read
from docgen.reading.identity import UNMARKED, identify
from docgen.reading.outcome import GONE
from docgen.reading.structure import Known, infer, known
from docgen.reading.whole import OF_THE_FILE, confirmed, nothing, whole

__all__ = [
    "GONE",
    "OF_THE_FILE",
    "UNMARKED",
    "Known",
    "confirmed",
    "identify",
    "infer",
    "known",
    "nothing",
    "read",
    "whole",
]
