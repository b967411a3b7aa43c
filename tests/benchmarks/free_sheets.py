"""Random sheets without a number: right ones in varied algebraic forms, and ones with a planted mistake.

    python -m tests.benchmarks.free_sheets [COUNT] [FIRST] [--show] [--right | --mistakes]

COUNT sheets of each (2,000 unless told), from number FIRST on (0). Vectors, matrices, sums, means, softmax, norms and
networks of two to four layers, in matrix or index notation, with sizes told or not; losses and activations of which
nothing is known, layers and steps by recursion, second derivatives, direct partials, cases. Planted are a transpose, an
order of factors, a 1/n, an index, a path, a sign. A right claim that is not right is a false alarm; a mistake not
called wrong is missed.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from autograd import check
from autograd.worksheet.language.edits import paths, replaced
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.statements import Reader
from autograd.worksheet.language.tokens import tokens
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Transpose,
)

TWO = Number(2.0, 0.0, "2")


@dataclass
class Fact:
    """A right claim: what it is about, its formula, and what people write in its place, by kind of mistake."""

    target: str
    formula: str
    mistakes: dict[str, list[str]] = field(default_factory=dict)
    condition: str = ""


@dataclass
class Subject:
    """What a sheet is about: its sizes as they are told, its definitions and what is right of them."""

    sizes: list[str]
    definitions: list[str]
    facts: list[Fact]


SLOPES = {"σ": "{a}*(1 - {a})", "tanh": "1 - {a}^2", "relu": "H({z})", "softplus": "σ({z})"}
"""Activations, and their slopes at z in terms of a = f(z)."""


def slope(function: str, z: str, a: str) -> str:
    return f"({SLOPES[function].format(z=z, a=a)})"


def layers(rng: random.Random) -> Subject:
    """Two to four layers in matrix notation, with half the squared distance as their loss."""
    count = rng.randint(2, 4)
    lengths = ["d", "h", "k", "q", "p"]
    functions = [rng.choice(list(SLOPES)) for _ in range(count)]
    product = rng.choice(("@", " "))
    definitions, sizes, below = [], ["x in R^d", f"t in R^{lengths[count]}"], "x"
    for place in range(1, count + 1):
        definitions += [
            f"z{place} = W{place}{product}{below} + b{place}",
            f"a{place} = {functions[place - 1]}(z{place})",
        ]
        sizes += [f"W{place} in R^{{{lengths[place]}×{lengths[place - 1]}}}", f"b{place} in R^{lengths[place]}"]
        below = f"a{place}"
    definitions.append(rng.choice((f"L = 1/2 ||{below} - t||^2", f"L = 1/2 ({below} - t)^T ({below} - t)")))
    facts = [Fact(f"dL/da{count}", f"a{count} - t")]
    delta = f"(a{count} - t)*{slope(functions[-1], f'z{count}', f'a{count}')}"
    for place in range(count, 0, -1):
        before = f"a{place - 1}" if place > 1 else "x"
        own = f"dL/dz{place}"
        facts.append(Fact(own, delta))
        facts.append(
            Fact(
                f"dL/dW{place}",
                f"({delta})@{before}.T",
                {"order": [f"{before}@({delta}).T"], "transpose": [f"({delta})@{before}"]},
            )
        )
        facts.append(Fact(f"dL/dW{place}", f"{own}@{before}.T", {"order": [f"{before}@{own}.T"]}))
        facts.append(Fact(f"dL/db{place}", own))
        if place > 1:
            wrong = {"transpose": [f"W{place}@({delta})"], "order": [f"({delta})@W{place}.T"]}
            facts.append(Fact(f"dL/d{before}", f"W{place}.T@({delta})", wrong))
            delta = f"(W{place}.T@{own})*{slope(functions[place - 2], f'z{place - 1}', before)}"
        else:
            facts.append(Fact("dL/dx", f"W1.T@{own}", {"transpose": [f"W1@{own}"]}))
    return Subject(sizes, definitions, facts)


def layers_by_entry(rng: random.Random) -> Subject:
    """Two layers with index letters."""
    function = rng.choice(list(SLOPES))
    first, over = rng.choice((("1/2 sum", ""), ("mean", "2/n*"), ("sum", "2*")))
    definitions = [
        "z[i] = sum(j: W[i,j] x[j]) + b[i]",
        f"h[i] = {function}(z[i])",
        "y[k] = sum(i: V[k,i] h[i]) + c[k]",
        f"L = {first}(i: (y[i] - t[i])^2)",
    ]
    own = slope(function, "z[i]", "h[i]")
    error = f"{over}(y[k] - t[k])"
    facts = [
        Fact("dL/dy[k]", error, {"1/n": [f"{over}(y[k] - t[k])/2", f"3*{error}"]}),
        Fact("dL/dV[k,i]", f"{error}*h[i]", {"index": [f"{over}(y[i] - t[i])*h[k]"]}),
        Fact("dL/dc[k]", error),
        Fact("dL/dh[i]", f"sum(k: {error}*V[k,i])", {"index": [f"sum(k: {error}*V[i,k])"]}),
        Fact("dL/dz[i]", f"sum(k: {error}*V[k,i])*{own}", {"index": [f"sum(k: {error}*V[i,k])*{own}"]}),
        Fact("dL/dW[i,j]", f"sum(k: {error}*V[k,i])*{own}*x[j]", {"index": [f"sum(k: {error}*V[k,i])*{own}*x[i]"]}),
        Fact("dL/dW[i,j]", "dL/dz[i]*x[j]", {"index": ["dL/dz[j]*x[i]"]}),
        Fact("dL/dx[j]", "sum(i: dL/dz[i]*W[i,j])", {"index": ["sum(i: dL/dz[i]*W[j,i])"]}),
    ]
    sizes = ["x in R^d", "W in R^{h×d}", "V in R^{n×h}", "t in R^n"]
    return Subject(sizes if over == "2/n*" else rng.choice((sizes, [])), definitions, facts)


def regression(rng: random.Random) -> Subject:
    """Least squares over examples that are rows, with or without a penalty."""
    form, factor = rng.choice(
        (
            ("1/(2m) ||X w - y||^2", "1/m*"),
            ("1/m ||X w - y||^2", "2/m*"),
            ("||X w - y||^2", "2*"),
            ("1/m (X w - y)^T (X w - y)", "2/m*"),
            ("1/2 sum((X w - y)^2)", "1*"),
            ("mean((X w - y)^2)", "2/m*"),
        )
    )
    is_mean = "m" in factor
    penalty = rng.random() < 0.5
    definitions = [f"J = {form}" + (" + λ ||w||^2" if penalty else "")]
    more, rest = (" + 2*λ*w", {"path": [f"{factor}X.T@(X@w - y)"]}) if penalty else ("", {})
    wrong = {"transpose": [f"{factor}X@(X@w - y){more}"], "order": [f"{factor}(X@w - y)@X.T{more}"], **rest}
    if is_mean:
        wrong["1/n"] = [f"{factor.replace('m', 'n')}X.T@(X@w - y){more}", f"2*{factor}X.T@(X@w - y){more}"]
    facts = [
        Fact("dJ/dw", f"{factor}X.T@(X@w - y){more}", wrong),
        Fact("dJ/dw", f"{factor}(X.T@X@w - X.T@y){more}", {"sign": [f"{factor}(X.T@X@w + X.T@y){more}"]}),
        Fact("dJ/dy", f"-{factor}(X@w - y)"),
        Fact("dJ/dX", f"{factor}(X@w - y)@w.T", {"order": [f"{factor}w@(X@w - y).T"]}),
    ]
    sizes = ["X in R^{m×n}", "w in R^n", "y in R^m"]
    return Subject(sizes if is_mean or rng.random() < 0.5 else [], definitions, facts)


def forms_of_degree_two(rng: random.Random) -> Subject:
    """A quadratic form with a linear one, and what hangs on it."""
    outer = rng.choice(("", "exp", "tanh", "square"))
    definitions = ["q = x^T A x + b^T x + c"]
    gradient = "((A + A.T)@x + b)"
    wrong = {
        "transpose": ["(2*A@x + b)"],
        "path": ["(A + A.T)@x"],
        "sign": ["((A + A.T)@x - b)"],
    }
    facts = [Fact("dq/dx", gradient, wrong), Fact("dq/dA", "x@x.T"), Fact("dq/db", "x"), Fact("dq/dc", "1")]
    above = {"exp": "f*", "tanh": "(1 - f^2)*", "square": "2*q*"}.get(outer, "")
    if outer:
        definitions.append("f = q^2" if outer == "square" else f"f = {outer}(q)")
        facts += [
            Fact("df/dx", above + gradient, {"transpose": [f"{above}(2*A@x + b)"]}),
            Fact("df/dA", f"{above}x@x.T"),
            Fact("df/db", f"{above}x"),
        ]
    return Subject(rng.choice(([], ["A in R^{n×n}", "x, b in R^n", "c in R"])), definitions, facts)


def softmax(rng: random.Random) -> Subject:
    """Cross-entropy of a softmax: by entries, as lists, over a matrix product."""
    z = rng.choice("zsuh")
    y = rng.choice("yt")
    definitions, facts = [], []
    if rng.random() < 0.6:
        definitions.append(f"{z} = W x + b")
        facts += [
            Fact("dL/dW", f"(p - {y})@x.T", {"order": [f"x@(p - {y}).T"], "transpose": [f"(p - {y})@x"]}),
            Fact("dL/dx", f"W.T@(p - {y})", {"transpose": [f"W@(p - {y})"]}),
            Fact("dL/dW[i,j]", f"(p[i] - {y}[i])*x[j]", {"index": [f"(p[j] - {y}[j])*x[i]"]}),
            Fact("dL/db", f"p - {y}"),
        ]
    by_entry = rng.random() < 0.5
    definitions += [f"p[i] = exp({z}[i])/sum(k: exp({z}[k]))" if by_entry else f"p = softmax({z})"]
    definitions += [rng.choice((f"L = -sum(i: {y}[i] log(p[i]))", f"L = -sum({y}*log(p))"))]
    facts += [
        Fact(f"dL/d{z}[i]", f"p[i] - {y}[i]", {"index": [f"p[i] - sum(k: {y}[k])"]}),
        Fact(f"dL/d{z}", f"p - {y}"),
        Fact("dL/dp[i]", f"-{y}[i]/p[i]"),
        Fact(f"dp[i]/d{z}[i]", "p[i]*(1 - p[i])", {"index": ["p[i]*(1 - sum(k: p[k]))"]}),
        Fact(f"dp[i]/d{z}[j]", "-p[i]*p[j]", {"index": ["-p[i]^2"]}, " for i != j"),
        Fact(f"dL/d{z}[j]", f"sum(i: dL/dp[i]*dp[i]/d{z}[j])", {"index": [f"sum(i: dL/dp[j]*dp[i]/d{z}[j])"]}),
    ]
    return Subject([], definitions, facts)


def batch(rng: random.Random) -> Subject:
    """A layer over examples that are columns, with a mean of losses."""
    function = rng.choice(("σ", "tanh"))
    own = slope(function, "Z", "A")
    definitions = ["Z = W X + b", f"A = {function}(Z)", "J = 1/m sum((A - Y)^2)"]
    delta = f"2/m*(A - Y)*{own}"
    facts = [
        Fact("dJ/dA", "2/m*(A - Y)", {"1/n": ["2*(A - Y)", "2/n*(A - Y)"]}),
        Fact("dJ/dZ", delta),
        Fact("dJ/dW", f"({delta})@X.T", {"order": [f"X@({delta}).T"], "transpose": [f"({delta})@X"]}),
        Fact("dJ/dW", "dJ/dZ@X.T", {"order": ["X.T@dJ/dZ"]}),
        Fact("dJ/db[i]", "sum(j: dJ/dZ[i,j])", {"index": ["sum(j: dJ/dZ[j,i])"]}),
        Fact("dJ/dX", f"W.T@({delta})", {"transpose": [f"W@({delta})"]}),
    ]
    return Subject(["X in R^{n×m}", "W in R^{k×n}", "b in R^k", "Y in R^{k×m}"], definitions, facts)


def norms(rng: random.Random) -> Subject:
    """Lengths, shares of a length, logsumexp."""
    sort = rng.choice(("norm", "unit", "logsumexp", "variance", "distance"))
    if sort == "norm":
        return Subject([], ["r = ||A x - b||"], [
            Fact("dr/dx", "A.T@(A@x - b)/r", {"transpose": ["A@(A@x - b)/r"]}),
            Fact("dr/db", "-(A@x - b)/r"),
            Fact("dr/dA", "(A@x - b)@x.T/r", {"order": ["x@(A@x - b).T/r"]}),
        ])  # fmt: skip
    if sort == "unit":
        return Subject([], ["r = ||x||", "u = x/r", "s = w^T u"], [
            Fact("dr/dx", "x/r"),
            Fact("ds/dw", "x/r"),
            Fact("ds/dx", "w/r - (w.T@x)*x/r^3", {"path": ["w/r"]}),
            Fact("ds/dx[i]", "(w[i] - s*u[i])/r", {"index": ["(w[i] - s*w[i])/r"]}),
        ])  # fmt: skip
    if sort == "logsumexp":
        return Subject([], ["z = W x", "s = log(sum(i: exp(z[i])))", "L = s - c^T z"], [
            Fact("dL/dz", "softmax(z) - c"),
            Fact("dL/dz[i]", "exp(z[i] - s) - c[i]"),
            Fact("dL/dx", "W.T@(softmax(z) - c)", {"transpose": ["W@(softmax(z) - c)"], "path": ["W.T@softmax(z)"]}),
            Fact("dL/dW", "(softmax(z) - c)@x.T", {"order": ["x@(softmax(z) - c).T"]}),
            Fact("dL/dc", "-z"),
        ])  # fmt: skip
    if sort == "variance":
        return Subject(["x in R^m"], ["μ = mean(x)", "v = mean(i: (x[i] - μ)^2)"], [
            Fact("dv/dx[i]", "2/m*(x[i] - μ)", {"1/n": ["2*(x[i] - μ)"]}),
            Fact("dμ/dx[i]", "1/m", {"1/n": ["1"]}),
        ])  # fmt: skip
    return Subject([], ["D = sum(k: (x[k] - c[k])^2)", "g = exp(-γ D)", "f = w^T x + g"], [
        Fact("dD/dx[i]", "2*(x[i] - c[i])"),
        Fact("dg/dx[i]", "-2*γ*g*(x[i] - c[i])"),
        Fact("df/dx[i]", "w[i] - 2*γ*g*(x[i] - c[i])", {"path": ["w[i]", "-2*γ*g*(x[i] - c[i])"]}),
        Fact("df/dc", "2*γ*g*(x - c)"),
        Fact("df/dγ", "-D*g"),
    ])  # fmt: skip


def numbers(rng: random.Random) -> Subject:
    """Single numbers: a neuron with a path beside it."""
    function = rng.choice(list(SLOPES))
    own = slope(function, "z", "a")
    return Subject([], ["z = w x + b", f"a = {function}(z)", "y = v a + x", "L = 1/2 (y - t)^2"], [
        Fact("dL/dy", "y - t"),
        Fact("dL/dv", "(y - t)*a"),
        Fact("dL/dw", f"(y - t)*v*{own}*x"),
        Fact("dL/db", f"(y - t)*v*{own}"),
        Fact("dL/dx", f"(y - t)*(v*{own}*w + 1)", {"path": [f"(y - t)*v*{own}*w", "y - t"]}),
    ])  # fmt: skip


def abstract(rng: random.Random) -> Subject:
    """A loss and an activation of which nothing is known."""
    if rng.random() < 0.5:
        return Subject(["W in R^{k×n}", "x in R^n"], ["z = W x + b", "a = g(z)", "L = 1/2 ||a - t||^2"], [
            Fact("dL/dz", "(a - t)*g'(z)", {"path": ["a - t"]}),
            Fact("dL/dW", "((a - t)*g'(z))@x.T", {"order": ["x@((a - t)*g'(z)).T"], "path": ["(a - t)@x.T"]}),
            Fact("dL/dx", "W.T@((a - t)*g'(z))", {"transpose": ["W@((a - t)*g'(z))"]}),
            Fact("dL/db", "dL/da*g'(z)", {"path": ["dL/da"]}),
        ])  # fmt: skip
    return Subject(["W in R^{k×n}", "x in R^n"], ["y = W x + b", "L = f(y)", "J = L + λ/2 ||W||^2"], [
        Fact("dL/dW", "dL/dy@x.T", {"order": ["x@dL/dy.T"]}),
        Fact("dL/dx", "W.T@dL/dy", {"transpose": ["W@dL/dy"]}),
        Fact("dL/db", "dL/dy"),
        Fact("dJ/dW", "dL/dy@x.T + λ*W", {"path": ["dL/dy@x.T"]}),
    ])  # fmt: skip


def families(rng: random.Random) -> Subject:
    """Layers or time steps by recursion."""
    if rng.random() < 0.5:
        f = rng.choice(("σ", "tanh"))
        own = slope(f, "z[l]", "a[l]")
        return Subject([], ["z[l] = W[l] a[l-1] + b[l]", f"a[l] = {f}(z[l])", "C = 1/2 ||a[L] - y||^2"], [
            Fact("dC/db[l]", f"dC/da[l]*{own}", {"path": ["dC/da[l]"]}),
            Fact("dC/dW[l]", "dC/dz[l]@a[l-1].T", {"order": ["a[l-1]@dC/dz[l].T"], "index": ["dC/dz[l]@a[l].T"]}),
            Fact("dC/da[l-1]", "W[l].T@dC/dz[l]", {"transpose": ["W[l]@dC/dz[l]"]}),
            Fact("dC/da[L]", "a[L] - y"),
        ])  # fmt: skip
    return Subject([], ["h[t] = tanh(w x[t] + u h[t-1])", "L = sum(t: (h[t] - y[t])^2)"], [
        Fact("dh[t]/dx[t]", "(1 - h[t]^2)*w", {"index": ["(1 - h[t-1]^2)*w"], "path": ["w"]}),
        Fact("dh[t]/dh[t-1]", "(1 - h[t]^2)*u", {"path": ["u"]}),
    ])  # fmt: skip


def curvature(rng: random.Random) -> Subject:
    """Second derivatives and Hessians."""
    sort = rng.choice(("numbers", "squares", "logistic"))
    if sort == "numbers":
        return Subject([], ["p = σ(w x + b)", "L = -y log(p) - (1 - y) log(1 - p)"], [
            Fact("dL/dw", "(p - y)*x"),
            Fact("d²L/dw²", "p*(1 - p)*x^2", {"path": ["p*x^2"]}),
            Fact("∂²L/∂w∂b", "p*(1 - p)*x"),
            Fact("d²L/db²", "p*(1 - p)", {"path": ["p"]}),
        ])  # fmt: skip
    if sort == "squares":
        return Subject(["X in R^{m×n}", "w in R^n", "y in R^m"], ["J = 1/2 ||X w - y||^2 + λ/2 w^T w"], [
            Fact("dJ/dw", "X.T@(X@w - y) + λ*w", {"path": ["X.T@(X@w - y)"]}),
            Fact("d²J/dw²", "X.T@X + λ*I", {"order": ["X@X.T + λ*I"], "path": ["X.T@X"]}),
        ])  # fmt: skip
    return Subject(["X in R^{m×n}", "w in R^n", "y in R^m"], ["p = σ(X w)", "J = sum(log(1 + exp(X w))) - y^T X w"], [
        Fact("dJ/dw", "X.T@(p - y)", {"transpose": ["X@(p - y)"]}),
        Fact("d²J/dw²", "X.T@diag(p*(1 - p))@X", {"path": ["X.T@X"], "order": ["X@diag(p*(1 - p))@X.T"]}),
    ])  # fmt: skip


def normalised(rng: random.Random) -> Subject:
    """Batch norm of a list: direct partials are right inside a chain, totals of the output always."""
    del rng
    definitions = ["μ = mean(x)", "v = mean((x - μ)^2)", "h[i] = (x[i] - μ)/sqrt(v + ε)", "y[i] = γ h[i] + β"]
    direct = "dL/dh[i]/sqrt(v + ε)"
    return Subject(["x, c in R^m"], [*definitions, "L = sum(i: c[i] y[i]^2)"], [
        Fact("dL/dh[i]", "dL/dy[i]*γ"),
        Fact("dh[i]/dx[i]", "1/sqrt(v + ε)", {"1/n": ["1/sqrt(v)"]}),
        Fact("dL/dγ", "sum(i: dL/dy[i]*h[i])", {"index": ["dL/dy[i]*h[i]"]}),
        Fact("dL/dx[i]", f"{direct} + 2/m*dL/dv*(x[i] - μ) + dL/dμ/m", {"path": [direct, f"{direct} + dL/dμ/m"]}),
        Fact("dL/dv", "-1/2*sum(i: dL/dh[i]*(x[i] - μ))/(v + ε)^1.5", {"index": ["-dL/dh[i]*(x[i] - μ)/(v + ε)^1.5"]}),
    ])  # fmt: skip


def cases(rng: random.Random) -> Subject:
    """What holds under a condition, on values and on indices."""
    if rng.random() < 0.5:
        return Subject([], ["z = w x + b", "h = z if z > 0 else 0.1 z", "L = 1/2 (h - t)^2"], [
            Fact("dh/dz", "1 if z > 0 else 0.1", {"sign": ["1 if z < 0 else 0.1"]}),
            Fact("dL/dz", "(h - t)*(1 if z > 0 else 0.1)", {"path": ["h - t"]}),
            Fact("dL/dw", "x*(h - t)*(1 if z > 0 else 0.1)", {"path": ["x*(h - t)"]}),
        ])  # fmt: skip
    return Subject([], ["s[i] = exp(z[i])/sum(k: exp(z[k]))", "L = -log(s[c])"], [
        Fact("ds[i]/dz[j]", "s[i]*((1 if i = j else 0) - s[j])", {"index": ["s[i]*((1 if i = j else 0) - s[i])"]}),
        Fact("dL/dz[i]", "s[i] - (1 if i = c else 0)", {"path": ["s[i]"]}),
    ])  # fmt: skip


SUBJECTS: tuple[Callable[[random.Random], Subject], ...] = (
    layers,
    layers_by_entry,
    regression,
    forms_of_degree_two,
    softmax,
    batch,
    norms,
    numbers,
    abstract,
    families,
    curvature,
    normalised,
    cases,
)


def varied(formula: str, rng: random.Random) -> str:
    """The formula in another algebraic form."""
    node = _read(formula)
    for _ in range(rng.randint(0, 3)):
        ways = list(_other_forms(node, rng))
        node = rng.choice(ways) if ways else node
    return echo(_transposed_once(node))


def _transposed_once(node: Node) -> Node:
    node = node.with_parts(*map(_transposed_once, node.parts)) if node.parts else node
    return node.operand.operand if isinstance(node, Transpose) and isinstance(node.operand, Transpose) else node


def _read(formula: str) -> Node:
    words = [
        "L",
        "J",
        "q",
        "f",
        "s",
        "r",
        "g",
        "D",
        "v",
        "μ",
        "mu",
        "p",
        "z",
        "a",
        "h",
        "u",
        "y",
        "x",
        "c",
        "b",
        "d",
        "W",
        "w",
        "A",
        "X",
        "V",
        "t",
        "C",
        "I",
        "β",
        "beta",
        "Z",
        "Y",
        "γ",
        "gamma",
        "λ",
    ]
    known = {*words, *(f"{word}{number}" for word in "zaWb" for number in range(1, 6))}
    reader = Reader(formula, tokens(formula), known - {"d"})
    reader.unknown, reader.is_single = ("g",), lambda word, operands, target: False
    return reader.conditional()


def _other_forms(formula: Node, rng: random.Random) -> Iterator[Node]:
    """The formula with one part rearranged: it means the same whatever its names are."""
    for path, node in paths(formula):
        match node:
            case Sum(terms, signs) if len(terms) > 1 and not _is_place(terms):
                order = list(range(len(terms)))
                rng.shuffle(order)
                first = order[0]
                shuffled = tuple(terms[place] for place in order)
                if signs[first] == "-":
                    shuffled = (Negative(shuffled[0]), *shuffled[1:])
                mixed = "+" + "".join(signs[place] for place in order[1:])
                yield replaced(formula, path, Sum(shuffled, mixed))
                turned = "".join("-" if sign == "+" else "+" for sign in signs)
                inner = terms if turned[0] == "+" else (Negative(terms[0]), *terms[1:])
                yield replaced(formula, path, Negative(Sum(inner, "+" + turned[1:])))
            case Transpose(Sum(terms, signs)):
                yield replaced(formula, path, Sum(tuple(map(_transposed, terms)), signs))
            case Product((Transpose(one), other), "*@") if not isinstance(other, Transpose):
                yield replaced(formula, path, _transposed(Product((_transposed(other), one), "*@")))
            case Product((Number() as number, *rest), signs) if set(signs[2:]) <= {"*"} and rest and signs[1] == "*":
                inner = rest[0] if len(rest) == 1 else Product(tuple(rest), "*" + signs[2:])
                match inner:
                    case Sum(terms, inside):
                        spread = tuple(Product((number, term), "**") for term in terms)
                        yield replaced(formula, path, Sum(spread, inside))
            case Power(Name() | Index() as base, Number(2)):
                yield replaced(formula, path, Product((base, base), "**"))
            case Fold(function, letter, Sum(terms, signs)) if function in ("sum", "mean"):
                yield replaced(formula, path, Sum(tuple(Fold(function, letter, term) for term in terms), signs))
            case Product((Name() as one, Sum((Number(1), Name() as other), "+-")), "**") if one == other:
                yield replaced(formula, path, Sum((one, Power(one, TWO)), "+-"))
            case Derivative() | Name() | Number() | Index() | Call():
                pass


def _is_place(terms: tuple[Node, ...]) -> bool:
    """Whether a sum is an index, l - 1: that is written one way only."""
    return any(isinstance(term, Name) and term.name in ("l", "t") for term in terms[:1])


def _transposed(node: Node) -> Node:
    return node.operand if isinstance(node, Transpose) else Transpose(node)


OF_ITS_OWN = 0.75
"""How often a mistake is one of the fact's own, where it has such, and not a sign or a factor."""


