"""New values in worksheets: what is held against plain descent, what is taken as written, and the numbers after it."""

import pytest

from autograd import check
from autograd.worksheet.language.roles import AT_TIMES_RATES, RATES, is_called_loss
from autograd.worksheet.language.vocabulary import LOSSES

SQUARE = "x = 2; t = 1; w = 0.5; b = 0.1\ny = w x + b = 1.1\nL = (y - t)^2 = 0.01\n"
"""dL/dw is 0.4, dL/db 0.2."""

HALVED = SQUARE + "dL/dw = (y - t) x = 0.2\n"
FLAT = "w = 0.5; t = -1.5; lr = 0.1\nL = (w - t)^2 = 4\n"
VELOCITY = "x = 2; y = 3; w = 0.5; eta = 0.05; beta = 0.9; v = 0\nL = (w x - y)^2 = 4\n"
RIGHT_VELOCITY = f"{VELOCITY}g = dL/dw = 2(w x - y) x = -8\nv <- beta v + g = -8\nw <- w - eta v = 0.9\n"

TAKEN_AS_WRITTEN = [
    "x = 1.5\nf = x^2 - 2 = 0.25\nx <- x - f/(2x) = 1.4167",
    "x = 1.5\nf = x^2 - 2 = 0.25\nx <- x - f/(df/dx) = 1.4167",
    "w = 2\nf = w^4 - 3w^2 + w = 6\ng = df/dw = 21\nH = 12w^2 - 6\nw <- w - g/H = 1.5",
    "mu = 0; x = 2\nl = -(x - mu)^2/2 = -2\ndl/dmu = x - mu = 2\nmu <- mu + 0.5 dl/dmu = 1",
    "theta = 0.2; R = 3\np = sigmoid(theta)\nJ = R log(p)\ntheta <- theta + 0.1 dJ/dtheta = 0.3350",
    "theta = 0.2; y = 1\np = sigmoid(theta)\nL = y log(p) + (1 - y) log(1 - p)\ntheta <- theta + 0.1 dL/dtheta",
    "w1 = 0.5; x1 = 2; y = -1\nz = w1 x1\nw1 <- w1 + y x1 = -1.5",
    "w = 0.5; x = 2; t = 3\ny = w x\nL = (y - t)^2\nw <- w + 0.1 (t - y) x = 0.9",
    "w = 3; lr0 = 0.4; k = 0.5\nL = 1/2 (w - 1)^2 = 2\nlr = lr0/(1 + k)\nw <- w - lr dL/dw = 2.4667",
    "w = 3; n = 4\nL = (w - 1)^2 = 4\nw <- w - 1/n dL/dw = 2",
    "w = 3; eta0 = 0.1\nL = (w - 1)^2 = 4\nw <- w - eta0/sqrt(2) dL/dw = 2.7172",
    "w = 3\nL = (w - 1)^2 = 4\nw <- w - 0.5 dL/dw/2 = 2",
    "w = 3; c = 1\nL = (w - 1)^2 = 4\ng = dL/dw = 4\ngc = min(g, c) = 1\nw <- w - 0.1 gc = 2.9",
    "b = 0.1\nl1 = max(0, 1 - b)\nl2 = max(0, 1 + b)\nJ = l1 + l2 = 2\ndJ/db = 0\nb <- b - 0.1 dJ/db = 0.1",
    "w = 2; v = 0.3; beta = 0.9\nL = (w - 1)^2\nu = w - beta v\ng = 2(u - 1)\nv <- beta v + 0.1 g = 0.416\n"
    "w <- w - v = 1.584",
    "w = 2; e = 1\nL = 2(w - 1)^2\nw <- w - 0.1 dL/dw = 1.6\ne <- 0.9 e + 0.1 w = 1.06",
    "w = 0.4; x = 1.2\nL = -log(σ(w x))\ndL/dw = (σ(w x) - 1) x = -0.459\nw <- w - 0.5 dL/dw = 0.6295",
    "w = 0.4; x = 1.2\nL = -log(σ(w x))\ndL/dw = (σ(w x) - 1) x = -0.459\nw <- w - 0.5 dL/dw = 0.630",
    f"{FLAT}dL/dw = 4\nw <- w - 0.1 * 4 = 0.1",
    f"{FLAT}dL/dw = 4\nw <- w - lr * 4 = 0.1",
    f"{RIGHT_VELOCITY}g = 2(w x - y)x = -4.8\nv <- 0.9*(-8) + g = -12\nw <- w - 0.05 * (-12) = 1.5",
    "w = 1; x = 0.5; y = 2; b2 = 0.999\nL = (w x - y)^2\ng = dL/dw = 2(w x - y)x = -1.5\nv = (1 - b2) g^2 = 0.00225\n"
    "w <- w + 0.01 = 1.01\ng = 2(w x - y)x = -1.495\nv <- b2 v + (1 - b2) g^2 = 0.00448278",
]


