"""What needs no arrays runs where NumPy is not there, as in a browser; what needs them says so by name."""

import subprocess
import sys

import pytest

HIDDEN = "import sys; sys.modules.update(dict.fromkeys(['numpy', 'graphviz', 'llvmlite', 'tqdm', 'matplotlib'])); "
START = HIDDEN + (
    "import random; from autograd import *; from autograd.nn import MLP; "
    "x, w = Value(1.0, 'x'), Value(2.0, 'w'); y = (w*x - 1).tanh().named('y'); "
    "net = MLP(2, [3, 1], rng=random.Random(0)); "
)


def run(code):
    return subprocess.run(
        [sys.executable, "-c", START + code], capture_output=True, text=True, timeout=120, check=False
    )


WORKS = {
    "explain": "print(explain(y), explain(y).latex, explain(y).markdown)",
    "draw": "print(draw(y).svg, draw(net([x, w])).html)",
    "play": "print(play(y).html, play(net([x, w])).html)",
    "check": "assert check('x = 2.0; v = [1, x]; L = sum(v^2) = 5; dL/dv = 2v')",
    "a key": "assert check('L = x^2; dL/dx = 2x', key='x = 2.0; L = x^2; dL/dx = 2 x')",
    "derive": "assert check(str(derive('x = [1, 2]; w = [3, 4]; L = sum((w*x)^2)')))",
    "layers": "assert 'W² h¹ + b²' in str(explain(net([x, w]), level='module'))",
    "derivatives": "print(grad(y, x), hessian(y, [x, w]), jacobian([y], [x])); assert gradcheck(lambda a: a*a, [x])",
    "networks": "net([1.0, 2.0]).backward(); from autograd.optim import Adam; Adam(net.parameters()).step()",
    "copies": "import copy, pickle; copy.deepcopy(y); pickle.loads(pickle.dumps(net))",
    "the command": "from autograd import cli; assert cli.main(['explain', 'w*x', 'w=1', 'x=2']) == 0",
    "examples": "from autograd import worked; assert all(check(worked.sheet(name)).verdicts for name in worked.WORKED)",
}


@pytest.mark.slow
@pytest.mark.parametrize("what", WORKS)
def test_it_runs_without_numpy(what):
    done = run(WORKS[what])
    assert done.returncode == 0, done.stderr


NEEDS = {
    "Linear": "from autograd.nn import Linear; Linear(2, 1)([[x, w]])",
    "compile": "from autograd import compile; compile(y)",
    "arrays": "values([1.0, 2.0])",
    "cross_entropy": "from autograd.nn import cross_entropy; cross_entropy([[x, w]], [0])",
}


@pytest.mark.parametrize("what", NEEDS)
def test_what_needs_numpy_says_so(what):
    last = run(NEEDS[what]).stderr.strip().splitlines()[-1]
    assert last == (
        "ImportError: arrays, layers such as Linear and compiled programs need NumPy, which is not installed here: "
        "pip install numpy"
    )


def test_without_graphviz_dot_says_so():
    assert run("draw(y).dot").stderr.strip().splitlines()[-1].startswith(("ImportError", "ModuleNotFoundError"))
