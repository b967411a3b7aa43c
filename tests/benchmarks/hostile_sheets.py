"""Worksheets written to cost much, each in at most 20,000 characters, and what they cost in a process of their own."""

import multiprocessing
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.pool import Pool

LONGEST = 20_000
"""Characters of a hostile sheet."""

SLOWEST = 1.0
"""Seconds of CPU time no sheet of so many characters may take."""

LARGEST = 200
"""Megabytes no sheet may take."""


def _lines(count: int, line: str) -> str:
    """A line again and again, with its number for N."""
    return "\n".join(line.replace("N", str(number)) for number in range(1, count + 1))


def _nested(depth: int, before: str, inside: str, after: str) -> str:
    return before * depth + inside + after * depth


_LADDER = "x0 = 0.5; w = 0.9\n" + "\n".join(f"x{i + 1} = tanh(w*x{i} + 0.1)" for i in range(250))
_ALIKE = "\n".join(f"a{i} = 1.5" for i in range(30))
_VECTOR = "v = [" + ", ".join(f"{0.1 + 0.01 * i:.2f}" for i in range(60)) + "]\n"
_MATRIX = "A = [" + ", ".join("[" + ", ".join(f"0.{1 + i}{1 + j}" for j in range(9)) + "]" for i in range(9)) + "]\n"
_GIVENS = "\n".join(f"a{i} = 1.{i}" for i in range(250))
_NAMES = "\n".join(f"n{i} = {i}.5" for i in range(700))

