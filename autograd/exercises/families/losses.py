"""Losses: regression, classification, and the gradients that come out so short."""

from autograd.exercises.families.family import Family


def _linear_regression(count: int) -> str:
    return f"""
    x[{count}] t[{count}] ~ units
    w b ~ halves
    eta ~ rates
    n = {count}
    y = w*x + b ? 1
    L = mean((y - t)^2) ? 1
    dL/dy[i] = 2*(y[i] - t[i])/n ? 2
    dL/dw = sum(i: dL/dy[i]*x[i]) ? 2
    dL/db = sum(i: dL/dy[i]) ? 1
    """


def _logistic_regression(label: int) -> str:
    return f"""
    x1 x2 ~ units
    w1 w2 b ~ fifths
    t = {label}
    z = w1*x1 + w2*x2 + b ? 1
    p = σ(z) ? 1
    L = -t*log(p) - (1 - t)*log(1 - p) ? 1
    dL/dp = (p - t)/(p*(1 - p)) ? 2
    dL/dz = p - t ? 2
    dL/dw1 = dL/dz*x1 ? 1
    dL/dw2 = dL/dz*x2 ? 1
    dL/db = dL/dz ? 1
    """


def _softmax(classes: int, place: float) -> str:
    label = int(place * classes)
    return f"""
    h[{classes}] ~ logs
    y = onehot({label}, {classes})
    P[j] = exp(h[j])/sum(k: exp(h[k])) ? 2
    L = -sum(j: y[j]*log(P[j])) ? 1
    dL/dP[j] = -y[j]/P[j] ? 1
    dL/dh[i] = P[i] - y[i] ? 2
    """


def _softmax_jacobian(classes: int) -> str:
    return f"""
    z[{classes}] ~ logs
    s[i] = exp(z[i])/sum(j: exp(z[j])) ? 2
    f = s[0] ? 1
    df/dz[0] = s[0]*(1 - s[0]) ? 2
    """ + "\n".join(f"df/dz[{k}] = -s[0]*s[{k}] ? 1" for k in range(1, classes))


def _logsumexp(classes: int, place: float) -> str:
    label = int(place * classes)
    return f"""
    z[{classes}] ~ logs
    y = onehot({label}, {classes})
    LSE = log(sum(i: exp(z[i]))) ? 1
    p[j] = exp(z[j] - LSE) ? 1
    CE = LSE - z[{label}] ? 1
    dLSE/dz[j] = p[j] ? 2
    dCE/dz[j] = p[j] - y[j] ? 2
    """


def _hinge(label: int) -> str:
    return f"""
    x1 x2 ~ units
    w1 w2 b ~ fifths
    t = {label}
    s = w1*x1 + w2*x2 + b ? 1
    m = 1 - t*s ? 1
    L = relu(m) ? 1
    dL/dm = H(m) ? 1
    dL/ds = -t*dL/dm ? 2
    dL/dw1 = dL/ds*x1 ? 1
    dL/dw2 = dL/ds*x2 ? 1
    dL/db = dL/ds ? 1
    """


def _ridge(count: int) -> str:
    return f"""
    x[{count}] t[{count}] ~ units
    w ~ halves
    c ~ rates
    e = w*x - t ? 1
    L = sum(i: e[i]^2) + c*w^2 ? 1
    dL/de[i] = 2*e[i] ? 1
    dL/dw = sum(i: dL/de[i]*x[i]) + 2*c*w ? 3
    """


FAMILIES = (
    Family(
        "linear-regression",
        "Linear regression with a mean squared error",
        "Compute the predictions, the loss, and its derivatives by weight and bias.",
        _linear_regression,
        {"count": (3, 3, 4)},  # of two, 2/n is 1, which hides it
    ),
    Family(
        "ridge",
        "Least squares with a penalty on the weight",
        "Compute the errors e, the loss and its derivative by w. The penalty is a path of its own.",
        _ridge,
        {"count": (2, 3)},
    ),
    Family(
        "logistic-regression",
        "Logistic regression with a cross-entropy loss",
        "Compute the probability p, the loss, and its derivatives. The one by z comes out short.",
        _logistic_regression,
        sizes={"label": (0, 1)},
    ),
    Family(
        "hinge",
        "A hinge loss",
        "Compute the score s, the loss, and its derivatives. H is the step function: H(m) = 1 where m > 0, else 0.",
        _hinge,
        sizes={"label": (1, -1)},
    ),
    Family(
        "softmax-cross-entropy",
        "Softmax and cross-entropy",
        "Compute the probabilities P, the loss, and its derivatives by P and by h. Show the cases i = j and i ≠ j.",
        _softmax,
        {"classes": (3, 3, 4)},
        {"place": (0.0, 0.4, 0.9)},
    ),
    Family(
        "logsumexp",
        "Cross-entropy by log-sum-exp",
        "Compute LSE, the log of the sum of all exp(z), the probabilities p and the cross-entropy CE, then the slopes.",
        _logsumexp,
        {"classes": (3, 3, 4)},
        {"place": (0.0, 0.4, 0.9)},
    ),
    Family(
        "softmax-jacobian",
        "The derivatives of softmax",
        "Compute the probabilities s, and the derivatives of the first of them by every entry of z.",
        _softmax_jacobian,
        {"classes": (3, 3, 4)},
    ),
)
"""The families about losses."""
