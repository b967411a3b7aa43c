"""Layers in index and matrix notation: normalisation, dense layers, convolution, pooling."""

from autograd.exercises.families.family import Family, lines

SQUARES = 240
"""Draws until the variance and eps add up to a square. Of two numbers they would, but nothing depends on those."""

ACTIVATIONS = ("relu", "sigmoid", "tanh")


def _batchnorm(count: int) -> str:
    return f"""
    x[{count}] ~ whole
    gamma beta ~ halves
    c[{count}] ~ units
    eps ~ small
    m = {count}
    mu = mean(x) ? 1
    var = mean((x - mu)^2) ? 1
    xhat = (x - mu)/sqrt(var + eps) ? 1
    y = gamma*xhat + beta ? 1
    f = sum(c*y) ? 1
    df/dy[i] = c[i] ? 1
    df/dgamma = sum(i: df/dy[i]*xhat[i]) ? 1
    df/dbeta = sum(i: df/dy[i]) ? 1
    df/dxhat[i] = df/dy[i]*gamma ? 1
    df/dvar = -1/2*sum(i: df/dxhat[i]*(x[i] - mu))/(var + eps)^(3/2) ? 2
    {_normalised("m", "df/dxhat")} ? 3
    """


def _normalised(count: str, by_xhat: str) -> str:
    """The derivative of what is normalised."""
    first = f"{count}*{by_xhat}[i] - sum(k: {by_xhat}[k])"
    return f"df/dx[i] = ({first} - xhat[i]*sum(n: {by_xhat}[n]*xhat[n]))/({count}*sqrt(var + eps))"


def _layernorm(count: int) -> str:
    return f"""
    x[{count}] ~ whole
    gamma[{count}] ~ halves
    c[{count}] ~ units
    eps ~ small
    d = {count}
    mu = mean(x) ? 1
    var = mean((x - mu)^2) ? 1
    xhat = (x - mu)/sqrt(var + eps) ? 1
    y = gamma*xhat ? 1
    f = sum(c*y) ? 1
    df/dgamma[i] = c[i]*xhat[i] ? 2
    df/dxhat[i] = c[i]*gamma[i] ? 1
    {_normalised("d", "df/dxhat")} ? 3
    """


def _two_layer_matrix(function: str, hidden: int) -> str:
    local = {"relu": "H(g)", "sigmoid": "h*(1 - h)", "tanh": "(1 - h^2)"}[function]
    return f"""
    V[{hidden},2] W[2,{hidden}] ~ fifths
    x[2] y[2] ~ units
    g = V@x ? 1
    h = {function}(g) ? 1
    z = W@h ? 1
    J = 1/2*sum((z - y)^2) ? 1
    dJ/dz = z - y ? 1
    dJ/dW = dJ/dz@h.T ? 2
    dJ/dh = W.T@dJ/dz ? 2
    dJ/dg = dJ/dh*{local} ? 2
    dJ/dV = dJ/dg@x.T ? 2
    """


def _convolution(length: int, kernel: int) -> str:
    places = range(length - kernel + 1)
    outputs = [" + ".join(f"w[{j}]*x[{i + j}]" for j in range(kernel)) for i in places]
    by_w = [" + ".join(f"c[{i}]*x[{i + j}]" for i in places) for j in range(kernel)]
    by_x = [" + ".join(f"c[{k - j}]*w[{j}]" for j in range(kernel) if 0 <= k - j < len(places)) for k in range(length)]
    return lines(
        f"x[{length}] ~ whole",
        f"w[{kernel}] ~ halves",
        f"c[{len(places)}] ~ units",
        f"y = [{', '.join(outputs)}] ? 2",
        "L = sum(c*y) ? 1",
        "dL/dy = c ? 1",
        [f"dL/dw[{j}] = {formula} ? 2" for j, formula in enumerate(by_w)],
        [f"dL/dx[{k}] = {formula} ? 1" for k, formula in enumerate(by_x)],
    )


def _max_pool(windows: int, size: int) -> str:
    groups = [", ".join(f"x[{w * size + k}]" for k in range(size)) for w in range(windows)]
    mean_of = " + ".join(f"c[{w}]*q[{w}]" for w in range(windows))
    return lines(
        f"x[{windows * size}] ~ whole",
        f"c[{windows}] ~ units",
        f"p = [{', '.join(f'max({group})' for group in groups)}] ? 1",
        f"q = [{', '.join(f'mean([{group}])' for group in groups)}] ? 1",
        f"f = {' + '.join(f'c[{w}]*p[{w}]' for w in range(windows))} ? 1",
        f"a = {mean_of} ? 1",
        "df/dp = c ? 1",
        "da/dq = c ? 1",
        [f"da/dx[{w * size}] = c[{w}]/{size} ? 1" for w in range(windows)],
    )


def _dense_batch(function: str) -> str:
    """One dense layer on a batch, a row an example."""
    local = {"relu": "H(Z)", "sigmoid": "A*(1 - A)", "tanh": "(1 - A^2)"}[function]
    return f"""
    X[3,2] ~ units
    W[2,2] ~ fifths
    b[1,2] ~ fifths
    C[3,2] ~ units
    Z = X@W + b ? 1
    A = {function}(Z) ? 1
    f = sum(C*A) ? 1
    df/dA = C ? 1
    df/dZ = df/dA*{local} ? 2
    df/dW = X.T@df/dZ ? 2
    df/dX = df/dZ@W.T ? 2
    """


FAMILIES = (
    Family(
        "two-layer-matrix",
        "Two layers in matrix form",
        "Compute g, h, z and J, then the gradients as matrices. Each has the shape of what it belongs to.",
        _two_layer_matrix,
        {"function": ACTIVATIONS, "hidden": (2, 2, 3)},
    ),
    Family(
        "dense-batch",
        "A dense layer on a batch of three examples",
        "Compute the layer forward, a row an example, then the gradients as matrices.",
        _dense_batch,
        {"function": ACTIVATIONS},
    ),
    Family(
        "batchnorm",
        "Batch normalisation",
        "Compute the normalised batch and the derivatives of f. Three ways lead from x to f: directly, through the "
        "variance and through the mean.",
        _batchnorm,
        {"count": (3, 4)},
        draws=SQUARES,
        enough=2.0,
    ),
    Family(
        "layernorm",
        "Layer normalisation",
        "Compute the normalised vector and the derivatives of f by gamma and by x.",
        _layernorm,
        {"count": (3, 4)},
        draws=SQUARES,
        enough=2.0,
    ),
    Family(
        "convolution",
        "A convolution in one dimension",
        "Slide the kernel w over x without padding. Each weight is used at every place, so its derivative is a sum.",
        _convolution,
        {"length": (3, 4, 4), "kernel": (2, 2)},
    ),
    Family(
        "pooling",
        "Max pooling and mean pooling",
        "Compute both kinds of pooling, and what comes back through the mean.",
        _max_pool,
        {"windows": (2, 2, 3), "size": (2, 3)},
    ),
)
"""The families about layers."""
