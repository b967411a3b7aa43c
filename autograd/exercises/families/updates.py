"""Updates by hand: what an optimizer does with the gradients of a parabola, or with gradients that are given."""

from autograd.exercises.families.family import Family, lines


def _descent(steps: int) -> str:
    every = range(1, steps + 1)
    return lines(
        "w0 c ~ units",
        "a ~ few",
        "eta ~ rates",
        [line for k in every for line in (f"g{k} = a*(w{k - 1} - c) ? 1", f"w{k} = w{k - 1} - eta*g{k} ? 1")],
        f"L = 1/2*a*(w{steps} - c)^2 ? 1",
    )


def _momentum(steps: int) -> str:
    every = range(1, steps + 1)
    return lines(
        "w0 c ~ units",
        "a ~ few",
        "eta ~ rates",
        "beta ~ decays",
        "v1 = a*(w0 - c) ? 1",
        "w1 = w0 - eta*v1 ? 1",
        [
            line
            for k in every[1:]
            for line in (
                f"g{k} = a*(w{k - 1} - c) ? 1",
                f"v{k} = beta*v{k - 1} + g{k} ? 2",
                f"w{k} = w{k - 1} - eta*v{k} ? 1",
            )
        ],
    )


def _nesterov(steps: int) -> str:
    del steps
    return """
    w0 c v0 ~ units
    a ~ few
    eta ~ rates
    beta ~ decays
    p = w0 - eta*beta*v0 ? 1
    g = a*(p - c) ? 1
    v1 = beta*v0 + g ? 1
    w1 = w0 - eta*v1 ? 1
    """


def _adam(steps: int) -> str:
    every = range(1, steps + 1)
    return lines(
        "w0 ~ units",
        f"{' '.join(f'g{k}' for k in every)} ~ halves",
        "eta ~ rates",
        "beta1 = 0.9",
        "beta2 = 0.99",
        "m1 = (1 - beta1)*g1 ? 1",
        "s1 = (1 - beta2)*g1^2 ? 1",
        "mhat1 = m1/(1 - beta1) ? 1",
        "shat1 = s1/(1 - beta2) ? 1",
        "w1 = w0 - eta*mhat1/sqrt(shat1) ? 2",
        [
            line
            for k in every[1:]
            for line in (
                f"m{k} = beta1*m{k - 1} + (1 - beta1)*g{k} ? 1",
                f"s{k} = beta2*s{k - 1} + (1 - beta2)*g{k}^2 ? 1",
                f"mhat{k} = m{k}/(1 - beta1^{k}) ? 1",
                f"shat{k} = s{k}/(1 - beta2^{k}) ? 1",
                f"w{k} = w{k - 1} - eta*mhat{k}/sqrt(shat{k}) ? 2",
            )
        ],
    )


def _rmsprop(steps: int) -> str:
    every = range(1, steps + 1)
    return lines(
        "w0 ~ units",
        f"{' '.join(f'g{k}' for k in every)} ~ halves",
        "eta ~ rates",
        "rho ~ decays",
        "s1 = (1 - rho)*g1^2 ? 1",
        "w1 = w0 - eta*g1/sqrt(s1) ? 1",
        [
            line
            for k in every[1:]
            for line in (
                f"s{k} = rho*s{k - 1} + (1 - rho)*g{k}^2 ? 2",
                f"w{k} = w{k - 1} - eta*g{k}/sqrt(s{k}) ? 2",
            )
        ],
    )


def _weight_decay(steps: int) -> str:
    every = range(1, steps + 1)
    return lines(
        "w0 ~ units",
        f"{' '.join(f'g{k}' for k in every)} ~ halves",
        "eta decay ~ rates",
        [line for k in every for line in (f"d{k} = g{k} + decay*w{k - 1} ? 1", f"w{k} = w{k - 1} - eta*d{k} ? 1")],
    )


def _step_of_regression(count: int) -> str:
    return f"""
    x[{count}] t[{count}] ~ units
    w b ~ halves
    eta ~ rates
    n = {count}
    y = w*x + b ? 1
    L = mean((y - t)^2) ? 1
    dL/dw = 2/n*sum(i: (y[i] - t[i])*x[i]) ? 2
    dL/db = 2/n*sum(i: y[i] - t[i]) ? 2
    w1 = w - eta*dL/dw ? 1
    b1 = b - eta*dL/db ? 1
    """


FAMILIES = (
    Family(
        "sgd",
        "Gradient descent on a parabola",
        "Go down L = ½a(w − c)² step by step: the gradient g, then the new w. What has the loss become?",
        _descent,
        {"steps": (2, 2, 3)},
    ),
    Family(
        "sgd-regression",
        "A step of gradient descent for a line",
        "Compute the loss of the line, its gradient, and the new weight and bias.",
        _step_of_regression,
        {"count": (3, 4)},
    ),
    Family(
        "momentum",
        "Gradient descent with momentum",
        "Go down L = ½a(w − c)² with the velocity v: what was the direction before goes on in part.",
        _momentum,
        {"steps": (2, 3)},
    ),
    Family(
        "nesterov",
        "A step with Nesterov's momentum",
        "Look ahead to p, take the gradient of L = ½a(w − c)² there, then step from w0.",
        _nesterov,
        {"steps": (1,)},
    ),
    Family(
        "rmsprop",
        "RMSprop",
        "The gradients are given. Compute the mean squares s and the weights.",
        _rmsprop,
        {"steps": (2, 3)},
    ),
    Family(
        "adam",
        "Adam",
        "The gradients are given. Compute the means m and s, put their beginning at 0 right, and step.",
        _adam,
        {"steps": (1, 2)},
    ),
    Family(
        "weight-decay",
        "Gradient descent with weight decay",
        "The gradients are given. Add what the decay of the weight brings, and step.",
        _weight_decay,
        {"steps": (2, 3)},
    ),
)
"""The families about updates."""
