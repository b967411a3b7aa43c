"""Every attack that was found on the first reading of the whole, by its number, with the smallest input that worked.

E1 to E23 let somebody have points without work, brought a machine down or lost what was computed; S are those of
severity 3; B1 and A12 concern digits. The rows below are those that cost nothing to run; for the others `ELSEWHERE`
says which tests there are.
"""

import importlib

import pytest

from autograd import Value, anomalies, check, explain
from autograd.nn import BatchNorm, Linear
from autograd.optim import SGD, Adam, CosineAnnealingLR, ExponentialLR, LinearLR, StepLR
from tests.test_points import COUNTS_KEY, FIND_W, ONLY_W, SCALAR, SCALAR_KEY, VECTOR_KEY

ELSEWHERE = {
    "E9": [
        "test_submissions.test_links_and_special_files_of_a_folder_are_skipped_and_said_so",
        "test_submissions.test_the_key_by_another_name_is_not_graded",
    ],
    "E10": ["test_submissions.test_no_format_acts_upon_a_terminal"],
    "E11": [
        "test_submissions.test_no_cell_is_a_formula_whatever_separates_cells",
        "test_submissions.test_every_cell_is_in_quotes",
    ],
    "E13": [
        "test_training.test_a_checkpoint_of_another_run_changes_nothing",
        "test_training.test_a_damaged_checkpoint_is_a_value_error_and_changes_nothing",
        "test_training.test_something_else_is_no_checkpoint",
    ],
    "E15": ["test_hostile.test_hostile_sheets_cost_a_message", "test_hostile.test_what_is_too_long_is_refused_whole"],
    "E16": ["test_check_workers.test_workers_end_with_their_parent_however_it_ends"],
    "E17": ["test_check_workers.test_a_killed_worker_costs_nobody_else_the_verdicts"],
    "E18": ["test_processes.test_forks_under_load", "test_processes.test_a_lock_is_free_in_a_forked_process"],
    "E19": ["test_processes.test_only_what_is_hidden_below_the_folder_asked_for_is_left_out"],
    "E20": ["test_processes.test_a_notebook_too_large_to_parse_is_refused"],
    "E21": [
        "test_training.test_ctrl_c_during_a_step_is_after_it",
        "test_optim.test_ctrl_c_waits_for_the_end_of_a_step",
    ],
    "S files": [
        "test_processes.test_a_link_stays_a_link_and_what_it_leads_to_is_replaced",
        "test_processes.test_the_mode_of_a_file_is_kept",
        "test_processes.test_what_is_written_is_synced_before_it_is_moved",
        "test_processes.test_saving_never_touches_the_mask_of_the_process",
    ],
    "S loading": ["test_states.test_files_that_are_refused_whole", "test_records.test_json_that_is_none_of_ours"],
    "S NaN": ["test_nan.test_eager", "test_nan.test_compiled", "test_nan.test_pytorch"],
    "S streams": ["test_processes.test_what_is_shown_can_be_printed_on_any_stream"],
    "S timeout": ["test_check_workers.test_timeout"],
}
"""Where a kind is tested with files, processes, signals or every engine."""


@pytest.mark.parametrize(("number", "names"), ELSEWHERE.items(), ids=ELSEWHERE)
def test_what_is_tested_elsewhere_is_there(number, names):
    for name in names:
        module, _, function = name.partition(".")
        assert callable(getattr(importlib.import_module(f"tests.{module}"), function))


NAMED_VALUES = "q0 = 3; x = 1.5\ny = q0*x  # 1 point\n"
LETTERS_KEY = "y = w x\nL = (y - t)^2\nfind dL/dw  # 2 points\n"
FUNCTION_KEY = "f(x) = x^3 - 3x\nx = 2\nfind df/dx  # 2 points\n"
SMALL = SCALAR_KEY.replace("dL/db", "dL/dx").replace("(p - t)*p*(1 - p)          # 2", "(p - t)*p*(1 - p)*w  # 2")

