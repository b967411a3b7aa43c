"""How well mistakes are found and explained: right worksheets, each with one usual mistake planted in one line.

    python -m tests.benchmarks.causes [--most N] [--known | --fresh] [--show OUTCOME]

Known are the sheets that the causes were tuned on, fresh are those that they were not: the fair figures.

Mutants are made here, on the tree of a formula, without a look at how the checker searches; those that give the same
numbers as the truth at the givens and at random points are left out. A cause counts as right if its kind is one that
the planted mistake may be called.
"""

import argparse
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from autograd.worksheet.causes.search import explain_cause
from autograd.worksheet.evaluation.arrays import Array, entries, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.edits import above, literal, paths, replaced
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import (
    Call,
    Chain,
    Derivative,
    Fold,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Transpose,
    name_of,
)
from autograd.worksheet.reporting.report import Report
from autograd.worksheet.sheet.files import read_sheet
from tests.benchmarks.fresh_sheets import FRESH_SHEETS, UNSEEN
from tests.benchmarks.right_sheets import RIGHT_SHEETS
from tests.benchmarks.trial_sheets import TRIAL_SHEETS

ACCEPTED = {
    "sign lost": {"sign"},
    "sign of a term": {"sign"},
    "one name for another": {"name", "index"},
    "wrong index": {"index", "name"},
    "factor forgotten": {"factor", "local", "mean", "power"},
    "slope of the activation forgotten": {"local", "factor"},
    "slope of another activation": {"local", "power"},
    "1/m forgotten": {"mean", "factor"},
    "factor too many": {"extra", "power"},
    "factor 2": {"half"},
    "power lost or added": {"power", "local"},
    "multiplied for divided": {"inverse"},
    "term or path forgotten": {"term", "path", "name", "factor", "local"},
    "term too many": {"term"},
    "sum for mean": {"mean", "extra"},
    "sum forgotten": {"fold", "transpose"},
    "transpose": {"transpose", "product"},
    "mask ignored": {"mask"},
    "path forgotten, as a number": {"path"},
    "arithmetic after a right formula": {"arithmetic"},
    "number with the sign lost": {"sign"},
    "number with a factor 2": {"half"},
    "decimal point slipped": {"arithmetic", "mask"},  # of max(z, 0.1z) the other side is ten times as steep
    "forward value for a gradient": {"forward"},
    "stale value after an update": {"stale"},
    "input channels forgotten": {"the input channels are missing"},
    "biases forgotten": {"biases"},
}
"""The kinds of cause that say truly what was planted."""


@dataclass(frozen=True)
class Mutant:
    """A right sheet with one mistake: its text, the line, and what was planted."""

    sheet: str
    text: str
    line: int
    planted: str
    claim: str


@dataclass
class Site:
    """A claim in a right sheet where mistakes can be planted."""

    sheet: str
    lines: list[str]
    line: int
    statement: str
    target: Node
    formula: Node
    judge: Judge
    case: Any

    def mutant(self, planted: str, formula: Node | str) -> Mutant:
        """The sheet with another formula here."""
        written = formula if isinstance(formula, str) else echo(formula)
        claim = f"{echo(self.target)} = {written}{self.guards()}"
        lines = list(self.lines)
        lines[self.line - 1] = lines[self.line - 1].replace(self.statement, claim, 1)
        return Mutant(self.sheet, "\n".join(lines), self.line, planted, claim)

    def guards(self) -> str:
        """The guards of the line."""
        found = re.search(r"\sfor\s.*$", self.statement)
        return found[0] if found else ""


def sites(name: str, text: str) -> Iterator[Site]:
    """Every claim of a right sheet."""
    judge = Judge(read_sheet(text))
    found = judge.verdicts()
    assert all(verdict.is_fine for verdict in found), (name, found)
    lines = text.splitlines()
    for case in judge.judged.right:
        for step in judge.sheet.steps:
            if step.statement.text is case.text and case.formula in step.claims and step.target is case.target:
                statement = step.statement
                written = statement.text[statement.column : statement.column + statement.length]
                if step.definition is None and isinstance(statement, Chain):
                    yield Site(name, lines, step.line, written, case.target, case.formula, judge, case)


