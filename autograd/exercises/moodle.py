"""Exercises for Moodle: a question bank as Moodle XML, with a blank for each number (embedded answers, Cloze).

https://docs.moodle.org/en/Moodle_XML_format and https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type say
how it is written. A blank is {WEIGHT:NUMERICAL:=NUMBER:TOLERANCE}; what is asked for as a list has one for each entry.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from xml.sax.saxutils import escape as escape_xml

from autograd.exercises.made import Exercise
from autograd.exercises.numbers import bracketed, decimals_of, shown
from autograd.exercises.template import whole
from autograd.worksheet.evaluation.arrays import Array, entries

TOLERANCE = 0.005
"""How far an answer may be off, as a part of the number: three digits are what people carry on with."""


def question_bank(exercises: Iterable[Exercise]) -> str:
    """A file that Moodle's question bank imports, with a category for each family."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    family = ""
    for number, exercise in enumerate(exercises, start=1):
        if exercise.family.name != family:
            family = exercise.family.name
            parts.append(_category(f"$course$/top/chalkgrad/{family}"))
        parts.append(question(exercise, number))
    return "\n".join([*parts, "</quiz>", ""])


def _category(path: str) -> str:
    return f'<question type="category"><category><text>{escape_xml(path)}</text></category></question>'


def question(exercise: Exercise, number: int) -> str:
    """An exercise as one question of embedded answers."""
    name = f"{exercise.family.title} {number:03}"
    return "\n".join(
        [
            '<question type="cloze">',
            f"<name><text>{escape_xml(name)}</text></name>",
            f'<questiontext format="html"><text>{_cdata(_question_text(exercise))}</text></questiontext>',
            f'<generalfeedback format="html"><text>{_cdata(_solution(exercise))}</text></generalfeedback>',
            "<penalty>0.3333333</penalty>",
            "<hidden>0</hidden>",
            f"<idnumber>{escape_xml(f'{exercise.family.name}-{exercise.seed}-{number}')}</idnumber>",
            "</question>",
        ]
    )


def _cdata(text: str) -> str:
    """HTML inside of XML."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _lines(lines: Sequence[str]) -> str:
    return "<br>".join(f"<code>{_harmless(line)}</code>" for line in lines)


def _harmless(text: str) -> str:
    """A formula as HTML in which nothing looks like a blank."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


def _question_text(exercise: Exercise) -> str:
    """What is given, what it is about, and the blanks."""
    head = [f"<p>{_harmless(exercise.task)}</p>", f"<p>{_lines([*exercise.givens, *map(str, exercise.system)])}</p>"]
    rows = [
        f"<code>{_harmless(whole(row.target))} = </code>{_blanks(exercise.values[whole(row.target)], row.points)}"
        for row in exercise.asked
    ]
    return "".join([*head, "<p>", "<br>".join(rows), "</p>"])


def _blanks(value: Any, points: float) -> str:
    """The blank for a number, or one for each entry of a list or matrix."""
    numbers = list(map(float, entries(value)))
    weight = max(1, round(points / len(numbers)))
    written = [blank(number, weight) for number in numbers]
    if not isinstance(value, Array):
        return written[0]
    return bracketed(written, value.columns)


def blank(number: float, weight: int = 1) -> str:
    """A blank in which a number is to be typed.

    >>> blank(-0.25, 2), blank(2 / 3), blank(703.0)
    ('{2:NUMERICAL:=-0.25:0.00125}', '{1:NUMERICAL:=0.666667:0.00333}', '{1:NUMERICAL:=703:0}')
    """
    written, tolerance = accepted(number)
    return f"{{{weight}:NUMERICAL:={written}:{tolerance}}}"


def accepted(number: float) -> tuple[str, str]:
    """How a number is written as an answer, and how far answers may be off."""
    is_whole = decimals_of(number) == 0
    written = shown(number) if decimals_of(number) is not None else f"{number:.6g}"
    tolerance = "0" if is_whole else f"{abs(number) * TOLERANCE:.3g}"
    if "e" in written + tolerance:
        written, tolerance = f"{number:.10f}".rstrip("0"), f"{abs(number) * TOLERANCE:.12f}".rstrip("0")
    return written, tolerance


def _solution(exercise: Exercise) -> str:
    return f"<p>{_lines(list(map(str, exercise.solution)))}</p>"
