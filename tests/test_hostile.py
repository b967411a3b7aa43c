"""What hostile worksheets cost: a message. Nothing is read, written or run."""

import json
import random
import sys
import time
from itertools import permutations

import pytest
from hypothesis import given, settings, strategies as st

from autograd import AutogradError, LanguageError, check
from autograd.commands.check import checked
from autograd.commands.subject import asked
from autograd.worksheet.judging import verdicts
from autograd.worksheet.language.excerpt import shown, visible
from autograd.worksheet.language.notations.table import NOTATIONS
from autograd.worksheet.language.tokens import tokens
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.files import read_sheet
from autograd.worksheet.sheet.separation import givens_before
from tests.benchmarks import fuzz, hostile_sheets
from tests.benchmarks.fuzzed_sheets import SHARES, TOKENS, fuzzed
from tests.samples import sized, some

LAYER = "a layer is not a number: ask for its shape(…), parameters(…) or multiplies(…)"

FACTOR = 8
"""How many times more CPU time than on a quiet machine a test may see when others run beside it."""


@pytest.fixture(scope="module")
def pool():
    """Processes that each check one sheet."""
    processes = hostile_sheets.fresh_processes()
    yield processes
    processes.close()  # not terminated: a process ended while it waits for its sheet leaves a lock nobody opens
    processes.join()


@pytest.mark.parametrize("name", some(hostile_sheets.HOSTILE, 12))
def test_hostile_sheets_cost_a_message(pool, name):
    cost = pool.apply(hostile_sheets.measured, (name,))
    assert cost.outcome in (fuzz.JUDGED, fuzz.UNREAD, fuzz.NOTHING, fuzz.WHOLE)
    assert cost.megabytes < hostile_sheets.LARGEST
    assert cost.seconds < FACTOR * hostile_sheets.SLOWEST


def test_claims_that_are_not_judged_for_want_of_work_say_so():
    """Right lines are never called wrong because the work ran out while they were judged."""
    numbers = ", ".join(f"0.{place}" for place in range(10, 30))
    report = check(f"v = [{numbers}]\nt = sum(i: sum(j: v[i]*v[j]))\n" + "t = sum(i: sum(j: v[j]*v[i]))\n" * 50)
    found = {verdict.verdict for verdict in report.verdicts}
    assert found == {verdicts.RIGHT, verdicts.UNREADABLE}
    assert len(report.verdicts) == 50


def test_all_that_is_counted_in_a_part_is_counted_in_the_whole():
    """Single operations are counted in the part alone, as that is done often; the next time it spends, all are owed."""
    whole = Work(100)
    part = Work(90, whole)
    part.left -= 30
    part.spend(10)
    part.allow(20)
    part.spend(5)
    assert (part.spent, part.most, whole.spent) == (45, 110, 45)
    with pytest.raises(LanguageError, match="this takes more than 100 operations"):
        part.spend(60)


def test_the_worksheets_of_a_notebook_take_what_one_as_long_may_take():
    source = "%%sheet\nx = 1.5; y = x^2\ndy/dx = 3*x = 4"
    held = json.dumps({"cells": [{"cell_type": "code", "source": [source]}] * 400}).encode()
    reports = checked("a.ipynb", held, key=None, hints=2)
    found = [report.verdicts[0].verdict for report in reports]
    judged = found.count(verdicts.WRONG)
    assert len(reports) == 400
    assert 50 < judged < 300
    assert found == [verdicts.WRONG] * judged + [verdicts.UNREADABLE] * (400 - judged)
    assert "operations: split it into smaller sheets" in reports[-1].verdicts[0].cause
    patient = checked("a.ipynb", held, key=None, hints=2, patience=9)
    assert [report.verdicts[0].verdict for report in patient] == [verdicts.WRONG] * 400