def with_sign(node: Sum | Product, place: int, sign: str) -> Node:
    """The same with another sign at a place."""
    return replace(node, signs=node.signs[:place] + sign + node.signs[place + 1 :])


Mutator = Callable[[Site], Iterator[tuple[str, Node]]]


def sign_mistakes(site: Site) -> Iterator[tuple[str, Node]]:
    formula = site.formula
    yield "sign lost", formula.operand if isinstance(formula, Negative) else Negative(formula)
    for path, node in paths(formula):
        if isinstance(node, Sum):
            for place in range(1, len(node.terms)):
                turned = "-" if node.signs[place] == "+" else "+"
                yield "sign of a term", replaced(formula, path, with_sign(node, place, turned))


def name_mistakes(site: Site) -> Iterator[tuple[str, Node]]:
    floats = site.case.samples.base.floats
    for path, node in paths(site.formula):
        name = name_of(node)
        if isinstance(above(site.formula, path), (Derivative, Index)) or name not in floats:
            continue
        for other, value in floats.items():
            if other != name and not isinstance(value, Layer) and shape(value) == shape(floats[name]):
                new: Node = Name(other)
                new = Index(new, node.places) if isinstance(node, Index) else new
                yield "one name for another", replaced(site.formula, path, new)
        if isinstance(node, Index):
            for place, part in enumerate(node.places):
                letters = {each.name for each in node.inside() if isinstance(each, Name)} - {name}
                letters |= set(site.case.chosen[0])
                others: list[Node] = [Name(letter) for letter in sorted(letters)]
                if isinstance(part, Number):
                    others += [literal(k) for k in range(2)]
                for new in others:
                    if new != part:
                        places = (*node.places[:place], new, *node.places[place + 1 :])
                        yield "wrong index", replaced(site.formula, path, Index(node.array, places))


def factor_mistakes(site: Site) -> Iterator[tuple[str, Node]]:
    formula = site.formula
    floats = site.case.samples.base.floats
    for path, node in paths(formula):
        if isinstance(node, Product):
            for place, part in enumerate(node.factors):
                if "@" in node.signs[place : place + 2]:
                    continue
                parts, signs = (
                    node.factors[:place] + node.factors[place + 1 :],
                    node.signs[:place] + node.signs[place + 1 :],
                )
                if not place and node.signs[1] == "/":
                    parts, signs = (literal(1), *node.factors[1:]), node.signs
                new = parts[0] if len(parts) == 1 else Product(parts, "*" + signs[1:])
                planted = "factor forgotten"
                if node.signs[place] == "/":
                    planted = "1/m forgotten"
                elif any(isinstance(each, Call) and each.function == "step" for each in part.inside()):
                    planted = "mask ignored"
                elif is_slope(part):
                    planted = "slope of the activation forgotten"
                if part == Negative(literal(1)):
                    planted = "sign lost"
                if isinstance(part, Number):
                    if part.number not in (2, -2):
                        continue
                    planted = "factor 2"
                yield planted, replaced(formula, path, new)
            for place in range(1, len(node.factors)):
                if node.signs[place] != "@" and not isinstance(node.factors[place], Number):
                    sign = "*" if node.signs[place] == "/" else "/"
                    yield "multiplied for divided", replaced(formula, path, with_sign(node, place, sign))
    scalars = [name for name, value in floats.items() if not isinstance(value, (Array, Layer))]
    for name in scalars[:6]:
        if not isinstance(formula, Number):
            yield "factor too many", Product((formula, Name(name)), "**")
    if not isinstance(formula, Number):
        yield "factor 2", Product((literal(2), formula), "**")
        yield "factor 2", Product((formula, literal(2)), "*/")


def is_slope(node: Node) -> bool:
    """Whether a factor looks like 1 − a or 1 − a²."""
    return isinstance(node, Sum) and node.signs == "+-" and node.terms[0] == literal(1)


