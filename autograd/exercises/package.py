"""The files of exercises: for one, or for every student of a roster; all of them are written, or none.

    sheet.txt  .md  .tex  .html      to be filled in
    errors.…                         a solution with mistakes in it, to be put right
    solution.…                       as on paper
    key.sheet  errors-key.sheet      for `autograd check --key`
    moodle.xml  moodle.gift          for a question bank of Moodle, with blanks in a text or as single questions
    assignment.ipynb                 for nbgrader

With a roster the first two stand in students/NAME/, solutions in teacher/solutions/NAME/ and keys in teacher/keys/ and
teacher/errors-keys/, as NAME.sheet; teacher/students.csv says whose is which.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from autograd.errors import AutogradError
from autograd.exercises.gift import gift_bank
from autograd.exercises.made import exercise
from autograd.exercises.moodle import question_bank
from autograd.exercises.nbgrader import assignment
from autograd.exercises.page import FORMS, Page, faulty_page, sheet_page, solution_page
from autograd.exercises.planting import with_mistakes
from autograd.exercises.roster import Student
from autograd.support.workers import shared
from autograd.worksheet.reporting.harmless import cell

MISTAKES = 2
"""Mistakes that are planted where nobody says how many."""


@dataclass(frozen=True)
class Order:
    """What is wanted: of which family, made from which seed, with blanks or mistakes or both; for Moodle so many
    variants, for nbgrader a notebook.
    """

    family: str
    seed: str = "0"
    blanks: bool = True
    mistakes: int = MISTAKES
    variants: int = 0
    notebook: bool = False


File = tuple[str, str]
"""The path of a file below the folder, and what it holds."""


def files_of_one(order: Order) -> Iterator[File]:
    """The files of a single exercise."""
    for place, name, text in _made(order):
        yield f"{name}" if place != "keys" else f"{name}.sheet", text
    yield from _files_for_platforms(order)


def files_of_class(order: Order, students: Sequence[Student], processes: int = 1) -> Iterator[File]:
    """The files of an exercise for each student, the work shared by processes if there are to be several."""
    make = partial(_made_or_why, order, students)
    tasks = list(map(str, range(len(students))))
    if processes > 1:
        made: Iterable[tuple[int, list[File] | str]] = shared(make, tasks, processes, lambda _, why: why)
    else:
        made = enumerate(map(make, tasks))
    for _, found in made:
        if isinstance(found, str):
            raise AutogradError(found)
        yield from found
    yield "teacher/students.csv", _table(order, students)
    yield from ((f"teacher/{name}", text) for name, text in _files_for_platforms(order))


def _made_or_why(order: Order, students: Sequence[Student], place: str) -> list[File] | str:
    """The files of the student at a place, or why there are none."""
    student = students[int(place)]
    try:
        return list(files_of_student(order, student))
    except AutogradError as error:
        return f"for {student.name}: {error}"


def files_of_student(order: Order, student: Student) -> Iterator[File]:
    """The files of one student's exercise."""
    for place, name, text in _made(order, student):
        if place == "keys":
            folder = "keys" if name == "key" else "errors-keys"
            yield f"teacher/{folder}/{student.folder}.sheet", text
        elif place == "teacher":
            yield f"teacher/solutions/{student.folder}/{name}", text
        else:
            yield f"students/{student.folder}/{name}", text


def _files_for_platforms(order: Order) -> Iterator[File]:
    """What learning platforms import."""
    if order.variants:
        made = [exercise(order.family, order.seed, f"variant {k}") for k in range(order.variants)]
        yield "moodle.xml", question_bank(made)
        yield "moodle.gift", gift_bank(made)
    if order.notebook:
        yield "assignment.ipynb", assignment(exercise(order.family, order.seed))


def _made(order: Order, student: Student | None = None) -> Iterator[tuple[str, str, str]]:
    """The files of an exercise: for whom, what each is called, and what it holds."""
    who = student.key if student is not None else ""
    made = exercise(order.family, order.seed, who, student.name if student is not None else "")
    answers = f"{student.folder}.sheet" if student is not None else "answers.sheet"
    pages: list[tuple[str, str, Page]] = []
    if order.blanks:
        pages.append(("students", "sheet", sheet_page(made)))
        yield "keys", "key", made.key()
    if order.mistakes:
        faulty = with_mistakes(made, order.mistakes)
        pages.append(("students", "errors", faulty_page(faulty)))
        yield "keys", "errors-key", faulty.key()
    pages.append(("teacher", "solution", solution_page(made)))
    for place, name, page in pages:
        for suffix, write in FORMS.items():
            yield place, f"{name}{suffix}", write(page.with_answers(answers))


def _table(order: Order, students: Sequence[Student]) -> str:
    """Whose files are which."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    titles = list(dict.fromkeys(title for student in students for title in student.columns))
    writer.writerow(["folder", "family", "seed", *map(cell, titles)])
    for student in students:
        columns = [cell(student.columns.get(title, "")) for title in titles]
        writer.writerow([student.folder, order.family, cell(order.seed), *columns])
    return written.getvalue()
