"""Exercises with keys, made from families: the sheet, the solution as on paper, the key, and mistakes to be found.

>>> from autograd.exercises import exercise
>>> made = exercise("sigmoid-chain", seed=4)
>>> print(made.sheet())
# A chain of sigmoids (sigmoid-chain, seed 4)
# Compute ...
<BLANKLINE>
x = ...; w1 = ...
z1 = w1*x
...
z1 = …   # [1 pt]
...
>>> from autograd import check
>>> check(made.sheet(), key=made.key()).points[0], bool(check(made.key()))
(0.0, True)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from autograd.exercises.families.family import Family as Family
from autograd.exercises.families.table import FAMILIES as FAMILIES, family as family, names as names

if TYPE_CHECKING:
    from autograd.exercises.made import Exercise as Exercise, exercise as exercise
    from autograd.exercises.planting import Faulty as Faulty, with_mistakes as with_mistakes

_HOMES = {"Exercise": "made", "exercise": "made", "Faulty": "planting", "with_mistakes": "planting"}
"""What is loaded when it is used: the list of families needs nothing of worksheets."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'autograd.exercises' has no attribute {name!r}")
    return getattr(import_module(f"autograd.exercises.{_HOMES[name]}"), name)
