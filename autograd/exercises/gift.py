"""Exercises for Moodle in GIFT, a format of plain text that people can read and change: a question for each number.

https://docs.moodle.org/en/GIFT_format says how it is written. A question is ::TITLE::[html]TEXT{#NUMBER:TOLERANCE}, and
what follows #### is said when it is over; an empty line ends it. The signs ~ = # { } : and the backslash have a
backslash before them. Unlike Moodle XML it knows no blanks inside a text: what is asked for as a list is a question for
each entry, and the points of a question are set in the quiz.
"""

from collections.abc import Iterable, Iterator
from html import escape

from autograd.exercises.made import Exercise
from autograd.exercises.moodle import accepted
from autograd.exercises.template import whole
from autograd.worksheet.evaluation.arrays import Array, entries

SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"})
"""Signs that mean something in GIFT, and how they are written so that they do not."""


def gift_bank(exercises: Iterable[Exercise]) -> str:
    """A file that Moodle's question bank imports, with a category for each family."""
    parts = ["// Moodle: question bank, import, GIFT format"]
    family = ""
    for number, exercise in enumerate(exercises, start=1):
        if exercise.family.name != family:
            family = exercise.family.name
            parts.append(f"$CATEGORY: $course$/top/chalkgrad/{family}")
        parts += questions(exercise, number)
    return "\n\n".join([*parts, ""])


def questions(exercise: Exercise, number: int) -> Iterator[str]:
    """The questions of an exercise, one for each number that is asked for."""
    given = "<br>".join(map(_code, [*exercise.givens, *map(str, exercise.system)]))
    solution = "<br>".join(map(_code, map(str, exercise.solution)))
    for row in exercise.asked:
        target = whole(row.target)
        for name, value in _named(target, exercise.values[target]):
            title = _plain(f"{exercise.family.title} {number:03}: {name}")
            text = f"[html]<p>{_plain(escape(exercise.task))}</p><p>{given}</p><p>{_code(name)} \\=</p>"
            answer, tolerance = accepted(value)
            yield f"::{title}::{text}{{#{answer}:{tolerance}####[html]<p>{solution}</p>}}"


def _named(target: str, value: object) -> Iterator[tuple[str, float]]:
    """Each number of what is asked for, with what it is called."""
    numbers = list(map(float, entries(value)))
    if not isinstance(value, Array):
        yield target, numbers[0]
        return
    for place, number in enumerate(numbers):
        row, column = divmod(place, value.columns)
        yield f"{target}[{place}]" if value.is_vector else f"{target}[{row},{column}]", number


def _plain(text: str) -> str:
    """A text in which no sign means anything, on one line."""
    return " ".join(text.split()).translate(SIGNS)


def _code(line: str) -> str:
    return f"<code>{_plain(escape(line))}</code>"
