"""A slip in a definition is found at its line; what is made of the name is judged as it was meant."""

import pytest

from autograd import check

NET = """\
w = 0.2; x = 3; t = 1.5; b = 0.1
y = w x + b = 0.7
L = (y - t)^2 = 0.64
dL/dy = 2 (y - t) = -1.6
dL/dw = 2 (y - t) x = -4.8"""

SLIPS = [
    # the line as it is typed in the place of the right one, and the cause
    ("y = w x + b = 0.7", "y = w + b = 0.7", "the factor x is missing in the term w"),
    ("y = w x + b = 0.7", "y = w x - b = 0.7", "the sign of b is wrong"),
    ("y = w x + b = 0.7", "y = t x + b = 0.7", "t is written where w belongs"),
    ("y = w x + b = 0.7", "y = w x = 0.7", "the term b is missing"),
    ("y = w x + b = 0.7", "y = w + b = 0.2*3 + 0.1 = 0.7", "the factor x is missing in the term w"),
    ("L = (y - t)^2 = 0.64", "L = y - t = 0.64", "y - t should be squared"),
    ("L = (y - t)^2 = 0.64", "L = (x - t)^2 = 0.64", "x is written where y belongs"),
]


@pytest.mark.parametrize(("right", "typed", "cause"), SLIPS)
def test_a_slip_is_found_at_its_line_and_the_rest_is_right(right, typed, cause):
    assert all(verdict.is_fine for verdict in check(NET).verdicts)
    report = check(NET.replace(right, typed))
    faults = [verdict for verdict in report.verdicts if not verdict.is_fine]
    assert [(verdict.line, verdict.cause) for verdict in faults] == [(2 if right.startswith("y") else 3, cause)]
    assert f"took {right[0]} below line {faults[0].line} as its numbers say: the formula there has a slip" in str(
        report
    )


LAYERS = """\
x = [1, 2]; W = [[0.5, -1], [1, 0.25]]; v = [2, -1]
h = W x = [-1.5, 1.5]
y = v · h = -4.5
L = y^2 = 20.25
dL/dh = 2 y v = [-18, 9]
dL/dW = 2 y v x^T = [[-18, -36], [9, 18]]"""

SHAPES = [
    ("h = W x", "h = W", "the factor x is missing"),
    ("y = v · h", "y = v", "the factor h is missing"),
    ("y = v · h", "y = h", "the factor v is missing"),
]


@pytest.mark.parametrize(("right", "typed", "cause"), SHAPES)
def test_a_side_of_a_product_left_out_is_found_where_it_is(right, typed, cause):
    assert all(verdict.is_fine for verdict in check(LAYERS).verdicts)
    report = check(LAYERS.replace(right, typed))
    faults = [verdict for verdict in report.verdicts if not verdict.is_fine]
    assert [(verdict.line, verdict.verdict, verdict.cause) for verdict in faults] == [
        (2 if right[0] == "h" else 3, "wrong shape", cause)
    ]


@pytest.mark.parametrize("wrong", ["dL/dw = 2 (y - t) w", "dL/db = 2 (y + t)", "dL/dx = -2 (y - t) w", "dL/dw = 4.8"])
def test_what_is_wrong_below_a_slip_stays_wrong(wrong):
    report = check(f"{NET}\n{wrong}".replace("w x + b", "w + b"))
    assert [verdict.line for verdict in report.verdicts if not verdict.is_fine] == [2, 6]


@pytest.mark.parametrize(
    "sheet",
    [
        NET.replace("0.7\n", "0.9\n"),  # the number is wrong, not the formula
        NET.replace("w x + b = 0.7", "w + b = 0.3"),  # what follows speaks of another formula, but no number does
        "w = 2; x = 3\ny = w + x = 6\ndy/dw = x",  # one line may come right by accident
    ],
)
def test_nothing_is_taken_otherwise_than_typed_without_evidence(sheet):
    report = check(sheet)
    assert not any(said.startswith("took") for said in report.sheet.said)
    assert not report.verdicts[0].is_fine or not all(verdict.is_fine for verdict in report.verdicts)


def test_a_key_is_meant_as_it_is_typed():
    key = NET.replace("w x + b = 0.7", "w x + b")
    report = check(NET.replace("w x + b", "w + b"), key)
    assert [verdict.line for verdict in report.verdicts if not verdict.is_fine] == [2]