HOSTILE = {
    "brackets": "(" * 10_000,
    "brackets after a name": "x = 1.5\nx = " + "(" * 9_000 + "x" + ")" * 9_000,
    "powers": "x = 9**9**9**9",
    "long name": "a" * 10_000 + " = 1",
    "nul": "x = 1\0.5",
    "bidirectional": "x = 1 \u202e+ 2",
    "entries": "x = zeros(1000, 1000)",
    "many entries": "A = ones(100, 100)\nB = A@A\nC = B@B\ndC[0,0]/dA = A",
    "folds": "A = ones(100, 100)\ns = sum(i: sum(j: sum(k: A[i,j]*A[j,k])))",
    "letters": "x = ones(9)\nx[a]*x[b]*x[c]*x[d]*x[e]*x[f]*x[g]*x[h] = 1",
    "jacobian": "x = ones(90, 90)\ny[i,j] = x[i,j]*2\ndy[i,j]/dx[i,j] = 2\ndy[i,j]/dx[k,l] = 0 for i != k",
    "attribute": "x = 1\nx.__class__ = 1",
    "import": "y = __import__('os').system('true')",
    "wrong lines": "x = 1.5; y = 2.5; L = x*y + sin(x)\n" + "dL/dx = y*x + cos(x*y) + x\n" * 700,
    "wrong sum": "x = 1.5; y = 2.5; L = x*y\ndL/dx = " + "+".join(["y*x"] * 4_000),
    "literals": "x = 1.5; y = x*2\ny = x + " + "+".join(["0.1"] * 4_000),
    "updates": "x = 1.5; r = 0.1; L = x^2\n" + "x <- x - r*2*x\n" * 1_200,
    "kinks": "x = 0.0\n" + "".join(f"y{i} = relu(x)*{i}\ndy{i}/dx = 0.5\n" for i in range(1, 400)),
    "errors carried": "x = 1.5\n" + "\n".join(f"y{i} = x*{i} = {i}.123" for i in range(1, 700)),
    "no givens": "y = " + "*".join(f"x{i}" for i in range(2_500)) + "\n" + "dy/dx1 = x2\n" * 50,
    "chain": "x = 1.5\ny = x" + " = x" * 4_000,
    "semicolons": ";" * 20_000,
    "a title and brackets": "some words of q = 2\n" + "a(" * 9_900,
    "ruled blanks": "** a" + " " * 19_900,
    "dashes": "- dL/dw" * 2_800,
    "words for slopes": "x = 2; L = x^2\n" + "dx = 2x\n" * 2_000,
    "a word for the slope of each loss": "x = 2\n" + _lines(600, "LN = x^2; dx = 2x; dxN = x"),
    "slopes in slopes": "x = 2; y = " + "σ'(" * 40 + "x" + ")" * 40 + "+σ'(x)" * 2_000,
    "columns in columns": "x = " + "(" * 45 + "1" + ", 2)^T" * 45 + " + (1,2)^T" * 1_900,
    "bars alone": "x = 2; y = " + "|" * 19_900,
    "too long, and a name too long": "x = 2\n" + "ab" * 10_000 + " + d",
    "half a size": "A = dense([9], units=0.5)",
    "ladder": "x0 = 0.5\n" + "\n".join(f"x{i + 1} = tanh(x{i})" for i in range(600)) + "\ndx600/dx0 = 1",
    "fractions": "x = 1.5\ny = " + _nested(48, "1/(1 + ", "x", ")") + "\n" + _lines(30, "dy/dx = 1/(x + N)"),
    "fractions, each wrong": "x = 1.5\n"
    + "\n".join(f"y{k} = {_nested(40, '1/(1 + ', 'x', ')')}\ndy{k}/dx = {k}.5*x" for k in range(40)),
    "exponents of sums": _VECTOR + "s = sum(i: v[i]^(9^9))\nt = sum(i: sum(j: v[i]^v[j]^99))\nds/dv[i] = t",
    "indexed sums": _VECTOR + "s = sum(i: v[i]^2)\n" + _lines(300, "ds/dv[i] = 2*v[i] + sum(j: v[j])/N"),
    "sums in sums": _VECTOR + "s = sum(i: v[i]^2)\n" + _lines(200, "s = sum(i: sum(j: v[i]*v[j]))/N"),
    "find lines": "x = 1.5; y = x^2\n" + _lines(200, "find dy/dx, x, y, dy/dx"),
    "find lines between claims": _VECTOR + "y = v*2; s = sum(y)\n" + "ds/dv[i] = 3\nfind ds/dv[i]\n" * 650,
    "find of every entry": "A = ones(60, 60)\nB = A + 1\nfind A[i,j], B[i,j]\n" + "find A[i,j]\n" * 500,
    "names": _NAMES + "\n" + _lines(600, "nN = N.25"),
    "names that miss": _NAMES + "\n" + _lines(600, "nN = mN + 1"),
    "names close to others": "\n".join(f"weight{i} = 1.5" for i in range(500)) + "\n" + _lines(450, "y = weigthN + 1"),
    "names alike": "\n".join(f"{'a' * 90}{i} = 1" for i in range(90)) + "\n" + f"y = {'a' * 95}\n" * 90,
    "misspelled functions": "x = 1.5\n" + _lines(700, "y = sigmiodal(x) + N"),
    "claims on every name": _GIVENS
    + f"\nL = {'+'.join(f'a{i}^2' for i in range(250))}\n"
    + _lines(249, "dL/daN = 3*aN"),
    "products of all names": _GIVENS
    + f"\nL = {'*'.join(f'a{i}' for i in range(250))}\n"
    + _lines(249, "dL/daN = L*aN"),
    "vectors in a chain": _VECTOR + "u = 2*v" + " = v + v" * 2_000,
    "wrong vectors in a chain": _VECTOR + "u = 2*v" + " = v + 1.5*v" * 1_400,
    "wrong numbers in a chain": "x = 1.5\ny = x^2" + " = 2.7" * 3_000,
    "a long target": "x = 1.5\ny = x^2\nx*" + "*".join(["(x - y)"] * 900) + " = x" * 2_500,
    "numbers in a chain": "x = 1.5\ny = x^2" + " = 2.2" * 3_000,
    "fences": "```\nx = 1.5; y = x^2\n```\n" + "```sheet\ndy/dx = x\n```\n" * 900,
    "fences of other kinds": "```\nx = 1.5; y = x^2\n```\n" + "```python\ndy/dx = x\n~~~\n```\n" * 700,
    "fences that never end": "```\n````\n" * 2_000,
    "notebook": '{"cells": ' + "[" * 9_000 + "]" * 9_000 + "}",
    "notebook lines": '{"cells": [\n' + '{"cell_type": "code", "source": ["x = 1"]},\n' * 440,
    "guards": "x = ones(9)\ny = x*2\ny[i] = 2*x[i] for " + ", ".join(["i != 3"] * 1_900),
    "guards of letters": "A = ones(40, 40)\nB = A*2\n" + "dB[i,j]/dA[k,l] = 0 for i != k, j != l, i != j\n" * 300,
    "guards on letters": _VECTOR + "y = v*2\n" + _lines(300, "dy[i]/dv[j] = v[i]*v[j] for i != j, i != N"),
    "second derivatives": "x = 1.5; y = x^3; g = dy/dx\n" + "dg/dx = 6*x\nddy/dx/dx = 6*x\n" * 500,
    "derivatives of derivatives": "x = 1.5; y = x^3\n"
    + "\n".join(f"g{k} = dy/dx*{k}\ndg{k}/dx = {k}" for k in range(500)),
    "derivatives of a ladder": _LADDER + "\n" + "\n".join(f"dx250/dx{k} = w*x{k}" for k in range(250)),
    "slopes along a ladder": _LADDER + "\n" + "\n".join(f"dx{k + 1}/dx{k} = w*(1 - x{k}^2)" for k in range(249)),
    "updates of a ladder": _LADDER + "\n" + "x0 <- x0 - 0.1*dx250/dx0\n" * 300,
    "updates of a matrix": "A = ones(60, 60); L = sum(A@A)\n" + "A <- A - 0.1*dL/dA\n" * 700,
    "matrices": _MATRIX + "B = A@A; C = B@B; D = C@C; L = sum(D@D)\n" + "dL/dA = A@B@C@D\n" * 500,
    "jacobians": _MATRIX + "B = softmax(A@A)\n" + "dB/dA = A@B\n" * 500,
    "jacobian by entries": _MATRIX + "B = tanh(A@A)\n" + "dB[i,j]/dA[k,l] = A[i,k]*B[l,j]\n" * 400,
    "transposes": _MATRIX + "B = A" + ".T" * 6_000 + "\n" + "B = A.T@A\n" * 300,
    "softmax of softmax": _VECTOR
    + f"s = {_nested(45, 'softmax(', 'v', ')')}\n"
    + "ds[i]/dv[j] = s[i]*s[j]\n" * 500,
    "kinks everywhere": "x = zeros(90)\ny = relu(x)\nL = sum(y)\n" + _lines(400, "dL/dx[i] = 0.5*N"),
    "signs": "x = 1.5\nx = " + "-" * 15_000 + "x",
    "powers to the right": "x = 1.5\ny = " + "x^" * 9_000 + "x",
    "raised digits": "x = 1.5\ny = x" + "²" * 15_000,
    "bars": "x = 1.5\ny = " + "|x|" * 5_000,
    "lists in lists": "x = " + _nested(45, "[", "1", "]") + "\ny = [" + "[1], " * 4_000 + "[1]]",
    "a long list": "x = [" + "0.5, " * 3_900 + "0.5]\ny = x*2; s = sum(y)\nds/dx[i] = 3\ndy[i]/dx[j] = 2",
    "a long list by itself": "x = [" + "0.5, " * 3_000 + "0.5]\ny[i] = sum(j: x[i]*x[j])\n" + "dy[i]/dx[j] = 1\n" * 99,
    "digits": "x = " + "9" * 15_000,
    "groups of digits": "x = 1" + ",000" * 4_000,
    "numbers at the edge": "x = 1e308; y = x*x; z = 1e-320; u = z/x\n" + "dy/dx = 2*x\ndu/dz = 1/x\n" * 600,
    "layers": "A0 = conv([999, 999, 3], filters=5, kernel=3)\n"
    + "\n".join(f"A{k + 1} = conv(A{k}, filters=9, kernel=1)\nparameters(A{k}) = {k}" for k in range(250)),
    "counts of layers": "A = dense([9], units=9)\nparameters(" + ", ".join(["A"] * 5_000) + ") = 90",
    "huge layers": "A = dense([999999999], units=999999999)\nparameters(A) = 1\nmultiplies(A) = 2\nshape(A) = [3]",
    "products side by side": "x = 1.5\ny = " + "x " * 9_000 + "\n" + "dy/dx = x\n" * 30,
    "wrong terms": "x = 1.5; y = 2.5; L = x*y\n" + _lines(20, "dL/dx = " + " + ".join(f"x^{k}*y" for k in range(100))),
    "wrong factors": "x = 1.5; y = 2.5; L = x*y\n" + _lines(20, "dL/dx = " + "*".join(["(x + y)"] * 110)),
    "literals for names": _ALIKE + "\ny = a1*a2\ny = 1.5*1.5" + "*1.5/1.5" * 1_500,
    "literals in every line": _ALIKE + "\ny = a1*a2*a3\n" + "y = 1.5*1.5*1.5 + a4 - 1.5\n" * 600,
    "marks": "x" + "\u0302" * 10_000 + " = 1",
    "alike lines": "x = 1.5; y = x^2 # " + "1 points " * 1_800,
    "names for names": "a: b\n" * 4_000,
    "blanks": " " * 19_000 + "x = 1",
    "lines": "\n" * 19_000 + "x = 1; x = 2",
    "surrogates": "\ud800" * 9_000,
    "differentials in indices": "x = [1.5, 2]\ny = " + _nested(40, "dx[", "0", "]"),
    "differentials over numbers": "x = [1.5, 2]\ny = " + _nested(40, "dx[", "0", "/2]/2"),
    "derivatives in indices": "x = [1.5, 2]\ny = " + _nested(24, "dx[0]/dx[", "0", "]"),
    "indices upon one another": "A = ones(2, 2)\ny = A" + "[0]" * 5_000,
    "indices in brackets": "A = ones(2, 2)\ny = " + _nested(49, "(1 + 2*-", "A", ").T.T.T"),
    "indices and everything": "x = [1.5]\ny = " + _nested(49, "1 + 2*-[", "0.5", "][0]^2") + "\n" + "dy/dx = 3\n" * 99,
    "two mistakes": "x = [0.1, 0.2, 0.3]; W = [[1.5, 2.5, 3.5], [0.5, 1.5, 0.25]]; b = [0.5, 0.2]\n"
    + "z = W@x + b; h = tanh(z); L = sum(h^2)\n"
    + "dL/dW = x@(2*h*(1 - h)).T\ndL/dx = W@(2*h*(1 - h^2))\ndL/dW[i,j] = 2*h[j]*x[i]\n" * 250,
}  # fmt: skip
"""Sheets by name; what is longer than 20,000 characters is cut off there."""


