"""Worked examples from exercise sheets: worksheets beside this file, with the sheets' own claims, right and wrong.

The first line of each is what it is about, in one sentence; after `#!` stands the verdict a claim should get.

>>> from autograd import worked
>>> worked.build("residual")
Value(1.03, 'z')
"""

from importlib import import_module

from autograd.support.types import TYPE_CHECKING, Any
from autograd.worked.sheets import WORKED as WORKED, names as names, sheet as sheet, title as title

if TYPE_CHECKING:
    from autograd.worked.solutions import (
        as_recorded as as_recorded,
        build as build,
        counts as counts,
        givens as givens,
        last_value as last_value,
        report as report,
        table as table,
        unlike_recorded as unlike_recorded,
    )

_SOLUTIONS = ("as_recorded", "build", "counts", "givens", "last_value", "report", "table", "unlike_recorded")
"""What is from autograd.worked.solutions, which needs all of worksheets: the list of examples does not."""


def __getattr__(name: str) -> Any:
    if name not in _SOLUTIONS:
        raise AttributeError(f"module 'autograd.worked' has no attribute {name!r}")
    return getattr(import_module("autograd.worked.solutions"), name)