def slope_mistakes(site: Site) -> Iterator[tuple[str, Node]]:
    for path, node in paths(site.formula):
        if is_slope(node) and len(node.parts) == 2:
            base = node.parts[1]
            if isinstance(base, Power) and base.exponent == literal(2):
                less = node.with_parts(literal(1), base.base)
                wrong: Node = Product((base.base, less), "**")
            else:
                wrong = node.with_parts(literal(1), Power(base, literal(2)))
            yield "slope of another activation", replaced(site.formula, path, wrong)


def power_mistakes(site: Site) -> Iterator[tuple[str, Node]]:
    for path, node in paths(site.formula):
        around = above(site.formula, path)
        if isinstance(node, Power):
            yield "power lost or added", replaced(site.formula, path, node.base)
        elif (
            isinstance(node, Name)
            and node.name in site.case.samples.base.floats
            and (around is None or isinstance(around, (Sum, Product, Negative)))
        ):
            yield "power lost or added", replaced(site.formula, path, Power(node, literal(2)))


def term_mistakes(site: Site) -> Iterator[tuple[str, Node]]:
    formula = site.formula
    floats = site.case.samples.base.floats
    for path, node in paths(formula):
        if isinstance(node, Sum) and not is_slope(node):
            for place in range(len(node.terms)):
                terms, signs = (
                    node.terms[:place] + node.terms[place + 1 :],
                    node.signs[:place] + node.signs[place + 1 :],
                )
                if signs[0] == "-":
                    terms, signs = (Negative(terms[0]), *terms[1:]), "+" + signs[1:]
                new = terms[0] if len(terms) == 1 else Sum(terms, signs)
                yield "term or path forgotten", replaced(formula, path, new)
    for name in [name for name, value in floats.items() if not isinstance(value, (Array, Layer))][:5]:
        if not isinstance(formula, Number):
            yield "term too many", Sum((formula, Name(name)), "++")


def fold_mistakes(site: Site) -> Iterator[tuple[str, Node]]:
    for path, node in paths(site.formula):
        if isinstance(node, (Fold, Call)) and node.function in ("sum", "mean"):
            other = "mean" if node.function == "sum" else "sum"
            yield "sum for mean", replaced(site.formula, path, replace(node, function=other))
            if isinstance(node, Fold) and node.function == "sum" and node.letter not in site.case.chosen[0]:
                yield "sum forgotten", replaced(site.formula, path, node.body)


def transpose_mistakes(site: Site) -> Iterator[tuple[str, Node]]:
    floats = site.case.samples.base.floats
    for path, node in paths(site.formula):
        if isinstance(node, Transpose):
            yield "transpose", replaced(site.formula, path, node.operand)
        elif isinstance(node, Name) and isinstance(floats.get(node.name), Array):
            around = above(site.formula, path)
            if isinstance(around, Product) and "@" in around.signs:
                yield "transpose", replaced(site.formula, path, Transpose(node))


def number_mistakes(site: Site) -> Iterator[tuple[str, str]]:
    """Wrong numbers: after the right formula, and alone."""
    case = site.case
    truths = entries(case.truths(case.samples.base)[0])
    if len(truths) != 1 or len(case.chosen) != 1 or not isinstance(site.target, Derivative) or abs(truths[0]) < 1e-9:
        return
    truth = truths[0]
    if not case.is_numeric:
        rng = random.Random(echo(site.formula))
        wrong = truth * rng.choice((0.5, 1.1, -1, 10, 2)) + rng.choice((0, 0.1))
        yield "arithmetic after a right formula", f"{echo(site.formula)} = {wrong:.4f}"
    yield "number with the sign lost", f"{-truth:.5g}"
    yield "number with a factor 2", f"{2 * truth:.5g}"
    yield "decimal point slipped", f"{10 * truth:.5g}"
    name = echo(site.target.bottom)
    value = case.samples.base.floats.get(name)
    if isinstance(value, float) and abs(value) != abs(truth):
        written = f"{value:.6g}"
        decimals = len(written.partition(".")[2])
        if not decimals or round(truth, decimals) != float(written):  # else it is right within the digits printed
            yield "forward value for a gradient", written