@pytest.mark.parametrize(
    "text",
    [
        "z = w*x + b\nf(x, y) = 3x y; f_x = 3y f_y = 3x",
        "f(x) = x^3 - min3x\nx = 2\nf'(x) = 3x^2 - 3 = 0",
        "z = W x + b\nL = ½ ||a - y||²\nf(x, y) = x y; u = 2; ∂f/∂x = y",
    ],
)
def test_what_is_made_of_a_line_and_not_typed_is_marked_as_all_of_it(text):
    for verdict in check(text, hints=3).verdicts:
        assert verdict.length >= 1
        assert verdict.claim


def test_what_is_found_out_at_the_end_of_a_sheet_is_left_where_reading_took_all_the_work():
    sheet = read_sheet("z = w x = 2 | dL/dz = 4\n" * 20, work=Work(700))
    told = [str(error) for line in sheet.lines for error in line.errors]
    assert told[0].startswith("from here on nothing is read: this takes more than 700 operations")


def test_statements_of_a_line_that_each_need_the_next_are_put_in_order():
    line = tokens("; ".join(f"a{place} = a{place + 1}" for place in range(1200)))
    assert [token.text for token in givens_before(line, ())][:6] == ["a1199", "=", "a1200", ";", "a1198", "="]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = [1.5]\ny = " + "dx[" * 40 + "0" + "]" * 40, "dx has no value: a derivative is written dx/d…"),
        ("A = ones(2, 2)\nB = A" + ".T" * 60, "more than 50 levels inside one another: too deep to be read"),
        (
            "A = ones(2, 2)\nB = " + "(" * 20 + "A" + ".T.T.T)" * 20,
            "more than 50 levels inside one another: too deep to be read",
        ),
        ("A = dense([2], units=3)\nshape(A) = [A, 3]", LAYER),
        ("A = dense([2], units=3)\nsoftmax(A) = 3", LAYER),
        ("A = dense([2], units=3)\nX = ones(2, 2)\nY = X@A", LAYER),
        ("A = dense([2], units=3)\nx = ones(A, 3)", LAYER),
        ("A = dense([2], units=3)\ny = 2\ny = A\nparameters(A) = 5", LAYER),
        ("A = dense([2], units=3)\nparameters(A) = A = 5", LAYER),
        (
            "x = ones(300)\ny = x*x\ndy/dx = 1",
            "300×300 derivatives are too many: at most 10000, write entries, as in dy[i]/dx[j]",
        ),
        (
            "f0(x) = x\n" + "\n".join(f"f{i + 1}(x) = 1 - 1/(1 + 2*f{i}(x))" for i in range(40)),
            "f38 of f38 of … is too large to be read",
        ),
        ("x = 1.5; y = x^2\n(dy/dx)[0] = 2*x\nfind dy/dx", ""),
        ("x = 1.5; y = x^2\n[1, 2][0] = 1\nfind dy/dx", ""),
    ],
)
def test_what_fuzzing_found(text, said):
    assert check(text).verdicts[0].cause == said


_LAYERS = """\
m = 4
hidden = dense([10], units=50, bias=1)
output = dense(hidden, units=3, bias=1)
X = ones({rows}, 10)
Wh = ones(10, 50); bh = ones(1, 50); Wo = ones(50, 3); bo = ones(1, 3)
Y = relu(relu(X@Wh + bh)@Wo + bo)
"""


