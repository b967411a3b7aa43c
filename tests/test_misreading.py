"""Where most of a sheet contradicts how it was read, nothing is called wrong; a few slips are slips."""

import json

import pytest

from autograd import check
from autograd.worksheet.reporting import formats

GIVEN = "A small net by hand.\nw = 2; x = 3; b = 1\nz = w x + b\nL = z^2\n"
RIGHT = ("dL/dz = 2 z", "dL/dw = 2 z x", "dL/dx = 2 z w", "dL/db = 2 z")
RIGHTS = "\n".join(RIGHT)
WRONG = ("dL/dz = z", "dL/dw = -2 z x", "dL/dx = 2 z x", "dL/db = -2 z", "dz/dw = w")
"""Each with a mistake that has a name."""

UNREAD = ("a $ 1 = 2", "q ( = 3", "dL/dq = r )")


@pytest.mark.parametrize(
    ("right", "wrong", "unread", "is_doubted"),
    [
        (0, 1, 0, False),
        (0, 2, 0, False),
        (0, 3, 0, True),
        (1, 3, 0, False),
        (1, 4, 0, True),
        (1, 2, 0, False),
        (2, 5, 0, False),
        (4, 5, 0, False),
        (0, 1, 3, True),
        (2, 1, 3, False),
        (1, 1, 2, False),
        (0, 0, 3, False),
    ],
)
def test_more_than_slips_is_a_misreading(right, wrong, unread, is_doubted):
    report = check(GIVEN + "\n".join((*RIGHT[:right], *WRONG[:wrong], *UNREAD[:unread])))
    found = [verdict.verdict for verdict in report.verdicts]
    assert found[:right] == ["right"] * right
    assert found[right : right + wrong] == ["perhaps wrong" if is_doubted else "wrong"] * wrong
    assert report.note.startswith("little of it agrees" if is_doubted else "")
    assert bool(report.note) == is_doubted


NAMELESS = ("dL/dx = 11 z^3 w", "dL/db = 7 z^2 + w", "dz/dw = 5 + b")


@pytest.mark.parametrize(
    ("right", "named", "nameless", "is_doubted"),
    [(4, 0, 1, False), (4, 0, 2, True), (4, 1, 2, True), (4, 2, 2, False), (4, 2, 3, True), (12, 0, 2, False)],
)
def test_several_mistakes_without_a_name_are_a_misreading(right, named, nameless, is_doubted):
    lines = (RIGHT * 4)[:right] + WRONG[:named] + NAMELESS[:nameless]
    found = [verdict.verdict for verdict in check(GIVEN + "\n".join(lines)).verdicts]
    assert found[right : right + named] == ["wrong"] * named
    assert found[right + named :] == ["perhaps wrong" if is_doubted else "wrong"] * nameless


def test_what_has_no_name_is_no_mistake_where_much_is_unread():
    lines = ("dL/dz = 2 z", NAMELESS[0], *UNREAD)
    assert check(GIVEN + "\n".join(lines)).verdicts[1].verdict == "perhaps wrong"


def test_what_is_perhaps_wrong_keeps_its_cause_by_the_hints_and_is_no_success():
    told = check(GIVEN + "\n".join(WRONG))
    silent = check(GIVEN + "\n".join(WRONG), hints=0)
    assert not told
    assert told.first_wrong_line is None
    assert told.exit_code == 2
    assert told.summary().startswith(
        "0 of 5 claims are right, 5 perhaps wrong; little of it agrees with how it was read"
    )
    assert "perhaps wrong" in str(told)
    assert "line 5" in str(told)
    assert told.verdicts[0].cause
    assert told.verdicts[0].cause == told.verdicts[0].hint
    assert not any(verdict.hint for verdict in silent.verdicts)
    assert {row["verdict"] for row in json.loads(told.to_json())["verdicts"]} == {"perhaps wrong"}
    assert told.lines()[4].mark == check("y = x^2 = 9").lines()[0].mark  # not judged, for x has no number
    assert "perhaps wrong" in formats.as_html([told])


