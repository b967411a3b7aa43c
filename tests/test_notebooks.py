"""The notebooks: each runs from a fresh start, warns of nothing, and prints what is committed; exercises are judged."""

import ast
import copy
import random
import re
import sys
from base64 import b64decode
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import pytest

from autograd import check
from autograd.looks.maps import diverging
from autograd.looks.palette import BACKWARD, DARK, FORWARD, LIGHT, luminance
from tests import optional

for package in ("nbclient", "matplotlib", "sklearn", "llvmlite"):
    optional.package(package)

from notebooks import build  # noqa: E402  after what it needs is known to be there

NOTEBOOKS = build.notebooks()
NAMES = [path.stem for path in NOTEBOOKS]


@pytest.fixture(scope="module")
def outcomes():
    """What is wrong with a fresh run of each notebook; all of them run once, side by side."""
    return {path: wrong for path, _, wrong in build.outcomes(NOTEBOOKS)}


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_fresh_run_prints_what_is_committed_and_warns_of_nothing(outcomes, path):
    assert outcomes[path] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_is_committed_as_build_writes_it(path):
    before = path.read_text("utf-8")
    notebook = build.read(path)
    assert build.nbformat.writes(build.tidied(notebook)) == before


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_says_first_what_one_will_be_able_to_do(path):
    number = int(path.stem[:2])
    title, promise, *_ = build.read(path).cells[0].source.split("\n\n")
    assert re.fullmatch(rf"# {number} · .+", title)
    assert promise.startswith("At the end of this notebook you can")


def first_code(path):
    """The source of a notebook's first code cell, where its imports stand."""
    return next(cell.source for cell in build.read(path).cells if cell.cell_type == "code")


