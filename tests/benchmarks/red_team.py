"""Cheats and honest work under random keys: a cheat has no points, honest work has all.

    python -m tests.benchmarks.red_team [COUNT] [SEED]

Keys ask for derivatives of scalar and vector networks, for values, counts of layers and new values, by `find` or on
lines with points. A cheat answers all of it without work: by other names, functions and copies of the loss, identities,
circles, chains of pieces nobody works out, zeros, one digit, terms that cancel, or errors that make everything 0; and
by what else is read, also typeset: functions that are not defined, conditions, new values, sentences, sums of
contributions, second derivatives, under keys with numbers and without, of an unknown loss or for each layer.
Printed are the cheats that pay and the honest solutions that do not have all their points, of COUNT each (10,000).
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from autograd import check
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.files import read_sheet


class Net(NamedTuple):
    """A network of single numbers: its definitions, the slopes of its parts, and the way down to each input."""

    lines: str
    slopes: dict[str, str]
    ways: dict[str, str]


NETS = [
    Net(
        "z = w*x + b\np = sigmoid(z)\nL = 1/2 (p - t)^2",
        {"L p": "(p - t)", "p z": "p*(1 - p)", "z w": "x", "z x": "w", "z b": "1"},
        {"w": "L p z w", "x": "L p z x", "b": "L p z b"},
    ),
    Net(
        "z = w*x + b\nh = tanh(z)\ny = v*h\nL = (y - t)^2",
        {"L y": "2*(y - t)", "y h": "v", "y v": "h", "h z": "(1 - h^2)", "z w": "x", "z x": "w", "z b": "1"},
        {"w": "L y h z w", "v": "L y v", "x": "L y h z x", "b": "L y h z b"},
    ),
    Net(
        "z = b + w*x\nh = softplus(z)\nL = h^2/3 + h*v",
        {"L h": "(2*h/3 + v)", "h z": "sigmoid(z)", "z w": "x", "z x": "w", "z b": "1"},
        {"w": "L h z w", "x": "L h z x", "b": "L h z b"},
    ),
    Net(
        "a = sin(w*x)\nc = a*v + b\nL = exp(c) - t*c",
        {"L c": "(exp(c) - t)", "c a": "v", "c v": "a", "c b": "1", "a w": "cos(w*x)*x", "a x": "cos(w*x)*w"},
        {"w": "L c a w", "v": "L c v", "b": "L c b", "x": "L c a x"},
    ),
    Net(
        "u = w*x\nr = u^2 + b\ns = log(1 + r^2)\nL = s*v",
        {"L s": "v", "s r": "2*r/(1 + r^2)", "r u": "2*u", "r b": "1", "u w": "x", "u x": "w"},
        {"w": "L s r u w", "b": "L s r b", "x": "L s r u x"},
    ),
]

VECTORS = """\
z = W @ x + b
h = tanh(z)
L = 1/2 sum((h - c)^2)"""

VECTOR_ANSWERS = {
    "dL/dh": ["dL/dh[i] = h[i] - c[i]", "dL/dh = h - c", "dL/dh = {number}", "[dL/dh[0], dL/dh[1]] = h - c"],
    "dL/db": [
        "dL/db[i] = (h[i] - c[i])*(1 - h[i]^2)",
        "dL/db = (h - c)*(1 - h^2)",
        "dL/db = {number}",
        "e = h - c; s[i] = 1 - h[i]*h[i]; dL/db = e*s",
        "dz/db = [[1, 0], [0, 1]]; dL/dz = (h - c)*(1 - h^2); dL/db[j] = sum(i: dL/dz[i]*dz[i]/db[j])",
    ],
    "dL/dW": [
        "dL/dW[i,j] = (h[i] - c[i])*(1 - h[i]^2)*x[j]",
        "d = (h - c)*(1 - h^2); dL/dW = d @ x.T",
        "k[i] = (h[i] - c[i])*(1 - h[i]^2); dL/dW[i,j] = k[i]*x[j]",
    ],
    "dL/dx": [
        "dL/dx[j] = sum(i: (h[i] - c[i])*(1 - h[i]^2)*W[i,j])",
        "dL/dx = W.T @ ((h - c)*(1 - h^2))",
        "dL/dx = {number}",
        "dh[i]/dx[j] = (1 - h[i]^2)*W[i,j]; dL/dh = h - c; dL/dx[j] = sum(i: dL/dh[i]*dh[i]/dx[j])",
    ],
}
"""Honest answers to what is asked of the vector network."""

ALIASES = [
    ("M = L", "dM/d{v}"),
    ("M = {a}*L", "dM/d{v}/{a}"),
    ("M = {a}*L + {c}", "dM/d{v}/{a}"),
    ("M = -L", "-dM/d{v}"),
    ("M = L - {v}", "dM/d{v} + 1"),
    ("M = L + {a}*{v}^2", "dM/d{v} - {a}*2*{v}"),
    ("M = L*{v}", "(dM/d{v} - L)/{v}"),
    ("M = exp(L)", "dM/d{v}/M"),
    ("M = exp({a}*L)", "dM/d{v}/({a}*M)"),
    ("M = log(L^2)", "dM/d{v}*L/2"),
    ("M = L^2", "dM/d{v}/(2*L)"),
    ("M = L^3", "dM/d{v}/(3*L^2)"),
    ("M = 1/L", "-dM/d{v}*L^2"),
    ("M = tanh(L)", "dM/d{v}/(1 - M^2)"),
    ("M = sigmoid(L)", "dM/d{v}/(M*(1 - M))"),
    ("M = L; N = M", "dN/d{v}"),
    ("M = [L, {v}]", "dM[0]/d{v}"),
    ("M = [L, L]", "sum(i: dM[i]/d{v})/2"),
    ("M = sum([L, {a}])", "dM/d{v}"),
    ("M = max(L, L - 1)", "dM/d{v}"),
    ("M = L; k = dM/d{v}", "k"),
    ("k = dL/d{v}", "k"),
    ("k = [dL/d{v}, {a}]", "k[0]"),
    ("k = {a}*dL/d{v}; l = k", "l/{a}"),
    ("v0 = {v}; M = L", "dM/d{v}"),
]
"""Other names and functions of the loss, and what a derivative of it is in them."""

SAME = ["{t}", "1*{t}", "{a}*{t}/{a}", "{t} + {a} - {a}", "({t})", "-(-{t})", "max({t}, {t} - 1)", "sum([{t}])",
        "[{t}, {a}][0]", "sum(i: onehot(0, 2)[i]*{t})", "([[1]] @ [[{t}]])", "{t}^1", "2*{t} - {t}"]  # fmt: skip
"""What is the same as it, whatever it is."""

READINGS = [
    "f(u) = u; {t} = f({t})",
    "f(u) = u^2/2; {t} = f'({t})",
    "f({v}) = {loss}; {t} = f'({v})",
    "M = f(L); {t} = dM/d{v}/f'(L)",
    "M = f(L)\ndM/d{v} = f'(L) {t}\n{t} = dM/d{v}/f'(L)",
    "M = {v}*L; {t} = (d²M/d{v}² - {v}*d²L/d{v}²)/2",
    "{t} = d({a}*L)/d{v}/{a}",
    "{t} = d/d{v} L",
    "{t} = ∇L({v})",
    "{t} = δL/δ{v}",
    "{t} = ({t} if L > -1 else 0)",
    "{t} = {{0 if L < -1; {t} otherwise}}",
    "{t} = {t} if L > -1",
    "{t} = 0 if L < -1",
    "{t} = 0 if L = {a}",
    "{t} = sum(k: {t} if k = 0 else 0)",
    "{t} = sum(k=0..0: {t})",
    "{t} = g\ng = {t}",
    "We see that the slope {t} = {t} holds.",
    "We find {t} = dM/d{v} where M = L",
    "g = 0\ng += {t}\n{t} = g",
    "{t} += {t}",
    "d{v} = {t}; {t} = d{v}",
    "{v}_new = {v} - {t}; {t} = {v} - {v}_new",
    "{v}^+ = {v} - {t}\n{t} = {v} - {v}^+",
    "{v} <- {v} - {t}\n{t} = 0",
    "x <- 0\n{t} = 0",
    "x := 0\n{t} = 0",
    "new x = 0\n{t} = 0",
    "u0 = {v}; {t} = dL/du0",
    "{t} = relu({t}) - relu(-{t})",
    "{t} = log(exp({t}))",
    "{t} = 3 or {t}",
    "M: L\n{t} = dM/d{v}",
    "L: M\nM = L\n{t} = dM/d{v}",
    "# allow chain\n{t} = dL/dz*dz/d{v}",
    "d/d{v} ({loss}) = {t}\n{t} = d/d{v} ({loss})",
    "L_{v} = {t}\n{t} = L_{v}",
    "d{v} = d{v}",
    "{t}: {t}",
    "- {t} = {t}",
    "∇L = [{t}]\n{t} = ∇L",
    "r = L; L = r\ndL/dr = 1; dr/d{v} = {t}\n{t} = dL/dr*dr/d{v}",
    "r = L - {a}; L = r + {a}\ndL/dr = 1\n{t} = dL/dr*dr/d{v}",
    "r = {loss}; dL/dr = 1\n{t} = dr/d{v}",
    "g = 0.0; {t} = g",
    "g = -0.1; {t} = g",
    "{t} = {t} = {t}*{v}/{v} = {t}",
    "{t} = sum(i=1..0: {a}) + {t}",
    "{t} = prod([{t}]) = mean([{t}, {t}])",
    "{t} = (L - L + {t}^2)/{t}",
    "{t} = lim h->0 (L({v} + h) - L)/h",
    "e = 0.0001\n{t} = (L + e*{t} - L)/e",
    "M = d²L/d{v}²; {t} = M*{v} - M*{v} + {t}",
    "{t} = 1/(d{v}/dL)",
    '{t} = "',
    "{t} = …",
    "{t} = same as above  # 2 points",
    "{t} ∈ R; {t} = {t}",
    "eta = 0; {v} <- {v} - eta*{t}\n{t} = ({v} - {v})/{a}",
    "{t} = (-{t}).T.T*(-1)",
    "\\newcommand{{\\g}}{{{t}}} ${t} = \\g$",
    "| {t} | {t} |",
    "```\n{t} = {t}\n```",
    "```sheet\nM = L\n{t} = dM/d{v}\n```",
    "$M = L$, so ${t} = dM/d{v}$",
    "\\( {t} = \\frac{{dL}}{{d{v}}} \\)",
]
"""What is read in other notations, and says nothing; {loss} is the loss with its formula."""

OPEN_CHEATS = [
    "{t} = {t}",
    "k = {t}; {t} = k",
    "{t} = 2*{t} - {t}",
    "M = {c}; {t} = {u}",
    "M = {a}*{c}; {t} = {u}/{a}",
    "M = f({c}); {t} = {u}/f'({c})",
    "{c} = 5; {t} = 0",
    "z = 0; {t} = 0",
    "m = 0; n = 0; {t} = 5",
    "{t} = 0.5",
    "{t} = {t} if {c} > -1",
    "{t} = 0 if {c} < -1",
    "{t} += {t}",
    "f(u) = u; {t} = f({t})",
    "r = {c}; {c} = r; {t} = {u}",
    "{t} = mean([{t}, {t}])",
    "q = 0; {t} = q",
]
"""Solutions to these that say nothing; {c} is what is differentiated, {u} the same of M."""

VECTOR_CHEATS = [
    "g{i} = {t}{i}; {t}{i} = g{i}",
    "{t} = {t}",
    "{t} = 2*{t} - {t}",
    "M = L; {t} = {u}",
    "M = {a}*L + 1; {t}{i} = {u}{i}/{a}",
    "M = exp(L); {t}{i} = {u}{i}/M",
    "k = {t}; {t} = k",
    "k = {u}; M = L",
    "M = L; L = M; {t}{i} = dL/dM*{u}{i}",
    "{t} = {t} + 0*{t}",
    "{t} = ({t} + {t})/2",
    "{t} = {zeros}",
]
"""With {t} what is asked, {i} index letters, {u} the same of M."""


class Try(NamedTuple):
    """A solution to a key, the sort of it, and the part of the points for what follows from errors."""

    key: str
    work: str
    sort: str
    follow_through: float = 0.0


class Asking(NamedTuple):
    """Definitions with what is asked: for each target a right formula."""

    given: str
    answers: dict[str, str]
    net: Net | None = None

    @property
    def is_open(self) -> bool:
        """Whether no number is given: then formulas are asked for."""
        return self.given in {asking.given for asking in OPEN}

    def key(self, rng: random.Random) -> str:
        """As a key: `find` or lines with points."""
        lines = []
        for target, formula in self.answers.items():
            points = rng.choice(["", "  # 2 points", "  # 1 point"])
            if "<-" in target:
                lines.append(f"{target}{points or '  # 1 point'}")
            elif self.is_open:
                lines.append(f"{target} = {formula}{points or '  # 1 point'}")
            elif target.startswith("find "):
                lines.append(f"{target}{points or '  # 1 point'}")
            elif points and rng.random() < 0.6:
                lines.append(f"{target} = {formula}{points}")
            else:
                lines.append(f"find {target}{points}")
        return "\n".join([self.given, *lines])


OPEN = [
    Asking(
        "x in R^m; W in R^{n×m}\nz = W x + b\nh = tanh(z)\nL = 1/2 sum((h - c)^2)",
        {
            "dL/dh[i]": "h[i] - c[i]",
            "dL/db[i]": "(h[i] - c[i])*(1 - h[i]^2)",
            "dL/dW[i,j]": "(h[i] - c[i])*(1 - h[i]^2)*x[j]",
            "dL/dx[j]": "sum(i: (h[i] - c[i])*(1 - h[i]^2)*W[i,j])",
        },
    ),
    Asking(
        "y = W x + b\nz = relu(y)",
        {
            "dL/db": "dL/dz * step(y)",
            "dL/dW": "(dL/dz * step(y)) x.T",
            "dL/dx": "W.T (dL/dz * step(y))",
        },
    ),
    Asking(
        "z[l] = W[l] a[l-1] + b[l]; a[l] = g(z[l])\nC = 1/2 ||a[3] - y||^2",
        {
            "dC/dz[l]": "(W[l+1].T dC/dz[l+1]) * g'(z[l])",
            "dC/dW[l]": "((W[l+1].T dC/dz[l+1]) * g'(z[l])) a[l-1].T",
        },
    ),
    Asking(
        "z = w*x + b\np = sigmoid(z)\nL = 1/2 (p - t)^2",
        {"dL/dw": "(p - t)*p*(1 - p)*x", "dL/dx": "(p - t)*p*(1 - p)*w", "dL/db": "(p - t)*p*(1 - p)"},
    ),
]
"""Keys without numbers, and of a loss or a function of which nothing is known."""


def numbers(given: str, formula: str) -> list[float]:
    """What a formula comes to at the givens."""
    sheet = read_sheet(given)
    point = settle(sheet.definitions(), {}, sheet.free, (), Work(), sheet.unread).base
    node = read_expression(formula, point.graph)
    return [float(entry) for entry in entries(point.formula(formula).value(node))]


def number(given: str, formula: str) -> float:
    """What a formula for one number comes to."""
    return numbers(given, formula)[0]


def rounded(x: float, digits: int = 6) -> str:
    """A number printed: whole numbers as they are, all others with a point."""
    if x.is_integer():
        return f"{x:.0f}"
    text = f"{x:.{digits}g}"
    return text if "." in text else f"{x:.6f}"


def drawn(rng: random.Random) -> str:
    """A given: two or three digits, not too near to 0, 1 or another special number."""
    return f"{rng.choice((-1, 1)) * rng.uniform(0.3, 1.9):.2f}"


def scalar(rng: random.Random) -> Asking:
    """A network of single numbers with derivatives asked, none of them too small to be told apart."""
    while True:
        net = rng.choice(NETS)
        given = "; ".join(f"{name} = {drawn(rng)}" for name in "wxbtv") + f"\n{net.lines}"
        asked = rng.sample(sorted(net.ways), rng.randint(1, len(net.ways)))
        answers = {f"dL/d{name}": product(net, net.ways[name]) for name in asked}
        if all(1e-3 < abs(number(given, formula)) < 1e3 for formula in answers.values()) and number(given, "L") > 1e-3:
            return Asking(given, answers, net)


def product(net: Net, way: str, rng: random.Random | None = None) -> str:
    """The slopes along a way multiplied, in any order."""
    parts = way.split()
    factors = [net.slopes[f"{top} {bottom}"] for top, bottom in pairwise(parts)]
    if rng is not None:
        rng.shuffle(factors)
    return "*".join(f"({factor})" for factor in factors)


def vector(rng: random.Random) -> Asking:
    """A layer with tanh."""
    row = "[" + ", ".join(drawn(rng) for _ in range(3)) + "]"
    other = "[" + ", ".join(drawn(rng) for _ in range(3)) + "]"
    x = "[" + ", ".join(drawn(rng) for _ in range(3)) + "]"
    b, c = (f"[{drawn(rng)}, {drawn(rng)}]" for _ in "bc")
    given = f"W = [{row}, {other}]; x = {x}; b = {b}; c = {c}\n{VECTORS}"
    asked = rng.sample(sorted(VECTOR_ANSWERS), rng.randint(1, 4))
    return Asking(given, {f"find {target}": "" for target in asked})


def layers(rng: random.Random) -> Asking:
    """A convolution or a dense layer with its counts asked."""
    if rng.random() < 0.5:
        n, f, k, c = rng.randint(8, 32), rng.randint(2, 9), rng.randint(2, 5), rng.randint(1, 4)
        o = n - k + 1
        given = f"A = conv([{n}, {n}, {c}], filters={f}, kernel={k}, bias=1)"
        answers = {
            "parameters(A)": f"{f}*({k}*{k}*{c} + 1)",
            "multiplies(A)": f"{o}*{o}*{f}*{k}*{k}*{c}",
            "shape(A)": f"[{o}, {o}, {f}]",
        }
    else:
        n, u = rng.randint(3, 90), rng.randint(2, 60)
        given = f"A = dense([{n}], units={u}, bias=1)"
        answers = {"parameters(A)": f"{n}*{u} + {u}", "multiplies(A)": f"{n}*{u}"}
    return Asking(given, answers)


def values(rng: random.Random) -> Asking:
    """The values of a network asked."""
    asking = scalar(rng)
    assert asking.net is not None
    answers = dict(line.split(" = ", 1) for line in asking.net.lines.splitlines())
    return Asking(asking.given, answers, asking.net)


def _filled(text: str, rng: random.Random, **names: str) -> str:
    return text.format(**{"a": f"{rng.randint(2, 9)}", "c": f"{rng.randint(1, 9)}", **names})


def cheats_on_slopes(asking: Asking, rng: random.Random) -> Iterator[tuple[str, str, float]]:
    """Solutions without work, each with its sort."""
    net = asking.net
    assert net is not None
    names = {target: target.removeprefix("dL/d") for target in asking.answers}
    setting, formula = rng.choice(ALIASES)
    same = rng.choice(SAME)
    first = _filled(setting, random.Random(7), v=next(iter(names.values())))
    if "{v}" not in setting:
        lines = [first, *(f"{target} = {_filled(formula, random.Random(7), v=v)}" for target, v in names.items())]
        yield "alias", "\n".join(lines), 0.0
    target, v = rng.choice(sorted(names.items()))
    seed = rng.random()
    lines = [_filled(setting, random.Random(seed), v=v), f"{target} = {_filled(formula, random.Random(seed), v=v)}"]
    yield "alias", "\n".join(lines), 0.0
    wrapped = same.replace("{t}", _filled(formula, random.Random(seed), v=v).join("()"))
    yield "alias", "\n".join([lines[0], f"{target} = {_filled(wrapped, rng)}"]), 0.0
    yield "identity", "\n".join(f"{each} = {_filled(same, rng, t=each)}" for each in names), 0.0
    copied = net.lines
    for name in [line.partition(" ")[0] for line in net.lines.splitlines()]:
        copied = "".join(f"{name}{name}" if part == name else part for part in _words(copied))
    yield "copy", "\n".join([copied, *(f"{each} = dLL/d{name}" for each, name in names.items())]), 0.0
    yield "chain", "\n".join(f"{each} = {_chain(net.ways[name])}" for each, name in names.items()), 0.0
    wrong = [f"dL/d{net.ways[v].split()[1]} = {rng.randint(2, 9)}"]
    bare = "*".join(f"d{a}/d{b}" for a, b in pairwise(net.ways[v].split()))
    yield "wrong pieces", "\n".join([*wrong, f"{target} = {bare}"]), 0.0
    yield "zero", "\n".join(f"{each} = {rng.choice(('0', '0.0', '0.00', '-0.0', '0e3'))}" for each in names), 1.0
    digits = {each: f"{number(asking.given, asking.answers[each]):.1g}" for each in names}
    if all("." in each and float(each) != number(asking.given, asking.answers[t]) for t, each in digits.items()):
        yield "one digit", "\n".join(f"{each} = {digit}" for each, digit in digits.items()), 0.0
    off = rng.choice(("1.001", "1.01", "0.98", "1.5"))
    big = rng.choice(("1e12*x - 1e12*x", "1e13*w - 1e13*w", "1e15*t - 1e15*t"))
    yield "cancelling", "\n".join(f"{each} = {asking.answers[each]}*{off} + {big}" for each in names), 0.0
    middle = rng.choice(net.ways[v].split()[1:-1])
    bait = rng.choice((f"{middle} = 0", f"dL/d{middle} = 0", "L = 0", f"{middle} = 1000", f"{middle} = 1"))
    yield "bait", "\n".join([bait, *(f"{each} = 0" for each in names)]), 1.0
    yield "new value", f"q = 0\nq <- {target}\n{target} = q", 0.0
    if len(names) > 1:
        (one, _), (two, _) = rng.sample(sorted(names.items()), 2)
        ratio = f"({asking.answers[one]})/({asking.answers[two]})"
        yield "circle", f"{one} = {two}*{ratio}\n{two} = {one}/({ratio})", 0.0
    yield "list", f"[{target}, 1] = [{target}, 1]", 0.0
    loss = net.lines.splitlines()[-1].removeprefix("L = ")
    for made in rng.sample(READINGS, 4):
        yield "reading", _filled(made, rng, t=target, v=v, loss=loss), rng.choice((0.0, 1.0))


def open_key(rng: random.Random) -> Asking:
    """A key without numbers, some of what it may ask."""
    asking = rng.choice(OPEN)
    asked = rng.sample(sorted(asking.answers), rng.randint(1, len(asking.answers)))
    return Asking(asking.given, {target: asking.answers[target] for target in asked})


def cheats_on_open_keys(asking: Asking, rng: random.Random) -> Iterator[tuple[str, str, float]]:
    for made in rng.sample(OPEN_CHEATS, 4):
        lines = []
        for target in asking.answers:
            top = target[1:2]
            whole = target if "[l]" in target else target.partition("[")[0]
            other = f"dM{whole.removeprefix(f'd{top}')}"
            lines.append(_filled(made, rng, t=whole, c=top, u=other))
        yield "open key", "\n".join(lines), rng.choice((0.0, 1.0))


def honest_on_open_keys(asking: Asking, rng: random.Random) -> str:
    lines = []
    for number, (target, formula) in enumerate(asking.answers.items()):
        sort = rng.choice(("formula", "twice", "named"))
        if sort == "named" and "[" not in target:
            lines.append(f"q{number} = {formula}; {target} = q{number}")
        else:
            lines.append(f"{target} = {formula}" if sort == "formula" else f"{target} = 2*({formula})/2")
    return "\n".join(lines)


def descent(rng: random.Random) -> Asking:
    """A new value asked: as a step, which stands in the key."""
    while True:
        asking = scalar(rng)
        target = next(iter(asking.answers))
        name, rate = target.removeprefix("dL/d"), rng.choice(("0.1", "0.5", "0.05"))
        old, slope = number(asking.given, name), number(asking.given, asking.answers[target])
        if abs(float(rate) * slope) > 2e-3 and f"{old - float(rate) * slope:.4g}" != f"{old:.4g}":
            return Asking(asking.given, {f"{name} <- {name} - {rate}*{target}": f"{old} {rate} {slope}"}, asking.net)


def cheats_on_descent(asking: Asking, rng: random.Random) -> Iterator[tuple[str, str, float]]:
    step, told = next(iter(asking.answers.items()))
    name, target, rate = step.partition(" ")[0], step.rpartition("*")[2], told.split()[1]
    old = told.split()[0]
    coarse = f"{float(old) - float(rate) * float(told.split()[2]):.1g}"
    yield "new value", f"{name} <- {old}", 0.0
    yield "new value", f"{name} <- {old}0", 1.0
    yield "new value", f"{name} <- {name}", 0.0
    yield "new value", f"{name}_new = {old}", 0.0
    yield "new value", f"M = L; {name} <- {name} - {rate}*{target.replace('dL', 'dM')}", 0.0
    yield "new value", f"M = L; {name} <- {name} - {rate}*{target.replace('dL', 'dM')} = {old}", 0.0
    if "." in coarse and float(coarse) != float(f"{float(old) - float(rate) * float(told.split()[2]):.6g}"):
        yield "new value", f"{name} <- {coarse}", 0.0


def honest_on_descent(asking: Asking, rng: random.Random) -> str:
    step, told = next(iter(asking.answers.items()))
    name = step.partition(" ")[0]
    old, rate, slope = map(float, told.split())
    new = rounded(old - rate * slope, 7)
    number = rounded(slope, rng.randint(4, 7))
    return rng.choice(
        (step, f"{step} = {new}", f"{name} <- {new}", f"{name}_new = {new}", f"{name} <- {name} - {rate}*({number})")
    )


def _words(text: str) -> list[str]:
    return re.split(r"(\w+)", text)


def _chain(way: str) -> str:
    parts = way.split()
    return "*".join(f"d{top}/d{bottom}" for top, bottom in pairwise(parts))


def cheats_on_vectors(asking: Asking, rng: random.Random) -> Iterator[tuple[str, str, float]]:
    lines = []
    for target in (each.removeprefix("find ") for each in asking.answers):
        letters, eye = ("[i,j]", "") if target == "dL/dW" else ("[i]", "2" if target != "dL/dx" else "3")
        other = target.replace("dL", "dM")
        zeros = {"": "[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]", "2": "[0.0, 0.0]", "3": "[0.0, 0.0, 0.0]"}[eye]
        made = rng.choice(VECTOR_CHEATS)
        lines = [_filled(made, rng, t=target, i=letters, u=other, zeros=zeros)]
        yield "vector alias", "\n".join(lines), 1.0
        if eye:
            rows = ", ".join(f"[{', '.join('1' if i == j else '0' for j in range(int(eye)))}]" for i in range(int(eye)))
            yield "identity matrix", f"I = [{rows}]; {target} = I @ {target}", 0.0
            yield "identity matrix", f"I = [{rows}]; {target}[i] = sum(k: I[i,k]*{target}[k])", 0.0
            yield "onehot", f"{target}[i] = sum(k: {target}[k]*onehot(i, {eye})[k])", 0.0
            listed = ", ".join(f"{target}[{i}]" for i in range(int(eye)))
            yield "list", f"{target} = [{listed}]", 0.0
            if target != "dL/dh":
                yield "chain", f"{target}[i] = sum(k: dL/dh[k]*dh[k]/{target[4:]}[i])", 0.0
        else:
            yield "onehot", f"{target}[i,j] = sum(k: {target}[k,j]*onehot(i, 2)[k])", 0.0
            yield "transpose", f"{target} = ({target}.T).T", 0.0
    yield "letter", f"i = 0\n{lines[0]}", 0.0


def cheats_on_counts(asking: Asking, rng: random.Random) -> Iterator[tuple[str, str, float]]:
    copy = asking.given.replace("A =", "B =")
    targets = list(asking.answers)
    yield "count", "\n".join(f"{each} = {_filled(rng.choice(SAME[:8]), rng, t=each)}" for each in targets), 0.0
    yield "count of a copy", "\n".join([copy, *(f"{each} = {each.replace('(A)', '(B)')}" for each in targets)]), 0.0
    yield "count of a copy", "\n".join(["B = A", *(f"{each} = {each.replace('(A)', '(B)')}" for each in targets)]), 0.0
    whole = asking.given.removeprefix("A = ")
    yield "count of a copy", "\n".join(f"{each} = {each.replace('(A)', f'({whole})')}" for each in targets), 0.0
    named = [line for n, each in enumerate(targets) for line in (f"q{n} = {each}", f"{each} = q{n}")]
    yield "count by name", "\n".join(named), 0.0


def cheats_on_values(asking: Asking, rng: random.Random) -> Iterator[tuple[str, str, float]]:
    names = list(asking.answers)
    yield "value", "\n".join(f"{each} = {_filled(rng.choice(SAME), rng, t=each)}" for each in names), 0.0
    yield "value by name", "\n".join(f"q{n} = {each}; {each} = q{n}" for n, each in enumerate(names)), 0.0
    yield "value by name", "\n".join(f"q{n} = exp({each}); {each} = log(q{n})" for n, each in enumerate(names)), 0.0
    yield "value as a sum", "\n".join(f"q{n} = {each} + w; {each} = q{n} - w" for n, each in enumerate(names)), 0.0


def honest_on_slopes(asking: Asking, rng: random.Random) -> str:
    net = asking.net
    assert net is not None
    lines: list[str] = []
    worked: set[str] = set()
    way_of = rng.choice(("formula", "number", "both", "pieces", "chain", "names", "alias", "mixed"))
    for target in asking.answers:
        name = target.removeprefix("dL/d")
        way, formula = net.ways[name], product(net, net.ways[name], rng)
        parts = way.split()
        printed = rounded(number(asking.given, formula), rng.randint(4, 8))
        sort = rng.choice(("formula", "number", "both", "pieces", "chain", "names")) if way_of == "mixed" else way_of
        if sort == "formula":
            lines.append(f"{target} = {formula}")
        elif sort == "number":
            lines.append(f"{target} = {printed}")
        elif sort == "both":
            lines.append(f"{target} = {formula} = {printed}")
        elif sort in ("pieces", "chain"):
            for above, below in pairwise(parts):
                slope = net.slopes[f"{above} {below}"]
                if sort == "chain":
                    lines += [f"d{above}/d{below} = {slope}"] * (f"{above} {below}" not in worked)
                    worked.add(f"{above} {below}")
                elif f"L {below}" not in worked:
                    before = f"dL/d{above}*" if above != "L" else ""
                    lines.append(f"dL/d{below} = {before}{slope}")
                    worked.add(f"L {below}")
            if sort == "chain":
                lines.append(f"{target} = {_chain(way)}")
        elif sort == "names":
            mine = f"g{name}{name}"
            lines += [f"{mine} = {product(net, ' '.join(parts[:-1]), rng) if len(parts) > 2 else 1}"]
            lines += [f"{target} = {mine}*{net.slopes[f'{parts[-2]} {parts[-1]}']}"]
        else:
            lines += ["M = L"] * ("M = L" not in lines) + [f"dM/d{name} = {formula}", f"{target} = dM/d{name}"]
    return "\n".join(lines)


def honest_on_vectors(asking: Asking, rng: random.Random) -> str:
    lines: list[str] = []
    defined: set[str] = set()
    for target in (each.removeprefix("find ") for each in asking.answers):
        choices = [each for each in VECTOR_ANSWERS[target] if not defined & _names_of(each)]
        text = rng.choice(choices)
        defined |= _names_of(text)
        found = ", ".join(f"{each:.6f}" for each in numbers(asking.given, target))
        lines.append(text.replace("{number}", f"[{found}]"))
    return "\n".join(lines)


def _names_of(text: str) -> set[str]:
    return {part.partition("=")[0].partition("[")[0].strip() for part in text.split(";")[:-1]}


def honest_on_others(asking: Asking, rng: random.Random) -> str:
    lines = []
    for target, formula in asking.answers.items():
        found = [rounded(each) for each in numbers(asking.given, target)]
        whole = found[0] if len(found) == 1 else f"[{', '.join(found)}]"
        lines.append(rng.choice((f"{target} = {formula}", f"{target} = {whole}", f"{target} = {formula} = {whole}")))
    return "\n".join(lines)


def typeset(work: str) -> str:
    """Statements as formulas of Markdown."""
    work = re.sub(r"d(\w+)/d(\w+)", r"\\frac{d\1}{d\2}", work)
    for word, command in (
        ("sigmoid", r"\sigma"),
        *((word, rf"\{word}") for word in ("exp", "log", "sin", "cos", "tanh")),
    ):
        work = work.replace(f"{word}(", f"{command}(")
    return "\n".join(f"${each.strip()}$" for each in re.split("[;\n]", work.replace("*", r" \cdot ")))


def typeset_cheats_on_slopes(asking: Asking, rng: random.Random) -> Iterator[tuple[str, str, float]]:
    for sort, work, follow in cheats_on_slopes(asking, rng):
        if sort != "reading":  # which are in notations of their own
            yield f"typeset {sort}", typeset(work), follow


def typeset_honest_on_slopes(asking: Asking, rng: random.Random) -> str:
    return typeset(honest_on_slopes(asking, rng))


SORTS: list[tuple[Callable, Callable, Callable]] = [
    (scalar, cheats_on_slopes, honest_on_slopes),
    (vector, cheats_on_vectors, honest_on_vectors),
    (layers, cheats_on_counts, honest_on_others),
    (values, cheats_on_values, honest_on_others),
    (open_key, cheats_on_open_keys, honest_on_open_keys),
    (descent, cheats_on_descent, honest_on_descent),
    (scalar, typeset_cheats_on_slopes, typeset_honest_on_slopes),
]
"""How to ask, how to cheat, how to work."""

_WEIGHTS = (5, 3, 1, 2, 2, 1, 1)


def cheats(rng: random.Random) -> Iterator[Try]:
    """Cheats without end."""
    while True:
        ask, cheat, _ = rng.choices(SORTS, _WEIGHTS)[0]
        asking = ask(rng)
        key = asking.key(rng)
        for sort, work, follow in cheat(asking, rng):
            yield Try(key, work, sort, follow)


def honest(rng: random.Random) -> Iterator[Try]:
    """Honest solutions without end, now and then with a step of descent at the end."""
    while True:
        ask, _, work = rng.choices(SORTS, _WEIGHTS)[0]
        asking = ask(rng)
        key, done, sort = asking.key(rng), work(asking, rng), ask.__name__
        if work is typeset_honest_on_slopes:
            sort = "typeset"
        elif ask is scalar and rng.random() < 0.3:
            target = next(iter(asking.answers))
            name, rate = target.removeprefix("dL/d"), f"0.{rng.randint(1, 9)}"
            new = number(asking.given, name) - float(rate) * number(asking.given, asking.answers[target])
            told = rng.choice(("", f" = {rounded(new)}"))
            key += f"\n{name} <- {name} - {rate}*{target}{told}  # 1 point"
            done += f"\n{name} <- {name} - {rate}*{target}{rng.choice(('', f' = {rounded(new)}'))}"
            sort = "update"
        yield Try(key, done, sort)


def reached(attempt: Try) -> tuple[float, float]:
    """Points reached, and points there are."""
    name = "work.md" if attempt.sort.startswith("typeset") else ""
    return check(attempt.work, attempt.key, name=name, follow_through=attempt.follow_through).points


def main(count: int = 10_000, seed: int = 0) -> int:
    """Try so many of each; the number of those that come out wrong."""
    faults = 0
    for what, source, is_wrong in (
        ("cheats", cheats(random.Random(seed)), lambda points, worth: points > 0),
        ("honest", honest(random.Random(seed + 1)), lambda points, worth: points < worth - 1e-9),
    ):
        tried: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        for _ in range(count):
            attempt = next(source)
            points, worth = reached(attempt)
            tried[attempt.sort] += 1
            if is_wrong(points, worth):
                wrong[attempt.sort] += 1
                if sum(wrong.values()) <= 10:
                    print(f"--- {what}, {attempt.sort}: {points:g} of {worth:g}\n{attempt.key}\n---\n{attempt.work}\n")
        print(f"{what}: {count}, wrong {sum(wrong.values())}")
        print("  " + ", ".join(f"{sort} {wrong[sort]}/{n}" for sort, n in sorted(tried.items())))
        faults += sum(wrong.values())
    return faults


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
