"""Attention and recurrent cells."""

from autograd.exercises.families.family import Family, lines


def _attention(keys: int) -> str:
    return f"""
    q[2] ~ halves
    K[{keys},2] ~ units
    V[{keys},2] ~ units
    c[2] ~ units
    s = K@q/sqrt(2) ? 1
    a[i] = exp(s[i])/sum(k: exp(s[k])) ? 2
    o = V.T@a ? 1
    f = sum(c*o) ? 1
    df/do = c ? 1
    df/da = V@df/do ? 2
    df/ds[i] = a[i]*(df/da[i] - sum(k: a[k]*df/da[k])) ? 3
    df/dq = K.T@df/ds/sqrt(2) ? 2
    df/dK = df/ds@q.T/sqrt(2) ? 2
    df/dV = a@df/do.T ? 2
    """


GATES = {"i": "σ", "f": "σ", "o": "σ", "g": "tanh"}
"""The gates of a cell, and the activation of each."""


def _lstm_cell(asked: str) -> str:
    inner = {"i": "dh/dc*g", "f": "dh/dc*c0", "g": "dh/dc*i", "o": "tanh(c)"}
    local = {"i": "i*(1 - i)", "f": "f*(1 - f)", "o": "o*(1 - o)", "g": "(1 - g^2)"}
    return lines(
        "x h0 c0 ~ halves",
        [f"w{gate} u{gate} ~ fifths" for gate in GATES],
        [
            line
            for gate, act in GATES.items()
            for line in (f"z{gate} = w{gate}*x + u{gate}*h0 ? 1", f"{gate} = {act}(z{gate}) ? 1")
        ],
        "c = f*c0 + i*g ? 1",
        "h = o*tanh(c) ? 1",
        "dh/dc = o*(1 - tanh(c)^2) ? 2",
        "dh/dc0 = dh/dc*f ? 1",
        [
            line
            for gate in asked
            for line in (
                f"dh/d{gate} = {inner[gate]} ? 1",
                f"dh/dz{gate} = dh/d{gate}*{local[gate]} ? 2",
                f"dh/dw{gate} = dh/dz{gate}*x ? 1",
                f"dh/du{gate} = dh/dz{gate}*h0 ? 1",
            )
        ],
    )


def _rnn(steps: int) -> str:
    every = range(1, steps + 1)
    back = []
    for k in reversed(every):
        back.append(f"dL/dz{k} = dL/dh{k}*(1 - h{k}^2) ? 2")
        if k > 1:
            back.append(f"dL/dh{k - 1} = dL/dz{k}*u ? 1")
    return lines(
        f"{' '.join(f'x{k}' for k in every)} h0 ~ halves",
        "w u b ~ fifths",
        "t ~ parts",
        [line for k in every for line in (f"z{k} = w*x{k} + u*h{k - 1} + b ? 1", f"h{k} = tanh(z{k}) ? 1")],
        f"L = 1/2*(h{steps} - t)^2 ? 1",
        f"dL/dh{steps} = h{steps} - t ? 1",
        back,
        f"dL/dw = {' + '.join(f'dL/dz{k}*x{k}' for k in every)} ? 2",
        f"dL/du = {' + '.join(f'dL/dz{k}*h{k - 1}' for k in every)} ? 2",
        f"dL/db = {' + '.join(f'dL/dz{k}' for k in every)} ? 1",
    )


def _gru_cell(asked: str) -> str:
    del asked
    return """
    x h0 ~ halves
    wz uz wn un ~ fifths
    sz = wz*x + uz*h0 ? 1
    z = σ(sz) ? 1
    sn = wn*x + un*h0 ? 1
    n = tanh(sn) ? 1
    h = (1 - z)*n + z*h0 ? 1
    dh/dz = h0 - n ? 2
    dh/dn = 1 - z ? 1
    dh/dsz = dh/dz*z*(1 - z) ? 2
    dh/dsn = dh/dn*(1 - n^2) ? 2
    dh/dwz = dh/dsz*x ? 1
    dh/dwn = dh/dsn*x ? 1
    dh/dh0 = z + dh/dsz*uz + dh/dsn*un ? 3
    """


FAMILIES = (
    Family(
        "attention",
        "Attention of one query",
        "Compute the scores s, the weights a and what comes out, then the gradients.",
        _attention,
        {"keys": (2, 2, 3)},
    ),
    Family(
        "rnn",
        "A recurrent network over time",
        "Compute the states forward and the derivatives of the loss back through time. All steps share the weights.",
        _rnn,
        {"steps": (2, 2, 3)},
    ),
    Family(
        "lstm-cell",
        "An LSTM cell",
        "Compute gates, cell and output, and how the output depends on the cell and on the gates asked for.",
        _lstm_cell,
        {"asked": ("if", "ig", "fo", "go")},
    ),
    Family(
        "gated-cell",
        "A gated recurrent cell",
        "Compute gate, candidate and state, and how the state depends on them. The old state has three ways to it.",
        _gru_cell,
        {"asked": ("all",)},
    ),
)
"""The families about sequences."""