@pytest.mark.parametrize(
    "text",
    [
        _LAYERS.format(rows="m") + "m <- m - 0.1*dbo/dm\nhidden = 0.0\nparameters(hidden) = 10*50 + 50 = [550, 550]",
        _LAYERS.format(rows="sum(m)") + "parameters(hidden, output) = 710.03",
        "x = [0.1, 0.9]*2\nP = [x[0], 2] = [0.5, 2]\nP = [max(x[0], x[1]), 2] = [1.8, 2]",
        "a = 0.7; b = -1.2; v = [0.3, 1.1]; M = [[1.5, 2.5], [0.1, -0.2]]\nc = relu(a - b)\n"
        "dc/dM[i,j] = sum(i: (dv[i]/da).T)\ndc/dv[i] = 0.5 for i != j",
        "f(x, y) = x^2 y + y^3\n∇f(3) = 6\nf_x = 2 x y",
        "f(x, y) = x^2 y\nD = f_xx f_yy - f_xy^2\nD(1, 2, 3, 4) = 6\nf_x = 2 x y",
        "s = [0.9, 0.3, 0.2, 0.8]\nB = [mean([s[0], s[1]]), mean([s[2], s[3]])] = [[0.6, 0.6], 0.5]\n"
        "dP[0]/dx[0] = 1/2\ndA[0]/dx[i] = sum(1)/3 for i != 3",
        "z = w*x  # w = 1.5, x = 2.\nL = z^2 = 9\ndL/dz = 6",
        "f = q z; L = (t - f(x, y))^2\nJ = CE(t p) = -Σ_i t_i log(p_i)\nloss = np.sum(-np.log(q[range(3), t])) / 3",
        "E = 0.5\nC = min(multiplies(A, B), multiplies(D))\nC = -2.50\nB = shape(E) = 1e-320\nE <- E - 0.1*E\n"
        "dD[i]/dA[j] = shape(E) for i != 0\nC <- C - 0.1*dA/dC\nC = conv(D, filters=5, kernel=1)",
        "L = 1/2 r^2 if |r| <= k else k (|r| - 1/2 k)\ny = v*u + c\na = max(0, y)\nda/dc = 1 if y <= 0 else 0",
        "∇ log p(u)p(u)p(u) = ∇ p(u) * p(u)\ny = 2\nz = y^2 = 4",
        "y = 2\nz = y^2 = 4\nu_\\ln",
        "y = 2\nz = y^2 = 4\nu = \\sqrt y",
    ],
    ids=[
        "a layer is no number at other lengths either",
        "no work is left for a cause",
        "an entry of a list that is worked out is one number",
        "the = of != gives nothing a name",
        "a function of two letters at one number",
        "a test of second derivatives at four numbers",
        "a list of printed numbers has rows of several lengths",
        "a remark ends with a number and a full stop",
        "labels that are all 0 are shares, too",
        "what gets a new value has no number",
        "a condition has fewer kinks on its other side",
        "a factor right behind the gradient of a logarithm",
        "a command below a name ends the line",
        "a root without braces ends the line",
    ],
)
def test_sheets_fuzzing_found(text):
    assert fuzz.outcome(text, thorough=1) == fuzz.JUDGED


def test_a_number_that_cannot_be_computed_at_some_random_point_is_judged_at_the_others():
    text = "x = sum(i: 1.27)\nv = x^2\nf = sin(x)*v\ndf/relu(dv) = u = 0.95510\nx <- x - 0.1*dx/dx"
    assert check(text, hints=3).verdicts


def test_an_array_is_no_index():
    (verdict,) = check("v = [1.5, 2]; L = sum(v^2)\ndL/dv[i] = 2*v[i] for i != v").verdicts
    assert verdict.cause == "v is not an index: compare index letters and numbers"


def test_a_derivative_that_is_updated_is_a_number_of_its_own():
    """It has a name and a new value, and nothing in the graph comes from it."""
    report = check("x = 0.5; w = 0.9\nJ = w*x^2\nd = dJ/dx\nd <- d - 0.1*dJ/dw\nw <- w - 0.1*d")
    assert [(verdict.line, verdict.verdict) for verdict in report.verdicts] == [(5, verdicts.WRONG)]


def test_a_name_used_before_it_is_defined_has_the_value_from_below():
    """The kink is that of the givens, as if the lines stood in order."""
    report = check("x = 0.5\nv = relu(u)\nu = x^2\nu = x*x; dv/dx = 1; dv/dx = 2*x; dv/dx = 0")
    told = [(verdict.line, verdict.verdict) for verdict in report.verdicts]
    assert told == [(4, verdicts.RIGHT), (4, verdicts.RIGHT), (4, verdicts.RIGHT), (4, verdicts.WRONG)]


