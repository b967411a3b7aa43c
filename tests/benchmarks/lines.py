"""How long derived lines are, against the shortest that a person writes: python -m tests.benchmarks.lines

Counted are symbols: names, numbers and operators, a derivative as one; brackets, commas and index letters are none.
Each line of a worked example in index notation, in its last form, is held against the shortest form written by hand,
which `check` calls right, too.
"""

from statistics import median

from autograd import check, derive, worked
from autograd.derivation.derive import Derived
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.tree import Derivative, Fold, Index, Name, Node, Number

BY_HAND = {
    "batchnorm": [
        "df/dy[i] = 2*c[i]*y[i]",
        "df/dgamma = sum(i: df/dy[i]*xhat[i])",
        "df/dbeta = sum(i: df/dy[i])",
        "df/dxhat[i] = df/dy[i]*gamma",
        "df/dvar = -1/2*sum(i: df/dxhat[i]*xhat[i])/(var + eps)",
        "dvar/dmu = 0",
        "df/dmu = -sum(i: df/dxhat[i])/sqrt(var + eps)",
        "df/dx[i] = (m*df/dxhat[i] - sum(k: df/dxhat[k]) - xhat[i]*sum(n: df/dxhat[n]*xhat[n]))/(m*sqrt(var + eps))",
    ],
    "residual": [
        "dz/dy1 = step(z)",
        "dz/dw1 = dz/dy1*x1",
        "dz/db1 = dz/dy1",
        "dz/dx1 = dz/dy1*w1",
        "dz/dx0 = dz/dy1 + dz/db0*w0",
        "dz/dw0 = dz/db0*x0",
        "dz/db0 = dz/dx1*step(x1)",
    ],
    "softmax-cross-entropy": [
        "dL/dP[i] = -y[i]/P[i]",
        "dP[i]/dh[i] = P[i]*(1 - P[i])",
        "dP[i]/dh[j] = -P[i]*P[j] for i != j",
        "dL/dh[i] = P[i] - y[i]",
    ],
    "softmax-jacobian": ["ds[i]/dz[i] = s[i]*(1 - s[i])", "ds[i]/dz[j] = -s[i]*s[j] for i != j"],
    "pooling": [
        *(f"dP[{place // 3}]/dx[{place}] = indicator(x[{place}] - P[{place // 3}])" for place in range(6)),
        *(f"dA[{place // 3}]/dx[{place}] = 1/3" for place in range(6)),
        *(f"dB[{place // 3}]/ds[{place}] = 1/3" for place in range(6)),
    ],
    "sigmoid-chain": [
        "dLoss/da2 = a2 - t",
        "da2/dz2 = a2*(1 - a2)",
        "dLoss/dz2 = dLoss/da2*a2*(1 - a2)",
        "dz2/dw2 = a1",
        "dLoss/dw2 = dLoss/dz2*a1",
        "dLoss/da1 = dLoss/dz2*w2",
        "dLoss/dz1 = dLoss/da1*a1*(1 - a1)",
        "dLoss/dw1 = dLoss/dz1*x",
    ],
    "two-layer-matrix": [
        "dJ/dz[i] = z[i] - y[i]",
        "dJ/dW[i,j] = dJ/dz[i]*h[j]",
        "dz[i]/dh[j] = W[i,j]",
        "dJ/dh[i] = sum(j: dJ/dz[j]*W[j,i])",
        "dJ/dg[i] = dJ/dh[i]*h[i]*(1 - h[i])",
        "dJ/dV[i,j] = dJ/dg[i]*x[j]",
    ],
    "twin-branch": [
        "dJ/dyhat[i] = (yhat[i] - y[i])/(m*yhat[i]*(1 - yhat[i]))",
        "dJ/dz3[i] = (yhat[i] - y[i])/m",
        "dJ/dW2[i] = sum(j: dJ/dz3[j]*a[i,j])",
        "dJ/db2 = sum(i: dJ/dz3[i])",
        "dJ/da[i,j] = dJ/dz3[j]*W2[i]",
        "dJ/dZ2[i,j] = dJ/da[i,j]*delta3[i,j]",
        "dJ/dX2[i,j] = sum(k: dJ/dZ2[k,j]*W1[k,i])",
        "dJ/dZ1[i,j] = dJ/da[i,j]*delta4[i,j]",
        "dJ/dW1[i,j] = sum(k: dJ/dZ2[i,k]*X2[j,k] + dJ/dZ1[i,k]*X1[j,k])",
        "dJ/db1[i] = sum(j: dJ/dZ2[i,j] + dJ/dZ1[i,j])",
    ],
    "logsumexp": ["dLSE/dz[i] = exp(z[i])/sum(j: exp(z[j]))", "dCE/dz[i] = softmax(z)[i] - indicator(i - t)"],
}
"""The shortest lines that a person writes, in the order in which they are derived."""


def symbols(node: Node) -> int:
    """How many symbols a formula takes: names, numbers and functions, and an operator between two of them."""
    if isinstance(node, (Name, Number, Derivative, Index)):
        return 1 if not isinstance(node, Index) or isinstance(node.array, Name) else symbols(node.array)
    joints = max(len(node.parts) - 1, 0)
    is_word = isinstance(node, Fold) or hasattr(node, "function")
    return sum(map(symbols, node.parts)) + (joints if not is_word else 0) + is_word


def shares(name: str) -> list[float]:
    """For each line of a worked example how many times as long as by hand it is."""
    lines: list[Derived] = derive(worked.sheet(name)).lines
    found = []
    for line, own in zip(lines, BY_HAND[name], strict=True):
        target, formula = own.partition(" for ")[0].split(" = ")
        assert line.text.startswith(f"{target} = "), (line.text, own)
        found.append(symbols(line.forms[-1]) / symbols(read_expression(formula, names_of(name))))
    return found


def names_of(name: str) -> frozenset[str]:
    """What has a name on the sheet of a worked example."""
    return frozenset(derive(worked.sheet(name)).shapes)


def by_hand(name: str) -> str:
    """The definitions of a worked example, with the lines written by hand."""
    return "\n".join([*derive(worked.sheet(name)).given, *BY_HAND[name]])


def main() -> None:
    """Print the shares."""
    every = []
    for name in BY_HAND:
        found = shares(name)
        every += found
        is_right = bool(check(by_hand(name)))
        print(f"{name:24} median {median(found):.2f}, longest {max(found):.2f}, by hand right: {is_right}")
    print(f"{len(every)} lines: median {median(every):.2f}, longest {max(every):.2f} times as long as by hand")


if __name__ == "__main__":
    main()