@pytest.mark.parametrize("text", TAKEN_AS_WRITTEN)
def test_what_may_be_another_method_is_taken_as_written(text):
    assert [verdict.claim for verdict in check(text).verdicts if not verdict.is_fine] == []


def test_a_factor_a_is_no_word_of_another_language():
    verdicts = check("x = -1.5; w = 2\na = w x + 4 = 1\nL = a^2 = 1\n∂L/∂x = 2 a x = -3").verdicts
    assert [(each.claim, each.is_fine) for each in verdicts[2:]] == [("∂L/∂x = 2 a x", False), ("∂L/∂x = -3", False)]


WRONG_STEPS = [
    (f"{FLAT}w <- w + 0.1 dL/dw", "sign", "the sign of 0.1*dL/dw is wrong"),
    ("p = 0.4\nJ = -log(p)\np <- p + 0.1 dJ/dp", "sign", "the sign of 0.1*dJ/dp is wrong"),
    (f"{FLAT}dL/dw = 4\nw <- w - 0.1 * 1", "name", "1 is written where dL/dw belongs"),
    (f"{FLAT}dL/dw = 4\nw <- w + 0.1 * 4", "sign", "the sign of 0.1*4 is wrong"),
    ("b = 0.5; eta = 0.1\nL = (b + 1.5)^2\nb <- b - dL/db", "factor", "the factor eta is missing in the term dL/db"),
    ("w5 = 0.5\nE = (w5 - 2)^2\nw5_new = w5 + 0.5 dE/dw5", "sign", "the sign of 0.5*dE/dw5 is wrong"),
    (
        "x = 2; t = 1; w = 0.5; v = 0.3\nL = (w x + v - t)^2\nw <- w - 0.1 dL/dv",
        "name",
        "dL/dv is written where dL/dw belongs",
    ),
    (
        "w = 1; b1 = 0.9\nL = w^2\ng = dL/dw = 2\nm = (1 - b1) g\nmhat = m/(1 - b1) = 2\n"
        "m <- b1 m + (1 - b1) g = 0.38\nmhat = m/(1 - b1^2)",
        "update",
        "mhat has its formula already: for a new one write mhat <- …",
    ),
    (
        f"{FLAT}w <- w - 0.05 dL/dw = 0.7",
        "sign",
        "the step goes the wrong way: plus and minus are swapped",
    ),
    (
        f"{FLAT}w <- w - 0.05 dL/dw = 0.5 + 0.2",
        "sign",
        "the step goes the wrong way: plus and minus are swapped",
    ),
    (
        f"{RIGHT_VELOCITY}g = 2(w x - y)x = -4.8\nv <- beta v + g = -8 - 4.8",
        "factor",
        "the factor beta is missing in the step",
    ),
]


@pytest.mark.parametrize(("text", "kind", "cause"), WRONG_STEPS)
def test_a_step_that_can_be_nothing_else_is_held_against_plain_descent(text, kind, cause):
    wrong = [verdict for verdict in check(text).verdicts if not verdict.is_fine]
    assert [(verdict.verdict, verdict.kind, verdict.cause) for verdict in wrong] == [("wrong", kind, cause)]


FOLLOWING = [
    (f"{HALVED}w <- w - 0.1 dL/dw = 0.48", {5: 4}),
    (f"{HALVED}w <- w - 0.1 dL/dw = 0.44", {}),
    (f"{SQUARE}dL/dw = 2(t - y) x = -0.4\nw <- w - 0.1 dL/dw = 0.54", {5: 4}),
    (f"{HALVED}w <- w - 0.1 dL/dw = 0.48\nb <- b - 0.1 dL/db = 0.08\ny = 1.04", {5: 4, 7: 4}),
    (f"{HALVED}w <- w - 0.1 dL/dw\ny = 1.06", {6: 4}),
    (f"{SQUARE}w <- w - 0.1 dL/dw = 0.45\nb <- b - 0.1 dL/db = 0.08\ny = 0.98", {6: 4}),
    (f"{SQUARE}w <- w - 0.1 dL/dw = 0.45\nb <- b - 0.1 dL/db = 0.08\ny = 1.0", {}),  # a slip of the pen only
    (
        f"{VELOCITY}g = dL/dw = (w x - y) x = -4\nv <- beta v + g = -4\nw <- w - eta v = 0.7\nL = (w x - y)^2 = 2.56",
        {4: 3, 5: 3, 6: 3},
    ),
    (f"{VELOCITY}g = dL/dw = -8\nv <- beta v + g = -6\nw <- w - eta v = 0.8\nL = (w x - y)^2 = 1.96", {5: 4, 6: 4}),
]