def test_a_claim_about_what_is_defined_later_is_no_matter_yet():
    """d is a number beside the graph, computed again as if the wrong claim were right, before there is an L."""
    report = check("x = 2; y = x^2\nd = dy/dx\nc = 3\nL = y c\ndL/dc = 5\ndL/dx = 13\ndL/dx = d c")
    assert [(verdict.line, verdict.verdict) for verdict in report.verdicts] == [
        (5, "wrong"),
        (6, "wrong"),
        (7, "right"),
    ]


def test_a_claim_that_cannot_be_computed_is_no_gradient_of_a_step():
    report = check("a = 0.7; b = -1.2\nc = a*b + a\ndc/da = [sum(i: 2), b] = 0.25\na <- a - 0.1*(0.5)^2")
    assert [verdict.verdict for verdict in report.verdicts] == ["can't be read", "wrong"]


def test_a_step_along_the_slope_of_a_matrix_is_no_plain_descent():
    text = "W = [[0.6, -0.1, 0.3], [0.2, 0.5, -0.4]]; h = [0.3, 0.1, 0.2]; z = W@h; J = sum(z^2)\nW <- W - 0.1*dz/dh"
    assert check(text).exit_code == 0


@pytest.mark.parametrize("step", ["w <- w - 0.1*2*(y - 2)*x*x", "w <- w - 0.1*3", "w_new = w - 0.1*2*(y - 2)*x"])
def test_a_step_down_a_loss_without_derivative_is_taken_as_written(step):
    assert check(f"w = 1.5; x = 0.8\ny = H(w*x)\nL = (y - 2)^2\n{step}").exit_code == 0


def test_a_number_said_again_is_one_at_the_same_index():
    text = "x = [0.7, -1.9, 2.6]; v = mean(x^2)\ndv/dx[i] = 0.5 for i != 1\nL = v^2\ndv/dx[i] = 0.5"
    assert [verdict.verdict for verdict in check(text).verdicts] == ["wrong", "wrong"]


def test_a_step_along_a_name_without_value_says_so():
    report = check("x = 2\ny = w*x\nx <- x - 0.1 dw/dx")
    assert [verdict.cause for verdict in report.verdicts] == ["w has no value: add w=…", "w could not be computed"]


STEP = "x1 = 0.5; x2 = -1.2; w = 0.9; u = 0.4; h0 = 0.3\nh1 = H(u*x1 + w*h0)\nh2 = tanh(u*x2 + w*h1)\n"


@pytest.mark.parametrize("claims", list(permutations(["dh2/dx2 = (1 - h2^2)*u", "dh2/du = 1", "dh1/dw = 0"])))
def test_where_there_is_no_derivative_others_are_judged_all_the_same(claims):
    found = {verdict.text: verdict.verdict for verdict in check(STEP + "\n".join(claims)).verdicts}
    assert [found[claim] for claim in sorted(claims)] == [verdicts.UNDEFINED, verdicts.UNDEFINED, verdicts.RIGHT]


def test_what_is_too_long_is_refused_whole():
    with pytest.raises(LanguageError, match=r"^60001 lines are too many for a worksheet: at most 50000$"):
        check("\n" * 60_000 + "x = 1")
    with pytest.raises(LanguageError, match=r"^600000 characters are too many for a worksheet: at most 500000$"):
        check(" " * 600_000)


