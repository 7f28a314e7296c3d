"""The cycle as written → the frozen values of the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docgen import model
from docgen.definitions import language
from docgen.definitions.problem import Steps

When = Callable[[Any, Steps], model.Condition | None]
"""A condition as written, and its path → the condition."""


def cycle(said: language.Cycle, at: Callable[..., model.Place], when: When) -> model.Cycle:
    """The cycle; `at` gives the place of a path, `when` a condition."""
    return model.Cycle(
        said.nation, said.every, said.day, said.roll, said.started,
        tuple(_sample(one, ("cycle", "samples", n), at, when) for n, one in enumerate(said.samples)),
        tuple(_allocation(one, ("cycle", "allocations", n), at) for n, one in enumerate(said.allocations)),
        tuple(_step(one, ("cycle", "steps", n), at, when) for n, one in enumerate(said.steps)),
        at("cycle"),
    )  # fmt: skip


def _sample(said: language.SamplePlan, path: Steps, at: Callable[..., model.Place], when: When) -> model.SamplePlan:
    own = {"numbers": tuple(said.numbers.items()), "only": when(said.only, (*path, "only")), "place": at(*path)}
    return model.SamplePlan(**dict(said) | own)


def _allocation(said: language.Allocation, path: Steps, at: Callable[..., model.Place]) -> model.AllocationRules:
    return model.AllocationRules(**dict(said) | {"different": said.different or "", "place": at(*path)})


def _step(said: language.Step, path: Steps, at: Callable[..., model.Place], when: When) -> model.Step:
    own = {"person": said.person or "", "when": when(said.when, (*path, "when")), "place": at(*path)}
    return model.Step(**dict(said) | own)
