"""Hostile worksheets and documents of any length, by kind: what they cost grows with their length at most.

    python -m tests.benchmarks.hostile_kinds [--sheets N] [--seed N] [--length N] [KIND ...]

checks 300 files, each in a process of its own and written in its slowest format, of lengths from 20,000 to 500,000
characters: up to 20,000 one may take a second of CPU time, at 500,000 five, in between in proportion, and 200 MB.

Beside each sheet a fixed loop is timed, before and after it, in the same process: what the sheet would have taken where
the loop takes `LOOP_TAKES` is told as well. A slow or busy machine makes both slower, a slow program only the sheet.
"""

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Callable, Iterator
from multiprocessing.pool import Pool
from typing import NamedTuple

from autograd.worksheet.language.notations.rewriting import LONGEST_REWRITTEN
from autograd.worksheet.language.notations.table import NOTATIONS
from autograd.worksheet.sheet.files import LONGEST_SHEET
from tests.benchmarks.hostile_documents import DOCUMENTS, NOTEBOOKS, document, ending, key_for
from tests.benchmarks.hostile_sheets import LARGEST, SLOWEST, peak

SHORTEST = 20_000
SLOWEST_OF_ALL = 5.0
"""Seconds of CPU time a sheet of 500,000 characters may take."""

ENDLESS = 60
"""Seconds of CPU time after which a sheet is given up."""

LOOP_TAKES = 0.04
"""Seconds of CPU time that the loop takes on the machine for which the limits were set, when nothing else runs."""


def loop_takes() -> float:
    """Seconds of CPU time of a fixed loop that does what checking does: small objects, dictionaries, calls."""
    begun = time.process_time()
    found: dict[tuple[int, str], list[int]] = {}
    for number in range(140_000):
        key = (number & 1023, str(number & 63))
        found.setdefault(key, [0])[0] += len(key)
    return time.process_time() - begun


Makes = Callable[[int, random.Random], str]
"""Makes a piece, from its number, or a sheet, from its length."""