@dataclass(frozen=True)
class Cost:
    """What a sheet cost: characters, CPU seconds, megabytes more than before it, and what became of it."""

    name: str
    characters: int
    seconds: float
    megabytes: float
    outcome: str

    @property
    def is_too_much(self) -> bool:
        """Whether it is more than any sheet may cost."""
        return self.seconds > SLOWEST or self.megabytes > LARGEST


def peak() -> float:
    """Megabytes this process has held at its largest."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(name: str) -> Cost:
    """What a sheet costs, in a process that has checked nothing but a small sheet before."""
    from tests.benchmarks.fuzz import outcome

    text = HOSTILE[name][:LONGEST]
    outcome("x = 1.5; y = x^2\ndy/dx = x")  # whatever loads when it is first used has loaded
    before, begun = peak(), time.process_time()
    became = outcome(text)
    return Cost(name, len(text), time.process_time() - begun, peak() - before, became)


def fresh_processes() -> Pool:
    """A pool whose process checks one sheet and is replaced, so that the largest memory is that sheet's."""
    context = multiprocessing.get_context("forkserver")  # a process that has checked nothing is where each begins
    context.set_forkserver_preload(["tests.benchmarks.fuzzed_sheets"])
    return context.Pool(1, maxtasksperchild=1)


def costs() -> Iterator[Cost]:
    """What each hostile sheet costs, each in a process of its own."""
    with fresh_processes() as pool:
        yield from pool.imap(measured, HOSTILE, chunksize=1)
