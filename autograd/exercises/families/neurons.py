"""Neurons, chains and blocks of single numbers: forward, then back along every path."""

from autograd.exercises.families.family import Family, lines

SLOPES = {"tanh": "1 - {y}^2", "sigmoid": "{y}*(1 - {y})", "relu": "H({u})"}
"""The slope of an activation, by what goes in and what comes out."""


def slope(function: str, u: str, y: str) -> str:
    """The slope of an activation at u, where it gives y."""
    return SLOPES[function].format(u=u, y=y)


def _neuron(function: str) -> str:
    return f"""
    x1 x2 ~ units
    w1 w2 b ~ fifths
    u = w1*x1 + w2*x2 + b ? 1
    y = {function}(u) ? 1
    dy/du = {slope(function, "u", "y")} ? 2
    dy/dw1 = dy/du*x1 ? 1
    dy/dw2 = dy/du*x2 ? 1
    dy/db = dy/du ? 1
    dy/dx1 = dy/du*w1 ? 1
    """


GRAPHS = {
    "y*z": ("z", "y"),
    "y - z": ("1", "-1"),
    "y/z": ("1/z", "-y/z^2"),
    "y^2 + z": ("2*y", "1"),
    "max(y, z)": ("H(y - z)", "H(z - y)"),
}
"""The second branch of a small graph, and its slopes by y and z."""


def _two_paths(branch: str) -> str:
    by_y, by_z = GRAPHS[branch]
    second = {"1": "df/dq", "-1": "-df/dq"}
    return f"""
    x y z ~ units
    p = x + y ? 1
    q = {branch} ? 1
    f = p*q ? 1
    df/dp = q ? 1
    df/dq = p ? 1
    df/dx = df/dp ? 1
    df/dy = df/dp + {second.get(by_y, f"df/dq*{_factor(by_y)}")} ? 2
    df/dz = {second.get(by_z, f"df/dq*{_factor(by_z)}")} ? 2
    """


def _factor(formula: str) -> str:
    """A formula as a factor."""
    return f"({formula})" if formula.startswith("-") or "/" in formula else formula


def _residual(depth: int) -> str:
    """Each block of the inner path is relu(x*w + b); what comes out of the last is added to x0."""
    inner = range(depth)
    back = []
    for k in reversed(inner):
        back += [
            f"dz/du{k} = dz/dx{k + 1}*H(u{k}) ? 1",
            f"dz/dw{k} = dz/du{k}*x{k} ? 2",
            f"dz/db{k} = dz/du{k} ? 1",
            f"dz/dx{k} = {'dz/ds + ' if k == 0 else ''}dz/du{k}*w{k} ? {2 if k == 0 else 1}",
        ]
    return lines(
        "x0 ~ units",
        [f"w{k} b{k} ~ fifths" for k in range(depth + 1)],
        [line for k in inner for line in (f"u{k} = x{k}*w{k} + b{k} ? 1", f"x{k + 1} = relu(u{k}) ? 1")],
        f"y = x{depth}*w{depth} + b{depth} ? 1",
        "s = y + x0 ? 1",
        "z = relu(s) ? 1",
        "dz/ds = H(s) ? 1",
        "dz/dy = dz/ds ? 1",
        f"dz/dw{depth} = dz/dy*x{depth} ? 2",
        f"dz/db{depth} = dz/dy ? 1",
        f"dz/dx{depth} = dz/dy*w{depth} ? 1",
        back,
    )


def _sigmoid_chain(length: int) -> str:
    before = {k: "x" if k == 1 else f"a{k - 1}" for k in range(1, length + 1)}
    back = []
    for k in range(length, 0, -1):
        if k < length:
            back.append(f"dL/da{k} = dL/dz{k + 1}*w{k + 1} ? 1")
        back += [f"dL/dz{k} = dL/da{k}*a{k}*(1 - a{k}) ? 2", f"dL/dw{k} = dL/dz{k}*{before[k]} ? 1"]
    return lines(
        "x ~ units",
        f"{' '.join(f'w{k}' for k in before)} ~ fifths",
        "t ~ parts",
        [line for k in before for line in (f"z{k} = w{k}*{before[k]} ? 1", f"a{k} = σ(z{k}) ? 1")],
        f"L = 1/2*(a{length} - t)^2 ? 1",
        f"dL/da{length} = a{length} - t ? 1",
        back,
    )