def test_what_follows_from_what_is_perhaps_wrong_says_so():
    report = check("All of it in numbers:\nx = 2\na = 3 x = 7\nb = a + 1 = 8\nc = 2 a = 15\nd = 5 x = 9\nf = d/3 = 3")
    assert {verdict.verdict for verdict in report.verdicts} == {"perhaps wrong"}
    assert "it follows from line 3" in [verdict.cause for verdict in report.verdicts]


def test_in_the_language_s_own_notation_mistakes_are_mistakes():
    plain = GIVEN.partition("\n")[2] + "\n".join((*WRONG, *NAMELESS))
    report = check(plain)
    assert report.note == ""
    assert all(verdict.is_fault for verdict in report.verdicts)
    assert "perhaps wrong" in {verdict.verdict for verdict in check(f"By hand:\n{plain}").verdicts}


def test_under_a_key_and_of_a_key_there_is_no_doubt():
    graded = check("\n".join(WRONG), GIVEN + "\n".join(f"{line}  # 1 point" for line in RIGHT))
    assert {verdict.verdict for verdict in graded.verdicts} >= {"wrong"}
    key = check(GIVEN + "\n".join(f"{line}  # 1 point" for line in WRONG))
    assert {verdict.verdict for verdict in key.verdicts} == {"wrong"}


def test_an_exercise_is_doubted_alone():
    other = "w = 4; x = 5\nE = w x^2\ndE/dw = x\ndE/dx = 3 x\nE = 9"
    found = [verdict.verdict for verdict in check(f"Exercise 1\n{GIVEN}{RIGHTS}\nExercise 2\n{other}").verdicts]
    assert found == ["right"] * 4 + ["perhaps wrong"] * 3


LOST_LINKS = [
    # a sheet, the line that contradicts it as nobody would, and why
    ("w = 2; x = 3; b = 1\nz = w x = 6\ndz/dw = x = 3\ndz/db = 1", 4, "it is 0: z does not depend on b"),
    ("x = 2\ny = x^2 = 4\nx = 5\ndy/dx = 2 x = 4", 3, "x has its value already: for a new one write x <- 5"),
]


@pytest.mark.parametrize(("sheet", "line", "cause"), LOST_LINKS)
def test_what_nobody_would_say_is_perhaps_misread(sheet, line, cause):
    found = check(sheet).verdicts
    doubted = [(verdict.line, verdict.cause) for verdict in found if verdict.verdict == "perhaps wrong"]
    assert doubted == [(line, cause)]
    assert all(verdict.is_fine for verdict in found if verdict.line != line)


def test_a_result_of_what_is_perhaps_misread_is_no_fault_of_its_own():
    report = check("w = 2; x = 3; t = 1\nz = w x = 6\nu = z + 1 = 7\ndu/dw = x = 3\ndu/dt = 2 z = 12")
    assert [verdict.verdict for verdict in report.verdicts[-2:]] == ["perhaps wrong"] * 2
    assert report.note == ""
    assert report.exit_code == 2


def test_under_a_key_a_slope_by_what_has_no_effect_is_wrong():
    key = "w = 2; x = 3; b = 1\nz = w x\ndz/dw = x  # 1 point\ndz/db = 0  # 1 point"
    assert [verdict.verdict for verdict in check("dz/dw = x\ndz/db = 1", key).verdicts] == ["right", "wrong"]


def test_what_numbers_come_to_is_never_in_doubt():
    report = check("All by hand:\nw = 2; x = 3; t = 1\nz = w x = 5\nu = z + 1 = 9\nv = 0.5*3 + 1 = 3.5\ndv/dx = 7")
    assert [verdict.verdict for verdict in report.verdicts if verdict.line == 5] == ["wrong"]
    assert "perhaps wrong" in {verdict.verdict for verdict in report.verdicts}