def planted_by_hand() -> Iterator[Mutant]:
    """Mistakes that need a sheet of their own."""

    def swap(name: str, right: str, wrong: str, planted: str) -> Mutant:
        text = RIGHT_SHEETS[name]
        assert right in text, (name, right)
        line = text[: text.index(right)].count("\n") + 1
        return Mutant(name, text.replace(right, wrong, 1), line, planted, wrong)

    closed = "x = 1.4; w = {w}; v = {v}; b = {b}\np = relu(w*x + b)\ny = v*p + x\n"
    for w, v, b in ((-0.8, 0.7, 0.3), (-1.1, 1.9, 0.45), (-0.35, -1.6, 0.2), (-2.2, 0.55, 1.3)):
        for target, formula in (("w", "v*x"), ("b", "v"), ("x", "v*w + 1")):
            text = closed.format(w=w, v=v, b=b) + f"dy/d{target} = {formula}"
            yield Mutant("closed relu", text, 4, "mask ignored", f"dy/d{target} = {formula}")
    yield swap("descent", "dL/dw = 2*(y - t)*x = -1.11616", "dL/dw = -1.28", "stale value after an update")
    yield swap("descent", "y = 1.3024", "y = 1.2", "stale value after an update")
    yield swap("descent", "L = 0.48664576", "L = 0.64", "stale value after an update")
    for x in (1.27, 0.83, 2.31):
        text = f"x = {x}; u = sin(x); v = x^2\nf = u*v + u\n"
        from math import cos, sin

        for number in ((x * x + 1) * cos(x), sin(x) * 2 * x):
            yield Mutant("two paths", text + f"df/dx = {number:.5f}", 3, "path forgotten, as a number", "")
    for size, channels, filters, kernel in ((32, 3, 8, 5), (28, 6, 16, 3), (64, 4, 10, 3), (50, 12, 20, 7)):
        text = f"A = conv([{size}, {size}, {channels}], filters={filters}, kernel={kernel}, bias=1)\n"
        for number, planted in (
            (kernel * kernel * filters + filters, "input channels forgotten"),
            (kernel * kernel * channels * filters, "biases forgotten"),
        ):
            yield Mutant("count", text + f"parameters(A) = {number}", 2, planted, f"parameters(A) = {number}")


MUTATORS: list[Mutator] = [
    sign_mistakes,
    name_mistakes,
    factor_mistakes,
    slope_mistakes,
    power_mistakes,
    term_mistakes,
    fold_mistakes,
    transpose_mistakes,
]


def differs(site: Site, formula: Node) -> bool:
    """Whether a formula gives other numbers than the truth, at the givens or at a random point, by more than 1e-6."""
    case = site.case.with_formula(formula)
    for point in (case.samples.base, *case.samples.near):
        try:
            pairs = list(zip(case.truths(point), case.claimed(point), strict=True))
        except UNCOMPUTABLE:
            return True
        for truth, claim in pairs:
            if shape(truth) != shape(claim) and not case.lies_across(truth, claim):
                return True
            if any(
                abs(x - y) > 1e-6 * max(abs(x), abs(y), 1e-3)
                for x, y in zip(entries(truth), entries(claim), strict=True)
            ):
                return True
    return False


def is_mistake(site: Site, formula: Node) -> bool:
    """Whether a formula differs from the truth, with each number as it stands and as the name that has its value."""
    floats = site.case.samples.base.floats
    meant = (
        replaced(formula, path, Name(name))
        for path, node in paths(formula)
        if isinstance(node, Number)
        for name, value in floats.items()
        if not isinstance(value, (Array, Layer)) and value == node.number
    )
    return differs(site, formula) and all(differs(site, reading) for reading in meant)