SHARES_KEY = "z = [1, 2]\np = softmax(z)\np_1 = 0.2689 # 1 point\np_2 = 0.7311 # 1 point\n"
POINTLESS = [
    ("E1 a name", ONLY_W, "M = L\ndL/dw = dM/dw"),
    ("E1 twice", ONLY_W, "M = 2*L\ndL/dw = dM/dw/2"),
    ("E1 exp", ONLY_W, "M = exp(L)\ndL/dw = dM/dw/M"),
    ("E1 plus", ONLY_W, "M = L + w\ndL/dw = dM/dw - 1"),
    ("E1 the same again", FIND_W, "e = p - t; M = 1/2 e^2\ndL/dw = dM/dw"),
    ("E1 a value", NAMED_VALUES, "q = y; y = q"),
    ("E2 letters", VECTOR_KEY, "g[j] = dL/dh[j]\ndL/dh[i] = g[i]"),
    ("E2 onehot", VECTOR_KEY, "dL/dh[i] = sum(j: dL/dh[j]*onehot(i, 2)[j])"),
    ("E2 onehot of a matrix", VECTOR_KEY, "dL/dW[i,j] = sum(k: dL/dW[k,j]*onehot(i, 2)[k])"),
    ("E2 identity", VECTOR_KEY, "I = [[1,0,0],[0,1,0],[0,0,1]]\ndL/dx[i] = sum(k: I[i,k]*dL/dx[k])"),
    ("E3 counts", COUNTS_KEY, "parameters(A) = parameters(A); multiplies(A) = multiplies(A); shape(A) = shape(A)"),
    ("E3 a copy", COUNTS_KEY, "B = conv([28, 28, 1], filters=5, kernel=3, bias=1)\nparameters(A) = parameters(B)"),
    ("E4 chain", ONLY_W, "dL/dw = dL/dz*dz/dw"),
    ("E4 chain under find", FIND_W, "dL/dw = dL/dz*dz/dw"),
    ("E4 upon what is asked", SCALAR_KEY, "dL/dw = dL/dz*x; dL/db = dL/dz"),
    ("E5 p", SCALAR_KEY, "p = 1\ndL/dw = 0; dL/db = 0; dL/dz = 0"),
    ("E5 dL/dp", SCALAR_KEY, "dL/dp = 0\ndL/dz = 0; dL/dw = 0; dL/db = 0"),
    ("E5 dL/dz", ONLY_W, "dL/dz = 7\ndL/dw = 0"),
    *((f"E6 {formula}", f"{SCALAR}find dL/db", f"dL/db = {formula}") for formula in (
        "-0.9*0.1", "-0.09", "-0.8*0.1", "-0.1*w*p", "-0.1*sin(w)", "-0.1*p^2", "-0.1/x", "-0.1*t"
    )),
    *((f"E7 {number}", f"{SCALAR}find dL/dx", f"dL/dx = {number}") for number in (
        "0.0", "-0.1e0", "0.0001e3", "-0.1", "0"
    )),
    ("E8 cancelling", SCALAR_KEY, "dL/dp = (p - t)*1.0001 + 1e12*x - 1e12*x"),
    ("E8 a tenth of a percent", "w = 0.3; c = 0.005\nL = c*w\nfind dL/dw", "dL/dw = 1e13*w - 1e13*w + 0.00495"),
    ("E8 differences", "w = 0.7; x = 0.3\nL = sin(w*x)\nfind dL/dw",
     "dL/dw = (sin((w + 1e-7)*x) - sin((w - 1e-7)*x))/2e-7"),
    ("S one digit of a product", ONLY_W, "dL/dw*1 = -0.1"),
    ("S taken from one digit", ONLY_W, "dL/dz = -0.06; dL/dw = -0.06*x"),
    ("S taken from one digit by name", ONLY_W, "g = -0.06\ndL/dz = g; dL/dw = g*x"),
    *((f"E22 {given}", LETTERS_KEY, f"{given}\ndL/dw = 0") for given in (
        "w = 5", "w = t/x", "w = x", "w_0 = w; w = 5", "t = w x", "x = 0"
    )),
    ("E22 below", LETTERS_KEY, "dL/dw = 0\nw = t/x"),
    ("E22 up to a factor that is 0", LETTERS_KEY, "dL/dw = w - t/x = 0\nw = t/x"),
    ("E23 a function below which its letter is given", FUNCTION_KEY, "df/dx = 0"),
    *((f"E24 two answers: {answer}", ONLY_W, f"dL/dw = {answer}") for answer in (
        "-0.0891 or 0.0891", "-0.0891 (or 0.0891)", "-0.0891 or maybe 0.0891", "-0.0891 and 0.0891",
        "-0.0891 or 1 or 2", "-0.0891, alternatively 0.0891", "-0.0891 (perhaps 0.0891)",
        "-0.0891, but it could be 0.0891",
    )),
    ("E24 what is denied", ONLY_W, "It is false that dL/dw = -0.0891"),
    ("E24 what is crossed out", ONLY_W, "\u274c dL/dw = -0.0891"),
    ("E25 other entries than those asked", SHARES_KEY, "p = softmax(z)\np_1 = 0.9\np_2 = 0.1"),
    ("E22 a list", f"x in R^3\n{LETTERS_KEY}".replace("w x", "w.T x"), "w = [1, 2, 3]\ndL/dw = 0"),
]  # fmt: skip


