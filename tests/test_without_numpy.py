"""What needs no arrays runs where NumPy is not there, as in a browser; what needs them says so by name."""

import json
import subprocess
import sys

import pytest

HIDDEN = "import sys; sys.modules.update(dict.fromkeys(['numpy', 'graphviz', 'llvmlite', 'tqdm', 'matplotlib'])); "
START = HIDDEN + (
    "import random; from autograd import *; from autograd.nn import MLP; "
    "x, w = Value(1.0, 'x'), Value(2.0, 'w'); y = (w*x - 1).tanh().named('y'); "
    "net = MLP(2, [3, 1], rng=random.Random(0)); "
)


EACH = """
import contextlib, io, json, traceback
told = {}
for what, code in codes.items():
    told[what] = ""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(code, {**globals()})
        except BaseException:
            told[what] = traceback.format_exc()
print(json.dumps(told))
"""


def run(codes):
    """The traceback of each of these programs, or nothing; all run in one process, each with names of its own."""
    command = [sys.executable, "-c", f"{START}codes = {codes!r}\n{EACH}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


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
def test_it_runs_without_numpy():
    assert {what: told for what, told in run(WORKS).items() if told} == {}


NEEDS = {
    "Linear": "from autograd.nn import Linear; Linear(2, 1)([[x, w]])",
    "compile": "from autograd import compile; compile(y)",
    "arrays": "values([1.0, 2.0])",
    "cross_entropy": "from autograd.nn import cross_entropy; cross_entropy([[x, w]], [0])",
}


SAID = (
    "ImportError: arrays, layers such as Linear and compiled programs need NumPy, which is not installed here: "
    "pip install numpy"
)


def test_what_needs_numpy_or_graphviz_says_so():
    told = run({**NEEDS, "dot": "draw(y).dot"})
    assert told.pop("dot").strip().splitlines()[-1].startswith(("ImportError", "ModuleNotFoundError"))
    assert {what: text.strip().splitlines()[-1] for what, text in told.items()} == dict.fromkeys(NEEDS, SAID)