@pytest.mark.parametrize(("text", "follows"), FOLLOWING)
def test_what_comes_of_a_wrong_gradient_or_a_wrong_new_value_follows(text, follows):
    found = [verdict for verdict in check(text).verdicts if verdict.verdict.startswith("follows")]
    assert {verdict.line: int(verdict.verdict.split()[-1]) for verdict in found} == follows
    assert all(verdict.line in {3, 4, 5} - set(follows) for verdict in check(text).verdicts if verdict.is_first_hand)


SPELLINGS = [{each, each.lower(), each.capitalize()} if each[1:] else {each} for each in LOSSES]
LOSS_NAMES = [name for each in SPELLINGS for name in sorted(each)]


@pytest.mark.parametrize("loss", [*LOSS_NAMES, "E_total", "C_0", "L1"])
def test_what_is_called_a_loss_is_one_for_words_and_for_steps(loss):
    """Nothing but its name tells that one descends on it: it is a plain difference."""
    assert is_called_loss(loss)
    sheet = f"x = 1.5; t = 0.25; w = 0.8; k = 0.1\n{loss} = w x - t\n"
    (verdict,) = check(f"{sheet}dw = 2 x").verdicts
    assert verdict.claim == "dw = 2 x"
    steps = check(f"{sheet}w <- w + k d{loss}/dw").verdicts
    assert [step.verdict for step in steps] == ([] if loss == "l" else ["wrong"])  # l is a likelihood as often


@pytest.mark.parametrize("rate", [*RATES, *AT_TIMES_RATES])
def test_what_is_called_a_rate_is_one_for_words_and_for_steps(rate):
    sheet = f"x = 1.5; t = 0.25; w = 0.8; {rate} = 0.1\nL = (w x - t)^2\n"
    assert rate in check(f"{sheet}w <- w - dL/dw").first().cause
    assert check(f"{sheet}dw = -{rate}*2*(w x - t)*x").first().cause.startswith("dw would read as a change of w")


def test_points_are_drawn_without_the_steps_below():
    report = check("""x = [0.7, -1.9, 2.6]; n = 3; m = mean(x); v = mean((x - m)^2); s = sqrt(v)
m <- m - 0.1*ds/dx[i]
x <- x - 0.1*dm/dx
ds/dv = 1/(2*s)
dm/dx[i] = (x[i] - m)/(n*s)""")
    assert [verdict.line for verdict in report.verdicts] == [2, 3, 4, 5]


STEPS_FROM_A_NUMBER = [
    # w is 0.5 where the step begins, and dL/dw -8
    ("w = 0.5 - η g = 1.3", True),
    ("w = 0.5 - η*(-8) = 1.3", True),
    ("w = 0.5 - η dL/dw = 1.3", True),
    ("w = 0.5 - 2 η (y - t) x = 1.3", True),
    ("w <- 0.5 - 0.1 g = 1.3", True),
    ("w = 0.5 - 0.1*8/(sqrt(64) + eps) = 0.4", True),
    ("w = 0.5 - η g = 1.2", False),
    ("w = 0.5 + η g = -0.3", False),
    ("w = 0.5 - η*8 = -0.3", False),
    ("w = 0.5 + η dL/dw = -0.3", False),
    ("w = 0.5 - 2 η (y - t) = 0.9", False),
    ("w <- 0.5 + 0.1 g = -0.3", False),
    ("w = 0.4 - η g = 1.2", False),
    ("w = 0.5 - 0.1*8/(sqrt(64) + eps) = 0.6", False),
]


@pytest.mark.parametrize(("step", "is_right"), STEPS_FROM_A_NUMBER)
def test_a_step_may_begin_at_the_number_that_the_name_has(step, is_right):
    sheet = f"x = 2; w = 0.5; t = 3; η = 0.1; eps = 1e-8\ny = w x\nL = (y - t)^2\ng = dL/dw = 2 (y - t) x = -8\n{step}"
    assert all(verdict.is_fine for verdict in check(sheet).verdicts) is is_right


BEGUN_AT_ITS_NUMBER = [
    # w is 2 where the step begins, and the derivative of w^2 is 4
    ("g = 2w = 4\nw = 2 - η g = 1.6", True),
    ("g = 2w = 4\nw = 2 - 0.1 g = 1.6", True),
    ("g = 2w = 4\nw = w - η g = 1.6", True),
    ("g = 2w = 4\nw = 2 + η g = 2.4", False),
    ("g = 2w = 4\nw = w + η g = 2.4", False),
    ("g = 2w = 4\nw = 2 - g = -2", False),
    ("g = w\nw = 2 - η g = 1.8", False),
    ("x = 3\nw = 2 + x = 5", False),
    ("x = 3\nw = 2 + 3 x = 11", False),
]