def word(number: int) -> str:
    """Three letters, others for each of 17,576 numbers."""
    return "".join(chr(ord("a") + number // 26**place % 26) for place in (2, 1, 0))


H = "x = 1.5; y = 2.5; w = 0.7"
V = "v = [" + ", ".join(f"{0.1 + 0.01 * i:.2f}" for i in range(60)) + "]"
M = "A = [" + ", ".join("[" + ", ".join(f"0.{1 + i}{1 + j}" for j in range(9)) + "]" for i in range(9)) + "]"
LETTERS = "\n".join(f"{letter} = 1.{i}" for i, letter in enumerate("abcdfghjkmnpqrst"))
ONES = "\n".join(f"a{i} = 1.5" for i in range(60))
TOKENS = [
    "x",
    "y",
    "w",
    "L",
    "dL/dx",
    "dy/dw",
    "=",
    "+",
    "*",
    "-",
    "/",
    "(",
    ")",
    "[",
    "]",
    "1.5",
    "2",
    "0.1",
    "sum(i:",
    "v[i]",
    "^",
    "sin(",
    "exp(",
    ";",
    ",",
    "find",
    "for",
    "<-",
    "|",
    "'",
    ".T",
    "@",
    "σ",
    "∂",
    "²",
]

LINES: dict[str, tuple[str, Makes]] = {
    "brackets": ("x = 1.5", lambda i, r: f"y{i} = " + "(" * 45 + "x" + " + 1)" * 45),
    "fractions": ("x = 1.5", lambda i, r: f"y{i} = " + "1/(1+" * 45 + "x" + ")" * 45 + f"\ndy{i}/dx = {i}.5*x"),
    "names": ("", lambda i, r: f"n{i} = {i}.5"),
    "names upon": ("n0 = 1.5", lambda i, r: f"n{i + 1} = n{i}*1.01 + {i}"),
    "names upon all": (
        "n0 = 0.5",
        lambda i, r: f"n{i + 1} = sin(n{i}) + " + " + ".join(f"n{r.randrange(i + 1)}" for _ in range(8)),
    ),
    "ladder slopes": (
        "n0 = 0.5; w = 0.9",
        lambda i, r: f"n{i + 1} = tanh(w*n{i} + 0.1)\ndn{i + 1}/dn{max(0, i - r.randrange(30))} = w*(1-n{i}^2)",
    ),
    "decimal commas": ("y = 0,5", lambda i, r: f"y{i} = {i},5 + [1,2]"),
    "entries below": ("x = [1, 2, 3]", lambda i, r: f"y{i}_i = x_{{i+1}} + x_{{i}}"),
    "entries of matrices": ("W = [[1, 2], [3, 4]]", lambda i, r: f"h{i} = W_ij"),
    "entries of convolutions": ("X = [[1, 2], [3, 4]]", lambda i, r: f"h{i}_ij = max_p x_{{i+p-1,j+p-1}} + k_{{12}}"),
    "commands of LaTeX": (
        r"\alpha = 2",
        lambda i, r: rf"\hat{{y}}_{i} = \frac{{\alpha + {i}}}{{\sqrt{{2}}}} \quad % a",
    ),
    "matrices of LaTeX": ("x = 2", lambda i, r: rf"A{i} = \begin{{pmatrix}} 1 & {i} \\ x & 4 \end{{pmatrix}}"),
    "fractions in fractions": ("x = 2", lambda i, r: r"y = " + r"\frac{1}{1 + " * 25 + "x" + "}" * 25),
    "matrices never closed": ("x = 2", lambda i, r: r"\begin{pmatrix} 1 &"),
    "words of a sentence": ("x = 2", lambda i, r: "some words " * 150 + f"give y{i} = {i}"),
    "means": ("Y=[1,2]; A=[2,3]; m=2; J = 1/m sum((A-Y)^2)", lambda i, r: "dA = 1/m (A - Y)"),
    "same claim": (H + "; L = x*y + sin(x)", lambda i, r: "dL/dx = y + cos(x)"),
    "wrong claims": (H + "; L = x*y + sin(x)", lambda i, r: f"dL/dx = y*x + cos(x*y) + {i}"),
    "wrong numbers": (H + "; L = x*y + sin(x)", lambda i, r: f"dL/dx = {i}.{i}3"),
    "claims a line": (H + "; L = x*y", lambda i, r: "L" + " = x*y" * 3000),
    "wrong claims a line": (H + "; L = x*y", lambda i, r: "L" + " = x*y*2" * 2000),
    "number claims a line": (H + "; L = x*y", lambda i, r: "L" + " = 3.7" * 2500),
    "continued": ("x = 1.5; y = x^3\ndy/dx", lambda i, r: "= x*x"),
    "continued numbers": ("x = 1.5; y = x^3\ndy/dx", lambda i, r: f"= {i}.5"),
    "continued right": ("x = 1.5; y = x^3\ndy/dx", lambda i, r: "= 3*x*x"),
    "continued long": ("x = 1.5; y = x^3\ndy/dx + " + "+".join(["x"] * 90), lambda i, r: "= x"),
    "huge numbers": ("x = 1e300; y = x*x", lambda i, r: f"z{i} = {'9' * 99} * x\ndz{i}/dx = 9e{i % 300}"),
    "digits": ("", lambda i, r: f"x{i} = {'9' * 99}.{'9' * 90}"),
    "powers": ("x = 1.5", lambda i, r: f"y{i} = x" + "^1.01" * 45 + f"\ndy{i}/dx = x"),
    "raised": ("x = 1.5", lambda i, r: f"y{i} = x" + "²" * 9 + "+x³⁴"),
    "indices": (V, lambda i, r: f"y{i} = " + "v[" * 45 + "0" + "]" * 45),
    "index sums": (V + "\ns = sum(i: v[i]^2)", lambda i, r: f"ds/dv[i] = 2*v[i] + sum(j: v[j])/{i + 1}"),
    "index sums defs": (V, lambda i, r: f"s{i} = sum(i: sum(j: v[i]*v[j]))"),
    "vector defs": (V + "\nu0 = v", lambda i, r: f"u{i + 1} = tanh(u{i}) + v"),
    "vector long": ("x = [" + ", ".join(["0.5"] * 3000) + "]", lambda i, r: f"y{i} = x*{i}\ndy{i}[i]/dx[j] = 2"),
    "matrix claims": (M + "\nB = A@A; C = B@B; L = sum(C@C)", lambda i, r: "dL/dA = A@B@C"),
    "matrix defs": (M + "\nB0 = A", lambda i, r: f"B{i + 1} = 0.01*B{i}@A"),
    "ones defs": ("A = ones(100,100)", lambda i, r: f"B{i} = A@A + {i}"),
    "zeros many": ("", lambda i, r: f"B{i} = zeros(90,90)"),
    "onehots": ("x = 1.5", lambda i, r: f"h{i} = onehot({i % 900}, 900)"),
    "jac entries": (M + "\nB = tanh(A@A)", lambda i, r: "dB[i,j]/dA[k,l] = A[i,k]*B[l,j]"),
    "softmaxes": (V + "\ns = softmax(v)", lambda i, r: "ds[i]/dv[j] = s[i]*s[j]"),
    "kinks": ("x = 0.0", lambda i, r: f"y{i} = relu(x)*{i}\ndy{i}/dx = 0.5"),
    "kinks vec": ("x = zeros(90); y = relu(x); L = sum(y)", lambda i, r: f"dL/dx[i] = 0.5*{i}"),
    "updates": ("x = 1.5; r = 0.1; L = x^2", lambda i, r: "x <- x - r*2*x"),
    "updates wrong": ("x = 1.5; r = 0.1; L = x^2", lambda i, r: f"x <- x - r*2*x = {i}.5"),
    "updates slope": ("x = 1.5; r = 0.1; L = x^2", lambda i, r: "x <- x - r*dL/dx = 3\ndL/dx = 2*x = 3"),
    "finds": (H + "; L = x*y", lambda i, r: "find dL/dx, L, dL/dy"),
    "find new": (H + "; L = x*y", lambda i, r: f"find q{i}, dL/dq{i}"),
    "literals": (ONES + "\ny = a1*a2*a3", lambda i, r: "y = 1.5*1.5*1.5 + a4 - 1.5"),
    "rounded": ("x = 1.5", lambda i, r: f"y{i} = x*{i} = {i}.123"),
    "rounded chain": ("y0 = 1.51", lambda i, r: f"y{i + 1} = y{i}*1.01 = {r.uniform(1, 9):.2f}"),
    "unread": ("x = 1.5", lambda i, r: "y = $ x ("),
    "unknown": ("x = 1.5", lambda i, r: f"y{i} = qq{i} + sigmiodal(x)"),
    "long names": ("\n".join(f"{'a' * 90}{i} = 1" for i in range(90)), lambda i, r: f"y = {'a' * 95}{i}"),
    "ligatures": ("x = 1.5", lambda i, r: "ﷺ" * 99 + f" = {i}"),
    "ligatures use": ("x = 1.5", lambda i, r: f"y{i} = " + "+".join(["ﷺ" * 99] * 20)),
    "marks": ("x = 1", lambda i, r: "x" + "\u0302" * 90 + f" = {i}"),
    "greek": ("γ = 1.5; α₁ = 2", lambda i, r: f"β{i} = γ·α₁ − γ²\n∂β{i}/∂γ = α₁"),
    "ones lines": ("", lambda i, r: "x=1"),
    "semis line": ("", lambda i, r: "x=1;" * 4000),
    "blanks in": ("x = 1", lambda i, r: "- a" + " " * 2000 + "b. " + " " * 2000 + "x"),
    "open lines": ("x = 1", lambda i, r: "y = " + "(" * 300),
    "hashes": ("x = 1", lambda i, r: "y = 2 # " + "1 points " * 50),
    "words": (
        "x = 2; L = x^2",
        lambda i, r: r.choice(
            ["So we see that the slope is 2x.", "Then $y = 3 x$ here.", "dx = 2x", "- dL/dw", "Answer: 3", "1) x = 2"]
        ),
    ),
    "titles": ("x = 2", lambda i, r: f"some words of q{i} = 2\n" + "a(" * 30),
    "bullets": ("- x = 2", lambda i, r: "- x = 2 - y = 3 - " * 20),
    "fences": ("```\nx = 1.5; y = x^2\n```", lambda i, r: "```sheet\ndy/dx = x\n```"),
    "fence marks": ("```", lambda i, r: "`" * (3 + i % 400)),
    "latex": ("x = 1.5", lambda i, r: "\\frac{\\partial y}{\\partial x} = \\frac{1}{x} \\cdot x^{2}"),
    "latex nest": ("x = 1.5", lambda i, r: f"y{i} = " + "\\frac{1}{" * 30 + "x" + "}" * 30),
    "bars": ("x = 1.5", lambda i, r: f"y{i} = " + "|x|" * 200),
    "signs": ("x = 1.5", lambda i, r: f"y{i} = " + "-" * 200 + "x"),
    "aliases": ("", lambda i, r: f"a{i}: b{i}"),
    "alias defs": ("x = 1.5\na0 = x", lambda i, r: f"a{i + 1} = a{i}"),
    "layers": (
        "A0 = conv([99, 99, 3], filters=5, kernel=3)",
        lambda i, r: f"A{i + 1} = conv(A{i}, filters=9, kernel=1)\nparameters(A{i}) = {i}",
    ),
    "second": ("x = 1.5; y = x^3; g = dy/dx", lambda i, r: f"g{i} = dy/dx*{i}\ndg{i}/dx = {i}"),
    "guards": (V + "\ny = v*2", lambda i, r: "dy[i]/dv[j] = v[i]*v[j] for i != j, i != 3"),
    "guards long": (V + "\ny = v*2", lambda i, r: "y[i] = 2*v[i] for " + ", ".join(["i != 3"] * 1500)),
    "no givens many": ("y = a*b", lambda i, r: f"z{i} = c{i}*d{i}\ndz{i}/dc{i} = d{i}*2"),
    "long targets": ("x = 1.5; y = x^2", lambda i, r: "x*" + "*".join(["(x - y)"] * 200) + " = x"),
    "two mistakes": (
        "x = [0.1, 0.2, 0.3]; W = [[1.5, 2.5, 3.5], [0.5, 1.5, 0.25]]; b = [0.5, 0.2]\n"
        "z = W@x + b; h = tanh(z); L = sum(h^2)",
        lambda i, r: "dL/dW = x@(2*h*(1 - h)).T\ndL/dx = W@(2*h*(1 - h^2))",
    ),
    "mixed nets": (
        "x = [0.1, 0.2]; W = [[1.5, 2.5], [0.5, 1.5]]; h0 = x",
        lambda i, r: (
            f"h{i + 1} = tanh(W@h{i})\nL{i} = sum(h{i + 1}^2)\ndL{i}/dx = {i}*h{i}\ndL{i}/dW = h{i}@h{i + 1}.T"
        ),
    ),
    "d words": ("", lambda i, r: f"L{i} = x^2; dx = 2x; dx{i} = 2x"),
    "cats": ("x = 1.5; L = x^2", lambda i, r: "d1/d2"),
    "dwords2": ("x = 1.5; L = x^2", lambda i, r: f"dL{i}dx{i} = 3"),
    "one letter claims": ("a = 1.5; b = 2.5; c = 0.5; L = abc", lambda i, r: f"dL/da = bc + {'ab' * (i % 7)}c"),
    "words reused": ("y = np.exp(1)", lambda i, r: f"d{word(i)} = b\nd{word(i)} = c"),
    "raised words": ("", lambda i, r: f"{word(i)}^1=x"),
    "words for gates": ("", lambda i, r: f"{word(i)}^z=1"),
    "words differentiated": ("", lambda i, r: f"∇_w {word(i)}=1"),
    "words for slopes": ("", lambda i, r: f"{word(i)}=1\nd_{word(i)}/d_x=1"),
    "layers of many letters": ("", lambda i, r: f"{chr(0x4E00 + i % 4000)}^{{[{i % 9}]}}=1"),
    "tokens": (f"{H}; L = x*y; {V}", lambda i, r: " ".join(r.choices(TOKENS, k=20))),
}
"""What begins a sheet, and what makes its lines."""

LONG: dict[str, tuple[str, str, str, int, str]] = {
    "quotients": ("x = 1.5", "q# = 1", "/x", 19_000, "dq0/dx = 3"),
    "quotient claims": ("x = 1.5; y = x", "y = 1", "/x", 6_000, ""),
    "sums": (H, "s# = x", "+2*x*y", 19_000, "ds0/dx = 3*x"),
    "sum claims": (f"{H}; L = x*y", "dL/dx = y", "+y*x", 5_000, ""),
    "products": (H, "p# = w", "*x*(y+0.1)", 19_000, "dp0/dx = 3"),
    "one letter": (LETTERS, "z# = a", "+cdf*xab+ghjkm", 2_000, ""),
    "literal sums": ("x = 1.5; y = x*2", "y = x", "+0.1", 19_000, ""),
}
"""What begins a sheet and its lines, with # for their number; what these consist of, their length; the last line."""

WHOLE: dict[str, Makes] = {
    "long digits": lambda length, r: "x = " + "9" * length,
    "semicolons": lambda length, r: ";" * length,
    "newlines": lambda length, r: "\n" * (length - 6) + "x = 1",
    "blanks": lambda length, r: " " * (length - 6) + "x = 1",
    "blanks and a bar": lambda length, r: " " * (length - 1) + "|",
    "a long sentence": lambda length, r: "some words " * (length // 11) + "y = 3",
    "one word": lambda length, r: "ut" * (length // 2),
    "calls in words": lambda length, r: "f(x) at " * (length // 8),
    "slopes in words": lambda length, r: "x = 1.5; y = " + "dL/dx[i] = (p - t)*w[i] and " * (length // 28),
    "open brackets": lambda length, r: "(" * length,
    "ladder and all its slopes": lambda length, r: grown(
        length,
        "n0 = 0.5; w = 0.9\n" + "\n".join(f"n{i + 1} = tanh(w*n{i} + 0.1)" for i in range(min(3000, length // 80))),
        lambda i, r: f"dn{min(3000, length // 80)}/dn{i % min(3000, length // 80)} = w*n1",
        r,
    ),
    "close names": lambda length, r: grown(
        length, "\n".join(f"weight{i} = 1.5" for i in range(length // 40)), lambda i, r: f"y = weigth{i} + 1", r
    ),
    "all names": lambda length, r: grown(
        length,
        "\n".join(f"a{i} = 1.{i}" for i in range(min(700, length // 60)))
        + f"\nL = {'+'.join(f'a{i}^2' for i in range(min(700, length // 60)))}",
        lambda i, r: f"dL/da{i % min(700, length // 60)} = 3*a0",
        r,
    ),
    "a notation in a line": lambda length, r: repeated(notation(r), min(length, SHORTEST)),
    "a notation in long lines": lambda length, r: (
        f"{repeated(notation(r), LONGEST_REWRITTEN - 10)}\n" * (length // 900)
    ),
    "a notation in lines": lambda length, r: f"{notation(r)}\n" * (length // 8),
    "a run": lambda length, r: run(r, lambda head, piece, last: f"{head}\n{repeats(piece, length)}\n{last}"),
    "a run in a formula": lambda length, r: run(
        r, lambda head, piece, last: f"{head}\nz = 2 x + {repeats(piece, length)}\n{last}"
    ),
    "runs behind formulas": lambda length, r: run(
        r, lambda head, piece, last: f"{head}\n" + f"z = 2 x {repeats(piece, 1_800)}\n" * (length // 1_600) + last
    ),
    "runs before formulas": lambda length, r: run(
        r, lambda head, piece, last: f"{head}\n" + f"{repeats(piece, 1_800)} z = 2 x\n" * (length // 1_600) + last
    ),
    "no givens": lambda length, r: grown(
        length, "y = " + "*".join(f"x{i}" for i in range(min(1500, length // 12))), lambda i, r: f"dy/dx{i} = x1", r
    ),
}
"""What makes a sheet of a length."""


SIGNS = (
    *"a1()[]{}-=^_\\*·∂∇/|'\"`#;λ½ \t\n",
    *(" \n", "\n \n", "ŷ", "x̂", "x'", ". ", "a ", "1 ", ", ", ": ", "; ", "- ", "+ ", "| ", "… ", "...", "≈ ", "→ "),
    *("= 1 ", "1=", "-1 ", ",1", "1.", "the ", "is ", "If ", "abc (", "x_1 ", "(a) ", "1.5 ", "e^", "a=1 ", "a=1, "),
    *("[1, ", "dL/dw ", "∂L/∂w = ", "σ(", "sum_i ", "a_{", "a^{", "(1, 2) ", "0.5·", "w1*x1 + ", "f(x) ", "f_x "),
    *("* a\n", "1. a\n"),
)
"""What stands again and again in runs: a pattern that tries each place anew takes the square of their length."""

ABOUT = (
    ("x = 2; w = 3\ny = w x", "dy/dw = x\ndy/dx = x"),
    ("f(x, y) = x^2 y", "At (1, 2):\n∇f(1, 2) = [4, 1]\nf_x = 2 x y"),
    ("L = sum(i: (w x[i] - t[i])^2)", "dL/dw = 2 x if A is symmetric"),
    ("h_t = tanh(w h_{t-1} + u x_t)\nL = sum_t h_t", "dL/dh_t = 1"),
)
"""The beginnings and ends of sheets with runs in them: numbers, fields, sums and steps are read by other patterns."""


def repeats(piece: str, length: int) -> str:
    """A piece again and again, up to a length."""
    return piece * (length // len(piece))


def run(rng: random.Random, put: Callable[[str, str, str], str]) -> str:
    """A sheet with a run of signs in it, where `put` puts it between beginning and end."""
    head, last = rng.choice(ABOUT)
    return put(head, rng.choice(SIGNS), last)


def notation(rng: random.Random) -> str:
    """The example of a notation of the table, as it is typed."""
    return rng.choice(NOTATIONS).typed


def repeated(piece: str, length: int) -> str:
    """A piece again and again to a length."""
    return f"{piece} " * (length // (len(piece) + 1))


def grown(length: int, head: str, line: Makes, rng: random.Random) -> str:
    """A sheet that begins with a head and goes on with lines to a length."""
    found = [head]
    total = len(head)
    while total < length:
        found.append(line(len(found) - 1, rng))
        total += len(found[-1]) + 1
    return "\n".join(found)[:length]


def sheet(kind: str, length: int, rng: random.Random) -> str:
    """A hostile sheet or document of a kind and a length."""
    if kind in DOCUMENTS or kind in NOTEBOOKS:
        return document(kind, length, rng)
    if kind in LINES:
        return grown(length, *LINES[kind], rng)
    if kind in WHOLE:
        return WHOLE[kind](length, rng)[:length]
    head, before, piece, line, last = LONG[kind]
    found = grown(
        length - len(last) - 1, head, lambda i, r: before.replace("#", str(i)) + piece * (line // len(piece)), rng
    )
    return f"{found}\n{last}"


KINDS = (*LINES, *LONG, *WHOLE, *DOCUMENTS, *NOTEBOOKS)


class Cost(NamedTuple):
    """What a sheet cost: CPU seconds with its slowest format, megabytes more than before it, its verdicts, and what
    the loop took beside it.
    """

    kind: str
    length: int
    seconds: float
    megabytes: float
    verdicts: int
    loop: float

    @property
    def when_idle(self) -> float:
        """Seconds where the loop takes what it takes on an idle machine."""
        return self.seconds * LOOP_TAKES / self.loop

    @property
    def allowed(self) -> float:
        """Seconds that a sheet of this length may take."""
        beyond = max(0, self.length - SHORTEST) / (LONGEST_SHEET - SHORTEST)
        return SLOWEST + (SLOWEST_OF_ALL - SLOWEST) * beyond

    @property
    def is_too_much(self) -> bool:
        """Whether it is more than any sheet may cost."""
        return self.seconds > self.allowed or self.megabytes > LARGEST


def measured(kind: str, length: int, seed: int) -> Cost:
    """What a file costs, in a process that has checked nothing but a small one of its sort before."""
    from autograd.commands.check import checked
    from autograd.worksheet.reporting import formats
    from autograd.worksheet.reporting.report import Report
    from tests.benchmarks.loaded import SMALL

    writers: tuple[Callable[[list[Report]], str], ...] = (
        lambda reports: "".join(report.text() for report in reports),
        formats.as_json,
        formats.as_csv,
        formats.as_html,
        *([formats.as_gradescope] if ending(kind) != ".ipynb" else []),  # which is for one sheet
        *([formats.as_tex] if ending(kind) in (".tex", ".md") else []),
    )
    resource.setrlimit(resource.RLIMIT_CPU, (ENDLESS, ENDLESS))
    text = sheet(kind, length, random.Random(seed))
    name, key = f"submission{ending(kind)}", key_for(kind)
    for write in writers:
        write(checked(name, SMALL[ending(kind)].encode(), key=key, hints=2))
    held = text.encode("utf-8", "surrogatepass")
    loop = loop_takes()
    before, begun = peak(), time.process_time()
    reports = checked(name, held, key=key, hints=2)
    taken = time.process_time() - begun
    slowest = 0.0
    for write in writers:
        begun = time.process_time()
        write(reports)
        slowest = max(slowest, time.process_time() - begun)
    megabytes = peak() - before
    loop = (loop + loop_takes()) / 2
    count = sum(len(report.verdicts) for report in reports)
    return Cost(kind, len(text), taken + slowest, megabytes, count, loop)


def fresh_processes() -> Pool:
    """A pool whose process checks one sheet and is replaced."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.benchmarks.loaded"])
    return context.Pool(1, maxtasksperchild=1)


def costs(count: int, seed: int, kinds: tuple[str, ...], every: int | None = None) -> Iterator[Cost]:
    """What sheets cost, each in a process of its own; every kind in turn, of any length from the shortest to the
    longest, or `every` one of the same.
    """
    rng = random.Random(seed)
    with fresh_processes() as pool:
        for number in range(count):
            length = round(SHORTEST * (LONGEST_SHEET / SHORTEST) ** rng.random()) if every is None else every
            kind = kinds[number % len(kinds)]
            waiting = pool.apply_async(measured, (kind, length, rng.randrange(2**32)))
            try:
                yield waiting.get(timeout=10 * ENDLESS)
            except multiprocessing.TimeoutError:  # the system ended its process, which nobody hears of
                raise SystemExit(f"{kind}, {length} characters: more than {ENDLESS} s of CPU time") from None


def main() -> None:
    """Print what hostile sheets cost, and how many of them too much."""
    grammar = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    grammar.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}")
    grammar.add_argument("--sheets", type=int, default=300)
    grammar.add_argument("--seed", type=int, default=0)
    grammar.add_argument("--length", type=int, help="characters of each sheet: any from 20,000 to 500,000 without it")
    options = grammar.parse_args()
    found = []
    for cost in costs(options.sheets, options.seed, tuple(options.kinds) or KINDS, options.length):
        found.append(cost)
        mark = "too much" if cost.is_too_much else ""
        took = f"{cost.seconds:6.2f} of {cost.allowed:4.2f} s"
        idle = f"idle {cost.when_idle:5.2f} s {cost.when_idle / cost.allowed:5.0%}"
        what = f"{cost.megabytes:4.0f} MB {cost.verdicts:6} verdicts"
        print(f"{cost.kind:26} {cost.length:7} {took}, {idle} {what} {mark}", flush=True)
    print(f"{sum(cost.is_too_much for cost in found)} of {len(found)} over the limits")


if __name__ == "__main__":
    main()