@pytest.mark.parametrize("follow_through", [0.0, 1.0])
@pytest.mark.parametrize(("key", "work"), [row[1:] for row in POINTLESS], ids=[row[0] for row in POINTLESS])
def test_it_has_no_points(key, work, follow_through):
    reached, worth = check(work, key, follow_through=follow_through).points
    assert (reached, worth > 0) == (0, True)


EARNED = [
    ("E1 a name, and the work", ONLY_W, "M = L\ndM/dw = (p - t)*p*(1 - p)*x\ndL/dw = dM/dw", 2),
    ("E4 where the key allows it", f"{FIND_W}# allow chain", "dL/dw = dL/dz*dz/dw", 2),
    ("E4 with its pieces", ONLY_W, "dL/dp = p - t; dp/dz = p*(1 - p); dz/dw = x\ndL/dw = dL/dp*dp/dz*dz/dw", 2),
    ("E5 an error in what is asked", SCALAR_KEY, "dL/dp = t - p\ndL/dz = 0.0594\ndL/dw = 0.0891\ndL/db = 0.0594", 5),
    ("S taken from one digit that is worked out", ONLY_W, "dL/dz = (p - t)*p*(1 - p) = -0.06\ndL/dw = -0.06*x", 2),
    ("E7 two digits", ONLY_W, "dL/dw = -0.089", 2),
    ("E7 nothing where it is 0", "x = -2; w = 3\ny = relu(x*w)\nfind dy/dw", "dy/dw = 0", 1),
    ("S a list of targets", f"{ONLY_W}find dL/db", "[dL/dw, dL/db] = [(p - t)*p*(1 - p)*x, (p - t)*p*(1 - p)]", 3),
    ("E22 names of one's own", LETTERS_KEY, "e = y - t; a = w\ndL/dw = 2 e x = 2 (a x - t) x", 2),
    ("E22 and then what is looked for", LETTERS_KEY, "dL/dw = 2 (w x - t) x\nw* = t/x", 2),
    ("E23 a function below which its letter is given", FUNCTION_KEY, "df/dx = 3x^2 - 3 = 9", 2),
    ("E25 the entries asked", SHARES_KEY, "p_1 = 0.2689\np_2 = 0.7311", 2),
    ("E24 one answer", ONLY_W, "dL/dw = -0.0891 (as it was before, or nearly so)", 2),
    ("S a step", "w = 2\nL = w^2\nw <- w - 0.1*dL/dw # 1 point", "w <- w - 0.1*2*w", 1),
]


@pytest.mark.parametrize(("key", "work", "due"), [row[1:] for row in EARNED], ids=[row[0] for row in EARNED])
def test_work_has_its_points_all_the_same(key, work, due):
    assert check(work, key, follow_through=1).points[0] == due


