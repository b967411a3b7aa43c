"""Right but unusual forms of right claims: what a checker must not raise a false alarm at.

    python -m tests.benchmarks.forms

Each right claim of the right worksheets is written in other ways: reordered, expanded, with other signs, through other
names, with numbers for names, with printed rounding, as people type it.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator

from autograd.worksheet.evaluation.arrays import Array, entries
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.language.edits import above, literal, paths, replaced
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Call, Derivative, Index, Name, Negative, Node, Number, Power, Product, Sum
from autograd.worksheet.reporting.readings.hypotheses import read_work
from tests.benchmarks.causes import Mutant, Site, sites
from tests.benchmarks.fresh_sheets import FRESH_SHEETS
from tests.benchmarks.right_sheets import RIGHT_SHEETS
from tests.benchmarks.trial_sheets import TRIAL_SHEETS


def other_trees(site: Site) -> Iterator[tuple[str, Node]]:
    """The formula, rearranged."""
    formula = site.formula
    floats = site.case.samples.base.floats
    givens = {each.name: each for each in site.case.samples.definitions}
    for path, node in paths(formula):
        match node:
            case Sum(terms, signs):
                signs, terms = signs[1:] + signs[0], terms[1:] + terms[:1]
                if signs[0] == "-":
                    signs, terms = "+" + signs[1:], (Negative(terms[0]), *terms[1:])
                yield "terms reordered", replaced(formula, path, Sum(terms, signs))
                turned = "".join("-" if sign == "+" else "+" for sign in node.signs)
                if turned[0] == "-":
                    inner = Sum((Negative(node.terms[0]), *node.terms[1:]), "+" + turned[1:])
                    yield "minus taken out", replaced(formula, path, Negative(inner))
            case Product(factors, signs) if "@" not in signs:
                if "/" not in signs:
                    yield "factors reordered", replaced(formula, path, node.with_parts(*reversed(factors)))
                for place, (factor, sign) in enumerate(zip(factors, signs, strict=True)):
                    before, after = factors[:place], factors[place + 1 :]
                    if isinstance(factor, Sum) and sign != "/":
                        terms = tuple(node.with_parts(*before, term, *after) for term in factor.terms)
                        yield "expanded", replaced(formula, path, factor.with_parts(*terms))
                    if sign == "/":
                        inverse = Product((literal(1), factor), "*/")
                        new = Product((*before, inverse, *after), signs[:place] + "*" + signs[place + 1 :])
                        yield "times one over", replaced(formula, path, new)
            case Power(base, Number(2)):
                yield "square written out", replaced(formula, path, Product((base, base), "**"))
            case Call("sigmoid", (operand, *_)):
                power = Call("exp", (Negative(operand),))
                new = Product((literal(1), Sum((literal(1), power), "++")), "*/")
                yield "sigmoid written out", replaced(formula, path, new)
        if isinstance(node, Name) and not isinstance(above(formula, path), (Index, Derivative, Call)):
            definition = givens.get(node.name)
            if (
                definition is not None
                and not definition.given
                and not definition.letters
                and not definition.is_derivative
            ):
                yield "through its definition", replaced(formula, path, definition.formula)
            value = floats.get(node.name)
            if isinstance(value, float) and value > 0:
                exact = Number(value, 0.0, repr(value))
                yield "a number for a name", replaced(formula, path, exact)
    yield "two minuses", Negative(Negative(formula))
    yield "twice a half", Product((literal(2), formula, literal(2)), "**/")
    half = Number(0.5, 0.05, "0.5")
    yield "half of twice", Product((half, Product((literal(2), formula), "**")), "**")
    names = (node.name for node in formula.inside() if isinstance(node, Name))
    if not any(isinstance(floats.get(name), (Array, Layer)) for name in names):
        yield "plus and minus one", Sum((formula, literal(1), literal(1)), "++-")


def other_texts(site: Site) -> Iterator[tuple[str, str]]:
    """The formula as people type it, and its number with printed rounding."""
    written = echo(site.formula)
    yield "without signs of products", re.sub(r"(?<=[\w)\]])\*(?=\()", "", written)
    yield "raised digits and dots", written.replace("^2", "²").replace("*", "·").replace("-", "−")
    yield "two stars for a power", written.replace("^", "**")
    case = site.case
    truths = [entry for truth in case.truths(case.samples.base) for entry in entries(truth)]
    if len(truths) == 1 and len(case.chosen) == 1 and isinstance(truths[0], float):
        for digits in (1, 2, 4, 6):
            if case.is_slope and truths[0] and not float(f"{truths[0]:.{digits}f}"):
                continue  # 0.0 says of a derivative that nothing depends on it
            yield "printed with rounding", f"{truths[0]:.{digits}f}"
            yield "formula, then rounded", f"{written} = {truths[0]:.{digits}f}"


def forms() -> Iterator[Mutant]:
    """Every unusual form of every right claim."""
    for name, text in {**RIGHT_SHEETS, **FRESH_SHEETS, **TRIAL_SHEETS}.items():
        for site in sites(name, text):
            if not site.case.is_numeric:
                for form, tree in other_trees(site):
                    yield site.mutant(form, tree)
            for form, written in other_texts(site):
                yield site.mutant(form, written)


def alarms(found: list[Mutant]) -> list[tuple[Mutant, str]]:
    """The forms in which a fault is found, with what is said."""
    wrong = []
    for form in found:
        faults = [verdict for verdict in Judge(read_work(form.text)).verdicts() if not verdict.is_fine]
        if faults:
            wrong.append((form, f"{faults[0].verdict}: {faults[0].cause}"))
    return wrong


def some(count: int) -> list[Mutant]:
    """A fixed choice of forms."""
    return random.Random(0).sample(list(forms()), count)


def main() -> None:
    """Print how many forms of each sort there are, and every false alarm."""
    found = list(forms())
    wrong = alarms(found)
    false = Counter(form.planted for form, _ in wrong)
    for sort, count in sorted(Counter(form.planted for form in found).items()):
        print(f"{sort:28}{count:6}{false[sort]:6}")
    print(f"{'all':28}{len(found):6}{len(wrong):6}  false alarms")
    for form, said in wrong:
        print(f"{form.sheet}: {form.claim}  →  {said}")


if __name__ == "__main__":
    main()