@pytest.mark.slow
def test_a_short_run_of_the_fuzzer():
    """The long run, `python -m tests.benchmarks.fuzz --jobs 2`, takes a million sheets: an hour.

    1,000,000 sheets of seed 20266 in one run: 3,601 s with two processes, 4.2 ms of CPU time a sheet, no process more
    than 17 MB larger, 66.3 % reached judging, one traceback and four sheets of 1.02 to 1.04 s while other work went on.
    They are mended: a row here, and less work to spend, so half a second each. 1,000,000 of seed 20263 before had three
    faults of one kind.
    """
    count = sized(60, 500)
    figures = fuzz.run(range(count), seed=1)
    faults = [fault for fault in figures.faults if not fault[3].endswith("MB")]  # what is slow here may be crowded
    assert faults == []
    assert sum(figures.outcomes.values()) == count
    assert sum(n for (_, became), n in figures.outcomes.items() if became == fuzz.JUDGED) > count / 2


ABOVE_NUMBERS = {
    "read only there": "LSE = log(sum(i: exp(z[i])))\nCE = -log(exp(z[t])/sum(i: exp(z[i]))) = LSE - z[t]\n"
    "dLSE/dz[j] = exp(z[j])/sum(i: exp(z[i])) = softmax(z)[j]\nLSE = a + log(sum(i: exp(z[i] - a)))\n"
    "big = [1000, 1001, 999]",
    "read otherwise there": "parameters(B) = (3*3*100 + 1)*200 = 180,200\nparameters(A) = (3*3*3 + 1)*100 = 2,800\n"
    "A = conv([100, 100, 3], filters=100, kernel=3, bias=1)\nparameters(C) = (3*3*200 + 1)*400 = = 720,400\n"
    "C = conv(B, filters=400, kernel=3, bias=1)\nB = conv(A, filters=200, kernel=3, bias=1)",
}


@pytest.mark.parametrize("text", ABOVE_NUMBERS.values(), ids=ABOVE_NUMBERS)
def test_lines_judged_by_letters_alone_stand_once_in_the_report(text):
    fuzz.every_claim_once(check(text))


def test_the_fuzzer_sees_what_reports_fail_to_keep():
    text = "x = 1.5; y = x^2\ndy/dx = 2*x\ndy/dx = x"
    report = check(text)
    fuzz.every_claim_once(report)
    fuzz.same_in_any_order(report, text, random.Random(1))
    report.verdicts.pop()
    with pytest.raises(fuzz.BrokenPromise, match="1 verdicts on 2 claims"):
        fuzz.every_claim_once(report)
    with pytest.raises(fuzz.BrokenPromise, match="is judged"):
        fuzz.same_in_any_order(report, text, random.Random(1))


def test_a_sheet_is_known_by_seed_and_number():
    assert fuzzed(3, 77) == fuzzed(3, 77) != fuzzed(3, 78)
    assert {fuzzed(1, number)[1] for number in range(2_000)} == {source.__name__ for source in SHARES}


@pytest.mark.slow
@settings(max_examples=sized(40, 300), deadline=None)
@given(st.text(max_size=200))
def test_any_text(text):
    fuzz.outcome("x = 1.5; y = x^2\n" + text)


AUDITED = """
import sys
from autograd import check
from autograd.engine.codegen.python import OPS, write
from autograd.worked import WORKED, sheet
from tests.benchmarks.hostile_sheets import HOSTILE
from tests.benchmarks.fuzzed_sheets import fuzzed
from tests.samples import some
texts = [sheet(name) for name in some(WORKED, 5)] + [text[:400] for text in some(HOSTILE.values(), 12)]
texts += [fuzzed(3, number)[0] for number in range(12)]
for rule in OPS.values():
    write(rule)  # beside the native core, the Python of an operation is written when it is first needed
check(texts[0], hints=3)  # what loads when a sheet is first checked has loaded
check("x = 1; x = 2; y = 3\\nfind z\\ny = 3.0\\ny = tanhh(x)")
watched = []
FORBIDDEN = ("open", "exec", "compile", "import", "socket", "subprocess", "os.system", "os.exec", "ctypes", "shutil")
def hook(event, arguments):
    if watched and event.startswith(FORBIDDEN):
        print("forbidden:", event, arguments)
        raise SystemExit(3)
sys.addaudithook(hook)
watched.append(True)
for text in texts:
    str(check(text, hints=3))
watched.clear()
print("nothing was touched")
"""