@pytest.mark.parametrize(("step", "is_right"), BEGUN_AT_ITS_NUMBER)
def test_what_begins_at_the_number_of_a_name_is_a_step_of_descent_or_an_equation(step, is_right):
    sheet = f"w = 2; η = 0.1\nL = w^2\n{step}"
    assert all(verdict.is_fine for verdict in check(sheet).verdicts) is is_right


TWO_WEIGHTS = "w1 = 0.5; w2 = 0.3; x1 = 1; x2 = 2; t = 0\ny = w1 x1 + w2 x2 = 1.1\nE = 1/2 (y - t)^2\n"
RATES_IN_THEIR_PLACE = [
    # the slopes are 1.1 and 2.2; no rate is given
    ("0.5 - 0.5*1.1 = -0.05", "0.3 - 0.5*2.2 = -0.8", []),
    ("0.5 - 1.1*0.5 = -0.05", "0.3 - 2.2*0.5 = -0.8", []),
    ("0.5 + 0.5*1.1 = 1.05", "0.3 - 0.5*2.2 = -0.8", [4]),
    ("0.5 - 0.5*1.1 = -0.05", "0.3 + 0.5*2.2 = 1.4", [5]),
    ("0.5 - 1.1*0.5 = -0.05", "0.3 - 2.1*0.5 = -0.75", [5]),
    ("0.5 - 1.1*0.5 = -0.05", "0.3 - 2.2*0.5 = -0.7", [5]),
]


@pytest.mark.parametrize(("first", "second", "wrong"), RATES_IN_THEIR_PLACE)
@pytest.mark.parametrize("given", [False, True])
def test_a_rate_told_by_its_place_is_above_zero_and_may_stand_behind_the_slope(first, second, wrong, given):
    slopes = "∂E/∂w1 = 1.1\n∂E/∂w2 = 2.2\n" if given else ""
    steps = f"w1+ = w1 - η ∂E/∂w1 = {first}\nw2+ = w2 - η ∂E/∂w2 = {second}"
    found = {verdict.line for verdict in check(TWO_WEIGHTS + slopes + steps).verdicts if not verdict.is_fine}
    assert sorted(found) == [line + 2 * given for line in wrong]


@pytest.mark.parametrize(("target", "is_right"), [(0, False), (2, True)])
def test_the_sign_of_a_step_in_numbers_is_that_of_the_slope_where_the_rate_is_told_by_its_place(target, is_right):
    text = f"w = 0.5; t = {target}\ny = 2 w\nE = 1/2 (y - t)^2\nw+ = w - η ∂E/∂w = 0.5 + 0.5*2 = 1.5"
    assert all(verdict.is_fine for verdict in check(text).verdicts) is is_right


BOWL = "f(x, y) = x^2 + 3y^2\n(x_0, y_0) = (2, 1)\n∇f(x_0, y_0) = (4, 6)\n"
PAIR = "w = 0.5; b = 0.1; x = 2; y = 5\nL = (w*x + b - y)^2\n∇L = (dL/dw, dL/db) = (-15.6, -7.8)\n"
COLUMN = "w = [0.5, 0.1]; x = [2, 1]; y = 5\nL = (w·x - y)^2\ndL/dw = [-15.6, -7.8]\n"
VELOCITIES = "lr = 0.1; x0 = 1; v1 = 0.2; v2 = 0.3; v3 = 0.4\nx1 = 1 - 0.2 = 0.8\nx2 = 0.8 - 0.3 = 0.5\n"