def mutants(most_for_one: int = 1000, sheets: dict[str, str] = RIGHT_SHEETS) -> Iterator[Mutant]:
    """Every mutant that truly differs; at most so many of one sort in one line."""
    for name, text in sheets.items():
        for site in sites(name, text):
            count: Counter[str] = Counter()
            found: list[tuple[str, Node | str]] = list(number_mistakes(site))
            if not site.case.is_numeric:
                found += [each for mutator in MUTATORS for each in mutator(site)]
            random.Random(name + echo(site.formula)).shuffle(found)
            for planted, formula in found:
                if count[planted] < most_for_one and (isinstance(formula, str) or is_mistake(site, formula)):
                    count[planted] += 1
                    yield site.mutant(planted, formula)


def judged(mutant: Mutant) -> tuple[bool, Verdict | None]:
    """Whether the mistake is found at its line, first of all, and the verdict on it."""
    sheet = read_sheet(mutant.text)
    report = Report(Judge(sheet, explains=explain_cause).verdicts())
    return report.first_wrong_line == mutant.line, report.first()


def table(found: list[Mutant]) -> tuple[dict[str, Counter[str]], list[tuple[str, Mutant, Verdict | None]]]:
    """For each planted mistake how many there are, were found, were explained rightly, wrongly, or not."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    odd = []
    for mutant in found:
        right_place, verdict = judged(mutant)
        row = rows[mutant.planted]
        row["planted"] += 1
        row["found"] += right_place
        kind = verdict.kind if verdict is not None else ""
        outcome = "none" if not kind else "right" if kind in ACCEPTED[mutant.planted] else "wrong"
        row[outcome] += 1
        if not right_place or outcome != "right":
            odd.append((outcome if right_place else "missed", mutant, verdict))
    return rows, odd


def show(title: str, found: list[Mutant], outcomes: list[str]) -> None:
    """Print the table of some mutants, and those with the outcomes asked for."""
    begun = time.perf_counter()
    rows, odd = table(found)
    total: Counter[str] = Counter()
    columns = ("planted", "found", "right", "wrong", "none")
    print(f"{title:36}" + "".join(f"{name:>9}" for name in columns))
    for planted, row in sorted(rows.items()):
        print(f"{planted:36}" + "".join(f"{row[name]:9}" for name in columns))
        total.update(row)
    print(f"{'all':36}" + "".join(f"{total[name]:9}" for name in columns))
    share = {name: 100 * total[name] / total["planted"] for name in columns}
    print(f"{'per cent':36}" + "".join(f"{share[name]:9.1f}" for name in columns))
    print(f"{len(rows)} kinds, {time.perf_counter() - begun:.0f} s\n")
    for outcome, mutant, verdict in odd:
        if outcome in outcomes:
            said = f"{verdict.verdict}: {verdict.kind}: {verdict.cause}" if verdict else "nothing"
            print(f"{outcome}: {mutant.sheet}, {mutant.planted}: {mutant.claim}  →  {said}")


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--most", type=int, default=6, help="mutants of one sort in one line")
    options.add_argument(
        "--show", default="", help="also print what was missed, explained wrongly (wrong) or not (none)"
    )
    which = options.add_mutually_exclusive_group()
    which.add_argument("--known", action="store_true", help="only the sheets that the causes were tuned on")
    which.add_argument("--fresh", action="store_true", help="only the sheets that they were not")
    chosen = options.parse_args()
    if not chosen.fresh:
        show("known sheets", [*mutants(chosen.most), *planted_by_hand()], chosen.show.split(","))
    if not chosen.known:
        looked_at = {name: text for name, text in FRESH_SHEETS.items() if name not in UNSEEN}
        unseen = {name: FRESH_SHEETS[name] for name in UNSEEN}
        show("fresh sheets", list(mutants(chosen.most, looked_at)), chosen.show.split(","))
        show("unseen sheets", list(mutants(chosen.most, unseen)), chosen.show.split(","))
        show("sheets by another hand", list(mutants(chosen.most, TRIAL_SHEETS)), chosen.show.split(","))


if __name__ == "__main__":
    main()