def mistaken(fact: Fact, rng: random.Random) -> tuple[str, str]:
    """A kind of mistake, and the claim with it."""
    ways = [(kind, echo(_read(each))) for kind, wrong in fact.mistakes.items() for each in wrong]
    node = _read(fact.formula)
    ways.append(("sign", echo(Negative(node))))
    if isinstance(node, Sum) and len(node.terms) > 1:
        place = rng.randrange(len(node.terms))
        turned = "-" if node.signs[place] == "+" else "+"
        terms = node.terms if place else (Negative(node.terms[0]), *node.terms[1:])
        signs = node.signs if not place else node.signs[:place] + turned + node.signs[place + 1 :]
        ways.append(("sign", echo(Sum(terms, signs))))
    ways.append(("1/n", f"2*({echo(node)})" if fact.formula != "0" else "1"))
    kinds = list(fact.mistakes) if fact.mistakes and rng.random() < OF_ITS_OWN else ["sign", "1/n"]
    kind = rng.choice(kinds)
    return kind, rng.choice([claim for each, claim in ways if each == kind])


def written(claim: str, rng: random.Random) -> str:
    """A claim as somebody types it."""
    if rng.random() < 0.5:
        claim = claim.replace("@", " ")
    elif rng.random() < 0.5:
        claim = claim.replace("@", " @ ")
    return claim.replace(".T", "^T") if rng.random() < 0.5 else claim