@pytest.mark.parametrize(
    ("sheet", "step", "is_right"),
    [
        (BOWL, "(x_1, y_1) = (2, 1) - 0.1*(4, 6) = (1.6, 0.4)", True),
        (BOWL, "(x_1, y_1) = (2, 1) + 0.1*(4, 6) = (2.4, 1.6)", False),
        (BOWL, "(x_1, y_1) = (2, 1) + 0.1*(-4, -6) = (1.6, 0.4)", True),  # by the direction of the step
        (BOWL.replace("x^2 + 3y^2", "-x^2 - 3y^2").replace("(4, 6)", "(-4, -6)"), "x_1 = 2 + 0.1*(-4) = 1.6", True),
        (BOWL, "x_7 = 2 + 0.1*4 = 2.4", True),  # no next step
        (PAIR, "(w, b) = (0.5, 0.1) - 0.1*(-15.6, -7.8) = (2.06, 0.88)", True),
        (PAIR, "(w, b) = (0.5, 0.1) + 0.1*(-15.6, -7.8) = (-1.06, -0.68)", False),
        (PAIR.replace("L", "R"), "(w, b) = (0.5, 0.1) - 0.1*(-15.6, -7.8) = (2.06, 0.88)", True),
        (COLUMN, "w = [0.5, 0.1] - 0.1*[-15.6, -7.8] = [2.06, 0.88]", True),
        (COLUMN, "w = [0.5, 0.1] + 0.1*[-15.6, -7.8] = [-1.06, -0.68]", False),
        (COLUMN, "w_new = [0.5, 0.1] + 0.1*[-15.6, -7.8] = [-1.06, -0.68]", False),
        (VELOCITIES, "x3 = 0.5 - 0.4 = 0.1", True),
        (VELOCITIES, "x3 = 0.5 + 0.4 = 0.9", False),
        (VELOCITIES, "x3 = 0.5 + 0.6 = 1.1", True),  # by nothing that is known
        (VELOCITIES.replace("0.8 - 0.3 = 0.5", "0.8 + 0.3 = 1.1"), "x3 = 1.1 + 0.4 = 1.5", True),
        (VELOCITIES.replace("lr", "q"), "x3 = 0.5 + 0.4 = 0.9", True),
    ],
)
def test_steps_of_points_and_lists_in_numbers_that_go_the_wrong_way_are_found(sheet, step, is_right):
    verdicts = check(sheet + step).verdicts
    assert all(each.is_fine for each in verdicts) is is_right
    assert is_right or {each.cause for each in verdicts if not each.is_fine} == {
        "the step goes the wrong way: plus and minus are swapped"
    }


LOGISTIC = "w = 0.5; b = 0.1; x = 2; t = 1; eta = 0.1\ny = sigmoid(w x + b)\nL = -(t log(y) + (1 - t) log(1 - y))\n"
SQUARED = LOGISTIC.replace("-(t log(y) + (1 - t) log(1 - y))", "1/2 (t - y)^2")


@pytest.mark.parametrize(
    ("sheet", "step", "is_right"),
    [
        (LOGISTIC, "w_new = w - eta (y - t) x; b_new = b - eta (y - t)", True),
        (LOGISTIC, "w_new = w + eta (t - y) x; b_new = b + eta (t - y)", True),
        (LOGISTIC, "w_new = w - eta (t - y) x; b_new = b - eta (y - t)", False),
        (LOGISTIC, "w_new = w + eta (y - t) x; b_new = b - eta (y - t)", False),
        (SQUARED, "w_new = w + eta (t - y) x; b_new = b + eta (t - y)", True),  # the delta rule
        (SQUARED, "w_new = w - eta (y - t) y (1 - y) x; b_new = b - eta (y - t) y (1 - y)", True),
        (SQUARED, "w_new = w - eta (t - y) y (1 - y) x; b_new = b - eta (y - t) y (1 - y)", False),
        (SQUARED, "d = (y - t) y (1 - y); w_new = w - eta d x; b_new = b - eta d", True),
        (SQUARED, "d = (t - y) y (1 - y); w_new = w + eta d x; b_new = b + eta d", True),
        (SQUARED, "d = (t - y) y (1 - y); w_new = w - eta d x; b_new = b - eta d", False),
        (SQUARED, "d = y - t; w_new = w - eta d x; b_new = b - eta d", True),
        (LOGISTIC, "g = (y - t) x; v = 0.3; v_new = 0.9 v + g; w_new = w - eta v_new", True),
    ],
)
def test_a_step_without_a_slope_that_another_name_is_given_is_held_against_plain_descent(sheet, step, is_right):
    assert all(each.is_fine for each in check(sheet + step).verdicts) is is_right


@pytest.mark.parametrize("dashes", ["|---|---|---|", "|:-:|--:|:--|", "|-|-|-|", "| :-: | :- | -: |"])
def test_the_dashes_below_the_head_of_a_table_are_no_claim(dashes):
    sheet = f"w = 2\n| what | how | much |\n{dashes}\n| one | 7 | 4 |\ny = w^2 = 4"
    (verdict,) = check(sheet).verdicts
    assert (verdict.line, verdict.verdict) == (5, "right")


RULES = [
    # tables without dashes whose rows are no claims: rules of any names, numbers below words
    (
        "w = 2",
        [
            "Operation | Forward | Local derivative",
            "Product | v = a*b | ∂v/∂a = b",
            "Sine | v = sin(a) | ∂v/∂a = cos(a)",
        ],
    ),
    ("w = 0.5", ["T - k (steps) | factor (0.45)^(T-k)", "1 | 0.45", "3 | 0.091"]),
]


@pytest.mark.parametrize(("given", "rows"), RULES)
def test_a_table_that_claims_nothing_is_passed_over_and_named_once(given, rows):
    report = check("\n".join([given, *(f"| {row} |" for row in rows), "y = w^2 = 5"]))
    (verdict,) = report.verdicts
    assert (verdict.line, verdict.verdict) == (len(rows) + 2, "wrong")
    assert str(report).count("passed over rows of the table at line 2, which claim nothing of what is told") == 1


