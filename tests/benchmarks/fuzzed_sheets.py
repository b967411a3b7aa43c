"""Worksheets to fuzz the checker with: salad of tokens, real sheets damaged or changed, lines that strangers type, and
sheets grown.

Every source takes a random generator and gives a text; the same generator gives the same text.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograd.worked import WORKED, sheet
from autograd.worksheet.language.notations.table import NOTATIONS
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    List,
    Node,
    Number,
    Power,
    Product,
    Statement,
    Sum,
    Transpose,
)
from autograd.worksheet.sheet.files import read_sheet
from tests.benchmarks.right_sheets import RIGHT_SHEETS

LONGEST = 20_000
"""Characters of the longest sheet."""

_WORDS = """
x y z w1 W L dL dx dz ∂z ∂w1 i j k n e pi T σ ŷ λ for find <- = != + - − * · × / @ ^ ** ( ) [ ] | , : ; #
.T ᵀ ² ⁻¹ ½ 0 1 2 3.5 0.0 .5 1e9 1e-300 9 1,000 10000 sum mean max min tanh relu log exp sqrt sin
softmax onehot column conv dense pool shape parameters multiplies step indicator zeros ones dot $ ' "
２ ٣ （ ° % “ ’ ≈ log10 lg tan np. relu( 2,5 2. 0x10 == := // d wx x2 X w_1
"""
_ODD = ("\\", "\0", "\u202e", "\u200b", "\ud800", "√", "∑", "é", "値", "x\u0302", "_", "__class__", ".", "")
TOKENS = (*_WORDS.split(), *_ODD)

NUMBERS = (
    *("0", "-0.0", "1e308", "1e-320", "1e200", "(9**9**9)", "0.0", "1", "-1", "2", "1/2", "0.5", "3.14159265358979"),
    *("1,000,000", "1e16", "0.3333", "-2.50", "100", "1e-9"),
)
SINGLE = ("tanh", "exp", "log", "relu", "sqrt", "sigmoid", "sin", "cos", "abs", "H", "softplus")
WHOLE = ("sum", "mean", "softmax", "logsumexp", "max", "min")


@dataclass(frozen=True)
class Real:
    """A real sheet taken apart: its statements, how many lines of them define, and what stands in them."""

    text: str
    definitions: tuple[Statement, ...]
    claims: tuple[Statement, ...]
    names: tuple[str, ...]
    formulas: tuple[str, ...]
    derivatives: tuple[str, ...]


@cache
def reals() -> tuple[Real, ...]:
    """Every real sheet, as it stands and without its wrong lines."""
    found = []
    for text in (*RIGHT_SHEETS.values(), *(sheet(name) for name in WORKED)):
        read = read_sheet(text)
        definitions = tuple(step.statement for step in read.steps if step.definition is not None)
        claims = tuple(step.statement for step in read.steps if step.definition is None)
        nodes = [node for step in read.steps for part in step.statement.parts for node in part.inside()]
        names = tuple(dict.fromkeys(definition.name for definition in read.definitions()))
        formulas = tuple(dict.fromkeys(echo(node) for node in nodes if not isinstance(node, (Number, List))))
        derivatives = tuple(dict.fromkeys(echo(node) for node in nodes if isinstance(node, Derivative)))
        found.append(Real(text, definitions, claims, names, formulas, derivatives))
    return tuple(found)


def a_real(rng: random.Random) -> Real:
    """A real sheet, short ones more often: they cost less."""
    return rng.choices(reals(), [len(real.text) ** -1.5 for real in reals()])[0]


def written(statement: Statement) -> str:
    """A statement as it was typed."""
    return statement.text[statement.column : statement.column + statement.length]


def salad(rng: random.Random) -> str:
    """Tokens in any order."""
    lines = (
        rng.choice(("", " ")).join(rng.choice(TOKENS) for _ in range(rng.randrange(1, 14)))
        for _ in range(rng.randrange(1, 5))
    )
    return "x = 1.5; y = x^2\n" * rng.randrange(2) + "\n".join(lines)


def damaged(rng: random.Random) -> str:
    """A real sheet with characters and lines deleted, doubled, swapped and replaced."""
    return with_damage(rng, a_real(rng).text)


def with_damage(rng: random.Random, text: str) -> str:
    """A text with characters and lines deleted, doubled, swapped and replaced."""
    for _ in range(rng.randrange(1, 5)):
        lines = text.splitlines() or [""]
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.randrange(6))
        text = rng.choice(
            (
                lambda text=text, start=start, end=end: text[:start] + text[end:],
                lambda text=text, start=start, end=end: text[:start] + rng.choice(TOKENS) + text[end:],
                lambda text=text, start=start, end=end: text[:start] + text[start:end] * 3 + text[end:],
                lambda lines=lines: "\n".join(rng.sample(lines, len(lines))),
                lambda lines=lines: "\n".join(line for line in lines if rng.random() < 0.8),
            )
        )()
    return text


CORPUS = Path(__file__).parent / "corpus"

BEGINNINGS = (
    "",
    "x = 1.5; y = x^2\n",
    "L = (y - t)^2\n",
    "x = 2; w = 3; b = 1; t = 1\nz = w x + b\na = σ(z)\nL = 1/2 (a - t)^2\n",
    "z = W x + b\na = σ(z)\nL = ½ ||a - y||²\n",
    "f(x, y) = x^2 y + y^3\n",
    "x = [1, 2]; W = [[1, 2], [3, 4]]\nz = W x\nL = sum(z^2)\n",
)
"""What lines of other sheets may be about."""


@cache
def typed_lines() -> tuple[str, ...]:
    """Lines as strangers type them: the examples of all notations, and the lines of the corpus."""
    texts = (re.sub(r" *#! (?:right|wrong).*", "", path.read_text()) for path in sorted(CORPUS.glob("*.txt")))
    return tuple(
        dict.fromkeys([row.typed for row in NOTATIONS] + [line for text in texts for line in text.split("\n")])
    )


def typed(rng: random.Random) -> str:
    """Lines as strangers type them, of several sheets, below what they may be about, with some damage."""
    lines = rng.choices(typed_lines(), k=rng.randrange(1, 7))
    return with_damage(rng, rng.choice(BEGINNINGS) + "\n".join(lines))


def grown(rng: random.Random) -> str:
    """Statements that can be read, of names, numbers and functions that may not fit."""
    names = ["a", "b", "c", "v[i]", "v", "M", "M[i,j]", "v[0]"]

    def formula(depth: int) -> str:
        if depth <= 0 or rng.random() < 0.2:
            return rng.choice([*names, "2", "0.5", "1.50", "da/db", "dv[i]/da", "dc/dv"])
        inside = [formula(depth - 1) for _ in range(2)]
        return rng.choice(
            [
                f"({inside[0]} + {inside[1]})",
                f"({inside[0]} - {inside[1]})",
                f"{inside[0]}*{inside[1]}",
                f"{inside[0]}/({inside[1]})",
                f"{inside[0]} @ {inside[1]}",
                f"({inside[0]})^{rng.choice(['2', '-1', '0.5', '(' + inside[1] + ')'])}",
                f"{rng.choice((*SINGLE, *WHOLE))}({inside[0]})",
                f"sum(i: {inside[0]})",
                f"[{inside[0]}, {inside[1]}]",
                f"({inside[0]}).T",
            ]
        )

    lines = ["a = 0.7; b = -1.2; v = [0.3, 1.1, -0.4]; M = [[1.5, 2.5, 0.5], [0.1, -0.2, 0.3]]"]
    sound = rng.choice(["a*b + a", "tanh(a*b)", "sum(v^2)*a", "sum(i: v[i]*a)", "sum(M@v)*b", "relu(a - b)", "a/b"])
    lines += [f"c = {sound if rng.random() < 0.7 else formula(2)}"]
    lines += [
        f"{rng.choice(['dc/da', 'dc/dv', 'dc/dv[i]', 'c', 'dc/dM', 'a', 'dc/dM[i,j]'])} = {formula(rng.randrange(4))}"
        + rng.choice(["", "", " = 0.25", f" = {formula(1)}", " for i != j"])
        for _ in range(rng.randrange(1, 4))
    ]
    lines += [f"a <- a - 0.1*{formula(1)}"] * (rng.random() < 0.1)
    return "\n".join(lines)


def another(rng: random.Random, real: Real, node: Node, text: str) -> str:
    """Something else for a part of a statement: an operand, an operator, a function, an index, a shape, a number."""
    own = text[node.column : node.column + node.length]
    parts = [text[part.column : part.column + part.length] for part in node.parts]
    leaf = rng.choice(
        (*real.names, *real.derivatives, rng.choice(NUMBERS), f"{rng.uniform(-3, 3):.{rng.randrange(6)}f}")
    )
    options = [leaf, rng.choice(real.formulas), f"({own})", f"-{own}", f"{rng.choice(SINGLE)}({own})"]
    match node:
        case Sum() | Product():
            operators, joined = ("+-", " + ") if isinstance(node, Sum) else ("**/@", "*")
            signs = [rng.choice(operators) for _ in parts[1:]]
            place = rng.randrange(len(parts))
            options += ["".join(x for pair in zip(["", *signs], parts, strict=True) for x in pair)] * 3
            options += [joined.join(parts[:place] + parts[place + 1 :]), joined.join([*parts, parts[place]])] * 2
            options += [joined.join(reversed(parts))]
        case Call(_, (_,)):
            options += [f"{rng.choice((*SINGLE, *WHOLE))}({parts[0]})"] * 4
        case Index():
            options += [f"{parts[0]}[{rng.choice('ijk0129')}]", f"{parts[0]}[{', '.join(parts[:0:-1])}]", parts[0]] * 3
            options += [f"{parts[0]}[{', '.join(parts[1:])}, {rng.choice('ij0')}]"]
        case List():
            options = [f"[{', '.join(rng.sample(parts, len(parts)))}]", f"[{', '.join(parts[1:] or parts)}]"]
            options += [
                f"[{', '.join([*parts, parts[0]])}]",
                f"[{own}]",
                f"[{', '.join([rng.choice(NUMBERS), *parts[1:]])}]",
            ]
        case Number(exact):
            options += [rng.choice(NUMBERS), f"{exact:.{rng.randrange(4)}f}"]
            options += [repr(exact), repr(exact * 1.01), f"{exact}e0"]
        case Power():
            exponent = rng.choice(("2", "3", "-1", "0.5", "(1/2)", "0", "99", parts[0]))
            options += [f"{parts[0]}^{exponent}", parts[0]] * 2
        case Derivative():
            options += [
                rng.choice(real.derivatives or real.names),
                f"d{rng.choice(real.names)}/d{rng.choice(real.names)}",
            ] * 3
        case Fold() | Transpose():
            options += [parts[0], f"sum({rng.choice('ijk')}: {parts[0]})", f"mean({parts[0]})"]
    options += [f"({own}).T", f"({own})[0]", f"sum(i: {own})", f"sum({own})", f"[{own}, {own}]", f"|{own}|", f"{own}^2"]
    return rng.choice(options)


def changed_statement(rng: random.Random, real: Real, statement: Statement) -> str:
    """A statement with one part of it changed, its right side more often than its left."""
    side = statement.parts[0] if rng.random() < 0.1 else rng.choice(statement.parts[1:] or statement.parts)
    node = rng.choice(list(side.inside()))
    changed = another(rng, real, node, statement.text)
    start, end = statement.column, statement.column + statement.length
    return statement.text[start : node.column] + changed + statement.text[node.column + node.length : end]


def added_statement(rng: random.Random, real: Real) -> str:
    """One more statement about a sheet: a claim, a find, an update, a guard, a definition."""
    name, other, formula = rng.choice(real.names), rng.choice(real.names), rng.choice(real.formulas)
    of = rng.choice(real.derivatives or real.names)
    return rng.choice(
        (
            f"find {of}, {name}",
            f"{name} <- {name} - 0.1*d{other}/d{name}",
            f"{name} <- {name} - 0.1*{of}",
            f"d{name}/d{other} = {formula}",
            f"d{name}[i]/d{other}[j] = {formula} for i {rng.choice(('=', '!='))} {rng.choice('j012')}",
            f"{of} = {formula} = {rng.choice(NUMBERS)}",
            f"{of} = {rng.choice(NUMBERS)}",
            f"{name} = {formula}",
            f"{name}[i] = {formula} for i != {rng.choice('012j')}",
            f"new = {formula}\ndnew/d{name} = {of}",
            f"{name} = {rng.choice(NUMBERS)}",
            formula,
        )
    )


def changed(rng: random.Random, claims: int = 3) -> str:
    """A real sheet's definitions and some of its claims, with a few parts of them changed and a few lines added."""
    real = a_real(rng)
    chosen = rng.sample(real.claims, min(len(real.claims), rng.randrange(1, claims + 1)))
    chosen.sort(key=real.claims.index)
    lines = [
        changed_statement(rng, real, each) if rng.random() < 0.12 / len(real.definitions) else written(each)
        for each in real.definitions
    ]
    lines += [changed_statement(rng, real, each) if rng.random() < 0.7 else written(each) for each in chosen]
    for _ in range(rng.choice((0, 0, 1, 2))):
        lines.insert(rng.randrange(len(real.definitions), len(lines) + 1), added_statement(rng, real))
    if rng.random() < 0.1:
        place = rng.randrange(len(lines))
        lines[place:place] = lines.pop(rng.randrange(len(lines))), rng.choice(lines)
    return "\n".join(lines)


def large(rng: random.Random) -> str:
    """A real sheet grown to up to 20,000 characters: in lines, in one line, in definitions, in a list, in steps."""
    real, wanted = a_real(rng), int(10 ** rng.uniform(3, 4.3))
    start = "\n".join(map(written, real.definitions)) + "\n"
    way = rng.randrange(6)
    pieces: list[str] = []
    total = len(start)
    while total < wanted:
        number = len(pieces)
        if way == 0:
            piece = "\n" + (changed_statement(rng, real, rng.choice(real.claims)) if real.claims else "find")
        elif way == 1:
            piece = rng.choice((" + ", "*", " - ")) + rng.choice(real.formulas) if pieces else f"new = {real.names[0]}"
        elif way == 2:
            before = f"new{number - 1}" if pieces else real.names[0]
            piece = (
                f"\nnew{number} = {rng.choice(SINGLE)}({before}*{rng.choice(real.names)})\ndnew{number}/d{before} = 1"
            )
        elif way == 3:
            piece = f"{', ' if pieces else 'new = ['}{rng.uniform(-2, 2):.2f}"
        elif way == 4:
            piece = "\n" + added_statement(rng, real)
        else:
            piece = (" = " if pieces else "\n") + rng.choice((*real.formulas, *NUMBERS))
        pieces.append(piece)
        total += len(piece)
    if way == 3:
        pieces.append("]\nnow = sum(softmax(new)*new)\ndnow/dnew[i] = softmax(new)[i]\ndnow/dnew = new")
    return (start + "".join(pieces))[:LONGEST]


Source = Callable[[random.Random], str]

SHARES: dict[Source, float] = {salad: 0.1, damaged: 0.15, typed: 0.2, grown: 0.245, changed: 0.3, large: 0.005}
"""How often each source is drawn from."""


def fuzzed(seed: int, number: int) -> tuple[str, str]:
    """The sheet of this number, whatever came before it, and the name of its source."""
    rng = random.Random(f"{seed} {number}")
    source = rng.choices(list(SHARES), list(SHARES.values()))[0]
    return source(rng), source.__name__