def imported(path):
    """The packages a notebook's first cell imports, without those that come with Python."""
    nodes = list(ast.walk(ast.parse(first_code(path))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    return sorted({name.partition(".")[0] for name in names} - sys.stdlib_module_names)


PACKAGES = {"autograd": "chalkgrad", "sklearn": "scikit-learn"}
"""The names under which packages are installed, where they are not those under which they are imported."""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_imports_plainly_what_the_line_above_installs(path):
    assert "If an import fails, run this line: `%pip install '..[notebooks]'`" in build.read(path).cells[0].source
    needed = metadata.requires("chalkgrad")
    installed = {"chalkgrad"} | {
        re.match(r"[\w-]+", line)[0] for line in needed if not re.search("extra == '(?!note)", line)
    }
    assert {PACKAGES.get(name, name) for name in imported(path)} - installed == set()
    kinds = {type(node) for node in ast.parse(first_code(path)).body}
    assert kinds <= {ast.Import, ast.ImportFrom, ast.Expr}  # an expression: the look of plots is chosen


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_imports_nothing_after_its_first_cell(path):
    sources = [cell.source for cell in build.read(path).cells if cell.cell_type == "code"]
    assert [source for source in sources[1:] if re.search(r"^\s*(import|from) ", source, re.M)] == []


# The answer to a notebook's exercise in three forms, and wrong lines with the cause each is to be given.
EXERCISES = {
    "01_one_neuron": (
        ["dy/dw = 2*u*x + 1 = 5", "dy/dw = 2(w x + b) x + 1", "dy/dw = dy/du*x + 1"],
        {
            "dy/dw = 2*u*x": "the term 1 is missing",
            "dy/dw = 2*u + 1": "the factor x is missing in the term 2*u",
            "dy/dw = u*x + 1": "a factor 2 is missing at u*x",
        },
    ),
    "02_residual_block": (
        [
            "dz/dw0 = w1*x0 = 0.8\ndz/dx0 = 1 + w1*w0 = 1.2",
            "dz/dw0 = dz/dx1*x0\ndz/dx0 = dz/dx1*w0 + 1",
            "dz/dw0 = 0.8\ndz/dx0 = 1.2",
        ],
        {
            "dz/dx0 = 1": "the path through x1 is left out",
            "dz/dw0 = w1": "the factor x0 is missing",
            "dz/dx0 = 1 - w1*w0": "the sign of w1*w0 is wrong",
        },
    ),
    "03_two_moons": (
        ["dL/dw = -t*x + 2*alpha*w", "dL/dw = 2*alpha*w - x*t = 2.3", "dL/dw = dL/ds*x + 2 alpha w"],
        {
            "dL/dw = -t*x + alpha*w": "a factor 2 is missing at alpha*w",
            "dL/dw = -t + 2*alpha*w": "the factor x is missing",
            "dL/dw = t*x + 2*alpha*w": "the sign of t*x is wrong",
        },
    ),
    "04_softmax": (
        ["dL/dh[i] = (P[i] - y[i])/T", "dL/dh[i] = 1/T*(P[i] - y[i])", "dL/dh = (P - y)/T"],
        {
            "dL/dh[i] = P[i] - y[i]": "the factor 1/T is missing",
            "dL/dh[i] = (y[i] - P[i])/T": "sign error",
            "dL/dh[i] = (P[i] - y[i])*T": "multiplied by T: it is the other way round",
        },
    ),
    "05_batch_norm": (
        [
            "df/dx[i] = df/dc[i] - 1/m*sum(k: df/dc[k])",
            "df/dx[i] = 2*w[i]*c[i] - 2/m*sum(k: w[k]*c[k])",
            "df/dx[i] = df/dc[i] - mean(k: df/dc[k])",
        ],
        {
            "df/dx[i] = df/dc[i]": "the path through mu is left out",
            "df/dx[i] = df/dc[i] - sum(k: df/dc[k])": "sum is written where mean belongs",
            "df/dx[i] = df/dc[i] + 1/m*sum(k: df/dc[k])": "the sign of 1/m*sum(k: df/dc[k]) is wrong",
        },
    ),
    "06_sigmoid_chain": (
        [
            "dL/dw1 = (a2 - t)*(1 - a2^2)*w2*(1 - a1^2)*x",
            "dL/dw1 = dL/da1*(1 - a1^2)*x",
            "dL/dw1 = x (a2 - t) (1 - a2^2) (1 - a1^2) w2",
        ],
        {
            "dL/dw1 = (a1 - t)*(1 - a2^2)*w2*(1 - a1^2)*x": "a1 is written where a2 belongs",
            "dL/dw1 = (a2 - t)*(1 - a2^2)*w2*x": "the factor (1 - a1^2) is missing",
            "dL/dw1 = (a2 - t)*(1 - a2^2)*(1 - a1^2)*x": "the factor w2 is missing",
        },
    ),
    "07_shared_weights": (
        ["dy/dw = y*(1 - y)*v*(x1 - x2)", "dy/dw = dy/dh1*x1 + dy/dh2*x2", "dy/dw = y(1 - y) v x1 - y(1 - y) v x2"],
        {
            "dy/dw = y*(1 - y)*v*x1": "the term x2 is missing beside x1",
            "dy/dw = y*(1 - y)*v*(x1 + x2)": "the sign of x2 is wrong",
            "dy/dw = v*(x1 - x2)": "the factor y*(1 - y) is missing",
        },
    ),
    "08_convolutions": (
        [
            "parameters(A) = 5*5*3*16 + 16 = 1216\nmultiplies(A) = 28*28*5*5*3*16 = 940,800",
            "parameters(A) = 1200\nmultiplies(A) = 940800",
            "parameters(A) = 16*(5*5*3 + 1)\nmultiplies(A) = (32 - 5 + 1)^2*16*75",
        ],
        {
            "parameters(A) = 5*5*16": "the input channels are missing",
            "parameters(A) = 5*5*3": "the filters are missing",
            "multiplies(A) = 32*32*5*5*3*16": "32 is written where 28 belongs",
        },
    ),
    "09_without_training": (
        ["dy/dx1 = 1 - c = -1", "dy/dx1 = dy/dh1 + dy/dh2", "dy/dx1 = -c + 1"],
        {
            "dy/dx1 = 1 + c": "the sign of c is wrong",
            "dy/dx1 = -c": "the term 1 is missing",
            "dy/dx1 = 1 - c*h2": "one factor too many: h2",
        },
    ),
    "10_your_own_worksheet": (
        ["dL/dw = 2*(y - t)*x + 2*c*w", "dL/dw = dL/dy*x + 2 c w", "dL/dw = 2((w x - t) x + c w)"],
        {
            "dL/dw = 2*(y - t)*x + c*w": "a factor 2 is missing at c*w",
            "dL/dw = 2*(y - t) + 2*c*w": "the factor x is missing in the term 2*(y - t)",
            "dL/dw = 2*(t - y)*x + 2*c*w": "the sign of 2*(t - y)*x is wrong",
        },
    ),
    "11_second_derivatives": (
        ["ds/dw = -2*y*x^2*(1 - y^2)", "ds/dw = -2 x y s", "ds/dw = ds/dy*dy/dw"],
        {
            "ds/dw = -2*y*x*(1 - y^2)": "x should be squared",
            "ds/dw = 2*y*x^2*(1 - y^2)": "sign error",
            "ds/dw = -2*y*x^2": "the factor (1 - y^2) is missing",
        },
    ),
    "12_compiled": (
        [
            "dy/dt1 = 2*t1 + 3\ndy/dw = (2*t1 + 3)*x",
            "dy/dt1 = dy/dt2*2*t1 + 3\ndy/dw = dy/dt1*x",
            "dy/dt1 = 9\ndy/dw = 13.5",
        ],
        {
            "dy/dt1 = 2*t1": "the term 3 is missing",
            "dy/dt1 = t1 + 3": "a factor 2 is missing at t1",
            "dy/dw = 2*t1 + 3": "the factor x is missing",
        },
    ),
    "13_transformer": (
        ["dout/dq = (v0 - v1)*s*(1 - s)*d", "dout/dq = dout/ds*s*(1 - s)*d", "dout/dq = s(1 - s)(k0 - k1)(v0 - v1)"],
        {
            "dout/dq = (v0 + v1)*s*(1 - s)*d": "the sign of v1 is wrong",
            "dout/dq = (v0 - v1)*s*(1 - s)": "the factor d is missing",
            "dout/dq = (v0 - v1)*d": "the factor s*(1 - s) is missing",
        },
    ),
    "14_optimizers": (
        ["dL/dlr = -a*w2*(g2 + (1 - lr*a)*g1)", "dL/dlr = -2*a*w2*g2", "dL/dlr = dL/dw2*(-g2 + lr*a*g1 - g1)"],
        {
            "dL/dlr = -a*w2*(g1 + g2)": "the path through g2 is left out",
            "dL/dlr = -(g2 + (1 - lr*a)*g1)": "the factor dL/dw2 is missing",
            "dL/dlr = a*w2*(g2 + (1 - lr*a)*g1)": "sign error",
        },
    ),
    "15_recurrent": (
        [
            "dL/du = (h2 - t)*(1 - h2^2)*(x2 + w*(1 - h1^2)*x1)",
            "dL/du = dL/dh2*(1 - h2^2)*x2 + dL/dh1*(1 - h1^2)*x1",
            "dL/du = (h2 - t) (1 - h2^2) x2 + (h2 - t) (1 - h2^2) w (1 - h1^2) x1",
        ],
        {
            "dL/du = (h2 - t)*(1 - h2^2)*x2": "the path through h1 is left out",
            "dL/du = (h2 - t)*(1 - h2^2)*(x2 + w*x1)": "the factor (1 - h1^2) is missing in the term w*x1",
            "dL/du = (h2 - t)*(1 - h2^2)*(x2 + (1 - h1^2)*x1)": "the factor w is missing in the term (1 - h1^2)*x1",
        },
    ),
    "16_attention": (
        [
            "do/dq = sum(i: a[i]*(v[i] - o)*k[i])",
            "do/dq = sum(i: a[i]*v[i]*k[i]) - o*sum(i: a[i]*k[i])",
            "do/dq = sum(i: do/ds[i]*k[i])",
        ],
        {
            "do/dq = sum(i: a[i]*v[i]*k[i])": "the term o is missing beside v[i]",
            "do/dq = sum(i: a[i]*(v[i] - o))": "the factor k[i] is missing",
            "do/dq = sum(i: (v[i] - o)*k[i])": "the factor a[i] is missing",
        },
    ),
    "17_latex_homework": (
        [
            "dL/dw = (a - t)*(1 - a^2)*x + 2*lambda*w",
            "∂L/∂w = (a − t)·(1 − a²)·x + 2·λ·w",
            "dL/dw = dL/dz*x + 2 lambda w",
        ],
        {
            "dL/dw = (a - t)*(1 - a^2)*x + lambda*w": "a factor 2 is missing at lambda*w",
            "dL/dw = (a - t)*(1 - a^2)*x": "the term lambda*w^2 of L is left out",
            "dL/dw = (a - t)*(1 - a)*x + 2*lambda*w": "a should be squared",
        },
    ),
    "18_initialisation": (
        ["dy/dg = 3*g^2*w1*w2*w3*x", "dy/dg = 3*y/g", "dy/dg = w3*h2 + g*w3*w2*h1 + g^2*w3*w2*w1*x"],
        {
            "dy/dg = y/g": "the factor 3 is missing",
            "dy/dg = 3*g^2*w1*w2*x": "the factor w3 is missing",
            "dy/dg = 3*g*w1*w2*w3*x": "g should be squared",
        },
    ),
    "19_overfitting": (
        [
            "dL/dw = (y - t)*v*m/(1 - p)*x + 2*alpha*w",
            "dL/dw = dL/dh*x + 2*alpha*w",
            "dL/dw = 2 alpha w + (y - t) m v x/(1 - p)",
        ],
        {
            "dL/dw = (y - t)*v*m/(1 - p)*x + alpha*w": "a factor 2 is missing at alpha*w",
            "dL/dw = (y - t)*v*m/(1 - p)*x": "the term alpha*w^2 of L is left out",
            "dL/dw = (y - t)*v*m*(1 - p)*x + 2*alpha*w": "multiplied by 1 - p: it is the other way round",
        },
    ),
    "20_convolution_gradients": (
        [
            "dL/dw[k] = sum(i: (y[i] - t[i])*x[i+k])",
            "dL/dw[k] = sum(i: dL/dy[i]*x[i+k])",
            "dL/dw[k] = (y[0] - t[0])*x[k] + (y[1] - t[1])*x[k+1] + (y[2] - t[2])*x[k+2]",
        ],
        {
            "dL/dw[k] = sum(i: y[i]*x[i+k])": "the term t[i] is missing beside y[i]",
            "dL/dw[k] = mean(i: (y[i] - t[i])*x[i+k])": "mean is written where sum belongs",
            "dL/dw[k] = sum(i: (t[i] - y[i])*x[i+k])": "sign error",
        },
    ),
}


def sheet(path):
    """The text of a notebook's exercise, a worksheet without its answer."""
    cells = [cell.source for cell in build.read(path).cells if "exercise" in cell.metadata.get("tags", [])]
    assert len(cells) == 1
    magic, _, text = cells[0].partition("\n")
    assert magic == "%%sheet"
    return text


def test_every_notebook_has_an_exercise():
    assert list(EXERCISES) == NAMES
    sizes = {name: (len(set(forms)), len(set(wrong.values()))) for name, (forms, wrong) in EXERCISES.items()}
    assert sizes == dict.fromkeys(NAMES, (3, 3))  # right answers, and mistakes of different causes


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_the_right_answer_is_accepted_in_three_forms(path):
    text, forms = sheet(path), EXERCISES[path.stem][0]
    assert {verdict.verdict for verdict in check(text).verdicts} == {"not attempted"}
    assert len(set(forms)) == 3
    assert [form for form in forms if not check(f"{text}\n{form}")] == []


WRONG = [(path, line, cause) for path in NOTEBOOKS for line, cause in EXERCISES[path.stem][1].items()]


@pytest.mark.parametrize(("path", "line", "cause"), WRONG, ids=[f"{path.stem}-{line}" for path, line, _ in WRONG])
def test_a_usual_mistake_is_found_with_its_cause(path, line, cause):
    text = sheet(path)
    report = check(f"{text}\n{line}")
    assert not report
    assert report.first_wrong_line == text.count("\n") + 2
    assert [verdict.cause for verdict in report.verdicts if verdict.line == report.first_wrong_line] == [cause]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_the_answer_is_in_the_notebook(path):
    last = build.read(path).cells[-1].source
    assert "<details><summary>The answer</summary>" in last
    assert [line for line in EXERCISES[path.stem][0][0].splitlines() if f"`{line}`" not in last] == []


def printed(name):
    """All that the committed notebook of that name prints."""
    [path] = build.notebooks([name])
    return "".join(text for kind, text in build.texts(build.read(path)) if kind == "stdout")


def test_paths_down_the_ravine_are_those_of_closed_forms_and_of_pytorch():
    torch = optional.package("torch")
    shown = printed("14")
    for lr in (0.01, 0.03, 0.06, 0.07):
        x, y = -4 * (1 - lr) ** 40, (1 - 30 * lr) ** 40
        assert f"lr {lr:.2f}: after 40 steps x = {x:7.4f}, y = {y:9.4f}\n" in shown
    for name, make in {
        "gradient descent": lambda held: torch.optim.SGD(held, lr=0.03),
        "momentum": lambda held: torch.optim.SGD(held, lr=0.03, momentum=0.8),
        "RMSprop": lambda held: torch.optim.RMSprop(held, lr=0.05),
        "Adam": lambda held: torch.optim.Adam(held, lr=0.3),
    }.items():
        place = torch.tensor([-4.0, 1.0], dtype=torch.float64, requires_grad=True)
        optimizer, begun = make([place]), []
        for _ in range(40):
            optimizer.zero_grad()
            ((place[0] ** 2 + 30 * place[1] ** 2) / 2).backward()
            optimizer.step()
            begun += [place.tolist()] if not begun else []
        (x, y), loss = begun[0], (place[0] ** 2 + 30 * place[1] ** 2).item() / 2
        assert f"{name:16}  after 1 step ({x:.4f}, {y:.4f}), loss after 40: {loss:.6f}\n" in shown


def test_gradients_through_time_are_those_of_pytorch():
    torch = optional.package("torch")
    shown = printed("15")
    plain, lstm = torch.nn.RNNCell(1, 1).double(), torch.nn.LSTMCell(1, 1).double()
    weights = {
        plain: [(0.5, 0.8, 0.1)],
        lstm: [(0.3, 0.8, 0.0), (0.2, -0.4, 3.0), (0.5, 1.0, 0.0), (-0.2, 0.6, 0.2)],  # i, f, g, o: w, u and b
    }
    for cell, rows in weights.items():
        own, new, bias = (torch.tensor(column, dtype=torch.float64) for column in zip(*rows, strict=True))
        cell.load_state_dict(
            {"weight_hh": own[:, None], "weight_ih": new[:, None], "bias_ih": bias, "bias_hh": 0 * bias}
        )

    def reached(cell, steps):
        first, state = torch.ones(1, 1, dtype=torch.float64, requires_grad=True), None
        for step in range(steps):
            state = cell(0 * first.detach() if step else first, state)
        (state[0] if isinstance(state, tuple) else state).sum().backward()
        return abs(first.grad.item())

    for steps in (4, 30):
        assert f"{steps:2} steps: plain {reached(plain, steps):.3g}, LSTM {reached(lstm, steps):.3g}\n" in shown


def test_gradients_of_attention_are_those_of_pytorch():
    torch = optional.package("torch")
    rows = {
        "Q": [[1.0, 0.5], [0.2, -0.3], [0.7, 0.1]],
        "K": [[0.6, -0.4], [1.0, 0.8], [-0.2, 0.3]],
        "V": [[1.0, 0.0], [0.5, 2.0], [-1.0, 1.0]],
    }
    held = {name: torch.tensor(each, dtype=torch.float64, requires_grad=True) for name, each in rows.items()}
    above = torch.tensor([[1.0, -1.0], [0.5, 0.2], [0.0, 0.3]], dtype=torch.float64)
    torch.nn.functional.scaled_dot_product_attention(*held.values()).backward(above)
    told = dict(re.findall(r"^dL/d(\w) = (.+): the engine agrees$", printed("16"), re.M))
    assert list(told) == list(rows)
    for name, leaf in held.items():
        there = torch.tensor(ast.literal_eval(told[name]), dtype=torch.float64)
        torch.testing.assert_close(there, leaf.grad, rtol=0, atol=5.1e-7)  # six decimals are printed


def test_sizes_of_units_and_gradients_in_deep_networks_are_those_of_pytorch():
    torch, numpy = optional.package("torch"), optional.package("numpy")
    shown = printed("18")
    for kind in ("tanh", "relu"):
        for factor in (0.5, 1, 2**0.5, 2.5):
            rng = numpy.random.default_rng(1)
            weights = [torch.tensor(rng.normal(scale=factor / 10, size=(100, 100))) for _ in range(20)]
            units = start = torch.tensor(rng.normal(size=100), requires_grad=True)
            for weight in weights:
                units = getattr(torch, kind)(weight @ units)
            units.backward(torch.tensor(rng.normal(size=100)))
            last, first = (rows.square().mean().sqrt().item() for rows in (units, start.grad))
            assert f"{kind}, √n·σ = {factor:4.2f}: last units {last:8.2e}, first gradients {first:8.2e}\n" in shown


def test_training_with_decay_and_dropout_is_that_of_pytorch():
    torch, numpy = optional.package("torch"), optional.package("numpy")
    from sklearn.datasets import load_digits

    from autograd.nn import MLP, to_torch

    X, y = load_digits(return_X_y=True)
    shuffled = numpy.random.default_rng(0).permutation(len(X))
    X, y = torch.tensor(X[shuffled] / 16), torch.tensor(y[shuffled])
    y[:15] = torch.tensor(numpy.random.default_rng(5).integers(0, 10, 15))
    for name, decay, drop in (("nothing", 0.0, 0.0), ("both", 0.01, 0.2)):
        model = MLP(64, [32, 10], rng=random.Random(0))
        for p in model.parameters():
            p.data *= 0.3
        first, relu, second, *_ = to_torch(model).double()
        held = [*first.parameters(), *second.parameters()]
        optimizer, rng = torch.optim.SGD(held, lr=0.1, momentum=0.9, weight_decay=decay), numpy.random.default_rng(1)
        for _ in range(300):
            mask = torch.tensor((rng.random((100, 32)) >= drop) / (1 - drop))
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(second(relu(first(X[:100])) * mask), y[:100]).backward()
            optimizer.step()
        with torch.no_grad():
            scores = second(relu(first(X)))
        errors = [torch.nn.functional.cross_entropy(scores[part], y[part]) for part in (slice(100), slice(100, 700))]
        accuracy = (scores.argmax(1) == y)[100:700].double().mean()
        told = f"{name:18} training {errors[0]:.4f}, validation {errors[1]:.4f}, {accuracy:.1%} right\n"
        assert told in printed("19")


def test_gradients_of_convolutions_and_pooling_are_those_of_pytorch():
    torch, numpy = optional.package("torch"), optional.package("numpy")
    shown, image = printed("20"), torch.zeros(1, 1, 9, 9)
    image[..., 2:7, 3:6] = 1
    window = torch.tensor([[[[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]]], requires_grad=True)
    arrived = torch.zeros(1, 1, 7, 7)
    arrived[0, 0, 1, 1], arrived[0, 0, 4, 4] = -1, 1
    torch.nn.functional.conv2d(image, window).backward(arrived)
    assert f"∂L/∂w = {window.grad[0, 0].tolist()}\n" in shown
    picture = numpy.random.default_rng(3).permutation(16).reshape(1, 1, 4, 4) * 1.0
    for pooling in (torch.nn.MaxPool2d(2), torch.nn.AvgPool2d(2)):
        pixels = torch.tensor(picture, requires_grad=True)
        pooling(pixels).backward(torch.tensor([[[[1.0, 2.0], [-1.0, 0.5]]]]).double())
        assert f"{type(pooling).__name__}: {pixels.grad[0, 0].tolist()}\n" in shown


def test_plots_are_in_the_colours_of_the_pages_and_can_be_seen_on_light_and_dark_paper():
    text = (files("autograd.looks") / "plots.mplstyle").read_text("utf-8")
    for colour in set(re.findall(r"\b[0-9A-Fa-f]{6}\b", text)):
        assert f"#{colour}" in LIGHT.values()
        for paper in (LIGHT["paper"], DARK["paper"]):
            low, high = sorted([luminance(f"#{colour}"), luminance(paper)])
            assert (high + 0.05) / (low + 0.05) >= 3  # what WCAG asks of graphics


PLOT = re.compile(r'<picture><source[^>]* srcset="([^"]*)"><img alt="A plot|<img alt="A plot[^>]* src="([^"]*)"')


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_plots_fit_a_telephone_and_their_text_can_be_read_there_and_in_the_dark(path):
    for output in (each for cell in build.read(path).cells for each in cell.get("outputs", [])):
        assert "image/png" not in output.get("data", {})
        for narrow, only in PLOT.findall(output.get("data", {}).get("text/html", "")):
            drawn = b64decode((narrow or only).partition("base64,")[2]).decode()
            wide, inside = (
                float(re.search(f" {pattern}", drawn)[1]) for pattern in (r'width="(\d+)"', r'viewBox="0 0 (\S+)')
            )
            sizes = {float(size) * min(358, wide) / inside for size in re.findall(r"font-size: ([\d.]+)px", drawn)}
            assert min(sizes, default=11) >= 11
            assert set(re.findall(r'<text [^>]*fill: ([^;"]*)', drawn)) <= {
                "var(--text)",
                "var(--000000)",
            }


def test_the_picture_of_the_readme_is_as_build_makes_it():
    assert build.PICTURE.read_text("utf-8") == build.picture()


def changed(notebook, change):
    """A copy of a notebook after a change."""
    other = copy.deepcopy(notebook)
    change(other)
    return other


def stream(name, text):
    """An output of that text."""
    return build.nbformat.from_dict({"output_type": "stream", "name": name, "text": text})


@pytest.fixture
def first():
    """The first notebook as it stands."""
    return build.read(NOTEBOOKS[0])


def test_complaints_name_what_is_wrong(first):
    code = next(place for place, cell in enumerate(first.cells) if cell.cell_type == "code")

    def printing(name, text):
        return changed(first, lambda notebook: notebook.cells[code].outputs.append(stream(name, text)))

    assert build.complaints(first, first) == []
    assert "a warning: careful" in build.complaints(printing("stderr", "careful"), first)
    assert build.complaints(printing("stdout", "5"), first)[0].startswith("another output of\n")
    assert build.complaints(printing("stdout", "<Thing at 0x7f00>"), first)[0].startswith("an address")


def test_what_changes_from_run_to_run_is_left_out(first):
    def disturb(notebook):
        notebook.metadata["language_info"]["version"] = "3.99"
        for place, cell in enumerate(notebook.cells):
            cell.metadata["trusted"] = True
            if cell.cell_type == "code":
                cell.execution_count = place
        notebook.cells[1].id = notebook.cells[0].id

    restored = build.tidied(changed(first, disturb))
    assert len({cell.id for cell in restored.cells}) == len(restored.cells)
    restored.cells[1].id = first.cells[1].id
    assert restored == first


def test_pieces_of_what_is_printed_are_joined(first):
    code = next(cell for cell in first.cells if cell.cell_type == "code")
    code.outputs = [stream("stdout", "a"), stream("stdout", "b"), stream("stderr", "c")]
    assert [output.text for output in build.tidied(first).cells[first.cells.index(code)].outputs] == ["ab", "c"]


@pytest.mark.slow
def test_a_failing_notebook_is_told_with_its_cell(tmp_path, first):
    first.cells = [build.nbformat.v4.new_code_cell("1/0")]
    path = Path(tmp_path) / "00_broken.ipynb"
    build.write(first, path)
    [(_, notebook, [told])] = build.outcomes([path])  # in its own process: here a browser's event loop may run
    assert notebook is None
    assert re.match(r"00_broken\.ipynb: [\s\S]*1/0[\s\S]*ZeroDivisionError", told)


def test_an_unknown_notebook_is_told():
    with pytest.raises(ValueError, match="no notebook begins with '99'; there are 01_one_neuron, "):
        build.notebooks(["99"])


def test_numbers_with_a_sign_have_the_colours_of_the_two_passes():
    to_hex = optional.package("matplotlib.colors").to_hex
    colours = diverging()
    assert (to_hex(colours(0.0)), to_hex(colours(1.0))) == (BACKWARD.lower(), FORWARD.lower())
