"""Random sheets derived, and every derived line judged: python -m tests.benchmarks.derivations [COUNT] [SEED].

Vectors, matrices, sums, means, operations of the table, shared weights, skips; in index notation and with matrices.
Prints what is not right; at the end how many sheets and lines there were, and how long deriving took.
"""

import random
import sys
import time

from autograd import AutogradError, check, derive
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.language.work import BEYOND, Work
from autograd.worksheet.sheet.files import read_sheet

RIGHT = {"right", "right, in row layout"}

SMOOTH = ("tanh", "sigmoid", "sin", "atan", "softplus", "exp", "cosh", "silu", "gelu", "erf")
KINKED = ("relu", "abs", "leaky_relu", "elu")


class Sheets:
    """Makes sheets from a seed: `names` has what is defined so far by its kind, s(calar), v(ector), m(atrix)."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.length = rng.choice((2, 3, 4))
        self.names = {"s": [], "v": [], "m": []}
        self.lines = []
        self.left: list[int] = []

    def number(self) -> str:
        """A number that is none of the entries, nor another number: no two are at a tie."""
        self.left = self.left or self.rng.sample(range(2, 20), 18)
        return str(self.rng.choice((-1, 1)) * (self.left.pop() * 10 + 5) / 100)

    def entries(self) -> str:
        return ", ".join(f"{sign * size / 10}" for sign, size in self.distinct())

    def distinct(self) -> list[tuple[int, int]]:
        """Signs and sizes of entries, of which no two are the same: the largest is one."""
        return [(self.rng.choice((-1, 1)), size) for size in self.rng.sample(range(2, 20), self.length)]

    def give(self) -> None:
        """Numbers to begin with."""
        rows = ", ".join(f"[{self.entries()}]" for _ in range(self.length))
        for kind, count in (("s", 2), ("v", 3), ("m", 2)):
            for _ in range(count):
                rows = ", ".join(f"[{self.entries()}]" for _ in range(self.length))
                self.add(kind, {"s": self.number(), "v": f"[{self.entries()}]", "m": f"[{rows}]"}[kind])
        if self.rng.random() < 0.5:
            self.lines.append(f"n = {self.length}")

    def add(self, kind: str, formula: str, letters: str = "") -> None:
        name = {"s": "s", "v": "x", "m": "A"}[kind] + str(len(self.names[kind]) + 1)
        self.lines.append(f"{name}{letters} = {formula}")
        self.names[kind].append(name)

    def any(self, kind: str) -> str:
        """A name, later ones more often."""
        names = self.names[kind]
        return names[max(self.rng.randrange(len(names)), self.rng.randrange(len(names)))]

    def smooth(self) -> str:
        return self.rng.choice(SMOOTH)

    def operation(self) -> str:
        return self.rng.choice((*SMOOTH, *KINKED))

    def vector(self) -> tuple[str, str]:
        """A formula of a vector, and the letters of its name."""
        a, b, s, m = self.any("v"), self.any("v"), self.any("s"), self.any("m")
        f, g = self.operation(), self.smooth()
        return self.rng.choice(
            [
                (f"{f}({m}@{a} + {b})", ""),
                (f"{f}({m}.T@{a})", ""),
                (f"{a}*{b} + {s}", ""),
                (f"{f}({a}) + {b}", ""),
                (f"{s}*{a} - {b}/(1 + {a}^2)", ""),
                (f"exp(sin({a}[i]))/sum(k: exp(sin({a}[k])))", "[i]"),
                (f"softmax({a})", ""),
                (f"({a} - mean({a}))/sqrt(mean(({a} - mean({a}))^2) + 0.1)", ""),
                (f"sum(j: {m}[i,j]*{a}[j]) + {g}({b}[i])", "[i]"),
                (f"{a}[i]*sum(k: {b}[k]*{m}[i,k])", "[i]"),
                (f"sum({m}, axis=1)*{a}", ""),
                (f"mean({m}, axis=0).T + {a}", ""),
                (f"column({m}, 1) + row({m}, 0).T*{a}", ""),
                (f"{a}*sum({b}) - {s}^2", ""),
                (f"log(1 + {a}^2)*sqrt(2 + {b}^2)", ""),
            ]
        )

    def matrix(self) -> tuple[str, str]:
        """A formula of a matrix, and the letters of its name."""
        a, b, s, m, o = self.any("v"), self.any("v"), self.any("s"), self.any("m"), self.any("m")
        f = self.operation()
        return self.rng.choice(
            [
                (f"{m}@{o}", ""),
                (f"{f}({m}@{o}.T + {a})", ""),
                (f"{m}*{o} + {s}", ""),
                (f"{a}@{b}.T + {m}", ""),
                (f"{f}({m})/2", ""),
                (f"exp(sin({m}[i,j]))/sum(k: exp(sin({m}[i,k])))", "[i,j]"),
                (f"{m}[i,j]*{a}[j] - {b}[i]", "[i,j]"),
                (f"({m} + {o}.T)@{m}", ""),
                (f"{m} - mean({m}, axis=0)", ""),
                (f"softmax({m})", ""),
                (f"{m}@diag({a}) + eye({self.length})", ""),
            ]
        )

    def scalar(self) -> tuple[str, str]:
        """A formula of a number."""
        a, b, s, m = self.any("v"), self.any("v"), self.any("s"), self.any("m")
        t, f = self.any("s"), self.smooth()
        return self.rng.choice(
            [
                (f"sum({a}*{b})", ""),
                (f"mean({f}({a}))", ""),
                (f"sum(i: {a}[i]*{b}[i]^2)", ""),
                (f"mean(i: {f}({a}[i])*{s})", ""),
                (f"{a}.T@{m}@{b}", ""),
                (f"dot({a}, {b})/2", ""),
                (f"norm({a}) + {s}", ""),
                (f"logsumexp({a})", ""),
                (f"max(i: {a}[i])*{s}", ""),
                (f"sum(i: sum(j: {m}[i,j]*{a}[i]*{b}[j]))", ""),
                (f"{f}({s})*{t}", ""),
                (f"{s}/(1 + {t}^2)", ""),
                (f"{a}[0]*{s} + {b}[1]", ""),
                (f"sum({m}*{m})/2", ""),
                (f"trace({m})*{s}", ""),
                (f"log(prod(1 + {a}^2))", ""),
                (f"max({s}, {t}) - min({a}[0], {t})", ""),
            ]
        )

    def made(self) -> str:
        """The whole sheet."""
        self.give()
        for _ in range(self.rng.randint(2, 6)):
            kind = self.rng.choice("vvvms")
            self.add(kind, *{"s": self.scalar, "v": self.vector, "m": self.matrix}[kind]())
        terms = [f"mean({self.names['v'][-1]}^2)", self.names["s"][-1], f"sum({self.names['m'][-1]})/10"]
        self.rng.shuffle(terms)
        self.lines.append(f"L = {' + '.join(terms[: self.rng.randint(1, 3)])}")
        return "\n".join(self.lines)


LARGEST = 600.0
"""How large a number of a sheet may be: exp of -740 has no digits left, and of 710 none at all."""


def sheet(seed: int) -> str:
    """A random sheet that can be computed, and what is derived from it, too: powers of powers overflow."""
    for attempt in range(100):
        text = Sheets(random.Random(f"{seed}, {attempt}")).made()
        if not check(text).verdicts and largest(text) < LARGEST:
            return text
    raise AssertionError(f"seed {seed}: no sheet can be computed")


def largest(text: str) -> float:
    """The largest of a sheet's numbers, whatever its sign."""
    sheet = read_sheet(text)
    point = settle(sheet.definitions(), {}, sheet.free, (), Work(), sheet.unread).base
    return max(abs(float(each)) for value in point.floats.values() for each in entries(value))


