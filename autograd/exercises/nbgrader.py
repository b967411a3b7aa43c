"""An exercise as an assignment of nbgrader: a notebook whose cells have the metadata of its schema, version 3.

    source/NAME/NAME.ipynb     put it there, then: nbgrader generate_assignment NAME

nbgrader takes out what stands between BEGIN SOLUTION and END SOLUTION, and the hidden tests, and puts the tests back
before it grades. A test is a cell for each thing asked for; it passes where the key gives all its points.
https://nbgrader.readthedocs.io says how.
"""

import json
import re
from typing import Any

from autograd.exercises.made import BLANK, Exercise
from autograd.exercises.template import Fact, whole

SCHEMA = 3
"""The version of nbgrader's schema for the metadata of cells."""


def assignment(exercise: Exercise) -> str:
    """The notebook of an exercise, with solution and tests in it."""
    given = "\n".join([*exercise.givens, *map(str, exercise.system)])
    cells = [
        _cell("markdown", f"# {exercise.family.title}\n\n{exercise.task}\n\n```\n{given}\n```", "task", locked=True),
        _cell("code", _answer_cell(exercise, given), "answers", solution=True),
        _cell("code", _grading_cell(exercise), "grading", locked=True, grade=True, points=0.0),
    ]
    for number, row in enumerate(exercise.asked, start=1):
        target = whole(row.target) if isinstance(row, Fact) else row.target  # as the key calls it
        source = f"# {target}\n### BEGIN HIDDEN TESTS\nassert reached({target!r})\n### END HIDDEN TESTS"
        name = re.sub(r"[^A-Za-z0-9]+", "-", target).strip("-")
        cells.append(_cell("code", source, f"test-{number}-{name}", locked=True, grade=True, points=row.points))
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _cell(kind: str, source: str, name: str, **what: Any) -> dict[str, Any]:
    """A cell with its metadata."""
    marks = {"grade": False, "locked": False, "solution": False, "task": False, **what}
    made: dict[str, Any] = {
        "cell_type": kind,
        "id": name[:64],
        "metadata": {"nbgrader": {"schema_version": SCHEMA, "grade_id": name, **marks}},
        "source": source.splitlines(keepends=True),
    }
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _answer_cell(exercise: Exercise, given: str) -> str:
    """Where the answers stand: the blanks, and between the marks the solution."""
    answers = "\n".join(str(line) for line in exercise.solution)
    blanks = "\n".join(f"{line.target} = {BLANK}" for line in exercise.blanks)
    return "\n".join(
        [
            "# Put a formula or a number in the place of each …",
            f'answers = """\n{given}\n{blanks}\n"""',
            "### BEGIN SOLUTION",
            f'answers = """\n{given}\n{answers}\n"""',
            "### END SOLUTION",
        ]
    )


def _grading_cell(exercise: Exercise) -> str:
    """What the tests ask; the key is hidden."""
    return "\n".join(
        [
            "# This cell grades what stands above.",
            "### BEGIN HIDDEN TESTS",
            "from autograd import check",
            "",
            f'key = """\n{exercise.key()}"""',
            "report = check(answers, key=key)",
            "print(report)",
            "",
            "",
            "def reached(asked):",
            "    return any(each.asked == asked and each.reached == each.worth for each in report.grades)",
            "### END HIDDEN TESTS",
        ]
    )