SOFTPLUS = "x1 = -0.812; w1 = 1.12; b1 = -1.66; v = 1.55\nh1 = softplus(b1 + w1*x1)\nL = h1^2/3 + h1*v\n"
STEP = "w = 0.15; g = 0.0004; η = 0.5\nv = w - η g = "
PASS = "w_1 = 0.15; w_2 = 0.2; i_1 = 0.05; i_2 = 0.1; b_1 = 0.35\nnet = w_1 i_1 + w_2 i_2 + b_1 = "
PRODUCT = "o = 0.4; s = 0.90888; e = 1.5\n"

FINE, WRONG = True, False
VERDICTS = [
    ("E6 the smallest", f"{SOFTPLUS}dL/dw1 = 0.1*b1", [WRONG]),
    ("E7 a printed zero", f"{SCALAR}dL/dx = 0.0", [WRONG]),
    ("E14 a long quotient", f"x = 1.5\ny = 1{'/x' * 9_900}\ndy/dx = 3", [WRONG]),
    ("E23 a slope", "f(x) = x^3 - 3x\nx = 2\ndf/dx = 0", [WRONG]),
    ("E23 the slope", "f(x) = x^3 - 3x\nx = 2\ndf/dx = 3x^2 - 3 = 9", [FINE, FINE]),
    ("E23 a loss of it", "f(x) = x^2\nx = 3\nL = (f - 1)^2\ndL/dx = 0", [WRONG]),
    ("E23 the loss of it", "f(x) = x^2\nx = 3\nL = (f - 1)^2\ndL/dx = 2(f - 1)*2x = 96", [FINE, FINE]),
    ("A12 a bare product", f"{PRODUCT}-(1.5) * 0.083 * 0.4 = -0.04969", [FINE]),
    ("A12 with its formula", f"{PRODUCT}g = -e*s*(1-s)*o = -1.5*0.083*0.4 = -0.04969", [FINE, FINE]),
    ("B1 the wrong way", f"{STEP}0.15 + 0.5*0.0004 = 0.1502", [WRONG, WRONG]),
    ("B1 no rate", f"{STEP}0.15 - 0.0004 = 0.1496", [WRONG, WRONG]),
    ("B1 an update", "w = 0.15; g = 0.0004; η = 0.5\nw <- w - η g = 0.15 + 0.5*0.0004 = 0.1502", [WRONG, WRONG]),
    ("B1 a copyist's slip", "w = 0.15; g = 0.000438568; η = 0.5\nv = w - η g = 0.15 - 0.15*0.000438568", [WRONG]),
    ("B1 whole numbers", "w = 2; g = 0.03; η = 0.1\nv = w - η g = 2 + 0.1*0.03 = 2.003", [WRONG, WRONG]),
    ("B1 their decimals", "w = 2.0; g = 0.03; η = 0.1\nv = w - η g = 2.0 + 0.1*0.03 = 2.003", [WRONG, WRONG]),
    ("B1 inputs swapped", f"{PASS}0.15*0.1 + 0.2*0.05 + 0.35 = 0.375", [WRONG, WRONG]),
    ("B1 a wrong weight", f"{PASS}0.2*0.05 + 0.2*0.1 + 0.35 = 0.38", [WRONG, FINE]),  # 0.38 is 0.3775 printed
    ("B1 as it should be", f"{PASS}0.15*0.05 + 0.2*0.1 + 0.35 = 0.3775", [FINE, FINE]),
    ("S ten digits", "a = 2261325.7677\ny = a\ny = 2261325.770\ny = 2261325.768", [WRONG, FINE]),
    ("S hyperbolic", "x = 0.5; y = tanh(x); s = sinh(x)\ndy/dx = 1/cosh(x)^2\nds/dx = cosh(x)", [FINE, FINE]),
]


@pytest.mark.parametrize(("text", "fine"), [row[1:] for row in VERDICTS], ids=[row[0] for row in VERDICTS])
def test_what_is_said_of_it(text, fine):
    assert [verdict.is_fine for verdict in check(text).verdicts] == fine