@dataclass
class Sheet:
    """A sheet, the place of its planted mistake among its claims and the kind of it, if there is one."""

    text: str
    claims: int
    planted: int | None = None
    kind: str = ""


def made(seed: int, with_mistake: bool) -> Sheet:
    """A random sheet."""
    rng = random.Random(f"{seed} {with_mistake}")
    subject = SUBJECTS[seed % len(SUBJECTS)](rng)
    facts = rng.sample(subject.facts, min(len(subject.facts), rng.randint(2, 5)))
    planted = rng.randrange(len(facts)) if with_mistake else None
    kind, lines = "", []
    for place, fact in enumerate(facts):
        formula = varied(fact.formula, rng)
        if place == planted:
            kind, formula = mistaken(fact, rng)
        lines.append(f"{fact.target} = {written(formula, rng)}{fact.condition}")
    sizes = [rng.choice(("; ", "\n")).join(subject.sizes)] if subject.sizes else []
    return Sheet("\n".join([*sizes, *subject.definitions, *lines]), len(facts), planted, kind)


def outcome(sheet: Sheet) -> str:
    """How a sheet came out: "fine", or what went wrong."""
    judged = check(sheet.text).verdicts
    if len(judged) != sheet.claims:
        return f"{len(judged)} verdicts"
    for place, verdict in enumerate(judged):
        if place == sheet.planted:
            if not verdict.is_fault or verdict.verdict == "can't be read":
                return f"missed ({sheet.kind}): {verdict.verdict}"
        elif not verdict.is_fine and not verdict.verdict.startswith("follows"):
            return f"false alarm: {verdict.verdict}" if verdict.is_fault else verdict.verdict
    return "fine"


def main() -> None:
    told = [int(each) for each in sys.argv[1:] if each.isdecimal()]
    count, first = (told + [2_000, 0][len(told) :])[:2]
    asked = {"--right": (False,), "--mistakes": (True,)}
    for with_mistake in next((which for option, which in asked.items() if option in sys.argv), (False, True)):
        found: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        for seed in range(first, first + count):
            sheet = made(seed, with_mistake)
            kinds[sheet.kind] += 1
            said = outcome(sheet)
            found[said] += 1
            if said != "fine" and "--show" in sys.argv:
                print(f"---- {seed}: {said}\n{sheet.text}\n{check(sheet.text)}")
        what = "with a mistake planted" if with_mistake else "right"
        print(f"{count} sheets {what}: {found['fine']} as they should be; {dict(found)}")
        if with_mistake:
            print(f"planted: {dict(kinds)}; found {100 * found['fine'] / count:.2f} %")


if __name__ == "__main__":
    main()
