"""What learning platforms import: Moodle's XML with embedded answers, GIFT, an assignment of nbgrader."""

import html
import json
import re
from xml.etree import ElementTree

import pytest

from autograd.exercises import exercise, names
from autograd.exercises.gift import gift_bank
from autograd.exercises.moodle import question_bank
from autograd.exercises.nbgrader import assignment
from autograd.exercises.template import whole
from autograd.worksheet.evaluation.arrays import entries
from tests.commands import run_command

CLOZE = re.compile(r"\{(\d*):(NUMERICAL|NM|NUMERICAL_S):=([-+0-9.eE]+):([0-9.eE]+)\}")
"""A blank for a number, as Moodle's documentation of embedded answers has it."""


@pytest.mark.parametrize("name", names())
def test_a_question_bank_is_as_moodle_documents_it(name):
    made = [exercise(name, 1, f"variant {number}") for number in range(2)]
    text = question_bank(made)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<quiz>')  # nothing may stand before it
    category, *questions = ElementTree.fromstring(text.encode())
    assert category.get("type") == "category"
    assert category.findtext("category/text") == f"$course$/top/chalkgrad/{name}"
    assert [each.get("type") for each in questions] == ["cloze", "cloze"]
    for each, own in zip(questions, made, strict=True):
        assert each.findtext("name/text")
        assert each.find("questiontext").get("format") == "html"
        body = each.findtext("questiontext/text")
        blanks = CLOZE.findall(body)
        assert "{" not in CLOZE.sub("", body)  # nothing else may look like a blank
        wanted = [float(x) for row in own.asked for x in entries(own.values[whole(row.target)])]
        assert len(blanks) == len(wanted)
        for (weight, _, number, tolerance), right in zip(blanks, wanted, strict=True):
            assert int(weight) >= 1
            assert abs(float(number) - right) <= max(float(tolerance) / 10, 1e-9)
            assert float(tolerance) <= 0.0051 * abs(right)
        assert each.findtext("generalfeedback/text")
    assert len({each.findtext("idnumber") for each in questions}) == 2


def test_markup_in_a_task_cannot_end_the_text():
    made = exercise("neuron", 1)
    text = question_bank([made]).replace(made.task, "]]>")
    assert "]]&gt;" not in question_bank([made])
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(text.encode())


QUESTION = re.compile(
    r"::(?P<title>(?:\\.|[^\\:])+)::\[html\](?P<text>(?:\\.|[^\\~=#{}])+)"
    r"\{\#(?P<number>-?[0-9.]+):(?P<tolerance>[0-9.]+)\#{4}\[html\](?P<feedback>(?:\\.|[^\\~=#{}])+)\}",
)
"""A numerical question of GIFT with feedback: signs that mean something stand behind a backslash elsewhere."""


def unescaped(text):
    return re.sub(r"\\([~=#{}:\\])", r"\1", text)


@pytest.mark.parametrize("name", names())
def test_a_gift_file_is_as_moodle_documents_it(name):
    made = [exercise(name, 1, f"variant {number}") for number in range(2)]
    comment, category, *questions = gift_bank(made).rstrip("\n").split("\n\n")  # an empty line ends each
    assert comment.startswith("// ")
    assert category == f"$CATEGORY: $course$/top/chalkgrad/{name}"
    wanted = [float(x) for each in made for row in each.asked for x in entries(each.values[whole(row.target)])]
    assert len(questions) == len(wanted)
    for question, right in zip(questions, wanted, strict=True):
        assert "\n" not in question
        found = QUESTION.fullmatch(question)
        assert found, question
        assert abs(float(found["number"]) - right) <= max(float(found["tolerance"]) / 10, 1e-9)
        assert float(found["tolerance"]) <= 0.0051 * abs(right)
        assert unescaped(found["title"]).startswith(made[0].family.title)
        assert unescaped(found["text"]).endswith("</code> =</p>")
    assert len({QUESTION.fullmatch(question)["title"] for question in questions}) == len(questions)
    assert all(str(line).split(" = ")[0] in html.unescape(unescaped(questions[0])) for line in made[0].system)


SCHEMA = {
    "schema_version": int,
    "grade": bool,
    "locked": bool,
    "solution": bool,
    "task": bool,
    "grade_id": str,
    "points": float,
}
"""What the metadata of a cell may have by nbgrader's schema, version 3; all but the last are there."""

STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


def for_students(source):
    """A cell as nbgrader generate_assignment hands it out."""
    source = re.sub(r"### BEGIN SOLUTION\n.*?### END SOLUTION", STUB, source, flags=re.DOTALL)
    return re.sub(r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS\n?", "", source, flags=re.DOTALL)


def run_cells(sources):
    """The numbers of the cells that fail, all of them being run as nbgrader autograde does."""
    scope, failed = {}, []
    for number, source in enumerate(sources):
        try:
            exec(source, scope)
        except (AssertionError, NotImplementedError, KeyError):
            failed.append(number)
    return failed


@pytest.mark.parametrize("name", ["residual", "batchnorm", "conv-sizes", "adam"])
def test_an_assignment_is_as_nbgrader_documents_it(name, capsys):
    made = exercise(name, 2)
    notebook = json.loads(assignment(made))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = notebook["cells"]
    marks = [cell["metadata"]["nbgrader"] for cell in cells]
    for cell, mark in zip(cells, marks, strict=True):
        assert {*SCHEMA} - {"points"} <= {*mark} <= {*SCHEMA}
        assert all(isinstance(value, SCHEMA[title]) for title, value in mark.items())
        assert re.fullmatch(r"[a-zA-Z0-9_\-]+", mark["grade_id"])
        assert ("points" in mark) == mark["grade"]
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell["id"])
        assert mark["schema_version"] == 3
    assert len({mark["grade_id"] for mark in marks}) == len(marks)
    assert sum(mark.get("points", 0) for mark in marks) == made.points
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert run_cells(sources) == []  # with its own solution every test passes
    handed_out = for_students(sources[0])
    assert handed_out.endswith(STUB)
    assert not any("dL/d" in for_students(source) or "check(" in for_students(source) for source in sources[1:])
    tests = list(range(2, len(sources)))
    assert run_cells([handed_out, *sources[1:]]) == [0, *tests]  # nothing is filled in
    first = made.asked[0]
    answer = str(made.answer(first)).partition(" = ")[2]
    filled = handed_out.replace(f"{whole(first.target)} = …", f"{whole(first.target)} = {answer}").replace(STUB, "")
    assert run_cells([filled, *sources[1:]]) == tests[1:]
    capsys.readouterr()


def test_an_assignment_is_a_notebook():
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.reads(assignment(exercise("attention", 3)), as_version=4))


def test_the_command_writes_for_platforms(tmp_path, capsys):
    folder = tmp_path / "out"
    words = ("neuron", "--blanks", "--moodle", "4", "--nbgrader", "-o", folder)
    assert run_command("exercise", *words) == 0
    assert (folder / "moodle.xml").read_text("utf-8").count('<question type="cloze">') == 4
    assert (folder / "moodle.gift").read_text("utf-8").count("::[html]") >= 4
    assert json.loads((folder / "assignment.ipynb").read_text("utf-8"))["cells"]
    with pytest.raises(ValueError, match="need a folder"):
        run_command("exercise", "neuron", "--moodle", "4")