def _hidden_layer(function: str, units: int) -> str:
    """One input, a hidden layer, one output: x reaches it by as many paths as there are units."""
    every = range(1, units + 1)
    return lines(
        "x ~ units",
        f"{' '.join(f'w{k} b{k} v{k}' for k in every)} ~ fifths",
        "t ~ units",
        [line for k in every for line in (f"u{k} = w{k}*x + b{k} ? 1", f"h{k} = {function}(u{k}) ? 1")],
        f"y = {' + '.join(f'v{k}*h{k}' for k in every)} ? 1",
        "L = 1/2*(y - t)^2 ? 1",
        "dL/dy = y - t ? 1",
        [f"dL/dv{k} = dL/dy*h{k} ? 1" for k in every],
        [
            line
            for k in every
            for line in (
                f"dL/du{k} = dL/dy*v{k}*{_bracketed(slope(function, f'u{k}', f'h{k}'))} ? 2",
                f"dL/dw{k} = dL/du{k}*x ? 1",
                f"dL/db{k} = dL/du{k} ? 1",
            )
        ],
        f"dL/dx = {' + '.join(f'dL/du{k}*w{k}' for k in every)} ? 2",
    )


def _bracketed(formula: str) -> str:
    """A sum in brackets."""
    return f"({formula})" if formula.startswith("1 -") else formula


def _shared_weight(function: str) -> str:
    """Two branches with one weight and one bias; what reaches the loss by both is added up."""
    return f"""
    x1 x2 ~ units
    w b v ~ fifths
    z1 = w*x1 + b ? 1
    z2 = w*x2 + b ? 1
    a1 = {function}(z1) ? 1
    a2 = {function}(z2) ? 1
    d = a1 - a2 ? 1
    L = v*d ? 1
    dL/dd = v ? 1
    dL/dv = d ? 1
    dL/dz1 = dL/dd*{_bracketed(slope(function, "z1", "a1"))} ? 2
    dL/dz2 = -dL/dd*{_bracketed(slope(function, "z2", "a2"))} ? 2
    dL/dw = dL/dz1*x1 + dL/dz2*x2 ? 2
    dL/db = dL/dz1 + dL/dz2 ? 1
    """


ACTIVATIONS = ("tanh", "sigmoid", "relu")

FAMILIES = (
    Family(
        "neuron",
        "A neuron",
        "Compute what comes out of the neuron, and how it depends on weights, bias and input.",
        _neuron,
        {"function": ACTIVATIONS},
    ),
    Family(
        "two-paths",
        "A small graph in which one variable reaches the output by two paths",
        "Compute the graph forward, then its derivatives back. What reaches f by two paths gets the sum of both.",
        _two_paths,
        {"branch": tuple(GRAPHS)},
    ),
    Family(
        "sigmoid-chain",
        "A chain of sigmoids",
        "Compute the values forward and the derivatives of the loss L back along the chain. σ'(z) = σ(z)(1 − σ(z)).",
        _sigmoid_chain,
        {"length": (1, 2, 2, 3)},
    ),
    Family(
        "hidden-layer",
        "A network with one hidden layer, in single numbers",
        "Compute the values forward and all derivatives of the loss L back. x reaches it through every hidden unit.",
        _hidden_layer,
        {"function": ACTIVATIONS, "units": (2, 2, 3)},
    ),
    Family(
        "residual",
        "A residual block",
        "Compute the values from x0 to z, then the derivatives of z from the output back. H is the step function: "
        "H(u) = 1 where u > 0, else 0.",
        _residual,
        {"depth": (1, 1, 2, 3)},
    ),
    Family(
        "shared-weight",
        "Two branches with shared weights",
        "Compute the values forward and the derivatives of L back. Shared weights add up what both branches say.",
        _shared_weight,
        {"function": ACTIVATIONS},
    ),
)
"""The families of single numbers."""