def faults(text: str, notation: str) -> tuple[int, list[str]]:
    """How many claims were derived from a sheet, and what is wrong with them."""
    derivation = derive(text, notation=notation)
    claims = sum(len(dict.fromkeys(map(str, line.text.split(" = ")[1:]))) for line in derivation.lines)
    found = [f"refused: {refusal}" for refusal in derivation.refused]
    verdicts = check(derivation.sheet).verdicts
    found += [
        f"{each.verdict}: line {each.line}: {each.claim}"
        for each in verdicts
        if each.verdict not in RIGHT and BEYOND not in each.cause
    ]
    if len(verdicts) < claims:
        found.append(f"{claims} claims, {len(verdicts)} verdicts")
    return claims, found


def main(count: int = 2000, first: int = 0) -> int:
    """Derive so many random sheets; 1 if a line is not right."""
    lines = wrong = 0
    began = time.process_time()
    for seed in range(first, first + count):
        text = sheet(seed)
        for notation in ("index", "matrix"):
            try:
                claims, found = faults(text, notation)
            except (AutogradError, ArithmeticError) as error:
                claims, found = 0, [f"{type(error).__name__}: {error}"]
            lines += claims
            wrong += len(found)
            if found:
                print(f"--- seed {seed}, {notation}\n{text}", *found, sep="\n")
    print(f"{count} sheets, {lines} derived claims, {wrong} not right, {time.process_time() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