@pytest.mark.slow
def test_no_sheet_reads_writes_or_runs_anything():
    import subprocess

    done = subprocess.run([sys.executable, "-c", AUDITED], capture_output=True, text=True, check=False)
    assert done.stdout == "nothing was touched\n", done.stdout + done.stderr


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        ("", "ut"),
        ("", "1e91sqrte"),
        ("", "x_{1}"),
        ("", "f(x) at "),
        ("x = 1.5; y = ", "dL/dx[i] = (p - t)*w[i] and "),
    ],
)
def test_time_grows_with_what_is_repeated_in_a_line(head, piece):
    def spent(length):
        text = (head + piece * length)[:length]
        times = []
        for _ in range(2):
            begun = time.process_time()
            check(text)
            times.append(time.process_time() - begun)
        return min(times)

    assert spent(16_000) < 9 * spent(4_000) + 0.1


@pytest.mark.parametrize(("head", "end"), [("x = 2", "y"), ("x = 2,", ", y"), ("f(", ")")])
def test_no_notation_goes_through_what_is_left_blank_again_and_again(head, end):
    """What a row has read is left blank for those behind it."""
    text = head + " " * 1_500 + end

    def spent(row):
        begun = time.process_time()
        list(row.matches(text))
        return time.process_time() - begun

    assert [row.typed for row in NOTATIONS if spent(row) > 0.3 * FACTOR * hostile_sheets.SLOWEST] == []


def test_long_runs_end_early():
    """No name, number or gap is that long: nothing is missing in what is told of such a line."""
    report = check("x = 1.5\ny = x*x\ndy/dx = 2*x" + " " * 900 + "# " + "a" * 900 + "\n" + "b" * 900 + " = 2*x")
    assert [(verdict.line, verdict.is_fine) for verdict in report.verdicts] == [(3, True), (4, False)]
    assert report.verdicts[1].cause == "a name of more than 100 letters: shorter ones can be read"
    assert report.sheet.lines[-1].text == "b" * 900 + " = 2*x"


def test_time_grows_with_the_lines():
    """Four times the lines take less than eight times the time, where the square would take sixteen."""

    def spent(lines):
        ladder = [f"x{i + 1} = tanh(w*x{i} + 0.1)" for i in range(lines)]
        claims = [f"dx{i + 1}/dx{i} = (1 - x{i + 1}^2)*w" for i in range(lines)]
        text = "\n".join(["x0 = 0.5; w = 0.9", *ladder, *claims])
        times = []
        for _ in range(2):
            begun = time.process_time()
            assert check(text)
            times.append(time.process_time() - begun)
        return min(times)

    random.seed(0)
    assert spent(160) < 8 * spent(40)


def test_a_command_line_of_tokens_in_any_order_gets_a_message_at_a_place():
    rng = random.Random(0)
    refused = []
    count = sized(1_000, 10_000)
    for _ in range(count):
        formula = "".join(rng.choice(TOKENS) for _ in range(rng.randrange(8)))
        numbers = [
            rng.choice(("x=", "w1=", "X=", "")) + "".join(rng.choice(TOKENS) for _ in range(rng.randrange(4)))
            if rng.random() < 0.3
            else rng.choice(("x=1", "y=2", "w=3", "w1=.5"))
            for _ in range(rng.randrange(4))
        ]
        try:
            asked(formula, numbers)
        except LanguageError as error:
            refused.append(error)
        except (AutogradError, OverflowError):
            pass  # bad arithmetic, told in one line
    assert len(refused) > 2 / 3 * count
    for error in refused:
        assert 0 <= error.column <= error.column + error.length <= len(error.text) + 1
        assert shown(error).startswith(visible(str(error)))