def test_b1_a_step_that_is_wrong_is_not_transposed():
    report = check(f"{STEP.replace('v =', 'w <-')}0.15 + 0.5*0.0004")
    assert "transposed" not in str(report)


def test_s_a_function_that_is_not_there_says_what_to_write():
    assert "there is no function relu6: write min(6, max(0, x))" in str(check("x = 0.5; y = tanh(x)\ndy/dx = relu6(x)"))
    assert check("x = 0.5; y = tanh(x)\ndy/dx = sech(x)^2").exit_code == 0  # what is another function is that


@pytest.mark.parametrize("hints", [1, 2])
def test_e7_hints_never_show_the_answer(hints):
    shown = check(f"{SCALAR}dL/dx = 0.0", hints=hints).text()
    assert "0.0475" not in shown
    assert ("it is not 0" in shown) == (hints == 2)


def test_e12_schedules_chain():
    optimizer = SGD([Value(1.0)], lr=1.0)
    schedules = [ExponentialLR(optimizer, 0.9), StepLR(optimizer, 2, 0.5)]
    rates = []
    for _ in range(4):
        for schedule in schedules:
            schedule.step()
        rates.append(optimizer.lr)
    assert rates == pytest.approx([0.9, 0.405, 0.3645, 0.164025], rel=1e-12)  # PyTorch's
    from_nothing = SGD([Value(1.0)], lr=0.0)
    climbing = CosineAnnealingLR(from_nothing, 4, eta_min=0.5)
    climbing.step()
    assert from_nothing.lr > 0


REFUSED = {
    "LinearLR": lambda p: LinearLR(SGD(p, lr=1.0), start_factor=5),
    "betas": lambda p: Adam(p, betas=(0.9,)),
    "lr": lambda p: SGD(p, lr=float("inf")),
    "dampening": lambda p: SGD(p, lr=1.0, momentum=0.9, dampening=float("nan")),
    "momentum": lambda p: BatchNorm(3, momentum=2),
    "eps": lambda p: BatchNorm(3, eps=-1),
    "step size": lambda p: StepLR(SGD(p, lr=1.0), 1.5),
    "gamma": lambda p: StepLR(SGD(p, lr=1.0), 2, gamma=-1),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_s_what_pytorch_refuses_is_refused(make):
    with pytest.raises((ValueError, TypeError), match=": expected "):
        make([Value(1.0)])


def test_s_a_norm_without_momentum_averages_all_batches():
    norm = BatchNorm(1, momentum=None)
    norm([[1.0], [3.0]])
    norm([[3.0], [9.0]])
    assert norm.state_dict()["running_mean"] == [4.0]


def test_s_nan_is_not_lost():
    with anomalies("ignore"):
        for make in (lambda x: x.relu(), lambda x: x.maximum(1.0), lambda x: x.minimum(1.0)):
            x = Value(float("nan"))
            make(x).backward()
            assert x.grad == 1.0  # PyTorch's


@pytest.mark.parametrize("content", ["[" * 100_000, '{"a":' * 20_000, "9" * 400, '{"w": 1e999}', "true"])
def test_s_what_is_no_model_is_a_value_error(content, tmp_path):
    (tmp_path / "model.json").write_text(content)
    with pytest.raises(ValueError, match="not a saved model"):
        Linear(1, 1).load(tmp_path / "model.json")


def test_s_markdown_has_no_tags():
    x = Value(2.0, "<svg onload=alert(1)><script>")
    assert "<" not in explain((x * x).named("y")).markdown.replace("&lt;", "")


@pytest.mark.parametrize("slope", ["dW = x dz^T", "dW = x dz^T\ndx = W dz"])
def test_a_transpose_of_single_numbers_makes_no_order_right(slope):
    report = check(f"z = W x + b\n{slope}")
    assert report.verdicts[0].verdict == "not judged"
    assert check("z = W x + b\ndW = dz x^T\ndx = W^T dz")
    assert check("z = w^T x + b\ndw = x dz^T")