def test_rows_of_a_table_that_are_claims_are_judged_without_dashes_too():
    report = check("w = 2\n| Forward | Slope |\n| y = w^2 = 4 | dy/dw = 2w = 5 |")
    assert [verdict.verdict for verdict in report.verdicts] == ["right", "right", "wrong"]


TABLES = [
    # what is given; the head of a table of steps; its rows; the number of the rows that are wrong
    ("w = 1; g(w) = 3(3w - 2)", "step | g | w − 0.05·g", ["1 | 3 | 0.85", "2 | 1.65 | 0.7675"], []),
    ("w = 1; g(w) = 3(3w - 2)", "step | g | w − 0.05·g", ["1 | 3 | 0.85", "2 | 1.56 | 0.7675"], [2]),
    (
        "w = 1; v = 0; mu = 0.9",
        "Schritt | g = 2w | v = mu·v + g | w − 0.1·v",
        ["1 | 2 | 2 | 0.8", "2 | 1.6 | 3.4 | 0.46"],
        [],
    ),
    (
        "w = 1; v = 0; mu = 0.9",
        "Schritt | g = 2w | v = mu·v + g | w − 0.1·v",
        ["1 | 2 | 2 | 0.8", "2 | 1.6 | 3.6 | 0.44"],
        [2],
    ),
    (
        "f(x) = x² − 4x; x = 0",
        "k | x | f'(x) = 2x − 4 | x_new = x − 0.25·f'(x) | f(x)",
        ["0 | 0 | -4 | 1 | 0", "1 | 1 | -2 | 1.5 | -3"],
        [],
    ),
    (
        "J(θ) = (θ − 1)²; θ = 3",
        "itération | θ | ∇J = 2(θ − 1) | θ := θ − 0.1·∇J",
        ["1 | 3 | 4 | 2.6", "2 | 2.6 | 3.2 | 2.38"],
        [2],
    ),
    (
        "w1 = 0.2; w2 = -0.1; b = 0; eta = 0.1",
        "sample | x1 | x2 | t | z = w1·x1 + w2·x2 + b | e = t − z | w1 + eta·e·x1 | w2 + eta·e·x2 | b + eta·e",
        ["1 | 1 | 2 | 1 | 0 | 1 | 0.3 | 0.1 | 0.1", "2 | 2 | 0 | 0 | 0.7 | -0.7 | 0.16 | 0.1 | 0.03"],
        [],
    ),
    (
        "w1 = 0.2; w2 = -0.1; b = 0; eta = 0.1",
        "sample | x1 | x2 | t | z = w1·x1 + w2·x2 + b | e = t − z | w1 + eta·e·x1 | w2 + eta·e·x2 | b + eta·e",
        ["1 | 1 | 2 | 1 | 0 | 1 | 0.3 | 0.1 | 0.1", "2 | 2 | 0 | 0 | 0.7 | -0.7 | 0.44 | 0.1 | 0.03"],
        [2],
    ),
    (
        "w = 0.5; u = 1; h_0 = 0",
        "t | x_t | h_{t-1} | h_t = tanh(u·x_t + w·h_{t-1})",
        ["1 | 1 | 0 | 0.7616", "2 | -1 | 0.7616 | 0.5506"],
        [2],
    ),
    (
        "w = 2; m = 0; g = 2w",
        "t | g | m = 0.9·m + 0.1·g | m_hat = m/(1 − 0.9^t) | w − 0.1·m_hat",
        ["1 | 4 | 0.4 | 0.4/0.1 = 4 | 1.6", "2 | 3.2 | 0.68 | 0.68/0.1 = 6.8 | 0.92"],
        [2],
    ),
    (
        "w = 1; v = 0; g(w) = 2w; v <- 0.9·v + g; w <- w − 0.1·v",
        "t | g | v | w",
        ["1 | 2 | 2 | 0.8", "2 | 1.6 | 3.4 | 0.46"],
        [],
    ),
    (
        "w = 1; v = 0; g(w) = 2w; v <- 0.9·v + g; w <- w − 0.1·v",
        "t | g | v | w",
        ["1 | 2 | 2 | 0.8", "2 | 1.6 | 3.4 | 0.64"],
        [2],
    ),
    (
        "Adam: beta1 = 0.9; beta2 = 0.99; w = 1; g(w) = 2w",
        "step | g | m | v | m_hat | v_hat | w",
        ["1 | 2 | 0.2 | 0.04 | 0.2/0.1 = 2 | 4 | 0.9", "2 | 1.8 | 0.36 | 0.072 | 1.8947 | 3.618 | 0.8004"],
        [],
    ),
    (
        "Adam: beta1 = 0.9; beta2 = 0.99; w = 1; g(w) = 2w",
        "step | g | m | v | m_hat | v_hat | w",
        ["1 | 2 | 0.2 | 0.04 | 0.2/0.1 = 2 | 4 | 0.9", "2 | 1.8 | 0.36 | 0.072 | 0.36/0.1 = 3.6 | 3.618 | 0.7107"],
        [2],
    ),
    (
        "Adam for one weight (`w0=1.0`, `β1=0.9`, `β2=0.99`, `ε=1e-08`), by hand",
        "t | g (gradient) | m | v | m̂ | v̂ | step | w (hand) | loss (MSE)",
        ["1 | 2 | 0.2 | 0.04 | 2 | 4 | -0.1 | 0.9 | 1", "2 | 1.8 | 0.36 | 0.072 | 1.9847 | 3.618 | -0.1 | 0.8 | 1"],
        [2],
    ),
    (
        "RMSProp: ρ = 0.9",
        "t | g_t | s_t | Δw",
        ["1 | 2 | 0.4 | -0.1", "2 | 1.9 | 0.721 | -0.1", "3 | 1.8 | 0.937 | -0.1"],
        [3],
    ),
    ("## AdaGrad", "step | g | G | update", ["1 | 2 | 4 | 0.1", "2 | 1 | 5 | 0.1", "3 | 2 | 10 | 0.1"], [3]),
    ("Momentum, β = 0.9", "step | g | v | Δw", ["1 | 2 | 2 | 0", "2 | 1 | 2.8 | 0", "3 | 2 | 4.25 | 0"], [3]),
    ("Momentum, β = 0.9", "step | g | v | Δw", ["1 | 2 | 0.2 | 0", "2 | 1 | 0.28 | 0", "3 | 2 | 0.452 | 0"], []),
    (
        "f(x) = x² − 2",
        "n | x_n | f(x_n) | x_{n+1} = x_n − f(x_n)/(2·x_n)",
        ["0 | 1 | -1 | 1.5", "1 | 1.5 | 0.25 | 1.5833"],
        [2],
    ),
    ("w = 0.5; b = -1", "x | t | z = w·x + b | y = σ(z)", ["2 | 1 | 0 | 0.5", "4 | 1 | 1 | 0.731"], []),
    ("w = 0.5; b = -1", "x | t | z = w·x + b | y = σ(z)", ["2 | 1 | 0 | 0.5", "4 | 1 | 1 | 0.269"], [2]),
    ("mu = 0.5", "it | g = w | v = mu·v + g | w − 0.1·v", ["0 | – | 0 | 1", "1 | 1 | 1 | 0.9"], []),
    ("w = 1", "it | g = 2w | w − 0.1·g", ["start | – | 1", "1 | 2 | 0.8", "2 | 1.6 | 0.46"], [3]),
    (
        "w = [0, 0]; η = 0.5",
        "k | x | y | z = w·x | w + η·(y − z)·x",
        ["1 | [1, 2] | 1 | 0 | [0.5, 1]", "2 | [1, 0] | 0 | 0.5 | [0.5, 1]"],
        [2],
    ),
]


