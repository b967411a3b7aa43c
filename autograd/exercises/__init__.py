"""Exercises with keys, made from families: the sheet, the solution as on paper, the key, and mistakes to be found.

`autograd exercise` lists the families. A family and a seed make an exercise, the same each time, with kind numbers:
they are drawn until the results have few digits and stay away from every kink. The sheet has a blank for everything
asked for, of which `autograd check` says that it was not attempted; the key has the points.

    autograd exercise residual --seed 3 -o week3                     sheet, solution, key, mistakes
    autograd exercise residual --seed 3 --find-the-error 3           a solution with three mistakes
    autograd exercise residual --seed 3 --students roster.csv -o w3  other numbers for everybody
    autograd exercise residual --moodle 20 --nbgrader -o bank        for learning platforms, too
    autograd check answers --key w3/teacher/keys --results r.jsonl   everybody by their own key
    autograd class r.jsonl --students w3/teacher/students.csv -o report

A roster is a table with a name, or a first and a last name, and an id or an email that tells students apart. A student
who uses somebody else's numbers is told so. The report has a heat map of students and what was asked, the most usual
mistakes first, a page for each student, and grades.csv, which Moodle imports: map the email or id, and the points.

For Moodle there are moodle.xml, with a blank for each number in a text, and moodle.gift, with a question for each.
For nbgrader put assignment.ipynb to source/NAME/ and call nbgrader generate_assignment: it takes out the solution and
the hidden tests, of which there is one for each thing asked for.

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