@pytest.mark.parametrize(("given", "head", "rows", "wrong"), TABLES)
def test_rows_of_a_table_are_the_steps_that_its_head_tells(given, head, rows, wrong):
    dashes = "|".join(":-:" for _ in head.split("|"))
    report = check("\n".join([given, *(f"|{line}|" for line in (head, dashes, *rows))]))
    found = [verdict for verdict in report.verdicts if not verdict.is_fine and verdict.is_first_hand]
    assert {verdict.line - 3 for verdict in found} == set(wrong)
    assert all(verdict.verdict != "can't be read" for verdict in found)
    assert {verdict.line - 3 for verdict in report.verdicts if verdict.line > 3} >= {2}


SYMBOLS = [
    # a table of symbols, and what is claimed of them
    (["Symbol | Value", "---|---", "w | 0.5", "`x` | [1, 2]"], "y = w·x = [0.5, 1]", True),
    (["Parameter | Initial value", "learning rate η | 0.1", "w | 0.5"], "y = η·w = 0.06", False),
    (["Größe | Wert", "--- | ---", "w (Gewicht) | 1/2", "x | -2"], "y = w·x = -1", True),
]


@pytest.mark.parametrize("before", ["", "This is given.\n"])
@pytest.mark.parametrize(("rows", "claim", "is_right"), SYMBOLS)
def test_a_table_of_symbols_gives_their_values(before, rows, claim, is_right):
    report = check("\n".join([f"{before}| {rows[0]} |", *(f"| {row} |" for row in rows[1:]), claim]))
    assert [verdict.is_fine for verdict in report.verdicts] == [is_right]


def test_a_table_of_symbols_that_are_told_above_is_held_against_what_is_told():
    report = check("w = 0.5\ny = 2w\n| Symbol | Value |\n|---|---|\n| y | 3 |")
    assert [verdict.is_fine for verdict in report.verdicts] == [False]


def test_a_table_of_symbols_gives_the_rates_of_a_table_of_steps():
    given = "Adam\n\n| Parameter | Value |\n|---|---|\n| β1 | 0.9 |\n| β2 | 0.99 |\n\n"
    report = check(f"{given}| t | g | m | v | m̂ | v̂ |\n|---|---|---|---|---|---|\n| 1 | 2 | 0.2 | 0.04 | 2 | 5 |")
    assert [verdict.is_fine for verdict in report.verdicts] == [True, True, True, False]


NOT_UNDERSTOOD = [
    # tables of which nothing is certain: no row is called wrong, and no line can't be read
    "w = 0; L(w) = (w - 2)^2\n| epoch | weight | quality | L(w) |\n|:-:|-:|-:|-:|\n"
    "| 1 | 0.4 | 12 | 2.5 |\n| 2 | 0.7 | 14 | 1 |",
    "w = 0; L = (w - 2)^2\n| epoch | g = 2(w - 2) | w - 0.1·g | L |\n|:-:|-:|-:|-:|\n"
    "| 1 | -4 | 0.4 | 4 |\n| 2 | -3.2 | 0.72 | 2.56 |",
    "w = 1; b = 2; b <- b - 0.1\n| step | w | y = w + b |\n|-|-|-|\n| 1 | 1 | 7 |\n| 2 | 3 | 8 |",
    "w = 1; x = 2\n| step | w − x | y = w·x |\n|-|-|-|\n| 1 | -1 | -2 |\n| 2 | -3 | -6 |",
    "| x | y |\n|:-:|:-:|\n| 1 | 2 |\n| 2 | 5 |",
    "w = 0.5\nloss = (w - 2)^2 = 2.25\n| epoch | loss |\n|:-:|-:|\n| 1 | 2.25 |\n| 2 | 1.2 |",
    "w = 0.5\nL(w) = (w - 2)^2\n| epoch | L |\n|:-:|-:|\n| 1 | 2.25 |\n| 2 | 1.2 |",
    "w = 0.5\n| epoch | (w - 2)^2 |\n|:-:|-:|\n| 1 | 2.25 |\n| 2 | 1.2 |",
    "Momentum (of Nesterov), β = 0.9\n| step | g | v | Δw |\n|-|-|-|-|\n"
    "| 1 | 2 | 0.2 | 0 |\n| 2 | 1 | 0.38 | 0 |\n| 3 | 2 | 0.75 | 0 |",
    "Adam or RMSProp, β = 0.9\n| step | g | v |\n|-|-|-|\n| 1 | 2 | 0.2 |\n| 2 | 1 | 0.38 |\n| 3 | 2 | 0.55 |",
    "x = 2; t = 3; w = 0.5; b = 0; y = w x + b; L = (y - t)^2\n| epoch | w | y | L |\n|:-:|-:|-:|-:|\n"
    "| 0 | 0.5 | 1 | 4 |\n| 1 | 1.3 | 3 | 0 |",
    "x = 2; t = 3; w = 0.5; b = 0; y = w x + b\n| epoch | w | w_new | y |\n|:-:|-:|-:|-:|\n"
    "| 0 | 0.5 | 1.3 | 1 |\n| 1 | 1.3 | 1.3 | 3 |",
    "w = 1\n| step | g = 2w | w − 0.1·g |\n|-|-|-|\n| 1 | 2 | 0.8 |\n\n"
    "| step | g = 2w | w − 0.2·g |\n|-|-|-|\n| 1 | 7 | 3 |",
]


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_nothing_is_wrong_in_a_table_that_is_not_understood(text):
    assert [verdict.claim for verdict in check(text).verdicts if not verdict.is_fine] == []


def test_tables_below_headings_start_over_and_others_go_on():
    table = "| step | g = 2w | w − 0.1·g |\n|:-:|--:|--:|\n"
    first = f"w = 1\n## Plain\n{table}| 1 | 2 | 0.8 |\n| 2 | 1.6 | 0.64 |\n"
    anew = check(f"{first}## Once more (w starts at 1)\n{table}| 1 | 2 | 0.8 |\n")
    over = check(f"{first}## Once more\n{table}| 1 | 2 | 0.8 |\n")
    on = check(f"{first}## Further\n{table}| 3 | 1.28 | 0.512 |\n")
    for report in (anew, over, on):
        assert {verdict.line for verdict in report.verdicts} == {5, 6, 10}
        assert all(verdict.is_fine for verdict in report.verdicts)
